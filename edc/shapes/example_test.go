package shapes_test

import (
	"context"
	"fmt"

	"github.com/mikromerit/mikromerit/edc/shapes"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func ExampleCheck() {
	credential, err := jsontree.Parse([]byte(`{
	  "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
	  "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
	  "holder": {"type": "Organisation", "legalName": "Vestre Ås fagskole", "colour": "blue",
	    "location": {"type": "Location", "address": {"type": "Address"}}}}`), jsontree.Limits{})
	if err != nil {
		panic(err)
	}
	report, err := shapes.Check(context.Background(), credential, shapes.Options{})
	if err != nil {
		panic(err)
	}
	fmt.Println(report.Profiles)
	for _, problem := range report.Problems() {
		if problem.Pointer != "" {
			fmt.Println(problem)
		}
	}
	// Output:
	// [edc-generic-full]
	// ELM-ORGANISATION-LEGALNAME at /holder/legalName: Organisation must have at least one legalName, text with its language, one in each language; found text without a language.
	// ELM-ADDRESS-COUNTRYCODE at /holder/location/address: Address must have exactly one countryCode, a Concept; found 0.
	// ELM-DROPPED at /holder/colour: Every member, type and id should have a meaning in the contexts of the credential: JSON-LD drops the others, so that no reader of the ELM sees them; found that no context defines the member name.
}
