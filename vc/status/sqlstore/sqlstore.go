package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/vc/status"
)

// Options are the ways in which databases differ.
type Options struct {
	// Numbered writes parameters as $1, $2, ... in place of question marks.
	Numbered bool
}

// Store keeps status lists in two tables: mikromerit_status_list and
// mikromerit_status_entry. It implements [status.Store].
type Store struct {
	db      *sql.DB
	options Options
}

var _ status.Store = (*Store)(nil)

// schema makes the tables. A row of the second stands for an index that was
// handed out; its key is what keeps it from being handed out again.
var schema = []string{
	`CREATE TABLE IF NOT EXISTS mikromerit_status_list (
		list VARCHAR(2048) NOT NULL PRIMARY KEY,
		purpose VARCHAR(255) NOT NULL,
		size INTEGER NOT NULL,
		entries BIGINT NOT NULL,
		reserved BIGINT NOT NULL
	)`,
	`CREATE TABLE IF NOT EXISTS mikromerit_status_entry (
		list VARCHAR(2048) NOT NULL REFERENCES mikromerit_status_list (list),
		position BIGINT NOT NULL,
		value INTEGER NOT NULL,
		PRIMARY KEY (list, position)
	)`,
}

// New returns a store in a database and makes its tables if they are not
// there. The caller opens and closes the database.
func New(ctx context.Context, db *sql.DB, options Options) (*Store, error) {
	s := &Store{db, options}
	for _, statement := range schema {
		_, err := db.ExecContext(ctx, statement)
		if err != nil {
			// Of two servers that make the table at once in PostgreSQL, one fails;
			// when it tries again, the table is there.
			_, err = db.ExecContext(ctx, statement)
		}
		if err != nil {
			return nil, fmt.Errorf("STATUS-STORE: the tables cannot be made: %w", err)
		}
	}
	return s, nil
}

// Open makes a list or finds it; see [status.Store].
func (s *Store) Open(ctx context.Context, list string, shape status.Shape) error {
	if err := shape.Check(); err != nil {
		return err
	}
	_, err := s.db.ExecContext(ctx, s.sql(`INSERT INTO mikromerit_status_list (list, purpose, size, entries, reserved)
		VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING`), list, shape.Purpose, shape.Size, int64(shape.Entries))
	if err != nil {
		return fmt.Errorf("STATUS-STORE: the list cannot be made: %w", err)
	}
	have, err := s.shape(ctx, s.db, list)
	if err == nil && have != shape {
		return status.ErrShape
	}
	return err
}

// queryer is what a database and a transaction have in common.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func (s *Store) shape(ctx context.Context, q queryer, list string) (status.Shape, error) {
	var shape status.Shape
	var entries int64
	err := q.QueryRowContext(ctx, s.sql(`SELECT purpose, size, entries FROM mikromerit_status_list WHERE list = ?`), list).
		Scan(&shape.Purpose, &shape.Size, &entries)
	shape.Entries = uint64(entries)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return status.Shape{}, status.ErrUnknownList
	case err != nil:
		return status.Shape{}, fmt.Errorf("STATUS-STORE: the list cannot be read: %w", err)
	}
	// Someone else may have written the row; what it says decides how much
	// memory a list takes.
	return shape, shape.Check()
}

// Reserve marks an index as handed out; see [status.Store].
func (s *Store) Reserve(ctx context.Context, list string, index, limit uint64) error {
	return s.transaction(ctx, func(tx *sql.Tx) error {
		// The update comes first: it locks the list, so that two transactions
		// cannot wait for each other.
		counted, err := s.affected(ctx, tx, `UPDATE mikromerit_status_list SET reserved = reserved + 1 WHERE list = ? AND reserved < ?`,
			list, int64(min(limit, math.MaxInt64)))
		if err != nil {
			return err
		}
		shape, err := s.shape(ctx, tx, list)
		if err != nil {
			return err
		}
		if err := shape.Range(index, 0); err != nil {
			return err
		}
		if !counted {
			return status.ErrFull
		}
		free, err := s.affected(ctx, tx, `INSERT INTO mikromerit_status_entry (list, position, value) VALUES (?, ?, 0) ON CONFLICT DO NOTHING`,
			list, int64(index))
		if err == nil && !free {
			err = status.ErrTaken // and the count is rolled back
		}
		return err
	})
}

// Write sets the value at an index; see [status.Store].
func (s *Store) Write(ctx context.Context, list string, index, value uint64) error {
	shape, err := s.shape(ctx, s.db, list)
	if err != nil {
		return err
	}
	if err := shape.Range(index, value); err != nil {
		return err
	}
	return s.transaction(ctx, func(tx *sql.Tx) error {
		there, err := s.affected(ctx, tx, `UPDATE mikromerit_status_entry SET value = ? WHERE list = ? AND position = ?`,
			int64(value), list, int64(index))
		if err == nil && !there {
			err = status.ErrNotAllocated
		}
		return err
	})
}

// Read returns all values; see [status.Store]. They are of one moment because
// one statement reads them.
func (s *Store) Read(ctx context.Context, list string) (status.Bitstring, error) {
	shape, err := s.shape(ctx, s.db, list)
	if err != nil {
		return status.Bitstring{}, err
	}
	rows, err := s.db.QueryContext(ctx, s.sql(`SELECT position, value FROM mikromerit_status_entry WHERE list = ? AND value <> 0`), list)
	if err != nil {
		return status.Bitstring{}, fmt.Errorf("STATUS-STORE: the values cannot be read: %w", err)
	}
	defer rows.Close()
	bits := shape.NewBits()
	for rows.Next() {
		var index, value int64
		if err := rows.Scan(&index, &value); err != nil {
			return status.Bitstring{}, fmt.Errorf("STATUS-STORE: a value cannot be read: %w", err)
		}
		if err := shape.Range(uint64(index), uint64(value)); err != nil {
			return status.Bitstring{}, err
		}
		shape.SetBits(bits, uint64(index), uint64(value))
	}
	if err := rows.Err(); err != nil {
		return status.Bitstring{}, fmt.Errorf("STATUS-STORE: the values cannot be read: %w", err)
	}
	return status.NewBitstring(bits), nil
}

// Reserved reports whether an index was handed out; see [status.Reservations].
func (s *Store) Reserved(ctx context.Context, list string, index uint64) (bool, error) {
	shape, err := s.shape(ctx, s.db, list)
	if err != nil {
		return false, err
	}
	if err := shape.Range(index, 0); err != nil {
		return false, err
	}
	var n int64
	err = s.db.QueryRowContext(ctx, s.sql(`SELECT COUNT(*) FROM mikromerit_status_entry WHERE list = ? AND position = ?`), list, int64(index)).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("STATUS-STORE: the list cannot be read: %w", err)
	}
	return n > 0, nil
}

// transaction commits what do has done, or rolls it back when do fails.
func (s *Store) transaction(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("STATUS-STORE: no transaction can be begun: %w", err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if err := do(tx); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("STATUS-STORE: the transaction cannot be committed: %w", err)
	}
	return nil
}

// affected runs a statement and reports whether it changed a row.
func (s *Store) affected(ctx context.Context, tx *sql.Tx, query string, args ...any) (bool, error) {
	result, err := tx.ExecContext(ctx, s.sql(query), args...)
	if err != nil {
		return false, fmt.Errorf("STATUS-STORE: a statement failed: %w", err)
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("STATUS-STORE: the driver does not count changed rows: %w", err)
	}
	return n > 0, nil
}

// sql writes the parameters of a statement in the notation of the database.
func (s *Store) sql(query string) string {
	if !s.options.Numbered {
		return query
	}
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, more := strings.Cut(query, "?")
		b.WriteString(before)
		if !more {
			return b.String()
		}
		b.WriteString("$" + strconv.Itoa(n))
		query = after
	}
}
