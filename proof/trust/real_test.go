package trust_test

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ocsp"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// encodedIn calls found with everything that stands in base64 in a JSON value, also in
// JSON that is itself encoded so.
func encodedIn(v any, found func(der []byte)) {
	switch v := v.(type) {
	case map[string]any:
		for _, each := range v {
			encodedIn(each, found)
		}
	case []any:
		for _, each := range v {
			encodedIn(each, found)
		}
	case string:
		text := strings.TrimRight(strings.NewReplacer("-", "+", "_", "/").Replace(v), "=")
		der, err := base64.RawStdEncoding.DecodeString(text)
		if len(text) < 40 || err != nil {
			return
		}
		var inner any
		if json.Unmarshal(der, &inner) == nil {
			encodedIn(inner, found)
		} else if der[0] == 0x30 {
			found(der)
		}
	}
}

// realData returns the different pieces of DER in the seals of all samples.
func realData(t testing.TB) (all [][]byte) {
	root := testkit.Shared(t, "data", "samples")
	seen := make(map[string]bool)
	require.NoError(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		var v any
		if err == nil && json.Unmarshal(data, &v) == nil {
			encodedIn(v, func(der []byte) {
				if !seen[string(der)] {
					seen[string(der)] = true
					all = append(all, der)
				}
			})
		}
		return err
	}))
	return all
}

// The time stamps of real seals are sound, and a changed byte in one never changes
// what it says.
func TestRealTimestamps(t *testing.T) {
	var tokens [][]byte
	weak := 0
	for _, der := range realData(t) {
		if !bytes.Contains(der[:min(len(der), 120)], []byte("\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x04")) {
			continue
		}
		stamp, err := trust.ParseTimestamp(der)
		require.NoError(t, err)
		if stamp.ByWeakHash {
			weak++
		}
		tokens = append(tokens, der)
	}
	require.GreaterOrEqual(t, len(tokens), 55)
	require.Equal(t, 1, weak)
	before, err := trust.ParseTimestamp(tokens[0])
	require.NoError(t, err)
	for i := range tokens[0] {
		changed := bytes.Clone(tokens[0])
		changed[i] ^= 0x10
		if stamp, err := trust.ParseTimestamp(changed); err == nil {
			require.Equal(t, before.Time, stamp.Time)
			require.Equal(t, before.Imprint, stamp.Imprint)
		}
	}
}

// The OCSP responses and revocation lists of real seals say the same to us as to the
// readers that others wrote.
func TestRealRevocationData(t *testing.T) {
	all := realData(t)
	var issuers []*x509.Certificate
	for _, der := range all {
		if c, err := x509.ParseCertificate(der); err == nil {
			issuers = append(issuers, c)
		}
		if stamp, err := trust.ReadTimestamp(der); err == nil {
			issuers = append(issuers, stamp.Certificates...)
		}
	}
	responses, lists, entries := 0, 0, 0
	for _, der := range all {
		if theirs, err := ocsp.ParseResponse(der, nil); err == nil {
			ours, err := trust.ReadOCSP(der)
			require.NoError(t, err)
			require.True(t, theirs.ProducedAt.Equal(ours.Produced))
			responses++
		}
		list, err := x509.ParseRevocationList(der)
		if err != nil {
			continue
		}
		var r trust.Revocations
		require.NoError(t, r.AddCRL(der))
		lists++
		for _, issuer := range issuers {
			if list.CheckSignatureFrom(issuer) != nil {
				continue
			}
			at := list.ThisUpdate
			c := &x509.Certificate{SerialNumber: new(big.Int).Lsh(big.NewInt(1), 150), NotAfter: at.AddDate(1, 0, 0)}
			require.Equal(t, trust.NotRevoked, r.Of(c, issuer, at, at).State)
			for _, e := range list.RevokedCertificateEntries {
				c.SerialNumber = e.SerialNumber
				require.True(t, e.RevocationTime.Equal(r.Of(c, issuer, at, at).At))
				entries++
			}
			break
		}
	}
	t.Log(responses, "responses,", lists, "lists,", entries, "entries")
	require.GreaterOrEqual(t, responses, 20)
	require.GreaterOrEqual(t, lists, 5)
	require.GreaterOrEqual(t, entries, 1)
}

// openssl runs the program, or skips the test.
func openssl(t *testing.T, args ...string) {
	t.Helper()
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("there is no openssl here")
	}
	out, err := exec.Command(path, args...).CombinedOutput()
	require.NoError(t, err, string(out))
}

// folder is a folder of a test.
type folder struct {
	t   *testing.T
	dir string
}

func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

func (f folder) write(name string, data []byte) string {
	require.NoError(f.t, os.WriteFile(f.path(name), data, 0o600))
	return f.path(name)
}

func (f folder) read(name string) []byte {
	data, err := os.ReadFile(f.path(name))
	require.NoError(f.t, err)
	return data
}

// key writes a private key as PEM.
func (f folder) key(name string, key any) string {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(f.t, err)
	openssl(f.t, "pkey", "-inform", "DER", "-in", f.write(name+".der", der), "-out", f.path(name))
	return f.path(name)
}

// Tokens that OpenSSL makes are read, and OpenSSL takes those that are sound here.
func TestTimestampsOfOpenSSL(t *testing.T) {
	f := folder{t, t.TempDir()}
	data, root := f.write("data", []byte("text")), f.write("root.pem", testkit.PEM(kit.Root))
	byRSA, p256, p384, _ := stampers(t)
	for name, authority := range map[string]testkit.Sealer{"rsa": byRSA, "p256": p256, "p384": p384} {
		key, cert := f.key("key.pem", authority.Key), f.write("cert.pem", testkit.PEM(authority.Certificate))
		config := f.write("tsa.cnf", []byte("[tsa]\ndefault_tsa = a\n[a]\nserial = "+f.write("serial", []byte("01\n"))+"\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\n"+
			"digests = sha256, sha384, sha512\naccuracy = secs:1\nordering = yes\ntsa_name = yes\ness_cert_id_chain = no\ness_cert_id_alg = sha256\n"))
		openssl(t, "ts", "-query", "-data", data, "-sha512", "-cert", "-out", f.path("query"))
		openssl(t, "ts", "-reply", "-config", config, "-queryfile", f.path("query"), "-signer", cert, "-inkey", key, "-token_out", "-out", f.path("token"))
		stamp, err := trust.ParseTimestamp(f.read("token"))
		require.NoError(t, err, name)
		require.True(t, stamp.Covers("text"))
		require.NotNil(t, stamp.Nonce)
		require.Equal(t, time.Second, stamp.Accuracy)

		own := f.write("own", testkit.Token{Authority: authority, At: made, Covered: "text"}.DER())
		openssl(t, "ts", "-verify", "-token_in", "-in", own, "-data", data, "-CAfile", root, "-attime", "1760000000")
	}
}

// OCSP responses and revocation lists that OpenSSL makes are read.
func TestRevocationDataOfOpenSSL(t *testing.T) {
	f := folder{t, t.TempDir()}
	now := time.Now()
	authority := f.write("ca.pem", testkit.PEM(kit.Intermediate))
	key := f.key("ca.key", kit.IntermediateKey())
	responder := kit.Responder(nil)
	signer, signerKey := f.write("responder.pem", testkit.PEM(responder.Certificate)), f.key("responder.key", responder.Key)
	index := f.write("index.txt", []byte("V\t440101000000Z\t\t03\tunknown\t/CN=a\nR\t440101000000Z\t250601000000Z,keyCompromise\t04\tunknown\t/CN=b\n"))
	f.write("index.txt.attr", []byte("unique_subject = no\n"))
	config := f.write("ca.cnf", []byte("[ca]\ndefault_ca = a\n[a]\ndatabase = "+index+"\ndefault_md = sha256\ndefault_crl_days = 2\ncrlnumber = "+f.write("number", []byte("01\n"))+"\ncrl_extensions = e\n[e]\nauthorityKeyIdentifier = keyid\n"))
	openssl(t, "ca", "-gencrl", "-config", config, "-keyfile", key, "-cert", authority, "-out", f.path("crl.pem"))
	openssl(t, "crl", "-in", f.path("crl.pem"), "-outform", "DER", "-out", f.path("crl"))
	answer := func(more ...string) []byte {
		openssl(t, append([]string{"ocsp", "-index", index, "-rsigner", signer, "-rkey", signerKey, "-CA", authority, "-issuer", authority,
			"-serial", "3", "-serial", "4", "-no_nonce", "-ndays", "1", "-rmd", "sha256", "-noverify", "-respout", f.path("answer")}, more...)...)
		return f.read("answer")
	}
	for name, add := range map[string]func(*trust.Revocations) error{
		"a list":             func(r *trust.Revocations) error { return r.AddCRL(f.read("crl")) },
		"a response":         func(r *trust.Revocations) error { return r.AddOCSP(answer()) },
		"a response, by key": func(r *trust.Revocations) error { return r.AddOCSP(answer("-resp_key_id")) },
	} {
		var r trust.Revocations
		require.NoError(t, add(&r), name)
		require.Equal(t, trust.NotRevoked, r.Of(kit.RSA.Certificate, kit.Intermediate, now, now).State, name)
		revoked := r.Of(kit.EC.Certificate, kit.Intermediate, now, now)
		require.Equal(t, trust.Revoked, revoked.State, name)
		require.True(t, revoked.At.Equal(time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)), name)
	}
}
