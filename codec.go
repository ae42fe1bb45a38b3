package mikromerit

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/edc"
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
	// Encode writes the model as a document; the report accounts for every
	// value of the model.
	Encode func(*mc.Credential, EncodeOptions) (vc.Document, *mc.Report, error)
}

// EncodeOptions are what you may choose about the target document. The
// zero value is for a third party that converts: it chooses the main language
// of the source, keeps everything that the target has no field for, and leaves
// out personal data beyond what the target needs.
type EncodeOptions struct {
	// Language is preferred where the target holds one; the zero Tag stands
	// for the source's own.
	Language language.Tag
	// ID is the id of the new document. Empty: a new one for what is converted,
	// otherwise the credential's own.
	ID string
	// SameIssuer says that the issuer of the source makes the target too.
	SameIssuer bool
	// Issuer is who makes the target otherwise; nil: a draft that still names
	// the original issuer until somebody else signs it.
	Issuer *mc.Party
	// IssuerID is the id, a DID or URL, of who makes the target; it replaces the
	// issuer's own. Empty: the issuer's own.
	IssuerID string
	// IssuerCountry is the country of the issuer, as a code of two or three
	// letters, for targets that demand one where the source states none.
	IssuerCountry string
	// PersonalData also writes what is known of the learner beyond names and
	// identifiers.
	PersonalData bool
	// WithoutExtension leaves out fields that only some readers know.
	WithoutExtension bool
	// WithoutResidue leaves out what no field carries.
	WithoutResidue bool
}

// The categories of error, for errors.Is.
var (
	// ErrFormat says that a document or a format name is not known.
	ErrFormat = errors.New("CONVERT-FORMAT")
	// ErrDirection says that a format is known but cannot be read, or cannot
	// be written.
	ErrDirection = errors.New("CONVERT-DIRECTION")
)

// Codecs is a set of formats.
type Codecs []Codec

// The formats of this library, by their short names.
const (
	Europass   = edc.Format // Europass EDC, the European Learning Model
	OpenBadge  = ob3.Format // Open Badges 3.0
	OlderBadge = ob2.Format // Open Badges 0.5 to 2.1
	PlainW3C   = "vc"       // any other W3C credential
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

// Named returns the codec with a format name.
func (all Codecs) Named(format string) (Codec, error) {
	for _, codec := range all {
		if codec.Format == format {
			return codec, nil
		}
	}
	return Codec{}, fmt.Errorf("%w: there is no format %q; use one of %s", ErrFormat, format, all.names())
}

func (all Codecs) names() string {
	names := make([]string, len(all))
	for i, codec := range all {
		names[i] = codec.Format + " (" + codec.Name + ")"
	}
	return strings.Join(names, ", ")
}
