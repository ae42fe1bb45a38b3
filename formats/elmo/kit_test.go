package elmo

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
)

// readSample reads a sample of the published ones.
func readSample(tb testing.TB, name string) *File {
	tb.Helper()
	data := testkit.ReadShared(tb, "data", "samples", "elmo", name)
	require.True(tb, IsXML(data))
	f, err := Read(data, vc.Limits{})
	require.NoError(tb, err)
	return f
}

func ects() mc.Concept {
	c, _ := vocabulary.Lookup(creditECTS)
	return c.Model()
}

func genderOf(sex string) mc.Concept {
	c, _ := vocabulary.Lookup(vocabulary.HumanSex.IRI(sex))
	return c.Model()
}

// small is a report of one course.
const small = `<elmo xmlns="https://github.com/emrex-eu/elmo-schemas/tree/v1">
  <generatedDate>2026-06-01T12:00:00+02:00</generatedDate>
  <learner><givenNames/><familyName>Nordmann</familyName></learner>
  <report>
    <issuer><country>NO</country><identifier type="schac">vestre-aas.example</identifier><title xml:lang="nb">Vestre Ås</title><url>https://vestre-aas.example</url></issuer>
    <learningOpportunitySpecification>
      <title xml:lang="nb">Fjord og fangst</title>
      <specifies><learningOpportunityInstance><status>passed</status><credit><scheme>ECTS</scheme><value>5</value></credit></learningOpportunityInstance></specifies>
    </learningOpportunitySpecification>
    <issueDate>2026-06-01T12:00:00+02:00</issueDate>
  </report>
</elmo>
`
