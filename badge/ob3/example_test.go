package ob3_test

import (
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit/badge/ob3"
)

// A badge built by hand: the functions ask for what the specification requires.
func ExampleNewAchievementCredential() {
	achievement := ob3.NewAchievement("https://norraby.example/kurs/svets", "Svetsning", "Grunder i svetsning av stål.",
		ob3.CriteriaText("Godkänt praktiskt prov."))
	achievement.AchievementType = ob3.AchievementMicroCredential
	credential := ob3.NewAchievementCredential("urn:uuid:5e1b5a52-7d6f-4c0e-9a55-2f0c1c0f7a11",
		ob3.NewProfile("https://norraby.example/", "Norraby yrkeshögskola"),
		time.Date(2026, 6, 12, 9, 30, 0, 0, time.UTC),
		ob3.NewAchievementSubject("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", achievement))

	doc, err := credential.Document()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(doc.Get("name").Text(), doc.Get("validFrom").Text(), len(ob3.Check(doc)))

	// A badge without criteria is no badge, and the reader is told where.
	doc, _ = doc.Without("/credentialSubject/achievement/criteria")
	for _, problem := range ob3.Check(doc) {
		fmt.Println(problem.Error())
	}
	// Output:
	// Svetsning 2026-06-12T09:30:00Z 0
	// OB3-REQUIRED at /credentialSubject/achievement/criteria: A member that its class requires must be there; found no criteria in Achievement.
}
