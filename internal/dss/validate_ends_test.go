package dss_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/dss"
)

// Of every mutant of every part of a seal we say what DSS says: level, indication with
// sub-indication, best signing time and each time stamp. Where we mean to say
// something else, that is in a table, by the mutant, with the reason.
func TestMutantsBesideDSS(t *testing.T) {
	if testing.Short() {
		t.Skip("some thousand seals take a while")
	}
	theirs, known := readMutants(t), readMutantDifferences(t)
	count, found := 0, make(map[mutantKey]string)
	for _, g := range groups(t) {
		for i, s := range g.mutants {
			ours, axes := verdicts(t, s)
			count++
			for j, v := range ours {
				checkAxes(t, g.name()+" "+s.name, v.Indication, axes[min(j, len(axes)-1)])
			}
			if d := difference(refused(text(ours)), theirs[g.name()][i]); d != "" {
				found[mutantKey{g.kind, g.part, s.name}] = d
			}
		}
	}
	for key, d := range found {
		row, ok := known[key]
		if !ok || row.difference != d {
			t.Errorf("%s: %s", key, d)
			continue
		}
		if _, ok := mutantReasons[row.reason]; !ok {
			t.Errorf("%s: no reason %q", key, row.reason)
		}
	}
	for key := range known {
		if _, ok := found[key]; !ok {
			t.Errorf("%s: there is no difference any more", key)
		}
	}
	t.Logf("%d mutants, of which we say something else of %d", count, len(found))
}

// mutantKey names a mutant.
type mutantKey struct{ kind, part, name string }

func (k mutantKey) String() string { return k.kind + ": " + k.part + ": " + k.name }

// mutantRow is what stands in the table of differences about a mutant.
type mutantRow struct{ reason, difference string }

// refused returns a verdict where a file that cannot be read, and one without a seal,
// are the same.
func refused(verdict string) string {
	switch strings.TrimSpace(verdict) {
	case "NONE", "ERROR":
		return "refused"
	}
	return strings.TrimSpace(verdict)
}

// difference says in which parts two verdicts differ: ours, "not", theirs; "" for
// none.
func difference(ours, theirs string) string {
	if ours == theirs {
		return ""
	}
	a, b := strings.Fields(ours), strings.Fields(theirs)
	if len(a) != len(b) {
		return ours + " not " + theirs
	}
	var parts []string
	for i := range a {
		if a[i] != b[i] {
			parts = append(parts, a[i]+" not "+b[i])
		}
	}
	return strings.Join(parts, "; ")
}

// readMutants reads what DSS says of each mutant of each group.
func readMutants(t *testing.T) map[string][]string {
	raw, err := os.ReadFile(mutantTable)
	require.NoError(t, err)
	all := make(map[string][]string)
	for _, g := range groups(t) {
		all[g.name()] = make([]string, len(g.mutants))
	}
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		require.Len(t, row, 3, line)
		for _, span := range strings.Split(row[2], ",") {
			var from, to int
			if n, _ := fmt.Sscanf(span, "%d-%d", &from, &to); n < 2 {
				to = from
			}
			require.Less(t, to, len(all[row[0]]), line)
			for i := from; i <= to; i++ {
				require.Empty(t, all[row[0]][i], line)
				all[row[0]][i] = row[1]
			}
		}
	}
	for name, row := range all {
		require.NotContains(t, row, "", name)
	}
	return all
}

// writeMutants returns the table of what DSS says of the mutants of a group.
func writeMutants(g *group, theirs []string) string {
	spans, order := make(map[string][]string), []string(nil)
	for i := 0; i < len(theirs); {
		end := i
		for end+1 < len(theirs) && theirs[end+1] == theirs[i] {
			end++
		}
		if spans[theirs[i]] == nil {
			order = append(order, theirs[i])
		}
		span := fmt.Sprint(i)
		if end > i {
			span = fmt.Sprintf("%d-%d", i, end)
		}
		spans[theirs[i]] = append(spans[theirs[i]], span)
		i = end + 1
	}
	var b strings.Builder
	for _, verdict := range order {
		b.WriteString(g.name() + "\t" + verdict + "\t" + strings.Join(spans[verdict], ",") + "\n")
	}
	return b.String()
}

// readMutantDifferences reads where we mean to say something else of a mutant.
func readMutantDifferences(t *testing.T) map[mutantKey]mutantRow {
	raw, err := os.ReadFile(mutantDifferenceTable)
	require.NoError(t, err)
	all := make(map[mutantKey]mutantRow)
	for _, line := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		row := strings.Split(line, "\t")
		require.Len(t, row, 5, line)
		for _, kind := range strings.Split(row[2], " ") {
			for _, name := range strings.Split(row[3], " | ") {
				all[mutantKey{kind, row[1], name}] = mutantRow{row[0], row[4]}
			}
		}
	}
	return all
}

// writeMutantDifferences returns the table of where we differ, each with the reason
// that is known for the mutant, or "?". Mutants of one part that differ alike share a
// line, and so do seals.
func writeMutantDifferences(t *testing.T, answers map[string][]dss.Verdict) string {
	known := make(map[string]string) // by part, mutant and difference, of any seal
	if _, err := os.Stat(mutantDifferenceTable); err == nil {
		for key, row := range readMutantDifferences(t) {
			known[key.part+"\t"+key.name+"\t"+row.difference] = row.reason
		}
	}
	type line struct{ reason, part, kind, difference string }
	var order []line
	names := make(map[line][]string)
	for _, g := range groups(t) {
		for _, s := range g.mutants {
			ours, _ := verdicts(t, s)
			d := difference(refused(text(ours)), refused(text(answers[g.name()+": "+s.name])))
			if d == "" {
				continue
			}
			reason := known[g.part+"\t"+s.name+"\t"+d]
			if reason == "" {
				reason = "?"
			}
			l := line{reason, g.part, g.kind, d}
			if names[l] == nil {
				order = append(order, l)
			}
			names[l] = append(names[l], s.name)
		}
	}
	kinds, lines := make(map[line][]string), []line(nil)
	for _, l := range order {
		same := line{l.reason, l.part, strings.Join(names[l], " | "), l.difference}
		if kinds[same] == nil {
			lines = append(lines, same)
		}
		kinds[same] = append(kinds[same], l.kind)
	}
	slices.SortStableFunc(lines, func(a, b line) int { return strings.Compare(a.reason+"\t"+a.part, b.reason+"\t"+b.part) })
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.reason + "\t" + l.part + "\t" + strings.Join(kinds[l], " ") + "\t" + l.kind + "\t" + l.difference + "\n")
	}
	return b.String()
}

// mutantReasons says why we say something else of a mutant where we mean to.
var mutantReasons = map[string]string{}
