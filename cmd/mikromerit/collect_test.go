package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// webBadge issues a badge of a did:web that uses a context of its issuer's own,
// and returns the file and the web that it needs.
func webBadge(b *bench) (file string, web vc.StaticFetcher) {
	const issuer, terms = "did:web:vestre-aas.example", "https://vestre-aas.example/terms/v1"
	b.ok("keygen", "--kid", issuer+"#key-1", "--controller-document", b.path("did.json"), "-o", b.path("key.json"))
	own := b.put("terms.json", []byte(`{"@context":{"boat":"https://vestre-aas.example/terms#boat"}}`))
	text := strings.Replace(string(openBadge(`{"id":"`+issuer+`","type":["Profile"],"name":"Vestre Ås høgskole"}`)), `context-3.0.3.json"]`, `context-3.0.3.json", "`+terms+`"]`, 1)
	text = strings.Replace(text, `"type": ["AchievementSubject"],`, `"type": ["AchievementSubject"], "boat": "Havørn",`, 1)
	draft := b.put("draft.json", []byte(text))
	b.refuses(exitInvalid, "--context "+terms+"=FILE", "issue", "--key", b.path("key.json"), draft)
	b.ok("issue", "--key", b.path("key.json"), "--context", terms+"="+own, "-o", b.path("badge.json"), draft)
	return b.path("badge.json"), vc.StaticFetcher{
		"https://vestre-aas.example/.well-known/did.json": []byte(b.get("did.json")),
		terms: []byte(b.get("terms.json")),
	}
}

// A badge of a did:web with a context of its own can be verified before
// anything is published, from files named one by one or from a folder.
func TestVerifyFromFiles(t *testing.T) {
	b := newBench(t)
	file, _ := webBadge(b)
	b.run("verify", "--any-issuer", file)
	require.Equal(t, exitIndeterminate, b.status, b.out)
	require.Contains(t, strings.Join(strings.Fields(b.out), " "), "did:web:vestre-aas.example")
	require.Contains(t, b.out, "--document")

	terms := "https://vestre-aas.example/terms/v1=" + b.path("terms.json")
	for _, id := range []string{"did:web:vestre-aas.example", "https://vestre-aas.example/.well-known/did.json"} {
		b.ok("verify", "--any-issuer", "--context", terms, "--document", id+"="+b.path("did.json"), file)
		b.ok("inspect", "--any-issuer", "--context", terms, "--document", id+"="+b.path("did.json"), file)
	}
	// A folder of the files as they are: the document by its id, the context by
	// the index, whom to trust by trust.json.
	folder := b.path("folder")
	require.NoError(t, os.Mkdir(folder, 0o700))
	b.put("folder/did.json", []byte(b.get("did.json")))
	b.put("folder/terms.json", []byte(b.get("terms.json")))
	b.put("folder/index.json", []byte(`{"https://vestre-aas.example/terms/v1": "terms.json"}`))
	b.ok("verify", "--any-issuer", "--with", folder, file)
	b.run("verify", "--with", folder, file)
	require.Equal(t, exitIndeterminate, b.status)
	b.put("folder/trust.json", []byte(`{"issuers": ["did:web:vestre-aas.example"]}`))
	b.ok("verify", "--with", folder, file)

	b.put("folder/other.json", []byte(b.get("did.json")+" "))
	b.refuses(exitError, "other.json", "verify", "--with", folder, file)
	b.refuses(exitError, "there is no such file", "verify", "--with", b.path("nowhere"), file)
	b.refuses(exitError, "built in", "verify", "--context", vc.ContextV2+"="+b.path("terms.json"), file)
	b.refuses(exitError, "is not its DID document", "verify", "--document", "did:web:other.example="+b.path("did.json"), file)
	b.refuses(exitError, "two files stand for one document and differ", "verify", "--document", "https://a.example/="+b.path("did.json"), "--status-list", "https://a.example/="+b.path("terms.json"), file)
}

// Whoever trusts the certificates in a folder need not name them one by one.
func TestCertificatesOfAFolder(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "sealed.json", credential(`"https://vestre-aas.example"`))
	require.NoError(t, os.Mkdir(b.path("folder"), 0o700))
	require.NoError(t, os.Rename(anchor, b.path("folder/root.pem")))
	trusts := func(args ...string) bool {
		b.run(append([]string{"verify", "--json", file}, args...)...)
		return strings.Contains(b.out, `"trusted":"valid"`)
	}
	require.False(t, trusts(), b.out)
	require.True(t, trusts("--anchor", b.path("folder/root.pem")), b.out)
	require.True(t, trusts("--with", b.path("folder")), b.out)
}

// A file that was collected once, over the web, verifies without it.
func TestCollect(t *testing.T) {
	b := newBench(t)
	file, web := webBadge(b)
	folder := filepath.Join(b.dir, "kept")
	b.refuses(exitError, "there is no network", "collect", "-o", folder, file)
	b.web = web
	b.ok("collect", "-o", folder, file)
	require.Contains(t, b.out, "badge.json")
	require.Contains(t, b.out, "2 documents kept in kept")
	require.Contains(t, b.out, "https://vestre-aas.example/terms/v1")
	b.web = nil
	b.ok("verify", "--any-issuer", "--with", folder, file)

	// What has changed on the web is not replaced unless that is asked for.
	b.web = vc.StaticFetcher{"https://vestre-aas.example/terms/v1": web["https://vestre-aas.example/terms/v1"],
		"https://vestre-aas.example/.well-known/did.json": []byte(b.get("did.json") + "\n")}
	b.refuses(exitError, "--force", "collect", "-o", folder, file)
	b.ok("collect", "--force", "-o", folder, file)
	b.ok("verify", "--any-issuer", "--with", folder, file)

	// What is not to be had stays open, and the rest is kept.
	b.web = vc.StaticFetcher{"https://vestre-aas.example/terms/v1": web["https://vestre-aas.example/terms/v1"]}
	b.run("collect", "-o", b.path("other"), file)
	require.Equal(t, exitIndeterminate, b.status, b.out)
	require.Contains(t, b.out, "PROOF-METHOD")
}
