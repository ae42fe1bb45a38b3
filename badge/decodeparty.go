package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *shapesOf) defineParties() {
	s.defineIdentities()
	s.defineQuality()
	terms := ext(
		lang("legalName", "name", func(p *mc.Party) *mc.LangString { return &p.Name }),
		lang("altName", "altName", func(p *mc.Party) *mc.LangString { return &p.AltName }),
		many("quality", "accreditations", func(p *mc.Party) *[]mc.QualityAssurance { return &p.Accreditations }, &s.quality),
	)
	terms = append(terms, s.personTerms()...)
	terms = append(terms,
		custom("name", readPartyName),
		plain("description", "description", func(p *mc.Party) *mc.LangString { return &p.Description }),
		opt("image", "logo", func(p *mc.Party) **mc.Media { return &p.Logo }, &s.image),
		many("otherIdentifier", "identifiers", func(p *mc.Party) *[]mc.Identifier { return &p.Identifiers }, &s.entry),
	)
	terms = append(terms, s.contactTerms()...)
	terms = append(terms,
		opt("parentOrg", "parent", func(p *mc.Party) **mc.Party { return &p.Parent }, &s.party),
		endorsements("endorsement", func(p *mc.Party) *[]mc.Endorsement { return &p.Endorsements }),
		endorsements("endorsementJwt", func(p *mc.Party) *[]mc.Endorsement { return &p.Endorsements }),
	)
	s.party = shape[mc.Party]{
		names: []string{"Profile", typeEuProfile, "IssuerAccreditationProfile"},
		id:    func(p *mc.Party) *string { return &p.ID }, idName: "id",
		terms: terms,
		text:  s.readPartyReference,
		after: derivePartyKind,
	}
}

// personTerms are the names of a person and what else the extension says of
// one.
func (s *shapesOf) personTerms() []term[mc.Party] {
	type P = mc.Person
	person := func(p *mc.Party) *P {
		if p.Person == nil {
			p.Person = &P{}
		}
		return p.Person
	}
	terms := ext(
		lang("fullName", "fullName", func(p *P) *mc.LangString { return &p.FullName }),
		lang("givenNames", "givenName", func(p *P) *mc.LangString { return &p.GivenName }),
		lang("familyNames", "familyName", func(p *P) *mc.LangString { return &p.FamilyName }),
		lang("patronymicNames", "patronymic", func(p *P) *mc.LangString { return &p.Patronymic }),
		lang("birthName", "birthName", func(p *P) *mc.LangString { return &p.BirthName }),
		parsed("birthDate", "birthDate", func(p *P) *mc.Date { return &p.BirthDate }, mc.ParseDate),
		opt("birthPlace", "birthPlace", func(p *P) **mc.Location { return &p.BirthPlace }, &s.place),
		many("citizenship", "citizenship", func(p *P) *[]mc.Country { return &p.Citizenship }, &s.country),
		one("gender", "gender", func(p *P) *mc.Concept { return &p.Gender }, &s.concept),
	)
	terms = append(terms,
		plain("givenName", "givenName", func(p *P) *mc.LangString { return &p.GivenName }),
		plain("familyName", "familyName", func(p *P) *mc.LangString { return &p.FamilyName }),
		plain("patronymicName", "patronymic", func(p *P) *mc.LangString { return &p.Patronymic }),
		plain("honorificPrefix", "prefix", func(p *P) *mc.LangString { return &p.Prefix }),
		plain("honorificSuffix", "suffix", func(p *P) *mc.LangString { return &p.Suffix }),
		parsed("dateOfBirth", "birthDate", func(p *P) *mc.Date { return &p.BirthDate }, mc.ParseDate),
	)
	return lift("person", person, terms)
}

// contactTerms are where and how a party can be reached.
func (s *shapesOf) contactTerms() []term[mc.Party] {
	return append(ext(
		custom("identification", func(d *decoder, v jsontree.Value, to *mc.Party, at path) {
			s.identifications(d, v, &to.Identifiers, at.Dot("identifiers"))
		}),
		many("contactPoint", "contacts", func(p *mc.Party) *[]mc.ContactPoint { return &p.Contacts }, &s.contact),
		many("location", "locations", func(p *mc.Party) *[]mc.Location { return &p.Locations }, &s.place),
		many("homepage", "homepages", func(p *mc.Party) *[]mc.WebResource { return &p.Homepages }, &s.page),
	),
		reached("email", "email", func(c *mc.ContactPoint) *[]string { return &c.Email }),
		reached("phone", "phone", func(c *mc.ContactPoint) *[]string { return &c.Phone }),
		custom("url", readHomepage),
		custom("address", s.readMainAddress),
	)
}

// readPartyReference reads a party that stands as its id alone: the node with
// that id elsewhere in the badge, else nothing but the id.
func (s *shapesOf) readPartyReference(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	if node := d.profiles[v.Text()]; node.Exists() && d.follow(node, v) {
		s.party.readObject(d, node, to, at)
		d.leave()
		d.keep(v, at.Dot("id"))
		return
	}
	s.party.readID(d, v, to, at)
}

// readPartyName reads the one name of a party: that of an organisation, or the
// names of a person in one string.
func readPartyName(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	if n := to.Person; v.Kind() == jsontree.String && v.Text() != "" {
		switch {
		case d.confirms(v, to.Name, at.Dot("name")):
			return
		case n != nil && d.confirms(v, n.FullName, at.Dot("person").Dot("fullName")):
			return
		case n != nil && joins(v.Text(), n):
			d.merge(v, at.Dot("person").Dot("givenName"))
			return
		case to.Name.IsZero() && d.confirms(v, to.AltName, at.Dot("altName")):
			return
		}
	}
	d.plain(v, &to.Name, at.Dot("name"))
}

// merge accounts for a name in which given and family name stand together.
func (d *decoder) merge(v jsontree.Value, at path) {
	d.mark(v, mc.Outcome{To: string(at), Kind: mc.KindMerged, Severity: mc.SeverityInfo, Reason: "given and family name in one string"})
}

// joins reports whether a name is a given and a family name of a person.
func joins(name string, n *mc.Person) bool {
	for _, given := range n.GivenName {
		for _, family := range n.FamilyName {
			if name == strings.TrimSpace(strings.TrimSpace(given.Text)+" "+strings.TrimSpace(family.Text)) {
				return true
			}
		}
	}
	return false
}

// derivePartyKind says what a Profile is: a person if it has a person's names,
// else an organisation.
func derivePartyKind(d *decoder, node jsontree.Value, to *mc.Party, at path) {
	t := node.Get("type")
	if !t.Exists() || to.Kind != mc.PartyUnknown {
		return
	}
	to.Kind = mc.PartyOrganisation
	reason := "a Profile without a person's names is taken for an organisation"
	if n := to.Person; n != nil && !(n.GivenName.IsZero() && n.FamilyName.IsZero() && n.FullName.IsZero()) {
		to.Kind, reason = mc.PartyPerson, "a Profile with a person's names is a person"
	}
	for t.Len() > 0 {
		t = t.At(0)
	}
	d.mark(t, mc.Outcome{To: string(at.Dot("kind")), Kind: mc.KindTransformed, Match: mc.MatchClose, Reason: reason})
}

// reached is a native member with one address or number of a party; what
// contact points do not have is added to the first.
func reached(name, field string, get func(*mc.ContactPoint) *[]string) term[mc.Party] {
	return custom(name, func(d *decoder, v jsontree.Value, to *mc.Party, at path) {
		v, s, ok := d.literal(v)
		if !ok || s == "" {
			d.scaffold(v)
			return
		}
		s = strings.TrimPrefix(s, "mailto:")
		at = at.Dot("contacts")
		for i := range to.Contacts {
			for j, known := range *get(&to.Contacts[i]) {
				if known == s {
					d.keep(v, at.At(i).Dot(field).At(j))
					return
				}
			}
		}
		if len(to.Contacts) == 0 {
			to.Contacts = []mc.ContactPoint{{}}
		}
		list := get(&to.Contacts[0])
		d.keep(v, at.At(0).Dot(field).At(len(*list)))
		*list = append(*list, s)
	})
}

func readHomepage(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	v, s, ok := d.literal(v)
	if !ok || s == "" {
		d.scaffold(v)
		return
	}
	at = at.Dot("homepages")
	for i, known := range to.Homepages {
		if known.URL == s {
			d.keep(v, at.At(i).Dot("url"))
			return
		}
	}
	d.keep(v, at.At(len(to.Homepages)).Dot("url"))
	to.Homepages = append(to.Homepages, mc.WebResource{URL: s})
}

// endorsements is a member with endorsements, kept as they stand.
func endorsements[T any](name string, get func(*T) *[]mc.Endorsement) term[T] {
	return custom(name, func(d *decoder, v jsontree.Value, to *T, at path) {
		for e := range v.Each() {
			list := get(to)
			here := at.Dot("endorsements").At(len(*list))
			var n mc.Endorsement
			switch {
			case d.nothing(e):
				continue
			case e.Kind() == jsontree.String && e.Text() != "":
				n.Raw = e.Text()
			case e.IsObject():
				n.Raw = e.Raw()
				if id := e.Get("id"); id.Kind() == jsontree.String && id.Text() != "" {
					n.ID = id.Text()
					d.keep(id, here.Dot("id"))
				}
			default:
				d.residue(e, "not an endorsement")
				continue
			}
			for _, leaf := range leaves(e) {
				d.claims = append(d.claims, claim{e.Pointer() + leaf, mc.Outcome{To: string(here.Dot("raw")), Kind: mc.KindExact}, d.extended})
			}
			*list = append(*list, n)
		}
	})
}

func (s *shapesOf) defineQuality() {
	type T = mc.QualityAssurance
	period := func(d *decoder, v jsontree.Value, to *T, at path) {
		v, ok := d.single(v)
		if !ok {
			return
		}
		span := &shape[T]{terms: []term[T]{
			instant("startDate", "validFrom", func(q *T) *mc.Instant { return &q.ValidFrom }),
			instant("endDate", "expires", func(q *T) *mc.Instant { return &q.Expires }),
		}}
		span.read(d, v, to, at)
	}
	address := &shape[T]{
		terms: []term[T]{text("contentUrl", "url", func(q *T) *string { return &q.URL })},
		text: func(d *decoder, v jsontree.Value, to *T, at path) {
			readParsed(d, v, &to.URL, at.Dot("url"), asText)
		},
	}
	s.quality = shape[T]{
		id: func(q *T) *string { return &q.ID }, idName: "id",
		terms: ext(
			one("qualityType", "type", func(q *T) *mc.Concept { return &q.Type }, &s.concept),
			lang("title", "title", func(q *T) *mc.LangString { return &q.Title }),
			lang("descriptions", "description", func(q *T) *mc.LangString { return &q.Description }),
			many("identification", "identifiers", func(q *T) *[]mc.Identifier { return &q.Identifiers }, &s.identifier),
			opt("agent", "agent", func(q *T) **mc.Party { return &q.Agent }, &s.party),
			one("decision", "decision", func(q *T) *mc.Concept { return &q.Decision }, &s.concept),
			custom("period", period),
			one("reference", "", func(q *T) *T { return q }, address),
			many("appliesToLevel", "scopeLevels", func(q *T) *[]mc.Concept { return &q.ScopeLevels }, &s.concept),
			many("appliesToField", "scopeFields", func(q *T) *[]mc.Concept { return &q.ScopeFields }, &s.concept),
		),
	}
}
