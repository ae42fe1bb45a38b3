package vocabulary

import (
	"strconv"
	"strings"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Framework is a national qualifications framework.
type Framework struct {
	Country string // ISO 3166-1 alpha-2; XK for Kosovo
	IRI     string
	Name    string // short name, as it stands in the labels of the levels
	Label   string // in English

	// Referenced is the year of the report by which the country referenced its levels
	// to the EQF, which [NQFLevel.EQF] follows; 0 if the table does not say.
	Referenced int
}

// NQFLevel is one level of a national qualifications framework.
type NQFLevel struct {
	Concept
	Framework Framework
	Level     string // "6", "5.1", "4+", "Entry"

	// EQF is the EQF level that this level was referenced to, 0 if the table does
	// not say. The numbers can differ: level 6 of the Irish framework is EQF
	// level 5. It is a hint, not a statement about any credential.
	EQF int8
}

// NQF returns the level of a national framework that an IRI names.
func NQF(iri string) (NQFLevel, bool) {
	l, ok := nqfIndex()[iri]
	return l, ok
}

// NQFLevelOf returns a level of the framework of a country (ISO 3166-1
// alpha-2) by its name, as "6.2". It is false for a country that has several
// frameworks with such a level.
func NQFLevelOf(country, level string) (found NQFLevel, ok bool) {
	for _, l := range nqfLevels() {
		if l.Framework.Country == country && l.Level == level {
			if ok {
				return NQFLevel{}, false
			}
			found, ok = l, true
		}
	}
	return found, ok
}

// Frameworks returns all national frameworks, those of the Nordic and neighbouring
// countries first.
func Frameworks() []Framework {
	out := make([]Framework, 0, len(frameworks))
	for _, f := range frameworks {
		out = append(out, Framework{f.country, NQFs.IRI(f.code), f.name, f.label, f.referenced})
	}
	return out
}

var nqfIndex = sync.OnceValue(func() map[string]NQFLevel {
	index := map[string]NQFLevel{}
	for _, l := range nqfLevels() {
		index[l.IRI] = l
	}
	return index
})

var nqfLevels = sync.OnceValue(func() []NQFLevel {
	var out []NQFLevel
	for i, framework := range Frameworks() {
		words := strings.Fields(frameworks[i].levels)
		for i := 0; i+1 < len(words); i += 2 {
			out = append(out, nqfLevel(framework, strings.ReplaceAll(words[i], "_", " "), words[i+1]))
		}
	}
	return out
})

func nqfLevel(f Framework, level, code string) NQFLevel {
	code, eqf, stated := strings.Cut(code, "=")
	label := f.Name + " Level " + level
	switch {
	case level == "Entry":
		label = f.Name + " Entry Level"
	case strings.HasPrefix(level, "Entry "):
		label = f.Name + " " + level
	}
	l := NQFLevel{Concept: Concept{NQFs.IRI(code), NQFs, code, label}, Framework: f, Level: level}
	if stated {
		l.EQF = int8(eqf[0] - '0')
	}
	return l
}

// Hint says in a few words what is known of a national level: its framework, country
// and the level of the EQF to which it was referenced, as in "IE NQF level 6 (Ireland),
// referenced to EQF level 5 in 2009". It is to be shown beside a level, and is no
// statement about any credential.
func (l NQFLevel) Hint() string {
	if l.Level == "" {
		return ""
	}
	out := l.Framework.Name + " level " + l.Level
	if c, ok := mc.CountryOf(l.Framework.Country); ok {
		out += " (" + c.Name() + ")"
	}
	switch {
	case l.EQF == 0:
		return out + ", whose reference to the EQF is not known here"
	case l.Framework.Referenced == 0:
		return out + ", referenced to EQF level " + strconv.Itoa(int(l.EQF))
	}
	return out + ", referenced to EQF level " + strconv.Itoa(int(l.EQF)) + " in " + strconv.Itoa(l.Framework.Referenced)
}

// LevelHint returns the hint on a level of a credential, "" for one that is none of a
// national framework that is known here.
func LevelHint(l *mc.Level) string {
	known, _ := NQF(l.Value.IRI)
	return known.Hint()
}
