package proof

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// Result is what a [Verifier] found out about a file.
type Result struct {
	Format Format `json:"format"`
	// Verdict is over the questions that the policy requires; Axes holds the
	// answers to all five.
	Verdict  vc.Verdict    `json:"verdict"`
	Axes     vc.Axes       `json:"axes"`
	Findings []vc.Finding  `json:"findings"`
	Proofs   []ProofResult `json:"proofs"`
	// Recipient are the identifiers by which the credential names the person
	// whom the policy names.
	Recipient []Match `json:"recipient,omitempty"`
	// Credentials are the results for the credentials inside a presentation or
	// record. Pointers in them are places in that credential; their own Pointer
	// is where it stands in the document around it.
	Credentials []*Result `json:"credentials,omitempty"`
	// Endorsements are the results for the endorsements in this credential,
	// wherever they stand. They have no part in the verdict.
	Endorsements []*Result `json:"endorsements,omitempty"`
	// Pointer is where a nested credential stands in the document around it.
	Pointer string `json:"pointer,omitempty"`
	// Derived says that the holder was free to withhold parts of what the issuer
	// signed.
	Derived bool `json:"derived,omitempty"`

	// File is what was verified; nil for a nested credential that is none.
	File *Secured `json:"-"`
	// Document is the document that the verdict is about: what the proofs
	// cover, without the proofs.
	Document vc.Document `json:"-"`
	// Required are the questions that the verdict is over.
	Required []vc.Axis `json:"-"`

	policy Policy

	verified vc.Document // what a proof covers when it is not the whole document
	foreign  string      // what was signed, when it is no W3C credential
}

// ProofResult is what was found out about one proof.
type ProofResult struct {
	Suite      string     `json:"suite"`
	Pointer    string     `json:"pointer"`
	Verdict    vc.Verdict `json:"verdict"` // whether the proof is authentic
	Method     string     `json:"verificationMethod,omitempty"`
	Controller string     `json:"controller,omitempty"`
	Signer     Signer     `json:"-"`
}

// Shown reports whether it is shown who made the proof: it holds, or it is a
// seal whose signature holds, so that the certificate in it says who sealed,
// though perhaps not that this is the issuer. A key that nobody has bound to
// the issuer shows nothing of whose it is.
func (p ProofResult) Shown() bool {
	return p.Signer.Key != nil && (p.Verdict == vc.Valid || p.Verdict != vc.Invalid && p.Signer.Chain != nil && p.Signer.Name != "")
}

// NewResult returns a result over findings, for formats that are not secured
// by a proof.
func NewResult(format Format, file *Secured, doc vc.Document, findings []vc.Finding, policy Policy) *Result {
	r := &Result{Format: format, File: file, Document: doc, Findings: findings, Proofs: []ProofResult{}}
	r.decide(policy)
	return r
}

// Policy returns what was demanded.
func (r *Result) Policy() Policy { return r.policy }

// Known returns a name of a signer that does not come from the document: the
// one that the policy's trust gives it, or that in its certificate.
func (r *Result) Known(s Signer) string {
	for _, id := range append(s.identities(), s.Controller) {
		if name := r.policy.Trust.Names[id]; name != "" {
			return name
		}
	}
	return s.Name
}

// Add adds findings to a result and decides anew.
func (r *Result) Add(policy Policy, findings ...vc.Finding) {
	r.add(findings...)
	r.decide(policy)
}

func (r *Result) add(findings ...vc.Finding) { r.Findings = append(r.Findings, findings...) }

// holding returns the proofs that hold. What the others say of who made them
// is worth nothing.
func (r *Result) holding() (proofs []ProofResult) {
	for _, p := range r.Proofs {
		if p.Verdict == vc.Valid {
			proofs = append(proofs, p)
		}
	}
	return proofs
}

// decide draws the answers and the verdict from the findings.
func (r *Result) decide(policy Policy) {
	r.policy = policy
	r.Required = policy.Required()
	r.Axes = vc.AxesOf(r.Findings)
	if policy.Strict && r.Axes[vc.Bound] != vc.Unasked && !slices.Contains(r.Required, vc.Bound) {
		r.Required = append(slices.Clip(r.Required), vc.Bound)
	}
	r.Verdict = r.Axes.Verdict(r.Required)
}
