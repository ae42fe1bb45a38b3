package broken

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc"
)

// profilesOf returns the profiles for a role.
func profilesOf(role conformance.Role) (all []conformance.Profile) {
	for _, profile := range conformance.Profiles() {
		if profile.Role == role {
			all = append(all, profile)
		}
	}
	return all
}

// A target that is right passes every check that applies to it; otherwise the suite
// is stricter than the specifications, or this library is wrong.
func TestReferenceVerifier(t *testing.T) {
	reference, err := forgetful(new(Memory), func(vc.Finding) bool { return false })
	require.NoError(t, err)
	report, err := conformance.Judge(t.Context(), reference, conformance.Options{}, profilesOf(conformance.VerifierRole)...)
	require.NoError(t, err)
	for _, result := range report.Results {
		if result.Status != conformance.Pass {
			t.Errorf("%s %s %s: %s %s", result.Profile, result.Suite, result.ID, result.Status, result.Reason)
			for i, c := range result.Cases {
				if i < 3 {
					t.Logf("   %s: want %s, found %s", c.Name, c.Want, c.Found)
				}
			}
		}
	}
}
