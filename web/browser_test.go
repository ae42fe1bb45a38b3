package web

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A real browser shows the cards of good and hostile credentials without a dialog, a
// request or an error, wide and narrow, light and dark, and finds nothing that keeps
// somebody from reading them.
func TestInBrowser(t *testing.T) {
	chromium, modules := findBrowser(t)
	dir := t.TempDir()
	var pages []string
	write := func(name, page string) {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(page), 0o600))
		pages = append(pages, path)
	}
	sealed, badge := example(t, "vestre-aas-micro-credential.sealed.jsonld"), example(t, "vestre-aas-badge.signed.json")
	write("sealed.html", cardOf(t, trusting(t, true), sealed, "nb"))
	write("badge.html", cardOf(t, trusting(t, false), badge, "is"))
	write("several.html", cardOf(t, trusting(t, false), []byte("["+string(badge)+","+string(example(t, "vestre-aas-badge.json"))+"]"), "fi"))
	all := strings.Join(payloads, " ")
	write("hostile.html", cardOf(t, trusting(t, false), hostile(all), "en"))
	write("marks.html", cardOf(t, trusting(t, false), hostile(strings.Repeat("Z̸̧̖̖̃̆", 300)), "sv"))
	write("long.html", cardOf(t, trusting(t, false), hostile(strings.Repeat("W", 5000)), "da"))
	server := httptest.NewServer(Handler(Config{Verifier: trusting(t, true)}))
	defer server.Close()
	credential := filepath.Join(dir, "credential.json")
	require.NoError(t, os.WriteFile(credential, sealed, 0o600))
	job, err := json.Marshal(map[string]any{
		"chromium": chromium, "modules": modules, "base": server.URL, "file": credential, "pages": pages, "pdf": filepath.Join(dir, "card.pdf"),
	})
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	node := exec.CommandContext(ctx, "node", filepath.Join("testdata", "browser.mjs"))
	node.Stdin = bytes.NewReader(job)
	var fault bytes.Buffer
	node.Stderr = &fault
	out, err := node.Output()
	require.NoError(t, err, "%s%s", out, fault.String())
	require.Equal(t, `{"opened":`+strconv.Itoa(3*len(pages)+2)+"}\n", string(out), "every line but the last is a fault")
}

// findBrowser returns the browser and the folder of the packages that drive it, or
// skips the test.
func findBrowser(t *testing.T) (chromium, modules string) {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			chromium = path
			break
		}
	}
	modules = os.Getenv("MIKROMERIT_NODE_MODULES")
	if modules == "" {
		modules, _ = filepath.Abs(filepath.Join("..", "..", "node_modules"))
	}
	_, noNode := exec.LookPath("node")
	_, noDriver := os.Stat(filepath.Join(modules, "playwright-core"))
	_, noAxe := os.Stat(filepath.Join(modules, "axe-core"))
	if chromium == "" || noNode != nil || noDriver != nil || noAxe != nil {
		t.Skip("no browser here (chromium and node in PATH, playwright-core and axe-core in MIKROMERIT_NODE_MODULES)")
	}
	return chromium, modules
}
