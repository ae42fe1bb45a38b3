//go:build cgo

package pkcs11_test

import (
	"crypto"
	"crypto/elliptic"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ThalesGroup/crypto11"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/keys/pkcs11"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// softHSM makes a token in software with an RSA key and one on P-256, each with a
// certificate, and one on P-384 without.
func softHSM(t *testing.T) (ca *testkit.CA, o pkcs11.Options) {
	t.Helper()
	tool, err := exec.LookPath("softhsm2-util")
	library := ""
	for _, path := range []string{"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so"} {
		if _, missing := os.Stat(path); missing == nil && library == "" {
			library = path
		}
	}
	if err != nil || library == "" {
		t.Skip("SoftHSM is not here")
	}
	dir := t.TempDir()
	config := filepath.Join(dir, "softhsm2.conf")
	require.NoError(t, os.WriteFile(config, []byte("directories.tokendir = "+dir+"\nobjectstore.backend = file\n"), 0o600))
	t.Setenv("SOFTHSM2_CONF", config)
	out, err := exec.Command(tool, "--init-token", "--free", "--label", "seals", "--pin", "1234", "--so-pin", "5678").CombinedOutput()
	require.NoError(t, err, string(out))

	o = pkcs11.Options{Module: library, Token: "seals", PIN: "1234"}
	context, err := crypto11.Configure(&crypto11.Config{Path: library, TokenLabel: o.Token, Pin: o.PIN})
	require.NoError(t, err)
	defer context.Close()
	ca = testkit.NewCA()
	rsaKey, err := context.GenerateRSAKeyPairWithLabel([]byte{1}, []byte("rsa"), 2048)
	require.NoError(t, err)
	ecKey, err := context.GenerateECDSAKeyPairWithLabel([]byte{2}, []byte("ec"), elliptic.P256())
	require.NoError(t, err)
	_, err = context.GenerateECDSAKeyPairWithLabel([]byte{3}, []byte("bare"), elliptic.P384())
	require.NoError(t, err)
	for id, key := range map[byte]crypto.Signer{1: rsaKey, 2: ecKey} {
		require.NoError(t, context.ImportCertificate([]byte{id}, ca.Issue(key, nil).Certificate))
	}
	return ca, o
}

const payload = `{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiableCredential"]}`

// A key in a token seals like any other, and several at once.
func TestSealingWithToken(t *testing.T) {
	ca, o := softHSM(t)
	o.Certificates = []*x509.Certificate{ca.Root, ca.Intermediate}
	for name, options := range map[string]jades.SealOptions{"rsa": {}, "rsa with PSS": {PSS: true}, "ec": {}} {
		t.Run(name, func(t *testing.T) {
			o.Label = name[:min(len(name), 3)]
			key, err := pkcs11.Open(o)
			require.NoError(t, err)
			defer key.Close()
			require.Len(t, key.Chain, 3)
			var wait sync.WaitGroup
			for range 4 {
				wait.Go(func() {
					env := vc.Env{Clock: func() time.Time { return testkit.SealTime }}
					sealed, err := jades.Seal(t.Context(), env, []byte(payload), jades.Sealer{Key: key, Chain: key.Chain}, options)
					if err != nil {
						t.Errorf("not sealed: %v", err)
						return
					}
					requireSound(t, env, sealed.File, trust.NewAnchors(ca.Root))
				})
			}
			wait.Wait()
		})
	}
}

// requireSound checks a seal, but for revocation, of which it says nothing.
func requireSound(t *testing.T, env vc.Env, file []byte, anchors *trust.Anchors) {
	secured, err := proof.Open(file, vc.Limits{})
	if err != nil {
		t.Error(err)
		return
	}
	policy := proof.Policy{Trust: proof.Trust{Anchors: anchors}, UnsafeAllowUnknownRevocation: true}
	found := 0
	for _, p := range secured.Proofs() {
		evidence, err := jades.Suites()[0].Verify(t.Context(), env, proof.Job{File: secured, Proof: p, Policy: policy})
		if err != nil {
			t.Error(err)
		}
		for _, f := range evidence.Findings {
			if found++; f.Status == vc.Fail || f.Status == vc.Unknown {
				t.Errorf("%s: %s", f.Code, f.Detail)
			}
		}
	}
	if found == 0 {
		t.Error("there is no seal")
	}
}

// What is wrong with a token, or not clear, is said in words that help, and never
// with the PIN in them.
func TestTokenErrors(t *testing.T) {
	ca, o := softHSM(t)
	slot, id := 99, []byte{9}
	for name, c := range map[string]struct {
		change func(*pkcs11.Options)
		says   string
	}{
		"no library":               {func(o *pkcs11.Options) { o.Module = "" }, "name the PKCS#11 library"},
		"another library":          {func(o *pkcs11.Options) { o.Module = "/nowhere.so" }, "cannot be opened"},
		"not a library":            {func(o *pkcs11.Options) { o.Module = os.Args[0] }, "cannot be opened"},
		"no token":                 {func(o *pkcs11.Options) { o.Token = "" }, "one of these only"},
		"two ways to name":         {func(o *pkcs11.Options) { o.Slot = &slot }, "one of these only"},
		"another token":            {func(o *pkcs11.Options) { o.Token = "other" }, "cannot be opened"},
		"a wrong PIN":              {func(o *pkcs11.Options) { o.PIN = "4321" }, "the PIN is wrong"},
		"an unknown label":         {func(o *pkcs11.Options) { o.Label = "other" }, "no such key"},
		"an unknown id":            {func(o *pkcs11.Options) { o.ID = id }, "no such key"},
		"several keys":             {func(o *pkcs11.Options) { o.Label = "" }, "3 such keys"},
		"no certificate":           {func(o *pkcs11.Options) { o.Label = "bare" }, "does not hold the certificate"},
		"a certificate of another": {func(o *pkcs11.Options) { o.Label, o.Certificates = "bare", []*x509.Certificate{ca.Root} }, "does not hold the certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			o := o
			o.Label = "ec"
			c.change(&o)
			_, err := pkcs11.Open(o)
			require.ErrorContains(t, err, "KEY-TOKEN: ")
			require.ErrorContains(t, err, c.says)
			require.NotContains(t, err.Error(), o.PIN)
		})
	}
}

// A certificate that the token does not hold may be given beside it.
func TestCertificateBesideToken(t *testing.T) {
	ca, o := softHSM(t)
	o.Label = "rsa"
	rsaKey, err := pkcs11.Open(o)
	require.NoError(t, err)
	defer rsaKey.Close()
	require.Len(t, rsaKey.Chain, 1)

	context, err := crypto11.Configure(&crypto11.Config{Path: o.Module, TokenLabel: o.Token, Pin: o.PIN})
	require.NoError(t, err)
	defer context.Close()
	bare, err := context.FindKeyPair([]byte{3}, nil)
	require.NoError(t, err)
	like := &x509.Certificate{SerialNumber: big.NewInt(9), Subject: pkix.Name{CommonName: "bare"}, NotBefore: testkit.SealTime, NotAfter: testkit.SealTime.AddDate(1, 0, 0)}
	o.Label, o.ID = "", []byte{3}
	o.Certificates = []*x509.Certificate{ca.Root, testkit.Certify(ca.Root, ca.RootKey(), like, bare.Public())}
	key, err := pkcs11.Open(o)
	require.NoError(t, err)
	defer key.Close()
	require.Len(t, key.Chain, 2)
}

func ExampleOpen() {
	_, err := pkcs11.Open(pkcs11.Options{Module: "/usr/lib/softhsm/libsofthsm2.so", PIN: "1234"})
	fmt.Println(err)
	// Output: KEY-TOKEN: name the token by its label, its serial number or its slot, and by one of these only
}
