// Package sqlstore keeps status lists in an SQL database, for issuers with
// several servers. It is a module of its own, so that who does not use it
// does not depend on a database driver; it imports none itself.
//
// # Databases
//
// The store is tested with SQLite (modernc.org/sqlite). The statements are
// plain SQL with ON CONFLICT DO NOTHING, which PostgreSQL has, too; set
// [Options.Numbered] for its way of writing parameters. With SQLite, have the
// driver wait for locks and flush every transaction:
//
//	file:status.db?_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)
//
// That what was acknowledged survives a crash is a promise of the database;
// it must commit to disk before it answers.
package sqlstore
