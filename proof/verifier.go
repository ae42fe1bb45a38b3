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

// Verifier checks how files are secured, by whom, and whether the credentials in
// them hold. It is immutable, and many goroutines may use it at once if they may
// use its [vc.Env] at once.
type Verifier struct {
	env      vc.Env
	registry *Registry
	lists    *Lists // nil: no list is kept
	world    listWorld
}

// NewVerifier returns a verifier that works in env, and knows the proofs and
// formats of the registry.
func NewVerifier(env vc.Env, registry *Registry) *Verifier {
	return &Verifier{env: env, registry: registry}
}

// Verify opens a file and checks it. Whatever it finds is in the Result. An error
// means that the file is no credential ([*FormatError]) or that the job could not
// be done.
func (v *Verifier) Verify(ctx context.Context, file []byte, policy Policy) (*Result, error) {
	secured, err := Open(file, v.env.Limits)
	if err != nil {
		return nil, err
	}
	return v.VerifySecured(ctx, secured, policy)
}

// VerifySecured checks a file that has been opened; see [Verifier.Verify].
func (v *Verifier) VerifySecured(ctx context.Context, file *Secured, policy Policy) (*Result, error) {
	return v.newSession(policy).verify(ctx, file, policy, 0)
}

// usualFindings is how many findings most credentials have at most.
const usualFindings = 16

// verify checks a file; depth is how many documents stand around it.
func (s *session) verify(ctx context.Context, file *Secured, policy Policy, depth int) (*Result, error) {
	if err := file.payloadError(); err != nil {
		return nil, err
	}
	r := &Result{Format: file.format, File: file, Document: file.document, Findings: make([]vc.Finding, 0, usualFindings), Proofs: make([]ProofResult, 0, len(file.Proofs()))}
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

// checkProofs checks every proof. Each must hold, unless one is enough for the
// policy.
func (s *session) checkProofs(ctx context.Context, file *Secured, policy Policy, r *Result) error {
	if len(file.Proofs()) == 0 && !isPresentation(file.document) {
		r.add(ruleNone.Finding(vc.Fail, "", "The document carries no proof, so nothing shows who issued it or whether it was changed."))
	}
	if len(file.unsignedMembers) > 0 {
		r.add(ruleBeside.Finding(vc.Warn, file.unsignedMembers[0], "The file holds members beside the signature, which nothing secures; what counts is the payload alone."))
	}
	if n := s.env.Limits.MaxProofs(); len(file.Proofs()) > n {
		return fmt.Errorf("PROOF-COUNT: %w: the file has more than %d proofs", vc.ErrLimit, n)
	}
	if s.proofs -= len(file.Proofs()); s.proofs < 0 {
		return fmt.Errorf("PROOF-COUNT: %w: the credentials in the file have too many proofs in all", vc.ErrLimit)
	}
	all := make([]Evidence, 0, len(file.Proofs()))
	for _, p := range file.Proofs() {
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
			Seal: evidence.Seal,
		})
	}
	r.takeEvidence(all, policy.OneProof)
	r.Axes = vc.AxesOf(r.Findings)
	return nil
}

// takeEvidence adds what the proofs show. Only what every proof covers counts as
// verified. If one proof is enough, what is wrong with the others only warns.
func (r *Result) takeEvidence(all []Evidence, one bool) {
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

// fewerContexts reports whether a proof covers a document of its own that has no
// more contexts than what counts as verified so far.
func fewerContexts(verified, soFar vc.Document) bool {
	return !verified.IsZero() && (soFar.IsZero() || verified.Get("@context").Len() <= soFar.Get("@context").Len())
}

// checkProof lets the suite for a proof check it.
func (s *session) checkProof(ctx context.Context, job Job) (Evidence, error) {
	at := job.Proof.Pointer
	if job.Proof.Suite == "" {
		return Evidence{Findings: []vc.Finding{ruleForm.At(at, "").Finding()}}, nil
	}
	if job.Proof.Kind == Embedded && slices.ContainsFunc([]Kind{Token, Seal, Sign1}, func(k Kind) bool { return s.registry.knows(k, job.Proof.Suite) }) {
		return Evidence{Findings: []vc.Finding{ruleForm.Finding(vc.Fail, at, "A "+printable(job.Proof.Suite)+" stands around a document; it cannot be a proof inside one.")}}, nil
	}
	suite, ok := s.registry.Suite(job.Proof.Kind, job.Proof.Suite)
	if !ok {
		return Evidence{Findings: []vc.Finding{ruleSuite.Finding(vc.Unknown, at, s.unsupportedDetail(job.Proof))}}, nil
	}
	evidence, err := suite.Verify(ctx, s.env, job)
	if err != nil {
		return Evidence{}, err
	}
	if evidence.Signer.Key != nil {
		evidence.Findings = append(evidence.Findings, issuerKeyFinding(evidence, job))
	}
	return evidence, nil
}

// unsupportedDetail says that a kind of proof cannot be checked, and which can.
func (s *session) unsupportedDetail(p Proof) string {
	found := printable(p.Suite)
	detail := fmt.Sprintf("The proof is of the kind %q, which is not supported here. Supported are %s.", found, strings.Join(s.registry.names[p.Kind], ", "))
	if near := s.registry.nearest(p.Kind, found); near != "" {
		detail = strings.TrimSuffix(detail, ".") + fmt.Sprintf("; did its maker mean %q?", near)
	}
	return detail
}

// issuerKeyFinding returns the finding on whether the key belongs to the issuer,
// or to the holder of a presentation.
func issuerKeyFinding(evidence Evidence, job Job) vc.Finding {
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

// checkCredential checks what a credential says, and the credentials inside it.
func (s *session) checkCredential(ctx context.Context, policy Policy, r *Result, depth int) error {
	credential, problems := vc.ReadCredential(r.Document)
	family := s.familyOf(r.Document)
	if family == nil && r.foreign == "" && !isCredential(r.Document) {
		r.add(ruleCredential.Finding(vc.Unknown, "/type", "The document has neither the type VerifiableCredential nor a credentialSubject, so it is not known what its proof is to show."))
	}
	for _, p := range r.Proofs {
		if !policy.OneProof || p.Verdict == vc.Valid || r.Axes[vc.Authentic] != vc.Valid {
			at := "/issuer"
			if r.foreign != "" {
				at = "" // a certificate may be all that names it
			}
			r.add(policy.Trust.findingOfProof(at, p, r.issuerID(credential)))
		}
	}
	if r.foreign == "" { // what is no W3C credential states its validity in another way
		r.add(s.validityFindings(credential)...)
	}
	if err := s.checkStatus(ctx, credential, policy, r); err != nil {
		return err
	}
	if err := s.checkRules(ctx, credential, problems, family, r); err != nil {
		return err
	}
	r.add(serviceFindings(credential)...)
	s.checkRecipient(family, policy.Recipients, r)
	if family == nil || family.Parts == nil {
		return nil
	}
	return s.checkParts(ctx, family.Parts(r.Document), policy, r, depth)
}

// isCredential reports whether a document looks like a credential of any kind. An
// issuer's key may sign other documents, which say nothing about anybody.
func isCredential(doc vc.Document) bool {
	return hasType(doc, vc.TypeCredential) || doc.Get("credentialSubject").Exists()
}

// validityFindings compares the credential's validity period with the clock. A
// date that cannot be read leaves the question open.
func (s *session) validityFindings(c vc.Credential) []vc.Finding {
	now := s.env.Now()
	findings := []vc.Finding{}
	for _, name := range []string{"validFrom", "issuanceDate"} {
		if v := c.Document().Get(name); isUnreadable(v.Text(), v.Exists() && v.Kind() != jsontree.Null) {
			findings = append(findings, ruleFrom.Finding(vc.Unknown, v.Pointer(), "The date "+name+" cannot be read, so it is not known whether the validity period has begun."))
		}
	}
	if from := c.ValidFrom(); !from.IsZero() {
		findings = append(findings, passOrFail(&ruleFrom, !now.Before(from.Time()),
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
		findings = append(findings, passOrFail(&ruleUntil, !now.After(until.Time()),
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

func passOrFail(rule *vc.Rule, ok bool, good, bad string) vc.Finding {
	if ok {
		return rule.Finding(vc.Pass, "", good)
	}
	return rule.Finding(vc.Fail, "", bad)
}

// serviceFindings returns which services and schemas the credential names that
// were not used, and which of its contexts are not for production.
func serviceFindings(c vc.Credential) []vc.Finding {
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
