package clr_test

import (
	"context"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// Three signed badges in one record, which is signed in turn. Each badge stands
// in it as it was signed and can be verified on its own.
func Example() {
	ctx, env := context.Background(), vc.Env{}
	key, err := keys.Generate(keys.Ed25519)
	if err != nil {
		fmt.Println(err)
		return
	}
	school := ob3.NewProfile(key.Controller(), "Norraby yrkeshögskola")
	day := time.Date(2026, 6, 12, 9, 30, 0, 0, time.UTC)
	const learner = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"

	sign := func(doc vc.Document, err error) vc.Document {
		if err != nil {
			panic(err)
		}
		file, err := dataintegrity.Sign(ctx, env, doc, dataintegrity.EdDSARDFC2022, key.Key(), dataintegrity.Options{Array: true})
		if err != nil {
			panic(err)
		}
		signed, err := clr.Embed(file)
		if err != nil {
			panic(err)
		}
		return signed
	}
	var badges []vc.Document
	for i, name := range []string{"Svetsning", "Ritningsläsning", "Arbetsmiljö"} {
		achievement := ob3.NewAchievement(fmt.Sprintf("https://norraby.example/kurs/%d", i+1), name, "En kurs i "+name+".", ob3.CriteriaText("Godkänt prov."))
		subject := ob3.NewAchievementSubject(learner, achievement)
		badges = append(badges, sign(ob3.NewAchievementCredential(fmt.Sprintf("https://norraby.example/bevis/%d", i+1), school, day, subject).Document()))
	}

	subject := clr.NewSubject(learner, badges[0], badges[1:]...)
	subject.Association = append(subject.Association, clr.NewAssociation(clr.Precedes, "https://norraby.example/kurs/2", "https://norraby.example/kurs/1"))
	record := sign(clr.New("https://norraby.example/utdrag/1", "Studieutdrag", school, day, subject).Document())
	fmt.Println("problems:", len(clr.Check(record)))

	registry, err := mikromerit.Registry()
	if err != nil {
		fmt.Println(err)
		return
	}
	verifier, policy := proof.NewVerifier(env, registry), proof.NewPolicy(proof.AnyIssuer())
	read, err := clr.Parse(record)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, doc := range append([]vc.Document{record}, read.Subject.Credentials...) {
		result, err := verifier.Verify(ctx, doc.Bytes(), policy)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(doc.Get("name").Text()+":", result.Verdict)
	}
	// Output:
	// problems: 0
	// Studieutdrag: valid
	// Svetsning: valid
	// Ritningsläsning: valid
	// Arbetsmiljö: valid
}
