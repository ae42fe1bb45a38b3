package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The ending of the report's name, or --report-format, says how it is written; each
// form names the file and counts the same leaves.
func TestReportForms(t *testing.T) {
	b := newBench(t)
	text, err := os.ReadFile("../../examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	file := b.put("badge.json", text)
	for ending, start := range map[string]string{"json": "{\n", "csv": "\ufefffile,row,", "sarif": `{"$schema":"https://docs.oasis-open.org/sarif`, "html": "<!DOCTYPE html>", "txt": file} {
		out := b.path("report." + ending)
		b.ok("convert", "--to", "edc", "--unsafe-convert-invalid", "--issuer-country", "NO", "--report", out, "-o", b.path("out-"+ending), file)
		report, err := os.ReadFile(out)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(string(report), start), "%s: %.80s", ending, report)
		require.Equal(t, ending != "json", strings.Contains(string(report), "badge.json"))
	}
	b.ok("convert", "--to", "edc", "--unsafe-convert-invalid", "--issuer-country", "NO", "--report", "-", "--report-format", "sarif", "-o", b.path("o2"), file)
	require.True(t, json.Valid([]byte(b.out)))
	for _, wrong := range [][]string{{"--report", "x", "--report-format", "pdf"}, {"--report-format", "csv"}, {"--report-all"}} {
		b.refuses(exitError, "--report", append([]string{"convert", "--to", "edc", file}, wrong...)...)
	}
}

// With --strict, a loss of a mandatory element is an answer, 1, and the document is not written.
func TestStrict(t *testing.T) {
	b := newBench(t)
	text, err := os.ReadFile("../../examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	file := b.put("badge.json", text)
	out, report := b.path("out.json"), b.path("report.csv")
	args := []string{"convert", "--to", "edc", "--unsafe-convert-invalid", "--issuer-country", "NO", "--report", report, "-o", out, file}
	b.refuses(exitInvalid, "--strict", append(args, "--strict", "--no-residue")...)
	require.NoFileExists(t, out)
	require.Less(t, len(b.err), 700, "a refusal is one sentence, however much would be lost")
	told, err := os.ReadFile(report)
	require.NoError(t, err, "the report says what would be lost")
	require.Contains(t, string(told), ",dropped,")

	// Of many, each that is refused is in the report as well.
	b.run(append(args[:len(args)-2], b.path("many")+"/", file, "--strict", "--no-residue", "--force")...)
	require.Equal(t, exitInvalid, b.status)
	again, err := os.ReadFile(report)
	require.NoError(t, err)
	require.Equal(t, strings.Count(string(told), ",dropped,"), strings.Count(string(again), ",dropped,"))
}
