package badge_test

import (
	"fmt"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A small micro-credential as a badge, and what became of its parts.
func ExampleEncode() {
	validFrom, _ := mc.ParseInstant("2026-06-12T09:30:00+02:00")
	credits, _ := mc.ParseDecimal("2.5")
	level, _ := mc.EQFLevel(5)
	mc := &mc.Credential{
		Envelope: mc.Envelope{
			ID:        "https://norraby.example/bevis/1",
			Issuer:    mc.Party{ID: "https://norraby.example/", Name: mc.Text("sv", "Norraby yrkeshögskola")},
			ValidFrom: validFrom,
		},
		Learner: mc.Learner{Party: mc.Party{Name: mc.Text("sv", "Åke Ström")}},
		Definition: mc.Definition{
			ID:       "https://norraby.example/kurs/svets",
			Title:    mc.Text("sv", "Svetsning").With("nb", "Sveising"),
			Outcomes: []mc.LearningOutcome{{ID: "https://norraby.example/mal/1", Title: mc.Text("sv", "Kan svetsa stål")}},
			Workload: []mc.Workload{{Kind: mc.WorkloadCredits, Amount: credits}},
			Levels:   []mc.Level{level},
		},
	}
	doc, report, err := badge.Encode(mc, badge.EncodeOptions{Language: language.Swedish})
	if err != nil {
		fmt.Println(err)
		return
	}
	achievement := doc.Lookup("/credentialSubject/achievement")
	fmt.Println(doc.Get("type").Raw(), doc.Get("validFrom").Raw())
	fmt.Println(achievement.Get("name").Raw(), achievement.Get("creditsAvailable").Raw(), achievement.Get("title").Raw())
	fmt.Println(achievement.Get("criteria").Raw())
	fmt.Println(achievement.Lookup("/alignment/0/targetType").Raw(), achievement.Lookup("/alignment/0/targetCode").Raw())
	fmt.Println("added:", report.Summary().Added)
	// Output:
	// ["VerifiableCredential","OpenBadgeCredential","EuMicroCredential"] "2026-06-12T07:30:00Z"
	// "Svetsning" 2.5 {"sv":"Svetsning","nb":"Sveising"}
	// {"narrative":"- Kan svetsa stål"}
	// "ext:EQF" "5"
	// added: 3
}
