package edc

import (
	"reflect"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The functions below write the members whose form the tables cannot say with
// a constructor, and choose among the classes that a node can have.

// definitionType is Qualification where the model says so, where the parent
// allows nothing else, and where a member needs it.
func definitionType(parent *object, term string, f *mc.Definition) string {
	level := func(l mc.Level) bool { return l.Kind == mc.LevelEQF || l.Kind == mc.LevelNQF }
	needed := len(f.Quality) > 0 || len(f.Codes) > 0 || f.Stackability.PartialQualification != mc.Unknown || slices.ContainsFunc(f.Levels, level)
	if f.Qualification == mc.Yes || f.Qualification == mc.Unknown && needed || parent.class == "Qualification" {
		return "Qualification"
	}
	return "LearningAchievementSpecification"
}

// referenceType is the class of a larger qualification. A whole claim is never
// stated by a reference.
func referenceType(parent *object, term string, _ *mc.CredentialRef) string {
	switch parent.class {
	case "LearningAchievement":
		return ""
	case "LearningAchievementSpecification":
		return parent.class
	}
	return "Qualification"
}

// organisationTerms are the members that only an organisation can be.
var organisationTerms = map[string]bool{
	"issuer": true, "awardingBody": true, "accreditingAgent": true, "organisation": true, "providedBy": true,
	"limitOrganisation": true, "subOrganizationOf": true, "memberOf": true,
}

// partyType is the class of a party. ELM asks for the place of an organisation
// and for the claims of a person: an assessor or teacher without is an agent.
func partyType(_ *object, term string, p *mc.Party) string {
	switch {
	case term == "credentialSubject" && !isOrganisation(p):
		return "Person"
	case term == "groupMemberOf":
		return "Group"
	case p.Kind == mc.PartyGroup:
		return ""
	case p.Kind == mc.PartyPerson && organisationTerms[term] && term != "issuer" && term != "awardingBody":
		return ""
	case p.Kind == mc.PartyPerson:
		return "Agent"
	case organisationTerms[term], isOrganisation(p) && len(p.Countries()) > 0 && !p.Name.IsZero(), term == "credentialSubject":
		return "Organisation"
	}
	return "Agent"
}

func isOrganisation(p *mc.Party) bool { return p.Kind == mc.PartyOrganisation }

func writePreferredName(e *encoder, n *object, from *mc.Party, at mc.Path) {
	name := from.Name
	if n.class == "Agent" {
		name = from.DisplayName()
	}
	e.putRaw(n, "prefLabel", e.langMap("prefLabel", name, at.Dot("name")))
}

// identifierType is a legal identifier where the country is known that it is
// legal in. The digest of an identifier is not one.
func identifierType(_ *object, _ string, i *mc.Identifier) string {
	switch {
	case i.Hash != nil:
		return ""
	case inScheme(&i.Country.Concept, vocabulary.Country):
		return "LegalIdentifier"
	}
	return "Identifier"
}

// identifierTerm is the member of a party that an identifier stands in. The
// members for certain schemes ask for legal identifiers.
func identifierTerm(i *mc.Identifier) string {
	for _, t := range identifierTerms {
		if t.scheme == i.Scheme && (i.Scheme == mc.IdentOther || identifierType(nil, "", i) == "LegalIdentifier") {
			return t.term
		}
	}
	return identifierTerms[0].term
}

// statusType refuses a status of which anything but the id is stated: the
// contexts of ELM have no terms for status lists.
func statusType(_ *object, _ string, s *mc.Status) string {
	if *s != (mc.Status{ID: s.ID}) || !vc.IsURL(s.ID) {
		return ""
	}
	return "CredentialStatus"
}

// serviceType returns the types of schemas and services that the contexts have.
func serviceType(_ *object, term string, r *mc.SchemaRef) string {
	known := map[string]string{"credentialSchema": typeSHACL, "refreshService": "ManualRefreshService2018"}
	if r.Type != known[term] || !vc.IsURL(r.ID) {
		return ""
	}
	return r.Type
}

// holderType refuses a holder with a key, for which ELM has no term.
func holderType(_ *object, _ string, k *mc.KeyBinding) string {
	if k.JWK != "" || !vc.IsURL(k.ID) {
		return ""
	}
	return "Agent"
}

// writeTerms writes the terms of use that are a node of ELM and lose nothing
// in JSON-LD.
func writeTerms(e *encoder, n *object, from *mc.Envelope, at mc.Path) {
	writeTexts(e, n, "termsOfUse", from.Terms, at.Dot("terms"), func(t *mc.CredentialTerms) string {
		root, err := jsontree.Parse([]byte(t.Raw), jsontree.Limits{})
		if err != nil || t.ID != "" || t.Type != "" || !hasText(root.Get("type"), "TermsOfUse") || !e.lossless("termsOfUse", t.Raw) {
			return ""
		}
		return t.Raw
	})
}

func writeEmails(e *encoder, n *object, from *mc.ContactPoint, at mc.Path) {
	writeEach(e, n, "emailAddress", from.Email, at.Dot("email"), nil, func(s *string, at mc.Path) *object {
		if id := "mailto:" + *s; vc.IsURL(id) {
			return &object{class: "Mailbox", id: id, from: at}
		}
		return nil
	})
}

func (s *schema) writePhones(e *encoder, n *object, from *mc.ContactPoint, at mc.Path) {
	writeEach(e, n, "phone", from.Phone, at.Dot("phone"), nil, func(number *string, at mc.Path) *object {
		return s.phone.write(e, n, "phone", &phone{whole: *number}, at)
	})
}

// writeBirth writes a birth date as the point in time that it was read from,
// else as midnight in Brussels, with its offset.
func writeBirth(e *encoder, n *object, from *mc.Person, _ mc.Path) {
	d := decoder{}
	switch {
	case !from.BirthInstant.IsZero() && d.civilDate(from.BirthInstant) == from.BirthDate:
		e.putRaw(n, "dateOfBirth", showInstant(from.BirthInstant))
	case !from.BirthDate.IsZero():
		b := from.BirthDate
		offset := brusselsOffset(time.Date(b.Year, b.Month, b.Day, 0, 0, 0, 0, time.FixedZone("", 60*60)))
		midnight := time.Date(b.Year, b.Month, b.Day, 0, 0, 0, 0, time.FixedZone("", offset))
		e.putRaw(n, "dateOfBirth", showInstant(mc.InstantOf(midnight)))
	}
}

func isESCO(c *mc.Concept) bool { return inScheme(c, vocabulary.ESCOSkills) }

func isCredits(w *mc.Workload) bool { return w.Kind == mc.WorkloadCredits }

// writePoint writes the number of credits, which ELM has as text.
func writePoint(e *encoder, n *object, from *mc.Workload, _ mc.Path) {
	if from.Amount.IsZero() {
		e.putRaw(n, "point", quoted(from.Text))
		return
	}
	e.putRaw(n, "point", showDecimal(from.Amount))
}

// showWorkload writes an amount of time of one kind.
func showWorkload(w *mc.Workload, kind mc.WorkloadKind) string {
	switch {
	case w.Kind != kind:
		return ""
	case !w.Duration.IsZero():
		return showDuration(w.Duration)
	case kind != mc.WorkloadContact:
		return ""
	case !w.Amount.IsZero():
		return showDecimal(w.Amount)
	}
	return quoted(w.Text)
}

// termOf is the member that a level stands in: ELM has members of their own
// for EQF and national levels.
func termOf(l *mc.Level) string {
	switch {
	case l.Kind == mc.LevelEQF:
		return "eqfLevel"
	case l.Kind == mc.LevelNQF:
		return "nqfLevel"
	}
	return "educationLevel"
}

func (s *schema) writeRequirement(e *encoder, n *object, from *mc.Definition, at mc.Path) {
	const term = "entryRequirement"
	writeEach(e, n, term, from.Prerequisites, at.Dot("prerequisites"), nil, func(r *mc.Requirement, at mc.Path) *object {
		return s.note.write(e, n, term, &r.Note, at.Dot("note"))
	})
}

// writePages writes the pages by language; neighbours in the same language
// stand together.
func (s *schema) writePages(e *encoder, n *object, from *mc.Display, at mc.Path) {
	m := member{term: "individualDisplay"}
	var open *object
	written := 0
	for i := range from.Pages {
		p, here := &from.Pages[i], at.Dot("pages").At(i)
		e.places[here] = -1
		if open == nil || i > 0 && !reflect.DeepEqual(p.Language, from.Pages[i-1].Language) {
			open = &object{class: "IndividualDisplay"}
			e.put(open, "language", s.concept.write(e, open, "language", &p.Language, here.Dot("language")))
		}
		page := s.page.write(e, open, "displayDetail", p, here)
		if page == nil || page.missing != "" || len(open.members) == 0 {
			continue
		}
		e.places[here] = written
		written++
		if len(open.members) == 1 {
			open.members = append(open.members, member{term: "displayDetail"})
			m.items = append(m.items, item{node: open})
		}
		details := &open.members[1]
		details.items = append(details.items, item{node: page})
	}
	e.add(n, m)
}

// claims writes the first claim and those beside it.
func (e *encoder) claims(n *object, from *mc.Credential, _ mc.Path) {
	first := &mc.Claim{Definition: from.Definition, Award: from.Award}
	node := e.claim(n, first, "")
	if node == nil {
		return // further claims would be read as the first
	}
	m := member{term: "hasClaim", list: "others", items: []item{{node: node}}}
	for i := range from.Others {
		at := mc.Path("others").At(i)
		e.places[at] = -1
		if node := e.claim(n, &from.Others[i], at); node != nil {
			m.items = append(m.items, item{node: node, from: at})
		}
	}
	n.members = append(n.members, m) // a claim is never left out
}

// parts writes the parts of an achievement, which are achievements.
func (e *encoder) parts(n *object, from *mc.Claim, at mc.Path) {
	achievement := func(c *mc.Claim) bool { return c.Award.Kind == mc.ClaimAchievement }
	writeEach(e, n, "hasPart", from.Award.Parts, at.Dot("award.parts"), achievement,
		func(c *mc.Claim, at mc.Path) *object { return e.claim(n, c, at) })
}

// claim writes a claim by its class.
func (e *encoder) claim(parent *object, c *mc.Claim, at mc.Path) *object {
	outer := e.awarding
	defer func() { e.awarding = outer }()
	a, path, s := &c.Award, at.Dot("award"), e.schema
	e.awarding = &a.Awarding
	switch {
	case a.Kind == mc.ClaimActivity && len(a.Activities) > 0:
		return s.activity.write(e, parent, "hasClaim", &a.Activities[0], path.Dot("activities").At(0))
	case a.Kind == mc.ClaimAssessment && len(a.Assessments) > 0:
		return s.assessment.write(e, parent, "hasClaim", &a.Assessments[0], path.Dot("assessments").At(0))
	case a.Kind == mc.ClaimEntitlement && len(a.Entitlements) > 0:
		return s.entitlement.write(e, parent, "hasClaim", &a.Entitlements[0], path.Dot("entitlements").At(0))
	case a.Kind == mc.ClaimAchievement:
		return s.claim.write(e, parent, "hasClaim", c, at)
	}
	return nil
}

// awardedBy writes the awarding process of an activity, assessment or
// entitlement: its own, else that of the claim word for word.
func (e *encoder) awardedBy(n *object, own *mc.Awarding, at mc.Path) {
	from := own
	if from == nil {
		from = e.awarding
	}
	e.put(n, "awardedBy", e.schema.awarding.write(e, n, "awardedBy", from, at))
}
