package edc_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// What we write keeps the shapes of presentations; a check without an outcome, of
// another credential class or with two texts in one language breaks them. What
// stands inside a credential, or only in its graph, is not blamed on the presentation.
func TestCheckPresentation(t *testing.T) {
	p := edc.Presentation{
		Credentials: [][]byte{[]byte(`{"payload":"{}","signatures":[]}`)},
		Checks:      []edc.VerificationCheck{{Check: edc.FormatCheck, Colour: edc.Green, Description: mc.Text("en", "fine"), Subject: "urn:credential:1"}},
	}
	doc, err := p.Encode()
	require.NoError(t, err)
	require.Empty(t, edc.CheckPresentation(doc))
	for change, code := range map[string]string{
		`"verificationStatus":{"id"|"colour":{"id"`:                  "ELM-VERIFICATIONCHECK-VERIFICATIONSTATUS",
		`"EuropeanDigitalCredential"}|"Organisation"}`:               "ELM-VERIFICATIONCHECK-ELMSUBJECT",
		`"description":{"en":"fine"}|"description":{"en":["a","b"]}`: "ELM-VERIFICATIONCHECK-DESCRIPTION",
		`"type":"VerificationCheck"|"type":"Note"`:                   "ELM-EUROPEANDIGITALPRESENTATION-VERIFICATIONCHECK",
	} {
		before, after, _ := strings.Cut(change, "|")
		require.Contains(t, doc.String(), before)
		broken, err := vc.ParseDocument([]byte(strings.Replace(doc.String(), before, after, 1)), vc.Limits{})
		require.NoError(t, err)
		var codes []string
		for _, problem := range edc.CheckPresentation(broken) {
			codes = append(codes, problem.Rule.Code)
		}
		require.Contains(t, codes, code, change)
	}
	other, err := vc.ParseDocument([]byte(`{"type":"VerifiablePresentation"}`), vc.Limits{})
	require.NoError(t, err)
	require.Empty(t, edc.CheckPresentation(other), "presentations of others are not asked")
}
