package batch

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// The names of what is made lead nowhere else, are different, and are the same in each
// run.
func TestNames(t *testing.T) {
	archive := zipped(t, "../../etc/passwd", "1", "/root/x.json", "1", `a\..\b`, "1", "b.json", "1", "b.json", "2", "rows.ndjson", "{}\n{}")
	source := FS(fstest.MapFS{
		"a.json": {Data: []byte("1")}, "A.JSON": {Data: []byte("1")}, "a.png": {Data: []byte("1")}, "all.zip": {Data: archive},
		"con.json": {Data: []byte("1")}, "deep/a.json": {Data: []byte("1")}, "l.json": {Data: []byte("[1,2]")}, "q?<x>.json": {Data: []byte("1")},
	})
	list := func() (names []string) {
		n := NewNames()
		for range 2 { // the same things twice
			for item := range n.Choose(source.Items(t.Context()), ".json") {
				names = append(names, item.Out)
			}
		}
		return names
	}
	want := []string{"A.JSON.json", "a.json", "a.png.json", "all.zip/_/_/etc/passwd.json", "all.zip/root/x.json", "all.zip/a/_/b.json", "all.zip/b.json", "all.zip/b-2.json",
		"all.zip/rows.ndjson/1.json", "all.zip/rows.ndjson/2.json", "_con.json", "deep/a.json", "l.json/0.json", "l.json/1.json", "q__x_.json"}
	for _, name := range want {
		require.True(t, filepath.IsLocal(name))
	}
	got := list()
	require.Equal(t, want, got[:len(want)])
	require.Equal(t, got, list())
	seen := map[string]bool{}
	for _, name := range got {
		require.False(t, seen[strings.ToLower(name)], name)
		seen[strings.ToLower(name)] = true
	}
	long := NewNames().Of(Item{Name: strings.Repeat("å", 500)}, ".json")
	require.Less(t, len(long), 160)
	require.True(t, utf8.ValidString(long))
	require.NotEqual(t, long, NewNames().Of(Item{Name: strings.Repeat("å", 501)}, ".json"))
	require.Equal(t, "_git/config.json", NewNames().Of(Item{Name: ".git/config"}, ".json"), "nothing hidden is written")
	require.Equal(t, "_.json", NewNames().Of(Item{Name: "//"}, ".json"))
}

// Very many documents of one name do not take longer each.
func TestManyOfOneName(t *testing.T) {
	n := NewNames()
	last := ""
	for range 100_000 {
		last = n.Of(Item{Name: "a"}, ".json")
	}
	require.Equal(t, "a-100000.json", last)
}

// A file is there whole or not at all, and no name or link leads out of the folder.
func TestFolder(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	f, err := OpenFolder(filepath.Join(dir, "out"))
	require.NoError(t, err)
	defer f.Close()
	require.NoError(t, f.Write("a/b.json", []byte("1"), false))
	require.ErrorIs(t, f.Write("a/b.json", []byte("2"), false), os.ErrExist)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "out/a/.b.json.tmp"), []byte("half"), 0o600))
	require.NoError(t, f.Write("a/b.json", []byte("3"), true))
	entries, err := os.ReadDir(filepath.Join(dir, "out/a"))
	require.NoError(t, err)
	require.Len(t, entries, 1, "what was half-written is gone")
	text, err := os.ReadFile(filepath.Join(dir, "out/a/b.json"))
	require.NoError(t, err)
	require.Equal(t, "3", string(text))
	require.True(t, f.Has("a/b.json"))
	require.False(t, f.Has("a"))
	require.Error(t, f.Write("../x", nil, true))
	require.Error(t, f.Write("a", nil, true), "a folder is not replaced")
	if os.Symlink(outside, filepath.Join(dir, "out/link")) == nil {
		require.Error(t, f.Write("link/x.json", []byte("1"), true))
		require.NoFileExists(t, filepath.Join(outside, "x.json"))
	}
	_, err = OpenFolder(filepath.Join(dir, "none/out"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
