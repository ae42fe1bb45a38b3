package edc

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

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
