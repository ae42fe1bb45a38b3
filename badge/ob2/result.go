package ob2

import (
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// Result is what [Verify] found out about a badge. A hosted badge has no
// proof of its own, so Proofs is empty: whether it is authentic is in Axes.
type Result struct {
	*proof.Result
	// Edition is that of the assertion; zero when none could be read.
	Edition Edition `json:"edition,omitempty"`
	// Assertion is the badge as it was read; nil when only its address was given
	// and nothing was to be had there, and for a certificate of Blockcerts 1.
	Assertion *Assertion `json:"-"`
}

// MarshalText returns the edition as [Edition.String] does.
func (e Edition) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// result draws the result from what was found out.
func (v *verifier) result(doc vc.Document) *Result {
	format, file := proof.Unsecured, v.file
	if v.a.Secured != nil {
		format = proof.JWS
	}
	if file == nil && !doc.IsZero() {
		file, _ = proof.Open(doc.Bytes(), v.Limits) // what was fetched; of no form that can be opened: no file
	}
	r := &Result{Result: proof.NewResult(format, file, doc, v.findings, v.policy), Edition: v.a.Edition}
	r.Recipient = v.matches
	if format == proof.JWS {
		r.Proofs = append(r.Proofs, v.proofResult())
	}
	return r
}

// proofResult is what was found out about the signature.
func (v *verifier) proofResult() proof.ProofResult {
	var about []vc.Finding
	for _, f := range v.findings {
		switch f.Code {
		case ruleSignature.Code, ruleKey.Code, ruleIssuer.Code, ruleMethod.Code:
			about = append(about, f)
		}
	}
	p := proof.ProofResult{Suite: "JWS", Verdict: vc.VerdictOf(about), Method: v.method}
	if v.issuer != nil {
		p.Controller = v.issuer.ID.Text
	}
	p.Signer = proof.Signer{Method: p.Method, Controller: p.Controller, Key: v.signedBy}
	return p
}
