package mikromerit_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// testSealer is an organisation of the test authority, with its services.
func testSealer() (jades.Sealer, *testkit.Services, *trust.Anchors) {
	ca := testkit.NewCA()
	return jades.Sealer{Key: ca.RSA.Key, Chain: []*x509.Certificate{ca.RSA.Certificate, ca.Intermediate}},
		&testkit.Services{CA: ca, Clock: env.Clock}, trust.NewAnchors(ca.Root)
}

// Seal a draft with an organisation's key. The issuer is completed from the
// certificate, and each effect is told.
func ExampleSeal() {
	sealer, services, anchors := testSealer()
	o := mikromerit.SealOptions{Env: env, Seal: jades.SealOptions{Level: jades.LTA, Services: services, Anchors: anchors}}
	sealed, err := mikromerit.Seal(context.Background(), file("vestre-aas-micro-credential.payload.json"), sealer, o)
	if err != nil {
		panic(err)
	}
	fmt.Println(sealed.Level)
	for _, e := range sealed.Effects {
		fmt.Println(e.Kind, e.Pointer, e.Reason)
	}
	// Output:
	// LTA
	// set /issuer/altLabel It is the common name in the certificate.
	// set /issued It is the moment of sealing.
	// set /issuanceDate It is the moment of sealing.
}

// Extend a seal that somebody made without services.
func ExampleExtend() {
	sealer, services, anchors := testSealer()
	sealed, err := mikromerit.Seal(context.Background(), file("vestre-aas-micro-credential.payload.json"), sealer, mikromerit.SealOptions{Env: env})
	if err != nil {
		panic(err)
	}
	o := mikromerit.ExtendOptions{Env: env, Extend: jades.ExtendOptions{Services: services, Anchors: anchors}}
	extended, err := mikromerit.Extend(context.Background(), sealed.File.Bytes(), jades.LTA, o)
	if err != nil {
		panic(err)
	}
	fmt.Println(sealed.Level, extended.Level)
	// Output: B LTA
}

// The file that is uploaded to the Commission's issuer holds the draft beside its
// delivery details, which are not sealed.
func TestSealOfAnUpload(t *testing.T) {
	sealer, _, _ := testSealer()
	upload := `{"credential":` + string(file("vestre-aas-micro-credential.payload.json")) + `,"deliveryDetails":{"walletAddress":"x"}}`
	sealed, err := mikromerit.Seal(t.Context(), []byte(upload), sealer, mikromerit.SealOptions{Env: env})
	require.NoError(t, err)
	require.NotContains(t, string(sealed.File.Bytes()), "walletAddress")
	_, err = mikromerit.Seal(t.Context(), sealed.File.Bytes(), sealer, mikromerit.SealOptions{Env: env})
	require.ErrorIs(t, err, mikromerit.ErrSeal)
}

// An issuer that is another organisation by its identifier is refused, unless the
// certificate overwrites it or the caller insists.
func TestSealOfAnotherIssuer(t *testing.T) {
	sealer, _, _ := testSealer()
	other := []byte(strings.Replace(string(file("vestre-aas-micro-credential.payload.json")), "NTRNO-000000017", "NTRNO-999999999", 1))
	_, err := mikromerit.Seal(t.Context(), other, sealer, mikromerit.SealOptions{Env: env})
	require.ErrorIs(t, err, mikromerit.ErrIssuer)
	for _, o := range []mikromerit.SealOptions{{Env: env, UnsafeBrokenRules: true}, {Env: env, Prepare: edc.PrepareOptions{Overwrite: true}}} {
		sealed, err := mikromerit.Seal(t.Context(), other, sealer, o)
		require.NoError(t, err)
		require.Equal(t, o.UnsafeBrokenRules, strings.Contains(string(sealed.File.Bytes()), "NTRNO-999999999"))
	}
}
