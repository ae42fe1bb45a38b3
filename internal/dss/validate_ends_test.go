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
var mutantReasons = map[string]string{
	"crit":           "RFC 7515 section 4.1.11 and RFC 7797 sections 3 and 6: a seal whose crit is not right, that names what is not understood, or whose b64 is no boolean or not in crit, must be refused. That is the format (EN 319 102-1 clause 5.2.2), so it comes before the signature; DSS only lowers the level. TS 119 182-1 clause 5.2.8 wants sigD in crit too.",
	"type":           "RFC 7515 sections 4.1.2, 4.1.4, 4.1.5, 4.1.9 and 4.1.10: these parameters must be strings. DSS gives up on some and reads over others.",
	"disjoint":       "RFC 7515 section 7.2.1: a parameter must not stand in both headers.",
	"one-digest":     "TS 119 182-1 table 1 demands exactly one digest of the signer's certificate at all baseline levels, and DSS is content without one.",
	"base64":         "RFC 4648 section 3.3: characters outside the alphabet must be refused, and with them a certificate (RFC 7515 section 4.1.6), a token or an answer; DSS reads over them.",
	"trailing":       "DER has no bytes after the value (X.690 clause 10), so a token or an answer with more is not read; DSS reads over them.",
	"own-anchor":     "EN 319 102-1 clause 5.2.3.2: the certificate may also come from the one who asks. The header has its digest and you gave it as anchor; DSS looks in the file alone.",
	"no-certificate": "Without the signer's certificate nobody can tell which data about revocation the seal needs, so it is not of level LT; DSS counts any.",
	"level-answers":  "An answer about revocation whose signature does not verify is none (EN 319 102-1 clause 5.2.5), so the seal is not of level LT; DSS counts what it can read. The indication is the same.",
	"whole-seconds":  "TS 119 182-1 clauses 5.1.11 and 5.2.1: the signing time is in whole seconds, and in UTC as sigT.",
	"exp":            "The header says that the seal has ended (RFC 7519 section 4.1.4); DSS does not read that.",
	"policy":         "EN 319 102-1 clause 5.2.4: the policy under which the seal was made must be at hand to be applied; by its default policy DSS accepts any.",
	"archive-best":   "EN 319 102-1 clause 5.5.4 step 2: without acceptance there is no best signing time. DSS follows that for levels T and LT, and names one for LTA.",
	"refused":        "RFC 7515 section 7: the file is no JSON Web Signature with a protected header, a payload and a signature that are strings in base64url where they must be. DSS takes such a member for absent and goes on.",
	"detached":       "RFC 7515 appendix F: an empty payload is what is left of a detached one. Nothing says so (sigD), so what was signed is compared with what is there.",
	"white-space":    "A line break or space around a compact seal in a file is none of it; DSS reads over the line break too.",
	"gives-up":       "DSS ends with an exception and no verdict. EN 319 102-1 clause 5.2.2 knows a failure of the format only where the signature cannot be processed, and this can: what is damaged is not signed and proves nothing or, for alg, leaves nothing that verifies.",
	"mixed":          "TS 119 182-1 clause 5.3.1: components are all base64url or all plain. Of both kinds no imprint is defined (clause 5.4.3.3), so we say that it cannot be computed, and DSS that it does not fit. Neither takes it as proof.",

	"damaged-anchor":      "EN 319 102-1 clause 5.2.6.4: another prospective chain is tried when one does not hold. A damaged copy of the root stands in xVals beside the true one, which you gave as anchor; DSS takes the damaged one and stops.",
	"damaged-certificate": "RFC 5035 section 3: the token names its authority's certificate by a digest that is signed. The copy in the token or in xVals is damaged, the other has that digest; DSS takes the damaged one.",
}
