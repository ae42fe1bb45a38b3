package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// typeName is the identifier type of a name, which another name of an organisation
// stands under: a Profile has one name only.
const typeName = "name"

// readPartyIdentifiers reads the identifiers of a party and its other name.
func (s *tables) readPartyIdentifiers(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	for one := range v.Each() {
		switch name := one.Get("identifier"); {
		case d.Nothing(one):
		case one.Get("identifierType").IsText(typeName) && name.Kind() == jsontree.String && (to.AltName.IsZero() || isIn(name, to.AltName)):
			d.OneText(name, &to.AltName, at.Dot("altName"))
			otherName.Read(d.Reader, one, to, at)
		default:
			var id mc.Identifier
			if s.entry.Read(d.Reader, one, &id, at.Dot("identifiers").At(len(to.Identifiers))) {
				to.Identifiers = append(to.Identifiers, id)
			}
		}
	}
}

// isIn reports whether a text is one of those of a text by language.
func isIn(v jsontree.Value, s mc.LangString) bool {
	for _, one := range s {
		if v.IsText(one.Text) {
			return true
		}
	}
	return false
}

// otherName has the other members of a name that stands as an identifier.
var otherName = &class[mc.Party]{Types: []string{"IdentifierEntry"}, Rows: []row[mc.Party]{
	elsewhere[mc.Party]("identifier"), known[mc.Party]("identifierType"),
}}

func (s *tables) writePartyIdentifiers(e *encoder, n *node, p *mc.Party, at path) {
	m := mapping.Member{Term: "otherIdentifier", Array: true}
	next := func() string { return element(n.At(m.Term), len(m.Items)) }
	for i := range p.Identifiers {
		if one := s.entry.Write(e.Writer, n, m.Term, &p.Identifiers[i], at.Dot("identifiers").At(i), next()); one != nil {
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
	if !p.Name.IsZero() {
		one := &node{Class: "IdentifierEntry", Pointer: next()}
		if e.putText(one, "identifier", p.AltName, at.Dot("altName")) {
			e.PutText(one, "identifierType", typeName)
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
	e.Add(n, m)
}

// readPartyDescription reads the description of a party, or which alliances it is in.
func readPartyDescription(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	names := groupsIn(v.Text())
	if v.Kind() != jsontree.String || len(names) == 0 || len(to.Groups) > 0 {
		d.OneText(v, &to.Description, at.Dot("description"))
		return
	}
	for i, name := range names {
		to.Groups = append(to.Groups, mc.Party{Kind: mc.PartyGroup, Name: mc.Text(d.Lang, name)})
		here := at.Dot("groups").At(i)
		d.Change(v, to.Groups[i].Name.Path(here.Dot("name"), 0), "an alliance, which the description names")
		d.Derive(v, here.Dot("kind"))
	}
}

// groupsIn returns the alliances that a description names, as writePartyDescription
// writes it.
func groupsIn(text string) []string {
	start, names, _ := strings.Cut(text, ": ")
	if names == "" || !isWording(start, memberOf) {
		return nil
	}
	all := strings.Split(names, "; ")
	for _, name := range all {
		if strings.TrimSpace(name) == "" {
			return nil
		}
	}
	return all
}

// writePartyDescription writes the description of a party, or else which alliances it
// is in, for which Open Badges has no member: a parent organisation is something else.
func writePartyDescription(e *encoder, n *node, p *mc.Party, at path) {
	const term = "description"
	if e.putText(n, term, p.Description, at.Dot(term)) || len(p.Groups) == 0 {
		return
	}
	var names []string
	for i := range p.Groups {
		name := e.show(p.Groups[i].Name)
		if name == "" || strings.Contains(name, "; ") {
			continue
		}
		here := at.Dot("groups").At(i)
		e.OneText(p.Groups[i].Name, here.Dot("name"), n.At(term))
		if p.Groups[i].Kind == mc.PartyGroup {
			e.Translate(here.Dot("kind"), n.At(term), "it has members")
		}
		names = append(names, name)
	}
	if len(names) > 0 {
		e.PutText(n, term, e.caption(memberOf)+": "+strings.Join(names, "; "))
	}
}

// deriveCountries takes legal identifiers for those of the country that the party is
// in. An identifier of Open Badges has no country.
func deriveCountries(d *decoder, node jsontree.Value, to *mc.Party, at path) {
	if hasType(node.Get("type"), typeEuProfile) || len(to.Locations) == 0 || len(to.Locations[0].Addresses) == 0 {
		return
	}
	country, leaf := to.Locations[0].Addresses[0].Country, first(node.Get("address")).Get("addressCountryCode")
	if country.Alpha2 == "" || leaf.Kind() != jsontree.String {
		return
	}
	for i := range to.Identifiers {
		switch id := &to.Identifiers[i]; id.Scheme {
		case mc.IdentVAT, mc.IdentTax, mc.IdentRegistration, mc.IdentEIDAS:
			if !id.Country.IsZero() {
				continue
			}
			if id.Country = country; countryIn(id) != "" && countryIn(id) != country.Alpha2 {
				id.Country = mc.Country{}
				continue
			}
			here := at.Dot("identifiers").At(i).Dot("country")
			for _, u := range countryPaths(&id.Country, here) {
				d.Mark(leaf, mc.Outcome{To: string(u), Kind: mc.KindTransformed, Match: mc.MatchClose, Reason: "legal identifiers are taken to be of the country of the address"})
			}
		}
	}
}

// countryIn returns the country that an identifier itself names: VAT numbers begin
// with it, and eIDAS identifiers with three letters and it.
func countryIn(id *mc.Identifier) string {
	text := id.Value
	if id.Scheme == mc.IdentEIDAS && len(text) > 5 && text[5] == '-' {
		text = text[3:]
	} else if id.Scheme != mc.IdentVAT {
		return ""
	}
	if len(text) < 2 {
		return ""
	}
	known, _ := mc.CountryOf(text[:2])
	return known.Alpha2
}

// countryPaths are the paths of what is stated of a country.
func countryPaths(c *mc.Country, at path) (out []path) {
	for _, x := range []struct {
		field path
		value string
	}{{"alpha2", c.Alpha2}, {"concept.iri", c.Concept.IRI}, {"concept.scheme", c.Concept.Scheme}, {"concept.notation", c.Concept.Notation}} {
		if x.value != "" {
			out = append(out, at+"."+x.field)
		}
	}
	return append(out, mapping.TextPaths(at.Dot("concept.label"), c.Concept.Label)...)
}
