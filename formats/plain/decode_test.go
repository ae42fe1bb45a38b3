package plain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

func parse(t *testing.T, text string) vc.Document {
	t.Helper()
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	require.NoError(t, err)
	return doc
}

const foreign = `{"@context":["https://www.w3.org/ns/credentials/v2","https://other.example/v1"],"type":["VerifiableCredential","DegreeCredential"],
 "id":"https://other.example/1","name":[{"@value":"Kurs","@language":"nb"},{"@value":"Course","@language":"en"}],"description":"Short",
 "issuer":{"id":"did:web:other.example","name":"Other"},"validFrom":"2026-01-01T00:00:00Z",
 "evidence":{"id":"https://other.example/e","type":"Report","name":"Report"},
 "credentialSubject":{"id":"did:key:z6Mk","name":"Kari","degree":{"type":"Bachelor"},"learningOutcome":{"title":{"nb":"x"}}}}`

// A credential of somebody else is read for what the data model says; the rest is
// residue, even a member that is called like one of our terms.
func TestForeign(t *testing.T) {
	c, report, err := Decode(parse(t, foreign), DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, mc.LangString{{Lang: "nb", Text: "Kurs"}, {Lang: "en", Text: "Course"}}, c.Definition.Title)
	require.Equal(t, "Short", c.Definition.Description[0].Text)
	require.Equal(t, "did:web:other.example", c.Envelope.Issuer.ID)
	require.Equal(t, "Kari", c.Learner.Party.Name[0].Text)
	require.Equal(t, "Report", c.Envelope.Evidence[0].Types[0])
	require.Empty(t, c.Definition.Outcomes)
	require.NotEmpty(t, c.Residue[Format]["/credentialSubject/degree"])
	require.NoError(t, mapping.AccountsForDocument(report, parse(t, foreign).Root(), c))
}

// A residue cannot change who issued, when the credential is in force, or for whom it
// is, and what it says against a fact that everybody sees is a warning.
func TestHostileResidue(t *testing.T) {
	const start = `{"@context":["https://www.w3.org/ns/credentials/v2","https://mikromerit.github.io/ns/eumc/v1"],"type":["VerifiableCredential","EuMicroCredential"],
 "name":"Kurs","issuer":{"id":"did:web:a.example","name":"A"},"validUntil":"2026-01-01T00:00:00Z","credentialSubject":{"id":"did:key:z6Mk","type":"EuMicroCredentialSubject","name":"Kari"},"residue":{"microcredential":`
	c, report, err := Decode(parse(t, start+`{"envelope.issuer.id":"did:web:b.example","envelope.validUntil":null,"learner.id":"did:key:zX","definition.title":{"nb":"Doktorgrad"},"learner.party.name":null}}}`), DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "did:web:a.example", c.Envelope.Issuer.ID)
	require.Equal(t, "did:key:z6Mk", c.Learner.ID)
	require.False(t, c.Envelope.ValidUntil.IsZero())
	warned := 0
	for _, l := range report.Leaves {
		if l.Severity == mc.SeverityWarning && strings.HasPrefix(l.Reason, CodeContradiction) {
			warned++
		}
	}
	require.Equal(t, 3, warned)
}

// No input makes reading panic or leaves a leaf without an account.
func TestMutants(t *testing.T) {
	doc, _, err := Encode(mapping.Random(3), EncodeOptions{IssuerID: issuerID, PersonalData: true})
	require.NoError(t, err)
	for _, src := range []string{foreign, doc.String()} {
		for m := range testkit.Mutants([]byte(src)) {
			changed, err := vc.ParseDocument(m.Text, vc.Limits{})
			if err != nil {
				continue
			}
			c, report, err := Decode(changed, DecodeOptions{})
			if err == nil {
				require.NoError(t, mapping.AccountsForDocument(report, changed.Root(), c))
			}
		}
	}
}

// Names without a title stand in for it and go again; a document without a subject gets
// an empty one; an issuer without an address is refused with the place.
func TestEncodeEdges(t *testing.T) {
	c := &mc.Credential{}
	c.Award.Title = mc.Text("nb", "Bevis")
	_, _, err := Encode(c, EncodeOptions{})
	var fault *mc.EncodeError
	require.ErrorAs(t, err, &fault)
	require.Equal(t, mc.Path("envelope.issuer.id"), fault.Path)
	doc, report, err := Encode(c, EncodeOptions{IssuerID: issuerID})
	require.NoError(t, err)
	require.Contains(t, doc.String(), `"name":{"@value":"Bevis","@language":"nb"}`)
	require.Equal(t, mc.KindSynthesised, report.Leaves[len(report.Leaves)-1].Kind)
	back, _, err := Decode(doc, DecodeOptions{})
	require.NoError(t, err)
	require.True(t, back.Definition.Title.IsZero())
	_, _, err = Encode(nil, EncodeOptions{})
	require.Error(t, err)
	_, _, err = Decode(parse(t, `{"type":"x"}`), DecodeOptions{})
	require.Error(t, err)
}
