package mikromerit_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/policy"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
)

// profiledFiles are the files that every profile is asked about.
var profiledFiles = []string{
	"examples/data/vestre-aas-badge.json", "examples/data/vestre-aas-micro-credential.payload.json",
	"data/samples/elm/Sample-MC-Annex1-signed.jsonld", "data/samples/elm/Sample-MC-Annex1-unsigned.jsonld", "data/samples/elm/Sample-CertOfPart-unsigned.jsonld",
	"data/samples/elm/credential-sample.jsonld", "data/samples/elm-ebsi/*", "data/samples/pair/*", "data/samples/probes/*",
	"data/samples/ob3-spec/Complete_OpenBadgeCredential.json", "data/samples/ob3-spec/Skill_Assertion.json", "data/samples/ob3/complete.json", "data/samples/ob3/simple.json",
	"cases/dutch-2026-profile.json", "cases/plain-swedish-style-badge.json",
}

func judged(t *testing.T, file string, p *policy.Profile) *mikromerit.ProfileReport {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = vc.Env{Clock: func() time.Time { return at }}
	found, err := verifier.Verify(t.Context(), text)
	require.NoError(t, err, file)
	report, err := found.Judge(p)
	require.NoError(t, err, file)
	return report
}

// The credits of a country are those that its profile asks for, by each of the names by
// which a credential can have them.
func TestProfilesKnowTheCreditsOfTheirCountry(t *testing.T) {
	for id, systems := range map[string][]string{"no-mini": {"studiepoeng", "fagskolepoeng", "ECTS"}, "fi-he": {"opintopiste", "ECTS"}} {
		code := "EUMC-" + strings.ToUpper(id) + "-CREDITS"
		for _, name := range systems {
			known, ok := vocabulary.CreditSystem(name)
			require.True(t, ok, name)
			for _, framework := range []mc.Concept{known, {IRI: known.IRI}, {Notation: name}, {Label: mc.Text("en", name)}} {
				c := &mc.Credential{Definition: mc.Definition{Workload: []mc.Workload{mc.Credits(mc.DecimalOf(5), framework)}}}
				for _, o := range policy.Judge(profileOf(t, id), c).Outcomes {
					if o.Rule.Code == code {
						require.Equal(t, policy.Pass, o.State, "%s of %s: %s", name, id, o.Detail)
					}
				}
			}
		}
	}
}

func profileOf(t *testing.T, id string) *policy.Profile {
	t.Helper()
	p, err := policy.Shipped().Profile(id)
	require.NoError(t, err)
	return p
}

// What every profile says of published credentials is kept in a table: how many rules
// are a broken MUST, are to be looked at, and are unknown. The Commission's own sample
// for Annex I lacks one element, the quality assurance.
func TestPublishedCredentialsByProfile(t *testing.T) {
	head := fmt.Sprintf("%-52s", "broken/look/unknown")
	for _, p := range policy.All() {
		head += fmt.Sprintf(" %13s", p.ID)
	}
	rows := []string{head}
	shared := testkit.HasShared()
	for _, pattern := range profiledFiles {
		if !strings.HasPrefix(pattern, "examples") {
			if !shared {
				continue
			}
			pattern = filepath.Join(testkit.Shared(t, "."), pattern)
		}
		files, err := filepath.Glob(pattern)
		require.NoError(t, err)
		for _, file := range files {
			row := fmt.Sprintf("%-52s", filepath.Base(file))
			for _, p := range policy.All() {
				c := judged(t, file, p).Count()
				row += fmt.Sprintf(" %13s", fmt.Sprintf("%d/%d/%d", c.Fail, c.Warn, c.Unknown))
			}
			rows = append(rows, row)
		}
	}
	requireGolden(t, filepath.Join("testdata", "profiles.txt"), rows, shared)
}

// broken returns the codes of a broken MUST.
func broken(r *mikromerit.ProfileReport) (codes []string) {
	for _, o := range r.Outcomes {
		if o.Status() == vc.Fail {
			codes = append(codes, o.Rule.Code)
		}
	}
	return codes
}

func TestCommissionAndDutchSamples(t *testing.T) {
	sample := testkit.Shared(t, "data/samples/elm/Sample-MC-Annex1-signed.jsonld")
	require.Equal(t, []string{"EUMC-EU-QUALITY"}, broken(judged(t, sample, profileOf(t, "eu-annex1"))))
	dutch := testkit.Shared(t, "cases/dutch-2026-profile.json")
	require.NotContains(t, broken(judged(t, dutch, profileOf(t, "nl-ho"))), "EUMC-NL-HO-CREDITS")
	require.Contains(t, broken(judged(t, dutch, profileOf(t, "nl-mbo"))), "EUMC-NL-MBO-HOURS")
}

// Each outcome points to where the document states what decided it.
func TestProfilePointers(t *testing.T) {
	report := judged(t, "examples/data/vestre-aas-badge.json", profileOf(t, "no-mini"))
	require.Len(t, report.Pointers, len(report.Outcomes))
	for i, f := range report.Findings() {
		if report.Outcomes[i].Rule.Code == "EUMC-EU-TITLE" {
			require.Equal(t, "/name", f.Pointer)
		}
	}
}
