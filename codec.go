package mikromerit

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/formats/elmo"
	"github.com/mikromerit/mikromerit/formats/eudi"
	"github.com/mikromerit/mikromerit/formats/plain"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Codec reads and writes one credential format. Either direction may be
// missing.
type Codec struct {
	Format string // short name: "edc", "ob3"
	Name   string // as it reads in a sentence: "Europass EDC"
	// Is reports whether a document is of the format.
	Is func(vc.Document) bool
	// Decode reads a document into the model; the report accounts for every
	// leaf of the document.
	Decode func(vc.Document) (*mc.Credential, *mc.Report, error)
	// DecodeNative is Decode for a reader who knows the format alone, and nothing of
	// our extension and residue. nil: it would find the same.
	DecodeNative func(vc.Document) (*mc.Credential, *mc.Report, error)
	// Encode writes the model as a document; the report accounts for every
	// value of the model.
	Encode func(*mc.Credential, EncodeOptions) (vc.Document, *mc.Report, error)
	// Bytes writes a document as a file of the format, for one that is not JSON. nil:
	// the file is the text of the document.
	Bytes func(vc.Document) ([]byte, error)
	// MediaType and Suffix are those of such a file; "" is that of JSON.
	MediaType, Suffix string
}

// EncodeOptions are the options for the target document. The zero value suits a
// third party that converts: it prefers the main language of the source, keeps
// what the target has no member for, and leaves out personal data that the target
// does not need.
type EncodeOptions struct {
	// Language is preferred where the target holds only one; the zero Tag is the
	// main language of the source.
	Language language.Tag
	// ID is the id of the new document. "": a new id for a conversion, otherwise the
	// credential's own.
	ID string
	// Authority says in whose name the target is made, which decides what it may claim.
	// The zero value is a third party.
	Authority mc.Authority
	// Mandate is what entitles whoever makes the target, with [mc.Mandated].
	Mandate *mc.Mandate
	// Issuer is who issues the target, unless Authority is [mc.SameIssuer]. nil: a draft
	// that names the original issuer until somebody else signs it.
	Issuer *mc.Party
	// IssuerID replaces the id of whoever issues the target; it is a DID or URL. "":
	// the issuer's own id.
	IssuerID string
	// IssuerCountry is the country of every organisation for which the source states
	// none, as a code of two or three letters, for a target that demands one.
	IssuerCountry string
	// IssuerIdentifier is the eIDAS identifier of the issuer of a Europass credential,
	// where the source states none, such as NTRNO-000000017. "": that of the certificate
	// that seals it.
	IssuerIdentifier string
	// Grade is the grade of assessments for which the source states none, such as Pass,
	// for a target that demands one. "": such an assessment is only stated as one that
	// belongs to the definition.
	Grade string
	// CreditFramework is the framework of credits for which the source states none: a
	// short name such as ECTS, or an IRI. "": nobody knows.
	CreditFramework string
	// Claims are what to write for claims of an EUDI Learning Credential of which the
	// source states nothing, by their names, such as "60 hours" for expected_study_time.
	Claims map[string]string
	// Image is the picture of the target: the page that a Europass viewer shows, or
	// the image of a badge. nil: that of the source, or a page that is made.
	Image *mc.Media
	// Flavour is the form of a Europass credential: that of the Commission's tools, or
	// edc.EBSI or edc.VC2.
	Flavour edc.Flavour
	// EuropassVersion is the release of the European Learning Model whose names are
	// written, such as edc.Version33. "": 3.2.
	EuropassVersion string
	// ELMOVersion is the version of an ELMO report. "": 1.7, or that of the source.
	ELMOVersion elmo.Version
	// Issued is the time of issue of a credential that states none, for a form that
	// demands it, as EBSI's and ELMO do.
	Issued mc.Instant
	// HashRecipient writes what identifies the learner in a badge as salted hashes, and
	// no name.
	HashRecipient bool
	// PersonalData also writes what is known about the learner beyond names and
	// identifiers.
	PersonalData bool
	// Reveal also writes these fields of the learner, where PersonalData writes all.
	// Nothing is written to which the learner did not agree, if the credential says what
	// that was ([mc.Consent]).
	Reveal mc.FieldSet
	// Withhold writes nothing of these fields of the learner. It is about what states
	// them as such: a text that names the learner stays, unless HashRecipient is set.
	Withhold mc.FieldSet
	// Extension also writes members that only some readers know: the terms of our
	// extension of Open Badges, an extension in ELMO, a claim in an EUDI Learning
	// Credential, and with them the residue.
	Extension bool
	// WithoutResidue leaves out what no member of the target can hold.
	WithoutResidue bool
}

// The categories of errors about formats, for errors.Is.
var (
	// ErrFormat says that a document or a format name is not known.
	ErrFormat = errors.New("CONVERT-FORMAT")
	// ErrDirection says that a known format cannot be read, or cannot be written.
	ErrDirection = errors.New("CONVERT-DIRECTION")
)

// Codecs are the codecs of several formats. [Formats] returns those of this
// library.
type Codecs []Codec

// The short names of the formats of this library.
const (
	Europass   = edc.Format   // Europass EDC, the European Learning Model
	OpenBadge  = ob3.Format   // Open Badges 3.0
	Record     = clr.Format   // Comprehensive Learner Record 2.0
	OlderBadge = ob2.Format   // Open Badges 0.5 to 2.1
	Results    = elmo.Format  // EMREX ELMO, reports of results in XML
	EUDI       = eudi.Format  // EUDI Learning Credential, the claims of an SD-JWT VC
	PlainW3C   = plain.Format // any other W3C credential
)

// Of returns the codec of a document.
func (all Codecs) Of(doc vc.Document) (Codec, error) {
	for _, codec := range all {
		if codec.Is(doc) {
			return codec, nil
		}
	}
	return Codec{}, fmt.Errorf("%w: the document is none of %s", ErrFormat, all.names())
}

// Named returns the codec with the short name of a format.
func (all Codecs) Named(format string) (Codec, error) {
	for _, codec := range all {
		if codec.Format == format {
			return codec, nil
		}
	}
	return Codec{}, fmt.Errorf("%w: there is no format %q; use one of %s", ErrFormat, format, all.names())
}

// Read decodes a document of any format that can be read.
func (all Codecs) Read(doc vc.Document) (Codec, *mc.Credential, *mc.Report, error) {
	codec, err := all.Of(doc)
	if err != nil {
		return Codec{}, nil, nil, err
	}
	if codec.Decode == nil {
		return codec, nil, nil, fmt.Errorf("%w: %s can be written but not read yet", ErrDirection, codec.Name)
	}
	credential, report, err := codec.Decode(doc)
	return codec, credential, report, err
}

func (all Codecs) names() string {
	names := make([]string, len(all))
	for i, codec := range all {
		names[i] = codec.Format + " (" + codec.Name + ")"
	}
	return strings.Join(names, ", ")
}
