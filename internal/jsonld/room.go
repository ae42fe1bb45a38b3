package jsonld

import (
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// maxRoom bounds how many bytes of working memory are kept.
const maxRoom = 1 << 20

// room is the working memory in which one document is read directly.
type room struct {
	draft   rdf.Draft
	sights  []*sight // the first of them are watched
	watched int
	names   []string
	before  []passage
	latest  []int32 // by term: the number of its latest passage plus one
}

// watch begins to watch a decisive node.
func (r *room) watch(d *Decisive, subject rdf.Ref) *sight {
	if r.watched == len(r.sights) {
		r.sights = append(r.sights, new(sight))
	}
	s := r.sights[r.watched]
	r.watched++
	s.Decisive, s.subject, s.shown = d, subject, s.shown[:0]
	return s
}

// passage is an object that was written, with all that is inside it. Documents
// repeat what they say of organisations and concepts wherever they mention these.
type passage struct {
	at              jsontree.Value
	scope, written  *scope
	graph           rdf.Ref
	from, to, count int32 // its quads, and how many are its own
}

// repeat writes an object again if it reads like the one that was written of the
// same node last, and returns how many statements are its own.
func (r *room) repeat(subject rdf.Ref, v jsontree.Value, s, written *scope, graph rdf.Ref) (count int, ok bool) {
	if int(subject) >= len(r.latest) || r.latest[subject] == 0 {
		return 0, false
	}
	p := &r.before[r.latest[subject]-1]
	if p.scope != s || p.written != written || p.graph != graph || p.at.Raw() != v.Raw() {
		return 0, false
	}
	r.draft.Repeat(int(p.from), int(p.to))
	return int(p.count), true
}

// keep remembers an object that was written from quad number from on.
func (r *room) keep(subject rdf.Ref, v jsontree.Value, s, written *scope, graph rdf.Ref, from, count int) {
	if n := int(subject) + 1; n > len(r.latest) {
		r.latest = append(r.latest, make([]int32, n-len(r.latest))...)
	}
	r.before = append(r.before, passage{v, s, written, graph, int32(from), int32(r.draft.Len()), int32(count)})
	r.latest[subject] = int32(len(r.before))
}

// takeRoom returns empty working memory.
func (c *Contexts) takeRoom() *room {
	if r, ok := c.rooms.Get().(*room); ok {
		return r
	}
	return new(room)
}

// giveRoom takes back working memory that nobody uses any more.
func (c *Contexts) giveRoom(r *room) {
	if r.draft.Room() > maxRoom || len(r.sights) > maxSights {
		return
	}
	r.draft.Reset()
	for _, s := range r.sights[:r.watched] {
		s.Decisive = nil
	}
	clear(r.names[:cap(r.names)])
	clear(r.before)
	clear(r.latest)
	r.watched, r.names, r.before, r.latest = 0, r.names[:0], r.before[:0], r.latest[:0]
	c.rooms.Put(r)
}
