package proof

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// Result is what a [Verifier] found out about a file or about a credential inside
// one.
type Result struct {
	Format Format `json:"format"`
	// Verdict is over the questions that the policy requires; Axes holds the
	// answers to all five.
	Verdict  vc.Verdict    `json:"verdict"`
	Axes     vc.Axes       `json:"axes"`
	Findings []vc.Finding  `json:"findings"`
	Proofs   []ProofResult `json:"proofs"`
	// Recipient lists the identifiers by which the credential names the person whom
	// the policy names.
	Recipient []Match `json:"recipient,omitempty"`
	// Credentials are the results for the credentials inside a presentation,
	// record or container. The pointers of their findings lead into the nested
	// credential; Pointer says where that stands in the document around it.
	Credentials []*Result `json:"credentials,omitempty"`
	// Endorsements are the results for the endorsements in this credential,
	// wherever they stand. They do not count for the verdict.
	Endorsements []*Result `json:"endorsements,omitempty"`
	// Pointer is where a nested credential stands in the document around it.
	Pointer string `json:"pointer,omitempty"`
	// Derived says that the holder was free to withhold parts of what the issuer
	// signed.
	Derived bool `json:"derived,omitempty"`

	// File is what was verified; nil when there was nothing that could be read.
	File *Secured `json:"-"`
	// Document is the document that the verdict is about: what the proofs cover,
	// without the proofs themselves.
	Document vc.Document `json:"-"`
	// Required are the questions that the verdict is over.
	Required []vc.Axis `json:"-"`

	policy Policy

	verified vc.Document // what the proofs cover, when that is not the whole document
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
	// Seal is what the validation of a seal showed; nil for other proofs.
	Seal *SealEvidence `json:"seal,omitempty"`
}

// ShowsSigner reports whether it is known who made the proof. It is when the
// proof is authentic. It also is when the signature of a seal is right, because
// its certificate says who sealed, even where that is perhaps not the issuer. A
// key that is not shown to be the issuer's does not show whose it is.
func (p ProofResult) ShowsSigner() bool {
	return p.Signer.Key != nil && (p.Verdict == vc.Valid || p.Verdict != vc.Invalid && p.Signer.Chain != nil && p.Signer.Name != "")
}

// NewResult returns the result of some findings, for formats that no proof
// secures.
func NewResult(format Format, file *Secured, doc vc.Document, findings []vc.Finding, policy Policy) *Result {
	r := &Result{Format: format, File: file, Document: doc, Findings: findings, Proofs: []ProofResult{}}
	r.decide(policy)
	return r
}

// Policy returns the policy that the verdict follows.
func (r *Result) Policy() Policy { return r.policy }

// SignerName returns a name of a signer that does not come from the document: the
// one that the policy's trust gives it or the one in its certificate, or "".
func (r *Result) SignerName(s Signer) string {
	for _, id := range append(s.identities(), s.Controller) {
		if name := r.policy.Trust.Names[id]; name != "" {
			return name
		}
	}
	return s.Name
}

func (r *Result) add(findings ...vc.Finding) { r.Findings = append(r.Findings, findings...) }

// issuerID returns the id that the document gives its issuer, or "". A token that
// is no W3C credential has it in iss.
func (r *Result) issuerID(c vc.Credential) string {
	if r.foreign != "" {
		return r.Document.Get("iss").Text()
	}
	return c.IssuerID()
}

// validProofs returns the proofs that are authentic. What any other says about
// its signer counts for nothing.
func (r *Result) validProofs() (proofs []ProofResult) {
	for _, p := range r.Proofs {
		if p.Verdict == vc.Valid {
			proofs = append(proofs, p)
		}
	}
	return proofs
}

// decide computes the answers and the verdict from the findings.
func (r *Result) decide(policy Policy) {
	r.policy = policy
	r.Required = policy.Required()
	r.Axes = vc.AxesOf(r.Findings)
	if policy.Strict && r.Axes[vc.Bound] != vc.Unasked && !slices.Contains(r.Required, vc.Bound) {
		r.Required = append(slices.Clip(r.Required), vc.Bound)
	}
	r.Verdict = r.Axes.Verdict(r.Required)
}
