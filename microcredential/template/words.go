package template

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc"
)

// wordList is a code list whose entries a template names by their label in any
// language that the list has, by their code, or by their IRI.
type wordList struct {
	scheme vocabulary.Scheme
	index  func() map[string]mc.Concept
	words  func() []string
}

func newWordList(scheme vocabulary.Scheme) *wordList {
	l := &wordList{scheme: scheme}
	l.index = sync.OnceValue(func() map[string]mc.Concept {
		out := map[string]mc.Concept{}
		for _, c := range scheme.Concepts() {
			model := c.Model()
			for _, v := range c.Labels() {
				out[strings.ToLower(v.Text)] = model
			}
			out[strings.ToLower(c.Label)], out[strings.ToLower(c.Code)], out[strings.ToLower(c.IRI)] = model, model, model
		}
		return out
	})
	l.words = sync.OnceValue(func() (out []string) {
		for _, c := range scheme.Concepts() {
			out = append(out, strings.ToLower(c.Label))
		}
		return out
	})
	return l
}

var (
	assessmentWords  = newWordList(vocabulary.Assessment)
	modeWords        = newWordList(vocabulary.Mode)
	activityWords    = newWordList(vocabulary.LearningActivity)
	qualityWords     = newWordList(vocabulary.Accreditation)
	opportunityWords = newWordList(vocabulary.LearningOpportunity)
	targetWords      = newWordList(vocabulary.TargetGroup)
	fieldWords       = newWordList(vocabulary.ISCEDF)
	skillWords       = newWordList(vocabulary.SkillType)
	reuseWords       = newWordList(vocabulary.SkillReuse)
)

// concepts are the members of a code of one's own.
func concepts() class[mc.Concept] {
	return class[mc.Concept]{
		{"label", "text", "What it is called.", func(r *reader, n *node, c *mc.Concept) { c.Label = r.lang(n) }},
		{"iri", "address", "Its address, which identifies it.", func(r *reader, n *node, c *mc.Concept) { c.IRI = r.address(n) }},
		{"code", "word", "Its code in the list.", func(r *reader, n *node, c *mc.Concept) { c.Notation, _ = r.one(n) }},
		{"list", "address", "The address of the list that it is from.", func(r *reader, n *node, c *mc.Concept) { c.Scheme = r.address(n) }},
	}
}

// code reads a word of a list, or an object for a code of one's own.
func (r *reader) code(n *node, list *wordList) (out mc.Concept) {
	if n.kind == mapNode {
		concepts().read(r, n, &out)
		return out
	}
	text, ok := r.one(n)
	if !ok {
		return out
	}
	if found, ok := list.index()[strings.ToLower(text)]; ok {
		return found
	}
	r.wrong(n, "This must be a word of the list "+list.scheme.ListName()+".", quote(text), meant(text, list.words())+" A code of your own is written as {label: …}.")
	return out
}

// codes reads several.
func (r *reader) codes(n *node, list *wordList) (out []mc.Concept) {
	r.each(n, func(item *node) {
		if c := r.code(item, list); !c.IsZero() {
			out = append(out, c)
		}
	})
	return out
}

// word reads one of a few words.
func word[T ~string](r *reader, n *node, all ...T) T {
	text, ok := r.one(n)
	if !ok {
		return ""
	}
	words := make([]string, len(all))
	for i, w := range all {
		if words[i] = string(w); strings.EqualFold(text, words[i]) {
			return w
		}
	}
	r.wrong(n, "This must be one of "+strings.Join(words, ", ")+".", quote(text), "")
	return ""
}

// creditFrameworks are the names of frameworks of credits that have a code. Others
// stay names.
var creditFrameworks = map[string]string{"ECTS": "6fcec5c5af", "ECVET": "60b314e826"}

func creditFramework(name string) mc.Concept {
	code, known := creditFrameworks[strings.ToUpper(name)]
	if !known {
		return mc.Concept{Label: mc.Text("", name)}
	}
	found, _ := vocabulary.Lookup(vocabulary.EducationCredit.IRI(code))
	c := found.Model()
	c.Notation = strings.ToUpper(name)
	return c
}

// frameworkNames are short names of national frameworks, beside those in their
// levels.
var frameworkNames = map[string]string{"NFQ": "IE NQF"}

// level reads "EQF 6", "QF-EHEA first" or the name and level of a national framework.
func (r *reader) level(n *node) (out mc.Level) {
	text, ok := r.one(n)
	if !ok {
		return out
	}
	name, number, _ := cutLast(text)
	if name == "EQF" {
		i, err := strconv.Atoi(number)
		if level, ok := mc.EQFLevel(i); ok && err == nil {
			return level
		}
		r.wrong(n, "A level of the EQF must be a number from 1 to 8.", quote(text), "")
		return out
	}
	if cycle, ok := strings.CutPrefix(text, "QF-EHEA "); ok {
		cycle = strings.TrimSuffix(strings.TrimSpace(cycle), " cycle")
		c, known := mc.ParseCycle(cycle)
		if concept, ok := vocabulary.CycleConcept(c); known && ok {
			return mc.Level{Kind: mc.LevelQFEHEA, Cycle: c, Value: concept.Model()}
		}
		r.wrong(n, "A cycle must be short, first, second or third.", quote(text), "Write QF-EHEA first.")
		return out
	}
	if full, ok := frameworkNames[name]; ok {
		name = full
	}
	var frameworks, levels []string
	for _, l := range nationalLevels() {
		if !slices.Contains(frameworks, l.Framework.Name) {
			frameworks = append(frameworks, l.Framework.Name)
		}
		if l.Framework.Name != name {
			continue
		}
		if levels = append(levels, l.Level); l.Level == number {
			framework := mc.Concept{IRI: l.Framework.IRI, Notation: l.Framework.Name, Label: mc.Text("en", l.Framework.Label)}
			return mc.Level{Kind: mc.LevelNQF, Framework: framework, Value: l.Model()}
		}
	}
	if levels != nil {
		r.wrong(n, "The level must be one that the framework has.", quote(text), "The levels of "+name+" are: "+strings.Join(levels, ", ")+".")
		return out
	}
	frameworks = append(frameworks, "EQF", "NFQ", "QF-EHEA")
	do := "Write for example EQF 6, NFQ 6, NKR 6.1, SeQF 5, FiNQF 6 or QF-EHEA first."
	if near := nearest(name, frameworks); near != "" {
		do = "Did you mean " + near + "?"
	}
	r.wrong(n, "A level must name its framework and the level in it.", quote(text), do)
	return out
}

var nationalLevels = sync.OnceValue(func() (out []vocabulary.NQFLevel) {
	for _, c := range vocabulary.NQFs.Concepts() {
		if l, ok := vocabulary.NQF(c.IRI); ok {
			out = append(out, l)
		}
	}
	return out
})

// cutLast cuts a text at its last space.
func cutLast(text string) (before, after string, found bool) {
	i := strings.LastIndexByte(text, ' ')
	if i < 0 {
		return text, "", false
	}
	return strings.TrimSpace(text[:i]), text[i+1:], true
}

// country reads a country by its code or its English name.
func (r *reader) country(n *node) (out mc.Country) {
	text, ok := r.one(n)
	if !ok {
		return out
	}
	if found, ok := mc.CountryOf(text); ok {
		return found
	}
	if found, ok := mc.CountryNamed(text); ok {
		return found
	}
	r.wrong(n, "A country must be a code of two or three letters, such as NO, SE, FI, DK, IS or IE.", quote(text), "")
	return out
}

// identity reads an identifier of a kind.
func identity(scheme mc.IdentifierScheme) func(r *reader, n *node) []mc.Identifier {
	return func(r *reader, n *node) (out []mc.Identifier) {
		r.each(n, func(item *node) {
			text, ok := r.one(item)
			switch {
			case !ok:
			case scheme == mc.IdentEmail && (!strings.Contains(text, "@") || strings.ContainsAny(text, " \t<>,;")):
				r.wrong(item, "An e-mail address must have an @ and no spaces.", "something else", "")
			case scheme == mc.IdentDID && !strings.HasPrefix(text, "did:"):
				r.wrong(item, "A DID must start with did:.", quote(text), "")
			default:
				out = append(out, mc.Identifier{Scheme: scheme, Value: text})
			}
		})
		return out
	}
}

// id reads an id that is known outside the document.
func (r *reader) id(n *node) string {
	text, ok := r.one(n)
	if ok && !vc.IsURL(text) {
		r.wrong(n, "An id must be a DID or another absolute URL.", quote(text), "")
		return ""
	}
	return text
}
