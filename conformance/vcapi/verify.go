package vcapi

import (
	"errors"
	"net/http"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxWarnings is how many warnings an answer lists.
const maxWarnings = 100

// verification is the answer about something that may be relied upon.
type verification struct {
	Verified         bool     `json:"verified"`
	VerifiedDocument rawJSON  `json:"verifiedDocument,omitempty"`
	Warnings         []detail `json:"warnings,omitempty"`
}

func (s *Service) verifyCredential(c *call) (*answer, error) {
	return s.verify(c, "verifiableCredential", false)
}

func (s *Service) verifyPresentation(c *call) (*answer, error) {
	return s.verify(c, "verifiablePresentation", true)
}

// verify verifies a credential or a presentation. The option checks asks for
// checks that are always made, so it changes nothing.
func (s *Service) verify(c *call, name string, presentation bool) (*answer, error) {
	verifier, err := s.verifierFor(c)
	if err != nil {
		return nil, err
	}
	member, err := c.member(name)
	if err != nil {
		return nil, unverified(err)
	}
	result, err := verifier.Verify(c.Context(), []byte(member.Raw()))
	if err != nil {
		return nil, unverified(problemOf(err, typeParsing))
	}
	if got := isPresentation(member) || isPresentation(result.Document.Root()); got != presentation {
		want := map[bool]string{false: "a credential", true: "a presentation"}
		return nil, unverified(badRequest(typeMalformed, "/"+name+" in the body must be "+want[presentation]+". It is "+want[got]+"."))
	}
	warnings := warningsOf(result)
	against := result.Decisive()
	if policy := verifier.Policy; result.Verdict == vc.Valid && (policy.Challenge != "" || len(policy.Domain) > 0) {
		against = unbound(result.Findings)
	}
	if result.Verdict != vc.Valid || len(against) > 0 {
		p := badRequest(typeProof, "The document may not be relied upon. See the errors.")
		if p.Errors = details(against); len(p.Errors) > 0 {
			p.Type, p.Title = p.Errors[0].Type, p.Errors[0].Title
		}
		p.Warnings = warnings
		return nil, unverified(p)
	}
	return answerJSON(http.StatusOK, "application/json", verification{true, rawJSON(result.Document.Bytes()), warnings})
}

// verifierFor returns the verifier with what a request demands besides.
func (s *Service) verifierFor(c *call) (*mikromerit.Verifier, error) {
	wanted, err := c.options()
	if err != nil {
		return nil, err
	}
	if _, err := wanted.texts("checks"); err != nil {
		return nil, err
	}
	policy := s.config.Verifier.Policy
	// What the challenge and the domain demand is asked by unbound.
	policy.Require = policy.Required()
	if policy.Challenge, err = wanted.text("challenge"); err != nil {
		return nil, err
	}
	if policy.Domain, err = wanted.textOrTexts("domain"); err != nil {
		return nil, err
	}
	return &mikromerit.Verifier{Policy: policy, Env: s.env}, nil
}

// unbound returns the findings that keep a document from being bound to the
// challenge and the domain of the request. That the holder is a subject of the
// credentials is another matter, which the data model leaves to applications.
func unbound(findings []vc.Finding) []vc.Finding {
	var asked, against []vc.Finding
	for _, f := range findings {
		if f.Axis != vc.Bound || f.Code == "PRESENTATION-HOLDER" {
			continue
		}
		asked = append(asked, f)
		if f.Status == vc.Fail || f.Status == vc.Unknown {
			against = append(against, f)
		}
	}
	if len(against) == 0 && vc.VerdictOf(asked) != vc.Valid {
		against = append(against, ruleBound.Finding(vc.Unknown, "", "Nothing in the document answers the challenge or names the domain."))
	}
	return against
}

// ruleBound is the requirement that a challenge is answered.
var ruleBound = vc.Rule{Code: "VCAPI-BOUND", Axis: vc.Bound, Level: vc.Must, Spec: "https://www.w3.org/TR/vc-data-integrity/#verify-proof",
	Type: "https://w3id.org/security#INVALID_CHALLENGE_ERROR", Text: "A document must answer the challenge and name the domain that the verifier gave."}

// unverified turns a problem into the answer of what verifies.
func unverified(err error) error {
	var p *problem
	if errors.As(err, &p) && p.Status < http.StatusInternalServerError {
		p.Verified = new(bool)
		if len(p.Errors) == 0 {
			p.Errors = []detail{{Type: p.Type, Title: p.Title, Detail: p.Detail}}
		}
	}
	return err
}

// isPresentation reports whether an object is a presentation, or one in an
// envelope.
func isPresentation(v jsontree.Value) bool {
	for kind := range v.Get("type").Each() {
		if kind.IsText(vc.TypePresentation) || kind.IsText(vc.EnvelopedPresentation) {
			return true
		}
	}
	return false
}

func warningsOf(result *mikromerit.Result) []detail {
	var found []vc.Finding
	for _, f := range result.Findings {
		if f.Status == vc.Warn && len(found) < maxWarnings {
			found = append(found, f)
		}
	}
	return details(found)
}
