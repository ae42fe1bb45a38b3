package badge

import (
	"reflect"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) definePlaces() {
	latitude := func(g *mc.Geo) *mc.Decimal { return &g.Latitude }
	longitude := func(g *mc.Geo) *mc.Decimal { return &g.Longitude }
	s.geo = class[mc.Geo]{
		Types:   []string{"GeoCoordinates"},
		Instead: only(func(_ *encoder, g *mc.Geo, _ path) bool { return isNumber(g.Latitude) && isNumber(g.Longitude) }),
		Rows:    []row[mc.Geo]{number("latitude", latitude), number("longitude", longitude)},
	}
	s.defineAddresses()
	addresses := func(l *mc.Location) *[]mc.Address { return &l.Addresses }
	geo := func(l *mc.Location) **mc.Geo { return &l.Geo }
	s.place = class[mc.Location]{Rows: mapping.Extension(mapping.Rows(
		[]row[mc.Location]{
			mapping.Lang("placeName", func(l *mc.Location) *mc.LangString { return &l.Name }),
			mapping.Lang("descriptions", func(l *mc.Location) *mc.LangString { return &l.Description }),
		},
		mapping.First(addresses, mapping.One("country", func(a *mc.Address) *mc.Country { return &a.Country }, &s.country)),
		[]row[mc.Location]{mapping.Many("region", func(l *mc.Location) *[]mc.Concept { return &l.Regions }, &s.concept)},
		mapping.First(addresses,
			mapping.Lang("fullAddress", func(a *mc.Address) *mc.LangString { return &a.Full }),
			mapping.One("postalAddress", func(a *mc.Address) *mc.Address { return a }, &s.address)),
		mapping.Through(geo, mapping.Decimal("geoLatitude", latitude), mapping.Decimal("geoLongitude", longitude)),
	)...)}
	s.contact = class[mc.ContactPoint]{Rows: mapping.Extension(
		mapping.Lang("note", func(c *mc.ContactPoint) *mc.LangString { return &c.Description }),
		custom("mailbox", readMailboxes, writeMailboxes),
		mapping.Texts("telephone", func(c *mc.ContactPoint) *[]string { return &c.Phone }),
		writtenBy(mapping.Many("contactForm", func(c *mc.ContactPoint) *[]mc.WebResource { return &c.Forms }, &s.page), writeForms),
	)}
}

// defineAddresses makes the classes of addresses. In that of a party, parts of
// the place stand as well that have no member of their own.
func (s *tables) defineAddresses() {
	code := custom("addressCountryCode", readAlpha2, writeCountryCode)
	country := mapping.Turn(1, mapping.OneText("addressCountry", func(a *mc.Address) *mc.LangString { return &a.Country.Concept.Label }))
	region := mapping.Text("addressRegion", func(a *mc.Address) *string { return &a.Region })
	locality := mapping.Text("addressLocality", func(a *mc.Address) *string { return &a.Locality })
	street := mapping.Text("streetAddress", func(a *mc.Address) *string { return &a.Street })
	rest := []row[mc.Address]{
		mapping.Text("postOfficeBoxNumber", func(a *mc.Address) *string { return &a.POBox }),
		mapping.Text("postalCode", func(a *mc.Address) *string { return &a.PostalCode }),
	}
	types := []string{"Address"}
	s.address = class[mc.Address]{Types: types,
		Rows: mapping.Rows([]row[mc.Address]{mapping.ReadOnly(country), code, region, locality, street}, rest)}
	addresses := func(l *mc.Location) *[]mc.Address { return &l.Addresses }
	s.mainAddress = class[mc.Location]{Types: types,
		Instead: only(func(_ *encoder, l *mc.Location, _ path) bool { return len(l.Addresses) > 0 }),
		Rows: mapping.Rows(
			mapping.First(addresses, country, code),
			[]row[mc.Location]{inRegion(mapping.First(addresses, region)[0])},
			mapping.First(addresses, locality, inFull(street)),
			mapping.First(addresses, rest...),
			[]row[mc.Location]{mapping.Opt("geo", func(l *mc.Location) **mc.Geo { return &l.Geo }, &s.geo)},
		)}
}

// inRegion is the region of an address, for which the first region of the place
// stands in.
func inRegion(region row[mc.Location]) row[mc.Location] {
	label := func(at path) path { return at.Dot("regions").At(0).Dot("label") }
	return custom(region.Term, func(d *decoder, v jsontree.Value, l *mc.Location, at path) {
		stated := len(l.Addresses) > 0 && l.Addresses[0].Region != ""
		if len(l.Regions) > 0 && !stated && v.Kind() == jsontree.String && d.Confirms(v, l.Regions[0].Label, label(at)) {
			return
		}
		region.Read(d.Reader, v, l, at)
	}, func(e *encoder, n *node, l *mc.Location, at path) {
		if region.Write(e.Writer, n, l, at); l.Addresses[0].Region == "" && len(l.Regions) > 0 {
			e.putText(n, region.Term, l.Regions[0].Label, label(at))
		}
	})
}

// inFull is the street of an address, for which the whole address stands in
// when nothing is known of its parts.
func inFull(street row[mc.Address]) row[mc.Address] {
	return custom(street.Term, func(d *decoder, v jsontree.Value, a *mc.Address, at path) {
		if a.Street == "" && v.Kind() == jsontree.String && d.Confirms(v, a.Full, at.Dot("full")) {
			return
		}
		street.Read(d.Reader, v, a, at)
	}, func(e *encoder, n *node, a *mc.Address, at path) {
		if street.Write(e.Writer, n, a, at); a.Street+a.Locality+a.PostalCode+a.POBox == "" {
			e.putText(n, street.Term, a.Full, at.Dot("full"))
		}
	})
}

// readAlpha2 reads the code of a country, which stands for the entry of the EU
// table where nothing else is said of it.
func readAlpha2(d *decoder, v jsontree.Value, to *mc.Address, at path) {
	v, code, ok := d.Literal(v)
	if !ok {
		return
	}
	at = at.Dot("country")
	known, ok := mc.CountryOf(code)
	switch {
	case ok && known.Alpha2 != code:
		mapping.FillAs(d.Reader, v, &to.Country.Alpha2, known.Alpha2, at.Dot("alpha2"), CodeAlias+": another code of the country")
	default:
		mapping.Fill(d.Reader, v, &to.Country.Alpha2, code, at.Dot("alpha2"))
	}
	if ok && to.Country.Concept.IsZero() && to.Country.Alpha2 == known.Alpha2 {
		to.Country.Concept = known.Concept
		for _, field := range []string{"iri", "scheme", "notation"} {
			d.Derive(v, at.Dot("concept").Dot(field))
		}
	}
}

func writeCountryCode(e *encoder, n *node, a *mc.Address, at path) {
	if len(a.Country.Alpha2) != 2 {
		return
	}
	to := n.At("addressCountryCode")
	e.PutText(n, "addressCountryCode", a.Country.Alpha2)
	e.Keep(at.Dot("country").Dot("alpha2"), to)
	if known, ok := mc.CountryOf(a.Country.Alpha2); ok && reflect.DeepEqual(known, a.Country) {
		for _, leaf := range e.below(at.Dot("country").Dot("concept")) {
			e.Translate(leaf, to, "the code stands for the entry of the EU table")
		}
	}
}

func readMailboxes(d *decoder, v jsontree.Value, to *mc.ContactPoint, at path) {
	for one := range v.Each() {
		leaf, s, ok := d.Literal(one)
		if !ok {
			continue
		}
		d.Change(leaf, at.Dot("email").At(len(to.Email)), "the address of a mailbox")
		to.Email = append(to.Email, strings.TrimPrefix(s, "mailto:"))
	}
}

func writeMailboxes(e *encoder, n *node, c *mc.ContactPoint, at path) {
	mapping.WriteTexts(e.Writer, n, "mailbox", c.Email, at.Dot("email"), func(mail *string) string {
		if iri := "mailto:" + *mail; global(iri) {
			return mapping.Quote(iri)
		}
		return ""
	})
}

// writeForms writes the addresses of forms alone.
func writeForms(e *encoder, n *node, c *mc.ContactPoint, at path) {
	m := mapping.Member{Term: "contactForm", Array: true}
	for i, form := range c.Forms {
		if global(form.URL) {
			e.Keep(at.Dot("forms").At(i).Dot("url"), element(n.At(m.Term), len(m.Items)))
			m.Items = append(m.Items, mapping.Item{Raw: mapping.Quote(form.URL)})
		}
	}
	e.Add(n, m)
}
