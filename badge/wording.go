package badge

import "strings"

// wording is what a reader of an alignment is told, by language. A wallet shows
// of an alignment its name, address and description, so these must say what the
// target is. Readers of ours know the words of all languages.
type wording map[string]string

var (
	wordLevel = wording{"en": "Level of qualification", "nb": "Kvalifikasjonsnivå", "nn": "Nivå på kvalifikasjonen",
		"sv": "Kvalifikationsnivå", "da": "Kvalifikationsniveau", "fi": "Vaativuustaso", "is": "Hæfniþrep"}
	wordEducation = wording{"en": "Level of education", "nb": "Utdanningsnivå", "nn": "Nivå på utdanninga",
		"sv": "Utbildningsnivå", "da": "Uddannelsesniveau", "fi": "Koulutusaste", "is": "Menntunarstig"}
	wordESCO = wording{"en": "ESCO skill", "nb": "ESCO-ferdighet", "nn": "ESCO-ferdigheit",
		"sv": "ESCO-färdighet", "da": "ESCO-færdighed", "fi": "ESCO-taito", "is": "ESCO-færni"}
	wordDigComp = wording{"en": "DigComp competence", "nb": "DigComp-kompetanse", "nn": "Kompetanse i DigComp",
		"sv": "DigComp-kompetens", "da": "DigComp-kompetence", "fi": "DigComp-osaaminen", "is": "DigComp-hæfni"}
	wordSkill = wording{"en": "Skill", "nb": "Ferdighet", "nn": "Ferdigheit",
		"sv": "Färdighet", "da": "Færdighed", "fi": "Taito", "is": "Færni"}
	wordField = wording{"en": "Field of study", "nb": "Fagområde", "nn": "Fagfelt",
		"sv": "Utbildningsområde", "da": "Uddannelsesområde", "fi": "Koulutusala", "is": "Námssvið"}
	wordOutcome = wording{"en": "Learning outcome", "nb": "Læringsutbytte", "nn": "Læringsutbyte",
		"sv": "Läranderesultat", "da": "Læringsudbytte", "fi": "Oppimistulos", "is": "Hæfniviðmið"}
	wordQuality = wording{"en": "Quality assurance", "nb": "Kvalitetssikring", "nn": "Kvalitetssikring",
		"sv": "Kvalitetssäkring", "da": "Kvalitetssikring", "fi": "Laadunvarmistus", "is": "Gæðatrygging"}
	wordCreditSystem = wording{"en": "Credit system", "nb": "Studiepoengsystem", "nn": "System for studiepoeng",
		"sv": "Poängsystem", "da": "Pointsystem", "fi": "Opintopistejärjestelmä", "is": "Einingakerfi"}
	wordInto = wording{"en": "Counts towards", "nb": "Kan inngå i", "nn": "Kan gå inn i",
		"sv": "Kan ingå i", "da": "Kan indgå i", "fi": "Voi sisältyä kokonaisuuteen", "is": "Getur talist til"}
	wordNth = wording{"en": "level", "nb": "nivå", "nn": "nivå", "sv": "nivå", "da": "niveau", "fi": "taso", "is": "þrep"}
	wordBy  = wording{"en": "by", "nb": "av", "nn": "frå", "sv": "av", "da": "af", "fi": "myöntäjä", "is": "frá"}
)

// in returns the words in a language, or in English.
func (w wording) in(lang string) string {
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if base == "no" {
		base = "nb"
	}
	if text, ok := w[base]; ok {
		return text
	}
	return w["en"]
}

// cut cuts the words, in any language, from the start of a text; what follows
// them must begin with one of the separators or be nothing.
func (w wording) cut(text string, separators ...string) (rest string, ok bool) {
	for _, words := range w {
		after, found := strings.CutPrefix(text, words)
		if found && after == "" {
			return "", true
		}
		for _, separator := range separators {
			if rest, cut := strings.CutPrefix(after, separator); found && cut {
				return rest, true
			}
		}
	}
	return "", false
}

// splitAt splits a text in two at the words, in any language, where they stand
// between spaces for the first time.
func (w wording) splitAt(text string) (before, after string, ok bool) {
	at := -1
	for _, words := range w {
		if i := strings.Index(text, " "+words+" "); i >= 0 && (at < 0 || i < at) {
			at, before, after, ok = i, text[:i], text[i+len(words)+2:], true
		}
	}
	return before, after, ok
}
