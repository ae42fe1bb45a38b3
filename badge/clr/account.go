package clr

import (
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// account puts the reports of the parts together.
func (e *encoder) account(doc vc.Document) *mc.Report {
	told := map[mc.Path]bool{}    // of the record, by the frame
	lost := map[mc.Path]mc.Leaf{} // what the record has no member for
	root := doc.Root()
	for _, l := range e.frame.report.Leaves {
		places := existing(root, "", l.Target)
		switch {
		case len(places) == 0 && len(l.Target) > 0: // with the achievement
		case l.Added:
			e.add(l, places)
		case ofRecord(l.Canonical[0]) && isLoss(l.Kind):
			lost[l.Canonical[0]] = l
		case ofRecord(l.Canonical[0]):
			told[l.Canonical[0]] = true
			e.mark(l.Canonical[0], l, places)
		}
	}
	for i, b := range e.badges {
		prefix := element(atHeld, i)
		for _, l := range b.report.Leaves {
			places := existing(root, prefix, l.Target)
			if l.Added {
				if i == 0 || len(l.Target) > 0 && strings.HasPrefix(l.Target[0], "/credentialSubject/") {
					e.add(l, places)
				}
				continue
			}
			at, ofClaim := b.source(l.Canonical[0])
			_, isLost := lost[at]
			if !ofClaim && (i > 0 || told[at] || isLost && isLoss(l.Kind)) {
				continue
			}
			if b.moved && ofClaim {
				l.Kind, l.Match, l.Reason = mc.KindNarrowed, mc.MatchNone, "the record has two badges for one achievement, so it does not tell which of them is a part of the other ones"
			}
			if l.Canonical[0].Under("envelope.display") && l.Kind == mc.KindExact && !e.o.Extension && b.repeats(at) {
				l.Kind, l.Match, l.Reason = mc.KindTransformed, mc.MatchClose, "as the definition says it, too"
			}
			e.mark(at, l, places)
		}
		if b.id {
			e.track.Keep(string(below(b.at, "award.id")), prefix+"/id")
		}
	}
	for _, keep := range e.linked {
		keep()
	}
	for _, p := range e.track.Unmarked() {
		if l, isLost := lost[mc.Path(p)]; isLost {
			e.track.Mark(p, l.Outcome())
		}
	}
	e.track.Add(mc.Outcome{To: "/partial", Kind: mc.KindSynthesised, Reason: "a record without it would be taken for all that the issuer knows of the learner"})
	report := e.track.Report()
	for i := range e.c.Provenance {
		if place := report.PlaceOf(mc.Path("provenance").At(i).Dot("sourceBytes")); place != "" {
			report = report.WithEmbeddedOriginal(place)
		}
	}
	return &report
}

// isLoss reports whether a value is nowhere in the document, unless in an original that
// is embedded.
func isLoss(k mc.Kind) bool { return k == mc.KindDropped || k == mc.KindEmbedded }

// repeats reports whether the member of a badge that tells a title or description of
// the award says the same as that of the achievement: it is then read as that alone.
func (b single) repeats(at mc.Path) bool {
	name := "name"
	if at.Under(below(b.at, "award.description")) {
		name = "description"
	}
	return b.doc.Get(name).IsText(b.doc.Get("credentialSubject").Get("achievement").Get(name).Text())
}

func (e *encoder) mark(at mc.Path, l mc.Leaf, places []string) {
	o := l.Outcome()
	if len(places) == 0 {
		e.track.Mark(string(at), o)
	}
	for _, o.To = range places {
		e.track.Mark(string(at), o)
	}
}

func (e *encoder) add(l mc.Leaf, places []string) {
	o := l.Outcome()
	if len(places) > 0 {
		o.To = places[0]
	}
	e.track.Add(o)
}

// existing returns those of some places in a part that are in the record.
func existing(root jsontree.Value, prefix string, targets []string) (places []string) {
	for _, target := range targets {
		if root.Lookup(prefix + target).Exists() {
			places = append(places, prefix+target)
		}
	}
	return places
}

func element(list string, i int) string { return list + "/" + strconv.Itoa(i) }
