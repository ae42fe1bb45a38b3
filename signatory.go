package mikromerit

import (
	"cmp"
	"slices"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Signatory is who signed or sealed a credential, as far as that is known, and
// what the credential calls its issuer.
type Signatory struct {
	// ID is the DID or URL that the key belongs to, or the organisation
	// identifier in the certificate.
	ID string `json:"id"`
	// Name is a name that does not come from the document: the one that you gave, or
	// the one in the certificate.
	Name string `json:"name,omitempty"`
	// Claims is what the document calls its issuer, if that is not Name. Nothing
	// proves it.
	Claims string `json:"claims,omitempty"`
	// Sealed says that a certificate names the signatory.
	Sealed bool `json:"sealed,omitempty"`
	// Trusted says that you trust the signatory.
	Trusted bool `json:"trusted"`
}

// Signatories returns who made the proofs of a credential, as far as they show
// that; see [proof.ProofResult.ShowsSigner].
func (r *Result) Signatories() []Signatory { return signatories(r.Result) }

func signatories(r *proof.Result) []Signatory {
	var all []Signatory
	for _, p := range r.Proofs {
		if !p.ShowsSigner() {
			continue
		}
		s := Signatory{
			ID: cmp.Or(p.Signer.Controller, p.Signer.Method), Name: r.SignerName(p.Signer), Sealed: p.Signer.Chain != nil,
			Claims: issuerName(r.Document), Trusted: r.Axes[vc.Trusted] == vc.Valid,
		}
		if s.Claims == s.Name {
			s.Claims = ""
		}
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// issuerName returns what a document calls its issuer or, if it names none, its
// holder.
func issuerName(doc vc.Document) string {
	if name := cmp.Or(reportIssuer(doc), doc.Get("issuing_authority").Text()); name != "" {
		return name
	}
	for _, member := range []string{"issuer", "holder"} {
		party := doc.Get(member)
		if !party.IsObject() {
			continue
		}
		for _, name := range []string{"name", "legalName", "prefLabel"} {
			if text := firstText(party.Get(name)); text != "" {
				return text
			}
		}
	}
	return ""
}

// firstText returns the first text of a string, a language value object, a
// language map or an array of these.
func firstText(v jsontree.Value) string {
	for value := range v.Each() {
		if text := cmp.Or(value.Text(), value.Get("@value").Text()); text != "" {
			return text
		}
		for _, inner := range value.Members() {
			if text := firstText(inner); text != "" {
				return text
			}
		}
	}
	return ""
}
