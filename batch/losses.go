package batch

import (
	"cmp"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/losses"
)

// Loss is what became of the values of one member, where not every reader of the target
// finds them as they were.
type Loss struct {
	Element int     `json:"element,omitempty"` // of Annex I; 0: of none
	Member  string  `json:"member"`            // of the source, such as "awardedBy (awardingBody)"
	Kind    mc.Kind `json:"kind"`              // what became of it
	Values  int     `json:"values"`
	Items   int     `json:"items,omitempty"` // how many documents it is about
}

// LossesOf returns the losses in the report of one conversion, by field.
func LossesOf(report mc.Report) []Loss {
	var all Losses
	for _, row := range losses.Rows("", report, false) {
		all.at(Loss{Element: row.Element, Member: label(row.Name), Kind: row.Kind}).Values++
	}
	return all.Fields()
}

// Losses adds up the losses of many conversions, by field. It keeps an entry for each
// field, and no more than a certain number: documents may have members of any name.
type Losses struct{ fields map[Loss]*Loss }

// maxFields is how many fields are told apart; the others are counted as one.
const maxFields = 5000

// FurtherMembers stands for members beyond those that are told apart.
const FurtherMembers = "(further members)"

// Add adds the losses of one conversion.
func (l *Losses) Add(some []Loss) {
	for _, one := range some {
		sum := l.at(Loss{Element: one.Element, Member: one.Member, Kind: one.Kind})
		sum.Values += one.Values
		sum.Items++
	}
}

func (l *Losses) at(key Loss) *Loss {
	if l.fields == nil {
		l.fields = map[Loss]*Loss{}
	}
	if l.fields[key] == nil && len(l.fields) >= maxFields {
		key.Member = FurtherMembers
	}
	if l.fields[key] == nil {
		sum := key
		l.fields[key] = &sum
	}
	return l.fields[key]
}

// Fields returns the sums: the elements of Annex I in their order, then the others, and
// of each the fields of the most documents first.
func (l *Losses) Fields() []Loss {
	out := make([]Loss, 0, len(l.fields))
	for _, sum := range l.fields {
		out = append(out, *sum)
	}
	slices.SortFunc(out, func(a, b Loss) int {
		return cmp.Or(cmp.Compare(orLast(a.Element), orLast(b.Element)), -cmp.Compare(a.Items, b.Items), -cmp.Compare(a.Values, b.Values), cmp.Compare(a.Member, b.Member), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

func orLast(element int) int {
	if element == 0 {
		return 1000
	}
	return element
}
