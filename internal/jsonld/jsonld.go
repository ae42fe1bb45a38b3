package jsonld

import (
	"context"
	"crypto"
	"sync/atomic"

	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Options says where contexts come from and bounds the work. The zero value
// uses the built-in contexts, SHA-256 and the default limits.
type Options struct {
	// Contexts answers context URLs; nil stands for the built-in contexts.
	Contexts *Contexts
	// Hash is the hash inside RDFC-1.0: crypto.SHA256 (also when zero) or
	// crypto.SHA384. Dataset does not use it.
	Hash crypto.Hash
	// Limits bounds the dataset and its canonical form; see [rdf.Limits].
	Limits rdf.Limits
	// Name, if it is set, names the blank nodes that the document leaves unnamed,
	// in the result of [Dataset]. It is called with the place that a node comes
	// from (the object of a node, the element in a cell of a list) and must
	// return different names for different places. In front of the name stands a
	// sign, which tells nodes, list cells and the graphs of graph containers
	// apart and keeps the labels apart from those of the document. If Name is nil
	// the labels are made up. The canonical form does not depend on it.
	Name func(at jsontree.Value) string
	// Reading, if it is set, asks whether the document can be read as JSON, and
	// receives the answer.
	Reading *Reading
	// MaxWork bounds the work of telling symmetric blank nodes apart; see
	// [rdf.Options]. Shared is the work that several calls may do together, or
	// nil.
	MaxWork int
	Shared  *atomic.Int64
	// SumOnly asks [Canonicalize] only for the hash of the canonical form.
	SumOnly bool
}

// settings are options that only the W3C test suite and [Statements] may have.
type settings struct {
	base            string // base IRI of the document
	noDirection     bool   // a base direction is not written as a datatype
	expandContext   jsontree.Value
	unsafeAllowLoss bool // drop, as the JSON-LD algorithms say
	lost            func(Loss)
	state           func(Statement)
	stepwise        bool // expand first, whatever the document is
}

// allowsDirect reports whether a document may be written without being expanded.
func (s *settings) allowsDirect() bool {
	return !s.stepwise && s.base == "" && !s.noDirection && !s.unsafeAllowLoss && s.state == nil && !s.expandContext.Exists()
}

// Dataset returns the RDF dataset of a JSON-LD document. An error is an
// [*Error] or that of ctx.
func Dataset(ctx context.Context, doc jsontree.Value, opt Options) (*rdf.Dataset, error) {
	return dataset(ctx, doc, opt, settings{})
}

func dataset(ctx context.Context, doc jsontree.Value, opt Options, set settings) (*rdf.Dataset, error) {
	r := newReader(ctx, opt, set)
	defer r.release()
	q, err := r.read(doc)
	if err != nil {
		return nil, err
	}
	return q.dataset(), nil
}

// written is the statements of a document: a draft where they were written
// directly, else a dataset.
type written struct {
	draft *rdf.Draft
	ds    *rdf.Dataset
}

func (q written) dataset() *rdf.Dataset {
	if q.draft != nil {
		return q.draft.Dataset()
	}
	return q.ds
}

func (q written) canonicalize(ctx context.Context, opt rdf.Options) (*rdf.Canonical, error) {
	if q.draft != nil {
		return q.draft.Canonicalize(ctx, opt)
	}
	return rdf.Canonicalize(ctx, q.ds, opt)
}

// reader reads one document.
type reader struct {
	*expander
	opt  Options
	set  settings
	room *room // working memory, to where direct writes; or nil
}

func newReader(ctx context.Context, opt Options, set settings) *reader {
	if opt.Contexts == nil {
		opt.Contexts = builtin()
	}
	x := &expander{ctx: ctx, contexts: opt.Contexts, base: set.base, unsafeAllowLoss: set.unsafeAllowLoss,
		i18n: !set.noDirection, reading: opt.Reading, lost: set.lost}
	return &reader{expander: x, opt: opt, set: set}
}

// read returns the quads of a document, to be used before release.
func (r *reader) read(doc jsontree.Value) (q written, err error) {
	start := r.contexts.start(r.set.base)
	if r.set.expandContext.Exists() {
		if start, err = r.localScope(start, r.set.expandContext); err != nil {
			return written{}, err
		}
	}
	if r.set.allowsDirect() {
		r.room = r.contexts.home().takeRoom()
		if r.writeDirectly(start, doc, r.room, r.opt.Name) {
			return written{draft: &r.room.draft}, nil
		}
	}
	w := &quadWriter{expander: r.expander, name: r.opt.Name, state: r.set.state, ds: new(rdf.Dataset)}
	items, err := r.expandDocument(start, doc)
	if err != nil {
		return written{}, err
	}
	if w.state == nil {
		w.ds.Grow(r.count)
	}
	if err := w.writeDocument(doc, items); err != nil {
		return written{}, err
	}
	return written{ds: w.ds}, nil
}

func (r *reader) release() {
	if r.room != nil {
		r.contexts.home().giveRoom(r.room)
		r.room = nil
	}
}

// Canonicalize returns the canonical N-Quads of a JSON-LD document under
// RDFC-1.0, with the issued identifiers. To get these by the labels of the
// document, call [Dataset] and [rdf.Canonicalize]. An error is an [*Error], one
// of the categories of package rdf ([rdf.ErrLimit], [rdf.ErrBudget],
// [rdf.ErrHash]) or that of ctx.
func Canonicalize(ctx context.Context, doc jsontree.Value, opt Options) (*rdf.Canonical, error) {
	return canonicalizeBy(ctx, doc, opt, settings{})
}

func canonicalizeBy(ctx context.Context, doc jsontree.Value, opt Options, set settings) (*rdf.Canonical, error) {
	r := newReader(ctx, opt, set)
	defer r.release()
	q, err := r.read(doc)
	if err != nil {
		return nil, err
	}
	return q.canonicalize(ctx, rdf.Options{Hash: opt.Hash, Limits: opt.Limits, MaxWork: opt.MaxWork, Shared: opt.Shared, SumOnly: opt.SumOnly})
}
