package proof

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxNesting is how many documents may stand around one that is verified: a
// badge in a record, its endorsement, one of the endorser, and so on.
const maxNesting = 8

// checkParts verifies the credentials inside a document, each for itself, with
// the same policy but for what is demanded of the outermost proof alone. What
// the document around them claims rests on them, so their answers count for it
// too; endorsements are only reported.
func (s *session) checkParts(ctx context.Context, parts []Part, policy Policy, r *Result, depth int) error {
	inner := policy.inside()
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
		found, err := s.part(ctx, part, inner, depth)
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
	r.count(policy)
	return nil
}

// count lets the credentials in a document count for it. Where they may fail,
// one of those in a presentation must hold all the same: a record is what its
// issuer says it is, a presentation is nothing without them.
func (r *Result) count(policy Policy) {
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

// part verifies one of them. Whatever is wrong with it, a limit that it
// exceeds included, is a finding of its own; an error is that of ctx.
func (s *session) part(ctx context.Context, part Part, policy Policy, depth int) (*Result, error) {
	file, err := openNested(part.At, s.env.Limits)
	if err == nil {
		err = file.unreadable()
	}
	switch {
	case isLimit(err):
		return failed(part, policy, ruleNestedLimit.Finding(vc.Unknown, "", "The credential was not read: "+sentence(err.Error()))), nil
	case err != nil:
		return failed(part, policy, ruleNestedFormat.Finding(vc.Fail, "", sentence(err.Error()))), nil
	}
	if isPresentation(file.document) || hasTypeIn(file.document, vc.TypePresentation) || file.document.Get("vp").Exists() {
		return failed(part, policy, presentationInside()), nil
	}
	if len(part.Types) > 0 && !slices.ContainsFunc(part.Types, func(name string) bool { return hasTypeIn(file.document, name) }) {
		return failed(part, policy, ruleNestedType.Finding(vc.Fail, "/type", "What stands here is no "+part.Types[0]+".")), nil
	}
	if part.Endorsement {
		policy.Recipients = nil
		policy = policy.inside()
		if policy.Endorsers != nil {
			policy.Trust = *policy.Endorsers
		}
	}
	found, err := s.verify(ctx, file, policy, depth+1)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return failed(part, policy, ruleNestedLimit.Finding(vc.Unknown, "", "The credential could not be verified: "+sentence(err.Error()))), nil
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

// presentationInside is the finding for a presentation in the place of a
// credential: it would hold further credentials, for which nobody here answers.
func presentationInside() vc.Finding {
	return ruleNestedType.Finding(vc.Fail, "/type", "In the place of a credential stands another presentation.")
}

// refusePresentation is for one that shows only when the token is read.
func refusePresentation(_ context.Context, _ Policy, r *Result, _ int) error {
	r.add(presentationInside())
	return nil
}

// isLimit reports whether a text was not read because it exceeds a limit.
func isLimit(err error) bool {
	var text *jsontree.Error
	return errors.Is(err, vc.ErrLimit) || errors.As(err, &text) && slices.Contains([]string{jsontree.CodeSize, jsontree.CodeDepth, jsontree.CodeCount}, text.Code)
}

// hasTypeIn looks for a type in a document or, in a VC-JWT of the data model
// 1.1, in its claim vc.
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
	if value.Kind() != jsontree.String {
		return Open([]byte(value.Raw()), limits)
	}
	if strings.HasPrefix(strings.TrimSpace(value.Text()), "{") {
		return nil, &FormatError{Code: "FORMAT-TEXT", Detail: "there is JSON in a text where a credential or a token is expected"}
	}
	return Open([]byte(value.Text()), limits)
}

// failed is the result for a credential that was not verified.
func failed(part Part, policy Policy, f vc.Finding) *Result {
	r := &Result{Pointer: part.At.Pointer(), Findings: []vc.Finding{f}, Proofs: []ProofResult{}}
	r.decide(policy)
	return r
}

// nestedFindings says what the answers about a nested credential mean for the
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
		findings = append(findings, rule.Finding(status, inner.Pointer, "The credential that stands here is "+answers[axis][inner.Axes[axis]]+"."))
	}
	return findings
}

// answers are the answers to the five questions in words.
var answers = [...][3]string{
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

// Several is the result for a file that holds several credentials and secures
// none of them: the answers are those of all.
func Several(inside []*Result, policy Policy) *Result {
	r := &Result{Format: Container, Credentials: inside, Proofs: []ProofResult{}}
	for _, one := range inside {
		r.add(nestedFindings(one, policy.UnsafeAllowFailedCredentials)...)
	}
	r.decide(policy)
	return r
}

// Unreadable is the result for something in such a file that was meant as a
// credential and cannot be read as one.
func Unreadable(pointer string, err error, policy Policy) *Result {
	r := &Result{Pointer: pointer, Proofs: []ProofResult{}, Findings: []vc.Finding{ruleNestedFormat.Finding(vc.Fail, "", sentence(err.Error()))}}
	if errors.Is(err, vc.ErrLimit) {
		r.Findings = []vc.Finding{ruleNestedLimit.Finding(vc.Unknown, "", sentence(err.Error()))}
	}
	r.decide(policy)
	return r
}
