package bake_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/bake"
)

const (
	xmlnsSVG = ` xmlns="http://www.w3.org/2000/svg"`
	xmlnsOB  = ` xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"`
	xmlnsOB2 = ` xmlns:openbadges="http://openbadges.org"`
	xmlnsCLR = ` xmlns:clr="https://purl.imsglobal.org/clr/v2p0"`

	elementJSON = `<openbadges:credential` + xmlnsOB + `><![CDATA[{"type":"VerifiableCredential"}]]></openbadges:credential>`
	plainJSON   = `{"type":"VerifiableCredential"}`
)

// The images have "|" where the badge goes.
func TestBakeSVG(t *testing.T) {
	for name, shape := range map[string]string{
		"small":             `<svg` + xmlnsSVG + `>|</svg>`,
		"no namespace":      `<svg>|<path/></svg>`,
		"prologue":          "<?xml version=\"1.0\" encoding='UTF-8'?>\r\n<!-- <svg> --><?x <svg>?>\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n<svg" + xmlnsSVG + ">|\r\n\t<g/>\n</svg>\n<!-- end -->\n",
		"byte order mark":   "\ufeff<?xml version=\"1.0\"?><svg" + xmlnsSVG + ">|</svg>",
		"prefixed":          `<s:svg xmlns:s="http://www.w3.org/2000/svg">|<s:g/></s:svg>`,
		"sign in attribute": `<svg` + xmlnsSVG + ` desc="a>b/>">|<g/></svg>`,
		"our namespace":     `<svg` + xmlnsSVG + xmlnsOB + `>|<g/></svg>`,
		"our prefix taken":  `<svg` + xmlnsSVG + ` xmlns:openbadges="https://elsewhere.example/">|<openbadges:credential/></svg>`,
		"oddly written":     "<svg\n" + xmlnsSVG + " \n width = '1' >|<g ></g ></svg >",
		"other text":        `<svg` + xmlnsSVG + `>|&lt;&#229;<![CDATA[<openbadges:credential>]]>å</svg>`,
	} {
		for form, payload := range map[string]string{"json": jsonBadge, "jwt": jwt(jsonBadge), "clr": jsonCLR} {
			t.Run(name+" "+form, func(t *testing.T) {
				var want string
				switch form {
				case "json":
					want = `<openbadges:credential` + xmlnsOB + `><![CDATA[` + strings.ReplaceAll(payload, "]]>", "]]]]><![CDATA[>") + `]]></openbadges:credential>`
				case "jwt":
					want = `<openbadges:credential` + xmlnsOB + ` verify="` + payload + `"></openbadges:credential>`
				case "clr":
					want = `<clr:credential` + xmlnsCLR + `><![CDATA[` + payload + `]]></clr:credential>`
				}
				requireBakes(t, strings.Replace(shape, "|", "", 1), strings.Replace(shape, "|", want, 1), payload)
			})
		}
	}
}

func requireBakes(t *testing.T, plain, want, payload string) {
	t.Helper()
	kind, ok := bake.Is([]byte(plain))
	require.True(t, ok)
	require.Equal(t, bake.SVG, kind)
	_, err := bake.Unbake([]byte(plain), bake.Limits{})
	requireError(t, err, bake.CodeNone, "")

	baked, err := bake.Bake([]byte(plain), []byte(payload), bake.Limits{})
	require.NoError(t, err)
	require.Equal(t, want, string(baked))
	p, err := bake.Unbake(baked, bake.Limits{})
	require.NoError(t, err)
	require.Equal(t, payload, string(p.Data))
	require.Empty(t, p.Problems)

	other, err := bake.Bake(baked, []byte(jsonBadge2), bake.Limits{})
	require.NoError(t, err)
	back, err := bake.Bake(other, []byte(payload), bake.Limits{})
	require.NoError(t, err)
	require.Equal(t, want, string(back))
}

func TestBakeSVGIntoEmptyRoot(t *testing.T) {
	for plain, want := range map[string]string{
		`<svg/>`: `<svg>` + elementJSON + `</svg>`,
		"<s:svg\n xmlns:s=\"http://www.w3.org/2000/svg\" /><!-- end -->": "<s:svg\n xmlns:s=\"http://www.w3.org/2000/svg\" >" + elementJSON + "</s:svg><!-- end -->",
		`<?xml version="1.0"?><svg` + xmlnsSVG + `/>`:                    `<?xml version="1.0"?><svg` + xmlnsSVG + `>` + elementJSON + `</svg>`,
	} {
		requireBakes(t, plain, want, plainJSON)
	}
}

// Whatever badges were there, baking leaves one and every other byte.
func TestBakeSVGReplaces(t *testing.T) {
	littered := `<svg` + xmlnsSVG + xmlnsOB2 + `> <openbadges:assertion verify="https://norraby.example/a/1"/>` + "\n" +
		`<g><x:credential xmlns:x="https://purl.imsglobal.org/ob/v3p0"><y/></x:credential>å</g><credential` + strings.Replace(xmlnsCLR, ":clr", "", 1) + `>{}</credential></svg>`
	got, err := bake.Bake([]byte(littered), []byte(plainJSON), bake.Limits{})
	require.NoError(t, err)
	require.Equal(t, `<svg`+xmlnsSVG+xmlnsOB2+`>`+elementJSON+" \n<g>å</g></svg>", string(got))
}

func TestUnbakeSVGLeniently(t *testing.T) {
	in := func(xmlns, content string) string { return `<svg` + xmlnsSVG + xmlns + ">\n" + content + `</svg>` }
	url := "https://norraby.example/a/1"
	token := jwt(jsonBadge)
	for name, c := range map[string]struct {
		image    string
		data     string
		form     bake.Form
		standard bake.Standard
		place    string
		codes    []string
	}{
		"namespace at the root": {in(xmlnsOB, `<openbadges:credential> <![CDATA[ `+plainJSON+` ]]> </openbadges:credential>`),
			plainJSON, bake.JSON, bake.OpenBadges3, "line 2", nil},
		"another prefix": {in(` xmlns:b="https://purl.imsglobal.org/ob/v3p0"`, `<b:credential verify=" `+token+` "/>`),
			token, bake.JWT, bake.OpenBadges3, "line 2", nil},
		"comments before and in it": {in(xmlnsOB, `<!-- a --><?b?><openbadges:credential><!-- c -->`+plainJSON+`</openbadges:credential>`),
			plainJSON, bake.JSON, bake.OpenBadges3, "line 2", nil},
		"JSON without CDATA": {in(xmlnsOB, `<openbadges:credential>{&quot;a&quot;:&#34;&amp;&#xe5;"}</openbadges:credential>`),
			`{"a":"&å"}`, bake.JSON, bake.OpenBadges3, "line 2", nil},
		"JSON in verify": {in(xmlnsOB, `<openbadges:credential verify='{"a":1}'/>`), `{"a":1}`, bake.JSON, bake.OpenBadges3, "line 2", nil},
		"CDATA in parts": {in(xmlnsOB, `<openbadges:credential><![CDATA[{"a":"]]]]><![CDATA[>"}]]></openbadges:credential>`),
			`{"a":"]]>"}`, bake.JSON, bake.OpenBadges3, "line 2", nil},
		"CR LF": {in(xmlnsOB, "<openbadges:credential><![CDATA[{\r\n\"a\":1}]]></openbadges:credential>"),
			"{\n\"a\":1}", bake.JSON, bake.OpenBadges3, "line 2", nil},
		"verify and body": {in(xmlnsOB, `<openbadges:credential verify="`+token+`">`+plainJSON+`</openbadges:credential>`),
			token, bake.JWT, bake.OpenBadges3, "line 2", []string{"BAKE-VERIFY"}},
		"verify and element": {in(xmlnsOB, `<openbadges:credential verify="`+token+`"><a/></openbadges:credential>`),
			token, bake.JWT, bake.OpenBadges3, "line 2", []string{"BAKE-VERIFY"}},
		"empty verify": {in(xmlnsOB, `<openbadges:credential verify="">`+plainJSON+`</openbadges:credential>`),
			plainJSON, bake.JSON, bake.OpenBadges3, "line 2", nil},
		"verify of another namespace": {in(xmlnsOB, `<openbadges:credential openbadges:verify="x">`+plainJSON+`</openbadges:credential>`),
			plainJSON, bake.JSON, bake.OpenBadges3, "line 2", nil},
		"clr": {in(xmlnsCLR, `<clr:credential>`+jsonCLR+`</clr:credential>`), jsonCLR, bake.JSON, bake.CLR2, "line 2", nil},
		"ob2 hosted": {in(xmlnsOB2, `<openbadges:assertion verify="`+url+`"><![CDATA[`+jsonOB2+`]]></openbadges:assertion>`),
			jsonOB2, bake.JSON, bake.OpenBadges2, "line 2", nil},
		"ob2 signed": {in(xmlnsOB2, `<openbadges:assertion verify="`+jwt(jsonOB2)+`"></openbadges:assertion>`),
			jwt(jsonOB2), bake.JWT, bake.OpenBadges2, "line 2", nil},
		"ob2 address": {in(xmlnsOB2, `<openbadges:assertion verify="`+url+`"/>`), url, bake.URL, bake.OpenBadges2, "line 2", nil},
		"ob3 under the name of ob2": {in(xmlnsOB2, `<openbadges:assertion verify="`+token+`"/>`),
			token, bake.JWT, bake.OpenBadges2, "line 2", []string{"BAKE-NAME"}},
		"elsewhere": {in(xmlnsOB, "<g/>\n<metadata><openbadges:credential>"+plainJSON+`</openbadges:credential></metadata>`),
			plainJSON, bake.JSON, bake.OpenBadges3, "line 3", []string{"BAKE-PLACE-SVG"}},
		"behind text": {in(xmlnsOB, "text<openbadges:credential>"+plainJSON+`</openbadges:credential>`),
			plainJSON, bake.JSON, bake.OpenBadges3, "line 2", []string{"BAKE-PLACE-SVG"}},
		"two": {in(xmlnsOB, `<openbadges:credential>`+plainJSON+"</openbadges:credential>\n<openbadges:credential/>"),
			plainJSON, bake.JSON, bake.OpenBadges3, "line 2", []string{"BAKE-COUNT"}},
		"two of two standards": {in(xmlnsOB2, `<openbadges:assertion verify="`+url+`"/>`+elementJSON),
			plainJSON, bake.JSON, bake.OpenBadges3, "line 2", []string{"BAKE-COUNT", "BAKE-PLACE-SVG"}},
		"one in another": {in(xmlnsOB, `<openbadges:credential verify="`+token+`">`+elementJSON+`</openbadges:credential>`),
			token, bake.JWT, bake.OpenBadges3, "line 2", []string{"BAKE-VERIFY"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := bake.Unbake([]byte(c.image), bake.Limits{})
			require.NoError(t, err)
			require.Equal(t, c.data, string(p.Data))
			require.Equal(t, c.form, p.Form)
			require.Equal(t, c.standard, p.Standard)
			require.Equal(t, c.place, p.Place.String())
			require.Equal(t, c.codes, codes(p))
			require.Equal(t, byte('<'), c.image[p.Place.Offset])
		})
	}
}

func TestDamagedSVG(t *testing.T) {
	whole := "<svg" + xmlnsSVG + ">\n" + elementJSON + "\n<g/></svg>\n"
	within := func(content string) string {
		return "<svg" + xmlnsSVG + xmlnsOB + ">\n<openbadges:credential>" + content + "</openbadges:credential></svg>"
	}
	for name, c := range map[string]struct{ image, code, place string }{
		"no badge":                {`<svg/>`, bake.CodeNone, ""},
		"another root":            {"\n<html><svg/></html>", bake.CodeImage, "line 2"},
		"root in other namespace": {`<svg xmlns="https://elsewhere.example/"/>`, bake.CodeImage, "line 1"},
		"comment only":            {"<!-- a -->\n", bake.CodeXML, "line 2"},
		"cut off in a tag":        {whole[:20], bake.CodeXML, "line 1"},
		"cut off in the badge":    {whole[:len(whole)-50], bake.CodeXML, "line 2"},
		"cut off at the end":      {whole[:len(whole)-4], bake.CodeXML, "line 3"},
		"root not closed":         {"<svg>\n<g/>\n", bake.CodeXML, "line 3"},
		"wrong end tag":           {"<svg>\n<g></h></svg>", bake.CodeXML, "line 2"},
		"attribute unquoted":      {"<svg\nwidth=1/>", bake.CodeXML, "line 2"},
		"attribute twice":         {"<svg>\n<g a='1' b='' a='2'/></svg>", bake.CodeXML, "line 2"},
		"attribute twice by URI":  {"<svg>\n<g xmlns:a='u:' xmlns:b='u:' a:c='1' b:c='2'/></svg>", bake.CodeXML, "line 2"},
		"verify twice":            {"<svg" + xmlnsOB + ">\n<openbadges:credential verify='a' verify='b'/></svg>", bake.CodeXML, "line 2"},
		"prefix not declared":     {"<svg>\n<openbadges:credential verify=''/></svg>", bake.CodeXML, "line 2"},
		"control character":       {"<svg>\n\x01</svg>", bake.CodeXML, "line 2"},
		"text before the root":    {"<?x?>\ntext<svg/>", bake.CodeXML, "line 1"},
		"text behind the root":    {"<svg/>text", bake.CodeXML, "line 1"},
		"two roots":               {"<svg/>\n<svg/>", bake.CodeXML, "line 2"},
		"late XML declaration":    {"<!-- -->\n<?xml version='1.0'?><svg/>", bake.CodeXML, "line 2"},
		"XML 1.1":                 {"<?xml version='1.1'?><svg/>", bake.CodeXML, "line 1"},
		"DOCTYPE twice":           {"<!DOCTYPE svg>\n<!DOCTYPE svg><svg/>", bake.CodeXML, "line 2"},
		"DOCTYPE in the root":     {"<svg>\n<!DOCTYPE svg></svg>", bake.CodeXML, "line 2"},

		"internal subset":     {"<!DOCTYPE svg [ <!ENTITY a 'b'> ]><svg>&a;</svg>", bake.CodeEntity, "line 1"},
		"empty subset":        {"<!DOCTYPE svg\n[]><svg/>", bake.CodeEntity, "line 1"},
		"entity declaration":  {"\n<!ENTITY a 'b'><svg/>", bake.CodeEntity, "line 2"},
		"entity in text":      {"<svg>\n&a;</svg>", bake.CodeEntity, "line 2"},
		"entity in attribute": {"<!DOCTYPE svg>\n<svg xmlns='&ns_svg;'/>", bake.CodeEntity, "line 2"},
		"entity of HTML":      {"<svg>&nbsp;</svg>", bake.CodeEntity, "line 1"},
		"entity in the badge": {within("{&a;}"), bake.CodeEntity, "line 2"},

		"not UTF-8":           {"<svg>\n\n\xe5</svg>", bake.CodeEncoding, "line 3"},
		"UTF-16 with mark":    {"\xff\xfe<\x00s\x00v\x00g\x00", bake.CodeEncoding, "line 1"},
		"UTF-16 big endian":   {"\x00<\x00s\x00v\x00g", bake.CodeEncoding, "line 1"},
		"UTF-16 without mark": {"<\x00s\x00v\x00g\x00", bake.CodeEncoding, "line 1"},
		"Latin-1 declared":    {"<?xml version='1.0' encoding='ISO-8859-1'?>\n<svg/>", bake.CodeEncoding, "line 1"},
		"UTF-16 declared":     {"<?xml version='1.0' encoding = \"utf-16\"?>\n<svg/>", bake.CodeEncoding, "line 1"},

		"badge empty":          {within(""), bake.CodePayload, "line 2"},
		"badge blank":          {within("<![CDATA[ \n ]]>"), bake.CodePayload, "line 2"},
		"element in the badge": {within("\n\n<g/>{}"), bake.CodePayload, "line 4"},
		"badge not a badge":    {within("badge"), bake.CodePayload, "line 2"},
		"too large":            {within("{" + strings.Repeat(" ", 4<<20) + "}"), bake.CodeLimit, "line 2"},
		"too deep":             {"<svg>\n" + strings.Repeat("<g>", 300), bake.CodeLimit, "line 2"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := bake.Unbake([]byte(c.image), bake.Limits{})
			requireError(t, err, c.code, c.place)
			if c.code != bake.CodePayload && c.code != bake.CodeNone && name != "too large" {
				_, err = bake.Bake([]byte(c.image), []byte(plainJSON), bake.Limits{})
				requireError(t, err, c.code, c.place)
			}
		})
	}
}

// A changed byte yields the same badge, another badge or an error.
func TestEveryChangedByteOfSVG(t *testing.T) {
	whole, err := bake.Bake([]byte("<?xml version='1.0'?><!DOCTYPE svg><svg"+xmlnsSVG+"><g a='&amp;'/></svg>"), []byte(jsonBadge), bake.Limits{})
	require.NoError(t, err)
	start := strings.Index(string(whole), "{")
	end := start + len(jsonBadge) + len("]]><![CDATA[")
	for offset := range whole {
		for _, flip := range []byte{0x01, 0x02, 0x20, 0x80, 0xff} {
			changed := []byte(string(whole))
			changed[offset] ^= flip
			p, err := bake.Unbake(changed, bake.Limits{})
			if err == nil && (offset < start || offset >= end) {
				require.Equal(t, jsonBadge, string(p.Data), "offset %d ^ %02x", offset, flip)
			}
			if err != nil {
				var found *bake.Error
				require.True(t, errors.As(err, &found))
			} else if offset >= start && offset < end {
				require.NotEqual(t, jsonBadge, string(p.Data), "offset %d ^ %02x", offset, flip)
			}
		}
	}
	for length := range whole {
		_, err := bake.Unbake(whole[:length], bake.Limits{})
		require.Error(t, err, "cut off at %d", length)
	}
}
