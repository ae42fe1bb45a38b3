package proof

import (
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// The reasons why a verdict is not valid, for errors.Is. Several may apply to one
// result.
var (
	ErrInvalid   = errors.New("invalid")   // a required question is answered with no
	ErrUndecided = errors.New("undecided") // a required question could not be answered

	ErrNotAuthentic  = errors.New("not authentic")
	ErrNotInForce    = errors.New("not in force")
	ErrNotTrusted    = errors.New("not trusted")
	ErrNotBound      = errors.New("not bound")
	ErrNotConformant = errors.New("not conformant")

	ErrUnsigned    = errors.New("carries no proof")
	ErrSignature   = errors.New("the signature does not fit")
	ErrExpired     = errors.New("expired")
	ErrNotYetValid = errors.New("not valid yet")
	ErrRevoked     = errors.New("revoked")
	ErrSuspended   = errors.New("suspended")
)

var axisErrors = [...]error{ErrNotAuthentic, ErrNotInForce, ErrNotTrusted, ErrNotBound, ErrNotConformant}

// codeErrors are the errors for the codes of findings that have one.
var codeErrors = map[string]error{
	"PROOF-NONE": ErrUnsigned, "PROOF-SIGNATURE": ErrSignature, "OB2-SIGNATURE": ErrSignature,
	"VALID-UNTIL": ErrExpired, "PROOF-EXPIRES": ErrExpired, "JWT-EXP": ErrExpired, "JADES-EXP": ErrExpired, "OB2-EXPIRES": ErrExpired,
	"VALID-FROM": ErrNotYetValid, "JWT-NBF": ErrNotYetValid, "OB2-ISSUED": ErrNotYetValid,
	"STATUS-REVOKED": ErrRevoked, "SEAL-REVOCATION": ErrRevoked, "OB2-REVOKED": ErrRevoked,
	"STATUS-SUSPENDED": ErrSuspended,
}

// VerdictError says why a verdict is not valid. For errors.Is it is [ErrInvalid]
// or [ErrUndecided] and, when the verdict is invalid, every error above that
// names one of the failures.
type VerdictError struct {
	Verdict  vc.Verdict
	Findings []vc.Finding // the decisive ones; see [Result.Decisive]
}

// Error quotes the decisive findings.
func (e *VerdictError) Error() string {
	var texts []string
	for _, f := range e.Findings {
		if text := f.Detail + " (" + f.Code + ")"; len(texts) < 5 && !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
	}
	if len(texts) == 0 {
		texts = []string{"nothing was asked that could be answered"}
	}
	return "the credential is " + e.Verdict.String() + ": " + strings.Join(texts, " ")
}

// Is reports whether the verdict is not valid for the reason that target names.
func (e *VerdictError) Is(target error) bool {
	switch target {
	case ErrInvalid:
		return e.Verdict == vc.Invalid
	case ErrUndecided:
		return e.Verdict == vc.Indeterminate
	}
	return slices.ContainsFunc(e.Findings, func(f vc.Finding) bool {
		return f.Status == vc.Fail && (axisErrors[f.Axis] == target || codeErrors[f.Code] == target)
	})
}

// Err returns nil exactly when the verdict is valid, and otherwise a
// [*VerdictError].
func (r *Result) Err() error {
	if r.Verdict == vc.Valid {
		return nil
	}
	return &VerdictError{Verdict: r.Verdict, Findings: r.Decisive()}
}

// Decisive returns the findings that keep the verdict from being valid: the
// failures when it is invalid, and the open ones when it is indeterminate. Where
// the reason is a credential inside the document, it returns the findings about
// that credential.
func (r *Result) Decisive() []vc.Finding {
	status := vc.Unknown
	if r.Verdict == vc.Invalid {
		status = vc.Fail
	}
	if r.Verdict == vc.Valid {
		return nil
	}
	return r.deciding(status, r.Required)
}

// deciding returns the findings with a status about some questions. A finding of
// ruleNested is replaced by those of the credential that it is about.
func (r *Result) deciding(status vc.Status, axes []vc.Axis) (out []vc.Finding) {
	for _, f := range r.Findings {
		switch {
		case f.Status != status || !slices.Contains(axes, f.Axis):
		case f.Code != ruleNested.Code:
			out = append(out, f)
		default:
			out = append(out, r.decidingIn(f, status)...)
		}
	}
	return out
}

// decidingIn returns the findings behind one about a nested credential.
func (r *Result) decidingIn(about vc.Finding, status vc.Status) (out []vc.Finding) {
	for _, inner := range r.Credentials {
		if inner.Pointer != about.Pointer {
			continue
		}
		for _, f := range inner.deciding(status, []vc.Axis{about.Axis}) {
			f.Pointer = inner.Pointer + f.Pointer
			out = append(out, f)
		}
	}
	return out
}
