package trust

import (
	"crypto/x509"
	"slices"
	"sync"
	"time"
)

// Anchors returns the certificates of the services that issue qualified certificates
// for seals, or qualified time stamps. Each is an anchor for the times at which its
// service was granted; later statuses do not undo earlier ones.
func (s *Services) Anchors() *Anchors { return s.AnchorsWith(nil) }

// AnchorsWith returns the union of [Services.Anchors] with a set of your own.
func (s *Services) AnchorsWith(own *Anchors) *Anchors {
	if s == nil || s.granted == nil {
		return own
	}
	return s.granted.find(grantKey{own: own, span: always}, func() *Anchors {
		found := s.granted.ever()
		if own == nil {
			return found
		}
		return Join(own, found)
	})
}

// AnchorsAt returns the certificates of the services that were granted at a time: of
// all types that matter or, if some are given, of those. A service that was granted
// for time stamps vouches for no seal.
func (s *Services) AnchorsAt(at time.Time, types ...string) *Anchors {
	return s.AnchorsAtWith(nil, at, types...)
}

// AnchorsAtWith returns the union of [Services.AnchorsAt] with a set of your own.
func (s *Services) AnchorsAtWith(own *Anchors, at time.Time, types ...string) *Anchors {
	if s == nil || s.granted == nil {
		return own
	}
	build := func() *Anchors {
		found := s.granted.at(at, types)
		if own == nil {
			return found
		}
		return Join(own, found)
	}
	if len(types) > 1 {
		return build()
	}
	key := grantKey{own: own, span: s.granted.spanOf(at)}
	if len(types) == 1 {
		key.kind = types[0]
	}
	return s.granted.find(key, build)
}

// grantedAnchors are the anchors that trusted lists grant. A set of thousands of
// certificates takes milliseconds to make, so the last few are kept: what is granted
// is the same from one change in the lists to the next.
type grantedAnchors struct {
	services []Service
	changes  func() []time.Time // when a service gained or lost a grant, ascending

	mu   sync.Mutex
	kept []keptAnchors // the latest used last
}

// keptAnchors is a set that was made, or is being made.
type keptAnchors struct {
	key grantKey
	set func() *Anchors
}

// grantKey says what a set of anchors is made of.
type grantKey struct {
	own  *Anchors
	kind string // type of the services; "": all that matter
	span int    // the number of changes before the time, or always
}

// always is the span of the set in which each anchor has its periods.
const always = -1

// maxKept bounds the sets that are kept. A seal with time stamps of several times
// needs a few, and all but "now" are seldom needed again.
const maxKept = 8

func newGrantedAnchors(services []Service) *grantedAnchors {
	g := &grantedAnchors{services: services}
	g.changes = sync.OnceValue(g.findChanges)
	return g
}

// find returns the set with a key, which is made unless it is kept. Those who ask for
// the same set at once wait for one of them to make it.
func (g *grantedAnchors) find(key grantKey, build func() *Anchors) *Anchors {
	g.mu.Lock()
	i := slices.IndexFunc(g.kept, func(k keptAnchors) bool { return k.key == key })
	found := keptAnchors{key, nil}
	if i >= 0 {
		found = g.kept[i]
		g.kept = slices.Delete(g.kept, i, i+1)
	} else {
		found.set = sync.OnceValue(build)
		g.kept = slices.Delete(g.kept, 0, max(0, len(g.kept)+1-maxKept))
	}
	g.kept = append(g.kept, found)
	g.mu.Unlock()
	return found.set()
}

// findChanges returns the times at which a service gained or lost a grant.
func (g *grantedAnchors) findChanges() []time.Time {
	var all []time.Time
	for i := range g.services {
		for _, p := range g.services[i].periods() {
			all = append(all, p.from)
			if !p.until.IsZero() {
				all = append(all, p.until)
			}
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// spanOf returns how many changes there were until a time, itself included.
func (g *grantedAnchors) spanOf(at time.Time) int {
	changes := g.changes()
	i, _ := slices.BinarySearchFunc(changes, at, func(change, at time.Time) int {
		if change.After(at) {
			return 1
		}
		return -1
	})
	return i
}

// at returns the certificates of the services of some types that were granted at a
// time.
func (g *grantedAnchors) at(at time.Time, types []string) *Anchors {
	var found []*x509.Certificate
	for i := range g.services {
		service := &g.services[i]
		isOf := len(types) == 0 || slices.Contains(types, service.Type)
		if isOf && slices.ContainsFunc(service.periods(), func(p period) bool { return p.holds(at) }) {
			found = append(found, service.Certificates...)
		}
	}
	return NewAnchors(found...)
}

// ever returns the certificates of all services that were granted at any time, each
// with the periods of its grants.
func (g *grantedAnchors) ever() *Anchors {
	var found []*x509.Certificate
	granted := make(map[string][]period)
	for i := range g.services {
		periods := g.services[i].periods()
		if len(periods) == 0 {
			continue
		}
		for _, c := range g.services[i].Certificates {
			raw := string(c.Raw)
			if _, known := granted[raw]; !known {
				found = append(found, c)
			}
			granted[raw] = append(granted[raw], periods...)
		}
	}
	a := NewAnchors(found...)
	a.granted = granted
	return a
}
