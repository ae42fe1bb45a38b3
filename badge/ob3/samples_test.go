package ob3

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// outcomes are the codes that Check finds in each JSON file of the samples of
// 1EdTech's validator and specification. Files whose fault is in the proof, the
// status or the validity period have none: those are for other packages.
var outcomes = map[string]string{
	"ob3/bit-string-list/credential-status-revoked-blank-nodes.json": "",
	"ob3/bit-string-list/credential-status-revoked.json":             "",
	"ob3/bit-string-list/testlist":                                   "OB3-CONTEXT OB3-ISSUER OB3-NAME OB3-NODE-TYPE OB3-REQUIRED OB3-TYPE", // a status list is no badge
	"ob3/complete.json":                                              "OB3-LEVEL OB3-REVOCATION-LIST",                                       // its second result names a level that no description has
	// Older than the enumeration of identifier types, without ids of its
	// endorsements, and with their types of 1EdTech undefined; the publisher
	// expects it to fail as well, for another reason.
	"ob3/complete_v1.json":                                                       "OB3-CONTEXT-OLD OB3-ENUM OB3-EXTENSIONS OB3-LEGACY OB3-LEVEL OB3-REQUIRED OB3-REVOCATION-LIST OB3-SCHEMA",
	"ob3/credential-status-revoked.json":                                         "OB3-CONTEXT-OLD OB3-LEGACY OB3-REVOCATION-LIST",
	"ob3/endorsement-err-schema-status-refresh.json":                             "OB3-CONTEXT-OLD OB3-LEGACY OB3-REVOCATION-LIST",
	"ob3/endorsement-valid.json":                                                 "",
	"ob3/sd/derivedcredential.json":                                              "OB3-NAME", // the name was not disclosed
	"ob3/simple-context-alias.json":                                              "",
	"ob3/simple-context-version.json":                                            "OB3-CONTEXT-OLD",
	"ob3/simple-did-key-method.json":                                             "",
	"ob3/simple-did-web-method.json":                                             "",
	"ob3/simple-eddsa-2022.json":                                                 "OB3-CONTEXT-OLD OB3-LEGACY",
	"ob3/simple-err-context.json":                                                "OB3-CONTEXT OB3-JSONLD OB3-REQUIRED",
	"ob3/simple-err-credential-subject-achievement-result-description-type.json": "OB3-JSONLD OB3-LEVEL OB3-NODE-TYPE",
	"ob3/simple-err-credential-subject-identifier-type.json":                     "OB3-HASH OB3-JSONLD OB3-NODE-TYPE", // what it calls a hash is none, which the publisher does not look at
	"ob3/simple-err-credential-subject-profile-type.json":                        "OB3-JSONLD OB3-NODE-TYPE",
	"ob3/simple-err-credential-subject-result-type.json":                         "OB3-JSONLD OB3-NODE-TYPE OB3-RESULT", // nor that no result description is there
	"ob3/simple-err-credential-subject-type.json":                                "OB3-JSONLD OB3-NODE-TYPE",
	"ob3/simple-err-evidence-type.json":                                          "OB3-JSONLD OB3-NODE-TYPE",
	"ob3/simple-err-expired.json":                                                "",
	"ob3/simple-err-issued.json":                                                 "OB3-REQUIRED", // it has no achievement either
	"ob3/simple-err-issuer-otheridentifier-type.json":                            "OB3-JSONLD OB3-NODE-TYPE",
	"ob3/simple-err-issuer-parentorg-type.json":                                  "OB3-JSONLD OB3-NODE-TYPE",
	"ob3/simple-err-issuer-type.json":                                            "OB3-JSONLD OB3-NODE-TYPE",
	"ob3/simple-err-issuer.json":                                                 "OB3-REQUIRED",
	"ob3/simple-err-proof-method-no-scheme.json":                                 "OB3-JSONLD", // JSON-LD drops the relative address
	"ob3/simple-err-proof-method-unknown-did-method.json":                        "",
	"ob3/simple-err-proof-method-unknown-scheme.json":                            "",
	"ob3/simple-err-proof-method.json":                                           "",
	"ob3/simple-err-proof-value.json":                                            "",
	"ob3/simple-err-type.json":                                                   "OB3-JSONLD OB3-REQUIRED OB3-TYPE",
	"ob3/simple-multiple-proofs.json":                                            "OB3-JSONLD", // the first proof is of a type that no context defines
	"ob3/simple-noproof.json":                                                    "OB3-CONTEXT-OLD OB3-LEGACY OB3-REQUIRED",
	"ob3/simple.1ob":                                                             "",
	"ob3/simple.json":                                                            "",
	"ob3/simple_v1.json":                                                         "OB3-CONTEXT-OLD OB3-LEGACY",

	"ob3-spec/Achievement_Alignment.json":        "",
	"ob3-spec/Basic_OpenBadgeCredential.json":    "",
	"ob3-spec/Complete_OpenBadgeCredential.json": "OB3-LEVEL OB3-REVOCATION-LIST",
	"ob3-spec/EndorsementCredential.json":        "OB3-REVOCATION-LIST",
	"ob3-spec/Skill_Assertion.json":              "",
	"ob3-spec/sample_A.json":                     "OB3-JSONLD-UNCHECKED", // it uses the W3C's context for examples, which is not built in
}

// sampleFiles returns the JSON files below some folders of the published
// samples, by their paths.
func sampleFiles(tb testing.TB, folders ...string) map[string]vc.Document {
	tb.Helper()
	files := map[string]vc.Document{}
	root := testkit.Shared(tb, "data/samples")
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			src, err := os.ReadFile(path)
			require.NoError(tb, err)
			name, err := filepath.Rel(root, path)
			if doc, fault := vc.ParseDocument(src, vc.Limits{}); fault == nil { // pictures and tokens are not JSON
				files[filepath.ToSlash(name)] = doc
			}
			return err
		})
		require.NoError(tb, err)
	}
	return files
}

func distinct(problems []vc.Problem) string {
	var all []string
	for _, p := range problems {
		all = append(all, p.Code())
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " ")
}

func TestOutcomes(t *testing.T) {
	files := sampleFiles(t, "ob3", "ob3-spec")
	for name, doc := range files {
		t.Run(name, func(t *testing.T) {
			want, listed := outcomes[name]
			require.True(t, listed, "the file is not in the table")
			found := Check(doc)
			require.Equal(t, want, distinct(found), "%v", codes(found))
		})
	}
	require.Len(t, files, len(outcomes))
}

// The place of each fault is exactly where it is.
func TestOutcomePlaces(t *testing.T) {
	files := sampleFiles(t, "ob3")
	for name, want := range map[string][]string{
		"ob3/complete_v1.json": {
			"OB3-ENUM /credentialSubject/identifier/1/identityType", "OB3-REQUIRED /credentialSubject/achievement/creator/endorsement/1/id",
			"OB3-EXTENSIONS /credentialSubject/achievement/creator/endorsement/0/credentialSchema/0/type", "OB3-SCHEMA /credentialSchema",
		},
		"ob3/simple-err-evidence-type.json":          {"OB3-NODE-TYPE /evidence/1/type", "OB3-JSONLD /evidence/1/genre"},
		"ob3/simple-err-proof-method-no-scheme.json": {"OB3-JSONLD /proof/0/verificationMethod"},
		"ob3/simple-err-context.json":                {"OB3-CONTEXT /@context/0", "OB3-CONTEXT /@context/1", "OB3-REQUIRED /validFrom"},
	} {
		require.Subset(t, codes(Check(files[name])), want, name)
	}
}
