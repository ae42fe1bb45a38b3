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
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// settler reads the badge back and compares it with the credential. What comes
// back differently becomes residue. What the badge says beyond the credential,
// because Open Badges demands a member or has room for one thing where the model
// has two, the residue takes away again.
type settler struct {
	*encoder
	*mapping.Comparison                 // of what the badge should give with what it gives
	told                map[path]origin // where the badge says it
	residue             []mapping.Difference
	further             int // achievements of the credential beside that of the badge
}

// settle accounts for everything that is still open and returns the residue.
// Personal data that was not asked for is withheld; the rest is residue or
// dropped.
func (e *encoder) settle(doc vc.Document) string {
	s := &settler{encoder: e, further: len(e.c.Claims()) - 1}
	want, got := s.wanted(), s.read(doc)
	s.Comparison = mapping.Compare(want, got)
	for _, u := range want {
		s.settleUnit(u)
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

// origin is the leaf that tells a value.
type origin struct {
	leaf      jsontree.Value
	extension bool
}

// reading is what reading a badge back gave. The badge is read with its facts and
// without them: what is wanted is the same then, and the memory serves both.
type reading struct {
	root   jsontree.Value
	told   map[path]origin
	units  []mapping.Unit
	wanted []mapping.Unit
	claims []mapping.Claim
}

// read reads the badge back without its residue, once for the same document.
func (s *settler) read(doc vc.Document) []mapping.Unit {
	if s.back.root == doc.Root() {
		s.told = s.back.told
		return s.back.units
	}
	s.back.root, s.back.units = doc.Root(), s.readUnits(doc)
	s.told = s.back.told
	return s.back.units
}

func (s *settler) readUnits(doc vc.Document) []mapping.Unit {
	d := newDecoder(doc.Root(), DecodeOptions{})
	if s.back.claims == nil { // most values are told by one leaf
		s.back.claims = make([]mapping.Claim, 0, len(s.paths))
	}
	d.Claims = s.back.claims[:0]
	c := d.credential()
	c.Residue = d.Residue
	if s.back.told == nil {
		s.back.told = make(map[path]origin, len(d.Claims))
	}
	told := s.back.told
	clear(told)
	for i := range d.Claims {
		claim := &d.Claims[i]
		if to := path(claim.Outcome.To); to != "" {
			if before, known := told[to]; !known || before.extension && !claim.Extension {
				told[to] = origin{claim.Of, claim.Extension}
			}
		}
	}
	s.back.claims = d.Claims
	return mapping.Units(c, func(at path) bool { return !s.isDecided(at) })
}

// isNative reports whether reading tells a value from members of Open Badges.
func (s *settler) isNative(at path) bool {
	told, ok := s.told[at]
	return ok && !told.extension
}

// isDecided reports whether a value of the badge differs from the credential on
// purpose: the badge has an id and an issuer of its own.
func (s *settler) isDecided(at path) bool {
	switch {
	case at == "envelope.id", at == "envelope.issuer.id":
		return true
	case len(s.c.Provenance) > 0 && (at.Under("envelope.status") || at.Under("envelope.refresh")):
		return true // a status was said of the source, and speaks for no other document
	case !s.o.Authority.KeepsIssuer() && !s.isDraft():
		return at.Under(atEnvelopeIssuer)
	}
	return false
}

// wanted lists what reading the badge should give: the credential without what
// is withheld and without entries that state nothing.
func (s *settler) wanted() []mapping.Unit {
	if s.back.wanted == nil {
		s.back.wanted = mapping.CloseUnits(s.c, func(at path) bool { return !s.isUnitWithheld(at) && !s.isDecided(at) })
	}
	return s.back.wanted
}

// atPages is the path of rendered pages. They stand in the original only: each is
// many times as long as the badge, and what it shows is in the members.
const atPages path = "envelope.display.pages"

// pageReason is the reason why pages are not in a badge.
const pageReason = "a page that was rendered for the source, which has it"

// isUnitWithheld reports whether something is personal data that nobody asked
// for and that has not been written as a name or identifier either.
func (s *settler) isUnitWithheld(at path) bool {
	if at.Under(atPages) {
		return true
	}
	if s.o.PersonalData {
		return false
	}
	for _, text := range s.from(at) {
		leaf := path(text)
		if !leaf.Under(at) {
			continue
		}
		if marks := s.marked[leaf]; len(marks) == 0 && isPersonal(leaf) || len(marks) > 0 && marks[0].Reason == withheldReason {
			return true
		}
	}
	return false
}

// settleUnit accounts for one value.
func (s *settler) settleUnit(u mapping.Unit) {
	back, there := s.Got(u.At)
	own := u.From
	switch {
	case there && mapping.Identical(back, u.Value):
		s.markCarried(own, u.At)
	case !s.o.WithoutResidue:
		s.keepAsResidue(u, own)
	case there && mapping.Equivalent(back, u.Value):
		s.markCarried(own, u.At)
	default:
		s.markLost(u, own)
	}
}

// markCarried accounts for a value that comes back although nothing was written
// for it, because it follows from something else.
func (s *settler) markCarried(own, at path) {
	for _, text := range s.from(own) {
		leaf := path(text)
		if !leaf.Under(own) {
			continue
		}
		to := leaf
		if at != own {
			to = at + leaf[len(own):]
		}
		s.markLeafCarried(leaf, to)
	}
}

// isOnlyExtended reports whether nothing but terms of the extension has been written
// for a value.
func (s *settler) isOnlyExtended(leaf path) bool {
	return !slices.ContainsFunc(s.marked[leaf], func(o mc.Outcome) bool { return o.Kind != mc.KindExtension })
}

func (s *settler) markLeafCarried(leaf, at path) {
	told, ok := s.told[at]
	switch {
	case !ok, len(s.marked[leaf]) > 0 && (told.extension || !s.isOnlyExtended(leaf)):
	case told.extension:
		s.mark(leaf, mc.Outcome{To: told.leaf.Pointer(), Kind: mc.KindExtension})
	default:
		s.mark(leaf, mc.Outcome{To: told.leaf.Pointer(), Kind: mc.KindTransformed, Match: mc.MatchExact, Reason: "follows from what stands there"})
	}
}

// keepAsResidue puts a value into the residue.
func (s *settler) keepAsResidue(u mapping.Unit, own path) {
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

// markLost accounts for a value that does not come back and has no residue. It
// may be written, but not so that a reader can tell what it was.
func (s *settler) markLost(u mapping.Unit, own path) {
	text, isText := mapping.TextOf(u.Value)
	if !isText {
		s.markLeafLost(own)
		return
	}
	var back mc.LangString
	if found, ok := s.Got(u.At); ok {
		back, _ = mapping.TextOf(found)
	}
	for i, v := range text {
		if leaf := text.Path(own, i); slices.Contains(back, v) {
			s.markLeafCarried(leaf, back.Path(u.At, slices.Index(back, v)))
		} else {
			s.markLeafLost(leaf)
		}
	}
}

// codeOfLabel returns the path of the code whose label in some language stands at a
// path.
func codeOfLabel(leaf path) (code path, ok bool) {
	concept, label, ok := strings.Cut(string(leaf), ".label[")
	return path(concept).Dot("iri"), ok && strings.IndexByte(label, ']') == len(label)-1
}

func (s *settler) markLeafLost(leaf path) {
	marks := s.marked[leaf]
	if code, ok := codeOfLabel(leaf); ok && len(marks) == 0 && s.isNative(code) {
		s.mark(leaf, mc.Outcome{To: s.told[code].leaf.Pointer(), Kind: mc.KindMerged, Reason: "the code stands there; its list has the label in this language"})
		return
	}
	if len(marks) == 0 {
		s.mark(leaf, s.dropped(leaf))
	}
	for i := range marks {
		if o := &marks[i]; o.Kind == mc.KindExact || o.Kind == mc.KindExtension || o.Kind == mc.KindTransformed && o.Match == mc.MatchExact {
			o.Kind, o.Match, o.Reason = mc.KindNarrowed, mc.MatchNone, "it is written, but reading the badge does not give it back in its place"
		}
	}
}

// flush hands the account to the tracker.
func (s *settler) flush() {
	for _, p := range s.paths {
		marks := s.marked[p]
		if len(marks) == 0 {
			marks = []mc.Outcome{s.outcomeOf(p)}
		}
		for _, o := range marks {
			s.tracker.Mark(string(p), o)
		}
	}
}

// outcomeOf returns what became of a value that is not meant to come back.
func (s *settler) outcomeOf(p path) mc.Outcome {
	switch {
	case p.Under(atPages):
		return mc.Outcome{Kind: mc.KindDropped, Reason: pageReason}
	case !s.o.PersonalData && isPersonal(p):
		return mc.Outcome{Kind: mc.KindDropped, Reason: withheldReason}
	case p == "envelope.id" || p == "envelope.issuer.id":
		return mc.Outcome{Kind: mc.KindDropped, Reason: "the badge has an id of its own"}
	}
	if !s.o.Authority.KeepsIssuer() && p.Under(atEnvelopeIssuer) {
		return mc.Outcome{Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Reason: "the badge has an issuer of its own, and names that of the original beside it"}
	}
	return s.dropped(p)
}

// dropped says that a value is lost. A badge is for one achievement.
func (s *settler) dropped(p path) mc.Outcome {
	if n := s.further; n > 0 && (p.Under("others") || p.Under("award.parts")) {
		reason := "a badge is for one achievement; the other one is kept in a record of the learner, the format clr"
		if n > 1 {
			reason = "a badge is for one achievement; the " + strconv.Itoa(n) + " others are kept in a record of the learner, the format clr"
		}
		return mc.Outcome{Kind: mc.KindDropped, Reason: reason, Severity: mc.SeverityWarning}
	}
	reason := "no member of Open Badges holds it"
	if s.o.Extension {
		reason = "no member of Open Badges holds it, and no term of the extension"
	}
	return mc.Outcome{Kind: mc.KindDropped, Reason: boundToSource(p, reason)}
}

// protected are the paths that the residue cannot change once the document
// states them: who and what the badge is.
var protected = []path{"envelope.id", "envelope.issuer.id", "learner.id"}

var errProtected = errors.New("the residue cannot change the ids of badge, issuer and learner")

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
	bare  map[path]string           // added as the bare value of a grade
}

func (d *decoder) restoreFrom(entries jsontree.Value, c *mc.Credential) {
	visible := c.Envelope
	restorer := mapping.Restorer{Refuse: func(at path, before, value reflect.Value) error {
		switch {
		case isProtected(c, at):
			return errProtected
		case mapping.Decisive(&visible, at, before, value):
			return errDecisive
		}
		return nil
	}}
	done := restored{c, map[path]bool{}, map[path]int{}, map[path]mapping.Restored{}, map[path]string{}}
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
		if grade, ok := strings.CutSuffix(string(r.Unit), ".grade.value"); ok && r.After.IsValid() {
			done.bare[path(grade)+".grade.text"] = r.After.String()
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
	if strings.HasPrefix(c.Pointer(), "/residue/") {
		d.Claims = append(d.Claims, c)
		return
	}
	for p := path(c.Outcome.To); p != ""; p = p.Parent() {
		gone := done.takesAway(p)
		if gone && c.Outcome.Kind == mc.KindResidue {
			c.Outcome.To, c.Outcome.Kind = "", mc.KindDropped
			break
		}
		if gone && done.hides(c, d.plainText(c.Pointer())) {
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
		if bare, ok := done.bare[p]; ok && bare != d.plainText(c.Pointer()) {
			d.doubt(d.root.Lookup(c.Pointer()), p, "the residue says something else of "+string(p))
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
		text := d.root.Lookup(c.Pointer()).Text()
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
func isProtected(c *mc.Credential, at path) bool {
	stated := []string{c.Envelope.ID, c.Envelope.Issuer.ID, c.Learner.ID}
	for i, p := range protected {
		if p.Under(at) && (stated[i] != "" || at != p) {
			return true
		}
	}
	return false
}
