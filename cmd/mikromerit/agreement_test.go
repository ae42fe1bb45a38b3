package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// answered is what both ways to ask must agree on.
type answered struct {
	Verdict string
	Axes    map[string]string
	Codes   []string // with the outcome and the place of each finding
	Inside  []answered
}

func answeredBy(r *proof.Result) answered {
	a := answered{Verdict: r.Verdict.String(), Axes: make(map[string]string)}
	for _, axis := range vc.AllAxes() {
		a.Axes[axis.String()] = r.Axes[axis].String()
	}
	for _, f := range r.Findings {
		a.Codes = append(a.Codes, f.Status.String()+" "+f.Code+" "+f.Pointer)
	}
	for _, inner := range r.Credentials {
		a.Inside = append(a.Inside, answeredBy(inner))
	}
	return a
}

func (l line) answered() answered {
	a := answered{Verdict: l.Verdict, Axes: l.Axes}
	for _, f := range l.Findings {
		a.Codes = append(a.Codes, *f.Status+" "+*f.Code+" "+*f.Pointer)
	}
	for _, inner := range l.Credentials {
		a.Inside = append(a.Inside, inner.answered())
	}
	return a
}

// Whoever calls the library in five lines, as examples/verify does, gets the
// answer of the command: on every file of the samples and the cases the same
// verdict, the same answers, the same findings. There is no second way that
// forgets a check.
func TestLibraryAndCommandAgree(t *testing.T) {
	b := newBench(t)
	var files []string
	for _, dir := range []string{testkit.Shared(t, "data/samples"), testkit.Shared(t, "cases")} {
		require.NoError(t, filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
			if err == nil && e.Type().IsRegular() {
				files = append(files, name)
			}
			return err
		}))
	}
	require.Greater(t, len(files), 200)
	for _, trusted := range []mikromerit.Trust{{Any: true}, {}} {
		args := []string{"verify", "--json"}
		if trusted.Any {
			args = append(args, "--any-issuer")
		}
		b.run(append(args, files...)...)
		lines := b.lines()
		require.Len(t, lines, len(files))

		v := mikromerit.NewVerifier(trusted)
		v.Env = vc.Env{Clock: b.clock}
		verdicts := make(map[string]int)
		for i, name := range files {
			data, err := os.ReadFile(name)
			require.NoError(t, err)
			r, err := v.Verify(t.Context(), data)
			verdicts[lines[i].Verdict]++
			if err != nil {
				require.Equal(t, "error", lines[i].Verdict, "%s: %v", name, err)
				require.Equal(t, codeOf(t, err), *lines[i].Findings[0].Code, "%s: %v", name, err)
				continue
			}
			require.Equal(t, answeredBy(r.Result), lines[i].answered(), name)
			require.Equal(t, r.Verdict == vc.Valid, r.Err() == nil, name)
		}
		t.Log(verdicts)
	}
}

// codeOf is the code of an error that says that a file is no credential.
func codeOf(t *testing.T, err error) string {
	var format *proof.FormatError
	var image *bake.Error
	switch {
	case errors.As(err, &format):
		return format.Code
	case errors.As(err, &image):
		return image.Code
	}
	t.Errorf("an error of another kind: %v", err)
	return ""
}

// The line for machines has the members that the package comment promises, in
// every outcome.
func TestJSONLine(t *testing.T) {
	b := newBench(t)
	badge, did := signedFile(b, "badge.json", "eddsa-jcs-2022", openBadge)
	for name, test := range map[string]struct {
		args []string
		want []string
	}{
		"valid":     {[]string{"--issuer", did, badge}, []string{"axes", "file", "findings", "format", "headline", "proofs", "signedBy", "verdict"}},
		"undecided": {[]string{badge}, []string{"axes", "file", "findings", "format", "headline", "proofs", "settle", "signedBy", "verdict"}},
		"unsigned":  {[]string{b.path("draft-badge.json")}, []string{"axes", "file", "findings", "format", "headline", "proofs", "verdict"}},
		"error":     {[]string{b.put("text", []byte("hello"))}, []string{"file", "findings", "format", "proofs", "verdict"}},
	} {
		t.Run(name, func(t *testing.T) {
			b.run(append([]string{"verify", "--json"}, test.args...)...)
			var object map[string]any
			require.NoError(t, json.Unmarshal([]byte(b.out), &object))
			var members []string
			for member := range object {
				members = append(members, member)
			}
			require.ElementsMatch(t, test.want, members)
			if axes, ok := object["axes"].(map[string]any); ok {
				require.Len(t, axes, 5)
			}
		})
	}
}
