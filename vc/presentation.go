package vc

import "github.com/mikromerit/mikromerit/vc/jsontree"

// The types of objects that carry a secured document as a data: URL (data
// model 2.0, section 4.13).
const (
	TypeCredential        = "VerifiableCredential"
	TypePresentation      = "VerifiablePresentation"
	EnvelopedCredential   = "EnvelopedVerifiableCredential"
	EnvelopedPresentation = "EnvelopedVerifiablePresentation"
)

// CheckPresentation checks a document against the structural rules for
// verifiable presentations, and each credential in it, enveloped or not,
// against the rules for those. What stands inside an envelope is not read.
func CheckPresentation(d Document) []Problem {
	j := judgement{version: assumedVersion(d.root)}
	j.judge(presentation, d.root)
	for v := range d.Get("verifiableCredential").Each() {
		if !v.IsObject() || v.Len() == 0 {
			continue // the rules for the presentation have said so
		}
		if isEnvelope(v) {
			j.version = V2
			j.judge(envelope, v)
		} else {
			j.version = assumedVersion(v)
			j.judge(credential, v)
		}
	}
	return j.problems
}

// CheckEnvelope checks a document that should carry a secured credential or
// presentation as a data: URL.
func CheckEnvelope(d Document) []Problem {
	j := judgement{version: V2}
	j.judge(envelope, d.root)
	return j.problems
}

// isEnvelope tells an envelope from a credential in a presentation. A data:
// URL as id counts too, so that an envelope without its type is diagnosed as
// what it is.
func isEnvelope(v jsontree.Value) bool {
	kind := v.Get("type")
	return hasText(kind, EnvelopedCredential) ||
		!hasText(kind, "VerifiableCredential") && isDataURL(v.Get("id").Text())
}
