// Annexi builds a micro-credential by hand and compares it with the standard
// elements of Annex I to Council Recommendation 2022/C 243/02:
//
//	go run ./examples/annexi
package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(out io.Writer) error {
	credential, err := build()
	if err != nil {
		return err
	}
	rows := mc.AnnexI(credential)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		fmt.Fprintf(table, "%2d\t%s\t%s\n", row.Number, row.Title, row.Status)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out, mc.AnnexISummary(rows))
	for _, row := range rows {
		if row.Mandatory && row.Status != mc.Present {
			fmt.Fprintf(out, "Element %d: %s\n", row.Number, row.Note)
		}
	}
	return nil
}

// build describes a course and its award to one learner. It leaves out quality
// assurance, so that the table shows what is missing.
func build() (*mc.Credential, error) {
	awarded, err := mc.ParseInstant("2026-02-27T15:00:00+01:00")
	if err != nil {
		return nil, err
	}
	credits, err := mc.ParseDecimal("2.5")
	if err != nil {
		return nil, err
	}
	norway, _ := mc.CountryOf("NO")
	level, _ := mc.EQFLevel(5)
	college := mc.Party{
		Kind:      mc.PartyOrganisation,
		Name:      mc.Text("nb", "Vestre Ås høgskole").With("se", "Oarje-Ås allaskuvla"),
		Locations: []mc.Location{{Addresses: []mc.Address{{Country: norway}}}},
	}
	return &mc.Credential{
		Envelope: mc.Envelope{Issuer: college, Issued: awarded},
		Learner: mc.Learner{Party: mc.Party{
			Kind:   mc.PartyPerson,
			Person: &mc.Person{GivenName: mc.Text("nb", "Inga Elle"), FamilyName: mc.Text("nb", "Fjellbekk")},
		}},
		Definition: mc.Definition{
			// Every text is a language map, because readers have different languages.
			Title:         mc.Text("nb", "Informasjonssikkerhet i hverdagen").With("fi", "Tietoturva arjessa"),
			Outcomes:      []mc.LearningOutcome{{Title: mc.Text("sv", "Använder starka lösenord")}},
			Levels:        []mc.Level{level},
			Participation: []mc.Participation{{Form: mc.ParticipationBlended}},
			Assessments:   []mc.AssessmentSpec{{Types: []mc.Concept{{Label: mc.Text("en", "written examination")}}}},
			// Credits mean nothing without a framework, and none is assumed.
			Workload: []mc.Workload{{Kind: mc.WorkloadCredits, Framework: mc.Concept{Notation: "ECTS"}, Amount: credits}},
		},
		Award: mc.Award{
			Awarding: mc.Awarding{Bodies: []mc.Party{college}, On: awarded},
			// Supervision and identity verification are separate facts.
			Assessments: []mc.AssessmentResult{{
				Grade:       mc.Grade{Text: mc.Text("nb", "Bestått")},
				Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.No},
			}},
		},
	}, nil
}
