package edc

import (
	"slices"
	"time"

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
		mapping.Many("additionalNote", func(p *mc.Party) *[]mc.Note { return &p.Notes }, &s.note),
		mapping.Many("location", func(p *mc.Party) *[]mc.Location { return &p.Locations }, &s.location),
		mapping.Many("contactPoint", func(p *mc.Party) *[]mc.ContactPoint { return &p.Contacts }, &s.contact),
		mapping.Many("accreditation", func(p *mc.Party) *[]mc.QualityAssurance { return &p.Accreditations }, &s.quality),
		mapping.Many("groupMemberOf", groups, &s.party, mapping.If(not(isOrganisation))),
		mapping.Many("memberOf", groups, &s.party, mapping.If(isOrganisation)),
		mapping.Opt("subOrganizationOf", func(p *mc.Party) **mc.Party { return &p.Parent }, &s.party),
		mapping.Opt("logo", func(p *mc.Party) **mc.Media { return &p.Logo }, &s.media),
		mapping.ReadOnly(mapping.Instant("dateModified", func(p *mc.Party) *mc.Instant { return &p.Modified })),
	}
}

// classIs restricts the writing of a row to nodes of some classes.
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

// organisationTerms are the members that only an organisation can be.
var organisationTerms = map[string]bool{
	"issuer": true, "awardingBody": true, "accreditingAgent": true, "organisation": true, "providedBy": true,
	"limitOrganisation": true, "subOrganizationOf": true, "memberOf": true,
}

// partyType is the class of a party. ELM asks for the place of an organisation
// and for the claims of a person: an assessor or teacher without is an agent.
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
	case organisationTerms[term], isOrganisation(p) && len(p.Countries()) > 0 && !p.Name.IsZero(), term == "credentialSubject":
		return "Organisation", true
	}
	return "Agent", true
}

// readPreferredName reads the preferred label as the name, where there is no
// legal name beside it.
func readPreferredName(r *mapping.Reader, v jsontree.Value, to *mc.Party, at mc.Path) {
	if v.Parent().Get("legalName").Len() > 0 {
		r.Reject(v, "the legal name is the name")
		return
	}
	r.Texts(v, &to.Name, at.Dot("name"), mc.Und)
}

func writePreferredName(w *mapping.Writer, n *mapping.Node, from *mc.Party, at mc.Path) {
	name := from.Name
	if n.Class == "Agent" {
		name = from.DisplayName()
	}
	writeTexts(w, n, "prefLabel", name, at.Dot("name"))
}

// identifierTerms are the members of agents that hold identifiers, with the
// scheme that each of them tells. EBSI writes the eIDAS identifier of an issuer
// under another term.
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

func identifierRows(s *schema) (rows []mapping.Row[mc.Party]) {
	scheme := func(i *mc.Identifier) *mc.IdentifierScheme { return &i.Scheme }
	for _, t := range identifierTerms {
		told := mapping.Having(scheme, t.scheme)
		if t.scheme == mc.IdentOther {
			told = mapping.Condition[mc.Identifier]{}
		}
		told.Holds = func(i *mc.Identifier) bool { return identifierTerm(i) == t.term }
		row := mapping.Many(t.term, func(p *mc.Party) *[]mc.Identifier { return &p.Identifiers }, &s.identifier, told)
		if t.ebsi {
			row = mapping.ReadOnly(row)
		}
		rows = append(rows, row)
	}
	return rows
}

// identifierTerm is the member of a party that an identifier stands in. The
// members for certain schemes ask for legal identifiers.
func identifierTerm(i *mc.Identifier) string {
	for _, t := range identifierTerms {
		if t.scheme == i.Scheme && (i.Scheme == mc.IdentOther || isLegal(i)) {
			return t.term
		}
	}
	return identifierTerms[0].term
}

// fillIdentifier names the scheme where no member does.
func fillIdentifier(i *mc.Identifier) {
	if i.SchemeName == "" && i.SchemeIRI == "" && i.Scheme != mc.IdentOther && identifierTerm(i) == "identifier" {
		i.SchemeName = string(i.Scheme)
	}
}

func (s *schema) personRows() []mapping.Row[mc.Party] {
	return mapping.Through(func(p *mc.Party) **mc.Person { return &p.Person },
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
}

// fillPerson gives a person of whom only a name is known that as full name.
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

// readBirth reads a birth date, which ELM states as a point in time: the civil
// date is the one in Brussels at that time, because the Commission's tools
// write midnight there in UTC. A time with another offset, or with none, states
// the date itself.
func readBirth(r *mapping.Reader, v jsontree.Value, to *mc.Person, at mc.Path) {
	v, s, ok := r.Literal(v)
	if !ok {
		return
	}
	if !to.BirthDate.IsZero() {
		r.Reject(v, "the model has room for one value")
		return
	}
	if date, err := mc.ParseDate(s); err == nil {
		to.BirthDate = date
		r.Keep(v, at.Dot("birthDate"))
		return
	}
	instant, err := mc.ParseInstant(s)
	if err != nil {
		r.Reject(v, err.Error())
		return
	}
	to.BirthInstant, to.BirthDate = instant, civilDate(instant, decoderOf(r).opts.BirthZone)
	reason := "the date that the time states"
	if to.BirthDate != instant.DateIn(nil) {
		reason = "the civil date in Brussels at that time, which is not the date in UTC"
	}
	r.Change(v, at.Dot("birthDate"), reason)
	r.Change(v, at.Dot("birthInstant"), reason)
}

// writeBirth writes a birth date as the point in time that it was read from,
// else as midnight in Brussels, with its offset.
func writeBirth(w *mapping.Writer, n *mapping.Node, from *mc.Person, _ mc.Path) {
	switch {
	case !from.BirthInstant.IsZero() && civilDate(from.BirthInstant, nil) == from.BirthDate:
		w.PutText(n, "dateOfBirth", from.BirthInstant.String())
	case !from.BirthDate.IsZero():
		b := from.BirthDate
		offset := brusselsOffset(time.Date(b.Year, b.Month, b.Day, 0, 0, 0, 0, time.FixedZone("", 60*60)))
		midnight := time.Date(b.Year, b.Month, b.Day, 0, 0, 0, 0, time.FixedZone("", offset))
		w.PutText(n, "dateOfBirth", mc.InstantOf(midnight).String())
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

// sameParty reports whether two parties are one by id, or by name where
// neither has an id.
func sameParty(a, b *mc.Party) bool {
	if a.ID != "" || b.ID != "" {
		return a.ID == b.ID
	}
	return !a.Name.IsZero() && slices.Equal(a.Name, b.Name)
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

// The civil time of Brussels is computed here, so that a date does not depend
// on the time zone database of the machine. Central European Time is one hour
// ahead of UTC and had no summer time from 1947 to 1976. Later summer times are
// in the table below and, from 1981, by rule: from the last Sunday in March to
// the last one in September, and since 1996 in October, changing at 01:00 UTC.

// earlySummers are the summer times before the rule, from and to 01:00 UTC.
var earlySummers = map[int][2]time.Time{
	1977: {summerDay(1977, time.April, 3), summerDay(1977, time.September, 25)},
	1978: {summerDay(1978, time.April, 2), summerDay(1978, time.October, 1)},
	1979: {summerDay(1979, time.April, 1), summerDay(1979, time.September, 30)},
	1980: {summerDay(1980, time.April, 6), summerDay(1980, time.September, 28)},
}

func summerDay(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 1, 0, 0, 0, time.UTC)
}

// brusselsOffset returns the seconds that Brussels is ahead of UTC at t.
func brusselsOffset(t time.Time) int {
	const hour = 60 * 60
	t = t.UTC()
	from, to := summerOf(t.Year())
	if !t.Before(from) && t.Before(to) {
		return 2 * hour
	}
	return hour
}

func summerOf(year int) (from, to time.Time) {
	if s, ok := earlySummers[year]; ok {
		return s[0], s[1]
	}
	switch {
	case year < 1977:
		return time.Time{}, time.Time{}
	case year < 1996:
		return lastSunday(year, time.March), lastSunday(year, time.September)
	}
	return lastSunday(year, time.March), lastSunday(year, time.October)
}

// lastSunday returns 01:00 UTC on the last Sunday of a month.
func lastSunday(year int, month time.Month) time.Time {
	last := summerDay(year, month+1, 0)
	return last.AddDate(0, 0, -int(last.Weekday()))
}

// civilDate returns the civil date that a point in time stands for, in a zone
// or else in Brussels. A time with an offset other than UTC, or with none,
// states it itself.
func civilDate(i mc.Instant, zone *time.Location) mc.Date {
	t := i.Time()
	if _, offset := t.Zone(); !i.Zoned() || offset != 0 {
		return i.DateIn(nil)
	}
	if zone != nil {
		return i.DateIn(zone)
	}
	return i.DateIn(time.FixedZone("", brusselsOffset(t)))
}
