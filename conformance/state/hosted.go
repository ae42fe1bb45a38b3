package state

import (
	"context"
	"database/sql"
	"errors"

	"github.com/mikromerit/mikromerit/conformance/ob3api"
)

var _ ob3api.Store = (*State)(nil)

// PutHosted keeps a credential of an owner; see [ob3api.Store].
func (s *State) PutHosted(ctx context.Context, owner string, c ob3api.Credential, limit int) (ob3api.Change, error) {
	change := ob3api.Created
	ownerKey, idKey := keyOf(owner), keyOf(c.ID)
	err := s.transaction(ctx, func(tx *sql.Tx) error {
		// The owner's row comes first: it locks, so that two cannot both be the last
		// within the limit.
		if err := lockOwner(ctx, tx, ownerKey); err != nil {
			return err
		}
		var there int64
		err := tx.QueryRowContext(ctx, `SELECT issued FROM mikromerit_hosted WHERE owner_key = $1 AND id_key = $2`, ownerKey, idKey).Scan(&there)
		switch {
		case err == nil && there > toMicros(c.Issued):
			change = ob3api.Kept
			return nil
		case err == nil:
			change = ob3api.Replaced
			_, err = changed(ctx, tx, `UPDATE mikromerit_hosted SET document = $1, token = $2, issued = $3 WHERE owner_key = $4 AND id_key = $5`,
				c.Document, flag(c.Token), toMicros(c.Issued), ownerKey, idKey)
			return err
		case !errors.Is(err, sql.ErrNoRows):
			return failed("refuses a query", err)
		}
		var count, position int64
		err = tx.QueryRowContext(ctx, `SELECT credentials, positions FROM mikromerit_owner WHERE owner_key = $1`, ownerKey).Scan(&count, &position)
		switch {
		case err != nil:
			return failed("refuses a query", err)
		case count >= int64(limit):
			return ob3api.ErrFull
		}
		if _, err := changed(ctx, tx, `INSERT INTO mikromerit_hosted (owner_key, id_key, position, id, document, token, issued) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			ownerKey, idKey, position, []byte(c.ID), c.Document, flag(c.Token), toMicros(c.Issued)); err != nil {
			return err
		}
		_, err = changed(ctx, tx, `UPDATE mikromerit_owner SET credentials = credentials + 1 WHERE owner_key = $1`, ownerKey)
		return err
	})
	if err != nil {
		return ob3api.Kept, err
	}
	return change, nil
}

// lockOwner makes the row of an owner if it is not there, and lets others wait
// for it.
func lockOwner(ctx context.Context, tx *sql.Tx, ownerKey string) error {
	if _, err := changed(ctx, tx, `INSERT INTO mikromerit_owner (owner_key, credentials, positions) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING`, ownerKey); err != nil {
		return err
	}
	_, err := changed(ctx, tx, `UPDATE mikromerit_owner SET positions = positions + 1 WHERE owner_key = $1`, ownerKey)
	return err
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Hosted returns some of the credentials of an owner; see [ob3api.Store].
func (s *State) Hosted(ctx context.Context, owner string, q ob3api.Query) (ob3api.Page, error) {
	var page ob3api.Page
	ownerKey, since := keyOf(owner), int64(-1<<63)
	if !q.Since.IsZero() {
		since = toMicros(q.Since)
	}
	err := s.db.QueryRowContext(ctx, `SELECT COUNT(*) FROM mikromerit_hosted WHERE owner_key = $1 AND issued > $2`, ownerKey, since).Scan(&page.Total)
	if err != nil {
		return page, failed("refuses a query", err)
	}
	rows, err := s.db.QueryContext(ctx, `SELECT id, document, token, issued FROM mikromerit_hosted WHERE owner_key = $1 AND issued > $2
		ORDER BY position LIMIT $3 OFFSET $4`, ownerKey, since, q.Limit, q.Offset)
	if err != nil {
		return page, failed("refuses a query", err)
	}
	defer rows.Close()
	for size := 0; rows.Next(); {
		var c ob3api.Credential
		var id []byte
		var token int
		var issued int64
		if err := rows.Scan(&id, &c.Document, &token, &issued); err != nil {
			return page, failed("refuses a row", err)
		}
		if size += len(c.Document); size > q.MaxBytes && len(page.Credentials) > 0 {
			break
		}
		c.ID, c.Token, c.Issued = string(id), token != 0, ofMicros(issued)
		page.Credentials = append(page.Credentials, c)
	}
	return page, failed("refuses a row", rows.Err())
}

// Profile returns the profile of an owner; see [ob3api.Store].
func (s *State) Profile(ctx context.Context, owner string) ([]byte, error) {
	var document []byte
	err := s.db.QueryRowContext(ctx, `SELECT profile FROM mikromerit_owner WHERE owner_key = $1`, keyOf(owner)).Scan(&document)
	if err == nil && document == nil {
		err = sql.ErrNoRows
	}
	return document, found(err, ob3api.ErrNotFound)
}

// PutProfile keeps the profile of an owner; see [ob3api.Store].
func (s *State) PutProfile(ctx context.Context, owner string, document []byte) error {
	if len(document) == 0 {
		return errors.New("STATE-PROFILE: a profile is not empty")
	}
	ownerKey := keyOf(owner)
	return s.transaction(ctx, func(tx *sql.Tx) error {
		if err := lockOwner(ctx, tx, ownerKey); err != nil {
			return err
		}
		_, err := changed(ctx, tx, `UPDATE mikromerit_owner SET profile = $1 WHERE owner_key = $2`, document, ownerKey)
		return err
	})
}
