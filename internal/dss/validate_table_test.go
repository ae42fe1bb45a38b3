package dss_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/dss"
)

// The tables: what DSS said of each seal, and of the mutants of each part of a seal;
// and where we say something else, why and what.
const (
	sealTable       = "validate-seals.txt"
	mutantTable     = "validate-mutants.txt"
	differenceTable = "validate-differences.txt"

	mutantDifferenceTable = "validate-mutant-differences.txt"
)

// readTable reads lines of fields that are separated by tabs, by the first field.
func readTable(tb testing.TB, path string) map[string][]string {
	tb.Helper()
	raw, err := os.ReadFile(path)
	require.NoError(tb, err)
	rows := make(map[string][]string)
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		name, rest, _ := strings.Cut(line, "\t")
		require.NotContains(tb, rows, name, path)
		rows[name] = strings.Split(rest, "\t")
	}
	return rows
}

// TestWriteJobs writes the seals for Judge.java into the folder that DSS_JOBS names;
// validate.sh calls it.
func TestWriteJobs(t *testing.T) {
	dir := os.Getenv("DSS_JOBS")
	if dir == "" {
		t.Skip("only validate.sh needs the files")
	}
	all := append(ownSeals(), publishedSeals(t)...)
	for _, g := range groups(t) {
		for _, s := range g.mutants {
			s.name = g.name() + ": " + s.name
			all = append(all, s)
		}
	}
	writeJobs(t, dir, all)
}

// TestReadAnswers writes the tables anew from what Judge.java answered; validate.sh
// calls it. A difference without a reason gets the reason "?", which no test accepts.
func TestReadAnswers(t *testing.T) {
	path := os.Getenv("DSS_ANSWERS")
	if path == "" {
		t.Skip("only validate.sh has answers")
	}
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	answers, err := dss.ReadAnswers(string(raw))
	require.NoError(t, err)
	known := readTable(t, differenceTable)
	var seals, mutants, different strings.Builder
	seals.WriteString("# seal, what DSS 6.4 says: level, indication, best signing time, time stamps; seals of one file are separated by |\n")
	mutants.WriteString("# seal and part, what DSS 6.4 says as in the table of seals, and of which mutants of the part, by their places\n")
	different.WriteString("# seal or mutant, why we differ (see reasons in validate_compare_test.go), what we say\n")
	differs := func(name, ours string) {
		reason := "?"
		if row := known[name]; row != nil {
			reason = row[0]
		}
		different.WriteString(name + "\t" + reason + "\t" + strings.TrimSpace(ours) + "\n")
	}
	for _, s := range append(ownSeals(), publishedSeals(t)...) {
		require.Contains(t, answers, s.name)
		seals.WriteString(s.name + "\t" + text(answers[s.name]) + "\n")
		if ours, _ := verdicts(t, s); text(ours) != text(answers[s.name]) {
			differs(s.name, text(ours))
		}
	}
	for _, g := range groups(t) {
		theirs := make([]string, len(g.mutants))
		for i, s := range g.mutants {
			require.Contains(t, answers, g.name()+": "+s.name)
			theirs[i] = refused(text(answers[g.name()+": "+s.name]))
		}
		mutants.WriteString(writeMutants(g, theirs))
	}
	head := "# reason (see mutantReasons), part, seals, mutants, what differs: ours \"not\" theirs\n"
	require.NoError(t, os.WriteFile(mutantDifferenceTable, []byte(head+writeMutantDifferences(t, answers)), 0o600))
	require.NoError(t, os.WriteFile(sealTable, []byte(seals.String()), 0o600))
	require.NoError(t, os.WriteFile(mutantTable, []byte(mutants.String()), 0o600))
	require.NoError(t, os.WriteFile(differenceTable, []byte(different.String()), 0o600))
}

// Every table is in the order in which the seals are made, so that a change is easy
// to read; none holds a seal that nobody makes.
func TestTablesAreComplete(t *testing.T) {
	seals := readTable(t, sealTable)
	var names []string
	for _, s := range append(ownSeals(), publishedSeals(t)...) {
		require.Contains(t, seals, s.name)
		names = append(names, s.name)
	}
	for name := range seals {
		if strings.HasPrefix(name, "own/") {
			require.True(t, slices.Contains(names, name), name)
		}
	}
	for name, row := range readTable(t, differenceTable) {
		require.Contains(t, seals, name)
		require.Contains(t, reasons, row[0], name)
	}
}
