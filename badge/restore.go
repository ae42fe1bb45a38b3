package badge

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// protected are the paths that the residue cannot change once the document
// states them: who and what the badge is.
var protected = []path{"envelope.id", "envelope.issuer.id", "learner.id"}

var errFixed = errors.New("the residue cannot change the ids of badge, issuer and learner")

// restore puts the residue of the badge back into the model.
func (d *decoder) restore(c *mc.Credential) {
	c.Residue, d.Residue = d.Residue, nil // what follows is added at the end
	for literal := range d.root.Get("residue").Each() {
		if !literal.IsObject() {
			d.Reject(literal, "not a residue")
		}
		for name, m := range literal.Members() {
			if name == residueModel && m.IsObject() {
				d.restoreFrom(m, c)
				continue
			}
			d.Reject(m, "a residue of something else")
		}
	}
	for _, pointer := range d.Residue.Pointers(ob3.Format) {
		c.Residue.Put(ob3.Format, pointer, d.Residue[ob3.Format][pointer])
	}
	mapping.Prune(c)
}

// restored is what the residue did to what other members say.
type restored struct {
	to    *mc.Credential
	gone  map[path]bool             // taken away
	from  map[path]int              // lists, by the first entry that was taken away with those after it
	units map[path]mapping.Restored // changed
}

func (d *decoder) restoreFrom(entries jsontree.Value, c *mc.Credential) {
	visible := c.Envelope
	restorer := mapping.Restorer{Refuse: func(at path, before, value reflect.Value) error {
		switch {
		case fixed(c, at):
			return errFixed
		case mapping.Decisive(&visible, at, before, value):
			return errDecisive
		}
		return nil
	}}
	done := restored{c, map[path]bool{}, map[path]int{}, map[path]mapping.Restored{}}
	for _, r := range restorer.Apply(c, mapping.ReadResidue(entries, jsontree.Value{})) {
		switch {
		case r.Err == errDecisive:
			d.contradicts(r.Is, r.Path)
			continue
		case r.Err != nil:
			d.Reject(r.Is, r.Err.Error())
			continue
		case r.Is.Kind() == jsontree.Null:
			done.gone[r.Path] = true
			if list, i, ok := entryOf(r.Path); ok && (r.Unit == "" || r.Unit == r.Path) && list != "extensions" {
				if first, found := done.from[list]; !found || i < first {
					done.from[list] = i
				}
			}
			d.Mark(r.Is, mc.Outcome{Kind: mc.KindScaffold, Reason: "the source states nothing at " + string(r.Path)})
		case r.Unit != "" && !r.After.IsValid():
			d.Mark(r.Is, mc.Outcome{Kind: mc.KindScaffold, Reason: "the residue itself takes it away"})
		default:
			d.keepRestored(r.Is, r.Path)
		}
		if r.Before.IsValid() && r.After.IsValid() && !mapping.Identical(r.Before, r.After) {
			done.units[r.Unit] = r
		}
	}
	claims := d.Claims
	d.Claims = nil
	for _, claim := range claims {
		d.revise(claim, &done)
	}
	d.insist()
}

// takesAway reports whether the residue took away what stood at a path.
func (r *restored) takesAway(at path) bool {
	if r.gone[at] {
		return true
	}
	list, i, ok := entryOf(at)
	first, found := r.from[list]
	return ok && found && i >= first
}

// entryOf splits the path of an entry of a list.
func entryOf(at path) (list path, i int, ok bool) {
	open := strings.LastIndexByte(string(at), '[')
	if open < 0 || !strings.HasSuffix(string(at), "]") {
		return "", 0, false
	}
	i, err := strconv.Atoi(string(at[open+1 : len(at)-1]))
	return at[:open], i, err == nil
}

// keepRestored accounts for a value of the residue.
func (d *decoder) keepRestored(raw jsontree.Value, at path) {
	text, leaves, isText := mapping.ReadTexts(raw)
	if !isText {
		d.Keep(raw, at)
		return
	}
	for i, p := range mapping.TextPaths(at, text) {
		d.Keep(leaves[i], p)
	}
	d.Scaffold(raw) // whatever else stands in it
}

// revise says again what became of a leaf, once the residue is in its place.
func (d *decoder) revise(c mapping.Claim, done *restored) {
	if strings.HasPrefix(c.Pointer, "/residue/") {
		d.Claims = append(d.Claims, c)
		return
	}
	for p := path(c.Outcome.To); p != ""; p = p.Parent() {
		gone := done.takesAway(p)
		if gone && c.Outcome.Kind == mc.KindResidue {
			c.Outcome.To, c.Outcome.Kind = "", mc.KindDropped
			break
		}
		if gone && done.hides(c, d.plainText(c.Pointer)) {
			c.Outcome = contradicted(path(c.Outcome.To))
			break
		}
		if gone {
			c.Outcome = mc.Outcome{Kind: mc.KindScaffold, Reason: "stands in for what the source does not state"}
			break
		}
		if r, changed := done.units[p]; changed {
			d.reviseChanged(c, p, r.Before, r.After)
			return
		}
	}
	d.Claims = append(d.Claims, c)
}

func (d *decoder) reviseChanged(c mapping.Claim, at path, before, after reflect.Value) {
	o := mc.Outcome{To: c.Outcome.To, Kind: mc.KindTransformed, Match: mc.MatchClose, Reason: "the residue says it in full"}
	differs := mapping.IsPlainFact(at)
	switch s, isText := after.Interface().(mc.LangString); {
	case mapping.Equivalent(before, after):
		o.Match, o.Reason = mc.MatchExact, "the residue has it as the source wrote it"
		differs = false
	case isText:
		text := d.root.Lookup(c.Pointer).Text()
		i := slices.IndexFunc(s, func(v mc.LangValue) bool { return v.Text == text })
		o.To = string(s.Path(at, max(i, 0)))
		differs = differs && i < 0
	default:
		differs = differs && !mapping.SameSecond(before.Interface(), after.Interface())
	}
	if differs {
		o = contradicted(at)
	}
	c.Outcome = o
	d.Claims = append(d.Claims, c)
}

// fixed reports whether a path is one of those that the document decides.
func fixed(c *mc.Credential, at path) bool {
	stated := []string{c.Envelope.ID, c.Envelope.Issuer.ID, c.Learner.ID}
	for i, p := range protected {
		if p.Under(at) && (stated[i] != "" || at != p) {
			return true
		}
	}
	return false
}
