package vc_test

import (
	"fmt"

	"github.com/mikromerit/mikromerit/vc"
)

const course = `{
  "@context": ["https://www.w3.org/ns/credentials/v2"],
  "type": ["VerifiableCredential"],
  "issuer": "did:web:vestre-aas.example",
  "validFrom": "2026-02-30T00:00:00Z",
  "credentialSubject": {"id": "did:example:kari"}
}`

func ExampleReadCredential() {
	doc, err := vc.ParseDocument([]byte(course), vc.Limits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	credential, problems := vc.ReadCredential(doc)
	fmt.Println("data model", credential.Version(), "issued by", credential.IssuerID())
	for _, p := range problems {
		fmt.Println(p)
	}
	// Output:
	// data model 2.0 issued by did:web:vestre-aas.example
	// VCDM2-VALID-FROM at /validFrom: The validFrom must be a date and time with zone (xsd:dateTimeStamp); found a day that is not in the calendar.
}

func ExampleDocument_Lookup() {
	doc, _ := vc.ParseDocument([]byte(course), vc.Limits{})
	fmt.Println(doc.Lookup("/credentialSubject/id").Text())
	fmt.Println(doc.Lookup("/credentialSubject/name").Kind())
	// Output:
	// did:example:kari
	// nothing
}

func ExampleDocument_With() {
	doc, _ := vc.ParseDocument([]byte(`{"name": "Old",  "credits": 5.0}`), vc.Limits{})
	edited, err := doc.With("/name", `"New"`)
	fmt.Println(edited, err)
	edited, err = edited.With("/language", `"nb"`)
	fmt.Println(edited, err)
	fmt.Println(doc) // as it was
	// Output:
	// {"name": "New",  "credits": 5.0} <nil>
	// {"name": "New",  "credits": 5.0,"language":"nb"} <nil>
	// {"name": "Old",  "credits": 5.0}
}

func ExampleDocument_Without() {
	doc, _ := vc.ParseDocument([]byte(`{"name": "Course", "proof": {"type": "DataIntegrityProof"}}`), vc.Limits{})
	unsecured, err := doc.Without("/proof")
	fmt.Println(unsecured, err)
	// Output: {"name": "Course"} <nil>
}

func ExampleParseDateTime() {
	a, _ := vc.ParseDateTime("2023-09-27T13:54:17+02:00")
	b, _ := vc.ParseDateTime("2023-09-27T11:54:17.000Z")
	fmt.Println(a.Equal(b), a.Time())
	_, err := vc.ParseDateTime("2023-09-27T13:54:17")
	fmt.Println(err)
	// Output:
	// true 2023-09-27 11:54:17 +0000 UTC
	// VC-DATETIME: the date and time has no zone such as Z or +01:00
}
