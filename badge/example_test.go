package badge_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
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
	doc, report, err := badge.Encode(mc, badge.EncodeOptions{Extension: true, Language: language.Swedish})
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
	// ["VerifiableCredential","OpenBadgeCredential","EuMicroCredential"] "2026-06-12T09:30:00+02:00"
	// "Svetsning" 2.5 {"sv":"Svetsning","nb":"Sveising"}
	// {"narrative":"- **Omfattning:** 2.5 poäng\n- **Nivå:** [EQF 5](http://data.europa.eu/snb/eqf/5 \"~ | (en) Level 5 | = 5\")\n- **Titel (nb):** Sveising"}
	// "ext:EQF" "5"
	// added: 3
}

func ExampleDecode() {
	doc, _ := vc.ParseDocument([]byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "https://norraby.example/badges/1", "type": ["VerifiableCredential", "OpenBadgeCredential"],
		"issuer": {"id": "https://norraby.example/", "type": ["Profile"], "name": "Norraby yrkeshögskola"},
		"validFrom": "2026-06-12T09:30:00Z",
		"credentialSubject": {"id": "did:example:svetsare", "type": ["AchievementSubject"], "achievement": {
			"id": "https://norraby.example/svetsning", "type": ["Achievement"], "name": "Svetsning", "description": "Grundkurs",
			"criteria": {"narrative": "Svetsa en fog"}, "inLanguage": "sv",
			"alignment": [{"type": ["Alignment"], "targetType": "ext:EQF", "targetName": "EQF 4", "targetCode": "4", "targetUrl": "http://data.europa.eu/snb/eqf/4"}]}}}`), vc.Limits{})
	credential, report, err := badge.Decode(doc, badge.DecodeOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(credential.Definition.Title, credential.Definition.Levels[0].EQF)
	fmt.Println(report.Summary())
	// Output:
	// [{sv Svetsning}] 4
	// 22 leaves read, 7 of them scaffolding; 15 of 15 carried natively, 10 exact, 5 transformed; 0 added
}

// bakedBadge returns a picture with a badge in it, and who issued the badge.
func bakedBadge() (picture []byte, issuer string) {
	key, err := keys.Generate(keys.Ed25519)
	if err != nil {
		log.Fatal(err)
	}
	issued := time.Date(2026, 6, 12, 7, 30, 0, 0, time.UTC)
	subject := ob3.NewIdentifiedSubject(
		ob3.NewHashedIdentity(ob3.IdentifierEmailAddress, "ake@example.se", "salt"),
		ob3.NewAchievement("https://norraby.example/kurs/svets", "Svetsning", "Svetsning av stål.", ob3.CriteriaText("Godkänt arbetsprov.")))
	doc, err := ob3.NewAchievementCredential("urn:uuid:4c2a6a1e-4f0f-4f5e-8a9b-0e0f5d4c3b2a",
		ob3.NewProfile(key.Controller(), "Norraby yrkeshögskola"), issued, subject).Document()
	if err != nil {
		log.Fatal(err)
	}
	signed, err := dataintegrity.Sign(context.Background(), vc.Env{}, doc, dataintegrity.EdDSARDFC2022,
		key.Key(), dataintegrity.Options{Created: issued, Array: true})
	if err != nil {
		log.Fatal(err)
	}
	picture, err = bake.Bake([]byte(`<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>`), signed.Bytes(), bake.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	return picture, key.Controller()
}

// Somebody shows a picture with a badge in it and says that it is theirs. They
// are known by an e-mail address; the badge has only a hash of it.
func ExampleFamily() {
	picture, school := bakedBadge()

	payload, err := bake.Unbake(picture, bake.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	file, err := proof.Open(payload.Data, vc.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	registry, err := mikromerit.Registry()
	if err != nil {
		log.Fatal(err)
	}
	world := vc.Env{Clock: func() time.Time { return time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC) }}
	policy := proof.NewPolicy(proof.Issuers(school))
	policy.Recipients = []string{"Ake@example.se"}
	result, err := proof.NewVerifier(world, registry).VerifySecured(context.Background(), file, policy)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Verdict)
	for _, f := range result.Findings {
		fmt.Println(f.Status, f.Code)
	}
	match := result.Recipient[0]
	fmt.Println(match.Pointer, match.Method, match.Form)
	// Output:
	// valid
	// pass PROOF-METHOD
	// pass PROOF-SIGNATURE
	// pass ISSUER-KEY
	// pass ISSUER-TRUST
	// pass VALID-FROM
	// pass VALID-UNTIL
	// pass VCDM2-RULES
	// pass OB3-RULES
	// pass RECIPIENT
	// /credentialSubject/identifier/0 sha256 in lower case
}

// The recipient of a badge that was verified already, or need not be.
func ExampleMatchRecipient() {
	doc, err := vc.ParseDocument([]byte(`{"credentialSubject": {"identifier": [{
		"type": "IdentityObject", "hashed": true, "identityType": "emailAddress", "salt": "Kosher",
		"identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"}]}}`), vc.Limits{})
	if err != nil {
		log.Fatal(err)
	}
	for _, address := range []string{"a@example.com", "b@example.com"} {
		fmt.Println(address, badge.MatchRecipient(doc, badge.Identity{Value: address}))
	}
	// Output:
	// a@example.com [{/credentialSubject/identifier/0 emailAddress sha256 as given}]
	// b@example.com []
}
