package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

const data = "../data/"

// env is the world one day after the examples were issued.
var env = vc.Env{Clock: func() time.Time { return time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC) }}

const issuer = "did:key:z6MkppQaVGK2v6QjggWaayGT3J6geEbByZspTUate4fgLxEN"

func Example() {
	if err := run(context.Background(), os.Stdout, env, data+"vestre-aas-badge.signed.json", issuer); err != nil {
		fmt.Println(err)
	}
	// Output:
	// valid - Signed by did:key:z6MkppQaVGK2v6QjggWaayGT3J6geEbByZspTUate4fgLxEN, which calls itself “Vestre Ås høgskole”.
	//   authentic   pass  PROOF-METHOD     The verification method is listed for the purpose of the proof.
	//   authentic   pass  PROOF-SIGNATURE  The signature fits the document, the proof and the key.
	//   authentic   pass  ISSUER-KEY       The key belongs to the issuer.
	//   trusted     pass  ISSUER-TRUST     The issuer is one of those that you trust.
	//   in-force    pass  VALID-FROM       The validity period has begun.
	//   in-force    pass  VALID-UNTIL      The credential states no end of its validity.
	//   conformant  pass  VCDM2-RULES      The document keeps every rule of the format that is a MUST.
	//   conformant  pass  OB3-RULES        The document keeps every rule of the format that is a MUST.
}

func TestVerdicts(t *testing.T) {
	changed := t.TempDir() + "/changed.json"
	badge, err := os.ReadFile(data + "vestre-aas-badge.signed.json")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(changed, bytes.Replace(badge, []byte("WEB-023"), []byte("WEB-024"), 1), 0o600))
	sealed := data + "vestre-aas-micro-credential.sealed.jsonld"
	for _, tt := range []struct {
		name   string
		files  []string
		reason error // nil: valid
		status int
		says   string
	}{
		{"signed, issuer named", []string{data + "vestre-aas-badge.signed.json", issuer}, nil, 0, "ISSUER-TRUST"},
		{"signed, nobody named", []string{data + "vestre-aas-badge.signed.json"}, proof.ErrUndecided, 2, "Nobody whom you trust vouches for that name."},
		{"signed, another named", []string{data + "vestre-aas-badge.signed.json", "did:web:other.example"}, proof.ErrNotTrusted, 1, "ISSUER-TRUST"},
		{"signed over RFC 8785", []string{data + "vestre-aas-badge.signed-jcs.json", issuer}, nil, 0, "PROOF-SIGNATURE"},
		{"sealed, anchor given", []string{sealed, data + "test-ca.pem"}, nil, 0, "SEAL-REVOCATION"},
		{"sealed, step by step", []string{sealed, data + "test-ca.pem"}, nil, 0, "The seal, step by step"},
		{"sealed, no anchor", []string{sealed}, proof.ErrUndecided, 2, "unknown"},
		{"changed after signing", []string{changed, issuer}, proof.ErrSignature, 1, "fail"},
		{"not signed", []string{data + "vestre-aas-badge.json"}, proof.ErrUnsigned, 1, "PROOF-NONE"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			err := run(t.Context(), &out, env, tt.files[0], tt.files[1:]...)
			require.ErrorIs(t, err, tt.reason)
			require.Equal(t, tt.status, status(err))
			require.Contains(t, out.String(), tt.says)
		})
	}
	err = run(t.Context(), &bytes.Buffer{}, env, data+"test-ca.pem")
	require.ErrorContains(t, err, "PEM")
	require.Equal(t, 3, status(err), "it is no credential")
}

// A credential that the Commission sealed shows its evidence too: the cryptography is
// right, and nobody here is trusted.
func TestSampleOfTheCommission(t *testing.T) {
	file := filepath.Join("../../../shared/data/samples/elm", "Sample-MC-Annex1-signed.jsonld")
	if _, err := os.Stat(file); err != nil {
		t.Skip("the samples of the Commission are not beside the repository")
	}
	var out bytes.Buffer
	require.ErrorIs(t, run(t.Context(), &out, env, file), proof.ErrUndecided)
	require.Regexp(t, `Cryptography +pass`, out.String())
	require.Regexp(t, `Conclusion +unknown`, out.String())
}
