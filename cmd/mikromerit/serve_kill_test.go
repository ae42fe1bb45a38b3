package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// promise is what the service has answered about one badge.
type promise struct {
	id       string
	document json.RawMessage // as issued; nil: nothing was answered
	place    string          // in the list of revocations
	hosted   bool            // the host has answered that it keeps it
	asked    bool            // its revocation was asked for
	revoked  bool            // and answered
}

// promises are all that the service has answered.
type promises struct {
	mu  sync.Mutex
	all []*promise
}

// Killed at any moment, the service loses no credential and no revocation that it
// has answered with success, and no badge that it hosts.
func TestKilledServiceLosesNothing(t *testing.T) {
	s := newShop(t, "")
	kept := &promises{}
	for round := range 24 {
		v := s.start()
		kept.check(t, v, round)
		kept.work(t, s, v, round, func() { require.NoError(t, v.cmd.Process.Kill()) })
		v.end()
	}
	v := s.start()
	kept.check(t, v, -1)
	kept.tally(t)
}

// The same holds with PostgreSQL, also when its server is what breaks down. The
// service finds it again without being started anew.
func TestKilledServiceLosesNothingOnPostgreSQL(t *testing.T) {
	server := testkit.NewPostgres(t)
	s := newShop(t, server.URL())
	kept := &promises{}
	for round := range 8 {
		v := s.start()
		kept.check(t, v, round)
		kept.work(t, s, v, round, func() { require.NoError(t, v.cmd.Process.Kill()) })
		v.end()
	}
	v := s.start()
	kept.work(t, s, v, 8, func() { server.Crash(t) })
	code, _, err := v.call("GET", "/readyz", "", nil)
	require.NoError(t, err)
	require.Equal(t, 503, code)
	server.Start(t)
	for range 100 { // connections that broke are found out one by one
		if code, _, err = v.call("GET", "/readyz", "", nil); err == nil && code == 200 {
			break
		}
	}
	require.Equal(t, 200, code)
	kept.check(t, v, -1)
	kept.tally(t)
}

// work issues, hosts and revokes with several clients until the service is gone.
// After a random number of answers end is called.
func (p *promises) work(t *testing.T, s *shop, v *served, round int, end func()) {
	t.Helper()
	answers, gone, ending := make(chan struct{}, 1000), make(chan struct{}), make(chan struct{})
	var group sync.WaitGroup
	for client := range 3 {
		group.Go(func() {
			for i := range 400 {
				one := &promise{id: fmt.Sprintf("urn:x:%d-%d-%d", round, client, i)}
				p.mu.Lock()
				p.all = append(p.all, one)
				p.mu.Unlock()
				if err := one.make(s, v, answers); err != nil {
					select {
					case <-ending: // as it should be
					default:
						t.Errorf("before the end: %v", err)
					}
					return
				}
			}
		})
	}
	go func() { group.Wait(); close(gone) }()
	for range rand.IntN(40) {
		select {
		case <-answers:
		case <-gone:
			t.Fatal("all clients gave up")
		}
	}
	time.Sleep(time.Duration(rand.IntN(5000)) * time.Microsecond) // in the middle of something
	close(ending)
	end()
	<-gone
}

// make has one badge issued, hosted and, every second time, revoked.
func (p *promise) make(s *shop, v *served, answers chan<- struct{}) error {
	body := append(append([]byte(`{"credential":`), s.badge(p.id)...), '}')
	code, text, err := v.call("POST", "/eddsa-rdfc-2022-revocable/credentials/issue", "application/json", body)
	if err != nil || code != 201 {
		return errors.Join(err, fmt.Errorf("issued: %d %s", code, text))
	}
	var issued struct{ VerifiableCredential json.RawMessage }
	if err := json.Unmarshal(text, &issued); err != nil {
		return err
	}
	var entries struct {
		CredentialStatus struct{ StatusListIndex string }
	}
	if err := json.Unmarshal(issued.VerifiableCredential, &entries); err != nil {
		return err
	}
	p.document, p.place = issued.VerifiableCredential, entries.CredentialStatus.StatusListIndex
	answers <- struct{}{}
	if code, text, err = v.call("POST", "/ims/ob/v3p0/credentials", "application/json", p.document); err != nil || code != 201 {
		return errors.Join(err, fmt.Errorf("hosted: %d %s", code, text))
	}
	p.hosted = true
	answers <- struct{}{}
	if rand.IntN(2) == 0 {
		return nil
	}
	p.asked = true
	change := fmt.Appendf(nil, `{"credentialId":%q,"credentialStatus":{"statusPurpose":"revocation"},"status":true}`, p.id)
	if code, text, err = v.call("POST", "/credentials/status", "application/json", change); err != nil || code != 200 {
		return errors.Join(err, fmt.Errorf("revoked: %d %s", code, text))
	}
	p.revoked = true
	answers <- struct{}{}
	return nil
}

// check compares what the service has with what it promised: all of it, or what came
// of the round before.
func (p *promises) check(t *testing.T, v *served, round int) {
	t.Helper()
	hosted := hostedBy(t, v)
	list, begun := revocations(t, v)
	places := make(map[string]string)
	for _, one := range p.all {
		if one.document == nil {
			continue
		}
		require.True(t, begun)
		other, twice := places[one.place]
		require.False(t, twice, "%s and %s have the same place", one.id, other)
		places[one.place] = one.id
		if !one.asked {
			require.Zero(t, list(one.place), "%s is revoked and nobody asked for it", one.id)
		}
		require.False(t, one.revoked && list(one.place) != 1, "the revocation of %s is lost", one.id)
		require.False(t, one.hosted && hosted[string(one.document)] == 0, "the host lost %s", one.id)
		var before, of int
		if _, err := fmt.Sscanf(one.id, "urn:x:%d-%d", &before, &of); round < 0 || err == nil && before == round-1 {
			code, text, err := v.call("GET", "/credentials/"+url.PathEscape(one.id), "", nil)
			require.NoError(t, err)
			require.Equal(t, 200, code, "%s is lost", one.id)
			var issued struct{ VerifiableCredential json.RawMessage }
			require.NoError(t, json.Unmarshal(text, &issued))
			require.Equal(t, string(one.document), string(issued.VerifiableCredential))
		}
	}
}

// hostedBy returns the badges that ase has.
func hostedBy(t *testing.T, v *served) map[string]int {
	t.Helper()
	all := make(map[string]int)
	for offset := 0; ; {
		code, text, err := v.call("GET", "/ims/ob/v3p0/credentials?limit=100&offset="+strconv.Itoa(offset), "", nil)
		require.NoError(t, err)
		require.Equal(t, 200, code, string(text))
		var page struct{ Credential []json.RawMessage }
		require.NoError(t, json.Unmarshal(text, &page))
		if len(page.Credential) == 0 {
			return all
		}
		for _, c := range page.Credential {
			all[string(c)]++
		}
		offset += len(page.Credential)
	}
}

// revocations reads the list of revocations as it is published, if it was begun.
func revocations(t *testing.T, v *served) (value func(place string) uint64, begun bool) {
	t.Helper()
	code, text, err := v.call("GET", "/status/eddsa-rdfc-2022-revocable-revocation-1", "", nil)
	require.NoError(t, err)
	if code == 404 {
		return nil, false
	}
	require.Equal(t, 200, code, string(text))
	doc, err := vc.ParseDocument(text, vc.Limits{})
	require.NoError(t, err)
	published, problems := status.ReadPublished(doc, status.Limits{})
	require.Empty(t, problems)
	return func(place string) uint64 {
		value, err := published.Value(status.Entry{Type: status.BitstringEntry, Purpose: status.Revocation, Index: place, Size: 1})
		require.NoError(t, err)
		return value
	}, true
}

// tally says how much was promised, and that it was something.
func (p *promises) tally(t *testing.T) {
	t.Helper()
	var issued, hosted, revoked, open int
	for _, one := range p.all {
		switch {
		case one.revoked:
			revoked++
			fallthrough
		case one.hosted:
			hosted++
			fallthrough
		case one.document != nil:
			issued++
		default:
			open++
		}
	}
	t.Logf("%d issued, %d hosted, %d revoked; %d cut off before an answer", issued, hosted, revoked, open)
	require.NotZero(t, issued)
	require.NotZero(t, hosted)
	require.NotZero(t, revoked)
}
