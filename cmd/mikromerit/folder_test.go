package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// A folder is judged as a whole: a line for each credential in it, and a
// summary that says how many are what, and why.
func TestVerifyFolder(t *testing.T) {
	b := newBench(t)
	require.NoError(t, os.MkdirAll(b.path("all/deep/.hidden"), 0o700))
	for _, name := range []string{"all/a.json", "all/deep/b.json", "all/deep/.hidden/c.json"} {
		key, did := b.key("key.json")
		b.ok("issue", "--key", key, "--force", "-o", b.path(name), b.put("draft.json", openBadge(quoted(did))))
	}
	b.put("all/draft.json", openBadge(quoted("did:example:school")))
	b.put("all/readme.txt", []byte("hello"))
	b.put("all/.note.json", []byte("{}"))

	b.run("verify", "--any-issuer", b.path("all"))
	require.Equal(t, exitInvalid, b.status)
	lines := strings.Split(b.out, "\n")
	require.Equal(t, filepath.FromSlash("valid         all/a.json"), lines[0])
	require.Equal(t, filepath.FromSlash("valid         all/deep/b.json"), lines[1])
	require.True(t, strings.HasPrefix(lines[2], filepath.FromSlash("invalid       all/draft.json: PROOF-NONE, ")), lines[2])
	require.Equal(t, "3 files", lines[4])
	require.Contains(t, b.out, "       2  valid\n")
	require.Contains(t, b.out, "       1  invalid  PROOF-NONE (1)\n")
	require.Contains(t, b.out, "       1  skipped  other files in the folder\n")
	require.Empty(t, b.err)

	// For machines a folder is the files in it.
	b.run("verify", "--any-issuer", "--json", b.path("all"))
	require.Equal(t, exitInvalid, b.status)
	all := b.lines()
	require.Len(t, all, 3)
	require.Equal(t, filepath.FromSlash("all/deep/b.json"), all[1].File)

	b.run("verify", "--any-issuer", "--brief", b.path("all/a.json"), b.path("all/draft.json"))
	require.Equal(t, exitInvalid, b.status)
	require.Contains(t, b.out, "\n2 files\n")

	// A file by that name that cannot be read as one is not passed over.
	b.put("all/broken.json", []byte("{"))
	b.run("verify", "--any-issuer", b.path("all"))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.out, filepath.FromSlash("error         all/broken.json: JSON-SYNTAX"))

	require.NoError(t, os.Mkdir(b.path("empty"), 0o700))
	b.refuses(exitError, "there is no credential in empty", "verify", b.path("empty"))
}

// Whoever has the badge, or knows the learner, revokes without an index that
// was printed once; the list says who has which place and what it is worth.
func TestStatusByBadgeAndRecipient(t *testing.T) {
	b, key, badge, index := statusBench(t, "revocation")
	store := b.path("list")
	b.ok("status", "revoke", "--store", store, badge)
	require.Equal(t, index+"\n", b.err)
	b.run("verify", "--any-issuer", b.publish(key), badge)
	require.Equal(t, exitInvalid, b.status)
	b.ok("status", "list", "--store", store)
	require.Contains(t, b.out, index+"  revoked  2026-08-01T12:00:00Z  urn:uuid:4f1c1d3a-3a44-4f0f-9c53-1f6a4d7c2b11\n")
	b.ok("status", "list", "--json", "--set", "--store", store)
	require.JSONEq(t, `{"index": `+index+`, "value": 1, "id": "urn:uuid:4f1c1d3a-3a44-4f0f-9c53-1f6a4d7c2b11", "issued": "2026-08-01T12:00:00Z"}`, b.out)
	require.NotContains(t, b.out, "ingrid", "the list names nobody")

	b, key, badge, index = statusBench(t, "suspension")
	store = b.path("list")
	b.ok("status", "suspend", "--store", store, "--recipient", "did:example:ingrid")
	require.Equal(t, index+"\n", b.err)
	b.run("verify", "--any-issuer", b.publish(key), badge)
	require.Equal(t, exitInvalid, b.status)
	b.ok("status", "reinstate", "--store", store, badge)
	b.ok("verify", "--any-issuer", b.publish(key), badge)
	b.refuses(exitError, "names no credential of that person; give the file of the credential", "status", "suspend", "--store", store, "--recipient", "did:example:astrid")
	require.NotContains(t, b.err, "astrid")

	// A badge of another list, or of none, is not confused with a place here.
	strange, _ := signedBadge(b, "strange.json", keys.Ed25519)
	b.refuses(exitInvalid, "strange.json has no place in the list "+listURL, "status", "suspend", "--store", store, strange)
	b.ok("status", "new", "--store", b.path("other"), "--purpose", "suspension", "--url", listURL+"2", "--issuer", "did:example:a")
	b.refuses(exitInvalid, "badge.json has its place in another list, "+listURL, "status", "suspend", "--store", b.path("other"), badge)

	// The register names people, so only its owner may read it.
	requireMode(t, 0o600, filepath.Join(store, registerName))
}

// A token is a credential as well.
func TestStatusByToken(t *testing.T) {
	b, key, _, index := statusBench(t, "revocation")
	b.ok("issue", "--key", key, "--suite", "vc+jwt", "-o", b.path("token"), b.path("draft.json"))
	b.ok("status", "revoke", "--store", b.path("list"), b.path("token"))
	require.Equal(t, index+"\n", b.err)
}
