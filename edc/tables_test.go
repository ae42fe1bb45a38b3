package edc

import (
	"slices"
	"strings"
	"testing"

	"github.com/mikromerit/mikromerit/internal/mapping"
)

func terms[T any](c *mapping.Class[T]) (names []string) {
	for _, row := range c.Rows {
		names = append(names, row.Term)
	}
	slices.Sort(names)
	return names
}

// TestEveryTerm gives every member of every table a value: one of the shapes
// must be read without residue, and [decoded] sees to it that what is read
// stands at the path that the table names.
func TestEveryTerm(t *testing.T) {
	s := elm()
	const (
		achievement = `"credentialSubject": {"hasClaim": {"type": "LearningAchievement", @}}`
		spec        = `"credentialSubject": {"hasClaim": {"type": "LearningAchievement", "specifiedBy": {@}}}`
		issuer      = `"issuer": {@}`
	)
	inside := func(outer, inner string) string { return strings.Replace(outer, "@", inner, 1) }
	tables := []struct {
		place string
		terms []string
	}{
		{`@`, terms(&s.credential)},
		{`"credentialSubject": {@}`, terms(&s.learner)},
		{issuer, terms(&s.party)},
		{achievement, terms(&s.claim)},
		{spec, terms(&s.definition)},
		{inside(spec, `"learningOutcome": {@}`), terms(&s.outcome)},
		{inside(spec, `"creditPoint": {@}`), terms(&s.credits)},
		{inside(spec, `"isPartOf": {@}`), terms(&s.reference)},
		{inside(spec, `"accreditation": {@}`), terms(&s.quality)},
		{inside(spec, `"provenBy": {@}`), terms(&s.assessmentSpec)},
		{inside(spec, `"provenBy": {"gradingScheme": {@}}`), terms(&s.gradingScheme)},
		{inside(spec, `"influencedBy": {@}`), terms(&s.activitySpec)},
		{inside(spec, `"entitlesTo": {@}`), terms(&s.entitlementSpec)},
		{inside(achievement, `"learningOpportunity": {@}`), terms(&s.opportunity)},
		{inside(achievement, `"learningOpportunity": {"priceDetail": {@}}`), terms(&s.price)},
		{inside(achievement, `"learningOpportunity": {"priceDetail": {"amount": {@}}}`), terms(&s.amount)},
		{inside(achievement, `"awardedBy": {@}`), terms(&s.awarding)},
		{inside(achievement, `"influencedBy": {@}`), terms(&s.activity)},
		{inside(achievement, `"entitlesTo": {@}`), terms(&s.entitlement)},
		{inside(achievement, `"provenBy": {@}`), terms(&s.assessment)},
		{inside(achievement, `"provenBy": {"grade": {"noteLiteral": {"nb": "a"}, @}}`), []string{"subject", "noteFormat"}},
		{inside(achievement, `"provenBy": {"shortenedGrading": {@}}`), terms(&s.short)},
		{inside(achievement, `"provenBy": {"resultDistribution": {@}}`), terms(&s.distribution)},
		{inside(achievement, `"provenBy": {"resultDistribution": {"resultCategory": {@}}}`), terms(&s.category)},
		{inside(issuer, `"location": {@}`), terms(&s.location)},
		{inside(issuer, `"location": {"geometry": {@}}`), terms(&s.geo)},
		{inside(issuer, `"location": {"address": {@}}`), terms(&s.address)},
		{inside(issuer, `"contactPoint": {@}`), terms(&s.contact)},
		{inside(issuer, `"contactPoint": {"phone": {@}}`), terms(&s.phone)},
		{inside(issuer, `"identifier": {@}`), terms(&s.identifier)},
		{inside(issuer, `"homepage": {@}`), terms(&s.webResource)},
		{inside(issuer, `"additionalNote": {@}`), terms(&s.note)},
		{inside(issuer, `"logo": {"contentEncoding": "http://data.europa.eu/snb/encoding/6146cde7dd", @}`), []string{"content", "title", "contentType", "contentSize", "contentURL", "attachmentType"}},
		{`"displayParameter": {@}`, terms(&s.display)},
		{`"displayParameter": {"individualDisplay": {"displayDetail": {@}}}`, terms(&s.page)},
		{`"evidence": {@}`, terms(&s.evidence)},
		{`"credentialStatus": {@}`, terms(&s.status)},
	}
	shapes := []string{
		`"5"`, `"2026-01-01T00:00:00Z"`, `"PT5H"`, `true`, `"x:y"`, `{"nb": "a"}`, `"AAAA"`,
		`{"id": "http://publications.europa.eu/resource/authority/file-type/HTML", "prefLabel": {"nb": "a"}}`,
		`{"id": "http://publications.europa.eu/resource/authority/country/NOR"}`,
		`{"type": "LearningAchievement", "title": {"nb": "a"}}`,
		`{"title": {"nb": "a"}}`, `{"legalName": {"nb": "a"}}`, `{"awardingDate": "2026-01-01T00:00:00Z"}`, `{"noteLiteral": {"nb": "a"}}`,
		`{"percentageLower": "5"}`, `{"description": {"nb": "a"}}`, `{"latitude": "5"}`, `{"value": "5"}`, `{"phoneNumber": "5"}`,
		`{"point": "5"}`, `{"image": {"id": "x:y"}, "page": 1}`, `{"label": "5"}`, `{"id": "mailto:a@b.example"}`, `{"jwk": {"kty": "OKP"}}`,
		`{"displayDetail": {"page": 1}, "language": {"id": "x:y"}}`, `{"startDate": "2026-01-01T00:00:00Z"}`, `{"notation": "5"}`, `{"type": "Person"}`,
		`{"countryCode": "http://publications.europa.eu/resource/authority/country/NOR"}`, `{"contentURL": "x:y"}`, `{"description": {"nb": "a"}, "amount": {"value": "5"}}`, `{"evidenceStatement": "5"}`, `{"statusPurpose": "5"}`,
	}
	for _, table := range tables {
		for _, term := range table.terms {
			if table.place == "@" && (term == "proof" || term == "@context") {
				continue // nothing of them stands in the model
			}
			read := false
			for _, shape := range shapes {
				member := `"` + term + `": ` + shape
				doc := document(t, `{"type": "EuropeanDigitalCredential", `+inside(table.place, member)+`}`)
				c, _ := decoded(t, doc)
				read = read || len(c.Residue) == 0
			}
			if !read {
				t.Errorf("no shape was read for %s in %s", term, table.place)
			}
		}
	}
}
