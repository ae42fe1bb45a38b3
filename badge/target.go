package badge

import (
	"net/url"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// The target types of alignments. Those with "ext:" extend the enumeration of
// the specification and follow European practice where there is one; after the
// colon stand only letters, digits, dots and underscores.
const (
	targetEQF       = "ext:EQF"
	targetNQF       = "ext:NQF"
	targetCycle     = "ext:QFEHEA"
	targetCEFR      = "ext:CEFR"
	targetEducation = "ext:EducationLevel"
	targetLevel     = "ext:Level"
	targetESCO      = "ext:ESCOSkill"
	targetDigComp   = "ext:DigComp"
	targetSkill     = "ext:Skill"
	targetCASE      = "CFItem"
	targetOutcome   = "ext:LearningOutcome"
	targetField     = "ext:ISCEDF"
	targetQuality   = "ext:QualityAssurance"
	targetCredits   = "ext:CreditFramework"
	targetInto      = "ext:CountsTowards"
)

const (
	escoBase = "http://data.europa.eu/esco/skill/"
	eqfBase  = "http://data.europa.eu/snb/eqf/"
	qdrBase  = "http://data.europa.eu/snb/qdr/"
	dcfBase  = "http://data.europa.eu/snb/dcf/"
	iscBase  = "http://data.europa.eu/snb/isced-f/"
	ectsBase = "http://data.europa.eu/snb/education-credit/"
)

// targetKind is what a target type means.
type targetKind struct {
	words     wording // what a reader is told that the target is
	framework string  // the list of its targets, if there is one alone
	skill     bool
}

var targetKinds = map[string]targetKind{
	targetEQF:       {words: wordLevel, framework: "EQF"},
	targetNQF:       {words: wordLevel},
	targetCycle:     {words: wordLevel, framework: "QF-EHEA"},
	targetCEFR:      {words: wordLevel},
	targetEducation: {words: wordEducation},
	targetLevel:     {words: wordLevel},
	targetESCO:      {words: wordESCO, framework: "ESCO", skill: true},
	targetDigComp:   {words: wordDigComp, framework: "DigComp", skill: true},
	targetSkill:     {words: wordSkill, skill: true},
	targetCASE:      {words: wordSkill, skill: true},
	targetOutcome:   {words: wordOutcome},
	targetField:     {words: wordField, framework: "ISCED-F 2013"},
	targetQuality:   {words: wordQuality},
	targetCredits:   {words: wordCreditSystem},
	targetInto:      {words: wordInto},
}

// targetAliases are other spellings of target types, in lower case and without
// "ext:", spaces and the word Alignment, which Dutch software appends.
var targetAliases = map[string]string{
	"eqf": targetEQF, "eqflevel": targetEQF, "nqf": targetNQF, "nqflevel": targetNQF, "nlqf": targetNQF, "nlqflevel": targetNQF,
	"esco": targetESCO, "escoskill": targetESCO, "digcomp": targetDigComp, "skill": targetSkill, "ceasn:competency": targetSkill,
	"qualityassurance": targetQuality, "learningoutcome": targetOutcome,
	"iscedf": targetField, "isced-f": targetField, "isced": targetField, "isced-f2013": targetField,
}

// targetsOfBases are what addresses lead to, by what they begin with. No target
// says that it is none of the kinds above.
var targetsOfBases = []struct{ base, target string }{
	{escoBase, targetESCO},
	{"http://data.europa.eu/esco/", ""}, // occupations and qualifications
	{eqfBase, targetEQF},
	{qdrBase, targetNQF},
	{dcfBase, targetDigComp},
	{"https://publications.europa.eu/resource/authority/snb/dcf/", targetDigComp},
	{iscBase, targetField},
	{ectsBase, targetCredits},
}

// targetOfAddress returns what an address leads to, if it tells.
func targetOfAddress(iri string) (target string, tells bool) {
	for _, t := range targetsOfBases {
		if strings.HasPrefix(iri, t.base) {
			return t.target, true
		}
	}
	return "", false
}

// codeAddress returns the IRI of the code that an address leads to: the address
// of a page of the ESCO portal has it in its query, and the IRIs of the EU are
// often written with https.
func codeAddress(address string) string {
	iri := address
	if strings.HasPrefix(address, "https://esco.ec.europa.eu/") || strings.HasPrefix(address, "http://esco.ec.europa.eu/") {
		if u, err := url.Parse(address); err == nil && u.Query().Get("uri") != "" {
			iri = u.Query().Get("uri")
		}
	}
	if rest, secure := strings.CutPrefix(iri, "https://data.europa.eu/"); secure {
		iri = "http://data.europa.eu/" + rest
	}
	if _, tells := targetOfAddress(iri); tells {
		return iri
	}
	return address
}

// targetOf returns the target type of an alignment. An alias is another way to
// write it, or what the address or the framework tells.
func targetOf(v jsontree.Value) (target string, alias bool) {
	stated := v.Get("targetType").Text()
	if _, ours := targetKinds[stated]; ours && stated != targetCASE {
		return stated, false
	}
	if target, tells := targetOfAddress(codeAddress(v.Get("targetUrl").Text())); tells {
		return target, target != ""
	}
	if target := targetAliases[plainName(stated)]; target != "" {
		return target, true
	}
	switch {
	case hasType(v.Get("type"), "LearningOutcome"):
		return targetOutcome, true
	case stated == targetCASE:
		return targetCASE, false
	case stated != "":
		return "", false
	}
	if target := targetAliases[plainName(v.Get("targetFramework").Text())]; target != "" {
		return target, true
	}
	return targetSkill, true
}

func plainName(s string) string {
	s = strings.TrimPrefix(s, "ext:")
	return strings.ToLower(strings.ReplaceAll(strings.TrimSuffix(s, "Alignment"), " ", ""))
}

// codeOf returns the code and the framework that the IRI of a target tells, or
// its label where the list writes them there: "RQF Level 6".
func codeOf(target string, c *mc.Concept) (code, framework string) {
	framework = targetKinds[target].framework
	switch target {
	case targetESCO, targetField, targetEQF:
		if _, last, ok := strings.Cut(c.IRI, baseOf(target)); ok && !strings.ContainsAny(last, "/#?") {
			code = last
		}
	case targetNQF:
		if l, ok := vocabulary.NQF(c.IRI); ok {
			framework = l.Framework.Label
			if name := " (" + l.Framework.Name + ")"; !strings.Contains(framework, name) {
				framework += name
			}
			return l.Level, framework
		}
		for _, label := range c.Label.In("en") {
			if name, level, ok := strings.Cut(label, " Level "); ok && strings.HasPrefix(c.IRI, qdrBase) && !strings.Contains(level, " ") {
				return level, name
			}
		}
	case targetCredits:
		if l, ok := vocabulary.Lookup(c.IRI); ok {
			return "", l.Label
		}
	}
	return code, framework
}

func baseOf(target string) string {
	i := slices.IndexFunc(targetsOfBases, func(t struct{ base, target string }) bool { return t.target == target })
	if i < 0 {
		return ""
	}
	return targetsOfBases[i].base
}

// schemeOf returns the list that a code is in, if its IRI tells.
func schemeOf(iri string) string {
	if strings.HasPrefix(iri, dcfBase) {
		return dcfBase + "25831c2"
	}
	return string(vocabulary.SchemeOf(iri))
}

// skillTarget returns the target type of an entry of a skill framework.
func skillTarget(iri string) string {
	if target, _ := targetOfAddress(iri); targetKinds[target].skill {
		return target
	}
	if isWebURL(iri) && strings.Contains(iri, "/ims/case/") {
		return targetCASE
	}
	return targetSkill
}
