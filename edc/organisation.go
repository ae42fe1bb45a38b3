package edc

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// fillIssuer sets the issuer of the options. Its name is also that of the original
// issuer, wherever that stands, if the model does not name it and they may be one.
func (e *encoder) fillIssuer() {
	if given := e.opts.Issuer; given != nil {
		if e.isOriginal() {
			mapping.VisitAt(&e.c.Award, "award", func(part any, at mc.Path) {
				if p, ok := part.(*mc.Party); ok && p.ID != "" && p.ID == e.expected.Envelope.Issuer.ID && !hasName(p) {
					p.Name = given.DisplayName()
					e.made(at.Dot("name"), reasonOption)
				}
			})
		}
		e.c.Envelope.Issuer = *mapping.Clone(given)
		mapping.Visit(&e.c.Envelope.Issuer, fill)
		e.made("envelope.issuer", reasonOption)
	}
	if e.opts.IssuerID != "" {
		e.c.Envelope.Issuer.ID = e.opts.IssuerID
		e.made("envelope.issuer.id", reasonOption)
	}
	e.fillIssuerIdentifier()
}

// fillIssuerIdentifier adds the eIDAS identifier of the options to an issuer without
// one.
func (e *encoder) fillIssuerIdentifier() {
	p := &e.c.Envelope.Issuer
	if e.opts.IssuerIdentifier == "" || slices.ContainsFunc(p.Identifiers, isEIDAS) {
		return
	}
	e.made(mc.Path("envelope.issuer.identifiers").At(len(p.Identifiers)), reasonOption)
	p.Identifiers = append(slices.Clip(p.Identifiers), mc.Identifier{Scheme: mc.IdentEIDAS, Value: e.opts.IssuerIdentifier, Country: countryIn(e.opts.IssuerIdentifier)})
}

func isEIDAS(i mc.Identifier) bool { return i.Scheme == mc.IdentEIDAS }

// countryIn returns the country that the prefix of an eIDAS identifier names.
func countryIn(identifier string) mc.Country {
	country, _ := countryOfIdentifier(&mc.Identifier{Scheme: mc.IdentEIDAS, Value: identifier}, &mc.Party{})
	return country
}

// isOriginal reports whether the issuer of the options may be the original one,
// which the model does not name.
func (e *encoder) isOriginal() bool {
	original := &e.expected.Envelope.Issuer
	return !hasName(original) && (original.ID == "" || e.opts.Issuer.ID == "" || original.ID == e.opts.Issuer.ID)
}

// awarder returns who awarded if nobody is stated to have: the issuer of the model,
// or if that is not known the one of the options.
func (e *encoder) awarder(at mc.Path) mc.Party {
	if e.opts.Issuer == nil || e.isOriginal() {
		return *mapping.Clone(&e.c.Envelope.Issuer)
	}
	awarder := mapping.Clone(&e.expected.Envelope.Issuer)
	mapping.Visit(awarder, fill)
	_ = e.fillParties(awarder, at) // the country of the options is known by now
	return *awarder
}

func hasName(p *mc.Party) bool { return !p.DisplayName().IsZero() }

// fillParties completes the parties in a part of the copy: it finds countries by
// their names, gives a country to organisations without one if the options name it,
// and puts identifiers where ELM has a member for their kind.
func (e *encoder) fillParties(part any, at mc.Path) error {
	given, ok := mc.CountryOf(e.opts.IssuerCountry)
	if !ok && e.opts.IssuerCountry != "" {
		return &mc.EncodeError{Path: "envelope.issuer.locations", Rule: &ruleCountry, Detail: "The country of organisations must be a code of ISO 3166-1 with two or three letters; EncodeOptions.IssuerCountry is not one. Set it to one, such as SE."}
	}
	mapping.VisitAt(part, at, func(part any, at mc.Path) {
		switch v := part.(type) {
		case *mc.Country:
			e.nameCountry(v, at)
		case *mc.Address:
			e.joinAddress(v, at)
		case *mc.Party:
			if at.Under("provenance") {
				return
			}
			for i := range v.Locations { // visited after the party
				for j := range v.Locations[i].Addresses {
					e.nameCountry(&v.Locations[i].Addresses[j].Country, at.Dot("locations").At(i).Dot("addresses").At(j).Dot("country"))
				}
			}
			if ok && needsPlace(v, at) && !isLocated(v) {
				e.locate(v, given, at)
			}
			e.fillIdentifiers(v, at)
			e.noteParty(v, at)
		}
	})
	return nil
}

// nameCountry gives a country that is only named, such as Norge, its code.
func (e *encoder) nameCountry(c *mc.Country, at mc.Path) {
	if inScheme(&c.Concept, vocabulary.Country) {
		return
	}
	if _, ok := mc.CountryOf(c.Alpha2); ok {
		return
	}
	for _, name := range c.Concept.Label {
		if known, ok := mc.CountryNamed(name.Text); ok {
			c.Alpha2, c.Concept.IRI, c.Concept.Scheme = known.Alpha2, known.Concept.IRI, known.Concept.Scheme
			e.made(at, "the country of that name")
			return
		}
	}
}

// needsPlace reports whether a party is an organisation, or stands where only one
// can. ELM requires the country of each.
func needsPlace(p *mc.Party, at mc.Path) bool {
	switch p.Kind {
	case mc.PartyOrganisation:
		return true
	case mc.PartyUnknown:
		field, _, _ := strings.Cut(string(at[strings.LastIndexByte(string(at), '.')+1:]), "[")
		return slices.Contains([]string{"issuer", "bodies", "agent", "organisations", "providers", "parent"}, field)
	}
	return false
}

// isLocated reports whether a party has a place in a country that the authority
// table knows.
func isLocated(p *mc.Party) bool { return len(countriesOf(p)) > 0 }

// countriesOf returns the countries of a party that the authority table knows.
func countriesOf(p *mc.Party) []mc.Country {
	return slices.DeleteFunc(p.Countries(), func(c mc.Country) bool {
		_, known := mc.CountryOf(c.Alpha2)
		return !known && !inScheme(&c.Concept, vocabulary.Country)
	})
}

// locate gives a party the country of the options, in the addresses that it has or
// else in a place of its own.
func (e *encoder) locate(p *mc.Party, country mc.Country, at mc.Path) {
	at = at.Dot("locations")
	found := false
	p.Locations = slices.Clone(p.Locations)
	for i := range p.Locations {
		l, at := &p.Locations[i], at.At(i).Dot("addresses")
		l.Addresses = slices.Clone(l.Addresses)
		if len(l.Addresses) == 0 {
			l.Addresses = make([]mc.Address, 1)
		}
		for j := range l.Addresses {
			l.Addresses[j].Country = country
			e.made(at.At(j).Dot("country"), reasonCountry)
			found = true
		}
	}
	if !found {
		e.made(at.At(len(p.Locations)), reasonCountry)
		p.Locations = append(p.Locations, mc.Location{Addresses: []mc.Address{{Country: country}}})
	}
}

// fillIdentifiers gives the legal identifiers of a party their country, without
// which ELM has no member for them, and puts names and addresses among the
// identifiers where ELM has them.
func (e *encoder) fillIdentifiers(p *mc.Party, at mc.Path) {
	list := at.Dot("identifiers")
	p.Identifiers = slices.Clone(p.Identifiers)
	for i := range p.Identifiers {
		id, here := &p.Identifiers[i], list.At(i)
		switch {
		case id.Hash != nil || strings.TrimSpace(id.Value) == "":
		case id.Scheme == mc.IdentEmail && vc.IsURL("mailto:"+id.Value):
			e.moveContact(p, id, here, at, "email", func(c *mc.ContactPoint) *[]string { return &c.Email })
		case id.Scheme == mc.IdentPhone:
			e.moveContact(p, id, here, at, "phone", func(c *mc.ContactPoint) *[]string { return &c.Phone })
		case id.Scheme == mc.IdentName:
			e.moveName(p, id, here, at)
		case id.Country.IsZero() && needsPlace(p, at):
			country, reason := countryOfIdentifier(id, p)
			if !country.IsZero() {
				id.Country = country
				e.made(here.Dot("country"), reason)
			}
		}
	}
}

// noteParty says in notes what ELM has no member for: what an organisation is in
// words, and of what it is a part if that has no known country.
func (e *encoder) noteParty(p *mc.Party, at mc.Path) {
	if p.Kind == mc.PartyPerson || at.Under("learner") {
		return
	}
	note := func(text mc.LangString, from mc.Path, subject string) {
		if text.IsZero() {
			return
		}
		e.restated[from] = at.Dot("notes").At(len(p.Notes)).Dot("text")
		p.Notes = append(slices.Clip(p.Notes), mc.Note{Text: text, Subject: &mc.Concept{Label: mc.Text("en", subject)}})
	}
	note(p.Description, at.Dot("description"), "Description")
	if above := p.Parent; above != nil && (p.Kind == mc.PartyGroup || !needsPlace(p, at) || above.Name.IsZero() || !isLocated(above) && e.opts.IssuerCountry == "") {
		note(above.DisplayName(), at.Dot("parent.name"), "Part of")
	}
}

// moved is the scheme of an identifier that stands in another member. No table has
// it, so that it is not written a second time.
const moved mc.IdentifierScheme = "moved"

func (e *encoder) moveContact(p *mc.Party, id *mc.Identifier, from, at mc.Path, field string, get func(*mc.ContactPoint) *[]string) {
	p.Contacts = slices.Clone(p.Contacts)
	for i := range p.Contacts {
		if j := slices.Index(*get(&p.Contacts[i]), id.Value); j >= 0 {
			e.restated[from.Dot("value")] = at.Dot("contacts").At(i).Dot(field).At(j)
			e.move(id, from)
			return
		}
	}
	if len(p.Contacts) == 0 {
		p.Contacts = append(p.Contacts, mc.ContactPoint{})
	}
	list := get(&p.Contacts[0])
	e.restated[from.Dot("value")] = at.Dot("contacts").At(0).Dot(field).At(len(*list))
	*list = append(slices.Clone(*list), id.Value)
	e.move(id, from)
}

// move notes that an identifier stands in another member, which says its scheme.
func (e *encoder) move(id *mc.Identifier, from mc.Path) {
	id.Scheme = moved
	e.implied[from.Dot("scheme")] = implication{from.Dot("value"), "the member says it"}
}

// moveName makes a name among the identifiers the name of a party that has none, or
// else another label of an organisation.
func (e *encoder) moveName(p *mc.Party, id *mc.Identifier, from, at mc.Path) {
	text := func(into *mc.LangString, field string) {
		here := at.Dot(field)
		i := slices.IndexFunc(*into, func(v mc.LangValue) bool { return v.Text == id.Value })
		if i < 0 {
			i = len(*into)
			*into = into.With(mc.Und, id.Value)
		}
		e.restated[from.Dot("value")] = mapping.TextPaths(here, *into)[i]
		e.move(id, from)
	}
	switch {
	case p.Kind == mc.PartyPerson || at.Under("learner"):
		if p.Person == nil {
			p.Person = &mc.Person{}
		}
		if !hasName(p) {
			text(&p.Person.FullName, "person.fullName")
		}
	case p.Name.IsZero() && needsPlace(p, at):
		text(&p.Name, "name")
	default:
		text(&p.AltName, "altName")
	}
}

// countryOfIdentifier returns the country in which a legal identifier is valid: the
// one that its prefix says, or else that of the organisation.
func countryOfIdentifier(id *mc.Identifier, p *mc.Party) (country mc.Country, reason string) {
	value := strings.ToUpper(strings.TrimSpace(id.Value))
	prefix := ""
	switch id.Scheme {
	case mc.IdentVAT: // Council Directive 2006/112/EC, article 215
		prefix = value[:min(2, len(value))]
	case mc.IdentEIDAS: // NTRNO-1 as in ETSI EN 319 412-1, or NO/SE/1 as the regulation has it
		switch {
		case len(value) > 6 && value[5] == '-':
			prefix = value[3:5]
		case len(value) > 6 && value[2] == '/' && value[5] == '/':
			prefix = value[:2]
		}
	case mc.IdentTax, mc.IdentRegistration:
	default:
		return mc.Country{}, ""
	}
	if c, ok := mc.CountryOf(prefix); ok && len(prefix) == 2 {
		return c, "country taken from the prefix of the number"
	}
	if all := countriesOf(p); len(all) == 1 {
		if _, other := all[0].Contradicts(); !other {
			return all[0], "country taken from the address"
		}
	}
	return mc.Country{}, ""
}

// schemeNames are the names of the schemes of identifiers that ELM has no member
// for, as they are usually written. They are understood in this form.
var schemeNames = map[mc.IdentifierScheme]string{
	mc.IdentEIDAS: "eIDAS", mc.IdentVAT: "VAT", mc.IdentTax: "TaxID", mc.IdentRegistration: "Registration", mc.IdentNationalID: "National ID",
	mc.IdentStudentID: "Student ID", mc.IdentESI: "European Student Identifier", mc.IdentEduID: "eduID", mc.IdentSCHAC: "SCHAC", mc.IdentROR: "ROR",
	mc.IdentPIC: "PIC", mc.IdentErasmus: "Erasmus", mc.IdentBRIN: "BRIN", mc.IdentDID: "DID", mc.IdentURL: "URL", mc.IdentQDR: "QDR",
	mc.IdentCTID: "CTID", mc.IdentCourseCode: "Course code",
	mc.IdentSourcedID: "Sourced ID", mc.IdentSystemID: "System ID", mc.IdentUserName: "User name", mc.IdentAccount: "Account",
}

// fillIdentifier names the scheme if the member does not, and as people write it.
func fillIdentifier(i *mc.Identifier) {
	i.SchemeName = strings.TrimPrefix(i.SchemeName, "ext:")
	if i.SchemeName != "" || i.SchemeIRI != "" || i.Scheme == mc.IdentOther || identifierTerm(i) != "identifier" {
		return
	}
	if i.SchemeName = schemeNames[i.Scheme]; i.SchemeName == "" {
		i.SchemeName = string(i.Scheme)
	}
}

// schemesOfNames are the schemes by their names, in lower case.
var schemesOfNames = func() map[string]mc.IdentifierScheme {
	out := map[string]mc.IdentifierScheme{"schachomeorganization": mc.IdentSCHAC, "esi": mc.IdentESI}
	for scheme, name := range schemeNames {
		out[strings.ToLower(name)] = scheme
	}
	return out
}()

// deriveScheme finds the scheme of an identifier by its name.
func deriveScheme(r *mapping.Reader, node jsontree.Value, to *mc.Identifier, at mc.Path) {
	scheme, ok := schemesOfNames[strings.ToLower(to.SchemeName)]
	leaf, text, _ := mapping.Peek(node.Get("schemeName"))
	if ok && text == to.SchemeName && !isLegal(to) {
		to.Scheme = scheme
		r.Change(leaf, at.Dot("scheme"), "follows from its name")
	}
}
