package rdf

import (
	"bytes"
	"cmp"
	"context"
	"crypto"
	"hash"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
)

// Options sets the hash and the bounds of canonicalization. The zero value is
// RDFC-1.0 with SHA-256 and bounds that ordinary credentials stay far below.
type Options struct {
	// Hash is crypto.SHA256 (also when zero) or crypto.SHA384.
	Hash crypto.Hash
	// Limits bounds the dataset and the bytes of its canonical form.
	Limits Limits
	// MaxWork bounds the work of Hash N-Degree Quads, the part of RDFC-1.0
	// that is exponential in the worst case. A unit is one call, one related
	// blank node looked at, one step of a permutation, or 512 bytes of a hash
	// input: about 0.2 microseconds. Nodes whose first-degree hash is unique
	// cost no work, however many there are.
	//
	// Zero stands for a default that grows with the number n of nodes that share
	// their first-degree hash with others: 8n³, but at least 4,096 and at most
	// 2,000,000 + 16n or 4,000,000, whichever is less. So cliques are refused
	// soon, and the hardest positive test of the W3C needs half of its default.
	MaxWork int
	// Shared, when it is set, holds the work that several calls may do together;
	// each call subtracts its own.
	Shared *atomic.Int64
	// SumOnly says that only the hash of the canonical form is asked for, under the
	// same Hash; the result then holds nothing else.
	SumOnly bool
}

const (
	baseWork       = 2_000_000
	workPerNode    = 16
	maxDefaultWork = 4_000_000
	minDefaultWork = 4_096
	workPerCube    = 8
	workPerCheck   = 1_024  // units between two checks of the context
	bytesPerWork   = 512    // of a hash input
	compareStep    = 4_096  // bytes compared at a time
	sumStep        = 8_192  // bytes given to the hash at a time
	ahead          = 64     // quads whose memory is fetched at a time
	cached         = 30_000 // quads that are in fast memory anyway
	maxRoom        = 32 << 20
	maxRecursion   = 10_000 // depth of nodes that are told apart by one another
	quadsPerCheck  = 4_096  // between two checks of the context
)

// Canonicalize returns the canonical form of the dataset under RDFC-1.0
// §4.4. Errors are ErrTerm, ErrLimit, ErrBudget, ErrHash or that of the
// context. The dataset is not changed.
func Canonicalize(ctx context.Context, ds *Dataset, opt Options) (*Canonical, error) {
	c := takeWorkroom()
	defer c.give()
	return c.canonicalize(ctx, ds, opt)
}

// Canonicalize returns the canonical form of the draft; see [Canonicalize].
func (d *Draft) Canonicalize(ctx context.Context, opt Options) (*Canonical, error) {
	c := takeWorkroom()
	defer c.give()
	return c.canonicalizeDraft(ctx, d, opt)
}

// workrooms holds working memory that is not in use. No result depends on which
// one it was made in.
var workrooms sync.Pool

func takeWorkroom() *canonicalizer {
	if c, ok := workrooms.Get().(*canonicalizer); ok {
		return c
	}
	return new(canonicalizer)
}

func (c *canonicalizer) give() {
	if c.room() <= maxRoom {
		c.clean()
		workrooms.Put(c)
	}
}

// clean takes out what belongs to others.
func (c *canonicalizer) clean() {
	c.draft = nil
	c.own.Reset()
}

// room returns about how many bytes the working memory takes.
func (c *canonicalizer) room() int {
	n := &c.degree
	return c.own.Room() + cap(c.scratch) + cap(c.left) + cap(c.right) + cap(c.quads)*28 + cap(c.names)*16 + cap(c.order)*8 +
		cap(c.hashes)*len(digest{}) + cap(c.ranks)*16 + (cap(c.ranked)+cap(c.byNumber)+cap(c.begins)+cap(c.canonical)+
		cap(c.mentions.quads)+cap(c.mentions.begin)+cap(c.mentions.end))*4 +
		(cap(n.slots)+cap(n.labels)+cap(n.order)+cap(n.issues))*4 + cap(n.relatedHashes)*len(digest{}) +
		cap(n.paths)*64 + cap(n.labelHashes.entries)*72 + n.framesRoom()
}

// canonicalizer canonicalizes one dataset after the other in the same working
// memory. The zero value is ready. It must not be used by two goroutines at a
// time; its results are independent of it.
type canonicalizer struct {
	own       Draft  // of a dataset
	draft     *Draft // what is canonicalized
	digest    digester
	quads     []linked // quads with blank nodes
	mentions  mentionIndex
	hashes    []digest // first-degree hash by node
	ranks     []rank   // nodes in order of first-degree hash
	canonical []int32  // canonical number by node, or -1
	issued    int32    // canonical numbers given out
	names     []named  // the IRIs that are subjects or predicates
	ranked    []uint32 // by Ref: the rank of a subject or predicate
	byNumber  []uint32 // by canonical number: the rank of a blank node
	begins    []uint32 // by rank of subject: where its quads begin in order
	order     []uint64 // quads by subject, each with the rank of its predicate
	scratch   []byte
	left      []byte // two literals to compare
	right     []byte
	degree    nDegree

	hasher     hash.Hash // reset
	hashesLong bool      // what it hashes to
	touched    byte      // so that reading ahead has a result
}

// linked is a quad with blank nodes. Their numbers stand by position: subject,
// object, graph name; -1 is any other term.
type linked struct {
	statement
	node [3]int32
}

const (
	atSubject = iota
	atObject
	atGraph
)

// positionLetters are the position strings of RDFC-1.0 §4.7.
const positionLetters = "sog"

// rank is a node with the first bytes of its hash, to sort by.
type rank struct {
	key  uint64
	node uint32
}

// canonicalize returns the canonical form of the dataset.
func (c *canonicalizer) canonicalize(ctx context.Context, ds *Dataset, opt Options) (*Canonical, error) {
	if err := c.start(ds.Len(), ds.BlankNodes(), opt); err != nil {
		return nil, err
	}
	d, limit := &c.own, opt.Limits.withDefaults().Bytes
	d.Reset()
	d.reserve(ds)
	for range ds.labels {
		d.addBlank()
	}
	for i := range ds.quads {
		if i%quadsPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if reason := d.addQuad(&ds.quads[i], len(ds.labels)); reason != "" {
			return nil, newTermError(i, reason)
		}
		if d.size > limit {
			return nil, newLimitError("bytes of canonical form", limit)
		}
	}
	return c.run(ctx, d, opt)
}

// canonicalizeDraft returns the canonical form of a draft.
func (c *canonicalizer) canonicalizeDraft(ctx context.Context, d *Draft, opt Options) (*Canonical, error) {
	if err := c.start(d.Len(), d.BlankNodes(), opt); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if limit := opt.Limits.withDefaults().Bytes; d.size > limit {
		return nil, newLimitError("bytes of canonical form", limit)
	}
	return c.run(ctx, d, opt)
}

func (c *canonicalizer) start(quads, nodes int, opt Options) error {
	if err := c.digest.setHash(opt.Hash); err != nil {
		return err
	}
	limits := opt.Limits.withDefaults()
	if quads > limits.Quads {
		return newLimitError("quads", limits.Quads)
	}
	if nodes > limits.BlankNodes {
		return newLimitError("blank nodes", limits.BlankNodes)
	}
	return nil
}

func (c *canonicalizer) run(ctx context.Context, d *Draft, opt Options) (*Canonical, error) {
	nodes := d.BlankNodes()
	c.draft = d
	c.quads, c.ranks, c.issued = c.quads[:0], c.ranks[:0], 0
	c.canonical = slices.Grow(c.canonical[:0], nodes)[:nodes]
	for i := range c.canonical {
		c.canonical[i] = -1
	}
	c.rankNames()
	if nodes > 0 {
		c.link()
		c.mentions.build(c.quads, nodes)
		if err := c.hashFirstDegree(ctx, nodes); err != nil {
			return nil, err
		}
		c.issueUnique()
		if err := c.issueShared(ctx, opt.MaxWork, opt.Shared); err != nil {
			return nil, err
		}
		c.rankNodes()
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	c.sortQuads()
	return c.result(opt.SumOnly), nil
}

// link finds the quads with blank nodes.
func (c *canonicalizer) link() {
	d := c.draft
	c.quads = slices.Grow(c.quads, len(d.quads))
	for _, q := range d.quads {
		l := linked{q, [3]int32{d.nodeOf(q.s), d.nodeOf(q.o), d.nodeOf(q.g)}}
		if l.node[atSubject] >= 0 || l.node[atObject] >= 0 || l.node[atGraph] >= 0 {
			c.quads = append(c.quads, l)
		}
	}
}

// issueUnique gives canonical numbers to the nodes whose first-degree hash is
// unique, in order of the hash (RDFC-1.0 §4.4.3 step 4).
func (c *canonicalizer) issueUnique() {
	c.sortRanks()
	shared := c.ranks[:0]
	for begin := 0; begin < len(c.ranks); {
		end := c.tiesEnd(c.ranks, begin)
		if end-begin == 1 {
			c.issue(c.ranks[begin].node)
		} else {
			shared = append(shared, c.ranks[begin:end]...)
		}
		begin = end
	}
	c.ranks = shared
}

// sortRanks sorts the nodes by their hashes. The hashes themselves are looked at
// only if two of them differ after the first bytes.
func (c *canonicalizer) sortRanks() {
	slices.SortFunc(c.ranks, func(a, b rank) int {
		if order := cmp.Compare(a.key, b.key); order != 0 {
			return order
		}
		return cmp.Compare(a.node, b.node)
	})
	for begin := 0; begin < len(c.ranks); {
		end, same := begin+1, true
		for end < len(c.ranks) && c.ranks[end].key == c.ranks[begin].key {
			same = same && c.hashes[c.ranks[end].node] == c.hashes[c.ranks[begin].node]
			end++
		}
		if !same {
			slices.SortStableFunc(c.ranks[begin:end], func(a, b rank) int {
				return bytes.Compare(c.hashes[a.node][:], c.hashes[b.node][:])
			})
		}
		begin = end
	}
}

// tiesEnd returns the end of the run of nodes with the same first-degree hash.
func (c *canonicalizer) tiesEnd(ranks []rank, begin int) int {
	end := begin + 1
	for end < len(ranks) && ranks[end].key == ranks[begin].key &&
		c.hashes[ranks[end].node] == c.hashes[ranks[begin].node] {
		end++
	}
	return end
}

// issue gives the node the next canonical number unless it has one.
func (c *canonicalizer) issue(node uint32) {
	if c.canonical[node] < 0 {
		c.canonical[node] = c.issued
		c.issued++
	}
}

func appendCanonicalLabel(dst []byte, number int32) []byte {
	return strconv.AppendUint(append(dst, "c14n"...), uint64(number), 10)
}

// result writes the sorted quads, or only hashes them.
func (c *canonicalizer) result(sumOnly bool) *Canonical {
	if sumOnly {
		return &Canonical{sum: c.sumLines()}
	}
	out := &Canonical{
		hash:    c.digest,
		data:    make([]byte, 0, c.size()),
		numbers: slices.Clone(c.canonical),
	}
	for i, entry := range c.order {
		if i%ahead == 0 {
			c.touchLines(i)
		}
		out.data = c.appendLine(out.data, &c.draft.quads[uint32(entry)])
	}
	return out
}

// size returns the length of all lines, with those that are there more than once.
// In the size of the draft, labels have one letter.
func (c *canonicalizer) size() int {
	size := c.draft.size
	for i := range c.quads {
		for _, node := range c.quads[i].node {
			if node < 0 {
				continue
			}
			size += len("c14n")
			for n := c.canonical[node]; n >= 10; n /= 10 {
				size++
			}
		}
	}
	return size
}

// sumLines returns the hash of the lines, one after the other.
func (c *canonicalizer) sumLines() []byte {
	h := c.hasher
	if h == nil || c.hashesLong != c.digest.long {
		h = c.digest.new()
		c.hasher, c.hashesLong = h, c.digest.long
	}
	defer h.Reset()
	buf := c.scratch[:0]
	for i, entry := range c.order {
		if i%ahead == 0 {
			c.touchLines(i)
		}
		buf = c.appendLine(buf, &c.draft.quads[uint32(entry)])
		if len(buf) >= sumStep {
			h.Write(buf)
			buf = buf[:0]
		}
	}
	h.Write(buf)
	c.scratch = buf
	return h.Sum(nil)
}

// touchLines reads a byte of what the next lines are made of. In a large dataset
// each is somewhere else, and waiting for one after the other takes longer than
// all the rest; here, no read waits for the one before.
func (c *canonicalizer) touchLines(from int) {
	if len(c.order) < cached {
		return
	}
	d, sum := c.draft, byte(0)
	for _, entry := range c.order[from:min(from+ahead, len(c.order))] {
		q := &d.quads[uint32(entry)]
		sum += byte(d.facts[q.o].size) + touch(d.terms[q.s].value) + touch(d.terms[q.o].value)
	}
	c.touched = sum
}

func touch(text string) byte {
	if text == "" {
		return 0
	}
	return text[0] + text[len(text)-1]
}

// appendLine appends a quad with canonical labels.
func (c *canonicalizer) appendLine(dst []byte, q *statement) []byte {
	dst = append(c.appendTerm(dst, q.s), ' ')
	dst = append(appendIRI(dst, c.draft.terms[q.p].value), ' ')
	dst = append(c.appendTerm(dst, q.o), ' ')
	if q.g != 0 {
		dst = append(c.appendTerm(dst, q.g), ' ')
	}
	return append(dst, '.', '\n')
}

func (c *canonicalizer) appendTerm(dst []byte, r Ref) []byte {
	if t := &c.draft.terms[r]; t.kind == kindBlank {
		return appendCanonicalLabel(append(dst, '_', ':'), c.canonical[t.node])
	}
	return c.draft.appendTerm(dst, r)
}
