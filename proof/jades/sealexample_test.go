package jades_test

import (
	"context"
	"crypto/x509"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// A credential is sealed at level B and raised to LTA later. The services are
// those of a test authority; for real ones take a client of package
// proof/trust/online.
func ExampleSeal() {
	ca, clock := testkit.NewCA(), func() time.Time { return testkit.SealTime }
	env := vc.Env{Clock: clock}
	sealer := jades.Sealer{Key: ca.RSA.Key, Chain: []*x509.Certificate{ca.RSA.Certificate, ca.Intermediate}}
	sealed, err := jades.Seal(context.Background(), env, []byte(`{"title":"Informasjonssikkerhet i hverdagen"}`), sealer, jades.SealOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sealed.Findings[0].Detail)

	raised, err := jades.Extend(context.Background(), env, sealed.File, jades.LTA, jades.ExtendOptions{
		Services: &testkit.Services{CA: ca, Clock: clock}, Anchors: trust.NewAnchors(ca.Root),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(raised.Findings[0].Detail)
	// Output:
	// The seal is at level B.
	// The seal is at level LTA.
}
