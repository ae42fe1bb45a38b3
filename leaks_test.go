package mikromerit_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// revealing is the example badge with a name, an e-mail address and a student
// number, some of them in several places.
func revealing(t *testing.T) vc.Document {
	src, err := os.ReadFile("examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	doc, err := vc.ParseDocument(src, vc.Limits{})
	require.NoError(t, err)
	for pointer, raw := range map[string]string{
		"/credentialSubject/identifier/-": `{"type":"IdentityObject","hashed":false,"identityHash":"joni.saarela@example.org","identityType":"emailAddress"}`,
		"/credentialSubject/narrative":    `"Joni Saarela with number 880042 took part."`,
		"/credentialSubject/contactPoint": `[{"mailbox":["mailto:joni.saarela@example.org"]}]`,
		"/residue":                        `{"microcredential":{"learner.party.identifiers[2].value":"880042","learner.party.person.givenName":{"fi":"Joni"},"award.notes[0].text":{"fi":"joni.saarela@example.org sent it"}}}`,
	} {
		doc, err = doc.With(pointer, raw)
		require.NoError(t, err, pointer)
	}
	doc, err = doc.With("/credentialSubject/identifier/-", `{"type":"IdentityObject","hashed":false,"identityHash":"880042","identityType":"ext:StudentID"}`)
	require.NoError(t, err)
	return doc
}

// What is hidden must not stand elsewhere, under whatever name: identifiers in
// the clear, extension members, texts, the residue.
func TestLeaksOfWhatIsHidden(t *testing.T) {
	whole := revealing(t)
	require.Empty(t, mikromerit.Leaks(whole, whole), "nothing is hidden, so nothing leaks")

	visible, err := whole.Without("/credentialSubject/identifier")
	require.NoError(t, err)
	leaks := leaksOf(t, mikromerit.Leaks(visible, whole))
	require.Equal(t, map[string]string{
		"/credentialSubject/contactPoint/0/mailbox/0":                 "SD-LEAK-REPEATED",
		"/credentialSubject/narrative":                                "SD-LEAK-REPEATED",
		"/credentialSubject/fullName/fi":                              "SD-LEAK-PERSONAL",
		"/credentialSubject/birthDate":                                "SD-LEAK-PERSONAL",
		"/residue/microcredential/learner.party.identifiers[2].value": "SD-LEAK-REPEATED",
		"/residue/microcredential/learner.party.person.givenName/fi":  "SD-LEAK-PERSONAL",
		"/residue/microcredential/award.notes[0].text/fi":             "SD-LEAK-REPEATED",
	}, leaks)

	// A hash without salt can be recognised by whoever guesses the identifier.
	unsalted, err := whole.Without("/credentialSubject/identifier/0/salt")
	require.NoError(t, err)
	visible, err = unsalted.Without("/credentialSubject/birthDate")
	require.NoError(t, err)
	leaks = leaksOf(t, mikromerit.Leaks(visible, unsalted))
	require.Equal(t, "SD-LEAK-HASH", leaks["/credentialSubject/identifier/0/identityHash"])
	require.Equal(t, "SD-LEAK-PERSONAL", leaks["/credentialSubject/identifier/1/identityHash"], "the e-mail address shows in clear")
}

// leaksOf returns the codes by pointer, and sees to it that no finding repeats
// what is personal.
func leaksOf(t *testing.T, found []vc.Finding) map[string]string {
	codes := map[string]string{}
	for _, f := range found {
		require.Equal(t, vc.Warn, f.Status)
		for _, secret := range []string{"Joni", "joni", "880042", "1988"} {
			require.NotContains(t, f.Detail, secret)
		}
		codes[f.Pointer] = f.Code
	}
	return codes
}

// Who issues is warned in both kinds of selective disclosure.
func TestIssueWarnsOfLeaks(t *testing.T) {
	secret, err := os.ReadFile("examples/data/test-key.json")
	require.NoError(t, err)
	key, err := keys.Parse(secret)
	require.NoError(t, err)
	o := mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Suite: "vc+sd-jwt"}, Disclosable: []string{"/credentialSubject/identifier"}}
	out, err := mikromerit.IssueDocument(t.Context(), revealing(t), key, o)
	require.NoError(t, err)
	require.Contains(t, warned(out.Warnings), "SD-LEAK-REPEATED /credentialSubject/narrative")
	require.Contains(t, warned(out.Warnings), "SD-LEAK-PERSONAL /credentialSubject/birthDate")

	o.Disclosable = nil
	out, err = mikromerit.IssueDocument(t.Context(), revealing(t), key, o)
	require.NoError(t, err)
	require.NotContains(t, warned(out.Warnings), "SD-LEAK", "nothing can be hidden")
}

func warned(found []vc.Finding) string {
	var out []string
	for _, f := range found {
		out = append(out, f.Code+" "+f.Pointer)
	}
	return strings.Join(out, "\n")
}

// The list that ends the criteria of a badge must not tell the grade that is hidden,
// however short it is. A text that merely has the letter in it tells nothing.
func TestLeaksOfAGrade(t *testing.T) {
	badge := func(narrative, subject string) vc.Document {
		doc, err := vc.ParseDocument([]byte(`{"credentialSubject": {"achievement": {"criteria": {"narrative": "`+narrative+`"}}`+subject+`}}`), vc.Limits{})
		require.NoError(t, err)
		return doc
	}
	const hidden = `, "result": [{"type": ["Result"], "value": "A"}]`
	for narrative, code := range map[string]string{
		`Pass.\n\n- **Test:** Oral\n  - **Result:** A\n- **Level:** 6`: "SD-LEAK-REPEATED",
		`A test.\n\n- **Test:** A talk`:                                "",
		`Whoever gets an A`:                                            "",
	} {
		leaks := leaksOf(t, mikromerit.Leaks(badge(narrative, ""), badge(narrative, hidden)))
		require.Equal(t, code, leaks["/credentialSubject/achievement/criteria/narrative"], narrative)
	}
}
