package state

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit/vc/status/sqlstore"
)

// State keeps what a service must not lose in a database.
type State struct {
	*sqlstore.Store // the status lists

	db *sql.DB
}

// Open returns the state in a database, whose tables it makes or brings up to
// date. The caller opens and closes the database.
func Open(ctx context.Context, db *sql.DB) (*State, error) {
	if err := migrate(ctx, db); err != nil {
		return nil, err
	}
	lists, err := sqlstore.New(ctx, db, sqlstore.Options{Numbered: true})
	if err != nil {
		return nil, err
	}
	return &State{lists, db}, nil
}

// Ready says why the database does not answer, or nil.
func (s *State) Ready(ctx context.Context) error {
	var one int
	return failed("is not ready", s.db.QueryRowContext(ctx, `SELECT 1`).Scan(&one))
}

// transaction commits what do has done, or rolls it back when do fails.
func (s *State) transaction(ctx context.Context, do func(*sql.Tx) error) error {
	return transaction(ctx, s.db, do)
}

func transaction(ctx context.Context, db *sql.DB, do func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return failed("begins no transaction", err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if err := do(tx); err != nil {
		return err
	}
	return failed("does not commit", tx.Commit())
}

// execer is what a database and a transaction have in common.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// changed runs a statement and returns how many rows it changed.
func changed(ctx context.Context, db execer, query string, args ...any) (int64, error) {
	result, err := db.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, failed("refuses a statement", err)
	}
	n, err := result.RowsAffected()
	return n, failed("does not count", err)
}

// failed returns the error of a database with what it did not do, or nil.
func failed(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("STATE-DATABASE: the database %s: %w", what, err)
}

// found returns missing for a query that found nothing.
func found(err, missing error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return missing
	}
	return failed("refuses a query", err)
}

// keyOf returns what a row is found by. An identifier of somebody else may be
// longer than an index takes, and may hold what text in a database may not.
func keyOf(identifier string) string {
	sum := sha256.Sum256([]byte(identifier))
	return hex.EncodeToString(sum[:])
}

// Times are kept as microseconds since 1970, which both databases order. The
// zero time is the least of them.
func toMicros(t time.Time) int64 {
	if t.IsZero() {
		return -1 << 62
	}
	return t.UnixMicro()
}

func ofMicros(n int64) time.Time {
	if n == -1<<62 {
		return time.Time{}
	}
	return time.UnixMicro(n).UTC()
}
