package broken

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
)

// defect is one way in which a target is wrong.
type defect struct {
	Says  string   // what the target does, as the end of a sentence
	Rules []string // the codes of the checks that fail, and no others; "CODE*" is all that begin so
}

// bench makes targets of one role, and judges them.
type bench struct {
	role     conformance.Role
	profiles []conformance.Profile
	codes    []string // of all checks

	mu     sync.Mutex
	failed map[string]int // by how many defects, by code
	found  int            // of the defects
	all    int
}

func newBench(role conformance.Role) *bench {
	b := &bench{role: role, failed: make(map[string]int)}
	for _, profile := range conformance.Profiles() {
		if profile.Role != role {
			continue
		}
		b.profiles = append(b.profiles, profile)
		for _, check := range profile.Checks {
			b.codes = append(b.codes, check.Rule.Code)
		}
	}
	slices.Sort(b.codes)
	b.codes = slices.Compact(b.codes)
	return b
}

// judge returns the codes of the checks that a target fails.
func (b *bench) judge(t *testing.T, target conformance.Target, o conformance.Options, profiles ...conformance.Profile) []string {
	t.Helper()
	if len(profiles) == 0 {
		profiles = b.profiles
	}
	report, err := conformance.Judge(t.Context(), target, o, profiles...)
	require.NoError(t, err)
	codes := make(map[string]bool)
	for _, result := range report.Results {
		if result.Status <= conformance.Pass {
			continue
		}
		codes[result.ID] = true
		t.Logf("%s %s %s %s: %s", result.Profile, result.Suite, result.ID, result.Status, result.Reason)
		for i, c := range result.Cases {
			if i < 3 && c.Status > conformance.Pass {
				t.Logf("   %s: want %s, found %s %s", c.Name, c.Want, c.Found, c.Pointer)
			}
		}
		require.NotEqual(t, conformance.Error, result.Status, "the suite itself failed")
	}
	return slices.Sorted(maps.Keys(codes))
}

// try judges a target with a defect: the checks about it must fail, and no others.
func (b *bench) try(t *testing.T, d defect, target conformance.Target, o conformance.Options) {
	t.Helper()
	failed := b.judge(t, target, o)
	wanted := b.expand(t, d.Rules)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.all++
	for _, code := range failed {
		b.failed[code]++
	}
	if slices.Equal(wanted, failed) && len(wanted) > 0 {
		b.found++
		return
	}
	t.Errorf("The %s that %s should fail %s and fails %s.", b.role, d.Says, wanted, failed)
}

// expand returns the codes that rules stand for, sorted.
func (b *bench) expand(t *testing.T, rules []string) (codes []string) {
	for _, rule := range rules {
		begin, several := strings.CutSuffix(rule, "*")
		some := len(codes)
		for _, code := range b.codes {
			if code == rule || several && strings.HasPrefix(code, begin) {
				codes = append(codes, code)
			}
		}
		require.Greater(t, len(codes), some, "%s is the code of no check", rule)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// tell says how many defects were found, and returns the checks that no defect made
// fail: such a check is perhaps one that cannot fail.
func (b *bench) tell(t *testing.T, defects int) (never []string) {
	t.Helper()
	if b.all < defects {
		return nil // only some were chosen
	}
	t.Logf("mutation score of the checks for the role of %s: %d of %d defects found (%d %%), %d checks", b.role, b.found, b.all, 100*b.found/b.all, len(b.codes))
	for _, code := range b.codes {
		if b.failed[code] == 0 {
			never = append(never, code)
		}
	}
	t.Logf("%d of these checks are failed by no defect %s", len(never), never)
	require.Equal(t, b.all, b.found, "defects that were found")
	return never
}

// some returns all defects, or under the race detector a part of them.
func some[T any](all []T) (chosen []T) {
	for n := 0; n < len(all); n += eachDefect {
		chosen = append(chosen, all[n])
	}
	return chosen
}
