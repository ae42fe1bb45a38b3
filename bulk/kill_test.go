//go:build unix

package bulk_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/bulk"
	"github.com/mikromerit/mikromerit/microcredential/template"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// TestMain is the program that is killed, if a folder is named, and else the tests.
func TestMain(m *testing.M) {
	if work := os.Getenv("BULK_WORK"); work != "" {
		if err := child(work, os.Getenv("BULK_REISSUE") != ""); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child issues the table in a folder, with the key and the status list in it.
func child(work string, reissue bool) error {
	ctx := context.Background()
	key, err := readKey(filepath.Join(work, "key"))
	if err != nil {
		return err
	}
	list, err := openList(filepath.Join(work, "status"), key)
	if err != nil {
		return err
	}
	parsed, err := template.Parse([]byte(course), nil)
	if err != nil {
		return err
	}
	image, err := os.ReadFile(filepath.Join(work, "badge.svg"))
	if err != nil {
		return err
	}
	i, err := bulk.NewIssuer(parsed, "epost", bulk.Options{
		Key: key, Status: list, Reissue: reissue, Image: image, Issue: mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Suite: "eddsa-jcs-2022"}},
		Card: func(_ context.Context, file []byte) ([]byte, error) { return fmt.Appendf(nil, "%d", len(file)), nil },
	})
	if err != nil {
		return err
	}
	file, err := os.Open(filepath.Join(work, "rows.csv"))
	if err != nil {
		return err
	}
	defer file.Close()
	table, err := openTable(file)
	if err != nil {
		return err
	}
	fmt.Println("begun")
	for o, err := range i.WithChunk(3).Run(ctx, table, filepath.Join(work, "out")) {
		if err != nil {
			return err
		}
		if o.State.Failed() {
			return fmt.Errorf("row %d is %s", o.Row, o.State)
		}
	}
	return nil
}

const learners = 24

func tableOf(grade string) string {
	var b strings.Builder
	b.WriteString("navn;epost;dato;karakter\n")
	for i := range learners {
		fmt.Fprintf(&b, "Åsa Öst %d;asa%d@example.org;2026-05-04;%s\n", i, i, grade)
	}
	return b.String()
}

// A run that is killed at any moment, again and again, ends like one that nobody
// disturbed: one credential for each row, each with a place of its own, and no place
// taken for nothing.
func TestKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts many processes")
	}
	undisturbed, work := workFolder(t), workFolder(t)
	begun := time.Now()
	require.Zero(t, killUntilDone(t, undisturbed, false, 0, 0))
	whole := time.Since(begun)
	want := checkWhole(t, undisturbed, learners, 0)

	kills := killUntilDone(t, work, false, 30, whole/4)
	first := checkWhole(t, work, learners, 0)
	for i, line := range want {
		require.Equal(t, line.Key, first[i].Key)
		require.Equal(t, line.State, first[i].State)
	}
	put(t, work, "rows.csv", tableOf("B")) // and the same while all are issued anew
	kills += killUntilDone(t, work, true, 30, whole/4)
	all := checkWhole(t, work, learners, learners)
	for i, line := range first {
		require.Equal(t, line.ID, all[i].ID, "what was issued stays")
	}
	t.Logf("killed %d times", kills)
}

func put(t *testing.T, work, name, text string) {
	require.NoError(t, os.WriteFile(filepath.Join(work, name), []byte(text), 0o600))
}

// workFolder makes a folder with all that the program needs.
func workFolder(t *testing.T) string {
	work := t.TempDir()
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	text, err := key.Encode()
	require.NoError(t, err)
	put(t, work, "key", string(text))
	put(t, work, "badge.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>`)
	put(t, work, "rows.csv", tableOf("A"))
	require.NoError(t, os.Mkdir(filepath.Join(work, "out"), 0o700))
	return work
}

// killUntilDone runs the program and kills it at a random moment within a time of when
// it begins, up to a number of times, and until it ends by itself. It returns how
// often it was killed.
func killUntilDone(t *testing.T, work string, reissue bool, most int, within time.Duration) (kills int) {
	t.Helper()
	for {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "BULK_WORK="+work)
		if reissue {
			cmd.Env = append(cmd.Env, "BULK_REISSUE=1")
		}
		var stderr strings.Builder
		cmd.Stderr = &stderr
		begun, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		_, _ = begun.Read(make([]byte, 1)) // it says so
		if kills < most {
			time.Sleep(time.Duration(rand.Int64N(int64(within))))
			_ = cmd.Process.Signal(syscall.SIGKILL) // it may have ended
		}
		if err = cmd.Wait(); err == nil {
			return kills
		}
		require.Contains(t, err.Error(), "killed", stderr.String())
		kills++
	}
}

func manifestIn(t *testing.T, work string) (all []bulk.Issue) {
	text, err := os.ReadFile(filepath.Join(work, "out", "manifest.json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &all))
	return all
}

// checkWhole checks that there is one credential in force for each learner, and how
// many were revoked.
func checkWhole(t *testing.T, work string, valid, revoked int) []bulk.Issue {
	t.Helper()
	all := manifestIn(t, work)
	require.Len(t, all, valid+revoked)
	key, err := readKey(filepath.Join(work, "key"))
	require.NoError(t, err)
	list, err := openList(filepath.Join(work, "status"), key)
	require.NoError(t, err)
	values, err := list.Values(t.Context())
	require.NoError(t, err)
	keysSeen, ids, places, files := map[string]bool{}, map[string]bool{}, map[uint64]bool{}, map[string]bool{}
	for _, line := range all {
		ids[line.ID], places[*line.Index] = true, true
		require.Equal(t, line.State == bulk.Revoked, values(*line.Index) == 1)
		if line.State == bulk.Issued {
			keysSeen[line.Key] = true
		}
		data, err := os.ReadFile(filepath.Join(work, "out", line.File))
		require.NoError(t, err)
		opened, err := proof.Open(data, vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, line.ID, opened.Document().Get("id").Text())
		require.Equal(t, fmt.Sprint(*line.Index), opened.Document().Lookup("/credentialStatus/statusListIndex").Text())
		base := strings.TrimSuffix(line.File, ".json")
		for _, name := range []string{line.File, base + ".svg", base + ".html"} {
			require.FileExists(t, filepath.Join(work, "out", name))
			files[name] = true
		}
		page, err := os.ReadFile(filepath.Join(work, "out", base+".html"))
		require.NoError(t, err)
		require.Equal(t, fmt.Sprint(len(data)), string(page))
	}
	require.Len(t, keysSeen, valid)
	require.Len(t, ids, valid+revoked)
	require.Len(t, places, valid+revoked)
	require.Equal(t, valid+revoked, takenIn(t, filepath.Join(work, "status")), "no place is taken for nothing")
	entries, err := os.ReadDir(filepath.Join(work, "out"))
	require.NoError(t, err)
	for _, e := range entries {
		known := files[e.Name()] || strings.HasPrefix(e.Name(), "manifest.") || e.Name() == "journal.ndjson" || e.Name() == ".lock"
		require.True(t, known, "%s is left over", e.Name())
	}
	return all
}

// takenIn counts the places that were taken in a list.
func takenIn(t *testing.T, dir string) (n int) {
	data, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.NotEmpty(t, data)
	for _, e := range data {
		if strings.HasSuffix(e.Name(), ".status") {
			text, err := os.ReadFile(filepath.Join(dir, e.Name()))
			require.NoError(t, err)
			_, rest, _ := strings.Cut(string(text), "\n")
			_, content, _ := strings.Cut(rest, "\n")
			for _, c := range []byte(content[:status.MinEntries/8]) {
				for ; c != 0; c &= c - 1 {
					n++
				}
			}
		}
	}
	return n
}
