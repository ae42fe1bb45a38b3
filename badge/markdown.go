package badge

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The narratives of Open Badges are Markdown (CommonMark 0.31). What is quoted in
// one shows as itself, and is read back as it was.

// markup are the characters that can begin inline markup, beside the ampersand.
const markup = "\\`*_[]<>~|"

// quoteMarkdown escapes a text for a place within a line. The further characters
// are escaped as well. Lines that follow are indented by the given white space; without
// any, the text is a paragraph of its own.
func quoteMarkdown(text, further, indent string) string {
	var b strings.Builder
	whole := strings.TrimRight(text, "\n")
	for i, line := range strings.Split(whole, "\n") {
		if i > 0 {
			b.WriteString("\\\n" + indent)
		}
		quoteLine(&b, line, further, i > 0 || indent == "")
	}
	b.WriteString(strings.Repeat("&#10;", len(text)-len(whole)))
	return b.String()
}

// quoteInline escapes a text that stays on one line, with its breaks as references.
func quoteInline(text, further string) string {
	var b strings.Builder
	quoteLine(&b, text, further, false)
	return b.String()
}

// quoteLine escapes one line. At the start of a line of Markdown more characters
// have a meaning: those of lists, headings and rules.
func quoteLine(b *strings.Builder, line, further string, atStart bool) {
	number := len(line) - len(strings.TrimLeft(line, "0123456789"))
	for i, r := range line {
		switch {
		case r == utf8.RuneError:
			b.WriteString("\uFFFD")
		case r < ' ' || r == 0x7f, r == ' ' && (i == 0 || i == len(line)-1):
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		case r == '&' && i+1 < len(line) && isEntityStart(line[i+1]):
			b.WriteString("\\&")
		case r >= utf8.RuneSelf && strings.ContainsRune(further, r): // no backslash escapes it
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		case strings.ContainsRune(markup, r), strings.ContainsRune(further, r),
			atStart && i == 0 && strings.ContainsRune("-+#=:", r),
			atStart && i == number && i > 0 && (r == '.' || r == ')'):
			b.WriteString("\\" + string(r))
		default:
			b.WriteRune(r)
		}
	}
}

func isEntityStart(c byte) bool {
	return c == '#' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// unquoteMarkdown reads what quoteMarkdown wrote. It is false for anything with
// markup in it.
func unquoteMarkdown(s string) (string, bool) {
	if !strings.ContainsAny(s, markup+"&") {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && isPunctuation(s[i+1]):
			i++
			b.WriteByte(s[i])
		case c == '\\' && i+1 < len(s) && s[i+1] == '\n':
			i++
			b.WriteByte('\n')
		case c == '&' && strings.HasPrefix(s[i:], "&#"):
			end := strings.IndexByte(s[i:min(len(s), i+10)], ';')
			if end < 0 {
				return "", false
			}
			n, err := strconv.ParseUint(s[i+2:i+end], 10, 21)
			if err != nil || !utf8.ValidRune(rune(n)) {
				return "", false
			}
			b.WriteRune(rune(n))
			i += end
		case strings.IndexByte(markup, c) >= 0:
			return "", false
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), true
}

// isPunctuation reports whether a character can be escaped (CommonMark, section
// 2.4).
func isPunctuation(c byte) bool {
	return c > ' ' && c < 0x7f && !(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')
}

// cutMarkdown cuts a value at the separators that are not escaped and not within
// a link.
func cutMarkdown(s, separator string) []string {
	var out []string
	start, depth, quoted := 0, 0, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '&' && strings.HasPrefix(s[i:], "&#"):
			if end := strings.IndexByte(s[i:min(len(s), i+10)], ';'); end > 0 {
				i += end
			}
		case c == '"' && depth > 0:
			quoted = !quoted
		case quoted:
		case c == '[' || c == '(' && i > 0 && s[i-1] == ']' || c == '<':
			depth++
		case (c == ']' || c == ')' || c == '>') && depth > 0:
			depth--
		case depth == 0 && strings.HasPrefix(s[i:], separator):
			out = append(out, s[start:i])
			start = i + len(separator)
			i = start - 1
		}
	}
	return append(out, s[start:])
}

// link is a link of Markdown: what is shown, where it leads, and what a reader
// can have shown about it.
type markdownLink struct{ text, url, title string }

// isLinkable reports whether an address can stand in a link as it is. A link to
// anything that a browser runs, such as javascript: or data:, would be a trap for
// whoever follows it.
func isLinkable(url string) bool {
	scheme, _, _ := strings.Cut(url, ":")
	switch strings.ToLower(scheme) {
	case "http", "https", "urn", "did":
		return isGlobal(url) && !strings.ContainsFunc(url, func(r rune) bool { return r <= ' ' || r == 0x7f })
	}
	return false
}

func (l markdownLink) String() string {
	if l.text == l.url && l.title == "" && isWebURL(l.url) && !strings.ContainsAny(l.url, "<>\\&") {
		return "<" + l.url + ">"
	}
	out := "[" + quoteInline(l.text, ";") + "](" + quotePart(l.url, "()<>\\&") // in a destination entities count
	if l.title != "" {
		out += ` "` + quotePart(l.title, "\"\\&") + `"`
	}
	return out + ")"
}

// quotePart escapes a destination or title.
func quotePart(s, special string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r < ' ':
			b.WriteString("&#" + strconv.Itoa(int(r)) + ";")
		case strings.ContainsRune(special, r):
			b.WriteString("\\" + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// unquotePart reads what quotePart wrote up to one of the stop characters.
func unquotePart(s, stop string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && i+1 < len(s) && isPunctuation(s[i+1]):
			i++
			b.WriteByte(s[i])
		case c == '&' && strings.HasPrefix(s[i:], "&#"):
			end := strings.IndexByte(s[i:min(len(s), i+10)], ';')
			if end < 0 {
				return "", "", false
			}
			n, err := strconv.ParseUint(s[i+2:i+end], 10, 21)
			if err != nil || !utf8.ValidRune(rune(n)) {
				return "", "", false
			}
			b.WriteRune(rune(n))
			i += end
		case strings.IndexByte(stop, c) >= 0:
			return b.String(), s[i:], true
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// readLink reads a link at the start of a text.
func readLink(s string) (l markdownLink, rest string, ok bool) {
	if url, isAuto := strings.CutPrefix(s, "<"); isAuto {
		url, rest, ok = strings.Cut(url, ">")
		return markdownLink{url, url, ""}, rest, ok && isWebURL(url)
	}
	if !strings.HasPrefix(s, "[") {
		return l, s, false
	}
	end := 1
	for ; end < len(s) && s[end] != ']'; end++ {
		if s[end] == '\\' {
			end++
		}
	}
	if end >= len(s) || !strings.HasPrefix(s[end:], "](") {
		return l, s, false
	}
	if l.text, ok = unquoteMarkdown(s[1:end]); !ok {
		return l, s, false
	}
	if l.url, rest, ok = unquotePart(s[end+2:], " )"); !ok {
		return l, s, false
	}
	if title, has := strings.CutPrefix(rest, ` "`); has {
		if l.title, rest, ok = unquotePart(title, `"`); !ok {
			return l, s, false
		}
		rest = rest[1:]
	}
	rest, ok = strings.CutPrefix(rest, ")")
	return l, rest, ok
}
