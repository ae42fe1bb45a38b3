package eudi

import (
	"sync"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// tables say where the claims stand in the model. They never change once they are
// made.
type tables struct {
	format     mapping.Format
	credential mapping.Class[mc.Credential]
}

// schema are the tables; they are made when first needed.
var schema = sync.OnceValue(func() *tables {
	t := &tables{format: mapping.Format{
		Name: Format, TableOrder: true, LeafByLeaf: true,
		IsLocal:  func(string) bool { return false },
		IsGlobal: func(string) bool { return true },
		Head:     func(dst []byte, _ *mapping.Node) []byte { return append(dst, '{') },
		Refused:  "it cannot be written as the claim demands",
	}}
	t.credential.Rows = mapping.Rows(tokenRows(), issuerRows(), learnerRows(), achievementRows())
	return t
})

// T is what all rows are about.
type T = mc.Credential

func tokenRows() []mapping.Row[T] {
	return []mapping.Row[T]{
		mapping.Text("jti", func(c *T) *string { return &c.Envelope.ID }),
		mapping.Literal("iat", func(c *T) *mc.Instant { return &c.Envelope.Issued }, asSeconds),
		mapping.Literal("nbf", func(c *T) *mc.Instant { return &c.Envelope.ValidFrom }, asSeconds),
		mapping.Literal("exp", func(c *T) *mc.Instant { return &c.Envelope.ValidUntil }, asSeconds),
		mapping.Custom("vct", readType, func(w *mapping.Writer, n *mapping.Node, _ *T, _ mc.Path) { w.PutText(n, "vct", VCT) }),
		mapping.Text("iss", func(c *T) *string { return &c.Envelope.Issuer.ID }),
		mapping.Text("sub", func(c *T) *string { return &c.Learner.ID }),
		ofToken("cnf"), ofToken("status"), ofToken("vct#integrity"), ofToken("aka_vcts"), ofToken("_sd_alg"), ofToken("nonce"),
	}
}

// ofToken is a claim that serves the token itself, and holds for no other.
func ofToken(term string) mapping.Row[T] {
	return mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, _ *T, _ mc.Path) {
		r.Mark(v, mc.Outcome{Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo, Reason: "it belongs to the token that it stands in"})
	}, nil)
}

// readType takes the type of this format for granted, and keeps any other.
func readType(r *mapping.Reader, v jsontree.Value, _ *T, _ mc.Path) {
	if v.IsText(VCT) {
		r.Scaffold(v)
		return
	}
	r.Reject(v, "another type, which this one is said to be too")
}

func issuerRows() []mapping.Row[T] {
	return []mapping.Row[T]{
		mapping.OneText("issuing_authority", func(c *T) *mc.LangString { return &c.Envelope.Issuer.Name }),
		mapping.Custom("issuing_country", readCountry, writeCountry),
		awardDay(mapping.Literal("date_of_issuance", func(c *T) *mc.Instant { return &c.Award.Awarding.On }, asDay)),
		mapping.Turn(1, mapping.Custom("date_of_expiry", readExpiry, writeExpiry)),
	}
}

func learnerRows() []mapping.Row[T] {
	return mapping.Rows(
		mapping.Through(func(c *T) **mc.Person { return &c.Learner.Party.Person },
			mapping.OneText("family_name", func(p *mc.Person) *mc.LangString { return &p.FamilyName }),
			mapping.OneText("given_name", func(p *mc.Person) *mc.LangString { return &p.GivenName })),
		[]mapping.Row[T]{mapping.Custom("learner_identification", readIdentification, writeIdentification)},
	)
}

func achievementRows() []mapping.Row[T] {
	return []mapping.Row[T]{
		mapping.Custom("achievement_title", oneText("definition.title", func(c *T) *mc.LangString { return &c.Definition.Title }), writeTitle),
		mapping.OneText("achievement_description", func(c *T) *mc.LangString { return &c.Definition.Description }),
		mapping.Custom("learning_outcomes", readOutcomes, writeOutcomes),
		mapping.Custom("assessment_grade", readGrade, writeGrade),
		mapping.Custom("language_of_classes", readLanguages, writeLanguages),
		mapping.Custom("expected_study_time", readStudyTime, writeStudyTime),
		mapping.Custom("level_of_learning_experience", readLevel, writeLevel),
		mapping.Custom("types_of_quality_assurance", readQuality, writeQuality),
		mapping.Custom("prerequisites_to_enroll", readPrerequisites, writePrerequisites),
		mapping.Custom("integration_stackability_options", readStackability, writeStackability),
		mapping.Custom(ResidueClaim, readResidue, nil),
	}
}
