package contexts

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// names are the abbreviations and blocks that the terms of a table may use.
type names struct {
	prefixes map[string]string // with the colon
	blocks   map[string][]*line
	open     map[string]bool // blocks in use, to refuse one that contains itself
}

func newNames() *names {
	return &names{map[string]string{}, map[string][]*line{}, map[string]bool{}}
}

func (n *names) declarePrefix(l *line) error {
	if len(l.words) != 3 || !strings.HasSuffix(l.words[1], ":") {
		return l.errorf("an abbreviation is written: prefix NAME: IRI")
	}
	if old, ok := n.prefixes[l.words[1]]; ok && old != l.words[2] {
		return l.errorf("the abbreviation %s already stands for another IRI", l.words[1])
	}
	n.prefixes[l.words[1]] = l.words[2]
	return nil
}

func (n *names) declareBlock(l *line) error {
	switch {
	case len(l.words) != 2 || len(l.children) == 0:
		return l.errorf("a block is written: block NAME, with its lines indented under it")
	case n.blocks[l.words[1]] != nil:
		return l.errorf("the block %s is already there", l.words[1])
	}
	n.blocks[l.words[1]] = l.children
	return nil
}

// inherit adds the names of the table that is extended; a table's own names
// come first.
func (n *names) inherit(base *names) {
	for name, iri := range base.prefixes {
		if _, ok := n.prefixes[name]; !ok {
			n.prefixes[name] = iri
		}
	}
	for name, lines := range base.blocks {
		if n.blocks[name] == nil {
			n.blocks[name] = lines
		}
	}
}

// expand spells out an abbreviated IRI. Any other word stays as it is, even one
// with a prefix that only the context itself defines.
func (n *names) expand(word string) string {
	i := strings.IndexByte(word, ':')
	if i < 0 || strings.HasPrefix(word[i+1:], "//") {
		return word
	}
	if iri, ok := n.prefixes[word[:i+1]]; ok {
		return iri + word[i+1:]
	}
	return word
}

// literal returns the JSON value that a word stands for: true, false, null,
// a number, {} and the like stand for themselves, anything else for a string.
func (n *names) literal(word string) jsontext.Value {
	v := jsontext.Value(word)
	if v.IsValid() && v.Kind() != '"' {
		return v
	}
	quoted, _ := jsontext.AppendQuote(nil, n.expand(word))
	return quoted
}
