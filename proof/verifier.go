package proof

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/vc"
)

// Verifier checks files: how they are secured, by whom, and whether the
// credential in them holds. It is immutable and may be used by many
// goroutines at once if its [vc.Env] may.
type Verifier struct {
	env      vc.Env
	registry *Registry
}

// NewVerifier returns a verifier that works in env and can check the proofs
// that the registry knows.
func NewVerifier(env vc.Env, registry *Registry) *Verifier {
	return &Verifier{env: env, registry: registry}
}

// Verify opens a file and checks it. What is found, good or bad, is in the
// Result; an error means that the file could not be opened ([*FormatError])
// or that the job could not be done.
func (v *Verifier) Verify(ctx context.Context, file []byte, policy Policy) (*Result, error) {
	secured, err := Open(file, v.env.Limits)
	if err != nil {
		return nil, err
	}
	return v.VerifySecured(ctx, secured, policy)
}

// VerifySecured checks a file that has been opened; see [Verifier.Verify].
func (v *Verifier) VerifySecured(ctx context.Context, file *Secured, policy Policy) (*Result, error) {
	r := &Result{Format: file.format, Document: file.document, Proofs: []ProofResult{}}
	if isPresentation(file.document) && policy.Purpose == "" {
		policy.Purpose = vc.Authentication
	}
	if err := v.checkProofs(ctx, file, policy, r); err != nil {
		return nil, err
	}
	if isPresentation(r.Document) {
		if err := v.checkPresentation(ctx, policy, r); err != nil {
			return nil, err
		}
	} else if err := v.checkCredential(ctx, file, policy, r); err != nil {
		return nil, err
	}
	r.Verdict = vc.VerdictOf(r.Findings)
	return r, nil
}

// checkProofs checks every proof; each must verify.
func (v *Verifier) checkProofs(ctx context.Context, file *Secured, policy Policy, r *Result) error {
	if len(file.proofs) == 0 {
		r.add(vc.Finding{Code: "PROOF-NONE", Status: vc.Fail, Detail: "The document carries no proof, so nothing shows who issued it or whether it was changed."})
	}
	if n := v.env.Limits.MaxProofs(); len(file.proofs) > n {
		return fmt.Errorf("PROOF-COUNT: %w: the file has more than %d proofs", vc.ErrLimit, n)
	}
	var verified vc.Document
	for _, p := range file.proofs {
		if err := ctx.Err(); err != nil {
			return err
		}
		evidence, err := v.checkProof(ctx, Job{File: file, Proof: p, Policy: policy})
		if err != nil {
			return err
		}
		if fewerContexts(evidence.Verified, verified) {
			verified = evidence.Verified
		}
		r.add(evidence.Findings...)
		r.Proofs = append(r.Proofs, ProofResult{
			Suite: p.Suite, Pointer: p.Pointer, Verdict: vc.VerdictOf(evidence.Findings),
			Method: evidence.Signer.Method, Controller: evidence.Signer.Controller, Signer: evidence.Signer,
		})
	}
	if !verified.IsZero() {
		r.Document = verified
	}
	return nil
}

// fewerContexts reports whether a proof covers a document of its own and no
// more contexts than what counts as verified so far: what only one of several
// proofs covers is not verified.
func fewerContexts(verified, sofar vc.Document) bool {
	return !verified.IsZero() && (sofar.IsZero() || verified.Get("@context").Len() <= sofar.Get("@context").Len())
}

func (v *Verifier) checkProof(ctx context.Context, job Job) (Evidence, error) {
	if job.Proof.Suite == "" {
		return Evidence{Findings: []vc.Finding{{Code: "PROOF-FORM", Status: vc.Fail, Pointer: job.Proof.Pointer,
			Detail: "The proof must be an object that names its type, and a DataIntegrityProof its cryptosuite."}}}, nil
	}
	suite, ok := v.registry.Suite(job.Proof.Kind, job.Proof.Suite)
	if !ok {
		return Evidence{Findings: []vc.Finding{{Code: "PROOF-SUITE", Status: vc.Unknown, Pointer: job.Proof.Pointer,
			Detail: "The proof is of a kind that cannot be checked here, so nothing is known about it."}}}, nil
	}
	evidence, err := suite.Verify(ctx, v.env, job)
	if err != nil {
		return Evidence{}, err
	}
	if evidence.Signer.Key != nil {
		evidence.Findings = append(evidence.Findings, issuerKey(evidence, job))
	}
	return evidence, nil
}

// issuerKey says whether the key belongs to the issuer, or to the holder of a
// presentation.
func issuerKey(evidence Evidence, job Job) vc.Finding {
	code, signer, doc := "ISSUER-KEY", evidence.Signer, evidence.Verified
	if doc.IsZero() {
		doc = job.File.document
	}
	if isPresentation(doc) {
		code = "HOLDER-KEY"
	}
	f := vc.Finding{Code: code, Status: signer.Issues, Pointer: job.Proof.Pointer, Detail: signer.Reason}
	if job.Policy.UnsafeAllowForeignKeys && f.Status != vc.Pass {
		f.Status = vc.Warn
	}
	return f
}

// checkCredential checks what stands in the document itself.
func (v *Verifier) checkCredential(ctx context.Context, file *Secured, policy Policy, r *Result) error {
	if r.Document.IsZero() {
		r.add(payloadFinding(file.problem))
		return nil
	}
	credential, problems := vc.ReadCredential(r.Document)
	for _, p := range problems {
		r.add(p.Finding())
	}
	r.add(policy.trust.finding("/issuer", issuersOf(credential, r.Proofs)...))
	findings, err := v.status(ctx, credential, policy, vc.VerdictOf(r.Findings))
	r.add(v.validity(credential)...)
	r.add(findings...)
	return err
}

// issuersOf names whoever the proofs show to be the issuer. A key of a DID or
// URL is bound to the issuer's id. A certificate is not: it binds the name of
// an organisation, and the id beside that name is of the document's own making.
func issuersOf(c vc.Credential, proofs []ProofResult) []string {
	names := []string{}
	for _, p := range proofs {
		name := c.IssuerID()
		if p.Signer.Chain != nil {
			name = p.Signer.Controller
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func payloadFinding(problem error) vc.Finding {
	f := vc.Finding{Code: "VC-OBJECT", Status: vc.Fail, Detail: "What was signed is not a JSON object, so it is no credential."}
	var syntax *jsontree.Error
	if errors.As(problem, &syntax) {
		f.Code, f.Detail = syntax.Code, "What was signed is not one strict JSON value: "+syntax.Detail+"."
	}
	return f
}

// validity compares the credential's validity period with the clock.
func (v *Verifier) validity(c vc.Credential) []vc.Finding {
	now := v.env.Now()
	var findings []vc.Finding
	if from := c.ValidFrom(); !from.IsZero() {
		findings = append(findings, outcome("VALID-FROM", !now.Before(from.Time()),
			"The validity period has begun.", "The validity period has not begun yet."))
	}
	if until := c.ValidUntil(); !until.IsZero() {
		findings = append(findings, outcome("VALID-UNTIL", !now.After(until.Time()),
			"The validity period has not ended.", "The validity period has ended."))
	}
	return findings
}

func outcome(code string, ok bool, good, bad string) vc.Finding {
	if ok {
		return vc.Finding{Code: code, Status: vc.Pass, Detail: good}
	}
	return vc.Finding{Code: code, Status: vc.Fail, Detail: bad}
}

func (r *Result) add(findings ...vc.Finding) { r.Findings = append(r.Findings, findings...) }
