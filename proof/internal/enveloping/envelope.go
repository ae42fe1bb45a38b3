package enveloping

import (
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// CheckEnvelope checks the object that holds a signed document as a data: URL, if
// there is one.
func CheckEnvelope(file *proof.Secured, presentation bool, limits vc.Limits) (findings []vc.Finding) {
	if file.Format() != proof.Enveloped {
		return nil
	}
	envelope, err := vc.ParseDocument(file.Bytes(), limits)
	if err != nil {
		return []vc.Finding{RuleEnvelope.At("", "no JSON object").Finding()}
	}
	for _, p := range vc.CheckEnvelope(envelope) {
		findings = append(findings, p.Finding())
	}
	want := vc.EnvelopedCredential
	if presentation {
		want = vc.EnvelopedPresentation
	}
	for kind := range envelope.Get("type").Each() {
		if !kind.IsText(want) {
			findings = append(findings, RuleEnvelope.At(kind.Pointer(), "another type than "+want).Finding())
		}
	}
	for name, member := range envelope.Root().Members() {
		if name != "@context" && name != "id" && name != "type" {
			findings = append(findings, RuleEnvelopeBare.At(member.Pointer(), "").Finding())
		}
	}
	return findings
}

// Envelope returns the object that stands for a signed document in a presentation
// or anywhere else where JSON is wanted (data model 2.0 section 4.13). data is the
// data: URL without its scheme.
func Envelope(presentation bool, data string) (vc.Document, error) {
	kind := vc.EnvelopedCredential
	if presentation {
		kind = vc.EnvelopedPresentation
	}
	return vc.ParseDocument([]byte(`{"@context":"`+vc.ContextV2+`","type":"`+kind+`","id":"data:`+data+`"}`), vc.Limits{})
}

// CheckSignable checks that a document may be signed as it is: a credential or a
// presentation of the data model 2.0 without a proof, and in a presentation nothing
// but envelopes. form is the name of the way of signing, and code begins the
// messages about what the document is.
func CheckSignable(doc vc.Document, presentation bool, form, code string) error {
	credential, _ := vc.ReadCredential(doc)
	switch {
	case credential.Version() != vc.V2:
		return errors.New(code + " at /@context: only documents of the data model 2.0 are written so")
	case doc.Get("proof").Exists():
		return errors.New("PROOF-EXISTS at /proof: the document already carries a proof; sign it without")
	case presentation != IsPresentation(doc):
		return fmt.Errorf("%s at /type: the document is not of the kind that the form %s is for", code, form)
	case !presentation && !credential.HasType("VerifiableCredential"):
		return errors.New(code + " at /type: the document is not a verifiable credential")
	}
	for value := range doc.Get("verifiableCredential").Each() {
		if presentation && !isEnvelope(value) {
			return fmt.Errorf("%s at %s: a credential in a presentation of this form must be enveloped (VC-JOSE-COSE section 3.1.2)", code, value.Pointer())
		}
	}
	return nil
}

// isEnvelope reports whether a value says that it is an enveloped credential or
// presentation.
func isEnvelope(v jsontree.Value) bool {
	for kind := range v.Get("type").Each() {
		if kind.IsText(vc.EnvelopedCredential) || kind.IsText(vc.EnvelopedPresentation) {
			return true
		}
	}
	return false
}
