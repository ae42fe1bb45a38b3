package policy_test

import (
	"fmt"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/policy"
)

// A school asks for a title in Finnish, beyond what the Finnish guidelines ask for.
const school = `{
  "id": "my-school",
  "title": {"en": "What our school asks for"},
  "version": "1",
  "extends": ["fi-he"],
  "levels": {"EUMC-FI-HE-CREDITS": "MUST"},
  "sources": [{"id": "rules", "name": "Our rules", "date": "2026", "url": "https://school.example/rules"}],
  "rules": [{
    "code": "MY-SCHOOL-TITLE", "level": "MUST", "text": "The title must be stated in Finnish.",
    "source": "rules", "element": 2, "principles": ["learner-centred"],
    "check": {"languages": {"at": "definition.title", "all": ["fi"]}}
  }]
}`

func ExampleJudge() {
	profiles := policy.Shipped()
	id, err := profiles.Add([]byte(school))
	if err != nil {
		fmt.Println(err)
		return
	}
	profile, err := profiles.Profile(id)
	if err != nil {
		fmt.Println(err)
		return
	}
	credential := &mc.Credential{Definition: mc.Definition{
		Title:    mc.Text("en", "Winter mountain guiding"),
		Workload: []mc.Workload{{Kind: mc.WorkloadCredits, Framework: mc.Concept{Notation: "ECTS"}, Amount: mc.DecimalOf(60)}},
	}}
	report := policy.Judge(profile, credential)
	for _, o := range report.Outcomes {
		if code := o.Rule.Code; code == "EUMC-EU-TITLE" || code == "EUMC-FI-HE-CREDITS" || code == "MY-SCHOOL-TITLE" {
			fmt.Printf("%s %s, at %s: %s\n", o.State, code, o.At, o.Detail)
		}
	}
	fmt.Println(report.Verdict())
	// Output:
	// pass EUMC-EU-TITLE, at definition.title: The micro-credential must have a title.
	// fail EUMC-FI-HE-CREDITS, at definition.workload[0]: The workload should be 1 to 59 ECTS credits; found 60 credits.
	// fail MY-SCHOOL-TITLE, at definition.title: The title must be stated in Finnish; found no text in fi.
	// invalid
}
