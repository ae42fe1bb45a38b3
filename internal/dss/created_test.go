package dss_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"flag"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

var recordCreated = flag.Bool("record-created", false, "record what DSS says of the seals that are made here")

// created is a seal of our own making, with what a validator needs to know.
type created struct {
	name    string
	file    []byte
	anchors []*x509.Certificate
	level   jades.Level
}

// createdVerdicts is where the verdicts of DSS on them are kept, one a line: the name,
// the level, the indication, and each time stamp with its indication.
const createdVerdicts = "testdata/created.tsv"

var createdAt = testkit.SealTime

func createdClock() time.Time { return createdAt }

const createdPayload = `{"@context":["https://www.w3.org/2018/credentials/v1"],"id":"urn:credential:1",` +
	`"issuer":{"id":"urn:epass:org:1","legalName":{"nb":"Vestre Ås høgskole"}},"title":"a < b & c > d čáŋđ"}`

// createdVariants are the ways in which a seal can be made.
var createdVariants = []struct {
	name   string
	change func(*jades.SealOptions)
}{
	{"general", func(*jades.SealOptions) {}},
	{"flattened", func(o *jades.SealOptions) { o.Layout = jades.Flattened }},
	{"encoded", func(o *jades.SealOptions) { o.Encoded = true }},
	{"sigT", func(o *jades.SealOptions) { o.SigT = true }},
	{"x5t#o", func(o *jades.SealOptions) { o.DigestO = true }},
	{"adoTst", func(o *jades.SealOptions) { o.ContentStamp = true }},
	{"pss", func(o *jades.SealOptions) { o.PSS = true }},
	{"sha512", func(o *jades.SealOptions) { o.Algorithm = "RS512" }},
	{"compact", func(o *jades.SealOptions) { o.Layout = jades.Compact }},
}

// createdSeals seals with every kind of key, in every way and at every level.
func createdSeals(t *testing.T, ca *testkit.CA) (all []created) {
	t.Helper()
	rsa3072, err := rsa.GenerateKey(rand.Reader, 3072)
	require.NoError(t, err)
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	for i, key := range []struct {
		name string
		key  crypto.Signer
	}{{"rsa-2048", ca.RSA.Key}, {"rsa-3072", rsa3072}, {"p-256", ca.EC.Key}, {"p-384", p384}} {
		sealer := ca.Issue(key.key, func(c *x509.Certificate) { c.SerialNumber = big.NewInt(int64(1000 + i)) })
		for _, v := range createdVariants {
			isRSA := strings.HasPrefix(key.name, "rsa")
			for level := jades.B; level <= jades.LTA; level++ {
				if !isRSA && (v.name == "pss" || v.name == "sha512") || v.name == "compact" && level > jades.B {
					continue
				}
				out := createdBy(t, ca, sealer, &testkit.Services{CA: ca, Clock: createdClock}, level, v.change)
				all = append(all, created{key.name + "/" + v.name + "/" + level.String(), out.File, createdAnchors(ca, sealer.Certificate, level), level})
			}
		}
	}
	return all
}

func createdBy(t *testing.T, ca *testkit.CA, sealer testkit.Sealer, services jades.Services, level jades.Level, change func(*jades.SealOptions)) jades.Sealed {
	t.Helper()
	o := jades.SealOptions{Level: level, Services: services, Anchors: trust.NewAnchors(ca.Root)}
	change(&o)
	chain := append([]*x509.Certificate{sealer.Certificate}, sealer.Chain...)
	out, err := jades.Seal(t.Context(), vc.Env{Clock: createdClock}, []byte(createdPayload), jades.Sealer{Key: sealer.Key, Chain: chain}, o)
	require.NoError(t, err)
	require.Equal(t, level, out.Level, out.Findings)
	return out
}

// createdAnchors are those under which a seal of a level can pass: below LT it holds
// no revocation data, so the certificates themselves must be believed.
func createdAnchors(ca *testkit.CA, leaf *x509.Certificate, level jades.Level) []*x509.Certificate {
	if level < jades.LT {
		return []*x509.Certificate{leaf, ca.TSA().Certificate}
	}
	return []*x509.Certificate{ca.Root}
}

// createdByExtension raises seals step by step: of each layout, with each source of
// revocation data, with components in plain JSON, and by several time-stamp
// authorities one after the other.
func createdByExtension(t *testing.T, ca *testkit.CA) (all []created) {
	t.Helper()
	responder, other := ca.Responder(nil), ca.OtherTSA()
	for _, way := range []struct {
		name     string
		services *testkit.Services
		variant  int
		clear    bool
	}{
		{name: "general"}, {name: "flattened", variant: 1}, {name: "encoded", variant: 2}, {name: "adoTst", variant: 5}, {name: "clear", clear: true},
		{name: "lists", services: &testkit.Services{Lists: true}}, {name: "old answers", services: &testkit.Services{Age: time.Hour}},
		{name: "old lists", services: &testkit.Services{Age: time.Hour, Lists: true}}, {name: "responder", services: &testkit.Services{Delegated: &responder}},
	} {
		services := way.services
		if services == nil {
			services = new(testkit.Services)
		}
		services.CA, services.Clock = ca, createdClock
		file := createdBy(t, ca, ca.RSA, services, jades.B, createdVariants[way.variant].change).File
		steps := []jades.Level{jades.T, jades.LT, jades.LTA, jades.LTA, jades.LTA}
		if way.clear {
			file = testkit.Seal([]byte(createdPayload), testkit.SealOptions{Late: ca.LongTerm(ca.RSA, testkit.LongTerm{At: createdAt, NoData: true, Clear: true})})
			steps = steps[1:2]
		}
		for i, to := range steps {
			if i == 3 {
				services.Authority = &other
			}
			out, err := jades.Extend(t.Context(), vc.Env{Clock: createdClock}, file, to, jades.ExtendOptions{Services: services, Anchors: trust.NewAnchors(ca.Root)})
			require.NoError(t, err, way.name)
			require.Equal(t, to, out.Level, out.Findings)
			file = out.File
			all = append(all, created{fmt.Sprintf("extended/%s/%d-%s", way.name, i+1, to), file, createdAnchors(ca, ca.RSA.Certificate, to), to})
		}
	}
	return all
}

// Every seal that is made or raised here passes with the Commission's own DSS, time
// stamp by time stamp. Where Java and the jars of DSS are (in the folder DSS_LIB), it
// judges anew; elsewhere its recorded verdicts must be about
// these seals, and our own validation must find the same.
func TestCreatedSeals(t *testing.T) {
	ca := testkit.NewCA()
	all := append(createdSeals(t, ca), createdByExtension(t, ca)...)
	answers := judgeCreated(t, all)
	if answers != nil && *recordCreated {
		var text strings.Builder
		for _, c := range all {
			fmt.Fprintf(&text, "%s\t%s\n", c.name, answers[c.name])
		}
		require.NoError(t, os.WriteFile(createdVerdicts, []byte(text.String()), 0o644))
	}
	recorded := readCreated(t)
	require.Len(t, recorded, len(all), "record the verdicts anew: sh internal/dss/create.sh")
	for _, c := range all {
		want := createdVerdict(c)
		require.Equal(t, want, recorded[c.name], c.name)
		if answers != nil {
			require.Equal(t, want, answers[c.name], "DSS on %s", c.name)
		}
		requireOwnVerdict(t, c)
	}
}

// createdVerdict is what DSS is to say of a seal: passed, at its level, with each of
// its time stamps passed. DSS grants no baseline level to a seal that states its time
// with sigT after July 2025, and passes it all the same.
func createdVerdict(c created) string {
	level := "JAdES-BASELINE-" + c.level.String()
	if strings.Contains(c.name, "/sigT/") {
		level = "JSON-NOT-ETSI"
	}
	stamps := []string{"SIGNATURE_TIMESTAMP", "ARCHIVE_TIMESTAMP", "ARCHIVE_TIMESTAMP", "ARCHIVE_TIMESTAMP"}
	count := map[jades.Level]int{jades.T: 1, jades.LT: 1, jades.LTA: 2}[c.level]
	switch {
	case strings.Contains(c.name, "/4-"):
		count = 3
	case strings.Contains(c.name, "/5-"):
		count = 4
	}
	stamps = stamps[:count]
	if strings.Contains(c.name, "adoTst") {
		stamps = append(stamps, "CONTENT_TIMESTAMP")
	}
	return createdLine(level, "TOTAL_PASSED", stamps)
}

// createdLine writes a verdict with time stamps that passed.
func createdLine(level, indication string, stamps []string) string {
	words := []string{level, indication}
	for _, s := range slices.Sorted(slices.Values(stamps)) {
		words = append(words, s+"=PASSED")
	}
	return strings.Join(words, " ")
}

// requireOwnVerdict validates a seal here, under the anchors that DSS has.
func requireOwnVerdict(t *testing.T, c created) {
	t.Helper()
	file, err := proof.Open(c.file, vc.Limits{})
	require.NoError(t, err)
	policy := proof.NewPolicy(proof.Trust{Anchors: trust.NewAnchors(c.anchors...)})
	evidence, err := jades.Suites()[0].Verify(t.Context(), vc.Env{Clock: func() time.Time { return createdAt.Add(time.Hour) }},
		proof.Job{File: file, Proof: file.Proofs()[0], Policy: policy})
	require.NoError(t, err)
	verdict := vc.AxesOf(evidence.Findings).Verdict([]vc.Axis{vc.Authentic, vc.InForce, vc.Trusted})
	require.Equal(t, vc.Valid, verdict, "%s: %v", c.name, evidence.Findings)
}

func readCreated(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(createdVerdicts)
	require.NoError(t, err)
	out := make(map[string]string)
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		name, verdict, _ := strings.Cut(line, "\t")
		out[name] = verdict
	}
	return out
}

// judgeCreated asks DSS about all seals with one start of Java; nil where there is
// none.
func judgeCreated(t *testing.T, all []created) map[string]string {
	t.Helper()
	lib := os.Getenv("DSS_LIB")
	if _, err := os.Stat("Judge.java"); err != nil || lib == "" {
		return nil
	}
	java, err := exec.LookPath("java")
	if err != nil {
		return nil
	}
	dir, jobs := t.TempDir(), bytes.Buffer{}
	for i, c := range all {
		file, anchors := filepath.Join(dir, fmt.Sprint(i, ".json")), filepath.Join(dir, fmt.Sprint(i, ".pem"))
		require.NoError(t, os.WriteFile(file, c.file, 0o600))
		require.NoError(t, os.WriteFile(anchors, testkit.PEM(c.anchors...), 0o600))
		fmt.Fprintf(&jobs, "%s\t%s\t%s\t%s\n", c.name, file, createdAt.Add(time.Hour).Format(time.RFC3339), anchors)
	}
	command := exec.CommandContext(t.Context(), java, "-cp", filepath.Join(lib, "*"), "Judge.java")
	command.Stdin = &jobs
	out, err := command.Output()
	require.NoError(t, err)
	return readJudged(t, string(out))
}

// readJudged reads the lines of Judge.java: SEAL for a seal, TIME for each of its
// time stamps.
func readJudged(t *testing.T, text string) map[string]string {
	t.Helper()
	type judged struct{ head, stamps []string }
	all := make(map[string]*judged)
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		part := strings.Split(line, "\t")
		require.GreaterOrEqual(t, len(part), 8, line)
		switch part[1] {
		case "SEAL":
			all[part[0]] = &judged{head: part[3:5]}
		case "TIME":
			all[part[0]].stamps = append(all[part[0]].stamps, part[2]+"="+part[6])
		}
	}
	out := make(map[string]string)
	for name, j := range all {
		slices.Sort(j.stamps)
		out[name] = strings.Join(append(j.head, j.stamps...), " ")
	}
	return out
}

// OpenSSL accepts each time stamp of our seals for the bytes that it is to cover.
func TestCreatedTimestampsByOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("there is no openssl")
	}
	ca, dir := testkit.NewCA(), t.TempDir()
	root := filepath.Join(dir, "root.pem")
	require.NoError(t, os.WriteFile(root, testkit.PEM(ca.Root), 0o600))
	for _, v := range []string{"adoTst", "encoded"} {
		i := slices.IndexFunc(createdVariants, func(c struct {
			name   string
			change func(*jades.SealOptions)
		}) bool {
			return c.name == v
		})
		out := createdBy(t, ca, ca.RSA, &testkit.Services{CA: ca, Clock: createdClock}, jades.LTA, createdVariants[i].change)
		for name, stamp := range createdStamps(t, out.File) {
			token, data := filepath.Join(dir, "token"), filepath.Join(dir, "data")
			require.NoError(t, os.WriteFile(token, stamp.token, 0o600))
			require.NoError(t, os.WriteFile(data, stamp.covered, 0o600))
			verify := func() (string, error) {
				said, err := exec.CommandContext(t.Context(), openssl, "ts", "-verify", "-data", data, "-in", token, "-token_in", "-CAfile", root).CombinedOutput()
				return string(said), err
			}
			said, err := verify()
			require.NoError(t, err, "%s %s: %s", v, name, said)
			require.Contains(t, said, "Verification: OK")
			require.NoError(t, os.WriteFile(data, append(stamp.covered, ' '), 0o600))
			_, err = verify()
			require.Error(t, err, "for other bytes it is not")
		}
	}
}
