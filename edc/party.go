package edc

import (
	"maps"
	"slices"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// partyKinds are the ELM classes of agents.
var partyKinds = map[string]mc.PartyKind{
	"Organisation": mc.PartyOrganisation, "Person": mc.PartyPerson, "Group": mc.PartyGroup, "Agent": mc.PartyUnknown,
}

// defineParties makes the tables of Organisation, Person, Agent and Group, and
// of the subject of a credential.
func (s *schema) defineParties() {
	rows := mapping.Rows(s.partyRows(), identifierRows(s), s.personRows())
	s.party = mapping.Class[mc.Party]{
		ID:     func(p *mc.Party) *string { return &p.ID },
		Rows:   rows,
		OnType: readPartyKind,
		TypeOf: partyType,
	}
	s.learner = mapping.Class[mc.Credential]{
		ID: func(c *mc.Credential) *string { return &c.Learner.ID },
		OnType: func(r *mapping.Reader, name jsontree.Value, to *mc.Credential, at mc.Path) bool {
			return readPartyKind(r, name, &to.Learner.Party, at.Dot("learner.party"))
		},
		TypeOf: func(w *mapping.Writer, parent *mapping.Node, term string, from *mc.Credential) (string, bool) {
			return partyType(w, parent, term, &from.Learner.Party)
		},
		Rows: append(mapping.Part(func(c *mc.Credential) *mc.Party { return &c.Learner.Party }, rows...),
			mapping.Custom("hasClaim", readClaims, writeClaims)),
	}
}

func (s *schema) partyRows() []mapping.Row[mc.Party] {
	groups := func(p *mc.Party) *[]mc.Party { return &p.Groups }
	return []mapping.Row[mc.Party]{
		mapping.When(classIs("Organisation"), mapping.Lang("legalName", func(p *mc.Party) *mc.LangString { return &p.Name })),
		mapping.When(classIs("Agent", "Person", "Group"), mapping.Custom("prefLabel", readPreferredName, writePreferredName)),
		mapping.Lang("altLabel", func(p *mc.Party) *mc.LangString { return &p.AltName }),
		mapping.Many("dcType", func(p *mc.Party) *[]mc.Concept { return &p.Types }, &s.concept),
		mapping.Many("homepage", func(p *mc.Party) *[]mc.WebResource { return &p.Homepages }, &s.webResource),
		mapping.Many("location", func(p *mc.Party) *[]mc.Location { return &p.Locations }, &s.location),
		mapping.Many("contactPoint", func(p *mc.Party) *[]mc.ContactPoint { return &p.Contacts }, &s.contact),
		mapping.Many("accreditation", func(p *mc.Party) *[]mc.QualityAssurance { return &p.Accreditations }, &s.quality),
		mapping.Many("groupMemberOf", groups, &s.party, mapping.If(not(isOrganisation))),
		mapping.Many("memberOf", groups, &s.party, mapping.If(isOrganisation)),
		mapping.Opt("subOrganizationOf", func(p *mc.Party) **mc.Party { return &p.Parent }, &s.party),
		mapping.Many("hasSubOrganization", func(p *mc.Party) *[]mc.Party { return &p.Parts }, &s.party),
		mapping.When(classIs("Group"), mapping.Many("member", func(p *mc.Party) *[]mc.Party { return &p.Members }, &s.party)),
		// A Person must have a claim, which no member of an organisation is stated with.
		mapping.ReadOnly(mapping.Many("hasMember", func(p *mc.Party) *[]mc.Party { return &p.Members }, &s.party)),
		mapping.Opt("logo", func(p *mc.Party) **mc.Media { return &p.Logo }, &s.media),
		noted(s, func(p *mc.Party) *[]mc.Note { return &p.Notes },
			statement{key: "place", path: "locations"},
			statement{key: "logo", path: "logo", only: imageFields, when: isLinked}),
		mapping.Instant("dateModified", func(p *mc.Party) *mc.Instant { return &p.Modified }),
	}
}

// classIs is the condition that a node is of one of some classes.
func classIs(classes ...string) func(*mapping.Writer, *mapping.Node, *mc.Party, mc.Path) bool {
	return func(_ *mapping.Writer, n *mapping.Node, _ *mc.Party, _ mc.Path) bool {
		return slices.Contains(classes, n.Class)
	}
}

func not[F any](is func(*F) bool) func(*F) bool { return func(f *F) bool { return !is(f) } }

func isOrganisation(p *mc.Party) bool { return p.Kind == mc.PartyOrganisation }

func readPartyKind(r *mapping.Reader, name jsontree.Value, to *mc.Party, at mc.Path) bool {
	kind, ok := partyKinds[name.Text()]
	switch {
	case !ok:
		return false
	case kind == mc.PartyUnknown:
		r.Scaffold(name)
	case to.Kind != mc.PartyUnknown && to.Kind != kind:
		return false
	default:
		to.Kind = kind
		r.Change(name, at.Dot("kind"), "the class of the node")
	}
	return true
}

// organisationTerms are the members that only take organisations.
var organisationTerms = map[string]bool{
	"issuer": true, "awardingBody": true, "accreditingAgent": true, "organisation": true, "providedBy": true,
	"limitOrganisation": true, "subOrganizationOf": true, "hasSubOrganization": true, "memberOf": true,
}

// partyType returns the class of a party. ELM requires a place of an organisation
// and claims of a person, so that a party without these is an agent.
func partyType(_ *mapping.Writer, _ *mapping.Node, term string, p *mc.Party) (string, bool) {
	switch {
	case term == "credentialSubject" && !isOrganisation(p):
		return "Person", true
	case term == "groupMemberOf":
		return "Group", true
	case p.Kind == mc.PartyGroup:
		return "", false
	case p.Kind == mc.PartyPerson && organisationTerms[term] && term != "issuer" && term != "awardingBody":
		return "", false
	case p.Kind == mc.PartyPerson:
		return "Agent", true
	case organisationTerms[term], isOrganisation(p) && isLocated(p) && !p.Name.IsZero(), term == "credentialSubject":
		return "Organisation", true
	}
	return "Agent", true
}

// readPreferredName reads the preferred label as the name, unless there is a legal
// name.
func readPreferredName(r *mapping.Reader, v jsontree.Value, to *mc.Party, at mc.Path) {
	if v.Parent().Get("legalName").Len() > 0 {
		r.Reject(v, "the legal name is the name")
		return
	}
	r.Texts(v, &to.Name, at.Dot("name"), mc.Und)
}

func writePreferredName(w *mapping.Writer, n *mapping.Node, from *mc.Party, at mc.Path) {
	name := from.Name
	if n.Class == "Agent" && name.IsZero() {
		name = from.DisplayName()
		if from.Person != nil && !from.Person.FullName.IsZero() {
			encoderOf(w).restated[at.Dot("person.fullName")] = at.Dot("name")
		}
	}
	writeTexts(w, n, "prefLabel", name, at.Dot("name"))
}

// identifierTerms are the members for identifiers of parties, each with the scheme
// that follows from it. EBSI has another term for the eIDAS identifier.
var identifierTerms = []struct {
	term   string
	scheme mc.IdentifierScheme
	ebsi   bool
}{
	{"identifier", mc.IdentOther, false},
	{"eIDASIdentifier", mc.IdentEIDAS, false},
	{"eidasLegalIdentifier", mc.IdentEIDAS, true},
	{"registration", mc.IdentRegistration, false},
	{"vatIdentifier", mc.IdentVAT, false},
	{"taxIdentifier", mc.IdentTax, false},
	{"nationalID", mc.IdentNationalID, false},
}

// identifierRows are the members for identifiers of each class of party. What a class
// has no member for stands among its other identifiers.
func identifierRows(s *schema) (rows []mapping.Row[mc.Party]) {
	scheme := func(i *mc.Identifier) *mc.IdentifierScheme { return &i.Scheme }
	for _, t := range identifierTerms {
		told := mapping.Having(scheme, t.scheme)
		if t.scheme == mc.IdentOther {
			told = mapping.Condition[mc.Identifier]{}
		}
		many := func(told mapping.Condition[mc.Identifier]) mapping.Row[mc.Party] {
			return mapping.Many(t.term, func(p *mc.Party) *[]mc.Identifier { return &p.Identifiers }, &s.identifier, told)
		}
		row, writes := mapping.ReadOnly(many(told)), map[string]mapping.Row[mc.Party]{}
		for _, class := range slices.Sorted(maps.Keys(partyKinds)) {
			of := told
			of.Holds = func(i *mc.Identifier) bool { return identifierTermIn(class, i) == t.term }
			writes[class] = many(of)
		}
		if !t.ebsi {
			row.Write = func(w *mapping.Writer, n *mapping.Node, from *mc.Party, at mc.Path) {
				if of, ok := writes[n.Class]; ok {
					of.Write(w, n, from, at)
				}
			}
		}
		rows = append(rows, row)
	}
	return rows
}

// identifierTermIn is identifierTerm for a class that may not have that member.
func identifierTermIn(class string, i *mc.Identifier) string {
	term := identifierTerm(i)
	if term != "" && !isMember(class, term) {
		return identifierTerms[0].term
	}
	return term
}

// identifierTerm returns the member for an identifier of a party. Members for one
// scheme only take legal identifiers. It is "" for one that stands elsewhere.
func identifierTerm(i *mc.Identifier) string {
	if i.Scheme == moved {
		return ""
	}
	for _, t := range identifierTerms {
		if t.scheme == i.Scheme && (i.Scheme == mc.IdentOther || isLegal(i)) {
			return t.term
		}
	}
	return identifierTerms[0].term
}

// personRows are the members of Person. A person who is stated as an Agent has the
// name only.
func (s *schema) personRows() []mapping.Row[mc.Party] {
	rows := mapping.Through(func(p *mc.Party) **mc.Person { return &p.Person },
		mapping.Lang("fullName", func(p *mc.Person) *mc.LangString { return &p.FullName }),
		mapping.Lang("givenName", func(p *mc.Person) *mc.LangString { return &p.GivenName }),
		mapping.Lang("familyName", func(p *mc.Person) *mc.LangString { return &p.FamilyName }),
		mapping.Lang("birthName", func(p *mc.Person) *mc.LangString { return &p.BirthName }),
		mapping.Lang("patronymicName", func(p *mc.Person) *mc.LangString { return &p.Patronymic }),
		mapping.Opt("placeOfBirth", func(p *mc.Person) **mc.Location { return &p.BirthPlace }, &s.location),
		mapping.Many("citizenshipCountry", func(p *mc.Person) *[]mc.Country { return &p.Citizenship }, &s.country),
		mapping.One("gender", func(p *mc.Person) *mc.Concept { return &p.Gender }, &s.concept),
		mapping.Custom("dateOfBirth", readBirth, writeBirth),
	)
	for i := range rows {
		rows[i] = mapping.When(classIs("Person"), rows[i])
	}
	return rows
}

// fillPerson makes the name of a person the full name if no other name is known.
func fillPerson(p *mc.Party) {
	if p.Kind != mc.PartyPerson || p.Name.IsZero() {
		return
	}
	if p.Person == nil {
		p.Person = &mc.Person{}
	}
	if p.Person.FullName.IsZero() && p.Person.GivenName.IsZero() && p.Person.FamilyName.IsZero() {
		p.Person.FullName, p.Name = p.Name, nil
	}
}
