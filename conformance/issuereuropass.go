package conformance

import (
	"slices"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/vc"
)

// europassTemplates are credentials as an issuer seals them. "{{issuer}}" is the
// eIDAS identifier of the issuer.
var europassTemplates = []template{{"a credential of the profile Generic", `{
	"@context":["https://www.w3.org/2018/credentials/v1","http://data.europa.eu/snb/model/context/edc-ap"],
	"id":"{{id}}","type":["VerifiableCredential","EuropeanDigitalCredential"],
	"credentialProfiles":{"id":"http://data.europa.eu/snb/credential/e34929035b","type":"Concept","prefLabel":{"en":"Generic"},"inScheme":{"id":"http://data.europa.eu/snb/credential/25831c2","type":"ConceptScheme"}},
	"credentialSchema":{"id":"http://data.europa.eu/snb/model/ap/edc-generic-full","type":"ShaclValidator2017"},
	"issuanceDate":"2024-01-02T03:04:05Z","issued":"2024-01-02T03:04:05Z","validFrom":"2024-01-02T03:04:05Z",
	"issuer":{"id":"urn:epass:org:1","type":"Organisation","legalName":{"nb":"Vestre Ås høgskole"},
		"eIDASIdentifier":{"id":"urn:epass:legalIdentifier:1","type":"LegalIdentifier","notation":"{{issuer}}","spatial":` + norway + `},
		"location":{"id":"urn:epass:location:1","type":"Location","address":{"id":"urn:epass:address:1","type":"Address","countryCode":` + norway + `}}},
	"credentialSubject":{"id":"urn:epass:person:1","type":"Person","givenName":{"nb":"Inga"},"familyName":{"nb":"Fjellbekk"},
		"hasClaim":{"id":"urn:epass:learningAchievement:1","type":"LearningAchievement","title":{"nb":"Tilgjengelige nettsider","sv":"Tillgängliga webbsidor"},
			"awardedBy":{"id":"urn:epass:awardingProcess:1","type":"AwardingProcess","awardingDate":"2024-01-02T03:04:05Z",
				"awardingBody":{"id":"urn:epass:org:2","type":"Organisation","legalName":{"nb":"Vestre Ås høgskole"},
					"location":{"id":"urn:epass:location:2","type":"Location","address":{"id":"urn:epass:address:2","type":"Address","countryCode":` + norway + `}}}}}},
	"displayParameter":{"id":"urn:epass:displayParameter:1","type":"DisplayParameter","title":{"nb":"Tilgjengelige nettsider"},"language":` + bokmaal + `,"primaryLanguage":` + bokmaal + `,
		"individualDisplay":{"id":"urn:epass:individualDisplay:1","type":"IndividualDisplay","language":` + bokmaal + `,
			"displayDetail":{"id":"urn:epass:displayDetail:1","type":"DisplayDetail","page":1,
				"image":{"id":"urn:epass:mediaObject:1","type":"MediaObject","content":"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
					"contentEncoding":{"id":"http://data.europa.eu/snb/encoding/6146cde7dd","type":"Concept","prefLabel":{"en":"base64"},"inScheme":{"id":"http://data.europa.eu/snb/encoding/25831c2","type":"ConceptScheme"}},
					"contentType":{"id":"http://publications.europa.eu/resource/authority/file-type/PNG","type":"Concept","prefLabel":{"en":"PNG"},"inScheme":{"id":"http://publications.europa.eu/resource/authority/file-type","type":"ConceptScheme"},"notation":"file-type"}}}}}}`}}

const (
	norway  = `{"id":"http://publications.europa.eu/resource/authority/country/NOR","type":"Concept","prefLabel":{"nb":"Norge"},"inScheme":{"id":"http://publications.europa.eu/resource/authority/country","type":"ConceptScheme"},"notation":"country"}`
	bokmaal = `{"id":"http://publications.europa.eu/resource/authority/language/NOB","type":"Concept","prefLabel":{"nb":"bokmål"},"inScheme":{"id":"http://publications.europa.eu/resource/authority/language","type":"ConceptScheme"},"notation":"language"}`
)

var europassSpoils = []spoilt{
	{rule: "ELM-TYPE", name: "without the type VerifiableCredential", edits: []string{"/type", `["EuropeanDigitalCredential"]`}},
	{rule: "ELM-EUROPEANDIGITALCREDENTIAL-CREDENTIALPROFILES", name: "no profile", edits: []string{"/credentialProfiles", ""}},
	{rule: "ELM-EUROPEANDIGITALCREDENTIAL-CREDENTIALSCHEMA", name: "no schema", edits: []string{"/credentialSchema", ""}},
	{rule: "ELM-EUROPEANDIGITALCREDENTIAL-DISPLAYPARAMETER", name: "two displays", edits: []string{"/displayParameter", `[{"id":"urn:epass:displayParameter:2","type":"DisplayParameter","title":{"nb":"A"}},{"id":"urn:epass:displayParameter:3","type":"DisplayParameter","title":{"nb":"B"}}]`}},
	{rule: "ELM-EUROPEANDIGITALCREDENTIAL-CREDENTIALSUBJECT", name: "nobody who learnt", edits: []string{"/credentialSubject", ""}},
	{rule: "ELM-SUBJECT-HASCLAIM", name: "a learner without claim", edits: []string{"/credentialSubject/hasClaim", ""}},
	{rule: "ELM-CLAIM-CLASS", name: "a claim of another class", edits: []string{"/credentialSubject/hasClaim/type", `"Qualification"`}},
	{rule: "ELM-LEARNINGACHIEVEMENT-TITLE", name: "an achievement without title", edits: []string{"/credentialSubject/hasClaim/title", ""}},
	{rule: "ELM-LEARNINGACHIEVEMENT-AWARDEDBY", name: "an achievement that nobody awarded", edits: []string{"/credentialSubject/hasClaim/awardedBy", ""}},
	{rule: "ELM-AWARDINGPROCESS-AWARDINGBODY", name: "no awarding body", edits: []string{"/credentialSubject/hasClaim/awardedBy/awardingBody", ""}},
	{rule: "ELM-ORGANISATION-LEGALNAME", name: "an awarding body without name", edits: []string{"/credentialSubject/hasClaim/awardedBy/awardingBody/legalName", ""}},
	{rule: "ELM-ADDRESS-COUNTRYCODE", name: "an address without country", edits: []string{"/credentialSubject/hasClaim/awardedBy/awardingBody/location/address/countryCode", ""}},
}

// europassIssuers is the profile of those who seal European Digital Credentials.
func europassIssuers() []*issuerProfile {
	return []*issuerProfile{{
		id: "edc-issuer", title: "Europass EDC: issuer", spec: specEuropass,
		text:   "An issuer seals credentials that keep their application profiles, with a JAdES seal whose certificate names the issuer. It may give the credential another id and prepare the display anew.",
		suites: []string{"jades"}, templates: europassTemplates, spoils: europassSpoils,
		mayChange: []string{"id", "issued", "issuanceDate", "identifier", "displayParameter", "credentialSchema"},
		breaches:  europassBreaches,
		groups: []group{
			{facet: facetEuropass, what: "European Digital Credential", rules: without(edc.Rules(), writerOnly...)},
			{facet: facetSeal, what: "seal", rules: sealRules()}},
	}}
}

// europassBreaches returns the rules that a sealed credential breaks.
func europassBreaches(doc vc.Document, code string) []vc.Problem {
	return slices.DeleteFunc(edc.CheckSealed(doc), func(p vc.Problem) bool { return p.Rule.Level != vc.Must && p.Rule.Code != code })
}
