package jades

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// component is an entry of etsiU: the text of it that time stamps cover, and the
// names of its members.
type component struct {
	text  string // base64url; "" for one in plain JSON
	value jsontree.Value
	names []string
}

// canonicalJSON is the canonicalisation of RFC 8785, which is the only one defined
// for components in plain JSON (TS 119 182-1 clause 5.4.3.3, canonAlg).
const canonicalJSON = "http://json-canonicalization.org/algorithm"

// covers says which components some kinds of time stamps cover (TS 119 182-1
// clauses 5.3.6.1, 5.3.6.2 in the order of the components).
var covers = map[string][]string{
	"sigRTst": {"sigTst", "xRefs", "rRefs", "axRefs", "arRefs"},
	"rfsTst":  {"xRefs", "rRefs", "axRefs", "arRefs"},
}

// coveredBy returns the parts that a time stamp of this kind covers. It returns
// false when they cannot be computed: of objects outside the file, and of components
// in plain JSON for which the seal names no canonicalisation.
func (v *verification) coveredBy(s *timestamp) (parts []string, known bool) {
	switch s.name {
	case "sigTst": // clause 5.3.4: the base64url text of the signature
		return []string{v.sig.Value}, true
	case "adoTst": // clause 5.2.6: the payload as it was signed
		return []string{v.sig.Payload}, !v.isDetached()
	case "arcTst": // clause 5.3.7.2: everything before it
		parts = []string{v.sig.Payload, ".", v.sig.Protected, ".", v.sig.Value, "."}
		known = !v.isDetached()
	case "sigRTst":
		parts, known = []string{v.sig.Value, "."}, true
	case "rfsTst":
		known = true
	}
	if !known || v.unprotected.mixed || s.before > len(v.unprotected.components) {
		return nil, false
	}
	for _, c := range v.unprotected.components[:s.before] {
		if kinds := covers[s.name]; kinds != nil && !slices.ContainsFunc(c.names, func(name string) bool { return slices.Contains(kinds, name) }) {
			continue
		}
		text, ok := c.stamped(s.canonical)
		if !ok {
			return nil, false
		}
		parts = append(parts, text)
	}
	return parts, true
}

// stamped returns the text of a component that a time stamp covers.
func (c component) stamped(algorithm string) (string, bool) {
	if c.text != "" {
		return c.text, true
	}
	if algorithm != canonicalJSON {
		return "", false
	}
	text, err := c.value.Canonical()
	return string(text), err == nil
}
