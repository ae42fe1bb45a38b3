package conformance

import (
	"context"

	"github.com/mikromerit/mikromerit/vc"
)

// Check tests one requirement.
type Check struct {
	// Rule is the requirement: its code, level, clause and sentence.
	Rule vc.Rule
	// Needs is what a target must be able to do.
	Needs []Operation
	// Suite is the proof suite that the check is about, or "".
	Suite string
	// Mend says how the fault is mended, as one sentence for the makers of the
	// target, or "".
	Mend string
	// Run tries the requirement. An error is a fault of the suite, not of the target.
	Run func(ctx context.Context, probe *Probe) (Outcome, error)
}

// Outcome is what a check found.
type Outcome struct {
	// Status is set when there are no cases, or when it is not the worst of theirs.
	Status Status
	// Reason says why, as one sentence.
	Reason string
	// Cases are the single attempts. Of many that passed, [Outcome.Passed] is enough.
	Cases []Case
	// Passed is how many more cases passed than are listed.
	Passed int
}

// Case is one attempt: one document, one request.
type Case struct {
	Name   string `json:"name"`
	Status Status `json:"status"`
	Want   string `json:"want,omitempty"`  // what should have happened
	Found  string `json:"found,omitempty"` // what happened
	// Document and Pointer say where in what was judged.
	Document string `json:"document,omitempty"`
	Pointer  string `json:"pointer,omitempty"`

	Exchanges []Exchange `json:"exchanges,omitempty"`
}

// Role is what kind of target a profile is for.
type Role string

// The roles.
const (
	DocumentRole Role = "document"
	IssuerRole   Role = "issuer"
	VerifierRole Role = "verifier" // the displayer of Open Badges
	HostRole     Role = "host"
)

// Profile is what somebody may claim to conform to.
type Profile struct {
	ID     string // such as "ob3-issuer"
	Title  string
	Role   Role
	Spec   string // the specification: a URL
	Text   string // what it covers, in a sentence or two
	Checks []Check
}
