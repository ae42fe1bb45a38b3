package microcredential

// OriginKind says where a micro-credential comes from.
type OriginKind string

// The origins that the Nordic study of NLL finds: split from a formal programme, or
// made to stand alone, to add to a programme, as one of a series, or for the
// validation of what was learnt elsewhere.
const (
	OriginUnknown    OriginKind = ""
	OriginSplit      OriginKind = "split"       // a part of a programme, offered by itself
	OriginStandAlone OriginKind = "stand-alone" // made for itself
	OriginAddOn      OriginKind = "add-on"      // made to add to a programme or qualification
	OriginSeries     OriginKind = "series"      // made as one of a series
	OriginValidation OriginKind = "validation"  // made for the validation of prior learning
	OriginOther      OriginKind = "other"       // Concept says which
)

// Origin is where a micro-credential comes from. What it can count towards is
// [Stackability], which Annex I asks for (element 15); the origin answers in part.
type Origin struct {
	Kind    OriginKind
	Concept Concept         // the origin as the source codes or names it
	From    []CredentialRef // the programme, qualification or series
	Note    LangString
}

// IsZero reports whether nothing is stated about the origin.
func (o Origin) IsZero() bool {
	return o.Kind == OriginUnknown && o.Concept.IsZero() && len(o.From) == 0 && o.Note.IsZero()
}
