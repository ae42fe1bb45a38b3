package datamodel

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/loader"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Checker holds one document against the rules and collects what it breaks.
type Checker struct {
	*Model

	problems []vc.Problem
	version  vc.Version // of the credential that is being checked
	ids      map[string]bool
}

// MaxProblems bounds what one hostile document can make the check collect.
const MaxProblems = 1_000

// Problems returns what was found, in the order in which it was.
func (c *Checker) Problems() []vc.Problem { return c.problems }

// Add notes that a rule is broken at a value.
func (c *Checker) Add(r *vc.Rule, at jsontree.Value, found string) { c.add(r, at.Pointer(), found) }

// AddMember notes that a rule is broken at a member that need not be there.
func (c *Checker) AddMember(r *vc.Rule, node jsontree.Value, name, found string) {
	c.add(r, node.Pointer()+"/"+jsontree.EscapePointer(name), found)
}

func (c *Checker) add(r *vc.Rule, pointer, found string) {
	if len(c.problems) < MaxProblems {
		c.problems = append(c.problems, r.At(pointer, found))
	}
}

// Version returns the version of the VC Data Model of the credential that is
// being checked.
func (c *Checker) Version() vc.Version { return c.version }

// Node checks one node against its class and, through its members, all below.
func (c *Checker) Node(v jsontree.Value, k *Class) {
	if !v.IsObject() {
		c.Add(c.set(k).Kind, v, v.Kind().String()+" where "+k.Name+" is expected")
		return
	}
	if k.Typing == TopLevel {
		defer func(outer vc.Version) { c.version = outer }(c.version)
		c.top(v, k)
	} else if !k.typed(v.Get("type")) {
		c.AddMember(c.set(k).NodeType, v, "type", "another type in "+k.Name)
	}
	if k.lookup != nil {
		c.members(v, k)
	} else {
		for i := range k.Members {
			if m := &k.Members[i]; m.Only == 0 || m.Only == c.version {
				c.member(v, v.Get(m.Name), m, k)
			}
		}
		c.others(v, k)
	}
	if k.Also != nil {
		k.Also(c, v)
	}
}

// members checks the members of a node against a compiled class.
func (c *Checker) members(v jsontree.Value, k *Class) {
	var have [mostMembers]jsontree.Value // by their places in the class
	odd := false                         // others has something to say
	for i := range v.Len() {
		got := v.At(i)
		name := got.Name()
		known := false
		for n := k.lookup.first[outline(name)]; n > 0; n = k.lookup.next[n-1] {
			if k.Members[n-1].Name == name {
				have[n-1], known = got, true
			}
		}
		odd = odd || k.Closed && !known || isEmpty(got)
	}
	for i := range k.Members {
		if m := &k.Members[i]; m.Only == 0 || m.Only == c.version {
			c.member(v, have[i], m, k)
		}
	}
	if odd {
		c.others(v, k)
	}
}

// isEmpty reports whether a value says nothing: null or an empty array.
func isEmpty(v jsontree.Value) bool {
	kind := v.Kind()
	return kind == jsontree.Null || kind == jsontree.Array && v.Len() == 0
}

// set returns the rules of a class.
func (c *Checker) set(k *Class) *Set {
	if k.Rules == nil {
		return &c.Rules
	}
	return k.Rules
}

func (k *Class) typed(t jsontree.Value) bool {
	switch k.Typing {
	case Listed:
		return Lists(t, k.Name)
	case Exact:
		return t.IsText(k.Name)
	case AnyType:
		return t.Kind() == jsontree.String && t.Text() != ""
	}
	return true
}

// Lists reports whether a type member, an array of strings or one string, has one
// of some names.
func Lists(v jsontree.Value, names ...string) bool {
	found := false
	for t := range v.Each() {
		if t.Kind() != jsontree.String {
			return false
		}
		found = found || slices.Contains(names, t.Text())
	}
	return found
}

// others checks the members that the class does not list.
func (c *Checker) others(v jsontree.Value, k *Class) {
	for name, got := range v.Members() {
		if isEmpty(got) {
			c.Add(c.set(k).Empty, got, described(got))
		}
		if k.Closed && name != "type" && !slices.ContainsFunc(k.Members, func(m Member) bool { return m.Name == name }) {
			c.Add(c.set(k).Closed, got, "another member in "+k.Name)
		}
	}
}

func described(v jsontree.Value) string {
	if v.Kind() == jsontree.Array && v.Len() == 0 {
		return "an empty array"
	}
	return v.Kind().String()
}

// member checks the value that a node has for a member of its class, if any.
func (c *Checker) member(node, v jsontree.Value, m *Member, k *Class) {
	switch {
	case isEmpty(v):
		return // others says so
	case v.Exists():
		isArray := v.Kind() == jsontree.Array
		if isArray != m.Many && (isArray || !m.Compact) {
			c.Add(c.set(k).Array, v, v.Kind().String())
		}
		if !isArray {
			c.value(v, m, k)
			return
		}
		for i := range v.Len() {
			c.value(v.At(i), m, k)
		}
	case m.Required && m.Twin != "" && node.Get(m.Twin).Exists():
		c.AddMember(c.set(k).Required, node, m.Name, m.Twin+", of the other version of the VC Data Model, in its place")
	case m.Required:
		c.AddMember(c.set(k).Required, node, m.Name, "no "+m.Name+" in "+k.Name)
	}
}

func (c *Checker) value(v jsontree.Value, m *Member, k *Class) {
	switch {
	case m.Value == Node && !(m.Ref && v.Kind() == jsontree.String):
		class := m.class
		if class == nil {
			class = c.ClassOf(m.Class)
		}
		c.Node(v, class)
	case m.Value == Word && v.Kind() == jsontree.String:
		if !m.Enum.Has(v.Text()) {
			c.Add(c.set(k).Enum, v, "no term of "+m.Enum.Name)
		}
	case !m.fits(v):
		c.Add(c.set(k).Kind, v, v.Kind().String()+" that is no "+m.Name)
	}
}

// LanguageCode is the form of a language code.
var LanguageCode = NewPattern(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

// isPlainLanguage reports whether s is a language code of two or three letters, as
// nearly all are.
func isPlainLanguage(s string) bool {
	for _, c := range []byte(s) {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return len(s) == 2 || len(s) == 3
}

// CompactJWS is how a JSON Web Signature looks in its compact form.
var CompactJWS = NewPattern(`^[a-zA-Z0-9_-]+\.[a-zA-Z0-9_-]*\.[a-zA-Z0-9_-]+$`)

var countryCode = NewPattern(`^[A-Z]{2}$`)

// fits reports whether a value has the kind of its member; nodes and words are
// looked at elsewhere.
func (m *Member) fits(v jsontree.Value) bool {
	isText := v.Kind() == jsontree.String
	switch m.Value {
	case Text:
		return isText && (!m.Required || v.Text() != "")
	case URI, Node:
		return isText && IsURI(v.Text())
	case Instant:
		return isText && isInstant(v.Text())
	case Date:
		return isText && isDate(v.Text())
	case Number:
		return v.Kind() == jsontree.Number
	case Truth:
		return v.Kind() == jsontree.Bool
	case Language:
		return isText && (isPlainLanguage(v.Text()) || LanguageCode().MatchString(v.Text()))
	case Country:
		return isText && countryCode().MatchString(v.Text())
	case JWS:
		return isText && CompactJWS().MatchString(v.Text())
	}
	return m.Value == Any
}

// isDate reports whether s is a day of the calendar (RFC 3339, full-date).
func isDate(s string) bool { return len(s) == len("2006-01-02") && isInstant(s+"T00:00:00Z") }

// isInstant reports whether s is a date and time with zone (RFC 3339,
// date-time), which is narrower than XML Schema: four digits of year, and no
// hour 24.
func isInstant(s string) bool {
	_, err := vc.ParseDateTime(s)
	return err == nil && s[4] == '-' && s[11:13] != "24"
}

// IsURI reports whether s has the outline of an absolute URI or IRI (RFC 3986
// section 4.3, RFC 3987). Stricter rules for single schemes are those of the
// VC Data Model.
func IsURI(s string) bool {
	scheme, rest, found := strings.Cut(s, ":")
	if !found || !isScheme(scheme) || rest == "" {
		return false
	}
	for i, c := range []byte(rest) {
		if c >= 0x80 {
			return !strings.ContainsFunc(rest[i:], isOutsideURI)
		}
		if isOutsideURI(rune(c)) {
			return false
		}
	}
	return true
}

// isOutsideURI reports whether a character cannot stand in an IRI.
func isOutsideURI(r rune) bool {
	switch r {
	case '<', '>', '"', '{', '}', '|', '\\', '^', '`', 0x7f, '\ufffd':
		return true
	}
	return r <= ' '
}

// isScheme reports whether s is the scheme of a URI (RFC 3986 section 3.1).
func isScheme(s string) bool {
	for i, r := range s {
		letter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || !(r >= '0' && r <= '9' || r == '+' || r == '-' || r == '.')) {
			return false
		}
	}
	return s != ""
}

// Loss checks that JSON-LD keeps every part of a document and returns the first
// part that it would not. The work ends at the first loss, so there is never
// more than one. An error is that of ctx.
func (m *Model) Loss(ctx context.Context, doc vc.Document, env vc.Env) ([]vc.Problem, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if env.Kept(doc) {
		return nil, nil // its proof has shown it
	}
	_, err := jsonld.Dataset(ctx, doc.Root(), jsonld.Options{Contexts: loader.Contexts(env)})
	var fault *jsonld.Error
	if errors.As(err, &fault) {
		return []vc.Problem{m.problemOf(doc, fault)}, nil
	}
	return nil, err
}

func (m *Model) problemOf(doc vc.Document, fault *jsonld.Error) vc.Problem {
	rule := m.Lossy
	switch fault.Code {
	case jsonld.CodeContextUnknown, jsonld.CodeContextUnavailable, jsonld.CodeLimit:
		rule = m.Unchecked
	case jsonld.CodeTypeUndefined:
		if strings.HasPrefix(doc.Lookup(fault.Pointer).Text(), oneEdTech) {
			rule = m.Undefined
		}
	}
	return rule.At(fault.Pointer, fault.Code+": "+fault.Detail)
}

// Mandatory returns JSON Pointers to the members that a class requires and
// that are there, down to those that the classes below require. A node of a
// class that requires nothing by itself, such as criteria, is one as a whole.
// The types of all nodes on the way go without saying.
func (c *Checker) Mandatory(v jsontree.Value, k *Class) []string {
	if k.Typing == TopLevel {
		c.version = VersionOf(v)
	}
	var pointers []string
	for i := range k.Members {
		m := &k.Members[i]
		if !m.Required || m.Only != 0 && m.Only != c.version {
			continue
		}
		for one := range v.Get(m.Name).Each() {
			var below []string
			if m.Value == Node && one.IsObject() {
				below = c.Mandatory(one, c.ClassOf(m.Class))
			}
			if below == nil {
				below = []string{one.Pointer()}
			}
			pointers = append(pointers, below...)
		}
	}
	return pointers
}
