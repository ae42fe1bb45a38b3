package vc

import (
	"context"
	"errors"
	"time"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The categories of error, for errors.Is.
var (
	// ErrUnreachable says that something outside the document was needed and
	// could not be reached: it leads to an indeterminate verdict, never to a
	// valid or invalid one.
	ErrUnreachable = errors.New("not reachable from here")
	// ErrGone says that a document was removed for good, as a server says with
	// status 410. An error that wraps it also wraps [ErrUnreachable].
	ErrGone = errors.New("the document is gone for good")
	// ErrLimit says that a limit of [Limits] was exceeded.
	ErrLimit = errors.New("a limit was exceeded")
)

// Env is what a job may use of the world outside. The zero value is offline:
// it knows the built-in JSON-LD contexts, did:key and did:jwk, takes the time
// from the system clock, and has the default limits. An Env must not be changed
// while it is in use; it may be shared between goroutines if its parts may.
type Env struct {
	// Contexts supplies further JSON-LD contexts; nil: only the built-in ones.
	Contexts ContextLoader
	// ContextRevisions chooses, by URL, a revision of a built-in context other
	// than the newest, such as "3.0.3 (2024-03)": publishers have changed
	// contexts in place, and an old signature may need the old content.
	ContextRevisions map[string]string

	Resolver Resolver         // further controller documents; nil: only did:key and did:jwk
	Fetcher  Fetcher          // status lists; nil: none is consulted
	Clock    func() time.Time // nil: time.Now
	Limits   Limits           // zero fields: the defaults

	job *job // see Metered
}

// Now returns the time by the Env's clock.
func (e Env) Now() time.Time {
	if e.Clock == nil {
		return time.Now()
	}
	return e.Clock()
}

// ContextLoader supplies JSON-LD contexts that are not built in.
type ContextLoader interface {
	// LoadContext returns the JSON text of the context document at url. An
	// error wraps [ErrUnreachable] when the document cannot be reached.
	LoadContext(ctx context.Context, url string) ([]byte, error)
}

// Resolver supplies controller documents.
type Resolver interface {
	// Resolve returns the controller document with this identifier, a URL or
	// DID without fragment. An error wraps [ErrUnreachable] when the document
	// cannot be reached; any other error means that the identifier or the
	// document is wrong.
	Resolve(ctx context.Context, id string) (*Controller, error)
}

// Limits bounds the work that one document can cause. A zero field means the
// default.
type Limits struct {
	Bytes  int // length of a text; default 32 MiB
	Depth  int // nesting of objects and arrays; default 100, at most 9,999
	Values int // JSON values in a text; default 1,000,000
	Quads  int // RDF statements of a document; default 200,000
	// BlankNodes bounds the unnamed nodes of a document; by default only Quads
	// does. Nodes that differ in what is said of them are cheap, and the others
	// are bounded by Work.
	BlankNodes int
	// Work bounds the canonicaliser's search through nodes that are alike, in
	// steps of about 0.2 microseconds. The default grows with the number n of
	// such nodes: it is 8n³, but at least 4,096 and at most 2,000,000 + 16n or
	// 4,000,000, whichever is less.
	Work int
	// Statements bounds the statements that one proof signs one by one, as
	// ecdsa-sd-2023 does, at the cost of a signature each, and bbs-2023, which never
	// takes more than 10,000; default 50,000. All proofs of one job together may have
	// four times as many.
	Statements int
	Proofs     int // proofs of one document; default 16
	Nested     int // credentials inside a file, at whatever depth; default 1,000
	Fetches    int // documents fetched for one file; default 64
}

// MaxProofs returns how many proofs one document may have: each costs as much
// work as the whole document.
func (l Limits) MaxProofs() int {
	if l.Proofs <= 0 {
		return 16
	}
	return l.Proofs
}

// MaxStatements returns how many statements one proof may sign one by one.
func (l Limits) MaxStatements() int {
	if l.Statements <= 0 {
		return 50_000
	}
	return l.Statements
}

// MaxNested returns how many credentials may stand in one file.
func (l Limits) MaxNested() int {
	if l.Nested <= 0 {
		return 1_000
	}
	return l.Nested
}

// MaxFetches returns how many documents may be fetched for one file.
func (l Limits) MaxFetches() int {
	if l.Fetches <= 0 {
		return 64
	}
	return l.Fetches
}

// Admits reports whether the text of a document is within the limits, so that
// [ParseDocument] would read it again.
func (l Limits) Admits(d Document) bool { return l.json().Admits(d.root) }

// AdmitsMember reports whether a text, that of the document with x as one more
// member, is surely within the limits.
func (l Limits) AdmitsMember(text string, d Document, x jsontree.Value) bool {
	return l.json().AdmitsMember(text, d.root, x)
}

func (l Limits) json() jsontree.Limits {
	return jsontree.Limits{Bytes: l.Bytes, Depth: l.Depth, Values: l.Values}
}

// jobStatements returns how many statements the proofs of one job may sign one by one.
func (l Limits) jobStatements() int64 { return 4 * int64(l.MaxStatements()) }

// jobWork returns how many steps of the canonicaliser's search one job may
// take: as many as two documents.
func (l Limits) jobWork() int64 {
	const documentWork = 4_000_000 // the most that the default can be
	if l.Work > 0 {
		return 2 * int64(l.Work)
	}
	return 2 * documentWork
}
