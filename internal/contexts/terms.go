package contexts

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// fill adds what the lines define to s.
func (n *names) fill(s *scope, lines []*line) error {
	for _, l := range lines {
		var err error
		switch first := l.words[0]; {
		case first[0] == '@':
			err = n.fillKeyword(s, l)
		case isBlock(first):
			err = n.fillBlock(s, l, first)
		case first == "each":
			err = n.fillEach(s, l)
		default:
			err = n.fillTerm(s, l, first, l.words[1:], l.children)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// contextKeywords are the entries of a context definition that are not terms
// (JSON-LD 1.1, section 9.15).
var contextKeywords = []string{"@base", "@direction", "@import", "@language", "@propagate", "@protected", "@version", "@vocab"}

func (n *names) fillKeyword(s *scope, l *line) error {
	name := l.words[0]
	value := jsontext.Value("true")
	switch {
	case !slices.Contains(contextKeywords, name):
		return l.errorf("%s is no keyword of a context", name)
	case len(l.words) > 2 || len(l.children) > 0:
		return l.errorf("%s has one value at most", name)
	case len(l.words) == 2:
		value = n.literal(l.words[1])
	}
	if !s.addKeyword(keyword{name, value}) {
		return l.errorf("%s is set twice", name)
	}
	return nil
}

func isBlock(word string) bool {
	return len(word) > 2 && word[0] == '<' && word[len(word)-1] == '>'
}

// fillBlock adds the lines of the block that word names, as in <node>.
func (n *names) fillBlock(s *scope, l *line, word string) error {
	name := word[1 : len(word)-1]
	lines, ok := n.blocks[name]
	switch {
	case !ok:
		return l.errorf("there is no block %s", word)
	case n.open[name]:
		return l.errorf("the block %s contains itself", word)
	case l.words[0] == word && (len(l.words) > 1 || len(l.children) > 0):
		return l.errorf("%s stands alone on its line", word)
	}
	n.open[name] = true
	defer delete(n.open, name)
	return n.fill(s, lines)
}

// fillEach adds several terms whose IRIs end in their names.
func (n *names) fillEach(s *scope, l *line) error {
	words := slices.Clone(l.words[1:])
	at := 0
	if len(words) > 0 && words[0] == "=" {
		at = 1
	}
	if len(words) <= at || !strings.HasSuffix(words[at], ":") || len(l.children) == 0 {
		return l.errorf("a list of terms is written: each PREFIX: …, with the names indented under it")
	}
	prefix := words[at]
	for _, row := range l.children {
		if len(row.children) > 0 {
			return row.children[0].errorf("nothing is indented under a row of names")
		}
		for _, name := range row.words {
			words[at] = prefix + name
			if err := n.fillTerm(s, row, name, words, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

// fillTerm adds one term that the words after its name and the lines under
// it define.
func (n *names) fillTerm(s *scope, l *line, name string, words []string, children []*line) error {
	t, err := n.readTerm(l, name, words, children)
	if err != nil {
		return err
	}
	if !s.add(t) {
		return l.errorf("the term %s is defined twice in one context", name)
	}
	return nil
}

func (n *names) readTerm(l *line, name string, words []string, children []*line) (*term, error) {
	t := &term{name: name}
	if len(words) == 0 {
		return nil, l.errorf("the term %s has no IRI", name)
	}
	if words[0] == "=" {
		if len(words) != 2 || len(children) > 0 {
			return nil, l.errorf("the short form is written: TERM = IRI")
		}
		t.short = n.literal(words[1])
		return t, nil
	}
	if words[0] != "_" {
		t.iri = n.expand(words[0])
	}
	if err := n.readFlags(t, l, words[1:]); err != nil {
		return nil, err
	}
	if len(children) > 0 {
		if t.noContext {
			return nil, l.errorf("the term %s has a scoped context and none", name)
		}
		t.openScope()
		return t, n.fill(t.scope, children)
	}
	return t, nil
}

func (t *term) openScope() {
	if t.scope == nil {
		t.scope = &scope{}
	}
}

// readFlags reads the words after the IRI of a term.
func (n *names) readFlags(t *term, l *line, words []string) error {
	for len(words) > 0 {
		used := 2
		switch flag := words[0]; {
		case flag == "as" && len(words) > 1:
			t.typ = n.expand(words[1])
		case flag == "in" && len(words) > 1 && words[1][0] == '@':
			for used = 1; used < len(words) && words[used][0] == '@'; used++ {
				t.containers = append(t.containers, words[used])
			}
		case flag == "with" && len(words) > 2:
			used = 3
			t.extra = append(t.extra, keyword{words[1], n.literal(words[2])})
		case flag == "context" && len(words) > 1 && words[1] == "null":
			t.noContext = true
		case isBlock(flag):
			used = 1
			t.openScope()
			if err := n.fillBlock(t.scope, l, flag); err != nil {
				return err
			}
		default:
			return l.errorf("%q is not understood here; a term is written: TERM IRI [as TYPE] [in CONTAINER] [with NAME VALUE] [context null] [<BLOCK>]", flag)
		}
		words = words[used:]
	}
	return nil
}
