package template_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/template"
)

// course has all 16 elements of Annex I and fits on one screen.
const course = `
language: nb
parties:
  uni: {name: {nb: Vestre Ås høgskole, se: Oarje-Ås allaskuvla}, country: NO, homepage: "https://vestre-aas.example/"}
title: {nb: Rein og radiobjeller, se: Boazu ja radiobiellut}
description: Kurset handler om bjeller som sier hvor reinen er.
learner: {name: "{{name}}", email: "{{email}}", birth-date: "{{born|}}"}
issuer: uni
awarding-body: uni
awarded: "{{passed}}"
outcomes:
  - Setter opp og leser av radiobjeller
  - {title: {nb: Kjenner reglene, se: Dovdá njuolggadusaid}, type: knowledge}
credits: 2.50 ECTS
hours: 67.5
level: [EQF 6, NFQ 6, NKR 6.2]
assessment: {type: written examination, title: Skriftlig prøve}
supervision: {supervised: yes, identity-verified: no, channel: onsite}
participation: blended
quality: {title: Godkjent av styret, type: institutional quality assurance, agent: uni}
prerequisites: Videregående opplæring
grade: "{{grade|Bestått}}"
stackability: {mode: stackable, into: [Bachelor i reindrift]}
validity: {until: 2031-06-30}
taught-in: [no, se]
image: rein.png
attachments: [{file: filer/plan.pdf, title: Emneplan}]
further-information: Kurset går hver vår.
`

var files = fstest.MapFS{
	"rein.png":       {Data: []byte("\x89PNG\r\n\x1a\nrest")},
	"filer/plan.pdf": {Data: []byte("%PDF-1.7")},
	"liar.png":       {Data: []byte("GIF89a")},
	"huge.pdf":       {Data: []byte("%PDF-" + strings.Repeat("x", 8<<20))},
}

func row(cells ...string) template.Row {
	return func(column string) string {
		for i := 0; i < len(cells); i += 2 {
			if cells[i] == column {
				return cells[i+1]
			}
		}
		return ""
	}
}

var update = flag.Bool("update", false, "write the published schema")

func TestTemplate(t *testing.T) {
	parsed, err := template.Parse([]byte(course), files)
	require.NoError(t, err)
	require.Equal(t, []template.Column{{"name", true}, {"email", true}, {"born", false}, {"passed", true}, {"grade", false}}, parsed.Columns())
	c, err := parsed.Credential(row("name", "Máret Ánne Sara", "email", "maret@example.org", "passed", "2026-05-04"))
	require.NoError(t, err)
	require.Equal(t, "11 of 11 mandatory and 5 of 5 optional elements present", mc.AnnexISummary(mc.AnnexI(c)))
	require.Equal(t, "2.50", c.Definition.Workload[0].Amount.String(), "a number keeps its digits")
	require.Equal(t, "PT67H30M", c.Definition.Workload[1].Duration.String())
	require.Equal(t, int8(6), c.Definition.Levels[0].EQF)
	require.Zero(t, c.Definition.Levels[1].EQF, "the level of the EQF that a national one stands for is not made up")
	require.Equal(t, "IE NQF Level 6", c.Definition.Levels[1].Value.String())
	require.Equal(t, []string{"nb", "se"}, c.Envelope.Issuer.Name.Tags())
	require.Equal(t, "Bestått", c.Award.Assessments[0].Grade.Text[0].Text)
	require.True(t, c.Learner.Party.Person.BirthDate.IsZero())
	require.Equal(t, mc.No, c.Award.Assessments[0].Supervision.IdentityVerified)
	require.Len(t, c.Definition.Languages, 2, "no is Norwegian, and not false")

	again, err := parsed.Credential(row("name", "{{email}}: &x", "email", "a@b.example", "passed", "2026-05-04", "grade", "A", "born", "1999-02-28"))
	require.NoError(t, err)
	require.Equal(t, "{{email}}: &x", again.Learner.Party.Person.FullName[0].Text, "a cell is never read as a template")
	require.Equal(t, "1999-02-28", again.Learner.Party.Person.BirthDate.String())
}

// What single countries and alliances ask for has its place, too.
func TestNational(t *testing.T) {
	parsed, err := template.Parse([]byte(`
title: Reell kompetanse i reindrift
learner: "{{navn}}"
award-class: special-purpose
origin: {kind: validation, from: [Fagbrev i reindrift]}
partners: [{party: Vestre Ås kommune, role: guidance}]
may-issue: [{who: Vestre Ås høgskole, granted-by: Nordre Ås allianse, from: 2026-01-01, until: 2026-12-31}]
route: validation
route-taken: validation
validation:
  - {phase: identification, by: Vestre Ås kommune, method: {label: samtale}, from: "{{samtale|}}"}
  - {phase: assessment, by: Vestre Ås høgskole, method: [portfolio, practical assessment]}
`), nil)
	require.NoError(t, err)
	c, err := parsed.Credential(row("navn", "Inga", "samtale", "2026-03-02"))
	require.NoError(t, err)
	require.Equal(t, mc.AwardClassSpecialPurpose, c.Definition.AwardClass.Kind)
	require.Equal(t, "Fagbrev i reindrift", c.Definition.Origin.From[0].Title[0].Text)
	require.Equal(t, mc.PartnerGuidance, c.Definition.Partners[0].Role)
	require.Equal(t, mc.RouteValidation, c.Award.Route)
	require.Equal(t, mc.PhaseIdentification, c.Award.Validation[0].Phase)
	require.Len(t, c.Award.Validation[1].Methods, 2)
	day, err := mc.ParseInstant("2026-12-31T12:00:00Z")
	require.NoError(t, err)
	require.Equal(t, mc.Yes, c.Definition.IssuingRights[0].Covers(day))
}

// The same template in JSON means the same.
func TestJSON(t *testing.T) {
	var tree any
	require.NoError(t, yaml.Unmarshal([]byte(strings.ReplaceAll(course, "[no, se]", `["no", se]`)), &tree))
	text, err := json.Marshal(tree)
	require.NoError(t, err)
	text = []byte(strings.Replace(strings.Replace(string(text), `2031-06-30T00:00:00Z`, "2031-06-30", 1), `"hours":67.5`, `"hours": 67.50`, 1))
	fromJSON, err := template.Parse(text, files)
	require.NoError(t, err)
	fromYAML, err := template.Parse([]byte(course), files)
	require.NoError(t, err)
	cells := row("name", "Åsa", "email", "a@b.example", "passed", "2026-05-04")
	a, err := fromJSON.Credential(cells)
	require.NoError(t, err)
	b, err := fromYAML.Credential(cells)
	require.NoError(t, err)
	require.ElementsMatch(t, mc.Paths(b), mc.Paths(a)) // a member of YAML that went through Go has another place
	require.Equal(t, b.Definition, a.Definition)
	require.Equal(t, b.Award, a.Award)
}

func TestFaults(t *testing.T) {
	const head = "title: T\nlearner: L\n"
	for _, test := range []struct{ name, text, want string }{
		{"unknown member", head + "titel: X", `TEMPLATE-MEMBER at line 3, column 1 (titel): A member must be one of those that are known here. Found: "titel". Did you mean title?`},
		{"unknown member below", head + "issuer: {name: X, contry: NO}", `Did you mean country?`},
		{"no title", "learner: L", "must have the member title"},
		{"a key twice", head + "title: U", `a second time`},
		{"a key twice below", head + "issuer: {name: A, name: B}", `TEMPLATE-FORM at line 3, column 19`},
		{"anchor", head + "issuer: &a {name: X}", "an anchor, &a"},
		{"alias", head + "issuer: *a", "TEMPLATE-FORM"},
		{"merge", head + "issuer: {<<: {name: X}}", "a merge key"},
		{"tag", head + "issuer: !!str X", "a tag, !!str"},
		{"two documents", head + "---\ntitle: X", "one document"},
		{"a list", "- a", "an object with members"},
		{"nothing", "", "must have members"},
		{"only a comment", "# title", "must have members"},
		{"no value", head + "issuer:", "A member must have a value."},
		{"empty text", head + `issuer: ""`, "must not be empty"},
		{"not YAML", head + "issuer: [a", "TEMPLATE-FORM at line"},
		{"open placeholder", head + `issuer: "{{name"`, "must end with }}"},
		{"nameless placeholder", head + `issuer: "{{|x}}"`, "must name a column"},
		{"placeholder without quotes", head + "issuer: {{name}}", "into quotes"},
		{"decimal comma", head + "credits: 2,5 ECTS", "as 2.5."},
		{"credits of nothing", head + "credits: 5", "what they are credits of"},
		{"level", head + "level: EQF 9", "from 1 to 8"},
		{"framework", head + "level: NKRR 6", "Did you mean NKR?"},
		{"level of a framework", head + "level: NKR 6.3", "6.1, 6.2"},
		{"assessment", head + "assessment: writen examination", "Did you mean written examination?"},
		{"date", head + "awarded: 04.05.2026", "Write 2026-05-04."},
		{"date of two readings", head + "awarded: 04/05/2026", "Which of the two is the month"},
		{"number of a date", head + "awarded: 46146", "A spreadsheet shows a date"},
		{"language", head + "description: {norsk: X}", "tag of a language"},
		{"country", head + "issuer: {name: X, country: Norgge}", "A country must be a code"},
		{"file above", head + "image: ../../etc/passwd", "TEMPLATE-FILE"},
		{"file with a path", head + "image: /etc/passwd.png", "the folder of the template or below it"},
		{"file of Windows", head + `image: '..\x.png'`, "the folder of the template or below it"},
		{"no such file", head + "image: rain.png", `no "rain.png"`},
		{"file that lies", head + "image: liar.png", "no image/png"},
		{"huge file", head + "attachments: huge.pdf", "no more than 8 MiB"},
		{"kind of file", head + "attachments: a.exe", "of a kind that others can open"},
		{"order of dates", head + "validity: {from: 2026-05-04, until: 2026-05-03}", "must not end before it starts"},
		{"party by a wrong word", head + "parties: {school: {name: X}}\nissuer: shcool", "Did you mean school?"},
		{"deep", head + "further-information: " + strings.Repeat("[", 90), "TEMPLATE-FORM"},
		{"deep lines", head + "further-information:\n " + strings.Repeat("- ", 40) + "x", "TEMPLATE-FORM"},
		{"large", head + strings.Repeat("# x\n", 300_000), "1 MiB"},
		{"bytes", head + "issuer: \xe5", "TEMPLATE-FORM at line 3"},
		{"JSON", `{"title": "T", "learner": "L", "title": "U"}`, "TEMPLATE-FORM at line 1"},
		{"JSON null", "{\"title\": \"T\",\n\"learner\": null}", "TEMPLATE-VALUE at line 2, column 12 (learner)"},
		{"truth", head + "supervision: {supervised: maybe}", "yes or no"},
		{"email", head + "issuer: {name: X, email: x}", "must have an @"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := template.Parse([]byte(test.text), files)
			var faults template.Faults
			require.True(t, errors.As(err, &faults), "%v", err)
			require.Contains(t, err.Error(), test.want)
		})
	}
}

// A link must not lead out of the folder.
func TestLinksStayInside(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(outside, "x.txt"), []byte("secret"), 0o600))
	require.NoError(t, os.Symlink(filepath.Join(outside, "x.txt"), filepath.Join(dir, "x.txt")))
	root, err := os.OpenRoot(dir)
	require.NoError(t, err)
	defer root.Close()
	_, err = template.Parse([]byte("title: T\nlearner: L\nattachments: x.txt"), root.FS())
	require.ErrorContains(t, err, "no link out of the folder")
}

func TestCellFaults(t *testing.T) {
	parsed, err := template.Parse([]byte(course), files)
	require.NoError(t, err)
	_, err = parsed.Credential(row("name", "Åsa", "email", "asa", "passed", "4.5.2026", "born", "x"))
	var faults template.Faults
	require.ErrorAs(t, err, &faults)
	var columns []string
	for _, f := range faults {
		columns = append(columns, f.Columns...)
		require.NotContains(t, f.Text(), "asa", "no personal data")
	}
	require.Equal(t, []string{"email", "born", "passed"}, columns)
	_, err = parsed.Credential(row("name", " ", "email", "a@b.example", "passed", "2026-05-04"))
	require.ErrorContains(t, err, "TEMPLATE-PLACEHOLDER")
	require.ErrorContains(t, err, `"name"`)
}

// Numbers and words that YAML would change stay as they are.
func TestTextStaysText(t *testing.T) {
	for _, text := range []string{"no", "on", "Null", "~", "2026-05-04", "1_000", "0x1F", "1e3", "12:30:45", ".inf", "007"} {
		parsed, err := template.Parse([]byte("title: "+text+"\nlearner: L"), nil)
		require.NoError(t, err)
		c, err := parsed.Credential(nil)
		require.NoError(t, err)
		require.Equal(t, text, c.Definition.Title[0].Text)
	}
}

// The published schema is the one of the tables, and takes what the reader takes.
func TestSchema(t *testing.T) {
	const name = "../../docs/ns/template/v1.schema.json"
	if *update {
		require.NoError(t, os.WriteFile(name, template.Schema(), 0o644))
	}
	published, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(template.Schema()), string(published), "run this test with -update")
	schema, err := jsonschema.UnmarshalJSON(strings.NewReader(string(published)))
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource(template.SchemaID, schema))
	compiled, err := compiler.Compile(template.SchemaID)
	require.NoError(t, err)
	check := func(text string) error {
		var tree any
		require.NoError(t, yaml.Unmarshal([]byte(text), &tree))
		raw, err := json.Marshal(tree)
		require.NoError(t, err)
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
		require.NoError(t, err)
		return compiled.Validate(value)
	}
	require.NoError(t, check(course))
	require.Error(t, check(course+"titel: X\n"))
	require.Error(t, check("title: T"))
}

// A cell of ordinary length, or a picture, that a template names very often does not
// fill the memory.
func TestGrowth(t *testing.T) {
	head := "title: T\nlearner: {name: \"{{n}}\"}\n"
	many, err := template.Parse([]byte(head+"description: \""+strings.Repeat("{{n}} ", 50_000)+"\"\n"), nil)
	require.NoError(t, err)
	cell := strings.Repeat("x", 30_000)
	_, err = many.Credential(func(string) string { return cell })
	require.ErrorContains(t, err, "no more than 32 MiB together")
	require.Less(t, len(err.Error()), 1_000)
	large := fstest.MapFS{"a.txt": {Data: []byte(strings.Repeat("x", 7<<20))}}
	_, err = template.Parse([]byte(head+"attachments:\n"+strings.Repeat("- a.txt\n", 1_000)), large)
	require.ErrorContains(t, err, "no more than 32 MiB together")
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(course))
	f.Add([]byte(`{"title": "T", "learner": {"name": "{{n}}"}, "credits": {"amount": 5, "framework": "ECTS"}}`))
	f.Add([]byte("title: !!binary x\nlearner: &a [*a]"))
	f.Fuzz(func(t *testing.T, text []byte) {
		parsed, err := template.Parse(text, files)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		_, _ = parsed.Credential(func(column string) string { return column })
	})
}

func ExampleParse() {
	t, err := template.Parse([]byte(`
language: sv
title: {sv: Första hjälpen, en: First aid}
learner: "{{namn}}"
credits: 1.5 ECTS
`), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := t.Credential(func(column string) string { return map[string]string{"namn": "Åsa Öst"}[column] })
	if err != nil {
		fmt.Println(err)
		return
	}
	title, _ := c.Title().Best()
	name, _ := c.Learner.Party.DisplayName().Best()
	fmt.Println(title.Text, name.Text, c.Definition.Workload[0].Amount)
	// Output: First aid Åsa Öst 1.5
}
