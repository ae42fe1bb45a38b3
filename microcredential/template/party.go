package template

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// identifierMembers are the identifiers that parties and learners have.
func identifierMembers(schemes ...mc.IdentifierScheme) (out class[mc.Party]) {
	for _, scheme := range schemes {
		read := identity(scheme)
		out = append(out, member[mc.Party]{string(scheme), "words", "Identifier of the kind " + string(scheme) + ".", func(r *reader, n *node, p *mc.Party) {
			p.Identifiers = append(p.Identifiers, read(r, n)...)
		}})
	}
	return out
}

// organisations are the members of an organisation.
func organisations() class[mc.Party] {
	return append(class[mc.Party]{
		{"name", "text", "Legal name.", func(r *reader, n *node, p *mc.Party) { p.Name = r.lang(n) }},
		{"other-name", "text", "Another name, or a short one.", func(r *reader, n *node, p *mc.Party) { p.AltName = r.lang(n) }},
		{"description", "text", "What the organisation does.", func(r *reader, n *node, p *mc.Party) { p.Description = r.lang(n) }},
		{"id", "word", "DID or other URL that identifies it.", func(r *reader, n *node, p *mc.Party) { p.ID = r.id(n) }},
		{"country", "words", "Country or countries where it is established.", func(r *reader, n *node, p *mc.Party) {
			r.each(n, func(item *node) {
				if c := r.country(item); !c.IsZero() {
					p.Locations = append(p.Locations, mc.Location{Addresses: []mc.Address{{Country: c}}})
				}
			})
		}},
		{"homepage", "address", "Address of its pages.", func(r *reader, n *node, p *mc.Party) { p.Homepages = r.pages(n) }},
		{"email", "words", "E-mail address for questions.", func(r *reader, n *node, p *mc.Party) {
			for _, id := range identity(mc.IdentEmail)(r, n) {
				p.Contacts = append(p.Contacts, mc.ContactPoint{Email: []string{id.Value}})
			}
		}},
		{"logo", "file", "Picture beside the template.", func(r *reader, n *node, p *mc.Party) { p.Logo = r.file(n) }},
		{"quality", "qualities", "Quality assurance of the organisation.", func(r *reader, n *node, p *mc.Party) { p.Accreditations = r.qualities(n) }},
	}, identifierMembers(mc.IdentRegistration, mc.IdentVAT, mc.IdentTax, mc.IdentEIDAS, mc.IdentROR, mc.IdentPIC, mc.IdentErasmus, mc.IdentSCHAC)...)
}

// party reads an organisation: an object, the name of one under parties, or a name.
func (r *reader) party(n *node) *mc.Party {
	p := &mc.Party{Kind: mc.PartyOrganisation}
	if n.kind == mapNode {
		organisations().read(r, n, p)
		if p.Name.IsZero() && r.row != nil {
			r.fault(&ruleMember, n, "An organisation must have a name.", "none", "Add name.")
		}
		return p
	}
	text, ok := r.one(n)
	if !ok {
		return nil
	}
	if named := r.t.parties.get(text); named != nil {
		organisations().read(r, named, p)
		return p
	}
	var names []string
	for _, m := range r.t.parties.members {
		names = append(names, m.name)
	}
	if near := nearest(text, names); near != "" {
		r.wrong(n, "This must be one of the parties of the template, or the name of another.", quote(text), "Did you mean "+near+"?")
	}
	p.Name = mc.Text(r.language, text)
	return p
}

// partyList reads several.
func (r *reader) partyList(n *node) (out []mc.Party) {
	r.each(n, func(item *node) {
		if p := r.party(item); p != nil {
			out = append(out, *p)
		}
	})
	return out
}

// pages reads addresses on the web.
func (r *reader) pages(n *node) (out []mc.WebResource) {
	r.each(n, func(item *node) {
		if url := r.address(item); url != "" {
			out = append(out, mc.WebResource{URL: url})
		}
	})
	return out
}

// learners are the members of the learner.
func learners() class[mc.Learner] {
	person := func(set func(r *reader, n *node, p *mc.Person)) func(*reader, *node, *mc.Learner) {
		return func(r *reader, n *node, l *mc.Learner) {
			if l.Party.Person == nil {
				l.Party.Person = &mc.Person{}
			}
			set(r, n, l.Party.Person)
		}
	}
	out := class[mc.Learner]{
		{"name", "text", "Full name.", person(func(r *reader, n *node, p *mc.Person) { p.FullName = r.lang(n) })},
		{"given-name", "text", "Given names.", person(func(r *reader, n *node, p *mc.Person) { p.GivenName = r.lang(n) })},
		{"family-name", "text", "Family names.", person(func(r *reader, n *node, p *mc.Person) { p.FamilyName = r.lang(n) })},
		{"birth-date", "date", "Day of birth.", person(func(r *reader, n *node, p *mc.Person) {
			if text, ok := r.one(n); ok {
				date, err := mc.ParseDate(text)
				if p.BirthDate = date; err != nil {
					r.wrong(n, "A day of birth must be written as year-month-day, such as 1999-05-04.", "something else", dateHint(text))
				}
			}
		})},
		{"id", "word", "DID or other URL that identifies the learner.", func(r *reader, n *node, l *mc.Learner) { l.ID = r.id(n) }},
	}
	for _, m := range identifierMembers(mc.IdentEmail, mc.IdentStudentID, mc.IdentNationalID, mc.IdentESI, mc.IdentEduID, mc.IdentUserName) {
		out = append(out, member[mc.Learner]{m.name, m.takes, m.what, func(r *reader, n *node, l *mc.Learner) { m.read(r, n, &l.Party) }})
	}
	return out
}

// learner reads who earned the credential: an object, or a name.
func (r *reader) learner(n *node, to *mc.Learner) {
	to.Party.Kind = mc.PartyPerson
	if n.kind == mapNode {
		learners().read(r, n, to)
		if p := to.Party.Person; p != nil && p.FullName.IsZero() && p.GivenName.IsZero() && p.FamilyName.IsZero() && p.BirthDate.IsZero() {
			to.Party.Person = nil
		}
	} else if name, ok := r.one(n); ok {
		to.Party.Person = &mc.Person{FullName: mc.Text(r.language, name)}
	}
	if r.row != nil && to.ID == "" && len(to.Party.Identifiers) == 0 && to.Party.DisplayName().IsZero() && len(r.faults) == 0 {
		r.fault(&ruleMember, n, "A learner must have a name or an identifier.", "neither", "Fill in "+strings.Join([]string{"name", "email", "id"}, ", ")+" or another one.")
	}
}
