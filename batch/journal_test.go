package batch

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A journal that was cut off anywhere says of each document what was written whole.
func TestJournalCutOff(t *testing.T) {
	name := filepath.Join(t.TempDir(), "journal")
	at := time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)
	first, second := Item{Name: "a", Data: []byte("1")}, Item{Name: "b", Data: []byte("2")}
	j, err := OpenJournal(name, "settings", at)
	require.NoError(t, err)
	require.False(t, j.Earlier())
	require.NoError(t, j.Begin(KeyOf(first)))
	require.NoError(t, j.Add(KeyOf(first), "a", "made of a"))
	require.NoError(t, j.Add(KeyOf(second), "b", "made of b"))
	require.NoError(t, j.Close())
	text, err := os.ReadFile(name)
	require.NoError(t, err)

	var begun, done int
	for cut := range len(text) + 1 {
		require.NoError(t, os.WriteFile(name, text[:cut], 0o600))
		j, err := OpenJournal(name, "settings", at.Add(time.Hour))
		require.NoError(t, err, "%q", text[:cut])
		if j.Earlier() {
			require.Equal(t, at, j.At())
		}
		var record string
		if j.Begun(KeyOf(first)) {
			begun++
		}
		if ok, err := j.Done(KeyOf(first), &record); ok {
			require.NoError(t, err)
			require.Equal(t, "made of a", record)
			done++
		}
		ok, err := j.Done(KeyOf(second), &record)
		require.NoError(t, err)
		require.Equal(t, cut == len(text), ok)
		require.NoError(t, j.Add(KeyOf(second), "b", "again"))
		require.NoError(t, j.Close())
	}
	require.Greater(t, begun, done)
	require.Positive(t, done)
}

func TestJournalOfSomethingElse(t *testing.T) {
	name := filepath.Join(t.TempDir(), "journal")
	j, err := OpenJournal(name, "one", time.Now())
	require.NoError(t, err)
	require.NoError(t, j.Close())
	_, err = OpenJournal(name, "two", time.Now())
	require.ErrorIs(t, err, ErrSettings)
	for _, text := range []string{"my only notes", "my only notes\n", "{}\n", `{"journal":7}` + "\n"} {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		_, err = OpenJournal(name, "one", time.Now())
		require.ErrorIs(t, err, ErrJournal, text)
		kept, err := os.ReadFile(name)
		require.NoError(t, err)
		require.Equal(t, text, string(kept))
	}
	// The parts of a key are told apart.
	require.NotEqual(t, KeyOf(Item{Name: "a", Out: "b"}), KeyOf(Item{Name: "ab"}))
	require.NotEqual(t, KeyOf(Item{Name: "a", Data: []byte("b")}), KeyOf(Item{Name: "a"}))
}

// No two runs write into one journal, and none reads a line without end into memory.
func TestJournalInUse(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no lock there ends with its process")
	}
	name := filepath.Join(t.TempDir(), "journal")
	j, err := OpenJournal(name, "s", time.Now())
	require.NoError(t, err)
	_, err = OpenJournal(name, "s", time.Now())
	require.ErrorIs(t, err, ErrInUse)
	require.NoError(t, j.Close())
	j, err = OpenJournal(name, "s", time.Now())
	require.NoError(t, err)
	require.NoError(t, j.Close())
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	file, err := os.Create(name)
	require.NoError(t, err)
	_, err = file.Write(append(text, `{"key":"`...))
	require.NoError(t, err)
	require.NoError(t, file.Truncate(200<<20)) // zeros, which take no room
	require.NoError(t, file.Close())
	_, err = OpenJournal(name, "s", time.Now())
	require.ErrorIs(t, err, ErrJournal)
}
