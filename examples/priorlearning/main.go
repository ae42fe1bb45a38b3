// Priorlearning validates what a forest worker learnt at work, and issues it as a
// Nordic micro-credential: a signed Open Badge, and the draft of a Europass credential
// to be sealed. The badge goes to standard output; what the Finnish and the Norwegian
// profile say of it, and what became of the phases of the validation, to standard error:
//
//	go run ./examples/priorlearning examples/data/test-key.json > badge.json
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/policy"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: priorlearning KEY")
		os.Exit(2)
	}
	badge, _, err := run(context.Background(), os.Stderr, vc.Env{}, os.Args[1])
	if err == nil {
		_, err = os.Stdout.Write(badge)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run returns the badge and the draft.
func run(ctx context.Context, out io.Writer, env vc.Env, keyFile string) (badge, draft []byte, err error) {
	secret, err := os.ReadFile(keyFile)
	if err != nil {
		return nil, nil, err
	}
	key, err := keys.Parse(secret)
	if err != nil {
		return nil, nil, err
	}
	credential := validated(key.Controller())
	judge(out, credential)

	issued, err := mikromerit.Issue(ctx, credential, mikromerit.OpenBadge, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env}})
	if err != nil {
		return nil, nil, err
	}
	fmt.Fprintln(out, "badge:", issued.Report.Summary())

	europass, err := mikromerit.Formats().Named(mikromerit.Europass)
	if err != nil {
		return nil, nil, err
	}
	doc, report, err := europass.Encode(credential, mikromerit.EncodeOptions{})
	if err != nil {
		return nil, nil, err
	}
	fmt.Fprintln(out, "Europass draft:", report.Summary())
	return issued.File.Bytes(), doc.Bytes(), nil
}

// judge prints what the profiles of two countries say.
func judge(out io.Writer, c *mc.Credential) {
	fmt.Fprintln(out, mc.AnnexISummary(mc.AnnexI(c)))
	for _, profile := range policy.All() {
		if profile.ID != "no-mini" && profile.ID != "fi-he" {
			continue
		}
		report := policy.Judge(profile, c)
		fmt.Fprintf(out, "%s: %s\n", profile.ID, report.Verdict())
		for _, o := range report.Outcomes {
			if (o.State == policy.Fail || o.State == policy.Unknown) && o.Rule.Level != vc.May {
				fmt.Fprintf(out, "  %s %s: %s\n", o.Rule.Level, o.Rule.Code, o.Detail)
			}
		}
	}
}

// validated is what the vocational college of the county certifies: what Máret Ánne
// learnt in eight winters of work, found out, documented and assessed.
func validated(issuer string) *mc.Credential {
	college := mc.Organisation(issuer, mc.Text("nb", "Vestre Ås fagskole").With("se", "Oarje-Ås fágaskuvla").With("sv", "Vestre Ås yrkeshögskola"), "NO")
	centre := mc.Organisation("https://karriere.vestre-aas.example/", mc.Text("nb", "Vestre Ås karrieresenter"), "NO")
	points, _ := vocabulary.CreditSystem("studiepoeng")
	level := mc.Level{Kind: mc.LevelNQF} // as the framework has it; no EQF level is derived from it
	if nkr, ok := vocabulary.NQFLevelOf("NO", "5.1"); ok {
		level.Framework = mc.Concept{IRI: nkr.Framework.IRI, Notation: nkr.Framework.Name, Label: mc.Text("en", nkr.Framework.Label)}
		level.Value = nkr.Model()
	}
	awarded := day(2026, 5, 4)
	workload := []mc.Workload{mc.Credits(mc.DecimalOf(5), points), mc.Hours(130)}
	return &mc.Credential{
		Envelope: mc.Envelope{Issuer: college, Issued: awarded, ValidFrom: awarded, Display: mc.Display{Primary: mc.Concept{Notation: "nb"}}},
		Learner:  mc.LearnerNamed("se", "Máret Ánne", "Somby"),
		Definition: mc.Definition{
			ID: "https://vestre-aas.example/emner/vinterhogst",
			Title: mc.Text("nb", "Vinterhogst og terrengkjøring").With("se", "Dálvečuohppan ja meahccevuodjin").With("sv", "Vinteravverkning och terrängkörning").
				With("en", "Winter logging and off-road driving"),
			Description: mc.Text("nb", "Å felle og frakte tømmer om vinteren uten skade på folk, dyr og mark."),
			Criteria:    mc.Criteria{Narrative: mc.Says("nb", "Realkompetansen er kartlagt, dokumentert og vurdert mot læringsutbyttet.")},
			Creator:     &college,
			Partners:    []mc.Partner{{Party: centre, Role: mc.PartnerGuidance}},
			Outcomes:    []mc.LearningOutcome{mc.Learns("nb", "planlegger hogst etter snø, tele og beitende rein"), mc.Learns("nb", "kjører lassbærer på frossen myr")},
			Workload:    workload,
			Levels:      []mc.Level{level},
			Assessments: []mc.AssessmentSpec{{Title: mc.Text("nb", "Observasjon og samtale"), Types: []mc.Concept{mc.Named("nb", "observasjon på arbeidsplassen")}}},
			// The same can be reached by a course.
			Participation: []mc.Participation{{Form: mc.ParticipationOnsite}},
			Route:         mc.RouteCourse, OtherRoutes: []mc.RouteToAward{mc.RouteValidation},
			Setting:      mc.LearningSetting{Kind: mc.SettingNonFormal},
			Quality:      []mc.QualityAssurance{{Title: mc.Text("nb", "NOKUT-godkjent fagskole")}},
			Languages:    []mc.Concept{{Notation: "nb"}, {Notation: "se"}},
			Guidance:     []mc.WebResource{{URL: "https://karriere.vestre-aas.example/", Title: mc.Text("nb", "Veiledning om realkompetanse")}},
			Stackability: mc.Stackability{Mode: mc.StackStackable},
		},
		Award: mc.Award{
			Awarding:   mc.Awarding{Bodies: []mc.Party{college}, On: awarded},
			Route:      mc.RouteValidation,
			Validation: phases(college, centre),
			Assessments: []mc.AssessmentResult{{
				Title: mc.Text("nb", "Observasjon og samtale"),
				Grade: mc.Grade{Text: mc.Text("nb", "Godkjent").With("sv", "Godkänt")}, Assessors: []mc.Party{college},
				Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes, Channel: mc.ChannelOnsite},
			}},
			CreditsEarned: workload[:1],
		},
	}
}

// phases are those of Council Recommendation 2012/C 398/01, each with who carried it
// out, when and how.
func phases(college, centre mc.Party) []mc.ValidationStep {
	step := func(phase mc.ValidationPhase, on mc.Instant, by mc.Party, method string) mc.ValidationStep {
		return mc.ValidationStep{Phase: phase, Period: mc.Period{Start: on, End: on}, By: []mc.Party{by}, Methods: []mc.Concept{mc.Named("nb", method)}}
	}
	return []mc.ValidationStep{
		step(mc.PhaseIdentification, day(2026, 2, 2), centre, "samtale"),
		step(mc.PhaseDocumentation, day(2026, 2, 16), centre, "mappe med attester og bilder"),
		step(mc.PhaseAssessment, day(2026, 4, 20), college, "observasjon på arbeidsplassen"),
		step(mc.PhaseCertification, day(2026, 5, 4), college, "vedtak"),
	}
}

func day(year int, month time.Month, day int) mc.Instant {
	return mc.InstantOf(time.Date(year, month, day, 12, 0, 0, 0, time.UTC))
}
