package microcredential

// PartyKind says what a [Party] is.
type PartyKind string

// The kinds of party.
const (
	PartyUnknown      PartyKind = ""
	PartyOrganisation PartyKind = "organisation"
	PartyPerson       PartyKind = "person"
	PartyGroup        PartyKind = "group"
)

// Party is an organisation, person or group that does something: issues,
// awards, assesses, teaches, assures quality.
//
// ID is meaningful outside the document (a DID, a URL). An id that only links
// nodes of one document is not kept.
type Party struct {
	ID             string
	Kind           PartyKind
	Types          []Concept
	Name           LangString // legal name of an organisation, preferred label of others
	AltName        LangString
	Description    LangString
	Identifiers    []Identifier
	Locations      []Location
	Homepages      []WebResource
	Contacts       []ContactPoint
	Logo           *Media
	Accreditations []QualityAssurance
	Parent         *Party
	Groups         []Party // groups that the party is a member of, an alliance for example
	Members        []Party // who is a member of it
	Parts          []Party // organisations that belong to it
	Notes          []Note
	Modified       Instant
	Person         *Person // set for a natural person
	Endorsements   []Endorsement
}

// Person holds what is known of a natural person beyond a name.
type Person struct {
	GivenName  LangString
	FamilyName LangString
	FullName   LangString
	BirthName  LangString
	Patronymic LangString
	Prefix     LangString
	Suffix     LangString

	// BirthDate is the civil date. Some formats state a birth date as an
	// instant, which gives different dates in different zones; the decoder
	// decides on one and keeps the original in BirthInstant.
	BirthDate    Date
	BirthInstant Instant

	BirthPlace  *Location
	Citizenship []Country
	Gender      Concept
}

// ContactPoint is one way to reach a party.
type ContactPoint struct {
	Description LangString
	Email       []string // without "mailto:"
	Phone       []string // international form, spaces as in the source
	Forms       []WebResource
	Addresses   []Address
	Notes       []Note
}

// Location is a place.
type Location struct {
	Name        LangString
	Description LangString
	Types       []Concept
	Identifiers []Identifier
	Addresses   []Address
	Regions     []Concept // administrative or statistical regions
	Geo         *Geo
	Notes       []Note
}

// Address is a postal address: one block of text, structured parts, or both.
type Address struct {
	Country     Country
	Full        LangString
	Street      string
	Locality    string
	Region      string
	PostalCode  string
	POBox       string
	Identifiers []Identifier
}

// Geo is a point in WGS 84 degrees. The degrees are decimals, which keep the
// digits of the source.
type Geo struct{ Latitude, Longitude Decimal }

// Country is a country by its ISO 3166-1 alpha-2 code, together with the
// concept that the source used. Alpha2 is empty when [CountryOf] does not know
// the concept.
type Country struct {
	Alpha2  string
	Concept Concept
}

// IsZero reports whether no country is stated.
func (c Country) IsZero() bool { return c.Alpha2 == "" && c.Concept.IsZero() }

// Countries returns the countries of the party's places, each once, in order.
func (p Party) Countries() []Country {
	var out []Country
	seen := map[string]bool{}
	for _, l := range p.Locations {
		for _, a := range l.Addresses {
			key := a.Country.Alpha2 + " " + a.Country.Concept.IRI
			if a.Country.IsZero() || seen[key] {
				continue
			}
			seen[key] = true
			out = append(out, a.Country)
		}
	}
	return out
}

// DisplayName returns the name to show: the party's name, else the person's
// full name, else given and family name in one language.
func (p Party) DisplayName() LangString {
	switch {
	case !p.Name.IsZero():
		return p.Name
	case p.Person == nil:
		return p.AltName
	case !p.Person.FullName.IsZero():
		return p.Person.FullName
	}
	given, _ := p.Person.GivenName.Best()
	family, _ := p.Person.FamilyName.Best()
	switch {
	case given.Text == "" && family.Text == "":
		return p.AltName
	case given.Text == "":
		return Text(family.Lang, family.Text)
	case family.Text == "":
		return Text(given.Lang, given.Text)
	}
	return Text(given.Lang, given.Text+" "+family.Text)
}
