package broken

import (
	"context"
	"errors"
	"hash/maphash"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// memory is the reference verifier, which remembers what it found, so that many
// defects can be tried on the same documents. It grows with what it is asked; it is
// for one test.
type memory struct {
	library conformance.Target
	seed    maphash.Seed

	mu    sync.RWMutex
	found map[uint64]*remembered
}

// remembered is what the reference said about one request, and why.
type remembered struct {
	answer conformance.Answer
	result *mikromerit.Result
	err    error
	flaws  []vc.Finding // those of all findings, also of inner credentials, that are not good
}

func newMemory(t *testing.T) *memory {
	t.Helper()
	library, err := target.Library(target.LibraryOptions{Verify: verify})
	require.NoError(t, err)
	return &memory{library: library, seed: maphash.MakeSeed(), found: make(map[uint64]*remembered)}
}

// question is what [verify] is to do in one call of the library; it has no other way
// to learn of it than its context.
type question struct {
	known    *remembered           // what was found before, or is entered
	careless func(vc.Finding) bool // what does not count; nil: all counts
}

type questionKey struct{}

// verify takes the place of the library's own method: it verifies a file or takes
// what came of it before, and forgets what does not count.
func verify(ctx context.Context, v *mikromerit.Verifier, file []byte) (*mikromerit.Result, error) {
	q := ctx.Value(questionKey{}).(question)
	if q.careless == nil {
		q.known.result, q.known.err = v.Verify(ctx, file)
	}
	if q.known.err != nil || q.careless == nil {
		return q.known.result, q.known.err
	}
	out := *q.known.result
	out.Result = forget(q.known.result.Result, q.careless)
	return &out, nil
}

// ask returns what the reference says of a request.
func (m *memory) ask(ctx context.Context, r conformance.Request) (*remembered, error) {
	key := m.keyOf(r)
	m.mu.RLock()
	known := m.found[key]
	m.mu.RUnlock()
	if known != nil {
		return known, nil
	}
	known = new(remembered)
	answer, err := m.library.Do(context.WithValue(ctx, questionKey{}, question{known: known}), r)
	if err != nil {
		return nil, err
	}
	known.answer = conformance.Answer{Verdict: answer.Verdict, Problems: answer.Problems, Refused: answer.Refused}
	var unreadable *proof.FormatError
	switch {
	case known.result != nil:
		known.flaws = flaws(known.result.Result, nil)
	case errors.As(known.err, &unreadable):
		known.flaws = []vc.Finding{{Code: unreadable.Code, Status: vc.Fail}}
	}
	m.mu.Lock()
	m.found[key] = known
	m.mu.Unlock()
	return known, nil
}

// askCareless returns what the reference would say if some of its findings did not
// count. What cannot be read for a reason that does not count is accepted.
func (m *memory) askCareless(ctx context.Context, r conformance.Request, d *verifierDefect) (conformance.Answer, error) {
	known, err := m.ask(ctx, r)
	if err != nil {
		return conformance.Answer{}, err
	}
	careless := d.careless(known.flaws)
	switch {
	case !slices.ContainsFunc(known.flaws, careless):
		return known.answer, nil
	case known.err != nil:
		return conformance.Answer{Verdict: conformance.Accepted}, nil
	}
	return m.library.Do(context.WithValue(ctx, questionKey{}, question{known, careless}), r)
}

// verifier is a verifier with a defect.
type verifier struct {
	memory *memory
	defect *verifierDefect
}

func (v verifier) Describe(context.Context) (conformance.Description, error) {
	return conformance.Description{Name: v.defect.Says, Kind: "go", Operations: []conformance.Operation{conformance.VerifyCredential, conformance.VerifyPresentation}}, nil
}

func (v verifier) Do(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
	d := v.defect
	if d.Takes != nil && d.Takes(r) {
		return conformance.Answer{Verdict: conformance.Accepted}, nil
	}
	if d.Asks != nil {
		d.Asks(&r)
	}
	if d.Repairs != nil && !proof.IsMessage(r.Document) { // they are of text
		r.Document = d.Repairs(r.Document)
	}
	answer, err := v.memory.askCareless(ctx, r, d)
	if err == nil && d.Answers != nil {
		answer = d.Answers(answer)
	}
	return answer, err
}

// keyOf returns what tells a request from others.
func (m *memory) keyOf(r conformance.Request) uint64 {
	var hash maphash.Hash
	hash.SetSeed(m.seed)
	write := func(part []byte) {
		maphash.WriteComparable(&hash, len(part))
		hash.Write(part)
	}
	write(r.Document)
	write(r.Anchors)
	for _, url := range slices.Sorted(maps.Keys(r.Resources)) {
		write([]byte(url))
		write(r.Resources[url])
	}
	maphash.WriteComparable(&hash, [3]string{string(r.Operation), r.Challenge, r.Domain})
	return hash.Sum64()
}

// flaws returns the findings that are not good.
func flaws(r *proof.Result, found []vc.Finding) []vc.Finding {
	for _, f := range r.Findings {
		if f.Status == vc.Fail || f.Status == vc.Unknown {
			found = append(found, f)
		}
	}
	for _, inner := range r.Credentials {
		found = flaws(inner, found)
	}
	return found
}

// forget returns a result in which the findings that do not count are good, as for
// somebody who never looks.
func forget(r *proof.Result, careless func(vc.Finding) bool) *proof.Result {
	out := *r
	inner := make(map[string]vc.Axes)
	out.Credentials = nil
	for _, credential := range r.Credentials {
		changed := forget(credential, careless)
		inner[credential.Pointer] = changed.Axes
		out.Credentials = append(out.Credentials, changed)
	}
	out.Findings = slices.Clone(r.Findings)
	for i, f := range out.Findings {
		axes, ok := inner[f.Pointer]
		mended := ok && f.Code == "NESTED-CREDENTIAL" && axes[f.Axis] == vc.Valid
		if mended || (f.Status == vc.Fail || f.Status == vc.Unknown) && careless(f) {
			out.Findings[i].Status = vc.Pass
		}
	}
	out.Axes = vc.AxesOf(out.Findings)
	out.Verdict = out.Axes.Verdict(r.Required)
	return &out
}

// matches reports whether a finding is one of those named: by its code, by the
// beginning of it and a star, or by the code and "?" for what could not be found out.
func matches(names []string, f vc.Finding) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		if code, ok := strings.CutSuffix(name, "?"); ok {
			return f.Code == code && f.Status == vc.Unknown
		}
		if start, ok := strings.CutSuffix(name, "*"); ok {
			return strings.HasPrefix(f.Code, start)
		}
		return f.Code == name
	})
}
