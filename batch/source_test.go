package batch

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// listed returns the documents of a source, one line each: name, and content or code.
func listed(t *testing.T, s *Source) []string {
	t.Helper()
	var out []string
	for item, err := range s.Items(t.Context()) {
		text := string(item.Data)
		if err != nil {
			var fault *ReadError
			require.ErrorAs(t, err, &fault)
			require.Nil(t, item.Data)
			text = fault.Code
		}
		out = append(out, item.Name+" "+text)
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

// An archive that grows without end, or of which the directory is larger than any
// real one, ends with a fault.
func TestArchivesAreBounded(t *testing.T) {
	large := strings.Repeat("0", MaxDocument+1)
	got := listed(t, Reader("f", bytes.NewReader(zipped(t, "large", large, "small", "{}"))))
	require.Equal(t, []string{"f!large JSON-SIZE", "f!small {}"}, got)

	// A few kilobytes that become millions of documents.
	copies := zipped(t, "a", strings.Repeat("{}\n", 2_000_000), "b", "{}")
	require.Less(t, len(copies), 10_000)
	got = listed(t, Reader("f", bytes.NewReader(copies)))
	require.Equal(t, someDocuments+len(copies)/bytesPerDocument+1, len(got))
	require.Equal(t, "f JOB-LIMIT", got[len(got)-1])

	archive := zipped(t, "a", "{}")
	end := bytes.LastIndex(archive, []byte("PK\x05\x06"))
	for at, name := range map[int]string{12: "length", 16: "start"} {
		forged := bytes.Clone(archive)
		if name == "length" {
			forged[end+at+3] = 0x7f
			require.Equal(t, []string{"f JOB-LIMIT"}, listed(t, Reader("f", bytes.NewReader(forged))), name)
		}
	}
	left := int64(10)
	_, err := io.ReadAll(&countedReader{strings.NewReader(strings.Repeat("x", 100)), &left})
	require.ErrorIs(t, err, vc.ErrLimit, "the files in an archive share one bound")
}

// What a file holds is seen by its content, and lines also by the name.
func TestDocuments(t *testing.T) {
	host := `{"credential":[{"@context":[],"credentialSubject":{}}],"compactJwsString":["eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln"]}`
	two := `[{"a":[1,"]\\",{}]} , "eyJh.eyJi.c2ln",
		{"b":2}]`
	for name, c := range map[string]struct {
		file, content string
		whole         bool
		want          []string
	}{
		"an array":                   {"f.json", two, false, []string{`f.json#/0 {"a":[1,"]\\",{}]}`, `f.json#/1 "eyJh.eyJi.c2ln"`, `f.json#/2 {"b":2}`}},
		"an array left whole":        {"f.json", two, true, []string{"f.json " + two}},
		"an empty array":             {"f.json", " [ ] \n", false, nil},
		"an array that breaks off":   {"f.json", `[{"a":1},{"b":`, false, []string{`f.json#/0 {"a":1}`, "f.json JSON-SYNTAX"}},
		"an array never closed":      {"f.json", `[{"a":1},`, false, []string{`f.json#/0 {"a":1}`, "f.json JSON-SYNTAX"}},
		"something behind an array":  {"f.json", `[1] x`, false, []string{"f.json#/0 1", "f.json JSON-TRAILING"}},
		"nothing between commas":     {"f.json", `[,{}]`, false, []string{"f.json#/0 ", "f.json#/1 {}"}},
		"the answer of a host":       {"f.json", host, false, []string{`f.json#/credential/0 {"@context":[],"credentialSubject":{}}`, "f.json#/compactJwsString/0 eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2ln"}},
		"the same left whole":        {"f.json", host, true, []string{"f.json " + host}},
		"one line by its name":       {"f.ndjson", "{}\n", false, []string{"f.ndjson:1 {}"}},
		"a bad first line":           {"f.jsonl", "{\n\n{}", false, []string{"f.jsonl:1 {", "f.jsonl:3 {}"}},
		"an array on a line":         {"f.ndjson", "{}\n[1]\n", false, []string{"f.ndjson:1 {}", "f.ndjson:2 [1]"}},
		"an array in an archive":     {"f.zip", string(zipped(t, "a/b.json", "[{},1]")), false, []string{"f.zip!a/b.json#/0 {}", "f.zip!a/b.json#/1 1"}},
		"an encrypted or hidden one": {"f.zip", string(zipped(t, ".x", "{}", "__MACOSX/a", "{}", "c", "{}")), false, []string{"f.zip!c {}"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := FS(fstest.MapFS{c.file: {Data: []byte(c.content)}})
			s.Whole = c.whole
			require.Equal(t, c.want, listed(t, s))
			s = Reader(c.file, strings.NewReader(c.content))
			s.Whole = c.whole
			require.Equal(t, c.want, listed(t, s))
		})
	}
}

// An element or a line that is far too long is one fault; it is not held in memory, and
// the others are read.
func TestLongElements(t *testing.T) {
	long := io.LimitReader(endless{}, 3*MaxDocument)
	got := listed(t, Reader("f", io.MultiReader(strings.NewReader(`[1,"`), long, strings.NewReader(`",2]`))))
	require.Equal(t, []string{"f#/0 1", "f#/1 JSON-SIZE", "f#/2 2"}, got)
	got = listed(t, Reader("f.ndjson", io.MultiReader(io.LimitReader(endless{}, 3*MaxDocument), strings.NewReader("\n{}\n"))))
	require.Equal(t, []string{"f.ndjson:1 JSON-SIZE", "f.ndjson:2 {}"}, got)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

// tree makes files in a folder, in which the test then works.
func tree(t *testing.T, files ...string) {
	t.Helper()
	t.Chdir(t.TempDir())
	for _, name := range files {
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o700))
		require.NoError(t, os.WriteFile(name, []byte(strings.Trim(path.Base(name), "[]")), 0o600))
	}
}

// Patterns match whole names, in a stable order; ** stands for any folders.
func TestPatterns(t *testing.T) {
	tree(t, "in/a.json", "in/b.txt", "in/.h.json", "in/x/a.json", "in/x/y/c.json", "in/x/y/.git/d.json", "other/a.json", "in/[q].json")
	for pattern, want := range map[string]string{
		"in/*.json":    "in/[q].json in/a.json",
		"in/**/*.json": "in/[q].json in/a.json in/x/a.json in/x/y/c.json",
		"*/a.json":     "in/a.json other/a.json",
		"**/c.json":    "in/x/y/c.json",
		"in/x/**":      "in/x/a.json in/x/y/c.json",
		"in/x*":        "in/x/a.json in/x/y/c.json",
		"in/[q].json":  "in/[q].json", // there is a file by that name
		"in/.*":        "in/.h.json",
		"i?/b.*":       "in/b.txt",
		"in/*.zip":     "in/*.zip FILE-READ",
		"no/*.json":    "no/*.json FILE-READ",
		"in/[":         "in/[ FILE-READ",
	} {
		var got []string
		for item, err := range Files(pattern).Items(t.Context()) {
			if err != nil {
				item.Name += " " + err.(*ReadError).Code
			}
			got = append(got, filepath.ToSlash(item.Name))
		}
		require.Equal(t, want, strings.Join(got, " "), pattern)
	}
	s := Files("in")
	s.Except = []string{"in/x", "in/b.txt"}
	require.Len(t, listed(t, s), 2)
}

// Links that lead in a circle are not followed, and what cannot be read is told and
// stops nothing.
func TestHostileFolders(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("links and modes are those of Unix")
	}
	tree(t, "in/a.json", "in/locked/b.json", "in/z.json")
	require.NoError(t, os.Symlink("..", "in/circle"))
	require.NoError(t, os.Symlink("nowhere", "in/dangling.json"))
	require.NoError(t, os.Chmod("in/locked", 0))
	t.Cleanup(func() { os.Chmod("in/locked", 0o700) })
	got := listed(t, Files("in", "in/**/*.json", "missing", "in/a.json", "in/a.json"))
	if os.Getuid() == 0 { // who may read everything
		require.Equal(t, []string{"in/a.json a.json", "in/locked/b.json b.json", "in/z.json z.json", "in/a.json a.json", "in/locked/b.json b.json", "in/z.json z.json", "missing FILE-READ", "in/a.json a.json", "in/a.json a.json"}, got)
		return
	}
	require.Equal(t, []string{"in/a.json a.json", "in/locked FILE-READ", "in/z.json z.json", "in/a.json a.json", "in/locked FILE-READ", "in/z.json z.json", "missing FILE-READ", "in/a.json a.json", "in/a.json a.json"}, got)
}

// Standard input is read by the first that names it.
func TestStandardInput(t *testing.T) {
	s := Files("-", "-")
	s.Stdin = strings.NewReader("{}\n{}\n")
	require.Equal(t, []string{"-:1 {}", "-:2 {}", "- FILE-READ"}, listed(t, s))
}
