package passport_test

import (
	"context"
	"fmt"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/passport"
	"github.com/mikromerit/mikromerit/vc"
)

// A competence passport of three issuers: a university of an alliance, a municipality
// that validated what was learnt at work, and a vocational school that seals. The
// learner signs it for one reader, who verifies each original, adds up the credits and
// holds them against a programme.
func Example() {
	learner, university, municipality := keyOf('l'), keyOf('u'), keyOf('m')
	data := course{
		key: university, school: "Alliance University", id: "https://alliance.example/data", title: "Data for everyone", credits: "5", framework: ects,
		into: "https://alliance.example/transition", learner: learner.Controller(), name: "Inga Elle Fjellbekk",
	}
	forest := course{
		key: municipality, school: "Skogsbygda", id: "https://skogsbygda.example/forest", title: "Forest work, validated", credits: "4", framework: points,
		learner: learner.Controller(), name: "Inga Elle Fjellbekk", suite: "jwt",
	}
	originals := []passport.Original{
		{Name: "data.json", File: data.issued()}, {Name: "forest.jwt", File: forest.issued()},
		{Name: "security.jsonld", File: example("vestre-aas-micro-credential.sealed.jsonld")},
	}
	ctx := context.Background()
	built, err := passport.Build(ctx, passport.Presentation, learner, originals, passport.BuildOptions{
		SignOptions: mikromerit.SignOptions{Env: env}, Domain: []string{"https://admissions.example"}, Challenge: "c-4711",
	})
	if err != nil {
		panic(err)
	}

	// The reader gave the challenge, and knows an address of the learner.
	reader := verifier(university, municipality)
	reader.Policy.Domain, reader.Policy.Challenge = []string{"https://admissions.example"}, "c-4711"
	p, err := passport.Open(ctx, reader, built.File.Bytes())
	if err != nil {
		panic(err)
	}
	target, err := passport.ReadTarget([]byte(`{"title": "Green transition", "id": "https://alliance.example/transition",
		"credits": {"amount": "10", "framework": "ECTS"},
		"parts": [{"title": "Data", "id": "https://alliance.example/data", "credits": {"amount": "5", "framework": "ECTS"}},
		          {"title": "Climate", "id": "https://alliance.example/climate"}]}`), vc.Limits{})
	if err != nil {
		panic(err)
	}
	s := p.Summary(passport.SummaryOptions{Target: target, At: now})
	for _, c := range s.Credentials {
		fmt.Printf("%s, by %s: %s, %s\n", c.Title, c.Issuer, c.Verdict, c.Binding)
	}
	for _, c := range s.Total.Credits {
		fmt.Println(c.Earned.Counted, c.Framework)
	}
	for _, part := range s.Plan.Parts {
		fmt.Println(part.Name+":", part.Standing)
	}
	fmt.Println(s.Plan.Decision)
	// Output:
	// Data for everyone, by Alliance University: valid, holder
	// Forest work, validated, by Skogsbygda: valid, holder
	// Everyday information security, by Vestre Ås University College: valid, not-bound
	// 7.5 ECTS
	// 4 kommunepoeng
	// Data: there
	// Climate: missing
	// This compares what the credentials state with what the target states. Whether it is recognised is decided by the institution that awards the target.
}
