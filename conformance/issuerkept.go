package conformance

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// issuersOwn are the members that an issuer may set as it sees fit.
var issuersOwn = []string{"issuer", "credentialStatus", "proof"}

// notKept returns pointers to what was sent and is not in what was issued, or with
// another value. An issuer may add members, contexts and types, and sets its own.
func notKept(sent, issued vc.Document, mayChange []string) []string {
	var lost []string
	for name, want := range sent.Root().Members() {
		got := issued.Get(name)
		switch {
		case slices.Contains(issuersOwn, name), slices.Contains(mayChange, name):
		case name == "@context" || name == "type":
			if !keepsList(want, got) {
				lost = append(lost, want.Pointer())
			}
		default:
			lost = append(lost, differences(want, got)...)
		}
	}
	return lost
}

// keepsList reports whether got has the values of want in their order, perhaps with
// others among them.
func keepsList(want, got jsontree.Value) bool {
	left := slices.Collect(want.Each())
	for v := range got.Each() {
		if len(left) > 0 && same(left[0], v) {
			left = left[1:]
		}
	}
	return len(left) == 0
}

// differences returns pointers to the parts of a value that are missing in another or
// differ there. A list of one may stand without its brackets, as JSON-LD has it.
func differences(want, got jsontree.Value) []string {
	if same(want, got) {
		return nil
	}
	if want.Kind() == jsontree.Array && want.Len() == 1 && got.Kind() != jsontree.Array {
		return differences(want.At(0), got)
	}
	if !want.IsObject() || !got.IsObject() {
		return []string{want.Pointer()}
	}
	var lost []string
	for name, value := range want.Members() {
		lost = append(lost, differences(value, got.Get(name))...)
	}
	return lost
}

// same reports whether two values are the same JSON.
func same(a, b jsontree.Value) bool {
	x, errX := a.Canonical()
	y, errY := b.Canonical()
	return a.Exists() && b.Exists() && errX == nil && errY == nil && string(x) == string(y)
}

func quoted(s string) string { return string(jsontree.AppendString(nil, s)) }
