package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// numbers are the items of the tests, and how many were let in.
func numbers(n int, begun *atomic.Int64) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range n {
			begun.Add(1)
			if !yield(i) {
				return
			}
		}
	}
}

// What comes of the items is taken in their order, whichever takes longest.
func TestInOrder(t *testing.T) {
	for _, workers := range []int{1, 2, 4, 9} {
		synctest.Test(t, func(t *testing.T) {
			var begun atomic.Int64
			var got []int
			start := time.Now()
			err := inOrder(t.Context(), pace{workers, 2}, numbers(100, &begun), func(i int) int {
				time.Sleep(time.Duration(i%7) * time.Second)
				return i * i
			}, func(i, square int) error {
				require.Equal(t, i*i, square)
				got = append(got, i)
				return nil
			})
			require.NoError(t, err)
			require.Len(t, got, 100)
			require.True(t, slices.IsSorted(got))
			if workers > 1 {
				require.Less(t, time.Since(start), 200*time.Second, "one after the other takes 294 s")
			}
		})
	}
}

// Behind a slow item, only so much is made as there is room for.
func TestInOrderIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var begun atomic.Int64
		err := inOrder(t.Context(), pace{3, 4}, numbers(1000, &begun), func(i int) int {
			if i == 0 {
				time.Sleep(time.Hour)
			}
			return i
		}, func(i, _ int) error {
			if i == 0 {
				require.LessOrEqual(t, begun.Load(), int64(3*4+2)) // one is taken, and one waits to be let in
			}
			return nil
		})
		require.NoError(t, err)
		require.EqualValues(t, 1000, begun.Load())
	})
}

// The run ends with the first error, with the end of its context, and with a panic
// where that would have happened.
func TestInOrderEnds(t *testing.T) {
	for _, workers := range []int{1, 4} {
		var begun, taken atomic.Int64
		full := errors.New("the disk is full")
		same := func(i int) int { return i }
		err := inOrder(t.Context(), pace{workers, 2}, numbers(1000, &begun), same, func(i, _ int) error {
			if taken.Add(1); i == 10 {
				return full
			}
			return nil
		})
		require.ErrorIs(t, err, full)
		require.EqualValues(t, 11, taken.Load())
		require.Less(t, begun.Load(), int64(30))

		ctx, end := context.WithCancel(t.Context())
		err = inOrder(ctx, pace{workers, 2}, numbers(1000, &begun), func(i int) int {
			if i == 10 {
				end()
			}
			return i
		}, func(i, _ int) error {
			require.Less(t, i, 10, "what the end may have spoilt is not taken")
			return nil
		})
		require.ErrorIs(t, err, context.Canceled)

		taken.Store(0)
		require.PanicsWithValue(t, "a fault", func() {
			_ = inOrder(t.Context(), pace{workers, 2}, numbers(1000, &begun), func(i int) int {
				if i == 10 {
					panic("a fault")
				}
				return i
			}, func(int, int) error { taken.Add(1); return nil })
		})
		require.EqualValues(t, 10, taken.Load())
	}
}

// mixedFolder is a folder of good, bad, huge and other files.
func mixedFolder(b *bench) string {
	require.NoError(b.t, os.MkdirAll(b.path("all/deep"), 0o700))
	file, _ := signedBadge(b, "badge.json", keys.Ed25519)
	good, err := os.ReadFile(file)
	require.NoError(b.t, err)
	for i := range 40 {
		name, text := fmt.Sprintf("all/%02d.json", i), good
		switch i % 8 {
		case 1:
			text = bytes.Replace(good, []byte("Fjord og fangst"), []byte("Fjord og fangs"), 1)
		case 2:
			text = []byte("{")
		case 3:
			text = openBadge(quoted("did:example:school"))
		case 4:
			name = fmt.Sprintf("all/deep/%02d.txt", i)
		case 5:
			text = []byte(`{"kty":"OKP"}`)
		}
		b.put(name, text)
	}
	b.put("all/17-long.json", bytes.Replace(good, []byte(`"name"`), slices.Concat([]byte(`"evidence":[`), bytes.Repeat([]byte(`{"id":"urn:a:b","type":["Evidence"]},`), 3000), []byte(`{"id":"urn:a:c","type":["Evidence"]}],"name"`)), 1))
	huge, err := os.Create(b.path("all/18-huge.json"))
	require.NoError(b.t, err)
	require.NoError(b.t, huge.Truncate(maxFile+1))
	require.NoError(b.t, huge.Close())
	return b.path("all")
}

// However many files are worked on at once, what is said is the same.
func TestWorkersSayTheSame(t *testing.T) {
	b := newBench(t)
	folder := mixedFolder(b)
	some := []string{std, filepath.Join(folder, "00.json"), b.path("none.json"), filepath.Join(folder, "01.json"), std}
	for _, command := range [][]string{
		{"verify", "--any-issuer", folder},
		{"verify", "--any-issuer", "--json", folder},
		append([]string{"verify", "--any-issuer"}, some...),
		append([]string{"verify", "--europass", "--brief"}, some...),
		{"check", folder},
		{"check", "--as", "ob3", "--json", folder},
		append([]string{"check"}, some...),
	} {
		b.stdin, b.workers = string(openBadge(quoted("did:example:school"))), 1
		b.run(command...)
		status, out, complaints := b.status, b.out, b.err
		require.NotEmpty(t, out)
		require.Equal(t, exitError, status, "%v: %s", command, complaints)
		b.workers = 4
		b.run(command...)
		require.Equal(t, out, b.out, "%v", command)
		require.Equal(t, complaints, b.err, "%v", command)
		require.Equal(t, status, b.status, "%v", command)
	}
}

// A run that is ended says so, and after how many files.
func TestVerifyEnds(t *testing.T) {
	b := newBench(t)
	folder := mixedFolder(b)
	var end context.CancelFunc
	b.ended, end = context.WithCancel(t.Context())
	end()
	for _, b.workers = range []int{1, 4} {
		b.refuses(exitError, "the run was ended after 0 files; the others were not looked at", "verify", folder)
		require.Empty(t, b.out)
	}
}

// newIDs are made anew by each run.
var newIDs = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

// Sealing many drafts at once writes the same files and says the same as one after the
// other, also of those that fail, are left out or would take the place of another one.
func TestSealWorkersSayTheSame(t *testing.T) {
	b := newSealBench(t)
	for _, dir := range []string{"in", "in/deep", "one", "many"} {
		require.NoError(t, os.Mkdir(b.path(dir), 0o700))
	}
	b.draft("in/02.json")
	good := b.get("in/02.json")
	b.draft("in/deep/02.json")
	b.put("in/deep/03.json", []byte("{}"))
	b.draft("in/03.json")
	b.put("in/01.json", []byte("{"))
	b.put("in/04.json", []byte(`{"type":["VerifiableCredential","EuropeanDigitalCredential"]}`))
	for _, out := range []string{"one", "many"} {
		b.put(out+"/00.sealed.jsonld", []byte("{}"))
		b.put(out+"/05.sealed.jsonld", []byte("{}"))
	}
	b.put("in/05.json", []byte(good))
	said := func(out string, workers int, args ...string) string {
		b.workers = workers
		b.seal(append(args, "-o", b.path(out), b.path("in"))...)
		text := strings.ReplaceAll(b.out+b.err, out+string(filepath.Separator), "OUT/")
		return fmt.Sprint(b.status) + "\n" + newIDs.ReplaceAllString(text, "ID")
	}
	for _, args := range [][]string{{"--dry-run"}, {"--json", "--resume"}, {"--resume"}, nil, {"--force"}} {
		require.Equal(t, said("one", 1, args...), said("many", 4, args...), "%v", args)
	}
	for _, name := range []string{"02", "03", "05"} {
		require.Contains(t, b.get("many/"+name+".sealed.jsonld"), "signature")
	}
	said("in", 4)
	require.Equal(t, said("in", 1, "--force"), said("in", 4, "--force"), "in the folder of the drafts nothing is read that this run wrote")
}
