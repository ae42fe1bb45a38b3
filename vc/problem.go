package vc

import "strings"

// Level says how strongly a specification asks for something (RFC 2119).
type Level string

// The levels of a [Rule].
const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	May    Level = "MAY"
)

// Rule is one requirement of a specification. Rules stand in tables; the
// same table feeds checks, verification, reports and documentation.
type Rule struct {
	Code  string // stable and unique, such as "VCDM2-TYPE"
	Level Level
	Spec  string // where the requirement stands: a URL with its anchor
	Text  string // the requirement as one sentence
	Axis  Axis   // the question that it helps to answer
	Type  string // the W3C's problem type for a document that breaks it, a URL, or ""
	// Absence marks a rule that is broken by something missing although the
	// pointer leads to a value. The holder of a derived document may have
	// withheld what is missing.
	Absence bool
}

// Finding returns the outcome of checking the rule at a JSON Pointer; detail
// is one sentence, without personal data.
func (r *Rule) Finding(status Status, pointer, detail string) Finding {
	f := Finding{Code: r.Code, Axis: r.Axis, Status: status, Level: r.Level, Pointer: pointer, Detail: detail, Spec: r.Spec}
	if status == Fail || status == Unknown {
		f.Type = r.Type
	}
	return f
}

// At returns the problem that the rule is broken at a JSON Pointer; found says
// in a few words what stands there, without personal data, and may be empty.
func (r *Rule) At(pointer, found string) Problem {
	return Problem{Rule: r, Pointer: pointer, Found: found}
}

// Problem is a broken [Rule] at a place in a document.
type Problem struct {
	Rule    *Rule
	Pointer string // JSON Pointer (RFC 6901); "" is the whole document
	Found   string // what stands there, or ""
}

// Code returns the stable code of the broken rule.
func (p Problem) Code() string { return p.Rule.Code }

// Detail returns the requirement and what was found, as one sentence.
func (p Problem) Detail() string {
	if p.Found == "" {
		return p.Rule.Text
	}
	return strings.TrimSuffix(p.Rule.Text, ".") + "; found " + p.Found + "."
}

// Error returns code, place and sentence, so that a Problem may serve as an
// error.
func (p Problem) Error() string {
	return p.Rule.Code + " at " + place(p.Pointer) + ": " + p.Detail()
}

// Finding returns the problem as a finding: a failure when the rule is a
// MUST, a warning otherwise.
func (p Problem) Finding() Finding {
	status := Fail
	if p.Rule.Level != Must {
		status = Warn
	}
	return p.Rule.Finding(status, p.Pointer, p.Detail())
}

func place(pointer string) string {
	if pointer == "" {
		return "the document"
	}
	return pointer
}
