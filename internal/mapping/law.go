package mapping

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Law is what holds of every codec, for its tests to run:
//
//   - The report of writing has one account of every value that the credential
//     states, and what it says is carried comes back the same. What it says is
//     lost does not.
//   - The report of reading has one account of every leaf of the document, and
//     every value that is read comes from one.
//   - With residue nothing is lost.
//
// The fields after Lossless are the exceptions of a format.
type Law struct {
	Encode func(*mc.Credential) (vc.Document, *mc.Report, error)
	Decode func(vc.Document) (*mc.Credential, *mc.Report, error)

	// Lossless says that Encode keeps as residue what the format cannot hold.
	Lossless bool

	// Expected is what reading a document of c should give, when that is not c;
	// back is what it gives.
	Expected func(c, back *mc.Credential) *mc.Credential
	// Own reports whether a document states a path for itself, such as its id.
	Own func(at mc.Path) bool
	// Withheld reports whether a value is left out on purpose.
	Withheld func(account mc.Leaf) bool
	// Closes says that entries that state nothing are left out of their lists.
	Closes bool
	// From is the path in the credential of what is expected at a path.
	From func(at mc.Path) mc.Path
	// Place is the path at which reading gives what is expected at a path,
	// false when it has none, in a document of c without residue.
	Place func(c *mc.Credential) func(at mc.Path) (mc.Path, bool)
}

// Check checks the law for one credential. It is false when there is no
// document of it.
func (l Law) Check(c *mc.Credential) (written bool, err error) {
	before := Clone(c)
	doc, report, err := l.Encode(c)
	if err != nil {
		return false, nil
	}
	if !reflect.DeepEqual(before, c) {
		return true, errors.New("the credential was changed by writing it")
	}
	back, read, err := l.Decode(doc)
	if err == nil {
		err = errors.Join(AccountsForModel(report, c, doc.Root()), AccountsForDocument(read, doc.Root(), back), TellsNothingElse(read, back), l.compare(c, back, report))
	}
	if err != nil {
		return true, fmt.Errorf("%w\n%s", err, doc)
	}
	return true, nil
}

// AccountsForModel checks the report of writing a document.
func AccountsForModel(report *mc.Report, c *mc.Credential, doc jsontree.Value) error {
	var paths []mc.Path
	for _, leaf := range report.Leaves {
		if !leaf.Added {
			paths = append(paths, leaf.Canonical...)
		}
		if unhandled(leaf) {
			return fmt.Errorf("nothing is said of %v", leaf.Canonical)
		}
		for _, pointer := range leaf.Target {
			if !doc.Lookup(pointer).Exists() {
				return fmt.Errorf("%v is said to stand at %s, where nothing is", leaf.Canonical, pointer)
			}
		}
	}
	if want := mc.Paths(c); !slices.Equal(paths, want) {
		return fmt.Errorf("the report is of %d values %v, the credential states %d %v", len(paths), paths, len(want), want)
	}
	return nil
}

// AccountsForDocument checks the report of reading a document.
func AccountsForDocument(report *mc.Report, doc jsontree.Value, c *mc.Credential) error {
	var pointers []string
	told := map[mc.Path]bool{}
	for _, leaf := range report.Leaves {
		if leaf.Added || unhandled(leaf) {
			return fmt.Errorf("nothing is said of %s", leaf.Source)
		}
		pointers = append(pointers, leaf.Source)
		for _, at := range leaf.Canonical {
			told[at] = true
		}
	}
	if want := leavesOf(doc, "", nil); !slices.Equal(pointers, want) {
		return fmt.Errorf("the report is of the leaves %v, the document has %v", pointers, want)
	}
	for _, at := range mc.Paths(c) {
		if !told[at] {
			return fmt.Errorf("%s comes from no leaf", at)
		}
	}
	return nil
}

// TellsNothingElse checks that a report of reading names only places at which
// something is stated.
func TellsNothingElse(report *mc.Report, c *mc.Credential) error {
	stated := map[mc.Path]bool{}
	for _, at := range mc.Paths(c) {
		for ; at != "" && !stated[at]; at = at.Parent() {
			stated[at] = true
		}
	}
	for _, leaf := range report.Leaves {
		for _, at := range leaf.Canonical {
			if !stated[at] {
				return fmt.Errorf("%s is said to be at %s, where nothing is stated", leaf.Source, at)
			}
		}
	}
	return nil
}

// unhandled reports whether a codec has forgotten a leaf.
func unhandled(l mc.Leaf) bool {
	return l.Reason == "not handled by the codec" || l.Kind == mc.KindResidue && l.Reason == "no field of the model carries it"
}

func leavesOf(v jsontree.Value, at string, out []string) []string {
	if v.Len() == 0 {
		return append(out, at)
	}
	for i := range v.Len() {
		name := strconv.Itoa(i)
		if v.IsObject() {
			name = jsontree.EscapePointer(v.At(i).Name())
		}
		out = leavesOf(v.At(i), at+"/"+name, out)
	}
	return out
}

// compare checks what comes back.
func (l Law) compare(c, back *mc.Credential, report *mc.Report) error {
	expected, from := c, func(at mc.Path) mc.Path { return at }
	if l.Expected != nil {
		expected = l.Expected(c, back)
	}
	if l.From != nil {
		from = l.From
	}
	accounts, withheld := map[mc.Path]mc.Leaf{}, map[mc.Path]bool{}
	for _, leaf := range report.Leaves {
		if !leaf.Added {
			accounts[leaf.Canonical[0]] = leaf
		}
	}
	for _, u := range Units(c, nil) {
		withheld[u.From] = l.Withheld != nil && l.Withheld(accounts[leafPaths(u.From, u.Value)[0]])
	}
	counts := func(at mc.Path) bool { return l.Own == nil || !l.Own(at) }
	units := Units
	if l.Closes {
		units = CloseUnits
	}
	want := units(expected, func(at mc.Path) bool { return counts(at) && !withheld[from(at)] })
	if l.Lossless {
		if d := Compare(want, Units(back, counts)).Differences(); d != nil {
			return fmt.Errorf("comes back otherwise, or should not come back:\nis  %s\nwas %s", AppendResidue(nil, d, nil), AppendWas(nil, d, nil))
		}
		return nil
	}
	place := func(at mc.Path) (mc.Path, bool) { return at, true }
	if l.Place != nil {
		place = l.Place(c)
	}
	x := Compare(want, Units(back, counts))
	for _, u := range want {
		at, ok := place(u.At)
		got, there := x.Got(at)
		for i, leaf := range leafPaths(from(u.From), u.Value) {
			account, inPlace, somewhere := accounts[leaf], false, false
			if ok && there {
				inPlace, somewhere = says(got, u.Value, i)
			}
			if carried := !lost(account); (carried && !somewhere || !carried && inPlace) && !vague(account) {
				return fmt.Errorf("the report says of %s %q (%s), it comes back: %v", leaf, account.Kind, account.Reason, somewhere)
			}
		}
	}
	return nil
}

// leafPaths returns the paths of the values of a unit.
func leafPaths(at mc.Path, v reflect.Value) []mc.Path {
	if s, ok := v.Interface().(mc.LangString); ok {
		return TextPaths(at, s)
	}
	return []mc.Path{at}
}

// says reports whether a unit says what another one does, or its text i: at
// the path of that text, or anywhere in it.
func says(v, of reflect.Value, i int) (inPlace, somewhere bool) {
	s, ok := v.Interface().(mc.LangString)
	if !ok || v.Type() != of.Type() {
		same := Equivalent(v, of)
		return same, same
	}
	want := of.Interface().(mc.LangString)
	j := slices.Index(TextPaths("", s), TextPaths("", want)[i])
	return j >= 0 && s[j] == want[i], slices.Contains(s, want[i])
}

func lost(l mc.Leaf) bool {
	return l.Kind == mc.KindDropped || l.Kind == mc.KindNarrowed || l.Kind == mc.KindMerged || l.Kind == mc.KindEmbedded
}

// vague reports whether a value may come back from another member or not at
// all.
func vague(l mc.Leaf) bool { return l.Kind == mc.KindTransformed && l.Match == mc.MatchClose }
