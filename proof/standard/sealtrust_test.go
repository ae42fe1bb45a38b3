package standard_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
)

// A seal binds an organisation, not the id that the document gives its
// issuer: who trusts an id must not be told that a seal is from there.
func TestSealInAnothersName(t *testing.T) {
	file := sealed(strings.Replace(award, "urn:epass:org:1", school.id, 1), testkit.SealOptions{})
	require.Equal(t, "indeterminate ISSUER-TRUST", outcome(t, verifier(env()), file, only(school.id)))
	require.Equal(t, "valid", outcome(t, verifier(env()), file, only("NTRNO-000000017")))
}
