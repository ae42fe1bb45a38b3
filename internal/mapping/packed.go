package mapping

import (
	"reflect"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Packed is a residue that stands in a document as one text, for a format whose values
// are flat: a JSON object with "is" and "was" (see [ReadResidue]). Each entry holds only
// while the document says what it "was".
type Packed struct {
	at     jsontree.Value
	stated Residue
	kept   map[mc.Path]bool // of what it states, what the credential has
}

// packedBounds are for the text of a packed residue.
var packedBounds = jsontree.Limits{Bytes: 32 << 20}

// Pack returns the text of a residue.
func Pack(differences []Difference, files Files) string {
	text := AppendResidue([]byte(`{"is":`), differences, files)
	if was := AppendWas(nil, differences, files); was != nil {
		text = append(append(text, `,"was":`...), was...)
	}
	return string(append(text, '}'))
}

// Unpack reads the text of a residue at v. It returns false for anything else.
func Unpack(v jsontree.Value) (*Packed, bool) {
	if v.Kind() != jsontree.String {
		return nil, false
	}
	content, err := jsontree.Parse([]byte(v.Text()), packedBounds)
	if err != nil || !content.IsObject() || !content.Get("is").IsObject() {
		return nil, false
	}
	return &Packed{at: v, stated: ReadResidue(content.Get("is"), content.Get("was"))}, true
}

// Apply applies the residue to what the rest of the document says and accounts for it.
// It never changes when a credential is in force, nor an id for which refuse returns an
// error. A nil residue does nothing.
func (p *Packed) Apply(c *mc.Credential, t *mc.Tracker, files Files, refuse func(at mc.Path, before, value reflect.Value) error) {
	if p == nil {
		return
	}
	visible := c.Envelope
	restorer := Restorer{Guarded: true, Files: files, Refuse: func(at mc.Path, before, value reflect.Value) error {
		if Decisive(&visible, at, before, value) {
			return errGuard
		}
		return refuse(at, before, value)
	}}
	var told []mc.Path
	applied := 0
	for _, done := range restorer.Apply(c, p.stated) {
		if done.Err == nil {
			applied++
		}
		told = append(told, done.Leaves()...)
	}
	Prune(c)
	stated := statedIn(c)
	p.kept = map[mc.Path]bool{}
	slices.Sort(told)
	for _, at := range told {
		if stated[at] {
			p.kept[at] = true
			t.Change(p.at.Pointer(), string(at), mc.MatchExact, "kept in our extension")
		}
	}
	if applied == 0 {
		t.Mark(p.at.Pointer(), mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityInfo, Reason: "the document says otherwise by now"})
	}
}

// Reconcile takes out of the report of reading the paths that the residue has removed
// or replaced.
func (p *Packed) Reconcile(report *mc.Report, c *mc.Credential) {
	if p == nil || p.kept == nil {
		return
	}
	stated := statedIn(c)
	for i := range report.Leaves {
		l := &report.Leaves[i]
		if l.Source == p.at.Pointer() {
			continue
		}
		told := len(l.Canonical)
		l.Canonical = slices.DeleteFunc(l.Canonical, func(at mc.Path) bool { return !stated[at] || p.kept[at] })
		if told > 0 && len(l.Canonical) == 0 {
			l.Kind, l.CarriedBy, l.Match = mc.KindScaffold, mc.CarriedNatively, mc.MatchNone
			l.Reason = "written because the format asks for it; our extension says what the credential states"
		}
	}
}

func statedIn(c *mc.Credential) map[mc.Path]bool {
	stated := map[mc.Path]bool{}
	for _, at := range mc.Paths(c) {
		stated[at] = true
	}
	return stated
}
