package edc

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// sourceBound are the parts of the envelope that are only true of the source of a
// conversion. The new document states its own.
var sourceBound = []mc.Path{
	"envelope.id", "envelope.issued", "envelope.profiles", "envelope.schemas",
	"envelope.status", "envelope.terms", "envelope.refresh", "envelope.endorsements",
}

// replaced returns the paths that the new document states for itself.
func (e *encoder) replaced() []mc.Path {
	var out []mc.Path
	if e.isConverted() {
		out = append(out, sourceBound...)
	}
	if e.opts.ID != "" {
		out = append(out, "envelope.id")
	}
	if e.opts.Version != "" {
		out = append(out, "envelope.schemas")
	}
	if e.opts.Flavour.isUnsealed() && !e.opts.Issued.IsZero() {
		out = append(out, "envelope.issued")
	}
	if e.opts.Issuer != nil || e.opts.IssuerID != "" || e.opts.IssuerIdentifier != "" {
		out = append(out, "envelope.issuer")
	}
	return out
}

// expectedModel returns the model that should be read from the document: the given
// one, except for what the document states for itself.
func (e *encoder) expectedModel(native *mc.Credential) *mc.Credential {
	out := *e.expected
	to, from := reflect.ValueOf(&out.Envelope).Elem(), reflect.ValueOf(&native.Envelope).Elem()
	for _, p := range e.replaced() {
		for i := range to.NumField() {
			if mc.Path("envelope").Dot(mc.FieldName(to.Type().Field(i).Name)) == p {
				to.Field(i).Set(from.Field(i))
			}
		}
	}
	return &out
}

// report accounts for every value of the model by what reading the document
// without the residue yields; residue is the pointer of the residue, or "".
func (e *encoder) report(written *native, residue string) mc.Report {
	t := mc.NewEncodeTracker(Format, e.model)
	told := map[mc.Path][]*mc.Leaf{}
	for i := range written.report.Leaves {
		l := &written.report.Leaves[i]
		for _, p := range l.Canonical {
			told[p] = append(told[p], l)
		}
	}
	stated, read := mapping.Values(e.model), mapping.Values(written.model)
	replaced, carrier := e.replaced(), mc.CarriedByNothing
	if e.isConverted() && residue != "" {
		carrier = mc.CarriedByProvenance
	}
	used := map[mc.Path]bool{}
	for _, p := range mc.Paths(e.model) {
		q, somewhere := e.placeOf(p)
		value, found := read[q]
		switch {
		case e.isWithheld(p):
			t.Mark(string(p), mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityInfo, Reason: mc.ReasonPersonal})
		case somewhere && found && value == stated[p] && len(told[q]) > 0:
			used[q] = true
			for _, l := range told[q] {
				o := outcome(l)
				if to, other := e.respelt[e.restatedAt(e.shiftedAt(p))]; other {
					o.Kind, o.Match, o.Reason = mc.KindTransformed, mc.MatchClose, to.reason
				}
				if e.isRestated(p) {
					o.Kind, o.Match, o.Reason = mc.KindTransformed, mc.MatchClose, "stated in another member, for want of one of its own"
				}
				if warning := e.warnings[p]; warning != "" {
					o.Severity, o.Reason = mc.SeverityWarning, warning
				}
				t.Mark(string(p), o)
			}
		case e.implies(t, p, told):
		case slices.ContainsFunc(replaced, p.Under):
			t.Mark(string(p), mc.Outcome{Kind: mc.KindDropped, CarriedBy: carrier, Severity: mc.SeverityInfo, Reason: reasonSource})
		case residue != "":
			t.Mark(string(p), mc.Outcome{To: residue, Kind: mc.KindResidue, Reason: e.reason(p)})
		default:
			t.Drop(string(p), e.reason(p))
		}
	}
	e.reportAdded(t, &written.report, used)
	if e.opts.Flavour == EBSI {
		t.Add(mc.Outcome{To: "/@context", Kind: mc.KindSynthesised, Severity: mc.SeverityWarning, Reason: reasonNotJSONLD})
	}
	report := t.Report()
	at, _ := e.placeInCopy(e.original)
	if original := told[at]; len(original) > 0 {
		report = report.WithEmbeddedOriginal(original[0].Source)
	}
	return report
}

// implication is the value by which another one is said, and how.
type implication struct {
	by     mc.Path
	reason string
}

// implies accounts for a value that another one says, if that has been written.
func (e *encoder) implies(t *mc.Tracker, p mc.Path, told map[mc.Path][]*mc.Leaf) bool {
	said, ok := e.implied[e.restatedAt(e.shiftedAt(p))]
	if !ok {
		return false
	}
	at, _ := e.placeInCopy(said.by)
	for _, l := range told[at] {
		t.Mark(string(p), mc.Outcome{To: l.Source, Kind: mc.KindTransformed, Match: mc.MatchClose, Reason: said.reason})
	}
	return len(told[at]) > 0
}

// unwritten returns the report of a draft that could not be finished; written is
// nil if nothing of it was.
func (e *encoder) unwritten(written *native) *mc.Report {
	if written != nil {
		report := e.report(written, "")
		return &report
	}
	t := mc.NewEncodeTracker(Format, e.model)
	for _, p := range mc.Paths(e.model) {
		t.Drop(string(p), "the document could not be written")
	}
	report := t.Report()
	return &report
}

// outcome returns what became of a value that is read back from a leaf.
func outcome(l *mc.Leaf) mc.Outcome {
	o := mc.Outcome{To: l.Source, Kind: mc.KindTransformed, Match: l.Match, Reason: l.Reason}
	if l.Kind == mc.KindExact || l.Kind == mc.KindResidue {
		o.Kind, o.Reason = mc.KindExact, ""
	}
	if o.Match == mc.MatchNone {
		o.Match = mc.MatchExact
	}
	return o
}

// reportAdded reports the leaves of the document that do not come from a value of
// the model.
func (e *encoder) reportAdded(t *mc.Tracker, written *mc.Report, used map[mc.Path]bool) {
	reasons := map[mc.Path]string{}
	for at, reason := range e.additions {
		if q, ok := e.placeInCopy(at); ok {
			reasons[q] = reason
		}
	}
	for i := range written.Leaves {
		l := &written.Leaves[i]
		if len(l.Canonical) == 0 || slices.ContainsFunc(l.Canonical, func(p mc.Path) bool { return used[p] }) {
			continue
		}
		reason, kind := nearest(reasons, l.Canonical[0], "it follows from other values, in the form that the format asks for"), mc.KindSynthesised
		if reason == reasonOption || reason == reasonCountry {
			kind = mc.KindDefaulted
		}
		t.Add(mc.Outcome{To: l.Source, Kind: kind, Reason: reason})
	}
}

const (
	reasonNone     = "ELM has no member for it, or asks for more than is stated"
	reasonOption   = "as configured"
	reasonCountry  = "country as given by you"
	reasonAwarding = "no awarding body is stated; who issues, or awards the whole"
	reasonSource   = "it belongs to the source document and must not speak for another"
)

func (e *encoder) reason(p mc.Path) string { return nearest(e.Reasons, e.shiftedAt(p), reasonNone) }

// nearest returns what was noted for a path or the nearest path above it.
func nearest[T ~string](reasons map[mc.Path]T, p mc.Path, otherwise T) T {
	for ; p != ""; p = p.Parent() {
		if r := reasons[p]; r != "" {
			return r
		}
	}
	return otherwise
}

func (e *encoder) isRestated(p mc.Path) bool { return nearest(e.restated, e.shiftedAt(p), "") != "" }

// shiftedAt returns the path of a value of the model in the one without what is
// withheld.
func (e *encoder) shiftedAt(p mc.Path) mc.Path {
	for up := p; up.Under("learner.party"); up = up.Parent() {
		if to := e.shifted[up]; to != "" {
			return to + p[len(up):]
		}
	}
	return p
}

// restatedAt returns where a value of the copy is restated, or its own path.
func (e *encoder) restatedAt(p mc.Path) mc.Path {
	for up := p; up != ""; up = up.Parent() {
		if to := e.restated[up]; to != "" {
			return to + p[len(up):]
		}
	}
	return p
}

// placeOf returns the path at which a value of the model is read back. It is false
// for a value in an entry of a list that is not written.
func (e *encoder) placeOf(p mc.Path) (mc.Path, bool) { return e.placeInCopy(e.shiftedAt(p)) }

// placeInCopy is placeOf for a value of the copy.
func (e *encoder) placeInCopy(p mc.Path) (mc.Path, bool) {
	p = e.restatedAt(p)
	if text, other := e.respelt[p]; other {
		p = text.to
	}
	var out strings.Builder
	from := 0
	for i := range len(p) {
		if p[i] != ']' {
			continue
		}
		index, known := e.Places[p[:i+1]]
		if !known {
			continue
		}
		if index < 0 {
			return "", false
		}
		open := strings.LastIndexByte(string(p[:i]), '[')
		out.WriteString(string(p[from:open]) + "[" + strconv.Itoa(index) + "]")
		from = i + 1
	}
	out.WriteString(string(p[from:]))
	return mc.Path(out.String()), true
}
