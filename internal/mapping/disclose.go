package mapping

import (
	"reflect"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Disclosure says which facts about the learner a document states. Whatever it asks
// for, a document states nothing to which the learner, if asked, did not agree.
type Disclosure struct {
	All      bool        // all that is known
	Reveal   mc.FieldSet // beside what documents state anyway: see [mc.IsPersonal]
	Withhold mc.FieldSet // nothing of these
}

// Disclosed is a credential with what may be written of it.
type Disclosed struct {
	Credential *mc.Credential
	Explicit   bool // whether something stays out because somebody said so

	original *mc.Credential
	reasons  []withheldLeaf
	moved    map[mc.Path]mc.Path // entries of lists that have moved up, by where they are now
}

type withheldLeaf struct {
	at     mc.Path
	reason string
}

// Restricts reports whether a credential is to be written otherwise than encoders do of
// their own accord.
func (d Disclosure) Restricts(c *mc.Credential) bool {
	return c != nil && (len(d.Reveal) > 0 || len(d.Withhold) > 0 || c.Learner.Consent != nil)
}

// atRendered is the path of pages that were rendered for the source. They show what
// the source states, and nobody can tell what that is.
const atRendered mc.Path = "envelope.display.pages"

// isExplicit reports whether fields stay out because somebody said so.
func (d Disclosure) isExplicit(l *mc.Learner) bool { return len(d.Withhold) > 0 || l.Consent != nil }

// reason returns why a value is not written, "" if it is.
func (d Disclosure) reason(l *mc.Learner, at mc.Path) (reason string, explicit bool) {
	f := l.PersonalFieldOf(at)
	switch {
	case at.Under(atRendered) && d.isExplicit(l):
		return mc.ReasonRendered, false
	case f == "" && mc.IsPersonal(at):
		// Of somebody else, or in what no decoder has understood.
		if !d.All || at.Under("residue") && d.isExplicit(l) {
			return mc.ReasonPersonal, false
		}
		return "", false
	case f == "":
		return "", false
	case d.Withhold.Has(f):
		return mc.ReasonWithheld + string(f), true
	case l.Consent != nil && !l.Consent.Fields.Has(f):
		return mc.ReasonConsent + string(f), true
	case d.All || d.Reveal.Has(f):
		return "", false
	case mc.IsPersonal(at) || isPersonalIdentifier(l, at):
		return mc.ReasonPersonal, false
	}
	return "", false
}

func isPersonalIdentifier(l *mc.Learner, at mc.Path) bool {
	const list mc.Path = "learner.party.identifiers"
	if !at.Under(list) {
		return false
	}
	for i := range l.Party.Identifiers {
		if at.Under(list.At(i)) {
			return l.Party.Identifiers[i].IsPersonal()
		}
	}
	return false
}

// Disclose returns a credential without what is not to be written. It leaves the one
// that it is given alone.
func (d Disclosure) Disclose(c *mc.Credential) *Disclosed {
	out := &Disclosed{Credential: Clone(c), original: c, moved: map[mc.Path]mc.Path{}}
	l := &c.Learner
	for _, at := range mc.Paths(c) {
		if reason, explicit := d.reason(l, at); reason != "" {
			out.reasons = append(out.reasons, withheldLeaf{at, reason})
			out.Explicit = out.Explicit || explicit
		}
	}
	hidden := func(at mc.Path) bool {
		reason, _ := d.reason(l, at)
		return reason != ""
	}
	out.pruneLearner(hidden)
	VisitAt(out.Credential, "", func(part any, at mc.Path) {
		if p, ok := part.(*mc.Person); ok && !at.Under("learner") {
			clearFields(reflect.ValueOf(p).Elem(), at, hidden)
		}
	})
	if hidden(atRendered) {
		out.Credential.Envelope.Display.Pages = nil
	}
	out.Credential.Residue = nil
	for format, all := range c.Residue {
		for pointer, raw := range all {
			if !hidden(mc.ResiduePath(format, pointer)) {
				out.Credential.Residue.Put(format, pointer, raw)
			}
		}
	}
	return out
}

func (out *Disclosed) pruneLearner(hidden func(mc.Path) bool) {
	l, at := &out.Credential.Learner, mc.Path("learner.party")
	if hidden("learner.id") {
		l.ID = ""
	}
	clearFields(reflect.ValueOf(&l.Party).Elem(), at, hidden)
	if p := l.Party.Person; p != nil {
		clearFields(reflect.ValueOf(p).Elem(), at.Dot("person"), hidden)
		if reflect.ValueOf(p).Elem().IsZero() {
			l.Party.Person = nil
		}
	}
	l.Party.Identifiers = kept(out, l.Party.Identifiers, at.Dot("identifiers"), func(_ *mc.Identifier, here mc.Path) bool { return hidden(here.Dot("value")) })
	l.Party.Contacts = kept(out, l.Party.Contacts, at.Dot("contacts"), func(c *mc.ContactPoint, here mc.Path) bool {
		clearFields(reflect.ValueOf(c).Elem(), here, hidden)
		return reflect.ValueOf(c).Elem().IsZero()
	})
}

// clearFields removes the fields of a struct that are hidden as a whole.
func clearFields(v reflect.Value, at mc.Path, hidden func(mc.Path) bool) {
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() && hidden(at.Dot(mc.FieldName(v.Type().Field(i).Name))) {
			f.SetZero()
		}
	}
}

// kept returns a list without the entries that are to go.
func kept[T any](out *Disclosed, list []T, at mc.Path, goes func(*T, mc.Path) bool) (left []T) {
	for i := range list {
		here := at.At(i)
		if goes(&list[i], here) {
			continue
		}
		if to := at.At(len(left)); to != here {
			out.moved[to] = here
		}
		left = append(left, list[i])
	}
	return left
}

// Account makes the report of an encoder that of the whole credential: each value that
// was not written is in it with the reason, and entries of lists have the places that
// they have in the credential.
func (out *Disclosed) Account(r *mc.Report) {
	for i := range r.Leaves {
		for j, at := range r.Leaves[i].Canonical {
			r.Leaves[i].Canonical[j] = out.before(at)
		}
	}
	original := ""
	for i := range out.original.Provenance {
		if place := r.PlaceOf(mc.Path("provenance").At(i).Dot("sourceBytes")); place != "" && original == "" {
			original = place
		}
	}
	for _, w := range out.reasons {
		r.Withheld(w.at, w.reason, original)
	}
}

// before returns where a value of the pruned credential is in the original.
func (out *Disclosed) before(at mc.Path) mc.Path {
	for up := at; up != ""; up = up.Parent() {
		if from, ok := out.moved[up]; ok {
			return from + at[len(up):]
		}
	}
	return at
}
