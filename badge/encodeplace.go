package badge

import (
	"encoding/base64"
	"reflect"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"

	"github.com/mikromerit/mikromerit/badge/ob3"
)

// country writes a country as a coded value. Its ISO code is that of the
// concept, or the notation where there is no concept.
func (e *encoder) country(at path, c *mc.Country, to string) *ob3.EuConcept {
	if e.o.WithoutExtension || c.IsZero() {
		return nil
	}
	n := e.concept(at.Dot("concept"), &c.Concept, to)
	if n == nil && c.Alpha2 != "" {
		return &ob3.EuConcept{Notation: e.string(at.Dot("alpha2"), c.Alpha2, to+"/notation")}
	}
	if known, ok := mc.CountryOf(c.Concept.IRI); ok && c.Alpha2 != "" && known.Alpha2 == c.Alpha2 {
		e.string(at.Dot("alpha2"), c.Alpha2, idPointer(*n, to))
	}
	return n
}

// mainAddress writes the first address of a place, as far as an Address can
// hold it.
func (e *encoder) mainAddress(at path, l *mc.Location, to string) *ob3.Address {
	a, in := &l.Addresses[0], at.Dot("addresses").At(0)
	out := e.address(in, a, to)
	if out == nil {
		out = &ob3.Address{Type: []string{"Address"}}
	}
	out.AddressCountry = e.text(in.Dot("country").Dot("concept").Dot("label"), a.Country.Concept.Label, to+"/addressCountry")
	if out.AddressRegion == "" && len(l.Regions) > 0 {
		out.AddressRegion = e.text(at.Dot("regions").At(0).Dot("label"), l.Regions[0].Label, to+"/addressRegion")
	}
	if out.StreetAddress == "" && a.Locality+a.PostalCode+a.POBox == "" {
		out.StreetAddress = e.text(in.Dot("full"), a.Full, to+"/streetAddress")
	}
	if l.Geo != nil {
		out.Geo = e.geo(at.Dot("geo"), l.Geo, to+"/geo")
	}
	if noAddress(out) {
		return nil
	}
	return out
}

// address writes the structured parts of an address.
func (e *encoder) address(at path, a *mc.Address, to string) *ob3.Address {
	out := &ob3.Address{
		Type:                []string{"Address"},
		AddressRegion:       e.native(at.Dot("region"), a.Region, to+"/addressRegion"),
		AddressLocality:     e.native(at.Dot("locality"), a.Locality, to+"/addressLocality"),
		StreetAddress:       e.native(at.Dot("street"), a.Street, to+"/streetAddress"),
		PostOfficeBoxNumber: e.native(at.Dot("poBox"), a.POBox, to+"/postOfficeBoxNumber"),
		PostalCode:          e.native(at.Dot("postalCode"), a.PostalCode, to+"/postalCode"),
	}
	if len(a.Country.Alpha2) == 2 {
		out.AddressCountryCode = e.native(at.Dot("country").Dot("alpha2"), a.Country.Alpha2, to+"/addressCountryCode")
		if known, ok := mc.CountryOf(a.Country.Alpha2); ok && reflect.DeepEqual(known, a.Country) {
			for _, leaf := range e.below(at.Dot("country").Dot("concept")) {
				e.translate(leaf, to+"/addressCountryCode", "the code stands for the entry of the EU table")
			}
		}
	}
	if noAddress(out) {
		return nil
	}
	return out
}

func noAddress(a *ob3.Address) bool {
	return a.AddressCountry+a.AddressCountryCode+a.AddressRegion+a.AddressLocality+
		a.StreetAddress+a.PostOfficeBoxNumber+a.PostalCode == "" && a.Geo == nil
}

func (e *encoder) geo(at path, g *mc.Geo, to string) *ob3.GeoCoordinates {
	if shortest(g.Latitude) == nil || shortest(g.Longitude) == nil {
		return nil
	}
	latitude := e.number(at.Dot("latitude"), g.Latitude, to+"/latitude")
	longitude := e.number(at.Dot("longitude"), g.Longitude, to+"/longitude")
	return &ob3.GeoCoordinates{Type: "GeoCoordinates", Latitude: *latitude, Longitude: *longitude}
}

// place writes a place with its first address.
func (e *encoder) place(at path, l *mc.Location, to string) *ob3.EuPlace {
	if e.o.WithoutExtension || l == nil {
		return nil
	}
	out := ob3.EuPlace{
		PlaceName:    e.texts(at.Dot("name"), l.Name, to+"/placeName"),
		Descriptions: e.texts(at.Dot("description"), l.Description, to+"/descriptions"),
		Region:       e.concepts(at.Dot("regions"), l.Regions, to+"/region"),
	}
	if len(l.Addresses) > 0 {
		a, in := &l.Addresses[0], at.Dot("addresses").At(0)
		out.Country = e.country(in.Dot("country"), &a.Country, to+"/country")
		out.FullAddress = e.texts(in.Dot("full"), a.Full, to+"/fullAddress")
		e.inside(func() { out.PostalAddress = e.address(in, a, to+"/postalAddress") })
	}
	if l.Geo != nil {
		out.GeoLatitude = e.string(at.Dot("geo").Dot("latitude"), l.Geo.Latitude.String(), to+"/geoLatitude")
		out.GeoLongitude = e.string(at.Dot("geo").Dot("longitude"), l.Geo.Longitude.String(), to+"/geoLongitude")
	}
	return some(out)
}

func (e *encoder) contact(at path, c *mc.ContactPoint, to string) *ob3.EuContact {
	if e.o.WithoutExtension {
		return nil
	}
	out := ob3.EuContact{Note: e.texts(at.Dot("description"), c.Description, to+"/note")}
	out.Mailbox = each(c.Email, at.Dot("email"), to+"/mailbox", func(at path, mail *string, to string) *string {
		iri := "mailto:" + *mail
		if !global(iri) {
			return nil
		}
		e.extend(at, to)
		return &iri
	})
	out.Telephone = each(c.Phone, at.Dot("phone"), to+"/telephone", func(at path, phone *string, to string) *string {
		e.extend(at, to)
		return phone
	})
	out.ContactForm = each(c.Forms, at.Dot("forms"), to+"/contactForm", func(at path, form *mc.WebResource, to string) *string {
		if !global(form.URL) {
			return nil
		}
		e.extend(at.Dot("url"), to)
		return &form.URL
	})
	return some(out)
}

func (e *encoder) page(at path, w *mc.WebResource, to string) *ob3.EuPage {
	if e.o.WithoutExtension {
		return nil
	}
	return some(ob3.EuPage{
		ContentURL: e.string(at.Dot("url"), w.URL, to+"/contentUrl"),
		Title:      e.texts(at.Dot("title"), w.Title, to+"/title"),
		Language:   e.concepts(at.Dot("language"), w.Language, to+"/language"),
	})
}

// image writes a picture: by its address, or with its content as a data URI
// if it is PNG or SVG, which Open Badges demands.
func (e *encoder) image(at path, m *mc.Media, to string) *ob3.Image {
	if m == nil {
		return nil
	}
	out := &ob3.Image{Type: "Image"}
	mediaType := pictureType(m.Content)
	switch {
	case mediaType != "":
		out.ID = "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(m.Content)
		e.translate(at.Dot("content"), to+"/id", "as a data URI")
		if m.MediaType == mediaType {
			e.translate(at.Dot("mediaType"), to+"/id", "the media type of the data URI")
		}
	case len(m.Content) == 0 && global(m.URL):
		out.ID = m.URL
		e.keep(at.Dot("url"), to+"/id")
	case len(m.Content) == 0 && m.URL == "" && global(m.ID):
		out.ID = m.ID
		e.keep(at.Dot("id"), to+"/id")
	default:
		return nil
	}
	caption := m.Description
	field := "description"
	if caption.IsZero() {
		caption, field = m.Title, "title"
	}
	out.Caption = e.text(at.Dot(field), caption, to+"/caption")
	return out
}

// pictureType recognises the two picture formats of Open Badges by content.
func pictureType(content []byte) string {
	head := string(content[:min(len(content), 512)])
	switch {
	case strings.HasPrefix(head, "\x89PNG\r\n\x1a\n"):
		return "image/png"
	case strings.HasPrefix(strings.TrimSpace(head), "<") && strings.Contains(head, "<svg"):
		return "image/svg+xml"
	}
	return ""
}
