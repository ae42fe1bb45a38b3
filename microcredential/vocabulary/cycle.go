package vocabulary

import mc "github.com/mikromerit/mikromerit/microcredential"

// cycles are the cycles of QF-EHEA in the order of [mc.Cycle]. There is no list of them
// with IRIs, so the scheme is ours.
var cycles = []row{
	{"short", "Short cycle", "Kort cykel|Kort cyklus|Kort syklus|Lyhyt sykli"},
	{"first", "First cycle", "Första cykeln|Første cyklus|Første syklus|Ensimmäinen sykli"},
	{"second", "Second cycle", "Andra cykeln|Anden cyklus|Andre syklus|Toinen sykli"},
	{"third", "Third cycle", "Tredje cykeln|Tredje cyklus|Tredje syklus|Kolmas sykli"},
}

// CycleConcept returns the concept of a cycle of QF-EHEA, or nothing for none. Its
// relation to the EQF, [mc.Cycle.EQF], is a hint.
func CycleConcept(c mc.Cycle) (Concept, bool) {
	return Lookup(Cycles.IRI(c.String()))
}

// CycleOf returns the cycle of QF-EHEA that an IRI names.
func CycleOf(iri string) (mc.Cycle, bool) {
	c, ok := Lookup(iri)
	if !ok || c.Scheme != Cycles {
		return mc.CycleNone, false
	}
	return mc.ParseCycle(c.Code)
}
