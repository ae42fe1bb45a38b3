package proof

import (
	"container/list"
	"context"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

const (
	// maxKeep is the longest that a list is kept, whatever its publisher allows. It
	// is also how late it is noticed that the key of a list was withdrawn.
	maxKeep = time.Hour
	// defaultListBytes is room for thirty lists of 16 million entries.
	defaultListBytes = 64 << 20
)

// Lists keeps status lists that hold from one call of a verifier to the next, for
// as long as their publishers allow, but no longer than an hour; five minutes if
// they do not say. When many calls need a list at the same time, one of them
// fetches it. A list that cannot be used is not kept, nor is one that carries no
// proof.
//
// Only that a list may be believed is kept, apart for each [vc.Env] and for
// everything in a [Policy] that it depends on. Whether the list may speak about a
// credential, and what it says, is found out anew for each.
//
// Many goroutines may use a Lists at once.
type Lists struct {
	mu      sync.Mutex
	most    int // bytes
	size    int
	kept    map[listPlace][]*list.Element // of *keptList
	recent  list.List                     // the one used last in front
	flights map[listID]*flight
}

// NewLists returns a Lists that keeps at most so many bytes; 0: 64 MiB.
func NewLists(maxBytes int) *Lists {
	if maxBytes <= 0 {
		maxBytes = defaultListBytes
	}
	return &Lists{most: maxBytes, kept: make(map[listPlace][]*list.Element), flights: make(map[listID]*flight)}
}

// WithLists returns a verifier that works as v does and keeps status lists in l;
// nil: none is kept. What is kept is kept for verifiers of the same world, which
// is the Env that v works in or the one that it is a metered copy of.
func (v *Verifier) WithLists(l *Lists, world vc.Env) *Verifier {
	with := *v
	with.lists, with.world = nil, listWorld{}
	if known, ok := newListWorld(world); ok {
		with.lists, with.world = l, known
	}
	return &with
}

// listWorld is where lists, keys and contexts come from, as a value that can be
// compared.
type listWorld struct {
	fetcher, resolver, contexts, revisions any
	limits                                 vc.Limits
}

// newListWorld fails when it cannot be told whether two Envs are the same.
func newListWorld(env vc.Env) (w listWorld, ok bool) {
	w.limits = env.Limits
	parts := [...]struct {
		part any
		to   *any
	}{{env.Fetcher, &w.fetcher}, {env.Resolver, &w.resolver}, {env.Contexts, &w.contexts}, {env.ContextRevisions, &w.revisions}}
	for _, p := range parts {
		if *p.to, ok = identityOf(p.part); !ok {
			return w, false
		}
	}
	return w, true
}

// identityOf returns a value that is equal for the same part of an Env only. A map
// is the same as itself, whatever is in it; the pointer keeps it from being freed,
// so that no other map can take its place.
func identityOf(part any) (any, bool) {
	v := reflect.ValueOf(part)
	switch {
	case !v.IsValid():
		return nil, true
	case v.Kind() == reflect.Map:
		return v.UnsafePointer(), true
	}
	return part, v.Comparable()
}

// listPlace is what an entry says about where its list is.
type listPlace struct{ entry, url string }

// maxVariants is how many lists are kept of one place, for as many worlds and
// policies.
const maxVariants = 8

// listID tells kept lists apart: by address and by everything that the verdict on
// a list depends on.
type listID struct {
	listPlace
	world                               listWorld
	registry                            *Registry
	anchors                             *trust.Anchors
	services                            *trust.Services
	any, foreignKeys, unknownRevocation bool
	maxAge                              time.Duration
}

func (s *statusCheck) newListID(entry, url string) listID {
	p := s.policy
	return listID{
		listPlace: listPlace{entry, url}, world: s.Verifier.world, registry: s.registry,
		anchors: p.Trust.Anchors, services: p.Trust.Services, any: p.Trust.Any,
		foreignKeys: p.UnsafeAllowForeignKeys, unknownRevocation: p.UnsafeAllowUnknownRevocation, maxAge: p.MaxListAge,
	}
}

// keptList is a list and when it counts.
type keptList struct {
	id          listID
	list        *statusList
	size        int
	from, until time.Time
}

func (k *keptList) counts(now time.Time) bool { return !now.Before(k.from) && now.Before(k.until) }

// flight is a list on its way.
type flight struct {
	done chan struct{}
	// got is what came, when that may be kept. If the one who went for it gave up,
	// another may go; otherwise everybody who waited has to see for themselves.
	got    *keptList
	gaveUp bool
}

// find returns the list that is kept or, for one of those who ask at the same
// time, what open returns. An error is that of ctx.
func (l *Lists) find(ctx context.Context, id listID, now func() time.Time, open func() *statusList) (*statusList, error) {
	for {
		l.mu.Lock()
		if k := l.fresh(&id, now()); k != nil {
			l.mu.Unlock()
			return k.list, nil
		}
		f, busy := l.flights[id]
		if !busy {
			f = &flight{done: make(chan struct{}), gaveUp: true}
			l.flights[id] = f
			l.mu.Unlock()
			return l.lead(ctx, f, id, now, open)
		}
		l.mu.Unlock()
		select {
		case <-f.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		switch {
		case f.got != nil && f.got.counts(now()):
			return f.got.list, nil
		case !f.gaveUp:
			return open(), ctx.Err()
		}
	}
}

// lead gets a list for all who wait for it.
func (l *Lists) lead(ctx context.Context, f *flight, id listID, now func() time.Time, open func() *statusList) (*statusList, error) {
	defer func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.flights, id)
		if f.got != nil {
			l.keep(f.got)
		}
		close(f.done)
	}()
	from := now()
	found := open()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f.gaveUp = false
	if found.fault == nil && found.until.After(from) {
		compact, size := found.compact()
		until := found.until
		if most := from.Add(maxKeep); until.After(most) {
			until = most
		}
		f.got = &keptList{id: id, list: compact, size: size + len(id.url), from: from, until: until}
	}
	return found, nil
}

// fresh returns the list that is kept under id, if it still counts.
func (l *Lists) fresh(id *listID, now time.Time) *keptList {
	for _, e := range l.kept[id.listPlace] {
		k := e.Value.(*keptList)
		switch {
		case k.id != *id:
		case k.counts(now):
			l.recent.MoveToFront(e)
			return k
		default:
			l.drop(e)
			return nil
		}
	}
	return nil
}

// keep keeps a list, and drops those that were not used for the longest time until
// all have room.
func (l *Lists) keep(k *keptList) {
	if k.size > l.most {
		return
	}
	variants := l.kept[k.id.listPlace]
	if i := slices.IndexFunc(variants, func(e *list.Element) bool { return e.Value.(*keptList).id == k.id }); i >= 0 {
		l.drop(variants[i])
	} else if len(variants) == maxVariants {
		l.drop(variants[0])
	}
	l.kept[k.id.listPlace] = append(l.kept[k.id.listPlace], l.recent.PushFront(k))
	l.size += k.size
	for l.size > l.most {
		l.drop(l.recent.Back())
	}
}

func (l *Lists) drop(e *list.Element) {
	k := l.recent.Remove(e).(*keptList)
	l.size -= k.size
	place := k.id.listPlace
	if left := slices.DeleteFunc(l.kept[place], func(other *list.Element) bool { return other == e }); len(left) > 0 {
		l.kept[place] = left
	} else {
		delete(l.kept, place)
	}
}
