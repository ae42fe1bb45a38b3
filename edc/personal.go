package edc

import (
	"reflect"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// withhold returns the model without the personal data that nobody asked for, and
// notes which entries of the learner's lists have moved up for that.
func (e *encoder) withhold() *mc.Credential {
	if e.opts.PersonalData {
		return e.model
	}
	c := mapping.Clone(e.model)
	mapping.VisitAt(c, "", func(part any, at mc.Path) {
		if _, person := part.(*mc.Person); person || at.Under("learner.party") {
			forget(reflect.ValueOf(part).Elem(), at)
		}
	})
	p, at := &c.Learner.Party, mc.Path("learner.party")
	p.Identifiers = without(e, p.Identifiers, at.Dot("identifiers"), func(i *mc.Identifier) bool { return i.IsPersonal() })
	p.Contacts = without(e, p.Contacts, at.Dot("contacts"), func(c *mc.ContactPoint) bool { return reflect.ValueOf(c).Elem().IsZero() })
	if p.Person != nil && reflect.ValueOf(p.Person).Elem().IsZero() {
		p.Person = nil
	}
	c.Residue = nil
	for format, all := range e.model.Residue {
		for pointer, raw := range all {
			if !mc.IsPersonal(mc.ResiduePath(format, pointer)) {
				c.Residue.Put(format, pointer, raw)
			}
		}
	}
	return c
}

// forget removes the personal fields of a struct.
func forget(v reflect.Value, at mc.Path) {
	for i := range v.NumField() {
		if f := v.Field(i); !f.IsZero() && mc.IsPersonal(at.Dot(mc.FieldName(v.Type().Field(i).Name))) {
			f.SetZero()
		}
	}
}

// without returns a list without some entries.
func without[T any](e *encoder, list []T, at mc.Path, is func(*T) bool) (out []T) {
	for i := range list {
		if is(&list[i]) {
			e.withheld[at.At(i)] = true
			continue
		}
		if len(out) < i {
			e.shifted[at.At(i)] = at.At(len(out))
		}
		out = append(out, list[i])
	}
	return out
}

// isWithheld reports whether a value is not written because it is personal.
func (e *encoder) isWithheld(p mc.Path) bool {
	return !e.opts.PersonalData && (mc.IsPersonal(p) || within(e.withheld, p))
}
