package batch

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
)

// errLong says that a line is longer than a document may be.
var errLong = errors.New("the line is too long")

// The sizes of what a file is read with.
const (
	smallBuffer = 4 << 10
	largeBuffer = 64 << 10
)

// content reads a file as what it is: an archive, an array, lines or one document.
// random is nil when the file can be read from its beginning only; size is 0 when it is
// not known.
func (r *reader) content(o origin, in io.Reader, random io.ReaderAt, size int64, archives bool) bool {
	*r.opened++
	room := largeBuffer
	if size > 0 {
		room = int(min(max(size, smallBuffer), largeBuffer))
	}
	buffered := bufio.NewReaderSize(in, room)
	head, err := buffered.Peek(4)
	switch {
	case err != nil && err != io.EOF:
		return r.give(o, nil, unreadable(err))
	case archives && isArchive(head) && random != nil:
		return r.archive(o, random, size)
	case archives && isArchive(head):
		data, err := readAtMost(buffered, nil, maxArchive)
		if err != nil {
			return r.give(o, nil, err)
		}
		return r.archive(o, bytes.NewReader(data), int64(len(data)))
	case !r.source.Whole && isArray(buffered):
		return r.array(o, buffered)
	case slices.Contains(lineEndings, strings.ToLower(path.Ext(o.place))):
		return r.lines(o, buffered, 0)
	}
	return r.text(o, buffered)
}

// lineEndings are the endings of the names of files that have a document on each line,
// even if there is but one or the first is broken.
var lineEndings = []string{".ndjson", ".jsonl"}

// readAtMost reads the rest of what begins with start.
func readAtMost(in io.Reader, start []byte, limit int) ([]byte, error) {
	rest, err := io.ReadAll(io.LimitReader(in, int64(limit-len(start)+1)))
	data := append(start, rest...)
	switch {
	case err != nil:
		return nil, unreadable(err)
	case len(data) > limit && limit == MaxDocument:
		return nil, tooLarge()
	case len(data) > limit:
		return nil, newLimitError("is an archive of more than %d MiB, which can only be read from a file; give the file", limit>>20)
	}
	return data, nil
}

// text reads a text that is one document or has one on each line. It is the latter
// when its first line is a whole document and something that looks like another
// stands on the next: a document that is spread over lines never begins so.
func (r *reader) text(o origin, in *bufio.Reader) bool {
	first, err := readLine(in)
	if err != nil || !beginsDocument(first) {
		return r.whole(o, in, first, err)
	}
	start, number := first, 1
	for err == nil {
		var line []byte
		if line, err = readLine(in); err != nil && err != io.EOF {
			break
		}
		number++
		if len(bytes.TrimSpace(line)) > 0 {
			if !beginsDocument(line) || !isWholeDocument(first) {
				return r.whole(o, in, append(start, line...), err)
			}
			return r.line(o, 1, first) && r.line(o, number, line) && (err == io.EOF || r.lines(o, in, number))
		}
		if start = append(start, line...); len(start) > MaxDocument {
			break
		}
	}
	return r.whole(o, in, start, err)
}

// whole gives the one document of a text, of which start has been read, or the
// credentials in it.
func (r *reader) whole(o origin, in io.Reader, start []byte, err error) bool {
	switch {
	case err == io.EOF:
	case errors.Is(err, errLong):
		return r.give(o, nil, tooLarge())
	case err != nil:
		return r.give(o, nil, unreadable(err))
	default:
		if start, err = readAtMost(in, start, MaxDocument); err != nil {
			return r.give(o, nil, err)
		}
	}
	pieces := r.pieces(start)
	if pieces == nil {
		return r.give(o, start, nil)
	}
	for _, piece := range pieces {
		if !r.part(o, "#"+piece.Pointer, strings.ReplaceAll(piece.Pointer[1:], "/", "-"), piece.Data, nil) {
			return false
		}
	}
	return true
}

// lines gives the documents from a line on, behind the line with a number.
func (r *reader) lines(o origin, in *bufio.Reader, number int) bool {
	for {
		line, err := readLine(in)
		number++
		going := true
		switch {
		case errors.Is(err, errLong):
			going = r.atLine(o, number, nil, tooLarge())
			err = skipLine(in)
		case err != nil && err != io.EOF:
			return r.atLine(o, number, nil, unreadable(err))
		default:
			going = r.line(o, number, line)
		}
		if err == io.EOF || !going {
			return going
		}
	}
}

// line gives the document on one line, if there is one.
func (r *reader) line(o origin, number int, line []byte) bool {
	text := bytes.TrimSpace(line)
	return r.ctx.Err() == nil && (len(text) == 0 || r.atLine(o, number, text, nil))
}

func (r *reader) atLine(o origin, number int, data []byte, err error) bool {
	return r.part(o, ":"+strconv.Itoa(number), strconv.Itoa(number), data, err)
}

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
		case len(line) > MaxDocument:
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
