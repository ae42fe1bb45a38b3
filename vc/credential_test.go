package vc

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func TestCredentialView(t *testing.T) {
	d := document(t, fullV2)
	c, problems := ReadCredential(d)
	require.Empty(t, problems)
	require.Equal(t, d, c.Document())
	require.Equal(t, V2, c.Version())
	require.Equal(t, "urn:uuid:9c9a36f8-518f-4976-a934-6649502d0008", c.ID())
	require.Equal(t, []string{"VerifiableCredential", "Course", "https://example.org/#Extra"}, c.Types())
	require.True(t, c.HasType("Course"))
	require.False(t, c.HasType("Other"))
	require.Len(t, c.Contexts(), 3)
	require.True(t, c.HasContext("https://example.org/contexts/1"))
	require.False(t, c.HasContext("https://example.org/contexts/2"))
	require.Equal(t, "did:web:vestre-aas.example", c.IssuerID())
	require.Equal(t, "Vestre Aas", c.Issuer().Get("name").Text())
	require.Equal(t, "/credentialSubject/1", c.Subjects()[1].Pointer())
	require.Equal(t, "2026-01-01T00:00:00Z", c.ValidFrom().String())
	require.Equal(t, "2031-01-01T01:00:00+01:00", c.ValidUntil().String())
	require.Equal(t, "Kursa", c.Name().At(1).Get("@value").Text())
	require.True(t, c.Description().IsObject())
	for _, list := range [][]jsontree.Value{c.Statuses(), c.Schemas(), c.Evidence(), c.RefreshServices()} {
		require.Len(t, list, 1)
	}
	require.Len(t, c.TermsOfUse(), 2)
	require.Len(t, c.RelatedResources(), 2)
}

func TestCredentialViewOfAnything(t *testing.T) {
	for _, src := range []string{`{}`, `{"@context":null,"type":[5,"A"],"issuer":{"id":7},"validFrom":{},"credentialSubject":null}`} {
		c, problems := ReadCredential(document(t, src))
		require.NotEmpty(t, problems)
		require.Equal(t, Version(0), c.Version())
		require.Empty(t, c.ID())
		require.Empty(t, c.IssuerID())
		require.True(t, c.ValidFrom().IsZero())
		require.True(t, c.ValidUntil().IsZero())
		require.Empty(t, c.Statuses())
	}
	c, problems := ReadCredential(Document{})
	require.NotEmpty(t, problems)
	require.Nil(t, c.Types())
}

func TestValidityPeriod(t *testing.T) {
	for _, c := range []struct{ members, from, until string }{
		{`"validFrom":"2026-01-01T00:00:00Z"`, "2026-01-01T00:00:00Z", ""},
		{`"issuanceDate":"2026-01-01T00:00:00Z"`, "2026-01-01T00:00:00Z", ""},
		{`"issued":"2026-01-01T00:00:00Z"`, "2026-01-01T00:00:00Z", ""},
		{`"issued":"2026-03-01T00:00:00Z","issuanceDate":"2026-01-01T00:00:00Z"`, "2026-01-01T00:00:00Z", ""},
		{`"issuanceDate":"2026-02-01T00:00:00Z","validFrom":"2026-01-01T00:00:00Z"`, "2026-02-01T00:00:00Z", ""},
		{`"issuanceDate":"2026-01-01T00:00:00Z","validFrom":"2026-02-01T00:00:00Z"`, "2026-02-01T00:00:00Z", ""},
		{`"issuanceDate":"nonsense","validFrom":"2026-02-01T00:00:00"`, "2026-02-01T00:00:00", ""},
		{`"validUntil":"2026-01-01T00:00:00Z","expirationDate":"2027-01-01T00:00:00Z"`, "", "2026-01-01T00:00:00Z"},
		{`"validUntil":"2028-01-01T00:00:00Z","expirationDate":"2027-01-01T00:00:00Z"`, "", "2027-01-01T00:00:00Z"},
		{`"expirationDate":"2027-01-01T00:00:00Z"`, "", "2027-01-01T00:00:00Z"},
		{`"validUntil":null`, "", ""},
	} {
		view, _ := ReadCredential(document(t, "{"+c.members+"}"))
		require.Equal(t, c.from, view.ValidFrom().String(), c.members)
		require.Equal(t, c.until, view.ValidUntil().String(), c.members)
	}
}

func TestPresentationOfVersion1(t *testing.T) {
	d := edit(t, document(t, presentationV1), `/verifiableCredential=`+fullV1)
	require.Empty(t, list(CheckPresentation(d)))
	d = edit(t, d, `-/verifiableCredential/issuer`)
	require.Equal(t, []string{"VCDM1-ISSUER /verifiableCredential/issuer"}, list(CheckPresentation(d)))
}

func TestCheckRelatedResource(t *testing.T) {
	content := []byte(`{"@context": {}}`)
	sum256, sum384 := sha256.Sum256(content), sha512.Sum384(content)
	multihash := "zQmfHrFTW7cr2rA3uFVFkTq2m3bNypnTXHT3RfKN6cEGwbx"
	bare := "u" + base64.RawURLEncoding.EncodeToString(sum256[:])
	blake3 := "u" + base64.RawURLEncoding.EncodeToString(append([]byte{0x1e, 32}, sum256[:]...))
	sri256 := "sha256-" + base64.StdEncoding.EncodeToString(sum256[:])
	sri384 := "sha384-" + base64.StdEncoding.EncodeToString(sum384[:])
	other384 := "sha384-" + strings.Repeat("A", 64)

	for member, want := range map[string][]string{
		`"digestSRI":"` + sri256 + `"`:                                     nil,
		`"digestSRI":"` + sri384 + `?x"`:                                   nil,
		`"digestSRI":"` + other384 + " " + sri384 + `"`:                    nil,
		`"digestMultibase":"` + multihash + `"`:                            nil,
		`"digestMultibase":["` + bare + `"]`:                               nil,
		`"digestMultibase":["` + blake3 + `","` + bare + `"]`:              nil,
		`"digestMultibase":"` + bare + `","digestSRI":"` + sri384 + `"`:    nil,
		`"digestMultibase":"` + bare + `","digestSRI":"` + other384 + `"`:  {"VCDM2-RELATED-MATCH /digestSRI"},
		`"digestSRI":"` + sri256 + " " + other384 + `"`:                    {"VCDM2-RELATED-MATCH /digestSRI"}, // the strongest counts
		`"digestMultibase":"uM4RgWQc3RUDtjJCSgTJtTfvpZ7SPEg_LNO0ESlovQC0"`: {"VCDM2-RELATED-MATCH /digestMultibase"},
		`"digestMultibase":"` + blake3 + `"`:                               {"VCDM2-RELATED-MATCH "},
		`"digestSRI":null`:                                                 {"VCDM2-RELATED-MATCH "},
		`"id":"https://example.org/"`:                                      {"VCDM2-RELATED-MATCH "},
	} {
		problems := CheckRelatedResource(document(t, "{"+member+"}").Root(), content)
		if want == nil {
			want = []string{}
		}
		require.Equal(t, want, list(problems), member)
	}
}

func TestMultibaseDigestsOfOddForm(t *testing.T) {
	for _, data := range [][]byte{nil, {0x12}, {0x12, 32}, {0x12, 31, 1, 2}, make([]byte, 31), make([]byte, 33),
		{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, append([]byte{0x20, 32}, make([]byte, 32)...)} {
		_, ok := parseMultibaseDigest("u" + base64.RawURLEncoding.EncodeToString(data))
		require.False(t, ok, "%x", data)
	}
	_, ok := parseMultibaseDigest("z" + strings.Repeat("1", 32)) // thirty-two zero bytes
	require.True(t, ok)
	for _, s := range []string{"", "u", "z", "z0OIl", "f00", "m" + strings.Repeat("A", 43)} {
		_, ok := parseMultibaseDigest(s)
		require.False(t, ok, s)
	}
	_, ok = parseMultibaseDigest("z" + strings.Repeat("1", 1_000_000))
	require.False(t, ok)
	_, ok = parseMultibaseDigest("uungWv48Bz-pBQUDeXa4iI7A\nDYaOWF3qctBD_YfIAFa0")
	require.False(t, ok)
}

func FuzzReadCredential(f *testing.F) {
	for _, src := range []string{fullV2, fullV1, fullPresentation, presentationV1, fullEnvelope, `{}`, `{"@context":[],"type":[[]],"proof":[null]}`} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		d, err := ParseDocument(src, Limits{Bytes: 1 << 16})
		if err != nil {
			return
		}
		c, problems := ReadCredential(d)
		for _, problems := range [][]Problem{problems, CheckPresentation(d), CheckEnvelope(d)} {
			require.LessOrEqual(t, len(problems), maxProblems)
			for _, p := range problems {
				require.NotEmpty(t, p.Error())
				require.NotEmpty(t, p.Found)
				parent, _ := splitPointer(p.Pointer)
				require.True(t, d.Lookup(parent).Exists(), p.Pointer)
			}
		}
		if len(problems) == 0 {
			require.NotZero(t, c.Version())
			require.True(t, c.HasType("VerifiableCredential"))
			require.True(t, IsURL(c.IssuerID()))
			require.NotEmpty(t, c.Subjects())
			require.True(t, c.ID() == "" || IsURL(c.ID()))
		}
		for _, v := range c.RelatedResources() {
			CheckRelatedResource(v, src)
		}
	})
}

func BenchmarkReadCredential(b *testing.B) {
	d := document(b, fullV2)
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := ReadCredential(d); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkParseDateTime(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseDateTime("2023-09-27T13:54:17.123+02:00"); err != nil {
			b.Fatal(err)
		}
	}
}
