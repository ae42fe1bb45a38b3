package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

const badge = "../data/vestre-aas-badge.json"

func TestProfiles(t *testing.T) {
	var out bytes.Buffer
	kept, err := run(t.Context(), &out, badge, "fi-he", "nl-ho")
	require.NoError(t, err)
	require.True(t, kept, "what is only asked for as a SHOULD breaks nothing")
	require.Equal(t, `Micro-credentials of Finnish higher education valid
  SHOULD EUMC-FI-HE-COUNTRY /issuer/address/addressCountry: The issuer should be in Finland; found another value.
  hurts recognition (1 of 6)
Micro-credentials of Dutch higher education valid
  SHOULD EUMC-NL-HO-ONE-MEASURE /credentialSubject/achievement/volumeOfLearning: The workload should be stated either in ECTS credits or in hours, not in both; found more than one of them.
  SHOULD EUMC-NL-HO-COUNTRY /issuer/address/addressCountry: The issuer should be in the Netherlands; found another value.
  hurts transparency (1 of 8), recognition (1 of 6)
`, out.String())
}

// A school's own profile makes a MUST of what is a SHOULD in the profile that it extends.
func TestProfileOfASchool(t *testing.T) {
	school := filepath.Join(t.TempDir(), "school.json")
	require.NoError(t, os.WriteFile(school, []byte(`{"id": "school", "title": {"en": "Our school"}, "version": "1",
		"extends": ["fi-he"], "levels": {"EUMC-FI-HE-COUNTRY": "MUST"}, "sources": [], "rules": []}`), 0o600))
	var out bytes.Buffer
	kept, err := run(t.Context(), &out, badge, school)
	require.NoError(t, err)
	require.False(t, kept)
	require.Contains(t, out.String(), "Our school invalid\n  MUST EUMC-FI-HE-COUNTRY /issuer/address/addressCountry: ")
}

func TestProfilesRefuse(t *testing.T) {
	for want, args := range map[string][2]string{"no profile": {badge, "xx-he"}, "none.json": {"none.json", "fi-he"}, "none-either.json": {badge, "none-either.json"}} {
		_, err := run(t.Context(), &bytes.Buffer{}, args[0], args[1])
		require.ErrorContains(t, err, want)
	}
}
