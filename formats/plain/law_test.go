package plain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// issuerID lets a random credential be written.
const issuerID = "did:web:utsteder.example"

func lawOf(o EncodeOptions) mapping.Law {
	o.IssuerID = issuerID
	return mapping.Law{
		Encode: func(c *mc.Credential) (vc.Document, *mc.Report, error) { return Encode(c, o) },
		Decode: func(doc vc.Document) (*mc.Credential, *mc.Report, error) { return Decode(doc, DecodeOptions{}) },
		Own: func(at mc.Path) bool {
			return at == "envelope.id" || at.Under(atIssuer)
		},
		Withheld: func(l mc.Leaf) bool {
			return l.Reason == mc.ReasonPersonal || l.Reason == reasonPage || l.Reason == reasonOwn
		},
		Lossless: !o.WithoutResidue,
		Closes:   true,
	}
}

// Whatever is written is read back as it was, as far as the account says so.
func TestLaw(t *testing.T) {
	for name, o := range map[string]EncodeOptions{
		"third party": {Authority: mc.ThirdParty}, "issuer": {Authority: mc.SameIssuer, PersonalData: true}, "without residue": {WithoutResidue: true, PersonalData: true},
	} {
		t.Run(name, func(t *testing.T) {
			law := lawOf(o)
			count := 0
			for seed := range uint64(250) {
				written, err := law.Check(mapping.Random(seed))
				require.NoError(t, err, "seed %d", seed)
				if written {
					count++
				}
			}
			require.Greater(t, count, 200) // the others state half a status or schema
		})
	}
}

// Every row reads what it writes, and each has written something here.
func TestTables(t *testing.T) {
	s := schema()
	law := mapping.TableLaw{
		Writer: func() *mapping.Writer {
			return &mapping.Writer{Format: &s.format, State: &encoder{s: s, c: &mc.Credential{}, work: &mc.Credential{}, o: EncodeOptions{Authority: mc.SameIssuer}}}
		},
		Reader: func(root jsontree.Value) *mapping.Reader { return newDecoder(root, false).Reader },
		Text:   func(n *mapping.Node) []byte { return s.format.AppendJSON(nil, n) },
	}
	for seed := range uint64(250) {
		c := mapping.Random(seed)
		c.Envelope.Issuer.ID = issuerID
		mapping.Visit(c, func(part any) {
			mapping.Tables(s, func(name string, table mapping.Table) {
				if name != "credential" && name != "subject" && name != "original" {
					require.NoError(t, law.Check(table, part), "%s, seed %d", name, seed)
				}
			})
		})
	}
	code := mc.Concept{IRI: "http://publications.europa.eu/resource/authority/country/NOR", Scheme: "http://publications.europa.eu/resource/authority/country",
		Notation: "NOR", Label: mc.Text("nb", "Norge"), Definition: mc.Text("nb", "Et land")}
	require.NoError(t, law.Check(&s.country, &mc.Country{Alpha2: "NO", Concept: code}))
	latitude, err := mc.ParseDecimal("60.1")
	require.NoError(t, err)
	require.NoError(t, law.Check(&s.place, &mc.Location{Geo: &mc.Geo{Latitude: latitude, Longitude: latitude}, Addresses: []mc.Address{{Country: mc.Country{Alpha2: "NO", Concept: code}, Full: mc.Text("nb", "Skogveien 1")}}}))
	require.NoError(t, law.Check(&s.level, &mc.Level{EQF: 5, Referencing: &mc.Referencing{Verified: mc.Yes}}))
	require.NoError(t, law.Check(&s.outcome, &mc.LearningOutcome{Notes: []mc.Note{{Text: mc.Text("nb", "Kan hogge")}}, Type: code, Reuse: code, Skills: []mc.Concept{code}}))
	require.NoError(t, law.Check(&s.quality, &mc.QualityAssurance{Report: &mc.WebResource{URL: "https://a.example/r"}, Agent: &mc.Party{Name: mc.Text("nb", "Organ")}, Type: code, Decision: code}))
	place := mc.Location{Regions: []mc.Concept{code}}
	require.NoError(t, law.Check(&s.party, &mc.Party{Person: &mc.Person{BirthPlace: &place, Citizenship: []mc.Country{{Alpha2: "NO", Concept: code}}, Gender: code}}))
	require.NoError(t, law.Check(&s.grading, &mc.GradingScheme{Title: mc.Text("nb", "A til F"), Documents: []mc.WebResource{{URL: "https://a.example/s"}}}))
	require.NoError(t, law.Check(&s.mandate, &mc.Mandate{By: &mc.Party{ID: issuerID}, Digest: mc.Digest{SHA256: strings.Repeat("ab", 32)}}))
	require.NoError(t, law.Check(&s.result, &mc.AssessmentResult{Spec: &mc.AssessmentSpec{Title: mc.Text("nb", "Eksamen")}, Grade: mc.Grade{Text: mc.Text("nb", "A")}}))
	silent := map[string][]string{}
	mapping.Tables(s, func(name string, table mapping.Table) {
		if name != "credential" && name != "subject" && name != "original" && len(law.Silent(table)) > 0 {
			silent[name] = law.Silent(table)
		}
	})
	require.Empty(t, silent)
}

// Every reader of JSON-LD can expand what is written and loses nothing: so it can be
// signed by every suite.
func TestExpandsSafely(t *testing.T) {
	for seed := range uint64(60) {
		c := mapping.Random(seed)
		c.Envelope.Status, c.Envelope.Schemas, c.Envelope.Refresh = nil, nil, nil // their types come with contexts of their own
		doc, _, err := Encode(c, EncodeOptions{IssuerID: issuerID, PersonalData: true})
		if err != nil {
			continue
		}
		_, err = jsonld.Canonicalize(t.Context(), doc.Root(), jsonld.Options{})
		require.NoError(t, err, "seed %d\n%s", seed, doc)
	}
}
