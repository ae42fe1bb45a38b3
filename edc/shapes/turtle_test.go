package shapes

import (
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// statements are what a Turtle file says: by subject and predicate, the objects. A
// reader for the files of the profiles, and not more than they need: no escapes in
// strings, no numbers but integers, lists and blank nodes.
type statements map[string]map[string][]string

const shNS = "http://www.w3.org/ns/shacl#"

type turtle struct {
	t        testing.TB
	tokens   []string
	prefixes map[string]string
	out      statements
	blanks   int
}

func readTurtle(t testing.TB, text string) statements {
	t.Helper()
	r := &turtle{t: t, tokens: tokensOf(text), prefixes: map[string]string{}, out: statements{}}
	for len(r.tokens) > 0 {
		if r.tokens[0] == "@prefix" {
			r.prefixes[r.tokens[1]] = strings.Trim(r.tokens[2], "<>")
			r.tokens = r.tokens[4:]
			continue
		}
		r.properties(r.term())
		require.Equal(t, ".", r.next())
	}
	return r.out
}

func (r *turtle) next() string {
	token := r.tokens[0]
	r.tokens = r.tokens[1:]
	return token
}

// properties reads what is said of a subject, up to a "." or "]".
func (r *turtle) properties(subject string) {
	for r.tokens[0] != "." && r.tokens[0] != "]" {
		if r.tokens[0] == ";" {
			r.next()
			continue
		}
		predicate := r.term()
		for {
			r.add(subject, predicate, r.term())
			if r.tokens[0] != "," {
				break
			}
			r.next()
		}
	}
}

func (r *turtle) add(subject, predicate, object string) {
	if r.out[subject] == nil {
		r.out[subject] = map[string][]string{}
	}
	r.out[subject][predicate] = append(r.out[subject][predicate], object)
}

func (r *turtle) blank() string {
	r.blanks++
	return "_:" + strconv.Itoa(r.blanks)
}

func (r *turtle) term() string {
	switch token := r.next(); {
	case token == "a":
		return rdfType
	case token == "[":
		b := r.blank()
		r.properties(b)
		require.Equal(r.t, "]", r.next())
		return b
	case token == "(": // a list is one object with all its members
		b := r.blank()
		for r.tokens[0] != ")" {
			r.add(b, "member", r.term())
		}
		r.next()
		return b
	case token[0] == '<':
		return strings.Trim(token, "<>")
	case token[0] == '"' || token == "true" || unicode.IsDigit(rune(token[0])):
		return token
	default:
		prefix, name, found := strings.Cut(token, ":")
		require.True(r.t, found, "%s before %q", token, r.tokens[:min(12, len(r.tokens))])
		return r.prefixes[prefix+":"] + name
	}
}

// tokensOf cuts Turtle into words. A literal loses its language and datatype.
func tokensOf(text string) (out []string) {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case unicode.IsSpace(rune(c)):
			i++
		case c == '#':
			i += strings.IndexByte(text[i:]+"\n", '\n')
		case strings.HasPrefix(text[i:], "'''") || strings.HasPrefix(text[i:], `"""`):
			n := 6 + strings.Index(text[i+3:], text[i:i+3])
			out = append(out, `"`+text[i+3:i+n-3]+`"`)
			i += n + suffix(text[i+n:])
		case c == '"':
			n := 1
			for text[i+n] != '"' || text[i+n-1] == '\\' {
				n++
			}
			n++
			out = append(out, text[i:i+n])
			i += n + suffix(text[i+n:])
		case c == '<':
			n := strings.IndexByte(text[i:], '>') + 1
			out = append(out, text[i:i+n])
			i += n
		case strings.IndexByte(";,.[]()", c) >= 0:
			out = append(out, string(c))
			i++
		default:
			n := strings.IndexFunc(text[i:], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(";,.[]()#\"", r) })
			out = append(out, text[i:i+n])
			i += n
		}
	}
	return out
}

// suffix returns the length of a language tag or datatype.
func suffix(text string) int {
	if text[0] != '@' && text[0] != '^' {
		return 0
	}
	return strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(";,.]", r) })
}
