package mikromerit_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// The examples take place at one time, so that they find the same each time.
var env = vc.Env{Clock: func() time.Time { return time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC) }}

func file(name string) []byte {
	text, err := os.ReadFile("examples/data/" + name)
	if err != nil {
		panic(err)
	}
	return text
}

// Verify whatever file it is, and believe one certification authority and one
// issuer. Err says in one word what Result says in many.
func ExampleVerifier_Verify() {
	anchors, err := trust.ParsePEM(file("test-ca.pem"))
	if err != nil {
		panic(err)
	}
	verifier := mikromerit.NewVerifier(mikromerit.Trust{
		Anchors: anchors,
		Issuers: []string{"did:key:z6MkppQaVGK2v6QjggWaayGT3J6geEbByZspTUate4fgLxEN"},
	})
	verifier.Env = env
	for _, name := range []string{"vestre-aas-micro-credential.sealed.jsonld", "vestre-aas-badge.signed.json", "vestre-aas-badge.json"} {
		result, err := verifier.Verify(context.Background(), file(name))
		if err != nil {
			panic(err) // it is no credential
		}
		fmt.Println(result.Format, result.Verdict, errors.Is(result.Err(), proof.ErrUnsigned))
		fmt.Println(result.Headline())
	}
	// Output:
	// jades valid false
	// Sealed by Vestre Ås høgskole (NTRNO-000000017).
	// data-integrity valid false
	// Signed by did:key:z6MkppQaVGK2v6QjggWaayGT3J6geEbByZspTUate4fgLxEN, which calls itself “Vestre Ås høgskole”.
	// unsecured invalid true
	// Nobody signed it; it calls its issuer “Vestre Ås høgskole”.
}

// Look into a file without deciding anything.
func ExampleVerifier_Inspect() {
	found, err := mikromerit.NewVerifier(mikromerit.Trust{}).Inspect(context.Background(), file("vestre-aas-micro-credential.sealed.jsonld"), mikromerit.InspectOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(found.Format)
	for _, element := range found.Elements[:5] {
		fmt.Println(element.Number, element.Title, "-", element.Status)
	}
	// Output:
	// Europass EDC, W3C data model 1.1
	// 1 Identification of the learner - present
	// 2 Title of the micro-credential - present
	// 3 Country or region of the issuer - present
	// 4 Awarding body - present
	// 5 Date of issuing - present
}

// Turn a sealed Europass credential into a badge. It starts with what
// verification found, and ends with a document that nobody has signed yet.
func ExampleConvert() {
	anchors, err := trust.ParsePEM(file("test-ca.pem"))
	if err != nil {
		panic(err)
	}
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Anchors: anchors})
	verifier.Env = env
	found, err := verifier.Verify(context.Background(), file("vestre-aas-micro-credential.sealed.jsonld"))
	if err != nil {
		panic(err)
	}
	out, err := mikromerit.Convert(context.Background(), found, mikromerit.OpenBadge, mikromerit.ConvertOptions{
		EncodeOptions: mikromerit.EncodeOptions{Extension: true},
		Tool:          mc.Tool{Name: "registry of Vestre Ås"},
		At:            env.Now(),
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(out.From.Name, "->", out.To.Name)
	fmt.Println(out.Document.Get("name").Text())
	told := map[string]bool{}
	for _, leaf := range out.Report.Leaves {
		if leaf.Kind == mc.KindDropped && !told[leaf.Reason] {
			fmt.Println("left out:", leaf.Reason)
			told[leaf.Reason] = true
		}
	}
	// Output:
	// Europass EDC -> Open Badges 3.0
	// Mikrokvalifikasjon: Informasjonssikkerhet i hverdagen
	// left out: personal data that the document does not need; it is only written on request
	// left out: a page that was rendered for the source, which has it
}

// Sign a badge. A key that is not the issuer's is refused.
func ExampleIssueDocument() {
	key, err := keys.Parse(file("test-key.json"))
	if err != nil {
		panic(err)
	}
	badge, err := vc.ParseDocument(file("vestre-aas-badge.json"), vc.Limits{})
	if err != nil {
		panic(err)
	}
	issued, err := mikromerit.IssueDocument(context.Background(), badge, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env}})
	if err != nil {
		panic(err)
	}
	fmt.Println(issued.File.Format(), issued.File.Proofs()[0].Suite, len(issued.Warnings), "warnings")

	stranger, err := keys.Generate(keys.Ed25519)
	if err != nil {
		panic(err)
	}
	_, err = mikromerit.IssueDocument(context.Background(), badge, stranger, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env}})
	fmt.Println(errors.Is(err, mikromerit.ErrIssuer))
	// Output:
	// data-integrity eddsa-rdfc-2022 0 warnings
	// true
}

// Write a credential of the model in a format, sign it and see what became of its
// values. Here the model comes from a Europass credential.
func ExampleIssue() {
	key, err := keys.Parse(file("test-key.json"))
	if err != nil {
		panic(err)
	}
	sealed, err := mikromerit.Open(file("vestre-aas-micro-credential.sealed.jsonld"), vc.Limits{})
	if err != nil {
		panic(err)
	}
	_, credential, _, err := mikromerit.Formats().Read(sealed.Document())
	if err != nil {
		panic(err)
	}
	issued, err := mikromerit.Issue(context.Background(), credential, mikromerit.OpenBadge, key, mikromerit.IssueOptions{
		SignOptions: mikromerit.SignOptions{Env: env},
		Encode:      mikromerit.EncodeOptions{Authority: mc.SameIssuer, IssuerID: key.Controller()},
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(issued.File.Format(), issued.File.Document().Get("issuer").Get("id").Text() == key.Controller())
	fmt.Println(issued.Report.From, "->", issued.Report.To)
	// Output:
	// data-integrity true
	// model -> ob3
}

// Put credentials into a presentation that nobody signs: a mere container.
func ExamplePresent_unsigned() {
	badge, err := mikromerit.Open(file("vestre-aas-badge.signed.json"), vc.Limits{})
	if err != nil {
		panic(err)
	}
	container, err := mikromerit.Present(context.Background(), nil, mikromerit.PresentOptions{Unsigned: true}, badge)
	if err != nil {
		panic(err)
	}
	fmt.Println(container.Format(), container.Document().Get("verifiableCredential").Len(), container.Document().Get("holder").Exists())
	// Output:
	// unsecured 1 false
}

// Ask what a code means.
func ExampleExplain() {
	for _, rule := range mikromerit.Explain("VALID-UNTIL") {
		fmt.Println(rule.Axis, rule.Level, rule.Text)
	}
	// Output:
	// in-force MUST The validity period must not have ended.
}

// A verifier of your own that knows every kind of proof and format, for who
// needs a policy and an environment and none of the rest.
func ExampleRegistry() {
	registry, err := mikromerit.Registry()
	if err != nil {
		panic(err)
	}
	fmt.Println(registry.Names(proof.Seal), registry.Names(proof.Token))
	result, err := proof.NewVerifier(env, registry).Verify(context.Background(), file("vestre-aas-badge.signed.json"), proof.NewPolicy(proof.AnyIssuer()))
	if err != nil {
		panic(err)
	}
	fmt.Println(result.Format, result.Verdict)
	// Output:
	// [JAdES] [JWS SD-JWT]
	// data-integrity valid
}
