package testkit

import (
	"crypto/x509"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCAIsTheSameEachTime(t *testing.T) {
	a, b := NewCA(), NewCA()
	require.Equal(t, a.Root.Raw, b.Root.Raw)
	require.Equal(t, a.Intermediate.Raw, b.Intermediate.Raw)
	require.Equal(t, a.RSA.Certificate.Raw, b.RSA.Certificate.Raw)
	require.Equal(t, a.EC.Certificate.Raw, b.EC.Certificate.Raw)
}

func TestCAChains(t *testing.T) {
	ca := NewCA()
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(ca.Root)
	between.AddCert(ca.Intermediate)
	for _, sealer := range []Sealer{ca.RSA, ca.EC} {
		chains, err := sealer.Certificate.Verify(x509.VerifyOptions{
			Roots: roots, Intermediates: between, CurrentTime: SealTime, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
		})
		require.NoError(t, err)
		require.Len(t, chains[0], 3)
		require.Equal(t, 2024, sealer.Certificate.NotBefore.Year())
		require.Equal(t, 2044, sealer.Certificate.NotAfter.Year())
		require.Equal(t, []string{SealOrganisation}, sealer.Certificate.Subject.Organization)
		require.Contains(t, sealer.Certificate.Subject.CommonName, "TEST ONLY")
	}
}
