package mikromerit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// told is all that inspect says of a file, a line for each row.
func told(t *testing.T, text []byte) (*mikromerit.Inspection, string) {
	t.Helper()
	found, err := mikromerit.NewVerifier(mikromerit.Trust{}).Inspect(t.Context(), text, mikromerit.InspectOptions{})
	require.NoError(t, err)
	var b strings.Builder
	for _, s := range found.Sections {
		b.WriteString(s.Title + "\n")
		for _, row := range s.Rows {
			b.WriteString(strings.Join(row, " | ") + "\n")
		}
		b.WriteString(s.Note + "\n")
	}
	return found, b.String()
}

func sample(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(testkit.Shared(t, "data/samples"), name))
	require.NoError(t, err)
	return text
}

// A registrar reads names and numbers, not codes: who awarded where, under whose
// mandate, how much, on which scale, with which skills.
func TestInspectForARegistrar(t *testing.T) {
	_, said := told(t, sample(t, "elm/Sample-MC-Annex1-signed.jsonld"))
	for _, line := range []string{
		"Awarded by | University of Zed (Ireland)", "issued under mandate for University of Zed", "VAT 654321", "eIDAS VATES-A00000000",
		"the birth date and the national identity number are stated, but not shown here", "Number | Certificate number C012",
		"Credits | offered: 2 ECTS", "Taught in | English", "(ISCED-F 0688)", "develop digital content (ESCO 5fd5c985-eaaa-47aa-8314-62359c54505a)",
		"2 ECTS; at most 1 month; 60 hours", "Pass (Digital artefact assessment; scale: Standard grading)", "Valid until | no end is stated",
		"Attached | 1 display page", "Kind | Short learning programme", "P60M means 60 months",
	} {
		require.Contains(t, said, line)
	}
	for _, hidden := range []string{"http://data.europa.eu", "definition.", "award.", "publications.europa.eu"} {
		require.NotContains(t, said, hidden)
	}

	_, said = told(t, sample(t, "elm-ebsi/Microcredential - Data and software business.json"))
	require.Contains(t, said, "Also claims | 3 claims: Zoom lecture (attendance)")
	require.Contains(t, said, "University of Life (Belgium)")
	_, said = told(t, sample(t, "elm-ebsi/DigiComp Generic.json"))
	require.Contains(t, said, "Parts | 2 claims: Topic #1")
	require.Contains(t, said, mc.CodeTitles)
}

// What is no micro-credential is not measured as one, and says what it is.
func TestInspectOtherClaims(t *testing.T) {
	_, said := told(t, sample(t, "elm/Sample-CertOfPart-signed.jsonld"))
	require.Contains(t, said, "This claims attendance, not a micro-credential.")
	require.NotContains(t, said, "mandatory")
	_, said = told(t, sample(t, "ob3/complete.json"))
	require.Contains(t, said, "This claims a degree, not a micro-credential.")
	require.Contains(t, said, "42 credits were earned, but there are only 36")

	text, err := os.ReadFile("examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	_, said = told(t, text)
	require.NotContains(t, said, "This claims")
	_, said = told(t, []byte(strings.Replace(string(text), `"achievementType": "MicroCredential"`, `"achievementType": "BachelorDegree"`, 1)))
	require.Contains(t, said, "This claims a degree")
}

// What only we can read is told apart from what everybody reads, row by row and in
// the sum. A description is no further information.
func TestInspectTellsWhoSees(t *testing.T) {
	text, err := os.ReadFile("examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	found, said := told(t, text)
	require.Equal(t, mc.Present, found.Elements[10].Status)
	require.Equal(t, mc.Absent, found.Native[10].Status)
	require.Contains(t, said, "11 | mandatory | present | ours only | ")
	require.Contains(t, said, " 2 | mandatory | present | native | ")
	require.Regexp(t, `11 of 11 mandatory and 5 of 5 optional elements present\. In members that other readers know: \d+ of 11 mandatory and \d of 5 optional elements\.`, said)
	require.Contains(t, said, "16 | optional | present | ours only | Further information: Kurset er oppdiktet.")

	plain := []byte(`{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"], "id": "urn:uuid:4f1c1d3a-3a44-4f0f-9c53-1f6a4d7c2b12",
		"type": ["VerifiableCredential", "OpenBadgeCredential"], "issuer": {"id": "https://norraby.example", "type": ["Profile"], "name": "Norraby"}, "validFrom": "2026-05-04T12:00:00Z",
		"credentialSubject": {"type": ["AchievementSubject"], "identifier": [{"type": "IdentityObject", "hashed": false, "identityType": "nationalIdentityNumber", "identityHash": "19900101-1234"}],
		"achievement": {"id": "https://norraby.example/a", "type": ["Achievement"], "name": "Svetsning", "description": "Om svets", "criteria": {"narrative": "Svetsa"}}}}`)
	found, said = told(t, plain)
	require.Equal(t, mc.Absent, found.Elements[15].Status)
	require.Contains(t, said, "All of this stands in members that other readers know.")
	require.NotContains(t, said, "19900101")
}
