package contexts

import (
	"cmp"
	"embed"
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
	revisions map[string][]*Context // by address, newest first
	defaults  *Set
}

var builtin = sync.OnceValue(func() *library {
	// A test loads the tables and finds no error.
	l, _ := load(tables, "tables")
	return l
})

// load reads the heads of all tables in the folder. It returns what it could
// read together with the first error.
func load(files fs.FS, folder string) (*library, error) {
	l := &library{map[string][]*Context{}, &Set{map[string]*Context{}}}
	sub, err := fs.Sub(files, folder)
	if err != nil {
		return l, err
	}
	names, err := fs.Glob(sub, "*.terms")
	for _, name := range names {
		c, fault := newFromTable(sub, name)
		if fault != nil {
			err = cmp.Or(err, fault)
			continue
		}
		for _, address := range c.addresses() {
			l.revisions[address] = append(l.revisions[address], c)
		}
	}
	for address, all := range l.revisions {
		slices.SortStableFunc(all, func(a, b *Context) int { return strings.Compare(b.Date, a.Date) })
		l.defaults.byURL[address] = all[0]
	}
	return l, err
}

// A Set says which document each context URL stands for. It is immutable and
// may be used by several goroutines. The zero value is the empty set.
type Set struct {
	byURL map[string]*Context
}

// Builtin returns the set of the contexts that this module knows, each in its
// newest revision.
func Builtin() *Set { return builtin().defaults }

// Lookup returns the context that stands at url, compared as a string, and
// whether there is one. Nothing is ever fetched.
func (s *Set) Lookup(url string) (*Context, bool) {
	c, ok := s.byURL[url]
	return c, ok
}

// URLs returns the URLs of the set, in order.
func (s *Set) URLs() []string { return slices.Sorted(maps.Keys(s.byURL)) }

// Caution reports whether the built-in context at url deserves a finding where
// a document names it, and why, in sentences for the user: it is for examples
// only, or gives a meaning to every name, or may change at any time. A signature
// still covers what such a context makes of a document.
func Caution(url string) (reason string, ok bool) {
	c, known := builtin().defaults.byURL[url]
	if !known || c.Caution == "" {
		return "", false
	}
	return c.Caution, true
}

// Revisions returns all known revisions of the context at url, newest first;
// none if the URL is unknown.
func Revisions(url string) []*Context {
	return slices.Clone(builtin().revisions[url])
}
