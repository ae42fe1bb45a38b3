package vc

import (
	"fmt"
	"slices"
	"strings"
)

// Axis is one of the five questions about a credential. They are answered
// apart, because a right signature says nothing about whether the credential
// still holds, who vouches for its issuer, who presents it, or whether it
// keeps the rules of its format.
type Axis uint8

// The five questions. The zero Axis is Authentic, which everybody must ask.
const (
	Authentic  Axis = iota // did the named issuer sign exactly this?
	InForce                // does it hold now: validity period, status, revocation?
	Trusted                // does the caller believe this issuer?
	Bound                  // is the presenter the one it was issued to?
	Conformant             // does the document keep the rules of its format?
)

var axisNames = [...]string{"authentic", "in-force", "trusted", "bound", "conformant"}

// AllAxes returns the five questions in their order.
func AllAxes() []Axis { return []Axis{Authentic, InForce, Trusted, Bound, Conformant} }

// String returns "authentic", "in-force", "trusted", "bound" or "conformant".
func (a Axis) String() string { return axisNames[a] }

// MarshalText returns the axis as [Axis.String] does.
func (a Axis) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what [Axis.String] writes; case does not matter, and the
// hyphen may be a space, an underscore or missing.
func (a *Axis) UnmarshalText(text []byte) error {
	plain := func(s string) string {
		return strings.NewReplacer("-", "", " ", "", "_", "").Replace(strings.ToLower(s))
	}
	i := slices.IndexFunc(axisNames[:], func(name string) bool { return plain(name) == plain(string(text)) })
	if i < 0 {
		return fmt.Errorf("VC-AXIS: there is no axis %q; use one of %s", text, strings.Join(axisNames[:], ", "))
	}
	*a = Axis(i)
	return nil
}

// Axes holds the answer to each of the five questions, by [Axis].
type Axes [len(axisNames)]Verdict

// AxesOf returns the answers that findings lead to; see [VerdictOf]. A
// question on which nothing passed, failed or stayed unknown is [Unasked].
func AxesOf(findings []Finding) Axes {
	axes := Axes{}
	for i := range axes {
		axes[i] = Unasked
	}
	for _, f := range findings {
		a := &axes[f.Axis]
		switch {
		case f.Status == Fail:
			*a = Invalid
		case *a == Invalid:
		case f.Status == Unknown:
			*a = Indeterminate
		case f.Status == Pass && *a == Unasked:
			*a = Valid
		}
	}
	return axes
}

// Verdict returns the verdict over the required questions: invalid when one
// answer is invalid, valid when all are valid, and otherwise indeterminate.
// When nothing is required, nothing is decided.
func (a Axes) Verdict(required []Axis) Verdict {
	verdict := Indeterminate
	if len(required) > 0 {
		verdict = Valid
	}
	for _, axis := range required {
		switch a[axis] {
		case Invalid:
			return Invalid
		case Indeterminate, Unasked:
			verdict = Indeterminate
		}
	}
	return verdict
}

// MarshalJSON writes an object with a member for each question, in order.
func (a Axes) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, verdict := range a {
		if i > 0 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "%q:%q", axisNames[i], verdict)
	}
	return append(out, '}'), nil
}
