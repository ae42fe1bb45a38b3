package badge

import (
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// aligner reads the alignments of an achievement. Its indexes find the entries
// that terms of the extension have stated already.
type aligner struct {
	*decoder
	to       *mc.Definition
	at       path
	levels   map[string]int   // by IRI
	cycles   map[mc.Cycle]int // the first level with a cycle
	eqf      map[int8]int     // the first level of the EQF with a number
	skills   map[skillKey]int // by outcome and IRI
	holders  map[string]int   // the first outcome with a skill, by its IRI
	outcomes map[string]int   // by id and by title
	into     map[string]int   // what it counts towards, by id
	credits  jsontree.Value   // the alignment that names the framework of credits
	last     int              // the outcome that this alignment's skill may belong to, or -1
	name     string           // of the achievement
	extended bool             // whether the extension has said it all
	fields   map[string]int   // by IRI
	quality  map[string]int   // by id, address and title
}

type skillKey struct {
	outcome int
	iri     string
}

func (s *tables) readAlignments(d *decoder, v jsontree.Value, to *mc.Definition, at path) {
	a := newAligner(d, v.Parent(), to, at)
	for one := range v.Each() {
		switch {
		case d.Nothing(one):
		case !one.IsObject():
			d.Reject(one, "not an alignment")
		default:
			a.read(one)
		}
	}
}

// newAligner makes an aligner for alignments of an achievement, whichever member
// they stand in.
func newAligner(d *decoder, achievement jsontree.Value, to *mc.Definition, at path) *aligner {
	a := &aligner{decoder: d, to: to, at: at, last: -1, name: achievement.Get("name").Text(), credits: creditFramework(achievement)}
	a.extended = hasType(achievement.Get("type"), typeEuAchievement)
	a.index()
	return a
}

func (a *aligner) index() {
	a.levels, a.cycles, a.eqf = map[string]int{}, map[mc.Cycle]int{}, map[int8]int{}
	a.skills, a.holders, a.into = map[skillKey]int{}, map[string]int{}, map[string]int{}
	a.outcomes, a.fields, a.quality = map[string]int{}, map[string]int{}, map[string]int{}
	for i, l := range a.to.Levels {
		addFirst(a.levels, l.Value.IRI, i)
		if l.Kind == mc.LevelEQF {
			addFirst(a.eqf, l.EQF, i)
		}
		addFirst(a.cycles, l.Cycle, i)
	}
	for i, o := range a.to.Outcomes {
		addFirst(a.outcomes, o.ID, i)
		for _, t := range o.Title {
			addFirst(a.outcomes, t.Text, i)
		}
		for j, skill := range o.Skills {
			if skill.IRI != "" {
				addFirst(a.skills, skillKey{i, skill.IRI}, j)
				addFirst(a.holders, skill.IRI, i)
			}
		}
	}
	for i, r := range a.to.Stackability.Into {
		addFirst(a.into, r.ID, i)
	}
	for i, f := range a.to.Fields {
		addFirst(a.fields, f.IRI, i)
	}
	for i, q := range a.to.Quality {
		addFirst(a.quality, q.ID, i)
		addFirst(a.quality, q.URL, i)
		for _, t := range q.Title {
			addFirst(a.quality, t.Text, i)
		}
	}
}

// addFirst adds a value to an index unless the key is empty or taken.
func addFirst[K comparable, V any](index map[K]V, key K, value V) {
	var zero K
	if _, taken := index[key]; !taken && key != zero {
		index[key] = value
	}
}

// find returns the value of the first key that is in the index.
func find[V any](index map[string]V, keys ...string) (value V, ok bool) {
	for _, key := range keys {
		if value, ok = index[key]; ok {
			return value, true
		}
	}
	return value, false
}

func (a *aligner) read(v jsontree.Value) {
	target, alias := targetOf(v)
	a.aligned = aligned{target: target, reason: "the framework", kind: kindsOfTargets[target]}
	if alias {
		a.aligned.reason = CodeAlias + ": " + target + " is meant"
	}
	a.aligned.rest, a.aligned.shaped = shapeOf(target, v)
	a.aligned.onPage = a.name != "" && v.Get("targetFramework").IsText(a.name) && isWebURL(v.Get("targetUrl").Text())
	outcome := -1
	switch {
	case target == targetEQF:
		a.readEQF(v)
	case target == targetCycle:
		a.readCycle(v)
	case kindsOfTargets[target] != "" || target == targetLevel:
		a.readLevel(v)
	case targetKinds[target].skill:
		outcome = a.readSkill(v)
	case target == targetOutcome:
		outcome = a.readOutcome(v)
	case target == targetField:
		a.readField(v)
	case target == targetQuality:
		a.readQuality(v)
	case target == targetInto && v.Get("targetUrl").Text() != "":
		a.readInto(v)
	case target == targetCredits && a.namesCredits(v):
		a.Scaffold(v) // read with the credits
	default:
		a.readStated(v, &a.to.Alignments, a.at.Dot("alignments"))
	}
	a.last = outcome
}

// shapeOf reports whether an alignment is one that says in words of ours what it
// is, and returns what follows these.
func shapeOf(target string, v jsontree.Value) (rest string, shaped bool) {
	switch {
	case target == targetQuality:
		return wordQuality.cut(v.Get("targetName").Text(), nameMark)
	case target == targetOutcome:
		return wordOutcome.cut(v.Get("targetDescription").Text(), " ")
	case target == "" || v.Get("targetDescription").Kind() != jsontree.String:
		return "", false
	}
	return targetKinds[target].words.cut(v.Get("targetDescription").Text(), groupMark)
}

// namesCredits reports whether an alignment says in which framework the credits
// of the badge are.
func (a *aligner) namesCredits(v jsontree.Value) bool {
	subject := first(a.root.Get("credentialSubject"))
	for _, credits := range []jsontree.Value{a.achievement.Get("creditsAvailable"), subject.Get("creditsEarned")} {
		if _, s, ok := mapping.Peek(credits); ok && v == a.credits {
			if _, err := mc.ParseDecimal(s); err == nil {
				return true
			}
		}
	}
	return false
}

// readSkill reads a skill and returns its outcome: the one that its description
// names, the one that stands before it, or one that has its name.
func (a *aligner) readSkill(v jsontree.Value) int {
	iri := codeAddress(v.Get("targetUrl").Text())
	i, found := -1, false
	switch title := a.aligned.rest; {
	case a.aligned.shaped && title != "":
		if i, found = find(a.outcomes, title); !found {
			i = a.addOutcome(mc.LearningOutcome{Title: mc.Text(a.Lang, title)})
			addFirst(a.outcomes, title, i)
			a.Change(v.Get("targetDescription"), a.to.Outcomes[i].Title.Path(a.outcomeAt(i).Dot("title"), 0), "names the learning outcome")
		}
	case a.last >= 0 && !a.aligned.shaped && a.aligned.target != targetCASE && v.Get("targetType").IsText(a.aligned.target) && !a.holds(iri):
		i = a.last
	default:
		i, found = a.holders[iri]
		if !found {
			i = a.addOutcome(mc.LearningOutcome{})
			a.titleOf(v, i)
		}
	}
	o := &a.to.Outcomes[i]
	j, known := a.skills[skillKey{i, iri}]
	if !known {
		j = len(o.Skills)
		o.Skills = append(o.Skills, mc.Concept{})
		if iri != "" {
			addFirst(a.skills, skillKey{i, iri}, j)
			addFirst(a.holders, iri, i)
		}
	}
	a.aligned.known = known && a.extended
	a.s.target.ReadObject(a.Reader, v, &o.Skills[j], a.outcomeAt(i).Dot("skills").At(j))
	return a.last
}

func (a *aligner) holds(iri string) bool {
	_, held := a.holders[iri]
	return held
}

func (a *aligner) outcomeAt(i int) path { return a.at.Dot("outcomes").At(i) }

func (a *aligner) addOutcome(o mc.LearningOutcome) int {
	a.to.Outcomes = append(a.to.Outcomes, o)
	return len(a.to.Outcomes) - 1
}

// titleOf takes the name of a skill that stands alone for the title of the
// outcome: whoever has it can do what it says.
func (a *aligner) titleOf(v jsontree.Value, i int) {
	name := v.Get("targetName")
	if name.Kind() != jsontree.String || name.Text() == "" {
		return
	}
	o := &a.to.Outcomes[i]
	o.Title = mc.Text(a.Lang, name.Text())
	a.Derive(name, o.Title.Path(a.outcomeAt(i).Dot("title"), 0))
}

// readOutcome reads a learning outcome and returns its index.
func (a *aligner) readOutcome(v jsontree.Value) int {
	url, name := v.Get("targetUrl").Text(), v.Get("targetName").Text()
	if a.aligned.onPage {
		url = ""
	}
	i, known := find(a.outcomes, url, name)
	if !known {
		i = a.addOutcome(mc.LearningOutcome{})
	}
	a.aligned.known = known && a.extended
	a.s.targetOutcome.ReadObject(a.Reader, v, &a.to.Outcomes[i], a.outcomeAt(i))
	addFirst(a.outcomes, name, i)
	return i
}

// entryFor returns the place of the entry with a key, which is added if there is none.
func entryFor[K comparable, T any](list *[]T, index map[K]int, key K) (i int, known bool) {
	if i, known = index[key]; !known {
		i = len(*list)
		*list = append(*list, *new(T))
		addFirst(index, key, i)
	}
	return i, known
}

func (a *aligner) readField(v jsontree.Value) {
	iri := codeAddress(v.Get("targetUrl").Text())
	i, known := entryFor(&a.to.Fields, a.fields, iri)
	a.aligned.known = known && a.extended
	a.s.target.ReadObject(a.Reader, v, &a.to.Fields[i], a.at.Dot("fields").At(i))
}

func (a *aligner) readQuality(v jsontree.Value) {
	name := v.Get("targetName").Text()
	if a.aligned.shaped {
		name = a.aligned.rest
	}
	i, known := find(a.quality, v.Get("targetUrl").Text(), name)
	if !known {
		i = len(a.to.Quality)
		a.to.Quality = append(a.to.Quality, mc.QualityAssurance{})
	}
	a.aligned.known = known && a.extended
	a.s.targetQuality.ReadObject(a.Reader, v, &a.to.Quality[i], a.at.Dot("quality").At(i))
}

// readInto reads what the achievement can count towards, which an entry of
// related only points to.
func (a *aligner) readInto(v jsontree.Value) {
	list, at := &a.to.Stackability.Into, a.at.Dot("stackability.into")
	id := v.Get("targetUrl").Text()
	i, _ := entryFor(list, a.into, id)
	a.s.targetReference.ReadObject(a.Reader, v, &(*list)[i], at.At(i))
}

func (a *aligner) readLevel(v jsontree.Value) {
	url := codeAddress(v.Get("targetUrl").Text())
	i, known := entryFor(&a.to.Levels, a.levels, url)
	a.aligned.known = known && a.extended
	level, here := &a.to.Levels[i], a.at.Dot("levels").At(i)
	if level.Kind != a.aligned.kind && !v.Get("targetType").Exists() { // the address tells
		level.Kind = a.aligned.kind
		a.Derive(v.Get("targetUrl"), here.Dot("kind"))
	}
	a.s.targetLevel.ReadObject(a.Reader, v, level, here)
}

// readEQF reads a level of the EQF by its number, since Dutch badges have the
// address of an explanation in place of that of the level.
func (a *aligner) readEQF(v jsontree.Value) {
	number := mc.EQFOf(codeAddress(v.Get("targetUrl").Text()))
	if code := v.Get("targetCode").Text(); len(code) == 1 && code[0] >= '1' && code[0] <= '8' {
		number = int8(code[0] - '0')
	}
	if number == 0 {
		a.readStated(v, &a.to.Alignments, a.at.Dot("alignments"))
		return
	}
	i, known := entryFor(&a.to.Levels, a.eqf, number)
	a.aligned.eqf, a.aligned.known = number, known && a.extended
	level, here := &a.to.Levels[i], a.at.Dot("levels").At(i)
	a.s.targetEQF.ReadObject(a.Reader, v, level, here)
	if level.Kind != mc.LevelEQF || level.EQF != number { // the type was told by an alias
		level.Kind, level.EQF = mc.LevelEQF, number
		a.Derive(v.Get("targetUrl"), here.Dot("kind"))
		a.Derive(v.Get("targetUrl"), here.Dot("eqf"))
	}
	if level.Value.IRI == "" {
		level.Value.IRI = addressOfEQF(number)
		a.Derive(v.Get("targetCode"), here.Dot("value.iri"))
		a.deriveScheme(v.Get("targetCode"), &level.Value, here.Dot("value"))
	}
}

// readCycle reads a cycle of QF-EHEA.
func (a *aligner) readCycle(v jsontree.Value) {
	cycle, ok := mc.ParseCycle(v.Get("targetCode").Text())
	if !ok {
		a.readStated(v, &a.to.Alignments, a.at.Dot("alignments"))
		return
	}
	i, _ := entryFor(&a.to.Levels, a.cycles, cycle)
	level, here := &a.to.Levels[i], a.at.Dot("levels").At(i)
	level.Cycle = cycle
	a.Scaffold(v)
	a.Change(v.Get("targetCode"), here.Dot("cycle"), "the cycle")
	if level.Kind == mc.LevelOther && level.Value.IsZero() || level.Kind == mc.LevelQFEHEA {
		level.Kind = mc.LevelQFEHEA
		a.Change(v.Get("targetType"), here.Dot("kind"), "the framework")
	}
}

// readStated reads alignments with frameworks for which the model has no field
// of their own.
func (d *decoder) readStated(v jsontree.Value, list *[]mc.Alignment, at path) {
	for one := range v.Each() {
		switch {
		case d.Nothing(one):
		case !one.IsObject():
			d.Reject(one, "not an alignment")
		default:
			var l mc.Alignment
			d.aligned = aligned{}
			d.s.alignment.ReadObject(d.Reader, one, &l, at.At(len(*list)))
			*list = append(*list, l)
		}
	}
}
