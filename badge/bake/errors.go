package bake

import (
	"fmt"

	"github.com/mikromerit/mikromerit/vc"
)

// The stable codes of an [Error].
const (
	CodeImage    = "BAKE-IMAGE"    // neither a PNG nor an SVG
	CodeNone     = "BAKE-NONE"     // an image without a badge
	CodeLimit    = "BAKE-LIMIT"    // larger or deeper than the limits
	CodeChunk    = "BAKE-CHUNK"    // a PNG chunk that is cut off, missing, out of order or malformed
	CodeChecksum = "BAKE-CHECKSUM" // a PNG chunk whose CRC is wrong
	CodeXML      = "BAKE-XML"      // an SVG that is not well-formed
	CodeEntity   = "BAKE-ENTITY"   // an SVG with an internal DTD subset or an entity of its own
	CodeEncoding = "BAKE-ENCODING" // text that is not UTF-8
	CodePayload  = "BAKE-PAYLOAD"  // a payload that is no badge, or cannot be baked
)

// Error says why an image or a payload was refused.
type Error struct {
	Code   string // one of the Code constants
	Place  Place  // where in the image; the zero Place if nowhere in particular
	Detail string // what is the matter, as one clause without personal data
	Err    error  // the cause, or nil
}

// Error returns code, place and detail.
func (e *Error) Error() string {
	if place := e.Place.String(); place != "" {
		return e.Code + " at " + place + ": " + e.Detail
	}
	return e.Code + ": " + e.Detail
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

func newError(code string, place Place, format string, args ...any) *Error {
	return &Error{Code: code, Place: place, Detail: fmt.Sprintf(format, args...)}
}

const (
	spec    = "https://www.imsglobal.org/spec/ob/v3p0/#baked-badge"
	specPNG = "https://www.imsglobal.org/spec/ob/v3p0/#png-baking"
	specSVG = "https://www.imsglobal.org/spec/ob/v3p0/#svg-baking"
)

// The rules of baking that an image can break and still be read.
var (
	ruleCount = vc.Rule{Code: "BAKE-COUNT", Axis: vc.Conformant, Level: vc.Must, Spec: spec,
		Text: "An image must hold only one badge."}
	rulePlacePNG = vc.Rule{Code: "BAKE-PLACE-PNG", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.w3.org/TR/png-3/#5ChunkOrdering",
		Text: "A badge chunk must stand before IEND and not among the IDAT chunks."}
	rulePlaceSVG = vc.Rule{Code: "BAKE-PLACE-SVG", Axis: vc.Conformant, Level: vc.Must, Spec: specSVG,
		Text: "A badge element must stand directly behind the start tag of the svg element."}
	ruleName = vc.Rule{Code: "BAKE-NAME", Axis: vc.Conformant, Level: vc.Must, Spec: spec,
		Text: "A badge must be baked under the keyword or the element of its own standard."}
	ruleText = vc.Rule{Code: "BAKE-ITXT", Axis: vc.Conformant, Level: vc.Should, Spec: specPNG,
		Text: "A badge should stand in an iTXt chunk."}
	ruleCompressed = vc.Rule{Code: "BAKE-COMPRESSED", Axis: vc.Conformant, Level: vc.Must, Spec: specPNG,
		Text: "The text of a badge chunk must not be compressed."}
	ruleLatin = vc.Rule{Code: "BAKE-LATIN", Axis: vc.Conformant, Level: vc.Must, Spec: "https://www.w3.org/TR/png-3/#11tEXt",
		Text: "The text of a tEXt or zTXt chunk must be in ISO 8859-1."}
	ruleVerify = vc.Rule{Code: "BAKE-VERIFY", Axis: vc.Conformant, Level: vc.Must, Spec: specSVG,
		Text: "A badge element must have either the attribute verify or a body."}
)

// Rules returns the rules whose breach [Unbake] reports, and those without which
// it reads nothing and returns an [Error].
func Rules() []vc.Rule {
	return append(imageRules(), ruleCount, rulePlacePNG, rulePlaceSVG, ruleName, ruleText, ruleCompressed, ruleLatin, ruleVerify)
}

// imageRules are the rules behind the codes of an [Error].
func imageRules() []vc.Rule {
	must := func(code, spec, text string) vc.Rule {
		return vc.Rule{Code: code, Axis: vc.Authentic, Level: vc.Must, Spec: spec, Text: text}
	}
	return []vc.Rule{
		must(CodeImage, spec, "A badge must be baked into a PNG or SVG picture."),
		must(CodeNone, spec, "A picture must have a badge in it to be read as one."),
		must(CodeLimit, spec, "A picture must not be larger or deeper than is allowed."),
		must(CodeChunk, "https://www.w3.org/TR/png-3/#5DataRep", "The chunks of a PNG must be whole and in order."),
		must(CodeChecksum, "https://www.w3.org/TR/png-3/#5Chunk-layout", "The checksum of a PNG chunk must fit its content."),
		must(CodeXML, "https://www.w3.org/TR/xml/#sec-well-formed", "An SVG must be well-formed XML."),
		must(CodeEntity, "https://www.w3.org/TR/xml/#sec-entity-decl", "An SVG must define no entities of its own: they can make it grow without end."),
		must(CodeEncoding, "https://www.w3.org/TR/xml/#charencoding", "The text in a picture must be in UTF-8."),
		must(CodePayload, spec, "What is baked into a picture must be a badge or the address of one."),
	}
}
