package edc

import (
	"strconv"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const contextVC = "https://www.w3.org/2018/credentials/v1"

// Check checks the structure of a European Digital Credential, sealed or not: the
// members that the SHACL profile edc-generic-no-cv requires of each class. The
// problems are in the order of the document. Code lists and other profiles are not
// checked.
func Check(doc vc.Document) []vc.Problem { return check(doc, checker{}) }

// CheckSealed is Check for the payload of a seal, which must also state when it was
// issued and the eIDAS identifier of its issuer.
func CheckSealed(doc vc.Document) []vc.Problem { return check(doc, checker{sealed: true}) }

// checkWritten is Check for a draft that we write, which must have all that we can
// say.
func checkWritten(doc vc.Document) []vc.Problem { return check(doc, checker{written: true}) }

func check(doc vc.Document, c checker) []vc.Problem {
	root, ok := credentialIn(doc.Root())
	if !ok {
		return []vc.Problem{ruleFormat.At("", "")}
	}
	c.bodies = map[string]bool{}
	c.index(root)
	c.top(root)
	c.node(root)
	if !c.written { // what should be does not stop us from writing
		c.problems = append(c.problems, checkCodes(root)...)
	}
	return c.problems
}

type checker struct {
	sealed   bool
	written  bool            // by us
	bodies   map[string]bool // ids of nodes that have a body somewhere
	problems []vc.Problem
}

func (c *checker) report(r *vc.Rule, at jsontree.Value, found string) {
	c.problems = append(c.problems, r.At(at.Pointer(), found))
}

// index notes the nodes with a body, so that a reference to one is not taken for an
// incomplete node.
func (c *checker) index(v jsontree.Value) {
	if v.IsObject() && !isReference(v) {
		c.bodies[v.Get("id").Text()] = true
	}
	for i := range v.Len() {
		c.index(v.At(i))
	}
}

// top checks the rules for the credential that are not about how often a member
// occurs.
func (c *checker) top(root jsontree.Value) {
	if !hasText(root.Get("type"), "VerifiableCredential") || !hasText(root.Get("type"), typeEDC) {
		c.report(&ruleType, root, "")
	}
	c.problems = append(c.problems, checkContexts(root)...)
	for subject := range root.Get("credentialSubject").Each() {
		if count(subject.Get("hasClaim")) == 0 {
			c.report(&ruleClaims, subject, "none")
		}
		for claim := range subject.Get("hasClaim").Each() {
			if claimType(claim) == "" && !c.refers(claim) {
				c.report(&ruleClaim, claim, "")
			}
		}
	}
	for issuer := range root.Get("issuer").Each() {
		n := count(issuer.Get("eIDASIdentifier")) + count(issuer.Get("eidasLegalIdentifier"))
		if c.sealed && n != 1 {
			c.report(&ruleIssuer, issuer, strconv.Itoa(n))
		}
	}
}

// node checks a node and everything below it.
func (c *checker) node(v jsontree.Value) {
	if v.IsObject() && !c.refers(v) {
		for t := range v.Get("type").Each() {
			c.cardinalities(v, t.Text())
		}
	}
	for i := range v.Len() {
		m := v.At(i)
		if !isASCII(m.Name()) {
			c.report(&ruleTerm, m, "")
		}
		c.node(m)
	}
}

func (c *checker) cardinalities(v jsontree.Value, class string) {
	rules := cardinalityRules()[class]
	for i := range rules {
		r := &rules[i]
		n := count(v.Get(r.term))
		asked := c.sealed || !r.sealed && (c.written || !r.addable)
		if n < r.min && asked || r.max > 0 && n > r.max {
			c.report(&r.Rule, v, strconv.Itoa(n))
		}
	}
}

// refers reports whether v only refers to a node with a body elsewhere.
func (c *checker) refers(v jsontree.Value) bool {
	id := v
	if v.IsObject() {
		if !isReference(v) {
			return false
		}
		id = v.Get("id")
	}
	return id.Text() != "" && c.bodies[id.Text()]
}

// count returns how many values a member has, without null and empty objects.
func count(v jsontree.Value) int {
	n := 0
	for e := range v.Each() {
		if e.Kind() != jsontree.Null && (!e.IsObject() || e.Len() > 0) {
			n++
		}
	}
	return n
}

func hasText(v jsontree.Value, text string) bool {
	for e := range v.Each() {
		if e.IsText(text) {
			return true
		}
	}
	return false
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
