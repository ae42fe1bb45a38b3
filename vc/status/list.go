package status

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/mikromerit/mikromerit/vc"
)

// Definition says what a list is for. It must stay the same for as long as
// the list is in use.
type Definition struct {
	URL     string // where the status list credential will be published
	Issuer  string // who signs it; verifiers expect the issuer of the credentials
	Purpose string // Revocation, Suspension, Refresh, Message or a purpose of one's own

	// Messages says what each value means, by value: 2, 4, ... or 256 of them.
	// Their number decides how many bits an entry has. None means one bit.
	Messages []string
	// Token makes a token status list, for SD-JWT VCs, instead of a Bitstring Status
	// List. Its purpose is TokenStatus, which may be left out, and its values have the
	// meanings of that specification.
	Token bool
	// Bits is how many bits an entry of a token status list has: 1, with which nothing
	// can be suspended, 2, 4 or 8. 0 means 2.
	Bits int
	// References are URLs where the status is explained.
	References []string
	// Entries is the number of places; 0 means MinEntries. It must be a
	// multiple of 8.
	Entries uint64
}

// List publishes the status of credentials. It may be used by several
// goroutines at once.
type List struct {
	store Store
	def   Definition
	shape Shape

	final sync.Mutex // held while it is made sure that a revocation is not taken back
}

// OpenList makes a list in a store, or opens the one that is there.
func OpenList(ctx context.Context, store Store, def Definition) (*List, error) {
	shape, err := def.shape()
	if err != nil {
		return nil, err
	}
	if def.Token {
		def.Purpose = TokenStatus
	}
	def.Messages, def.References = slices.Clone(def.Messages), slices.Clone(def.References)
	if err := store.Open(ctx, def.URL, shape); err != nil {
		return nil, fmt.Errorf("status list: %w", err)
	}
	return &List{store: store, def: def, shape: shape}, nil
}

func (d Definition) shape() (Shape, error) {
	if !vc.IsURL(d.URL) || strings.Contains(d.URL, "#") || !vc.IsURL(d.Issuer) {
		return Shape{}, errors.New("STATUS-DEFINITION: a status list needs the URL, without fragment, where it is published and the URL of its issuer")
	}
	shape := Shape{Purpose: d.Purpose, Size: 1, Entries: d.Entries}
	if d.Entries == 0 {
		shape.Entries = MinEntries
	}
	if d.Token {
		return d.tokenShape(shape)
	}
	if d.Bits != 0 {
		return Shape{}, errors.New("STATUS-DEFINITION: the number of bits is for a token status list; in others the messages decide on it")
	}
	if n := len(d.Messages); n > 0 {
		for shape.Size = 1; shape.Size < 8 && n > 1<<shape.Size; shape.Size++ {
		}
		if n != 1<<shape.Size {
			return Shape{}, errors.New("STATUS-DEFINITION: there must be a message for every value: 2, 4, 8, 16, 32, 64, 128 or 256")
		}
	}
	for _, ref := range d.References {
		if !vc.IsURL(ref) {
			return Shape{}, errors.New("STATUS-DEFINITION: each reference must be an absolute URL")
		}
	}
	return shape, shape.Check()
}

// tokenShape returns the shape of a token status list.
func (d Definition) tokenShape(shape Shape) (Shape, error) {
	shape.Purpose, shape.Size = TokenStatus, d.Bits
	if d.Bits == 0 {
		shape.Size = 2
	}
	switch {
	case d.Purpose != "" && d.Purpose != TokenStatus, len(d.Messages) > 0, len(d.References) > 0:
		return Shape{}, errors.New("STATUS-DEFINITION: a token status list has no purpose, messages or references: its values have fixed meanings")
	case shape.Size != 1 && shape.Size != 2 && shape.Size != 4 && shape.Size != 8:
		return Shape{}, errors.New("STATUS-DEFINITION: an entry of a token status list has 1, 2, 4 or 8 bits")
	}
	return shape, shape.Check()
}

// IsToken reports whether the list is a token status list.
func (l *List) IsToken() bool { return l.def.Token }

// Allocate hands out a place for a new credential: at random, so that it
// tells nothing about when or for whom (Bitstring Status List 1.0 section
// 2.1), and never one that was handed out before. At most three quarters of a
// list are handed out; after that the error wraps [ErrFull]. Put the entry into
// the credential with [Entry.AddTo] before signing.
func (l *List) Allocate(ctx context.Context) (Entry, error) {
	for {
		index, err := l.Draw(ctx)
		if err != nil {
			return Entry{}, err
		}
		switch err := l.Reserve(ctx, index); {
		case err == nil:
			return l.Entry(index), nil
		case !errors.Is(err, ErrTaken):
			return Entry{}, err
		}
	}
}

// Draw proposes a place that is free at this moment, for whoever must write down
// which it will be before it is handed out ([List.Reserve]), so that no crash in
// between loses it.
func (l *List) Draw(ctx context.Context) (uint64, error) {
	entries := new(big.Int).SetUint64(l.shape.Entries)
	known, asks := l.store.(Reservations)
	for {
		n, err := rand.Int(rand.Reader, entries)
		if err != nil {
			return 0, fmt.Errorf("STATUS-RANDOM: %w", err)
		}
		if !asks {
			return n.Uint64(), nil
		}
		// At least a quarter of the places is free, so few draws are needed.
		taken, err := known.Reserved(ctx, l.def.URL, n.Uint64())
		switch {
		case err != nil:
			return 0, fmt.Errorf("status list: %w", err)
		case !taken:
			return n.Uint64(), nil
		}
	}
}

// Reserve hands out a place that was drawn. The error wraps [ErrTaken] when it was
// handed out before, and [ErrFull] when three quarters of the list were.
func (l *List) Reserve(ctx context.Context, index uint64) error {
	if err := l.store.Reserve(ctx, l.def.URL, index, l.shape.Entries/4*3); err != nil {
		return fmt.Errorf("status list: %w", err)
	}
	return nil
}

// URL returns where the list is published.
func (l *List) URL() string { return l.def.URL }

// Issuer returns who signs the list.
func (l *List) Issuer() string { return l.def.Issuer }

// Purpose returns what the list is for.
func (l *List) Purpose() string { return l.def.Purpose }

// Entry returns the entry for an index that was handed out.
func (l *List) Entry(index uint64) Entry {
	text := strconv.FormatUint(index, 10)
	if l.def.Token {
		return Entry{Type: TokenEntry, Purpose: TokenStatus, Index: text, List: l.def.URL, Size: l.shape.Size}
	}
	return Entry{
		Type: BitstringEntry, ID: l.def.URL + "#" + text, Purpose: l.def.Purpose, Index: text, List: l.def.URL,
		Size: l.shape.Size, Messages: l.def.Messages, References: l.def.References,
	}
}

// Set sets the value at an index that was handed out. Revocation and refresh
// cannot be taken back (section 2.1): for these purposes 0 is an error.
func (l *List) Set(ctx context.Context, index, value uint64) error {
	if value == 0 && (l.def.Purpose == Revocation || l.def.Purpose == Refresh) {
		return errors.New("STATUS-FINAL: revocation and refresh cannot be taken back")
	}
	if err := l.shape.Range(index, value); err != nil {
		return err
	}
	l.final.Lock()
	defer l.final.Unlock()
	if l.def.Token && value != TokenInvalid {
		if have, err := l.Values(ctx); err != nil {
			return err
		} else if have(index) == TokenInvalid {
			return errors.New("STATUS-FINAL: revocation cannot be taken back")
		}
	}
	if err := l.store.Write(ctx, l.def.URL, index, value); err != nil {
		return fmt.Errorf("status list: %w", err)
	}
	return nil
}

// Revoke withdraws the credential at an index for good. The list's purpose
// must be revocation.
func (l *List) Revoke(ctx context.Context, index uint64) error {
	return l.setFor(ctx, Revocation, index, 1)
}

// Suspend suspends the credential at an index until [List.Reinstate]. The
// list's purpose must be suspension.
func (l *List) Suspend(ctx context.Context, index uint64) error {
	if l.def.Token {
		return l.Set(ctx, index, TokenSuspended)
	}
	return l.setFor(ctx, Suspension, index, 1)
}

// Reinstate ends a suspension.
func (l *List) Reinstate(ctx context.Context, index uint64) error {
	return l.setFor(ctx, Suspension, index, 0)
}

func (l *List) setFor(ctx context.Context, purpose string, index, value uint64) error {
	if l.def.Token {
		return l.Set(ctx, index, value) // revoked, or valid again
	}
	if l.def.Purpose != purpose {
		return fmt.Errorf("STATUS-PURPOSE: the purpose of this list is not %s", purpose)
	}
	return l.Set(ctx, index, value)
}

// Period says for how long a published list counts.
type Period struct {
	From  time.Time     // required
	Until time.Time     // zero: no end. State one if a new list is always published in time
	TTL   time.Duration // how long a reader may keep the list; zero: nothing is said
}

// Credential returns the list as it stands: an unsigned credential of version
// 2.0, to be signed by the list's issuer and published at its URL. Sign it in
// the same way as the credentials that name it (section 3.5). Times are
// written in UTC and whole seconds.
//
// The messages of a list stand in its entries only: the terms that the
// specification names for messages in the list itself are not in its context,
// so no proof could cover them.
func (l *List) Credential(ctx context.Context, period Period) (vc.Document, error) {
	if period.From.IsZero() || period.TTL < 0 || (!period.Until.IsZero() && period.Until.Before(period.From)) {
		return vc.Document{}, errors.New("STATUS-PERIOD: a list needs a time from which it counts, no earlier end and no negative time to live")
	}
	bits, err := l.store.Read(ctx, l.def.URL)
	if err != nil {
		return vc.Document{}, fmt.Errorf("status list: %w", err)
	}
	encoded, err := bits.Encode()
	if err != nil {
		return vc.Document{}, err
	}
	var subject, o object
	subject.addText("id", l.def.URL+"#list")
	subject.addText("type", "BitstringStatusList")
	subject.addText("statusPurpose", l.def.Purpose)
	subject.addText("encodedList", encoded)
	if period.TTL > 0 {
		subject.addRaw("ttl", strconv.FormatInt(period.TTL.Milliseconds(), 10))
	}
	o.addRaw("@context", "["+quote(vc.ContextV2)+"]")
	o.addText("id", l.def.URL)
	o.addRaw("type", `["VerifiableCredential","BitstringStatusListCredential"]`)
	o.addText("issuer", l.def.Issuer)
	o.addText("validFrom", timestamp(period.From))
	if !period.Until.IsZero() {
		o.addText("validUntil", timestamp(period.Until))
	}
	o.addRaw("credentialSubject", subject.String())
	return vc.ParseDocument([]byte(o.String()), vc.Limits{})
}

// TokenClaims returns a token status list as it stands: the claims to be signed as
// statuslist+jwt by the list's issuer and published at its URL. Times are whole
// seconds.
func (l *List) TokenClaims(ctx context.Context, period Period) (vc.Document, error) {
	switch {
	case !l.def.Token:
		return vc.Document{}, errors.New("STATUS-KIND: the list is a Bitstring Status List, which is published as a credential")
	case period.From.IsZero() || period.TTL < 0 || period.TTL%time.Second != 0 || !period.Until.IsZero() && period.Until.Before(period.From):
		return vc.Document{}, errors.New("STATUS-PERIOD: a list needs a time from which it counts, no earlier end and a time to live in whole seconds that is not negative")
	}
	content, err := l.store.Read(ctx, l.def.URL)
	if err != nil {
		return vc.Document{}, fmt.Errorf("status list: %w", err)
	}
	lst, err := content.EncodeToken(l.shape.Size)
	if err != nil {
		return vc.Document{}, err
	}
	var list, o object
	list.addRaw("bits", strconv.Itoa(l.shape.Size))
	list.addText("lst", lst)
	o.addText("iss", l.def.Issuer)
	o.addText("sub", l.def.URL)
	o.addRaw("iat", strconv.FormatInt(period.From.Unix(), 10))
	if !period.Until.IsZero() {
		o.addRaw("exp", strconv.FormatInt(period.Until.Unix(), 10))
	}
	if period.TTL > 0 {
		o.addRaw("ttl", strconv.FormatInt(int64(period.TTL/time.Second), 10))
	}
	o.addRaw(TokenEntry, list.String())
	return vc.ParseDocument([]byte(o.String()), vc.Limits{})
}

func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// Values returns a function that gives the value at each index, all of them as
// they are at this moment.
func (l *List) Values(ctx context.Context) (func(index uint64) uint64, error) {
	bits, err := l.store.Read(ctx, l.def.URL)
	if err != nil {
		return nil, err
	}
	return func(index uint64) uint64 {
		value, _ := bits.Get(index, l.shape.Size)
		return value
	}, nil
}
