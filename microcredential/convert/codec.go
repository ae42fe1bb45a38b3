package convert

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/microcredential"
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
	Decode func(vc.Document) (*microcredential.Credential, *microcredential.Report, error)
	// Encode writes the model as a document; the report accounts for every
	// value of the model.
	Encode func(*microcredential.Credential, EncodeOptions) (vc.Document, *microcredential.Report, error)
}

// EncodeOptions are what a caller may choose about the target document. The
// zero value chooses the main language of the source and keeps everything
// that the target has no field for.
type EncodeOptions struct {
	Language         language.Tag // preferred language where the target holds one; the zero Tag: the source's own
	WithoutExtension bool         // leave out fields that only some readers know
	WithoutResidue   bool         // leave out what no field carries
}

// Codecs is a set of formats.
type Codecs []Codec

// Of returns the codec of a document.
func (all Codecs) Of(doc vc.Document) (Codec, error) {
	for _, codec := range all {
		if codec.Is(doc) {
			return codec, nil
		}
	}
	return Codec{}, fmt.Errorf("CONVERT-FORMAT: the document is none of %s", all.names())
}

// Named returns the codec with a format name.
func (all Codecs) Named(format string) (Codec, error) {
	for _, codec := range all {
		if codec.Format == format {
			return codec, nil
		}
	}
	return Codec{}, fmt.Errorf("CONVERT-FORMAT: there is no format %q; use one of %s", format, all.names())
}

func (all Codecs) names() string {
	names := make([]string, len(all))
	for i, codec := range all {
		names[i] = codec.Format + " (" + codec.Name + ")"
	}
	return strings.Join(names, ", ")
}
