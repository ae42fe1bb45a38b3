package edc

import (
	"reflect"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// prepare adds to the copy of the model what ELM requires and the model does
// state elsewhere. It adds and fills and never takes an entry out of a list, so
// that paths keep their meaning.
func (e *encoder) prepare() error {
	mapping.Visit(e.c, fill) // codes first: later steps look at them
	if e.c.Learner.Party.Name.IsZero() {
		e.restated["learner.party.name"] = "learner.party.person.fullName"
	}
	e.chooseLanguage()
	if err := e.issuers(); err != nil {
		return err
	}
	e.envelope()
	e.conversion()
	first := &mc.Claim{Definition: e.c.Definition, Award: e.c.Award}
	e.further(first)
	e.fillClaim(first, nil, "")
	e.c.Definition, e.c.Award = first.Definition, first.Award
	for i := range e.c.Others {
		e.fillClaim(&e.c.Others[i], nil, mc.Path("others").At(i))
	}
	e.display()
	mapping.Visit(e.c, fill)
	return nil
}

func (e *encoder) converted() bool { return len(e.model.Provenance) > 0 }

// chooseLanguage decides on the main language: the one stated, else the one
// asked for, else that of the title.
func (e *encoder) chooseLanguage() {
	primary := e.c.Envelope.Display.Primary
	for _, code := range []string{primary.IRI, primary.Notation} {
		if tag, ok := mc.LanguageTag(code); ok {
			e.language = tag
			return
		}
	}
	if e.opts.Language != language.Und {
		e.language = e.opts.Language.String()
		return
	}
	if v, ok := e.c.Title().Best(); ok && !strings.EqualFold(v.Lang, mc.Und) {
		e.language = v.Lang
	}
}

// issuers decides who issues, and fills in the country that was configured.
func (e *encoder) issuers() error {
	original := e.c.Envelope.Issuer
	if e.opts.Issuer != nil {
		e.c.Envelope.Issuer = *mapping.Clone(e.opts.Issuer)
		mapping.Visit(&e.c.Envelope.Issuer, fill)
		e.made("envelope.issuer", reasonOption)
	}
	if e.opts.IssuerID != "" {
		e.c.Envelope.Issuer.ID = e.opts.IssuerID
		e.made("envelope.issuer.id", reasonOption)
	}
	if e.opts.IssuerCountry == "" {
		return nil
	}
	country, ok := mc.CountryOf(e.opts.IssuerCountry)
	if !ok {
		return &mc.EncodeError{Path: "envelope.issuer.locations", Rule: &ruleCountry, Detail: "The country of the issuer must be a code of ISO 3166-1 with two or three letters; EncodeOptions.IssuerCountry is none. Set it to one, such as SE."}
	}
	locate := func(p *mc.Party, at mc.Path) {
		if len(p.Countries()) == 0 && p.Kind != mc.PartyPerson {
			e.made(at.Dot("locations").At(len(p.Locations)), reasonOption)
			p.Locations = append(slices.Clip(p.Locations), mc.Location{Addresses: []mc.Address{{Country: country}}})
		}
	}
	locate(&e.c.Envelope.Issuer, "envelope.issuer")
	e.claimsOf(func(c *mc.Claim, at mc.Path) {
		for i := range c.Award.Awarding.Bodies {
			if b := &c.Award.Awarding.Bodies[i]; sameParty(b, &original) {
				locate(b, at.Dot("award.awarding.bodies").At(i))
			}
		}
	})
	return nil
}

// claimsOf calls f with every claim of the copy.
func (e *encoder) claimsOf(f func(c *mc.Claim, at mc.Path)) {
	var walk func(c *mc.Claim, at mc.Path)
	walk = func(c *mc.Claim, at mc.Path) {
		f(c, at)
		for i := range c.Award.Parts {
			walk(&c.Award.Parts[i], at.Dot("award.parts").At(i))
		}
	}
	first := &mc.Claim{Definition: e.c.Definition, Award: e.c.Award}
	walk(first, "")
	e.c.Definition, e.c.Award = first.Definition, first.Award
	for i := range e.c.Others {
		walk(&e.c.Others[i], mc.Path("others").At(i))
	}
}

// sameParty reports whether two parties are one by id, or by name where
// neither has an id.
func sameParty(a, b *mc.Party) bool {
	if a.ID != "" || b.ID != "" {
		return a.ID == b.ID
	}
	return !a.Name.IsZero() && slices.Equal(a.Name, b.Name)
}

// envelope fills the members of the credential itself.
func (e *encoder) envelope() {
	v := &e.c.Envelope
	for _, p := range e.replaced() {
		if p != "envelope.issuer" {
			e.why(p, reasonSource)
		}
	}
	if e.opts.ID != "" || e.converted() {
		v.ID = e.opts.ID
	}
	if e.converted() {
		v.Issued, v.Status, v.Terms, v.Refresh = mc.Instant{}, nil, nil, nil
		clear(v.Profiles)
		clear(v.Schemas)
	}
	if v.ValidFrom.IsZero() {
		v.ValidFrom = e.model.Envelope.Issued
		e.made("envelope.validFrom", "no start of validity is stated; the date of issue")
	}
	if v.ValidFrom.IsZero() {
		v.ValidFrom = e.c.Award.Awarding.On
		e.made("envelope.validFrom", "no start of validity is stated; the date of the award")
	}
}

// profiles are the kinds of credential with the SHACL profile of each.
var profiles = []struct{ code, shapes string }{
	{"e34929035b", "edc-generic-full"},
	{"c_ae121a00", "edc-accredited"},
	{"c_9a31f32a", "edc-issued-by-mandate"},
	{"c_7e400154", "edc-converted"},
	{"6dff8a0f87", "edc-diploma-supplement"},
}

const (
	profileGeneric   = "e34929035b"
	profileConverted = "c_7e400154"
	profileBase      = "http://data.europa.eu/snb/model/ap/"
)

// profile states what kind of credential it is where nothing does, and the
// schemas that follow from it.
func (e *encoder) profile(code string) {
	v := &e.c.Envelope
	usable := func(c mc.Concept) bool { return inScheme(&c, vocabulary.CredentialProfile) }
	if !slices.ContainsFunc(v.Profiles, usable) {
		v.Profiles = append(v.Profiles, mc.Concept{IRI: vocabulary.CredentialProfile.IRI(code), Scheme: string(vocabulary.CredentialProfile)})
	}
	if slices.ContainsFunc(v.Schemas, func(r mc.SchemaRef) bool { return serviceType(nil, "credentialSchema", &r) != "" }) {
		return
	}
	found := false
	for _, p := range profiles {
		if slices.ContainsFunc(v.Profiles, func(c mc.Concept) bool { return c.IRI == vocabulary.CredentialProfile.IRI(p.code) }) {
			v.Schemas = append(v.Schemas, mc.SchemaRef{ID: profileBase + p.shapes, Type: typeSHACL})
			found = true
		}
	}
	if !found {
		v.Schemas = append(v.Schemas, mc.SchemaRef{ID: profileBase + "edc-generic-full", Type: typeSHACL})
	}
}

// fillClaim fills the titles and the awarding of a claim, and moves assessments
// without a grade to the definition: ELM has no ungraded result.
func (e *encoder) fillClaim(c *mc.Claim, above *mc.Awarding, at mc.Path) {
	a := &c.Award
	if len(a.Awarding.Bodies) == 0 {
		if above != nil && a.Awarding.IsZero() {
			a.Awarding = *above
		} else {
			a.Awarding.Bodies = []mc.Party{e.originalIssuer()}
		}
		e.made(at.Dot("award.awarding.bodies"), reasonAwarding)
	}
	mapping.Visit(a, func(value any) {
		if own, ok := value.(*mc.Awarding); ok && len(own.Bodies) == 0 {
			own.Bodies = a.Awarding.Bodies
		}
	})
	title := c.Definition.Title
	if title.IsZero() && at == "" {
		title = e.c.Envelope.Display.Title
	}
	switch {
	case a.Kind != mc.ClaimAchievement:
		fillOther(a, title)
		return
	case a.Title.IsZero():
		a.Title = title
		e.made(at.Dot("award.title"), "the title of the definition, or else of the credential")
	}
	e.ungraded(c, at)
	if !reflect.ValueOf(c.Definition).IsZero() && c.Definition.Title.IsZero() {
		c.Definition.Title = a.Title
		e.made(at.Dot("definition.title"), "the title of the award")
	}
	for i := range a.Parts {
		e.fillClaim(&a.Parts[i], &a.Awarding, at.Dot("award.parts").At(i))
	}
}

// originalIssuer is the issuer of the model, with the country that was filled
// in for it.
func (e *encoder) originalIssuer() mc.Party {
	if e.opts.Issuer == nil {
		return e.c.Envelope.Issuer
	}
	issuer := *mapping.Clone(&e.model.Envelope.Issuer)
	if country, ok := mc.CountryOf(e.opts.IssuerCountry); ok && len(issuer.Countries()) == 0 {
		issuer.Locations = append(issuer.Locations, mc.Location{Addresses: []mc.Address{{Country: country}}})
	}
	return issuer
}

// fillOther gives a claim that is no achievement a title.
func fillOther(a *mc.Award, title mc.LangString) {
	if !a.Title.IsZero() {
		title = a.Title
	}
	var own *mc.LangString
	switch {
	case a.Kind == mc.ClaimActivity && len(a.Activities) > 0:
		own = &a.Activities[0].Title
	case a.Kind == mc.ClaimAssessment && len(a.Assessments) > 0:
		own = &a.Assessments[0].Title
	case a.Kind == mc.ClaimEntitlement && len(a.Entitlements) > 0:
		own = &a.Entitlements[0].Title
	}
	if own != nil && own.IsZero() {
		*own = title
	}
}

// ungraded moves what is known of assessments without a grade to the
// definition, as assessments that are foreseen.
func (e *encoder) ungraded(c *mc.Claim, at mc.Path) {
	for i := range c.Award.Assessments {
		r := &c.Award.Assessments[i]
		if !gradeText(&r.Grade).IsZero() {
			continue
		}
		e.why(at.Dot("award.assessments").At(i), "ELM has no assessment without a grade; its kind is stated with the definition")
		spec := mc.AssessmentSpec{}
		if r.Spec != nil {
			spec = *r.Spec
		}
		if spec.Title.IsZero() {
			spec.Title = r.Title
		}
		if len(spec.Types) == 0 {
			spec.Types = r.Types
		}
		known := slices.ContainsFunc(c.Definition.Assessments, func(s mc.AssessmentSpec) bool { return reflect.DeepEqual(s, spec) })
		if len(spec.Types) > 0 && !known {
			e.made(at.Dot("definition.assessments").At(len(c.Definition.Assessments)), "the kind of an assessment without a grade")
			c.Definition.Assessments = append(c.Definition.Assessments, spec)
		}
	}
}

// further states with the claim what ELM has no place for in the credential:
// further notes and documents, the criteria, and the provenance in words.
func (e *encoder) further(c *mc.Claim) {
	a, f := &c.Award, &c.Definition
	if a.Kind != mc.ClaimAchievement {
		return
	}
	for i := range e.c.Further {
		e.restated[mc.Path("further").At(i)] = mc.Path("award.notes").At(len(a.Notes))
		a.Notes = append(a.Notes, e.c.Further[i])
	}
	for i := range e.c.Documents {
		e.restated[mc.Path("documents").At(i)] = mc.Path("award.documents").At(len(a.Documents))
		a.Documents = append(a.Documents, e.c.Documents[i])
	}
	if !f.Criteria.Narrative.Text.IsZero() {
		note := f.Criteria.Narrative
		e.restated["definition.criteria.narrative"] = mc.Path("definition.notes").At(len(f.Notes))
		note.Subject = &mc.Concept{Label: mc.Text("en", "Criteria")}
		f.Notes = append(f.Notes, note)
	}
	if f.Criteria.URL != "" {
		e.restated["definition.criteria.url"] = mc.Path("definition.documents").At(len(f.Documents)).Dot("url")
		f.Documents = append(f.Documents, mc.WebResource{URL: f.Criteria.URL, Title: mc.Text("en", "Criteria")})
	}
	for i := range e.c.Provenance {
		if p := &e.c.Provenance[i]; len(p.SourceBytes) == 0 {
			e.made(mc.Path("award.notes").At(len(a.Notes)), "says where the credential comes from")
			a.Notes = append(a.Notes, mc.Note{Text: mc.Text("en", story(p)), Subject: &mc.Concept{Label: mc.Text("en", "Provenance")}})
		}
	}
}
