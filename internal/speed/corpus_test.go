package speed

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// corpus returns all published samples that can be issued and verified once they
// have our key as their issuer, and of which the baseline makes the same canonical
// form. Without the samples it is the documents of our own.
func (b *bench) corpus(t testing.TB) []work {
	t.Helper()
	if !testkit.HasShared() {
		return works(t)
	}
	var all []work
	seen := make(map[string]bool)
	root := testkit.Shared(t, "data", "samples")
	require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Name() == "probes" { // one sample many times, changed a little
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() || !strings.HasPrefix(filepath.Ext(path), ".json") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		w := work{name: filepath.Base(path), text: adopted(t, text)}
		if w.text != nil && !seen[string(w.text)] && b.suits(t, w) {
			seen[string(w.text)] = true
			all = append(all, w)
		}
		return nil
	}))
	require.NotEmpty(t, all)
	return all
}

// adopted returns a sample with our key as its issuer, without proof and without
// status, which would have to be fetched; nil if it is no credential.
func adopted(t testing.TB, text []byte) []byte {
	doc, err := vc.ParseDocument(text, vc.Limits{})
	if err != nil || !doc.Get("issuer").Exists() {
		return nil
	}
	for _, name := range []string{"proof", "credentialStatus"} {
		if doc.Get(name).Exists() {
			doc = edit(t)(doc.Without("/" + name))
		}
	}
	if isEuropass(doc) {
		return europass(t, doc, false)
	}
	return issuedBy(t, doc)
}

// isEuropass reports whether a document is of the European Learning Model in JSON-LD.
func isEuropass(doc vc.Document) bool {
	for context := range doc.Get("@context").Elements() {
		if context.IsText(contexts.EuropassEDC) {
			return doc.Get("issuer").IsObject() && doc.Get("validFrom").Exists()
		}
	}
	return false
}

// suits reports whether all ways work with a document.
func (b *bench) suits(t testing.TB, w work) bool {
	file, err := b.issue(w.text)
	if err != nil || b.verify(file) != nil || b.verifyProof(file) != nil {
		return false
	}
	return b.agrees(t, w) && b.gold.verify(file) == nil
}

// The corpus must hold the samples of both families, or the row of the table that
// is called mixed is not.
func TestCorpusIsMixed(t *testing.T) {
	if !testkit.HasShared() {
		t.Skip("the published samples are not on this machine (folder shared beside the module)")
	}
	var families [2]int
	for _, w := range newBench(t).corpus(t) {
		switch {
		case strings.Contains(string(w.text), "europa.eu/snb"):
			families[1]++
		case strings.Contains(string(w.text), "purl.imsglobal.org"):
			families[0]++
		}
		t.Log(w.name, len(w.text))
	}
	require.Greater(t, families[0], 10, "Open Badges and records")
	require.Greater(t, families[1], 1, "Europass credentials")
}
