package mikromerit_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// validated is a Nordic micro-credential that somebody earned without a course: by the
// validation of what was learnt at work.
func validated(t *testing.T) *mc.Credential {
	at := func(month time.Month, day int) mc.Instant {
		return mc.InstantOf(time.Date(2026, month, day, 8, 0, 0, 0, time.UTC))
	}
	centre := mc.Organisation("https://validering.example/", mc.Text("sv", "Norrlands valideringscentrum"), "SE")
	branch := mc.Organisation("https://bransch.example/", mc.Text("sv", "Träbranschen"), "SE")
	credits, ok := vocabulary.CreditSystem("yhpoang")
	require.True(t, ok)
	level, ok := vocabulary.NQFLevelOf("SE", "5")
	require.True(t, ok)
	step := func(phase mc.ValidationPhase, month time.Month, method string) mc.ValidationStep {
		return mc.ValidationStep{Phase: phase, Period: mc.Period{Start: at(month, 2), End: at(month, 20)}, Methods: []mc.Concept{mc.Named("sv", method)}}
	}
	workload := mc.Credits(mc.DecimalOf(5), credits)
	workload.HoursPerCredit = mc.DecimalOf(8)
	return &mc.Credential{
		Envelope: mc.Envelope{ID: "urn:uuid:3d5a8c1e-7f20-4b1c-9a53-0c9d3f1e2b47", Issuer: centre, Issued: at(5, 4), ValidFrom: at(5, 4)},
		Learner:  mc.Learner{ID: "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH", Party: mc.LearnerNamed("sv", "Kim", "Andersson").Party},
		Definition: mc.Definition{
			Title: mc.Text("sv", "Byggnadsvård i trä"), Creator: &branch, Route: mc.RouteCourse, OtherRoutes: []mc.RouteToAward{mc.RouteValidation},
			Outcomes: []mc.LearningOutcome{mc.Learns("sv", "lagar knuttimrade väggar")},
			Workload: []mc.Workload{workload, mc.Hours(40)},
			Levels: []mc.Level{{Kind: mc.LevelNQF, Value: level.Model(),
				Framework: mc.Concept{IRI: level.Framework.IRI, Notation: level.Framework.Name, Label: mc.Text("en", level.Framework.Label)}}},
			Origin: mc.Origin{Kind: mc.OriginValidation}, AwardClass: mc.AwardClass{Kind: mc.AwardClassMinor},
			Partners:      []mc.Partner{{Role: mc.PartnerEndorser, Party: mc.Organisation("", mc.Text("sv", "Arbetsförmedlingen i norr"), "SE")}},
			IssuingRights: []mc.IssuingRight{{Title: mc.Text("sv", "Avtal om utfärdande"), Holders: []mc.Party{centre}, Period: mc.Period{Start: at(1, 1)}}},
			Stackability:  mc.Stackability{Mode: mc.StackStackable, Into: []mc.CredentialRef{{ID: "https://yh.example/byggnadsvard", Title: mc.Text("sv", "Yrkeshögskoleexamen"), Relation: mc.RelationExempts}}},
		},
		Award: mc.Award{
			Awarding: mc.Awarding{Bodies: []mc.Party{centre}, On: at(5, 4)}, Route: mc.RouteValidation,
			Validation: []mc.ValidationStep{
				step(mc.PhaseIdentification, 1, "samtal"), step(mc.PhaseDocumentation, 2, "portfölj"),
				step(mc.PhaseAssessment, 3, "arbetsprov"), step(mc.PhaseCertification, 4, "beslut"),
			},
			Assessments: []mc.AssessmentResult{{Title: mc.Text("sv", "Arbetsprov"), Grade: mc.Grade{Text: mc.Text("sv", "Godkänd")}}},
		},
	}
}

// Prior learning that was validated comes out as a badge and as a Europass credential
// that says so to every reader, and comes back from both as it was.
func TestValidationOfPriorLearningTravels(t *testing.T) {
	require.Empty(t, mikromerit.Observe(validated(t)))
	for _, format := range []string{mikromerit.OpenBadge, mikromerit.Europass} {
		t.Run(format, func(t *testing.T) {
			codec, err := mikromerit.Formats().Named(format)
			require.NoError(t, err)
			c := validated(t)
			doc, _, err := codec.Encode(c, mikromerit.EncodeOptions{Authority: mc.SameIssuer})
			require.NoError(t, err)
			for _, text := range []string{"Arbetsförmedlingen i norr", "Avtal om utfärdande", "portfölj", "kartläggning", "befriar från", "delkvalifikation"} {
				if format == mikromerit.Europass && text == "befriar från" {
					text = mc.RelationExempts // the word of the model, after its label
				}
				require.Contains(t, doc.String(), text)
			}
			back, _, err := codec.DecodeNative(doc)
			require.NoError(t, err)
			require.Equal(t, c.Award.Route, back.Award.Route)
			require.Equal(t, c.Award.Validation, back.Award.Validation)
			require.Equal(t, c.Definition.Route, back.Definition.Route)
			require.Equal(t, c.Definition.OtherRoutes, back.Definition.OtherRoutes)
			require.Equal(t, c.Definition.Origin, back.Definition.Origin)
			require.Equal(t, c.Definition.AwardClass, back.Definition.AwardClass)
			require.Equal(t, mc.RelationExempts, back.Definition.Stackability.Into[0].Relation)
			require.Equal(t, "8", back.Definition.Workload[0].HoursPerCredit.String())
			require.Equal(t, mc.PartnerEndorser, back.Definition.Partners[0].Role)
			require.Equal(t, c.Definition.Partners[0].Party.Name, back.Definition.Partners[0].Party.Name)
			require.Equal(t, c.Definition.IssuingRights[0].Period, back.Definition.IssuingRights[0].Period)
			require.Equal(t, c.Definition.IssuingRights[0].Holders[0].Name, back.Definition.IssuingRights[0].Holders[0].Name)
		})
	}
}
