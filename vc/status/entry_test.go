package status_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

const plainEntry = `{
  "id": "https://status.example/3#94567",
  "type": "BitstringStatusListEntry",
  "statusPurpose": "revocation",
  "statusListIndex": "94567",
  "statusListCredential": "https://status.example/3"
}`

const messageEntry = `{
  "type": ["BitstringStatusListEntry"],
  "statusPurpose": "message",
  "statusListIndex": "0",
  "statusListCredential": "https://status.example/8",
  "statusSize": 2,
  "statusMessage": [
    {"status": "0x1", "message": "accepted"},
    {"status": "0x0", "message": "pending"},
    {"status": "0x2", "message": "rejected"},
    {"status": "0x03", "message": "undefined", "more": true}],
  "statusReference": "https://status.example/dictionary"
}`

func document(t testing.TB, src string) vc.Document {
	t.Helper()
	doc, err := vc.ParseDocument([]byte(src), vc.Limits{})
	require.NoError(t, err)
	return doc
}

func readEntry(t testing.TB, src string) (status.Entry, []string) {
	t.Helper()
	e, problems := status.ReadEntry(document(t, `{"credentialStatus":`+src+`}`).Get("credentialStatus"))
	var codes []string
	for _, p := range problems {
		codes = append(codes, strings.TrimPrefix(p.Code(), "STATUS-ENTRY-")+" "+strings.TrimPrefix(p.Pointer, "/credentialStatus"))
	}
	return e, codes
}

func TestReadEntry(t *testing.T) {
	e, codes := readEntry(t, plainEntry)
	require.Empty(t, codes)
	require.Equal(t, status.Entry{Type: status.BitstringEntry, ID: "https://status.example/3#94567", Purpose: "revocation",
		Index: "94567", List: "https://status.example/3", Size: 1}, e)
	require.Equal(t, "unset", e.MessageOf(0))
	require.Equal(t, "set", e.MessageOf(1))
	require.Empty(t, e.MessageOf(2))

	e, codes = readEntry(t, messageEntry)
	require.Empty(t, codes)
	require.Equal(t, []string{"pending", "accepted", "rejected", "undefined"}, e.Messages)
	require.Equal(t, []string{"https://status.example/dictionary"}, e.References)
	require.Equal(t, 2, e.Size)
	require.Equal(t, "rejected", e.MessageOf(2))
	require.Empty(t, e.MessageOf(4))

	e, codes = readEntry(t, `{"id":"https://status.example/1#7","type":"StatusList2021Entry","statusPurpose":"suspension","statusListIndex":"7","statusListCredential":"https://status.example/1"}`)
	require.Empty(t, codes)
	require.Equal(t, status.Entry2021, e.Type)

	e, codes = readEntry(t, `{"id":"https://status.example/revocations","type":"1EdTechRevocationList"}`)
	require.Empty(t, codes)
	require.Equal(t, "https://status.example/revocations", e.List)

	for _, unknown := range []string{`{"type":"Other2030"}`, `{}`, `"x"`, `null`, `{"type":{"BitstringStatusListEntry":1}}`} {
		e, codes = readEntry(t, unknown)
		require.Empty(t, e.Type)
		require.Empty(t, codes)
	}
}

func TestReadEntryProblems(t *testing.T) {
	huge := "1" + strings.Repeat("0", 30)
	tests := []struct{ name, base, pointer, raw, problem string }{
		{"id of the list", plainEntry, "/id", `"https://status.example/3"`, "ID /id"},
		{"no purpose", plainEntry, "/statusPurpose", "", "PURPOSE "},
		{"empty purpose", plainEntry, "/statusPurpose", `""`, "PURPOSE /statusPurpose"},
		{"several purposes", plainEntry, "/statusPurpose", `["revocation"]`, "PURPOSE /statusPurpose"},
		{"a number as index", plainEntry, "/statusListIndex", "23", "INDEX-TEXT /statusListIndex"},
		{"a huge index", plainEntry, "/statusListIndex", `"` + huge + `"`, ""},
		{"no index", plainEntry, "/statusListIndex", "", "INDEX "},
		{"an empty index", plainEntry, "/statusListIndex", `""`, "INDEX /statusListIndex"},
		{"a negative index", plainEntry, "/statusListIndex", `"-1"`, "INDEX /statusListIndex"},
		{"a sign", plainEntry, "/statusListIndex", `"+1"`, "INDEX /statusListIndex"},
		{"a leading zero", plainEntry, "/statusListIndex", `"01"`, "INDEX /statusListIndex"},
		{"hexadecimal", plainEntry, "/statusListIndex", `"0x1"`, "INDEX /statusListIndex"},
		{"an exponent", plainEntry, "/statusListIndex", `"1e3"`, "INDEX /statusListIndex"},
		{"a space", plainEntry, "/statusListIndex", `"1 "`, "INDEX /statusListIndex"},
		{"other digits", plainEntry, "/statusListIndex", `"١"`, "INDEX /statusListIndex"},
		{"a list as index", plainEntry, "/statusListIndex", `["1"]`, "INDEX /statusListIndex"},
		{"no list", plainEntry, "/statusListCredential", "", "LIST "},
		{"a relative list", plainEntry, "/statusListCredential", `"/3"`, "LIST /statusListCredential"},
		{"size 0", plainEntry, "/statusSize", "0", "SIZE /statusSize"},
		{"size 1", plainEntry, "/statusSize", "1", ""},
		{"a negative size", plainEntry, "/statusSize", "-1", "SIZE /statusSize"},
		{"a fraction as size", plainEntry, "/statusSize", "1.5", "SIZE /statusSize"},
		{"a string as size", plainEntry, "/statusSize", `"1"`, "SIZE /statusSize"},
		{"size 2 without messages", plainEntry, "/statusSize", "2", "MESSAGES "},
		{"a huge size", messageEntry, "/statusSize", huge, "MESSAGES /statusMessage"},
		{"size 3 with 4 messages", messageEntry, "/statusSize", "3", "MESSAGES /statusMessage"},
		{"size 1 with 4 messages", messageEntry, "/statusSize", "1", "MESSAGES /statusMessage"},
		{"messages that are none", messageEntry, "/statusMessage", `{}`, "MESSAGES /statusMessage"},
		{"a message twice", messageEntry, "/statusMessage/0/status", `"0x0"`, "MESSAGE /statusMessage/1"},
		{"a message out of range", messageEntry, "/statusMessage/3/status", `"0x4"`, "MESSAGE /statusMessage/3"},
		{"a message without 0x", messageEntry, "/statusMessage/0/status", `"1"`, "MESSAGE /statusMessage/0"},
		{"a message that is no number", messageEntry, "/statusMessage/0/status", `"0xg"`, "MESSAGE /statusMessage/0"},
		{"a message without message", messageEntry, "/statusMessage/0/message", "", "MESSAGE /statusMessage/0"},
		{"a message that is text", messageEntry, "/statusMessage/2", `"rejected"`, "MESSAGE /statusMessage/2"},
		{"a reference that is no URL", messageEntry, "/statusReference", `["https://status.example/", "x"]`, "REFERENCE /statusReference/1"},
		{"a list of 2021 has no size", strings.Replace(plainEntry, "Bitstring", "", 1), "/type", `"StatusList2021Entry"`, ""},
		{"a revocation list without id", `{"type":"1EdTechRevocationList"}`, "/none", "1", "REVOCATIONS "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := document(t, tt.base).With(tt.pointer, "1")
			require.NoError(t, err)
			if tt.raw == "" {
				doc, err = doc.Without(tt.pointer)
			} else {
				doc, err = doc.With(tt.pointer, tt.raw)
			}
			require.NoError(t, err)
			_, codes := readEntry(t, doc.String())
			require.Equal(t, tt.problem, strings.Join(codes, ", "))
		})
	}
}

func TestRulesAreUnique(t *testing.T) {
	seen := make(map[string]bool)
	for _, rule := range status.Rules() {
		require.False(t, seen[rule.Code], rule.Code)
		require.True(t, strings.HasPrefix(rule.Code, "STATUS-"))
		require.NotEmpty(t, rule.Spec)
		require.NotEmpty(t, rule.Text)
		seen[rule.Code] = true
	}
}

func TestAddTo(t *testing.T) {
	e, _ := readEntry(t, messageEntry)
	doc, err := e.AddTo(document(t, `{"type": "VerifiableCredential"}`))
	require.NoError(t, err)
	back, problems := status.ReadEntry(doc.Get("credentialStatus"))
	require.Empty(t, problems)
	require.Equal(t, e, back)

	other, _ := readEntry(t, plainEntry)
	for range 2 { // one becomes an array, and an array grows
		doc, err = other.AddTo(doc)
		require.NoError(t, err)
	}
	require.Equal(t, 3, doc.Get("credentialStatus").Len())
	back, problems = status.ReadEntry(doc.Lookup("/credentialStatus/2"))
	require.Empty(t, problems)
	require.Equal(t, other, back)

	_, err = other.AddTo(document(t, `{"proof": {}}`))
	require.ErrorContains(t, err, "STATUS-SIGNED")
}
