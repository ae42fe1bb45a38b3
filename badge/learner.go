package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// learnerRows are the members of the subject that say who achieved it. Open
// Badges has identity objects, and no members for names; those of a Profile are
// only read.
func (s *tables) learnerRows() (native, extension []row[mc.Credential]) {
	party := func(c *mc.Credential) *mc.Party { return &c.Learner.Party }
	identifiers := func(p *mc.Party) *[]mc.Identifier { return &p.Identifiers }
	native = mapping.Part(party, custom("identifier", s.readIdentities, s.writeIdentities))
	for _, r := range mapping.Part(party, mapping.Rows(personNames(), []row[mc.Party]{
		homepage(), reached("email", func(c *mc.ContactPoint) *[]string { return &c.Email }),
		reached("phone", func(c *mc.ContactPoint) *[]string { return &c.Phone }), s.firstAddress(),
	})...) {
		native = append(native, mapping.ReadOnly(r))
	}
	extension = mapping.Part(party, mapping.Rows(s.personTerms(), mapping.Extension(
		mapping.Turn(1, writtenBy(identifications(identifiers, &s.identification), s.writeLearnerIdentifications))))...)
	for _, r := range mapping.Part(party, s.whereabouts()...) {
		extension = append(extension, onRequest(r))
	}
	return native, extension
}

// learnerID is an id that means anything elsewhere.
func learnerID(w *mapping.Writer, c *mc.Credential, _ path, to string) string {
	e, l := w.State.(*encoder), &c.Learner
	switch {
	case global(l.ID):
		if l.Party.ID == l.ID {
			e.Keep("learner.party.id", to+"/id")
		}
		return l.ID
	case global(l.Party.ID):
		e.Keep("learner.party.id", to+"/id")
		return l.Party.ID
	}
	return ""
}

// readIdentities reads the identifiers of the learner. The first name in clear
// is the learner's name, other identifiers stay what they are.
func (s *tables) readIdentities(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	named, mails := false, emails(to, at)
	for one := range v.Each() {
		switch {
		case d.Nothing(one):
		case !named && one.Get("identityType").IsText("name") && !one.Get("hashed").Bool() && one.Get("identityHash").Text() != "":
			named = true
			learnerName.Read(d.Reader, one, to, at)
		case d.repeatsEmail(one, mails):
		case one.Get("hashed").Bool() && !strings.Contains(one.Get("identityHash").Text(), "$"):
			d.Reject(one, "a hash that does not say how it was made")
		default:
			var id mc.Identifier
			if s.identity.Read(d.Reader, one, &id, at.Dot("identifiers").At(len(to.Identifiers))) {
				to.Identifiers = append(to.Identifiers, id)
			}
		}
	}
}

// learnerName is a name that stands as an identity object.
var learnerName = &class[mc.Party]{
	Types: []string{"IdentityObject"},
	Rows: mapping.Rows(
		mapping.Through(personOf, mapping.ReadOnly(mapping.OneText("identityHash", func(p *mc.Person) *mc.LangString { return &p.FullName }))),
		[]row[mc.Party]{known[mc.Party]("identityType"), known[mc.Party]("hashed")},
	),
}

// emails are the paths of the addresses of contact points.
func emails(p *mc.Party, at path) map[string]path {
	out := map[string]path{}
	for i, c := range p.Contacts {
		for j, mail := range c.Email {
			enter(out, mail, at.Dot("contacts").At(i).Dot("email").At(j))
		}
	}
	return out
}

// repeatsEmail accounts for an identity object that repeats an address of a
// contact point.
func (d *decoder) repeatsEmail(v jsontree.Value, known map[string]path) bool {
	address := v.Get("identityHash")
	at, ok := known[address.Text()]
	if !ok || !v.Get("identityType").IsText("emailAddress") || v.Get("hashed").Bool() || v.Get("salt").Exists() {
		return false
	}
	d.Scaffold(v)
	d.Keep(address, at)
	return true
}

// writeIdentities writes the name, the identifiers and the addresses of the
// learner as identity objects.
func (s *tables) writeIdentities(e *encoder, n *node, p *mc.Party, at path) {
	m := mapping.Member{Term: "identifier", Array: true}
	next := func() string { return element(n.At(m.Term), len(m.Items)) }
	add := func(id mc.Identifier, at path) {
		if one := s.identity.Write(e.Writer, n, m.Term, &id, at, next()); one != nil {
			m.Items = append(m.Items, mapping.Item{Node: one})
		}
	}
	if name := e.learnerName(p, at, next()+"/identityHash"); name != "" {
		add(mc.Identifier{Scheme: mc.IdentName, Value: name}, "")
	}
	for i := range p.Identifiers {
		switch id, at := &p.Identifiers[i], at.Dot("identifiers").At(i); {
		case e.withheld(id):
			for _, leaf := range e.below(at) {
				e.mark(leaf, mc.Outcome{Kind: mc.KindDropped, Reason: withheldReason})
			}
		case id.Hash == nil && strings.TrimSpace(id.Value) != "", id.Hash != nil && unusableHash(id) == "":
			add(*id, at)
		}
	}
	for i, c := range p.Contacts {
		for j, mail := range c.Email {
			if strings.TrimSpace(mail) != "" {
				e.Keep(at.Dot("contacts").At(i).Dot("email").At(j), next()+"/identityHash")
				add(mc.Identifier{Scheme: mc.IdentEmail, Value: mail}, "")
			}
		}
	}
	e.Translate(at.Dot("kind"), n.At("type"), "the subject of an achievement is a person")
	e.Add(n, m)
}

// learnerName is the name of the learner: the party's or full name, else given
// and family name together.
func (e *encoder) learnerName(p *mc.Party, at path, to string) string {
	name := e.OneText(p.Name, at.Dot("name"), to)
	if name == "" && p.Person != nil {
		name = e.OneText(p.Person.FullName, at.Dot("person").Dot("fullName"), to)
	}
	if name == "" && p.Person != nil {
		name = e.joinedName(p.Person, at.Dot("person"), to)
	}
	if name == "" {
		name = e.OneText(p.AltName, at.Dot("altName"), to)
	}
	return name
}

func (e *encoder) joinedName(n *mc.Person, at path, to string) string {
	given, family := e.best(n.GivenName), e.best(n.FamilyName)
	if given >= 0 && family >= 0 && e.o.WithoutExtension {
		merged := mc.Outcome{To: to, Kind: mc.KindMerged, Reason: "given and family name in one string"}
		e.mark(n.GivenName.Path(at.Dot("givenName"), given), merged)
		e.mark(n.FamilyName.Path(at.Dot("familyName"), family), merged)
	}
	return strings.TrimSpace(e.show(n.GivenName) + " " + e.show(n.FamilyName))
}

// withheld reports whether an identifier of the learner is only written on
// request.
func (e *encoder) withheld(id *mc.Identifier) bool {
	return !e.o.PersonalData && id.Hash == nil &&
		(id.Scheme == mc.IdentNationalID || id.Scheme == mc.IdentTax || id.Scheme == mc.IdentPhone)
}

// writeLearnerIdentifications writes identifiers that say more than an identity
// object can, without those that are withheld.
func (s *tables) writeLearnerIdentifications(e *encoder, n *node, p *mc.Party, at path) {
	mapping.WriteNodes(e.Writer, n, "identification", p.Identifiers, at.Dot("identifiers"), func(id *mc.Identifier, here path, to string) *node {
		if e.withheld(id) {
			return nil
		}
		return s.identification.Write(e.Writer, n, "identification", id, here, to)
	})
}
