package vcapi

import (
	"context"
	"errors"
	"time"

	"github.com/mikromerit/mikromerit/vc/status"
)

// The categories of error of a [Store], for errors.Is.
var (
	// ErrExists says that a record with the same key is kept already.
	ErrExists = errors.New("VCAPI-EXISTS: a credential is kept under this key already")
	// ErrNotFound says that nothing is kept under a key or identifier.
	ErrNotFound = errors.New("VCAPI-NOT-FOUND: no credential is kept under this name")
)

// Store remembers what a service must not forget: the credentials that it issued
// and its status lists. A change must survive a crash once its method has returned
// without error; when the method returns an error, the change may or may not have
// been made. A Store may be used by several goroutines at once.
type Store interface {
	status.Store
	// SaveCredential keeps a credential. The error wraps [ErrExists] when there is a
	// record with the same key, which stays as it is.
	SaveCredential(ctx context.Context, record Record) error
	// Credentials returns the records whose Key or whose ID is name: the newest
	// first by Issued and then by Key, and no more than limit, which is positive.
	// None is an empty answer and no error.
	Credentials(ctx context.Context, name string, limit int) ([]Record, error)
	// DeleteCredential forgets the record with a key. The values in status lists
	// stay. The error wraps [ErrNotFound] when there is no such record.
	DeleteCredential(ctx context.Context, key string) error
}

// Record is a credential that was issued.
type Record struct {
	// Key is the name under which the service keeps the credential, at most 512
	// bytes. No two records have the same.
	Key string
	// ID is the id of the credential, or "". Several credentials may have the same:
	// one that was issued again, or in two forms.
	ID        string
	Suite     string    // how it is secured: the suite's path, such as "eddsa-rdfc-2022"
	MediaType string    // of Document: "application/vc", "application/vc+jwt", ...
	Document  []byte    // what was issued, byte for byte
	Issued    time.Time // in UTC, to the microsecond
	Places    []Place   // where its status stands; none: it has no status
}

// Place is the place of one credential in a status list.
type Place struct {
	List    string // the URL of the list
	Purpose string // such as "revocation"
	Index   uint64
}
