package status

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const fileList = "https://status.example/file"

var fileShape = Shape{Purpose: Revocation, Size: 1, Entries: MinEntries}

func fileStore(t testing.TB, dir string) *FileStore {
	t.Helper()
	store, err := NewFileStore(dir)
	require.NoError(t, err)
	return store
}

var errKilled = errors.New("killed")

// killAt makes the store fail at the n-th step and every later one, as if the
// process had ended there: no code cleans up.
func (s *FileStore) killAt(n int) {
	steps := 0
	s.step = func(string) error {
		if steps++; steps >= n {
			return errKilled
		}
		return nil
	}
}

// Whatever the step at which a process is killed, the next one finds all that
// was acknowledged and can use the store at once.
func TestKilledAtEveryStep(t *testing.T) {
	ctx := t.Context()
	for n := 1; ; n++ {
		dir := filepath.Join(t.TempDir(), "store")
		store := fileStore(t, dir)
		require.NoError(t, store.Open(ctx, fileList, fileShape))
		require.NoError(t, store.Reserve(ctx, fileList, 10, MinEntries))
		require.NoError(t, store.Reserve(ctx, fileList, 20, MinEntries))
		require.NoError(t, store.Write(ctx, fileList, 10, 1))

		store.killAt(n)
		reserved := store.Reserve(ctx, fileList, 30, MinEntries)
		written := store.Write(ctx, fileList, 20, 1)
		opened := store.Open(ctx, fileList+"2", fileShape)

		next := fileStore(t, dir)
		require.ErrorIs(t, next.Reserve(ctx, fileList, 10, MinEntries), ErrTaken)
		require.ErrorIs(t, next.Reserve(ctx, fileList, 20, MinEntries), ErrTaken)
		bits, err := next.Read(ctx, fileList)
		require.NoError(t, err)
		value, _ := bits.Get(10, 1)
		require.EqualValues(t, 1, value)
		if reserved == nil {
			require.ErrorIs(t, next.Reserve(ctx, fileList, 30, MinEntries), ErrTaken, "step %d", n)
		}
		if value, _ := bits.Get(20, 1); written == nil {
			require.EqualValues(t, 1, value, "step %d", n)
		}
		require.NoError(t, next.Open(ctx, fileList+"2", fileShape))
		require.NoError(t, next.Reserve(ctx, fileList, 40, MinEntries))
		if reserved == nil && written == nil && opened == nil {
			require.Greater(t, n, 15, "three changes have many steps")
			return
		}
	}
}

// A crash of the machine may leave any part of the second file on disk.
func TestTornSecondFile(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	store := fileStore(t, dir)
	require.NoError(t, store.Open(ctx, fileList, fileShape))
	require.NoError(t, store.Reserve(ctx, fileList, 1, MinEntries))
	whole, err := os.ReadFile(store.path(fileList))
	require.NoError(t, err)
	for n := 0; n <= len(whole); n += 997 {
		require.NoError(t, os.WriteFile(store.path(fileList)+".new", whole[:n], 0o600))
		require.ErrorIs(t, store.Reserve(ctx, fileList, 1, MinEntries), ErrTaken)
	}
	require.NoError(t, store.Reserve(ctx, fileList, 2, MinEntries))
	require.NoFileExists(t, store.path(fileList)+".new")
}

// A damaged file is never taken for a list: that could hand out an index
// twice.
func TestDamagedFile(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	store := fileStore(t, dir)
	require.NoError(t, store.Open(ctx, fileList, fileShape))
	whole, err := os.ReadFile(store.path(fileList))
	require.NoError(t, err)
	refuse := func(data []byte) {
		require.NoError(t, os.WriteFile(store.path(fileList), data, 0o600))
		require.ErrorContains(t, store.Open(ctx, fileList, fileShape), "damaged")
		require.ErrorContains(t, store.Reserve(ctx, fileList, 1, MinEntries), "damaged")
	}
	for n := 0; n < len(whole); n += 499 {
		refuse(whole[:n])
		altered := append([]byte(nil), whole...)
		altered[n] ^= 1
		refuse(altered)
	}
	refuse(append(whole, 0))
	refuse(newLedger(fileShape).encode("https://status.example/another"))
	small := newLedger(fileShape)
	small.shape.Entries = 8
	refuse(small.encode(fileList))
	short := newLedger(fileShape)
	short.bits = short.bits[1:]
	refuse(short.encode(fileList))
	require.NoError(t, os.WriteFile(store.path(fileList), whole, 0o600))
	require.NoError(t, store.Open(ctx, fileList, fileShape))
}

func TestLockIsWaitedFor(t *testing.T) {
	dir := t.TempDir()
	store := fileStore(t, dir)
	unlock, err := tryLock(filepath.Join(dir, "lock"))
	require.NoError(t, err)
	_, err = tryLock(filepath.Join(dir, "lock"))
	require.ErrorIs(t, err, errLocked)

	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	require.ErrorIs(t, store.Open(ctx, fileList, fileShape), context.DeadlineExceeded)
	time.AfterFunc(20*time.Millisecond, unlock)
	require.NoError(t, store.Open(t.Context(), fileList, fileShape))
}

func TestFileStoreFolder(t *testing.T) {
	_, err := NewFileStore(filepath.Join(t.TempDir(), "none", "store"))
	require.ErrorContains(t, err, "STATUS-STORE")
	dir := filepath.Join(t.TempDir(), "store")
	fileStore(t, dir)
	fileStore(t, dir)
}

// childFolder is the environment variable with which the tests start this
// binary as a child that publishes until it is killed.
const childFolder = "STATUS_TEST_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		publish(dir)
	}
	os.Exit(m.Run())
}

// publish hands out and revokes indexes and says so after each.
func publish(dir string) {
	ctx := context.Background()
	store, err := NewFileStore(dir)
	if err != nil {
		panic(err)
	}
	list, err := OpenList(ctx, store, Definition{URL: fileList, Issuer: "did:example:school", Purpose: Revocation})
	if err != nil {
		panic(err)
	}
	for {
		entry, err := list.Allocate(ctx)
		if err != nil {
			panic(err)
		}
		fmt.Println("allocated", entry.Index)
		var index uint64
		fmt.Sscan(entry.Index, &index)
		if err := list.Revoke(ctx, index); err != nil {
			panic(err)
		}
		fmt.Println("revoked", entry.Index)
	}
}

// Pairs of processes publish from one folder and are killed while they do: no
// index is handed out twice, no revocation is lost.
func TestKilledProcesses(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("starts processes and kills them")
	}
	dir := t.TempDir()
	allocated, revoked := make(map[string]bool), make(map[string]bool)
	for round := range 6 {
		var outputs []*bufio.Scanner
		for range 2 {
			child := exec.Command(os.Args[0], "-test.run=^$")
			child.Env = append(os.Environ(), childFolder+"="+dir)
			pipe, err := child.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, child.Start())
			time.AfterFunc(time.Duration(150+37*round)*time.Millisecond, func() { _ = child.Process.Kill() })
			t.Cleanup(func() { _ = child.Wait() })
			outputs = append(outputs, bufio.NewScanner(pipe))
		}
		for _, output := range outputs {
			for output.Scan() {
				word, index, _ := strings.Cut(output.Text(), " ")
				switch word {
				case "allocated":
					require.False(t, allocated[index], "index %s was handed out twice", index)
					allocated[index] = true
				case "revoked":
					revoked[index] = true
				}
			}
		}
	}
	require.NotEmpty(t, revoked)
	store := fileStore(t, dir)
	bits, err := store.Read(t.Context(), fileList)
	require.NoError(t, err)
	for index := range allocated {
		var n uint64
		fmt.Sscan(index, &n)
		require.ErrorIs(t, store.Reserve(t.Context(), fileList, n, MinEntries), ErrTaken)
		if value, _ := bits.Get(n, 1); revoked[index] {
			require.EqualValues(t, 1, value)
		}
	}
	t.Logf("%d indexes handed out, %d revoked by 12 processes, all of them killed", len(allocated), len(revoked))
}

func BenchmarkFileStoreReserve(b *testing.B) {
	store := fileStore(b, b.TempDir())
	require.NoError(b, store.Open(b.Context(), fileList, fileShape))
	index := uint64(0)
	for b.Loop() {
		if err := store.Reserve(b.Context(), fileList, index%MinEntries, MinEntries); err != nil && !errors.Is(err, ErrTaken) {
			b.Fatal(err)
		}
		index++
	}
}
