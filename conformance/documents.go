package conformance

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// maxDocument is the length of the longest document that is read, in bytes.
const maxDocument = 32 << 20

// Documents is a target that consists of documents. They are read one after the
// other, so that it does not matter how many there are. What cannot be read is a
// document too, with the reason; it does not stop the others.
type Documents struct {
	name, address string
	each          func(*documentReader) bool
}

// Files returns the documents in files and folders, by their paths. A folder is
// read to its depth, without hidden files and without following links. A ZIP
// archive stands for the files in it, and a file with a credential on each line
// (NDJSON) for its lines. Everything is recognised by its content.
func Files(paths ...string) *Documents {
	name := strings.Join(paths, ", ")
	if len(paths) == 1 {
		name = filepath.Base(paths[0])
	}
	return &Documents{name: label(name), address: label(strings.Join(paths, " ")), each: func(r *documentReader) bool {
		for _, path := range paths {
			if !r.path(path) {
				return false
			}
		}
		return true
	}}
}

// DocumentsIn returns the documents in a file system, as [Files] does those of a
// folder.
func DocumentsIn(fsys fs.FS) *Documents {
	return &Documents{name: "documents", each: func(r *documentReader) bool { return r.folder(fsys, "") }}
}

// DocumentsFrom returns the documents that a reader hands out: one document, an
// archive, or one on each line. It can be read once only.
func DocumentsFrom(name string, in io.Reader) *Documents {
	return &Documents{name: label(name), each: func(r *documentReader) bool {
		r.named = true
		return r.content(name, in, nil, 0, true)
	}}
}

// DocumentList returns documents that are at hand already.
func DocumentList(documents ...Document) *Documents {
	return &Documents{name: "documents", each: func(r *documentReader) bool {
		for _, d := range documents {
			r.named = d.Named
			if !r.give(d.Name, d.Data, nil) {
				return false
			}
		}
		return true
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
func (d *Documents) Documents(ctx context.Context) iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		d.each(&documentReader{ctx: ctx, yield: yield})
	}
}

// documentReader hands out documents until somebody has had enough. Its methods
// report whether to go on.
type documentReader struct {
	ctx   context.Context
	named bool // somebody named what is read
	yield func(Document, error) bool
	left  *int // how many documents may still come, below 0: one more would have; nil: any number
}

func (r *documentReader) give(name string, data []byte, err error) bool {
	if r.left != nil {
		if *r.left--; *r.left < 0 {
			return false
		}
	}
	if len(data) > maxDocument {
		data, err = nil, tooLarge(maxDocument)
	}
	return r.ctx.Err() == nil && r.yield(Document{Name: label(name), Data: data, Named: r.named}, err)
}

// path reads what stands at a path. Only files and folders are opened: a pipe or a
// device may never answer.
func (r *documentReader) path(path string) bool {
	info, err := os.Stat(path)
	r.named = err != nil || !info.IsDir()
	switch {
	case err != nil:
		return r.give(path, nil, unreadable(err))
	case info.IsDir():
		return r.folder(os.DirFS(path), filepath.ToSlash(path))
	case !info.Mode().IsRegular():
		return r.give(path, nil, &proof.FormatError{Code: codeRead, Detail: "it is neither a file nor a folder; give what comes from a pipe on standard input"})
	}
	return r.file(os.DirFS(filepath.Dir(path)), filepath.Base(path), path)
}

// folder reads the files of a folder. prefix is what the folder is called.
func (r *documentReader) folder(fsys fs.FS, prefix string) bool {
	going := true
	_ = fs.WalkDir(fsys, ".", func(at string, entry fs.DirEntry, err error) error {
		name := at
		if prefix != "" {
			name = strings.TrimSuffix(prefix, "/") + "/" + at
		}
		switch {
		case err != nil:
			if going = r.give(name, nil, unreadable(err)); going && entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
		case at == ".":
		case isHidden(entry.Name()):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.Type().IsRegular():
			going = r.file(fsys, at, name)
		}
		if !going {
			return fs.SkipAll
		}
		return nil
	})
	return going
}

// isHidden reports whether a name is that of something that no person put there as
// a document.
func isHidden(name string) bool { return strings.HasPrefix(name, ".") || name == "__MACOSX" }

func (r *documentReader) file(fsys fs.FS, at, name string) bool {
	file, err := fsys.Open(at)
	if err != nil {
		return r.give(name, nil, unreadable(err))
	}
	defer file.Close()
	var size int64
	random, _ := file.(io.ReaderAt)
	if info, err := file.Stat(); err == nil {
		size = info.Size()
	} else {
		random = nil
	}
	return r.content(name, file, random, size, true)
}

// content reads a file as what it is: an archive, lines or one document. random is
// nil when the file can be read from its beginning only.
func (r *documentReader) content(name string, in io.Reader, random io.ReaderAt, size int64, archives bool) bool {
	buffered := bufio.NewReader(in)
	head, err := buffered.Peek(4)
	switch {
	case err != nil && err != io.EOF:
		return r.give(name, nil, unreadable(err))
	case archives && isArchive(head) && random != nil:
		return r.archive(name, random, size)
	case archives && isArchive(head):
		data, err := readAtMost(buffered, nil, maxArchive)
		if err != nil {
			return r.give(name, nil, err)
		}
		return r.archive(name, bytes.NewReader(data), int64(len(data)))
	}
	return r.text(name, buffered)
}

// readAtMost reads the rest of what begins with start.
func readAtMost(in io.Reader, start []byte, limit int) ([]byte, error) {
	rest, err := io.ReadAll(io.LimitReader(in, int64(limit-len(start)+1)))
	data := append(start, rest...)
	switch {
	case err != nil:
		return nil, unreadable(err)
	case len(data) > limit:
		return nil, tooLarge(limit)
	}
	return data, nil
}

const (
	codeRead  = "FILE-READ"
	codeSize  = "JSON-SIZE"
	codeLimit = "JOB-LIMIT"
)

// unreadable says why a file cannot be read, without its path, which stands beside
// it.
func unreadable(err error) error {
	detail := err.Error()
	if at, ok := err.(*fs.PathError); ok {
		detail = at.Err.Error()
	}
	return &proof.FormatError{Code: codeRead, Detail: "it cannot be read: " + detail, Err: err}
}

func tooLarge(limit int) error {
	return &proof.FormatError{Code: codeSize, Detail: fmt.Sprintf("it is larger than %d MiB, which is the most that is read", limit>>20), Err: vc.ErrLimit}
}

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
