package mapping

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Law is what must hold of every codec:
//
//   - Writing does not change the credential.
//   - The report of writing has one entry for every value of the credential.
//     What it calls carried is read back the same, and what it calls lost is not.
//   - The report of reading has one entry for every leaf of the document, and
//     every value that was read comes from a leaf.
//   - With residue, nothing is lost.
//
// A test fills in Encode, Decode and Lossless and checks many credentials:
//
//	law := mapping.Law{Encode: encode, Decode: decode, Lossless: true}
//	for seed := range uint64(300) {
//		_, err := law.Check(mapping.Random(seed))
//		require.NoError(t, err)
//	}
//
// The other fields are for formats that give back something other than what they
// were given.
type Law struct {
	Encode func(*mc.Credential) (vc.Document, *mc.Report, error)
	Decode func(vc.Document) (*mc.Credential, *mc.Report, error)

	// Lossless says that Encode keeps as residue what the format cannot hold.
	Lossless bool

	// Expected returns what reading the document of c should give; back is what
	// it does give. Nil: c itself.
	Expected func(c, back *mc.Credential) *mc.Credential
	// Own reports whether a document states what is at a path for itself, such
	// as its id. Such values are not compared.
	Own func(at mc.Path) bool
	// Withheld reports whether a value is left out on purpose.
	Withheld func(account mc.Leaf) bool
	// Closes says that the format leaves out entries of lists that state nothing.
	Closes bool
	// From returns the path in c of what Expected has at a path. Nil: the same.
	From func(at mc.Path) mc.Path
	// Place is only used without Lossless. It returns the path at which reading
	// gives what Expected has at a path, or false if reading does not give it.
	// Nil: the same path.
	Place func(c *mc.Credential) func(at mc.Path) (mc.Path, bool)
}

// Check checks the law for one credential. It returns false when Encode refuses
// the credential, so that there is no document to look at.
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
		err = errors.Join(AccountsForModel(report, c, doc.Root()), AccountsForDocument(read, doc.Root(), back), tellsNothingElse(read, back), l.compare(c, back, report))
	}
	if err != nil {
		return true, fmt.Errorf("%w\n%s", err, doc)
	}
	return true, nil
}

// AccountsForModel checks that the report of writing a document has one entry for
// each value of the credential, and points only to what is there.
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
		return fmt.Errorf("the report has %d values %v, the credential states %d %v", len(paths), paths, len(want), want)
	}
	return nil
}

// AccountsForDocument checks that the report of reading a document has one entry
// for each of its leaves, and that every value of the credential comes from one.
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
	if want := Leaves(doc); !slices.Equal(pointers, want) {
		return fmt.Errorf("the report has the leaves %v, the document has %v", pointers, want)
	}
	for _, at := range mc.Paths(c) {
		// A node that is residue as a whole may also be read by a reference to it,
		// and its leaves then tell of that.
		if !told[at] && !at.Under("residue") {
			return fmt.Errorf("%s comes from no leaf", at)
		}
	}
	return nil
}

// tellsNothingElse checks that a report of reading names only paths at which the
// credential states something.
func tellsNothingElse(report *mc.Report, c *mc.Credential) error {
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

// compare checks what is read back.
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
			return fmt.Errorf("comes back changed, or should not come back:\nis  %s\nwas %s", AppendResidue(nil, d, nil), AppendWas(nil, d, nil))
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

// says reports whether a unit says the same as another one; for a text by
// language, whether it has text i of the other, at the same path or anywhere.
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

// vague reports whether the account leaves open if a value comes back.
func vague(l mc.Leaf) bool { return l.Kind == mc.KindTransformed && l.Match == mc.MatchClose }
