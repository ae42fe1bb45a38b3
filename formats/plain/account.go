package plain

import (
	"reflect"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// withhold takes out of what is written the personal data that nobody asked for,
// rendered pages, and what speaks for the source alone.
func (e *encoder) withhold() {
	if !e.o.PersonalData {
		ids := e.work.Learner.Party.Identifiers
		for i := range ids {
			if ids[i].IsPersonal() {
				ids[i] = mc.Identifier{}
			}
		}
	}
	var gone mapping.Residue
	for _, u := range mapping.Units(e.work, nil) {
		if at := u.From; !at.Under("residue") && e.reasonFor(at) != "" {
			if u.Value.Kind() == reflect.String && strings.HasSuffix(string(at), "]") {
				at = at[:strings.LastIndexByte(string(at), '[')] // an empty text in a list would still be one
			}
			gone.Entries = append(gone.Entries, mapping.Entry{Path: at})
		}
	}
	(&mapping.Restorer{}).Apply(e.work, gone)
	e.work.Residue = e.residue() // a map is shared with the credential
}

// residue is the residue of the model without what is withheld.
func (e *encoder) residue() mc.Residue {
	var out mc.Residue
	for _, format := range e.c.Residue.Formats() {
		for _, pointer := range e.c.Residue.Pointers(format) {
			if e.reasonFor(mc.ResiduePath(format, pointer)) == "" {
				out.Put(format, pointer, e.c.Residue[format][pointer])
			}
		}
	}
	return out
}

// The reasons why values are not written.
const (
	reasonPage = "a page that was rendered for the source, which has it"
	reasonOwn  = "it belongs to the source document and must not speak for another"
)

// ofSource are the members that speak for the document they stand in.
var ofSource = []path{"envelope.status", "envelope.schemas", "envelope.terms", "envelope.refresh", "envelope.endorsements", "envelope.holders"}

// reasonFor returns why a value is withheld, "" if it is not.
func (e *encoder) reasonFor(at path) string {
	switch {
	case !e.o.PersonalData && mc.IsPersonal(at):
		return mc.ReasonPersonal
	case at.Under("envelope.display.pages"):
		return reasonPage
	case len(e.c.Provenance) > 0:
		for _, p := range ofSource {
			if at.Under(p) {
				return reasonOwn
			}
		}
	}
	return ""
}

// isDecided reports whether the document differs from the credential on purpose: it has
// an id and an issuer of its own.
func (e *encoder) isDecided(at path) bool {
	return at == "envelope.id" || at == atIssuer.Dot("id") || !e.o.Authority.KeepsIssuer() && !e.isDraft() && at.Under(atIssuer)
}

// told is the leaf that tells a value.
type told struct {
	pointer   string
	outcome   mc.Outcome
	extension bool
}

// settle reads the document back, accounts for every value by what comes back of it,
// and returns the residue.
func (e *encoder) settle(doc vc.Document) string {
	d := newDecoder(doc.Root(), false)
	back := d.read()
	back.Residue = d.Residue
	by := map[path]told{}
	for _, claim := range d.Claims {
		to := path(claim.Outcome.To)
		if before, known := by[to]; to != "" && (!known || before.extension && !claim.Extension) {
			by[to] = told{claim.Pointer(), claim.Outcome, claim.Extension}
		}
	}
	keep := func(at path) bool { return !e.isDecided(at) }
	want := mapping.CloseUnits(e.work, keep)
	x := mapping.Compare(want, mapping.Units(back, keep))
	outcomes := map[path]mc.Outcome{}
	var residue []mapping.Difference
	for _, u := range want {
		got, there := x.Got(u.At)
		same := there && mapping.Identical(got, u.Value)
		if !same && !e.o.WithoutResidue {
			residue = append(residue, mapping.Difference{At: u.At, Want: u.Value})
			e.markResidue(outcomes, u)
			continue
		}
		e.markCarried(outcomes, u, by, got, there)
	}
	if !e.o.WithoutResidue {
		for _, at := range x.Beyond(protected) {
			residue = append(residue, mapping.Difference{At: at})
		}
	}
	for _, at := range mc.Paths(e.c) {
		e.track.Mark(string(at), e.outcomeOf(at, outcomes))
	}
	if len(residue) == 0 {
		return ""
	}
	return `{"` + residueModel + `":` + string(mapping.AppendResidue(nil, residue, nil)) + `}`
}

// leaves are the paths of the values of a unit: where they are in the credential, and
// where reading gives them.
func leaves(u mapping.Unit) (from, at []path) {
	if text, ok := mapping.TextOf(u.Value); ok {
		return mapping.TextPaths(u.From, text), mapping.TextPaths(u.At, text)
	}
	return []path{u.From}, []path{u.At}
}

// markResidue accounts for a unit in the residue.
func (e *encoder) markResidue(outcomes map[path]mc.Outcome, u mapping.Unit) {
	from, _ := leaves(u)
	to := "/residue/" + residueModel + "/" + jsontree.EscapePointer(string(u.At))
	pointers := []string{to}
	if text, ok := mapping.TextOf(u.Value); ok {
		pointers = mapping.TextPointers(to, text)
	}
	for i, leaf := range from {
		outcomes[leaf] = mc.Outcome{To: pointers[i], Kind: mc.KindResidue, Reason: "no term holds it as the source has it"}
	}
}

// markCarried accounts for a unit that comes back, as a whole or in some of its texts.
func (e *encoder) markCarried(outcomes map[path]mc.Outcome, u mapping.Unit, by map[path]told, got reflect.Value, there bool) {
	from, at := leaves(u)
	back := map[path]bool{}
	if there {
		same := mapping.Identical(got, u.Value)
		text, isText := mapping.TextOf(got)
		was, _ := mapping.TextOf(u.Value)
		if isText && !same {
			for i, p := range mapping.TextPaths(u.At, text) {
				for j, q := range at {
					back[q] = back[q] || p == q && text[i] == was[j]
				}
			}
		}
		for _, p := range at {
			back[p] = back[p] || same || !isText && mapping.Equivalent(got, u.Value)
		}
	}
	for i, leaf := range from {
		t, known := by[at[i]]
		switch {
		case !back[at[i]] || !known:
			outcomes[leaf] = mc.Outcome{Kind: mc.KindDropped, Reason: "no term holds it as the source has it"}
		case t.extension:
			outcomes[leaf] = mc.Outcome{To: t.pointer, Kind: mc.KindExtension}
		default:
			outcomes[leaf] = mc.Outcome{To: t.pointer, Kind: t.outcome.Kind, Match: t.outcome.Match, Reason: t.outcome.Reason}
		}
	}
}

// outcomeOf returns what became of a value.
func (e *encoder) outcomeOf(at path, outcomes map[path]mc.Outcome) mc.Outcome {
	if o, known := outcomes[at]; known {
		return o
	}
	switch reason := e.reasonFor(at); {
	case reason != "":
		o := mc.Outcome{Kind: mc.KindDropped, Reason: reason}
		if reason == reasonOwn {
			o.Severity = mc.SeverityInfo
		}
		return o
	case at == "envelope.id" && e.root.ID == e.c.Envelope.ID:
		return mc.Outcome{To: "/id", Kind: mc.KindExact}
	case at == atIssuer.Dot("id") && e.issuerID() == e.c.Envelope.Issuer.ID && e.issuerID() != "" && (e.o.Authority.KeepsIssuer() || e.isDraft()):
		return mc.Outcome{To: "/issuer/id", Kind: mc.KindExact}
	case e.isDecided(at):
		return mc.Outcome{Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Reason: "the document has its own, and names that of the original beside it"}
	case at.Under("learner.party.identifiers"):
		return mc.Outcome{Kind: mc.KindDropped, Reason: mc.ReasonPersonal}
	}
	return mc.Outcome{Kind: mc.KindDropped, Reason: "it states nothing that a term holds"}
}

func (e *encoder) issuerID() string { return e.root.Member("issuer").Items[0].Node.ID }
