package plain

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) defineParties() {
	addresses := func(l *mc.Location) *[]mc.Address { return &l.Addresses }
	s.place = class[mc.Location]{Rows: mapping.Extension(mapping.Rows(
		[]row[mc.Location]{
			mapping.Lang("placeName", func(l *mc.Location) *mc.LangString { return &l.Name }),
			mapping.Lang("descriptions", func(l *mc.Location) *mc.LangString { return &l.Description }),
			mapping.Many("region", func(l *mc.Location) *[]mc.Concept { return &l.Regions }, &s.concept),
		},
		mapping.First(addresses,
			mapping.One("country", func(a *mc.Address) *mc.Country { return &a.Country }, &s.country),
			mapping.Lang("fullAddress", func(a *mc.Address) *mc.LangString { return &a.Full })),
		mapping.Through(func(l *mc.Location) **mc.Geo { return &l.Geo },
			mapping.Decimal("geoLatitude", func(g *mc.Geo) *mc.Decimal { return &g.Latitude }),
			mapping.Decimal("geoLongitude", func(g *mc.Geo) *mc.Decimal { return &g.Longitude })),
	)...)}
	s.contact = class[mc.ContactPoint]{Rows: mapping.Extension(
		mapping.Lang("note", func(c *mc.ContactPoint) *mc.LangString { return &c.Description }),
		mailboxes(),
		mapping.Texts("telephone", func(c *mc.ContactPoint) *[]string { return &c.Phone }),
		mapping.Many("contactForm", func(c *mc.ContactPoint) *[]mc.WebResource { return &c.Forms }, &s.page),
	)}
	s.party = class[mc.Party]{
		Types: []string{typeProfile},
		ID:    func(p *mc.Party) *string { return &p.ID },
		Rows: mapping.Rows(
			[]row[mc.Party]{
				native("name", func(p *mc.Party) *mc.LangString { return &p.Name }),
				native("description", func(p *mc.Party) *mc.LangString { return &p.Description }),
			},
			mapping.Extension(
				mapping.Lang("altName", func(p *mc.Party) *mc.LangString { return &p.AltName }),
				mapping.Many("quality", func(p *mc.Party) *[]mc.QualityAssurance { return &p.Accreditations }, &s.quality),
			),
			s.ofParty(),
		),
		OnType: func(r *mapping.Reader, name jsontree.Value, _ *mc.Party, _ path) bool {
			known := name.IsText("Profile") // what others call a party
			if known {
				r.Scaffold(name)
			}
			return known
		},
	}
}

// ofParty are the terms that learners and organisations have in common.
func (s *tables) ofParty() []row[mc.Party] {
	type P = mc.Person
	person := func(p *mc.Party) **P { return &p.Person }
	return mapping.Extension(mapping.Rows(
		[]row[mc.Party]{
			word("partyKind", func(p *mc.Party) *mc.PartyKind { return &p.Kind }),
			mapping.Many("identification", func(p *mc.Party) *[]mc.Identifier { return &p.Identifiers }, &s.identification),
			mapping.Many("location", func(p *mc.Party) *[]mc.Location { return &p.Locations }, &s.place),
			mapping.Many("contactPoint", func(p *mc.Party) *[]mc.ContactPoint { return &p.Contacts }, &s.contact),
			mapping.Many("homepage", func(p *mc.Party) *[]mc.WebResource { return &p.Homepages }, &s.page),
		},
		mapping.Through(person,
			mapping.Lang("fullName", func(p *P) *mc.LangString { return &p.FullName }),
			mapping.Lang("givenNames", func(p *P) *mc.LangString { return &p.GivenName }),
			mapping.Lang("familyNames", func(p *P) *mc.LangString { return &p.FamilyName }),
			mapping.Lang("patronymicNames", func(p *P) *mc.LangString { return &p.Patronymic }),
			mapping.Lang("birthName", func(p *P) *mc.LangString { return &p.BirthName }),
			mapping.Literal("birthDate", func(p *P) *mc.Date { return &p.BirthDate }, mapping.AsDate),
			mapping.Opt("birthPlace", func(p *P) **mc.Location { return &p.BirthPlace }, &s.place),
			mapping.Many("citizenship", func(p *P) *[]mc.Country { return &p.Citizenship }, &s.country),
			mapping.One("gender", func(p *P) *mc.Concept { return &p.Gender }, &s.concept),
		),
	)...)
}

// mailto is how an address is written as an IRI (RFC 6068).
const mailto = "mailto:"

// mailboxes is the member with e-mail addresses, each as an IRI.
func mailboxes() row[mc.ContactPoint] {
	const term = "mailbox"
	return mapping.Custom(term, func(r *mapping.Reader, v jsontree.Value, to *mc.ContactPoint, at path) {
		for one := range v.Each() {
			mail, ok := strings.CutPrefix(one.Text(), mailto)
			if !ok {
				r.Reject(one, "not a mailto: address")
				continue
			}
			r.Change(one, at.Dot("email").At(len(to.Email)), "without mailto:")
			to.Email = append(to.Email, mail)
		}
	}, func(w *mapping.Writer, n *node, from *mc.ContactPoint, at path) {
		mapping.WriteTexts(w, n, term, from.Email, at.Dot("email"), func(mail *string) string {
			if !isGlobal(mailto + *mail) {
				return ""
			}
			return mapping.Quote(mailto + *mail)
		})
	})
}
