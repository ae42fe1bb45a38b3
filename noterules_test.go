package mikromerit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// What inspect notes by a code, and what keeps a file from being judged at all,
// can be looked up like any other rule.
func TestNotesAreExplained(t *testing.T) {
	for _, code := range []string{mc.CodeMonths, mc.CodeBirthShift, mc.CodeDateShift, mc.CodeZone, mc.CodeOrder, mc.CodeCreditFrame,
		mc.CodeECTSHours, mc.CodeEQF, mc.CodeScheme, mc.CodePartial, mc.CodeTitles, mc.CodeBodies,
		mc.CodeLevels, mc.CodeNQF, mc.CodeEarned, mc.CodeGrade, mc.CodeAwardDate, mc.CodeGrades, mc.CodeUnlike, mc.CodeCreditHours, mc.CodePhases,
		mc.CodeRoute, mc.CodeConsent, mc.CodeGrant, mc.CodeStandAlone, "FORMAT-PDF", "JSON-SYNTAX", "BAKE-NONE", "FILE-READ"} {
		require.Len(t, mikromerit.Explain(code), 1, code)
	}
}
