package jsonld

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// sampleRefusals lists the sample documents that have no canonical form, with
// the code; all others have one.
var sampleRefusals = map[string]string{
	// Context documents that are no longer published.
	"clr/simple-noproof.json":                CodeContextUnknown,
	"clr/simple_old_safesigned.json":         CodeContextUnknown,
	"elm/cred_noLegalName_shouldFail.jsonld": CodeContextUnknown,
	"elm/credential_shouldValidate.jsonld":   CodeContextUnknown,
	"ob3-spec/sample_A.json":                 CodeContextUnknown,
	// Sealed and wrapped files are no JSON-LD.
	"elm/Sample-CertOfPart-signed.jsonld":            CodeTermUndefined,
	"elm/Sample-CertOfPart-unsigned-uploadable.json": CodeTermUndefined,
	"elm/Sample-MC-Annex1-signed.jsonld":             CodeTermUndefined,
	"elm/Sample-MC-Annex1-unsigned-uploadable.json":  CodeTermUndefined,
	"elm/credential-jws-invalid.jsonld":              CodeTermUndefined,
	"elm/credential-signed.jsonld":                   CodeTermUndefined,
	"elm/signed_credential.jsonld":                   CodeTermUndefined,
	// A Greek iota in the name eIDASIdentifier.
	"elm/credential-sample.jsonld": CodeTermUndefined,
	// edc-ap redefines protected terms of credentials/v2.
	"elm-ebsi/DigiComp Generic.json":                             CodeProtected,
	"elm-ebsi/Microcredential - Data and software business.json": CodeProtected,
	// A validator type that the contexts of the file do not define.
	"ob3/complete_v1.json": CodeTypeUndefined,
	// The files with a fault in a type or a term on purpose.
	"ob3/simple-err-context.json": CodeTermUndefined,
	"ob3/simple-err-credential-subject-achievement-result-description-type.json": CodeTermUndefined,
	"ob3/simple-err-credential-subject-identifier-type.json":                     CodeTermUndefined,
	"ob3/simple-err-credential-subject-profile-type.json":                        CodeTypeUndefined,
	"ob3/simple-err-credential-subject-result-type.json":                         CodeTermUndefined,
	"ob3/simple-err-credential-subject-type.json":                                CodeTermUndefined,
	"ob3/simple-err-evidence-type.json":                                          CodeTermUndefined,
	"ob3/simple-err-issuer-otheridentifier-type.json":                            CodeTermUndefined,
	"ob3/simple-err-issuer-parentorg-type.json":                                  CodeTypeUndefined,
	"ob3/simple-err-issuer-type.json":                                            CodeTypeUndefined,
	"ob3/simple-err-proof-method-no-scheme.json":                                 CodeIRIRelative,
	"ob3/simple-err-type.json":                                                   CodeTypeUndefined,
	"ob3/simple-multiple-proofs.json":                                            CodeTermUndefined,
}

// TestSamples runs every sample credential: those that others can process must
// have a canonical form, and every refusal is known.
func TestSamples(t *testing.T) {
	root := testkit.Shared(t, "data", "samples")
	accepted, refused := 0, 0
	for _, folder := range []string{"ob3", "ob3-spec", "clr", "elm", "elm-ebsi"} {
		err := filepath.WalkDir(filepath.Join(root, folder), func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasPrefix(filepath.Ext(file), ".json") {
				return err
			}
			name, err := filepath.Rel(root, file)
			require.NoError(t, err)
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			_, err = Canonicalize(t.Context(), parseDocument(t, data), Options{})
			if code := sampleRefusals[filepath.ToSlash(name)]; code != "" {
				var fault *Error
				require.True(t, errors.As(err, &fault), "%s: %v", name, err)
				require.Equal(t, code, fault.Code, "%s: %v", name, err)
				refused++
				return nil
			}
			require.NoError(t, err, name)
			accepted++
			return nil
		})
		require.NoError(t, err)
	}
	t.Logf("%d accepted, %d refused", accepted, refused)
}
