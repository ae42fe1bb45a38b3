package mikromerit_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/losses"
	"github.com/mikromerit/mikromerit/vc"
)

// matrixSources are converted to every format and back: one or two of each family. With
// MIKROMERIT_LONG, all published samples are.
func matrixSources(t *testing.T) (files []string) {
	files = []string{"examples/data/vestre-aas-badge.json", "examples/data/vestre-aas-micro-credential.payload.json"}
	if !testkit.HasShared() {
		return files
	}
	patterns := []string{"elm/Sample-MC-Annex1-unsigned.jsonld", "ob3/complete.json", "clr/*complex*.json", "elmo/*.xml", "eudi/*credential*.json"}
	if os.Getenv("MIKROMERIT_LONG") != "" {
		patterns = []string{"elm/*", "elm-ebsi/*", "ob3/*.json", "ob3-spec/*", "clr/*", "elmo/*", "eudi/*", "pair/*"}
	}
	for _, pattern := range patterns {
		found, err := filepath.Glob(filepath.Join(testkit.Shared(t, "data", "samples"), pattern))
		require.NoError(t, err)
		if os.Getenv("MIKROMERIT_LONG") == "" && len(found) > 2 {
			found = found[:2]
		}
		files = append(files, found...)
	}
	return files
}

// cell is what became of a source in a target and on the way back.
func cell(t *testing.T, found *mikromerit.Result, to mikromerit.Codec) string {
	o := pairOptions()
	o.IgnoreOriginal, o.PersonalData = true, true
	out, err := mikromerit.Convert(t.Context(), found, to.Format, o)
	if err != nil {
		o.Issuer = &mc.Party{ID: "https://desk.example/", Kind: mc.PartyOrganisation, Name: mc.Text("en", "Conversion desk")}
		if out, err = mikromerit.Convert(t.Context(), found, to.Format, o); err != nil {
			return "refused"
		}
	}
	sum := losses.TotalsOf(out.Report)
	dropped := 0
	for _, l := range out.Report.Leaves {
		if !l.Added && l.Kind == mc.KindDropped && l.CarriedBy == mc.CarriedByNothing && !isMeantToBeDropped(l) {
			dropped++
		}
	}
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = vc.Env{Clock: func() time.Time { return at }}
	rules := "not asked"
	if again, err := verifier.Verify(t.Context(), out.Document.Bytes()); err == nil {
		rules = again.Axes[vc.Conformant].String()
	}
	_, back, _, err := mikromerit.Formats().Read(out.Document)
	require.NoError(t, err)
	_, source, _, err := mikromerit.Formats().Read(found.Document)
	require.NoError(t, err)
	return fmt.Sprintf("%s, %d lost, Annex I %s -> %s, rules %s", sum, dropped, signs(mc.AnnexI(source)), signs(mc.AnnexI(back)), rules)
}

// isMeantToBeDropped reports whether a value is left out on purpose: it belongs to the
// source alone.
func isMeantToBeDropped(l mc.Leaf) bool {
	switch l.Reason {
	case "a page that was rendered for the source, which has it", "it belongs to the source document and must not speak for another",
		"the badge has an id of its own", mc.ReasonPersonal:
		return true
	}
	return false
}

// Every sample in every format and back, with residue: how many leaves were read, where
// they are, and the elements of Annex I before and after.
func TestMatrix(t *testing.T) {
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = vc.Env{Clock: func() time.Time { return at }}
	var rows []string
	for _, file := range matrixSources(t) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		found, err := verifier.Verify(t.Context(), text)
		if err != nil {
			continue
		}
		if _, _, _, err := mikromerit.Formats().Read(found.Document); err != nil {
			continue
		}
		for _, to := range writable() {
			rows = append(rows, fmt.Sprintf("%s to %s: %s", filepath.Base(file), to.Format, cell(t, found, to)))
		}
	}
	if os.Getenv("MIKROMERIT_LONG") != "" {
		for _, row := range rows {
			t.Log(row)
		}
		return
	}
	requireGolden(t, "testdata/matrix.txt", rows, testkit.HasShared())
}
