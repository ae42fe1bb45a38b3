package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

func TestKeygen(t *testing.T) {
	b := newBench(t)
	b.run("keygen", "-o", b.path("k.json"))
	require.Equal(t, exitValid, b.status, b.err)
	require.Empty(t, b.out)
	require.Regexp(t, `^did:key:z6Mk\w+\n$`, b.err)
	requireMode(t, 0o600, b.path("k.json"))
	key, err := keys.Parse([]byte(b.get("k.json")))
	require.NoError(t, err)
	require.Equal(t, b.err, key.Controller()+"\n")

	before := b.get("k.json")
	b.run("keygen", "--type", "ed25519", "--out", b.path("k.json"))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "k.json exists and is not overwritten")
	require.Equal(t, before, b.get("k.json"))

	b.run("keygen")
	require.Equal(t, exitValid, b.status)
	_, err = keys.Parse([]byte(b.out))
	require.NoError(t, err)
	b.run("keygen", "-o", b.path("none/k.json"))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, filepath.Join("none", "k.json")+" cannot be written: there is no such file; check its name")
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	only := func(names ...string) {
		t.Helper()
		entries, err := os.ReadDir(dir)
		require.NoError(t, err)
		var found []string
		for _, e := range entries {
			found = append(found, e.Name())
		}
		require.Equal(t, names, found, "nothing else is left behind")
	}
	require.NoError(t, writeFile(at("a"), []byte("one")))
	require.NoError(t, os.Chmod(at("a"), 0o640))
	require.NoError(t, writeFile(at("a"), []byte("two")))
	requireMode(t, 0o640, at("a")) // who may read a file stays as it was
	only("a")

	require.Error(t, writeFile(dir, nil))
	require.Error(t, writeFile(at("none/a"), nil))
	require.NoError(t, writeFile(os.DevNull, []byte("x")))
	info, err := os.Stat(os.DevNull)
	require.NoError(t, err)
	require.False(t, info.Mode().IsRegular(), "a device is written to, not replaced")
	only("a")

	if !symlink(t, "a", at("link")) {
		return
	}
	require.NoError(t, writeFile(at("link"), []byte("three")))
	content, err := os.ReadFile(at("a"))
	require.NoError(t, err)
	require.Equal(t, "three", string(content), "a link is followed, not replaced")
	only("a", "link")
}
