package edc

import (
	"slices"
	"strings"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// CheckList is what the Commission's viewer shows about a credential: a few checks,
// each green, red or grey, and a ribbon over all of them. It asks less than this
// library does, so that each check has our own answer beside it.
type CheckList struct {
	Ribbon Ribbon      `json:"ribbon"`
	Items  []CheckItem `json:"checks"`
	// Verdict is our own.
	Verdict vc.Verdict `json:"verdict"`
}

// Ribbon is what the viewer says of all checks together.
type Ribbon string

// The ribbons.
const (
	Verified           Ribbon = "Verified"
	PartiallyVerified  Ribbon = "Partially Verified"
	VerificationFailed Ribbon = "Verification Failed"
)

// CheckItem is one check of the list.
type CheckItem struct {
	Check       CheckKind
	Colour      Colour
	Description mc.LangString
	// Ours is our answer to the same question.
	Ours vc.Verdict
}

// MarshalJSON writes the item as in the reports of the Commission's service, with the
// colour and our answer beside it.
func (i CheckItem) MarshalJSON() ([]byte, error) {
	return []byte(`{"type":` + conceptJSON(i.Check.Concept()) + `,"status":` + conceptJSON(i.Colour.Concept()) + `,"colour":` + quote(i.Colour.String()) +
		`,"description":` + langJSON(i.Description) + `,"ours":` + quote(i.Ours.String()) + `}`), nil
}

// langJSON writes texts by language.
func langJSON(s mc.LangString) string {
	var members []string
	for _, v := range s {
		members = append(members, quote(v.Lang)+":"+quote(v.Text))
	}
	return "{" + strings.Join(members, ",") + "}"
}

// CheckKind is a kind of check, by its code in the list of the Commission.
type CheckKind string

// The checks, in the order in which they are shown.
const (
	FormatCheck        CheckKind = "2f5b89b96f"
	SealCheck          CheckKind = "f9c2016fe9"
	OwnerCheck         CheckKind = "1faf8d450f"
	RevocationCheck    CheckKind = "271aef9eb4"
	AccreditationCheck CheckKind = "e2bbc86a28"
	ValidityCheck      CheckKind = "94d828f160"
)

// Name returns what the check is called.
func (c CheckKind) Name() mc.LangString {
	name := checkNames[c]
	return name.texts("", "")
}

// Concept returns the check as a concept of the code list.
func (c CheckKind) Concept() vocabulary.Concept {
	return lookupOr(vocabulary.Verification, string(c))
}

// Colour is the outcome of a check, by its code in the list of the Commission.
type Colour string

// The outcomes.
const (
	Green Colour = "9895008394"
	Red   Colour = "9d26eb9a37"
	Grey  Colour = "641f0c5e5d" // the check was skipped, or has no answer
)

// Concept returns the outcome as a concept of the code list.
func (c Colour) Concept() vocabulary.Concept {
	return lookupOr(vocabulary.VerificationStatus, string(c))
}

// String returns the name of the colour.
func (c Colour) String() string {
	switch c {
	case Green:
		return "green"
	case Red:
		return "red"
	}
	return "grey"
}

func lookupOr(scheme vocabulary.Scheme, code string) vocabulary.Concept {
	if c, ok := vocabulary.Lookup(scheme.IRI(code)); ok {
		return c
	}
	return vocabulary.Concept{IRI: scheme.IRI(code), Scheme: scheme, Code: code}
}

// NewCheckList returns the list for what was found out about a Europass credential.
// ok is false for a document of another format. The owner is only asked for when the
// policy names a recipient, as in a wallet of which somebody is the holder.
func NewCheckList(r *proof.Result) (list CheckList, ok bool) {
	if r == nil || !Is(r.Document) {
		return CheckList{}, false
	}
	list.Verdict = r.Verdict
	add := func(check CheckKind, colour Colour, text mc.LangString, ours vc.Verdict) {
		list.Items = append(list.Items, CheckItem{check, colour, text, ours})
	}
	colour, text := answerFormat(r)
	add(FormatCheck, colour, text, r.Axes[vc.Conformant])
	colour, text = answerSeal(r)
	add(SealCheck, colour, text, r.Axes.Verdict([]vc.Axis{vc.Authentic, vc.Trusted}))
	if len(r.Policy().Recipients) > 0 {
		colour, text = answerOwner(r)
		add(OwnerCheck, colour, text, r.Axes[vc.Bound])
	}
	add(RevocationCheck, Grey, textSkipped.texts("", ""), verdictOf(r, "SEAL-REVOCATION", "STATUS"))
	add(AccreditationCheck, Grey, textSkipped.texts("", ""), vc.Unasked)
	colour, text = answerValidity(r)
	add(ValidityCheck, colour, text, verdictOf(r, "VALID-"))
	list.Ribbon = list.ribbon()
	return list, true
}

// ribbon returns what the viewer makes of the checks. It leaves out those that it
// always skips.
func (l *CheckList) ribbon() Ribbon {
	out := Verified
	for _, item := range l.Items {
		switch {
		case item.Check == RevocationCheck || item.Check == AccreditationCheck:
		case item.Colour == Red:
			return VerificationFailed
		case item.Colour == Grey:
			out = PartiallyVerified
		}
	}
	return out
}

// verdictOf returns the verdict over the findings whose codes begin in one of these
// ways.
func verdictOf(r *proof.Result, prefixes ...string) vc.Verdict {
	var found []vc.Finding
	for _, f := range r.Findings {
		if slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(f.Code, p) }) {
			found = append(found, f)
		}
	}
	if len(found) == 0 {
		return vc.Unasked
	}
	return vc.VerdictOf(found)
}

// answerFormat asks whether the credential keeps the rules of its profile, whatever
// those of the W3C's data model say.
func answerFormat(r *proof.Result) (Colour, mc.LangString) {
	switch verdictOf(r, "ELM-") {
	case vc.Invalid:
		return Red, textFormatBroken.texts("", "")
	case vc.Valid:
		return Green, textFormat.texts("", "")
	}
	return Grey, textFormatOpen.texts("", "")
}

// answerSeal asks what the Commission's service for seals answers.
func answerSeal(r *proof.Result) (Colour, mc.LangString) {
	if r.Format != proof.JAdES || len(r.Proofs) == 0 {
		return Grey, textSealNone.texts("", "")
	}
	colour, text := Green, &textSeal
	worst := r.Proofs[0]
	for _, p := range r.Proofs { // every signature must be valid
		c, t := colourOfSeal(r, p)
		if c == Red || c == Grey && colour == Green {
			colour, text, worst = c, t, p
		}
	}
	when := dayOf(r.Document.Get("issued").Text())
	if worst.Seal != nil && !worst.Seal.ClaimedTime.IsZero() {
		when = worst.Seal.ClaimedTime.Format(time.DateOnly)
	}
	return colour, text.texts(r.SignerName(worst.Signer), when)
}

// outlived are the sub-indications of a certificate that was valid once.
var outlived = []proof.SubIndication{proof.OutOfBoundsNoPOE, proof.OutOfBoundsNotRevoked, proof.ExpiredSub}

func colourOfSeal(r *proof.Result, p proof.ProofResult) (Colour, *checkText) {
	if p.Seal == nil {
		switch {
		case p.Verdict == vc.Invalid:
			return Red, &textSealInvalid
		case p.Verdict == vc.Valid && r.Axes[vc.Trusted] == vc.Valid:
			return Green, &textSeal
		}
		return Grey, &textSealOpen
	}
	switch s := p.Seal; {
	case s.SubIndication == proof.HashFailure, s.SubIndication == proof.SigCryptoFailure:
		return Red, &textSealBroken
	case slices.Contains(outlived, s.SubIndication):
		return Grey, &textSealExpired
	case s.Indication == proof.TotalFailed:
		return Red, &textSealInvalid
	case s.Indication == proof.TotalPassed:
		return Green, &textSeal
	}
	return Grey, &textSealOpen
}

func answerOwner(r *proof.Result) (Colour, mc.LangString) {
	switch r.Axes[vc.Bound] {
	case vc.Valid:
		return Green, textOwner.texts("", "")
	case vc.Invalid:
		return Red, textOwnerOther.texts("", "")
	}
	return Grey, textOwnerOpen.texts("", "")
}

// answerValidity asks whether the credential has expired. That it does not begin
// yet is nothing that the viewer asks.
func answerValidity(r *proof.Result) (Colour, mc.LangString) {
	switch verdictOf(r, "VALID-UNTIL") {
	case vc.Invalid:
		c, _ := vc.ReadCredential(r.Document)
		return Red, textExpired.texts("", dayOf(c.ValidUntil().String()))
	case vc.Valid:
		return Green, textValid.texts("", "")
	}
	return Grey, textEndOpen.texts("", "")
}

// dayOf returns the day of a date and time.
func dayOf(text string) string {
	day, _, _ := strings.Cut(text, "T")
	return day
}

func replaceBoth(text, who, when string) string {
	return strings.NewReplacer("{who}", who, "{when}", when).Replace(text)
}
