package policy

import (
	"fmt"
	"slices"
	"strings"
)

// Principle is one of the ten principles for the design and issuance of
// micro-credentials in Annex II of Council Recommendation 2022/C 243/02, 1 to 10.
type Principle uint8

// The ten principles.
const (
	Quality Principle = iota + 1
	Transparency
	Relevance
	ValidAssessment
	LearningPathways
	Recognition
	Portability
	LearnerCentred
	Authentic
	InformationAndGuidance
)

var principleNames = [...]string{
	Quality:                "quality",
	Transparency:           "transparency",
	Relevance:              "relevance",
	ValidAssessment:        "valid assessment",
	LearningPathways:       "learning pathways",
	Recognition:            "recognition",
	Portability:            "portability",
	LearnerCentred:         "learner-centred",
	Authentic:              "authentic",
	InformationAndGuidance: "information and guidance",
}

// Principles returns the ten principles in their order.
func Principles() []Principle {
	out := make([]Principle, 0, len(principleNames)-1)
	for p := Quality; p <= InformationAndGuidance; p++ {
		out = append(out, p)
	}
	return out
}

// String returns the name, as "valid assessment", or "".
func (p Principle) String() string {
	if int(p) < len(principleNames) {
		return principleNames[p]
	}
	return ""
}

// MarshalText returns the name as [Principle.String] does.
func (p Principle) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads a name. Hyphens may stand for spaces.
func (p *Principle) UnmarshalText(text []byte) error {
	plain := func(s string) string { return strings.ReplaceAll(strings.ToLower(s), "-", " ") }
	i := slices.IndexFunc(principleNames[:], func(name string) bool { return name != "" && plain(name) == plain(string(text)) })
	if i < 0 {
		return fmt.Errorf("%s: there is no principle %q; use one of %s", ruleValue.Code, text, strings.Join(principleNames[1:], ", "))
	}
	*p = Principle(i)
	return nil
}
