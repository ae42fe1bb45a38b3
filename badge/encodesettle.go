package badge

import (
	"slices"
	"sort"
	"strings"

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
	want    []unit                 // what reading the badge should give
	sorted  []string               // the paths of want
	back    map[path]unit          // what it gives
	order   []unit                 // in the order of the model
	told    map[path]mapping.Claim // where the badge says it
	residue []byte
}

// settle accounts for everything still open: personal data that was not asked
// for is withheld, the rest is residue or dropped. It returns the residue.
func (e *encoder) settle(doc vc.Document) (string, error) {
	s := &settling{encoder: e, back: map[path]unit{}, told: map[path]mapping.Claim{}}
	s.read(doc)
	s.wanted()
	for _, u := range s.want {
		if err := s.unit(u); err != nil {
			return "", err
		}
	}
	if !e.o.WithoutResidue {
		s.takeAway()
	}
	s.flush()
	if len(s.residue) == 0 {
		return "", nil
	}
	return `{"` + residueModel + `":{` + string(s.residue) + `}}`, nil
}

// read reads the badge back as it stands without residue.
func (s *settling) read(doc vc.Document) {
	d := newDecoder(doc.Root(), DecodeOptions{})
	c := d.credential()
	c.Residue = d.Residue
	s.order = unitsOf(c, func(p path) bool { return !s.decided(p) })
	for _, u := range s.order {
		s.back[u.from] = u
	}
	for _, c := range d.Claims {
		if to := path(c.Outcome.To); to != "" {
			if _, told := s.told[to]; !told {
				s.told[to] = c
			}
		}
	}
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
func (s *settling) wanted() {
	c := *s.c
	keep := func(at path) bool { return !s.withheldUnit(s.own(at)) && !s.decided(at) }
	if s.o.Authority == ThirdParty {
		c.Award.Source, c.Envelope.Issuer = &s.c.Envelope.Issuer, mc.Party{}
	}
	s.want = unitsOf(&c, keep)
	s.sorted = make([]string, len(s.want))
	for i, u := range s.want {
		s.sorted[i] = string(u.at)
	}
	slices.Sort(s.sorted)
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
func (s *settling) unit(u unit) error {
	back, there := s.back[u.at]
	own := s.own(u.from)
	switch {
	case there && identical(back.value, u.value):
		s.carriedAs(own, u.at)
		return nil
	case !s.o.WithoutResidue:
		return s.keepUnit(u, own)
	case there && equivalent(back.value, u.value):
		s.carriedAs(own, u.at)
		return nil
	}
	s.lose(u, own)
	return nil
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
func (s *settling) keepUnit(u unit, own path) error {
	to := "/residue/" + residueModel + "/" + jsontree.EscapePointer(string(u.at))
	keep := func(leaf path, pointer string) {
		s.mark(leaf, mc.Outcome{To: pointer, Kind: mc.KindResidue, Reason: boundToSource(leaf, "no other term holds it")})
	}
	if text, ok := u.value.Interface().(mc.LangString); ok {
		s.add(u.at, appendTexts(nil, text))
		for i, pointer := range textPointers(text, to) {
			keep(text.Path(own, i), pointer)
		}
		return nil
	}
	raw, err := scalar(u.value)
	if err != nil {
		return err
	}
	s.add(u.at, raw)
	keep(own, to)
	return nil
}

// add adds an entry to the residue.
func (s *settling) add(at path, value []byte) {
	if len(s.residue) > 0 {
		s.residue = append(s.residue, ',')
	}
	s.residue = append(jsontree.AppendString(s.residue, string(at)), ':')
	s.residue = append(s.residue, value...)
}

// lose accounts for a value that does not come back and has no residue. What
// has been written of it stands in the badge, but not so that a reader could
// tell what it was.
func (s *settling) lose(u unit, own path) {
	text, isText := u.value.Interface().(mc.LangString)
	if !isText {
		s.loseLeaf(own)
		return
	}
	var back mc.LangString
	if found, ok := s.back[u.at]; ok {
		back = found.value.Interface().(mc.LangString)
	}
	for i, v := range text {
		if leaf := text.Path(own, i); slices.Contains(back, v) {
			s.carriedLeaf(leaf, back.Path(u.at, slices.Index(back, v)))
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

// takeAway writes null for what the badge says beyond the credential, at the
// outermost path below which the credential states nothing.
func (s *settling) takeAway() {
	var last path
	for _, u := range s.order {
		if last != "" && u.from.Under(last) || s.states(u.from) {
			continue
		}
		last = u.from
		for up := last.Parent(); up != "" && !s.states(up) && !fixedAbove(up); up = up.Parent() {
			last = up
		}
		s.add(last, []byte("null"))
	}
}

// fixedAbove reports whether a path stands above one that the residue cannot
// change.
func fixedAbove(at path) bool {
	return slices.ContainsFunc(protected, func(p path) bool { return p.Under(at) })
}

// states reports whether the credential states something at or below a path.
func (s *settling) states(at path) bool {
	i := sort.SearchStrings(s.sorted, string(at))
	if i < len(s.sorted) && s.sorted[i] == string(at) {
		return true
	}
	for _, next := range []string{".", "["} {
		i := sort.SearchStrings(s.sorted, string(at)+next)
		if i < len(s.sorted) && strings.HasPrefix(s.sorted[i], string(at)+next) {
			return true
		}
	}
	return false
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
