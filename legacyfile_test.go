package mikromerit_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// A Europass credential in XML is told apart from other XML: its content can be shown,
// and no verdict about it is ever decided, whether its seal is right or broken.
func TestOlderEuropassCredential(t *testing.T) {
	const text = `<europassCredential xmlns="http://data.europa.eu/snb"><title><text lang="nb">Kurs</text></title><credentialSubject><fullName><text>Kari Nord</text></fullName></credentialSubject><proof></proof></europassCredential>`
	sealed := testkit.SignXML(text, testkit.XMLSignature{Inside: "</proof>"})
	for _, trust := range []mikromerit.Trust{{}, {Any: true}} {
		for name, file := range map[string]string{"sealed": sealed, "unsealed": text, "broken": strings.Replace(sealed, "Kari", "Kira", 1)} {
			v := mikromerit.NewVerifier(trust)
			r, err := v.Verify(t.Context(), []byte(file))
			require.NoError(t, err, name)
			require.Equal(t, vc.Indeterminate, r.Verdict, name)
			require.Empty(t, r.Remedies(), name)
			v.Policy.Strict = true
			r, err = v.Verify(t.Context(), []byte(file))
			require.NoError(t, err, name)
			require.Equal(t, vc.Indeterminate, r.Verdict, name)
			shown, err := v.Inspect(t.Context(), []byte(file), mikromerit.InspectOptions{})
			require.NoError(t, err, name)
			require.Equal(t, []string{"Title", "Kurs"}, shown.Sections[0].Rows[0], name)
			for _, finding := range r.Findings {
				require.NotEmpty(t, mikromerit.Explain(finding.Code), finding.Code)
			}
		}
	}
	_, err := mikromerit.Open([]byte(sealed), vc.Limits{})
	var format *proof.FormatError
	require.True(t, errors.As(err, &format))
	require.Equal(t, "FORMAT-EDC-XML", format.Code)
	_, err = mikromerit.NewVerifier(mikromerit.Trust{}).Verify(t.Context(), []byte("<!DOCTYPE a>"+sealed))
	require.True(t, errors.As(err, &format))
	require.Equal(t, "FORMAT-EDC-XML", format.Code)
}
