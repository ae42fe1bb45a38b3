package edc

import "strings"

// ownCredential is a fictional micro-credential of a Norwegian school, in the
// shape in which the Commission's tools write credentials, with text in Bokmål,
// Swedish, Finnish and Northern Sámi. Abbreviations in braces are expanded by
// [expand] to the nodes that every credential repeats.
var ownCredential = expand(`{
  "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
  "id": "urn:credential:5b1f2f0c-5a39-4e0c-8d9a-6f6a50b3a001",
  "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
  "credentialProfiles": {snb credential e34929035b},
  "credentialSchema": {"id": "http://data.europa.eu/snb/model/ap/edc-generic-full", "type": "ShaclValidator2017"},
  "identifier": {"id": "urn:epass:identifier:1", "type": "Identifier", "notation": "VÅ-2026-017", "schemeName": "Bevisnummer"},
  "issued": "2026-05-04T12:00:00+02:00",
  "issuanceDate": "2026-05-04T12:00:00+02:00",
  "validFrom": "2026-05-03T22:00:00Z",
  "expirationDate": "2031-05-03T22:00:00Z",
  "issuer": {school, "eIDASIdentifier": {legal NTRNO-000000000}},
  "displayParameter": {
    "id": "urn:epass:displayParameter:1", "type": "DisplayParameter",
    "title": {"nb": "Bærekraftig havbruk", "se": "Suvdilis mearradoallu"},
    "language": [{op language NOB}, {op language SME}],
    "primaryLanguage": {op language NOB},
    "individualDisplay": [
      {"id": "urn:epass:individualDisplay:1", "type": "IndividualDisplay", "language": {op language NOB}, "displayDetail": [
        {"id": "urn:epass:displayDetail:1", "type": "DisplayDetail", "page": 1, "image": {image}},
        {"id": "urn:epass:displayDetail:2", "type": "DisplayDetail", "page": 2, "image": {image}}]}]
  },
  "credentialSubject": {
    "id": "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", "type": "Person",
    "givenName": {"nb": "Siri"}, "familyName": {"nb": "Nordahl"},
    "dateOfBirth": "1999-10-01T22:00:00Z",
    "nationalID": {legal 01109900000},
    "citizenshipCountry": [{op country NOR}, {op country FIN}],
    "contactPoint": {"id": "urn:epass:contactPoint:1", "type": "ContactPoint",
      "emailAddress": {"id": "mailto:siri@vestre-aas.example", "type": "Mailbox"},
      "phone": {"id": "urn:epass:phone:1", "type": "Phone", "dialNumber": "00000000", "countryDialing": "+47"}},
    "hasClaim": [{
      "id": "urn:epass:learningAchievement:1", "type": "LearningAchievement",
      "title": {"nb": "Bærekraftig havbruk", "sv": "Hållbart vattenbruk", "fi": "Kestävä vesiviljely"},
      "awardedBy": {process},
      "creditReceived": {"id": "urn:epass:creditPoint:2", "type": "CreditPoint", "framework": {snb education-credit 6fcec5c5af}, "point": "2.5"},
      "specifiedBy": {
        "id": "https://vestre-aas.example/courses/havbruk", "type": "Qualification",
        "title": {"nb": "Bærekraftig havbruk", "sv": "Hållbart vattenbruk"},
        "dcType": {snb learning-opportunity 74a4a268e8},
        "learningOutcome": [{
          "id": "urn:epass:learningOutcome:1", "type": "LearningOutcome",
          "title": {"nb": "kan vurdere vannkvalitet", "se": "sáhttá árvvoštallat čázi kvalitehta"},
          "dcType": {snb skill-type skill}, "reusabilityLevel": {snb skill-reuse-level cross-sector},
          "relatedESCOSkill": {"id": "http://data.europa.eu/esco/skill/00000000-0000-0000-0000-000000000001", "type": "Concept", "notation": "Skill",
            "inScheme": {"id": "http://data.europa.eu/esco/concept-scheme/skills", "type": "ConceptScheme"}, "prefLabel": {"nb": "overvåke vannkvalitet"}}}],
        "learningOutcomeSummary": {note {"nb": "Vann, fôr og velferd."}},
        "creditPoint": {"id": "urn:epass:creditPoint:1", "type": "CreditPoint", "point": "2.5",
          "framework": {"id": "urn:epass:concept:1", "type": "Concept", "prefLabel": {"nb": "studiepoeng"}}},
        "volumeOfLearning": "PT70H", "maximumDuration": "P2M",
        "eqfLevel": {snb eqf 5}, "nqfLevel": {snb qdr c_12ece3d4},
        "mode": [{snb learning-assessment 920fbb3cbe}, {snb learning-assessment 729f3bed4b}],
        "learningSetting": {snb learning-setting e207a81fc7},
        "thematicArea": {snb isced-f 0831}, "language": {op language NOB},
        "accreditation": {"id": "urn:epass:accreditation:1", "type": "Accreditation", "title": {"nb": "Godkjent fagskoleutdanning"},
          "dcType": {snb accreditation 820101cba6}, "accreditingAgent": {agency}, "expiryDate": "2030-12-31T23:00:00Z"},
        "entryRequirement": {note {"nb": "Fagbrev eller realkompetanse."}},
        "isPartialQualification": true,
        "isPartOf": {"id": "https://vestre-aas.example/programmes/aquaculture", "type": "Qualification", "title": {"nb": "Fagskolegrad i havbruk"}},
        "additionalNote": {note {"nb": "Samarbeid med kommunen."}}
      },
      "influencedBy": {
        "id": "urn:epass:activity:1", "type": "LearningActivity", "title": {"nb": "Praksis på anlegg"},
        "awardedBy": {process}, "workload": "P60M", "levelOfCompletion": 100, "directedBy": {agency},
        "temporal": {"id": "urn:epass:period:1", "type": "PeriodOfTime", "startDate": "2026-02-01T08:00:00+01:00", "endDate": "2026-04-30T16:00:00+02:00"},
        "specifiedBy": {"id": "urn:epass:learningActivitySpec:1", "type": "LearningActivitySpecification", "title": {"nb": "Praksis"},
          "dcType": {snb learning-activity 4357e0e681}, "contactHour": ["24", "PT2H"]}
      },
      "provenBy": {
        "id": "urn:epass:learningAssessment:1", "type": "LearningAssessment", "title": {"nb": "Muntlig prøve"},
        "awardedBy": {process}, "grade": {note {"nb": "Bestått", "fi": "Hyväksytty"}},
        "idVerification": {snb supervision-verification 70be69aaf9}, "assessedBy": {agency},
        "specifiedBy": {"id": "urn:epass:learningAssessmentSpec:1", "type": "LearningAssessmentSpecification", "title": {"nb": "Muntlig prøve"},
          "dcType": {snb assessment d30284d7df}, "mode": {snb learning-assessment 9191af2ed9},
          "gradingScheme": {"id": "urn:epass:gradingScheme:1", "type": "GradingScheme", "title": {"nb": "Bestått/ikke bestått"}}}
      }
    }, {
      "id": "urn:epass:entitlement:1", "type": "LearningEntitlement", "title": {"nb": "Adgang til trinn to"},
      "awardedBy": {process},
      "specifiedBy": {"id": "urn:epass:learningEntitlementSpec:1", "type": "LearningEntitlementSpecification", "title": {"nb": "Adgang"},
        "dcType": {snb entitlement 64aad92881}, "entitlementStatus": {snb entitlement-status 5b8d6b34fb}}
    }]
  }
}`)

// parts are the nodes that ownCredential repeats.
var parts = []string{
	"{process}", `{"id": "urn:epass:awardingProcess:1", "type": "AwardingProcess", "awardingBody": {school}, "awardingDate": "2026-04-30T00:00:00+02:00"}`,
	"{school}", `{school, "identifier": {"id": "urn:epass:identifier:2", "type": "Identifier", "notation": "N-VAAS"}}`,
	"{agency}", `{"id": "urn:epass:org:2", "type": "Organisation", "legalName": {"nb": "Tilsyn for fagskoler"}, "location": {place}}`,
	"{school,", `{"id": "urn:epass:org:1", "type": "Organisation", "legalName": {"nb": "Vestre Ås fagskole", "se": "Vestre Ås fágaskuvla"},
    "location": {place}, "logo": {image}, "homepage": {"id": "urn:epass:webResource:1", "type": "WebResource", "contentURL": "https://vestre-aas.example"},`,
	"{place}", `{"id": "urn:epass:location:1", "type": "Location", "address": {"id": "urn:epass:address:1", "type": "Address",
      "countryCode": {op country NOR}, "fullAddress": {note {"nb": "Kaigata 1, 0000 Ås"}}}}`,
	"{image}", `{"id": "urn:epass:mediaObject:1", "type": "MediaObject", "content": "iVBORw0KGgo=", "contentEncoding": {snb encoding 6146cde7dd},
      "contentType": {"id": "http://publications.europa.eu/resource/authority/file-type/PNG", "type": "Concept", "notation": "file-type",
        "inScheme": {"id": "http://publications.europa.eu/resource/authority/file-type", "type": "ConceptScheme"}}}`,
}

// expand writes out the abbreviations.
func expand(text string) string {
	for i := 0; i < len(parts); i += 2 {
		text = strings.ReplaceAll(text, parts[i], parts[i+1])
	}
	text = expandEach(text, "{note ", func(arg string) string {
		return `{"id": "urn:epass:note:1", "type": "Note", "noteLiteral": ` + arg + `}`
	})
	text = expandEach(text, "{legal ", func(arg string) string {
		return `{"id": "urn:epass:legalIdentifier:` + arg + `", "type": "LegalIdentifier", "notation": "` + arg + `", "spatial": {op country NOR}}`
	})
	text = expandEach(text, "{snb ", func(arg string) string {
		list, code, _ := strings.Cut(arg, " ")
		return `{"id": "http://data.europa.eu/snb/` + list + `/` + code + `", "type": "Concept",
      "inScheme": {"id": "http://data.europa.eu/snb/` + list + `/25831c2", "type": "ConceptScheme"}}`
	})
	return expandEach(text, "{op ", func(arg string) string {
		list, code, _ := strings.Cut(arg, " ")
		return `{"id": "http://publications.europa.eu/resource/authority/` + list + `/` + code + `", "type": "Concept", "notation": "` + list + `",
      "inScheme": {"id": "http://publications.europa.eu/resource/authority/` + list + `", "type": "ConceptScheme"}}`
	})
}

// expandEach replaces every "{name arg}", where arg may hold one object.
func expandEach(text, open string, with func(arg string) string) string {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, open)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		end := strings.IndexByte(rest, '}')
		if strings.HasPrefix(rest, "{") {
			end++
		}
		b.WriteString(with(rest[:end]))
		text = rest[end+1:]
	}
}
