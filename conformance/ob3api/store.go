package ob3api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"
)

// The categories of error of a [Store], for errors.Is.
var (
	// ErrNotFound says that the store holds no such thing.
	ErrNotFound = errors.New("HOST-NOT-FOUND: the store holds no such thing")
	// ErrFull says that a limit of the host is reached.
	ErrFull = errors.New("HOST-FULL: the limit is reached")
	// ErrSpent says that a secret that can be used once was used before.
	ErrSpent = errors.New("HOST-SPENT: the secret was used before")
)

// Store keeps what a host must not lose. A change must survive a crash once its
// method has returned without error. A Store may be used by several goroutines
// at once.
type Store interface {
	// PutHosted keeps a credential of an owner, in the place of the one with the
	// same id unless that was issued later. The error wraps [ErrFull] when it would
	// be one more than limit.
	PutHosted(ctx context.Context, owner string, c Credential, limit int) (Change, error)
	// Hosted returns some of the credentials of an owner, in the order in
	// which they came first.
	Hosted(ctx context.Context, owner string, q Query) (Page, error)
	// Profile returns the profile of an owner, to the byte.
	Profile(ctx context.Context, owner string) ([]byte, error)
	// PutProfile keeps the profile of an owner in the place of the former.
	PutProfile(ctx context.Context, owner string, document []byte) error

	// AddClient keeps a new client. When it would be one more than limit, it takes the
	// place of the oldest whom nobody ever allowed anything; the error wraps [ErrFull]
	// when there is none such.
	AddClient(ctx context.Context, c Client, limit int) error
	// Client returns a client that was added.
	Client(ctx context.Context, id string) (Client, error)
	// AddGrant keeps what somebody allowed a client, with its first secrets.
	AddGrant(ctx context.Context, g Grant, secrets ...Secret) error
	// Secret returns a secret and its grant, unless that was revoked. The error
	// wraps [ErrNotFound] or, with the secret and its grant, [ErrSpent].
	Secret(ctx context.Context, digest Digest) (Secret, Grant, error)
	// Spend marks a secret as used and adds others to its grant, both or neither: of
	// many who try at once, only one gets no error. The error wraps [ErrSpent] when it
	// was used, [ErrNotFound] when it or its grant is gone, and [ErrFull] when the
	// grant would have more than [MaxSecrets].
	Spend(ctx context.Context, digest Digest, others ...Secret) error
	// RevokeGrant ends a grant and all its secrets, RevokeSecret one secret.
	RevokeGrant(ctx context.Context, grant string) error
	RevokeSecret(ctx context.Context, digest Digest) error
	// Sweep deletes secrets that expired before a time, grants without secrets, and
	// clients from before that time whom nobody ever allowed anything.
	Sweep(ctx context.Context, before time.Time) error
}

// MaxSecrets is how many secrets that can still be used, or were not swept since, a
// grant has at most. Those that were used up do not count: a client that renews its
// token each hour for months leaves thousands of them.
const MaxSecrets = 1000

// Change is what became of a credential that was put into a store.
type Change int

// The changes.
const (
	Kept     Change = iota // a newer one is there, and stays
	Created                // it is a new one
	Replaced               // it stands in the place of another
)

// Credential is a credential as it was received.
type Credential struct {
	// ID names the credential and its issuer, so that the same credential has the
	// same (Open Badges 3.0 section 10).
	ID       string
	Document []byte // to the byte
	Token    bool   // a compact JWS, not JSON
	Issued   time.Time
}

// Query says which credentials are asked for.
type Query struct {
	Offset, Limit int
	Since         time.Time // only those issued after it; zero: all
	// MaxBytes ends a page early, but never before its first credential.
	MaxBytes int
}

// Page is some of an owner's credentials.
type Page struct {
	Credentials []Credential
	Total       int // how many the query has without its offset and limit
}

// Client is a program that asks for access, as it registered itself.
type Client struct {
	ID       string
	Secret   Digest // of its password
	Name     string
	Metadata []byte // as registered, JSON
	Redirect []string
	Scope    []string
	Created  time.Time
}

// Grant is what an owner allowed a client.
type Grant struct {
	ID, Client, Owner string
	Scope             []string
	Created           time.Time
}

// Kind says what a secret is for.
type Kind string

// The kinds of secret.
const (
	Code    Kind = "code"    // is exchanged for tokens, once
	Access  Kind = "access"  // opens the interface
	Refresh Kind = "refresh" // is exchanged for new tokens, once
)

// Secret is a code or token. Only its digest is kept.
type Secret struct {
	Digest  Digest
	Kind    Kind
	Scope   []string // at most that of the grant
	Expires time.Time
	// Redirect and Challenge are what the exchange of a code must match.
	Redirect, Challenge string
}

// Digest stands for a secret: its SHA-256, hexadecimal. The secrets are random
// and long, so a digest without salt tells nothing.
type Digest string

// DigestOf returns the digest of a secret.
func DigestOf(secret string) Digest {
	sum := sha256.Sum256([]byte(secret))
	return Digest(hex.EncodeToString(sum[:]))
}
