package trust

import (
	"crypto/x509"
	"encoding/asn1"
	"slices"
)

// Qualifier says something of those certificates of a service that meet its
// criteria (TS 119 612 clause 5.5.9.2.3).
type Qualifier struct {
	// Names are the last parts of the URIs of the qualifiers, such as "QCForESeal".
	Names    []string
	Criteria Criteria
}

// The qualifiers that matter for seals.
const (
	qualifierStatement    = "QCStatement" // qualified, although the certificate does not say so
	qualifierNotQualified = "NotQualified"
	qualifierSeal         = "QCForESeal"
	qualifierSignature    = "QCForESig"
	qualifierWeb          = "QCForWSA"
)

// The qualifiers about the device that holds the key. Those of the Directive before the
// Regulation, for secure devices, give a certificate of today nothing, and contradict
// a list that does not name one of the others too (ETSI TS 119 615 clause 4.5).
var (
	withDevice    = []string{"QCWithQSCD", "QCQSCDManagedOnBehalf"}
	withoutDevice = []string{"QCNoQSCD", "QCNoSSCD"}
	olderDevice   = "QCWithSSCD"
)

// Criteria say which certificates a qualifier is for (clause 5.5.9.2.2).
type Criteria struct {
	Assert     string         // "all", "atLeastOne" or "none" of what follows must hold
	KeyUsage   []KeyUsageMask // the bits of the key usage
	Policies   [][]string     // sets of policy OIDs, all of which the certificate has
	Purposes   [][]string     // sets of extended key usages, likewise
	Attributes [][]string     // sets of attribute types that its subject has
	Nested     []Criteria     //
	Unknown    int            // how many criteria are of a kind that is not known here
}

// KeyUsageMask says which bits must be set, and which must not.
type KeyUsageMask struct{ Set, Clear x509.KeyUsage }

// answer is the answer to a question that may stay open.
type answer uint8

const (
	no answer = iota
	open
	yes
)

func answerOf(b bool) answer {
	if b {
		return yes
	}
	return no
}

// match says whether a certificate meets the criteria.
func (c *Criteria) match(certificate *x509.Certificate) answer {
	var all []answer
	for _, mask := range c.KeyUsage {
		all = append(all, answerOf(certificate.KeyUsage&mask.Set == mask.Set && certificate.KeyUsage&mask.Clear == 0))
	}
	for _, set := range c.Policies {
		all = append(all, answerOf(containsAll(policiesOf(certificate), set)))
	}
	for _, set := range c.Purposes {
		all = append(all, answerOf(containsAll(purposesOf(certificate), set)))
	}
	for _, set := range c.Attributes {
		all = append(all, answerOf(containsAll(attributesOf(certificate), set)))
	}
	for i := range c.Nested {
		all = append(all, c.Nested[i].match(certificate))
	}
	for range c.Unknown {
		all = append(all, open)
	}
	if len(all) == 0 {
		return open // criteria that ask nothing say nothing
	}
	switch c.Assert {
	case "all":
		return slices.Min(all)
	case "atLeastOne":
		return slices.Max(all)
	case "none":
		return yes - slices.Max(all)
	}
	return open
}

// qualifiers are those of a status that apply to a certificate.
type qualifiers map[string]answer

func (s *ServiceStatus) qualifiersFor(certificate *x509.Certificate) qualifiers {
	found := make(qualifiers)
	for i := range s.Qualifiers {
		q := &s.Qualifiers[i]
		a := q.Criteria.match(certificate)
		for _, name := range q.Names {
			found[name] = max(found[name], a)
		}
	}
	return found
}

// surely reports whether one of the qualifiers applies without doubt.
func (q qualifiers) surely(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return q[name] == yes })
}

// perhaps reports whether one of the qualifiers applies, or may. Whatever takes
// something away from a certificate is asked like this.
func (q qualifiers) perhaps(names ...string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return q[name] != no })
}

func containsAll(have, want []string) bool {
	return len(want) > 0 && !slices.ContainsFunc(want, func(id string) bool { return !slices.Contains(have, id) })
}

func policiesOf(c *x509.Certificate) []string {
	out := make([]string, len(c.Policies))
	for i, id := range c.Policies {
		out[i] = id.String()
	}
	return out
}

func purposesOf(c *x509.Certificate) []string {
	var out []string
	for _, extension := range c.Extensions {
		var ids []asn1.ObjectIdentifier
		if !extension.Id.Equal(asn1.ObjectIdentifier{2, 5, 29, 37}) {
			continue
		}
		if _, err := asn1.Unmarshal(extension.Value, &ids); err == nil {
			for _, id := range ids {
				out = append(out, id.String())
			}
		}
	}
	return out
}

func attributesOf(c *x509.Certificate) []string {
	var out []string
	for _, name := range c.Subject.Names {
		out = append(out, name.Type.String())
	}
	return out
}
