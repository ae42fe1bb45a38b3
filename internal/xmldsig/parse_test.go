package xmldsig

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// What is not well formed, or needs more of XML than is read here, is refused.
func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "a", "<a>", "</a>", "<a></b>", "<a/><b/>", "<a/>x", "x<a/>", "<a b/>", "<a b=c/>", "<a b='1' b='2'/>", "<a b='<'/>", "<a b='1'c='2'/>",
		"<a>&b;</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#;</a>", "<a>&amp</a>", "<a>&</a>", "<a>]]></a>", "<a><![CDATA[</a>",
		"<a><!-- -- --></a>", "<a><!-- </a>", "<a><?p?></a>", "<!DOCTYPE a><a/>", "<a><!ELEMENT b></a>", "<?xml version='1.1'?><a/>", "<?xml?><a/>",
		"<?xml version='1.0' encoding='latin1'?><a/>", " <?xml version='1.0'?><a/>", "<a:b/>", "<a b:c='1'/>", "<a xmlns:b=''/>", "<a xmlns:xml='urn:x'/>", "<a xmlns:xmlns='urn:x'/>",
		"<a xmlns='http://www.w3.org/2000/xmlns/'/>", "<a xmlns:b='urn:x' xmlns:c='urn:x' b:d='1' c:d='2'/>", "<1/>", "<a:b:c xmlns:a='urn:a'/>", "<:a/>", "<a/ >", "< a/>", "<a\x00/>", "<a>\xff</a>", "<a>\ufffe</a>",
		"<a xmlns='urn:x' xmlns='urn:y'/>", "<![CDATA[x]]><a/>",
	} {
		_, err := Parse([]byte(text), Limits{})
		require.ErrorIs(t, err, ErrSyntax, "%q", text)
	}
}

// Each bound holds by itself.
func TestParseLimits(t *testing.T) {
	bindings, attributes := "", ""
	for i := range maxBindings + 1 {
		name := strings.Repeat("a", i+1)
		bindings += " xmlns:" + name + "='urn:x'"
		attributes += " " + name + "=''"
	}
	for name, text := range map[string]string{
		"bytes": "<a>" + strings.Repeat(" ", 1000) + "</a>", "depth": strings.Repeat("<a>", 11), "nodes": "<a>" + strings.Repeat("<b/>", 100) + "</a>",
		"comments": "<a>" + strings.Repeat("<!---->", 100) + "</a>", "bindings": "<a" + bindings + "/>", "attributes": "<a" + attributes + "/>",
		"name": "<" + strings.Repeat("a", maxName+1) + "/>", "value": "<a b='" + strings.Repeat("a", maxValue+1) + "'/>",
	} {
		limits := Limits{Depth: 10, Nodes: 90}
		if name == "bytes" {
			limits.Bytes = 500
		}
		_, err := Parse([]byte(text), limits)
		require.ErrorIs(t, err, ErrLimit, name)
	}
}

// Whatever bytes come, nothing panics; what is read is read again from its canonical
// form as the same, and the texts are those that the standard library reads.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{document, strings.Replace(odd, "SIGNATURE", "", 1), "<a>&#13;\r\n]]&gt;</a>", "<a xmlns:b='urn:b' b:c='&#9;'/>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := Parse(data, Limits{Bytes: 1 << 16, Nodes: 1000})
		if err != nil {
			return
		}
		for _, how := range []method{{exclusive: true}, {}} {
			var first, second strings.Builder
			require.NoError(t, canonicalize(&first, root, how, nil, 1<<30))
			again, err := Parse([]byte(first.String()), Limits{})
			require.NoError(t, err, first.String())
			require.NoError(t, canonicalize(&second, again, how, nil, 1<<30))
			require.Equal(t, first.String(), second.String())
		}
		mine := ""
		for e := range root.Walk() {
			for _, n := range e.Nodes {
				mine += n.Text
			}
		}
		theirs, err := standardText(data)
		if err == nil {
			require.Equal(t, len(theirs), len(mine))
		}
	})
}

// standardText returns the texts that encoding/xml reads.
func standardText(data []byte) (string, error) {
	decoder := xml.NewDecoder(strings.NewReader(string(data)))
	depth, text := 0, ""
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return text, nil
		} else if err != nil {
			return "", err
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth > 0 {
				text += string(token)
			}
		}
	}
}
