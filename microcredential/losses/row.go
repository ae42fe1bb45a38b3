package losses

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Row is the account of one leaf of a source.
type Row struct {
	File      string // of the source, as the caller names it
	Name      string // what it is, such as "awardedBy (awardingBody)"
	Source    string // JSON Pointer in the source
	Canonical string // path in the model, the first of several
	Target    string // JSON Pointer in the target, the first of several
	Element   int    // of Annex I, 0 for none
	Mandatory bool   // whether that element is
	Kind      mc.Kind
	Carrier   mc.Carrier
	Sight     mc.Sight
	Severity  mc.Severity
	Reason    string
}

// Rows returns the leaves of a source that have content, in its order. Without all, it
// returns those that not every reader of the target finds as they were.
func Rows(file string, r mc.Report, all bool) []Row {
	var out []Row
	for _, l := range r.Leaves {
		if l.Added || l.Kind == mc.KindScaffold || !all && !isLoss(l) {
			continue
		}
		out = append(out, newRow(file, l))
	}
	return out
}

// isLoss reports whether some reader of the target does not find a value as it was.
func isLoss(l mc.Leaf) bool {
	return l.Sight() != mc.SightAny || l.Severity.AtLeast(mc.SeverityWarning)
}

func newRow(file string, l mc.Leaf) Row {
	row := Row{
		File: file, Name: NameOf(l), Source: l.Source, Element: l.Element, Mandatory: l.Element > 0 && l.Element <= mandatory,
		Kind: l.Kind, Carrier: l.CarriedBy, Sight: l.Sight(), Severity: l.Severity, Reason: cmp.Or(l.Reason, unsaid[l.Kind]),
	}
	if len(l.Canonical) > 0 {
		row.Canonical = string(l.Canonical[0])
	}
	if len(l.Target) > 0 {
		row.Target = l.Target[0]
	}
	return row
}

// unsaid says what became of a leaf about which nobody gave a reason.
var unsaid = map[mc.Kind]string{
	mc.KindExtension: "in members of the extension",
	mc.KindResidue:   "in the residue",
	mc.KindEmbedded:  "no member of the format holds it",
	mc.KindDropped:   "no member of the format holds it",
	mc.KindMerged:    "joined with other values",
	mc.KindNarrowed:  "the member has room for less",
}

// Unsaid returns why a value of a kind is not where every reader finds it, for a leaf
// that gives no reason.
func Unsaid(kind mc.Kind) string { return unsaid[kind] }

// The elements of Annex I, the first of which are mandatory.
const (
	mandatory = 11
	elements  = 16
)

// Totals are the counts of one source or of several. The leaves are those that have
// content; each is counted once more by where it is.
type Totals struct {
	Files     int `json:"files"`
	Leaves    int `json:"leaves"`
	Native    int `json:"native"`    // every reader of the target finds it
	Extension int `json:"extension"` // readers of our extension do
	Residue   int `json:"residue"`   // the residue holds it
	Original  int `json:"original"`  // only in the embedded original
	Described int `json:"described"` // only told of in the provenance, as proofs are
	Dropped   int `json:"dropped"`
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
	// The elements of Annex I that the sources state, and those of them of which every
	// reader of the targets finds something. Of is what there could be.
	Mandatory Elements `json:"mandatory"`
	Optional  Elements `json:"optional"`
}

// Elements counts elements of Annex I: those before and after a conversion, of how many.
type Elements struct {
	Before int `json:"before"`
	After  int `json:"after"`
	Of     int `json:"of"`
}

// TotalsOf counts one report.
func TotalsOf(r mc.Report) Totals {
	t := Totals{Files: 1, Mandatory: Elements{Of: mandatory}, Optional: Elements{Of: elements - mandatory}}
	var stated, native [elements + 1]bool
	for _, l := range r.Leaves {
		switch l.Severity {
		case mc.SeverityError:
			t.Errors++
		case mc.SeverityWarning:
			t.Warnings++
		}
		if l.Added || l.Kind == mc.KindScaffold {
			continue
		}
		t.count(l)
		if l.Element > 0 && l.Element <= elements {
			stated[l.Element] = true
			native[l.Element] = native[l.Element] || l.Sight() == mc.SightAny
		}
	}
	for n := 1; n <= elements; n++ {
		group := &t.Optional
		if n <= mandatory {
			group = &t.Mandatory
		}
		if stated[n] {
			group.Before++
		}
		if native[n] {
			group.After++
		}
	}
	return t
}

func (t *Totals) count(l mc.Leaf) {
	t.Leaves++
	switch l.CarriedBy {
	case mc.CarriedNatively:
		t.Native++
	case mc.CarriedByExtension:
		t.Extension++
	case mc.CarriedByResidue:
		t.Residue++
	case mc.CarriedByOriginal:
		t.Original++
	case mc.CarriedByProvenance:
		t.Described++
	default:
		t.Dropped++
	}
}

// Add adds the counts of others.
func (t *Totals) Add(other Totals) {
	for _, pair := range [...][2]*int{
		{&t.Files, &other.Files}, {&t.Leaves, &other.Leaves}, {&t.Native, &other.Native}, {&t.Extension, &other.Extension},
		{&t.Residue, &other.Residue}, {&t.Original, &other.Original}, {&t.Described, &other.Described}, {&t.Dropped, &other.Dropped},
		{&t.Errors, &other.Errors}, {&t.Warnings, &other.Warnings},
		{&t.Mandatory.Before, &other.Mandatory.Before}, {&t.Mandatory.After, &other.Mandatory.After}, {&t.Mandatory.Of, &other.Mandatory.Of},
		{&t.Optional.Before, &other.Optional.Before}, {&t.Optional.After, &other.Optional.After}, {&t.Optional.Of, &other.Optional.Of},
	} {
		*pair[0] += *pair[1]
	}
}

// String states the counts in one sentence: "61 of 115 leaves native, 20 extension, 30
// residue, 4 dropped; mandatory elements 10 of 11 -> 9".
func (t Totals) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d leaves native", t.Native, t.Leaves)
	for _, part := range []struct {
		count int
		name  string
	}{{t.Extension, "extension"}, {t.Residue, "residue"}, {t.Original, "only in the original"}, {t.Described, "described"}} {
		if part.count > 0 {
			fmt.Fprintf(&b, ", %d %s", part.count, part.name)
		}
	}
	fmt.Fprintf(&b, ", %d dropped; mandatory elements %s", t.Dropped, t.Mandatory)
	if t.Optional.Before > 0 {
		fmt.Fprintf(&b, ", optional %s", t.Optional)
	}
	return b.String()
}

// String states how many elements there were of how many, and how many are left.
func (e Elements) String() string { return fmt.Sprintf("%d of %d -> %d", e.Before, e.Of, e.After) }

// Mandatory returns the values of mandatory elements that are lost: those whose
// severity is an error, and those that no part of the target has, although a reader
// could find something else of the element. Personal data that was withheld, and what
// belongs to the source alone, is no loss. Values of one name that are lost in one way are
// one row.
func Mandatory(r mc.Report) []Row {
	var out []Row
	for _, l := range r.Leaves {
		dropped := l.Element > 0 && l.Element <= mandatory && l.CarriedBy == mc.CarriedByNothing && l.Severity.AtLeast(mc.SeverityWarning)
		if !l.Added && l.Kind != mc.KindScaffold && l.Reason != mc.ReasonPersonal && (l.Severity == mc.SeverityError || dropped) {
			if row := newRow("", l); !slices.ContainsFunc(out, row.says) {
				out = append(out, row)
			}
		}
	}
	return out
}

// says reports whether another row says the same of a value of the same name.
func (r Row) says(other Row) bool {
	return r.Name == other.Name && r.Element == other.Element && r.Kind == other.Kind && r.Reason == other.Reason
}
