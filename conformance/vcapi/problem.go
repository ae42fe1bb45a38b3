package vcapi

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
	"github.com/mikromerit/mikromerit/vc/status"
)

// The problem types of the W3C (data model 2.0 section 7.4, Data Integrity 1.0
// section 4.7), and the one of RFC 9457 for what HTTP says already.
const (
	typeBlank      = "about:blank"
	typeParsing    = "https://www.w3.org/TR/vc-data-model#PARSING_ERROR"
	typeMalformed  = "https://www.w3.org/TR/vc-data-model#MALFORMED_VALUE_ERROR"
	typeRange      = "https://www.w3.org/TR/vc-data-model#RANGE_ERROR"
	typeGeneration = "https://w3id.org/security#PROOF_GENERATION_ERROR"
	typeProof      = "https://w3id.org/security#PROOF_VERIFICATION_ERROR"
)

// problem is what a request came to when it could not be done: a problem document
// of RFC 9457.
type problem struct {
	Type   string `json:"type"`
	Title  string `json:"title"`
	Status int    `json:"status"`
	Detail string `json:"detail,omitempty"`
	// Verified is there, and false, in the answer of what verifies.
	Verified *bool    `json:"verified,omitempty"`
	Errors   []detail `json:"errors,omitempty"`
	Warnings []detail `json:"warnings,omitempty"`

	header http.Header // for the answer, such as Allow
	cause  error       // for the log; nil when the request is to blame
}

// detail is one thing that is wrong, or worth knowing.
type detail struct {
	Type    string `json:"type"`
	Title   string `json:"title"`
	Detail  string `json:"detail,omitempty"`
	Code    string `json:"code,omitempty"`    // of the rule
	Pointer string `json:"pointer,omitempty"` // JSON Pointer into the credential
}

func (p *problem) Error() string { return p.Title + ": " + p.Detail }

func (p *problem) Unwrap() error { return p.cause }

// newProblem returns a problem that HTTP has a status for.
func newProblem(status int, detail string) *problem {
	return &problem{Type: typeBlank, Title: http.StatusText(status), Status: status, Detail: detail}
}

// newFault returns the problem of a fault of the service itself, of which the
// client learns nothing more.
func newFault(status int, cause error) *problem {
	p := newProblem(status, "The service could not do this now. Try again later; if it goes on, tell those who run the service the request id.")
	p.cause = cause
	return p
}

// badRequest returns the problem of a request that cannot be done as it is.
func badRequest(kind, detail string) *problem {
	return &problem{Type: kind, Title: titleOf(kind), Status: http.StatusBadRequest, Detail: detail}
}

// titleOf returns what the name of a problem type says.
func titleOf(kind string) string {
	_, name, found := strings.Cut(kind, "#")
	if !found {
		return http.StatusText(http.StatusBadRequest)
	}
	return strings.ToUpper(name[:1]) + strings.ToLower(strings.ReplaceAll(name[1:], "_", " "))
}

// problemOf returns the problem for an error of the library about what was sent.
// kind is the type when the error has none of its own.
func problemOf(err error, kind string) *problem {
	var own *problem
	var syntax *jsontree.Error
	var rules *mikromerit.RulesError
	switch {
	case errors.As(err, &own):
		return own
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return newFault(http.StatusServiceUnavailable, err)
	case errors.Is(err, errStore), codeOf(err) == "PROOF-SIGNER":
		return newFault(http.StatusInternalServerError, err)
	case errors.Is(err, vc.ErrLimit):
		p := badRequest(typeRange, vc.Plain(err.Error()))
		p.Status = http.StatusRequestEntityTooLarge
		return p
	case errors.As(err, &rules):
		p := badRequest(typeMalformed, "The document breaks rules of its format. See the errors.")
		p.Errors = details(rules.Findings)
		p.Type, p.Title = p.Errors[0].Type, p.Errors[0].Title
		return p
	case errors.As(err, &syntax):
		kind = typeParsing
	case errors.Is(err, status.ErrNotAllocated):
		kind = typeRange
	}
	code := codeOf(err)
	for _, rule := range mikromerit.Explain(code) {
		if rule.Type != "" {
			kind = rule.Type
		}
	}
	p := badRequest(kind, vc.Plain(err.Error()))
	p.Errors = []detail{{Type: p.Type, Title: p.Title, Detail: p.Detail, Code: code}}
	return p
}

var codePattern = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b[A-Z][A-Z0-9]*(-[A-Z0-9]+)+\b`) })

// codeOf returns the code with which an error of the library begins, or "". An
// error that says where it stands in something larger has it after that.
func codeOf(err error) string { return codePattern().FindString(err.Error()) }

// details returns findings as they are told to a client.
func details(findings []vc.Finding) []detail {
	out := make([]detail, len(findings))
	for i, f := range findings {
		kind := f.Type
		if kind == "" {
			kind = typeProof
			if f.Axis == vc.Conformant {
				kind = typeMalformed
			}
		}
		out[i] = detail{Type: kind, Title: titleOf(kind), Detail: f.Detail, Code: f.Code, Pointer: f.Pointer}
	}
	return out
}
