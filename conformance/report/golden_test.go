package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/report"
)

var update = flag.Bool("update", false, "write the reports in testdata anew")

// written returns a report in a form.
func written(t testing.TB, format string, r *conformance.Report) string {
	var b bytes.Buffer
	require.NoError(t, report.Write(&b, format, r))
	return b.String()
}

// Each form of a fixed report is as it was: a change of it is seen, and made on
// purpose.
func TestFormsAreAsTheyWere(t *testing.T) {
	endings := map[string]string{"text": "txt", "json": "json", "html": "html", "junit": "xml", "sarif": "sarif.json", "earl": "earl.json"}
	for _, format := range report.Formats() {
		for name, r := range map[string]*conformance.Report{"sample": sample(), "partial": partial()} {
			file := filepath.Join("testdata", name+"."+endings[format])
			now := written(t, format, r)
			if *update {
				require.NoError(t, os.WriteFile(file, []byte(now), 0o644))
			}
			before, err := os.ReadFile(file)
			require.NoError(t, err)
			require.Equal(t, string(before), now, "%s of the %s report; -update writes it anew", format, name)
		}
	}
}
