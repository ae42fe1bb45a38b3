package policy

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// SchemaURL is the address of the JSON Schema of profiles.
const SchemaURL = "https://mikromerit.github.io/ns/policy/v1.schema.json"

// Bounds of one file.
const (
	maxFile    = 1 << 20
	maxList    = 1_000
	maxText    = 2_000
	maxChecks  = 100
	maxDepth   = 10
	maxPattern = 256

	maxPatterns     = 100
	maxPatternSteps = 250

	maxProblems = 20
)

// The forms of texts, compiled when the first profile is read.
var (
	idForm   = pattern(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	codeForm = pattern(`^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$`)
	dateForm = pattern(`^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`)
)

func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// reader reads one file and notes what is wrong in it.
type reader struct {
	faults []error
	kinds  map[string]kind
	checks int // of the current rule

	patterns int // of the file

	own bool
}

func (r *reader) fault(rule *vc.Rule, v jsontree.Value, pointer, found string) {
	if len(r.faults) < maxProblems {
		r.faults = append(r.faults, rule.At(v.Pointer()+pointer, found))
	}
}

// readFile reads a profile. own says that it is one of this package, whose codes begin
// with EUMC.
func readFile(text []byte, own bool) (*file, error) {
	if len(text) > maxFile {
		return nil, ruleFile.At("", fmt.Sprintf("%d bytes", len(text)))
	}
	root, err := jsontree.Parse(text, jsontree.Limits{Bytes: maxFile, Depth: 4 * maxDepth, Values: 200_000})
	if err != nil {
		return nil, ruleFile.At("", err.Error())
	}
	if !root.IsObject() {
		return nil, ruleFile.At("", root.Kind().String())
	}
	r := &reader{kinds: kinds(), own: own}
	f := r.file(root)
	if len(r.faults) > 0 {
		return nil, errors.Join(r.faults...)
	}
	return f, nil
}

func (r *reader) file(v jsontree.Value) *file {
	r.members(v, []string{"id", "title", "version", "sources"}, "$schema", "note", "languages", "extends", "levels", "rules")
	if s := v.Get("$schema"); s.Exists() && !s.IsText(SchemaURL) {
		r.fault(&ruleValue, s, "", "another schema than "+SchemaURL)
	}
	f := &file{levels: map[string]vc.Level{}}
	p := &f.profile
	p.ID = r.form(v.Get("id"), idForm(), `no id such as "my-school"`)
	p.Title = r.title(v.Get("title"))
	p.Version, p.Note = r.text(v.Get("version")), r.text(v.Get("note"))
	for _, tag := range r.texts(v.Get("languages")) {
		p.Languages = append(p.Languages, r.tag(v.Get("languages"), tag))
	}
	p.Extends = r.texts(v.Get("extends"))
	if len(p.Extends) > maxExtends {
		r.fault(&ruleLimit, v.Get("extends"), "", fmt.Sprintf("%d profiles", len(p.Extends)))
	}
	for code, level := range r.object(v.Get("levels")).Members() {
		f.levels[code] = r.level(level)
	}
	for s := range r.list(v.Get("sources")).Elements() {
		p.Sources = append(p.Sources, r.source(s))
	}
	seen := map[string]bool{}
	for one := range r.list(v.Get("rules")).Elements() {
		rule := r.rule(one, p)
		if seen[rule.Code] && rule.Code != "" {
			r.fault(&ruleCode, one.Get("code"), "", "a code that stands twice")
		}
		seen[rule.Code] = true
		p.Rules = append(p.Rules, rule)
	}
	return f
}

func (r *reader) source(v jsontree.Value) Source {
	r.members(v, []string{"id", "name", "url"}, "date", "note")
	s := Source{ID: r.form(v.Get("id"), idForm(), "no id"), Name: r.text(v.Get("name")), URL: r.text(v.Get("url")), Note: r.text(v.Get("note"))}
	if u, err := url.Parse(s.URL); v.Get("url").Exists() && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "") {
		r.fault(&ruleValue, v.Get("url"), "", "no address on the web")
	}
	if v.Get("date").Exists() {
		s.Date = r.form(v.Get("date"), dateForm(), "no year, month or day such as 2024-05")
	}
	return s
}

func (r *reader) rule(v jsontree.Value, p *Profile) Rule {
	r.members(v, []string{"code", "level", "text", "source", "principles", "check"}, "clause", "element")
	out := Rule{Profile: p.ID, Clause: r.text(v.Get("clause"))}
	out.Axis = vc.Conformant
	out.Code = r.form(v.Get("code"), codeForm(), `no code such as "MY-SCHOOL-CREDITS"`)
	if !r.own && strings.HasPrefix(out.Code, "EUMC-") {
		r.fault(&ruleCode, v.Get("code"), "", "a code that begins with EUMC-")
	}
	out.Level, out.Text = r.level(v.Get("level")), r.text(v.Get("text"))
	from := r.text(v.Get("source"))
	i := slices.IndexFunc(p.Sources, func(s Source) bool { return s.ID == from })
	if i >= 0 {
		out.Source = p.Sources[i]
		out.Spec = out.Source.URL
	} else if from != "" {
		r.fault(&ruleValue, v.Get("source"), "", fmt.Sprintf("the source %q, which the profile does not list", from))
	}
	if e := v.Get("element"); e.Exists() {
		out.Element = r.element(e)
	}
	for _, name := range r.texts(v.Get("principles")) {
		var one Principle
		if err := one.UnmarshalText([]byte(name)); err != nil {
			r.fault(&ruleValue, v.Get("principles"), "", fmt.Sprintf("%q, which is none of the ten principles: %s", name, strings.Join(principleNames[1:], ", ")))
			continue
		}
		out.Principles = append(out.Principles, one)
	}
	if v.Get("principles").Len() == 0 && v.Get("principles").Kind() == jsontree.Array {
		r.fault(&ruleValue, v.Get("principles"), "", "no principle")
	}
	r.checks = 0
	if v.Get("check").Exists() {
		out.check = r.check(v.Get("check"), 0)
	}
	return out
}

// members reports members that are missing or not known.
func (r *reader) members(v jsontree.Value, needed []string, others ...string) {
	if !v.IsObject() {
		r.fault(&ruleValue, v, "", v.Kind().String()+" and no object")
		return
	}
	for _, name := range needed {
		if !v.Get(name).Exists() {
			r.fault(&ruleMember, v, "", fmt.Sprintf("no %q", name))
		}
	}
	for name := range v.Members() {
		if !slices.Contains(needed, name) && !slices.Contains(others, name) {
			r.fault(&ruleMember, v, "/"+jsontree.EscapePointer(clip(name)), "a member that is none of "+strings.Join(append(slices.Clone(needed), others...), ", "))
		}
	}
}

func clip(s string) string {
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:40]) + "…"
	}
	return s
}

// text returns a text, "" when there is none.
func (r *reader) text(v jsontree.Value) string {
	switch {
	case !v.Exists():
	case v.Kind() != jsontree.String || strings.TrimSpace(v.Text()) == "":
		r.fault(&ruleValue, v, "", "no text")
	case utf8.RuneCountInString(v.Text()) > maxText:
		r.fault(&ruleLimit, v, "", "a text that is longer")
	default:
		return v.Text()
	}
	return ""
}

func (r *reader) form(v jsontree.Value, form *regexp.Regexp, found string) string {
	text := r.text(v)
	if text != "" && !form.MatchString(text) {
		r.fault(&ruleValue, v, "", found)
	}
	return text
}

// list returns an array as it is; anything else has no entries.
func (r *reader) list(v jsontree.Value) jsontree.Value {
	switch {
	case !v.Exists():
	case v.Kind() != jsontree.Array:
		r.fault(&ruleValue, v, "", v.Kind().String()+" and no array")
	case v.Len() > maxList:
		r.fault(&ruleLimit, v, "", fmt.Sprintf("%d entries", v.Len()))
	default:
		return v
	}
	return jsontree.Value{}
}

func (r *reader) object(v jsontree.Value) jsontree.Value {
	if v.Exists() && !v.IsObject() {
		r.fault(&ruleValue, v, "", v.Kind().String()+" and no object")
		return jsontree.Value{}
	}
	return v
}

func (r *reader) texts(v jsontree.Value) []string {
	var out []string
	for e := range r.list(v).Elements() {
		if text := r.text(e); text != "" {
			out = append(out, text)
		}
	}
	return out
}

func (r *reader) title(v jsontree.Value) mc.LangString {
	var out mc.LangString
	for lang, text := range r.object(v).Members() {
		out.Add(r.tag(v, lang), r.text(text))
	}
	if v.IsObject() && len(out) == 0 {
		r.fault(&ruleValue, v, "", "no title in any language")
	}
	return out
}

func (r *reader) tag(v jsontree.Value, tag string) string {
	if _, err := language.Parse(tag); err != nil {
		r.fault(&ruleValue, v, "", fmt.Sprintf("%q, which is no language tag", clip(tag)))
	}
	return strings.ToLower(tag)
}

func (r *reader) level(v jsontree.Value) vc.Level {
	level := vc.Level(r.text(v))
	if strictness[level] == 0 && level != "" {
		r.fault(&ruleValue, v, "", "none of MUST, SHOULD and MAY")
	}
	return level
}
