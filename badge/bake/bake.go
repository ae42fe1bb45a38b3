package bake

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/vc"
)

// Kind is a format of images that can hold a badge.
type Kind uint8

// The kinds of images.
const (
	PNG Kind = iota + 1 // Portable Network Graphics, APNG among them
	SVG                 // Scalable Vector Graphics in UTF-8, not compressed
)

// String returns the name of the format.
func (k Kind) String() string {
	switch k {
	case PNG:
		return "PNG"
	case SVG:
		return "SVG"
	}
	return "no image"
}

// Limits bounds what is read and written. A zero field means the default.
type Limits struct {
	Image   int // bytes of the image; default 32 MiB
	Payload int // bytes of a payload, after it was inflated; default 4 MiB, at most 1 GiB
	Depth   int // nesting of elements in an SVG; default 256
}

func (l Limits) withDefaults() Limits {
	l.Image = cmp.Or(l.Image, 32<<20)
	l.Payload = min(cmp.Or(l.Payload, 4<<20), 1<<30) // a chunk cannot hold 2 GiB
	l.Depth = cmp.Or(l.Depth, 256)
	return l
}

// Place says where in an image something stands.
type Place struct {
	Chunk  int    // PNG: number of the chunk, counted from 1; 0 in an SVG
	Type   string // PNG: type of the chunk, such as "iTXt"
	Line   int    // SVG: line, counted from 1; 0 in a PNG
	Offset int    // byte offset of the chunk or of the element
}

// String returns the place in words: "chunk 12 (iTXt) at offset 82643",
// "line 4", or "" for the zero Place.
func (p Place) String() string {
	switch {
	case p.Chunk > 0 && p.Type != "":
		return "chunk " + strconv.Itoa(p.Chunk) + " (" + p.Type + ") at offset " + strconv.Itoa(p.Offset)
	case p.Chunk > 0:
		return "chunk " + strconv.Itoa(p.Chunk) + " at offset " + strconv.Itoa(p.Offset)
	case p.Line > 0:
		return "line " + strconv.Itoa(p.Line)
	}
	return ""
}

// Payload is a badge as it was found in an image.
type Payload struct {
	Data     []byte       // a copy, in UTF-8, without white space around it
	Form     Form         // what Data looks like; it is not parsed any further
	Standard Standard     // what the name claims the payload to be
	Name     string       // keyword of the chunk, or {namespace}name of the element
	Kind     Kind         // format of the image
	Place    Place        // where it stands
	Problems []vc.Problem // rules of baking that the image breaks; see [Rules]
}

// Is recognises an image by its content: the signature of a PNG, or an SVG
// element as the root of an XML document. The image may still be damaged or hold
// no badge.
func Is(image []byte) (Kind, bool) {
	switch {
	case bytes.HasPrefix(image, []byte(signature)):
		return PNG, true
	case isSVG(image):
		return SVG, true
	}
	return 0, false
}

// Bake returns a copy of a PNG or SVG image with a badge in it. Badges that were
// there, under any name, are taken out. The payload is a
// verifiable credential, as a JSON object with its proof embedded or as a
// compact JWS (VC-JWT); it is baked as CLR 2.0 if its type lists ClrCredential
// and as Open Badges 3.0 otherwise. Nothing else of the credential, and no
// signature, is checked. The error is an [*Error]. Specification: Open Badges
// 3.0, sections "PNG" and "SVG" of "Baked Badge".
func Bake(image, payload []byte, limits Limits) ([]byte, error) {
	limits = limits.withDefaults()
	text, form, standard, err := credential(payload, limits)
	if err != nil {
		return nil, err
	}
	p, err := scan(image, limits)
	if err != nil {
		return nil, err
	}
	var made edit
	switch p.kind {
	case PNG:
		made = edit{p.slot, p.slot, pngBadge(standard, text)}
	default:
		if made, err = svgBadge(p, standard, form, text); err != nil {
			return nil, err
		}
	}
	return p.spliced(image, made), nil
}

// Unbake returns the badge in a PNG or SVG image. If there are several, it is
// the first that is named as Open Badges 3.0 or CLR 2.0 prescribes, or else
// the first at all. The error is an [*Error]: with [CodeImage] the bytes are
// no such image, with [CodeNone] there is no badge in it, with any other code
// the image or its payload cannot be read.
func Unbake(image []byte, limits Limits) (Payload, error) {
	limits = limits.withDefaults()
	p, err := scan(image, limits)
	if err != nil {
		return Payload{}, err
	}
	if len(p.badges) == 0 {
		return Payload{}, newError(CodeNone, Place{}, "the %v has no badge in it", p.kind)
	}
	b := p.first()
	text, problems, err := b.text(limits)
	if err != nil {
		return Payload{}, err
	}
	payload, err := b.payload(text, p.kind, limits)
	if err != nil {
		return Payload{}, err
	}
	if payload.Form == URL && payload.Standard == OpenBadges2 {
		// Open Badges 1 asks for a tEXt chunk with the address.
		problems = slices.DeleteFunc(problems, func(found vc.Problem) bool { return found.Rule == &ruleText })
	}
	payload.Problems = slices.Concat(p.problems(b), problems, payload.Problems)
	return payload, nil
}

// badge is a chunk or an element that holds a badge.
type badge struct {
	standard  Standard
	place     Place
	start     int    // offset of its first byte
	end       int    // offset behind its last byte
	misplaced string // where it stands if it may not stand there
	text      func(Limits) ([]byte, []vc.Problem, error)
}

// payload interprets the text of a badge.
func (b badge) payload(text []byte, kind Kind, limits Limits) (Payload, error) {
	if len(text) > limits.Payload {
		return Payload{}, newError(CodeLimit, b.place, "the payload has %d bytes, more than the limit of %d", len(text), limits.Payload)
	}
	if at := invalidUTF8(text); at >= 0 {
		return Payload{}, newError(CodeEncoding, b.place, "the payload is not UTF-8 from its byte %d on", at)
	}
	p := Payload{Data: bytes.Clone(trim(text)), Standard: b.standard, Kind: kind, Place: b.place, Name: b.standard.name(kind)}
	if p.Form = formOf(p.Data); p.Form == 0 {
		return Payload{}, newError(CodePayload, b.place, "what is baked into the picture is neither a JSON object nor a JSON Web Signature nor a web address, so it is no badge")
	}
	if claimed := standardOf(contents(p.Data, p.Form, limits)); claimed != 0 && claimed != b.standard {
		p.Problems = []vc.Problem{ruleName.At("", claimed.String()+" under the name of "+b.standard.String()+" ("+b.place.String()+")")}
	}
	return p, nil
}

// picture is what a scan found out about an image.
type picture struct {
	kind   Kind
	badges []badge // in the order of the file
	slot   int     // offset at which a badge is put in
	closed string  // SVG: name of the root if it is an empty element, whose "/>" precedes slot
}

// scan reads an image of either kind.
func scan(image []byte, limits Limits) (picture, error) {
	switch {
	case len(image) > limits.Image:
		return picture{}, newError(CodeLimit, Place{}, "the image has %d bytes, more than the limit of %d", len(image), limits.Image)
	case bytes.HasPrefix(image, []byte(signature)):
		return scanPNG(image)
	case isUTF16(image):
		return picture{}, newError(CodeEncoding, Place{Line: 1}, "the text is in UTF-16 or UTF-32, and an SVG is read in UTF-8 only")
	case bytes.HasPrefix(trim(bytes.TrimPrefix(image, []byte(byteOrderMark))), []byte("<")):
		return scanSVG(image, limits)
	case bytes.HasPrefix(image, []byte("\x1f\x8b")):
		return picture{}, newError(CodeEncoding, Place{}, "the file is compressed with gzip; if it is an SVG (SVGZ), decompress it first")
	}
	return picture{}, newError(CodeImage, Place{}, "the file is neither a PNG nor an SVG, and only these can hold a badge")
}

// first returns the badge that counts.
func (p picture) first() badge {
	for _, b := range p.badges {
		if b.standard != OpenBadges2 {
			return b
		}
	}
	return p.badges[0]
}

// problems returns what is wrong with the way the badge b, which counts,
// stands in the picture.
func (p picture) problems(b badge) []vc.Problem {
	var found []vc.Problem
	if n := len(p.badges); n > 1 {
		last := p.badges[n-1].place
		found = append(found, ruleCount.At("", strconv.Itoa(n)+" badges, the last in "+last.String()+"; the one in "+b.place.String()+" counts"))
	}
	if b.misplaced != "" {
		rule := &rulePlacePNG
		if p.kind == SVG {
			rule = &rulePlaceSVG
		}
		found = append(found, rule.At("", "one "+b.misplaced+" ("+b.place.String()+")"))
	}
	return found
}

// edit replaces the bytes from start to end.
type edit struct {
	start, end int
	text       []byte
}

// spliced returns the image with the badges taken out and one edit made.
func (p picture) spliced(image []byte, made edit) []byte {
	edits := []edit{made}
	for _, b := range p.badges {
		edits = append(edits, edit{b.start, b.end, nil})
	}
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
	out := make([]byte, 0, len(image)+len(made.text))
	kept := 0
	for _, e := range edits {
		out = append(append(out, image[kept:e.start]...), e.text...)
		kept = e.end
	}
	return append(out, image[kept:]...)
}

// trim takes off the white space of JSON (RFC 8259 section 2), which is also
// that of XML.
func trim(text []byte) []byte { return bytes.Trim(text, " \t\r\n") }

// invalidUTF8 returns the offset of the first byte that is not part of UTF-8,
// or -1.
func invalidUTF8(text []byte) int {
	if utf8.Valid(text) {
		return -1
	}
	for at := 0; ; {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}
