package badge

import (
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"

	"github.com/mikromerit/mikromerit/badge/ob3"
)

// learner writes who achieved it: an id if there is one that means anything
// elsewhere, and names and identifiers as identity objects. Open Badges has no
// members for names of a subject.
func (e *encoder) learner() {
	l, out := &e.c.Learner, &e.out.Subject
	const at path = "learner.party"
	switch {
	case global(l.ID):
		out.ID = e.native("learner.id", l.ID, atSubject+"/id")
		if l.Party.ID == l.ID {
			e.keep(at.Dot("id"), atSubject+"/id")
		}
	case global(l.Party.ID):
		out.ID = e.native(at.Dot("id"), l.Party.ID, atSubject+"/id")
	}
	e.learnerName(at, &l.Party)
	for i := range l.Party.Identifiers {
		e.identity(at.Dot("identifiers").At(i), &l.Party.Identifiers[i])
	}
	for i, c := range l.Party.Contacts {
		for j, mail := range c.Email {
			e.addIdentity(at.Dot("contacts").At(i).Dot("email").At(j), mail, "emailAddress")
		}
	}
	e.translate(at.Dot("kind"), atSubject+"/type", "the subject of an achievement is a person")
	shown := l.Party
	shown.Identifiers = nil
	if !e.o.PersonalData {
		shown.Locations, shown.Contacts, shown.Homepages = nil, nil, nil
	}
	e.euSubj.EuParty = e.euParty(at, &shown, atSubject)
	e.euSubj.Identification = e.learnerIdentifications(at, &l.Party)
}

// learnerIdentifications writes identifiers that say more than an identity
// object can, without those that are withheld.
func (e *encoder) learnerIdentifications(at path, p *mc.Party) []ob3.EuIdentification {
	return each(p.Identifiers, at.Dot("identifiers"), atSubject+"/identification", func(at path, id *mc.Identifier, to string) *ob3.EuIdentification {
		if e.withheld(id) {
			return nil
		}
		return e.identification(at, id, to)
	})
}

// withheld reports whether an identifier of the learner is only written on
// request.
func (e *encoder) withheld(id *mc.Identifier) bool {
	return !e.o.PersonalData && id.Hash == nil &&
		(id.Scheme == mc.IdentNationalID || id.Scheme == mc.IdentTax || id.Scheme == mc.IdentPhone)
}

// learnerName writes the name as one identity object: the party's or full
// name, else given and family name together.
func (e *encoder) learnerName(at path, p *mc.Party) {
	to := element(atSubject+"/identifier", len(e.out.Subject.Identifier)) + "/identityHash"
	name := e.text(at.Dot("name"), p.Name, to)
	if name == "" && p.Person != nil {
		name = e.text(at.Dot("person").Dot("fullName"), p.Person.FullName, to)
	}
	if name == "" && p.Person != nil {
		name = e.joinedName(at.Dot("person"), p.Person, to)
	}
	if name == "" {
		name = e.text(at.Dot("altName"), p.AltName, to)
	}
	if name != "" {
		e.appendIdentity(ob3.IdentityObject{IdentityHash: name, IdentityType: "name"})
	}
}

func (e *encoder) joinedName(at path, n *mc.Person, to string) string {
	given, family := e.best(n.GivenName), e.best(n.FamilyName)
	parts := []string{e.show(n.GivenName), e.show(n.FamilyName)}
	if given >= 0 && family >= 0 && e.o.WithoutExtension {
		merged := mc.Outcome{To: to, Kind: mc.KindMerged, Reason: "given and family name in one string"}
		e.mark(n.GivenName.Path(at.Dot("givenName"), given), merged)
		e.mark(n.FamilyName.Path(at.Dot("familyName"), family), merged)
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// identity writes an identifier of the learner.
func (e *encoder) identity(at path, id *mc.Identifier) {
	switch {
	case e.withheld(id):
		for _, leaf := range e.below(at) {
			e.mark(leaf, mc.Outcome{Kind: mc.KindDropped, Reason: withheldReason})
		}
	case id.Hash == nil:
		to := element(atSubject+"/identifier", len(e.out.Subject.Identifier))
		if strings.TrimSpace(id.Value) != "" {
			e.addIdentity(at.Dot("value"), id.Value, e.identifierType(at, id, to+"/identityType"))
		}
	default:
		e.hashed(at, id)
	}
}

// addIdentity writes one identity in clear.
func (e *encoder) addIdentity(at path, value, kind string) {
	if strings.TrimSpace(value) == "" {
		return
	}
	e.keep(at, element(atSubject+"/identifier", len(e.out.Subject.Identifier))+"/identityHash")
	e.appendIdentity(ob3.IdentityObject{IdentityHash: value, IdentityType: kind})
}

// hashed writes an identity that the source states as a hash. MD5 is only read
// and never issued.
func (e *encoder) hashed(at path, id *mc.Identifier) {
	_, _, prefixed := hashOf(id)
	if unusableHash(id) != "" {
		return
	}
	to := element(atSubject+"/identifier", len(e.out.Subject.Identifier))
	n := ob3.IdentityObject{Hashed: true, IdentityHash: id.Value, IdentityType: e.identifierType(at, id, to+"/identityType"), Salt: id.Hash.Salt}
	e.keep(at.Dot("hash").Dot("salt"), to+"/salt")
	if prefixed {
		e.keep(at.Dot("value"), to+"/identityHash")
	} else {
		n.IdentityHash = "sha256$" + id.Value
		e.change(at.Dot("value"), to+"/identityHash", mc.MatchExact, "with the algorithm before it")
	}
	e.translate(at.Dot("hash").Dot("algorithm"), to+"/identityHash", "stands before the hash")
	e.appendIdentity(n)
}

func (e *encoder) appendIdentity(n ob3.IdentityObject) {
	n.Type = "IdentityObject"
	e.out.Subject.Identifier = append(e.out.Subject.Identifier, n)
}
