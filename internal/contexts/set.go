package contexts

import (
	"bytes"
	"cmp"
	"embed"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
)

//go:embed tables
var tables embed.FS

// A library is every context that the tables hold.
type library struct {
	revisions map[string][]*entry // by address, newest first
	defaults  *Set
}

// An entry is a table whose context is read when it is first asked for: most programs
// name few of them.
type entry struct {
	addresses []string
	date      string
	context   func() (*Context, error)
}

var builtin = sync.OnceValue(func() *library {
	// A test loads the tables and finds no error.
	l, _ := load(tables, "tables")
	return l
})

// load finds out what stands at which address. It returns what it could find out
// together with the first error.
func load(files fs.FS, folder string) (*library, error) {
	l := &library{map[string][]*entry{}, &Set{map[string]*entry{}}}
	sub, err := fs.Sub(files, folder)
	if err != nil {
		return l, err
	}
	names, err := fs.Glob(sub, "*.terms")
	var room bytes.Buffer
	for _, name := range names {
		e, fault := newEntry(sub, name, &room)
		if fault != nil {
			err = cmp.Or(err, fault)
			continue
		}
		for _, address := range e.addresses {
			l.revisions[address] = append(l.revisions[address], e)
		}
	}
	for address, all := range l.revisions {
		slices.SortStableFunc(all, func(a, b *entry) int { return strings.Compare(b.date, a.date) })
		l.defaults.byURL[address] = all[0]
	}
	return l, err
}

// newEntry reads of a table only where and when it was published.
func newEntry(files fs.FS, file string, room *bytes.Buffer) (*entry, error) {
	head, err := readTop(files, file, room)
	if err != nil {
		return nil, err
	}
	e := &entry{context: sync.OnceValues(func() (*Context, error) { return newFromTable(files, file) })}
	for raw := range bytes.Lines(head) {
		name, rest, _ := bytes.Cut(raw, []byte(" "))
		switch string(name) {
		case "context":
			e.addresses = append(withoutComment(split(string(rest))), e.addresses...)
		case "alias":
			e.addresses = append(e.addresses, withoutComment(split(string(rest)))...)
		case "date":
			e.date = strings.Join(withoutComment(split(string(rest))), " ")
		}
	}
	return e, nil
}

// readTop reads a file up to the separator, into room: there is no need to copy all
// tables for the heads of them.
func readTop(files fs.FS, file string, room *bytes.Buffer) ([]byte, error) {
	f, err := files.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close() // it was only read
	room.Reset()
	var chunk [512]byte
	for {
		n, err := f.Read(chunk[:])
		room.Write(chunk[:n])
		head, _, found := bytes.Cut(room.Bytes(), []byte(separator))
		switch {
		case found || err == io.EOF:
			return head, nil
		case err != nil:
			return nil, err
		}
	}
}

// A Set says which document each context URL stands for. It is immutable and
// may be used by several goroutines. The zero value is the empty set.
type Set struct {
	byURL map[string]*entry
}

// Builtin returns the set of the contexts that this module knows, each in its
// newest revision.
func Builtin() *Set { return builtin().defaults }

// Lookup returns the context that stands at url, compared as a string, and
// whether there is one. Nothing is ever fetched.
func (s *Set) Lookup(url string) (*Context, bool) {
	e, ok := s.byURL[url]
	if !ok {
		return nil, false
	}
	c, err := e.context()
	return c, err == nil
}

// URLs returns the URLs of the set, in order.
func (s *Set) URLs() []string { return slices.Sorted(maps.Keys(s.byURL)) }

// Caution reports whether the built-in context at url deserves a finding where
// a document names it, and why, in sentences for the user: it is for examples
// only, or gives a meaning to every name, or may change at any time. A signature
// still covers what such a context makes of a document.
func Caution(url string) (reason string, ok bool) {
	c, known := Builtin().Lookup(url)
	if !known || c.Caution == "" {
		return "", false
	}
	return c.Caution, true
}

// Revisions returns all known revisions of the context at url, newest first;
// none if the URL is unknown.
func Revisions(url string) []*Context {
	var all []*Context
	for _, e := range builtin().revisions[url] {
		if c, err := e.context(); err == nil { // as all tables are
			all = append(all, c)
		}
	}
	return all
}
