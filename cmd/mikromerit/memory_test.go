package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/batch"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// filesFlag is the variable that says over how many files TestMemory goes, such as
// 100000. It takes some minutes, so that without the variable it is left out:
//
//	MIKROMERIT_FILES=100000 go test -run TestMemory -timeout 0 -v ./cmd/mikromerit
const filesFlag = "MIKROMERIT_FILES"

// However many files are verified and converted, the memory is that of a few.
func TestMemory(t *testing.T) {
	files, err := strconv.Atoi(os.Getenv(filesFlag))
	if err != nil || files < 100 {
		t.Skip("set " + filesFlag + " to the number of files")
	}
	folder := t.TempDir()
	names := badgesIn(t, folder, files)
	for job, do := range map[string]func(n int){
		"verify": func(n int) {
			part := []string{"verify", "--any-issuer", "--json"}
			for at := 0; at < n; at += perFolder {
				part = append(part, filepath.Dir(names[at]))
			}
			runQuietly(t, part...)
		},
		"convert": func(n int) {
			convert := func(name string) error {
				runQuietly(t, "convert", "--any-issuer", "--to", "clr", name)
				return nil
			}
			require.NoError(t, inOrder(t.Context(), batch.Pace{}, slices.Values(names[:n]), convert, func(_ string, err error) error { return err }))
		},
	} {
		do(min(perFolder, files)) // what is kept from the first files on
		first := uint64(0)
		for _, n := range []int{files / 10, files} {
			start := time.Now()
			live, peak := peakOf(func() { do(n) })
			t.Logf("%-7s %7d files: %5.1f MB live after a collection, %5.1f MB at most, %v", job, n, mb(live), mb(peak), time.Since(start).Round(time.Millisecond))
			if first == 0 {
				first = live
			}
			require.Less(t, live, first+first/4+(4<<20), "%s of %d files keeps more than of %d", job, n, files/10)
		}
	}
}

// perFolder is how many files stand in one folder.
const perFolder = 1000

// badgesIn makes small badges, each signed, and returns their names in order.
func badgesIn(t *testing.T, folder string, n int) (names []string) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	draft := openBadge(`{"id": "` + key.Controller() + `", "type": ["Profile"], "name": "Vestre Ås"}`)
	for i := range n {
		doc, err := vc.ParseDocument(bytes.Replace(draft, []byte("4f1c1d3a-3a44"), fmt.Appendf(nil, "%08x-3a44", i), 1), vc.Limits{})
		require.NoError(t, err)
		made, err := mikromerit.IssueDocument(t.Context(), doc, key, mikromerit.IssueOptions{})
		require.NoError(t, err)
		in := filepath.Join(folder, fmt.Sprintf("%04d", i/perFolder))
		if i%perFolder == 0 {
			require.NoError(t, os.Mkdir(in, 0o700))
		}
		names = append(names, filepath.Join(in, fmt.Sprintf("%06d.json", i)))
		require.NoError(t, os.WriteFile(names[i], made.File.Bytes(), 0o600))
	}
	return names
}

// runQuietly runs a command whose output goes nowhere.
func runQuietly(t *testing.T, args ...string) {
	a := &app{stdin: bytes.NewReader(nil), stdout: io.Discard, stderr: io.Discard, clock: func() time.Time { return now }, version: "v0.0.0-test"}
	require.Equal(t, exitValid, a.run(args), "%v", args[:3])
}

// peakOf returns the most memory that was live after a collection, and the most that
// objects took at any time, while do runs.
func peakOf(do func()) (live, peak uint64) {
	runtime.GC()
	debug.FreeOSMemory()
	done, seen := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(seen)
		var now runtime.MemStats
		for {
			runtime.ReadMemStats(&now)
			live, peak = max(live, now.NextGC/2), max(peak, now.HeapAlloc) // the next collection is at twice what is live
			select {
			case <-done:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	do()
	close(done)
	<-seen
	return live, peak
}

func mb(bytes uint64) float64 { return float64(bytes) / (1 << 20) }
