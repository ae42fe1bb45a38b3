package microcredential

import (
	"slices"
	"strings"
)

// Combine joins the report of reading a document into the model with that of
// writing the model in another format: one row for every leaf of the source,
// in the order of the source, then what either stage added.
//
// A canonical path of the first report is looked up in the second: the path
// itself, else all paths below it, else the nearest container of it that the
// second report has. A leaf none of whose paths is found is dropped.
func Combine(decode, encode Report) Report { return CombineEmbedding(decode, encode, nil) }

// CombineEmbedding is Combine where it is known which originals the target
// embeds, because the source may be in several documents, and the target may
// embed others than the source. What encode says to be in an embedded original
// is in the one that holds the leaf: holder returns the pointer in the target
// under which it is embedded, or "", and then the value is lost. A value that
// is not from the source is in none of them.
func CombineEmbedding(decode, encode Report, holder func(source string) string) Report {
	index := newPathIndex(encode.Leaves)
	used := make([]bool, len(encode.Leaves))
	leaves := make([]Leaf, 0, len(decode.Leaves)+len(encode.Leaves))
	var added []Leaf
	for _, d := range decode.Leaves {
		l := joinLeaf(d, encode.Leaves, index, used, holder)
		if l.Added {
			added = append(added, l)
			continue
		}
		leaves = append(leaves, l)
	}
	leaves = append(leaves, added...)
	for i, e := range encode.Leaves {
		if !used[i] {
			if e.Added = true; holder != nil && e.Kind == KindEmbedded {
				e = e.heldAt(e, holder)
			}
			if !e.graded {
				e.Severity = SeverityNone // what no source states cannot be lost
			}
			leaves = append(leaves, e)
		}
	}
	grade(leaves)
	return Report{From: decode.From, To: encode.To, Leaves: leaves}
}

// joinLeaf joins one decoded leaf with what the encoder did with its canonical
// paths, and marks the encoded leaves it finds as used.
func joinLeaf(d Leaf, encoded []Leaf, index pathIndex, used []bool, holder func(source string) string) Leaf {
	d.Canonical, d.Target = slices.Clone(d.Canonical), nil
	if d.Kind == KindScaffold || d.Kind == KindDropped {
		return d
	}
	best := Leaf{Kind: KindDropped, Reason: "the encoder does not handle it", CarriedBy: CarriedByNothing}
	seen, targets := false, distinct{}
	for _, p := range d.Canonical {
		for _, i := range index.lookup(p) {
			used[i] = true
			e := encoded[i]
			if holder != nil && e.Kind == KindEmbedded {
				e = e.heldAt(d, holder)
			}
			for _, target := range e.Target {
				targets.add(&d.Target, target)
			}
			if !seen || e.Kind.rank() < best.Kind.rank() {
				seen, best = true, e
			}
		}
	}
	d.CarriedBy = best.CarriedBy
	d.Reason = joinReasons(d, best)
	d.Kind, d.Match = joinKinds(d, best)
	d.Severity, d.graded = SeverityNone, best.graded
	if best.graded {
		d.Severity = best.Severity
	}
	if d.Element == 0 {
		d.Element = best.Element
	}
	return d
}

// distinct are the texts of a long list, to find one without looking through it.
type distinct struct{ known map[string]bool }

// add adds a text to a list that does not have it.
func (d *distinct) add(list *[]string, text string) {
	if len(*list) < manyPlaces {
		if !slices.Contains(*list, text) {
			*list = append(*list, text)
		}
		return
	}
	if d.known == nil {
		d.known = map[string]bool{}
		for _, one := range *list {
			d.known[one] = true
		}
	}
	if !d.known[text] {
		d.known[text] = true
		*list = append(*list, text)
	}
}

// heldAt says where a value is that only an embedded original holds: in the one
// with a leaf of the source. If that is not embedded, or the value is from no
// source, it is lost.
func (l Leaf) heldAt(source Leaf, holder func(source string) string) Leaf {
	if !source.Added {
		if target := holder(source.Source); target != "" {
			l.Target = []string{target}
			return l
		}
	}
	l.Kind, l.CarriedBy, l.Target = KindDropped, CarriedByNothing, nil
	if !l.graded {
		l.Severity = SeverityNone // to be graded anew
	}
	return l
}

// joinKinds returns the outcome of two stages: the worse of them, except that
// for residue of the model only the encoder counts.
func joinKinds(d, e Leaf) (Kind, Match) {
	switch {
	case d.Kind == KindResidue:
		return e.Kind, e.Match
	case e.Kind == KindDropped || e.Kind == KindEmbedded:
		return e.Kind, MatchNone
	case e.Kind.rank() > d.Kind.rank():
		return e.Kind, d.Match.worse(e.Match)
	}
	return d.Kind, d.Match.worse(e.Match)
}

// joinReasons joins the reasons of two stages. How a value was read does not matter
// when the target's readers do not find it, unless somebody should look at that too.
func joinReasons(d, e Leaf) string {
	native := func(l Leaf) bool { return l.Kind.rank() < KindExtension.rank() }
	switch {
	case d.Reason == "" || d.Reason == e.Reason, native(d) && !native(e) && d.Severity == SeverityNone && !hasCode(d.Reason):
		return e.Reason
	case e.Reason == "":
		return d.Reason
	}
	return d.Reason + "; " + e.Reason
}

// hasCode reports whether a reason starts with a code, as OB3-CONTRADICTION does.
func hasCode(reason string) bool {
	code, _, found := strings.Cut(reason, ":")
	return found && code == strings.ToUpper(code)
}

// pathIndex finds the rows of a report by canonical path.
type pathIndex struct {
	at     map[Path][]int
	sorted []string
}

func newPathIndex(leaves []Leaf) pathIndex {
	x := pathIndex{at: map[Path][]int{}}
	for i, l := range leaves {
		for _, p := range l.Canonical {
			if x.at[p] == nil {
				x.sorted = append(x.sorted, string(p))
			}
			x.at[p] = append(x.at[p], i)
		}
	}
	slices.Sort(x.sorted)
	return x
}

// lookup returns the rows for p as [Combine] describes.
func (x pathIndex) lookup(p Path) []int {
	if rows := x.at[p]; rows != nil {
		return rows
	}
	var rows []int
	for _, next := range []string{".", "["} {
		for _, below := range withPrefix(x.sorted, string(p)+next) {
			rows = append(rows, x.at[Path(below)]...)
		}
	}
	for up := p.Parent(); rows == nil && up != ""; up = up.Parent() {
		rows = x.at[up]
	}
	return rows
}
