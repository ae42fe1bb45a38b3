package ob2

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The badges of these tests are fictional: a Swedish folk high school gives a
// badge for building boats.

const (
	mail       = "Aino.Virtanen@example.com"
	issuerID   = "https://malmon.example/issuer"
	classID    = "https://malmon.example/badges/boat"
	hostedID   = "https://malmon.example/awards/17"
	pixel      = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
	keyID      = "https://malmon.example/keys/1"
	listID     = "https://malmon.example/revoked"
	signedUUID = "urn:uuid:0d9d5b0e-3b52-4c71-9a0c-6a7c5b0f2f11"
)

func hashOf(identity, salt string) string {
	sum := sha256.Sum256([]byte(identity + salt))
	return "sha256$" + hex.EncodeToString(sum[:])
}

func issuerText() string {
	return `{"@context":"https://w3id.org/openbadges/v2","type":"Issuer","id":"` + issuerID + `","name":"Malmön folkhögskola",
	"url":"https://malmon.example/","email":"post@malmon.example","telephone":"+46555555","description":"En skola vid havet.",
	"image":"https://malmon.example/logo.svg","publicKey":"` + keyID + `","revocationList":"` + listID + `"}`
}

func classText() string {
	return `{"@context":"https://w3id.org/openbadges/v2","type":"BadgeClass","id":"` + classID + `","@language":"sv-SE","name":"Båtbyggare",
	"description":"Kan bygga en klinkbyggd eka.","image":{"id":"https://malmon.example/boat.png","caption":"En eka","author":"https://malmon.example/people/1"},
	"criteria":{"id":"https://malmon.example/badges/boat/criteria","narrative":"Bygg en **eka** som flyter."},
	"alignment":[{"targetName":"Träbearbetning","targetUrl":"https://example.org/skills/1","targetCode":"T-1","targetFramework":"Exempel"}],
	"tags":["båt","trä"],"version":2,"related":[{"id":"https://malmon.example/badges/boat/en","@language":"en-us","version":"2"}],
	"endorsement":"https://union.example/e/1","issuer":"` + issuerID + `",
	"extensions:ECTSExtension":{"@context":"https://x.example/ects","type":["Extension","extensions:ECTSExtension"],"ECTS":2.50},
	"extensions:EQFExtension":{"@context":"https://x.example/eqf","type":["Extension","extensions:EQFExtension"],"EQF":4},
	"extensions:LearningOutcomeExtension":{"@context":"https://x.example/lo","type":["Extension","extensions:LearningOutcomeExtension"],"LearningOutcome":"Bygga båtar"},
	"extensions:other":{"@context":"https://x.example/o","type":["Extension","extensions:Other"],"deep":[{"x":null},[]]},
	"stackable":true}`
}

func awardText() string {
	return `{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"` + hostedID + `",
	"recipient":{"type":"email","hashed":true,"salt":"havet","identity":"` + hashOf(strings.ToLower(mail), "havet") + `"},
	"badge":"` + classID + `","verification":{"type":"HostedBadge"},"issuedOn":"2019-06-07T10:00+02:00","expires":"2039-06-07T10:00:00Z",
	"image":"https://malmon.example/awards/17.png","narrative":"Hon byggde den själv.",
	"evidence":["https://malmon.example/verk/17",{"id":"_:b1","type":["Evidence","https://schema.org/Photograph"],"name":"Foto","description":"Ekan","narrative":"Sjösatt","genre":"Photo","audience":"Alla"}],
	"extensions:x":{"@context":"https://x.example/c","type":["Extension","extensions:X"],"n":1e2}}`
}

// rich is a class with everything in it that can be read, or not.
func rich(tb testing.TB) vc.StaticFetcher {
	w := web()
	class := edit(tb, classText(), "/alignment/-", `{"name":"Old style","url":"https://example.org/skills/2","description":"From 1.x"}`)
	class = edit(tb, class, "/alignment/-", `{"targetName":"Nowhere"}`)
	class = edit(tb, class, "/alignment/-", `{"targetUrl":"https://example.org/skills/3","targetCode":"T-3"}`)
	w[classID] = []byte(class)
	return w
}

func quote(s string) string { return string(jsontree.AppendString(nil, s)) }

func read(tb testing.TB, text string, f vc.Fetcher) *Assertion {
	tb.Helper()
	a, err := Read(tb.Context(), []byte(text), ReadOptions{Fetcher: f})
	require.NoError(tb, err)
	return a
}

// edit parses a text and sets one place in it.
func edit(tb testing.TB, text, pointer, raw string) string {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	require.NoError(tb, err)
	if raw == "" {
		doc, err = doc.Without(pointer)
	} else {
		doc, err = doc.With(pointer, raw)
	}
	require.NoError(tb, err)
	return doc.String()
}

// web is what the school serves.
func web() vc.StaticFetcher {
	return vc.StaticFetcher{
		issuerID: []byte(issuerText()), classID: []byte(classText()), hostedID: []byte(awardText()),
		listID: []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"RevocationList","id":"` + listID + `","issuer":"` + issuerID + `","revokedAssertions":["urn:uuid:1",{"id":"urn:uuid:2"},{"uid":"old-3"}]}`),
	}
}

// goneFetcher is a fetcher of which some documents are gone for good.
type goneFetcher struct {
	vc.StaticFetcher
	gone string
}

func (f goneFetcher) Fetch(ctx context.Context, url string, accept []string, maxBytes int64) ([]byte, string, error) {
	if url == f.gone {
		return nil, "", fmt.Errorf("%w: %w", vc.ErrUnreachable, vc.ErrGone)
	}
	return f.StaticFetcher.Fetch(ctx, url, accept, maxBytes)
}

func verify(tb testing.TB, text string, f vc.Fetcher, p proof.Policy) *Result {
	tb.Helper()
	r, err := Verify(context.Background(), []byte(text), vc.Env{Fetcher: f, Clock: sampleClock}, p)
	require.NoError(tb, err)
	return r
}

func trusted() proof.Policy { return proof.NewPolicy(proof.Issuers(issuerID)) }

// signedText is the award as a signed badge.
func signedText(tb testing.TB) string {
	text := edit(tb, awardText(), "/id", quote(signedUUID))
	return edit(tb, text, "/verification", `{"type":"SignedBadge","creator":"`+keyID+`"}`)
}

func sign(tb testing.TB, text, header, algorithm string, key crypto.Signer) string {
	tb.Helper()
	a, ok := jws.Lookup(algorithm)
	require.True(tb, ok)
	input := jws.Encode([]byte(header)) + "." + jws.Encode([]byte(text))
	signature, err := a.Sign(key, []byte(input))
	require.NoError(tb, err)
	return input + "." + jws.Encode(signature)
}

func pemOf(tb testing.TB, key crypto.Signer) string {
	tb.Helper()
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	require.NoError(tb, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func keyText(tb testing.TB, id, owner string, key crypto.Signer) []byte {
	return []byte(`{"@context":"https://w3id.org/openbadges/v2","type":"CryptographicKey","id":"` + id + `","owner":"` + owner + `","publicKeyPem":` + quote(pemOf(tb, key)) + `}`)
}

func newRSA(tb testing.TB, bits int) *rsa.PrivateKey {
	tb.Helper()
	tb.Setenv("GODEBUG", "rsa1024min=0")
	key, err := rsa.GenerateKey(rand.Reader, bits)
	require.NoError(tb, err)
	return key
}

func newEC(tb testing.TB) *ecdsa.PrivateKey {
	tb.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(tb, err)
	return key
}

// leavesOf lists the leaves of a document by pointer.
func leavesOf(v jsontree.Value) (out []string) {
	if v.Len() == 0 {
		return []string{v.Pointer()}
	}
	for i := range v.Len() {
		out = append(out, leavesOf(v.At(i))...)
	}
	return out
}

// The badges of the older editions.
var oldBadges = map[Edition]string{
	Edition05: `{"recipient":"` + hashOf(mail, "havet") + `","salt":"havet","evidence":"https://malmon.example/verk/17","issued_on":"2012-06-07","expires":"2039-06-07",
	"badge":{"version":"0.5.0","name":"Båtbyggare","description":"Kan bygga en eka.","image":"https://malmon.example/boat.png","criteria":"https://malmon.example/criteria",
	"issuer":{"origin":"https://malmon.example","name":"Malmön","org":"Folkhögskolan","contact":"post@malmon.example"}}}`,
	Edition10: `{"uid":"award-17","recipient":{"type":"email","hashed":false,"identity":"` + mail + `"},"badge":"` + classID + `",
	"verify":{"type":"hosted","url":"` + hostedID + `"},"issuedOn":1370599200,"evidence":"https://malmon.example/verk/17"}`,
	Edition11: `{"@context":"https://w3id.org/openbadges/v1","type":"Assertion","id":"` + hostedID + `","uid":"award-17",
	"recipient":{"type":"email","hashed":true,"salt":"havet","identity":"` + hashOf(mail, "havet") + `"},"badge":"` + classID + `",
	"verify":{"type":"hosted","url":"` + hostedID + `"},"issuedOn":"1370599200.5"}`,
}

// oldWeb is what the school served in the time of an edition.
func oldWeb(e Edition) vc.StaticFetcher {
	context := ""
	if e == Edition11 {
		context = `"@context":"https://w3id.org/openbadges/v1",`
	}
	typed := func(name, id string) string {
		if e == Edition11 {
			return context + `"type":"` + name + `","id":"` + id + `",`
		}
		return ""
	}
	return vc.StaticFetcher{
		hostedID: []byte(oldBadges[e]),
		classID: []byte(`{` + typed("BadgeClass", classID) + `"name":"Båtbyggare","description":"Kan bygga en eka.","image":"` + pixel + `","criteria":"https://malmon.example/criteria",
		"issuer":"` + issuerID + `","alignment":[{"name":"Trä","url":"https://example.org/skills/1","description":"Slöjd"}],"tags":["båt"]}`),
		issuerID: []byte(`{` + typed("Issuer", issuerID) + `"name":"Malmön folkhögskola","url":"https://malmon.example/"}`),
	}
}
