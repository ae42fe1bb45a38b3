package shapes

import (
	"cmp"
	"context"
	"errors"
	"math/bits"
	"slices"
	"strconv"
	"sync"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/loader"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A Version is a version of the ELM: of its profiles and of its context.
type Version string

// The versions with tables. The shapes of ELM 3.3 have not been published in full;
// what is written in its namespace is held against those of 3.2.
const (
	V31 Version = "3.1"
	V32 Version = "3.2"
)

// A Stage is how far a credential has come on its way to the learner.
type Stage uint8

// The stages.
const (
	Sealed  Stage = iota
	Draft         // not sealed yet: what sealing adds or sets is not asked for
	Written       // a draft that states all that is known before sealing
)

// Options are the choices of [Check]. The zero value checks a sealed credential
// against the profiles of ELM 3.2 that it names.
type Options struct {
	Version  Version // V32 if it is not set
	Stage    Stage
	Profiles []Profile // nil: see [ProfilesOf]
	// Env supplies further contexts. It never uses the network by itself.
	Env vc.Env
}

// maxViolations bounds what one hostile document can add to a report.
const maxViolations = 1_000

// Violation is a constraint that a node breaks.
type Violation struct {
	Pointer    string  // where it is: the node, or the value that is at fault
	Focus      string  // the id of the node, "" if it has none
	Profile    Profile // whose shape it is
	Class      string  // of the node
	Member     string  // the JSON name
	Path       string  // the IRI of the member
	Constraint Constraint
	Found      string // in a few words, without personal data
	Rule       *vc.Rule

	offset int
}

// Loss is a part of the document that JSON-LD drops, so that no shape sees it.
type Loss struct {
	Pointer string
	Detail  string // a clause
	Name    string // of the member that has no meaning, if that is it
}

// Report is the outcome of [Check].
type Report struct {
	Profiles   []Profile
	Violations []Violation // in the order of the document
	Losses     []Loss      // likewise
	Unknown    []string    // pointers of schemas that are no profile
	Malformed  []Loss      // what is no JSON-LD, and was left out
	Assumed    bool        // the contexts could not be used, and those of VC 1.1 and edc-ap were
	Whole      bool        // false: some violations or losses are not listed

	unsure bool // the short way does not know which values are told
}

// Check checks a credential or presentation against its application profiles, as a
// SHACL processor does after JSON-LD made statements of it. An error is that of ctx.
func Check(ctx context.Context, doc jsontree.Value, opt Options) (*Report, error) {
	if r, err := check(ctx, doc, opt, false); err != nil || !r.unsure {
		return r, err
	}
	return check(ctx, doc, opt, true)
}

// check is [Check], always by the statements or also in the short way.
func check(ctx context.Context, doc jsontree.Value, opt Options, byStatements bool) (*Report, error) {
	r := &Report{Profiles: opt.Profiles, Whole: true}
	named, unknown := ProfilesOf(doc)
	if r.Profiles == nil {
		r.Profiles = named
		for _, v := range unknown {
			r.Unknown = append(r.Unknown, v.Pointer())
		}
	}
	if opt.Version == "" {
		opt.Version = V32
	}
	g, err := r.read(ctx, doc, contextsOf(opt), byStatements)
	if g == nil || err != nil {
		r.Whole = false
		return r, err
	}
	defer g.release()
	for _, l := range g.losses {
		loss := Loss{Pointer: l.At.Pointer(), Detail: l.Detail}
		if l.Code == jsonld.CodeTermUndefined {
			loss.Name = l.At.Name()
		}
		r.Losses = append(r.Losses, loss)
	}
	c := newChecker(g, opt)
	if err := c.run(ctx, g.schema.tablesOf(r.Profiles)); err != nil {
		return r, err
	}
	r.Violations, r.Whole, r.unsure = c.violations, g.whole && c.whole, c.unsure
	slices.SortStableFunc(r.Violations, func(a, b Violation) int { return cmp.Compare(a.offset, b.offset) })
	return r, nil
}

var contexts31 = sync.OnceValue(func() *jsonld.Contexts { return loader.Contexts(env31(vc.Env{})) })

func env31(env vc.Env) vc.Env {
	revisions := map[string]string{contexts.EuropassEDC: string(V31)}
	for url, revision := range env.ContextRevisions {
		revisions[url] = revision
	}
	env.ContextRevisions = revisions
	return env
}

// contextsOf returns the contexts of a version.
func contextsOf(opt Options) *jsonld.Contexts {
	switch {
	case opt.Version != V31:
		return loader.Contexts(opt.Env)
	case opt.Env.Contexts == nil && len(opt.Env.ContextRevisions) == 0:
		return contexts31()
	}
	return loader.Contexts(env31(opt.Env))
}

// usual are the contexts of a credential.
const usual = `["` + contexts.CredentialsV1 + `","` + contexts.EuropassEDC + `"]`

// maxMended bounds how many parts that are no JSON-LD are left out.
const maxMended = 8

// read makes a graph of a document. A document of which JSON-LD makes none at all
// is read as far as it goes: without what is malformed, and with the usual contexts
// where its own are of no use.
func (r *Report) read(ctx context.Context, doc jsontree.Value, known *jsonld.Contexts, byStatements bool) (*graph, error) {
	for {
		g, err := graphOf(ctx, doc, known, byStatements)
		if err == nil && (len(g.typed) > 0 || r.Assumed) {
			return g, nil
		}
		var fault *jsonld.Error
		if ctx.Err() != nil || err != nil && !errors.As(err, &fault) {
			return nil, cmp.Or(ctx.Err(), err)
		}
		if fault == nil || isOfContexts(fault.Code) {
			if r.Assumed {
				return nil, nil
			}
			r.Assumed = true
			doc = withContexts(doc)
		} else {
			doc = r.mend(doc, fault)
		}
		if !doc.Exists() {
			return nil, nil
		}
	}
}

// graphOf makes the graph of a document, in the short way if it can.
func graphOf(ctx context.Context, doc jsontree.Value, known *jsonld.Contexts, byStatements bool) (*graph, error) {
	if !byStatements {
		if g := hear(ctx, doc, known); g != nil {
			return g, nil
		}
	}
	return newGraph(ctx, doc, known)
}

func isOfContexts(code string) bool {
	switch code {
	case jsonld.CodeProtected, jsonld.CodeContextInvalid, jsonld.CodeContextUnknown, jsonld.CodeContextUnavailable:
		return true
	}
	return false
}

// withContexts returns a document with the usual contexts.
func withContexts(doc jsontree.Value) jsontree.Value {
	at := doc.Pointer()
	if own := doc.Get("@context"); own.Exists() {
		return parsed(own.Replace(usual), at)
	}
	if !doc.IsObject() {
		return jsontree.Value{}
	}
	return parsed(doc.Insert("@context", usual), at)
}

// mend returns the document without a part that is no JSON-LD, or nothing.
func (r *Report) mend(doc jsontree.Value, fault *jsonld.Error) jsontree.Value {
	r.Malformed = append(r.Malformed, Loss{Pointer: fault.Pointer, Detail: fault.Detail})
	bad, at := doc.Root().Lookup(fault.Pointer), doc.Pointer()
	switch {
	case !bad.Exists() || fault.Pointer == at || len(r.Malformed) > maxMended:
		return jsontree.Value{}
	case bad.Parent().Kind() == jsontree.Array:
		return parsed(bad.Replace("null"), at) // the places after it stay
	}
	return parsed(bad.Remove(), at)
}

func parsed(text []byte, pointer string) jsontree.Value {
	v, err := jsontree.Parse(text, jsontree.Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30})
	if err != nil {
		return jsontree.Value{}
	}
	return v.Lookup(pointer)
}

type checker struct {
	*graph
	stage      Stage
	version    int               // of [shape.plans]
	named      map[string]*shape // of the table at hand
	known      map[memo]bool
	violations []Violation
	whole      bool
	unsure     bool
}

func newChecker(g *graph, opt Options) *checker {
	c := &checker{graph: g, stage: opt.Stage, version: plan32, whole: true}
	if opt.Version == V31 {
		c.version = plan31
	}
	return c
}

// checkEvery is how many nodes are checked between two looks at ctx.
const checkEvery = 256

// run checks every node against the shapes of its classes.
func (c *checker) run(ctx context.Context, all []*table) error {
	for i, node := range c.typed {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		classes := &c.terms[node].classes
		for _, t := range all {
			c.named = t.named
			if class, single := classes.only(); single {
				if s := t.byClass[class]; s != nil {
					c.checkNode(s, node)
				}
				continue
			}
			for _, s := range t.shapes {
				if classes.has(s.class) {
					c.checkNode(s, node)
				}
			}
		}
		if !c.whole {
			return nil
		}
	}
	return nil
}

// checkNode checks a node against the rows of a shape that ask for a member or are
// about one that it has, in the order of the rows.
func (c *checker) checkNode(s *shape, node int32) {
	var spans [maxRows][2]int32
	plan := c.planOf(s)
	asked, own := plan.asking, c.terms[node].edges
	for from := own[0]; from < own[1]; {
		path, to := c.edges[from].path, from+1
		for to < own[1] && c.edges[to].path == path {
			to++
		}
		if n := plan.byPath[path]; n > 0 {
			asked |= 1 << (n - 1)
			spans[n-1] = [2]int32{from, to}
		}
		from = to
	}
	for ; asked != 0; asked &= asked - 1 {
		n := bits.TrailingZeros64(asked)
		c.checkRow(plan.rows[n], node, c.edges[spans[n][0]:spans[n][1]])
	}
}

// checkRow checks the values of a member.
func (c *checker) checkRow(r *row, node int32, values []edge) {
	if few, many := c.miscounts(r, len(values)); few || many {
		f := fault{MinCount, c.terms[node].at, strconv.Itoa(len(values))}
		if many {
			f.constraint = MaxCount
		}
		c.tell(r, node, f, r.counts)
	}
	c.each(r, values, func(f fault) {
		rule := r.values
		if f.constraint == Node && r.nodes != nil {
			rule = r.nodes
		}
		c.tell(r, node, f, rule)
	})
}

func (c *checker) tell(r *row, node int32, f fault, rule *vc.Rule) {
	// A graph that was heard has the values of a member in another order.
	c.unsure = c.unsure || c.heard != nil && (f.constraint == UniqueLang || len(c.violations) == maxViolations)
	if len(c.violations) == maxViolations {
		c.whole = false
		return
	}
	c.violations = append(c.violations, Violation{
		Pointer: f.at.Pointer(), Focus: c.terms[node].Value(), Profile: r.profile, Class: r.of.name, Member: r.term, Path: r.iri,
		Constraint: f.constraint, Found: f.found, Rule: rule, offset: f.at.Offset(),
	})
}
