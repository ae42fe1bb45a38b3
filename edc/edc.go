package edc

import (
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Format is the id of the format in reports, residues and provenance.
const Format = "edc"

const (
	typeEDC       = "EuropeanDigitalCredential"
	typeConverted = "ConvertedCredential" // an older name that the Commission's issuer still takes
	typeSHACL     = "ShaclValidator2017"
	contextEDC    = "http://data.europa.eu/snb/model/context/edc-ap"
)

// Is reports whether a document is a European Digital Credential: it has the
// type EuropeanDigitalCredential or the JSON-LD context of the application
// profile, at the top level or in the member credential, as the files for
// upload to the Commission's issuer have it. The sealed form is an envelope
// around such a document and is not one itself.
func Is(doc vc.Document) bool {
	_, ok := credentialIn(doc)
	return ok
}

// credentialIn returns the credential object in a document.
func credentialIn(doc vc.Document) (jsontree.Value, bool) {
	if root := doc.Root(); isCredential(root) {
		return root, true
	}
	inner := doc.Get("credential")
	return inner, isCredential(inner)
}

func isCredential(v jsontree.Value) bool {
	return hasText(v.Get("type"), typeEDC) || hasText(v.Get("type"), typeConverted) || hasText(v.Get("@context"), contextEDC)
}

// DecodeOptions are the choices of [Decode]. The zero value reads as the
// Commission's own tools do.
type DecodeOptions struct {
	// BirthZone is the zone in which a birth date stated in UTC is a civil
	// date. Nil is the time of Brussels, which needs no time zone database.
	BirthZone *time.Location

	// WithoutInteroperability reads nothing but what every reader of ELM sees:
	// the attachment in which [Encode] keeps what ELM has no members for is
	// then a file like any other.
	WithoutInteroperability bool
}

// Decode reads a European Digital Credential, sealed (the payload of the seal)
// or not, into the model. The report has one entry for every leaf of the
// document: see the package documentation for what a leaf is and what becomes
// of it. What is malformed or has no place in the model is kept as residue under
// its JSON Pointer, with the reason in the report.
//
// The only error is a [vc.Problem], for a document that is no such credential.
// Nothing is checked beyond what reading needs: see [Check]. Nothing is assumed:
// no default language, credit framework or encoding.
func Decode(doc vc.Document, opts DecodeOptions) (*mc.Credential, *mc.Report, error) {
	node, ok := credentialIn(doc)
	if !ok {
		return nil, nil, ruleFormat.At("", "")
	}
	d := newDecoder(doc.Root(), opts)
	d.plain = opts.WithoutInteroperability
	credential := d.credential(node)
	report := d.reconcile(d.Tracker.Report(), credential)
	return credential, &report, nil
}
