package badge

import (
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each fault of a badge that cannot be written names a rule of the tables, so
// that it can be explained.
func TestFaultsNameRules(t *testing.T) {
	source, err := os.ReadFile("fault.go")
	require.NoError(t, err)
	codes := regexp.MustCompile(`"((?:OB3|VCDM2)-[A-Z-]+)"`).FindAllSubmatch(source, -1)
	require.NotEmpty(t, codes)
	for _, code := range codes {
		require.NotEmpty(t, ruleOf(string(code[1])).Text, "%s", code[1])
	}
}
