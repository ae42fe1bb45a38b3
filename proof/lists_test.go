package proof_test

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

const listURL = "https://status.example/3"

// listOf returns a status list credential of somebody's with an encoded list.
func listOf(issuer, encoded string) vc.Document {
	return document(fmt.Sprintf(`{"@context":[%q],"id":%q,"type":["VerifiableCredential","BitstringStatusListCredential"],"issuer":%q,"validFrom":"2026-01-01T00:00:00Z",
"credentialSubject":{"id":"%s#list","type":"BitstringStatusList","statusPurpose":"revocation","encodedList":%q}}`, vc.ContextV2, listURL, issuer, listURL, encoded))
}

// zipped returns the gzip member of a number of zeros after some bytes.
func zipped(tb testing.TB, zeros int, first ...byte) []byte {
	tb.Helper()
	var out bytes.Buffer
	w := must(gzip.NewWriterLevel(&out, gzip.BestCompression))
	_, err := w.Write(first)
	require.NoError(tb, err)
	for chunk := make([]byte, 1<<20); zeros > 0; zeros -= len(chunk) {
		_, err := w.Write(chunk[:min(zeros, len(chunk))])
		require.NoError(tb, err)
	}
	require.NoError(tb, w.Close())
	return out.Bytes()
}

func multibaseURL(raw []byte) string { return "u" + base64.RawURLEncoding.EncodeToString(raw) }

// statusOf verifies a credential of the school's whose list reads so.
func statusOf(tb testing.TB, list string, entry ...string) string {
	tb.Helper()
	doc := edit(badge(school.id), "/credentialStatus", `{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"`+listURL+`"}`)
	file := signed(tb, edit(doc, entry...), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	world := env()
	world.Fetcher = vc.StaticFetcher{listURL: []byte(list)}
	return passOrFailKeeping(tb, world, file, anyone())
}

// A list that is made to burst is not expanded further than the limit.
func TestGzipBombs(t *testing.T) {
	sign := func(encoded string) string { return byHand(listOf(school.id, encoded), school, "") }
	const size = 131072 / 8
	good := zipped(t, size)
	lied := bytes.Clone(good)
	binary.LittleEndian.PutUint32(lied[len(lied)-4:], 1<<31)
	checksum := bytes.Clone(good)
	checksum[len(checksum)-5] ^= 1
	bomb := zipped(t, 64<<20)
	twice := zipped(t, 0, zipped(t, 64<<20)...)
	for _, tt := range []struct {
		name    string
		encoded string
		want    string
	}{
		{"right", multibaseURL(good), "valid"},
		{"revoked", multibaseURL(zipped(t, size-1, 1)), "invalid STATUS-REVOKED"},
		{"64 MiB in 64 KiB", multibaseURL(bomb), "indeterminate STATUS-LIST-LIMIT"},
		{"one byte more than the limit", multibaseURL(zipped(t, 16<<20+1)), "indeterminate STATUS-LIST-LIMIT"},
		{"a list within a list, which is not expanded again", multibaseURL(twice), "invalid STATUS-REVOKED"},
		{"a member after it", multibaseURL(append(bytes.Clone(good), good...)), "indeterminate STATUS-LIST-ENCODED"},
		{"many members", multibaseURL(bytes.Repeat(good, 1000)), "indeterminate STATUS-LIST-ENCODED"},
		{"bytes after it", multibaseURL(append(bytes.Clone(good), 0)), "indeterminate STATUS-LIST-ENCODED"},
		{"a length that is not true", multibaseURL(lied), "indeterminate STATUS-LIST-ENCODED"},
		{"a checksum that is not true", multibaseURL(checksum), "indeterminate STATUS-LIST-ENCODED"},
		{"cut off", multibaseURL(good[:len(good)-1]), "indeterminate STATUS-LIST-ENCODED"},
		{"no gzip", multibaseURL(make([]byte, size)), "indeterminate STATUS-LIST-ENCODED"},
		{"nothing", "u", "indeterminate STATUS-LIST-ENCODED"},
		{"too short", multibaseURL(zipped(t, size-1)), "indeterminate STATUS-LENGTH"},
		{"another alphabet", "m" + base64.RawStdEncoding.EncodeToString(good), "indeterminate STATUS-LIST-ENCODED"},
		{"padding", multibaseURL(good) + "=", "indeterminate STATUS-LIST-ENCODED"},
		{"compressed beyond the limit", multibaseURL(append(zipped(t, size), make([]byte, 1<<20)...)), "indeterminate STATUS-LIST-LIMIT"},
	} {
		expect(t, tt.want, statusOf(t, sign(tt.encoded)), tt.name)
	}
	expect(t, "indeterminate STATUS-UNREACHABLE", statusOf(t, sign(multibaseURL(bytes.Repeat([]byte{1}, 2<<20)))), "an answer beyond the limit")
}

// A list proves something only when it is the issuer's, signed for issuing,
// for the purpose of the entry.
func TestListsOfStrangers(t *testing.T) {
	encoded := multibaseURL(zipped(t, 131072/8))
	own, foreign := listOf(school.id, encoded), listOf(attacker.id, encoded)
	disguised := edit(own, "/type", `["VerifiableCredential","BitstringStatusListCredential","VerifiablePresentation"]`)
	for _, tt := range []struct{ name, list, want string }{
		{"the issuer's", byHand(own, school, ""), "valid"},
		{"as a token", token(t, own, jose.VCJOSE, school, jose.Options{}), "valid"},
		{"a stranger's", byHand(foreign, attacker, ""), "indeterminate STATUS-LIST-ISSUER"},
		{"a stranger's in the issuer's name", byHand(own, attacker, ""), "indeterminate STATUS-LIST-PROOF"},
		{"a stranger's as a token", rawToken(attacker.key.Signer, headerOf(attacker, `"EdDSA"`, ""), own.String()), "indeterminate STATUS-LIST-PROOF"},
		{"a token without signature", b64(headerOf(school, `"none"`, "")) + "." + b64(own.String()) + ".", "indeterminate STATUS-LIST-PROOF"},
		{"unsigned", own.String(), "indeterminate STATUS-LIST-PROOF"},
		{"changed", strings.Replace(byHand(own, school, ""), encoded, multibaseURL(zipped(t, 131072/8-1, 0xff)), 1), "indeterminate STATUS-LIST-PROOF"},
		{"signed for signing in", byHand(own, school, `"proofPurpose":"authentication"`), "indeterminate STATUS-LIST-PROOF"},
		{"a presentation", byHand(disguised, attacker, `"proofPurpose":"authentication"`), "indeterminate"},
		{"a presentation as a token", token(t, edit(disguised, "/holder", quote(attacker.id)), jose.VPJOSE, attacker, jose.Options{}), "indeterminate"},
		{"with two proofs, one a stranger's", added(t, byHand(own, school, ""), dataintegrity.EdDSAJCS2022, attacker, dataintegrity.Options{}), "indeterminate STATUS-LIST-PROOF"},
		{"expired", byHand(edit(own, "/validUntil", `"2026-05-31T00:00:00Z"`), school, ""), "indeterminate STATUS-LIST-PERIOD"},
		{"from the future", byHand(edit(own, "/validFrom", `"2026-06-02T00:00:00Z"`), school, ""), "indeterminate STATUS-LIST-PERIOD"},
		{"for another purpose", byHand(edit(own, "/credentialSubject/statusPurpose", `"suspension"`), school, ""), "indeterminate STATUS-PURPOSE"},
		{"of another type", byHand(edit(own, "/credentialSubject/type", `"Other"`), school, ""), "indeterminate STATUS-LIST-SUBJECT"},
		{"two lists", byHand(edit(own, "/credentialSubject", "["+own.Get("credentialSubject").Raw()+","+own.Get("credentialSubject").Raw()+"]"), school, ""), "indeterminate STATUS-LIST-SUBJECT"},
		{"the credential itself", byHand(badge(school.id), school, ""), "indeterminate STATUS-LIST-TYPE"},
		{"a byte order mark", "\ufeff" + byHand(own, school, ""), "indeterminate STATUS-LIST-FORMAT"},
		{"with a list of its own", byHand(edit(own, "/credentialStatus", `{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"`+listURL+`"}`), school, ""), "valid"},
	} {
		got := statusOf(t, tt.list)
		require.True(t, strings.HasPrefix(got, tt.want), "%s: %s", tt.name, got)
	}
	good := byHand(own, school, "")
	for index, want := range map[string]string{
		`"131071"`: "valid", `"131072"`: "indeterminate STATUS-RANGE", `"18446744073709551616"`: "indeterminate STATUS-RANGE", `"` + strings.Repeat("9", 100_000) + `"`: "indeterminate STATUS-RANGE",
	} {
		expect(t, want, statusOf(t, good, "/credentialStatus/statusListIndex", index), index)
	}
	// An index that is none leads nowhere, so nobody knows whether it is set.
	for _, index := range []string{`"-1"`, `"07"`, `"7.0"`, `"7e0"`, `"0x7"`, `" 7"`, `"٧"`, `""`, `null`, `["7"]`, `7.5`} {
		expect(t, "indeterminate STATUS", statusOf(t, good, "/credentialStatus/statusListIndex", index), index)
	}
	lists := proof.NewPolicy(proof.AnyIssuer())
	lists.UnsafeAllowForeignStatusLists = true
	world := env()
	world.Fetcher = vc.StaticFetcher{listURL: []byte(byHand(foreign, attacker, ""))}
	file := signed(t, edit(badge(school.id), "/credentialStatus", `{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"`+listURL+`"}`), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	require.Equal(t, "valid", passOrFail(t, verifier(world), file, lists))
}
