package batch

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/vc"
)

// MaxDocument is the length of the longest document that is read, in bytes.
const MaxDocument = 32 << 20

// Std is the path that stands for standard input.
const Std = "-"

// Item is one document of a [Source].
type Item struct {
	// Name says where the document is from, and is the same in each run: "dir/a.json",
	// "all.zip!b.json", "rows.ndjson:17", "list.json#/3".
	Name string
	Data []byte
	// File is the file or entry that holds the document: its Name without the line or
	// the place in an array.
	File string
	// Named says that somebody named the file, and did not only come by it in a folder
	// or an archive: so it is to be a credential.
	Named bool
	// Part says that it stands beside others in one file.
	Part bool

	// Out is the name of what is made of the document, if [Names] chose one.
	Out string

	place  string // for the name of what is made of it: a path below what was named
	beside int    // of a line or an element: the number of its file among those that were opened
}

// Source hands out documents one after the other, so that it does not matter how many
// there are. What cannot be read is an item too, with the error; it does not stop the
// others. The names of the files in one folder, and the directory of one archive, are
// held in memory while they are read; nothing else is.
type Source struct {
	// Whole leaves an array, and any other JSON that holds several credentials, the one
	// document that it is, as [mikromerit.Verifier] reads it. Without it, each credential
	// in it is an item.
	Whole bool
	// Stdin is what [Std] among the paths stands for. nil: standard input of the process.
	Stdin io.Reader
	// Except are files and folders that are passed over in folders, such as those that are
	// written meanwhile.
	Except []string

	each func(*reader) bool
}

// Files returns the documents in files and folders, in the order of the paths. A folder
// is read to its depth in the order of the names, without hidden files and without
// following links. A pattern of which no file has the name stands for the files that
// match it; ** in it stands for any number of folders. A ZIP archive stands for the
// files in it, and a file with a credential on each line (NDJSON) for its lines. They
// are recognised by their content, NDJSON also by its name.
func Files(paths ...string) *Source {
	return &Source{each: func(r *reader) bool {
		for _, path := range paths {
			if !r.path(path) {
				return false
			}
		}
		return true
	}}
}

// FS returns the documents in a file system, as [Files] does those of a folder.
func FS(fsys fs.FS) *Source {
	return &Source{each: func(r *reader) bool { return r.folder(fsys, func(at string) string { return at }) }}
}

// Reader returns the documents that a reader hands out: one document, an archive, an
// array, or one on each line. It can be read once only.
func Reader(name string, in io.Reader) *Source {
	return &Source{each: func(r *reader) bool {
		r.named = true
		return r.content(origin{name, path.Base(filepath.ToSlash(name))}, in, nil, 0, true)
	}}
}

// List returns documents that are at hand already.
func List(items ...Item) *Source {
	return &Source{each: func(r *reader) bool {
		for _, item := range items {
			if !r.hand(item, nil) {
				return false
			}
		}
		return true
	}}
}

// Items hands out the documents. An error, which is a [*ReadError], is about the
// document beside it only.
func (s *Source) Items(ctx context.Context) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		r := &reader{source: s, ctx: ctx, yield: yield, opened: new(int)}
		for _, folder := range s.Except {
			if info, err := os.Stat(folder); err == nil {
				r.except = append(r.except, info)
			}
		}
		s.each(r)
	}
}

// origin says where a document is from, and where what is made of it goes.
type origin struct{ name, place string }

// reader hands out documents until somebody has had enough. Its methods report whether
// to go on.
type reader struct {
	source *Source
	ctx    context.Context
	yield  func(Item, error) bool
	except []fs.FileInfo
	named  bool // somebody named what is read
	stdin  bool // standard input has been read
	opened *int // how many files were opened
	left   *int // how many documents may still come, below 0: one more would have; nil: any number
}

// give hands out a file that is one document.
func (r *reader) give(o origin, data []byte, err error) bool {
	return r.hand(Item{Name: o.name, File: o.name, Data: data, Named: r.named, Part: r.left != nil, place: o.place}, err)
}

// part hands out a document that stands in a file beside others.
func (r *reader) part(o origin, mark, place string, data []byte, err error) bool {
	return r.hand(Item{Name: o.name + mark, File: o.name, Data: data, Named: r.named, Part: true, place: o.place + "/" + place, beside: *r.opened}, err)
}

func (r *reader) hand(item Item, err error) bool {
	if r.left != nil {
		if *r.left--; *r.left < 0 {
			return false
		}
	}
	if err == nil && len(item.Data) > MaxDocument {
		err = tooLarge()
	}
	if err != nil {
		item.Data = nil
	}
	return r.ctx.Err() == nil && r.yield(item, err)
}

// path reads what stands at a path.
func (r *reader) path(name string) bool {
	r.named = true
	o := origin{name, path.Base(filepath.ToSlash(name))}
	if name == Std {
		return r.standardInput(o)
	}
	info, err := os.Stat(name)
	switch {
	case err != nil && isPattern(name):
		return r.pattern(name)
	case err != nil:
		return r.give(o, nil, unreadable(err))
	case info.IsDir():
		return r.directory(name)
	}
	file, err := os.Open(name)
	if err != nil {
		return r.give(o, nil, unreadable(err))
	}
	defer file.Close()
	return r.open(o, file)
}

func (r *reader) standardInput(o origin) bool {
	if r.stdin {
		return r.give(o, nil, &ReadError{Code: codeRead, What: "cannot be read: it was read already; name it once"})
	}
	r.stdin = true
	var in io.Reader = os.Stdin
	if r.source.Stdin != nil {
		in = r.source.Stdin
	}
	return r.content(origin{Std, "stdin"}, in, nil, 0, true)
}

// directory reads the files of a folder that stands at a path.
func (r *reader) directory(name string) bool {
	return r.folder(os.DirFS(name), func(at string) string { return filepath.Join(name, filepath.FromSlash(at)) })
}

// folder reads the files of a folder. named returns how a file in it is called.
func (r *reader) folder(fsys fs.FS, named func(at string) string) bool {
	going := true
	r.named = false
	_ = fs.WalkDir(fsys, ".", func(at string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			if going = r.give(origin{named(at), at}, nil, unreadable(err)); going && entry != nil && entry.IsDir() {
				return fs.SkipDir
			}
		case r.isExcept(entry), at != "." && isHidden(entry.Name()):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case entry.Type().IsRegular():
			going = r.file(fsys, origin{named(at), at}, at)
		}
		if !going {
			return fs.SkipAll
		}
		return nil
	})
	return going
}

func (r *reader) isExcept(entry fs.DirEntry) bool {
	if len(r.except) == 0 {
		return false
	}
	info, err := entry.Info()
	for _, other := range r.except {
		if err == nil && os.SameFile(info, other) {
			return true
		}
	}
	return false
}

// isHidden reports whether a name is that of something that no person put there as
// a document.
func isHidden(name string) bool { return strings.HasPrefix(name, ".") || name == "__MACOSX" }

func (r *reader) file(fsys fs.FS, o origin, at string) bool {
	file, err := fsys.Open(at)
	if err != nil {
		return r.give(o, nil, unreadable(err))
	}
	defer file.Close()
	return r.open(o, file)
}

// open reads an open file. Only what is a file can be read from any place.
func (r *reader) open(o origin, file fs.File) bool {
	info, err := file.Stat()
	switch random, ok := file.(io.ReaderAt); {
	case err != nil || !info.Mode().IsRegular():
		return r.content(o, file, nil, 0, true)
	case ok:
		return r.content(o, file, random, info.Size(), true)
	default:
		return r.content(o, file, nil, info.Size(), true)
	}
}

// pieces returns the credentials in JSON that holds several.
func (r *reader) pieces(data []byte) []mikromerit.Piece {
	if r.source.Whole || len(data) > MaxDocument {
		return nil
	}
	return mikromerit.Split(data, vc.Limits{Bytes: MaxDocument})
}
