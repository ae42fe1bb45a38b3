package rdf

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	for _, test := range []struct{ name, in, out string }{
		{"triple", "<x:a> <p:p> <o:o> .", "<x:a> <p:p> <o:o> .\n"},
		{"no white space", "<x:a><p:p>\"o\"<g:g>.", "<x:a> <p:p> \"o\" <g:g> .\n"},
		{"white space", " \t<x:a>\t<p:p> \"o\"@en-GB \t_:g  . \t# end", "<x:a> <p:p> \"o\"@en-GB _:g .\n"},
		{"comments and empty lines", "# a\r\n\r\n \t\n<x:a> <p:p> <o:o> .#b\n#c", "<x:a> <p:p> <o:o> .\n"},
		{"line ends", "<x:a> <p:p> <o:o> .\r<x:b> <p:p> <o:o> .\r\n", "<x:a> <p:p> <o:o> .\n<x:b> <p:p> <o:o> .\n"},
		{"label before the full stop", "_:a <p:p> _:b.c.", "_:a <p:p> _:b.c .\n"},
		{"label alphabet", "_:0-\u00B7\u203F <p:p> _:_\u00C0:x .", "_:0-\u00B7\u203F <p:p> _:_\u00C0:x .\n"},
		{"escapes", `<x:\u00e9\U0001F303> <p:p> "\t\b\n\r\f\"\'\\\u0041\U00000042" .`, "<x:\u00e9\U0001F303> <p:p> \"\\t\\b\\n\\r\\f\\\"'\\\\AB\" .\n"},
		{"raw tab and vertical tab in a string", "<x:a> <p:p> \"\t\v\" .", `<x:a> <p:p> "\t\u000B" .` + "\n"},
		{"string datatype", `<x:a> <p:p> "o"^^<http://www.w3.org/2001/XMLSchema#string> .`, "<x:a> <p:p> \"o\" .\n"},
		{"datatype", `<x:a> <p:p> "o"^^<d:d> .`, "<x:a> <p:p> \"o\"^^<d:d> .\n"},
		{"letter case of language", `<x:a> <p:p> "o"@EN-gb-1997 .`, "<x:a> <p:p> \"o\"@EN-gb-1997 .\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			out, err := parse(t, test.in).AppendNQuads(nil)
			require.NoError(t, err)
			require.Equal(t, test.out, string(out))
		})
	}
}

func TestSyntaxErrors(t *testing.T) {
	for _, test := range []struct {
		name, in     string
		line, column int
	}{
		{"relative IRI", "<a> <p:p> <o:o> .", 1, 1},
		{"empty IRI", "<> <p:p> <o:o> .", 1, 1},
		{"scheme with a digit first", "<1a:b> <p:p> <o:o> .", 1, 1},
		{"space in IRI", "<x:a b> <p:p> <o:o> .", 1, 5},
		{"escaped space in IRI", `<x:\u0020> <p:p> <o:o> .`, 1, 1},
		{"escaped bracket in IRI", `<x:\u003E> <p:p> <o:o> .`, 1, 1},
		{"ECHAR in IRI", `<x:\n> <p:p> <o:o> .`, 1, 4},
		{"control character in IRI", "<x:\x01> <p:p> <o:o> .", 1, 4},
		{"open IRI", "<x:a", 1, 5},
		{"literal subject", "\"a\" <p:p> <o:o> .", 1, 1},
		{"blank predicate", "<x:a> _:p <o:o> .", 1, 7},
		{"literal graph", "<x:a> <p:p> <o:o> \"g\" .", 1, 19},
		{"no object", "<x:a> <p:p> .", 1, 13},
		{"no full stop", "<x:a> <p:p> <o:o>\n", 1, 18},
		{"fifth term", "<x:a> <p:p> <o:o> <g:g> <h:h> .", 1, 25},
		{"two statements on a line", "<x:a> <p:p> <o:o> . <x:a> <p:p> <o:o> .", 1, 21},
		{"statement over two lines", "<x:a>\n<p:p> <o:o> .", 1, 6},
		{"label begins with a hyphen", "_:-a <p:p> <o:o> .", 1, 3},
		{"label begins with a combining character", "_:\u0300 <p:p> <o:o> .", 1, 3},
		{"no label", "_: <p:p> <o:o> .", 1, 3},
		{"underscore only", "_a <p:p> <o:o> .", 1, 1},
		{"only the full stop of a label", "<x:a> <p:p> _:.", 1, 15},
		{"line feed in a string", "\n<x:a> <p:p> \"a\nb\" .", 2, 15},
		{"unknown escape", `<x:a> <p:p> "\x" .`, 1, 14},
		{"short escape", `<x:a> <p:p> "\u12" .`, 1, 14},
		{"escape at the end", `<x:a> <p:p> "\`, 1, 14},
		{"cut escape", `<x:a> <p:p> "\u00`, 1, 14},
		{"surrogate", `<x:a> <p:p> "\uD800" .`, 1, 14},
		{"beyond Unicode", `<x:a> <p:p> "\U00110000" .`, 1, 14},
		{"far beyond Unicode", `<x:a> <p:p> "\UFFFFFFFF" .`, 1, 14},
		{"language of digits", `<x:a> <p:p> "a"@1 .`, 1, 16},
		{"language ends in a hyphen", `<x:a> <p:p> "a"@en- .`, 1, 19},
		{"one caret", `<x:a> <p:p> "a"^<d:d> .`, 1, 16},
		{"literal datatype", `<x:a> <p:p> "a"^^"d" .`, 1, 18},
		{"langString without language", `<x:a> <p:p> "a"^^<` + LangString + `> .`, 1, 18},
		{"columns count characters", "<x:a> <p:p> \"\u00e9\U0001F303\" x", 1, 18},
		{"lines count all line ends", "#\r#\r\n#\n\nx", 5, 1},
		{"byte order mark", "\uFEFF<x:a> <p:p> <o:o> .", 1, 1},
		{"single quotes", "<x:a> <p:p> 'o' .", 1, 13},
		{"invalid UTF-8", "<x:a> <p:p> <o:o> .\n#\xC3", 2, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParseNQuads([]byte(test.in), Limits{})
			require.ErrorIs(t, err, ErrSyntax)
			var syntax *SyntaxError
			require.True(t, errors.As(err, &syntax))
			require.Equal(t, [2]int{test.line, test.column}, [2]int{syntax.Line, syntax.Column}, syntax.Reason)
		})
	}
}

func TestParseLimits(t *testing.T) {
	text := []byte("_:a <p:p> _:b .\n_:a <p:p> _:c .\n")
	for _, limits := range []Limits{{Bytes: len(text) - 1}, {Quads: 1}, {BlankNodes: 2}} {
		_, err := ParseNQuads(text, limits)
		require.ErrorIs(t, err, ErrLimit)
	}
	_, err := ParseNQuads(text, Limits{Bytes: len(text), Quads: 2, BlankNodes: 3})
	require.NoError(t, err)
}

// Every character below U+0100 and the edges of the ranges of XML 1.1 Char.
func TestEscapeTable(t *testing.T) {
	short := map[rune]string{
		'\b': `\b`, '\t': `\t`, '\n': `\n`, '\f': `\f`, '\r': `\r`, '"': `\"`, '\\': `\\`,
	}
	chars := []rune{0xD7FF, 0xE000, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0x1FFFE, 0x10FFFF}
	for c := range rune(0x100) {
		chars = append(chars, c)
	}
	for _, c := range chars {
		want := string(c)
		if s, ok := short[c]; ok {
			want = s
		} else if c < 0x20 || c == 0x7F || c == 0xFFFE || c == 0xFFFF {
			want = fmt.Sprintf(`\u%04X`, c)
		}
		ds := &Dataset{}
		ds.Add(Quad{Subject: NewIRI("x:a"), Predicate: "p:p", Object: NewLiteral("é<"+string(c)+">", "")})
		out, err := ds.AppendNQuads(nil)
		require.NoError(t, err)
		require.Equal(t, "<x:a> <p:p> \"é<"+want+">\" .\n", string(out))
		require.Equal(t, ds.Quads(), parse(t, string(out)).Quads())
	}
}

func TestTerms(t *testing.T) {
	var ds Dataset
	a := ds.Blank("a")
	require.Equal(t, a, ds.Blank("a"))
	require.NotEqual(t, a, ds.NewBlank())
	require.Equal(t, -1, NewIRI("x:a").Node())
	require.Equal(t, kindBlank, a.kind)
	require.Equal(t, kindDefault, Term{}.kind)
	require.Equal(t, NewLiteral("a", ""), NewLiteral("a", xsdString))
	require.NotEqual(t, NewLiteral("a", "en"), NewLangLiteral("a", "en"))
	require.Equal(t, "x:a", NewIRI("x:a").Value())
}

func TestLabels(t *testing.T) {
	ds := &Dataset{}
	for _, label := range []string{"b1", "", "b9", "", "b99999999999999999999", "x"} {
		if label == "" {
			ds.NewBlank()
		} else {
			ds.Blank(label)
		}
	}
	require.Equal(t, []string{"b1", "b10", "b9", "b11", "b99999999999999999999", "x"}, ds.Labels())

	ds.Blank("not a label")
	_, err := ds.AppendNQuads(nil)
	require.ErrorIs(t, err, ErrTerm)
}

func TestMessagesHoldNoContent(t *testing.T) {
	_, err := ParseNQuads([]byte("<x:a> <p:p> \"Kari Nordmann\" Kari"), Limits{})
	require.ErrorIs(t, err, ErrSyntax)
	require.False(t, strings.Contains(err.Error(), "Kari"))
}
