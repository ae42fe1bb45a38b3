package status_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// published returns a list credential in which entry 23 is set.
func published(t testing.TB) vc.Document {
	t.Helper()
	bits := make([]byte, status.MinEntries/8)
	bits[2] = 1
	return document(t, `{
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  "id": "https://status.example/3",
  "type": ["VerifiableCredential", "BitstringStatusListCredential"],
  "issuer": {"id": "did:example:school"},
  "validFrom": "2026-04-05T14:27:40Z",
  "credentialSubject": {
    "id": "https://status.example/3#list", "type": "BitstringStatusList", "ttl": 60000,
    "statusPurpose": ["revocation", "refresh"], "encodedList": "`+text(pack(t, bits))+`"}}`)
}

func TestReadPublished(t *testing.T) {
	p, problems := status.ReadPublished(published(t), status.Limits{})
	require.Empty(t, problems)
	require.Equal(t, status.BitstringEntry, p.EntryType)
	require.Equal(t, "https://status.example/3", p.ID)
	require.Equal(t, "did:example:school", p.Issuer)
	require.Equal(t, []string{"revocation", "refresh"}, p.Purposes)
	require.Equal(t, time.Minute, p.TTL)

	entry := status.Entry{Type: status.BitstringEntry, Purpose: status.Revocation, Index: "23", Size: 1}
	tests := []struct {
		name   string
		change func(*status.Entry)
		value  uint64
		code   string
	}{
		{"set", func(e *status.Entry) {}, 1, ""},
		{"not set", func(e *status.Entry) { e.Index = "24" }, 0, ""},
		{"the other purpose", func(e *status.Entry) { e.Purpose = status.Refresh }, 1, ""},
		{"the last", func(e *status.Entry) { e.Index = "131071" }, 0, ""},
		{"beyond the last", func(e *status.Entry) { e.Index = "131072" }, 0, "STATUS-RANGE"},
		{"10^30", func(e *status.Entry) { e.Index = "1" + strings.Repeat("0", 30) }, 0, "STATUS-RANGE"},
		{"2^64 + 23", func(e *status.Entry) { e.Index = "18446744073709551639" }, 0, "STATUS-RANGE"},
		{"a million digits", func(e *status.Entry) { e.Index = strings.Repeat("9", 1_000_000) }, 0, "STATUS-RANGE"},
		{"not a number", func(e *status.Entry) { e.Index = "-23" }, 0, "STATUS-RANGE"},
		{"another purpose", func(e *status.Entry) { e.Purpose = status.Suspension }, 0, "STATUS-PURPOSE"},
		{"no purpose", func(e *status.Entry) { e.Purpose = "" }, 0, "STATUS-PURPOSE"},
		{"another kind", func(e *status.Entry) { e.Type = status.Entry2021 }, 0, "STATUS-KIND"},
		{"too few wide entries", func(e *status.Entry) { e.Size = 2 }, 0, "STATUS-LENGTH"},
		{"no size", func(e *status.Entry) { e.Size = 0 }, 0, "STATUS-LENGTH"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := entry
			tt.change(&e)
			value, err := p.Value(e)
			require.Equal(t, tt.value, value)
			if tt.code == "" {
				require.NoError(t, err)
				return
			}
			require.Equal(t, tt.code, code(err))
		})
	}
	_, err := status.Published{EntryType: status.BitstringEntry, Purposes: []string{"revocation"}}.Value(entry)
	require.Equal(t, "STATUS-LENGTH", code(err))
}

func TestReadPublishedProblems(t *testing.T) {
	short := text(pack(t, make([]byte, 16)))
	tests := []struct{ name, pointer, raw, problem string }{
		{"another type", "/type", `["VerifiableCredential"]`, "STATUS-LIST-TYPE /type"},
		{"no subject", "/credentialSubject", `[]`, "STATUS-LIST-SUBJECT /credentialSubject"},
		{"two subjects", "/credentialSubject", `[{"type":"BitstringStatusList"},{"type":"BitstringStatusList"}]`, "STATUS-LIST-SUBJECT /credentialSubject"},
		{"a subject of another type", "/credentialSubject/type", `"StatusList2021"`, "STATUS-LIST-SUBJECT /credentialSubject"},
		{"no purpose", "/credentialSubject/statusPurpose", `[]`, "STATUS-LIST-PURPOSES /credentialSubject/statusPurpose"},
		{"a purpose that is a number", "/credentialSubject/statusPurpose", `["revocation",1]`, "STATUS-LIST-PURPOSES /credentialSubject/statusPurpose"},
		{"no list", "/credentialSubject/encodedList", `null`, "STATUS-LIST-ENCODED /credentialSubject/encodedList"},
		{"no base", "/credentialSubject/encodedList", `"H4sI"`, "STATUS-LIST-ENCODED /credentialSubject/encodedList"},
		{"a negative ttl", "/credentialSubject/ttl", `-1`, "STATUS-LIST-TTL /credentialSubject/ttl"},
		{"a huge ttl", "/credentialSubject/ttl", `100000000000000000000`, "STATUS-LIST-TTL /credentialSubject/ttl"},
		{"a short list is read", "/credentialSubject/encodedList", `"` + short + `"`, ""},
		{"a subject in an array", "/credentialSubject", "[" + published(t).Get("credentialSubject").Raw() + "]", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := published(t).With(tt.pointer, tt.raw)
			require.NoError(t, err)
			_, problems := status.ReadPublished(doc, status.Limits{})
			var found string
			for _, p := range problems {
				found += p.Code() + " " + p.Pointer
			}
			require.Equal(t, tt.problem, found)
		})
	}
}

func TestReadPublished2021(t *testing.T) {
	bits := make([]byte, status.MinEntries/8)
	for i := range bits {
		bits[i] = byte(i * i >> 3) // so that base64 has + and /
	}
	packed := pack(t, bits)
	for _, encoded := range []string{
		base64.StdEncoding.EncodeToString(packed), base64.RawStdEncoding.EncodeToString(packed),
		base64.URLEncoding.EncodeToString(packed), base64.RawURLEncoding.EncodeToString(packed), text(packed),
	} {
		doc := published(t)
		for pointer, raw := range map[string]string{
			"/type":                            `["VerifiableCredential","StatusList2021Credential"]`,
			"/credentialSubject/type":          `"StatusList2021"`,
			"/credentialSubject/statusPurpose": `"suspension"`,
			"/credentialSubject/encodedList":   `"` + encoded + `"`,
		} {
			var err error
			doc, err = doc.With(pointer, raw)
			require.NoError(t, err)
		}
		p, problems := status.ReadPublished(doc, status.Limits{})
		require.Empty(t, problems)
		require.Equal(t, status.NewBitstring(bits), p.Bits)
		_, err := p.Value(status.Entry{Type: status.Entry2021, Purpose: status.Suspension, Index: "1", Size: 1})
		require.NoError(t, err)
	}
}

func TestRevocations(t *testing.T) {
	r, problems := status.ReadRevocations(document(t, `{
  "id": "https://status.example/revocations", "issuer": "did:example:school",
  "revokedCredential": [
    {"id": "https://school.example/c/1", "revoked": true, "revocationReason": "Issued in error"},
    {"id": "https://school.example/c/2", "revoked": false},
    {"id": " https://school.example/c/%C3%85s "},
    {"id": "100%"}]}`))
	require.Empty(t, problems)
	require.Equal(t, "did:example:school", r.Issuer)
	require.True(t, r.Revoked("https://school.example/c/1"))
	require.False(t, r.Revoked("https://school.example/c/2"))
	require.True(t, r.Revoked("https://school.example/c/Ås"))
	require.True(t, r.Revoked("100%"))
	require.False(t, r.Revoked("https://school.example/c/3"))
	require.False(t, r.Revoked(""))

	r, problems = status.ReadRevocations(document(t, `{"issuer": {"id": "did:example:school"}, "revokedCredential": []}`))
	require.Empty(t, problems)
	require.Equal(t, "did:example:school", r.Issuer)

	for _, bad := range []string{`{}`, `{"revokedCredential":{}}`, `{"revokedCredential":["https://school.example/c/1"]}`,
		`{"revokedCredential":[{"revoked":true}]}`, `{"revokedCredential":[{"id":"x","revoked":"false"}]}`} {
		_, problems = status.ReadRevocations(document(t, bad))
		require.Len(t, problems, 1, bad)
		require.Equal(t, "STATUS-LIST-REVOCATIONS", problems[0].Code())
	}
}
