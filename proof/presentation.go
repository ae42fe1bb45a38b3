package proof

import (
	"context"
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/vc"
)

// isPresentation reports whether a document is a verifiable presentation.
func isPresentation(doc vc.Document) bool { return hasType(doc, "VerifiablePresentation") }

func hasType(doc vc.Document, name string) bool {
	for kind := range doc.Get("type").Each() {
		if kind.IsText(name) {
			return true
		}
	}
	return false
}

// checkPresentation checks what stands in a presentation: its own rules, its
// holder, and every credential in it on its own.
func (v *Verifier) checkPresentation(ctx context.Context, policy Policy, r *Result) error {
	for _, p := range vc.CheckPresentation(r.Document) {
		r.add(p.Finding())
	}
	if hasType(r.Document, "VerifiableCredential") {
		// Nobody asks whether the key of a presentation is its issuer's.
		r.add(vc.Finding{Code: "PRESENTATION-TYPE", Status: vc.Fail, Pointer: "/type",
			Detail: "The document calls itself a presentation and a credential at once; it can only be one of them."})
	}
	if n, members := v.env.Limits.MaxNested(), r.Document.Get("verifiableCredential").Len(); members > n {
		return fmt.Errorf("PROOF-COUNT: %w: the presentation holds more than %d credentials", vc.ErrLimit, n)
	}
	inner := Policy{Trust: policy.Trust, UnsafeAllowForeignKeys: policy.UnsafeAllowForeignKeys, UnsafeAllowForeignStatusLists: policy.UnsafeAllowForeignStatusLists}
	for value := range r.Document.Get("verifiableCredential").Each() {
		if !value.IsObject() && value.Kind() != jsontree.String {
			continue // the rules have said so
		}
		nested, err := v.nested(ctx, value, inner)
		if err != nil {
			return err
		}
		r.add(credentialFinding(nested))
		r.add(holderFinding(r.Document, nested, value.Pointer()))
		r.Credentials = append(r.Credentials, nested)
	}
	return nil
}

// credentialFinding says whether a credential in a presentation holds. Another
// presentation in its place does not: no issuer answers for it.
func credentialFinding(nested *Result) vc.Finding {
	f := vc.Finding{Code: "PRESENTATION-CREDENTIAL", Status: statusOf(nested.Verdict), Pointer: nested.Pointer,
		Detail: "The credential in the presentation is " + nested.Verdict.String() + "."}
	if isPresentation(nested.Document) {
		f.Status, f.Detail = vc.Fail, "In the place of a credential stands another presentation."
	}
	return f
}

// nested verifies a credential that stands inside another document. One that
// cannot be opened is invalid.
func (v *Verifier) nested(ctx context.Context, value jsontree.Value, policy Policy) (*Result, error) {
	file, err := openNested(value, v.env.Limits)
	if err != nil {
		f := vc.Finding{Code: "FORMAT-UNKNOWN", Status: vc.Fail, Pointer: value.Pointer(), Detail: err.Error()}
		return &Result{Pointer: value.Pointer(), Verdict: vc.Invalid, Findings: []vc.Finding{f}, Proofs: []ProofResult{}}, nil
	}
	r, err := v.VerifySecured(ctx, file, policy)
	if err != nil {
		return nil, err
	}
	r.Pointer = value.Pointer()
	return r, nil
}

// openNested opens a credential inside a document: an object, or a string
// that is a token (data model 1.1, section 6.3.1).
func openNested(value jsontree.Value, limits vc.Limits) (*Secured, error) {
	if value.Kind() == jsontree.String {
		return Open([]byte(value.Text()), limits)
	}
	return Open([]byte(value.Raw()), limits)
}

// holderFinding says whether the one who presents a credential is its
// subject. That it is somebody else is no fault: a guardian may present.
func holderFinding(doc vc.Document, nested *Result, pointer string) vc.Finding {
	f := vc.Finding{Code: "PRESENTATION-HOLDER", Status: vc.NotAsked, Pointer: pointer,
		Detail: "The presentation or the subject has no identifier, so nothing ties them together."}
	holder := identifier(doc.Get("holder"))
	credential, _ := vc.ReadCredential(nested.Document)
	var subjects []string
	for _, subject := range credential.Subjects() {
		if id := subject.Get("id").Text(); id != "" {
			subjects = append(subjects, id)
		}
	}
	switch {
	case holder == "" || len(subjects) == 0:
	case slices.Contains(subjects, holder):
		f.Status, f.Detail = vc.Pass, "The holder is a subject of the credential."
	default:
		f.Status, f.Detail = vc.Warn, "The holder is not a subject of the credential."
	}
	return f
}

// identifier returns the URL of a party, which is a string or has an id.
func identifier(party jsontree.Value) string {
	if party.IsObject() {
		party = party.Get("id")
	}
	return party.Text()
}

func statusOf(verdict vc.Verdict) vc.Status {
	switch verdict {
	case vc.Valid:
		return vc.Pass
	case vc.Invalid:
		return vc.Fail
	}
	return vc.Unknown
}
