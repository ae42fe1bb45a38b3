package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func (s *shapesOf) defineIdentities() {
	type T = mc.Identifier
	s.entry = shape[T]{
		names: []string{"IdentifierEntry"},
		terms: []term[T]{
			text("identifier", "value", func(i *T) *string { return &i.Value }),
			custom("identifierType", readIdentifierType),
		},
	}
	s.identity = shape[T]{
		names: []string{"IdentityObject"},
		terms: []term[T]{
			custom("hashed", func(d *decoder, v jsontree.Value, to *T, at path) {
				switch v, ok := d.single(v); {
				case !ok:
				case v.Kind() != jsontree.Bool:
					d.residue(v, "not a boolean")
				case !v.Bool():
					d.scaffold(v)
				default:
					to.Hash = &mc.IdentityHash{}
				}
			}),
			custom("identityHash", readIdentity),
			custom("identityType", readIdentifierType),
			custom("salt", func(d *decoder, v jsontree.Value, to *T, at path) {
				if to.Hash == nil {
					d.residue(v, "a salt beside an identifier in clear")
					return
				}
				readParsed(d, v, &to.Hash.Salt, at.Dot("hash").Dot("salt"), asText)
			}),
		},
	}
}

// readIdentity reads an identifier in clear, or its hash with the algorithm
// before it.
func readIdentity(d *decoder, v jsontree.Value, to *mc.Identifier, at path) {
	v, s, ok := d.literal(v)
	if !ok {
		return
	}
	fill(d, v, &to.Value, s, at.Dot("value"))
	hashed := v.Parent().Get("hashed")
	if to.Hash == nil {
		return
	}
	d.change(hashed, at.Dot("value"), "says that the value is a hash")
	if algorithm, _, ok := strings.Cut(s, "$"); ok && algorithm != "" {
		to.Hash.Algorithm = algorithm
		d.change(v, at.Dot("hash").Dot("algorithm"), "stands before the hash")
	}
}

// readIdentifierType reads a type of identifier. One that we have no scheme
// for is kept by its name.
func readIdentifierType(d *decoder, v jsontree.Value, to *mc.Identifier, at path) {
	v, s, ok := d.literal(v)
	if !ok {
		return
	}
	scheme, known := schemesOfTypes[s]
	switch {
	case s == "email":
		fillAs(d, v, &to.Scheme, mc.IdentEmail, at.Dot("scheme"), CodeAlias+": emailAddress is meant")
	case s == identifierTypes[mc.IdentOther]:
		d.scaffold(v)
	case known:
		fillAs(d, v, &to.Scheme, scheme, at.Dot("scheme"), "the scheme of the identifier")
	default:
		fill(d, v, &to.SchemeName, s, at.Dot("schemeName"))
	}
}

// identifications reads identifiers with the authorities that gave them; they
// complete the identifiers that native members have.
func (s *shapesOf) identifications(d *decoder, v jsontree.Value, list *[]mc.Identifier, at path) {
	known := map[string][]int{}
	for i, id := range *list {
		known[id.Value] = append(known[id.Value], i)
	}
	for e := range v.Each() {
		if d.nothing(e) {
			continue
		}
		kind := schemesOfKinds[e.Get("identifierKind").Text()]
		value := e.Get("notation").Text()
		found := -1
		for k, i := range known[value] {
			if id := (*list)[i]; value != "" && id.Hash == nil && (id.Scheme == kind || id.Scheme == mc.IdentOther || kind == mc.IdentOther) {
				found = i
				known[value] = append(known[value][:k:k], known[value][k+1:]...)
				break
			}
		}
		if found >= 0 {
			s.identifier.read(d, e, &(*list)[found], at.At(found))
			continue
		}
		var id mc.Identifier
		if s.identifier.read(d, e, &id, at.At(len(*list))) {
			*list = append(*list, id)
		}
	}
}

// readIdentities reads the identifiers of the learner. The first name in clear
// is the learner's name, other identifiers stay what they are.
func (s *shapesOf) readIdentities(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	named, mails := false, emails(to, at)
	for e := range v.Each() {
		switch {
		case d.nothing(e):
		case !named && e.Get("identityType").IsText("name") && !e.Get("hashed").Bool() && e.Get("identityHash").Text() != "":
			named = true
			s.readLearnerName(d, e, to, at)
		case d.repeatsEmail(e, mails):
		case e.Get("hashed").Bool() && !strings.Contains(e.Get("identityHash").Text(), "$"):
			d.residue(e, "a hash that does not say how it was made")
		default:
			var id mc.Identifier
			if s.identity.read(d, e, &id, at.Dot("identifiers").At(len(to.Identifiers))) {
				to.Identifiers = append(to.Identifiers, id)
			}
		}
	}
}

// readLearnerName reads a name that stands as an identity object.
func (s *shapesOf) readLearnerName(d *decoder, v jsontree.Value, to *mc.Party, at path) {
	object := &shape[mc.Party]{
		names: s.identity.names,
		terms: []term[mc.Party]{
			custom("identityHash", func(d *decoder, v jsontree.Value, to *mc.Party, at path) {
				if to.Person == nil {
					to.Person = &mc.Person{}
				}
				d.plain(v, &to.Person.FullName, at.Dot("person").Dot("fullName"))
			}),
			custom("identityType", func(d *decoder, v jsontree.Value, _ *mc.Party, _ path) { d.scaffold(v) }),
			custom("hashed", func(d *decoder, v jsontree.Value, _ *mc.Party, _ path) { d.scaffold(v) }),
		},
	}
	object.read(d, v, to, at)
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
	d.scaffold(v)
	d.keep(address, at)
	return true
}
