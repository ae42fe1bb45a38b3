package microcredential

// IssuingRight says who may issue a definition, by whose grant, and within which
// limits. In Sweden's Kompetenspasset (RISE, Arbetsförmedlingen, MYH) the creator of a
// definition ("skapare", [Definition.Creator]) grants issuers ("utfärdare") the right
// to issue it. In an alliance such as ECIU University one body seals for its members
// by their mandate, which a Europass credential carries as evidence.
//
// A right without limits holds at all times, places and in all languages.
type IssuingRight struct {
	ID          string
	Identifiers []Identifier
	Holders     []Party // who may issue
	GrantedBy   *Party  // nil: the creator of the definition
	Title       LangString
	Description LangString
	Documents   []WebResource // the grant, the decision or the agreement
	Period      Period        // when it may be issued
	Languages   []Concept     // the languages in which it may be issued
	Places      []Concept     // the countries and regions in which it may be issued
}

// Covers reports whether the right holds on a day, the first and the last one
// included. It is [Unknown] when the right names no period.
func (r *IssuingRight) Covers(on Instant) Tri {
	switch {
	case on.IsZero() || r.Period.Start.IsZero() && r.Period.End.IsZero():
		return Unknown
	case !r.Period.Start.IsZero() && on.DateIn(nil).Compare(r.Period.Start.DateIn(nil)) < 0:
		return No
	case !r.Period.End.IsZero() && on.DateIn(nil).Compare(r.Period.End.DateIn(nil)) > 0:
		return No
	}
	return Yes
}
