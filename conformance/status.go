package conformance

import (
	"fmt"
	"slices"
)

// Status is how a check ended. A higher status is worse, or at least says more:
// the status of several is the highest one.
type Status uint8

// The outcomes of a check.
const (
	NotApplicable Status = iota // the target does not do, or is not, what the check is about
	Skipped                     // it was not tried, for the reason given
	Pass                        // the requirement is kept
	Warn                        // a recommendation is not kept, or a known gap was found
	Fail                        // the requirement is not kept
	Error                       // the suite itself could not do its job: this says nothing about the target
)

var statusNames = []string{"not-applicable", "skipped", "pass", "warn", "fail", "error"}

// Statuses returns every status in its order.
func Statuses() []Status { return []Status{NotApplicable, Skipped, Pass, Warn, Fail, Error} }

// String returns "not-applicable", "skipped", "pass", "warn", "fail" or "error".
func (s Status) String() string { return statusNames[s] }

// MarshalText returns the status as [Status.String] does.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what [Status.MarshalText] writes.
func (s *Status) UnmarshalText(text []byte) error {
	i := slices.Index(statusNames, string(text))
	if i < 0 {
		return fmt.Errorf("CONFORMANCE-STATUS: there is no status %q", text)
	}
	*s = Status(i)
	return nil
}
