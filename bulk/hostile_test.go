package bulk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/unicode/norm"
)

// A journal that was in other hands makes nothing appear outside of the folder, gives
// no place to two, and is not taken for one if it is none.
func TestForgedJournal(t *testing.T) {
	b := newBench(t)
	b.run(course, class, b.options())
	name := filepath.Join(b.folder, "journal.ndjson")
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	lines := strings.SplitAfter(strings.TrimSuffix(string(text), "\n"), "\n")
	id := b.manifest()[0].ID
	outside := filepath.Join(filepath.Dir(b.folder), "outside")
	next := strings.Replace(strings.Replace(lines[1], "asa@", "new@", 1), id, "urn:uuid:00000000-0000-4000-8000-000000000001", 1)
	for what, forged := range map[string]string{
		"an id that is a path": strings.Join(lines[:1], "") + strings.Replace(lines[1], id, "urn:uuid:../outside", 1),
		"a file elsewhere":     strings.Join(lines[:2], "") + `{"issued":{"id":"` + id + `","file":"../outside.json","digest":"x"}}` + "\n",
		"a place for two":      string(text) + next,
		"a line without end":   strings.Join(lines[:1], "") + `{"begun":{"key":"` + strings.Repeat("x", 2<<20) + `"}}` + "\n",
		"something else":       `{"title":"my thesis"}`,
		"an empty object":      "{}\n",
	} {
		require.NoError(t, os.WriteFile(name, []byte(forged), 0o600))
		_, err := first(issuer(t, course, b.options()).Run(t.Context(), open(t, class), b.folder))
		require.ErrorContains(t, err, "BULK-JOURNAL", what)
		kept, readErr := os.ReadFile(name)
		require.NoError(t, readErr)
		require.Equal(t, forged, string(kept), what)
	}
	require.NoFileExists(t, outside+".json")
}

// Whoever else may write into a folder has no other file changed by it.
func TestLinks(t *testing.T) {
	mine := filepath.Join(t.TempDir(), "thesis")
	for _, name := range []string{"journal.ndjson", ".lock", ".manifest.csv.tmp"} {
		b := newBench(t)
		if name == ".manifest.csv.tmp" {
			b.run(course, class, b.options())
		}
		require.NoError(t, os.WriteFile(mine, []byte("years of work"), 0o600))
		require.NoError(t, os.Symlink(mine, filepath.Join(b.folder, name)))
		for _, err := range issuer(t, course, b.options()).Run(t.Context(), open(t, class), b.folder) {
			if err != nil {
				require.ErrorContains(t, err, "is a link")
			}
		}
		kept, err := os.ReadFile(mine)
		require.NoError(t, err)
		require.Equal(t, "years of work", string(kept), name)
	}
}

// Another program may have saved the same table with its letters in two parts; a key
// with a sign that nobody sees is not another one.
func TestKeysThatLookTheSame(t *testing.T) {
	table := "navn;epost;dato;karakter\nÅsa Öst;åsa@example.org;2026-05-04;A\n"
	b := newBench(t)
	require.Equal(t, []string{"2 issued"}, b.run(course, table, b.options()))
	require.NotEqual(t, table, norm.NFD.String(table))
	require.Equal(t, []string{"2 unchanged"}, b.run(course, norm.NFD.String(table), b.options()))
	require.Equal(t, []string{"2 faulty ROWS-TEXT@B2"}, b.run(course, strings.Replace(table, "åsa@", "åsa\u200b@", 1), b.options()))
	require.Len(t, b.manifest(), 1)
}
