package proof

import "github.com/mikromerit/mikromerit/vc"

// Result is what a [Verifier] found out about a file.
type Result struct {
	Format   Format        `json:"format"`
	Verdict  vc.Verdict    `json:"verdict"`
	Findings []vc.Finding  `json:"findings"`
	Proofs   []ProofResult `json:"proofs"`
	// Credentials holds the results for the credentials inside this one, when
	// it is a presentation.
	Credentials []*Result `json:"credentials,omitempty"`
	// Pointer is where a nested credential stands in the document around it.
	Pointer string `json:"pointer,omitempty"`
	// Document is the document that the verdict is about: what the proofs
	// cover, without the proofs.
	Document vc.Document `json:"-"`
}

// ProofResult is what was found out about one proof.
type ProofResult struct {
	Suite      string     `json:"suite"`
	Pointer    string     `json:"pointer"`
	Verdict    vc.Verdict `json:"verdict"`
	Method     string     `json:"verificationMethod,omitempty"`
	Controller string     `json:"controller,omitempty"`
	Signer     Signer     `json:"-"`
}
