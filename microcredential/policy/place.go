package policy

import (
	"reflect"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/internal/layout"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Bounds of one place: a credential with very many values is not looked at without
// end, and a path leads only so deep.
const (
	maxSteps  = 16
	maxValues = 2_000 // stated or not
	maxClaims = 1_000
)

// model are the types of the model.
var model = sync.OnceValue(func() *layout.Table {
	return layout.New(reflect.TypeFor[mc.Credential](), reflect.TypeFor[mc.LangString](), mc.FieldName)
})

// place is a canonical path without indexes: the values of a field, in every entry of
// the lists on the way. The names are looked up once, when the profile is read.
type place struct {
	path    string
	steps   []step
	leaf    *layout.Type // what a value is
	inClaim bool         // whether parts and further claims have it too
}

type step struct {
	field int
	name  string
}

// newPlace finds a path in the model. unknown is the step that does not exist, if
// there is one.
func newPlace(path string) (p place, unknown string, ok bool) {
	p.path = path
	p.inClaim = path == "definition" || path == "award" || strings.HasPrefix(path, "definition.") || strings.HasPrefix(path, "award.")
	at := model().Of(reflect.TypeFor[mc.Credential]())
	names := strings.Split(path, ".")
	if len(names) > maxSteps {
		return place{}, names[maxSteps], false
	}
	for _, name := range names {
		at = single(at)
		found := -1
		for i := range at.Fields {
			if at.Kind == layout.Struct && at.Fields[i].Step == name {
				found = i
			}
		}
		if found < 0 {
			return place{}, name, false
		}
		p.steps = append(p.steps, step{found, name})
		at = at.Fields[found].Type
	}
	p.leaf = single(at)
	return p, "", true
}

// single returns the type of an entry of a list, or of what a pointer leads to.
func single(t *layout.Type) *layout.Type {
	for t.Kind == layout.Pointer || t.Kind == layout.Slice {
		t = t.Elem
	}
	return t
}

// value is what stands at a place.
type value struct {
	of reflect.Value
	at mc.Path
}

// collector walks from a value to the end of a place.
type collector struct {
	steps []step
	out   []value
	seen  int
	full  bool // there were more values than are looked at
}

func (c *collector) walk(v reflect.Value, n int, at []byte) {
	switch {
	case c.full:
		return
	case v.Kind() == reflect.Pointer:
		if !v.IsNil() {
			c.walk(v.Elem(), n, at)
		}
		return
	case v.Kind() == reflect.Slice && v.Type() != textType && v.Type().Elem().Kind() != reflect.Uint8:
		for i := range v.Len() {
			c.walk(v.Index(i), n, layout.AppendIndex(at, i))
		}
		return
	case n < len(c.steps):
		s := c.steps[n]
		c.walk(v.Field(s.field), n+1, layout.AppendStep(at, s.name))
		return
	}
	c.seen++
	if c.full = c.seen > maxValues; !c.full && isStated(v) {
		c.out = append(c.out, value{v, mc.Path(at)})
	}
}

var textType = reflect.TypeFor[mc.LangString]()

// isStated reports whether a value says anything. Text that is blank in every
// language does not.
func isStated(v reflect.Value) bool {
	switch x := v.Interface().(type) {
	case mc.LangString:
		for _, one := range x {
			if strings.TrimSpace(one.Text) != "" {
				return true
			}
		}
		return false
	case mc.Concept:
		return !x.IsZero()
	case string:
		return strings.TrimSpace(x) != ""
	}
	return !v.IsZero()
}

// subject is a credential that is being judged.
type subject struct {
	credential *mc.Credential
	claims     []mc.PathedClaim
	elements   []mc.Element
}

func newSubject(c *mc.Credential) *subject {
	if c == nil {
		c = &mc.Credential{}
	}
	claims := c.Claims()
	return &subject{credential: c, claims: claims[:min(len(claims), maxClaims)], elements: mc.AnnexI(c)}
}

// found is what stands at a place: in the credential itself, or only in a part or
// further claim of it.
type found struct {
	values []value
	only   mc.Path // where a part states it, when the credential itself does not
	full   bool
}

func (s *subject) at(p place) found {
	c := collector{steps: p.steps}
	room := make([]byte, 0, 128)
	c.walk(reflect.ValueOf(s.credential).Elem(), 0, room)
	if len(c.out) > 0 || c.full || !p.inClaim {
		return found{values: c.out, full: c.full}
	}
	for _, claim := range s.claims[1:] {
		root := reflect.ValueOf(claim.Definition)
		if p.steps[0].name == "award" {
			root = reflect.ValueOf(claim.Award)
		}
		c.walk(root, 1, append(append(room, claim.Prefix...), "."+p.steps[0].name...))
		if len(c.out) > 0 {
			return found{only: c.out[0].at}
		}
	}
	return found{full: c.full}
}

// first returns what the first of several places states.
func (s *subject) first(places []place) found {
	only := found{}
	for _, p := range places {
		f := s.at(p)
		if len(f.values) > 0 || f.full {
			return f
		}
		if only.only == "" {
			only = f
		}
	}
	return only
}
