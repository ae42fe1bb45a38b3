package microcredential

import (
	"strings"

	"golang.org/x/text/language"
)

// The language authority table of the Publications Office of the EU.
const (
	SchemeLanguage = "http://publications.europa.eu/resource/authority/language"

	languageBase = SchemeLanguage + "/"
)

// LanguageConcept returns the concept of the EU authority table for the
// language of a BCP 47 tag: nb is NOB, se is SME. The table has no regions or
// scripts, so "pt-BR" gives POR. ok is false for a tag that is malformed or
// names no language.
func LanguageConcept(tag string) (c Concept, ok bool) {
	base, ok := primarySubtag(tag)
	if !ok {
		return Concept{}, false
	}
	code := strings.ToUpper(base.ISO3())
	return Concept{IRI: languageBase + code, Scheme: SchemeLanguage, Notation: code}, true
}

// LanguageTag returns the BCP 47 tag for a code or IRI of the EU authority
// table: NOB is nb, SME is se, SMJ is smj. ok is false for an unknown code.
func LanguageTag(codeOrIRI string) (tag string, ok bool) {
	code := strings.TrimPrefix(codeOrIRI, languageBase)
	if len(code) != 3 {
		return "", false
	}
	base, ok := primarySubtag(strings.ToLower(code))
	if !ok {
		return "", false
	}
	if current, ok := renamedLanguages[base.String()]; ok {
		return current, true
	}
	return base.String(), true
}

// renamedLanguages are the two-letter codes that ISO 639-1 withdrew and the
// language data still returns for a three-letter code, with their successors.
var renamedLanguages = map[string]string{"iw": "he", "ji": "yi", "in": "id", "jw": "jv", "mo": "ro"}

// primarySubtag reads the language of a tag without the replacements of CLDR:
// "no" stays the macrolanguage and does not become Bokmål.
func primarySubtag(tag string) (language.Base, bool) {
	subtag, _, more := strings.Cut(tag, "-")
	if more {
		if _, err := language.Raw.Parse(tag); err != nil {
			return language.Base{}, false
		}
	}
	if len(subtag) != 2 && len(subtag) != 3 {
		return language.Base{}, false
	}
	base, err := language.ParseBase(subtag)
	if err != nil || base.String() == Und || base.ISO3() == "" {
		return language.Base{}, false
	}
	return base, true
}
