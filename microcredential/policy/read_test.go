package policy

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// own is a user's profile with one rule, whose check is put in.
func own(check string) string {
	return `{"id":"my-school","title":{"en":"Ours"},"version":"1","extends":["eu-annex1"],
"sources":[{"id":"rules","name":"Our rules","url":"https://school.example/rules"}],
"rules":[{"code":"MY-SCHOOL-ONE","level":"MUST","text":"It must.","source":"rules","principles":["quality"],"check":` + check + `}]}`
}

// What is wrong in a file is said by a code, a place and a sentence; nothing panics.
func TestRefusals(t *testing.T) {
	deep := strings.Repeat(`{"not":`, 11) + `{"element":1}` + strings.Repeat("}", 11)
	wide := `{"all":[` + strings.Repeat(`{"element":1},`, 100) + `{"element":1}]}`
	for _, c := range []struct{ text, code, at string }{
		{"", "POLICY-FILE", ""},
		{"[]", "POLICY-FILE", ""},
		{"{", "POLICY-FILE", ""},
		{`{"id":"a","id":"b"}`, "POLICY-FILE", ""},
		{strings.Repeat(" ", maxFile+1), "POLICY-FILE", ""},
		{"{}", "POLICY-MEMBER", ""},
		{strings.Replace(own(`{"element":1}`), `"version"`, `"licence":"x","version"`, 1), "POLICY-MEMBER", "/licence"},
		{strings.Replace(own(`{"element":1}`), `"my-school"`, `"My School"`, 1), "POLICY-VALUE", "/id"},
		{strings.Replace(own(`{"element":1}`), `"my-school"`, `"fi-he"`, 1), "POLICY-VALUE", "/id"},
		{strings.Replace(own(`{"element":1}`), `https://school`, `javascript://school`, 1), "POLICY-VALUE", "/sources/0/url"},
		{strings.Replace(own(`{"element":1}`), "MY-SCHOOL-ONE", "EUMC-FI-ONE", 1), "POLICY-CODE", "/rules/0/code"},
		{strings.Replace(own(`{"element":1}`), "MUST", "ALWAYS", 1), "POLICY-VALUE", "/rules/0/level"},
		{strings.Replace(own(`{"element":1}`), `"source":"rules"`, `"source":"law"`, 1), "POLICY-VALUE", "/rules/0/source"},
		{strings.Replace(own(`{"element":1}`), `["quality"]`, `["beauty"]`, 1), "POLICY-VALUE", "/rules/0/principles"},
		{strings.Replace(own(`{"element":1}`), `["quality"]`, `[]`, 1), "POLICY-VALUE", "/rules/0/principles"},
		{strings.Replace(own(`{"element":1}`), `{"en":"Ours"}`, `{"english language":"Ours"}`, 1), "POLICY-VALUE", "/title"},
		{own(`{"element":17}`), "POLICY-VALUE", "/rules/0/check/element"},
		{own(`{"element":"1"}`), "POLICY-VALUE", "/rules/0/check/element"},
		{own(`{}`), "POLICY-KIND", "/rules/0/check"},
		{own(`"element"`), "POLICY-KIND", "/rules/0/check"},
		{own(`{"run":"rm"}`), "POLICY-KIND", "/rules/0/check"},
		{own(`{"element":1,"stated":"learner.id"}`), "POLICY-KIND", "/rules/0/check"},
		{own(`{"element":1,"then":{"element":2}}`), "POLICY-KIND", "/rules/0/check/then"},
		{own(`{"if":{"element":1}}`), "POLICY-MEMBER", "/rules/0/check"},
		{own(`{"stated":"learner.shoeSize"}`), "POLICY-FIELD", "/rules/0/check/stated"},
		{own(`{"stated":"definition.outcomes[0].title"}`), "POLICY-FIELD", "/rules/0/check/stated"},
		{own(`{"stated":"extensions.x"}`), "POLICY-FIELD", "/rules/0/check/stated"},
		{own(`{"stated":[]}`), "POLICY-FIELD", "/rules/0/check/stated"},
		{own(`{"stated":"` + strings.Repeat("definition.parts.", 20) + `id"}`), "POLICY-FIELD", "/rules/0/check/stated"},
		{own(`{"number":{"at":"definition.title","min":1}}`), "POLICY-FIELD", "/rules/0/check/number/at"},
		{own(`{"number":{"at":"definition.levels.eqf"}}`), "POLICY-MEMBER", "/rules/0/check/number"},
		{own(`{"number":{"at":"definition.levels.eqf","min":5,"max":4}}`), "POLICY-VALUE", "/rules/0/check/number"},
		{own(`{"hours":{"min":"240"}}`), "POLICY-VALUE", "/rules/0/check/hours/min"},
		{own(`{"credits":{"framework":[],"min":1}}`), "POLICY-VALUE", "/rules/0/check/credits/framework"},
		{own(`{"among":{"at":"envelope.issuer.locations.addresses.country","values":["Sweden"]}}`), "POLICY-VALUE", "/rules/0/check/among/values"},
		{own(`{"among":{"at":"definition.levels.value"}}`), "POLICY-MEMBER", "/rules/0/check/among"},
		{own(`{"languages":{"at":"definition.title","all":["no such tag"]}}`), "POLICY-VALUE", "/rules/0/check/languages/all"},
		{own(`{"languages":{"at":"definition.levels","all":["en"]}}`), "POLICY-FIELD", "/rules/0/check/languages/at"},
		{own(`{"pattern":{"at":"envelope.id","form":"("}}`), "POLICY-VALUE", "/rules/0/check/pattern/form"},
		{own(`{"pattern":{"at":"envelope.id","form":"` + strings.Repeat("a", 300) + `"}}`), "POLICY-LIMIT", "/rules/0/check/pattern/form"},
		{own(`{"pattern":{"at":"envelope.id","form":"((a{9}){9}){9}"}}`), "POLICY-LIMIT", "/rules/0/check/pattern/form"},
		{own(`{"date":{"at":"envelope.issued","from":"2026-02-30"}}`), "POLICY-VALUE", "/rules/0/check/date/from"},
		{own(`{"date":{"at":"envelope.issued","from":"2026-02-02","to":"2026-02-01"}}`), "POLICY-VALUE", "/rules/0/check/date"},
		{own(`{"any":[{"element":1}]}`), "POLICY-VALUE", "/rules/0/check/any"},
		{own(deep), "POLICY-LIMIT", "/rules/0/check"},
		{own(wide), "POLICY-LIMIT", "/rules/0/check/all/"},
	} {
		_, err := Shipped().Add([]byte(c.text))
		require.Error(t, err, "%.200s", c.text)
		require.ErrorContains(t, err, c.code, "%.200s", c.text)
		require.ErrorContains(t, err, c.at, "%.200s", c.text)
	}
}

// Patterns take time in every credential, so there are not many of them.
func TestManyPatterns(t *testing.T) {
	pattern := `{"pattern":{"at":"envelope.id","form":"^a"}}`
	rule := `{"code":"MY-SCHOOL-%d","level":"MUST","text":"It must.","source":"rules","principles":["quality"],"check":` + pattern + `}`
	text, _, _ := strings.Cut(own(pattern), `{"code"`)
	for i := range maxPatterns + 1 {
		text += fmt.Sprintf(rule, i) + ","
	}
	_, err := Shipped().Add([]byte(strings.TrimSuffix(text, ",") + "]}"))
	require.ErrorContains(t, err, "POLICY-LIMIT at /rules/100/check/pattern")
}

// Profiles that extend each other in a circle, or what is not there, are refused with
// the way that leads there.
func TestExtends(t *testing.T) {
	named := func(id, parent, code string) []byte {
		return []byte(strings.NewReplacer("my-school", id, "eu-annex1", parent, "MY-SCHOOL-ONE", code).Replace(own(`{"element":1}`)))
	}
	l := Shipped()
	for _, f := range [][]byte{named("a", "b", "A-ONE"), named("b", "c", "B-ONE"), named("c", "a", "C-ONE"), named("d", "nowhere", "D-ONE"), named("e", "f", "A-ONE"), named("f", "fi-he", "A-ONE")} {
		_, err := l.Add(f)
		require.NoError(t, err)
	}
	_, err := l.Profile("a")
	require.ErrorContains(t, err, "POLICY-EXTENDS")
	require.ErrorContains(t, err, "a > b > c > a")
	_, err = l.Profile("d")
	require.ErrorContains(t, err, `no profile "nowhere", which d extends`)
	_, err = l.Profile("e")
	require.ErrorContains(t, err, "the code A-ONE in both f and e")
	_, err = l.Profile("sweden")
	require.ErrorContains(t, err, "there are a, b, c")
	for i := range maxExtends + 1 {
		_, err = l.Add(named(fmt.Sprintf("x%d", i), fmt.Sprintf("x%d", i+1), fmt.Sprintf("X-%d", i)))
		require.NoError(t, err)
	}
	_, err = l.Profile("x0")
	require.ErrorContains(t, err, "POLICY-LIMIT")
}

// A profile changes the level of what it inherits, for itself alone.
func TestLevels(t *testing.T) {
	l := Shipped()
	_, err := l.Add([]byte(strings.Replace(own(`{"element":1}`), `"sources"`, `"levels":{"EUMC-EU-GRADE":"MUST","EUMC-EU-TITLE":"MAY"},"sources"`, 1)))
	require.NoError(t, err)
	p, err := l.Profile("my-school")
	require.NoError(t, err)
	levels := map[string]vc.Level{}
	for _, r := range p.Rules {
		levels[r.Code] = r.Level
	}
	require.Equal(t, vc.Must, levels["EUMC-EU-GRADE"])
	require.Equal(t, vc.May, levels["EUMC-EU-TITLE"])
	require.Len(t, p.Own(), 1)
	plain, err := l.Profile("eu-annex1")
	require.NoError(t, err)
	require.Equal(t, vc.Must, plain.Rules[1].Level)

	l = Shipped()
	_, err = l.Add([]byte(strings.Replace(own(`{"element":1}`), `"sources"`, `"levels":{"MY-SCHOOL-TWO":"MUST"},"sources"`, 1)))
	require.NoError(t, err)
	_, err = l.Profile("my-school")
	require.ErrorContains(t, err, "MY-SCHOOL-TWO")
}

// The published schema takes the profiles of the library and those that the reader
// takes, and refuses what the reader refuses by form.
func TestSchema(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(filepath.Join("..", "..", "docs", "ns", "policy", "v1.schema.json"))
	require.NoError(t, err)
	validate := func(text []byte) error {
		instance, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		require.NoError(t, err)
		return schema.Validate(instance)
	}
	names, err := filepath.Glob("profiles/*.json")
	require.NoError(t, err)
	require.Len(t, names, len(All()))
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		require.NoError(t, validate(text), name)
	}
	require.NoError(t, validate([]byte(own(`{"if":{"element":1},"then":{"not":{"stated":"learner.id"}},"else":{"hours":{"min":1}}}`))))
	for _, check := range []string{`{}`, `{"run":"rm"}`, `{"element":17}`, `{"any":[{"element":1}]}`, `{"stated":"a[0]"}`, `{"element":1,"hours":{}}`} {
		require.Error(t, validate([]byte(own(check))), check)
		_, err := Shipped().Add([]byte(own(check)))
		require.Error(t, err, check)
	}
}

// The guide names every profile with its counts, and its example can be read.
func TestGuide(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "policy-profiles.md"))
	require.NoError(t, err)
	guide := string(text)
	for _, p := range All() {
		count := map[vc.Level]int{}
		for _, r := range p.Own() {
			count[r.Level]++
		}
		require.Regexp(t, fmt.Sprintf(`(?m)^\| .%s. \|.*\| %d / %d / %d \|`, p.ID, count[vc.Must], count[vc.Should], count[vc.May]), guide)
		for _, s := range p.Sources {
			require.Contains(t, guide, strings.NewReplacer("(", "%28", ")", "%29").Replace(s.URL))
		}
	}
	for _, name := range Kinds() {
		require.Contains(t, guide, `{"`+name+`": `)
	}
	_, rest, _ := strings.Cut(guide, "```json\n")
	example, _, _ := strings.Cut(rest, "```")
	l := Shipped()
	id, err := l.Add([]byte(example))
	require.NoError(t, err)
	_, err = l.Profile(id)
	require.NoError(t, err)
}

// Whatever a file holds, it is read or refused, and what is read can judge.
func FuzzRead(f *testing.F) {
	names, _ := filepath.Glob("profiles/*.json")
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(text)
	}
	for _, check := range []string{`{"number":{"at":"definition.levels.eqf","min":5}}`, `{"one":[{"hours":{}},{"not":{"element":3}}]}`, `{"pattern":{"at":"definition.title","form":"(a*)*b"}}`} {
		f.Add([]byte(own(check)))
	}
	credential := complete()
	f.Fuzz(func(t *testing.T, text []byte) {
		l := Shipped()
		id, err := l.Add(text)
		if err != nil {
			return
		}
		p, err := l.Profile(id)
		if err != nil {
			return
		}
		for _, c := range []*mc.Credential{credential, {}, nil} {
			require.Len(t, Check(p, c), len(p.Rules))
		}
	})
}
