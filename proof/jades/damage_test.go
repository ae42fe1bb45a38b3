package jades_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// judgedAt is when the seals of the Commission's DSS 6.4 are looked at; what it says of
// them is compared in internal/dss.
var judgedAt = time.Date(2026, 11, 29, 15, 15, 0, 0, time.UTC)

func dssRoot(t *testing.T) *trust.Anchors {
	anchors, err := trust.ParsePEM(testkit.ReadShared(t, "data", "samples", "dss-seals", "root-ca.pem"))
	require.NoError(t, err)
	return anchors
}

// Anybody may change the unsigned part of a seal. Each kind of damage is
// found, makes nobody doubt who signed, and leaves no proof behind: with a
// certificate that has expired the seal is then not known to be in force.
func TestDamagedUnsignedPart(t *testing.T) {
	raw := string(testkit.ReadShared(t, "data", "samples", "dss-seals", "LTA.expired-leaf-signed-in-time.json"))
	other := entriesOf(t, string(testkit.ReadShared(t, "data", "samples", "dss-seals", "LTA.rsa.json")))
	own := entriesOf(t, raw) // sigTst, xVals, rVals, tstVD, arcTst
	change := func(entry, old, with string) string {
		text, err := base64.RawURLEncoding.DecodeString(entry)
		require.NoError(t, err)
		require.Contains(t, string(text), old)
		return base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(text), old, with, 1)))
	}
	list := func(entries ...string) string { return `["` + strings.Join(entries, `","`) + `"]` }
	for name, c := range map[string]struct{ etsiU, code string }{
		"another seal's time stamps":        {list(other[0], own[1], own[2], own[3], other[4]), "JADES-TIMESTAMP"},
		"all of another seal's":             {list(other...), "JADES-TIMESTAMP"},
		"changed time stamps":               {list(change(own[0], `"val":"MII`, `"val":"MIM`), own[1], own[2], own[3]), "JADES-TIMESTAMP"},
		"a time stamp cut off":              {list(change(own[0], `"val":"MII`, `"val":"`), own[1], own[2], own[3]), "JADES-TIMESTAMP"},
		"no token":                          {list(base64.RawURLEncoding.EncodeToString([]byte(`{"sigTst":{"tstTokens":[]}}`)), own[1], own[2], own[3]), "JADES-TIMESTAMP"},
		"the archive one for the signature": {list(change(own[4], "arcTst", "sigTst"), own[1], own[2], own[3]), "JADES-TIMESTAMP"},
		"the signature one for the archive": {list(own[1], own[2], own[3], change(own[0], "sigTst", "arcTst")), "JADES-TIMESTAMP"},
		"another seal's answers":            {list(own[0], own[1], other[2], own[3]), "SEAL-REVOCATION-DATA"},
		"changed answers":                   {list(own[0], own[1], change(own[2], `"val":"MII`, `"val":"MIM`), own[3]), "SEAL-REVOCATION-DATA"},
		"a string":                          {`"x"`, "JADES-ETSIU"},
		"an empty array":                    {`[]`, "JADES-ETSIU"},
		"both kinds":                        {`[{"x":1},"` + own[0] + `"]`, "JADES-ETSIU"},
		"no base64url":                      {`["*","` + own[0] + `"]`, "JADES-ETSIU"},
		"no JSON":                           {`["AAAA"]`, "JADES-ETSIU"},
	} {
		t.Run(name, func(t *testing.T) {
			at := strings.Index(raw, `"etsiU":[`) + len(`"etsiU":`)
			end := at + strings.Index(raw[at:], "]") + 1
			file, err := proof.Open([]byte(raw[:at]+c.etsiU+raw[end:]), vc.Limits{})
			require.NoError(t, err)
			findings := checkWith(t, file, strict(dssRoot(t)), judgedAt)[0].Findings
			require.NotEqual(t, vc.Pass, finding(t, findings, c.code).Status, summary(findings))
			axes := vc.AxesOf(findings)
			require.Equal(t, vc.Valid, axes[vc.Authentic])
			require.Equal(t, vc.Indeterminate, axes[vc.InForce], summary(findings))
		})
	}
}

func entriesOf(t *testing.T, file string) []string {
	secured, err := proof.Open([]byte(file), vc.Limits{})
	require.NoError(t, err)
	var entries []string
	for entry := range secured.Proofs()[0].Signature.Unprotected.Get("etsiU").Elements() {
		entries = append(entries, entry.Text())
	}
	require.Len(t, entries, 5)
	return entries
}
