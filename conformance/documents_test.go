package conformance

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/batch"
)

// read returns the documents of a target, one line each: name, and content or fault.
func read(t *testing.T, d *Documents) []string {
	t.Helper()
	var out []string
	for document, err := range d.Documents(t.Context()) {
		text := string(document.Data)
		if err != nil {
			code, _ := faultOf(err)
			text = code
		}
		out = append(out, document.Name+" "+text)
	}
	return out
}

func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		require.NoError(t, err)
		_, err = io.WriteString(f, files[i+1])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

// What a file holds is seen by its content, wherever it comes from.
func TestDocumentsAreRecognisedByContent(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"one object":              {"{\n  \"a\": 1\n}\n", []string{"f {\n  \"a\": 1\n}\n"}},
		"an object on one line":   {"{\"a\":1}\n\n\n", []string{"f {\"a\":1}\n\n\n"}},
		"objects on lines":        {"{\"a\":1}\n{\"a\":2}\n\n{\"a\":3}", []string{"f:1 {\"a\":1}", "f:2 {\"a\":2}", "f:4 {\"a\":3}"}},
		"lines with a gap":        {"{\"a\":1}\n\n{\"a\":2}\n", []string{"f:1 {\"a\":1}", "f:3 {\"a\":2}"}},
		"tokens on lines":         {"eyJh.eyJi.c2ln\neyJh.eyJj.c2ln\n", []string{"f:1 eyJh.eyJi.c2ln", "f:2 eyJh.eyJj.c2ln"}},
		"one bad line among them": {"{\"a\":1}\n{\"a\":\n{\"a\":3}\n", []string{"f:1 {\"a\":1}", "f:2 {\"a\":", "f:3 {\"a\":3}"}},
		"an array":                {"[{\"a\":1},\n{\"a\":2}]", []string{"f [{\"a\":1},\n{\"a\":2}]"}},
		"something behind JSON":   {"{\"a\":1}\n]\n", []string{"f {\"a\":1}\n]\n"}},
		"nothing":                 {"", []string{"f "}},
		"an archive":              {string(zipped(t, "b.json", "{}", "a/c.ndjson", "{}\n{}\n")), []string{"f!b.json {}", "f!a/c.ndjson:1 {}", "f!a/c.ndjson:2 {}"}},
		"an empty archive":        {string(zipped(t)), nil},
		"an archive in another":   {string(zipped(t, "in.zip", string(zipped(t, "x", "y")))), []string{"f!in.zip " + string(zipped(t, "x", "y"))}},
		"a damaged archive":       {"PK\x03\x04 and nothing else that one needs", []string{"f FORMAT-ZIP"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, read(t, DocumentsFrom("f", strings.NewReader(c.content))))
			require.Equal(t, c.want, read(t, DocumentsIn(fstest.MapFS{"f": {Data: []byte(c.content)}})))
		})
	}
}

// A folder is read without what is hidden and without what lies outside, and one
// bad file does not stop the others.
func TestFolders(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	put := func(folder, name, text string) {
		t.Helper()
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	put(outside, "secret.json", "secret")
	put(dir, "b/two.json", "2")
	put(dir, "a.json", "1")
	put(dir, ".hidden/x.json", "x")
	put(dir, ".x.json", "x")
	require.NoError(t, os.Symlink(filepath.Join(outside, "secret.json"), filepath.Join(dir, "link.json")))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "linked")))
	require.Equal(t, []string{filepath.ToSlash(dir) + "/a.json 1", filepath.ToSlash(dir) + "/b/two.json 2"}, read(t, Files(dir)))

	missing := filepath.Join(dir, "missing.json")
	got := read(t, Files(missing, filepath.Join(dir, "a.json")))
	require.Equal(t, []string{missing + " FILE-READ", filepath.Join(dir, "a.json") + " 1"}, got)
	require.Equal(t, []string{os.DevNull + " FILE-READ"}, read(t, Files(os.DevNull)), "a device may never answer")
}

// The names in an archive lead nowhere and cannot make a report lie.
func TestNamesInArchivesAreOnlyNames(t *testing.T) {
	archive := zipped(t, "../../etc/passwd", "{}", "/root/x", "{}", "a\nb\u202e.json", "{}", "__MACOSX/y", "{}", `a\.git\config`, "{}")
	got := read(t, DocumentsFrom("f", bytes.NewReader(archive)))
	require.Equal(t, []string{"f!../../etc/passwd {}", "f!/root/x {}", "f!a\uFFFDb\uFFFD.json {}"}, got)
}

// endless is a line that never ends.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errors.New("the line was cut") }

// What never ends or breaks off is a document with a fault.
func TestReadersThatDoNotEnd(t *testing.T) {
	require.Equal(t, []string{"f JSON-SIZE"}, read(t, DocumentsFrom("f", endless{})))
	require.Equal(t, []string{"f FILE-READ"}, read(t, DocumentsFrom("f", failing{})))
	lines := io.MultiReader(strings.NewReader("{}\n{}\n"), io.LimitReader(endless{}, batch.MaxDocument+10), strings.NewReader("\n{}\n"))
	require.Equal(t, []string{"f:1 {}", "f:2 {}", "f:3 JSON-SIZE", "f:4 {}"}, read(t, DocumentsFrom("f", lines)))
	require.Equal(t, []string{"f:1 {}", "f:2 {}", "f:3 FILE-READ"}, read(t, DocumentsFrom("f", io.MultiReader(strings.NewReader("{}\n{}\n"), failing{}))))
}

// Reading stops when nobody listens any more, and when the run is over.
func TestReadingStops(t *testing.T) {
	seen := 0
	for range DocumentsFrom("f", io.MultiReader(strings.NewReader("{}\n{}\n{}\n"))).Documents(t.Context()) {
		seen++
		break
	}
	require.Equal(t, 1, seen)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for range DocumentsFrom("f", strings.NewReader("{}\n{}\n{}\n")).Documents(ctx) {
		seen++
		cancel()
	}
	require.Equal(t, 2, seen)
}
