package mapping

import (
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// toy is a small format: two classes, an extension, and a list that two
// members share.
type toy struct {
	concept Class[mc.Concept]
	load    Class[mc.Workload]
	thing   Class[mc.Definition]
}

func newToy() *toy {
	s := &toy{}
	type T = mc.Definition
	s.concept = Class[mc.Concept]{
		Types: []string{"Concept"}, Bare: true,
		ID: func(c *mc.Concept) *string { return &c.IRI },
		Rows: []Row[mc.Concept]{
			Lang("label", func(c *mc.Concept) *mc.LangString { return &c.Label }),
			Text("code", func(c *mc.Concept) *string { return &c.Notation }),
		},
	}
	s.load = Class[mc.Workload]{Rows: []Row[mc.Workload]{
		Decimal("amount", func(w *mc.Workload) *mc.Decimal { return &w.Amount }),
	}}
	load := func(t *T) *[]mc.Workload { return &t.Workload }
	kind := func(w *mc.Workload) *mc.WorkloadKind { return &w.Kind }
	s.thing = Class[T]{
		Types: []string{"Thing"}, ExtensionType: "MoreThing",
		ID: func(t *T) *string { return &t.ID },
		Rows: Rows(
			[]Row[T]{
				OneText("name", func(t *T) *mc.LangString { return &t.Title }),
				Texts("tag", func(t *T) *[]string { return &t.Tags }),
				Many("credits", load, &s.load, Having(kind, mc.WorkloadCredits)),
				Many("hours", load, &s.load, Having(kind, mc.WorkloadContact)),
				Word("stacks", func(t *T) *mc.StackMode { return &t.Stackability.Mode }, map[mc.StackMode]string{mc.StackStackable: "yes"}),
				Tri("partial", func(t *T) *mc.Tri { return &t.Stackability.PartialQualification }),
			},
			Through(func(t *T) **mc.Note { return &t.OutcomeSummary }, Lang("summary", func(n *mc.Note) *mc.LangString { return &n.Text })),
			Extension(Lang("names", func(t *T) *mc.LangString { return &t.Title })),
			[]Row[T]{Many("field", func(t *T) *[]mc.Concept { return &t.Fields }, &s.concept)},
		),
	}
	return s
}

func toyFormat() *Format {
	return &Format{
		Name: "toy", TableOrder: true, Merges: true, Arrays: true,
		IsLocal:  func(id string) bool { return id != "" && id[0] == '_' },
		IsGlobal: func(id string) bool { return id != "" && id[0] != '_' },
		Head: func(dst []byte, n *Node) []byte {
			dst = append(dst, '{')
			if n.ID != "" {
				dst = jsontree.AppendString(append(dst, `"id":`...), n.ID)
			}
			return dst
		},
		Texts: func(w *Writer, n *Node, term string, s mc.LangString, at mc.Path) {
			raw := []byte{'{'}
			for i, v := range s {
				if i > 0 {
					raw = append(raw, ',')
				}
				raw = append(jsontree.AppendString(raw, v.Lang), ':')
				raw = jsontree.AppendString(raw, v.Text)
				w.Keep(s.Path(at, i), n.At(term)+"/"+v.Lang)
			}
			w.PutRaw(n, term, string(append(raw, '}')))
		},
	}
}

func decimal(t *testing.T, s string) mc.Decimal {
	d, err := mc.ParseDecimal(s)
	require.NoError(t, err)
	return d
}

func writeToy(t *testing.T, d *mc.Definition, plain bool) (string, map[mc.Path]string) {
	t.Helper()
	told := map[mc.Path]string{}
	w := &Writer{Format: toyFormat(), Plain: plain, Best: func(s mc.LangString) int { return s.BestIndex() },
		InLanguage: func(tag string) bool { return tag == "nb" },
		Mark:       func(at mc.Path, o mc.Outcome) { told[at] += o.To + " " + string(o.Kind) + ";" }}
	n := newToy().thing.Write(w, nil, "", d, "", "")
	if n == nil {
		return "", told
	}
	return string(w.Format.AppendJSON(nil, n)), told
}

func readToy(t *testing.T, text string) (*mc.Definition, *Reader) {
	t.Helper()
	root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(t, err)
	r := &Reader{Format: toyFormat(), Lang: "nb"}
	d := &mc.Definition{}
	newToy().thing.ReadObject(r, root, d, "")
	return d, r
}

// A table serves both directions: what it writes it reads again, in the order
// of the table, with an account of every value.
func TestTableServesBothDirections(t *testing.T) {
	d := &mc.Definition{
		ID: "https://a.example/1", Title: mc.Text("nb", "Sveising"), Tags: []string{"a", ""},
		Workload:       []mc.Workload{{Kind: mc.WorkloadCredits, Amount: decimal(t, "2.50")}, {Kind: mc.WorkloadContact, Amount: decimal(t, "60")}},
		Stackability:   mc.Stackability{Mode: mc.StackStackable, PartialQualification: mc.No},
		OutcomeSummary: &mc.Note{Text: mc.Text("nb", "kan sveise")},
		Fields:         []mc.Concept{{IRI: "https://f.example/1"}, {IRI: "https://f.example/2", Notation: "0715"}},
	}
	text, told := writeToy(t, d, false)
	require.Equal(t, `{"id":"https://a.example/1","name":"Sveising","tag":["a",""],"credits":[{"amount":"2.50"}],"hours":[{"amount":"60"}],`+
		`"stacks":"yes","partial":false,"summary":{"nb":"kan sveise"},"names":{"nb":"Sveising"},`+
		`"field":["https://f.example/1",{"id":"https://f.example/2","code":"0715"}]}`, text)
	require.Equal(t, "/field/0 exact;", told["fields[0].iri"])
	require.Equal(t, "/field/1/id exact;", told["fields[1].iri"])
	require.Equal(t, "/credits/0 transformed;", told["workload[0].kind"])
	require.Equal(t, "/name exact;/names/nb moved-to-extension;", told["title[nb]"])
	back, _ := readToy(t, text)
	require.Equal(t, d.Workload, back.Workload)
	require.Equal(t, d.OutcomeSummary, back.OutcomeSummary)
	require.Equal(t, d.Fields, back.Fields)
	require.Equal(t, d.Title, back.Title)
	require.Equal(t, d.Stackability, back.Stackability)

	plain, _ := writeToy(t, d, true)
	require.NotContains(t, plain, "names")
}

// Nothing of a document goes by unnoticed: what no row is for, or says
// something else, is residue with a reason.
func TestReadingAccountsForEverything(t *testing.T) {
	d, r := readToy(t, `{"id":"_:b","type":["Thing","Other",7],"name":"a","names":{"nb":"b","sv":["c"]},"partial":"yes","hours":[{"amount":"x"},null],"unknown":{"y":[]},"summary":[]}`)
	require.Equal(t, mc.LangString{{Lang: "nb", Text: "b"}, {Lang: "sv", Text: "c"}}, d.Title)
	require.Nil(t, d.OutcomeSummary, "an empty member makes no part")
	reasons := map[string]string{}
	for _, c := range r.Claims {
		if c.Outcome.Kind == mc.KindResidue {
			reasons[c.Pointer()] = c.Outcome.Reason
		}
	}
	require.Equal(t, map[string]string{
		"/type/1": "not a type that is expected here", "/type/2": "not the name of a type",
		"/name": oneValue, "/partial": "not a boolean", "/hours/0/amount": reasons["/hours/0/amount"],
		"/unknown": "the model has no place for this member",
	}, reasons)
	require.NotEmpty(t, reasons["/hours/0/amount"])
}

// A table says a field once: its path comes from the accessor.
func TestPathOf(t *testing.T) {
	require.Equal(t, mc.Path("title"), PathOf(func(d *mc.Definition) *mc.LangString { return &d.Title }))
	require.Equal(t, mc.Path("criteria.narrative.text"), PathOf(func(d *mc.Definition) *mc.LangString { return &d.Criteria.Narrative.Text }))
	require.Equal(t, mc.Path(""), PathOf(func(d *mc.Definition) *mc.Definition { return d }))
	require.Equal(t, mc.Path("criteria"), PathOf(func(d *mc.Definition) *mc.Criteria { return &d.Criteria }))
	require.Panics(t, func() { PathOf(func(*mc.Definition) *mc.LangString { return new(mc.LangString) }) })
	require.Panics(t, func() {
		PathOf(func(d *mc.Definition) *mc.LangString { d.Tags = []string{""}; return &d.Title })
	}, "an accessor changes nothing")
	require.Equal(t, "schemeIRI", mc.FieldName("SchemeIRI"))
	require.Equal(t, "id", mc.FieldName("ID"))
}

// An id is written where it would be kept when it is read: a class may know
// better than its format which local ids mean something outside.
func TestIDsThatAreKeptAreWritten(t *testing.T) {
	local := &mc.Concept{IRI: "_:b"}
	w := &Writer{Format: toyFormat()}
	w.Format.IsGlobal = func(id string) bool { return id != "" }
	s := newToy()
	require.Nil(t, s.concept.Write(w, nil, "", local, "", ""))
	s.concept.KeepsID = func(string) bool { return true }
	require.Equal(t, "_:b", s.concept.Write(w, nil, "", local, "", "").ID)
	require.Nil(t, s.concept.Write(w, nil, "", &mc.Concept{}, "", ""), "the zero value says nothing")
}

// A member may hold a part of each entry only, tell more than it holds, and be
// accounted for at once.
func TestMembersThatTellOfMore(t *testing.T) {
	s := newToy()
	levels := Class[mc.Definition]{Rows: []Row[mc.Definition]{
		ManyIn("level", func(d *mc.Definition) *[]mc.Level { return &d.Levels }, func(l *mc.Level) *mc.Concept { return &l.Value }, &s.concept,
			Having(func(l *mc.Level) *mc.LevelKind { return &l.Kind }, mc.LevelEQF)),
		Tells(One("setting", func(d *mc.Definition) *mc.Concept { return &d.Setting.Concept }, &s.concept),
			func(r *Reader, v jsontree.Value, to *mc.Definition, at mc.Path) {
				to.Setting.Kind = mc.SettingFormal
				r.Derive(v, at.Dot("setting.kind"))
			}),
	}}
	d := &mc.Definition{
		Levels:  []mc.Level{{Kind: mc.LevelNQF, Value: mc.Concept{IRI: "https://l.example/4"}}, {Kind: mc.LevelEQF, Value: mc.Concept{IRI: "https://l.example/5"}}},
		Setting: mc.LearningSetting{Kind: mc.SettingFormal, Concept: mc.Concept{Notation: "formal"}},
	}
	told := map[mc.Path]string{}
	w := &Writer{Format: toyFormat(), Mark: func(at mc.Path, o mc.Outcome) { told[at] = o.To }}
	text := string(w.Format.AppendJSON(nil, levels.Write(w, nil, "", d, "", "")))
	require.Equal(t, `{"level":["https://l.example/5"],"setting":{"code":"formal"}}`, text)
	require.Equal(t, map[mc.Path]string{"levels[1].value.iri": "/level/0", "levels[1].kind": "/level/0", "setting.concept.notation": "/setting/code"}, told)

	root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(t, err)
	r := &Reader{Format: toyFormat(), Tracker: mc.NewDecodeTracker("toy", []string{"/level/0", "/setting/code"})}
	back := &mc.Definition{}
	levels.ReadObject(r, root, back, "")
	require.Equal(t, &mc.Definition{Levels: d.Levels[1:], Setting: d.Setting}, back)
	require.Empty(t, r.Claims)
	require.Empty(t, r.Tracker.Unmarked())
	require.Equal(t, []mc.Path{"levels[0].value.iri", "levels[0].kind"}, r.Tracker.Report().Leaves[0].Canonical)
}
