// Package state keeps what a service for credentials must not lose in an SQL
// database: what it issued, the status lists, the badges and profiles that it
// hosts for people, and who was allowed what.
//
//	db, err := sql.Open("sqlite", state.SQLite("service.db"))
//	...
//	s, err := state.Open(ctx, db)
//
// A [State] is the store that the services in vcapi and ob3api and the lists of
// package status ask for. The tables are the same in SQLite and
// PostgreSQL. A database of an older version is brought up to date, one of a
// newer version is refused.
//
// # Drivers
//
// The package imports no driver. It is tested with modernc.org/sqlite and
// github.com/jackc/pgx/v5.
//
// # Security
//
// A method that returns without error has committed. Only the database can
// promise that what was committed survives a crash: open SQLite as [SQLite]
// says, and leave synchronous_commit of PostgreSQL on. Codes, tokens and client
// secrets are kept as digests. Credentials and profiles hold personal data and
// are kept as they came: who can read the database can read them.
package state
