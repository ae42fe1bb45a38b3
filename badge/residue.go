package badge

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// settling finds out what the badge does not give back. It reads the badge, as
// any reader would, and compares: what comes out otherwise than it went in is
// residue, so that residue and badge together are the credential again; and
// what the badge seems to say beyond the credential, because Open Badges
// demands a member or has room for one thing where we have two, the residue
// takes away again.
type settling struct {
	*encoder
	*mapping.Comparison                        // of what reading the badge should give with what it gives
	told                map[path]mapping.Claim // where the badge says it
	residue             []mapping.Difference
}

// settle accounts for everything still open: personal data that was not asked
// for is withheld, the rest is residue or dropped. It returns the residue.
func (e *encoder) settle(doc vc.Document) string {
	s := &settling{encoder: e, told: map[path]mapping.Claim{}}
	want, got := s.wanted(), s.read(doc)
	s.Comparison = mapping.Compare(want, got)
	for _, u := range want {
		s.unit(u)
	}
	if !e.o.WithoutResidue {
		// Null takes away what the badge says beyond the credential.
		for _, at := range s.Beyond(protected) {
			s.residue = append(s.residue, mapping.Difference{At: at})
		}
	}
	s.flush()
	if len(s.residue) == 0 {
		return ""
	}
	return `{"` + residueModel + `":` + string(mapping.AppendResidue(nil, s.residue, nil)) + `}`
}

// read reads the badge back as it stands without residue.
func (s *settling) read(doc vc.Document) []mapping.Unit {
	d := newDecoder(doc.Root(), DecodeOptions{})
	c := d.credential()
	c.Residue = d.Residue
	for _, c := range d.Claims {
		if to := path(c.Outcome.To); to != "" {
			if _, told := s.told[to]; !told {
				s.told[to] = c
			}
		}
	}
	return mapping.Units(c, func(at path) bool { return !s.decided(at) })
}

// decided reports whether a value of the badge is not that of the credential
// on purpose: the badge has an id and an issuer of its own.
func (s *settling) decided(at path) bool {
	switch {
	case at == "envelope.id", at == "envelope.issuer.id":
		return true
	case s.o.Authority == ThirdParty:
		return at.Under("envelope.issuer")
	}
	return false
}

// wanted lists what reading the badge should give: the credential, but who
// issued it is the source of a badge that somebody else issues; without what
// is withheld, and without entries that state nothing.
func (s *settling) wanted() []mapping.Unit {
	c := *s.c
	keep := func(at path) bool { return !s.withheldUnit(s.own(at)) && !s.decided(at) }
	if s.o.Authority == ThirdParty {
		c.Award.Source, c.Envelope.Issuer = &s.c.Envelope.Issuer, mc.Party{}
	}
	return mapping.CloseUnits(&c, keep)
}

// own is the path in the credential of what stands at a path of the badge.
func (s *settling) own(at path) path {
	if s.o.Authority == ThirdParty && at.Under("award.source") {
		return "envelope.issuer" + at[len("award.source"):]
	}
	return at
}

// withheldUnit reports whether something is personal data that nobody asked
// for and that has not been written as a name or identifier either.
func (s *settling) withheldUnit(at path) bool {
	if s.o.PersonalData {
		return false
	}
	for _, leaf := range s.below(at) {
		if marks := s.marked[leaf]; len(marks) == 0 && personal(leaf) || len(marks) > 0 && marks[0].Reason == withheldReason {
			return true
		}
	}
	return false
}

// unit accounts for one value.
func (s *settling) unit(u mapping.Unit) {
	back, there := s.Got(u.At)
	own := s.own(u.From)
	switch {
	case there && mapping.Identical(back, u.Value):
		s.carriedAs(own, u.At)
	case !s.o.WithoutResidue:
		s.keepUnit(u, own)
	case there && mapping.Equivalent(back, u.Value):
		s.carriedAs(own, u.At)
	default:
		s.lose(u, own)
	}
}

// carriedAs accounts for a value that comes back although nothing was written
// for it: it follows from something else.
func (s *settling) carriedAs(own, at path) {
	for _, leaf := range s.below(own) {
		s.carriedLeaf(leaf, at+leaf[len(own):])
	}
}

func (s *settling) carriedLeaf(leaf, at path) {
	told, ok := s.told[at]
	switch {
	case !ok || len(s.marked[leaf]) > 0:
	case told.Extension:
		s.mark(leaf, mc.Outcome{To: told.Pointer, Kind: mc.KindExtension})
	default:
		s.mark(leaf, mc.Outcome{To: told.Pointer, Kind: mc.KindTransformed, Match: mc.MatchExact, Reason: "follows from what stands there"})
	}
}

// keepUnit puts a value into the residue.
func (s *settling) keepUnit(u mapping.Unit, own path) {
	to := "/residue/" + residueModel + "/" + jsontree.EscapePointer(string(u.At))
	s.residue = append(s.residue, mapping.Difference{At: u.At, Want: u.Value})
	leaves, pointers := []path{own}, []string{to}
	if text, ok := u.Value.Interface().(mc.LangString); ok {
		leaves, pointers = mapping.TextPaths(own, text), mapping.TextPointers(to, text)
	}
	for i, leaf := range leaves {
		s.mark(leaf, mc.Outcome{To: pointers[i], Kind: mc.KindResidue, Reason: boundToSource(leaf, "no other term holds it")})
	}
}

// lose accounts for a value that does not come back and has no residue. What
// has been written of it stands in the badge, but not so that a reader could
// tell what it was.
func (s *settling) lose(u mapping.Unit, own path) {
	text, isText := u.Value.Interface().(mc.LangString)
	if !isText {
		s.loseLeaf(own)
		return
	}
	var back mc.LangString
	if found, ok := s.Got(u.At); ok {
		back = found.Interface().(mc.LangString)
	}
	for i, v := range text {
		if leaf := text.Path(own, i); slices.Contains(back, v) {
			s.carriedLeaf(leaf, back.Path(u.At, slices.Index(back, v)))
		} else {
			s.loseLeaf(leaf)
		}
	}
}

func (s *settling) loseLeaf(leaf path) {
	marks := s.marked[leaf]
	if len(marks) == 0 {
		s.mark(leaf, mc.Outcome{Kind: mc.KindDropped, Reason: boundToSource(leaf, "Open Badges and the extension have no term for it")})
	}
	for i := range marks {
		if o := &marks[i]; o.Kind == mc.KindExact || o.Kind == mc.KindExtension || o.Kind == mc.KindTransformed && o.Match == mc.MatchExact {
			o.Kind, o.Match, o.Reason = mc.KindNarrowed, mc.MatchNone, "it is written, but reading the badge does not give it back in its place"
		}
	}
}

// flush hands the account to the tracker.
func (s *settling) flush() {
	for _, p := range s.paths {
		marks := s.marked[p]
		if len(marks) == 0 {
			marks = []mc.Outcome{s.unsettled(p)}
		}
		for _, o := range marks {
			s.tracker.Mark(string(p), o)
		}
	}
}

// unsettled is what became of a value that is not to come back.
func (s *settling) unsettled(p path) mc.Outcome {
	switch {
	case !s.o.PersonalData && personal(p):
		return mc.Outcome{Kind: mc.KindDropped, Reason: withheldReason}
	case s.o.Authority == ThirdParty && p.Under("award.source"):
		return mc.Outcome{Kind: mc.KindDropped, Reason: "the source of the badge is who issued the original"}
	case p == "envelope.id" || p == "envelope.issuer.id":
		return mc.Outcome{Kind: mc.KindDropped, Reason: "the badge has an id of its own"}
	}
	return mc.Outcome{Kind: mc.KindDropped, Reason: boundToSource(p, "Open Badges and the extension have no term for it")}
}

// protected are the paths that the residue cannot change once the document
// states them: who and what the badge is.
var protected = []path{"envelope.id", "envelope.issuer.id", "learner.id"}

var errFixed = errors.New("the residue cannot change the ids of badge, issuer and learner")

// plainFacts are the paths of what every reader of Open Badges sees. A residue
// that says something else of one contradicts it.
var plainFacts = map[path]bool{
	"definition.title": true, "envelope.issuer.name": true, "award.awarding.on": true,
	"envelope.validFrom": true, "envelope.validUntil": true,
}

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
	gone  map[path]bool             // taken away
	units map[path]mapping.Restored // changed
}

func (d *decoder) restoreFrom(entries jsontree.Value, c *mc.Credential) {
	restorer := mapping.Restorer{Refuse: func(at path) error {
		if fixed(c, at) {
			return errFixed
		}
		return nil
	}}
	done := restored{map[path]bool{}, map[path]mapping.Restored{}}
	for _, r := range restorer.Apply(c, mapping.ReadResidue(entries, jsontree.Value{})) {
		switch {
		case r.Err != nil:
			d.Reject(r.Is, r.Err.Error())
			continue
		case r.Is.Kind() == jsontree.Null:
			done.gone[r.Path] = true
			d.Mark(r.Is, mc.Outcome{Kind: mc.KindScaffold, Reason: "the source states nothing at " + string(r.Path)})
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
		if done.gone[p] && c.Outcome.Kind == mc.KindResidue {
			c.Outcome.To, c.Outcome.Kind = "", mc.KindDropped
			break
		}
		if done.gone[p] {
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
	differs := plainFacts[at]
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
		differs = differs && !sameSecond(before.Interface(), after.Interface())
	}
	if differs {
		o = mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityWarning, Element: mc.ElementOf(at),
			Reason: CodeContradiction + ": the residue says something else of " + string(at)}
	}
	c.Outcome = o
	d.Claims = append(d.Claims, c)
}

// sameSecond reports whether two values are points in time within one second:
// Open Badges has whole seconds in UTC, and takes a time without a zone for
// one in UTC.
func sameSecond(a, b any) bool {
	s, ok := a.(mc.Instant)
	t, both := b.(mc.Instant)
	return ok && both && s.Time().Truncate(time.Second).Equal(t.Time().Truncate(time.Second))
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
