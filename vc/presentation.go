package vc

import "github.com/mikromerit/mikromerit/vc/jsontree"

// The types of credentials and presentations, and of the envelopes that carry
// a secured one as a data: URL (data model 2.0, section 4.13).
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
	k := checker{version: assumedVersion(d.root)}
	k.check(presentation, d.root)
	for v := range d.Get("verifiableCredential").Each() {
		if !v.IsObject() || v.Len() == 0 {
			continue // reported by the rules for the presentation
		}
		if isEnvelope(v) {
			k.version = V2
			k.check(envelope, v)
		} else {
			k.version = assumedVersion(v)
			k.check(credential, v)
		}
	}
	return k.problems
}

// CheckEnvelope checks a document that should carry a secured credential or
// presentation as a data: URL. What stands inside is not read.
func CheckEnvelope(d Document) []Problem {
	k := checker{version: V2}
	k.check(envelope, d.root)
	return k.problems
}

// isEnvelope tells an envelope from a credential in a presentation. A data:
// URL as id is enough, so that an envelope without its type is reported as a
// faulty envelope.
func isEnvelope(v jsontree.Value) bool {
	kind := v.Get("type")
	return hasText(kind, EnvelopedCredential) ||
		!hasText(kind, "VerifiableCredential") && isDataURL(v.Get("id").Text())
}
