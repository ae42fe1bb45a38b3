package badge

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Open Badges names three parties: the issuer, who vouches for the badge; the
// creator of the achievement; and the source, who assessed on behalf of the
// issuer. Who awarded has no member. As in the published example of a badge that
// was made of a Europass credential, that is the creator where the issuer only
// seals, and the issuer elsewhere.

// writeIssuer writes the issuer of the badge. That of a draft is written last, since
// whoever signs the badge replaces it, and so nothing may refer to it.
func (s *tables) writeIssuer(e *encoder, n *node, c *mc.Credential, _ path) {
	switch {
	case e.o.Authority.KeepsIssuer():
		e.issuer = e.whole(&c.Envelope.Issuer, atEnvelopeIssuer, atIssuer)
		e.Put(n, "issuer", e.issuer)
	case !e.isDraft():
		e.tracker.Add(mc.Outcome{To: atIssuer, Kind: mc.KindDefaulted, Reason: "who makes the badge, as configured"})
		e.issuer = e.foreign(e.maker())
		e.Put(n, "issuer", e.issuer)
	}
}

// writeDraftIssuer lets a draft name the original issuer.
func (s *tables) writeDraftIssuer(e *encoder) {
	if e.issuer != nil {
		return
	}
	e.issuer = e.whole(&e.c.Envelope.Issuer, atEnvelopeIssuer, atIssuer)
	s.credential.Insert(&e.root, mapping.Member{Term: "issuer", Items: []mapping.Item{{Node: e.issuer}}})
}

// atEnvelopeIssuer is the path of the issuer of the credential.
const atEnvelopeIssuer path = "envelope.issuer"

// isDraft reports whether somebody else is to make the badge, and nobody said who.
func (e *encoder) isDraft() bool {
	return !e.o.Authority.KeepsIssuer() && e.o.Issuer == nil && e.o.IssuerID == ""
}

// maker is who makes the badge.
func (e *encoder) maker() *mc.Party {
	switch {
	case e.o.Authority.KeepsIssuer():
		return &e.c.Envelope.Issuer
	case e.o.Issuer == nil:
		return &mc.Party{ID: e.o.IssuerID}
	}
	return e.o.Issuer
}

// foreign writes a party that is not part of the credential, and so without an
// account.
func (e *encoder) foreign(p *mc.Party) *node {
	c := &mc.Credential{Envelope: mc.Envelope{Issuer: *p}}
	other := newEncoder(e.s, c, e.o, newAccount(c))
	other.prefer, other.lang = e.prefer, e.lang
	n := other.whole(&c.Envelope.Issuer, atEnvelopeIssuer, atIssuer)
	e.Extended = e.Extended || other.Extended
	return n
}

// writeCreator writes the first awarding body as the creator of an achievement of
// which nobody is said to own the definition.
func (s *tables) writeCreator(e *encoder) {
	bodies := e.c.Award.Awarding.Bodies
	if len(bodies) == 0 || e.partyKey(&bodies[0]) == "" {
		return
	}
	if owner := e.c.Definition.Creator; e.achievement.Member("creator") != nil {
		if sameParty(owner, &bodies[0]) && e.Plain {
			for leaf := range e.below("definition.creator") {
				e.marked[leaf] = []mc.Outcome{{To: e.achievement.At("creator"), Kind: mc.KindMerged, Reason: "the creator of the achievement is also the awarding body"}}
			}
		}
		return
	}
	creator := s.profile.WriteRequired(e.Writer, nil, "", &bodies[0], atAwardingBody, e.achievement.At("creator"))
	s.definition.Insert(e.achievement, mapping.Member{Term: "creator", Items: []mapping.Item{{Node: creator}}})
}

// writeSource writes who assessed. If nobody is named and the issuer only seals, it
// is the awarding body, on whose word the issuer relies.
func (s *tables) writeSource(e *encoder) {
	w, to := &e.c.Award, atSubject+"/source"
	p, at := w.Source, path("award.source")
	for i := 0; p == nil && i < len(w.Assessments); i++ {
		if all := w.Assessments[i].Assessors; len(all) > 0 {
			p, at = &all[0], path("award.assessments").At(i).Dot("assessors").At(0)
		}
	}
	if bodies := w.Awarding.Bodies; p == nil && len(bodies) > 0 && e.partyKey(&bodies[0]) != "" && (e.isDraft() || !sameParty(&bodies[0], e.maker())) {
		p, at = &bodies[0], atAwardingBody
		e.tracker.Add(mc.Outcome{To: to, Kind: mc.KindSynthesised, Reason: "the awarding body, on whose word the issuer relies"})
	}
	if p != nil && e.partyKey(p) != "" {
		e.source = e.whole(p, at, to)
	}
}

const atAwardingBody path = "award.awarding.bodies[0]"

// sameParty reports whether two parties are the same one: by their ids, or else by
// their names.
func sameParty(a, b *mc.Party) bool {
	if a == nil || b == nil {
		return false
	}
	if isGlobal(a.ID) && isGlobal(b.ID) {
		return a.ID == b.ID
	}
	for _, name := range a.DisplayName() {
		for _, other := range b.DisplayName() {
			if strings.TrimSpace(name.Text) != "" && name.Text == other.Text {
				return true
			}
		}
	}
	return false
}

// isEqual reports whether the same is stated of two parties.
func isEqual(a, b *mc.Party) bool {
	one, err := content(a)
	other, failed := content(b)
	return err == nil && failed == nil && one == other
}

// placeParties puts creator and source of the achievement in their place: which of
// them awarded, who assessed, and who only owns the definition.
func (s *tables) placeParties(d *decoder, node jsontree.Value, to *mc.Credential, _ path) {
	extended := hasType(first(node.Get("credentialSubject")).Get("type"), typeEuSubject)
	s.placeCreator(d, node, to, extended)
	placeSource(d, to, extended)
}

// placeCreator takes the creator for the awarding body if it is the issuer, or if
// the badge shows that its issuer only seals: the source is the creator, or the
// badge was made of a Europass credential, in which nobody owns a definition. Else
// the issuer awards and the creator owns the definition. What the text of the
// criteria says of who awarded comes before all that.
func (s *tables) placeCreator(d *decoder, node jsontree.Value, to *mc.Credential, extended bool) {
	const at path = "definition.creator"
	creator, source, issuer := to.Definition.Creator, to.Award.Source, &to.Envelope.Issuer
	bodies := &to.Award.Awarding.Bodies
	seals := creator != nil && source != nil && !sameParty(creator, issuer) && (sameParty(creator, source) || ofEuropass(to))
	named := d.facts.awardersNamed()
	if !extended && !ofEuropass(to) && !isNamed(creator, named) && !isNamed(issuer, named) && !isNamed(source, named) {
		// A text cannot say that somebody awarded of whom no member knows.
		d.facts.refuse(fieldAwardingBodies, atAwardingBody)
		named = nil
	}
	switch {
	case len(*bodies) > 0:
		if creator != nil && isEqual(creator, &(*bodies)[0]) {
			to.Definition.Creator = nil
			d.move(at, atAwardingBody)
		}
	case extended, len(named) > 0 && !isNamed(creator, named) && !isNamed(issuer, named):
	case len(named) > 0 && !isNamed(creator, named):
		s.deriveAwardingBody(d, first(node.Get("issuer")), bodies)
	case len(named) > 0 || seals || creator != nil && sameParty(creator, issuer):
		*bodies, to.Definition.Creator = []mc.Party{*creator}, nil
		d.move(at, atAwardingBody)
	default:
		s.deriveAwardingBody(d, first(node.Get("issuer")), bodies)
	}
}

// isNamed reports whether a party has one of the names.
func isNamed(p *mc.Party, names []string) bool {
	if p == nil {
		return false
	}
	for _, name := range p.DisplayName() {
		if slices.Contains(names, name.Text) {
			return true
		}
	}
	return false
}

// ofEuropass reports whether a badge was made of a Europass credential.
func ofEuropass(c *mc.Credential) bool {
	for _, p := range c.Provenance {
		if p.SourceFormat == formatEuropass {
			return true
		}
	}
	return false
}

// formatEuropass is the format id of Europass credentials.
const formatEuropass = "edc"

// deriveAwardingBody takes the issuer for the awarding body.
func (s *tables) deriveAwardingBody(d *decoder, issuer jsontree.Value, bodies *[]mc.Party) {
	var body mc.Party
	switch {
	case issuer.Kind() == jsontree.String && issuer.Text() != "":
		s.party.Read(d.Reader, issuer, &body, atAwardingBody)
	case issuer.IsObject() && d.follow(issuer, jsontree.Value{}):
		s.party.ReadObject(d.Reader, issuer, &body, atAwardingBody)
		d.leave()
	default:
		return
	}
	*bodies = append(*bodies, body)
}

// placeSource takes the source for who assessed: of the only result if there is
// one. In a badge that was made of a Europass credential, a source that is the
// awarding body says nothing new.
func placeSource(d *decoder, to *mc.Credential, extended bool) {
	const at path = "award.source"
	w := &to.Award
	if w.Source == nil {
		return
	}
	for i := range w.Assessments {
		if all := w.Assessments[i].Assessors; len(all) > 0 {
			if isEqual(&all[0], w.Source) {
				w.Source = nil
				d.move(at, path("award.assessments").At(i).Dot("assessors").At(0))
				return
			}
			break
		}
	}
	bodies := w.Awarding.Bodies
	switch {
	case (extended || ofEuropass(to)) && len(bodies) > 0 && isEqual(&bodies[0], w.Source) && !sameParty(w.Source, &to.Envelope.Issuer):
		w.Source = nil
		d.move(at, atAwardingBody)
	case !extended && len(w.Assessments) == 1 && len(w.Assessments[0].Assessors) == 0:
		w.Assessments[0].Assessors, w.Source = []mc.Party{*w.Source}, nil
		d.move(at, "award.assessments[0].assessors[0]")
	}
}

// move lets the leaves that tell of a path tell of another one.
func (d *decoder) move(from, to path) {
	for i := range d.Claims {
		if o := &d.Claims[i].Outcome; path(o.To).Under(from) {
			o.To = string(to) + o.To[len(from):]
		}
	}
}
