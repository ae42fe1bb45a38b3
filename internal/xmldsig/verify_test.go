package xmldsig

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

const document = `<list xmlns="urn:x" Id="all"><name xml:lang="en">A &amp; B</name><part Id="p">one</part></list>`

func signed(o testkit.XMLSignature) string { return testkit.SignXML(document, o) }

// Signatures by each method that is supported verify, and give what was signed without
// the signature.
func TestVerify(t *testing.T) {
	ca := testkit.NewCA()
	p384, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	large := ca.Issue(p384, func(c *x509.Certificate) { c.SerialNumber = big.NewInt(384) })
	for alg, by := range map[string]testkit.Sealer{
		"RS256": ca.RSA, "RS384": ca.RSA, "RS512": ca.RSA, "PS256": ca.RSA, "PS384": ca.RSA, "PS512": ca.RSA, "ES256": ca.EC, "ES384": large,
	} {
		s, err := Verify([]byte(signed(testkit.XMLSignature{Sealer: by, Alg: alg})), Options{})
		require.NoError(t, err, alg)
		require.True(t, s.Signer.Equal(by.Certificate), alg)
		require.Equal(t, testkit.ListTime, s.SigningTime.UTC(), alg)
		require.Equal(t, "A & B", s.Root.Path("name").Text(), alg)
		require.Nil(t, s.Root.Path("Signature"), alg)
	}
	_, err = Verify([]byte(signed(testkit.XMLSignature{})), Options{Accept: func(*x509.Certificate) bool { return false }})
	require.ErrorIs(t, err, ErrSigner)
}

// The two filters of older Europass software take the signature out as well.
func TestFilters(t *testing.T) {
	for _, transform := range []string{
		`<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>`,
		`<ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"><f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" Filter="subtract">/descendant::ds:Signature</f:XPath></ds:Transform>`,
	} {
		_, err := Verify([]byte(signed(testkit.XMLSignature{Transform: transform})), Options{})
		require.NoError(t, err)
		for _, other := range []string{"ancestor-or-self::ds:Signature)", "descendant::ds:Signature"} {
			narrower := strings.Replace(transform, other, strings.Replace(other, "ds:Signature", "ds:Sig", 1), 1)
			if narrower != transform {
				_, err = Verify([]byte(signed(testkit.XMLSignature{Transform: narrower})), Options{})
				require.ErrorIs(t, err, ErrUnsupported)
			}
		}
	}
}

// Signatures that leave something open are refused although their value is right.
func TestRefused(t *testing.T) {
	replace := func(old, new string) func(string) string {
		return func(s string) string {
			if !strings.Contains(s, old) {
				panic("nothing to replace: " + old)
			}
			return strings.Replace(s, old, new, 1)
		}
	}
	reference := func(s string) string {
		i, j := strings.Index(s, "<ds:Reference Type="), strings.Index(s, "</ds:SignedInfo>")
		return s[:i] + s[j:]
	}
	for name, o := range map[string]testkit.XMLSignature{
		"properties not signed": {Info: reference},
		"document not signed": {Info: func(s string) string {
			return s[:strings.Index(s, "<ds:Reference URI")] + s[strings.Index(s, "<ds:Reference Type"):]
		}},
		"only a part":     {Info: replace(`URI=""`, `URI="#p"`)},
		"outside":         {Info: replace(`URI=""`, `URI="https://example.org/"`)},
		"no URI":          {Info: replace(`URI=""`, ``)},
		"SHA-1 method":    {Info: replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")},
		"SHA-1 digest":    {Info: replace("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1")},
		"shortened value": {Info: replace(`rsa-sha256"></ds:SignatureMethod>`, `rsa-sha256"><ds:HMACOutputLength>8</ds:HMACOutputLength></ds:SignatureMethod>`)},
		"no certificate digest": {Properties: func(s string) string {
			return s[:strings.Index(s, "<xades:SigningCertificateV2>")] + s[strings.Index(s, "</xades:SignedSignatureProperties>"):]
		}},
		"other certificate": {Properties: func(s string) string {
			i := strings.Index(s, "<ds:DigestValue")
			j := strings.Index(s[i:], ">") + i
			return s[:j+1] + strings.Repeat("A", 43) + "=" + s[j+45:]
		}},
		"strange transform":      {Info: replace("enveloped-signature", "base64")},
		"XSLT":                   {Transform: `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"></ds:Transform>`},
		"signature stays inside": {Transform: " "},
		"signing time":           {Properties: replace("2026-01-10T08:00:00Z", "yesterday")},
	} {
		_, err := Verify([]byte(signed(o)), Options{})
		require.Error(t, err, name)
	}
}

// The digest of the signer's certificate may be by SHA-1 where the caller accepted that
// certificate as a whole, as with the signers of lists, and nowhere else.
func TestSignerBySHA1(t *testing.T) {
	signer := testkit.NewCA().ListSigner().Certificate
	sum := sha1.Sum(signer.Raw)
	bySHA1 := func(s string) string {
		i, j := strings.Index(s, "<ds:DigestMethod"), strings.Index(s, "</ds:DigestValue>")
		return s[:i] + `<ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2000/09/xmldsig#sha1"></ds:DigestMethod><ds:DigestValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">` + base64.StdEncoding.EncodeToString(sum[:]) + s[j:]
	}
	text := []byte(signed(testkit.XMLSignature{Properties: bySHA1}))
	_, err := Verify(text, Options{Accept: signer.Equal})
	require.NoError(t, err)
	_, err = Verify(text, Options{})
	require.ErrorIs(t, err, ErrInvalid)
	sum[0]++
	_, err = Verify([]byte(signed(testkit.XMLSignature{Properties: bySHA1})), Options{Accept: signer.Equal})
	require.ErrorIs(t, err, ErrInvalid)
}

// Whoever alters a document can make its digests anew. Without the key there is no
// value for them: not that of another document, nor one by a key of one's own.
func TestForgedValue(t *testing.T) {
	between := func(text, before, after string) string {
		_, rest, found := strings.Cut(text, before)
		value, _, closed := strings.Cut(rest, after)
		require.True(t, found && closed)
		return value
	}
	value := func(text string) string { return between(text, "<ds:SignatureValue>", "</ds:SignatureValue>") }
	ca := testkit.NewCA()
	strange, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	strangeRSA, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	for by, key := range map[*testkit.Sealer]crypto.Signer{&ca.RSA: strangeRSA, &ca.EC: strange} {
		good := testkit.SignXML(document, testkit.XMLSignature{Sealer: *by})
		other := testkit.SignXML(strings.Replace(document, "one", "two", 1), testkit.XMLSignature{Sealer: *by})
		own := testkit.Sealer{Certificate: by.Certificate, Key: key}
		for name, forged := range map[string]string{
			"value of another document": strings.Replace(other, value(other), value(good), 1),
			"own key":                   testkit.SignXML(document, testkit.XMLSignature{Sealer: own}),
			"no value":                  strings.Replace(good, value(good), "", 1),
		} {
			for _, accept := range []func(*x509.Certificate) bool{nil, by.Certificate.Equal} {
				_, err := Verify([]byte(forged), Options{Accept: accept})
				require.ErrorIs(t, err, ErrInvalid, name)
			}
		}
	}
}

// Everything that a signature refers to must be as it says, also what nobody needs.
func TestFurtherReference(t *testing.T) {
	further := func(digest string) string {
		return `<ds:Reference URI="#p"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>` + digest + `</ds:DigestValue></ds:Reference>`
	}
	with := func(text string) []byte {
		sum := sha256.Sum256([]byte(text))
		return []byte(signed(testkit.XMLSignature{Info: func(s string) string {
			return strings.Replace(s, "</ds:SignedInfo>", further(base64.StdEncoding.EncodeToString(sum[:]))+"</ds:SignedInfo>", 1)
		}}))
	}
	_, err := Verify(with(`<part xmlns="urn:x" Id="p">one</part>`), Options{})
	require.NoError(t, err)
	_, err = Verify(with(`<part xmlns="urn:x" Id="p">two</part>`), Options{})
	require.ErrorIs(t, err, ErrInvalid)
}

// A signature is found in one place only, and nobody else's content gets under it.
func TestWrapping(t *testing.T) {
	text := signed(testkit.XMLSignature{})
	i := strings.Index(text, "<ds:Signature ")
	signature := text[i : strings.LastIndex(text, "</ds:Signature>")+len("</ds:Signature>")]
	for name, forged := range map[string]string{
		"new root":            `<list xmlns="urn:x">` + text + `</list>`,
		"two signatures":      strings.Replace(text, "</list>", signature+"</list>", 1),
		"signature moved":     strings.Replace(strings.Replace(text, signature, "", 1), "one</part>", "one"+signature+"</part>", 1),
		"original in object":  `<list xmlns="urn:x"><name>evil</name>` + strings.Replace(signature, "</ds:Object>", "</ds:Object><ds:Object>"+strings.Replace(text, signature, "", 1)+"</ds:Object>", 1) + `</list>`,
		"id twice":            strings.Replace(text, `Id="p"`, `Id="properties"`, 1),
		"second properties":   strings.Replace(text, "<xades:SignedProperties", `<xades:SignedProperties Id="properties"></xades:SignedProperties><xades:SignedProperties`, 1),
		"text added":          strings.Replace(text, "one</part>", "one and two</part>", 1),
		"comment in text":     strings.Replace(text, "one</part>", "o<!-- -->n</part>", 1),
		"element added":       strings.Replace(text, "<part", "<part></part><part", 1),
		"attribute added":     strings.Replace(text, "<part", `<part a="1"`, 1),
		"namespace changed":   strings.Replace(text, "urn:x", "urn:y", 1),
		"signing time":        strings.Replace(text, "2026-01-10T", "2020-01-10T", 1),
		"unsigned properties": strings.Replace(text, "2026-01-10T08:00:00Z</xades:SigningTime>", "2026-01-10T08:00:00Z</xades:SigningTime><xades:Extra/>", 1),
	} {
		require.NotEqual(t, text, forged, name)
		_, err := Verify([]byte(forged), Options{})
		require.Error(t, err, name)
	}
	// A comment changes nothing of what was signed, and is not in what is returned.
	s, err := Verify([]byte(strings.Replace(text, "one</part>", "o<!-- two -->ne</part>", 1)), Options{})
	require.NoError(t, err)
	require.Equal(t, "one", s.Root.Path("part").Text())
}

// A signature over a part shows nothing of the rest, although it takes itself out.
func TestPartOnly(t *testing.T) {
	digest := func(s string) string {
		sum := sha256.Sum256([]byte(s))
		return base64.StdEncoding.EncodeToString(sum[:])
	}
	_, err := Verify([]byte(signed(testkit.XMLSignature{Info: func(s string) string {
		s = strings.Replace(s, `URI=""`, `URI="#p"`, 1)
		return strings.Replace(s, digest(document), digest(`<part xmlns="urn:x" Id="p">one</part>`), 1)
	}})), Options{})
	require.ErrorIs(t, err, ErrInvalid)
	require.ErrorContains(t, err, "does not cover the document")
}

// A signature counts at its place in the document only.
func TestPlace(t *testing.T) {
	inside := []byte(signed(testkit.XMLSignature{Inside: "</part>"}))
	_, err := Verify(inside, Options{Place: []string{"part"}})
	require.NoError(t, err)
	for _, place := range [][]string{nil, {"name"}, {"part", "part"}} {
		_, err = Verify(inside, Options{Place: place})
		require.ErrorIs(t, err, ErrUnsigned)
	}
}

// No byte of a signed file can be altered so that something else is taken for signed:
// either the change is refused, or what is returned is the same.
func TestMutations(t *testing.T) {
	text := []byte(signed(testkit.XMLSignature{Sealer: testkit.NewCA().EC}))
	want, err := Verify(text, Options{})
	require.NoError(t, err)
	passed := 0
	for i := range text {
		for _, b := range []byte{' ', '<', '>', '"', '&', 'A', text[i] ^ 1, text[i] ^ 0x20, text[i] ^ 0x80} {
			if b == text[i] {
				continue
			}
			changed := bytes.Clone(text)
			changed[i] = b
			requireSame(t, want, changed, &passed)
		}
		requireSame(t, want, append(bytes.Clone(text[:i]), text[i+1:]...), &passed)
	}
	require.Less(t, passed, len(text)/2, "few changes are harmless")
}

func requireSame(t *testing.T, want *Signed, changed []byte, passed *int) {
	t.Helper()
	got, err := Verify(changed, Options{})
	if err != nil {
		return
	}
	*passed++
	require.Equal(t, textOf(t, want.Root), textOf(t, got.Root), "%s", changed)
	require.True(t, want.SigningTime.Equal(got.SigningTime))
	require.True(t, want.Signer.Equal(got.Signer))
}

func textOf(t *testing.T, e *Element) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, canonicalize(&b, e, method{exclusive: true}, nil, 1<<30))
	return b.String()
}

// A key that would keep the processor busy is not used, and neither is a certificate
// beyond the bound.
func TestBounds(t *testing.T) {
	text := signed(testkit.XMLSignature{})
	i := strings.Index(text, "<ds:X509Certificate>")
	j := strings.Index(text, "</ds:X509Certificate>") + len("</ds:X509Certificate>")
	_, err := Verify([]byte(text[:j]+strings.Repeat(text[i:j], maxCertificates)+text[j:]), Options{})
	require.ErrorIs(t, err, ErrLimit)

	huge := testkit.IssueWith(testkit.NewCA(), hugeKey())
	err = algorithms[more+"rsa-sha256"].verify(huge, []byte("x"), make([]byte, 2048))
	require.ErrorIs(t, err, ErrUnsupported)

	many := strings.Replace(text, "</ds:SignedInfo>", strings.Repeat(`<ds:Reference URI=""></ds:Reference>`, 1000)+"</ds:SignedInfo>", 1)
	_, err = Verify([]byte(many), Options{})
	require.Error(t, err)
	for depth := 1; depth < 200; depth++ {
		if _, err := Parse([]byte(strings.Repeat("<a>", depth)+strings.Repeat("</a>", depth)), Limits{Depth: 100}); depth > 100 {
			require.ErrorIs(t, err, ErrLimit)
		} else {
			require.NoError(t, err, fmt.Sprint(depth))
		}
	}
}

// hugeKey returns a public key of a size that nobody uses.
func hugeKey() *rsa.PublicKey {
	return &rsa.PublicKey{N: new(big.Int).Add(new(big.Int).Lsh(big.NewInt(1), 16_384), big.NewInt(1)), E: 65537}
}

// The exclusive form declares a namespace in each element that uses it. A file of some
// hundred kilobytes must not become gigabytes, neither in what a signature covers nor in
// the signature itself, which is written before anybody knows who made it.
func TestGrowth(t *testing.T) {
	const kids = 20_000
	space := strings.Repeat("x", 60_000)
	info := `<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="` + exclusiveC14N + `"/>` + strings.Repeat("<l:x/>", kids) + `</ds:SignedInfo>`
	inside := `<a xmlns:l="` + space + `"><ds:Signature xmlns:ds="` + SpaceSignature + `">` + info + `<ds:SignatureValue>AA==</ds:SignatureValue></ds:Signature></a>`
	_, err := Verify([]byte(inside), Options{Limits: Limits{Bytes: 1 << 20}, Plain: true, Parts: true})
	require.ErrorIs(t, err, ErrLimit)
	document := `<a xmlns:l="` + space + `">` + strings.Repeat("<l:x/>", kids) + `</a>`
	_, err = Verify([]byte(testkit.SignXML(`<a></a>`, testkit.XMLSignature{})), Options{})
	require.NoError(t, err)
	root, err := Parse([]byte(document), Limits{})
	require.NoError(t, err)
	_, ok := root.XML(1 << 20)
	require.False(t, ok)
	signed := strings.Replace(testkit.SignXML(`<a></a>`, testkit.XMLSignature{}), "<a>", `<a xmlns:l="`+space+`">`+strings.Repeat("<l:x/>", kids), 1)
	_, err = Verify([]byte(signed), Options{Limits: Limits{Bytes: 1 << 20}})
	require.ErrorIs(t, err, ErrLimit)
}
