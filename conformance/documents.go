package conformance

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/proof"
)

// Documents is a target that consists of documents. They are read one after the
// other, so that it does not matter how many there are. What cannot be read is a
// document too, with the reason; it does not stop the others.
type Documents struct {
	name, address string
	each          func(context.Context) iter.Seq2[Document, error]
}

// Files returns the documents in files and folders, by their paths. A folder is
// read to its depth, without hidden files and without following links. A ZIP
// archive stands for the files in it, and a file with a credential on each line
// (NDJSON) for its lines. Everything is recognised by its content. A device or a pipe
// is not opened: it may never answer.
func Files(paths ...string) *Documents {
	name := strings.Join(paths, ", ")
	if len(paths) == 1 {
		name = filepath.Base(paths[0])
	}
	return &Documents{name: label(name), address: label(strings.Join(paths, " ")), each: func(ctx context.Context) iter.Seq2[Document, error] {
		return func(yield func(Document, error) bool) {
			for _, path := range paths {
				for d, err := range filesAt(ctx, path) {
					if !yield(d, err) {
						return
					}
				}
			}
		}
	}}
}

func filesAt(ctx context.Context, path string) iter.Seq2[Document, error] {
	if info, err := os.Stat(path); err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		return func(yield func(Document, error) bool) {
			yield(Document{Name: label(path), Named: true}, &proof.FormatError{Code: codeRead, Detail: "it is neither a file nor a folder; give what comes from a pipe on standard input"})
		}
	}
	return documentsOf(ctx, batch.Files(path))
}

// DocumentsIn returns the documents in a file system, as [Files] does those of a
// folder.
func DocumentsIn(fsys fs.FS) *Documents {
	return &Documents{name: "documents", each: func(ctx context.Context) iter.Seq2[Document, error] { return documentsOf(ctx, batch.FS(fsys)) }}
}

// DocumentsFrom returns the documents that a reader hands out: one document, an
// archive, or one on each line. It can be read once only.
func DocumentsFrom(name string, in io.Reader) *Documents {
	return &Documents{name: label(name), each: func(ctx context.Context) iter.Seq2[Document, error] {
		return documentsOf(ctx, batch.Reader(name, in))
	}}
}

// documentsOf returns the documents of a source. An array is one document: it is judged
// as what it is.
func documentsOf(ctx context.Context, s *batch.Source) iter.Seq2[Document, error] {
	s.Whole = true
	return func(yield func(Document, error) bool) {
		for item, err := range s.Items(ctx) {
			var fault *batch.ReadError
			if errors.As(err, &fault) {
				err = &proof.FormatError{Code: fault.Code, Detail: "it " + fault.What, Err: fault}
			}
			if !yield(Document{Name: label(item.Name), Data: item.Data, Named: item.Named}, err) {
				return
			}
		}
	}
}

// DocumentList returns documents that are at hand already.
func DocumentList(documents ...Document) *Documents {
	return &Documents{name: "documents", each: func(ctx context.Context) iter.Seq2[Document, error] {
		items := make([]batch.Item, len(documents))
		for i, d := range documents {
			items[i] = batch.Item{Name: d.Name, Data: d.Data, Named: d.Named}
		}
		return documentsOf(ctx, batch.List(items...))
	}}
}

// Describe says that the target hands out documents and does nothing else.
func (d *Documents) Describe(context.Context) (Description, error) {
	return Description{Name: d.name, Kind: "documents", Address: d.address, Operations: []Operation{PublishCredentials}}, nil
}

// Do returns [ErrUnsupported].
func (d *Documents) Do(context.Context, Request) (Answer, error) { return Answer{}, ErrUnsupported }

// Documents hands out the documents in the order of their names. An error is about
// the document beside it only.
func (d *Documents) Documents(ctx context.Context) iter.Seq2[Document, error] { return d.each(ctx) }

const (
	codeRead  = "FILE-READ"
	codeLimit = "JOB-LIMIT"
)

// maxLabel is how many characters of a name are shown.
const maxLabel = 300

// label makes a name fit for a report: whoever made the document may have chosen
// it, to look like something else.
func label(name string) string {
	clean := oneLine(name)
	if runes := []rune(clean); len(runes) > maxLabel {
		return string(runes[:maxLabel/2]) + "…" + string(runes[len(runes)-maxLabel/2:])
	}
	return clean
}

// oneLine returns a text without what could begin a line, control a terminal or
// change the order of what stands beside it.
func oneLine(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp) {
			return unicode.ReplacementChar
		}
		return c
	}, strings.ToValidUTF8(text, "\uFFFD"))
}
