package xmldsig

import (
	"bytes"
	"crypto/subtle"
	"fmt"
	"slices"
	"strings"
)

// The transforms beside those of canonical XML.
const (
	transformEnveloped = SpaceSignature + "enveloped-signature"
	transformXPath     = "http://www.w3.org/TR/1999/REC-xpath-19991116"
	transformFilter    = "http://www.w3.org/2002/06/xmldsig-filter2"
)

// references checks the digest of everything that the signature refers to. It must
// refer to the whole document and to its own signed properties, each once.
func (v *verifier) references() error {
	n := 0
	for kid := range v.info.Named("Reference") {
		if n++; n > maxReferences {
			return fmt.Errorf("%w: it refers to more than %d parts", ErrLimit, maxReferences)
		}
		if err := v.reference(kid); err != nil {
			return err
		}
	}
	switch {
	case v.out.Root == nil:
		return fmt.Errorf("%w: it does not cover the document", ErrInvalid)
	case v.signed == nil && !v.options.Plain:
		return fmt.Errorf("%w: it does not cover its signed properties", ErrInvalid)
	}
	return nil
}

func (v *verifier) reference(r *Element) error {
	target, err := v.target(r)
	if err != nil {
		return err
	}
	how, removes, err := v.transforms(only(r, SpaceSignature, "Transforms"))
	if err != nil {
		return err
	}
	var without *Element
	if removes {
		without = v.signature
	}
	var text bytes.Buffer
	if err := canonicalize(&text, target, how, without, v.signedLimits().Bytes); err != nil {
		return err
	}
	if err := checkDigest(r, text.Bytes()); err != nil {
		return err
	}
	isProperties := r.Attr("Type") == typeSignedProperties
	switch {
	case target == v.root && removes && !isProperties && v.out.Root == nil:
		v.out.Root, err = Parse(text.Bytes(), v.signedLimits())
	case isProperties && v.owns(target) && v.signed == nil:
		v.signed, err = Parse(text.Bytes(), v.signedLimits())
	case target == v.root || isProperties:
		err = fmt.Errorf("%w: it refers to the document or to its properties in a strange way", ErrUnsupported)
	}
	return err
}

// signedLimits are those for canonical bytes, which may be longer than the file
// because they expand what is short for something else.
func (v *verifier) signedLimits() Limits {
	l := v.options.Limits.withDefaults()
	l.Bytes *= 4
	return l
}

// target returns the element that a reference is about, which is in this document.
func (v *verifier) target(r *Element) (*Element, error) {
	uri, given := "", false
	for _, a := range r.Attrs {
		if a.Space == "" && a.Local == "URI" {
			uri, given = a.Value, true
		}
	}
	id, isID := strings.CutPrefix(uri, "#")
	switch {
	case given && uri == "":
		return v.root, nil
	case isID && v.ids[id] != nil:
		return v.ids[id], nil
	case isID:
		return nil, fmt.Errorf("%w: an id that it refers to is not there exactly once", ErrInvalid)
	}
	return nil, fmt.Errorf("%w: it refers to something outside the document", ErrUnsupported)
}

// owns reports whether an element is the signed properties of this signature.
func (v *verifier) owns(e *Element) bool {
	if !e.Is(SpaceXAdES, "SignedProperties") || !e.Parent.Is(SpaceXAdES, "QualifyingProperties") || !e.Parent.Parent.Is(SpaceSignature, "Object") {
		return false
	}
	return e.Parent.Parent.Parent == v.signature && e.Parent.Attr("Target") == "#"+v.signature.Attr("Id")
}

// transforms reads how what a reference is about becomes bytes, and whether the
// signature is taken out before.
func (v *verifier) transforms(list *Element) (how method, removes bool, err error) {
	ended, whole := false, !v.options.Parts // an expression would also take out the signatures of parts
	for t := range list.Children() {
		name := t.Attr("Algorithm")
		if ended || !t.Is(SpaceSignature, "Transform") {
			return how, removes, fmt.Errorf("%w: its transforms", ErrUnsupported)
		}
		switch {
		case name == transformEnveloped, whole && name == transformXPath && isWithoutSignature(t), whole && name == transformFilter && isSubtraction(t):
			removes = true
		default:
			if how, err = methodOf(t); err != nil {
				return how, removes, err
			}
			ended = true
		}
	}
	return how, removes, nil
}

// isWithoutSignature reports whether an XPath transform takes out all signatures, of
// which there is one (XML Signature 1.1 section 6.6.3).
func isWithoutSignature(t *Element) bool {
	x := only(t, SpaceSignature, "XPath")
	return isAbout(x, "not(ancestor-or-self::", "Signature)")
}

// isSubtraction reports the same of an XPath Filter 2.0 transform.
func isSubtraction(t *Element) bool {
	x := only(t, transformFilter, "XPath")
	return x.Attr("Filter") == "subtract" && (isAbout(x, "/descendant::", "Signature") || isAbout(x, "//", "Signature"))
}

// isAbout reports whether an expression is the two parts with a prefix between that
// stands for XML Signature.
func isAbout(x *Element, before, after string) bool {
	if x == nil || len(slices.Collect(x.Children())) > 0 {
		return false
	}
	expression := strings.Join(strings.Fields(x.Text()), "")
	rest, begins := strings.CutPrefix(expression, before)
	prefix, ends := strings.CutSuffix(rest, ":"+after)
	space, ok := x.space(prefix)
	return begins && ends && ok && prefix != "" && space == SpaceSignature
}

// methodOf returns the method of canonical XML that an element names.
func methodOf(e *Element) (method, error) {
	switch name, _ := strings.CutSuffix(e.Attr("Algorithm"), "WithComments"); strings.TrimSuffix(name, "#") {
	case inclusiveC14N:
		return method{}, nil
	case strings.TrimSuffix(exclusiveC14N, "#"):
		m := method{exclusive: true}
		prefixes := strings.Fields(only(e, exclusiveC14N, "InclusiveNamespaces").Attr("PrefixList"))
		if len(prefixes) > maxBindings {
			return m, fmt.Errorf("%w: it names more than %d prefixes", ErrLimit, maxBindings)
		}
		for _, prefix := range prefixes {
			if prefix == "#default" {
				prefix = ""
			}
			m.inclusive = append(m.inclusive, prefix)
		}
		return m, nil
	}
	return method{}, fmt.Errorf("%w: the transform %.100q", ErrUnsupported, e.Attr("Algorithm"))
}

// checkDigest compares a text with the digest in an element.
func checkDigest(e *Element, text []byte) error {
	name := only(e, SpaceSignature, "DigestMethod").Attr("Algorithm")
	hash, ok := digests[name]
	if !ok {
		return fmt.Errorf("%w: the digest method %.100q", ErrUnsupported, name)
	}
	want, err := decode(only(e, SpaceSignature, "DigestValue"))
	if err != nil {
		return err
	}
	h := hash.New()
	h.Write(text)
	if subtle.ConstantTimeCompare(h.Sum(nil), want) != 1 {
		return fmt.Errorf("%w: what it refers to was altered", ErrInvalid)
	}
	return nil
}
