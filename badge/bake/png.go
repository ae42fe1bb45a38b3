package bake

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"hash/crc32"
	"io"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/vc"
)

// signature starts every PNG (PNG third edition, section 5.2).
const signature = "\x89PNG\r\n\x1a\n"

// overhead is the size of a chunk without data: length, type and checksum.
const overhead = 12

// chunk is a chunk of a PNG, with a checksum that is right (section 5.3).
type chunk struct {
	place Place
	data  []byte
}

func (c chunk) end() int { return c.place.Offset + overhead + len(c.data) }

// readChunk reads the chunk with a number at an offset.
func readChunk(image []byte, number, offset int) (chunk, error) {
	rest := image[offset:]
	place := Place{Chunk: number, Offset: offset}
	if len(rest) >= 8 {
		if !isChunkType(rest[4:8]) {
			return chunk{}, newError(CodeChunk, place, "the type %q of the chunk is not four letters", rest[4:8])
		}
		place.Type = string(rest[4:8])
	}
	if len(rest) < overhead {
		return chunk{}, newError(CodeChunk, place, "the file ends after %d bytes of a chunk, which has at least %d", len(rest), overhead)
	}
	length := binary.BigEndian.Uint32(rest)
	if have := len(rest) - overhead; uint64(length) > uint64(have) {
		return chunk{}, newError(CodeChunk, place, "the chunk claims %d bytes of data, but the file has only %d for it", length, have)
	}
	stated := binary.BigEndian.Uint32(rest[8+length:])
	if sum := crc32.ChecksumIEEE(rest[4 : 8+length]); sum != stated {
		return chunk{}, newError(CodeChecksum, place, "the chunk has the checksum %08x, but its bytes have %08x", stated, sum)
	}
	return chunk{place, rest[8 : 8+length]}, nil
}

func isChunkType(name []byte) bool {
	for _, b := range name {
		if letter := b | 0x20; letter < 'a' || letter > 'z' {
			return false
		}
	}
	return true
}

// pngScan walks through the chunks of a PNG.
type pngScan struct {
	picture
	stage  stage
	settle int // number of badges that stand before the IDAT chunk last seen
}

// stage is how far the order of the chunks (section 5.6) has come.
type stage uint8

const (
	atStart stage = iota
	beforeData
	inData
	afterData
	atEnd
)

// scanPNG reads an image that has the signature of a PNG.
func scanPNG(image []byte) (picture, error) {
	s := pngScan{picture: picture{kind: PNG}}
	number, offset := 1, len(signature)
	for s.stage != atEnd {
		if offset == len(image) {
			return picture{}, newError(CodeChunk, Place{number, "IEND", 0, offset}, "the file ends without the chunk IEND")
		}
		c, err := readChunk(image, number, offset)
		if err != nil {
			return picture{}, err
		}
		if err := s.see(c); err != nil {
			return picture{}, err
		}
		number, offset = number+1, c.end()
	}
	// What follows IEND is no part of the PNG, so it need not be sound.
	for offset < len(image) {
		c, err := readChunk(image, number, offset)
		if err != nil {
			break
		}
		if standard := c.standard(); standard != 0 {
			s.badges = append(s.badges, c.badge(standard, "behind IEND"))
		}
		number, offset = number+1, c.end()
	}
	return s.picture, nil
}

// see takes in one chunk up to IEND.
func (s *pngScan) see(c chunk) error {
	if (c.place.Type == "IHDR") != (s.stage == atStart) {
		if s.stage == atStart {
			return newError(CodeChunk, c.place, "the first chunk must be IHDR")
		}
		return newError(CodeChunk, c.place, "there is a second IHDR chunk")
	}
	switch c.place.Type {
	case "IHDR":
		if len(c.data) != 13 {
			return newError(CodeChunk, c.place, "the chunk has %d bytes of data in the place of 13", len(c.data))
		}
		s.stage = beforeData
	case "IDAT":
		return s.seeData(c)
	case "IEND":
		if s.stage == beforeData {
			return newError(CodeChunk, c.place, "the image ends without a chunk IDAT")
		}
		if len(c.data) > 0 {
			return newError(CodeChunk, c.place, "the chunk must be empty, but has %d bytes of data", len(c.data))
		}
		s.slot, s.stage = c.place.Offset, atEnd
	default:
		if standard := c.standard(); standard != 0 {
			s.badges = append(s.badges, c.badge(standard, ""))
		} else if s.stage == inData {
			s.stage = afterData
		}
	}
	return nil
}

// seeData takes in a chunk of pixels. IDAT chunks must follow one another; a
// badge between them is a mistake that taking it out repairs, so it is let
// pass.
func (s *pngScan) seeData(c chunk) error {
	if s.stage == afterData {
		return newError(CodeChunk, c.place, "the IDAT chunks do not follow one another")
	}
	if s.stage == inData {
		for i := s.settle; i < len(s.badges); i++ {
			s.badges[i].misplaced = "among the IDAT chunks"
		}
	}
	s.stage, s.settle = inData, len(s.badges)
	return nil
}

// standard returns the standard whose keyword a text chunk has, or 0.
func (c chunk) standard() Standard {
	switch c.place.Type {
	case "iTXt", "tEXt", "zTXt":
	default:
		return 0
	}
	keyword, _, _ := bytes.Cut(c.data, []byte{0})
	for s := OpenBadges3; s <= OpenBadges2; s++ {
		if string(keyword) == names[s].keyword {
			return s
		}
	}
	return 0
}

func (c chunk) badge(standard Standard, misplaced string) badge {
	return badge{standard: standard, place: c.place, start: c.place.Offset, end: c.end(), misplaced: misplaced, text: c.text}
}

// pngBadge returns the chunk of a badge: keyword, compression flag and method
// 0, empty language tag and translated keyword, text (section 11.3.3.4).
func pngBadge(standard Standard, text []byte) []byte {
	keyword := names[standard].keyword
	const separators = "\x00\x00\x00\x00\x00"
	out := make([]byte, 0, overhead+len(keyword)+len(separators)+len(text))
	out = binary.BigEndian.AppendUint32(out, uint32(len(keyword)+len(separators)+len(text)))
	out = append(out, "iTXt"...)
	out = append(out, keyword...)
	out = append(out, separators...)
	out = append(out, text...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

// text returns the text of a text chunk in UTF-8, if the bytes are right, and
// what is unusual about it.
func (c chunk) text(limits Limits) ([]byte, []vc.Problem, error) {
	_, rest, ok := bytes.Cut(c.data, []byte{0})
	if !ok {
		return nil, nil, newError(CodeChunk, c.place, "the chunk has a keyword but no text")
	}
	if c.place.Type == "iTXt" {
		return c.international(rest, limits)
	}
	problems := []vc.Problem{ruleText.At("", c.place.String())}
	if c.place.Type == "zTXt" {
		problems = append(problems, ruleCompressed.At("", c.place.String()))
		if len(rest) == 0 {
			return nil, nil, newError(CodeChunk, c.place, "the chunk has a keyword but no text")
		}
		var err error
		if rest, err = c.inflate(rest[0], rest[1:], limits); err != nil {
			return nil, nil, err
		}
	}
	// The chunk is in ISO 8859-1 by definition. Text that makes sense as UTF-8
	// although it is not ASCII was hardly meant so.
	if utf8.Valid(rest) {
		if len(rest) != utf8.RuneCount(rest) {
			problems = append(problems, ruleLatin.At("", "UTF-8 in "+c.place.String()))
		}
		return rest, problems, nil
	}
	return fromLatin1(rest), problems, nil
}

// international reads what follows the keyword of an iTXt chunk.
func (c chunk) international(rest []byte, limits Limits) ([]byte, []vc.Problem, error) {
	if len(rest) < 2 {
		return nil, nil, newError(CodeChunk, c.place, "the chunk ends before its compression method")
	}
	flag, method := rest[0], rest[1]
	_, rest, language := bytes.Cut(rest[2:], []byte{0})
	_, rest, translated := bytes.Cut(rest, []byte{0})
	if !language || !translated {
		return nil, nil, newError(CodeChunk, c.place, "the chunk ends before its text")
	}
	switch flag {
	case 0:
		return rest, nil, nil
	case 1:
		text, err := c.inflate(method, rest, limits)
		return text, []vc.Problem{ruleCompressed.At("", c.place.String())}, err
	}
	return nil, nil, newError(CodeChunk, c.place, "the compression flag is %d, not 0 or 1", flag)
}

// inflate decompresses the text of a chunk within the limit of a payload.
func (c chunk) inflate(method byte, data []byte, limits Limits) ([]byte, error) {
	if method != 0 {
		return nil, newError(CodeChunk, c.place, "the compression method %d is not known", method)
	}
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, newError(CodeChunk, c.place, "the compressed text is damaged (%v)", err)
	}
	text, err := io.ReadAll(io.LimitReader(r, int64(limits.Payload)+1))
	if err != nil {
		return nil, newError(CodeChunk, c.place, "the compressed text is damaged (%v)", err)
	}
	if len(text) > limits.Payload {
		return nil, newError(CodeLimit, c.place, "the compressed text inflates to more than the limit of %d bytes", limits.Payload)
	}
	return text, nil
}

// fromLatin1 turns ISO 8859-1 into UTF-8.
func fromLatin1(text []byte) []byte {
	out := make([]byte, 0, len(text)+len(text)/8)
	for _, b := range text {
		out = utf8.AppendRune(out, rune(b))
	}
	return out
}
