package microcredential

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Kind says what became of one leaf.
type Kind string

// The kinds, from the best outcome to the worst. KindScaffold is outside that
// order: such leaves have no content of their own.
const (
	KindScaffold    Kind = "scaffold"           // type names, contexts, document-local ids: each format has its own
	KindExact       Kind = "exact"              // same value in a native field
	KindTransformed Kind = "transformed"        // same meaning in another notation
	KindDefaulted   Kind = "defaulted"          // not in the source: a configured value
	KindSynthesised Kind = "synthesised"        // not in the source: made from other values
	KindMerged      Kind = "merged"             // joined with other leaves in one field
	KindNarrowed    Kind = "narrowed"           // several values reduced to one, or a less precise one
	KindExtension   Kind = "moved-to-extension" // in a field that only some readers know
	KindResidue     Kind = "moved-to-residue"   // in the residue
	KindEmbedded    Kind = "embedded"           // only in the embedded original document
	KindDropped     Kind = "dropped"            // nowhere in the target
)

var kindOrder = []Kind{
	KindScaffold, KindExact, KindTransformed, KindDefaulted, KindSynthesised, KindMerged,
	KindNarrowed, KindExtension, KindResidue, KindEmbedded, KindDropped,
}

// rank returns the place of a kind in the order, -1 for none.
func (k Kind) rank() int {
	switch k {
	case KindScaffold:
		return 0
	case KindExact:
		return 1
	case KindTransformed:
		return 2
	}
	return slices.Index(kindOrder, k)
}

// Carrier says what part of the target carries the leaf.
type Carrier string

// The carriers.
const (
	CarriedByNothing    Carrier = "none"
	CarriedNatively     Carrier = "native"
	CarriedByExtension  Carrier = "extension"
	CarriedByResidue    Carrier = "residue"
	CarriedByOriginal   Carrier = "original"   // the embedded source document
	CarriedByProvenance Carrier = "provenance" // only described in the provenance, as proofs are
)

// Leaf is the account of one leaf: a scalar, null or empty container of the
// source document, or a value that the target has without a source.
//
// When a leaf has several canonical paths, each of them holds its whole value.
type Leaf struct {
	Source    string   `json:"source,omitempty"`    // JSON Pointer in the source; empty for added values
	Canonical []Path   `json:"canonical,omitempty"` // paths in the model
	Target    []string `json:"target,omitempty"`    // JSON Pointers in the target
	Kind      Kind     `json:"kind"`
	Match     Match    `json:"match,omitempty"`
	Reason    string   `json:"reason,omitempty"`
	Severity  Severity `json:"severity,omitempty"`
	CarriedBy Carrier  `json:"carriedBy"`
	Element   int      `json:"element,omitempty"` // Annex I number, 0 for none
	Added     bool     `json:"added,omitempty"`   // whether the target has it without a source

	graded bool // the codec itself chose Severity
}

// Report is the account of a conversion or of one of its two stages. Leaves
// are in the order of the source; added ones follow.
//
// A report names pointers, paths and reasons and never the values, so that it
// holds no personal data.
type Report struct {
	From   string // format id, or "model"
	To     string
	Leaves []Leaf

	// Observations are what contradicts itself in the source or looks wrong. It is
	// carried as it is.
	Observations []Observation
}

// Model is the format id of the canonical model itself: the From or To of the
// report of a single stage.
const Model = "model"

// KindCount is the number of leaves of one kind.
type KindCount struct {
	Kind  Kind `json:"kind"`
	Count int  `json:"count"`
}

// Summary counts the leaves of a report. Read counts those of the source, and
// Scaffold those of them without content. Native counts exact and transformed
// leaves. ByKind splits Read by kind, Views by who finds them. Added counts what
// the target has without a source. Elements are the elements of Annex I that the
// source states.
type Summary struct {
	Read     int            `json:"read"`
	Scaffold int            `json:"scaffold"`
	Native   int            `json:"native"`
	ByKind   []KindCount    `json:"byKind"`
	Views    Views          `json:"views"`
	Elements []ElementSight `json:"elements"`
	Added    int            `json:"added"`
	Errors   int            `json:"errors"`
	Warnings int            `json:"warnings"`
}

// Summary counts the leaves of the report.
func (r Report) Summary() Summary {
	s := Summary{ByKind: []KindCount{}, Views: viewsOf(r.Leaves), Elements: elementSights(r.Leaves)}
	counts := map[Kind]int{}
	for _, l := range r.Leaves {
		switch l.Severity {
		case SeverityError:
			s.Errors++
		case SeverityWarning:
			s.Warnings++
		}
		if l.Added {
			s.Added++
			continue
		}
		s.Read++
		counts[l.Kind]++
	}
	s.Scaffold = counts[KindScaffold]
	s.Native = counts[KindExact] + counts[KindTransformed]
	for _, k := range kindOrder {
		if counts[k] > 0 {
			s.ByKind = append(s.ByKind, KindCount{k, counts[k]})
		}
	}
	return s
}

// String states the counts in one sentence with their denominator.
func (s Summary) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s read", plural(s.Read, "leaf", "leaves"))
	if s.Scaffold > 0 {
		fmt.Fprintf(&b, ", %d of them scaffolding", s.Scaffold)
	}
	fmt.Fprintf(&b, "; %d of %d carried natively", s.Native, s.Read-s.Scaffold)
	for _, c := range s.ByKind {
		if c.Kind != KindScaffold {
			fmt.Fprintf(&b, ", %d %s", c.Count, c.Kind)
		}
	}
	fmt.Fprintf(&b, "; %d added", s.Added)
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Worst returns the highest severity in the report. To refuse a conversion that
// takes a mandatory element out of sight, refuse [SeverityError].
func (r Report) Worst() Severity {
	worst := SeverityNone
	for _, l := range r.Leaves {
		if l.Severity.rank() > worst.rank() {
			worst = l.Severity
		}
	}
	return worst
}

// MarshalJSON writes {"from","to","summary","leaves","observations"}; the field names are
// stable.
func (r Report) MarshalJSON() ([]byte, error) {
	leaves := r.Leaves
	if leaves == nil {
		leaves = []Leaf{}
	}
	return json.Marshal(struct {
		From    string  `json:"from"`
		To      string  `json:"to"`
		Summary Summary `json:"summary"`
		Leaves  []Leaf  `json:"leaves"`

		Observations []Observation `json:"observations,omitempty"`
	}{r.From, r.To, r.Summary(), leaves, r.Observations})
}

// WithEmbeddedOriginal returns the report for a target that also embeds the
// exact source document at the given pointer: whoever opens the original still
// finds what was dropped.
func (r Report) WithEmbeddedOriginal(target string) Report {
	leaves := slices.Clone(r.Leaves)
	for i := range leaves {
		l := &leaves[i]
		if l.Kind == KindDropped && !l.Added {
			l.Kind, l.CarriedBy, l.Target = KindEmbedded, CarriedByOriginal, []string{target}
			if !l.graded {
				l.Severity = SeverityNone // so that grade sets it again
			}
		}
	}
	grade(leaves)
	r.Leaves = leaves
	return r
}

// PlaceOf returns the first pointer in the target under which a value of the
// model stands, "" for none.
func (r Report) PlaceOf(at Path) string {
	for _, l := range r.Leaves {
		if slices.Contains(l.Canonical, at) && len(l.Target) > 0 {
			return l.Target[0]
		}
	}
	return ""
}

// Withheld enters into the report of an encoder that a value was not written, to protect
// the learner. Original is the pointer of an embedded original, which has it still, or
// "".
func (r *Report) Withheld(at Path, reason, original string) {
	l := Leaf{Canonical: []Path{at}, Kind: KindDropped, Reason: reason, Severity: SeverityInfo, CarriedBy: CarriedByNothing, Element: ElementOf(at), graded: true}
	if original != "" {
		l.Kind, l.CarriedBy, l.Target = KindEmbedded, CarriedByOriginal, []string{original}
	}
	added := slices.IndexFunc(r.Leaves, func(l Leaf) bool { return l.Added })
	if added < 0 {
		added = len(r.Leaves)
	}
	r.Leaves = slices.Insert(r.Leaves, added, l)
}

func elementOfAny(paths []Path) int {
	for _, p := range paths {
		if n := ElementOf(p); n > 0 {
			return n
		}
	}
	return 0
}

// carrierOf returns the carrier that a kind implies.
func carrierOf(k Kind) Carrier {
	switch k {
	case KindDropped:
		return CarriedByNothing
	case KindExtension:
		return CarriedByExtension
	case KindResidue:
		return CarriedByResidue
	case KindEmbedded:
		return CarriedByOriginal
	}
	return CarriedNatively
}
