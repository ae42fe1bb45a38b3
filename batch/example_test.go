package batch_test

import (
	"context"
	"fmt"
	"testing/fstest"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/vc"
)

// badge returns a badge that nobody signed.
func badge(name string) string {
	return `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],` +
		`"id":"urn:uuid:9a3f6f0e-3f5c-4a39-8d0b-6f3c1f6f5a10","type":["VerifiableCredential","OpenBadgeCredential"],` +
		`"issuer":{"id":"did:web:vestre-aas.example","type":["Profile"],"name":"Vestre Ås"},"validFrom":"2026-05-04T12:00:00Z","name":"` + name + `",` +
		`"credentialSubject":{"id":"did:example:ingrid","type":["AchievementSubject"],"achievement":{"id":"urn:uuid:0b4d1fd0-4b2f-4a0f-8a5d-0d7f3d5a6f10",` +
		`"type":["Achievement"],"name":"` + name + `","description":"Om fisk.","criteria":{"narrative":"Skriv."}}}}`
}

// A folder with a file of lines and an array is checked; what is wrong with one document
// does not stop the others.
func ExampleCheckAll() {
	folder := fstest.MapFS{
		"spring.ndjson":    {Data: []byte(badge("Fjord") + "\n{\"type\":\n" + badge("Fangst") + "\n")},
		"autumn/list.json": {Data: []byte("[" + badge("Fisk") + ",\n" + badge("Garn") + "]")},
	}
	for item, found := range batch.CheckAll(context.Background(), batch.FS(folder), vc.Env{}) {
		fmt.Println(item.Name, found.Verdict)
	}
	// Output:
	// autumn/list.json#/0 valid
	// autumn/list.json#/1 valid
	// spring.ndjson:1 valid
	// spring.ndjson:2 error
	// spring.ndjson:3 valid
}

// Conversions are written under names that are the same in each run, and what they lost
// is added up by field.
func ExampleConvertAll() {
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	source := batch.FS(fstest.MapFS{"all.json": {Data: []byte("[" + badge("Fjord") + "," + badge("Fangst") + ",7]")}})
	var losses batch.Losses
	for item, made := range batch.ConvertAll(context.Background(), source, verifier, mikromerit.Record, mikromerit.ConvertOptions{}) {
		fmt.Println(item.Name, made.Verdict, made.Summary != nil)
		losses.Add(made.Lost)
	}
	for _, l := range losses.Fields() {
		fmt.Println(l.Member, l.Kind, l.Items)
	}
	// Output:
	// all.json#/0 converted true
	// all.json#/1 converted true
	// all.json#/2 error false
	// id dropped 2
}
