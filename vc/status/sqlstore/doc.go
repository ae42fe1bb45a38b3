// Package sqlstore keeps status lists in an SQL database, for issuers with
// several servers. It imports no database driver except in its tests; because
// of these it is a module of its own.
//
// # Databases
//
// The store is tested with SQLite (modernc.org/sqlite). The statements are
// plain SQL with ON CONFLICT DO NOTHING, which PostgreSQL has, too; set
// [Options.Numbered] for its notation of parameters. With SQLite, have the
// driver wait for locks and flush every transaction:
//
//	file:status.db?_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)
//
// Only the database can promise that an acknowledged change survives a crash:
// it must commit to disk before it answers.
package sqlstore
