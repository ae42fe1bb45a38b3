package main

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// manyBench is a bench with documents of every kind in the folder in: good ones in a
// file, on lines, in an array and in an archive, one that is forged, one that is broken,
// and files that are no credentials.
func manyBench(t *testing.T) *bench {
	b := newBench(t)
	require.NoError(t, os.MkdirAll(b.path("in/deep"), 0o700))
	file, _ := signedBadge(b, "badge.json", keys.Ed25519)
	good, err := os.ReadFile(file)
	require.NoError(t, err)
	var line bytes.Buffer
	require.NoError(t, json.Compact(&line, good))
	b.put("in/a.json", good)
	b.put("in/deep/a.json", good)
	b.put("in/forged.json", bytes.Replace(good, []byte("Fjord og fangst"), []byte("Fjord og fangs"), 1))
	b.put("in/key.json", []byte(`{"kty":"OKP"}`))
	b.put("in/list.json", []byte("["+line.String()+","+line.String()+"]"))
	b.put("in/notes.txt", []byte("hello"))
	b.put("in/rows.ndjson", []byte(line.String()+"\n{\"type\":\n"+line.String()+"\n"))
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, name := range []string{"a.json", "../../a.json"} {
		f, err := w.Create(name)
		require.NoError(t, err)
		_, err = f.Write(good)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	b.put("in/z.zip", archive.Bytes())
	return b
}

// filesIn returns the files below a folder, with their content.
func filesIn(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	require.NoError(t, filepath.WalkDir(folder, func(at string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(at)
		rel, _ := filepath.Rel(folder, at)
		found[filepath.ToSlash(rel)] = string(text)
		return err
	}))
	return found
}

var converted = []string{"a.json", "deep/a.json", "list.json/0.json", "list.json/1.json", "rows.ndjson/1.json", "rows.ndjson/3.json", "z.zip/_/_/a.json", "z.zip/a.json"}

// What fails keeps nothing from the others, and each document has a file of its own.
func TestConvertMany(t *testing.T) {
	b := manyBench(t)
	for _, b.workers = range []int{1, 4} {
		out := b.path("in/out") // within what is read
		require.NoError(t, os.RemoveAll(out))
		b.run("convert", "--to", "clr", "-o", out, "--report", b.path("losses.csv"), "--force", b.path("in"))
		require.Equal(t, exitError, b.status, b.err)
		golden(t, "convert-many.txt", filepath.ToSlash(b.out))
		require.Empty(t, b.err)
		found := filesIn(t, out)
		require.Len(t, found, len(converted))
		for _, name := range converted {
			require.Contains(t, found[name], "ClrCredential", name)
		}
		require.Equal(t, len(converted), strings.Count(b.get("losses.csv"), ",total,"))

		b.run("convert", "--to", "clr", "-o", out, "--failed", b.path("in"))
		require.Contains(t, b.out, "would be "+filepath.FromSlash("in/out/a.json, which exists"), "what exists is kept")
		require.Contains(t, b.out, "       9  error    JOB-FAILED (8), JSON-SYNTAX (1)\n")
	}
	b.refuses(exitError, "several documents are written to a folder; name one with -o", "convert", "--to", "clr", b.path("in"))
	b.refuses(exitError, "in is in the folder that is written", "convert", "--to", "clr", "-o", b.path("in"), b.path("in"))
	b.refuses(exitError, "a.json is in the folder that is written", "convert", "--to", "clr", "--force", "-o", b.path("in"), b.path("in/a.json"))
	b.refuses(exitError, filepath.FromSlash("in/deep")+" is in the folder that is written", "convert", "--to", "clr", "--force", "-o", b.path("in"), b.path("in/deep"))
	b.refuses(exitError, "cannot be written to", "convert", "--to", "clr", "-o", b.path("no/out/"), b.path("in"))

	// A place that cannot be written ends the run with a sentence, and nothing is left.
	require.NoError(t, os.Mkdir(b.path("full"), 0o700))
	b.put("full/deep", nil)
	b.run("convert", "--to", "clr", "-o", b.path("full"), "--report", b.path("none.csv"), b.path("in"))
	require.Equal(t, exitError, b.status)
	require.Contains(t, b.err, "deep/a.json cannot be written: ")
	require.NoFileExists(t, b.path("none.csv"))
	require.NotContains(t, strings.Join(keysOf(filesIn(t, b.dir)), " "), ".tmp")
}

func keysOf(m map[string]string) (all []string) {
	for key := range m {
		all = append(all, key)
	}
	return all
}

// A run that was killed at any point and is repeated leaves and says the same as one that
// was not, and does nothing twice.
func TestConvertResumesFromAnywhere(t *testing.T) {
	b := manyBench(t)
	args := []string{"convert", "--to", "clr", "-o", b.path("out"), "--report", b.path("losses.csv"), "--resume", b.path("journal"), b.path("in")}
	b.run(args...)
	require.Equal(t, exitError, b.status, b.err)
	said, made, report, journal := b.out, filesIn(t, b.path("out")), b.get("losses.csv"), b.get("journal")
	require.Len(t, made, len(converted))
	for at := 0; at <= len(journal); at += 331 {
		written := journal[:at]
		b.put("journal", []byte(written))
		b.put("losses.csv", []byte(report)) // it was ahead of the journal
		for name, text := range made {
			place := filepath.Join(b.path("out"), filepath.FromSlash(name))
			if !begun(b, written, name) {
				os.Remove(place)
			} else if at%2 == 0 {
				require.NoError(t, os.WriteFile(place, []byte(text), 0o600)) // written, but perhaps not recorded
			} else {
				os.Remove(place) // not written yet, or taken away later
			}
		}
		if !strings.Contains(written, "\n") {
			require.NoError(t, os.Remove(b.path("losses.csv"))) // the report is begun after the journal
		}
		b.clock = func() time.Time { return now.Add(time.Hour) }
		b.run(args...)
		require.Equal(t, exitError, b.status, "%d: %s", at, b.err)
		require.Equal(t, said, b.out, at)
		if strings.Contains(written, "\n") { // otherwise it is a new run at another time
			require.Equal(t, made, filesIn(t, b.path("out")), at)
		}
		require.Equal(t, report, b.get("losses.csv"), at)
	}
	b.refuses(exitError, "journal cannot be used to go on from: it is of a run with other options", append(args, "--no-residue")...)
}

func hexOf(key batch.Key) string { return hex.EncodeToString(key[:]) }

// begun reports whether a journal says that a document was begun under a name.
func begun(b *bench, journal, name string) bool {
	for item := range batch.NewNames().Choose(batch.Files(b.path("in")).Items(b.t.Context()), ".json") {
		if item.Out == name {
			key := batch.KeyOf(item)
			line, _, whole := strings.Cut(journal[max(strings.Index(journal, hexOf(key)), 0):], "\n")
			return whole && strings.Contains(line, hexOf(key))
		}
	}
	return false
}

// A run over many that was ended prints, when it is repeated, what one that was not ended
// prints.
func TestVerifyResumes(t *testing.T) {
	b := manyBench(t)
	for _, args := range [][]string{{"verify", "--any-issuer", "--json"}, {"verify", "--any-issuer"}, {"check"}, {"inspect", "--json"}, {"inspect", "--each"}} {
		journal := b.path("j-" + args[0] + args[len(args)-1])
		args = append(args, b.path("in"))
		b.run(args...)
		said, status := b.out, b.status
		b.run(append(args, "--resume", journal)...)
		require.Equal(t, said, b.out)
		text, err := os.ReadFile(journal)
		require.NoError(t, err)
		for _, at := range []int{len(text), len(text) / 2, 200, 0} {
			require.NoError(t, os.WriteFile(journal, text[:at], 0o600))
			b.run(append(args, "--resume", journal)...)
			require.Equal(t, said, b.out, "%v at %d", args, at)
			require.Equal(t, status, b.status)
		}
	}
	// What was not ended is not done again: the record says what the document does not.
	journal := b.path("j")
	b.run("verify", "--any-issuer", "--resume", journal, b.path("in"))
	text := strings.Replace(b.get("j"), `a.json\n`, `the journal\n`, 1)
	b.put("j", []byte(text))
	b.run("verify", "--any-issuer", "--resume", journal, b.path("in"))
	require.Contains(t, b.out, "in/the journal\n")
}

// Only what failed, only the sums, and both for machines.
func TestFailedAndSummary(t *testing.T) {
	b := manyBench(t)
	b.run("verify", "--any-issuer", "--failed", b.path("in"))
	require.Equal(t, exitError, b.status)
	require.NotContains(t, b.out, "\nvalid ")
	require.Contains(t, b.out, "invalid       "+filepath.FromSlash("in/forged.json")+": PROOF-SIGNATURE")
	require.Contains(t, b.out, "\n9 files\n")
	b.run("verify", "--any-issuer", "--summary", b.path("in"))
	require.True(t, strings.HasPrefix(b.out, "\n9 files\n       7  valid\n       1  invalid  PROOF-SIGNATURE (1)\n       1  error    JSON-SYNTAX (1)\n"), b.out)
	b.run("verify", "--any-issuer", "--summary", "--each", "--json", b.path("in"))
	require.JSONEq(t, `{"files":10,"skipped":2,"verdicts":{"valid":8,"invalid":1,"error":1},"reasons":{"invalid":{"PROOF-SIGNATURE":1},"error":{"JSON-SYNTAX":1}}}`, b.out)
	b.run("verify", "--any-issuer", "--failed", "--json", b.path("in"))
	require.Len(t, b.lines(), 2)
	b.run("check", "--summary", filepath.Join(b.path("in"), "*.json"))
	require.Contains(t, b.out, "conforms")
	b.run("inspect", filepath.Join(b.path("in"), "**", "a.json"))
	require.Contains(t, b.out, "\n2 files\n       2  read\n")
}

// A line of the command is what the library says of the document.
func TestLinesAreThoseOfTheLibrary(t *testing.T) {
	b := manyBench(t)
	b.run("verify", "--any-issuer", "--each", "--json", b.path("in"))
	lines := strings.Split(strings.TrimSpace(b.out), "\n")
	verifier := mikromerit.NewVerifier(mikromerit.Trust{Any: true})
	verifier.Env = vc.Env{Clock: b.clock}
	at := 0
	for _, found := range batch.VerifyAll(context.Background(), batch.Files(b.path("in")), verifier) {
		if name := filepath.Base(found.File); name == "key.json" || name == "notes.txt" {
			continue // the command passes over what is no credential
		}
		found.File = strings.TrimPrefix(found.File, b.dir+string(filepath.Separator))
		want, err := json.Marshal(found)
		require.NoError(t, err)
		require.JSONEq(t, string(want), lines[at])
		at++
	}
	require.Len(t, lines, at)
}
