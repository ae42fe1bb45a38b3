// Package sqlstore keeps status lists in an SQL database, for issuers with
// several servers. It imports no database driver except in its tests.
//
// # Databases
//
// The store is tested with SQLite (modernc.org/sqlite) and PostgreSQL
// (github.com/jackc/pgx/v5); set [Options.Numbered] for the notation of
// parameters of the latter, which SQLite reads, too. With SQLite, have the
// driver wait for locks and flush every transaction:
//
//	file:status.db?_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)
//
// Only the database can promise that an acknowledged change survives a crash:
// it must commit to disk before it answers.
package sqlstore
