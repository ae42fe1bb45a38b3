package proof_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// passOrFailKeeping is passOrFail for a verifier that keeps no lists, and for one
// that does, which must find the same: when it fetches the list and when it has it.
func passOrFailKeeping(tb testing.TB, world vc.Env, file string, policy proof.Policy) string {
	tb.Helper()
	want := passOrFail(tb, verifier(world), file, policy)
	kept := verifier(world).WithLists(proof.NewLists(0), world) // one registry, one policy
	require.Equal(tb, want, passOrFail(tb, kept, file, policy))
	require.Equal(tb, want, passOrFail(tb, kept, file, policy))
	return want
}

// listServer counts what is fetched from it.
type listServer struct {
	mu      sync.Mutex
	lists   map[string]string
	fetches atomic.Int64
	before  func(ctx context.Context) // is called before each answer
}

func (s *listServer) Fetch(ctx context.Context, url string, accept []string, maxBytes int64) ([]byte, string, error) {
	s.fetches.Add(1)
	if s.before != nil {
		s.before(ctx)
	}
	if err := ctx.Err(); err != nil {
		return nil, "", fmt.Errorf("%w: %w", vc.ErrUnreachable, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return vc.StaticFetcher{url: []byte(s.lists[url])}.Fetch(ctx, url, accept, maxBytes)
}

func (s *listServer) put(url, list string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lists == nil {
		s.lists = make(map[string]string)
	}
	s.lists[url] = list
}

// keeper is a verifier that keeps lists, with a clock that can be set.
type keeper struct {
	listServer
	world  vc.Env
	lists  *proof.Lists
	policy proof.Policy
	v      *proof.Verifier
	clock  atomic.Int64 // seconds after now
}

func newKeeper(maxBytes int) *keeper {
	k := &keeper{lists: proof.NewLists(maxBytes), policy: anyone()}
	k.world = env()
	k.world.Fetcher = &k.listServer
	k.world.Clock = func() time.Time { return now.Add(time.Duration(k.clock.Load()) * time.Second) }
	k.v = verifier(k.world).WithLists(k.lists, k.world)
	return k
}

func (k *keeper) check(tb testing.TB, file string) string {
	tb.Helper()
	return passOrFail(tb, k.v, file, k.policy)
}

func schoolBadge(tb testing.TB, url string) string {
	tb.Helper()
	entry := `{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"` + url + `"}`
	return signed(tb, edit(badge(school.id), "/credentialStatus", entry), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
}

// schoolList returns a list of the school's, changed before it is signed.
func schoolList(tb testing.TB, encoded string, edits ...string) string {
	tb.Helper()
	return byHand(edit(listOf(school.id, encoded), edits...), school, "")
}

// A revocation is seen when the time is over for which the list may be kept, and
// not before. That time is what the publisher says, and ends with the list.
func TestKeptUntil(t *testing.T) {
	hour := func(n int) string { return quote(now.Add(time.Duration(n) * time.Hour).Format(time.RFC3339)) }
	soon := func(seconds int) string {
		return quote(now.Add(time.Duration(seconds) * time.Second).Format(time.RFC3339))
	}
	const ttl = "/credentialSubject/ttl"
	for name, tc := range map[string]struct {
		edits   []string
		seconds int64 // how long it is kept
	}{
		"nothing is said":           {nil, 300},
		"a time to live":            {[]string{ttl, "60000"}, 60},
		"none":                      {[]string{ttl, "0"}, 0},
		"a very long one":           {[]string{ttl, "31536000000"}, 3600},
		"an end of the list":        {[]string{ttl, "600000", "/validUntil", soon(120)}, 120},
		"a later end of the list":   {[]string{ttl, "60000", "/validUntil", hour(9)}, 60},
		"an age that is soon great": {[]string{ttl, "600000", "/validFrom", quote(now.Add(200*time.Second - 400*24*time.Hour).Format(time.RFC3339))}, 201},
	} {
		t.Run(name, func(t *testing.T) {
			k := newKeeper(0)
			file := schoolBadge(t, listURL)
			k.put(listURL, schoolList(t, clean(t), tc.edits...))
			require.Equal(t, "valid", k.check(t, file))
			k.put(listURL, schoolList(t, set(t)))
			if tc.seconds > 0 {
				k.clock.Store(tc.seconds - 1)
				if name == "an age that is soon great" {
					k.clock.Store(tc.seconds - 2)
				}
				require.Equal(t, "valid", k.check(t, file))
				require.EqualValues(t, 1, k.fetches.Load())
			}
			k.clock.Store(tc.seconds)
			require.Equal(t, "invalid STATUS-REVOKED", k.check(t, file))
			require.EqualValues(t, 2, k.fetches.Load())
		})
	}
}

// A list is kept no longer than its proof holds.
func TestKeptUntilProofEnds(t *testing.T) {
	for name, list := range map[string]string{
		"embedded": signed(t, listOf(school.id, clean(t)), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{Expires: now.Add(time.Minute)}),
		"token":    string(must(jose.Sign(t.Context(), vc.Env{}, listOf(school.id, clean(t)), jose.VCJOSE, school.key, jose.Options{Expires: now.Add(time.Minute)})).Bytes()),
	} {
		k := newKeeper(0)
		file := schoolBadge(t, listURL)
		k.put(listURL, list)
		require.Equal(t, "valid", k.check(t, file), name)
		k.clock.Store(59)
		require.Equal(t, "valid", k.check(t, file), name)
		require.EqualValues(t, 1, k.fetches.Load(), name)
		k.clock.Store(61)
		require.Equal(t, passOrFail(t, verifier(k.world), file, anyone()), k.check(t, file), name)
		require.EqualValues(t, 3, k.fetches.Load(), name)
	}
}

// A hundred goroutines that need a list at the same time fetch it once.
func TestOneFetchForMany(t *testing.T) {
	k := newKeeper(0)
	file := schoolBadge(t, listURL)
	k.put(listURL, schoolList(t, set(t)))
	var started sync.WaitGroup
	started.Add(100)
	k.before = func(context.Context) {
		started.Wait()
		time.Sleep(20 * time.Millisecond) // for the others to come as far as the list
	}
	var all sync.WaitGroup
	found := make([]string, 100)
	for i := range found {
		all.Go(func() {
			started.Done()
			found[i] = k.check(t, file)
		})
	}
	all.Wait()
	for _, f := range found {
		require.Equal(t, "invalid STATUS-REVOKED", f)
	}
	require.EqualValues(t, 1, k.fetches.Load())
}

// That the one who fetches a list gives up is nobody else's affair, and nobody who
// waits stays longer than they want.
func TestWaitersOutliveTheFetcher(t *testing.T) {
	k := newKeeper(0)
	file := schoolBadge(t, listURL)
	k.put(listURL, schoolList(t, clean(t)))
	arrived, first := make(chan struct{}), true
	k.before = func(ctx context.Context) {
		if first {
			first = false
			close(arrived)
			<-ctx.Done()
		}
	}
	v := k.v
	impatient, giveUp := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		_, err := v.Verify(impatient, []byte(file), k.policy)
		require.ErrorIs(t, err, context.Canceled)
	})
	<-arrived
	bored, leave := context.WithTimeout(t.Context(), time.Millisecond)
	defer leave()
	_, err := v.Verify(bored, []byte(file), k.policy)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	all.Go(func() { require.Equal(t, "valid", k.check(t, file)) })
	time.Sleep(10 * time.Millisecond)
	giveUp()
	all.Wait()
	require.EqualValues(t, 2, k.fetches.Load())
}

// A list that could not be used is fetched again, whatever was wrong with it.
func TestNoFailureIsKept(t *testing.T) {
	k := newKeeper(0)
	file := schoolBadge(t, listURL)
	for name, list := range map[string]string{
		"nothing": "", "no list": `{"a":1}`, "a broken proof": string(bytes.Replace([]byte(schoolList(t, clean(t))), []byte(`"revocation"`), []byte(`"suspension"`), 1)),
		"over":       schoolList(t, clean(t), "/validUntil", quote("2026-02-01T00:00:00Z")),
		"no gzip":    schoolList(t, "uAAAA"),
		"other list": schoolList(t, clean(t), "/id", quote("https://status.example/4")),
	} {
		k.put(listURL, list)
		require.NotEqual(t, "valid", k.check(t, file), name)
	}
	k.put(listURL, schoolList(t, clean(t)))
	require.Equal(t, "valid", k.check(t, file))
}

// What may be believed under one policy or in one world is not what may be
// believed in another.
func TestKeptListsAreApart(t *testing.T) {
	k := newKeeper(0)
	file := schoolBadge(t, listURL)
	// The list says that the school issues it, and the attacker signed it.
	k.put(listURL, byHand(listOf(school.id, clean(t)), attacker, ""))
	v := k.v
	strict, loose := k.policy, k.policy
	loose.UnsafeAllowForeignKeys = true
	easy := loose
	easy.UnsafeAllowForeignStatusLists = true
	require.Equal(t, "valid", passOrFail(t, v, file, easy))
	require.Equal(t, "indeterminate STATUS-LIST-PROOF", passOrFail(t, v, file, strict))
	require.Equal(t, "indeterminate STATUS-LIST-ISSUER", passOrFail(t, v, file, loose))
	require.Equal(t, "valid", passOrFail(t, v, file, easy))
	require.EqualValues(t, 2, k.fetches.Load(), "one for each way to believe it")

	other := k.world
	other.Fetcher = &listServer{lists: map[string]string{listURL: schoolList(t, set(t))}}
	require.Equal(t, "invalid STATUS-REVOKED", passOrFail(t, verifier(other).WithLists(k.lists, other), file, anyone()))
	// Two maps are two worlds, even if one took the place of the other.
	for _, tc := range []struct{ encoded, want string }{{clean(t), "valid"}, {set(t), "invalid STATUS-REVOKED"}} {
		other.Fetcher = vc.StaticFetcher{listURL: []byte(schoolList(t, tc.encoded))}
		require.Equal(t, tc.want, passOrFail(t, verifier(other).WithLists(k.lists, other), file, anyone()))
	}
	// An Env of which it cannot be told whether it is the same has nothing kept for it.
	other.Fetcher = changing{func() string { return schoolList(t, clean(t)) }}
	require.Equal(t, "valid", passOrFail(t, verifier(other).WithLists(k.lists, other), file, anyone()))
	other.Fetcher = changing{func() string { return schoolList(t, set(t)) }}
	require.Equal(t, "invalid STATUS-REVOKED", passOrFail(t, verifier(other).WithLists(k.lists, other), file, anyone()))
}

// changing is a fetcher that cannot be compared with another.
type changing struct{ list func() string }

func (c changing) Fetch(context.Context, string, []string, int64) ([]byte, string, error) {
	return []byte(c.list()), "", nil
}

// A list of one issuer's that is kept says nothing about another's credentials.
func TestKeptListOfAnotherIssuer(t *testing.T) {
	k := newKeeper(0)
	k.put(listURL, byHand(listOf(attacker.id, clean(t)), attacker, ""))
	own := signed(t, edit(badge(attacker.id), "/credentialStatus", revocable), dataintegrity.EdDSAJCS2022, attacker, dataintegrity.Options{})
	require.Equal(t, "valid", k.check(t, own))
	require.Equal(t, "indeterminate STATUS-LIST-ISSUER", k.check(t, schoolBadge(t, listURL)))
	require.EqualValues(t, 1, k.fetches.Load())
}

// What is kept never takes more room than there is: the list that was not used for
// the longest time goes.
func TestKeptListsAreBounded(t *testing.T) {
	k := newKeeper(3 * 20_000) // for three lists of 16 KiB
	files, urls := make(map[string]string), make([]string, 40)
	for i := range urls {
		urls[i] = fmt.Sprintf("https://status.example/%d", i)
		files[urls[i]] = schoolBadge(t, urls[i])
		k.put(urls[i], schoolList(t, clean(t), "/id", quote(urls[i])))
	}
	for _, url := range urls {
		require.Equal(t, "valid", k.check(t, files[urls[0]])) // stays in use
		require.Equal(t, "valid", k.check(t, files[url]))
	}
	require.EqualValues(t, 40, k.fetches.Load(), "the list in use was fetched once")
	require.Equal(t, "valid", k.check(t, files[urls[39]]))
	require.EqualValues(t, 40, k.fetches.Load(), "the last list is kept")
	require.Equal(t, "valid", k.check(t, files[urls[1]]))
	require.EqualValues(t, 41, k.fetches.Load(), "an early one is not")

	none := newKeeper(1) // a list that has no room is used all the same
	none.put(listURL, schoolList(t, clean(t)))
	require.Equal(t, "valid", none.check(t, schoolBadge(t, listURL)))
	require.Equal(t, "valid", none.check(t, schoolBadge(t, listURL)))
	require.EqualValues(t, 2, none.fetches.Load())
}
