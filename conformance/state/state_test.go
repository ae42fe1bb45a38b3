package state_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/mikromerit/mikromerit/conformance/ob3api"
	"github.com/mikromerit/mikromerit/conformance/state"
	"github.com/mikromerit/mikromerit/conformance/vcapi"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc/status/storetest"
)

// databases are the kinds that the state promises to work with. Each opens the
// same database again when it is called again.
var databases = map[string]func(t *testing.T) func() *sql.DB{
	"SQLite": func(t *testing.T) func() *sql.DB {
		file := filepath.Join(t.TempDir(), "a file with ?, # and %.db")
		if runtime.GOOS == "windows" {
			file = filepath.Join(t.TempDir(), "state.db")
		}
		return func() *sql.DB { return connect(t, "sqlite", state.SQLite(file)) }
	},
	"PostgreSQL": func(t *testing.T) func() *sql.DB {
		server := testkit.NewPostgres(t)
		return func() *sql.DB { return connect(t, "pgx", server.URL()) }
	},
}

func connect(t *testing.T, driver, source string) *sql.DB {
	db, err := sql.Open(driver, source)
	require.NoError(t, err)
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// open returns the state in a database.
func open(t *testing.T, db *sql.DB) *state.State {
	s, err := state.Open(t.Context(), db)
	require.NoError(t, err)
	return s
}

// The state keeps every promise of the stores that it stands for, in each
// database.
func TestState(t *testing.T) {
	for name, database := range databases {
		t.Run(name, func(t *testing.T) {
			again := database(t)
			s := open(t, again())
			require.NoError(t, s.Ready(t.Context()))
			t.Run("status", func(t *testing.T) { storetest.Run(t, s) })
			t.Run("issued", func(t *testing.T) { issued(t, s) })
			t.Run("hosted", func(t *testing.T) { hosted(t, s) })
			t.Run("hosted at once", func(t *testing.T) { hostedAtOnce(t, s) })
			t.Run("profiles", func(t *testing.T) { profiles(t, s) })
			t.Run("access", func(t *testing.T) { access(t, s) })
			t.Run("spent at once", func(t *testing.T) { spentAtOnce(t, s) })
			t.Run("renewed for months", func(t *testing.T) { renewedForMonths(t, s) })
			t.Run("sweep", func(t *testing.T) { sweep(t, s) })
			t.Run("opened again", func(t *testing.T) { openedAgain(t, again) })
		})
	}
}

// odd are texts that a column of text would refuse, cut or mistake.
var odd = []string{"urn:x", "", "a\x00b", "'; DROP TABLE mikromerit_issued; --", "Æ ŋ 文 \U0001F393", strings.Repeat("long/", 2000), "x%00?$1"}

func issued(t *testing.T, s *state.State) {
	at := time.Date(2026, 11, 30, 1, 2, 3, 4000, time.UTC)
	for i, id := range odd {
		want := vcapi.Record{Key: fmt.Sprint("key ", i, "\x00", id[:min(9, len(id))]), ID: id, Suite: "eddsa-rdfc-2022", MediaType: "application/vc",
			Document: []byte("{ \"a\":\t\xff\x00}"), Issued: at, Places: []vcapi.Place{{List: "https://s.example/1", Purpose: "revocation", Index: 1<<64 - 1}}}
		require.NoError(t, s.SaveCredential(t.Context(), want))
		require.ErrorIs(t, s.SaveCredential(t.Context(), vcapi.Record{Key: want.Key}), vcapi.ErrExists)
		got, err := s.Credentials(t.Context(), want.Key, 5)
		require.NoError(t, err)
		require.Equal(t, []vcapi.Record{want}, got)
		got, err = s.Credentials(t.Context(), id, 5)
		require.NoError(t, err)
		if id == "" {
			require.Empty(t, got, "a credential without an id is found by none")
			continue
		}
		require.Equal(t, []vcapi.Record{want}, got)
	}
	for i := range 5 { // issued again and again, the newest first, and equal times by key
		require.NoError(t, s.SaveCredential(t.Context(), vcapi.Record{Key: fmt.Sprint("again", i), ID: "again1", Document: []byte("{}"), Issued: at.Add(time.Duration(i/2) * time.Hour)}))
	}
	got, err := s.Credentials(t.Context(), "again1", 4)
	require.NoError(t, err)
	var names []string
	for _, r := range got {
		names = append(names, r.Key)
	}
	require.Equal(t, []string{"again4", "again2", "again3", "again0"}, names)
	_, err = s.Credentials(t.Context(), "again1", 0)
	require.Error(t, err)
	require.NoError(t, s.DeleteCredential(t.Context(), "again4"))
	require.ErrorIs(t, s.DeleteCredential(t.Context(), "again4"), vcapi.ErrNotFound)
}

func hosted(t *testing.T, s *state.State) {
	for _, owner := range odd {
		for i, id := range odd {
			c := ob3api.Credential{ID: id, Document: []byte(fmt.Sprint("document ", i)), Token: i%2 == 0, Issued: time.Date(2026, 1, i+1, 0, 0, 0, 0, time.UTC)}
			change, err := s.PutHosted(t.Context(), owner, c, len(odd))
			require.NoError(t, err)
			require.Equal(t, ob3api.Created, change)
		}
		_, err := s.PutHosted(t.Context(), owner, ob3api.Credential{ID: "one too many", Document: []byte("x")}, len(odd))
		require.ErrorIs(t, err, ob3api.ErrFull)
		old := ob3api.Credential{ID: odd[1], Document: []byte("older"), Issued: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)}
		change, err := s.PutHosted(t.Context(), owner, old, len(odd))
		require.NoError(t, err)
		require.Equal(t, ob3api.Kept, change, "an older one does not replace a newer one")
		newer := ob3api.Credential{ID: odd[1], Document: []byte("replaced\xff\x00"), Issued: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC)}
		change, err = s.PutHosted(t.Context(), owner, newer, len(odd))
		require.NoError(t, err)
		require.Equal(t, ob3api.Replaced, change, "what is replaced is not one more")

		page, err := s.Hosted(t.Context(), owner, ob3api.Query{Limit: 3, Offset: 1, MaxBytes: 1 << 20})
		require.NoError(t, err)
		require.Equal(t, len(odd), page.Total)
		require.Len(t, page.Credentials, 3)
		require.Equal(t, newer, page.Credentials[0])
		require.Equal(t, odd[2], page.Credentials[1].ID)
		require.True(t, page.Credentials[1].Token)

		page, err = s.Hosted(t.Context(), owner, ob3api.Query{Limit: 100, MaxBytes: 1, Since: time.Date(2026, 1, 3, 0, 0, 0, 0, time.UTC)})
		require.NoError(t, err)
		require.Equal(t, len(odd)-3, page.Total, "only what was issued after that moment")
		require.Len(t, page.Credentials, 1, "a page ends early, but is not empty")
	}
	page, err := s.Hosted(t.Context(), "nobody", ob3api.Query{Limit: 3, MaxBytes: 9})
	require.NoError(t, err)
	require.Zero(t, page)
}

// Many put credentials at once; the limit holds, and none is lost that was
// accepted.
func hostedAtOnce(t *testing.T, s *state.State) {
	const limit = 10
	var mu sync.Mutex
	accepted := map[string]bool{}
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 5 {
				id := fmt.Sprint(worker, "-", i)
				if change, err := s.PutHosted(t.Context(), "crowd", ob3api.Credential{ID: id, Document: []byte(id)}, limit); err == nil && change == ob3api.Created {
					mu.Lock()
					accepted[id] = true
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	page, err := s.Hosted(t.Context(), "crowd", ob3api.Query{Limit: 100, MaxBytes: 1 << 20})
	require.NoError(t, err)
	require.Equal(t, limit, page.Total)
	require.Len(t, accepted, limit)
	for _, c := range page.Credentials {
		require.True(t, accepted[c.ID])
	}
}

func profiles(t *testing.T, s *state.State) {
	_, err := s.Profile(t.Context(), "none yet")
	require.ErrorIs(t, err, ob3api.ErrNotFound)
	_, err = s.PutHosted(t.Context(), "none yet", ob3api.Credential{ID: "a", Document: []byte("x")}, 1)
	require.NoError(t, err)
	_, err = s.Profile(t.Context(), "none yet")
	require.ErrorIs(t, err, ob3api.ErrNotFound, "who has credentials has no profile by that")
	require.Error(t, s.PutProfile(t.Context(), "none yet", nil))
	for _, text := range []string{"{}", "{ \"name\": \"Å\x00\"}"} {
		require.NoError(t, s.PutProfile(t.Context(), "none yet", []byte(text)))
		got, err := s.Profile(t.Context(), "none yet")
		require.NoError(t, err)
		require.Equal(t, text, string(got))
	}
}

var later = time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)

// allow adds a client and a grant with one secret of each kind.
func allow(t *testing.T, s *state.State, name string) []ob3api.Secret {
	client := ob3api.Client{ID: "client " + name, Name: "Æ", Redirect: []string{"https://c.example/"}, Secret: ob3api.DigestOf("password"), Metadata: []byte(`{"a":1}`), Scope: []string{"s"}, Created: later}
	require.NoError(t, s.AddClient(t.Context(), client, 1000))
	got, err := s.Client(t.Context(), client.ID)
	require.NoError(t, err)
	require.Equal(t, client, got)
	var secrets []ob3api.Secret
	for _, kind := range []ob3api.Kind{ob3api.Code, ob3api.Access, ob3api.Refresh} {
		secrets = append(secrets, ob3api.Secret{Digest: ob3api.DigestOf(name + string(kind)), Kind: kind, Scope: []string{"s"}, Expires: later, Redirect: "https://c.example/", Challenge: "x"})
	}
	require.NoError(t, s.AddGrant(t.Context(), ob3api.Grant{ID: name, Client: client.ID, Owner: "owner\x00", Scope: []string{"s"}, Created: later}, secrets...))
	return secrets
}

func access(t *testing.T, s *state.State) {
	ctx := t.Context()
	_, err := s.Client(ctx, "nobody")
	require.ErrorIs(t, err, ob3api.ErrNotFound)
	require.ErrorIs(t, s.AddGrant(ctx, ob3api.Grant{ID: "g", Client: "nobody"}), ob3api.ErrNotFound)
	require.ErrorIs(t, s.AddClient(ctx, ob3api.Client{ID: "full"}, 0), ob3api.ErrFull)
	secrets := allow(t, s, "one")
	other := allow(t, s, "two")

	got, grant, err := s.Secret(ctx, secrets[0].Digest)
	require.NoError(t, err)
	require.Equal(t, secrets[0], got)
	require.Equal(t, "owner\x00", grant.Owner)
	require.NoError(t, s.Spend(ctx, secrets[0].Digest, ob3api.Secret{Digest: ob3api.DigestOf("made"), Expires: later}))
	_, _, err = s.Secret(ctx, ob3api.DigestOf("made"))
	require.NoError(t, err)
	require.ErrorIs(t, s.Spend(ctx, secrets[0].Digest, ob3api.Secret{Digest: ob3api.DigestOf("made twice")}), ob3api.ErrSpent)
	_, _, err = s.Secret(ctx, ob3api.DigestOf("made twice"))
	require.ErrorIs(t, err, ob3api.ErrNotFound, "who is too late gets nothing")
	_, grant, err = s.Secret(ctx, secrets[0].Digest)
	require.ErrorIs(t, err, ob3api.ErrSpent)
	require.Equal(t, "one", grant.ID, "who uses a code twice is told apart by its grant")

	require.NoError(t, s.RevokeSecret(ctx, secrets[1].Digest))
	_, _, err = s.Secret(ctx, secrets[1].Digest)
	require.ErrorIs(t, err, ob3api.ErrNotFound)
	require.NoError(t, s.RevokeGrant(ctx, "one"))
	for _, secret := range secrets {
		_, _, err = s.Secret(ctx, secret.Digest)
		require.ErrorIs(t, err, ob3api.ErrNotFound)
		require.ErrorIs(t, s.Spend(ctx, secret.Digest, ob3api.Secret{Digest: ob3api.DigestOf("late")}), ob3api.ErrNotFound, "a revoked grant gets no new tokens")
	}
	_, _, err = s.Secret(ctx, other[1].Digest)
	require.NoError(t, err, "another grant is not touched")
	many := make([]ob3api.Secret, ob3api.MaxSecrets)
	require.ErrorIs(t, s.Spend(ctx, other[2].Digest, many...), ob3api.ErrFull)
	_, _, err = s.Secret(ctx, other[2].Digest)
	require.NoError(t, err, "what brought nothing is not used up")
}

// Who renews a token again and again uses up as many secrets, which must not count
// against the next. Who registers again and again keeps nobody else out.
func renewedForMonths(t *testing.T, s *state.State) {
	ctx := t.Context()
	now := allow(t, s, "patient")[2].Digest
	for i := range ob3api.MaxSecrets + 50 {
		next := ob3api.Secret{Digest: ob3api.DigestOf(fmt.Sprint("renewed ", i)), Kind: ob3api.Refresh, Expires: later}
		require.NoError(t, s.Spend(ctx, now, next), i)
		now = next.Digest
	}
	for i := range 20 {
		require.NoError(t, s.AddClient(ctx, ob3api.Client{ID: fmt.Sprint("flood ", i), Created: later.Add(time.Duration(i) * time.Second)}, 10))
	}
	_, err := s.Client(ctx, "client patient")
	require.NoError(t, err, "whom somebody allowed something stays")
	_, err = s.Client(ctx, "flood 19")
	require.NoError(t, err)
	_, err = s.Client(ctx, "flood 0")
	require.ErrorIs(t, err, ob3api.ErrNotFound)
}

// Of many who use a code at the same moment, one gets through.
func spentAtOnce(t *testing.T, s *state.State) {
	secrets := allow(t, s, "crowd")
	var mu sync.Mutex
	through := 0
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if err := s.Spend(t.Context(), secrets[0].Digest); err == nil {
				mu.Lock()
				through++
				mu.Unlock()
			}
		})
	}
	group.Wait()
	require.Equal(t, 1, through)
}

func sweep(t *testing.T, s *state.State) {
	ctx := t.Context()
	secrets := allow(t, s, "swept")
	require.NoError(t, s.AddClient(ctx, ob3api.Client{ID: "unused", Created: later}, 1000))
	require.NoError(t, s.Sweep(ctx, later))
	_, _, err := s.Secret(ctx, secrets[1].Digest)
	require.NoError(t, err, "not expired yet")
	require.NoError(t, s.Sweep(ctx, later.Add(time.Second)))
	_, _, err = s.Secret(ctx, secrets[1].Digest)
	require.ErrorIs(t, err, ob3api.ErrNotFound)
	_, err = s.Client(ctx, "unused")
	require.ErrorIs(t, err, ob3api.ErrNotFound)
	_, err = s.Client(ctx, "client swept")
	require.NoError(t, err, "whom somebody once allowed something may ask again")
}

// Several servers may start on one database at once, and find what is there. A
// newer database is left alone.
func openedAgain(t *testing.T, again func() *sql.DB) {
	var group sync.WaitGroup
	for range 4 {
		db := again()
		group.Go(func() {
			s, err := state.Open(context.Background(), db)
			if err != nil {
				t.Error(err)
				return
			}
			if all, err := s.Credentials(context.Background(), "again3", 1); err != nil || len(all) != 1 {
				t.Errorf("the database that was opened again holds %d records: %v", len(all), err)
			}
		})
	}
	group.Wait()
	db := again()
	_, err := db.Exec(`INSERT INTO mikromerit_migration (version) VALUES (99)`)
	require.NoError(t, err)
	_, err = state.Open(t.Context(), db)
	require.ErrorContains(t, err, "STATE-VERSION")
}

// Four servers that start at once on an empty database make the tables once.
func TestFirstStartAtOnce(t *testing.T) {
	for name, database := range databases {
		t.Run(name, func(t *testing.T) {
			again := database(t)
			var group sync.WaitGroup
			for range 4 {
				db := again()
				group.Go(func() {
					if _, err := state.Open(context.Background(), db); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
		})
	}
}
