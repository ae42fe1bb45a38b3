package bundle

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/vc"
)

// Limits bounds what is read of folders. A zero field means the default.
type Limits struct {
	Files     int   // files and folders that are looked at; default 10,000
	Depth     int   // folders within folders; default 16
	FileBytes int64 // length of one file; default 32 MiB; longer ones are left out
	Bytes     int64 // length of all files that are kept; default 256 MiB
}

func (l Limits) withDefaults() Limits {
	if l.Files <= 0 {
		l.Files = 10_000
	}
	if l.Depth <= 0 {
		l.Depth = 16
	}
	if l.FileBytes <= 0 {
		l.FileBytes = 32 << 20
	}
	if l.Bytes <= 0 {
		l.Bytes = 256 << 20
	}
	return l
}

// Bundle is a set of files that stand for documents elsewhere. Fill it before
// you call [Bundle.Env]; after that it must not be changed, and may be used by
// several goroutines.
type Bundle struct {
	limits       Limits
	given        map[string]source // by Add
	contexts     map[string]source // by AddContext
	found        map[string]source // in folders
	certificates [][]byte
	trust        []byte
	trustName    string
	skipped      []Skipped
	files        int   // number looked at
	bytes        int64 // number kept
}

// source is a file that stands for a document, or the statement that the
// document is gone.
type source struct {
	name    string // of the file, for messages
	data    []byte
	gone    bool
	context bool // it may be a JSON-LD context
}

// Skipped is a file that could not be read.
type Skipped struct {
	Name   string // path in its folder
	Reason string // in a few words
}

// New returns a bundle without a file.
func New(limits Limits) *Bundle {
	return &Bundle{limits: limits.withDefaults(), given: make(map[string]source), contexts: make(map[string]source), found: make(map[string]source)}
}

// Open returns the bundle of one folder; see [Bundle.AddFolder].
func Open(fsys fs.FS, limits Limits) (*Bundle, error) {
	b := New(limits)
	return b, b.AddFolder(fsys)
}

// OpenDir returns the bundle of one folder on the disk; see [Bundle.AddDir].
func OpenDir(dir string, limits Limits) (*Bundle, error) {
	b := New(limits)
	return b, b.AddDir(dir)
}

// AddFolder adds the files of a folder. Symbolic links are skipped, because an
// fs.FS does not say where they lead. Two files with different content for one
// URL are an error that names both, within a folder and between folders. A file
// that cannot be read is skipped and listed by [Bundle.Skipped], unless
// index.json names it: then it is an error.
func (b *Bundle) AddFolder(fsys fs.FS) error {
	return (&folder{bundle: b, fsys: fsys, limits: b.limits}).add()
}

// AddDir adds the files of a folder on the disk, like [Bundle.AddFolder].
// Symbolic links to files are followed as long as they stay in the folder.
func (b *Bundle) AddDir(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("BUNDLE-FOLDER: the folder %s cannot be opened: %s", dir, withoutPath(err))
	}
	defer root.Close() // every file is read by then
	return (&folder{bundle: b, fsys: root.FS(), limits: b.limits, links: true, prefix: filepath.ToSlash(filepath.Clean(dir)) + "/"}).add()
}

// Add adds data as the document at a URL or DID; it prevails over the folders. A
// did:web and the https URL of its document count as the same. It is an error
// when the URL was given before with other content, or when data is given for a
// DID and its id is another.
func (b *Bundle) Add(url string, data []byte) error {
	key, err := keyOfGiven(url)
	if err != nil {
		return err
	}
	if strings.HasPrefix(url, "did:") && !hasID(data, url) {
		return fmt.Errorf("BUNDLE-ID: the file given for %s is not its DID document: it must be a JSON object whose id is this DID", shorten(url))
	}
	if err := checkBuiltin(key, url, data); err != nil {
		return err
	}
	return put(b.given, key, source{data: bytes.Clone(data), context: isContext(data)}, url)
}

// AddContext adds data as the JSON-LD context at a URL; it prevails over the
// folders. A built-in context cannot be replaced: other content for it is an
// error. Choose among its known revisions with [vc.Env.ContextRevisions].
func (b *Bundle) AddContext(url string, data []byte) error {
	key, err := keyOfGiven(url)
	if err != nil {
		return err
	}
	if _, err := contexts.New(url, data); err != nil {
		return fmt.Errorf("BUNDLE-CONTEXT: the file given for the context %s is not one: %w", shorten(url), err)
	}
	if err := checkBuiltin(key, url, data); err != nil {
		return err
	}
	return put(b.contexts, key, source{data: bytes.Clone(data), context: true}, url)
}

// keyOfGiven is [keyOf] for a URL or DID that the user gave.
func keyOfGiven(url string) (string, error) {
	if !vc.IsURL(url) || strings.HasPrefix(url, "did:") && strings.ContainsAny(url, "#/?") {
		return "", fmt.Errorf("BUNDLE-URL: %q is neither a URL nor a DID; give the whole address of the document, or a DID without anything after it", shorten(url))
	}
	return keyOf(url)
}

// Certificates returns the content of the files that hold certificates, PEM
// or DER, in the order of their names.
func (b *Bundle) Certificates() [][]byte { return b.certificates }

// Trust returns the content of trust.json, or nil.
func (b *Bundle) Trust() []byte { return b.trust }

// Skipped returns the files that could not be read, in the order of their
// names.
func (b *Bundle) Skipped() []Skipped { return b.skipped }

// errConflict says that two files contradict each other.
var errConflict = errors.New("BUNDLE-TWICE: two files stand for one document and differ")

// put adds a source, unless a different one is there already.
func put(all map[string]source, key string, s source, url string) error {
	before, ok := all[key]
	differ := ok && (before.gone != s.gone || !bytes.Equal(before.data, s.data))
	switch {
	case differ && s.name == "":
		return fmt.Errorf("%w: two were given for %s; give one", errConflict, shorten(url))
	case differ:
		return fmt.Errorf("%w: %s and %s for %s; remove one of them", errConflict, before.name, s.name, shorten(url))
	}
	s.context = s.context || before.context
	all[key] = s
	return nil
}

// checkBuiltin refuses other content for a context that is built in: it would
// not be used, and whoever gives it would believe that it is.
func checkBuiltin(key, url string, data []byte) error {
	own, ok := contexts.Builtin().Lookup(url)
	if !ok {
		if own, ok = contexts.Builtin().Lookup(key); !ok {
			return nil
		}
	}
	given, err := contexts.New(own.URL, data)
	if err == nil && given.Digest == own.Digest {
		return nil
	}
	for _, c := range contexts.Revisions(own.URL) {
		if err == nil && c.Digest == given.Digest {
			return fmt.Errorf("BUNDLE-CONTEXT: the context %s is built in, and the file has its revision %q; leave the file out and choose the revision with --context-revision %s=%s", own.URL, c.Revision, own.URL, c.Revision)
		}
	}
	return fmt.Errorf("BUNDLE-CONTEXT: the context %s is built in, and the file has other content; a built-in context cannot be replaced, so leave the file out", own.URL)
}

// lookup returns the source for a URL or DID.
func (b *Bundle) lookup(url string, places ...map[string]source) (source, bool) {
	key, err := keyOf(url)
	if err != nil {
		return source{}, false
	}
	for _, all := range places {
		if s, ok := all[key]; ok {
			return s, true
		}
	}
	return source{}, false
}

// document returns the source of the document at a URL or DID.
func (b *Bundle) document(url string) (source, bool) { return b.lookup(url, b.given, b.found) }

// context returns the source of the context at a URL.
func (b *Bundle) context(url string) (source, bool) {
	return b.lookup(url, b.contexts, b.given, b.found)
}

// hasContexts reports whether any source may be a context.
func (b *Bundle) hasContexts() bool {
	for _, all := range []map[string]source{b.contexts, b.given, b.found} {
		for _, s := range all {
			if s.context {
				return true
			}
		}
	}
	return false
}
