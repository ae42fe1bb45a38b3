package vocabulary

import (
	"maps"
	"slices"
	"strings"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// termLanguages are the languages of the terms, in the order of their columns.
var termLanguages = [...]string{"en", "sv", "nb", "nn", "da", "fi", "is", "nl", "de", "fr", "es"}

// terms are the words for values of the closed lists of the model: where a
// micro-credential comes from, the roles of partners, routes, the phases of a
// validation, classes of awards, and relations. The words are ours. No two values have
// the same word, so that a word can be read back.
const terms = `
split|part of a programme|del av ett program|del av et program|del av eit program|del af et program|ohjelman osa|hluti námsbrautar|deel van een opleiding|Teil eines Studiengangs|partie d'un programme|parte de un programa
add-on|add-on|påbyggnad|påbygning|påbygging|påbygningsforløb|täydentävä|viðbót|aanvulling|Ergänzung|complément|complemento
series|one of a series|en i en serie|en i en rekke|ein i ei rekkje|en i en række|sarjan osa|einn af röð|een uit een reeks|Teil einer Reihe|un d'une série|uno de una serie
cooperation|cooperation partner|samverkanspart|samarbeidspartner|samarbeidspart|samarbejdspartner|yhteistyökumppani|samstarfsaðili|samenwerkingspartner|Kooperationspartner|partenaire|socio colaborador
definer|definer|definierar innehållet|definerer innholdet|definerer innhaldet|definerer indholdet|määrittelijä|skilgreinir|bepaalt de inhoud|Inhaltsgeber|concepteur|definidor
assessor|assessor|bedömare|vurderer|vurderar|bedømmer|arvioija|matsaðili|beoordelaar|Prüfer|évaluateur|evaluador
endorser|endorser|rekommenderar|anbefaler|tilrår|står inde for|suosittelija|meðmælandi|onderschrijver|Befürworter|soutien|avalista
provider|provider|anordnare|tilbyder|tilbydar|udbyder|järjestäjä|fræðsluaðili|aanbieder|Anbieter|prestataire|proveedor
funder|funder|finansiär|finansiør|finansieringskjelde|finansieringskilde|rahoittaja|fjármögnunaraðili|financier|Geldgeber|financeur|financiador
guidance|guidance|vägledare|veileder|rettleiar|vejleder|ohjaaja|ráðgjafi|begeleider|Berater|conseiller|orientador
course|course|kurs|kurs|kurs|kursus|kurssi|námskeið|cursus|Kurs|cours|curso
validation|validation|validering|realkompetansevurdering|realkompetansevurdering|realkompetencevurdering|osaamisen tunnustaminen|raunfærnimat|validatie|Validierung|validation|validación
recognition-of-prior-learning|recognition of prior learning|erkännande av tidigare lärande|godkjenning av tidligere læring|godkjenning av tidlegare læring|anerkendelse af tidligere læring|aiemman oppimisen tunnustaminen|viðurkenning fyrra náms|erkenning van eerder leren|Anerkennung früheren Lernens|reconnaissance des acquis|reconocimiento del aprendizaje previo
work|work|arbete|arbeid|arbeid|arbejde|työ|starf|werk|Arbeit|travail|trabajo
identification|identification|kartläggning|kartlegging|kartlegging|afklaring|tunnistaminen|greining|identificatie|Identifizierung|identification|identificación
documentation|documentation|dokumentation|dokumentasjon|dokumentasjon|dokumentation|dokumentointi|skráning|documentatie|Dokumentation|documentation|documentación
assessment|assessment|bedömning|vurdering|vurdering|bedømmelse|arviointi|mat|beoordeling|Bewertung|évaluation|evaluación
certification|certification|certifiering|sertifisering|sertifisering|certificering|todistaminen|vottun|certificering|Zertifizierung|certification|certificación
major|major award|huvudkvalifikation|hovedkvalifikasjon|hovudkvalifikasjon|hovedkvalifikation|päätutkinto|aðalviðurkenning|hoofdkwalificatie|Hauptabschluss|certification principale|titulación principal
minor|minor award|delkvalifikation|delkvalifikasjon|mindre kvalifikasjon|mindre kvalifikation|osasuoritus|hlutaviðurkenning|kleinere kwalificatie|Teilabschluss|certification partielle|titulación menor
special-purpose|special-purpose award|kvalifikation för särskilt ändamål|kvalifikasjon for særskilt formål|kvalifikasjon for særskilt føremål|kvalifikation til særligt formål|erityistarkoituksen suoritus|sérhæfð viðurkenning|kwalificatie voor een bijzonder doel|Abschluss für einen besonderen Zweck|certification à finalité particulière|titulación de propósito especial
supplemental|supplemental award|kompletterande kvalifikation|tilleggskvalifikasjon|tilleggskvalifikasjon som supplerer|supplerende kvalifikation|täydentävä suoritus|viðbótarviðurkenning|aanvullende kwalificatie|ergänzender Abschluss|certification supplémentaire|titulación suplementaria
part-of|is part of|är del av|er del av|er ein del av|er del af|on osa|er hluti af|is deel van|ist Teil von|fait partie de|forma parte de
exempts|exempts from|befriar från|gir fritak fra|gir fritak frå|fritager for|vapauttaa|veitir undanþágu frá|geeft vrijstelling voor|befreit von|dispense de|exime de
gives-access|gives access to|ger tillträde till|gir opptak til|gir opptak på|giver adgang til|antaa pääsyn|veitir aðgang að|geeft toegang tot|berechtigt zum Zugang zu|donne accès à|da acceso a
replaces|replaces|ersätter|erstatter|erstattar|afløser|korvaa|kemur í stað|vervangt|ersetzt|remplace|sustituye a
precedes|comes before|kommer före|kommer før|kjem før|kommer forud for|edeltää|kemur á undan|gaat vooraf aan|geht voraus|précède|precede a
translation|translation of|översättning av|oversettelse av|omsetjing av|oversættelse af|käännös|þýðing á|vertaling van|Übersetzung von|traduction de|traducción de
prerequisite|requires|kräver|krever|krev|kræver|edellyttää|krefst|vereist|setzt voraus|exige|exige tener
equivalent|equivalent to|likvärdig med|likeverdig med|likeverdig til|ligestillet med|vastaa|jafngildir|gelijkwaardig aan|gleichwertig mit|équivalent à|equivalente a
`

// termsByValue are the words of each value in the order of [termLanguages].
var termsByValue = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.SplitSeq(strings.TrimSpace(terms), "\n") {
		all := strings.Split(line, "|")
		out[all[0]] = all[1:]
	}
	return out
})

// TermValues returns the values that have words, sorted.
func TermValues() []string { return slices.Sorted(maps.Keys(termsByValue())) }

// Terms returns the words for a value of a closed list of the model, such as
// "special-purpose" or "documentation", in eleven languages of the Nordic countries and
// their neighbours. It is empty for any other text.
func Terms(value string) mc.LangString {
	var out mc.LangString
	for i, word := range termsByValue()[value] {
		out.Add(termLanguages[i], word)
	}
	return out
}

// Term returns the word for a value in a language, in English if there is none, or the
// value itself.
func Term(value, lang string) string {
	words := termsByValue()[value]
	if words == nil {
		return value
	}
	base, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if base == "no" {
		base = "nb"
	}
	for i, known := range termLanguages {
		if known == base {
			return words[i]
		}
	}
	return words[0]
}

// TermOf returns which of some values a word stands for in a language, or in English.
func TermOf(word, lang string, values ...string) (string, bool) {
	for _, v := range values {
		if word != "" && (Term(v, lang) == word || Term(v, "en") == word || v == word) {
			return v, true
		}
	}
	return "", false
}
