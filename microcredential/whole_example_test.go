package microcredential_test

import (
	"fmt"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// A micro-credential with all 16 elements of Annex I.
func ExampleCredential() {
	school := mc.Organisation("https://fagskole.example/", mc.Text("nb", "Vestre Ås fagskole"), "NO") // 3, 4
	awarded := mc.InstantOf(time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC))
	eqf, _ := mc.EQFLevel(5)
	c := &mc.Credential{
		Envelope: mc.Envelope{Issuer: school, Issued: awarded, ValidFrom: awarded},
		Learner:  mc.LearnerNamed("se", "Máret", "Sara"), // 1
		Definition: mc.Definition{
			Title:         mc.Text("nb", "Fjellføring om vinteren").With("se", "Duottarláidesteapmi dálvet"), // 2
			Outcomes:      []mc.LearningOutcome{mc.Learns("nb", "vurderer skredfare i felt")},                // 6
			Workload:      []mc.Workload{mc.Credits(mc.DecimalOf(5), vocabulary.ECTS()), mc.Hours(130)},      // 7
			Levels:        []mc.Level{eqf},                                                                   // 8
			Assessments:   []mc.AssessmentSpec{{Types: []mc.Concept{mc.Named("nb", "praktisk prøve")}}},      // 9
			Participation: []mc.Participation{{Form: mc.ParticipationBlended}},                               // 10
			Quality:       []mc.QualityAssurance{{Title: mc.Text("nb", "NOKUT-godkjent fagskole")}},          // 11
			Prerequisites: []mc.Requirement{{Note: mc.Says("nb", "Førstehjelpskurs")}},                       // 12
			Stackability:  mc.Stackability{Mode: mc.StackStackable},                                          // 15
		},
		Award: mc.Award{
			Awarding: mc.Awarding{Bodies: []mc.Party{school}, On: awarded}, // 4, 5
			Assessments: []mc.AssessmentResult{{
				Supervision: mc.Supervision{Supervised: mc.Yes, IdentityVerified: mc.Yes, Channel: mc.ChannelOnsite}, // 13
				Grade:       mc.Grade{Text: mc.Text("nb", "Bestått")},                                                // 14
			}},
		},
		Further: []mc.Note{mc.Says("nb", "Kurset holdes hver vinter.")}, // 16
	}
	fmt.Println(mc.AnnexISummary(mc.AnnexI(c)))
	fmt.Println(len(mc.Observe(c)), "contradictions")
	// Output:
	// 11 of 11 mandatory and 5 of 5 optional elements present
	// 0 contradictions
}
