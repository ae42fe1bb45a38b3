package main

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"os"
	"runtime"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver for PostgreSQL
	_ "modernc.org/sqlite"             // the driver for SQLite

	"github.com/mikromerit/mikromerit/conformance/state"
)

// openDatabase opens a database by its URL, or an SQLite database by its file.
func openDatabase(ctx context.Context, name string) (*sql.DB, error) {
	if strings.HasPrefix(name, "postgres://") || strings.HasPrefix(name, "postgresql://") {
		db, err := sql.Open("pgx", name)
		if err != nil {
			return nil, newFailure("the URL of the database cannot be read; write it as postgres://user@host/name")
		}
		db.SetMaxOpenConns(16)
		if err := db.PingContext(ctx); err != nil {
			_ = db.Close()
			return nil, newFailure("the PostgreSQL server cannot be reached, or refuses the user; check --database and that the server runs")
		}
		return db, nil
	}
	if strings.Contains(name, "://") {
		return nil, newFailure("--database takes a file for SQLite or a URL that begins with postgres://")
	}
	// The file holds personal data, so only its owner may read it.
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		var path *fs.PathError
		if errors.As(err, &path) {
			err = path.Err
		}
		return nil, newFailure("the database %s cannot be opened: %v", name, err)
	}
	info, err := file.Stat()
	if err == nil && runtime.GOOS != "windows" && info.Mode()&0o007 != 0 {
		_ = file.Close()
		return nil, newFailure("the database %s is open to everybody on this machine, and it holds personal data; close it with chmod 600", name)
	}
	if err := file.Close(); err != nil {
		return nil, newFailure("the database %s cannot be opened: %v", name, err)
	}
	db, err := sql.Open("sqlite", state.SQLite(name))
	if err != nil {
		return nil, newFailure("the database %s cannot be opened: %v", name, err)
	}
	db.SetMaxOpenConns(8)
	return db, nil
}
