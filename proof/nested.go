package proof

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxNesting is how many documents may stand around one that is verified: an
// endorsement in a badge in a record stands in two.
const maxNesting = 8

// checkParts verifies the credentials inside a document one by one, with the same
// policy except for what it demands of the outermost proof alone. The document
// relies on them, so their answers count for it as well; endorsements are only
// reported.
func (s *session) checkParts(ctx context.Context, parts []Part, policy Policy, r *Result, depth int) error {
	inner := policy.forNested()
	if id := r.Document.Get("credentialSubject").Get("id").Text(); len(r.Recipient) > 0 && id != "" {
		inner.Recipients = append(slices.Clone(inner.Recipients), id)
	}
	for _, part := range parts {
		if s.nested == 0 || depth == maxNesting {
			status := vc.Unknown
			if part.Endorsement || policy.UnsafeAllowFailedCredentials {
				status = vc.Warn
			}
			r.add(ruleNestedLimit.Finding(status, part.At.Pointer(), "There are more credentials in the file than the limits allow, so this one and what follows was not verified."))
			if part.Endorsement {
				break
			}
			continue
		}
		s.nested--
		found, err := s.verifyPart(ctx, part, inner, depth)
		if err != nil {
			return err
		}
		if part.Endorsement {
			r.Endorsements = append(r.Endorsements, found)
			r.add(endorsementFinding(found))
			continue
		}
		r.Credentials = append(r.Credentials, found)
	}
	r.countNested(policy)
	return nil
}

// countNested adds what the credentials in a document mean for it. Where the
// policy lets them fail, one in a presentation must still be valid: a record is a
// statement of its issuer, but a presentation says nothing of its own.
func (r *Result) countNested(policy Policy) {
	presented := isPresentation(r.Document)
	mayFail := policy.UnsafeAllowFailedCredentials
	if presented && !slices.ContainsFunc(r.Credentials, func(c *Result) bool { return c.Verdict == vc.Valid }) {
		mayFail = false
	}
	for _, inner := range r.Credentials {
		r.add(nestedFindings(inner, mayFail)...)
		if presented {
			r.add(holderFinding(r, inner))
		}
	}
}

// verifyPart verifies one credential inside a document. Whatever is wrong with
// it, even a limit that it exceeds, becomes a finding about it; an error is that
// of ctx.
func (s *session) verifyPart(ctx context.Context, part Part, policy Policy, depth int) (*Result, error) {
	file, err := openNested(part.At, s.env.Limits)
	if err == nil {
		err = file.payloadError()
	}
	switch {
	case isLimit(err):
		return newFailedResult(part, policy, ruleNestedLimit.Finding(vc.Unknown, "", "The credential was not read: "+sentence(err.Error()))), nil
	case err != nil:
		return newFailedResult(part, policy, ruleNestedFormat.Finding(vc.Fail, "", sentence(err.Error()))), nil
	}
	if isPresentation(file.document) || hasTypeIn(file.document, vc.TypePresentation) || file.document.Get("vp").Exists() {
		return newFailedResult(part, policy, presentationInside()), nil
	}
	if len(part.Types) > 0 && !slices.ContainsFunc(part.Types, func(name string) bool { return hasTypeIn(file.document, name) }) {
		return newFailedResult(part, policy, ruleNestedType.Finding(vc.Fail, "/type", "What stands here is no "+part.Types[0]+".")), nil
	}
	if part.Endorsement {
		policy.Recipients = nil
		policy = policy.forNested()
		if policy.Endorsers != nil {
			policy.Trust = *policy.Endorsers
		}
	}
	found, err := s.verify(ctx, file, policy, depth+1)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return newFailedResult(part, policy, ruleNestedLimit.Finding(vc.Unknown, "", "The credential could not be verified: "+sentence(err.Error()))), nil
	}
	found.Pointer = part.At.Pointer()
	if part.Misplaced != nil {
		if f := part.Misplaced(found.Document); f != nil {
			found.add(*f)
			found.decide(policy)
		}
	}
	return found, nil
}

// presentationInside returns the finding about a presentation in the place of a
// credential. It would hold further credentials that are not verified here.
func presentationInside() vc.Finding {
	return ruleNestedType.Finding(vc.Fail, "/type", "In the place of a credential stands another presentation.")
}

// refusePresentation refuses a nested presentation that is only recognised once
// the token that holds it was read.
func refusePresentation(_ context.Context, _ Policy, r *Result, _ int) error {
	r.add(presentationInside())
	return nil
}

// isLimit reports whether an error says that a text exceeds a limit.
func isLimit(err error) bool {
	var text *jsontree.Error
	return errors.Is(err, vc.ErrLimit) || errors.As(err, &text) && slices.Contains([]string{jsontree.CodeSize, jsontree.CodeDepth, jsontree.CodeCount}, text.Code)
}

// hasTypeIn reports whether a document has a type. In a VC-JWT of the data model
// 1.1 that is the type in the claim vc.
func hasTypeIn(doc vc.Document, name string) bool {
	kinds := doc.Get("type")
	if inner := doc.Get("vc"); inner.IsObject() {
		kinds = inner.Get("type")
	}
	for kind := range kinds.Each() {
		if kind.IsText(name) {
			return true
		}
	}
	return false
}

// openNested opens a credential inside a document: an object, or a string
// that is a token (data model 1.1, section 6.3.1).
func openNested(value jsontree.Value, limits vc.Limits) (*Secured, error) {
	if value.IsObject() {
		if doc, err := vc.NewDocument(value); err == nil {
			return OpenDocument(doc, limits) // a view; nothing is read again
		}
	}
	if value.Kind() != jsontree.String {
		return Open([]byte(value.Raw()), limits)
	}
	if strings.HasPrefix(strings.TrimSpace(value.Text()), "{") {
		return nil, &FormatError{Code: "FORMAT-TEXT", Detail: "there is JSON in a text where a credential or a token is expected"}
	}
	return Open([]byte(value.Text()), limits)
}

// newFailedResult returns the result for a credential that was not verified.
func newFailedResult(part Part, policy Policy, f vc.Finding) *Result {
	r := &Result{Pointer: part.At.Pointer(), Findings: []vc.Finding{f}, Proofs: []ProofResult{}}
	r.decide(policy)
	return r
}

// nestedFindings returns what the answers about a nested credential mean for the
// document around it.
func nestedFindings(inner *Result, mayFail bool) []vc.Finding {
	var findings []vc.Finding
	for _, axis := range vc.AllAxes() {
		status := statusOf(inner.Axes[axis])
		if status == vc.NotAsked {
			continue
		}
		if mayFail && status != vc.Pass {
			status = vc.Warn
		}
		rule := ruleNested
		rule.Axis = axis
		findings = append(findings, rule.Finding(status, inner.Pointer, "The credential that stands here is "+axisPhrases[axis][inner.Axes[axis]]+"."))
	}
	return findings
}

// axisPhrases are the answers to the five questions, as they read after "is".
var axisPhrases = [...][3]string{
	vc.Authentic:  {"not known to be authentic", "not authentic", "authentic"},
	vc.InForce:    {"not known to be in force", "not in force", "in force"},
	vc.Trusted:    {"not known to be from an issuer whom you trust", "not from an issuer whom you trust", "from an issuer whom you trust"},
	vc.Bound:      {"not known to be the presenter's", "not the presenter's or the recipient's", "that of the right person"},
	vc.Conformant: {"not known to keep the rules of its format", "in breach of a rule of its format", "in keeping with the rules of its format"},
}

func endorsementFinding(inner *Result) vc.Finding {
	status := vc.Warn
	if inner.Verdict == vc.Valid {
		status = vc.Pass
	}
	return ruleEndorsement.Finding(status, inner.Pointer, "The endorsement is "+inner.Verdict.String()+".")
}

func statusOf(verdict vc.Verdict) vc.Status {
	switch verdict {
	case vc.Valid:
		return vc.Pass
	case vc.Invalid:
		return vc.Fail
	case vc.Unasked:
		return vc.NotAsked
	}
	return vc.Unknown
}

// sentence ends a message with a full stop.
func sentence(s string) string { return strings.TrimSuffix(s, ".") + "." }

// NewContainerResult returns the result for a file that holds several credentials
// and secures none of them. It combines their answers.
func NewContainerResult(inside []*Result, policy Policy) *Result {
	r := &Result{Format: Container, Credentials: inside, Proofs: []ProofResult{}}
	for _, one := range inside {
		r.add(nestedFindings(one, policy.UnsafeAllowFailedCredentials)...)
	}
	r.decide(policy)
	return r
}

// NewUnreadableResult returns the result for something in a container that was
// meant as a credential but cannot be read as one.
func NewUnreadableResult(pointer string, err error, policy Policy) *Result {
	r := &Result{Pointer: pointer, Proofs: []ProofResult{}, Findings: []vc.Finding{ruleNestedFormat.Finding(vc.Fail, "", sentence(err.Error()))}}
	if errors.Is(err, vc.ErrLimit) {
		r.Findings = []vc.Finding{ruleNestedLimit.Finding(vc.Unknown, "", sentence(err.Error()))}
	}
	r.decide(policy)
	return r
}
