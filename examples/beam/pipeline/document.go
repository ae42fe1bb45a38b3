package pipeline

import (
	"context"
	"encoding/json"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/fileio"

	"github.com/mikromerit/mikromerit/batch"
)

// Document is a credential in a file, on a line of one, or in an archive, and its name,
// such as "inbox/a.ndjson:17".
type Document struct {
	Name string
	Text []byte
}

// Line is a line of the output, with the name that it is sorted by.
type Line struct{ Name, Text string }

// letter returns the dead letter of a document that could not be worked on.
func letter(name, stage, code, reason string) Line {
	text, err := json.Marshal(struct {
		Name   string `json:"name"`
		Stage  string `json:"stage"` // "read", "verify" or "convert"
		Code   string `json:"code"`
		Reason string `json:"reason"`
	}{name, stage, code, reason})
	if err != nil {
		text = []byte(`{"stage":"` + stage + `"}`) // cannot be: four strings
	}
	return Line{name + "\x00" + stage, string(text)}
}

// faulty returns the dead letter for an error.
func faulty(name, stage string, err error) Line {
	fault := batch.FaultOf(err)
	return letter(name, stage, fault.Finding.Code, name+" "+fault.What)
}

// readFn reads the documents of a file.
type readFn struct{}

// ProcessElement reads a file. It returns no error: see the package comment.
func (*readFn) ProcessElement(ctx context.Context, file fileio.ReadableFile, document func(Document), dead func(Line)) {
	name := file.Metadata.Path
	in, err := file.Open(ctx)
	if err != nil {
		dead(faulty(name, "read", err))
		return
	}
	defer in.Close()
	for item, err := range batch.Reader(name, in).Items(ctx) {
		if err != nil {
			dead(faulty(item.Name, "read", err))
			continue
		}
		document(Document{item.Name, item.Data})
	}
}
