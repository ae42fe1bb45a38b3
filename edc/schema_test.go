package edc_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// elmSchema is the JSON Schema of ELM 3.2 for a draft: sealing adds the time of issue,
// and only EBSI asks for the type VerifiableAttestation.
func elmSchema(tb testing.TB) *jsonschema.Schema {
	tb.Helper()
	text := testkit.ReadShared(tb, "data", "schemas", "ebsi_elm_3.2_edc_schema.json")
	var root map[string]any
	require.NoError(tb, json.Unmarshal(text, &root))
	delete(root, "allOf")
	root["$ref"] = "#/$defs/EuropeanDigitalCredentialType"
	root["$id"] = "https://schema.example/elm"
	draft := root["$defs"].(map[string]any)["EuropeanDigitalCredentialType"].(map[string]any)
	draft["required"] = slices.DeleteFunc(draft["required"].([]any), func(member any) bool { return member == "issued" })
	delete(draft["properties"].(map[string]any)["type"].(map[string]any), "minItems")
	text, err := json.Marshal(root)
	require.NoError(tb, err)
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(tb, err)
	c := jsonschema.NewCompiler()
	require.NoError(tb, c.AddResource("elm.json", schema))
	compiled, err := c.Compile("elm.json")
	require.NoError(tb, err)
	return compiled
}

// ebsiSchema is the schema as EBSI has it, without the one of attestations, which it
// only refers to.
func ebsiSchema(tb testing.TB) *jsonschema.Schema {
	tb.Helper()
	var root map[string]any
	require.NoError(tb, json.Unmarshal(testkit.ReadShared(tb, "data", "schemas", "ebsi_elm_3.2_edc_schema.json"), &root))
	delete(root, "allOf")
	root["$ref"], root["$id"] = "#/$defs/EuropeanDigitalCredentialType", "https://schema.example/ebsi"
	text, err := json.Marshal(root)
	require.NoError(tb, err)
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	require.NoError(tb, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(tb, c.AddResource("ebsi.json", schema))
	compiled, err := c.Compile("ebsi.json")
	require.NoError(tb, err)
	return compiled
}

// withoutSpelled leaves out the members for which the context has no term: they are
// written under names that mean something in JSON-LD, which the schema does not have.
func withoutSpelled(tb testing.TB, doc string) string {
	tb.Helper()
	var root any
	decoder := json.NewDecoder(strings.NewReader(doc))
	decoder.UseNumber()
	require.NoError(tb, decoder.Decode(&root))
	var clean func(v any)
	clean = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for name, m := range v {
				if strings.Contains(name, ":") {
					delete(v, name)
				}
				clean(m)
			}
		case []any:
			for _, e := range v {
				clean(e)
			}
		}
	}
	clean(root)
	text, err := json.Marshal(root)
	require.NoError(tb, err)
	return string(text)
}

// faultsOf returns the deepest faults that a schema finds in a document, each with
// its place.
func faultsOf(schema *jsonschema.Schema, doc string) (found []string) {
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(doc))
	if err != nil {
		return []string{err.Error()}
	}
	var all *jsonschema.ValidationError
	if !errors.As(schema.Validate(value), &all) {
		return nil
	}
	var walk func(e *jsonschema.ValidationError)
	walk = func(e *jsonschema.ValidationError) {
		if len(e.Causes) == 0 {
			found = append(found, fmt.Sprintf("/%s: %v", strings.Join(e.InstanceLocation, "/"), e.ErrorKind))
		}
		for _, cause := range e.Causes {
			walk(cause)
		}
	}
	walk(all)
	return found
}

// Every badge, and the exports of the builders, become drafts that the JSON Schema of
// ELM takes, if you say in which country the organisations are and who issues, where
// the source does not say.
func TestDraftsKeepTheSchema(t *testing.T) {
	schema := elmSchema(t)
	var files []string
	for _, dir := range [][]string{
		{"data", "samples", "ob3"}, {"data", "samples", "ob3-spec"}, {"data", "samples", "pair"},
		{"data", "samples", "elm-ebsi"}, {"data", "samples", "probes"}, {"cases"},
	} {
		more, err := filepath.Glob(filepath.Join(testkit.Shared(t, dir...), "*.*"))
		require.NoError(t, err)
		files = append(files, more...)
	}
	drafts, ebsi := 0, ebsiSchema(t)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		found, err := (&mikromerit.Verifier{}).Verify(context.Background(), data)
		if err != nil {
			continue
		}
		opts := mikromerit.ConvertOptions{EncodeOptions: mikromerit.EncodeOptions{IssuerCountry: "NL"}, UnsafeInvalidSource: true, At: time.Unix(1_795_000_000, 0)}
		out, err := mikromerit.Convert(context.Background(), found, mikromerit.Europass, opts)
		if err != nil && strings.Contains(err.Error(), "EncodeOptions.Issuer.") {
			opts.Issuer = &mc.Party{Name: mc.Text("en", "School")}
			out, err = mikromerit.Convert(context.Background(), found, mikromerit.Europass, opts)
			require.NoError(t, err, "%s: the option that is named helps", file)
		}
		if err != nil {
			t.Logf("%s: %v", filepath.Base(file), err)
			continue
		}
		drafts++
		if faults := faultsOf(schema, withoutSpelled(t, out.Document.String())); faults != nil {
			t.Errorf("%s:\n%s", filepath.Base(file), strings.Join(faults[:min(len(faults), 12)], "\n"))
		}
		opts.Flavour, opts.Issued = edc.EBSI, mc.InstantOf(opts.At)
		form, err := mikromerit.Convert(context.Background(), found, mikromerit.Europass, opts)
		require.NoError(t, err, "%s in the form of EBSI", file)
		if faults := faultsOf(ebsi, form.Document.String()); faults != nil {
			t.Errorf("%s in the form of EBSI:\n%s", filepath.Base(file), strings.Join(faults[:min(len(faults), 12)], "\n"))
		}
		require.NotContains(t, out.Document.String(), `"und":`, file)
		require.NotContains(t, out.Document.String(), "language/UND", file)
	}
	require.GreaterOrEqual(t, drafts, 30)
}

// Nothing that stands beside the credential in a file for upload gets into what is
// made of it, and the report says that it was left out.
func TestNothingBesideTheCredentialIsConverted(t *testing.T) {
	for _, file := range [][]string{{"pair", "edc-builder-export.json"}, {"elm", "Sample-MC-Annex1-unsigned-uploadable.json"}, {"elm", "Sample-CertOfPart-unsigned-uploadable.json"}} {
		data := testkit.ReadShared(t, append([]string{"data", "samples"}, file...)...)
		end := bytes.LastIndexByte(data, '}')
		data = append(data[:end:end], `,"deliveryDetailsToo":{"mail":"stranger@mail.example"}}`...)
		found, err := (&mikromerit.Verifier{}).Verify(context.Background(), data)
		require.NoError(t, err)
		for _, format := range []string{mikromerit.Europass, mikromerit.OpenBadge} {
			out, err := mikromerit.Convert(context.Background(), found, format, mikromerit.ConvertOptions{
				EncodeOptions:       mikromerit.EncodeOptions{IssuerCountry: "IE", Issuer: &mc.Party{Name: mc.Text("en", "School"), ID: "https://school.example/"}, Extension: true, PersonalData: true},
				UnsafeInvalidSource: true, At: time.Unix(1_795_000_000, 0),
			})
			require.NoError(t, err)
			report, err := json.Marshal(out.Report)
			require.NoError(t, err)
			for _, text := range append(attached(t, out.Document.Root()), out.Document.String(), string(report)) {
				require.NotContains(t, text, "sender@provider.example")
				require.NotContains(t, text, "stranger@")
			}
			beside := 0
			for _, l := range out.Report.Leaves {
				if strings.HasPrefix(l.Source, "/deliveryDetails") {
					require.Equal(t, []any{mc.KindDropped, mc.SeverityInfo, "not part of the credential"}, []any{l.Kind, l.Severity, l.Reason})
					beside++
				}
			}
			require.NotZero(t, beside)
		}
	}
}

// attached returns the files in a document.
func attached(tb testing.TB, v jsontree.Value) (out []string) {
	if content := v.Get("content"); content.Exists() {
		text, err := base64.StdEncoding.DecodeString(content.Text())
		require.NoError(tb, err)
		out = append(out, string(text))
	}
	for i := range v.Len() {
		out = append(out, attached(tb, v.At(i))...)
	}
	return out
}
