package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

const listURL = "https://vestre-aas.example/status/1"

// statusBench has a key, a list for it, and a signed badge with a place in it.
func statusBench(t *testing.T, purpose string, flags ...string) (b *bench, key, badge, index string) {
	b = newBench(t)
	key, did := b.keyOf("key.json", keys.Ed25519)
	b.ok(append([]string{"status", "new", "--store", b.path("list"), "--purpose", purpose, "--url", listURL, "--issuer", did}, flags...)...)
	require.Empty(t, b.out+b.err)
	plain := b.put("plain.json", openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`))
	draft := b.path("draft.json")
	b.ok("status", "allocate", "--store", b.path("list"), "-o", draft, plain)
	require.Regexp(t, `^\d+\n$`, b.err)
	index = strings.TrimSpace(b.err)
	require.Equal(t, index, parsed(t, b.get("draft.json")).Lookup("/credentialStatus/statusListIndex").Text())
	b.ok("issue", "--key", key, "-o", b.path("badge.json"), draft)
	return b, key, b.path("badge.json"), index
}

// publish writes the list and returns the flag that gives it to verify.
func (b *bench) publish(key string, flags ...string) string {
	b.t.Helper()
	b.ok(append([]string{"status", "publish", "--force", "--store", b.path("list"), "--key", key, "-o", b.path("list.json")}, flags...)...)
	return "--status-list=" + listURL + "=" + b.path("list.json")
}

func TestStatusRevocation(t *testing.T) {
	b, key, badge, index := statusBench(t, "revocation")
	for _, suite := range []string{"eddsa-rdfc-2022", "vc+jwt"} {
		list := b.publish(key, "--suite", suite)
		b.ok("verify", "--any-issuer", "--json", list, badge)
		require.True(t, b.lines()[0].has("STATUS", "pass"))
	}
	b.run("verify", "--any-issuer", "--json", badge)
	require.Equal(t, exitIndeterminate, b.status, "the list is not at hand")
	b.run("verify", "--any-issuer", "--json", "--status-list=https://other.example/1="+key, badge)
	require.Equal(t, exitIndeterminate, b.status)
	require.True(t, b.lines()[0].has("STATUS-UNREACHABLE", "unknown"))

	b.ok("status", "revoke", "--store", b.path("list"), index)
	require.Equal(t, index+"\n", b.err)
	require.Empty(t, b.out)
	list := b.publish(key)
	b.run("verify", "--any-issuer", "--json", list, badge)
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].has("STATUS-REVOKED", "fail"))
	b.ok("convert", "--to", "edc", "--issuer-country", "NO", list, badge)
	require.Contains(t, b.out, "not in force")

	// The same from the web; what is given comes first.
	b.web = map[string][]byte{listURL: []byte(b.get("list.json"))}
	b.run("verify", "--any-issuer", "--json", "--online", badge)
	require.True(t, b.lines()[0].has("STATUS-REVOKED", "fail"))
	b.run("verify", "--any-issuer", "--json", "--online", "--status-list="+listURL+"="+badge, badge)
	require.True(t, b.lines()[0].has("STATUS-LIST-TYPE", "unknown"), b.out)

	b.refuses(exitError, "revocation and refresh cannot be taken back", "status", "set", "--store", b.path("list"), index, "0")
	b.refuses(exitError, "the purpose of this list is not suspension", "status", "suspend", "--store", b.path("list"), index)
}

func TestStatusSuspension(t *testing.T) {
	b, key, badge, index := statusBench(t, "suspension")
	b.ok("status", "suspend", "--store", b.path("list"), index)
	b.run("verify", "--any-issuer", "--json", b.publish(key), badge)
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].has("STATUS-SUSPENDED", "fail"))
	b.ok("status", "reinstate", "--store", b.path("list"), index)
	b.ok("verify", "--any-issuer", b.publish(key), badge)
}

func TestStatusMessages(t *testing.T) {
	b, key, badge, index := statusBench(t, "message", "--message", "in force", "--message", "under review", "--message", "replaced", "--message", "void", "--reference", "https://vestre-aas.example/help")
	b.ok("status", "set", "--store", b.path("list"), index, "2")
	b.run("verify", "--any-issuer", b.publish(key), badge)
	require.Contains(t, b.out, "replaced")
	require.Contains(t, b.get("draft.json"), `"statusReference":["https://vestre-aas.example/help"]`)
	b.refuses(exitError, "lies outside the status list", "status", "set", "--store", b.path("list"), index, "4")
}

// A list counts for as long as it says.
func TestStatusPublishFor(t *testing.T) {
	b, key, badge, _ := statusBench(t, "revocation")
	list := b.publish(key, "--valid-for", "24h", "--ttl", "1h", "--now", "2026-08-01T00:00:00Z")
	doc := parsed(t, b.get("list.json"))
	require.Equal(t, "2026-08-02T00:00:00Z", doc.Get("validUntil").Text())
	require.Equal(t, "3600000", doc.Lookup("/credentialSubject/ttl").Raw())
	b.ok("verify", "--any-issuer", list, badge)
	b.run("verify", "--any-issuer", "--json", "--now", "2026-08-02T12:00:00Z", list, badge)
	require.Equal(t, exitIndeterminate, b.status)
	require.True(t, b.lines()[0].has("STATUS-LIST-PERIOD", "unknown"))
}

func TestStatusRefuses(t *testing.T) {
	b, _, badge, _ := statusBench(t, "revocation")
	store := b.path("list")
	b.refuses(exitError, "list holds a status list already", "status", "new", "--store", store, "--purpose", "revocation", "--url", listURL, "--issuer", "did:example:a")
	b.refuses(exitError, "was never handed out", "status", "revoke", "--store", store, free(t, b))
	b.refuses(exitError, "lies outside the status list", "status", "revoke", "--store", store, "131072")
	b.refuses(exitInvalid, "badge.json is signed already; a place in a list goes in before signing", "status", "allocate", "--store", store, badge)
	old := b.put("old.json", sealable())
	b.refuses(exitInvalid, "old.json is not of the W3C data model 2.0", "status", "allocate", "--store", store, old)
	other, _ := b.key("other.json")
	b.refuses(exitInvalid, "the issuer of the status list is did:key:", "status", "publish", "--store", store, "--key", other)
	b.refuses(exitError, `there is no suite "ecdsa-sd-2023"`, "status", "publish", "--store", store, "--key", b.path("key.json"), "--suite", "ecdsa-sd-2023")
	b.refuses(exitError, "give no negative time", "status", "publish", "--store", store, "--key", b.path("key.json"), "--valid-for=-1h")
	b.refuses(exitError, "a status list needs the URL", "status", "new", "--store", b.path("new"), "--purpose", "revocation", "--url", "status", "--issuer", "did:example:a")
	b.refuses(exitError, "there must be a message for every value", "status", "new", "--store", b.path("new"), "--purpose", "message", "--message", "a", "--message", "b", "--message", "c", "--url", listURL, "--issuer", "did:example:a")
	b.refuses(exitError, "the status list refuses: ", "status", "new", "--store", b.path("new"), "--purpose", "revocation", "--entries", "8", "--url", listURL, "--issuer", "did:example:a")
	b.ok("status", "new", "--store", b.path("new"), "--purpose", "revocation", "--url", listURL, "--issuer", "did:example:a")
	b.put("list/list.json", []byte("nonsense"))
	b.refuses(exitError, "does not describe a status list", "status", "revoke", "--store", store, "1")
}

// free returns an index that was not handed out: one of two neighbours of the
// only one that was.
func free(t *testing.T, b *bench) string {
	if parsed(t, b.get("draft.json")).Lookup("/credentialStatus/statusListIndex").Text() == "7" {
		return "8"
	}
	return "7"
}

func TestStatusAllocateEntry(t *testing.T) {
	b, _, _, _ := statusBench(t, "revocation")
	b.ok("status", "allocate", "--store", b.path("list"))
	entry := parsed(t, b.out)
	require.Equal(t, "BitstringStatusListEntry", entry.Get("type").Text())
	require.Equal(t, listURL, entry.Get("statusListCredential").Text())
	require.Equal(t, strings.TrimSpace(b.err), entry.Get("statusListIndex").Text())
}
