package standard_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

const (
	credIRI = "https://www.w3.org/2018/credentials#"
	ownID   = "urn:uuid:0e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e01"
)

// iriName is the pointer of a member that is named by the IRI of a term of
// the credentials vocabulary.
func iriName(term string) string { return "/" + strings.ReplaceAll(credIRI, "/", "~1") + term }

// withContext appends a context that is written out.
func withContext(file, context string) string { return change(file, "/@context/-", context) }

// The same statements in other words: the signature stays right, but a reader
// of JSON would miss that the credential has expired or can be revoked, or
// would read one member for another. Nobody needs a key for that.
func TestStatementsHiddenFromReaders(t *testing.T) {
	const until = `{"@value":"2026-02-01T00:00:00Z","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`
	const status = `{"id":"https://status.example/3#7","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://status.example/3"}`
	for suite, by := range map[dataintegrity.Cryptosuite]person{
		dataintegrity.EdDSARDFC2022: school, dataintegrity.ECDSARDFC2019: schoolP3, dataintegrity.Ed25519Signature2020: school, dataintegrity.ECDSASD2023: schoolEC,
	} {
		sign := func(doc vc.Document) string {
			if suite != dataintegrity.ECDSASD2023 {
				return signed(t, doc, suite, by, dataintegrity.Options{})
			}
			file, err := dataintegrity.SignSelective(t.Context(), env(), doc, by.key, dataintegrity.SelectiveOptions{Mandatory: []string{"/issuer"}})
			require.NoError(t, err)
			file, err = dataintegrity.Derive(t.Context(), env(), file, []string{""})
			require.NoError(t, err)
			return string(file.Bytes())
		}
		base := edit(badge(by.id), "/@context/-", `"https://w3id.org/security/suites/ed25519-2020/v1"`)
		expired, revocable := sign(edit(base, "/validUntil", `"2026-02-01T00:00:00Z"`)), sign(edit(base, "/credentialStatus", status))
		require.Equal(t, "invalid VALID-UNTIL", check(t, expired))
		require.Equal(t, "indeterminate STATUS", check(t, revocable))
		good := sign(base)
		graded := sign(edit(base, "/credentialSubject/result/0/status", `"Withdrawn"`, "/credentialSubject/result/1/status", `"Withdrawn"`))
		require.Equal(t, "valid", check(t, good))
		for name, file := range map[string]string{
			"the end by its IRI":               change(expired, "/validUntil", "", iriName("validUntil"), until),
			"the end by a compact IRI":         withContext(change(expired, "/validUntil", "", "/c:validUntil", until), `{"c":"`+credIRI+`"}`),
			"the end under another name":       withContext(change(expired, "/validUntil", "", "/x", until), `{"x":"`+credIRI+`validUntil"}`),
			"the end beside the document":      change(expired, "/validUntil", "", "/@included", `[{"id":"`+ownID+`","type":"VerifiableCredential","validUntil":"2026-02-01T00:00:00Z"}]`),
			"the end in a nest":                change(expired, "/validUntil", "", "/@nest", `{"validUntil":"2026-02-01T00:00:00Z"}`),
			"the status by its IRI":            change(revocable, "/credentialStatus", "", iriName("credentialStatus"), status),
			"the status under another name":    withContext(change(revocable, "/credentialStatus", "", "/x", status), `{"x":{"@id":"`+credIRI+`credentialStatus","@type":"@id"}}`),
			"the status beside the document":   change(revocable, "/credentialStatus", "", "/@included", `[{"id":"`+ownID+`","type":"VerifiableCredential","credentialStatus":`+status+`}]`),
			"the id as a keyword":              change(good, "/id", "", "/@id", quote(ownID)),
			"a type as a keyword":              change(good, "/credentialSubject/type", "", "/credentialSubject/@type", `["AchievementSubject"]`),
			"a context that says nothing":      withContext(good, `{"x":"urn:x"}`),
			"a context in the subject":         change(good, "/credentialSubject/@context", `{"x":"urn:x"}`),
			"a type with a context of its own": swapped(graded),
		} {
			got := check(t, file)
			require.True(t, strings.Contains(got, "PROOF-PLAIN") && !strings.HasPrefix(got, "valid"), "%s, %s: %s", suite, name, got)
		}
	}
	// The same in a proof: its end is hidden.
	brief := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{Expires: now.Add(-1)})
	require.Contains(t, check(t, brief), "invalid PROOF-EXPIRES")
	hidden := change(brief, "/proof/expires", "", "/proof/https:~1~1w3id.org~1security#expiration", `{"@value":"2026-06-01T11:59:59Z","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`)
	require.Equal(t, "invalid PROOF-PLAIN", check(t, hidden))
	// What is not plain is not signed either.
	_, err := dataintegrity.Sign(t.Context(), env(), edit(badge(school.id), "/@context/-", `{"x":"urn:x"}`, "/x", "1"), dataintegrity.EdDSARDFC2022, school.key, dataintegrity.Options{})
	require.ErrorContains(t, err, "PROOF-PLAIN at /@context/2")
	// Under JCS the text itself is signed, whatever it says.
	require.Equal(t, "valid", check(t, signed(t, edit(badge(school.id), "/@context/-", `{"x":"urn:x"}`, "/x", "1"), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})))
}

// swapped exchanges grade and status of a result by a type of one's own whose
// context exchanges their meaning: the statements stay the same.
func swapped(file string) string {
	const ob = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
	for _, at := range []string{"/credentialSubject/result/0", "/credentialSubject/result/1"} {
		grade := document(file).Lookup(at + "/value").Raw()
		file = change(file, at+"/type", `["R"]`, at+"/value", `"Withdrawn"`, at+"/status", grade)
	}
	return withContext(file, `{"R":{"@id":"`+ob+`Result","@context":{"value":"`+ob+`status","status":"https://schema.org/value"}}}`)
}

// A second object with the document's id may say other things of it, as an
// endorsement does, but nothing that decides on its validity.
func TestSecondObjectWithTheSameID(t *testing.T) {
	endorsed := edit(badge(school.id), "/credentialSubject/achievement/related", `[{"id":"`+ownID+`","type":["Related"]}]`, "/validUntil", `"2026-02-01T00:00:00Z"`)
	file := signed(t, endorsed, dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	require.Equal(t, "invalid VALID-UNTIL", check(t, file))
	moved := change(file, "/validUntil", "", "/credentialSubject/achievement/related/0/type", `["Related","VerifiableCredential"]`, "/credentialSubject/achievement/related/0/validUntil", `"2026-02-01T00:00:00Z"`)
	require.Equal(t, "invalid PROOF-PLAIN", check(t, moved))
}
