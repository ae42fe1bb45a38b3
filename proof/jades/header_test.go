package jades_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// right seals of every form.
func TestRightSeals(t *testing.T) {
	timestamped := `{"etsiU":["` + base64.RawURLEncoding.EncodeToString([]byte(`{"sigTst":{"tstTokens":[{"val":"AA=="}]}}`)) + `"]}`
	for name, o := range map[string]testkit.SealOptions{
		"as Europass writes it": {},
		"P-256":                 {Sealer: ca.EC},
		"PS256":                 {Alg: "PS256"},
		"RS384":                 {Alg: "RS384"},
		"PS512":                 {Alg: "PS512"},
		"P-384":                 {Sealer: ca.Issue(ecKey(t, elliptic.P384()), nil)},
		"P-521":                 {Sealer: ca.Issue(ecKey(t, elliptic.P521()), nil)},
		"Ed25519":               {Sealer: ca.Issue(edKey(t), nil)},
		"sigT before July 2025": {SigT: true, At: time.Date(2025, 7, 14, 23, 59, 59, 0, time.UTC)},
		"sigT today":            {SigT: true},
		"x5t#o":                 {DigestO: true},
		"payload encoded":       {Encoded: true},
		"b64 true":              {Encoded: true, Header: all(set("b64", "true"), set("crit", `["b64"]`))},
		"flattened":             {Flattened: true},
		"time stamp":            {Unsigned: timestamped},
		"no kid, typ and cty":   {Header: drop("kid", "typ", "cty")},
		"kid of another form":   {Header: set("kid", `"key-1"`)},
		"further parameters":    {Header: all(set("sigPl", "{}"), set("srCms", "[]"), set("x-unknown", "1"))},
		"all in crit":           {Header: set("crit", `["b64","iat"]`)},
		"within the clock skew": {At: now.Add(4 * time.Minute)},
		"exp to come":           {Header: set("exp", "4000000000")},
	} {
		t.Run(name, func(t *testing.T) {
			evidence := sealed(t, o)
			require.Empty(t, faults(evidence.Findings))
			require.Equal(t, vc.Valid, vc.VerdictOf(evidence.Findings))
			require.Equal(t, vc.Pass, evidence.Signer.Issues, evidence.Signer.Reason)
			require.Equal(t, testkit.SealIdentifier, evidence.Signer.Controller)
			require.Len(t, evidence.Signer.Chain, 3)
			for _, f := range evidence.Findings {
				require.NotEmpty(t, f.Detail)
				require.NotContains(t, f.Detail, testkit.SealOrganisation)
			}
		})
	}
}

// TestWrongSeals signs wrong headers with the right key, so that each rule is
// what finds the fault.
func TestWrongSeals(t *testing.T) {
	digest := `"` + base64.RawURLEncoding.EncodeToString(make([]byte, 32)) + `"`
	own := sha256.Sum256(ca.RSA.Certificate.Raw)
	for name, c := range map[string]struct {
		header func([]testkit.Member) []testkit.Member
		want   string
	}{
		"alg none":                    {set("alg", `"none"`), "JWS-ALG fail"},
		"alg NONE":                    {set("alg", `"NONE"`), "JWS-ALG fail"},
		"alg HS256":                   {set("alg", `"HS256"`), "JWS-ALG fail"},
		"alg of another key":          {set("alg", `"ES256"`), "JWS-ALG fail"},
		"alg EdDSA":                   {set("alg", `"EdDSA"`), "JWS-ALG fail"},
		"alg a number":                {set("alg", "256"), "JWS-ALG fail"},
		"alg absent":                  {drop("alg"), "JWS-ALG fail"},
		"alg with another hash":       {set("alg", `"RS512"`), "PROOF-SIGNATURE fail"},
		"alg with other padding":      {set("alg", `"PS256"`), "PROOF-SIGNATURE fail"},
		"crit absent":                 {drop("crit"), "JWS-CRIT fail"},
		"crit empty":                  {set("crit", "[]"), "JWS-CRIT fail"},
		"crit a string":               {set("crit", `"b64"`), "JWS-CRIT fail"},
		"crit null":                   {set("crit", "null"), "JWS-CRIT fail"},
		"crit of numbers":             {set("crit", `["b64",1]`), "JWS-CRIT fail"},
		"crit with a repetition":      {set("crit", `["b64","b64"]`), "JWS-CRIT fail"},
		"crit with an absent name":    {set("crit", `["b64","sigT"]`), "JWS-CRIT fail"},
		"crit with a registered name": {set("crit", `["b64","alg"]`), "JWS-CRIT fail"},
		"crit with an unknown name":   {all(set("http://example.org/x", "1"), set("crit", `["b64","http://example.org/x"]`)), "JWS-CRIT fail"},
		"crit without b64":            {set("crit", `["iat"]`), "JWS-CRIT fail"},
		"crit without sigD":           {set("sigD", "{}"), "JWS-CRIT fail, JADES-SIGD fail"},
		"b64 a string":                {set("b64", `"false"`), "JWS-B64 fail"},
		"x5c absent":                  {drop("x5c"), "SEAL-CERTIFICATE unknown"},
		"x5c a string":                {set("x5c", `"AA=="`), "JWS-X5C fail"},
		"x5c empty":                   {set("x5c", `[]`), "JWS-X5C fail"},
		"x5c base64url":               {set("x5c", `["`+base64.RawURLEncoding.EncodeToString(ca.RSA.Certificate.Raw)+`"]`), "JWS-X5C fail"},
		"x5c with a line break":       {set("x5c", `["`+base64.StdEncoding.EncodeToString(ca.RSA.Certificate.Raw)+`\n"]`), "JWS-X5C fail"},
		"x5c no certificate":          {set("x5c", `["AA=="]`), "JWS-X5C fail"},
		"x5c of another":              {set("x5c", `["`+base64.StdEncoding.EncodeToString(ca.EC.Certificate.Raw)+`"]`), "JADES-CERT-DIGEST fail"},
		"digest of another":           {set("x5t#S256", digest), "JADES-CERT-DIGEST fail"},
		"digest absent":               {drop("x5t#S256"), "JADES-CERT-DIGEST fail"},
		"digest empty":                {set("x5t#S256", `""`), "JADES-CERT-DIGEST fail"},
		"digest a number":             {set("x5t#S256", `1`), "JADES-CERT-DIGEST fail"},
		"two digests":                 {set("x5t#o", `{"digAlg":"S256","digVal":`+digest+`}`), "JADES-CERT-DIGEST fail"},
		"two digests, both right":     {set("x5t#o", `{"digAlg":"S256","digVal":"`+base64.RawURLEncoding.EncodeToString(own[:])+`"}`), "JADES-CERT-DIGEST fail"},
		"x5t#o with an unknown hash":  {all(drop("x5t#S256"), set("x5t#o", `{"digAlg":"S1","digVal":`+digest+`}`)), "JADES-CERT-DIGEST fail"},
		"x5t#o of another":            {all(drop("x5t#S256"), set("x5t#o", `{"digAlg":"S256","digVal":`+digest+`}`)), "JADES-CERT-DIGEST fail"},
		"sigX5ts an object":           {all(drop("x5t#S256"), set("sigX5ts", `{"digAlg":"S256","digVal":`+digest+`}`)), "JADES-CERT-DIGEST fail"},
		"only the old x5t":            {all(drop("x5t#S256"), set("x5t", digest)), "JADES-CERT-DIGEST fail"},
		"no time":                     {drop("iat"), "JADES-SIGNING-TIME fail"},
		"two times":                   {set("sigT", `"2026-03-02T09:30:00Z"`), "JADES-SIGNING-TIME fail"},
		"iat a string":                {set("iat", `"1772443800"`), "JADES-SIGNING-TIME fail"},
		"iat in milliseconds":         {set("iat", "1772443800000"), "JADES-SIGNING-TIME fail"},
		"iat with a fraction":         {set("iat", "1772443800.5"), "JADES-SIGNING-TIME fail"},
		"iat with an exponent":        {set("iat", "1772443800e0"), "JADES-SIGNING-TIME fail"},
		"iat negative":                {set("iat", "-1"), "JADES-SIGNING-TIME fail"},
		"iat before the certificate":  {set("iat", "1700000000"), "JADES-SIGNING-TIME fail"},
		"iat after the certificate":   {set("iat", "2400000000"), "JADES-SIGNING-TIME fail"},
		"iat in the future":           {set("iat", "1772500000"), "JADES-SIGNING-TIME fail"},
		"sigT with an offset":         {all(drop("iat"), set("sigT", `"2026-03-02T10:30:00+01:00"`)), "JADES-SIGNING-TIME fail"},
		"sigT with a fraction":        {all(drop("iat"), set("sigT", `"2026-03-02T09:30:00.5Z"`)), "JADES-SIGNING-TIME fail"},
		"sigT a date":                 {all(drop("iat"), set("sigT", `"2026-03-02"`)), "JADES-SIGNING-TIME fail"},
		"sigT a number":               {all(drop("iat"), set("sigT", `20260302`)), "JADES-SIGNING-TIME fail"},
		"exp past":                    {set("exp", "1772443801"), "JADES-EXP fail"},
		"exp a string":                {set("exp", `"4000000000"`), "JADES-EXP fail"},
		"signature policy":            {all(set("sigPId", `{"id":{"id":"urn:oid:1.2.3"}}`), set("crit", `["b64","sigPId"]`)), "JADES-POLICY unknown"},
		"detached with a payload":     {all(set("sigD", "{}"), set("crit", `["b64","sigD"]`)), "JADES-SIGD fail"},
	} {
		t.Run(name, func(t *testing.T) {
			evidence := sealed(t, testkit.SealOptions{Header: c.header})
			require.Equal(t, c.want, faults(evidence.Findings))
			require.NotEqual(t, vc.Valid, vc.VerdictOf(evidence.Findings))
		})
	}
}

// Where the header holds the digests of objects elsewhere, the signature can
// be checked without them, so a wrong one is wrong and not merely unknown.
func TestDetachedByHash(t *testing.T) {
	detached := func(how string) string {
		file := seal(testkit.SealOptions{Header: all(set("sigD", `{"mId":"http://uri.etsi.org/19182/`+how+`"}`), set("crit", `["b64","sigD"]`))})
		return strings.Replace(string(file), `"signature":"`, `"signature":"AAAA`, 1)
	}
	for how, want := range map[string]vc.Status{"ObjectIdByURIHash": vc.Fail, "ObjectIdByURI": vc.Unknown} {
		evidence := check(t, []byte(detached(how)), anchors(), now)[0]
		require.Equal(t, want, finding(t, evidence.Findings, "PROOF-SIGNATURE").Status, how)
	}
}

// TestUnprotected checks what may stand in the header that is not signed.
func TestUnprotected(t *testing.T) {
	entry := func(json string) string { return `"` + base64.RawURLEncoding.EncodeToString([]byte(json)) + `"` }
	for name, c := range map[string]struct{ header, want string }{
		"plain components":         {`{"etsiU":[{"sigTst":{}},{"arcTst":{}}]}`, "JADES-TIMESTAMP warn, JADES-TIMESTAMP warn"},
		"encoded components":       {`{"etsiU":[` + entry(`{"sigTst":{}}`) + `,` + entry(`{"other":"x"}`) + `]}`, "JADES-TIMESTAMP warn"},
		"a string":                 {`{"etsiU":"x"}`, "JADES-ETSIU fail"},
		"empty":                    {`{"etsiU":[]}`, "JADES-ETSIU fail"},
		"null":                     {`{"etsiU":null}`, "JADES-ETSIU fail"},
		"both kinds":               {`{"etsiU":[{},` + entry(`{}`) + `]}`, "JADES-ETSIU fail"},
		"numbers":                  {`{"etsiU":[1,2]}`, "JADES-ETSIU fail"},
		"an array inside":          {`{"etsiU":[` + entry(`[]`) + `]}`, "JADES-ETSIU fail"},
		"a name twice":             {`{"etsiU":[` + entry(`{"a":1,"a":2}`) + `]}`, "JADES-ETSIU fail"},
		"not base64url":            {`{"etsiU":["+/=="]}`, "JADES-ETSIU fail"},
		"unreadable certificates":  {`{"etsiU":[{"xVals":[{"x509Cert":{"val":"AA=="}},{"x509Cert":{"val":1}},1]}]}`, ""},
		"another parameter":        {`{"kid":"x"}`, "JADES-HEADER warn"}, // the protected header has no kid here
		"several other parameters": {`{"a":1,"b":2,"etsiU":[{"x":1}]}`, "JADES-HEADER warn"},
	} {
		t.Run(name, func(t *testing.T) {
			evidence := sealed(t, testkit.SealOptions{Unsigned: c.header, Header: drop("kid")})
			got := summary(evidence.Findings)
			rest := "JADES-CERT-DIGEST pass, SEAL-KEY-USAGE pass, JWS-CRIT pass, JADES-SIGNING-TIME pass, JWS-ALG pass, PROOF-SIGNATURE pass, SEAL-TRUST pass, SEAL-PERIOD pass, SEAL-REVOCATION warn, SEAL-QUALIFIED not-asked"
			if c.want != "" {
				rest = c.want + ", " + rest
			}
			require.Equal(t, rest, got)
		})
	}
}

// TestWarnings checks what does not touch the verdict but must be said.
func TestWarnings(t *testing.T) {
	other := ca.Issue(ca.RSA.Key, nil)
	kid := ""
	seal(testkit.SealOptions{Sealer: other, Header: func(header []testkit.Member) []testkit.Member {
		kid = header[2].JSON
		return header
	}})
	require.Equal(t, vc.Warn, finding(t, sealed(t, testkit.SealOptions{Header: set("kid", kid)}).Findings, "JADES-KID").Status)
	require.Equal(t, vc.Pass, finding(t, sealed(t, testkit.SealOptions{}).Findings, "JADES-KID").Status)
	late := sealed(t, testkit.SealOptions{SigT: true, At: time.Date(2025, 7, 15, 0, 0, 0, 0, time.UTC)})
	require.Equal(t, vc.Warn, finding(t, late.Findings, "JADES-SIGNING-TIME").Status)
	x5c := `["` + base64.StdEncoding.EncodeToString(ca.RSA.Certificate.Raw) + `","AA=="]`
	unreadable := check(t, seal(testkit.SealOptions{Header: set("x5c", x5c)}), trust.NewAnchors(ca.Intermediate), now)[0]
	require.Empty(t, faults(unreadable.Findings))
	require.Equal(t, vc.Warn, finding(t, unreadable.Findings, "JWS-X5C").Status)
	attributes := sealed(t, testkit.SealOptions{Header: set("srAts", "{}")})
	require.Equal(t, vc.NotAsked, finding(t, attributes.Findings, "JADES-ATTRIBUTES").Status)
}

// TestCertificates checks seals by certificates of many kinds.
func TestCertificates(t *testing.T) {
	usage := func(u x509.KeyUsage) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.KeyUsage = u }
	}
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		sealer testkit.Sealer
		want   string
	}{
		"digital signature only": {ca.Issue(ca.RSA.Key, usage(x509.KeyUsageDigitalSignature)), ""},
		"non-repudiation only":   {ca.Issue(ca.RSA.Key, usage(x509.KeyUsageContentCommitment)), ""},
		"encryption only":        {ca.Issue(ca.RSA.Key, usage(x509.KeyUsageKeyEncipherment)), "SEAL-KEY-USAGE fail"},
		"no key usage":           {ca.Issue(ca.RSA.Key, usage(0)), ""},
		"weak key":               {ca.Issue(weak, nil), "JWS-ALG fail"},
		"not valid yet": {ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotBefore = now.Add(time.Hour) }),
			"JADES-SIGNING-TIME fail, SEAL-PERIOD fail"},
		"expired after sealing": {ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotAfter = now.Add(-time.Hour) }),
			"SEAL-PERIOD unknown"},
		"expired before sealing": {ca.Issue(ca.RSA.Key, func(c *x509.Certificate) { c.NotAfter = testkit.SealTime.Add(-time.Hour) }),
			"JADES-SIGNING-TIME fail, SEAL-PERIOD unknown"},
		"no intermediate": {testkit.Sealer{Certificate: ca.RSA.Certificate, Key: ca.RSA.Key}, "SEAL-TRUST unknown"},
		"a foreign key":   {testkit.Sealer{Certificate: ca.RSA.Certificate, Key: edKey(t), Chain: ca.RSA.Chain}, "JWS-ALG fail"},
	} {
		t.Run(name, func(t *testing.T) {
			evidence := sealed(t, testkit.SealOptions{Sealer: c.sealer})
			require.Equal(t, c.want, faults(evidence.Findings))
		})
	}
	warned := sealed(t, testkit.SealOptions{Sealer: ca.Issue(ca.RSA.Key, usage(0))})
	require.Equal(t, vc.Warn, finding(t, warned.Findings, "SEAL-KEY-USAGE").Status)
}

// TestAnchors checks which anchors make our seal valid.
func TestAnchors(t *testing.T) {
	file := seal(testkit.SealOptions{})
	bare := seal(testkit.SealOptions{Header: drop("x5c")})
	none := "SEAL-TRUST unknown"
	for name, c := range map[string]struct {
		file    []byte
		anchors *trust.Anchors
		want    string
	}{
		"root":                          {file, anchors(), ""},
		"intermediate":                  {file, trust.NewAnchors(ca.Intermediate), ""},
		"the certificate itself":        {file, trust.NewAnchors(ca.RSA.Certificate), ""},
		"another certificate":           {file, trust.NewAnchors(ca.EC.Certificate), none},
		"nil":                           {file, nil, none},
		"empty":                         {file, trust.NewAnchors(), none},
		"no x5c, certificate trusted":   {bare, trust.NewAnchors(ca.RSA.Certificate), ""},
		"no x5c, certificate not there": {bare, anchors(), "SEAL-CERTIFICATE unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, faults(check(t, c.file, c.anchors, now)[0].Findings))
		})
	}
}

func TestRules(t *testing.T) {
	seen := map[string]bool{}
	for _, rule := range jades.Rules() {
		require.False(t, seen[rule.Code], rule.Code)
		seen[rule.Code] = true
		require.NotEmpty(t, rule.Spec)
		require.Regexp(t, `^[A-Z].*\.$`, rule.Text)
	}
	for _, o := range []testkit.SealOptions{{}, {Header: drop("alg", "iat", "crit", "x5c")}, {Header: set("sigPId", "1")}} {
		for _, f := range sealed(t, o).Findings {
			require.True(t, seen[f.Code], f.Code)
		}
	}
}

func ecKey(tb testing.TB, curve elliptic.Curve) crypto.Signer {
	key, err := ecdsa.GenerateKey(curve, rand.Reader)
	require.NoError(tb, err)
	return key
}

func edKey(tb testing.TB) crypto.Signer {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(tb, err)
	return key
}
