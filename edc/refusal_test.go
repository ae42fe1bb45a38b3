package edc

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Whatever one value is taken away from a credential, the draft is complete or refused
// with what to supply. Nothing that ELM demands is left out in silence.
func TestOneValueLessIsWrittenOrRefused(t *testing.T) {
	refused := map[mc.Path]bool{}
	total := mapping.ChangeNth(own(t), -1, func(reflect.Value) {})
	for n := range total {
		c := own(t)
		mapping.ChangeNth(c, n, func(v reflect.Value) { v.SetZero() })
		doc, _, err := Encode(c, EncodeOptions{})
		if err == nil {
			require.Empty(t, checkWritten(doc), "value %d", n)
			continue
		}
		for _, one := range all(err) {
			var missing *mc.EncodeError
			require.ErrorAs(t, one, &missing)
			require.NotEmpty(t, missing.Path)
			require.True(t, strings.Contains(missing.Detail, "Supply ") || strings.Contains(missing.Detail, "Set it to"), missing.Detail)
			refused[missing.Path] = true
			_, exists := reach(missing.Path)
			require.True(t, exists, "%s is a path of the model", missing.Path)
		}
	}
	require.True(t, refused["envelope.issuer.name"] || refused["envelope.issuer"], "%v", refused)
	t.Log(total, "values,", len(refused), "paths to supply")
}

// reach follows a path through the types of the model.
func reach(at mc.Path) (reflect.Type, bool) {
	to := reflect.TypeFor[mc.Credential]()
	for step := range strings.SplitSeq(string(at), ".") {
		name, _, _ := strings.Cut(step, "[")
		for to.Kind() == reflect.Pointer || to.Kind() == reflect.Slice {
			to = to.Elem()
		}
		i := -1
		if to.Kind() == reflect.Struct {
			i = fieldIndex(to, name)
		}
		if i < 0 {
			return nil, false
		}
		to = to.Field(i).Type
	}
	return to, true
}

func all(err error) []error {
	var several interface{ Unwrap() []error }
	if errors.As(err, &several) {
		return several.Unwrap()
	}
	return []error{err}
}

// A credential that lacks everything is refused with all that is to be supplied, each
// under the path or the option that supplies it.
func TestEverythingMissingIsSaidAtOnce(t *testing.T) {
	paths := func(c *mc.Credential, opts EncodeOptions) (out []mc.Path) {
		_, _, err := Encode(c, opts)
		require.Error(t, err)
		for _, one := range all(err) {
			var missing *mc.EncodeError
			require.ErrorAs(t, one, &missing)
			out = append(out, missing.Path)
		}
		return out
	}
	require.Equal(t, []mc.Path{"learner.party", "envelope.issuer", "envelope.validFrom", "definition.title"}, paths(&mc.Credential{}, EncodeOptions{}))
	ungraded := &mc.Credential{Award: mc.Award{Assessments: []mc.AssessmentResult{{Title: mc.Text("en", "Exam")}}}}
	require.Contains(t, paths(ungraded, EncodeOptions{Flavour: EBSI}), mc.Path("envelope.issued"), "no seal adds it")
	others := own(t)
	others.Others = append(others.Others, mc.Claim{Award: mc.Award{Narrative: mc.Note{Text: mc.Text("nb", "a")}}})
	others.Definition.Title, others.Award.Title, others.Envelope.Display.Title = nil, nil, nil
	require.Contains(t, paths(others, EncodeOptions{}), mc.Path("definition.title"))
	require.Contains(t, paths(others, EncodeOptions{}), mc.Path("others").At(len(others.Others)-1).Dot("definition.title"))
}

// What ELM demands and the source lacks comes from the caller: the grade of an assessment
// that was taken, and the eIDAS identifier of an issuer whom no seal names.
func TestTheCallerSuppliesWhatELMDemands(t *testing.T) {
	c := foreign(t)
	doc, report, err := Encode(c, EncodeOptions{Language: language.Swedish, Grade: "Godkänd", IssuerIdentifier: "NTRSE-5560000000", Flavour: EBSI, Issued: instantOf(t, "2026-11-01T00:00:00Z")})
	require.NoError(t, err)
	back, _, err := Decode(doc, DecodeOptions{WithoutInteroperability: true})
	require.NoError(t, err)
	require.Len(t, back.Award.Assessments, 2, "the ungraded one is stated too")
	require.Equal(t, mc.Text("sv", "Godkänd"), back.Award.Assessments[0].Grade.Text)
	require.Equal(t, mc.Text("sv", "VG"), back.Award.Assessments[1].Grade.Text, "a grade that is stated stays")
	require.Equal(t, "NTRSE-5560000000", doc.Lookup("/issuer/eIDASIdentifier/notation").Text()+doc.Lookup("/issuer/eIDASIdentifier/0/notation").Text())
	given := 0
	for _, l := range report.Leaves {
		if l.Kind == mc.KindDefaulted && l.Reason == reasonOption {
			given++
		}
	}
	require.Positive(t, given, "the report says what was given")

	_, _, err = Encode(c, EncodeOptions{IssuerIdentifier: "17"})
	require.ErrorContains(t, err, "EncodeOptions.IssuerIdentifier. Set it to one, such as NTRNO-000000017")
	stated := foreign(t)
	stated.Envelope.Issuer.Identifiers = append(stated.Envelope.Issuer.Identifiers, mc.Identifier{Scheme: mc.IdentEIDAS, Value: "NTRSE-17"})
	doc, _, err = Encode(stated, EncodeOptions{IssuerIdentifier: "NTRSE-18"})
	require.NoError(t, err)
	require.Equal(t, "NTRSE-17", doc.Lookup("/issuer/eIDASIdentifier/notation").Text(), "what is stated counts")

	exam := foreign(t)
	exam.Award = mc.Award{Kind: mc.ClaimAssessment, Assessments: []mc.AssessmentResult{{Title: mc.Text("sv", "Prov")}}}
	_, _, err = Encode(exam, EncodeOptions{})
	require.ErrorContains(t, err, "or set EncodeOptions.Grade")
	_, _, err = Encode(exam, EncodeOptions{Grade: "G"})
	require.NoError(t, err)
}
