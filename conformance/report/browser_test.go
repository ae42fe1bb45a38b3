package report_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
)

// browser returns Node and a browser, or skips. MIKROMERIT_NODE_MODULES names the
// folder with the packages playwright-core and axe-core.
func browser(t *testing.T) (node, chromium string) {
	t.Helper()
	if os.Getenv("MIKROMERIT_NODE_MODULES") == "" {
		t.Skip("MIKROMERIT_NODE_MODULES does not name a folder with playwright-core and axe-core")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("there is no node")
	}
	for _, name := range []string{"chromium", "google-chrome"} {
		if chromium, err = exec.LookPath(name); err == nil {
			return node, chromium
		}
	}
	t.Skip("there is no Chromium")
	return "", ""
}

// In a real browser the page is as wide as the screen, has enough contrast in light
// and dark, asks for nothing, runs nothing that a target sent, and its filter and
// its print work without scripts.
func TestPageInABrowser(t *testing.T) {
	node, chromium := browser(t)
	folder := t.TempDir()
	args := []string{filepath.Join("testdata", "browser.js"), chromium}
	for _, one := range []struct {
		name   string
		report *conformance.Report
	}{{"sample", sample()}, {"hostile", browserHostile()}, {"partial", partial()}, {"good", good()}, {"empty", empty()}, {"many", many(60, 12)}} {
		file := filepath.Join(folder, one.name+".html")
		require.NoError(t, os.WriteFile(file, []byte(written(t, "html", one.report)), 0o600))
		args = append(args, file)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, node, args...)
	command.Env = append(os.Environ(), "NODE_PATH="+os.Getenv("MIKROMERIT_NODE_MODULES"))
	said, err := command.CombinedOutput()
	require.Empty(t, string(said))
	require.NoError(t, err)
}

// browserHostile returns a report with every nasty text in every place that the
// page shows.
func browserHostile() *conformance.Report {
	r := sample()
	for i, text := range nasty {
		result := r.Results[i%3]
		result.ID, result.Title, result.Reason, result.Mend, result.Spec, result.Suite = text, text, text, text, text, text
		exchange := sampleExchange()
		exchange.Request.Line, exchange.Response.Text, exchange.Response.Header = text, text, map[string][]string{text: {text}}
		result.Cases = []conformance.Case{{Name: text, Status: conformance.Fail, Want: text, Found: text, Document: text, Pointer: text + "/", Exchanges: []conformance.Exchange{exchange}}}
		r.Results = append(r.Results, result)
	}
	r.Target.Name, r.Target.Address, r.Profiles[0].Title, r.Profiles[1].Text = nasty[0]+nasty[12], nasty[1], nasty[2], nasty[19]
	count(r)
	return r
}
