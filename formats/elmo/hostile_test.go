package elmo

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/vc"
)

// fault is a change of a good file, and the rule that it breaks.
type fault struct {
	name, from, to, code string
	schema               bool // whether the schema has the rule, too
}

func (f fault) in(text string) string { return strings.Replace(text, f.from, f.to, 1) }

var faults = []fault{
	{"no title of the issuer", `<title xml:lang="nb">Vestre Ås</title>`, ``, "ELMO-REQUIRED", true},
	{"no type of an identifier", ` type="schac"`, ``, "ELMO-REQUIRED", true},
	{"two dates of issue", `<issueDate>`, `<issueDate>2026-06-01T12:00:00+02:00</issueDate><issueDate>`, "ELMO-REPEATED", true},
	{"an element of nobody", `<status>`, `<grade>5</grade><status>`, "ELMO-UNKNOWN", true},
	{"an attribute of nobody", `<status>`, `<status sure="yes">`, "ELMO-UNKNOWN", true},
	{"text between elements", `<report>`, `<report>hello`, "ELMO-UNKNOWN", true},
	{"credit before status", `<status>passed</status><credit><scheme>ECTS</scheme><value>5</value></credit>`, `<credit><scheme>ECTS</scheme></credit><status>passed</status>`, "ELMO-ORDER", true},
	{"another status", `passed`, `done`, "ELMO-WORD", true},
	{"a month of no year", `<familyName>Nordmann</familyName>`, `<familyName>Nordmann</familyName><bday>2001-13-01</bday>`, "ELMO-DATE", true},
	{"a day without a time", `<generatedDate>2026-06-01T12:00:00+02:00`, `<generatedDate>2026-06-01`, "ELMO-DATETIME", true},
	{"credits in words", `<value>5</value>`, `<value>five</value>`, "ELMO-NUMBER", true},
	{"credits with an exponent", `<value>5</value>`, `<value>5e2</value>`, "ELMO-NUMBER", true},
	{"a country of three letters", `<country>NO</country>`, `<country>NOR</country>`, "ELMO-COUNTRY", true},
	{"no language", `xml:lang="nb"`, `xml:lang="norwegian bokmål"`, "ELMO-LANGUAGE", true},
	{"an element of the other version", `<familyName>Nordmann</familyName>`, `<familyName>Nordmann</familyName><alternativeName>N</alternativeName><bday>2001-01-01</bday>`, "ELMO-UNKNOWN", true},
	{"a time without zone", `12:00:00+02:00</issueDate>`, `12:00:00</issueDate>`, "ELMO-ZONE", false},
	{"a scale that is not there", `<status>passed</status>`, `<status>passed</status><gradingSchemeLocalId>A-F</gradingSchemeLocalId>`, "ELMO-REFERENCE", false},
	{"a group that is not there", `</credit>`, `</credit><grouping typeref="1" idref="1"/>`, "ELMO-REFERENCE", false},
	{"a file that is not there", `</credit>`, `</credit><attachments><ref>7</ref></attachments>`, "ELMO-REFERENCE", false},
	{"no status", `<status>passed</status>`, ``, "ELMO-STATUS", false},
	{"a term that ends first", `<status>`, `<academicTerm><title>V</title><start>2026-06-01</start><end>2026-01-01</end></academicTerm><status>`, "ELMO-PERIOD", false},
	{"a picture for a file", `</report>`, `<attachment><content>https://a.example/x.pdf</content></attachment></report>`, "ELMO-CONTENT", false},
	{"a broken data: URI", `</report>`, `<attachment><content>data:application/pdf;base64,***</content></attachment></report>`, "ELMO-CONTENT", false},
}

// A good file breaks no rule, each fault the one that it should, and a faulty file is
// read all the same, with an account of every leaf.
func TestFaults(t *testing.T) {
	check := func(text string) (codes []string) {
		f, err := Read([]byte(text), vc.Limits{})
		require.NoError(t, err)
		for _, p := range f.Reports[0].Problems {
			codes = append(codes, p.Code())
			require.True(t, p.Pointer == "" || f.Reports[0].Document.Root().Lookup(p.Pointer).Exists(), p.Pointer)
		}
		doc := f.Reports[0].Document
		c, report, err := Decode(doc, DecodeOptions{})
		require.NoError(t, err)
		require.NoError(t, mapping.AccountsForDocument(report, doc.Root(), c))
		return codes
	}
	require.Empty(t, check(small))
	tested := map[string]bool{}
	for _, f := range faults {
		require.NotEqual(t, small, f.in(small), f.name)
		require.Contains(t, check(f.in(small)), f.code, f.name)
		tested[f.code] = true
	}
	for _, r := range Rules() {
		if r.Axis == vc.Conformant && r.Code != ruleRules.Code {
			require.True(t, tested[r.Code], r.Code)
		}
	}
}

// What looks like the format and is made to harm its reader is refused, in one sentence
// and at once.
func TestHostile(t *testing.T) {
	head := strings.Index(small, "<generatedDate>")
	los := "<learningOpportunitySpecification><title>x</title><specifies><learningOpportunityInstance/></specifies><hasPart>"
	inside := func(text string) string { return strings.Replace(small, "<issueDate>", text+"<issueDate>", 1) }
	for name, text := range map[string]string{
		"external entity": `<!DOCTYPE elmo [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.Replace(small, "Nordmann", "&x;", 1),
		"laughs":          `<!DOCTYPE elmo [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>` + strings.Replace(small, "Nordmann", "&b;", 1),
		"document type":   `<!DOCTYPE elmo SYSTEM "https://a.example/elmo.dtd">` + small,
		"instruction":     `<?xml-stylesheet href="x"?>` + small,
		"other encoding":  `<?xml version="1.0" encoding="ISO-8859-1"?>` + small,
		"deep parts":      inside(strings.Repeat(los, 5000) + strings.Repeat("</hasPart></learningOpportunitySpecification>", 5000)),
		"cut off":         small[:len(small)-20],
		"two roots":       small + small,
		"no report":       small[:strings.Index(small, "<report>")] + "</elmo>",
		"not UTF-8":       strings.Replace(small, "Nordmann", "Nordm\xff", 1),
		"many attributes": small[:head] + "<generatedDate" + strings.Repeat(" a='1'", 1000) + "/>" + small[head:],
		"many reports":    strings.Replace(small, "</report>", "</report>"+strings.Repeat("<report/>", 2000), 1),
		"other root":      `<elmo xmlns="urn:x" a="https://github.com/emrex-eu/elmo-schemas/tree/v1"/>`,
	} {
		require.True(t, IsXML([]byte(text)), name)
		_, err := Read([]byte(text), vc.Limits{})
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "\n", name)
	}
	for _, text := range []string{"", "<elmo/>", "<svg/>", "{}", "<!--", "<?", "<!DOCTYPE", `<x:elmo xmlns:x="urn:y"/>`} {
		require.False(t, IsXML([]byte(text)), text)
	}
	require.True(t, IsXML([]byte("\ufeff<!-- a --><x:elmo xmlns:x='"+Namespace+"'/>")))
}

// A large report is read in proportion to its size, or refused by its limits.
func TestManyOpportunities(t *testing.T) {
	one := `<learningOpportunitySpecification><title xml:lang="nb">x</title><specifies><learningOpportunityInstance><status>passed</status></learningOpportunityInstance></specifies></learningOpportunitySpecification>`
	text := strings.Replace(small, "<issueDate>", strings.Repeat(one, 5_000)+"<issueDate>", 1)
	f, err := Read([]byte(text), vc.Limits{})
	require.NoError(t, err)
	c, _, err := Decode(f.Reports[0].Document, DecodeOptions{})
	require.NoError(t, err)
	require.Len(t, c.Others, 5_000)
	_, err = Read([]byte(strings.Replace(small, "<issueDate>", strings.Repeat(one, 300_000)+"<issueDate>", 1)), vc.Limits{})
	require.ErrorIs(t, err, vc.ErrLimit)
}

// Scales and groups that name each other in a circle are read once.
func TestCircles(t *testing.T) {
	text := strings.Replace(small, `</credit>`, `</credit><grouping typeref="1" idref="1"/>`, 1)
	text = strings.Replace(text, `</report>`, `</report><groups><groupType id="1"><title>a</title><group id="1"><title>b</title></group><group id="1"><title>c</title></group></groupType></groups>`, 1)
	f, err := Read([]byte(text), vc.Limits{})
	require.NoError(t, err)
	require.Empty(t, f.Reports[0].Problems)
	_, _, err = Decode(f.Reports[0].Document, DecodeOptions{})
	require.NoError(t, err)
}

// What little there is in a file must not become gigabytes: neither an element that is
// kept as XML, in which each element declares a namespace anew, nor what the file says
// once for many reports.
func TestGrowth(t *testing.T) {
	limits := vc.Limits{Bytes: 2 << 20}
	strange := strings.Replace(small, `<report>`, `<x xmlns:l="`+strings.Repeat("x", 60_000)+`">`+strings.Repeat("<l:y/>", 50_000)+`</x><report>`, 1)
	_, err := Read([]byte(strange), limits)
	require.ErrorIs(t, err, vc.ErrLimit)
	attachment := `<attachment><title>x</title><content>data:text/plain;base64,` + strings.Repeat("QUFB", 250_000) + `</content></attachment>`
	i, j := strings.Index(small, "<report>"), strings.Index(small, "</report>")+len("</report>")
	_, err = Read([]byte(small[:i]+strings.Repeat(small[i:j], 900)+attachment+small[j:]), limits)
	require.ErrorIs(t, err, vc.ErrLimit)
}
