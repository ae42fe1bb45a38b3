package pipeline

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"
)

// Document is a file with a credential, or a line of a file with many.
type Document struct {
	Name string // of the file, and of the line in it: "inbox/a.ndjson:17"
	Text []byte
}

// Line is a line of the output, with the name that it is sorted by.
type Line struct{ Name, Text string }

// letter returns the dead letter of a document that could not be worked on.
func letter(name, stage, reason string) Line {
	text, err := json.Marshal(struct {
		Name   string `json:"name"`
		Stage  string `json:"stage"` // "read", "verify" or "convert"
		Reason string `json:"reason"`
	}{name, stage, reason})
	if err != nil {
		text = []byte(`{"stage":"` + stage + `"}`) // cannot be: three strings
	}
	return Line{name + "\x00" + stage, string(text)}
}

// longest is the size of the longest document that is read.
const longest = 16 << 20

// many are the endings of files with one document on each line.
var many = []string{".ndjson", ".jsonl"}

// readFn reads the documents of a file.
type readFn struct{}

// ProcessElement reads a file. It returns no error: see the package comment.
func (*readFn) ProcessElement(ctx context.Context, file fileio.ReadableFile, document func(Document), dead func(Line)) {
	name := file.Metadata.Path
	in, err := file.Open(ctx)
	if err != nil {
		dead(letter(name, "read", err.Error()))
		return
	}
	defer in.Close()
	if !slices.Contains(many, strings.ToLower(path.Ext(name))) {
		text, err := io.ReadAll(io.LimitReader(in, longest+1))
		if err == nil && len(text) > longest {
			err = errTooLong
		}
		if err != nil {
			dead(letter(name, "read", err.Error()))
			return
		}
		document(Document{name, text})
		return
	}
	lines := bufio.NewReaderSize(in, 64<<10)
	for number := 1; ; number++ {
		text, err := readLine(lines)
		at := fmt.Sprintf("%s:%09d", name, number)
		switch {
		case err == io.EOF && len(text) == 0:
			return
		case err != nil && err != io.EOF:
			dead(letter(at, "read", err.Error()))
			if !errors.Is(err, errTooLong) {
				return
			}
		case len(strings.TrimSpace(string(text))) > 0:
			document(Document{at, text})
		}
	}
}

var errTooLong = fmt.Errorf("the document is longer than %d MB", longest>>20)

// readLine reads a line without its end. Of a line that is too long it keeps nothing, and
// goes on to the next.
func readLine(in *bufio.Reader) (line []byte, err error) {
	tooLong := false
	for {
		part, err := in.ReadSlice('\n')
		if len(line)+len(part) > longest {
			line, tooLong = nil, true
		}
		if !tooLong {
			line = append(line, part...)
		}
		switch {
		case err == bufio.ErrBufferFull:
		case tooLong && (err == nil || err == io.EOF):
			return nil, errTooLong
		case err != nil && err != io.EOF:
			return nil, err
		default:
			return trimEnd(line), err
		}
	}
}

func trimEnd(line []byte) []byte {
	return []byte(strings.TrimRight(string(line), "\r\n"))
}
