package badge

import (
	"strings"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// What Encode calls by names of its own, in the languages of the Nordic countries and
// English, which is used for all others.
var (
	firstPage = wording{
		"en": "Certificate, page 1", "nb": "Bevis, side 1", "nn": "Bevis, side 1", "sv": "Bevis, sida 1",
		"da": "Bevis, side 1", "fi": "Todistus, sivu 1", "is": "Skírteini, síða 1",
	}
	mandate = wording{
		"en": "Mandate", "nb": "Fullmakt", "nn": "Fullmakt", "sv": "Fullmakt",
		"da": "Fuldmagt", "fi": "Valtuutus", "is": "Umboð",
	}
	evidenceOfNoKind = wording{
		"en": "Evidence", "nb": "Dokumentasjon", "nn": "Dokumentasjon", "sv": "Underlag",
		"da": "Dokumentation", "fi": "Näyttö", "is": "Gögn",
	}
	memberOf = wording{
		"en": "Member of", "nb": "Medlem av", "nn": "Medlem av", "sv": "Medlem i",
		"da": "Medlem af", "fi": "Jäsenyydet", "is": "Aðili að",
	}
	original = wording{
		"en": "Original", "nb": "Original", "nn": "Original", "sv": "Original",
		"da": "Original", "fi": "Alkuperäinen", "is": "Frumrit",
	}
	europassCredential = wording{
		"en": "Europass credential", "nb": "Europass-bevis", "nn": "Europass-bevis", "sv": "Europass-intyg",
		"da": "Europass-bevis", "fi": "Europass-todistus", "is": "Europass-skírteini",
	}
	sealedBy = wording{
		"en": "sealed by", "nb": "forseglet av", "nn": "forsegla av", "sv": "förseglat av",
		"da": "forseglet af", "fi": "sinetöijä:", "is": "innsiglað af",
	}
	issuedBy = wording{
		"en": "issued by", "nb": "utstedt av", "nn": "utferda av", "sv": "utfärdat av",
		"da": "udstedt af", "fi": "myöntäjä:", "is": "gefið út af",
	}
	notSealed = wording{
		"en": "stated to be from", "nb": "oppgitt å være fra", "nn": "oppgjeve å vere frå", "sv": "uppgivet vara från",
		"da": "angivet at være fra", "fi": "ilmoitettu myöntäjä:", "is": "sagt vera frá",
	}
)

// caption is a wording in the language of the badge.
func (e *encoder) caption(w wording) string { return w.in(e.lang) }

// isWording reports whether a text is a wording in any language.
func isWording(text string, w wording) bool {
	for _, one := range w {
		if one == text {
			return true
		}
	}
	return false
}

// nameOriginal is the older name of the original among the evidence.
const nameOriginal = "Original credential"

// formatOlder is the format id of older badges.
const formatOlder = "ob2"

// originalName names the original among the evidence, by its format and who is behind
// it. Only a seal that was found good is said to be one.
func (e *encoder) originalName(p *mc.Provenance) (name, issuer string) {
	name = e.caption(original) + ": "
	by := notSealed
	switch good := p.Proof.Verdict == mc.VerdictValid; {
	case p.SourceFormat == formatEuropass:
		name += e.caption(europassCredential)
		if good {
			by = sealedBy
		}
	case p.SourceFormat == ob3.Format, p.SourceFormat == formatOlder:
		name += "Open Badge"
		if good {
			by = issuedBy
		}
	default:
		name = nameOriginal
	}
	if p.SourceIssuer != nil {
		issuer = e.show(p.SourceIssuer.Name)
	}
	if issuer != "" {
		name += " " + e.caption(by) + " " + issuer
	}
	return name, issuer
}

// isOriginalName reports whether a name is one of [encoder.originalName], and whom it
// names.
func isOriginalName(name string) (issuer string, ok bool) {
	if name == nameOriginal {
		return "", true
	}
	start := ""
	for lang, word := range original {
		for _, what := range []string{nameOriginal, word + ": Open Badge", word + ": " + europassCredential[lang]} {
			if strings.HasPrefix(name, what) && len(what) > len(start) {
				start = what
			}
		}
	}
	if start == "" {
		return "", false
	}
	rest := name[len(start):]
	for _, by := range []wording{sealedBy, issuedBy, notSealed} {
		for _, words := range by {
			if issuer, found := strings.CutPrefix(rest, " "+words+" "); found && issuer != "" {
				return issuer, true
			}
		}
	}
	return "", rest == ""
}
