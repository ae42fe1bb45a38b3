package edc

import (
	"errors"
	"time"

	"golang.org/x/text/language"

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

// EncodeOptions are the choices of [Encode]. The zero value is the safe choice.
type EncodeOptions struct {
	// Language is the main language of a credential that does not state one. It
	// also decides where ELM has room for a text in one language. Not set: the
	// language of the title.
	Language language.Tag

	// ID is the id of the new credential. Empty: a credential without
	// provenance keeps its own, a converted one gets one that follows from what
	// it was converted from.
	ID string

	// Issuer is who issues the new credential, when that is not the issuer of
	// the model, who then stands as the awarding body where no other is stated.
	Issuer *mc.Party

	// IssuerID is the id, a DID or URL, of the issuer of the new credential; it
	// replaces the issuer's own. Empty: the issuer's own.
	IssuerID string

	// IssuerCountry is the country of the issuer, as a code that
	// [mc.CountryOf] takes. It is only used where none is stated, for the issuer
	// and for an awarding body that is the issuer.
	IssuerCountry string

	// WithoutResidue leaves out the attachment with what no member of ELM
	// holds; the report then says dropped.
	WithoutResidue bool
}

// Encode writes a credential as an unsealed draft of a European Digital
// Credential in ELM 3.2 on the VC Data Model 1.1, as the Commission's builder
// exports it: sealing adds when it was issued and the eIDAS identifier of the
// issuer, where the credential does not state them. The same credential always
// gives the same text. The draft has no problem of [Check].
//
// The report has one row for every value of the model. It says exact or
// transformed of nothing but what [Decode] reads back from the members of the
// document alone. The rest is residue, kept in an attachment named
// "Interoperability data" that [Decode] understands, or dropped. Texts, pictures
// and nodes that ELM requires and the credential does not state are made of what
// it does state, and reported as synthesised.
//
// What cannot be made so, a country for example, is an error: it joins one
// [mc.EncodeError] for every value that is missing (ELM-REQUIRED) or cannot
// stand in a document, with its path; the report goes as far as writing came.
func Encode(c *mc.Credential, opts EncodeOptions) (vc.Document, *mc.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("ELM-MODEL: there is no credential to encode")
	}
	e := newEncoder(c, opts)
	if err := errors.Join(e.unfit(), e.prepare()); err != nil {
		return vc.Document{}, e.unwritten(nil), err
	}
	written, err := e.native(e.restorable())
	if err != nil {
		return vc.Document{}, e.unwritten(written), err
	}
	doc, pointer, err := e.attach(written)
	if err != nil {
		return vc.Document{}, nil, err
	}
	report := e.report(written, pointer)
	return doc, &report, nil
}
