package eudi_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/formats/eudi"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Claims are read into the model, and what has no place in it is kept.
func ExampleDecode() {
	doc, err := vc.ParseDocument([]byte(`{"vct": "urn:eu.europa.ec.eudi:learning:credential:1",
		"achievement_title": "Weaving", "expected_study_time": "60 hours", "level_of_learning_experience": 4, "loom": "countermarch"}`), vc.Limits{})
	if err != nil {
		panic(err)
	}
	c, report, err := eudi.Decode(doc, eudi.DecodeOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(c.Definition.Title[0].Text, c.Definition.Workload[0].Duration, c.Definition.Levels[0].EQF)
	for _, leaf := range report.Leaves {
		if leaf.Kind == mc.KindResidue {
			fmt.Println(leaf.Source, leaf.Kind)
		}
	}
	// Output:
	// Weaving PT60H 4
	// /loom moved-to-residue
}
