package xmldsig

import (
	"crypto/x509"
	"encoding/pem"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// tool skips a test without a program.
func tool(t *testing.T, name string) {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skip(name + " is not on this machine")
	}
}

func writeFile(t *testing.T, name string, data []byte) string {
	t.Helper()
	name = filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(name, data, 0o600))
	return name
}

// What the tests sign by themselves is right for other software too.
func TestOthersVerify(t *testing.T) {
	tool(t, "xmlsec1")
	ca := testkit.NewCA()
	for alg, by := range map[string]testkit.Sealer{"RS256": ca.RSA, "RS512": ca.RSA, "ES256": ca.EC} {
		file := writeFile(t, "list.xml", []byte(signed(testkit.XMLSignature{Sealer: by, Alg: alg})))
		certificate := writeFile(t, "signer.pem", testkit.PEM(by.Certificate))
		out, err := exec.Command("xmlsec1", "--verify", "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", "--pubkey-cert-pem", certificate, file).CombinedOutput()
		require.NoError(t, err, "%s: %s", alg, out)
	}
}

// odd has what canonical XML writes in another way than it stands: attributes over
// several lines, their order, references, CDATA, line breaks, namespaces that are used
// late, twice or not at all.
const odd = "<?xml version=\"1.0\" encoding=\"utf-8\" standalone='yes'?>\r\n<!-- before -->\r\n<a:list xmlns:a = \"urn:a\" xmlns=\"urn:d\" xmlns:unused='urn:u'\r\n  xmlns:b=\"urn:b\" b:z='1' a:z=\"2\" z=\"3\"\r\n  schema=\"one\r\n\ttwo  three&#10;four&#9;&quot;&lt;>'\">\r\n" +
	"<plain xml:lang=\"no\" xmlns=\"\"><b:in xmlns:b=\"urn:other\" b:k=\"&#x20AC;&amp;\"/><none xmlns=\"urn:d\"/></plain><c xmlns:b='urn:b' b:x=''><![CDATA[<&>]]>]]&gt; &#13; &apos;æøå𐍈<!-- inside --></c>\r\n  SIGNATURE</a:list>\r\n<!-- after -->"

// What other software signs verifies, in both methods of canonical XML.
func TestOthersSign(t *testing.T) {
	tool(t, "xmlsec1")
	ca := testkit.NewCA()
	for _, method := range []string{exclusiveC14N, exclusiveC14N + "WithComments", inclusiveC14N} {
		for alg, by := range map[string]testkit.Sealer{"rsa-sha256": ca.RSA, "ecdsa-sha256": ca.EC} {
			if strings.Contains(method, "WithComments") && alg != "rsa-sha256" {
				continue
			}
			// The parts of a signature of our own are the template.
			own := signed(testkit.XMLSignature{Sealer: by})
			i := strings.Index(own, "<ds:Signature ")
			template := own[i : strings.LastIndex(own, "</ds:Signature>")+len("</ds:Signature>")]
			template = strings.ReplaceAll(template, exclusiveC14N, method)
			for _, part := range []string{"SignatureValue", "DigestValue"} {
				template = emptied(template, part, strings.Index(template, "</ds:SignatureValue>")+1)
			}
			file := writeFile(t, "template.xml", []byte(strings.Replace(odd, "SIGNATURE", template, 1)))
			der, err := x509.MarshalPKCS8PrivateKey(by.Key)
			require.NoError(t, err)
			key := writeFile(t, "key.pem", pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
			out := filepath.Join(t.TempDir(), "signed.xml")
			said, err := exec.Command("xmlsec1", "--sign", "--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", "--privkey-pem", key, "--output", out, file).CombinedOutput()
			require.NoError(t, err, "%s", said)
			data, err := os.ReadFile(out)
			require.NoError(t, err)
			s, err := Verify(data, Options{})
			require.NoError(t, err, "%s %s\n%s", method, alg, data)
			require.Equal(t, "one  two  three\nfour\t\"<>'", s.Root.Attr("schema"))
		}
	}
}

// emptied empties the elements of a name that stand before a place.
func emptied(text, name string, before int) string {
	out, rest := "", text
	for {
		i := strings.Index(rest, "<ds:"+name)
		if i < 0 || len(text)-len(rest)+i > before {
			return out + rest
		}
		j := strings.Index(rest[i:], ">") + i + 1
		end := strings.Index(rest[j:], "</ds:"+name) + j
		out += rest[:j]
		rest = rest[end:]
	}
}

// The canonical form is the one that libxml2 writes.
func TestOthersCanonicalise(t *testing.T) {
	tool(t, "xmllint")
	text := strings.Replace(odd, "SIGNATURE", "", 1)
	root, err := Parse([]byte(text), Limits{})
	require.NoError(t, err)
	for flag, how := range map[string]method{"--exc-c14n": {exclusive: true}, "--c14n": {}} {
		out, err := exec.Command("xmllint", flag, writeFile(t, "odd.xml", []byte(text))).Output()
		require.NoError(t, err)
		want := string(out)
		for _, comment := range []string{"<!-- before -->\n", "<!-- inside -->", "\n<!-- after -->"} { // which xmllint keeps
			want = strings.Replace(want, comment, "", 1)
		}
		var b strings.Builder
		require.NoError(t, canonicalize(&b, root, how, nil, 1<<30))
		require.Equal(t, want, b.String(), flag)
	}
}
