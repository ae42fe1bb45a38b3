package lists

import (
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/trust"
)

// A list that the one who is named signed is read whole, and one signed by anybody
// else is not.
func TestRead(t *testing.T) {
	ca := testkit.NewCA()
	top, national := ca.SealLists("https://lists.example/no.xml")
	l, err := Read(top, Signers{Digests: []string{Digest(ca.ListSigner().Certificate)}})
	require.NoError(t, err)
	require.Equal(t, "EU", l.Territory)
	require.Len(t, l.Pointers, 1)
	require.Equal(t, "https://lists.example/no.xml", l.Pointers[0].Location)
	n, err := Read(national, Signers{Certificates: l.Pointers[0].Signers})
	require.NoError(t, err)
	require.Equal(t, "NO", n.Territory)
	require.Len(t, n.Services, 2)
	require.Equal(t, "Test provider AS", n.Services[0].Provider, "the English name is taken")
	require.Equal(t, []string{"ForeSeals"}, n.Services[0].History[0].Uses)
	require.Equal(t, testkit.ListTime.AddDate(0, 6, 0), n.NextUpdate)
	_, err = Read(national, Signers{Digests: []string{Digest(ca.ListSigner().Certificate)}})
	require.ErrorIs(t, err, ErrSigner)
}

// The services of a list say of the test seal what it is, and of an intermediate
// authority whom to trust.
func TestQualification(t *testing.T) {
	ca := testkit.NewCA()
	_, national := ca.SealLists("")
	l, err := Read(national, Signers{Certificates: []*x509.Certificate{ca.NationalListSigner().Certificate}})
	require.NoError(t, err)
	s := trust.NewServices(l.Services...)
	require.Len(t, s.Anchors().Certificates(), 2)
	chain := []*x509.Certificate{ca.RSA.Certificate, ca.Intermediate, ca.Root}
	statements, err := trust.ReadStatements(chain[0])
	require.NoError(t, err)
	q := s.Qualify(chain, time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), statements)
	require.Equal(t, "advanced eSeal with a qualified certificate of Vestre Ås høgskole, granted by NO on 2024-01-01 to the service Seals of Test provider AS", q.Reason)
	require.Equal(t, trust.LevelQualifiedTimestamp, s.QualifyTimestamp([]*x509.Certificate{ca.TSA().Certificate}, testkit.SealTime).Level)
}
