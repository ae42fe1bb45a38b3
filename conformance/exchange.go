package conformance

import "time"

// Call is one call of an HTTP interface.
type Call struct {
	Method string
	Path   string            // below the base of the interface, with its query
	Header map[string]string // names in canonical form
	Body   []byte
	// Anonymous leaves out the credentials that the target was set up with. Scope
	// narrows them to a token with only these scopes, where that is possible.
	Anonymous bool
	Scope     []string
}

// Exchange is what went to a target and what came back, without secrets.
type Exchange struct {
	Request  Message       `json:"request"`
	Response Message       `json:"response"`
	Started  time.Time     `json:"started,omitzero"`
	Duration time.Duration `json:"duration"`          // in nanoseconds
	Failure  string        `json:"failure,omitempty"` // why there is no usable response
}

// Message is one direction of an exchange.
type Message struct {
	// Line is what the message begins with: the method and address of a request,
	// the command of a program.
	Line   string              `json:"line,omitempty"`
	Status int                 `json:"status,omitempty"` // of HTTP, or the exit status of a program
	Header map[string][]string `json:"header,omitempty"`
	Body   []byte              `json:"-"`                // as received; [Report] keeps its beginning
	Text   string              `json:"body,omitempty"`   // its beginning, for people, without secrets
	Size   int                 `json:"size,omitempty"`   // of the whole body, in bytes
	Digest string              `json:"digest,omitempty"` // SHA-256 of the whole body, hexadecimal
}
