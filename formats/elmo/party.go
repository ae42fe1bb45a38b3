package elmo

import (
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// typeID is the type of an identifier that means something outside the document, such
// as a DID; the format has none of its own.
const typeID = "id"

// schemes are the types of identifiers that the model knows.
var schemes = map[mc.IdentifierScheme]string{
	mc.IdentPIC: "pic", mc.IdentErasmus: "erasmus", mc.IdentSCHAC: "schac", mc.IdentESI: "esi", mc.IdentNationalID: "nationalIdentifier",
}

// identifierTypes are the same, from the other side.
var identifierTypes = func() map[string]mc.IdentifierScheme {
	out := map[string]mc.IdentifierScheme{}
	for scheme, word := range schemes {
		out[word] = scheme
	}
	return out
}()

// idRow is the row for identifiers, one of which may be the id of T.
func idRow[T any](s *schema, id func(*T) *string, list func(*T) *[]mc.Identifier) mapping.Row[T] {
	row := mapping.Many("identifier", list, &s.identifier)
	read, write := row.Read, row.Write
	at := mapping.PathOf(id)
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *T, here mc.Path) {
		for e := range v.Each() {
			if text := e.Get("@value"); e.Get("@type").IsText(typeID) && vc.IsURL(text.Text()) && *id(to) == "" {
				*id(to) = text.Text()
				r.Keep(text, here.Dot(string(at)))
				r.Scaffold(e)
				continue
			}
			read(r, e, to, here)
		}
	}
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *T, here mc.Path) {
		write(w, n, from, here)
		if value := *id(from); vc.IsURL(value) {
			item := mapping.Item{Raw: `{"@type":"` + typeID + `","@value":` + mapping.Quote(value) + `}`}
			if m := n.Member("identifier"); m != nil {
				m.Items = append(m.Items, item)
				return
			}
			w.Add(n, mapping.Member{Term: "identifier", Items: []mapping.Item{item}, Array: true})
		}
	}
	return row
}

// typeRow is the row for the type of an identifier.
func typeRow() mapping.Row[mc.Identifier] {
	return mapping.Custom("@type",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Identifier, at mc.Path) {
			if scheme, known := identifierTypes[v.Text()]; known {
				to.Scheme = scheme
				r.Change(v, at.Dot("scheme"), "a word of the format")
				return
			}
			mapping.Fill(r, v, &to.SchemeName, v.Text(), at.Dot("schemeName"))
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Identifier, _ mc.Path) {
			word := schemes[from.Scheme]
			if word == "" {
				word = orElse(from.SchemeName, orElse(string(from.Scheme), orElse(from.SchemeIRI, "other")))
			}
			w.PutText(n, "@type", word)
		})
}

func (s *schema) defineParties() {
	s.identifier = mapping.Class[mc.Identifier]{
		Rows: []mapping.Row[mc.Identifier]{
			typeRow(),
			mapping.Text("@value", func(i *mc.Identifier) *string { return &i.Value }),
		},
		FromText: func(r *mapping.Reader, v jsontree.Value, to *mc.Identifier, at mc.Path) {
			mapping.Fill(r, v, &to.Value, v.Text(), at.Dot("value"))
		},
		Instead: func(_ *mapping.Writer, from *mc.Identifier, _ mc.Path, _ string) (*mapping.Node, bool) {
			return nil, from.Value == "" || from.Hash != nil // a hash would be taken for the identifier itself
		},
	}
	s.issuer = mapping.Class[mc.Party]{
		Rows: mapping.Rows(
			mapping.First(func(p *mc.Party) *[]mc.Location { return &p.Locations },
				mapping.First(func(l *mc.Location) *[]mc.Address { return &l.Addresses }, countryRow("country", func(a *mc.Address) *mc.Country { return &a.Country }))...),
			[]mapping.Row[mc.Party]{
				idRow(s, func(p *mc.Party) *string { return &p.ID }, func(p *mc.Party) *[]mc.Identifier { return &p.Identifiers }),
				mapping.Lang("title", func(p *mc.Party) *mc.LangString { return &p.Name }),
			},
			mapping.First(func(p *mc.Party) *[]mc.WebResource { return &p.Homepages }, mapping.Text("url", func(x *mc.WebResource) *string { return &x.URL })),
		),
		AfterRead: func(r *mapping.Reader, node jsontree.Value, to *mc.Party, at mc.Path) {
			to.Kind = mc.PartyOrganisation
			r.Derive(node, at.Dot("kind"))
		},
	}
	s.defineLearner()
}

func (s *schema) defineLearner() {
	person := mapping.Through(func(p *mc.Party) **mc.Person { return &p.Person }, mapping.Rows(
		mapping.First(func(p *mc.Person) *[]mc.Country { return &p.Citizenship }, countryRow("citizenship", self[mc.Country])),
		[]mapping.Row[mc.Person]{
			plainText("givenNames", func(p *mc.Person) *mc.LangString { return &p.GivenName }),
			plainText("familyName", func(p *mc.Person) *mc.LangString { return &p.FamilyName }),
		},
		birthRows(),
		mapping.Through(func(p *mc.Person) **mc.Location { return &p.BirthPlace }, plainText("placeOfBirth", func(l *mc.Location) *mc.LangString { return &l.Name })),
		[]mapping.Row[mc.Person]{
			plainText("birthName", func(p *mc.Person) *mc.LangString { return &p.BirthName }),
			genderRow(),
		},
	)...)
	s.address = mapping.Class[mc.Address]{Rows: []mapping.Row[mc.Address]{
		addressLines(),
		mapping.Text("streetName", func(a *mc.Address) *string { return &a.Street }),
		mapping.Text("postOfficeBox", func(a *mc.Address) *string { return &a.POBox }),
		mapping.Text("postalCode", func(a *mc.Address) *string { return &a.PostalCode }),
		mapping.Text("locality", func(a *mc.Address) *string { return &a.Locality }),
		mapping.Text("region", func(a *mc.Address) *string { return &a.Region }),
		countryRow("country", func(a *mc.Address) *mc.Country { return &a.Country }),
	}}
	address := mapping.First(func(p *mc.Party) *[]mc.ContactPoint { return &p.Contacts },
		mapping.Custom("currentAddress",
			func(r *mapping.Reader, v jsontree.Value, to *mc.ContactPoint, at mc.Path) {
				v, ok := r.Single(v)
				if !ok {
					return
				}
				var one mc.Address
				if s.address.Read(r, v, &one, at.Dot("addresses").At(0)) {
					to.Addresses = []mc.Address{one}
				}
			},
			func(w *mapping.Writer, n *mapping.Node, from *mc.ContactPoint, at mc.Path) {
				if len(from.Addresses) > 0 {
					w.Put(n, "currentAddress", s.address.Write(w, n, "currentAddress", &from.Addresses[0], at.Dot("addresses").At(0), ""))
				}
			}))
	s.learner = mapping.Class[mc.Learner]{Rows: mapping.Rows(
		[]mapping.Row[mc.Learner]{idRow(s, func(l *mc.Learner) *string { return &l.ID }, func(l *mc.Learner) *[]mc.Identifier { return &l.Party.Identifiers })},
		mapping.Part(func(l *mc.Learner) *mc.Party { return &l.Party }, mapping.Rows(
			person,
			[]mapping.Row[mc.Party]{mapping.When(isIn20[mc.Party], oneText("alternativeName", func(p *mc.Party) *mc.LangString { return &p.AltName }))},
			address,
		)...),
	)}
}

// asBirthDate is the notation of a day of birth, which may come with a zone that says
// nothing.
var asBirthDate = mapping.Notation[mc.Date]{
	Parse: func(s string) (mc.Date, error) {
		i, err := parseDate(s)
		return i.DateIn(nil), err
	},
	Show: mapping.AsDate.Show,
}

// birthRows are the rows for the day of birth, which has another name in each version.
func birthRows() []mapping.Row[mc.Person] {
	get := func(p *mc.Person) *mc.Date { return &p.BirthDate }
	return []mapping.Row[mc.Person]{
		mapping.When(func(w *mapping.Writer, n *mapping.Node, p *mc.Person, at mc.Path) bool { return !isIn20(w, n, p, at) }, mapping.Literal("bday", get, asBirthDate)),
		mapping.When(isIn20[mc.Person], mapping.Literal("dateOfBirth", get, asBirthDate)),
	}
}

// isIn20 reports whether version 2.0 is written.
func isIn20[T any](w *mapping.Writer, _ *mapping.Node, _ *T, _ mc.Path) bool {
	return encoderOf(w).version == Version20
}

// plainText is a row for text that has no language in the format.
func plainText[T any](term string, get func(*T) *mc.LangString) mapping.Row[T] {
	row, field := oneText(term, get), mapping.PathOf(get)
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *T, at mc.Path) {
		if s := *get(from); len(s) > 0 {
			i := max(0, w.Best(s))
			w.PutText(n, term, s[i].Text)
			restate(w, s.Path(at.Dot(string(field)), i), inNoLanguage(at.Dot(string(field))))
		}
	}
	read := row.Read
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
		if v.Kind() == jsontree.String && v.Text() == "" { // names may be empty
			r.Scaffold(v)
			return
		}
		read(r, v, to, at)
	}
	return row
}

// inNoLanguage is the path of a text whose language is not said.
func inNoLanguage(at mc.Path) mc.Path { return mc.Text(mc.Und, "-").Path(at, 0) }

// countryRow is a row for a country by its code.
func countryRow[T any](term string, get func(*T) *mc.Country) mapping.Row[T] {
	field := mapping.PathOf(get)
	return mapping.Custom(term,
		func(r *mapping.Reader, v jsontree.Value, to *T, at mc.Path) {
			leaf, text, ok := r.Literal(v)
			if !ok {
				return
			}
			country, known := mc.CountryOf(text)
			if !known {
				r.Reject(leaf, "not a country")
				return
			}
			if field != "" {
				at = at.Dot(string(field))
			}
			*get(to) = country
			for _, p := range mapping.PathsOf(&country) {
				r.Change(leaf, at.Dot(string(p)), "a country by its code")
			}
		},
		func(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
			c := *get(from)
			if known, ok := mc.CountryOf(c.Concept.IRI); ok && c.Alpha2 == "" {
				c = known
			}
			if isCountry.ok(c.Alpha2) {
				w.PutText(n, term, c.Alpha2)
			}
		})
}

// sexes are the codes of ISO 5218 in the list of the Union, which has none for not
// known.
var sexes = []struct{ code, sex string }{{"1", "MALE"}, {"2", "FEMALE"}, {"9", "NAP"}}

// genderRow is the row for the sex of the learner.
func genderRow() mapping.Row[mc.Person] {
	return mapping.Custom("gender",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Person, at mc.Path) {
			leaf, text, ok := r.Literal(v)
			if !ok {
				return
			}
			for _, s := range sexes {
				if c, known := vocabulary.Lookup(vocabulary.HumanSex.IRI(s.sex)); known && s.code == text {
					to.Gender = c.Model()
					for _, p := range mapping.PathsOf(&to.Gender) {
						r.Change(leaf, at.Dot("gender").Dot(string(p)), "a code of ISO 5218")
					}
					return
				}
			}
			r.Reject(leaf, "not a sex that is known")
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Person, _ mc.Path) {
			for _, s := range sexes {
				if from.Gender.IRI == vocabulary.HumanSex.IRI(s.sex) {
					w.PutText(n, "gender", s.code)
				}
			}
		})
}

// addressLines is the row for an address as a block of text.
func addressLines() mapping.Row[mc.Address] {
	return mapping.Custom("addressLine",
		func(r *mapping.Reader, v jsontree.Value, to *mc.Address, at mc.Path) {
			r.Texts(v, &to.Full, at.Dot("full"), mc.Und)
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Address, _ mc.Path) {
			if from.Street != "" {
				return // the format has either lines or parts
			}
			m := mapping.Member{Term: "addressLine", Array: true}
			for _, line := range from.Full {
				m.Items = append(m.Items, mapping.Item{Raw: string(jsontree.AppendString(nil, line.Text))})
			}
			w.Add(n, m)
		})
}
