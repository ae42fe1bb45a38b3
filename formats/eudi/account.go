package eudi

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// The reasons why a value is not in the claims.
const (
	reasonSource = "the new document states its own"
	reasonNoRoom = "the EUDI Learning Credential has no claim for it"
	reasonStatus = "a status belongs to one document"
	reasonPage   = "a page that was rendered for the source, which has it"
	reasonOwn    = "it belongs to the source document and must not speak for another"
	reasonOne    = "the claim has room for one text only"
)

// reasons say why what stands at some paths is not in the claims.
var reasons = []struct {
	under  mc.Path
	reason string
}{
	{"definition.participation", "the EUDI Learning Credential no longer has a claim for the form of participation"},
	{"definition.activities", "the EUDI Learning Credential no longer has a claim for the form of participation"},
	{"definition.assessments", "the EUDI Learning Credential has no claim for the type of assessment, nor one for its supervision"},
	{"award.creditsEarned", "the EUDI Learning Credential has no claim for credits, other than in words"},
	{"definition.fields", "the EUDI Learning Credential has no claim for the field of study"},
	{"award.awarding.bodies", "the EUDI Learning Credential names one institution, the issuer"},
}

// settle accounts for every value by reading the claims back: what comes back the
// same is carried, what comes back otherwise is a close match, and what was not
// written is in our claim or dropped. It returns the document with our claim.
func (e *encoder) settle(doc vc.Document) (vc.Document, error) {
	back, read, err := Decode(doc, DecodeOptions{WithoutExtension: true})
	if err != nil {
		return doc, err
	}
	told := make(map[mc.Path]string)
	for _, l := range read.Leaves {
		for _, at := range l.Canonical {
			told[at] = l.Source
		}
	}
	doc, packed, err := e.pack(doc, back, told)
	if err != nil {
		return doc, err
	}
	stated, got := mapping.Values(e.source), mapping.Values(back)
	for _, at := range mc.Paths(e.source) {
		mark, written := e.marks[at]
		same := got[at] != "" && got[at] == stated[at] && told[at] != ""
		switch {
		case e.isReplaced(at) && !same && !(written && at == "envelope.issued" && mark.Match == mc.MatchClose):
			e.tracker.Mark(string(at), mc.Outcome{Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo, Reason: reasonSource})
		case same && (!written || mark.Kind == mc.KindExact):
			e.tracker.Keep(string(at), told[at])
		case same:
			e.tracker.Mark(string(at), mc.Outcome{To: told[at], Kind: mc.KindTransformed, Match: mc.MatchExact, Reason: mark.Reason})
		case written:
			e.markClose(at, mark)
		case packed && e.withheld(at).Reason == "":
			e.tracker.Mark(string(at), mc.Outcome{To: residueAt, Kind: mc.KindResidue, Reason: e.loss(at).Reason})
		default:
			e.tracker.Mark(string(at), e.loss(at))
		}
	}
	for _, o := range e.added {
		e.tracker.Add(o)
	}
	return doc, nil
}

// markClose accounts for a value that was written and comes back otherwise.
func (e *encoder) markClose(at mc.Path, o mc.Outcome) {
	o.Kind, o.Match = mc.KindTransformed, mc.MatchClose
	if o.Reason == "" {
		o.Reason = "the claim is less precise"
	}
	e.tracker.Mark(string(at), o)
}

// isReplaced reports whether the new document states another value at a path.
func (e *encoder) isReplaced(at mc.Path) bool {
	switch {
	case at == "envelope.id":
		return e.isConverted() || e.o.ID != ""
	case at == "envelope.issued":
		return e.isConverted()
	case at == "envelope.issuer.id":
		return e.o.IssuerID != "" || e.o.Issuer != nil
	}
	return e.o.Issuer != nil && at.Under("envelope.issuer")
}

// loss says why a value is not in the claims.
func (e *encoder) loss(at mc.Path) mc.Outcome {
	if o := e.withheld(at); o.Reason != "" {
		return o
	}
	if list, ok := textList(at); ok && e.narrowed()[list] {
		return mc.Outcome{Kind: mc.KindNarrowed, Reason: reasonOne}
	}
	for _, r := range reasons {
		if at.Under(r.under) {
			return mc.Outcome{Kind: mc.KindDropped, Reason: r.reason}
		}
	}
	return mc.Outcome{Kind: mc.KindDropped, Reason: reasonNoRoom}
}

// narrowed returns the texts by language of which one language was written.
func (e *encoder) narrowed() map[string]bool {
	if e.lists == nil {
		e.lists = make(map[string]bool)
		for at := range e.marks {
			if list, ok := textList(at); ok {
				e.lists[list] = true
			}
		}
	}
	return e.lists
}

// textList returns the path of the text by language that a path leads into.
func textList(at mc.Path) (list string, ok bool) {
	s := string(at)
	for strings.HasSuffix(s, "]") { // the second of two texts in a language has an index, too
		i := strings.LastIndexByte(s, '[')
		if i < 0 {
			return "", false
		}
		if inside := s[i+1 : len(s)-1]; strings.Trim(inside, "0123456789") != "" {
			return s[:i], true
		}
		s = s[:i]
	}
	return "", false
}
