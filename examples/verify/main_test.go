package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

const data = "../data/"

// env is the world one day after the examples were issued.
var env = vc.Env{Clock: func() time.Time { return time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC) }}

func Example() {
	if _, err := run(context.Background(), os.Stdout, env, data+"vestre-aas-badge.signed.json"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// valid (data-integrity)
	//   pass       PROOF-METHOD     The verification method is listed for the purpose of the proof.
	//   pass       PROOF-SIGNATURE  The signature fits the document, the proof and the key.
	//   pass       ISSUER-KEY       The key belongs to the issuer.
	//   not-asked  ISSUER-TRUST     The caller did not say which issuers are trusted.
	//   pass       VALID-FROM       The validity period has begun.
}

func TestVerdicts(t *testing.T) {
	changed := t.TempDir() + "/changed.json"
	badge, err := os.ReadFile(data + "vestre-aas-badge.signed.json")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(changed, bytes.Replace(badge, []byte("WEB-023"), []byte("WEB-024"), 1), 0o600))
	sealed := data + "vestre-aas-micro-credential.sealed.jsonld"
	for _, tt := range []struct {
		name    string
		files   []string
		verdict vc.Verdict
		says    string
	}{
		{"sealed, anchor given", []string{sealed, data + "test-ca.pem"}, vc.Valid, "SEAL-TRUST"},
		{"sealed, no anchor", []string{sealed}, vc.Indeterminate, "unknown"},
		{"signed over RFC 8785", []string{data + "vestre-aas-badge.signed-jcs.json"}, vc.Valid, "PROOF-SIGNATURE"},
		{"changed after signing", []string{changed}, vc.Invalid, "fail"},
		{"not signed", []string{data + "vestre-aas-badge.json"}, vc.Invalid, "PROOF-NONE"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			verdict, err := run(t.Context(), &out, env, tt.files[0], tt.files[1:]...)
			require.NoError(t, err)
			require.Equal(t, tt.verdict, verdict, out.String())
			require.Contains(t, out.String(), tt.says)
		})
	}
	_, err = run(t.Context(), &bytes.Buffer{}, env, data+"test-ca.pem")
	require.ErrorContains(t, err, "JSON")
}
