package state

import (
	"context"
	"database/sql"
	"fmt"
)

// migrations are the steps by which the tables came to be what they are. A step
// that was released never changes; what comes later is a further step.
//
// The statements are common to SQLite and PostgreSQL. In SQLite the name of the
// type BYTEA means nothing, and bytes stay bytes. A parameter stands in each
// statement once and in order, since SQLite counts them as they come.
var migrations = [][]string{
	{
		`CREATE TABLE mikromerit_issued (
			record_key CHAR(64) NOT NULL PRIMARY KEY,
			id_key CHAR(64) NOT NULL,
			plain_key BYTEA NOT NULL,
			data BYTEA NOT NULL,
			document BYTEA NOT NULL,
			issued BIGINT NOT NULL
		)`,
		`CREATE INDEX mikromerit_issued_id ON mikromerit_issued (id_key, issued)`,
		`CREATE TABLE mikromerit_hosted (
			owner_key CHAR(64) NOT NULL,
			id_key CHAR(64) NOT NULL,
			position BIGINT NOT NULL,
			id BYTEA NOT NULL,
			document BYTEA NOT NULL,
			token INTEGER NOT NULL,
			issued BIGINT NOT NULL,
			PRIMARY KEY (owner_key, id_key)
		)`,
		`CREATE UNIQUE INDEX mikromerit_hosted_order ON mikromerit_hosted (owner_key, position)`,
		`CREATE TABLE mikromerit_owner (
			owner_key CHAR(64) NOT NULL PRIMARY KEY,
			credentials BIGINT NOT NULL,
			positions BIGINT NOT NULL,
			profile BYTEA
		)`,
		`CREATE TABLE mikromerit_client (
			id_key CHAR(64) NOT NULL PRIMARY KEY,
			data BYTEA NOT NULL,
			created BIGINT NOT NULL,
			used INTEGER NOT NULL
		)`,
		`CREATE TABLE mikromerit_grant (
			id VARCHAR(64) NOT NULL PRIMARY KEY,
			client_key CHAR(64) NOT NULL REFERENCES mikromerit_client (id_key),
			data BYTEA NOT NULL,
			revoked INTEGER NOT NULL
		)`,
		`CREATE TABLE mikromerit_secret (
			digest CHAR(64) NOT NULL PRIMARY KEY,
			grant_id VARCHAR(64) NOT NULL REFERENCES mikromerit_grant (id),
			data BYTEA NOT NULL,
			expires BIGINT NOT NULL,
			spent INTEGER NOT NULL
		)`,
		`CREATE INDEX mikromerit_secret_grant ON mikromerit_secret (grant_id)`,
		`CREATE INDEX mikromerit_secret_expiry ON mikromerit_secret (expires)`,
	},
}

// migrate brings the tables up to date, all or nothing. Of several servers that
// start at once, the others wait.
func migrate(ctx context.Context, db *sql.DB) error {
	sqlite := isSQLite(ctx, db)
	return transaction(ctx, db, func(tx *sql.Tx) error {
		if !sqlite { // which locks the whole database for a writer
			if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(6947021133)`); err != nil {
				return failed("cannot be locked", err)
			}
		}
		if _, err := tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS mikromerit_migration (version INTEGER NOT NULL PRIMARY KEY)`); err != nil {
			return failed("makes no tables", err)
		}
		var done int
		if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(version), 0) FROM mikromerit_migration`).Scan(&done); err != nil {
			return failed("does not say its version", err)
		}
		if done > len(migrations) {
			return fmt.Errorf("STATE-VERSION: the database has version %d, this program knows %d; use a newer program", done, len(migrations))
		}
		for version := done + 1; version <= len(migrations); version++ {
			for _, statement := range migrations[version-1] {
				if _, err := tx.ExecContext(ctx, statement); err != nil {
					return failed("cannot be brought up to date", err)
				}
			}
			if _, err := tx.ExecContext(ctx, `INSERT INTO mikromerit_migration (version) VALUES ($1)`, version); err != nil {
				return failed("cannot be brought up to date", err)
			}
		}
		return nil
	})
}

// isSQLite reports whether the database is SQLite. The only other is PostgreSQL.
func isSQLite(ctx context.Context, db *sql.DB) bool {
	var version string
	return db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version) == nil
}
