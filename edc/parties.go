package edc

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *schema) definePlaces() {
	s.address = class[mc.Address]{
		names: []string{"Address"},
		fields: fieldsOf([]field[mc.Address]{
			one("countryCode", "country", func(a *mc.Address) *mc.Country { return &a.Country }, &s.country),
			one("fullAddress", "full", func(a *mc.Address) *mc.LangString { return &a.Full }, &s.literal),
			many("identifier", "identifiers", func(a *mc.Address) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
		}),
	}
	s.geo = class[mc.Geo]{
		names: []string{"Geometry", "locn:Geometry"},
		fields: fieldsOf([]field[mc.Geo]{
			readOnly(decimal("latitude", "latitude", func(g *mc.Geo) *mc.Decimal { return &g.Latitude })),
			readOnly(decimal("clv:latitude", "latitude", func(g *mc.Geo) *mc.Decimal { return &g.Latitude })),
			decimal("http://data.europa.eu/m8g/latitude", "latitude", func(g *mc.Geo) *mc.Decimal { return &g.Latitude }),
			readOnly(decimal("longitude", "longitude", func(g *mc.Geo) *mc.Decimal { return &g.Longitude })),
			readOnly(decimal("clv:longitude", "longitude", func(g *mc.Geo) *mc.Decimal { return &g.Longitude })),
			decimal("http://data.europa.eu/m8g/longitude", "longitude", func(g *mc.Geo) *mc.Decimal { return &g.Longitude }),
		}),
	}
	s.location = class[mc.Location]{
		names: []string{"Location"},
		fields: fieldsOf([]field[mc.Location]{
			lang("geographicName", "name", func(l *mc.Location) *mc.LangString { return &l.Name }),
			lang("description", "description", func(l *mc.Location) *mc.LangString { return &l.Description }),
			many("identifier", "identifiers", func(l *mc.Location) *[]mc.Identifier { return &l.Identifiers }, &s.identifier),
			many("address", "addresses", func(l *mc.Location) *[]mc.Address { return &l.Addresses }, &s.address),
			many("spatialCode", "regions", func(l *mc.Location) *[]mc.Concept { return &l.Regions }, &s.concept),
			readOnly(opt("geometry", "geo", func(l *mc.Location) **mc.Geo { return &l.Geo }, &s.geo)),
			opt("locn:geometry", "geo", func(l *mc.Location) **mc.Geo { return &l.Geo }, &s.geo),
		}),
	}
}

func (s *schema) defineContacts() {
	trim := func(_ *decoder, _ jsontree.Value, to *string, _ mc.Path) { *to = strings.TrimPrefix(*to, "mailto:") }
	s.mailbox = class[string]{ // its address is its id
		names: []string{"Mailbox"},
		id:    func(t *string) *string { return t },
		after: trim,
		fromText: func(d *decoder, v jsontree.Value, to *string, at mc.Path) {
			s.mailbox.readID(d, v, to, at)
			trim(d, v, to, at)
		},
	}
	s.phone = class[phone]{
		names: []string{"Phone"},
		fields: fieldsOf([]field[phone]{
			text("phoneNumber", "", func(p *phone) *string { return &p.whole }),
			phonePart("countryDialing", func(p *phone) *string { return &p.country }),
			phonePart("areaDialing", func(p *phone) *string { return &p.area }),
			phonePart("elm:areaDialing", func(p *phone) *string { return &p.area }),
			phonePart("areaDialingCode", func(p *phone) *string { return &p.area }),
			phonePart("dialNumber", func(p *phone) *string { return &p.dial }),
		}),
	}
	s.contact = class[mc.ContactPoint]{
		names: []string{"ContactPoint"},
		fields: fieldsOf([]field[mc.ContactPoint]{
			lang("description", "description", func(c *mc.ContactPoint) *mc.LangString { return &c.Description }),
			many("address", "addresses", func(c *mc.ContactPoint) *[]mc.Address { return &c.Addresses }, &s.address),
			many("contactForm", "forms", func(c *mc.ContactPoint) *[]mc.WebResource { return &c.Forms }, &s.webResource),
			many("additionalNote", "notes", func(c *mc.ContactPoint) *[]mc.Note { return &c.Notes }, &s.note),
			{"emailAddress", s.readEmails, writeEmails},
			{"phone", s.readPhones, s.writePhones},
		}),
	}
}

// phone is a phone number in one piece or in parts.
type phone struct{ whole, country, area, dial string }

// phonePart is a part of a phone number. It is residue beside the whole.
func phonePart(term string, get func(*phone) *string) field[phone] {
	return field[phone]{term: term, read: func(d *decoder, v jsontree.Value, to *phone, at mc.Path) {
		v, text, ok := d.literal(v)
		switch {
		case !ok:
		case text == "" || *get(to) != "" || v.Parent().Get("phoneNumber").Text() != "":
			d.residue(v, "the model keeps the whole number only")
		default:
			*get(to) = text
			d.track.Mark(v.Pointer(), mc.Outcome{To: string(at), Kind: mc.KindMerged, Reason: "a part of a phone number"})
		}
	}}
}

func (s *schema) readEmails(d *decoder, v jsontree.Value, to *mc.ContactPoint, at mc.Path) {
	for e := range v.Each() {
		var address string
		if !d.nothing(e) && s.mailbox.read(d, e, &address, at.Dot("email").At(len(to.Email))) && address != "" {
			to.Email = append(to.Email, address)
		}
	}
}

// readPhones reads phone numbers; those in parts are joined with spaces.
func (s *schema) readPhones(d *decoder, v jsontree.Value, to *mc.ContactPoint, at mc.Path) {
	for e := range v.Each() {
		var p phone
		if d.nothing(e) || !s.phone.read(d, e, &p, at.Dot("phone").At(len(to.Phone))) {
			continue
		}
		if p.whole == "" {
			p.whole = strings.Join(strings.Fields(p.country+" "+p.area+" "+p.dial), " ")
		}
		if p.whole != "" {
			to.Phone = append(to.Phone, p.whole)
		}
	}
}

// partyKinds are the ELM classes of agents.
var partyKinds = map[string]mc.PartyKind{
	"Organisation": mc.PartyOrganisation, "Person": mc.PartyPerson, "Group": mc.PartyGroup, "Agent": mc.PartyUnknown,
}

func (s *schema) defineParties() {
	fields := s.partyFields()
	s.party = class[mc.Party]{
		id: func(p *mc.Party) *string { return &p.ID }, idName: "id",
		fields: fieldsOf(fields),
		onType: readPartyKind,
		typeOf: partyType,
	}
	s.learner = class[mc.Credential]{
		id: func(c *mc.Credential) *string { return &c.Learner.ID }, idName: "learner.id",
		onType: func(d *decoder, name jsontree.Value, to *mc.Credential, at mc.Path) bool {
			return readPartyKind(d, name, &to.Learner.Party, at.Dot("learner.party"))
		},
		typeOf: func(_ *object, term string, from *mc.Credential) string {
			return partyType(nil, term, &from.Learner.Party)
		},
		fields: fieldsOf(
			lift("learner.party", func(c *mc.Credential) *mc.Party { return &c.Learner.Party }, fields),
			[]field[mc.Credential]{{"hasClaim", readClaims, (*encoder).claims}}),
	}
}

func readPartyKind(d *decoder, name jsontree.Value, to *mc.Party, at mc.Path) bool {
	kind, ok := partyKinds[name.Text()]
	switch {
	case !ok:
		return false
	case kind == mc.PartyUnknown:
		d.scaffold(name)
	case to.Kind != mc.PartyUnknown && to.Kind != kind:
		return false
	default:
		to.Kind = kind
		d.change(name, at.Dot("kind"), "the class of the node")
	}
	return true
}

// partyFields are the members of Organisation, Person, Agent and Group.
func (s *schema) partyFields() []field[mc.Party] {
	fields := []field[mc.Party]{
		named(lang("legalName", "name", func(p *mc.Party) *mc.LangString { return &p.Name }), "Organisation"),
		named(field[mc.Party]{"prefLabel", readPreferredName, writePreferredName}, "Agent", "Person", "Group"),
		lang("altLabel", "altName", func(p *mc.Party) *mc.LangString { return &p.AltName }),
		many("dcType", "types", func(p *mc.Party) *[]mc.Concept { return &p.Types }, &s.concept),
		many("homepage", "homepages", func(p *mc.Party) *[]mc.WebResource { return &p.Homepages }, &s.webResource),
		many("additionalNote", "notes", func(p *mc.Party) *[]mc.Note { return &p.Notes }, &s.note),
		many("location", "locations", func(p *mc.Party) *[]mc.Location { return &p.Locations }, &s.location),
		many("contactPoint", "contacts", func(p *mc.Party) *[]mc.ContactPoint { return &p.Contacts }, &s.contact),
		many("accreditation", "accreditations", func(p *mc.Party) *[]mc.QualityAssurance { return &p.Accreditations }, &s.quality),
		manyWith("groupMemberOf", "groups", func(p *mc.Party) *[]mc.Party { return &p.Groups }, &s.party, nil, not(isOrganisation)),
		manyWith("memberOf", "groups", func(p *mc.Party) *[]mc.Party { return &p.Groups }, &s.party, nil, isOrganisation),
		opt("subOrganizationOf", "parent", func(p *mc.Party) **mc.Party { return &p.Parent }, &s.party),
		opt("logo", "logo", func(p *mc.Party) **mc.Media { return &p.Logo }, &s.media),
		readOnly(instant("dateModified", "modified", func(p *mc.Party) *mc.Instant { return &p.Modified })),
	}
	for _, t := range identifierTerms {
		fields = append(fields, manyWith(t.term, "identifiers",
			func(p *mc.Party) *[]mc.Identifier { return &p.Identifiers }, &s.identifier, tellScheme(t.scheme),
			func(i *mc.Identifier) bool { return identifierTerm(i) == t.term }))
	}
	return append(fields, s.personFields()...)
}

// readPreferredName reads the preferred label as the name, where there is no
// legal name beside it.
func readPreferredName(d *decoder, v jsontree.Value, to *mc.Party, at mc.Path) {
	if v.Parent().Get("legalName").Len() > 0 {
		d.residue(v, "the legal name is the name")
		return
	}
	d.langString(v, &to.Name, at.Dot("name"))
}

// identifierTerms are the members of agents that hold identifiers, with the
// scheme that each of them tells. EBSI writes the eIDAS identifier of an issuer
// under another term.
var identifierTerms = []struct {
	term   string
	scheme mc.IdentifierScheme
}{
	{"identifier", mc.IdentOther},
	{"eIDASIdentifier", mc.IdentEIDAS},
	{"eidasLegalIdentifier", mc.IdentEIDAS},
	{"registration", mc.IdentRegistration},
	{"vatIdentifier", mc.IdentVAT},
	{"taxIdentifier", mc.IdentTax},
	{"nationalID", mc.IdentNationalID},
}

func tellScheme(scheme mc.IdentifierScheme) func(*mc.Identifier) string {
	if scheme == mc.IdentOther {
		return nil
	}
	return func(i *mc.Identifier) string {
		i.Scheme = scheme
		return "scheme"
	}
}

func (s *schema) personFields() []field[mc.Party] {
	fields := []field[mc.Person]{
		lang("fullName", "fullName", func(p *mc.Person) *mc.LangString { return &p.FullName }),
		lang("givenName", "givenName", func(p *mc.Person) *mc.LangString { return &p.GivenName }),
		lang("familyName", "familyName", func(p *mc.Person) *mc.LangString { return &p.FamilyName }),
		lang("birthName", "birthName", func(p *mc.Person) *mc.LangString { return &p.BirthName }),
		lang("patronymicName", "patronymic", func(p *mc.Person) *mc.LangString { return &p.Patronymic }),
		opt("placeOfBirth", "birthPlace", func(p *mc.Person) **mc.Location { return &p.BirthPlace }, &s.location),
		many("citizenshipCountry", "citizenship", func(p *mc.Person) *[]mc.Country { return &p.Citizenship }, &s.country),
		one("gender", "gender", func(p *mc.Person) *mc.Concept { return &p.Gender }, &s.concept),
		{"dateOfBirth", readBirth, writeBirth},
	}
	return lift("person", func(p *mc.Party) *mc.Person {
		if p.Person == nil {
			p.Person = &mc.Person{}
		}
		return p.Person
	}, fields)
}

// readBirth reads a birth date, which ELM states as a point in time: the civil
// date is the one in Brussels at that time, because the Commission's tools
// write midnight there in UTC. A time with another offset, or with none, states
// the date itself.
func readBirth(d *decoder, v jsontree.Value, to *mc.Person, at mc.Path) {
	v, s, ok := d.literal(v)
	if !ok {
		return
	}
	if !to.BirthDate.IsZero() {
		d.residue(v, "the model has room for one value")
		return
	}
	if date, err := mc.ParseDate(s); err == nil {
		to.BirthDate = date
		d.keep(v, at.Dot("birthDate"))
		return
	}
	instant, err := mc.ParseInstant(s)
	if err != nil {
		d.residue(v, err.Error())
		return
	}
	to.BirthInstant, to.BirthDate = instant, d.civilDate(instant)
	reason := "the date that the time states"
	if to.BirthDate != instant.DateIn(nil) {
		reason = "the civil date in Brussels at that time, which is not the date in UTC"
	}
	d.change(v, at.Dot("birthDate"), reason)
	d.change(v, at.Dot("birthInstant"), reason)
}
