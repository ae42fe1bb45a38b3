package vc

// Verdict is the answer to "may this be relied upon?". The zero value is
// [Indeterminate]: what was never decided is never valid.
type Verdict uint8

// The verdicts.
const (
	Indeterminate Verdict = iota // something needed could not be found out
	Invalid                      // something is wrong
	Valid                        // everything that was asked for holds
	Unasked                      // nobody asked; only as the answer on one [Axis]
)

// String returns "indeterminate", "invalid", "valid" or "not-asked".
func (v Verdict) String() string {
	return [...]string{"indeterminate", "invalid", "valid", "not-asked"}[v]
}

// MarshalText returns the verdict as [Verdict.String] does.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// Status is the outcome of one check.
type Status uint8

// The outcomes of a check. The zero value is [Unknown].
const (
	Unknown  Status = iota // it could not be found out: makes the verdict indeterminate
	Fail                   // the check failed: makes the verdict invalid
	Pass                   // the check succeeded
	Warn                   // nothing failed, but somebody should look at it: no effect on the verdict
	NotAsked               // the caller did not ask for it: no effect on the verdict
)

// String returns "unknown", "fail", "pass", "warn" or "not-asked".
func (s Status) String() string {
	return [...]string{"unknown", "fail", "pass", "warn", "not-asked"}[s]
}

// MarshalText returns the status as [Status.String] does.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Finding is the outcome of one check, with its evidence; see [Rule.Finding].
type Finding struct {
	Code    string `json:"code"`            // stable, such as "PROOF-SIGNATURE"
	Axis    Axis   `json:"axis"`            // the question that it helps to answer
	Status  Status `json:"status"`          // how the check ended
	Level   Level  `json:"level,omitempty"` // how strongly the specification asks for it
	Pointer string `json:"pointer"`         // JSON Pointer of what was checked; "" is the whole file
	Detail  string `json:"detail"`          // one sentence, without personal data
	Spec    string `json:"spec,omitempty"`  // where the requirement stands: a URL with its anchor
	Type    string `json:"type,omitempty"`  // the W3C's problem type for what did not hold, a URL
}

// VerdictOf returns the verdict that findings lead to: invalid when one
// failed, else indeterminate when one is unknown or none passed, else valid.
func VerdictOf(findings []Finding) Verdict {
	verdict := Indeterminate
	unknown := false
	for _, f := range findings {
		switch f.Status {
		case Fail:
			return Invalid
		case Unknown:
			unknown = true
		case Pass:
			verdict = Valid
		}
	}
	if unknown {
		return Indeterminate
	}
	return verdict
}
