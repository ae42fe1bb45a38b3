package main

import (
	"crypto/x509"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/proof/trust/lists"
	"github.com/mikromerit/mikromerit/vc"
)

// listBench is a bench whose web has the lists of the test authority.
func listBench(t *testing.T) (b *bench, ca *testkit.CA, refresh []string) {
	b, ca = newBench(t), testkit.NewCA()
	b.clock = func() time.Time { return testkit.ListTime.AddDate(0, 1, 0) }
	top, national := ca.SealLists("https://lists.example/no.xml")
	b.web = vc.StaticFetcher{lists.LocationOfLists: top, "https://lists.example/no.xml": national}
	return b, ca, []string{"lists", "refresh", "--lists", b.path("eu"), "--signer", lists.Digest(ca.ListSigner().Certificate)}
}

// The lists are fetched only with --online, kept in a folder, and shown.
func TestLists(t *testing.T) {
	b, _, refresh := listBench(t)
	b.refuses(exitError, "--online", refresh...)
	require.NoDirExists(t, b.path("eu"))
	refresh = append(refresh, "--online")
	require.Contains(t, b.ok(refresh...).out, "NO  new  number 1")
	require.Contains(t, b.ok(refresh...).out, "NO  unchanged  number 1")

	require.Contains(t, b.ok("lists", "show", "--lists", b.path("eu")).out, "until 2026-07-10")
	require.Contains(t, b.ok("lists", "show", "--lists", b.path("eu"), "--now", "2027-03-01T00:00:00Z").out, "out of date")
	require.Contains(t, b.ok("lists", "show", "--lists", b.path("eu"), "--territory", "no").out, "granted since 2024-01-01")
	b.refuses(exitError, "no list of SE", "lists", "show", "--lists", b.path("eu"), "--territory", "SE")
	b.refuses(exitError, "lists refresh", "lists", "show", "--lists", b.path("elsewhere"))

	// A list that does not verify leaves what is there.
	b.web["https://lists.example/no.xml"] = []byte(strings.Replace(string(b.web["https://lists.example/no.xml"]), "Test provider", "Evil provider", 1))
	b.run(refresh...)
	require.Equal(t, exitIndeterminate, b.status)
	require.Contains(t, b.out, "kept")
	require.Contains(t, b.ok("lists", "show", "--lists", b.path("eu"), "--territory", "NO").out, "Test provider")
}

// The trust file brings the lists to a verification, unless they are out of date.
func TestTrustFileWithLists(t *testing.T) {
	b, ca, refresh := listBench(t)
	b.ok(append(refresh, "--online")...)
	file := b.put("trust.json", []byte(`{"lists": "eu"}`))
	services := func(at time.Time) *trust.Services {
		a := &app{clock: func() time.Time { return at }}
		got, err := (&verifyFlags{Trust: []string{file}}).trust(a)
		require.NoError(t, err)
		return got.Services
	}
	got := services(b.clock())
	require.Len(t, got.All(), 2)
	statements, err := trust.ReadStatements(ca.RSA.Certificate)
	require.NoError(t, err)
	q := got.Qualify([]*x509.Certificate{ca.RSA.Certificate}, testkit.SealTime, statements)
	require.Equal(t, trust.LevelAdvancedSeal, q.Level, q.Reason)

	late := testkit.ListTime.AddDate(1, 0, 0)
	require.Empty(t, services(late).All(), "lists that are out of date are not used")
	require.Contains(t, services(late).Qualify([]*x509.Certificate{ca.RSA.Certificate}, testkit.SealTime, statements).Reason, "NO, whose next update was due on 2026-07-10")
	b.put("trust.json", []byte(`{"lists": {"folder": "eu", "overdue": true}}`))
	require.Len(t, services(late).All(), 2)
	require.NoError(t, os.RemoveAll(b.path("eu")))
	_, err = (&verifyFlags{Trust: []string{file}}).trust(&app{clock: b.clock})
	require.ErrorContains(t, err, "index.json")
}

// With a trust file that names nothing but lists, a sealed credential is valid, with
// neither a certificate nor the web.
func TestVerifyByLists(t *testing.T) {
	b, ca, refresh := listBench(t)
	b.ok(append(refresh, "--online")...)
	b.web = nil
	b.clock = func() time.Time { return testkit.SealTime.AddDate(0, 0, 2) }
	file := b.put("sealed.json", testkit.Seal(sealable(), testkit.SealOptions{Sealer: ca.RSA, Late: ca.LongTerm(ca.RSA, testkit.LongTerm{})}))
	trustFile := b.put("trust.json", []byte(`{"lists": "eu"}`))
	b.run("verify", file)
	require.Equal(t, exitIndeterminate, b.status, b.out)
	b.ok("verify", "--trust", trustFile, file)
	require.Contains(t, b.out, "trusted: yes")
}
