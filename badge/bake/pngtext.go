package bake

import (
	"bytes"
	"compress/zlib"
	"io"
	"unicode/utf8"

	"github.com/mikromerit/mikromerit/vc"
)

// text returns the text of a text chunk in UTF-8, if the bytes are right, and
// what is unusual about it.
func (c chunk) text(limits Limits) ([]byte, []vc.Problem, error) {
	_, rest, ok := bytes.Cut(c.data, []byte{0})
	if !ok {
		return nil, nil, fail(CodeChunk, c.place, "the chunk has a keyword but no text")
	}
	if c.place.Type == "iTXt" {
		return c.international(rest, limits)
	}
	problems := []vc.Problem{ruleText.At("", c.place.String())}
	if c.place.Type == "zTXt" {
		problems = append(problems, ruleCompressed.At("", c.place.String()))
		if len(rest) == 0 {
			return nil, nil, fail(CodeChunk, c.place, "the chunk has a keyword but no text")
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
		return nil, nil, fail(CodeChunk, c.place, "the chunk ends before its compression method")
	}
	flag, method := rest[0], rest[1]
	_, rest, language := bytes.Cut(rest[2:], []byte{0})
	_, rest, translated := bytes.Cut(rest, []byte{0})
	if !language || !translated {
		return nil, nil, fail(CodeChunk, c.place, "the chunk ends before its text")
	}
	switch flag {
	case 0:
		return rest, nil, nil
	case 1:
		text, err := c.inflate(method, rest, limits)
		return text, []vc.Problem{ruleCompressed.At("", c.place.String())}, err
	}
	return nil, nil, fail(CodeChunk, c.place, "the compression flag is %d, not 0 or 1", flag)
}

// inflate decompresses the text of a chunk within the limit of a payload.
func (c chunk) inflate(method byte, data []byte, limits Limits) ([]byte, error) {
	if method != 0 {
		return nil, fail(CodeChunk, c.place, "the compression method %d is not known", method)
	}
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fail(CodeChunk, c.place, "the compressed text is damaged (%v)", err)
	}
	text, err := io.ReadAll(io.LimitReader(r, int64(limits.Payload)+1))
	if err != nil {
		return nil, fail(CodeChunk, c.place, "the compressed text is damaged (%v)", err)
	}
	if len(text) > limits.Payload {
		return nil, fail(CodeLimit, c.place, "the compressed text inflates to more than the limit of %d bytes", limits.Payload)
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
