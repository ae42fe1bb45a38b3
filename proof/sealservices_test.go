package proof_test

import (
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// A seal is trusted when trusted lists grant the service that issued its certificate,
// without any anchor, and no longer when that grant was withdrawn.
func TestSealByTrustedLists(t *testing.T) {
	const withdrawn = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/withdrawn"
	believing := func(status string) proof.Policy {
		history := []trust.ServiceStatus{{Status: status, From: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), Uses: []string{trust.UseSeals}}}
		service := func(kind string, c *x509.Certificate) trust.Service {
			return trust.Service{Name: "Service", Provider: "Provider", Territory: "NO", Type: kind, Certificates: []*x509.Certificate{c}, History: history}
		}
		return proof.NewPolicy(proof.Trust{Services: trust.NewServices(service(trust.ServiceCertificate, ca.Intermediate), service(trust.ServiceTimestamp, ca.TSA().Certificate))})
	}
	file := lasting(award, testkit.LongTerm{})
	require.Equal(t, "valid", passOrFail(t, verifier(env()), file, believing(trust.Granted)))
	require.Contains(t, passOrFail(t, verifier(env()), file, believing(withdrawn)), "indeterminate")
}
