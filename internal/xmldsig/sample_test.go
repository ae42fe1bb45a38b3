package xmldsig

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// The credential of the Commission's sample was signed by software of others, with
// an XPath filter, and verifies.
func TestSample(t *testing.T) {
	data := testkit.ReadShared(t, "data", "samples", "edc-xml", "EDC_DiplomaSupplement_AA.xml")
	s, err := Verify(data, Options{Place: []string{"proof"}})
	require.NoError(t, err)
	require.Equal(t, "2022-08-09T13:53:56Z", s.SigningTime.Format("2006-01-02T15:04:05Z07:00"))
	t.Log(s.Signer.Subject, s.Unsigned, s.Root.Local)
}
