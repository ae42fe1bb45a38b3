package mikromerit_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

var update = flag.Bool("update", false, "write the tables of what other readers see anew")

// nativeSources are the files that are converted, by target.
var nativeSources = []struct {
	to    string
	files []string
}{
	{mikromerit.OpenBadge, []string{"examples/data/*.payload.json", "data/samples/elm/*", "data/samples/elm-ebsi/*", "data/samples/pair/edc-*", "data/samples/probes/*"}},
	{mikromerit.Europass, []string{"examples/data/vestre-aas-badge.json", "data/samples/ob3/*.json", "data/samples/ob3-spec/*", "data/samples/pair/open-badge.json", "cases/plain-swedish-style-badge.json", "cases/dutch-2026-profile.json", "cases/20-esco-alignment.json", "cases/default-badge-proposal.json"}},
}

// seen is what a reader who knows nothing of us finds in a converted credential.
type seen struct {
	name          string
	leaves        int // of the source, those with content
	native        int // of them, those that stand in the target and are read from there
	source, there []mc.Element
}

func (s seen) share() float64 { return float64(s.native) / float64(max(s.leaves, 1)) }

// signs shows elements in a line: + present, ~ in part, - absent.
func signs(all []mc.Element) string {
	var b strings.Builder
	for _, e := range all {
		b.WriteString(map[mc.Presence]string{mc.Present: "+", mc.Absent: "-"}[e.Status])
		if e.Status != mc.Present && e.Status != mc.Absent {
			b.WriteString("~")
		}
	}
	return b.String()
}

// lost returns the mandatory elements that the source has and the target does not
// show.
func (s seen) lost() (numbers []int) {
	for i, e := range s.source {
		if e.Mandatory && e.Status == mc.Present && s.there[i].Status != mc.Present {
			numbers = append(numbers, e.Number)
		}
	}
	return numbers
}

// nativeOptions supply what a target demands and a source may not state, as the
// messages ask for it.
func nativeOptions() mikromerit.ConvertOptions {
	o := options()
	o.EncodeOptions = mikromerit.EncodeOptions{
		WithoutResidue: true, IssuerCountry: "SE", CreditFramework: "ECTS",
	}
	o.UnsafeInvalidSource, o.IgnoreOriginal = true, true
	return o
}

// seenBy converts a file and reads the result as others do. The error is why it was
// not converted.
func seenBy(t *testing.T, file, to string) (seen, error) {
	s := seen{name: filepath.Base(file)}
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = vc.Env{Clock: func() time.Time { return at }}
	found, err := verifier.Verify(t.Context(), text)
	if err != nil {
		return s, err
	}
	o := nativeOptions()
	out, err := mikromerit.Convert(t.Context(), found, to, o)
	if err != nil { // for want of an issuer
		o.Issuer = &mc.Party{ID: "https://desk.example/", Kind: mc.PartyOrganisation, Name: mc.Text("en", "Conversion desk")}
		out, err = mikromerit.Convert(t.Context(), found, to, o)
	}
	if err != nil {
		return s, err
	}
	for _, l := range out.Report.Leaves {
		if l.Added || l.Kind == mc.KindScaffold {
			continue
		}
		s.leaves++
		if l.Kind == mc.KindExact || l.Kind == mc.KindTransformed {
			s.native++
		}
	}
	_, source, _, err := mikromerit.Formats().Read(found.Document)
	require.NoError(t, err)
	var there *mc.Credential
	if to == mikromerit.Europass {
		there, _, err = edc.Decode(out.Document, edc.DecodeOptions{WithoutInteroperability: true})
	} else {
		there, _, err = badge.Decode(out.Document, badge.DecodeOptions{})
	}
	require.NoError(t, err)
	s.source, s.there = mc.AnnexI(source), mc.AnnexI(there)
	return s, nil
}

// What other people's software finds in a converted credential, without our
// extension and residue, is kept in a table for each direction: the share of the
// leaves of the source, and the elements of Annex I. Every mandatory element that a
// source has must be there.
func TestWhatOtherReadersSee(t *testing.T) {
	for _, direction := range nativeSources {
		t.Run(direction.to, func(t *testing.T) {
			var all []seen
			rows := []string{fmt.Sprintf("%-64s %6s %6s %5s  %-16s %-16s", "to "+direction.to, "leaves", "native", "share", "source", "target")}
			shared := false
			for _, pattern := range direction.files {
				if !strings.HasPrefix(pattern, "examples") {
					if testkit.HasShared() {
						shared = true
						pattern = testkit.Shared(t, ".") + "/" + pattern
					} else {
						continue
					}
				}
				files, err := filepath.Glob(pattern)
				require.NoError(t, err)
				for _, file := range files {
					if info, err := os.Stat(file); err != nil || info.IsDir() {
						continue
					}
					s, err := seenBy(t, file, direction.to)
					if err != nil {
						why, _, _ := strings.Cut(err.Error(), "\n")
						code, _, _ := strings.Cut(why, ":")
						rows = append(rows, fmt.Sprintf("%-64s %s", s.name, code))
						continue
					}
					all = append(all, s)
					rows = append(rows, fmt.Sprintf("%-64s %6d %6d %5.2f  %-16s %-16s", s.name, s.leaves, s.native, s.share(), signs(s.source), signs(s.there)))
				}
			}
			slices.SortFunc(all, func(a, b seen) int { return cmp.Compare(a.share(), b.share()) })
			rows = append(rows, fmt.Sprintf("%-64s %20.2f", "median", all[len(all)/2].share()))
			if !shared {
				rows = rows[:2] // our own example, whose row is in the table
			}
			requireGolden(t, filepath.Join("testdata", "native-"+direction.to+".txt"), rows, shared)
			for _, s := range all {
				if s.name == "simple-did-key-method.json" {
					continue // issuer and learner have one id, which ELM cannot say of an organisation and a person
				}
				require.Empty(t, s.lost(), "%s: mandatory elements that no other reader sees", s.name)
			}
		})
	}
}

// requireGolden compares rows with those of a file; of a file that has more only
// with those.
func requireGolden(t *testing.T, name string, rows []string, whole bool) {
	t.Helper()
	if *update {
		require.True(t, whole, "the published samples are needed to write %s", name)
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(strings.Join(rows, "\n")+"\n"), 0o644))
	}
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	kept := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	if whole {
		require.Equal(t, kept, rows)
		return
	}
	require.Subset(t, kept, rows)
}
