package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *shapesOf) definePlaces() {
	s.geo = shape[mc.Geo]{
		names: []string{"GeoCoordinates"},
		terms: []term[mc.Geo]{
			decimal("latitude", "latitude", func(g *mc.Geo) *mc.Decimal { return &g.Latitude }),
			decimal("longitude", "longitude", func(g *mc.Geo) *mc.Decimal { return &g.Longitude }),
		},
	}
	s.address = shape[mc.Address]{
		names: []string{"Address"},
		terms: []term[mc.Address]{
			custom("addressCountryCode", readAlpha2),
			plain("addressCountry", "country.concept.label", func(a *mc.Address) *mc.LangString { return &a.Country.Concept.Label }),
			text("addressRegion", "region", func(a *mc.Address) *string { return &a.Region }),
			text("addressLocality", "locality", func(a *mc.Address) *string { return &a.Locality }),
			text("streetAddress", "street", func(a *mc.Address) *string { return &a.Street }),
			text("postOfficeBoxNumber", "poBox", func(a *mc.Address) *string { return &a.POBox }),
			text("postalCode", "postalCode", func(a *mc.Address) *string { return &a.PostalCode }),
		},
	}
	s.place = shape[mc.Location]{
		terms: ext(
			lang("placeName", "name", func(l *mc.Location) *mc.LangString { return &l.Name }),
			lang("descriptions", "description", func(l *mc.Location) *mc.LangString { return &l.Description }),
			many("region", "regions", func(l *mc.Location) *[]mc.Concept { return &l.Regions }, &s.concept),
			one("country", "addresses[0].country", func(l *mc.Location) *mc.Country { return &mainAddress(l).Country }, &s.country),
			lang("fullAddress", "addresses[0].full", func(l *mc.Location) *mc.LangString { return &mainAddress(l).Full }),
			one("postalAddress", "addresses[0]", mainAddress, &s.address),
			decimal("geoLatitude", "geo.latitude", func(l *mc.Location) *mc.Decimal { return &point(l).Latitude }),
			decimal("geoLongitude", "geo.longitude", func(l *mc.Location) *mc.Decimal { return &point(l).Longitude }),
		),
	}
	s.contact = shape[mc.ContactPoint]{
		terms: ext(
			lang("note", "description", func(c *mc.ContactPoint) *mc.LangString { return &c.Description }),
			custom("mailbox", readMailboxes),
			listed("telephone", "phone", func(c *mc.ContactPoint) *[]string { return &c.Phone }),
			many("contactForm", "forms", func(c *mc.ContactPoint) *[]mc.WebResource { return &c.Forms }, &s.page),
		),
	}
}

func mainAddress(l *mc.Location) *mc.Address {
	if len(l.Addresses) == 0 {
		l.Addresses = []mc.Address{{}}
	}
	return &l.Addresses[0]
}

func point(l *mc.Location) *mc.Geo {
	if l.Geo == nil {
		l.Geo = &mc.Geo{}
	}
	return l.Geo
}

// readAlpha2 reads the code of a country, which stands for the entry of the EU
// table where nothing else is said of it.
func readAlpha2(d *decoder, v jsontree.Value, to *mc.Address, at path) {
	v, code, ok := d.literal(v)
	if !ok {
		return
	}
	at = at.Dot("country")
	known, ok := mc.CountryOf(code)
	if !ok {
		fill(d, v, &to.Country.Alpha2, code, at.Dot("alpha2"))
		return
	}
	if known.Alpha2 != code {
		fillAs(d, v, &to.Country.Alpha2, known.Alpha2, at.Dot("alpha2"), CodeAlias+": another code of the country")
	} else {
		fill(d, v, &to.Country.Alpha2, code, at.Dot("alpha2"))
	}
	if to.Country.Concept.IsZero() && to.Country.Alpha2 == known.Alpha2 {
		to.Country.Concept = known.Concept
		for _, field := range []string{"iri", "scheme", "notation"} {
			d.derive(v, at.Dot("concept").Dot(field))
		}
	}
}

// readMainAddress reads the Address of a party into its first place, which a
// term of the extension may have told more of.
func (s *shapesOf) readMainAddress(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	v, ok := d.single(v)
	if !ok {
		return
	}
	if len(to.Locations) == 0 {
		to.Locations = []mc.Location{{}}
	}
	l, here := &to.Locations[0], at.Dot("locations").At(0)
	s.nativeAddress(l, here).read(d, v, mainAddress(l), here.Dot("addresses").At(0))
}

// nativeAddress is the shape of an Address in which parts of the place stand
// that have no member of their own.
func (s *shapesOf) nativeAddress(l *mc.Location, at path) *shape[mc.Address] {
	return &shape[mc.Address]{names: s.address.names, terms: append([]term[mc.Address]{
		custom("addressRegion", func(d *decoder, v jsontree.Value, to *mc.Address, here path) {
			if len(l.Regions) > 0 && to.Region == "" && v.Kind() == jsontree.String && d.confirms(v, l.Regions[0].Label, at.Dot("regions").At(0).Dot("label")) {
				return
			}
			readParsed(d, v, &to.Region, here.Dot("region"), asText)
		}),
		custom("streetAddress", func(d *decoder, v jsontree.Value, to *mc.Address, here path) {
			if to.Street == "" && v.Kind() == jsontree.String && d.confirms(v, to.Full, here.Dot("full")) {
				return
			}
			readParsed(d, v, &to.Street, here.Dot("street"), asText)
		}),
		custom("geo", func(d *decoder, v jsontree.Value, _ *mc.Address, _ path) {
			if v, ok := d.single(v); ok {
				s.geo.read(d, v, point(l), at.Dot("geo"))
			}
		}),
	}, without(without(s.address.terms, "addressRegion"), "streetAddress")...)}
}

func readMailboxes(d *decoder, v jsontree.Value, to *mc.ContactPoint, at path) {
	for e := range v.Each() {
		leaf, s, ok := d.literal(e)
		if !ok {
			continue
		}
		d.change(leaf, at.Dot("email").At(len(to.Email)), "the address of a mailbox")
		to.Email = append(to.Email, strings.TrimPrefix(s, "mailto:"))
	}
}
