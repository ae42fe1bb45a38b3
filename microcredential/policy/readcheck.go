package policy

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/layout"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// kind is a kind of check: how it is read, and what may stand beside its name.
type kind struct {
	read   func(*reader, jsontree.Value, int) check
	beside []string
}

// kinds are the kinds of checks, by the member that names them. It is a function
// because some kinds hold checks again.
func kinds() map[string]kind {
	return map[string]kind{
		"element":   {read: (*reader).elementCheck},
		"stated":    {read: (*reader).statedCheck},
		"credits":   {read: (*reader).creditsCheck},
		"hours":     {read: (*reader).hoursCheck},
		"number":    {read: (*reader).numberCheck},
		"among":     {read: (*reader).amongCheck},
		"languages": {read: (*reader).languagesCheck},
		"pattern":   {read: (*reader).patternCheck},
		"date":      {read: (*reader).dateCheck},
		"all":       {read: func(r *reader, v jsontree.Value, n int) check { return allCheck(r.several(v, n)) }},
		"any":       {read: func(r *reader, v jsontree.Value, n int) check { return anyCheck(r.several(v, n)) }},
		"one":       {read: func(r *reader, v jsontree.Value, n int) check { return oneCheck(r.several(v, n)) }},
		"not":       {read: func(r *reader, v jsontree.Value, n int) check { return notCheck{r.check(v, n)} }},
		"if":        {read: (*reader).ifCheck, beside: []string{"then", "else"}},
	}
}

// Kinds returns the names of the kinds of checks, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds())) }

// check reads one check. What cannot be read is noted, and nil.
func (r *reader) check(v jsontree.Value, depth int) check {
	r.checks++
	switch {
	case r.checks > maxChecks:
		r.fault(&ruleLimit, v, "", fmt.Sprintf("more than %d checks in a rule", maxChecks))
		return nil
	case depth >= maxDepth:
		r.fault(&ruleLimit, v, "", fmt.Sprintf("checks that are nested over more than %d levels", maxDepth))
		return nil
	}
	var names, unknown []string
	for name := range v.Members() {
		if _, ok := r.kinds[name]; ok {
			names = append(names, name)
		} else {
			unknown = append(unknown, name)
		}
	}
	if len(names) != 1 {
		r.fault(&ruleKind, v, "", "none or several of "+strings.Join(Kinds(), ", "))
		return nil
	}
	chosen := r.kinds[names[0]]
	for _, name := range unknown {
		if !slices.Contains(chosen.beside, name) {
			r.fault(&ruleKind, v, "/"+jsontree.EscapePointer(clip(name)), "a member that does not belong to the check "+strconv.Quote(names[0]))
		}
	}
	return chosen.read(r, v.Get(names[0]), depth+1)
}

func (r *reader) several(v jsontree.Value, depth int) []check {
	var out []check
	for e := range r.list(v).Elements() {
		out = append(out, r.check(e, depth))
	}
	if len(out) < 2 {
		r.fault(&ruleValue, v, "", "fewer than two checks")
	}
	return out
}

func (r *reader) ifCheck(v jsontree.Value, depth int) check {
	around := v.Parent()
	c := ifCheck{when: r.check(v, depth)}
	if then := around.Get("then"); then.Exists() {
		c.then = r.check(then, depth)
	} else {
		r.fault(&ruleMember, around, "", `no "then"`)
	}
	if otherwise := around.Get("else"); otherwise.Exists() {
		c.otherwise = r.check(otherwise, depth)
	}
	return c
}

func (r *reader) element(v jsontree.Value) int {
	n, err := strconv.Atoi(v.Raw())
	if err != nil || mc.ElementName(n) == "" {
		r.fault(&ruleValue, v, "", "no number of an element of Annex I, 1 to 16")
		return 1
	}
	return n
}

func (r *reader) elementCheck(v jsontree.Value, _ int) check { return elementCheck{r.element(v)} }

func (r *reader) statedCheck(v jsontree.Value, _ int) check {
	return statedCheck{r.places(v, "", func(*layout.Type) bool { return true })}
}

func (r *reader) creditsCheck(v jsontree.Value, _ int) check {
	r.members(v, []string{"framework"}, limitNames...)
	c := creditsCheck{r.texts(v.Get("framework")), r.bounds(v)}
	if len(c.frameworks) == 0 {
		r.fault(&ruleValue, v, "/framework", "no framework")
	}
	return c
}

func (r *reader) hoursCheck(v jsontree.Value, _ int) check {
	r.members(v, nil, limitNames...)
	return hoursCheck{r.bounds(v)}
}

func (r *reader) numberCheck(v jsontree.Value, _ int) check {
	r.members(v, []string{"at"}, append([]string{"optional"}, limitNames...)...)
	c := numberCheck{r.places(v.Get("at"), "a number", isNumber), r.bounds(v), r.flag(v.Get("optional"))}
	if c.bounds == (bounds{}) {
		r.fault(&ruleMember, v, "", "no limit: one of "+strings.Join(limitNames, ", "))
	}
	return c
}

func (r *reader) amongCheck(v jsontree.Value, _ int) check {
	r.members(v, []string{"at"}, "values", "schemes", "every")
	c := amongCheck{r.places(v.Get("at"), "a coded value, country or word", isCoded), r.texts(v.Get("values")), r.texts(v.Get("schemes")), r.flag(v.Get("every"))}
	if len(c.values)+len(c.schemes) == 0 {
		r.fault(&ruleMember, v, "", `neither "values" nor "schemes"`)
	}
	for _, p := range c.places {
		if p.leaf != nil && p.leaf.Go == countryType {
			r.countries(v, c)
		}
	}
	for _, scheme := range c.schemes {
		if !strings.Contains(scheme, "/") {
			r.fault(&ruleValue, v, "/schemes", "no IRI")
		}
	}
	return c
}

func (r *reader) countries(v jsontree.Value, c amongCheck) {
	for _, code := range c.values {
		if _, ok := mc.CountryOf(code); !ok {
			r.fault(&ruleValue, v, "/values", fmt.Sprintf("%q, which is no country", clip(code)))
		}
	}
}

func (r *reader) languagesCheck(v jsontree.Value, _ int) check {
	r.members(v, []string{"at"}, "all", "any")
	c := languagesCheck{places: r.places(v.Get("at"), "text in languages", isText)}
	for _, tag := range r.texts(v.Get("all")) {
		c.all = append(c.all, r.tag(v.Get("all"), tag))
	}
	for _, tag := range r.texts(v.Get("any")) {
		c.any = append(c.any, r.tag(v.Get("any"), tag))
	}
	if len(c.all)+len(c.any) == 0 {
		r.fault(&ruleMember, v, "", `neither "all" nor "any"`)
	}
	return c
}

func (r *reader) patternCheck(v jsontree.Value, _ int) check {
	r.members(v, []string{"at", "form"})
	c := patternCheck{places: r.places(v.Get("at"), "a text", isWritten)}
	text := r.text(v.Get("form"))
	if len(text) > maxPattern {
		r.fault(&ruleLimit, v.Get("form"), "", fmt.Sprintf("a pattern of more than %d bytes", maxPattern))
		return c
	}
	if r.patterns++; r.patterns > maxPatterns {
		r.fault(&ruleLimit, v, "", fmt.Sprintf("more than %d patterns", maxPatterns))
		return c
	}
	form, err := regexp.Compile(text)
	switch {
	case err != nil:
		r.fault(&ruleValue, v.Get("form"), "", "no regular expression in the syntax RE2")
	case stepsOf(text) > maxPatternSteps:
		r.fault(&ruleLimit, v.Get("form"), "", "a pattern with more repetitions or alternatives than can be tried")
	}
	c.form = form
	return c
}

// stepsOf returns how large the program for a pattern is, which is how long it takes
// for each byte of a text at most.
func stepsOf(pattern string) int {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return 0
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return 0
	}
	return len(program.Inst)
}

func (r *reader) dateCheck(v jsontree.Value, _ int) check {
	r.members(v, []string{"at"}, "from", "to")
	c := dateCheck{places: r.places(v.Get("at"), "a date", isDay), from: r.day(v.Get("from")), to: r.day(v.Get("to"))}
	switch {
	case c.from.IsZero() && c.to.IsZero():
		r.fault(&ruleMember, v, "", `neither "from" nor "to"`)
	case !c.from.IsZero() && !c.to.IsZero() && c.from.Compare(c.to) > 0:
		r.fault(&ruleValue, v, "", "an end before the beginning")
	}
	return c
}

func (r *reader) day(v jsontree.Value) mc.Date {
	text := r.text(v)
	if text == "" {
		return mc.Date{}
	}
	day, err := mc.ParseDate(text)
	if err != nil {
		r.fault(&ruleValue, v, "", "no day such as 2026-05-01")
	}
	return day
}

func (r *reader) flag(v jsontree.Value) bool {
	if v.Exists() && v.Kind() != jsontree.Bool {
		r.fault(&ruleValue, v, "", v.Kind().String()+" and neither true nor false")
	}
	return v.Bool()
}

// limitNames are the members that bound a number.
var limitNames = []string{"min", "max", "above", "below"}

func (r *reader) bounds(v jsontree.Value) bounds {
	b := bounds{r.number(v.Get("min")), r.number(v.Get("max")), r.number(v.Get("above")), r.number(v.Get("below"))}
	if b.isEmpty() {
		r.fault(&ruleValue, v, "", "limits between which there is no number")
	}
	return b
}

func (r *reader) number(v jsontree.Value) mc.Decimal {
	if !v.Exists() {
		return mc.Decimal{}
	}
	n, err := mc.ParseDecimal(v.Raw())
	if v.Kind() != jsontree.Number || err != nil {
		r.fault(&ruleValue, v, "", v.Kind().String()+" and no number of at most 64 characters")
	}
	return n
}

// places reads a path, or a list of them of which the first that states anything
// counts. fits says which values the check can judge, and what they are called.
func (r *reader) places(v jsontree.Value, called string, fits func(*layout.Type) bool) []place {
	paths := []jsontree.Value{v}
	if v.Kind() == jsontree.Array {
		paths = slices.Collect(r.list(v).Elements())
	}
	var out []place
	for _, path := range paths {
		text := r.text(path)
		if text == "" {
			continue
		}
		p, unknown, ok := newPlace(text)
		switch {
		case !ok:
			r.fault(&ruleField, path, "", fmt.Sprintf("%q, which is no field there", clip(unknown)))
		case !fits(p.leaf):
			r.fault(&ruleField, path, "", "a field that is not "+called)
		default:
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		r.nothing(v)
		out = []place{{}}
	}
	return out
}

// nothing reports a list of paths that is empty; what else leads to no place is
// reported already.
func (r *reader) nothing(v jsontree.Value) {
	if v.Kind() == jsontree.Array && v.Len() == 0 {
		r.fault(&ruleField, v, "", "no path")
	}
}

var (
	conceptType = reflect.TypeFor[mc.Concept]()
	countryType = reflect.TypeFor[mc.Country]()
	decimalType = reflect.TypeFor[mc.Decimal]()
	dateType    = reflect.TypeFor[mc.Date]()
	instantType = reflect.TypeFor[mc.Instant]()
	triType     = reflect.TypeFor[mc.Tri]()
	cycleType   = reflect.TypeFor[mc.Cycle]()
)

func isText(t *layout.Type) bool { return t.Go == textType }
func isDay(t *layout.Type) bool  { return t.Go == dateType || t.Go == instantType }

func isNumber(t *layout.Type) bool {
	return t.Go == decimalType || t.Go.Kind() == reflect.String || t.Kind == layout.Unit && (t.Go.Kind() == reflect.Int || t.Go.Kind() == reflect.Int8)
}

func isCoded(t *layout.Type) bool {
	return t.Go == conceptType || t.Go == countryType || t.Go == triType || t.Go == cycleType || t.Go.Kind() == reflect.String
}

func isWritten(t *layout.Type) bool {
	return t.Go == textType || t.Go == decimalType || t.Go.Kind() == reflect.String
}
