package mikromerit_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/formats/eudi"
	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// matrixFiles are converted to every format and back: one or two of each kind. What
// stands in the shared data is taken where it is there.
var matrixFiles = []struct{ kind, file string }{
	{"Europass payload", "examples/data/vestre-aas-micro-credential.payload.json"},
	{"sealed Europass", "examples/data/vestre-aas-micro-credential.sealed.jsonld"},
	{"Open Badges 3", "examples/data/vestre-aas-badge.json"},
	{"Europass payload", "data/samples/elm/Sample-MC-Annex1-unsigned.jsonld"},
	{"Europass of EBSI", "data/samples/elm-ebsi/DigiComp Generic.json"},
	{"Open Badges 3", "data/samples/ob3/complete.json"},
	{"Open Badges 2", "cases/ob2-hosted-ects.json"},
	{"CLR", "data/samples/clr/complex.json"},
	{"ELMO 1.7", "data/samples/elmo/example-1.7.xml"},
	{"ELMO 2.0", "data/samples/elmo/example-2.0.xml"},
	{"EUDI", "cases/eudi-learning-credential.dc+sd-jwt"},
}

// moreFiles are the other samples, which are converted with MIKROMERIT_LONG.
var moreFiles = []string{"elm/*", "elm-ebsi/*", "ob3/*.json", "ob3-spec/*", "clr/*", "elmo/*.xml", "pair/*", "probes/*"}

// matrixSource is one source of the matrix.
type matrixSource struct {
	kind, name string
	text       []byte
}

func matrixSources(t *testing.T) (all []matrixSource) {
	read := func(kind, file string) {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		all = append(all, matrixSource{kind, filepath.Base(file), text})
	}
	for _, one := range matrixFiles {
		file := one.file
		if !strings.HasPrefix(file, "examples") {
			if !testkit.HasShared() {
				continue
			}
			file = filepath.Join(testkit.Shared(t), file)
		}
		read(one.kind, file)
	}
	for _, to := range []string{mikromerit.EUDI, mikromerit.PlainW3C} { // no published sample
		out, err := mikromerit.Convert(t.Context(), matrixVerified(t, all[0].text), to, matrixOptions())
		require.NoError(t, err)
		all = append(all, matrixSource{to + " of our own", "made of " + all[0].name, out.Document.Bytes()})
	}
	if os.Getenv("MIKROMERIT_LONG") == "" {
		return all
	}
	for _, pattern := range moreFiles {
		files, err := filepath.Glob(filepath.Join(testkit.Shared(t, "data", "samples"), pattern))
		require.NoError(t, err)
		for _, file := range files {
			read("more", file)
		}
	}
	return all
}

func matrixVerified(t *testing.T, text []byte) *mikromerit.Result {
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = vc.Env{Clock: func() time.Time { return at }}
	found, err := verifier.Verify(t.Context(), text)
	require.NoError(t, err)
	return found
}

// matrixOptions give what a target demands and a source may not state, as the messages
// ask for it.
func matrixOptions() mikromerit.ConvertOptions {
	o := options()
	o.IssuerCountry, o.CreditFramework, o.Grade, o.Extension, o.PersonalData = "NO", "ECTS", "Pass", true, true
	o.Issued = mc.InstantOf(at)
	o.UnsafeInvalidSource, o.IgnoreOriginal = true, true
	o.Claims = map[string]string{
		"family_name": "Nordmann", "learner_identification": "S-17", "language_of_classes": "nb", "expected_study_time": "60 hours",
		"level_of_learning_experience": "5", "types_of_quality_assurance": "External", "date_of_issuance": "2026-06-01",
		"achievement_title": "Weaving", "issuing_authority": "Fjord School",
	}
	return o
}

// leftOut are the reasons for which a value is in no target, whatever the options: it
// holds for the source alone.
var leftOut = []string{
	"a page that was rendered for the source, which has it",
	"it belongs to the source document and must not speak for another",
	"the badge has an id of its own",
	"a status belongs to one document",
	"it belongs to the token that it stands in",
	mc.ReasonPersonal,
}

// ofOneDocument are the paths that each document states for itself, so that they differ
// after the way there and back.
var ofOneDocument = []mc.Path{
	"envelope.id", "envelope.issued", "envelope.status", "envelope.schemas", "envelope.terms", "envelope.refresh", "envelope.endorsements", "envelope.holders",
	"envelope.display.pages", "envelope.profiles", "provenance", "award.source",
}

// converted converts a source, in the name of a desk where it names no issuer.
func converted(t *testing.T, found *mikromerit.Result, to string) (*mikromerit.Conversion, error) {
	o := matrixOptions()
	out, err := mikromerit.Convert(t.Context(), found, to, o)
	if err != nil {
		o.Issuer = &mc.Party{ID: "https://desk.example/", Kind: mc.PartyOrganisation, Name: mc.Text("en", "Conversion desk"),
			Locations: []mc.Location{{Addresses: []mc.Address{{Country: mc.Country{Alpha2: "NO"}}}}}}
		if named, named2 := mikromerit.Convert(t.Context(), found, to, o); named2 == nil {
			return named, nil
		}
	}
	return out, err
}

// lostLeaves are the leaves that are nowhere, by reason.
func lostLeaves(out *mikromerit.Conversion) (lost []mc.Leaf) {
	for _, l := range out.Report.Leaves {
		if !l.Added && l.CarriedBy == mc.CarriedByNothing && l.Kind != mc.KindScaffold && !slices.Contains(leftOut, l.Reason) {
			lost = append(lost, l)
		}
	}
	return lost
}

// changedOnTheWay are the units of a source that are not the same after the way back.
func changedOnTheWay(source, back *mc.Credential) (changed []string) {
	keep := func(at mc.Path) bool {
		return !slices.ContainsFunc(ofOneDocument, at.Under) && !at.Under("residue")
	}
	for _, d := range mapping.Compare(mapping.CloseUnits(source, keep), mapping.CloseUnits(back, keep)).Differences() {
		if d.Want.IsValid() && !(d.Got.IsValid() && mapping.Equivalent(d.Want, d.Got)) {
			changed = append(changed, string(d.At))
		}
	}
	return changed
}

// brokenRules are the rules of its format that what was written breaks.
func brokenRules(t *testing.T, out *mikromerit.Conversion, elmo func([]byte) string) (broken []string) {
	text, err := out.Bytes()
	require.NoError(t, err)
	if out.To.Format == mikromerit.EUDI {
		for _, p := range eudi.CheckDraft(out.Document, at) {
			if p.Rule.Level == vc.Must && p.Rule.Axis == vc.Conformant {
				broken = append(broken, p.Error())
			}
		}
		return broken
	}
	for _, f := range matrixVerified(t, text).Findings {
		if f.Status == vc.Fail && f.Axis == vc.Conformant {
			broken = append(broken, f.Code+" at "+f.Pointer)
		}
	}
	if out.To.Format == mikromerit.Results && elmo != nil {
		if says := elmo(text); says != "" {
			broken = append(broken, says)
		}
	}
	return broken
}

// Every sample in every format and back, with residue. Nothing is lost but what holds for
// the source alone, nothing is refused, every document keeps the rules of its format, and
// on the way back the source is told again.
func TestMatrix(t *testing.T) {
	var elmo func([]byte) string
	if _, err := exec.LookPath("xmllint"); err == nil && testkit.HasShared() {
		elmo = testkit.ELMOSchema(t, "1.7")
	}
	var rows []string
	for _, source := range matrixSources(t) {
		found := matrixVerified(t, source.text)
		from, _, _, err := mikromerit.Formats().Read(found.Document)
		if err != nil {
			continue
		}
		home := from.Format
		if from.Encode == nil {
			home = mikromerit.OpenBadge // where an older badge goes
		}
		for _, to := range writable() {
			name := source.kind + " " + source.name + " to " + to.Format
			out, err := converted(t, found, to.Format)
			if err != nil {
				rows = append(rows, name+": refused")
				t.Errorf("%s: %v", name, err)
				continue
			}
			for _, l := range lostLeaves(out) {
				t.Errorf("%s: lost %s %v (%s)", name, l.Source, l.Canonical, l.Reason)
			}
			if broken := brokenRules(t, out, elmo); len(broken) > 0 {
				t.Errorf("%s: breaks %v", name, broken)
			}
			text, err := out.Bytes()
			require.NoError(t, err)
			again, err := converted(t, matrixVerified(t, text), home)
			if err != nil {
				t.Errorf("%s and back: %v", name, err)
				continue
			}
			for _, l := range lostLeaves(again) {
				t.Errorf("%s and back: lost %s %v (%s)", name, l.Source, l.Canonical, l.Reason)
			}
			_, back, _, err := mikromerit.Formats().Read(again.Document)
			require.NoError(t, err)
			changed := changedOnTheWay(out.Credential, back)
			for _, at := range changed {
				t.Errorf("%s and back: %s has changed", name, at)
			}
			rows = append(rows, matrixRow(t, name, out, again, back))
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

// matrixRow is what became of a source in a target and after the way back.
func matrixRow(t *testing.T, name string, out, again *mikromerit.Conversion, back *mc.Credential) string {
	by := map[mc.Carrier]int{}
	leaves := 0
	for _, l := range out.Report.Leaves {
		if !l.Added && l.Kind != mc.KindScaffold {
			leaves++
			by[l.CarriedBy]++
		}
	}
	native := out.Document
	read := out.To.DecodeNative
	if read == nil {
		read = out.To.Decode
	}
	seen, _, err := read(native)
	require.NoError(t, err)
	return fmt.Sprintf("%s: %d leaves, native %d, extension %d, residue %d, provenance %d, left out %d; Annex I %s, seen by others %s, and back %s",
		name, leaves, by[mc.CarriedNatively], by[mc.CarriedByExtension], by[mc.CarriedByResidue], by[mc.CarriedByProvenance], by[mc.CarriedByNothing],
		signs(mc.AnnexI(out.Credential)), signs(mc.AnnexI(seen)), signs(mc.AnnexI(back)))
}
