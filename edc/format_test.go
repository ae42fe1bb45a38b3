package edc

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// tableLaw gives the nodes that it writes their ids.
func tableLaw() *mapping.TableLaw {
	e := newEncoder(&mc.Credential{}, EncodeOptions{})
	claim := wholeParts(0)[reflect.TypeFor[mc.Claim]()].(mc.Claim)
	e.awarding = &claim.Award.Awarding
	return &mapping.TableLaw{
		Writer: func() *mapping.Writer { return &e.Writer },
		Reader: func(root jsontree.Value) *mapping.Reader { return &newDecoder(root, DecodeOptions{}).Reader },
		Text: func(n *mapping.Node) []byte {
			hash(n)
			newNames(nil).assign(n)
			e.dress(n)
			root, err := jsontree.Parse(e.Format.AppendJSON(nil, n), jsontree.Limits{})
			if err != nil {
				return nil
			}
			return []byte(spell(root).root.Source())
		},
	}
}

// wholeParts are parts of the model that are complete in ELM. Each number makes
// another choice of what is one of several.
func wholeParts(n int) map[reflect.Type]any {
	code := func(scheme vocabulary.Scheme, code string) mc.Concept {
		return mc.Concept{IRI: scheme.IRI(code), Scheme: string(scheme)}
	}
	title, text := mc.Text("nb", "Sveising"), mc.Note{Text: mc.Text("nb", "Merknad"), Format: "text/html", Subject: &mc.Concept{Label: mc.Text("nb", "Emne")}}
	norway := mc.Country{Concept: code(vocabulary.Country, "NOR"), Alpha2: "NO"}
	place := mc.Location{Addresses: []mc.Address{{Country: norway}}}
	school := mc.Party{Kind: mc.PartyOrganisation, Name: mc.Text("nb", "Vestre Ås"), Locations: []mc.Location{place}}
	picture := mc.Media{Content: []byte{1}, Type: code(vocabulary.FileTypes, "PNG")}
	awarding := mc.Awarding{Bodies: []mc.Party{school}}
	hours, _ := mc.ParseISODuration("PT5H")
	out := map[reflect.Type]any{}
	for _, part := range []any{
		norway, place, picture, awarding, text, mc.Address{Country: norway}, mc.WebResource{URL: "https://a.example/", Title: title},
		mc.Identifier{Value: "7", Country: norway, Scheme: identifierTerms[n%len(identifierTerms)].scheme}, mc.Period{Start: mc.InstantOf(time.Unix(1_800_000_000, 0).UTC())},
		[]mc.Party{school, school, {Kind: mc.PartyGroup, Name: mc.Text("nb", "Klasse 3B"), Members: []mc.Party{{Name: mc.Text("nb", "Kari")}}}}[n%3],
		[]mc.Workload{
			{Kind: mc.WorkloadCredits, Framework: code(vocabulary.EducationCredit, "6fcec5c5af"), Amount: mc.DecimalOf(5)},
			{Kind: mc.WorkloadContact, Amount: mc.DecimalOf(5)}, {Kind: mc.WorkloadNotional, Duration: hours},
			{Kind: mc.WorkloadMaxDuration, Duration: hours}, {Kind: mc.WorkloadActivity, Duration: hours},
		}[n%5],
		mc.ContactPoint{Email: []string{"a@a.example"}}, mc.Geo{Latitude: mc.DecimalOf(60)},
		[]mc.Level{{Value: code(vocabulary.EQF, "5")}, {Kind: mc.LevelEQF, Value: code(vocabulary.EQF, "5")}, {Kind: mc.LevelNQF, Value: code(vocabulary.NQFs, "x")}}[n%3],
		mc.Activity{Title: title}, mc.ActivitySpec{Title: title}, mc.Entitlement{Title: title}, mc.AssessmentSpec{Title: title},
		mc.Grant{Title: title}, mc.AwardingOpportunity{Bodies: []mc.Party{school}},
		mc.EntitlementSpec{Title: title, Type: code(vocabulary.EntitlementStatus, "x"), Status: code(vocabulary.EntitlementStatus, "x")},
		mc.AssessmentResult{Title: title, Grade: mc.Grade{Text: title}}, mc.Grade{Text: title}, mc.GradingScheme{Title: title},
		mc.ShortGrading{Lower: "20", Equal: "60", Higher: "20"}, mc.DistributionCategory{Label: "A", Count: "7"}, mc.Distribution{Description: title},
		mc.QualityAssurance{Title: title, Type: code(vocabulary.Accreditation, "x"), Agent: &school}, mc.Opportunity{Title: title, Providers: []mc.Party{school}},
		mc.Price{Amount: mc.DecimalOf(5), Currency: code(vocabulary.Currency, "NOK")}, mc.LearningOutcome{Title: title}, mc.Definition{Title: title},
		mc.CredentialRef{ID: "https://a.example/1", Title: title}, mc.Claim{Definition: mc.Definition{Title: title}, Award: mc.Award{Title: title, Awarding: awarding}},
		mc.Evidence{Kind: code(vocabulary.EvidenceType, "x")}, mc.DisplayPage{Language: code(vocabulary.Language, "NOB"), Page: 1, Image: picture},
		mc.Status{ID: "https://a.example/1"}, mc.SchemaRef{ID: "https://a.example/1", Type: []string{typeSHACL, "ManualRefreshService2018"}[n%2]}, mc.KeyBinding{ID: "did:web:a.example"},
		mc.CredentialTerms{Raw: `{"id":"https://a.example/1","type":"TermsOfUse"}`},
	} {
		out[reflect.TypeOf(part)] = part
	}
	return out
}

// filler states something in every field of a part of the model, and fills the
// fields with whole parts.
type filler struct {
	n     int
	ids   int
	whole map[reflect.Type]any
	lists []vocabulary.Scheme
}

func (f *filler) fill(v reflect.Value, name string, depth int) {
	if part, ok := f.whole[v.Type()]; ok && depth > 0 {
		v.Set(reflect.ValueOf(part))
		return
	}
	switch into := v.Addr().Interface().(type) {
	case *mc.LangString:
		*into = mc.Text("nb", name).With("sv", name)
		return
	case *mc.Concept:
		*into = mc.Concept{IRI: "https://a.example/code", Scheme: string(f.lists[f.n%len(f.lists)]), Label: mc.Text("nb", name), Definition: mc.Text("nb", name), Notation: "7"}
		return
	case *mc.Instant:
		*into = mc.InstantOf(time.Unix(1_800_000_000, 0).UTC())
		return
	case *mc.Date:
		*into = mc.Date{Year: 1999, Month: 10, Day: 2}
		return
	case *mc.Decimal:
		*into = mc.DecimalOf(5)
		return
	case *mc.ISODuration:
		_ = into.UnmarshalText([]byte("PT5H"))
		return
	case *mc.PartyKind:
		*into = []mc.PartyKind{mc.PartyOrganisation, mc.PartyPerson, mc.PartyUnknown}[f.n%3]
		return
	case *mc.ClaimKind:
		*into = []mc.ClaimKind{mc.ClaimAchievement, mc.ClaimActivity, mc.ClaimAssessment, mc.ClaimEntitlement}[f.n%4]
		return
	case **mc.IdentityHash:
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i), v.Type().Field(i).Name, depth+1)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem(), name, depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		f.fill(v.Index(0), name, depth)
	case reflect.String:
		if v.SetString("7"); name == "Format" {
			v.SetString("text/html")
		} else if strings.HasSuffix(name, "ID") || strings.HasSuffix(name, "IRI") || name == "Creator" {
			f.ids++ // an id has one body
			v.SetString("https://a.example/" + strconv.Itoa(f.ids))
		}
	case reflect.Int, reflect.Int64, reflect.Int8, reflect.Uint8:
		v.Set(reflect.ValueOf(1).Convert(v.Type()))
	}
}

// Each row of each table reads what it writes: a row that read another term, or
// into another field, would leave its value to the interoperability data, and
// nobody else would see it.
func TestRowsReadWhatTheyWrite(t *testing.T) {
	law, f := tableLaw(), &filler{whole: wholeParts(0), lists: slices.Sorted(maps.Values(restricted))}
	var parts []any
	inOrder := func(a, b reflect.Type) int { return strings.Compare(a.String(), b.String()) }
	for _, t := range slices.SortedFunc(maps.Keys(f.whole), inOrder) {
		parts = append(parts, reflect.New(t).Interface())
	}
	parts = append(parts, &mc.Concept{}, &mc.Credential{}, &mc.Display{}, &mc.Participation{}, &mc.Award{}, new(mc.LangString))
	check := func(part any) {
		mapping.Tables(elm(), func(name string, table mapping.Table) {
			require.NoError(t, law.Check(table, part), name)
			if law.Term = "credentialSubject"; name == "party" || name == "learner" { // a Person
				require.NoError(t, law.Check(table, part), name)
			}
			law.Term = ""
		})
	}
	for f.n = range len(f.lists) {
		f.whole = wholeParts(f.n)
		for _, part := range parts {
			f.fill(reflect.ValueOf(part).Elem(), "x", 0)
			if c, ok := part.(*mc.Credential); ok {
				f.fill(reflect.ValueOf(&c.Learner.Party).Elem(), "x", 0)
			}
			check(part)
		}
	}
	check(&phone{whole: "+47 00"})
	silent := map[string][]string{}
	mapping.Tables(elm(), func(name string, table mapping.Table) {
		if terms := law.Silent(table); terms != nil {
			silent[name] = terms
		}
	})
	require.Equal(t, map[string][]string{"claim": {"isPartOf"}, "party": {"member"}, "learner": {"member"}}, silent,
		"a whole claim is never stated by a reference, and only a group, which stands inside a party, has members")
}

func rowTerms[T any](c *mapping.Class[T]) (names []string) {
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
		{`@`, rowTerms(&s.credential)},
		{`"credentialSubject": {@}`, rowTerms(&s.learner)},
		{issuer, rowTerms(&s.party)},
		{achievement, rowTerms(&s.claim)},
		{spec, rowTerms(&s.definition)},
		{inside(spec, `"learningOutcome": {@}`), rowTerms(&s.outcome)},
		{inside(spec, `"creditPoint": {@}`), rowTerms(&s.credits)},
		{inside(spec, `"isPartOf": {@}`), rowTerms(&s.reference)},
		{inside(spec, `"accreditation": {@}`), rowTerms(&s.quality)},
		{inside(spec, `"provenBy": {@}`), rowTerms(&s.assessmentSpec)},
		{inside(spec, `"provenBy": {"gradingScheme": {@}}`), rowTerms(&s.gradingScheme)},
		{inside(spec, `"influencedBy": {@}`), rowTerms(&s.activitySpec)},
		{inside(spec, `"entitlesTo": {@}`), rowTerms(&s.entitlementSpec)},
		{inside(achievement, `"learningOpportunity": {@}`), rowTerms(&s.opportunity)},
		{inside(achievement, `"learningOpportunity": {"priceDetail": {@}}`), rowTerms(&s.price)},
		{inside(achievement, `"learningOpportunity": {"priceDetail": {"amount": {@}}}`), rowTerms(&s.amount)},
		{inside(achievement, `"awardedBy": {@}`), rowTerms(&s.awarding)},
		{inside(achievement, `"influencedBy": {@}`), rowTerms(&s.activity)},
		{inside(achievement, `"learningOpportunity": {"grant": {@}}`), rowTerms(&s.grant)},
		{inside(spec, `"awardingOpportunity": {@}`), rowTerms(&s.occasion)},
		{`"credentialSubject": {"hasClaim": {"type": "Claim", @}}`, rowTerms(&s.other)},
		{inside(achievement, `"entitlesTo": {@}`), rowTerms(&s.entitlement)},
		{inside(achievement, `"provenBy": {@}`), rowTerms(&s.assessment)},
		{inside(achievement, `"provenBy": {"grade": {"noteLiteral": {"nb": "a"}, @}}`), []string{"subject", "noteFormat"}},
		{inside(achievement, `"provenBy": {"shortenedGrading": {@}}`), rowTerms(&s.short)},
		{inside(achievement, `"provenBy": {"resultDistribution": {@}}`), rowTerms(&s.distribution)},
		{inside(achievement, `"provenBy": {"resultDistribution": {"resultCategory": {@}}}`), rowTerms(&s.category)},
		{inside(issuer, `"location": {@}`), rowTerms(&s.location)},
		{inside(issuer, `"location": {"geometry": {@}}`), rowTerms(&s.geo)},
		{inside(issuer, `"location": {"address": {@}}`), rowTerms(&s.address)},
		{inside(issuer, `"contactPoint": {@}`), rowTerms(&s.contact)},
		{inside(issuer, `"contactPoint": {"phone": {@}}`), rowTerms(&s.phone)},
		{inside(issuer, `"identifier": {@}`), rowTerms(&s.identifier)},
		{inside(issuer, `"homepage": {@}`), rowTerms(&s.webResource)},
		{inside(issuer, `"additionalNote": {@}`), rowTerms(&s.note)},
		{inside(issuer, `"logo": {"contentEncoding": "http://data.europa.eu/snb/encoding/6146cde7dd", @}`), []string{"content", "title", "contentType", "contentSize", "contentURL", "attachmentType"}},
		{`"displayParameter": {@}`, rowTerms(&s.display)},
		{`"displayParameter": {"individualDisplay": {"displayDetail": {@}}}`, rowTerms(&s.page)},
		{`"evidence": {@}`, rowTerms(&s.evidence)},
		{`"credentialStatus": {@}`, rowTerms(&s.status)},
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
