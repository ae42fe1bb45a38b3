package report

import (
	"fmt"
	"slices"

	"github.com/go-json-experiment/json"
	jsonv1 "github.com/go-json-experiment/json/v1"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// MaxBytes is the longest report that [Read] reads.
const MaxBytes = 256 << 20

// maxDepth is more than a report needs, so that unknown members may have some.
const maxDepth = 64

// Read reads what [JSON] wrote. Members that it does not know are passed over,
// since they may be added without a new version; another version is refused. So is
// a report that contradicts itself: one that says to conform while it lists a
// failure, or whose counts are not those of its results.
func Read(data []byte) (*conformance.Report, error) {
	tree, err := jsontree.Parse(data, jsontree.Limits{Bytes: MaxBytes, Depth: maxDepth, Values: MaxBytes / 16})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrReport, err)
	}
	if version := tree.Get("version"); !version.IsText(conformance.ReportVersion) {
		return nil, fmt.Errorf("%w: its version is %.40q, and only %q can be read", ErrReport, version.Raw(), conformance.ReportVersion)
	}
	if err := named(tree); err != nil {
		return nil, err
	}
	r := &conformance.Report{}
	// Only a member of exactly that name counts: what stands under "Results" was not
	// looked at above.
	if err := json.Unmarshal(data, r, jsonv1.DefaultOptionsV1(), json.MatchCaseInsensitiveNames(false)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrReport, err)
	}
	if err := consistent(r); err != nil {
		return nil, err
	}
	return r, nil
}

// named refuses a report in which something is missing whose zero value would say
// something else than nothing: a result without its status is not "not-applicable",
// a report that does not say whether it is complete is not partial.
func named(tree jsontree.Value) error {
	for _, name := range []string{"tool", "target", "profiles", "complete", "results"} {
		if !tree.Get(name).Exists() {
			return fmt.Errorf("%w: it has no member %q", ErrReport, name)
		}
	}
	for result := range tree.Get("results").Elements() {
		for _, name := range []string{"id", "profile", "level", "status"} {
			if result.Get(name).Text() == "" {
				return fmt.Errorf("%w: at %s there is no %q", ErrReport, result.Pointer(), name)
			}
		}
		for c := range result.Get("cases").Elements() {
			if c.Get("status").Text() == "" {
				return fmt.Errorf("%w: at %s there is no %q", ErrReport, c.Pointer(), "status")
			}
		}
	}
	return nil
}

// consistent refuses a report of which one part denies another.
func consistent(r *conformance.Report) error {
	counted := make(map[string]conformance.Counts)
	for _, claim := range r.Profiles {
		if counted[claim.ID] != nil {
			return fmt.Errorf("%w: it judges the profile %q twice", ErrReport, claim.ID)
		}
		counted[claim.ID] = conformance.Counts{}
	}
	for _, result := range r.Results {
		if counted[result.Profile] == nil {
			return fmt.Errorf("%w: the result of %q is of the profile %q, which was not judged", ErrReport, result.ID, result.Profile)
		}
		counted[result.Profile][result.Status]++
	}
	verdicts := []conformance.Conformity{conformance.Conforms, conformance.ConformsNot, conformance.NotFoundOut}
	for _, claim := range r.Profiles {
		if !slices.Contains(verdicts, claim.Verdict) {
			return fmt.Errorf("%w: %q is no judgement on a profile", ErrReport, claim.Verdict)
		}
		found := counted[claim.ID]
		for _, status := range conformance.Statuses() {
			if claim.Counts[status] != found[status] {
				return fmt.Errorf("%w: the profile %q counts %d of %s, and there are %d", ErrReport, claim.ID, claim.Counts[status], status, found[status])
			}
		}
		if claim.Verdict == conformance.Conforms && found[conformance.Fail] > 0 {
			return fmt.Errorf("%w: the profile %q is said to be kept, and a requirement of it is not", ErrReport, claim.ID)
		}
	}
	return nil
}
