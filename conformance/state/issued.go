package state

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit/conformance/vcapi"
)

var _ vcapi.Store = (*State)(nil)

// SaveCredential keeps a credential that was issued; see [vcapi.Store].
func (s *State) SaveCredential(ctx context.Context, record vcapi.Record) error {
	document := record.Document
	record.Document = nil // it has a column of its own, to the byte
	data, err := json.Marshal(record)
	if err != nil {
		return fmt.Errorf("STATE-RECORD: the record cannot be written: %w", err)
	}
	added, err := changed(ctx, s.db, `INSERT INTO mikromerit_issued (record_key, id_key, plain_key, data, document, issued) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT DO NOTHING`, keyOf(record.Key), keyOf(record.ID), []byte(record.Key), data, notNil(document), toMicros(record.Issued))
	if err == nil && added == 0 {
		err = vcapi.ErrExists
	}
	return err
}

// notNil returns b, which must not be NULL in the database.
func notNil(b []byte) []byte { return append([]byte{}, b...) }

// Credentials returns the records with a key or id; see [vcapi.Store].
func (s *State) Credentials(ctx context.Context, name string, limit int) ([]vcapi.Record, error) {
	if limit <= 0 {
		return nil, fmt.Errorf("STATE-LIMIT: a limit must be positive, not %d", limit)
	}
	column := []string{"record_key", "id_key"}
	if name == "" {
		column = column[:1] // a credential without id is not called ""
	}
	var all []vcapi.Record
	for _, column := range column {
		some, err := s.records(ctx, column, keyOf(name), limit)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	slices.SortFunc(all, func(a, b vcapi.Record) int {
		return cmp.Or(b.Issued.Compare(a.Issued), cmp.Compare(a.Key, b.Key))
	})
	all = slices.CompactFunc(all, func(a, b vcapi.Record) bool { return a.Key == b.Key })
	return all[:min(limit, len(all))], nil
}

// records returns the newest records with a value in a column.
func (s *State) records(ctx context.Context, column, value string, limit int) ([]vcapi.Record, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT data, document FROM mikromerit_issued WHERE `+column+` = $1 ORDER BY issued DESC, plain_key LIMIT $2`, value, limit)
	if err != nil {
		return nil, failed("refuses a query", err)
	}
	defer rows.Close()
	var all []vcapi.Record
	for rows.Next() {
		record, err := scanRecord(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, record)
	}
	return all, failed("refuses a row", rows.Err())
}

func scanRecord(rows *sql.Rows) (vcapi.Record, error) {
	var record vcapi.Record
	var data, document []byte
	if err := rows.Scan(&data, &document); err != nil {
		return record, failed("refuses a row", err)
	}
	err := unmarshal(data, &record)
	record.Document, record.Issued = document, record.Issued.UTC()
	return record, err
}

// DeleteCredential forgets a record; see [vcapi.Store].
func (s *State) DeleteCredential(ctx context.Context, key string) error {
	deleted, err := changed(ctx, s.db, `DELETE FROM mikromerit_issued WHERE record_key = $1`, keyOf(key))
	if err == nil && deleted == 0 {
		err = vcapi.ErrNotFound
	}
	return err
}
