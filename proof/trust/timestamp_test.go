package trust_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

func keyID(c *x509.Certificate) { c.SubjectKeyId = []byte("key of the authority") }

// stampers are time-stamp authorities with a key of each kind.
func stampers(t testing.TB) (rsaKey, p256, p384, ed testkit.Sealer) {
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	require.NoError(t, err)
	_, edwards, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	return kit.Stamper(kit.RSA.Key, keyID), kit.Stamper(kit.EC.Key, keyID), kit.Stamper(key, keyID), kit.Stamper(edwards, keyID)
}

// A token may be signed in any way that is safe, and name its authority in any way
// that RFC 5652 and RFC 5816 know.
func TestTimestampForms(t *testing.T) {
	byRSA, p256, p384, ed := stampers(t)
	protection := func(signature ...int) func([][]byte) [][]byte {
		value := testkit.DER(0x30, testkit.AlgorithmOf(crypto.SHA256), testkit.DER(0xa1, testkit.OID(signature...)))
		return func(all [][]byte) [][]byte {
			return append(all, testkit.Attribute(value, 1, 2, 840, 113549, 1, 9, 52))
		}
	}
	for name, token := range map[string]testkit.Token{
		"RSA":                     {Authority: byRSA},
		"RSA, plain":              {Authority: byRSA, PlainRSA: true},
		"RSA, SHA-512":            {Authority: byRSA, Hash: crypto.SHA512},
		"PSS":                     {Authority: byRSA, PSS: true},
		"PSS, SHA-384":            {Authority: byRSA, PSS: true, Hash: crypto.SHA384},
		"P-256":                   {Authority: p256},
		"P-384":                   {Authority: p384, Hash: crypto.SHA384},
		"Ed25519":                 {Authority: ed, Hash: crypto.SHA512},
		"imprint by SHA-512":      {Authority: p256, Imprint: crypto.SHA512},
		"imprint by SHA3-256":     {Authority: p256, Imprint: crypto.SHA3_256},
		"key identifier":          {Authority: byRSA, KeyID: true},
		"SHA-1 reference":         {Authority: byRSA, Reference: testkit.ReferenceV1(byRSA)},
		"both references":         {Authority: byRSA, Reference: slices.Concat(testkit.ReferenceV2(byRSA, crypto.SHA256), testkit.ReferenceV1(p256))},
		"SHA-512 reference":       {Authority: byRSA, Reference: testkit.ReferenceV2(byRSA, crypto.SHA512)},
		"protected algorithms":    {Authority: p256, Attributes: protection(1, 2, 840, 10045, 4, 3, 2)},
		"indefinite lengths":      {Authority: byRSA, Indefinite: true},
		"a fraction of a second":  {Authority: byRSA, Fraction: ".25"},
		"accuracy":                {Authority: byRSA, Accuracy: []byte{0x30, 6, 2, 1, 1, 0x80, 1, 20}},
		"nonce":                   {Authority: byRSA, Nonce: big.NewInt(1 << 60)},
		"an extension":            {Authority: byRSA, Extra: testkit.DER(0xa1, testkit.Extension(false, []byte{5, 0}, 1, 2, 3))},
		"the authority's name":    {Authority: byRSA, Extra: testkit.DER(0xa0, testkit.DER(0xa4, byRSA.Certificate.RawSubject))},
		"unsigned attributes":     {Authority: byRSA, Unsigned: testkit.DER(0xa1, testkit.Attribute([]byte{5, 0}, 1, 2, 3))},
		"another certificate":     {Authority: byRSA, Certificates: slices.Concat(kit.Root.Raw, byRSA.Certificate.Raw)},
		"a certificate of a sort": {Authority: byRSA, Certificates: slices.Concat(testkit.DER(0xa1, []byte{5, 0}), testkit.DER(0x30), byRSA.Certificate.Raw)},
		"revocation data":         {Authority: byRSA, Revocation: slices.Concat(testkit.DER(0x30), testkit.DER(0xa1, testkit.OID(1, 3, 6, 1, 5, 5, 7, 16, 2), testkit.DER(0x30)))},
	} {
		t.Run(name, func(t *testing.T) {
			token.At, token.Covered = made, "text"
			stamp, err := trust.ParseTimestamp(token.DER())
			require.NoError(t, err)
			require.True(t, stamp.Covers("te", "xt"))
			require.False(t, stamp.Covers("te", "xt", "."))
			require.True(t, stamp.Authority.Equal(token.Authority.Certificate))
			require.Equal(t, name == "SHA-1 reference", stamp.ByWeakHash)
			require.Equal(t, "1.2.3.4", stamp.Policy)
			require.Equal(t, token.Nonce, stamp.Nonce)
			require.Equal(t, name == "another certificate", len(stamp.Certificates) == 1)
			require.Equal(t, name == "revocation data", len(stamp.Lists) == 1 && len(stamp.Responses) == 1)
			require.Equal(t, name == "accuracy", stamp.Accuracy == 1020*time.Millisecond)
			require.Equal(t, name == "a fraction of a second", stamp.Time.Equal(made.Add(250*time.Millisecond)))
		})
	}
}

// A token that can be read says what is wrong with it, so that a report can.
func TestTimestampFaults(t *testing.T) {
	byRSA, p256, _, ed := stampers(t)
	usage := func(critical bool, all ...[]byte) func(*x509.Certificate) {
		return func(c *x509.Certificate) {
			c.ExtraExtensions[0].Critical, c.ExtraExtensions[0].Value = critical, testkit.DER(0x30, all...)
		}
	}
	stamps, clients := testkit.OID(1, 3, 6, 1, 5, 5, 7, 3, 8), testkit.OID(1, 3, 6, 1, 5, 5, 7, 3, 2)
	without := func(i int) func([][]byte) [][]byte {
		return func(all [][]byte) [][]byte { return slices.Delete(all, i, i+1) }
	}
	with := func(i int, value []byte, arcs ...int) func([][]byte) [][]byte {
		return func(all [][]byte) [][]byte {
			return slices.Replace(all, i, min(i+1, len(all)), testkit.Attribute(value, arcs...))
		}
	}
	flip := func(b []byte) []byte { b = bytes.Clone(b); b[len(b)-1] ^= 1; return b }
	other := testkit.DER(0x30, testkit.AlgorithmOf(crypto.SHA256), testkit.DER(0xa1, testkit.OID(1, 2, 840, 113549, 1, 1, 11)))
	for name, c := range map[string]struct {
		token testkit.Token
		want  trust.Fault
	}{
		"content changed":          {testkit.Token{Authority: byRSA, Content: func(b []byte) []byte { return bytes.Replace(b, []byte("2"), []byte("3"), 1) }}, trust.Changed},
		"signature changed":        {testkit.Token{Authority: byRSA, Signature: flip}, trust.Forged},
		"no signature":             {testkit.Token{Authority: p256, Signature: func([]byte) []byte { return nil }}, trust.Forged},
		"another's key":            {testkit.Token{Authority: testkit.Sealer{Certificate: byRSA.Certificate, Key: p256.Key}}, trust.Forged},
		"no content type":          {testkit.Token{Authority: byRSA, Attributes: without(0)}, trust.Changed},
		"another content type":     {testkit.Token{Authority: byRSA, Attributes: with(0, testkit.OID(1, 2, 840, 113549, 1, 7, 1), 1, 2, 840, 113549, 1, 9, 3)}, trust.Changed},
		"no digest":                {testkit.Token{Authority: byRSA, Attributes: without(1)}, trust.Changed},
		"two digests":              {testkit.Token{Authority: byRSA, Attributes: with(1, slices.Concat(testkit.DER(4), testkit.DER(4)), 1, 2, 840, 113549, 1, 9, 4)}, trust.Changed},
		"no reference":             {testkit.Token{Authority: byRSA, Attributes: without(2)}, trust.NoAuthority},
		"a reference to another":   {testkit.Token{Authority: byRSA, Reference: testkit.ReferenceV2(p256, crypto.SHA256)}, trust.NoAuthority},
		"no certificate":           {testkit.Token{Authority: byRSA, Certificates: kit.Root.Raw}, trust.NoAuthority},
		"no attributes":            {testkit.Token{Authority: byRSA, Attributes: func([][]byte) [][]byte { return nil }}, trust.NoAuthority},
		"other algorithms":         {testkit.Token{Authority: p256, Attributes: with(3, other, 1, 2, 840, 113549, 1, 9, 52)}, trust.Changed},
		"imprint by SHA-1":         {testkit.Token{Authority: byRSA, Imprint: crypto.SHA1}, trust.WeakHash},
		"signed with SHA-1":        {testkit.Token{Authority: byRSA, Hash: crypto.SHA1, Imprint: crypto.SHA256}, trust.WeakHash},
		"Ed25519 with SHA-256":     {testkit.Token{Authority: ed}, trust.WeakHash},
		"no usage":                 {testkit.Token{Authority: kit.RSA}, trust.NotForStamps},
		"usage not critical":       {testkit.Token{Authority: kit.Stamper(kit.RSA.Key, usage(false, stamps))}, trust.NotForStamps},
		"another usage":            {testkit.Token{Authority: kit.Stamper(kit.RSA.Key, usage(true, clients))}, trust.NotForStamps},
		"a second usage":           {testkit.Token{Authority: kit.Stamper(kit.RSA.Key, usage(true, stamps, clients))}, trust.NotForStamps},
		"a second, unknown usage":  {testkit.Token{Authority: kit.Stamper(kit.RSA.Key, usage(true, stamps, testkit.OID(1, 2, 3)))}, trust.NotForStamps},
		"a key for lists only":     {testkit.Token{Authority: kit.Stamper(kit.RSA.Key, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign })}, trust.NotForStamps},
		"an expired certificate":   {testkit.Token{Authority: kit.Stamper(kit.RSA.Key, func(c *x509.Certificate) { c.NotAfter = made.Add(-time.Hour) })}, trust.NotForStamps},
		"not yet a certificate":    {testkit.Token{Authority: kit.Stamper(kit.RSA.Key, func(c *x509.Certificate) { c.NotBefore = made.Add(time.Hour) })}, trust.NotForStamps},
		"another's key identifier": {testkit.Token{Authority: p256, KeyID: true, Certificates: kit.Stamper(kit.EC.Key, nil).Certificate.Raw}, trust.NoAuthority},
	} {
		t.Run(name, func(t *testing.T) {
			c.token.At, c.token.Covered = made, "text"
			der := c.token.DER()
			_, err := trust.ParseTimestamp(der)
			require.ErrorContains(t, err, "TRUST-TIMESTAMP: ")
			stamp, err := trust.ReadTimestamp(der)
			require.NoError(t, err)
			require.Equal(t, c.want, stamp.Fault, stamp.Fault.String())
			require.True(t, stamp.Covers("text") || name == "content changed")
		})
	}
}

// What is not a time stamp, or one that two readers could understand in two ways,
// is not read at all.
func TestTimestampsThatCannotBeRead(t *testing.T) {
	stamper := kit.TSA()
	twice := func(all [][]byte) [][]byte { return append(all, all[1]) }
	good := testkit.Token{Authority: stamper, At: made}.DER()
	for name, der := range map[string][]byte{
		"nothing":               nil,
		"cut off":               good[:len(good)-1],
		"a byte after it":       append(bytes.Clone(good), 0),
		"two signatures":        testkit.Token{Authority: stamper, At: made, Signers: 2}.DER(),
		"five signatures":       testkit.Token{Authority: stamper, At: made, Signers: 5}.DER(),
		"an attribute twice":    testkit.Token{Authority: stamper, At: made, Attributes: twice}.DER(),
		"must be understood":    testkit.Token{Authority: stamper, At: made, Extra: testkit.DER(0xa1, testkit.Extension(true, nil, 1, 2, 3))}.DER(),
		"something more":        testkit.Token{Authority: stamper, At: made, Extra: []byte{4, 0}}.DER(),
		"a negative accuracy":   testkit.Token{Authority: stamper, At: made, Accuracy: []byte{0x30, 3, 2, 1, 0xff}}.DER(),
		"a wrong time":          bytes.Replace(good, []byte(made.UTC().Format("20060102150405Z")), []byte("20260231250000Z"), 1),
		"a short imprint":       bytes.Replace(testkit.Token{Authority: stamper, At: made, Imprint: crypto.SHA256, Hash: crypto.SHA512}.DER(), testkit.AlgorithmOf(crypto.SHA256), testkit.AlgorithmOf(crypto.SHA384), 1),
		"too many certificates": testkit.Token{Authority: stamper, At: made, Certificates: bytes.Repeat(testkit.DER(0x30), 65)}.DER(),
		"too large":             make([]byte, 1<<18),
		"a certificate":         kit.Root.Raw,
	} {
		_, err := trust.ReadTimestamp(der)
		require.ErrorContains(t, err, "TRUST-TIMESTAMP: ", name)
	}
}

// tokensIn finds the time stamps in a JSON value, also in encoded parts.
func tokensIn(v any, found func([]byte)) {
	switch v := v.(type) {
	case map[string]any:
		for _, each := range v {
			tokensIn(each, found)
		}
	case []any:
		for _, each := range v {
			tokensIn(each, found)
		}
	case string:
		text := strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(v), "=")
		der, err := base64.RawStdEncoding.DecodeString(text)
		if len(text) < 40 || err != nil {
			return
		}
		var inner any
		if bytes.Contains(der[:min(len(der), 120)], []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04")) {
			found(der)
		} else if json.Unmarshal(der, &inner) == nil {
			tokensIn(inner, found)
		}
	}
}

// realTokens returns the different time stamps of all samples.
func realTokens(t testing.TB) [][]byte {
	root := testkit.Shared(t, "data", "samples")
	seen := make(map[string]bool)
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		var v any
		if err == nil && json.Unmarshal(data, &v) == nil {
			tokensIn(v, func(der []byte) { seen[string(der)] = true })
		}
		return err
	}))
	var all [][]byte
	for der := range seen {
		all = append(all, []byte(der))
	}
	return all
}

// The time stamps of real seals are sound, and every change of a byte in one is
// noticed.
func TestRealTimestamps(t *testing.T) {
	tokens := realTokens(t)
	weak := 0
	for _, der := range tokens {
		stamp, err := trust.ParseTimestamp(der)
		require.NoError(t, err)
		require.True(t, stamp.Time.After(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)))
		if stamp.ByWeakHash {
			weak++
		}
	}
	t.Log(len(tokens), "tokens,", weak, "with a SHA-1 reference")
	require.GreaterOrEqual(t, len(tokens), 55)
	require.Equal(t, 1, weak)
	for i := 0; i < len(tokens[0]); i++ {
		changed := bytes.Clone(tokens[0])
		changed[i] ^= 0x10
		stamp, err := trust.ParseTimestamp(changed)
		if err != nil {
			continue
		}
		before, _ := trust.ParseTimestamp(tokens[0])
		require.Equal(t, before.Time, stamp.Time)
		require.Equal(t, before.Imprint, stamp.Imprint)
	}
}

// Tokens that OpenSSL makes are read, and OpenSSL takes those that are sound here.
func TestTimestampsOfOpenSSL(t *testing.T) {
	openssl, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("there is no openssl here")
	}
	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, data, 0o600))
		return path
	}
	run := func(args ...string) {
		out, err := exec.Command(openssl, args...).CombinedOutput()
		require.NoError(t, err, string(out))
	}
	data := write("data", []byte("text"))
	root := write("root.pem", testkit.PEM(kit.Root))
	byRSA, p256, p384, _ := stampers(t)
	for name, authority := range map[string]testkit.Sealer{"rsa": byRSA, "p256": p256, "p384": p384} {
		key, err := x509.MarshalPKCS8PrivateKey(authority.Key)
		require.NoError(t, err)
		serial := write("serial", []byte("01\n"))
		config := write("tsa.cnf", []byte("[tsa]\ndefault_tsa = a\n[a]\nserial = "+serial+"\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\n"+
			"digests = sha256, sha384, sha512\naccuracy = secs:1\nordering = yes\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n"))
		write("key.der", key)
		run("pkey", "-inform", "DER", "-in", filepath.Join(dir, "key.der"), "-out", filepath.Join(dir, "key.pem"))
		cert := write("cert.pem", testkit.PEM(authority.Certificate))
		query, token := filepath.Join(dir, "q"), filepath.Join(dir, "token")
		run("ts", "-query", "-data", data, "-sha512", "-cert", "-out", query)
		run("ts", "-reply", "-config", config, "-queryfile", query, "-signer", cert, "-inkey", filepath.Join(dir, "key.pem"), "-token_out", "-out", token)
		der, err := os.ReadFile(token)
		require.NoError(t, err)
		stamp, err := trust.ParseTimestamp(der)
		require.NoError(t, err, name)
		require.True(t, stamp.Covers("text"))
		require.NotNil(t, stamp.Nonce)
		require.Equal(t, time.Second, stamp.Accuracy)

		own := write("own", testkit.Token{Authority: authority, At: made, Covered: "text"}.DER())
		run("ts", "-verify", "-token_in", "-in", own, "-data", data, "-CAfile", root, "-attime", "1760000000")
	}
}

// An authority publishes its certificates one by one or in a bag.
func TestPublishedCertificates(t *testing.T) {
	bag := func(wrap func(byte, ...[]byte) []byte, certificates ...[]byte) []byte {
		return wrap(0x30, testkit.OID(1, 2, 840, 113549, 1, 7, 2), wrap(0xa0, wrap(0x30, []byte{2, 1, 1}, testkit.DER(0x31),
			wrap(0x30, testkit.OID(1, 2, 840, 113549, 1, 7, 1)), wrap(0xa0, certificates...), testkit.DER(0x31))))
	}
	both := [][]byte{kit.Root.Raw, kit.Intermediate.Raw}
	for name, c := range map[string]struct {
		data []byte
		n    int
	}{
		"one":                {kit.Root.Raw, 1},
		"a bag":              {bag(testkit.DER, both...), 2},
		"a bag in BER":       {bag(testkit.BER, both...), 2},
		"PEM":                {testkit.PEM(kit.Root, kit.Intermediate), 2},
		"a bag in PEM":       {[]byte("-----BEGIN PKCS7-----\n" + base64.StdEncoding.EncodeToString(bag(testkit.DER, both...)) + "\n-----END PKCS7-----\n"), 2},
		"an empty bag":       {bag(testkit.DER), 0},
		"nothing":            {nil, 0},
		"a page of HTML":     {[]byte("<html>not found</html>"), 0},
		"PEM without any":    {[]byte("-----BEGIN X-----\n"), 0},
		"too much":           {make([]byte, 2<<20), 0},
		"nested without end": {bytes.Repeat([]byte{0x30, 0x80}, 100_000), 0},
	} {
		got, err := trust.ParseCertificates(c.data)
		require.Len(t, got, c.n, name)
		require.Equal(t, c.n > 0, err == nil, name)
	}
}
