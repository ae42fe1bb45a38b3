package proof

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Verifier checks files: how they are secured, by whom, and whether the
// credentials in them hold. It is immutable and may be used by many goroutines
// at once if its [vc.Env] may.
type Verifier struct {
	env      vc.Env
	registry *Registry
}

// NewVerifier returns a verifier that works in env, and knows the proofs and
// formats of the registry.
func NewVerifier(env vc.Env, registry *Registry) *Verifier {
	return &Verifier{env: env, registry: registry}
}

// Verify opens a file and checks it. What is found, good or bad, is in the
// Result; an error means that the file is no credential ([*FormatError]) or
// that the job could not be done.
func (v *Verifier) Verify(ctx context.Context, file []byte, policy Policy) (*Result, error) {
	secured, err := Open(file, v.env.Limits)
	if err != nil {
		return nil, err
	}
	return v.VerifySecured(ctx, secured, policy)
}

// VerifySecured checks a file that has been opened; see [Verifier.Verify].
func (v *Verifier) VerifySecured(ctx context.Context, file *Secured, policy Policy) (*Result, error) {
	return v.session(policy).verify(ctx, file, policy, 0)
}

// verify checks a file around which depth documents stand.
func (s *session) verify(ctx context.Context, file *Secured, policy Policy, depth int) (*Result, error) {
	if err := file.unreadable(); err != nil {
		return nil, err
	}
	r := &Result{Format: file.format, File: file, Document: file.document, Proofs: []ProofResult{}}
	if isPresentation(file.document) && policy.Purpose == "" {
		policy.Purpose = vc.Authentication
	}
	if err := s.checkProofs(ctx, file, policy, r); err != nil {
		return nil, err
	}
	check := s.checkCredential
	switch {
	case isPresentation(r.Document) && depth > 0:
		check = refusePresentation
	case isPresentation(r.Document):
		check = s.checkPresentation
	}
	if err := check(ctx, policy, r, depth); err != nil {
		return nil, err
	}
	r.decide(policy)
	return r, nil
}

// checkProofs checks every proof; each must hold, unless the policy is content
// with one.
func (s *session) checkProofs(ctx context.Context, file *Secured, policy Policy, r *Result) error {
	if len(file.proofs) == 0 && !isPresentation(file.document) {
		r.add(ruleNone.Finding(vc.Fail, "", "The document carries no proof, so nothing shows who issued it or whether it was changed."))
	}
	if len(file.beside) > 0 {
		r.add(ruleBeside.Finding(vc.Warn, file.beside[0], "The file holds members beside the signature, which nothing secures; what counts is the payload alone."))
	}
	if n := s.env.Limits.MaxProofs(); len(file.proofs) > n {
		return fmt.Errorf("PROOF-COUNT: %w: the file has more than %d proofs", vc.ErrLimit, n)
	}
	if s.proofs -= len(file.proofs); s.proofs < 0 {
		return fmt.Errorf("PROOF-COUNT: %w: the credentials in the file have too many proofs in all", vc.ErrLimit)
	}
	all := make([]Evidence, 0, len(file.proofs))
	for _, p := range file.proofs {
		if err := ctx.Err(); err != nil {
			return err
		}
		evidence, err := s.checkProof(ctx, Job{File: file, Proof: p, Policy: policy})
		if err != nil {
			return err
		}
		all = append(all, evidence)
		r.Proofs = append(r.Proofs, ProofResult{
			Suite: p.Suite, Pointer: p.Pointer, Verdict: vc.AxesOf(evidence.Findings)[vc.Authentic],
			Method: evidence.Signer.Method, Controller: evidence.Signer.Controller, Signer: evidence.Signer,
		})
	}
	r.take(all, policy.OneProof)
	r.Axes = vc.AxesOf(r.Findings)
	return nil
}

// take takes in what the proofs show. What only one of several proofs covers
// is not verified; where one is enough, what the others show only warns.
func (r *Result) take(all []Evidence, one bool) {
	holds := func(p ProofResult) bool { return p.Verdict == vc.Valid }
	one = one && slices.ContainsFunc(r.Proofs, holds)
	for i, e := range all {
		if one && !holds(r.Proofs[i]) {
			for _, f := range e.Findings {
				if f.Status == vc.Fail || f.Status == vc.Unknown {
					r.add(ruleOtherProof.Finding(vc.Warn, f.Pointer, f.Code+": "+f.Detail))
				}
			}
			continue
		}
		r.add(e.Findings...)
		r.Derived = r.Derived || e.Derived
		if e.Foreign != "" {
			r.foreign = e.Foreign
		}
		if fewerContexts(e.Verified, r.verified) {
			r.verified = e.Verified
		}
	}
	if !r.verified.IsZero() {
		r.Document = r.verified
	}
}

// fewerContexts reports whether a proof covers a document of its own and no
// more contexts than what counts as verified so far.
func fewerContexts(verified, sofar vc.Document) bool {
	return !verified.IsZero() && (sofar.IsZero() || verified.Get("@context").Len() <= sofar.Get("@context").Len())
}

func (s *session) checkProof(ctx context.Context, job Job) (Evidence, error) {
	at := job.Proof.Pointer
	if job.Proof.Suite == "" {
		return Evidence{Findings: []vc.Finding{ruleForm.At(at, "").Finding()}}, nil
	}
	if job.Proof.Kind == Embedded && slices.ContainsFunc([]Kind{Token, Seal}, func(k Kind) bool { return s.registry.knows(k, job.Proof.Suite) }) {
		return Evidence{Findings: []vc.Finding{ruleForm.Finding(vc.Fail, at, "A "+printable(job.Proof.Suite)+" stands around a document; it cannot be a proof inside one.")}}, nil
	}
	suite, ok := s.registry.Suite(job.Proof.Kind, job.Proof.Suite)
	if !ok {
		return Evidence{Findings: []vc.Finding{ruleSuite.Finding(vc.Unknown, at, s.unsupported(job.Proof))}}, nil
	}
	evidence, err := suite.Verify(ctx, s.env, job)
	if err != nil {
		return Evidence{}, err
	}
	if evidence.Signer.Key != nil {
		evidence.Findings = append(evidence.Findings, issuerKey(evidence, job))
	}
	return evidence, nil
}

// unsupported names a kind of proof that cannot be checked, and those that
// can.
func (s *session) unsupported(p Proof) string {
	found := printable(p.Suite)
	detail := fmt.Sprintf("The proof is of the kind %q, which is not supported here. Supported are %s.", found, strings.Join(s.registry.Names(p.Kind), ", "))
	if near := s.registry.nearest(p.Kind, found); near != "" {
		detail = strings.TrimSuffix(detail, ".") + fmt.Sprintf("; did its maker mean %q?", near)
	}
	return detail
}

// issuerKey says whether the key belongs to the issuer, or to the holder of a
// presentation.
func issuerKey(evidence Evidence, job Job) vc.Finding {
	rule, signer, doc := &ruleIssuerKey, evidence.Signer, evidence.Verified
	if doc.IsZero() {
		doc = job.File.document
	}
	if isPresentation(doc) {
		rule = &ruleHolderKey
	}
	status := signer.Issues
	if job.Policy.UnsafeAllowForeignKeys && status != vc.Pass && rule == &ruleIssuerKey {
		status = vc.Warn
	}
	return rule.Finding(status, job.Proof.Pointer, signer.Reason)
}

// checkCredential checks what stands in the credential itself and in the
// credentials inside it.
func (s *session) checkCredential(ctx context.Context, policy Policy, r *Result, depth int) error {
	credential, problems := vc.ReadCredential(r.Document)
	family := s.familyOf(r.Document)
	if family == nil && r.foreign == "" && !isCredential(r.Document) {
		r.add(ruleCredential.Finding(vc.Unknown, "/type", "The document has neither the type VerifiableCredential nor a credentialSubject, so it is not known what its proof is to show."))
	}
	for _, p := range r.Proofs {
		if !policy.OneProof || p.Verdict == vc.Valid || r.Axes[vc.Authentic] != vc.Valid {
			r.add(policy.Trust.ofProof("/issuer", p, credential.IssuerID()))
		}
	}
	if r.foreign == "" { // what is no W3C credential states its validity in other words
		r.add(s.validity(credential)...)
	}
	if err := s.checkStatus(ctx, credential, policy, r); err != nil {
		return err
	}
	if err := s.checkRules(ctx, credential, problems, family, r); err != nil {
		return err
	}
	r.add(services(credential)...)
	s.checkRecipient(family, policy.Recipients, r)
	if family == nil || family.Parts == nil {
		return nil
	}
	return s.checkParts(ctx, family.Parts(r.Document), policy, r, depth)
}

// isCredential reports whether a document looks like a credential of any sort.
// An issuer's key may sign other things, which say nothing about anybody.
func isCredential(doc vc.Document) bool {
	return hasType(doc, vc.TypeCredential) || doc.Get("credentialSubject").Exists()
}

// validity compares the credential's validity period with the clock. A date
// that cannot be read leaves the question open.
func (s *session) validity(c vc.Credential) []vc.Finding {
	now := s.env.Now()
	findings := []vc.Finding{}
	for _, name := range []string{"validFrom", "issuanceDate"} {
		if v := c.Document().Get(name); isUnreadable(v.Text(), v.Exists() && v.Kind() != jsontree.Null) {
			findings = append(findings, ruleFrom.Finding(vc.Unknown, v.Pointer(), "The date "+name+" cannot be read, so it is not known whether the validity period has begun."))
		}
	}
	if from := c.ValidFrom(); !from.IsZero() {
		findings = append(findings, outcome(&ruleFrom, !now.Before(from.Time()),
			"The validity period has begun.", "The validity period has not begun yet; it begins at "+from.String()+"."))
	}
	unreadable := false
	for _, name := range []string{"validUntil", "expirationDate"} {
		if v := c.Document().Get(name); isUnreadable(v.Text(), v.Exists() && v.Kind() != jsontree.Null) {
			unreadable = true
			findings = append(findings, ruleUntil.Finding(vc.Unknown, v.Pointer(), "The date "+name+" cannot be read, so it is not known whether the validity period has ended."))
		}
	}
	switch until := c.ValidUntil(); {
	case !until.IsZero():
		findings = append(findings, outcome(&ruleUntil, !now.After(until.Time()),
			"The validity period has not ended.", "The validity period ended at "+until.String()+"."))
	case !unreadable:
		findings = append(findings, ruleUntil.Finding(vc.Pass, "", "The credential states no end of its validity."))
	}
	return findings
}

func isUnreadable(text string, stated bool) bool {
	if !stated {
		return false
	}
	_, err := vc.ParseDateTimeUnzoned(text)
	return err != nil
}

func outcome(rule *vc.Rule, ok bool, good, bad string) vc.Finding {
	if ok {
		return rule.Finding(vc.Pass, "", good)
	}
	return rule.Finding(vc.Fail, "", bad)
}

// services says which services the credential names that were not called, and
// which of its contexts are not for use in earnest.
func services(c vc.Credential) []vc.Finding {
	var findings []vc.Finding
	for _, v := range c.RefreshServices() {
		findings = append(findings, ruleRefresh.Finding(vc.NotAsked, v.Pointer(), "The credential names a service that may have a newer one; it was not called."))
	}
	for _, v := range c.Contexts() {
		if reason, ok := contexts.Caution(v.Text()); ok {
			findings = append(findings, ruleCaution.Finding(vc.Warn, v.Pointer(), reason))
		}
	}
	for _, v := range c.Schemas() {
		findings = append(findings, ruleSchema.Finding(vc.NotAsked, v.Pointer(), "The credential names a schema, which was not fetched; the rules checked here are our own."))
	}
	return findings
}
