package stacking_test

import (
	"fmt"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/stacking"
)

// Two courses of a programme of three, one of them in two files.
func Example() {
	ects := mc.Concept{IRI: "http://data.europa.eu/snb/education-credit/6fcec5c5af", Notation: "ECTS"}
	course := func(id, title string) mc.Definition {
		return mc.Definition{ID: id, Title: mc.Text("en", title), Workload: []mc.Workload{{Kind: mc.WorkloadCredits, Framework: ects, Amount: mc.DecimalOf(5)}}}
	}
	earned := func(document string, d mc.Definition) stacking.Item {
		c := &mc.Credential{Envelope: mc.Envelope{ID: document}, Definition: d}
		c.Award.CreditsEarned = d.Workload
		return stacking.Item{Credential: c}
	}
	snow, maps, rope := course("urn:example:snow", "Snow"), course("urn:example:maps", "Maps"), course("urn:example:rope", "Rope")
	have := []stacking.Item{earned("urn:example:1", snow), earned("urn:example:2", maps), earned("urn:example:1", snow)}

	for _, c := range stacking.Sum(have).Credits {
		fmt.Println(c.Earned.Counted, c.Framework)
	}
	guide := mc.Definition{Title: mc.Text("en", "Mountain guide"), Parts: []mc.Definition{snow, maps, rope}}
	plan := stacking.Check(&guide, have, time.Date(2026, 9, 1, 0, 0, 0, 0, time.UTC))
	for _, p := range plan.Parts {
		fmt.Println(p.Name, p.Standing)
	}
	fmt.Println(plan.Credits[0].Missing, plan.Credits[0].Framework, "missing")
	// Output:
	// 10 ECTS
	// Snow there
	// Maps there
	// Rope missing
	// 5 ECTS missing
}
