package vectors

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/mikromerit/mikromerit/vc"
)

// bothWays are the suites that stand for the two ways of signing: statements and
// text. What does not depend on the key is asked of these.
var bothWays = []string{"eddsa-rdfc-2022", "eddsa-jcs-2022"}

// goodsOf signs a draft by each of some suites.
func (b bench) goodsOf(slugs []string, d draft) ([]good, error) {
	var all []good
	for _, suite := range embeddedSuites {
		if !slices.Contains(slugs, suite.slug) {
			continue
		}
		g, err := b.good(suite, d)
		if err != nil {
			return nil, fmt.Errorf("%s of %s: %w", d.slug, suite.slug, err)
		}
		all = append(all, g)
	}
	return all, nil
}

// vectorsOf returns the vectors of a draft by each of some suites.
func (b bench) vectorsOf(slugs []string, d draft, operators []operator) ([]Vector, error) {
	goods, err := b.goodsOf(slugs, d)
	if err != nil {
		return nil, err
	}
	var all []Vector
	for _, g := range goods {
		made, err := g.vectors(operators)
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// draftOf returns the draft of that name.
func draftOf(slug string) draft {
	return drafts[slices.IndexFunc(drafts, func(d draft) bool { return d.slug == slug })]
}

// texts returns the vectors of text that careless readers take for the text that was
// signed: the signature is right for what they read.
func texts(b bench) ([]Vector, error) {
	d := draftOf("badge")
	whole := d.text
	d.slug = "text"
	// A character that stands for broken ones, and a line break in a text.
	d.text = func(issuer string) string {
		return strings.Replace(whole(issuer), `"name": "Fjellredning"`, `"name": "`+nameInText+`"`, 1)
	}
	return b.vectorsOf(bothWays, d, []operator{
		{slug: "json", rule: "JSON-SYNTAX", make: otherTexts},
		{slug: "name", rule: "JSONLD-TERM-UNDEFINED", make: namesAlike},
		{slug: "forged", rule: "JSONLD-TERM-UNDEFINED", because: "A stranger signed, and the proof of the issuer stands beside, under a name in capitals.", make: forgedBeside},
		{slug: "respelled", rule: "PROOF-SIGNATURE", because: "The name of the badge was changed, and the change is written with escapes.", make: replacedText("/name", "vinter", `v\u0069nter \u0031`)},
	})
}

const nameInText = "Fjellredning \ufffd" + `\nvinter`

// otherText is another text, and what is the matter with it. The rules of the two
// ways may differ.
type otherText struct {
	slug, rule, because string
	old, other          string // what is put in the place of what
	level               vc.Level
	spec                string
}

// The clauses of the JSON specification, and of the one on its canonical form.
const (
	specJSON       = "https://www.rfc-editor.org/rfc/rfc8259#section-2"
	specNumbers    = "https://www.rfc-editor.org/rfc/rfc8259#section-6"
	specStrings    = "https://www.rfc-editor.org/rfc/rfc8259#section-7"
	specUTF8       = "https://www.rfc-editor.org/rfc/rfc8259#section-8.1"
	specSurrogates = "https://www.rfc-editor.org/rfc/rfc8259#section-8.2"
	// specCanonicalStrings demands an error on a lone surrogate.
	specCanonicalStrings = "https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2.2"
	specUnique           = "https://www.rfc-editor.org/rfc/rfc8259#section-4"
	specPrecision        = "https://www.rfc-editor.org/rfc/rfc7493#section-2.2"
)

const creditsText = `"creditsEarned": 7.5`

// otherTextRows are the texts that differ in one place. A reader may refuse a name
// that stands twice, a lone surrogate and a number of more digits than it keeps, so
// that is what it should do.
var otherTextRows = []otherText{
	{"line-break", "JSON-SYNTAX", "A line break stands in a string as it is, without an escape.", `\nvinter`, "\nvinter", "", specStrings},
	{"escape-hex", "JSON-SYNTAX", "A string holds an escape of other languages, \\x76.", `\nvinter`, `\n\x76inter`, "", specStrings},
	{"escape-octal", "JSON-SYNTAX", "A string holds an escape of other languages, \\166.", `\nvinter`, `\n\166inter`, "", specStrings},
	{"escape-braces", "JSON-SYNTAX", "A string holds an escape of other languages, \\u{76}.", `\nvinter`, `\n\u{76}inter`, "", specStrings},
	{"escape-of-nothing", "JSON-SYNTAX", "A backslash stands before a letter that needs none.", `\nvinter`, `\n\vinter`, "", specStrings},
	{"escape-line", "JSON-SYNTAX", "A backslash at the end of a line continues a string on the next.", `\nvinter`, "\\nvin\\\nter", "", specStrings},
	{"byte", "JSON-ENCODING", "In the place of a character stands a byte that is no UTF-8.", "\ufffd", "\xff", "", specUTF8},
	{"overlong", "JSON-ENCODING", "A letter is written in more bytes than UTF-8 has for it.", `\nvinter`, "\\n\xc1\xb6inter", "", specUTF8},
	{"surrogate-bytes", "JSON-ENCODING", "In the place of a character stands half a pair of UTF-16, in bytes.", "\ufffd", "\xed\xa0\x80", "", specUTF8},
	{"surrogate", "JSON-ENCODING", "In the place of a character stands the escape of half a pair of UTF-16.", "\ufffd", `\ud800`, vc.Should, specSurrogates},
	{"surrogates-turned", "JSON-ENCODING", "In the place of a character stand the escapes of a pair of UTF-16, the wrong way round.", "\ufffd", `\udc00\ud800`, vc.Should, specSurrogates},
	{"quotes", "JSON-SYNTAX", "A string stands in single quotes.", `"FJ-110"`, `'FJ-110'`, "", specStrings},
	{"backquotes", "JSON-SYNTAX", "A string stands in backquotes.", `"FJ-110"`, "`FJ-110`", "", specStrings},
	{"name-without-quotes", "JSON-SYNTAX", "A name stands without quotes.", `"humanCode"`, `humanCode`, "", specJSON},
	{"comma-twice", "JSON-SYNTAX", "There is a comma too many.", creditsText + ",", creditsText + ",,", "", specJSON},
	{"comma-last", "JSON-SYNTAX", "A comma follows the last element of a list.", `"θέρος"]`, `"θέρος",]`, "", specJSON},
	{"comment-line", "JSON-SYNTAX", "There is a comment at the end of a line.", creditsText + ",", creditsText + ", // as earned\n", "", specJSON},
	{"comment-hash", "JSON-SYNTAX", "There is a comment behind a hash.", creditsText + ",", creditsText + ", # as earned\n", "", specJSON},
	{"number-plus", "JSON-SYNTAX", "A number begins with a plus sign.", creditsText, `"creditsEarned": +7.5`, "", specNumbers},
	{"number-zero", "JSON-SYNTAX", "A number begins with a zero too many.", creditsText, `"creditsEarned": 07.5`, "", specNumbers},
	{"number-point-first", "JSON-SYNTAX", "A number begins with its point.", creditsText, `"creditsEarned": .75e1`, "", specNumbers},
	{"number-point-last", "JSON-SYNTAX", "The digits behind the point of a number are missing.", creditsText, `"creditsEarned": 75.e-1`, "", specNumbers},
	{"number-underscore", "JSON-SYNTAX", "An underscore stands between the digits of a number.", creditsText, `"creditsEarned": 7.5_0`, "", specNumbers},
	{"number-letter", "JSON-SYNTAX", "A letter for its type follows a number.", creditsText, `"creditsEarned": 7.5d`, "", specNumbers},
	{"number-not-one", "JSON-SYNTAX", "A number is NaN.", creditsText, `"creditsEarned": NaN`, "", specNumbers},
	{"name-twice-inside", "JSON-DUPLICATE-NAME", "A member of the achievement stands twice, first with another value.", `"humanCode"`, `"humanCode": "FJ-220", "humanCode"`, vc.Should, specUnique},
	{"name-twice-escaped", "JSON-DUPLICATE-NAME", "A member of the achievement stands twice, once with an escape in its name.", `"humanCode"`, `"\u0068umanCode": "FJ-220", "humanCode"`, vc.Should, specUnique},
	{"value-twice", "JSON-DUPLICATE-NAME", "The proofValue stands twice, first without content.", `"proofValue"`, `"proofValue":"z","proofValue"`, vc.Should, specUnique},
}

// aroundRows are texts with something before or behind, and the text in other bytes.
var aroundRows = []struct {
	slug, rule, because string
	change              func(string) string
	level               vc.Level
	spec                string
}{
	{"mark", "FORMAT-BOM", "A byte order mark stands before the text, which none may write and a reader may pass over.", func(s string) string { return "\ufeff" + s }, vc.Should, specUTF8},
	{"utf-16-big", "JSON-ENCODING", "The text is in UTF-16, the higher byte first.", func(s string) string { return inUTF16(s, 0, 1) }, "", specUTF8},
	{"utf-16-little", "JSON-ENCODING", "The text is in UTF-16, the lower byte first.", func(s string) string { return inUTF16(s, 1, 0) }, "", specUTF8},
	{"utf-16-marked", "FORMAT-UTF16", "The text is in UTF-16, and its mark says so.", func(s string) string { return "\xfe\xff" + inUTF16(s, 0, 1) }, "", specUTF8},
	{"nul-before", "JSON-SYNTAX", "A NUL stands before the document.", func(s string) string { return "\x00" + s }, "", specJSON},
	{"nul-behind", "JSON-TRAILING", "A NUL follows the document.", func(s string) string { return s + "\x00" }, "", specJSON},
	{"letter-behind", "JSON-TRAILING", "A letter follows the document.", func(s string) string { return s + "x" }, "", specJSON},
	{"comma-behind", "JSON-TRAILING", "A comma follows the document.", func(s string) string { return s + "," }, "", specJSON},
	{"brace-behind", "JSON-TRAILING", "A brace too many closes the document.", func(s string) string { return s + "}" }, "", specJSON},
	{"form-feed-behind", "JSON-TRAILING", "A form feed follows the document, which is no white space in JSON.", func(s string) string { return s + "\f" }, "", specJSON},
	{"no-break-space-behind", "JSON-TRAILING", "A no-break space follows the document, which is no white space in JSON.", func(s string) string { return s + "\u00a0" }, "", specJSON},
	{"twice", "JSON-TRAILING", "The document stands twice in the text.", func(s string) string { return s + "\n" + s }, "", specJSON},
	{"cut", "JSON-SYNTAX", "The last brace of the document is missing.", func(s string) string { return strings.TrimSuffix(strings.TrimSpace(s), "}") }, "", specJSON},
	{"comma-at-the-end", "JSON-SYNTAX", "A comma follows the last member of the document.", func(s string) string { return strings.TrimSuffix(strings.TrimSpace(s), "}") + ",}" }, "", specJSON},
}

// inUTF16 writes a text in UTF-16, of each unit first the byte that high names.
func inUTF16(text string, high, low int) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		pair := [2]byte{byte(unit >> 8), byte(unit)}
		b.WriteByte(pair[high])
		b.WriteByte(pair[low])
	}
	return b.String()
}

// otherTexts writes the signed document in other texts.
func otherTexts(g good) ([]embeddedCopy, error) {
	text := g.file.String()
	out := make([]embeddedCopy, 0, len(otherTextRows)+len(aroundRows)+4)
	for _, row := range append(otherTextRows, numberRows(g.suite.statements)...) {
		if !strings.Contains(text, row.old) {
			return nil, fmt.Errorf("%s: there is no %q in the document", row.slug, row.old)
		}
		if row.spec == specSurrogates && !g.suite.statements {
			row.level, row.spec = "", specCanonicalStrings // this form has none
		}
		out = append(out, embeddedCopy{slug: row.slug, rule: row.rule, because: row.because, level: row.level, spec: row.spec, text: strings.Replace(text, row.old, row.other, 1)})
	}
	for _, row := range aroundRows {
		out = append(out, embeddedCopy{slug: row.slug, rule: row.rule, because: row.because, level: row.level, spec: row.spec, text: row.change(text)})
	}
	proof := `"proof":` + g.file.Get("proof").Raw()
	open := strings.TrimSuffix(strings.TrimSpace(text), "}") + ","
	for slug, member := range map[string]string{"proof-twice": proof, "proof-twice-escaped": strings.Replace(proof, "p", `\u0070`, 1)} {
		out = append(out, embeddedCopy{slug: slug, rule: "JSON-DUPLICATE-NAME", because: "The same proof stands twice under one name.", level: vc.Should, spec: specUnique, text: open + member + "}"})
	}
	return out, nil
}

// numberRows are numbers that are not one of binary64.
func numberRows(statements bool) []otherText {
	rule := "JSON-NUMBER"
	if statements {
		rule = "JSONLD-NUMBER"
	}
	return []otherText{
		{"number-of-many-digits", rule, "A number has more digits than readers keep, so it reads as the one that was signed.", creditsText, `"creditsEarned": 7.50000000000000000001`, vc.Should, specPrecision},
		{"number-beyond", rule, "A number is larger than any that readers keep.", creditsText, `"creditsEarned": 1e400`, "", specPrecision},
		{"number-below", rule, "A number is smaller than any that readers keep, and is not zero.", creditsText, `"creditsEarned": 1e-400`, "", specPrecision},
		{"number-text", "PROOF-SIGNATURE", "A number became a string.", creditsText, `"creditsEarned": "7.5"`, "", specDI + "#verify-proof"},
	}
}

// namesAlike adds members whose names only a reader who folds letters takes for
// others: names are compared by their code points.
func namesAlike(g good) ([]embeddedCopy, error) {
	rule := "JSONLD-TERM-UNDEFINED"
	if !g.suite.statements {
		rule = "PROOF-SIGNATURE"
	}
	var out []embeddedCopy
	for slug, name := range map[string]string{
		"capital": "Issuer", "capitals": "ISSUER", "long-s": "i\u017f\u017fuer", "space": "issuer ", "zero-width": "issuer\u200b", "cyrillic": "\u0456ssuer",
	} {
		doc, err := edit(g.file, "/"+name, quote(g.stranger.id))
		if err != nil {
			return nil, err
		}
		out = append(out, embeddedCopy{slug: slug, rule: rule, because: fmt.Sprintf("A second issuer was added under the name %+q.", name), text: doc.String()})
	}
	return out, nil
}

// forgedBeside is signed by a stranger and bears the proof of the issuer as well.
func forgedBeside(g good) ([]embeddedCopy, error) {
	doc, err := edit(g.unsigned, "/description", `"Master of Medicine"`)
	if err != nil {
		return nil, err
	}
	if doc, err = g.sign(doc, g.stranger, g.options); err != nil {
		return nil, err
	}
	copies, err := one(edit(doc, "/PROOF", g.file.Get("proof").Raw()))
	if err == nil && !g.suite.statements {
		copies[0].rule = "PROOF-SIGNATURE"
	}
	return copies, err
}

// replacedText replaces a part of the text of a member as it is written.
func replacedText(pointer, old, other string) func(good) ([]embeddedCopy, error) {
	return func(g good) ([]embeddedCopy, error) {
		raw := g.file.Lookup(pointer).Raw()
		if !strings.Contains(raw, old) {
			return nil, fmt.Errorf("there is no %q at %s", old, pointer)
		}
		return one(edit(g.file, pointer, strings.Replace(raw, old, other, 1)))
	}
}
