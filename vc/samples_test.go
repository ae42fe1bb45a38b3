package vc_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// sampleProblems names the published samples that break a rule; all others
// keep every rule. No sealed European credential breaks a MUST; the unsealed
// ones lack the date that sealing adds.
var sampleProblems = map[string][]string{
	"ob3/simple-err-context.json":                    {"VCDM2-CONTEXT-FIRST /@context", "VCDM2-OLD-DATE /issuanceDate"},
	"ob3/simple-err-issuer.json":                     {"VCDM2-ISSUER /issuer"},
	"elm/Sample-CertOfPart-unsigned-uploadable.json": {"VCDM1-ISSUANCE-DATE /issuanceDate"},
	"elm/Sample-CertOfPart-unsigned.jsonld":          {"VCDM1-ISSUANCE-DATE /issuanceDate"},
	"elm/Sample-MC-Annex1-unsigned-uploadable.json":  {"VCDM1-ISSUANCE-DATE /issuanceDate"},
	"elm/Sample-MC-Annex1-unsigned.jsonld":           {"VCDM1-ISSUANCE-DATE /issuanceDate"},
	"elm/credential-jws-invalid.jsonld": {"VCDM1-DATE-ZONE /issuanceDate", "VCDM1-DATE-ZONE /expirationDate",
		"VCDM1-DATE-ZONE /validFrom", "VCDM1-DATE-ZONE /validUntil"},
	"elm/credential-sample.jsonld": {"VCDM1-DATE-ZONE /issuanceDate", "VCDM1-DATE-ZONE /expirationDate",
		"VCDM1-DATE-ZONE /issued", "VCDM1-DATE-ZONE /validFrom", "VCDM1-DATE-ZONE /validUntil"},
	"elm-ebsi/DigiComp Generic.json":                             {"VCDM2-OLD-DATE /issuanceDate"},
	"elm-ebsi/Microcredential - Data and software business.json": {"VCDM2-OLD-DATE /issuanceDate"},
}

func TestPublishedSamples(t *testing.T) {
	folder := testkit.Shared(t, "data", "samples")
	checked := 0
	for _, sub := range []string{"ob3", "ob3-spec", "clr", "elm", "elm-ebsi"} {
		err := filepath.WalkDir(filepath.Join(folder, sub), func(path string, entry os.DirEntry, err error) error {
			require.NoError(t, err)
			if entry.IsDir() || slices.Contains([]string{".png", ".svg", ".jwt"}, filepath.Ext(path)) {
				return nil
			}
			name := strings.TrimPrefix(filepath.ToSlash(path), filepath.ToSlash(folder)+"/")
			_, problems := vc.ReadCredential(sample(t, path))
			var found []string
			for _, p := range problems {
				found = append(found, p.Code()+" "+p.Pointer)
			}
			require.Equal(t, sampleProblems[name], found, name)
			checked++
			return nil
		})
		require.NoError(t, err)
	}
	require.GreaterOrEqual(t, checked, 63)
}

// sample reads a credential that may stand in a JAdES envelope (member
// payload) or in the upload form of the European issuer (member credential).
func sample(t *testing.T, path string) vc.Document {
	src, err := os.ReadFile(path)
	require.NoError(t, err)
	d, err := vc.ParseDocument(src, vc.Limits{})
	require.NoError(t, err, path)
	if payload := d.Get("payload"); payload.Exists() {
		d, err = vc.ParseDocument([]byte(payload.Text()), vc.Limits{})
	} else if inner := d.Get("credential"); inner.Exists() {
		d, err = vc.NewDocument(inner)
	}
	require.NoError(t, err, path)
	return d
}
