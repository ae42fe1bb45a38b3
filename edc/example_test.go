package edc_test

import (
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/edc"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

func ExampleDecode() {
	doc, err := vc.ParseDocument([]byte(`{
	  "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
	  "credentialSubject": {"type": "Person", "hasClaim": {
	    "type": "LearningAchievement", "title": {"nb": "Bærekraftig havbruk"},
	    "specifiedBy": {"type": "Qualification", "volumeOfLearning": "PT70H", "colour": "blue"}}}}`), vc.Limits{})
	if err != nil {
		panic(err)
	}
	credential, report, err := edc.Decode(doc, edc.DecodeOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(credential.Award.Title[0].Text, credential.Definition.Workload[0].Duration)
	fmt.Println(credential.Residue.Pointers(edc.Format))
	fmt.Println(report.Summary())
	// Output:
	// Bærekraftig havbruk PT70H
	// [/credentialSubject/hasClaim/specifiedBy/colour]
	// 8 leaves read, 3 of them scaffolding; 4 of 5 carried natively, 2 exact, 2 transformed, 1 moved-to-residue; 0 added
}

func ExampleCheck() {
	doc, err := vc.ParseDocument([]byte(`{
	  "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
	  "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
	  "credentialSchema": {"id": "http://data.europa.eu/snb/model/ap/edc-generic-full", "type": "ShaclValidator2017"}, "validFrom": "2026-05-04T12:00:00Z",
	  "credentialSubject": {"type": "Person", "hasClaim": {"type": "LearningAchievement", "title": {"nb": "Havbruk"}}}}`), vc.Limits{})
	if err != nil {
		panic(err)
	}
	for _, problem := range edc.Check(doc) {
		fmt.Println(problem)
	}
	// Output:
	// ELM-EUROPEANDIGITALCREDENTIAL-CREDENTIALPROFILES at the document: EuropeanDigitalCredential must have at least one credentialProfiles, a Concept; found 0.
	// ELM-EUROPEANDIGITALCREDENTIAL-DISPLAYPARAMETER at the document: EuropeanDigitalCredential must have exactly one displayParameter, a DisplayParameter; found 0.
	// ELM-LEARNINGACHIEVEMENT-AWARDEDBY at /credentialSubject/hasClaim: LearningAchievement must have exactly one awardedBy, an AwardingProcess; found 0.
}

func ExampleEncode() {
	validFrom, err := mc.ParseInstant("2026-06-12T09:30:00Z")
	if err != nil {
		panic(err)
	}
	level, _ := mc.EQFLevel(5)
	credential := &mc.Credential{
		Envelope: mc.Envelope{
			Issuer:    mc.Party{Name: mc.Text("sv", "Norraby yrkeshögskola")},
			ValidFrom: validFrom,
		},
		Learner:    mc.Learner{Party: mc.Party{Person: &mc.Person{FullName: mc.Text("fi", "Säde Äijälä")}}},
		Definition: mc.Definition{Title: mc.Text("sv", "Svetsning"), Levels: []mc.Level{level}, Version: "2"},
	}

	_, _, err = edc.Encode(credential, edc.EncodeOptions{})
	var missing vc.Problem
	fmt.Println(errors.As(err, &missing), missing.Code(), missing.Pointer)

	doc, report, err := edc.Encode(credential, edc.EncodeOptions{IssuerCountry: "SE"})
	if err != nil {
		panic(err)
	}
	claim := doc.Lookup("/credentialSubject/hasClaim")
	fmt.Println(claim.Get("title").Raw(), claim.Lookup("/specifiedBy/eqfLevel/id").Text())
	fmt.Println(len(edc.Check(doc)), report.Summary())
	// Output:
	// true ELM-REQUIRED envelope.issuer.locations
	// {"sv":"Svetsning"} http://data.europa.eu/snb/eqf/5
	// 0 14 leaves read; 11 of 14 carried natively, 10 exact, 1 transformed, 3 moved-to-residue; 32 added
}
