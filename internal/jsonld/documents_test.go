package jsonld

import (
	"fmt"
	"strings"
)

// badgeDocument makes an Open Badge 3.0 credential of about 4.5 KB: eleven
// alignments, results and a profile, with unnamed nodes and a list.
func badgeDocument() []byte {
	var alignments, criteria []string
	for i := range 9 {
		alignments = append(alignments, fmt.Sprintf(`{"type":["Alignment"],"targetName":"Kompetanse %d","targetCode":"K-%03d",
			"targetUrl":"https://rammeverk.example.no/kompetanse/%d","targetFramework":"Nasjonalt rammeverk","targetDescription":"Kan arbeide selvstendig med emne %d."}`, i, i, i, i))
		if i < 3 {
			criteria = append(criteria, fmt.Sprintf(`{"id":"urn:uuid:6f1b7d2a-0000-4000-8000-00000000000%d","type":["RubricCriterionLevel"],"level":"%d","name":"Nivå %d","points":"%d"}`, i, i, i, i*10))
		}
	}
	return []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id":"https://badges.example.no/credentials/3732","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Snøskredkunnskap, grunnkurs",
	"issuer":{"id":"did:example:vestre-as","type":["Profile"],"name":"Vestre Ås fagskole","url":"https://fagskole.example.no","email":"post@fagskole.example.no",
		"otherIdentifier":[{"type":"IdentifierEntry","identifier":"987654321","identifierType":"identifier"}],
		"address":{"type":["Address"],"addressCountry":"Norge","addressCountryCode":"NO","addressLocality":"Ås","postalCode":"1430"}},
	"validFrom":"2026-03-01T08:00:00Z","validUntil":"2031-03-01T08:00:00Z","awardedDate":"2026-02-27T12:00:00Z",
	"credentialSubject":{"id":"did:example:kari","type":["AchievementSubject"],"creditsEarned":2.5,"licenseNumber":"N-77","role":"student",
		"identifier":[{"type":"IdentityObject","hashed":true,"identityHash":"sha256$b0b1","identityType":"emailAddress","salt":"havsalt"}],
		"achievement":{"id":"https://badges.example.no/achievements/skred","type":["Achievement"],"achievementType":"MicroCredential","creditsAvailable":2.5,
			"name":"Snøskredkunnskap","description":"Innehaveren kan vurdere snøskredfare.","criteria":{"narrative":"Eksamen og en dag i felt."},"inLanguage":"nb","tag":["snø","skred","fjell"],
			"creator":{"id":"did:example:vestre-as","type":["Profile"]},"humanCode":"SK101","fieldOfStudy":"Naturfag","specialization":"Vinter","version":"1.0",
			"alignment":[` + strings.Join(alignments, ",") + `],
			"resultDescription":[{"id":"urn:uuid:6f1b7d2a-0000-4000-8000-0000000000aa","type":["ResultDescription"],"name":"Karakter","resultType":"LetterGrade","allowedValue":["A","B","C","D","E","F"],"requiredValue":"E"},
				{"id":"urn:uuid:6f1b7d2a-0000-4000-8000-0000000000ab","type":["ResultDescription"],"name":"Felt","resultType":"RubricCriterionLevel","rubricCriterionLevel":[` + strings.Join(criteria, ",") + `]}]},
		"result":[{"type":["Result"],"resultDescription":"urn:uuid:6f1b7d2a-0000-4000-8000-0000000000aa","value":"B"}]},
	"credentialSchema":[{"id":"https://fagskole.example.no/schema.json","type":"JsonSchema"}]}`)
}

// europassDocument makes a European Digital Credential of about 24 KB: every
// node is named, and the same concepts come again and again.
func europassDocument() []byte {
	concept := func(id string) string {
		return `{"id":"http://publications.europa.eu/resource/authority/` + id + `","type":"Concept","inScheme":{"id":"http://publications.europa.eu/resource/authority/` +
			strings.SplitN(id, "/", 2)[0] + `","type":"ConceptScheme"},"notation":"` + id + `","prefLabel":{"en":"Concept ` + id + `","sv":"Begrepp ` + id + `"}}`
	}
	organisation := `{"id":"urn:epass:org:1","type":"Organisation","legalName":{"nb":"Vestre Ås fagskole","en":"Vestre Ås vocational college"},
		"registration":{"id":"urn:epass:legalIdentifier:1","type":"LegalIdentifier","notation":"987654321","spatial":` + concept("country/NOR") + `},
		"location":{"id":"urn:epass:location:1","type":"Location","address":{"id":"urn:epass:address:1","type":"Address","countryCode":` + concept("country/NOR") + `}},
		"homepage":{"id":"urn:epass:webResource:1","type":"WebResource","contentURL":"https://fagskole.example.no"}}`
	award := `{"id":"urn:epass:awardingProcess:1","type":"AwardingProcess","awardingBody":` + organisation + `}`
	var claims []string
	for i := range 7 {
		claims = append(claims, fmt.Sprintf(`{"id":"urn:epass:learningAchievement:%[1]d","type":"LearningAchievement","awardedBy":%[2]s,
			"title":{"nb":"Læringsresultat %[1]d","en":"Achievement %[1]d","sv":"Resultat %[1]d"},
			"provenBy":{"id":"urn:epass:learningAssessment:%[1]d","type":"LearningAssessment","awardedBy":%[2]s,"title":{"en":"Assessment %[1]d"},
				"grade":{"id":"urn:epass:note:%[1]d","type":"Note","noteLiteral":{"en":"Passed"}}},
			"specifiedBy":{"id":"urn:epass:qualification:%[1]d","type":"Qualification","title":{"en":"Specification %[1]d"},"language":%[3]s,"eqfLevel":%[4]s,
				"learningOutcome":{"id":"urn:epass:learningOutcome:%[1]d","type":"LearningOutcome","title":{"en":"Outcome %[1]d"},"relatedESCOSkill":%[5]s}}}`,
			i, award, concept("language/ENG"), concept("eqf/5"), concept(fmt.Sprintf("esco/%d", i))))
	}
	return []byte(`{"@context":["https://www.w3.org/2018/credentials/v1","http://data.europa.eu/snb/model/context/edc-ap"],
	"id":"urn:credential:1a2b","type":["VerifiableCredential","EuropeanDigitalCredential"],"issuer":` + organisation + `,
	"issuanceDate":"2026-03-01T08:00:00Z","issued":"2026-03-01T08:00:00Z","validFrom":"2026-03-01T08:00:00Z",
	"credentialSubject":{"id":"urn:epass:person:1","type":"Person","givenName":{"nb":"Kari"},"familyName":{"nb":"Nordlys"},"hasClaim":[` + strings.Join(claims, ",") + `]},
	"displayParameter":{"id":"urn:epass:displayParameter:1","type":"DisplayParameter","title":{"en":"Micro-credential"},"language":` + concept("language/ENG") + `,"primaryLanguage":` + concept("language/ENG") + `}}`)
}
