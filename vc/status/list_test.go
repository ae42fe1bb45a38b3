package status_test

import (
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

func definition(purpose string) status.Definition {
	return status.Definition{URL: "https://status.example/3", Issuer: "did:example:school", Purpose: purpose}
}

func openList(t testing.TB, def status.Definition) *status.List {
	t.Helper()
	list, err := status.OpenList(t.Context(), status.NewMemoryStore(), def)
	require.NoError(t, err)
	return list
}

func allocate(t testing.TB, list *status.List) (status.Entry, uint64) {
	t.Helper()
	entry, err := list.Allocate(t.Context())
	require.NoError(t, err)
	index, err := strconv.ParseUint(entry.Index, 10, 64)
	require.NoError(t, err)
	return entry, index
}

var spring = status.Period{From: time.Date(2026, 4, 1, 12, 0, 0, 500, time.FixedZone("", 7200)), Until: time.Date(2026, 4, 8, 0, 0, 0, 0, time.UTC), TTL: time.Hour}

// valueOf publishes the list and looks an entry up in it.
func valueOf(t testing.TB, list *status.List, entry status.Entry) uint64 {
	t.Helper()
	doc, err := list.Credential(t.Context(), spring)
	require.NoError(t, err)
	p, problems := status.ReadPublished(doc, status.Limits{})
	require.Empty(t, problems)
	value, err := p.Value(entry)
	require.NoError(t, err)
	return value
}

func TestRevoke(t *testing.T) {
	list := openList(t, definition(status.Revocation))
	entry, index := allocate(t, list)
	other, _ := allocate(t, list)
	require.NotEqual(t, entry.Index, other.Index)
	require.Zero(t, valueOf(t, list, entry))
	require.NoError(t, list.Revoke(t.Context(), index))
	require.NoError(t, list.Revoke(t.Context(), index))
	require.EqualValues(t, 1, valueOf(t, list, entry))
	require.Zero(t, valueOf(t, list, other))
	require.ErrorContains(t, list.Set(t.Context(), index, 0), "STATUS-FINAL")
	require.ErrorContains(t, list.Reinstate(t.Context(), index), "STATUS-PURPOSE")
	require.ErrorContains(t, list.Suspend(t.Context(), index), "STATUS-PURPOSE")
	require.ErrorContains(t, list.Set(t.Context(), index, 2), "STATUS-RANGE")
	require.ErrorContains(t, list.Revoke(t.Context(), status.MinEntries), "STATUS-RANGE")
	require.ErrorIs(t, list.Revoke(t.Context(), (index+1)%status.MinEntries), status.ErrNotAllocated)
	require.EqualValues(t, 1, valueOf(t, list, entry))
}

func TestSuspend(t *testing.T) {
	list := openList(t, definition(status.Suspension))
	entry, index := allocate(t, list)
	require.NoError(t, list.Suspend(t.Context(), index))
	require.EqualValues(t, 1, valueOf(t, list, entry))
	require.NoError(t, list.Reinstate(t.Context(), index))
	require.Zero(t, valueOf(t, list, entry))
	require.ErrorContains(t, list.Revoke(t.Context(), index), "STATUS-PURPOSE")
}

func TestMessages(t *testing.T) {
	def := definition(status.Message)
	def.Messages = []string{"pending", "accepted", "rejected", "undefined"}
	def.References = []string{"https://status.example/dictionary"}
	list := openList(t, def)
	def.Messages[0] = "changed afterwards"
	entry, index := allocate(t, list)
	require.Equal(t, 2, entry.Size)
	for value, message := range []string{"pending", "accepted", "rejected", "undefined"} {
		require.NoError(t, list.Set(t.Context(), index, uint64(value)))
		require.EqualValues(t, value, valueOf(t, list, entry))
		require.Equal(t, message, entry.MessageOf(uint64(value)))
	}
	require.ErrorContains(t, list.Set(t.Context(), index, 4), "STATUS-RANGE")
	doc, err := entry.AddTo(document(t, `{}`))
	require.NoError(t, err)
	back, problems := status.ReadEntry(doc.Get("credentialStatus"))
	require.Empty(t, problems)
	require.Equal(t, entry, back)
}

// A published list is a credential of version 2.0 and has all that it needs.
func TestListCredential(t *testing.T) {
	list := openList(t, definition(status.Revocation))
	doc, err := list.Credential(t.Context(), spring)
	require.NoError(t, err)
	credential, problems := vc.ReadCredential(doc)
	require.Empty(t, problems)
	require.Equal(t, "2026-04-01T10:00:00Z", credential.ValidFrom().String())
	require.Equal(t, "2026-04-08T00:00:00Z", credential.ValidUntil().String())
	require.Equal(t, "3600000", doc.Lookup("/credentialSubject/ttl").Raw())
	p, listProblems := status.ReadPublished(doc, status.Limits{})
	require.Empty(t, listProblems)
	require.Equal(t, "https://status.example/3", p.ID)
	require.Equal(t, "did:example:school", p.Issuer)

	doc, err = list.Credential(t.Context(), status.Period{From: spring.From})
	require.NoError(t, err)
	require.False(t, doc.Get("validUntil").Exists())
	require.False(t, doc.Lookup("/credentialSubject/ttl").Exists())
	for _, bad := range []status.Period{{}, {Until: spring.Until}, {From: spring.Until, Until: spring.From}, {From: spring.From, TTL: -1}} {
		_, err = list.Credential(t.Context(), bad)
		require.ErrorContains(t, err, "STATUS-PERIOD")
	}
}

func TestDefinitions(t *testing.T) {
	for name, change := range map[string]func(*status.Definition){
		"no URL":           func(d *status.Definition) { d.URL = "" },
		"a fragment":       func(d *status.Definition) { d.URL += "#list" },
		"no issuer":        func(d *status.Definition) { d.Issuer = "school" },
		"no purpose":       func(d *status.Definition) { d.Purpose = "" },
		"one message":      func(d *status.Definition) { d.Messages = []string{"a"} },
		"three messages":   func(d *status.Definition) { d.Messages = []string{"a", "b", "c"} },
		"too many":         func(d *status.Definition) { d.Messages = make([]string, 512) },
		"a bad reference":  func(d *status.Definition) { d.References = []string{"dictionary"} },
		"too few entries":  func(d *status.Definition) { d.Entries = 8 },
		"too many entries": func(d *status.Definition) { d.Entries = 1 << 40 },
	} {
		def := definition(status.Message)
		change(&def)
		_, err := status.OpenList(t.Context(), status.NewMemoryStore(), def)
		require.ErrorContains(t, err, "STATUS-", name)
	}
	store := status.NewMemoryStore()
	_, err := status.OpenList(t.Context(), store, definition(status.Revocation))
	require.NoError(t, err)
	_, err = status.OpenList(t.Context(), store, definition(status.Suspension))
	require.ErrorIs(t, err, status.ErrShape)
}

// Several issuers at once use up a list to its limit: no index comes twice, and
// indexes are spread over the whole list.
func TestAllocateUntilFull(t *testing.T) {
	list := openList(t, definition(status.Revocation))
	var mu sync.Mutex
	seen := make(map[string]bool)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for {
				entry, err := list.Allocate(t.Context())
				if err != nil {
					if !errors.Is(err, status.ErrFull) {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				if seen[entry.Index] {
					t.Errorf("%s was handed out twice", entry.Index)
				}
				seen[entry.Index] = true
				mu.Unlock()
			}
		})
	}
	group.Wait()
	require.Len(t, seen, status.MinEntries/4*3)
	quarters := make(map[uint64]int)
	for text := range seen {
		index, err := strconv.ParseUint(text, 10, 64)
		require.NoError(t, err)
		quarters[index/(status.MinEntries/4)]++
	}
	for q := range uint64(4) {
		require.InDelta(t, status.MinEntries/16*3, quarters[q], 1000)
	}
}

// The published list does not show which indexes were handed out.
func TestListDoesNotShowAllocations(t *testing.T) {
	list := openList(t, definition(status.Revocation))
	before, err := list.Credential(t.Context(), spring)
	require.NoError(t, err)
	for range 100 {
		allocate(t, list)
	}
	after, err := list.Credential(t.Context(), spring)
	require.NoError(t, err)
	require.Equal(t, before.String(), after.String())
	require.Less(t, strings.Count(after.String(), ""), 600)
}
