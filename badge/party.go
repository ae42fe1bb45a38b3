package badge

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *tables) defineParties() {
	s.profile, s.party = s.partyClass(), s.partyClass()
	s.profile.Instead = func(w *mapping.Writer, p *mc.Party, at path, to string) (*node, bool) {
		return w.State.(*encoder).mention(p, at, to)
	}
	s.party.Instead = func(w *mapping.Writer, p *mc.Party, at path, to string) (*node, bool) {
		return w.State.(*encoder).reference(p, at, to)
	}
}

func (s *tables) partyClass() class[mc.Party] {
	type P = mc.Party
	parent := func(p *P) **P { return &p.Parent }
	return class[P]{
		Types: []string{"Profile", typeEuProfile, "IssuerAccreditationProfile"}, ExtensionType: typeEuProfile,
		ID: func(p *P) *string { return &p.ID },
		IDOf: func(w *mapping.Writer, p *P, at path, to string) string {
			return w.State.(*encoder).registered(p, at, to)
		},
		Rows: mapping.Rows(
			[]row[P]{
				mapping.Turn(1, custom("name", readPartyName, writePartyName)),
				homepage(),
				custom("description", readPartyDescription, writePartyDescription),
				contactDetail("email", func(c *mc.ContactPoint) *[]string { return &c.Email }),
				contactDetail("phone", func(c *mc.ContactPoint) *[]string { return &c.Phone }),
			},
			personNames(),
			[]row[P]{
				mapping.Opt("image", func(p *P) **mc.Media { return &p.Logo }, &s.picture),
				s.firstAddress(),
				custom("otherIdentifier", s.readPartyIdentifiers, s.writePartyIdentifiers),
				ifKnown(parent, mapping.Opt("parentOrg", parent, &s.profile)),
			},
			endorsements(func(p *P) *[]mc.Endorsement { return &p.Endorsements }),
			mapping.Extension(
				full("legalName", func(p *P) *mc.LangString { return &p.Name }),
				mapping.Lang("altName", func(p *P) *mc.LangString { return &p.AltName }),
			),
			s.personTerms(),
			mapping.Extension(mapping.Turn(1, identifications(func(p *P) *[]mc.Identifier { return &p.Identifiers }, &s.identification))),
			s.whereabouts(),
			mapping.Extension(mapping.Many("quality", func(p *P) *[]mc.QualityAssurance { return &p.Accreditations }, &s.quality)),
		),
		FromText: reads(s.readPartyReference),
		AfterRead: reads(func(d *decoder, node jsontree.Value, to *mc.Party, at path) {
			s.completeMention(d, node, to, at)
			derivePartyKind(d, node, to, at)
			deriveCountries(d, node, to, at)
		}),
		AfterWrite: writes(writePartyKind),
	}
}

// ifKnown writes a party behind a pointer only if something identifies it.
func ifKnown[T any](get func(*T) **mc.Party, r row[T]) row[T] {
	return when(func(e *encoder, from *T, _ path) bool { return *get(from) != nil && e.partyKey(*get(from)) != "" }, r)
}

// personNames are the names of a person.
func personNames() []row[mc.Party] {
	type P = mc.Person
	return mapping.Through(personOf,
		mapping.OneText("givenName", func(p *P) *mc.LangString { return &p.GivenName }),
		mapping.OneText("patronymicName", func(p *P) *mc.LangString { return &p.Patronymic }),
		mapping.OneText("familyName", func(p *P) *mc.LangString { return &p.FamilyName }),
		mapping.OneText("honorificPrefix", func(p *P) *mc.LangString { return &p.Prefix }),
		mapping.OneText("honorificSuffix", func(p *P) *mc.LangString { return &p.Suffix }),
		onRequest(readBy(mapping.Literal("dateOfBirth", func(p *P) *mc.Date { return &p.BirthDate }, mapping.AsDate), readBirthDate)),
	)
}

// readBirthDate reads a date of birth, which is often written as a time.
func readBirthDate(d *decoder, v jsontree.Value, to *mc.Person, at path) {
	leaf, s, ok := d.Literal(v)
	if i, err := mc.ParseInstant(s); ok && err == nil {
		mapping.FillAs(d.Reader, leaf, &to.BirthDate, i.DateIn(nil), at.Dot("birthDate"), "the date in the time that is stated")
		return
	}
	mapping.ReadLiteral(d.Reader, v, &to.BirthDate, at.Dot("birthDate"), mapping.AsDate.Parse)
}

func personOf(p *mc.Party) **mc.Person { return &p.Person }

// personTerms are the terms of the extension about a person.
func (s *tables) personTerms() []row[mc.Party] {
	type P = mc.Person
	return mapping.Extension(mapping.Through(personOf,
		full("fullName", func(p *P) *mc.LangString { return &p.FullName }),
		full("givenNames", func(p *P) *mc.LangString { return &p.GivenName }),
		full("familyNames", func(p *P) *mc.LangString { return &p.FamilyName }),
		onRequest(mapping.Lang("birthName", func(p *P) *mc.LangString { return &p.BirthName })),
		full("patronymicNames", func(p *P) *mc.LangString { return &p.Patronymic }),
		onRequest(mapping.Literal("birthDate", func(p *P) *mc.Date { return &p.BirthDate }, mapping.AsDate)),
		onRequest(mapping.Opt("birthPlace", func(p *P) **mc.Location { return &p.BirthPlace }, &s.place)),
		onRequest(mapping.Many("citizenship", func(p *P) *[]mc.Country { return &p.Citizenship }, &s.country)),
		onRequest(mapping.One("gender", func(p *P) *mc.Concept { return &p.Gender }, &s.concept)),
	)...)
}

// onRequest writes a row only if personal data is asked for.
func onRequest[T any](r row[T]) row[T] {
	return when(func(e *encoder, _ *T, _ path) bool { return e.o.PersonalData }, r)
}

// whereabouts are the terms of the extension for places and contact points, as
// far as native members leave them open.
func (s *tables) whereabouts() []row[mc.Party] {
	type P = mc.Party
	return mapping.Extension(
		mapping.Turn(1, ifOpen("location", func(p *P) *[]mc.Location { return &p.Locations }, &s.place)),
		mapping.Turn(1, ifOpen("contactPoint", func(p *P) *[]mc.ContactPoint { return &p.Contacts }, &s.contact)),
		mapping.Turn(1, ifOpen("homepage", func(p *P) *[]mc.WebResource { return &p.Homepages }, &s.page)),
	)
}

// ifOpen is a member with a list that is written if something in it is open.
func ifOpen[T, F any](term string, get func(*T) *[]F, c *class[F]) row[T] {
	field := mapping.PathOf(get)
	return when(func(e *encoder, from *T, at path) bool { return len(*get(from)) > 0 && e.isOpen(step(at, field)) }, mapping.Many(term, get, c))
}

// firstAddress is the Address of a party, which stands in its first place.
func (s *tables) firstAddress() row[mc.Party] {
	return mapping.Turn(1, mapping.First(func(p *mc.Party) *[]mc.Location { return &p.Locations },
		mapping.One("address", func(l *mc.Location) *mc.Location { return l }, &s.mainAddress))[0])
}

// readPartyReference reads a party that is given by its id: the node elsewhere in
// the badge that has the id, or else the id alone.
func (s *tables) readPartyReference(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	if node := d.profiles[v.Text()]; node.Exists() && d.follow(node, v) {
		s.party.ReadObject(d.Reader, node, to, at)
		d.leave()
		d.Keep(v, at.Dot("id"))
		return
	}
	s.party.ReadID(d.Reader, v, to, at)
}

// mention names a party that is written already: by id, type and name, which is all
// that a Profile needs.
func (e *encoder) mention(p *mc.Party, at path, to string) (n *node, done bool) {
	key, err := content(p)
	earlier, ok := e.parties[key]
	if err != nil || !ok {
		return nil, false
	}
	e.repeat(at, earlier.at)
	n = &node{ID: earlier.id, Class: "Profile", Pointer: to}
	e.PutText(n, "name", e.show(p.DisplayName()))
	return n, true
}

// completeMention reads what stands elsewhere in the badge about a party of which a
// node states no more than id, type and name.
func (s *tables) completeMention(d *decoder, node jsontree.Value, to *mc.Party, at path) {
	for name := range node.Members() {
		if name != "id" && name != "type" && name != "name" {
			return
		}
	}
	full := d.profiles[node.Get("id").Text()]
	if full.Exists() && full != node && d.follow(full, node) {
		s.party.ReadObject(d.Reader, full, to, at)
		d.leave()
	}
}

// readPartyName reads the name of a party: that of an organisation, or the names
// of a person in one string.
func readPartyName(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	if n := to.Person; v.Kind() == jsontree.String && v.Text() != "" {
		switch {
		case d.Confirms(v, to.Name, at.Dot("name")):
			return
		case n != nil && d.Confirms(v, n.FullName, at.Dot("person").Dot("fullName")):
			return
		case n != nil && isJoinedName(v.Text(), n):
			d.Mark(v, mc.Outcome{To: string(at.Dot("person").Dot("givenName")), Kind: mc.KindMerged, Severity: mc.SeverityInfo,
				Reason: "given and family name in one string"})
			return
		case to.Name.IsZero() && d.Confirms(v, to.AltName, at.Dot("altName")):
			return
		}
	}
	d.OneText(v, &to.Name, at.Dot("name"))
}

// isJoinedName reports whether a name is a given and a family name of a person.
func isJoinedName(name string, n *mc.Person) bool {
	for _, given := range n.GivenName {
		for _, family := range n.FamilyName {
			if name == strings.TrimSpace(strings.TrimSpace(given.Text)+" "+strings.TrimSpace(family.Text)) {
				return true
			}
		}
	}
	return false
}

func writePartyName(e *encoder, n *node, p *mc.Party, at path) {
	if e.putText(n, "name", p.Name, at.Dot("name")) || p.Person == nil {
		return
	}
	if !e.putText(n, "name", p.Person.FullName, at.Dot("person").Dot("fullName")) {
		e.PutText(n, "name", e.show(p.DisplayName()))
	}
}

// derivePartyKind takes a Profile with the names of a person for a person, and
// any other for an organisation.
func derivePartyKind(d *decoder, node jsontree.Value, to *mc.Party, at path) {
	t := node.Get("type")
	if !t.Exists() || to.Kind != mc.PartyUnknown {
		return
	}
	to.Kind = mc.PartyOrganisation
	reason := "a Profile without a person's names is taken for an organisation"
	if n := to.Person; n != nil && !(n.GivenName.IsZero() && n.FamilyName.IsZero() && n.FullName.IsZero()) {
		to.Kind, reason = mc.PartyPerson, "a Profile with a person's names is a person"
	}
	for t.Len() > 0 {
		t = t.At(0)
	}
	d.Mark(t, mc.Outcome{To: string(at.Dot("kind")), Kind: mc.KindTransformed, Match: mc.MatchClose, Reason: reason})
}

func writePartyKind(e *encoder, n *node, p *mc.Party, at path) {
	person := n.Member("givenName") != nil || n.Member("familyName") != nil
	switch {
	case person:
		e.Translate(at.Dot("kind"), n.At("type"), "a Profile with a person's names is a person")
	case p.Kind == mc.PartyOrganisation:
		e.Translate(at.Dot("kind"), n.At("type"), "a Profile without a person's names is an organisation")
	}
}

// contactDetail is a native member with one address or number of a party. If no
// contact point has it, it is added to the first.
func contactDetail(term string, get func(*mc.ContactPoint) *[]string) row[mc.Party] {
	field := string(mapping.PathOf(get))
	return mapping.Turn(1, custom(term, func(d *decoder, v jsontree.Value, to *mc.Party, at path) {
		v, s, ok := d.Literal(v)
		if !ok || s == "" {
			d.Scaffold(v)
			return
		}
		s = strings.TrimPrefix(s, "mailto:")
		at = at.Dot("contacts")
		for i := range to.Contacts {
			for j, known := range *get(&to.Contacts[i]) {
				if known == s {
					d.Keep(v, at.At(i).Dot(field).At(j))
					return
				}
			}
		}
		if len(to.Contacts) == 0 {
			to.Contacts = []mc.ContactPoint{{}}
		}
		list := get(&to.Contacts[0])
		d.Keep(v, at.At(0).Dot(field).At(len(*list)))
		*list = append(*list, s)
	}, func(e *encoder, n *node, p *mc.Party, at path) {
		for i := range p.Contacts {
			all := *get(&p.Contacts[i])
			if len(all) > 0 && all[0] != "" {
				e.Keep(at.Dot("contacts").At(i).Dot(field).At(0), n.At(term))
				e.PutText(n, term, all[0])
			}
			if len(all) > 0 {
				return
			}
		}
	}))
}

// homepage is the address of a party on the web.
func homepage() row[mc.Party] {
	return mapping.Turn(1, custom("url", func(d *decoder, v jsontree.Value, to *mc.Party, at path) {
		v, s, ok := d.Literal(v)
		if !ok || s == "" {
			d.Scaffold(v)
			return
		}
		at = at.Dot("homepages")
		i := slices.IndexFunc(to.Homepages, func(known mc.WebResource) bool { return known.URL == s })
		if i < 0 {
			i = len(to.Homepages)
			to.Homepages = append(to.Homepages, mc.WebResource{URL: s})
		}
		d.Keep(v, at.At(i).Dot("url"))
	}, func(e *encoder, n *node, p *mc.Party, at path) {
		if len(p.Homepages) > 0 && p.Homepages[0].URL != "" {
			e.Keep(at.Dot("homepages").At(0).Dot("url"), n.At("url"))
			e.PutText(n, "url", p.Homepages[0].URL)
		}
	}))
}

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

// defineAddresses makes the classes of addresses. The address of a party also
// holds parts of the place that have no member of their own.
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

// inRegion is the region of an address, or else the first region of the place.
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

// isOneLine reports whether an address has only a country, a region and one line of text.
func isOneLine(node jsontree.Value) bool {
	for _, part := range []string{"addressLocality", "postalCode", "postOfficeBoxNumber"} {
		if node.Get(part).Exists() {
			return false
		}
	}
	return true
}

// inFull is the street of an address, or else the whole address if none of its
// parts is known.
func inFull(street row[mc.Address]) row[mc.Address] {
	return custom(street.Term, func(d *decoder, v jsontree.Value, a *mc.Address, at path) {
		if a.Street == "" && v.Kind() == jsontree.String && d.Confirms(v, a.Full, at.Dot("full")) {
			return
		}
		if node := v.Parent(); isOneLine(node) && a.Street == "" {
			d.OneText(v, &a.Full, at.Dot("full"))
			return
		}
		street.Read(d.Reader, v, a, at)
	}, func(e *encoder, n *node, a *mc.Address, at path) {
		if street.Write(e.Writer, n, a, at); a.Street+a.Locality+a.PostalCode+a.POBox == "" {
			e.putText(n, street.Term, a.Full, at.Dot("full"))
		}
	})
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
		if iri := "mailto:" + *mail; isGlobal(iri) {
			return mapping.Quote(iri)
		}
		return ""
	})
}

// writeForms writes the addresses of forms, without what else is known of them.
func writeForms(e *encoder, n *node, c *mc.ContactPoint, at path) {
	m := mapping.Member{Term: "contactForm", Array: true}
	for i, form := range c.Forms {
		if isGlobal(form.URL) {
			e.Keep(at.Dot("forms").At(i).Dot("url"), element(n.At(m.Term), len(m.Items)))
			m.Items = append(m.Items, mapping.Item{Raw: mapping.Quote(form.URL)})
		}
	}
	e.Add(n, m)
}
