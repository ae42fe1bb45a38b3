package mikromerit

import (
	"cmp"
	"strings"
	"unicode"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/vc"
)

// Headline returns a sentence or two that say who signed the credential, what it
// calls its issuer, and whether anybody whom you trust vouches for that.
func (r *Result) Headline() string {
	if r.Document.IsZero() && len(r.Credentials) > 0 {
		return "It holds several credentials; each is judged on its own."
	}
	if r.Legacy != nil {
		return legacyHeadline(r.Legacy)
	}
	all := r.Signatories()
	switch {
	case len(all) > 0 && isPresentationDoc(r.Document):
		return r.presentationHeadline(all)
	case len(all) > 0:
		var texts []string
		for _, s := range all {
			texts = append(texts, s.sentence(r.Policy().Trust.Any))
		}
		return strings.Join(texts, " ")
	case r.older != nil:
		return r.hostedHeadline()
	case len(r.Proofs) == 0 && len(r.Credentials) > 0:
		return "It carries no proof of its own; the credentials in it are judged each on its own."
	case len(r.Proofs) == 0:
		out := "Nobody signed it" + claimedName(issuerName(r.Document), "; it calls its issuer ") + "."
		if next := r.NextStep(); next != "" {
			out += " " + next
		}
		return out
	case r.Axes[vc.Authentic] == vc.Invalid:
		return "Nobody is shown to have signed it" + claimedName(issuerName(r.Document), "; it calls its issuer ") + "."
	}
	return "It is not known who signed it" + claimedName(issuerName(r.Document), "; it calls its issuer ") + "."
}

// NextStep says what comes next for the draft of a Europass credential; "" for every
// other document.
func (r *Result) NextStep() string {
	switch {
	case len(r.Proofs) > 0 || r.Legacy != nil || !edc.Is(r.Document):
		return ""
	case edc.IsBesideVC2(r.Document):
		return "It is the draft of a European credential on the VC Data Model 2.0; its issuer signs it with \"mikromerit issue\"."
	}
	return "It is the draft of a Europass credential; an organisation seals it with \"mikromerit seal\"."
}

// presentationHeadline says who presents. Trust is a question about the issuers of
// what is presented, not about the presenter.
func (r *Result) presentationHeadline(by []Signatory) string {
	var names []string
	for _, s := range by {
		names = append(names, s.name())
	}
	out := "Presented by " + strings.Join(names, " and ") + "; it holds " + plural(len(r.Credentials), "credential") + "."
	if r.Axes[vc.Trusted] != vc.Valid && !r.Policy().Trust.Any && len(r.Credentials) > 0 {
		out += " Nobody whom you trust vouches for every issuer."
	}
	return out
}

// hostedHeadline says who hosts a badge from before Open Badges 3.0.
func (r *Result) hostedHeadline() string {
	at := r.Address
	if a := r.older.Assertion; a != nil {
		at = a.Badge.Issuer.ID.Text
	}
	switch {
	case r.Axes[vc.Authentic] == vc.Valid:
		out := "It is hosted by its issuer, " + printable(at) + "."
		if r.Axes[vc.Trusted] != vc.Valid {
			out += " " + notVouched("it", r.Policy().Trust.Any)
		}
		return out
	case r.Axes[vc.Authentic] == vc.Invalid:
		return "It is not what its issuer gave out" + namedAddress(at, "; it names ") + "."
	}
	return "It is not known who gave it out" + namedAddress(at, "; it names ") + "."
}

func namedAddress(address, words string) string {
	if address == "" {
		return ""
	}
	return words + printable(address)
}

func (s Signatory) sentence(waived bool) string {
	out := "Signed by "
	if s.Sealed {
		out = "Sealed by "
	}
	out += s.name() + claimedName(s.Claims, ", which calls itself ") + "."
	switch {
	case s.Trusted:
		return out
	case s.Claims != "" || s.Name != "":
		return out + " " + notVouched("that name", waived)
	}
	return out + " " + notVouched("it", waived)
}

// name returns who signed, in words that do not come from the document.
func (s Signatory) name() string {
	if s.Name != "" && s.ID != "" && s.Name != s.ID {
		return printable(s.Name) + " (" + printable(s.ID) + ")"
	}
	return printable(cmp.Or(s.ID, s.Name, "an unknown key"))
}

func notVouched(what string, waived bool) string {
	if waived {
		return "You did not ask whether anybody vouches for " + what + "."
	}
	return "Nobody whom you trust vouches for " + what + "."
}

func claimedName(name, words string) string {
	if name == "" {
		return ""
	}
	return words + "“" + printable(name) + "”"
}

// printable returns a text from a document for a sentence: short, and without
// characters that could end a quotation or reorder the line.
func printable(s string) string {
	const most = 100
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '“' || r == '”' || r == '„' || r == '‟' || r == '"':
			return '\''
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsGraphic(r) || unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
