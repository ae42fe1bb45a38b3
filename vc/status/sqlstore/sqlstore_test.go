package sqlstore_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"github.com/mikromerit/mikromerit/vc/status"
	"github.com/mikromerit/mikromerit/vc/status/sqlstore"
	"github.com/mikromerit/mikromerit/vc/status/storetest"
)

func openDB(t testing.TB, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(20000)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func newStore(t testing.TB, file string, options sqlstore.Options) *sqlstore.Store {
	t.Helper()
	store, err := sqlstore.New(t.Context(), openDB(t, file), options)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestStore(t *testing.T) {
	for name, options := range map[string]sqlstore.Options{"question marks": {}, "numbers": {Numbered: true}} {
		t.Run(name, func(t *testing.T) {
			storetest.Run(t, newStore(t, filepath.Join(t.TempDir(), "status.db"), options))
		})
	}
}

// Two servers share one database. Both ask for the same indexes at the same
// time and suspend what they get; then a third reads it all.
func TestTwoServers(t *testing.T) {
	const url = "https://status.example/1"
	file := filepath.Join(t.TempDir(), "status.db")
	def := status.Definition{URL: url, Issuer: "did:example:school", Purpose: status.Suspension}
	var mu sync.Mutex
	handedOut := make(map[string]int)
	var group sync.WaitGroup
	for server := range 2 {
		list, err := status.OpenList(t.Context(), newStore(t, file, sqlstore.Options{}), def)
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			group.Go(func() {
				for range 25 {
					entry, err := list.Allocate(t.Context())
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					if other, twice := handedOut[entry.Index]; twice {
						t.Errorf("index %s was handed out by servers %d and %d", entry.Index, other, server)
					}
					handedOut[entry.Index] = server
					mu.Unlock()
					index, err := strconv.ParseUint(entry.Index, 10, 64)
					if err = errors.Join(err, list.Suspend(t.Context(), index)); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
	}
	group.Wait()
	if len(handedOut) != 150 {
		t.Fatalf("%d indexes were handed out", len(handedOut))
	}
	list, err := status.OpenList(t.Context(), newStore(t, file, sqlstore.Options{}), def)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := list.Credential(t.Context(), status.Period{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	published, problems := status.ReadPublished(doc, status.Limits{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for index := range handedOut {
		n, _ := strconv.ParseUint(index, 10, 64)
		if value, err := published.Value(list.Entry(n)); err != nil || value != 1 {
			t.Fatalf("the value at %s is %d: %v", index, value, err)
		}
	}
}

// A transaction that was not committed leaves nothing behind, not even in the
// count that guards against a full list.
func TestRollback(t *testing.T) {
	const url = "https://status.example/2"
	store := newStore(t, filepath.Join(t.TempDir(), "status.db"), sqlstore.Options{})
	shape := status.Shape{Purpose: status.Revocation, Size: 1, Entries: status.MinEntries}
	if err := store.Open(t.Context(), url, shape); err != nil {
		t.Fatal(err)
	}
	if err := store.Reserve(t.Context(), url, 1, 2); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		if err := store.Reserve(t.Context(), url, 1, 2); !errors.Is(err, status.ErrTaken) {
			t.Fatal(err)
		}
	}
	if err := store.Reserve(t.Context(), url, 2, 2); err != nil {
		t.Fatal("failed attempts were counted:", err)
	}
}

// A database that somebody else wrote into must not make the store take any
// amount of memory, or panic.
func TestForeignRows(t *testing.T) {
	const url = "https://status.example/3"
	file := filepath.Join(t.TempDir(), "status.db")
	store, db := newStore(t, file, sqlstore.Options{}), openDB(t, file)
	if err := store.Open(t.Context(), url, status.Shape{Purpose: status.Revocation, Size: 1, Entries: status.MinEntries}); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO mikromerit_status_entry VALUES ('` + url + `', 131072, 1)`,
		`UPDATE mikromerit_status_entry SET position = -1`,
		`UPDATE mikromerit_status_entry SET position = 5, value = 2`,
		`UPDATE mikromerit_status_list SET entries = 9000000000000000000`,
		`UPDATE mikromerit_status_list SET entries = -8`,
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
		if _, err := store.Read(t.Context(), url); err == nil {
			t.Fatalf("read after %s", statement)
		}
	}
}

func BenchmarkReserve(b *testing.B) {
	store := newStore(b, filepath.Join(b.TempDir(), "status.db"), sqlstore.Options{})
	const url = "https://status.example/4"
	if err := store.Open(b.Context(), url, status.Shape{Purpose: status.Revocation, Size: 1, Entries: status.MinEntries}); err != nil {
		b.Fatal(err)
	}
	index := uint64(0)
	for b.Loop() {
		if err := store.Reserve(b.Context(), url, index%status.MinEntries, status.MinEntries); err != nil && !errors.Is(err, status.ErrTaken) {
			b.Fatal(err)
		}
		index++
	}
}
