package conformance

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/mikromerit/mikromerit/proof"
)

// errLong says that a line is longer than a document may be.
var errLong = errors.New("the line is too long")

// text reads a text that is one document or has one on each line. It is the latter
// when its first line is a whole document and something that looks like another
// stands on the next: a document that is spread over lines never begins so.
func (r *documentReader) text(name string, in *bufio.Reader) bool {
	first, err := readLine(in)
	if err != nil || !isWholeDocument(first) {
		return r.whole(name, in, first, err)
	}
	start, number := first, 1
	for err == nil {
		var line []byte
		if line, err = readLine(in); err != nil && err != io.EOF {
			break
		}
		number++
		if len(bytes.TrimSpace(line)) > 0 {
			if !beginsDocument(line) {
				return r.whole(name, in, append(start, line...), err)
			}
			return r.line(name, 1, first) && r.line(name, number, line) && (err == io.EOF || r.lines(name, in, number))
		}
		if start = append(start, line...); len(start) > maxDocument {
			break
		}
	}
	return r.whole(name, in, start, err)
}

// whole gives the one document of a text, of which start has been read.
func (r *documentReader) whole(name string, in io.Reader, start []byte, err error) bool {
	switch {
	case err == io.EOF:
		return r.give(name, start, nil)
	case errors.Is(err, errLong):
		return r.give(name, nil, tooLarge(maxDocument))
	case err != nil:
		return r.give(name, nil, unreadable(err))
	}
	data, err := readAtMost(in, start, maxDocument)
	return r.give(name, data, err)
}

// lines gives the documents from a line on, behind the line with a number.
func (r *documentReader) lines(name string, in *bufio.Reader, number int) bool {
	for {
		line, err := readLine(in)
		number++
		going := true
		switch {
		case errors.Is(err, errLong):
			going = r.give(lineName(name, number), nil, tooLarge(maxDocument))
			err = skipLine(in)
		case err != nil && err != io.EOF:
			return r.give(lineName(name, number), nil, unreadable(err))
		default:
			going = r.line(name, number, line)
		}
		if err == io.EOF || !going {
			return going
		}
	}
}

// line gives the document on one line, if there is one.
func (r *documentReader) line(name string, number int, line []byte) bool {
	text := bytes.TrimSpace(line)
	return r.ctx.Err() == nil && (len(text) == 0 || r.give(lineName(name, number), text, nil))
}

func lineName(name string, number int) string { return fmt.Sprintf("%s:%d", name, number) }

// readLine returns the next line with its end. The error is io.EOF after the last
// one, and errLong when the line does not end in time.
func readLine(in *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		part, err := in.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, err
		case len(line) > maxDocument:
			return nil, errLong
		}
	}
}

// skipLine passes over the rest of a line.
func skipLine(in *bufio.Reader) error {
	for {
		if _, err := in.ReadSlice('\n'); !errors.Is(err, bufio.ErrBufferFull) {
			return err
		}
	}
}

// isWholeDocument reports whether a line by itself is an object, a text or a token.
func isWholeDocument(line []byte) bool {
	text := bytes.TrimSpace(line)
	return beginsDocument(text) && (json.Valid(text) || proof.IsToken(string(text)))
}

func beginsDocument(line []byte) bool {
	text := bytes.TrimSpace(line)
	return bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte(`"`)) || proof.IsToken(string(text))
}
