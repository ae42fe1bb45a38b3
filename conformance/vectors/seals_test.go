package vectors

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"flag"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// updateSeals writes the sealed files anew. Those with a P-256 key come out with other
// signatures each time, so they are kept.
var updateSeals = flag.Bool("seals", false, "write the sealed files under data/seals")

// Our own verifier passes every pair of sealed credentials.
func TestSeals(t *testing.T) {
	all, err := seals(Options{Base: DefaultBase})
	require.NoError(t, err)
	requirePairs(t, all)
}

// What is sealed is a credential that keeps the rules of the European Learning
// Model, so that nobody may refuse it for another reason than its seal.
func TestSealedPayloadKeepsTheRules(t *testing.T) {
	doc, err := vc.ParseDocument(sealPayload, vc.Limits{})
	require.NoError(t, err)
	for _, p := range edc.CheckSealed(doc) {
		require.NotEqual(t, vc.Must, p.Rule.Level, p.Error())
	}
}

// sealMaker makes sealed files with the test authority.
type sealMaker struct {
	ca      *testkit.CA
	payload string
}

// seal seals a payload with a time stamp and answers about revocation.
func (m sealMaker) seal(payload string, o testkit.SealOptions, lt testkit.LongTerm) string {
	if o.Sealer.Certificate == nil {
		o.Sealer = m.ca.RSA
	}
	o.Late = m.ca.LongTerm(o.Sealer, lt)
	return string(testkit.Seal([]byte(payload), o))
}

// with seals the payload under a certificate that is changed before it is signed.
func (m sealMaker) with(serial int64, change func(*x509.Certificate)) string {
	return m.seal(m.payload, testkit.SealOptions{Sealer: m.ca.Issue(m.ca.RSA.Key, func(c *x509.Certificate) {
		c.SerialNumber = big.NewInt(serial)
		change(c)
	})}, testkit.LongTerm{})
}

// header seals the payload with a header parameter of another value.
func (m sealMaker) header(name, json string) string {
	return m.seal(m.payload, testkit.SealOptions{Header: func(all []testkit.Member) []testkit.Member {
		at := slices.IndexFunc(all, func(member testkit.Member) bool { return member.Name == name })
		if at < 0 {
			return append(all, testkit.Member{Name: name, JSON: json})
		}
		all[at].JSON = json
		return all
	}}, testkit.LongTerm{})
}

// edited seals the payload with changes.
func (m sealMaker) edited(edits ...string) string {
	payload, err := edited(m.payload, edits...)
	if err != nil {
		panic(err)
	}
	return m.seal(payload, testkit.SealOptions{}, testkit.LongTerm{})
}

// stranger returns a sealer whose certificate says all that the school's says, from
// an authority of the same name with another key.
func (m sealMaker) stranger(t *testing.T) testkit.Sealer {
	t.Helper()
	authority, err := tokenECKey("seal authority")
	require.NoError(t, err)
	own, err := tokenECKey("seal stranger")
	require.NoError(t, err)
	root, leaf := *m.ca.Intermediate, *m.ca.RSA.Certificate
	root.SignatureAlgorithm, root.PublicKeyAlgorithm, root.PublicKey = 0, 0, authority.Public()
	leaf.SignatureAlgorithm, leaf.PublicKeyAlgorithm, leaf.AuthorityKeyId = 0, 0, nil
	issue := func(c, parent *x509.Certificate, public crypto.PublicKey) *x509.Certificate {
		der, err := x509.CreateCertificate(rand.Reader, c, parent, public, authority)
		require.NoError(t, err)
		made, err := x509.ParseCertificate(der)
		require.NoError(t, err)
		return made
	}
	parent := issue(&root, &root, authority.Public())
	key := own.(deterministicSigner).Signer
	return testkit.Sealer{Certificate: issue(&leaf, parent, own.Public()), Key: key, Chain: []*x509.Certificate{parent}}
}

// files returns what the issuer, or a stranger, seals.
func (m sealMaker) files(t *testing.T) map[string]string {
	t.Helper()
	doubled := strings.TrimSuffix(m.payload, "}")
	digest := sha256.Sum256(m.ca.EC.Certificate.Raw)
	before := testkit.SealTime.Add(-time.Hour)
	imitated := m.stranger(t)
	return map[string]string{
		"rsa-good":      m.seal(m.payload, testkit.SealOptions{}, testkit.LongTerm{}),
		"ec-good":       m.seal(m.payload, testkit.SealOptions{Sealer: m.ca.EC}, testkit.LongTerm{}),
		"rsa-other":     m.edited("/id", `"urn:credential:00000000-0000-4000-8000-000000000001"`),
		"ec-other":      m.seal(strings.Replace(m.payload, "urn:credential:0b0f2f7e", "urn:credential:00000000", 1), testkit.SealOptions{Sealer: m.ca.EC}, testkit.LongTerm{}),
		"expired":       m.edited("/validUntil", quoted(datePast), "/expirationDate", quoted(datePast)),
		"expired-until": m.edited("/validUntil", quoted(datePast)),
		"not-yet-valid": m.edited("/validFrom", quoted(dateFuture), "/issuanceDate", quoted(dateFuture)),
		"other-issuer":  m.edited("/issuer/eIDASIdentifier/notation", `"NTRNO-000000025"`),
		"double-first":  m.seal(strings.Replace(m.payload, `"issuer":`, `"issuer":{"id":"urn:epass:org:9"},"issuer":`, 1), testkit.SealOptions{}, testkit.LongTerm{}),
		"double-last":   m.seal(doubled+`,"validUntil":`+quoted(datePast)+"}", testkit.SealOptions{}, testkit.LongTerm{}),

		"digest-of-another":  m.header("x5t#S256", quoted(base64.RawURLEncoding.EncodeToString(digest[:]))),
		"crit-unknown":       m.header("crit", `["b64","urn:example:must-understand"]`),
		"made-in-the-future": m.header("iat", secondsFuture),
		"b64-not-critical":   m.header("crit", `["iat"]`),

		"other-authority":   m.seal(m.payload, testkit.SealOptions{Sealer: imitated}, testkit.LongTerm{}),
		"issued-by-seal":    m.seal(m.payload, testkit.SealOptions{Sealer: m.below()}, testkit.LongTerm{}),
		"borrowed":          m.seal(m.payload, testkit.SealOptions{Sealer: testkit.Sealer{Certificate: m.ca.EC.Certificate, Key: imitated.Key, Chain: m.ca.EC.Chain}}, testkit.LongTerm{}),
		"certificate-ended": m.with(601, func(c *x509.Certificate) { c.NotAfter = before }),
		"certificate-early": m.with(602, func(c *x509.Certificate) { c.NotBefore = testkit.SealTime.AddDate(1, 0, 0) }),
		"for-encryption":    m.with(603, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }),
		"revoked":           m.seal(m.payload, testkit.SealOptions{}, testkit.LongTerm{Revoked: before, Reason: 1}),
		"revoked-in-list":   m.seal(m.payload, testkit.SealOptions{}, testkit.LongTerm{Revoked: before, Reason: 1, Lists: true}),
	}
}

// below returns a sealer whose certificate was issued with a seal certificate.
func (m sealMaker) below() testkit.Sealer {
	key := m.ca.EC.Key
	return testkit.Sealer{Certificate: testkit.IssueBy(m.ca.RSA, key), Key: key, Chain: []*x509.Certificate{m.ca.RSA.Certificate, m.ca.Intermediate}}
}

// random are the files with a signature by a P-256 key of the test kit, which
// signs with randomness.
var random = []string{"ec-good", "ec-other", "other-authority", "borrowed", "issued-by-seal"}

// The sealed files that are kept are those that the test authority makes.
func TestSealedFilesAreThoseOfTheAuthority(t *testing.T) {
	m := sealMaker{testkit.NewCA(), strings.TrimSpace(string(sealPayload))}
	made := m.files(t)
	if *updateSeals {
		require.NoError(t, os.WriteFile("data/seal-anchors.pem", testkit.PEM(m.ca.Root), 0o644))
	}
	anchors, err := os.ReadFile("data/seal-anchors.pem")
	require.NoError(t, err)
	require.Equal(t, string(testkit.PEM(m.ca.Root)), string(anchors))
	for name, text := range made {
		path := filepath.Join("data", "seals", name+".json")
		if *updateSeals {
			require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		}
		kept, err := os.ReadFile(path)
		require.NoError(t, err)
		if !slices.Contains(random, name) {
			require.Equal(t, text, string(kept), name)
		}
	}
	kept, err := filepath.Glob("data/seals/*")
	require.NoError(t, err)
	require.Len(t, kept, len(made), "a file that nobody makes")
}
