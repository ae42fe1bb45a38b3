package examples_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var update = flag.Bool("update", false, "write the generated files of the folder data anew")

// The files of the folder data. The first two are written by hand, the
// pictures in them apart; the others are made of them.
const (
	payloadFile   = "vestre-aas-micro-credential.payload.json"
	badgeFile     = "vestre-aas-badge.json"
	sealedFile    = "vestre-aas-micro-credential.sealed.jsonld"
	signedFile    = "vestre-aas-badge.signed.json"
	signedJCSFile = "vestre-aas-badge.signed-jcs.json"
	keyFile       = "test-key.json"
	anchorFile    = "test-ca.pem"
)

// generated says how each file is made that nobody writes by hand. Ed25519
// and RSASSA-PKCS1-v1_5 signatures are deterministic, and the times are fixed.
var generated = map[string]func(testing.TB) []byte{
	keyFile: func(t testing.TB) []byte {
		text, err := testKey(t).Encode()
		require.NoError(t, err)
		return text
	},
	anchorFile:    func(testing.TB) []byte { return testkit.PEM(testkit.NewCA().Root) },
	sealedFile:    func(t testing.TB) []byte { return sealed(t, compact(t, read(t, payloadFile))) },
	signedFile:    func(t testing.TB) []byte { return signed(t, dataintegrity.EdDSARDFC2022) },
	signedJCSFile: func(t testing.TB) []byte { return signed(t, dataintegrity.EdDSAJCS2022) },
}

// TestGeneratedFiles proves that the committed files are what the generator
// makes, or writes them: go test ./examples -update
func TestGeneratedFiles(t *testing.T) {
	if *update {
		drawPages(t)
	}
	for name, generate := range generated {
		made := generate(t)
		if *update {
			require.NoError(t, os.WriteFile(filepath.Join("data", name), made, 0o644))
		}
		require.Equal(t, string(made), string(read(t, name)), "%s is not what the generator makes; run: go test ./examples -update", name)
	}
	entries, err := os.ReadDir("data")
	require.NoError(t, err)
	require.Len(t, entries, len(generated)+len([]string{payloadFile, badgeFile, "README.md"}))
}

// pagePointer is where picture 1 or 2 stands in the payload.
func pagePointer(number int) string {
	return "/displayParameter/individualDisplay/" + string(rune('0'+number-1)) + "/displayDetail/image/content"
}

func TestPictures(t *testing.T) {
	for number := 1; number <= 2; number++ {
		text := document(t, payloadFile).Lookup(pagePointer(number)).Text()
		file, err := base64.StdEncoding.DecodeString(text)
		require.NoError(t, err)
		requirePage(t, number, file)
	}
}

// drawPages writes the pictures into the payload, every other byte of which
// stays as it is.
func drawPages(t *testing.T) {
	doc := document(t, payloadFile)
	for number := 1; number <= 2; number++ {
		text := base64.StdEncoding.EncodeToString(encodePage(t, number))
		var err error
		doc, err = doc.With(pagePointer(number), string(jsontree.AppendString(nil, text)))
		require.NoError(t, err)
	}
	require.NoError(t, os.WriteFile(filepath.Join("data", payloadFile), doc.Bytes(), 0o644))
}

// testKey is the key of the example badge. It is published here: TEST ONLY.
func testKey(t testing.TB) *keys.Private {
	t.Helper()
	seed := sha256.Sum256([]byte("mikromerit examples: TEST ONLY"))
	key, err := keys.New(ed25519.NewKeyFromSeed(seed[:]), "", "")
	require.NoError(t, err)
	return key
}

// signed returns the badge with a proof of the test key.
func signed(t testing.TB, suite dataintegrity.Cryptosuite) []byte {
	t.Helper()
	return sign(t, document(t, badgeFile), suite).Bytes()
}

func sign(t testing.TB, doc vc.Document, suite dataintegrity.Cryptosuite) *proof.Secured {
	t.Helper()
	key := testKey(t).Key()
	out, err := dataintegrity.Sign(t.Context(), vc.Env{}, doc, suite, key, dataintegrity.Options{Created: testkit.SealTime, Array: true})
	require.NoError(t, err)
	return out
}

// sealed returns the credential with a seal of the test authority that holds all
// that a verifier needs for as long as the certificates run: a time stamp, revocation
// data and an archive time stamp over both.
func sealed(t testing.TB, payload []byte) []byte {
	t.Helper()
	ca, clock := testkit.NewCA(), func() time.Time { return testkit.SealTime.Add(time.Minute) }
	chain := append([]*x509.Certificate{ca.RSA.Certificate}, ca.RSA.Chain...)
	out, err := jades.Seal(t.Context(), vc.Env{Clock: clock}, payload, jades.Sealer{Key: ca.RSA.Key, Chain: chain}, jades.SealOptions{
		Level: jades.LTA, At: testkit.SealTime, Services: &testkit.Services{CA: ca, Clock: clock}, Anchors: trust.NewAnchors(ca.Root),
	})
	require.NoError(t, err)
	require.Equal(t, jades.LTA, out.Level, out.Findings)
	return out.File
}

// compact takes out the white space between the values, as Europass software
// does before it seals.
func compact(t testing.TB, text []byte) []byte {
	t.Helper()
	value := jsontext.Value(text).Clone()
	require.NoError(t, value.Compact())
	return value
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("data", name))
	require.NoError(t, err)
	return data
}

func document(t testing.TB, name string) vc.Document {
	t.Helper()
	doc, err := vc.ParseDocument(read(t, name), vc.Limits{})
	require.NoError(t, err)
	return doc
}
