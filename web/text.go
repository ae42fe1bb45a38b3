package web

import (
	"strings"
	"unicode"

	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// text is a short text that may come from a credential, ready to be shown: of bounded
// length, and without characters that could reorder the line or pile up.
type text struct {
	Lang string // BCP 47; "" is the language of the page, or not known
	Text string
}

// IsZero reports whether there is no text.
func (t text) IsZero() bool { return t.Text == "" }

// The lengths at which texts are cut, in characters.
const (
	maxLine = 160  // a name, a value
	maxTerm = 400  // a title, an outcome
	maxText = 1500 // a description
)

// maxMarks is how many combining marks may follow one another. No language of Europe
// needs more; a name with hundreds would be drawn over the lines around it.
const maxMarks = 3

// cleaned returns the start of a text of a document without what could control the
// page: control characters, and those that change the direction of what follows.
// White space becomes a blank.
func cleaned(s string, most int) string {
	var b strings.Builder
	marks, length, blank := 0, 0, false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			blank = length > 0
			continue
		case r == unicode.ReplacementChar, unicode.Is(unicode.Bidi_Control, r), !unicode.IsGraphic(r) && r != zeroWidthJoiner && r != zeroWidthNonJoiner:
			continue
		case unicode.In(r, unicode.Mn, unicode.Me):
			if marks++; marks > maxMarks {
				continue
			}
		default:
			marks = 0
		}
		if length >= most {
			return strings.TrimSpace(b.String()) + "…"
		}
		if blank {
			b.WriteByte(' ')
			length++
			blank = false
		}
		b.WriteRune(r)
		length++
	}
	return b.String()
}

// The characters that join or part letters in scripts that need it.
const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// quotable returns a text for a sentence of ours, in which it stands between
// quotation marks that it must not end.
func quotable(s string) string {
	return cleaned(strings.Map(func(r rune) rune {
		if strings.ContainsRune("“”„‟«»‹›\"", r) {
			return '\''
		}
		return r
	}, s), maxLine)
}

// reader is somebody who reads a card, in a language of the page.
type reader struct {
	tongue
	prefer []language.Tag
	images int // how many bytes of pictures may still be shown
}

// text returns the text that a reader understands best.
func (r *reader) text(s mc.LangString, most int) text {
	value, ok := s.Best(r.prefer...)
	if !ok {
		return text{}
	}
	return text{Lang: r.lang(value.Lang), Text: cleaned(value.Text, most)}
}

// lang returns a language tag for markup, or "" where none is needed or known.
func (r *reader) lang(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil || parsed == language.Und {
		return ""
	}
	if ours, _ := language.Make(r.Tag).Base(); ours.String() == baseOf(parsed) {
		return ""
	}
	return parsed.String()
}

// baseOf returns the language of a tag without regions; Norwegian is Bokmål.
func baseOf(tag language.Tag) string {
	base, _ := tag.Base()
	if base.String() == "no" {
		return "nb"
	}
	return base.String()
}

// list is some texts, and how many more there are.
type list struct {
	Items []text
	More  int
}

// maxItems is how many texts of a kind are shown.
const maxItems = 25

// listOf returns the first few of n texts, each once.
func listOf(n int, one func(int) text) list {
	return firstOf(maxItems, n, one)
}

func firstOf(most, n int, one func(int) text) (out list) {
	seen := make(map[string]bool)
	for i := range n {
		if len(out.Items) == most {
			out.More = n - i
			return out
		}
		if t := one(i); !t.IsZero() && !seen[t.Text] {
			seen[t.Text] = true
			out.Items = append(out.Items, t)
		}
	}
	return out
}
