package report_test

import (
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
)

type sarif struct {
	Version string
	Runs    []struct {
		Tool struct {
			Driver struct {
				Name  string
				Rules []struct{ ID, HelpURI string }
			}
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct{ Level string }
		}
		Results []struct {
			RuleID, Kind, Level string
			RuleIndex           int
			Message             struct{ Text string }
			Locations           []struct {
				PhysicalLocation struct{ ArtifactLocation struct{ URI string } }
				LogicalLocations []struct{ FullyQualifiedName string }
			}
			PartialFingerprints map[string]string
			Suppressions        []struct{ Kind, Justification string }
		}
	}
}

func sarifOf(t *testing.T, r *conformance.Report) sarif {
	t.Helper()
	var log sarif
	require.NoError(t, json.Unmarshal([]byte(written(t, "sarif", r)), &log))
	require.Equal(t, "2.1.0", log.Version)
	require.Len(t, log.Runs, 1)
	run := log.Runs[0]
	require.NotEmpty(t, run.Tool.Driver.Name)
	for _, result := range run.Results {
		require.Less(t, result.RuleIndex, len(run.Tool.Driver.Rules))
		require.Equal(t, run.Tool.Driver.Rules[result.RuleIndex].ID, result.RuleID)
		require.NotEmpty(t, result.Message.Text)
		require.Contains(t, []string{"pass", "fail", "open", "notApplicable"}, result.Kind)
		require.Equal(t, result.Kind != "fail", result.Level == "none", "only what failed has a level")
		for _, location := range result.Locations {
			_, err := url.Parse(location.PhysicalLocation.ArtifactLocation.URI)
			require.NoError(t, err)
		}
	}
	return log
}

// Each result leads to its rule, and a rule stands once, however many profiles
// have it.
func TestSARIFResultsLeadToTheirRules(t *testing.T) {
	for _, r := range reports() {
		var ids []string
		for _, rule := range sarifOf(t, r).Runs[0].Tool.Driver.Rules {
			ids = append(ids, rule.ID)
		}
		require.Len(t, slices.Compact(slices.Sorted(slices.Values(ids))), len(ids))
	}
	rule := sarifOf(t, sample()).Runs[0].Tool.Driver.Rules[0]
	require.Equal(t, "https://www.w3.org/TR/vc-data-integrity/#proofs", rule.HelpURI)
}

// What was found is shown at its document and member; the name of a document is no
// address, whatever it looks like.
func TestSARIFPlaces(t *testing.T) {
	results := sarifOf(t, sample()).Runs[0].Results
	at := results[1].Locations[0]
	require.Equal(t, "badges.zip%212025/kurs%20&%20pr%C3%B8ve%20%3C1%3E.json", at.PhysicalLocation.ArtifactLocation.URI)
	require.Equal(t, "/credentialSubject/achievement", at.LogicalLocations[0].FullyQualifiedName)
	r := sample()
	for _, name := range []string{"javascript:alert(1)", "//evil.example/x", "https://evil.example/x", "a?b#c", "%2e%2e", "..\\x", "\xff"} {
		r.Results[1].Cases[0].Document = name
		uri := sarifOf(t, r).Runs[0].Results[1].Locations[0].PhysicalLocation.ArtifactLocation.URI
		parsed, err := url.Parse(uri)
		require.NoError(t, err)
		require.Empty(t, parsed.Scheme+parsed.Host+parsed.RawQuery+parsed.Fragment, name)
		require.Equal(t, strings.TrimLeft(strings.ToValidUTF8(name, "\uFFFD"), "/"), parsed.Path)
	}
}

// A known gap does not alarm anybody twice, and a fault of the suite is not put
// down to the target.
func TestSARIFGapsAndFaultsOfTheSuite(t *testing.T) {
	run := sarifOf(t, sample()).Runs[0]
	suppressed := 0
	for _, result := range run.Results {
		if len(result.Suppressions) > 0 {
			suppressed++
			require.Equal(t, "PROOF-CREATED", result.RuleID)
			require.Equal(t, "The library that we use writes a date only; mended in spring.", result.Suppressions[0].Justification)
		}
	}
	require.Equal(t, 1, suppressed)
	require.False(t, run.Invocations[0].ExecutionSuccessful)
	require.Equal(t, "error", run.Invocations[0].ToolExecutionNotifications[0].Level)
	require.True(t, sarifOf(t, good()).Runs[0].Invocations[0].ExecutionSuccessful)
}

// A mark stays the same from run to run and tells results apart, so that a server
// shows what is new.
func TestSARIFMarksTellResultsApart(t *testing.T) {
	seen := map[string]bool{}
	for _, result := range sarifOf(t, sample()).Runs[0].Results {
		mark := result.PartialFingerprints["requirement/v1"]
		require.False(t, seen[mark])
		seen[mark] = true
	}
	again := sample()
	again.Results = again.Results[1:]
	require.True(t, seen[sarifOf(t, again).Runs[0].Results[0].PartialFingerprints["requirement/v1"]])
}

// The published schema of SARIF accepts the logs, where MIKROMERIT_SARIF_SCHEMA says
// where it lies.
func TestSARIFKeepsItsSchema(t *testing.T) {
	file := os.Getenv("MIKROMERIT_SARIF_SCHEMA")
	if file == "" {
		t.Skip("MIKROMERIT_SARIF_SCHEMA does not name the schema of SARIF 2.1.0")
	}
	schema, err := jsonschema.NewCompiler().Compile(file)
	require.NoError(t, err)
	for name, r := range reports() {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(written(t, "sarif", r)))
		require.NoError(t, err)
		require.NoError(t, schema.Validate(value), name)
	}
}
