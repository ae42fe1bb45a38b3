package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/report"
)

// What is written is read back, whole or partial: a run is resumed from it.
func TestJSONIsReadBack(t *testing.T) {
	for name, r := range map[string]*conformance.Report{"sample": sample(), "partial": partial(), "good": good()} {
		back, err := report.Read([]byte(written(t, "json", r)))
		require.NoError(t, err, name)
		require.Equal(t, r, back, name)
	}
}

// The same report is the same bytes, so that two runs can be compared.
func TestEveryFormIsDeterministic(t *testing.T) {
	for _, format := range report.Formats() {
		first := written(t, format, sample())
		for range 5 {
			require.Equal(t, first, written(t, format, sample()), format)
		}
	}
}

// changed returns the JSON of the sample with a member of it set, or left out.
func changed(t *testing.T, change func(whole map[string]any)) []byte {
	var whole map[string]any
	require.NoError(t, json.Unmarshal([]byte(written(t, "json", sample())), &whole))
	change(whole)
	data, err := json.Marshal(whole)
	require.NoError(t, err)
	return data
}

// A later version of the suite may say more; what this one knows is still read.
func TestReadPassesOverUnknownMembers(t *testing.T) {
	back, err := report.Read(changed(t, func(whole map[string]any) {
		whole["mood"] = []any{"good"}
		whole["Results"] = []any{map[string]any{"id": "X"}}
		whole["results"].([]any)[0].(map[string]any)["weather"] = map[string]any{"rain": true}
	}))
	require.NoError(t, err)
	require.Equal(t, sample(), back)
}

// A report that is no report, or denies itself, must not decide what a resumed run
// leaves out.
func TestReadRefuses(t *testing.T) {
	result := func(whole map[string]any) map[string]any { return whole["results"].([]any)[5].(map[string]any) }
	claim := func(whole map[string]any) map[string]any { return whole["profiles"].([]any)[0].(map[string]any) }
	good := written(t, "json", sample())
	for name, data := range map[string][]byte{
		"nothing":                  {},
		"no object":                []byte(`[]`),
		"two texts":                []byte(good + good),
		"a text that breaks off":   []byte(good[:len(good)/2]),
		"a member twice":           []byte(strings.Replace(good, `"version": "1",`, `"version": "1", "version": "1",`, 1)),
		"another version":          changed(t, func(w map[string]any) { w["version"] = "2" }),
		"a version that is 1":      changed(t, func(w map[string]any) { w["version"] = 1 }),
		"no version":               changed(t, func(w map[string]any) { delete(w, "version") }),
		"no word on completeness":  changed(t, func(w map[string]any) { delete(w, "complete") }),
		"no results":               changed(t, func(w map[string]any) { delete(w, "results") }),
		"a result without status":  changed(t, func(w map[string]any) { delete(result(w), "status") }),
		"a result without id":      changed(t, func(w map[string]any) { delete(result(w), "id") }),
		"an unknown status":        changed(t, func(w map[string]any) { result(w)["status"] = "splendid" }),
		"an unknown profile":       changed(t, func(w map[string]any) { result(w)["profile"] = "other" }),
		"an unknown judgement":     changed(t, func(w map[string]any) { claim(w)["verdict"] = "perfect" }),
		"counts that do not agree": changed(t, func(w map[string]any) { claim(w)["counts"] = map[string]any{"pass": 99} }),
		"conforming with a fault":  changed(t, func(w map[string]any) { claim(w)["verdict"] = "conforms" }),
		"a profile twice":          changed(t, func(w map[string]any) { w["profiles"] = append(w["profiles"].([]any), claim(w)) }),
		"depth without end":        []byte(strings.Repeat(`{"a":`, 100_000)),
		"deep unknown members":     []byte(strings.Replace(good, `"version"`, `"x": `+strings.Repeat("[", 90)+strings.Repeat("]", 90)+`, "version"`, 1)),
	} {
		r, err := report.Read(data)
		require.ErrorIs(t, err, report.ErrReport, name)
		require.Nil(t, r, name)
		require.Less(t, len(err.Error()), 400, "%s: what is wrong is said in short", name)
	}
}

// A caller who names a form that there is not learns which there are, and what no
// run makes is refused before a byte is written.
func TestWriteRefuses(t *testing.T) {
	var b strings.Builder
	err := report.Write(&b, "pdf", sample())
	require.ErrorIs(t, err, report.ErrFormat)
	for _, format := range report.Formats() {
		require.ErrorContains(t, err, format)
		require.ErrorIs(t, report.Write(&b, format, nil), report.ErrReport)
		broken := sample()
		broken.Results[0].Cases[0].Status = 77
		require.ErrorIs(t, report.Write(&b, format, broken), report.ErrReport)
		broken = sample()
		broken.Results[0].Status = 77
		require.ErrorIs(t, report.Write(&b, format, broken), report.ErrReport)
		broken = sample()
		broken.Profiles[0].Counts[77] = 1
		require.ErrorIs(t, report.Write(&b, format, broken), report.ErrReport)
	}
	require.Empty(t, b.String())
}

// Who reads any form of the report of a run that was ended early is told so.
func TestPartialReportsSaySo(t *testing.T) {
	says := map[string]string{"text": "This report is partial", "json": `"complete": false`, "html": "<strong>Partial.</strong>", "junit": `name="complete" value="false"`, "sarif": `"executionSuccessful": false`, "earl": "This report is partial"}
	for _, format := range report.Formats() {
		require.Contains(t, written(t, format, partial()), says[format], format)
		require.NotContains(t, written(t, format, sample()), "report is partial", format)
	}
}
