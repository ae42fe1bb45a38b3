package rdf

import (
	"bytes"
	"cmp"
	"context"
	"crypto"
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
	workPerCheck   = 1_024 // units between two checks of the context
	bytesPerWork   = 512   // of a hash input
	compareStep    = 4_096 // bytes compared at a time
	sumStep        = 8_192 // bytes given to the hash at a time
	maxRoom        = 1 << 20
	maxRecursion   = 10_000 // depth of nodes that are told apart by one another
	quadsPerCheck  = 4_096  // between two checks of the context
)

// Canonicalize returns the canonical form of the dataset under RDFC-1.0
// §4.4. Errors are ErrTerm, ErrLimit, ErrBudget, ErrHash or that of the
// context. The dataset is not changed.
func Canonicalize(ctx context.Context, ds *Dataset, opt Options) (*Canonical, error) {
	c, ok := workrooms.Get().(*canonicalizer)
	if !ok {
		c = new(canonicalizer)
	}
	out, err := c.canonicalize(ctx, ds, opt)
	if c.room() <= maxRoom {
		workrooms.Put(c)
	}
	return out, err
}

// workrooms holds working memory that is not in use. No result depends on which
// one it was made in.
var workrooms sync.Pool

// room returns about how many bytes the working memory takes.
func (c *canonicalizer) room() int {
	n := &c.degree
	return cap(c.writer.buf) + cap(c.scratch) + cap(c.quads)*48 + cap(c.lines)*16 + cap(c.hashes)*len(digest{}) +
		(cap(c.mentions.quads)+cap(c.mentions.begin)+cap(c.mentions.end)+cap(c.canonical))*4 + cap(c.ranks)*16 +
		(cap(n.slots)+cap(n.labels)+cap(n.order)+cap(n.issues))*4 + cap(n.relatedHashes)*len(digest{}) +
		cap(n.paths)*64 + n.framesRoom()
}

// canonicalizer canonicalizes one dataset after the other in the same working
// memory. The zero value is ready. It must not be used by two goroutines at a
// time; its results are independent of it.
type canonicalizer struct {
	writer    writer
	digest    digester
	quads     []layout // quads with blank nodes
	lines     []span   // lines of the canonical form, unsorted
	mentions  mentionIndex
	hashes    []digest // first-degree hash by node
	ranks     []rank   // nodes in order of first-degree hash
	canonical []int32  // canonical number by node, or -1
	issued    int32    // canonical numbers given out
	scratch   []byte
	degree    nDegree
}

// rank is a node with the first bytes of its hash, to sort by.
type rank struct {
	key  uint64
	node uint32
}

// canonicalize returns the canonical form of the dataset under RDFC-1.0
// §4.4. Errors are ErrTerm, ErrLimit, ErrBudget, ErrHash or that of the
// context. The dataset is not changed.
func (c *canonicalizer) canonicalize(ctx context.Context, ds *Dataset, opt Options) (*Canonical, error) {
	if err := c.start(ds, opt); err != nil {
		return nil, err
	}
	if err := c.serialize(ctx, ds, opt.Limits.withDefaults()); err != nil {
		return nil, err
	}
	c.mentions.build(c.quads, ds.BlankNodes())
	if err := c.hashFirstDegree(ctx, ds.BlankNodes()); err != nil {
		return nil, err
	}
	c.issueUnique()
	if err := c.issueShared(ctx, opt.MaxWork, opt.Shared); err != nil {
		return nil, err
	}
	c.relabel()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return c.result(opt.SumOnly), nil
}

func (c *canonicalizer) start(ds *Dataset, opt Options) error {
	if err := c.digest.setHash(opt.Hash); err != nil {
		return err
	}
	limits := opt.Limits.withDefaults()
	if ds.Len() > limits.Quads {
		return newLimitError("quads", limits.Quads)
	}
	if ds.BlankNodes() > limits.BlankNodes {
		return newLimitError("blank nodes", limits.BlankNodes)
	}
	c.quads, c.lines, c.ranks = c.quads[:0], c.lines[:0], c.ranks[:0]
	c.canonical = slices.Grow(c.canonical[:0], ds.BlankNodes())[:ds.BlankNodes()]
	for i := range c.canonical {
		c.canonical[i] = -1
	}
	c.issued = 0
	return nil
}

// serialize writes every quad once, blank nodes as "_:z". The line of a quad
// without blank nodes is final; those with blank nodes are patterns, from which
// both the first-degree hashes and the final lines are made.
func (c *canonicalizer) serialize(ctx context.Context, ds *Dataset, limits Limits) error {
	c.writer.buf = slices.Grow(c.writer.buf[:0], min(estimate(ds), limits.Bytes))
	c.writer.nodes = ds.BlankNodes()
	c.lines = slices.Grow(c.lines, ds.Len())
	for i := range ds.quads {
		if i%quadsPerCheck == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		l, reason := c.writer.appendQuad(&ds.quads[i])
		if reason != "" {
			return newTermError(i, reason)
		}
		if len(c.writer.buf) > limits.Bytes {
			return newLimitError("bytes of canonical form", limits.Bytes)
		}
		if l.node[atSubject] < 0 && l.node[atObject] < 0 && l.node[atGraph] < 0 {
			c.lines = append(c.lines, span{begin: l.begin, end: l.end})
		} else {
			c.quads = append(c.quads, l)
		}
	}
	return nil
}

// estimate returns the approximate size of the lines written for a dataset;
// those with blank nodes are written twice.
func estimate(ds *Dataset) int {
	size := 0
	for i := range ds.quads {
		q := &ds.quads[i]
		n := len(q.Subject.value) + len(q.Predicate) + len(q.Object.value) + len(q.Object.note) + len(q.Graph.value) + 20
		if q.Subject.kind == kindBlank || q.Object.kind == kindBlank || q.Graph.kind == kindBlank {
			n = 2*n + 16
		}
		size += n
	}
	return size
}

// issueUnique gives canonical numbers to the nodes whose first-degree hash is
// unique, in order of the hash (RDFC-1.0 §4.4.3 step 4).
func (c *canonicalizer) issueUnique() {
	slices.SortFunc(c.ranks, func(a, b rank) int {
		if order := cmp.Compare(a.key, b.key); order != 0 {
			return order
		}
		return bytes.Compare(c.hashes[a.node][:], c.hashes[b.node][:])
	})
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

// relabel writes the final lines of the quads with blank nodes.
func (c *canonicalizer) relabel() {
	for i := range c.quads {
		l := &c.quads[i]
		buf := c.writer.buf
		begin, from := len(buf), l.begin
		for position, node := range l.node {
			if node < 0 {
				continue
			}
			buf = append(buf, buf[from:l.label[position]]...)
			buf = appendCanonicalLabel(buf, c.canonical[node])
			from = l.label[position] + 1
		}
		c.writer.buf = append(buf, buf[from:l.end]...)
		c.lines = append(c.lines, span{begin: uint32(begin), end: uint32(len(c.writer.buf))})
	}
}

func appendCanonicalLabel(dst []byte, number int32) []byte {
	return strconv.AppendUint(append(dst, "c14n"...), uint64(number), 10)
}

// result sorts the lines and copies each once, or only hashes them.
func (c *canonicalizer) result(sumOnly bool) *Canonical {
	buf := c.writer.buf
	sortLines(buf, c.lines, 0)
	size, unique := 0, c.lines[:0]
	for i, line := range c.lines {
		if i > 0 {
			last := unique[len(unique)-1]
			if bytes.Equal(buf[line.begin:line.end], buf[last.begin:last.end]) {
				continue
			}
		}
		unique = append(unique, line)
		size += int(line.end - line.begin)
	}
	if sumOnly {
		return &Canonical{sum: c.sumLines(unique)}
	}
	out := &Canonical{
		hash:    c.digest,
		data:    make([]byte, 0, size),
		numbers: slices.Clone(c.canonical),
	}
	for _, line := range unique {
		out.data = append(out.data, buf[line.begin:line.end]...)
	}
	return out
}

// sumLines returns the hash of the lines, one after the other.
func (c *canonicalizer) sumLines(lines []span) []byte {
	h := c.digest.new()
	c.scratch = c.scratch[:0]
	for _, line := range lines {
		c.scratch = append(c.scratch, c.writer.buf[line.begin:line.end]...)
		if len(c.scratch) >= sumStep {
			h.Write(c.scratch)
			c.scratch = c.scratch[:0]
		}
	}
	h.Write(c.scratch)
	return h.Sum(nil)
}
