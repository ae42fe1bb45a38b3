package main

import (
	"crypto/x509"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	pkcs12 "software.sslmate.com/src/go-pkcs12"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// newOnlineBench is a seal bench whose services answer over HTTP on this machine, at
// the addresses that the certificate names.
func newOnlineBench(t *testing.T) (*sealBench, *testkit.Server) {
	b := newSealBench(t)
	server := b.services.Serve(t)
	authority := b.services.CA.Stamper(b.services.CA.RSA.Key, func(c *x509.Certificate) { c.OCSPServer = []string{server.URL + "/ocsp"} })
	b.services.Authority = &authority
	sealer := server.Certified(b.services.CA.RSA.Key, 721, "/ca.p7c")
	file, err := pkcs12.Modern.Encode(sealer.Key, sealer.Certificate, []*x509.Certificate{b.services.CA.Intermediate}, "secret")
	require.NoError(t, err)
	b.key = []string{"--key", b.put("web.p12", file), "--password-file", b.put("password", []byte("secret\n"))}
	b.root = b.put("anchor.pem", testkit.PEM(b.services.CA.Intermediate, b.services.CA.Root))
	b.seals = sealServices
	return b, server
}

// The command asks over HTTP: the time-stamp service wherever it is, and those that
// certificates name on this machine only with --allow-local.
func TestSealOverHTTP(t *testing.T) {
	b, server := newOnlineBench(t)
	tsa := server.URL + "/tsa"
	draft := b.draft("draft.json")
	b.seal("--tsa", tsa, "-o", b.path("t.jsonld"), draft)
	require.Equal(t, exitValid, b.status, b.err)
	require.Contains(t, b.err, "sealed, level T\n")

	b.seal("--tsa", tsa, "--online", "--anchor", b.root, "-o", b.path("near.jsonld"), draft)
	require.Equal(t, exitIndeterminate, b.status, b.err)
	require.Contains(t, strings.Join(strings.Fields(b.err), " "), "about the revocation of the signer's certificate, the OCSP responder gave no answer: the address in the certificate is not a public one, so it was not asked (--allow-local)")

	b.seal("--tsa", tsa, "--online", "--allow-local", "--anchor", b.root, "-o", b.path("lta.jsonld"), draft)
	require.Equal(t, exitValid, b.status, b.err)
	b.run("extend", "--tsa", tsa, "--online", "--allow-local", "--anchor", b.root, "-o", b.path("later.jsonld"), b.path("t.jsonld"))
	require.Equal(t, exitValid, b.status, b.err)
	for _, name := range []string{"lta.jsonld", "later.jsonld"} {
		b.run("verify", "--anchor", b.root, "--europass", b.path(name))
		require.Equal(t, exitValid, b.status, b.out)
		require.Contains(t, b.out, "JAdES-BASELINE-LTA: TOTAL_PASSED")
	}
}

// What the time-stamp service asks for to know its customer goes to it, and a fault of
// the service is told in plain words, without codes.
func TestSealTellsWhatTheServiceSaid(t *testing.T) {
	b, server := newOnlineBench(t)
	draft := b.draft("draft.json")
	seal := func(args ...string) { b.seal(append(args, "--force", "-o", b.path("out.jsonld"), draft)...) }
	seal("--tsa", server.URL+"/tsa", "--tsa-login", b.put("login", []byte("registrar:hemmelig\n")))
	require.Equal(t, exitValid, b.status, b.err)
	user, password, _ := server.Requests()[0].BasicAuth()
	require.Equal(t, "registrar hemmelig", user+" "+password)
	seal("--tsa", server.URL+"/tsa", "--tsa-login", b.put("login", []byte("token-of-ours\n")))
	require.Equal(t, "Bearer token-of-ours", server.Requests()[1].Header.Get("Authorization"))
	for fault, want := range map[string]string{
		"html": "it is a web page; check the URL", "status": "it answered with HTTP status 503", "cut": "the connection failed or was cut off",
	} {
		server.Fail(fault)
		seal("--tsa", server.URL+"/tsa")
		require.Equal(t, exitIndeterminate, b.status)
		text := strings.Join(strings.Fields(b.err), " ")
		require.Contains(t, text, want)
		require.NotRegexp(t, `ONLINE-|TSA-|not reachable from here`, text)
	}
	for want, args := range map[string][]string{
		"--tsa cannot be used":           {"--tsa", "tsa.example"},
		"add --online, or leave it out":  {"--tsa", server.URL, "--allow-local"},
		"--tsa-login is for the service": {"--online", "--tsa-login", b.path("login"), "--level", "B"},
		"write USER:PASSWORD or a token": {"--tsa", server.URL, "--tsa-login", b.put("empty", []byte("\n"))},
	} {
		seal(args...)
		require.Equal(t, exitError, b.status)
		require.Contains(t, b.err, want)
	}
}

// Of a folder each draft gets one line, whatever its name is; broken ones do not keep
// the others. After they were corrected, --resume seals just these.
func TestSealFolderAndResume(t *testing.T) {
	b := newSealBench(t)
	for _, dir := range []string{"in", "in/Høst 2026", "out"} {
		require.NoError(t, os.Mkdir(b.path(dir), 0o700))
	}
	b.draft("in/Høst 2026/Åse Ødegård.json")
	b.draft("in/two.json")
	good := b.get("in/two.json")
	b.put("in/two.json", []byte(strings.Replace(good, `"validFrom"`, `"x-validFrom"`, 1)))
	b.put("in/did.json", []byte(`{"a":1}`))
	b.put("in/half.json", []byte(`{"@context`))
	b.seal("-o", b.path("out"), b.path("in"))
	require.Equal(t, exitError, b.status)
	lines := strings.Split(b.out, "\n")
	require.Contains(t, lines[0], "Åse Ødegård.json: sealed, level B")
	require.Contains(t, b.out, "did.json: skipped, no credential")
	require.Contains(t, b.out, "half.json: not sealed: Cannot be read as a credential")
	require.Regexp(t, `two.json: not sealed: .*\[/validFrom\]|two.json: not sealed: `, b.out)
	require.Contains(t, b.out, "\n3 files\n")
	require.Contains(t, b.out, "     2  not sealed  correct them, and go on with --resume")
	require.FileExists(t, b.path("out/Åse Ødegård.sealed.jsonld"))
	first := b.get("out/Åse Ødegård.sealed.jsonld")

	b.put("in/two.json", []byte(good))
	require.NoError(t, os.Remove(b.path("in/half.json")))
	b.seal("--resume", "-o", b.path("out"), b.path("in"))
	require.Equal(t, exitValid, b.status, b.out+b.err)
	require.Contains(t, b.out, "     1  left out  their sealed files are there already")
	require.Equal(t, first, b.get("out/Åse Ødegård.sealed.jsonld"))
	require.FileExists(t, b.path("out/two.sealed.jsonld"))

	b.run("extend", "--tsa", anyTSA, "-o", b.path("in"), b.path("out"))
	require.Equal(t, exitValid, b.status, b.out+b.err)
	b.seal("-o", b.path("out"), "--force", b.path("in"))
	require.Contains(t, b.out, "two.sealed.jsonld: skipped, sealed already")
}

// Two drafts of one name in two folders do not take the place of each other, not even
// with --force.
func TestSealFilesOfOneName(t *testing.T) {
	b := newSealBench(t)
	for _, dir := range []string{"a", "b", "out"} {
		require.NoError(t, os.Mkdir(b.path(dir), 0o700))
	}
	b.draft("a/draft.json")
	b.draft("b/draft.json")
	b.seal("--force", "--json", "-o", b.path("out"), b.path("a"), b.path("b"))
	require.Equal(t, exitError, b.status)
	var second struct{ Error, Level string }
	require.NoError(t, json.Unmarshal([]byte(strings.Split(b.out, "\n")[1]), &second))
	require.Contains(t, second.Error, "would become")
	require.Empty(t, second.Level)
}

// A service that is down does not leave hundreds of seals below their level.
func TestSealFolderStops(t *testing.T) {
	b, server := newOnlineBench(t)
	server.Fail("status")
	require.NoError(t, os.Mkdir(b.path("in"), 0o700))
	require.NoError(t, os.Mkdir(b.path("out"), 0o700))
	for _, name := range []string{"1", "2", "3", "4", "5"} {
		b.draft("in/" + name + ".json")
	}
	b.seal("--tsa", server.URL+"/tsa", "-o", b.path("out"), b.path("in"))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.out, "1.json: sealed, level B only: The time-stamp authority gave no answer: it answered with HTTP status 503.")
	require.Contains(t, b.err, "a service failed for 3 files one after the other, so the others were not sealed")
	require.NoFileExists(t, b.path("out/4.sealed.jsonld"))
}

// Of one file, -o may be the folder; where nothing can be written, nothing is sealed.
func TestSealInto(t *testing.T) {
	b := newSealBench(t)
	b.seal("-o", b.dir, b.draft("draft.json"))
	require.Equal(t, exitValid, b.status, b.err)
	require.FileExists(t, b.path("draft.sealed.jsonld"))
	b.seal("-o", b.path("nowhere/x.jsonld"), b.path("draft.json"))
	require.Equal(t, exitError, b.status)
	require.Regexp(t, `^mikromerit: there is no folder .*nowhere; make it first\n$`, b.err)
	b.seal("-o", b.path("draft.json"), b.path("draft.json"))
	require.Regexp(t, `^mikromerit: [^\n]*draft.json is what is read here, so it is not overwritten; give -o another name\n$`, b.err)
	b.seal("--resume", b.path("draft.json"))
	require.Contains(t, b.err, "--resume looks for what is sealed already in a folder")
}

// The key and its certificate are checked before any draft: what is wrong with them is
// said once, in one sentence.
func TestSealChecksTheKeyFirst(t *testing.T) {
	b := newSealBench(t)
	ca := b.services.CA
	old := ca.Issue(ca.EC.Key, func(c *x509.Certificate) { c.NotAfter = b.clock().Add(-1) })
	person := ca.Issue(ca.EC.Key, func(c *x509.Certificate) { c.Subject.Organization, c.Subject.ExtraNames = nil, nil })
	draft := b.draft("draft.json")
	for name, test := range map[string]struct {
		certificate *x509.Certificate
		want        string
	}{
		"other key":    {ca.RSA.Certificate, "no certificate in the PKCS#12 file belongs to its key"},
		"expired":      {old.Certificate, "which does not include the signing time"},
		"organisation": {person.Certificate, "names no organisation; use a certificate for electronic seals"},
	} {
		t.Run(name, func(t *testing.T) {
			file, err := pkcs12.Modern.Encode(ca.EC.Key, test.certificate, nil, "secret")
			require.NoError(t, err)
			b.run("seal", "--key", b.put("x.p12", file), "--password-file", b.put("p", []byte("secret")), "--cert", b.put("cert.pem", testkit.PEM(test.certificate)), draft, draft, "-o", b.dir)
			require.Equal(t, exitError, b.status)
			require.Contains(t, b.err, test.want)
			require.Equal(t, 1, strings.Count(b.err, "\n"), b.err)
		})
	}
}
