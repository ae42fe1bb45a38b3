package vocabulary

import (
	"strings"
	"sync"
)

// Framework is a national qualifications framework.
type Framework struct {
	Country string // ISO 3166-1 alpha-2
	IRI     string // empty where the list has only the levels
	Name    string // short name, as it stands in the labels of the levels
	Label   string // in English
}

// NQFLevel is one level of a national qualifications framework.
type NQFLevel struct {
	Concept
	Framework Framework
	Level     string // "6", "5.1", "4+", "Entry"

	// EQF is the EQF level that this level was referenced to, 0 if the table does
	// not say. The numbers can differ: level 6 of the Irish framework is EQF
	// level 5.
	EQF int8
}

// frameworks has the levels of each framework as pairs of level and code, with "=n"
// after the code if the EQF level is known.
var frameworks = []struct {
	Framework
	levels string
}{
	{Framework{"SE", "c_d932c882", "SeQF", "Swedish National Qualifications Framework"},
		"1 c_20b8cbc9 2 c_e1f75f79 3 c_4ec9e6c0 4 c_6477e349 5 c_b44f7367 6 c_185bb246 7 c_1ab773a2 8 c_055b6cf8"},
	{Framework{"FI", "c_2d1fde14", "FiNQF", "Finnish National Qualifications Framework"},
		"1 c_b9b2b42d 2 c_c660dbf8 3 c_63c1f703 4 c_cbf250da 5 c_fd8ce5f6 6 c_8a7da315 7 c_3b2bd7b5 8 c_7fa9dfe4"},
	{Framework{"NO", "c_ae44d998", "NKR", "Norwegian Qualifications Framework"},
		"1 c_2293fdad 2 c_0b8188d7 3 c_bbfedf33 4 c_81090d42 5.1 c_12ece3d4 5.2 c_92632be8 6.1 c_6b569351 6.2 c_52818ecd 7 c_fb307b49 8 c_95249ae7"},
	{Framework{"DK", "c_61ba90ec", "DK NQF", "Danish National Qualifications Framework"},
		"1 c_67053d58 2 c_f3d606a7 3 c_2ff9f722 4 c_e2461c86 5 c_e130f5d2 6 c_a19d301f 7 c_b08ee037 8 c_1aec7e1f"},
	{Framework{"IS", "c_2e41fe05", "ISQF", "Icelandic Qualifications Framework"},
		"1 c_9d649d1c 2 c_ca8fda2e 3 c_38336a53 4 c_905af3bc 5.1 c_f0e7a81b 5.2 c_f0be67ef 6.1 c_57c17789 6.2 c_c339fb29 7 c_f8979fd7"},
	{Framework{"IE", "c_01169e3f", "IE NQF", "Irish National Framework of Qualifications"},
		"1 c_53e465cb=1 2 c_060f2f91=1 3 c_4c88e501=2 4 c_57c9e957=3 5 c_4053e803=4 6 c_670e54c7=5 7 c_38f52397=6 8 c_218a7e54=6 9 c_c6ada0f4=7 10 c_ac9adabb=8"},
	{Framework{"NL", "", "NLQF", "Dutch Qualifications Framework"},
		"Entry c_b42dd23b 1 c_3e11a3fd 2 c_c749fa23 3 c_f97cdbb5 4 c_ff656b33 4+ c_c2700f4e 5 c_18c9e9fe 6 c_1711a061 7 c_478359fc 8 c_2835a50f"},
	{Framework{"ES", "c_e8c5bfbe", "MECU", "Spanish Qualifications Framework for Lifelong Learning"},
		"1 c_9f7b21f9 2 c_a358d163 3 c_d81640d2 4 c_9f9cd022 5 c_cdd36a4b 6 c_6422359b 7 c_37f3c037 8 c_62866e36"},
	{Framework{"EE", "c_e9fb041f", "EstQF", "Estonian Qualifications Framework"},
		"1 c_ed568080 2 c_54b380be 3 c_3f16a034 4 c_7cb99427 5 c_11b06734 6 c_3dddfd70 7 c_9173237a 8 c_2616aeff"},
}

// NQF returns the level of a national framework that an IRI names.
func NQF(iri string) (NQFLevel, bool) {
	l, ok := nqfIndex()[iri]
	return l, ok
}

// NQFLevelOf returns a level of the framework of a country (ISO 3166-1
// alpha-2) by its name, as "6.2".
func NQFLevelOf(country, level string) (NQFLevel, bool) {
	for _, l := range nqfLevels() {
		if l.Framework.Country == country && l.Level == level {
			return l, true
		}
	}
	return NQFLevel{}, false
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
	for _, f := range frameworks {
		framework := f.Framework
		if framework.IRI != "" {
			framework.IRI = NQFs.IRI(framework.IRI)
		}
		words := strings.Fields(f.levels)
		for i := 0; i+1 < len(words); i += 2 {
			out = append(out, nqfLevel(framework, words[i], words[i+1]))
		}
	}
	return out
})

func nqfLevel(f Framework, level, code string) NQFLevel {
	code, eqf, stated := strings.Cut(code, "=")
	label := f.Name + " Level " + level
	if level == "Entry" {
		label = f.Name + " Entry Level"
	}
	l := NQFLevel{Concept: Concept{NQFs.IRI(code), NQFs, code, label}, Framework: f, Level: level}
	if stated {
		l.EQF = int8(eqf[0] - '0')
	}
	return l
}
