package edc

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// definePlaces makes the tables of Location and its parts.
func (s *schema) definePlaces() {
	s.address = mapping.Class[mc.Address]{
		Types: []string{"Address"},
		Rows: []mapping.Row[mc.Address]{
			mapping.One("countryCode", func(a *mc.Address) *mc.Country { return &a.Country }, &s.country),
			mapping.One("fullAddress", func(a *mc.Address) *mc.LangString { return &a.Full }, &s.literal),
			mapping.Many("identifier", func(a *mc.Address) *[]mc.Identifier { return &a.Identifiers }, &s.identifier),
		},
	}
	s.geo = mapping.Class[mc.Geo]{
		Types: []string{"Geometry"},
		Rows: []mapping.Row[mc.Geo]{
			mapping.Decimal("latitude", func(g *mc.Geo) *mc.Decimal { return &g.Latitude }),
			mapping.Decimal("longitude", func(g *mc.Geo) *mc.Decimal { return &g.Longitude }),
		},
	}
	s.location = mapping.Class[mc.Location]{
		Types: []string{"Location"},
		Rows: []mapping.Row[mc.Location]{
			mapping.Lang("geographicName", func(l *mc.Location) *mc.LangString { return &l.Name }),
			mapping.Lang("description", func(l *mc.Location) *mc.LangString { return &l.Description }),
			mapping.Many("identifier", func(l *mc.Location) *[]mc.Identifier { return &l.Identifiers }, &s.identifier),
			mapping.Many("address", func(l *mc.Location) *[]mc.Address { return &l.Addresses }, &s.address),
			mapping.Many("spatialCode", func(l *mc.Location) *[]mc.Concept { return &l.Regions }, &s.concept),
			mapping.Opt("geometry", func(l *mc.Location) **mc.Geo { return &l.Geo }, &s.geo),
		},
	}
}

// joinAddress makes the full address from its parts, of which ELM only has the
// country. A region alone is no address.
func (e *encoder) joinAddress(a *mc.Address, at mc.Path) {
	if !a.Full.IsZero() || a.POBox+a.Street+a.PostalCode+a.Locality == "" {
		return
	}
	var lines []string
	for _, line := range []string{a.POBox, a.Street, strings.TrimSpace(a.PostalCode + " " + a.Locality), a.Region} {
		if line != "" {
			lines = append(lines, line)
		}
	}
	a.Full = mc.Text(mc.Und, strings.Join(lines, ", "))
	for _, part := range []string{"poBox", "street", "postalCode", "locality", "region"} {
		e.implied[at.Dot(part)] = implication{mapping.TextPaths(at.Dot("full"), a.Full)[0], "a part of the full address"}
	}
}

// defineContacts makes the tables of ContactPoint and its parts.
func (s *schema) defineContacts() {
	trim := func(_ *mapping.Reader, _ jsontree.Value, to *string, _ mc.Path) {
		*to = strings.TrimPrefix(*to, "mailto:")
	}
	s.mailbox = mapping.Class[string]{ // its address is its id
		Types:     []string{"Mailbox"},
		ID:        func(t *string) *string { return t },
		AfterRead: trim,
		FromText: func(r *mapping.Reader, v jsontree.Value, to *string, at mc.Path) {
			s.mailbox.ReadID(r, v, to, at)
			trim(r, v, to, at)
		},
	}
	s.phone = mapping.Class[phone]{
		Types: []string{"Phone"},
		Rows: []mapping.Row[phone]{
			mapping.Custom("phoneNumber", readPhone, func(w *mapping.Writer, n *mapping.Node, from *phone, _ mc.Path) {
				w.PutText(n, "phoneNumber", from.whole)
			}),
			phonePart("countryDialing", func(p *phone) *string { return &p.country }),
			phonePart("areaDialing", func(p *phone) *string { return &p.area }),
			phonePart("areaDialingCode", func(p *phone) *string { return &p.area }),
			phonePart("dialNumber", func(p *phone) *string { return &p.dial }),
		},
	}
	s.contact = mapping.Class[mc.ContactPoint]{
		Types: []string{"ContactPoint"},
		Rows: []mapping.Row[mc.ContactPoint]{
			mapping.Lang("description", func(c *mc.ContactPoint) *mc.LangString { return &c.Description }),
			mapping.Many("address", func(c *mc.ContactPoint) *[]mc.Address { return &c.Addresses }, &s.address),
			mapping.Many("contactForm", func(c *mc.ContactPoint) *[]mc.WebResource { return &c.Forms }, &s.webResource),
			mapping.Many("additionalNote", func(c *mc.ContactPoint) *[]mc.Note { return &c.Notes }, &s.note),
			mapping.Custom("emailAddress", s.readEmails, writeEmails),
			mapping.Custom("phone", s.readPhones, s.writePhones),
		},
	}
}

func (s *schema) readEmails(r *mapping.Reader, v jsontree.Value, to *mc.ContactPoint, at mc.Path) {
	for e := range v.Each() {
		var address string
		if !r.Nothing(e) && s.mailbox.Read(r, e, &address, at.Dot("email").At(len(to.Email))) && address != "" {
			to.Email = append(to.Email, address)
		}
	}
}

func writeEmails(w *mapping.Writer, n *mapping.Node, from *mc.ContactPoint, at mc.Path) {
	mapping.WriteNodes(w, n, "emailAddress", from.Email, at.Dot("email"), func(s *string, at mc.Path, _ string) *mapping.Node {
		if id := "mailto:" + *s; vc.IsURL(id) {
			return &mapping.Node{Class: "Mailbox", ID: id, From: at}
		}
		return nil
	})
}

// phone is a phone number in one piece or in parts.
type phone struct{ whole, country, area, dial string }

func readPhone(r *mapping.Reader, v jsontree.Value, to *phone, at mc.Path) {
	mapping.ReadLiteral(r, v, &to.whole, at, mapping.AsText.Parse)
}

// phonePart is the row for a part of a phone number. Beside the whole number, a part
// is residue.
func phonePart(term string, get func(*phone) *string) mapping.Row[phone] {
	return mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, to *phone, at mc.Path) {
		v, text, ok := r.Literal(v)
		switch {
		case !ok:
		case text == "" || *get(to) != "" || v.Parent().Get("phoneNumber").Text() != "":
			r.Reject(v, "the model keeps the whole number only")
		default:
			*get(to) = text
			r.Mark(v, mc.Outcome{To: string(at), Kind: mc.KindMerged, Reason: "a part of a phone number"})
		}
	}, nil)
}

// readPhones reads phone numbers; those in parts are joined with spaces.
func (s *schema) readPhones(r *mapping.Reader, v jsontree.Value, to *mc.ContactPoint, at mc.Path) {
	for e := range v.Each() {
		var p phone
		if r.Nothing(e) || !s.phone.Read(r, e, &p, at.Dot("phone").At(len(to.Phone))) {
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

func (s *schema) writePhones(w *mapping.Writer, n *mapping.Node, from *mc.ContactPoint, at mc.Path) {
	mapping.WriteNodes(w, n, "phone", from.Phone, at.Dot("phone"), func(number *string, at mc.Path, pointer string) *mapping.Node {
		return s.phone.Write(w, n, "phone", &phone{whole: *number}, at, pointer)
	})
}
