package mapping

import (
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// kind checks a kind of row on one value of the model and its JSON text.
type kind func(t *testing.T)

// kindOf says that a value is written as the text, and that the text is read as
// the value.
func kindOf[T any](rows []Row[T], value T, text string) kind {
	return kindOfTwo(rows, value, text, value)
}

// kindOfTwo is kindOf where the text is read as another value.
func kindOfTwo[T any](rows []Row[T], value T, text string, back T) kind {
	return func(t *testing.T) {
		class := &Class[T]{Rows: rows, ExtensionType: "More"}
		w := &Writer{Format: toyFormat(), Best: func(s mc.LangString) int { return s.BestIndex() }}
		node := class.WriteRequired(w, nil, "", &value, "", "")
		require.Equal(t, text, string(w.Format.AppendJSON(nil, node)), "writing")

		root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
		require.NoError(t, err)
		r, got := &Reader{Format: toyFormat(), Lang: "nb"}, new(T)
		require.True(t, class.Read(r, root, got, ""))
		require.Equal(t, back, *got, "reading")
		require.Empty(t, r.Residue)
	}
}

// Every kind of row writes what it is given, and reads what it writes.
func TestEveryKindOfRow(t *testing.T) {
	type (
		D = mc.Definition
		C = mc.Concept
		M = mc.Media
	)
	code := &Class[C]{Rows: []Row[C]{Text("code", func(c *C) *string { return &c.Notation })}}
	note := &Class[mc.Note]{Rows: []Row[mc.Note]{Lang("text", func(n *mc.Note) *mc.LangString { return &n.Text })}}
	one, two := C{Notation: "1"}, C{Notation: "2"}
	instant, err := mc.ParseInstant("2026-01-02T03:04:05Z")
	require.NoError(t, err)
	date, err := mc.ParseDate("1999-10-02")
	require.NoError(t, err)
	duration, err := mc.ParseISODuration("PT60H")
	require.NoError(t, err)
	title := func(d *D) *mc.LangString { return &d.Title }
	version := func(d *D) *string { return &d.Version }
	fields := func(d *D) *[]C { return &d.Fields }
	welding, both := mc.Text("nb", "Sveising"), mc.Text("nb", "Sveising").With("sv", "Svetsning")

	for name, k := range map[string]kind{
		"Text":    kindOf([]Row[D]{Text("version", version)}, D{Version: "2"}, `{"version":"2"}`),
		"Instant": kindOf([]Row[D]{Instant("modified", func(d *D) *mc.Instant { return &d.Modified })}, D{Modified: instant}, `{"modified":"2026-01-02T03:04:05Z"}`),
		"Decimal": kindOf([]Row[mc.Workload]{Decimal("amount", func(w *mc.Workload) *mc.Decimal { return &w.Amount })},
			mc.Workload{Amount: decimal(t, "2.50")}, `{"amount":"2.50"}`),
		"Literal of a date": kindOf([]Row[mc.Person]{Literal("born", func(p *mc.Person) *mc.Date { return &p.BirthDate }, AsDate)},
			mc.Person{BirthDate: date}, `{"born":"1999-10-02"}`),
		"Literal of a duration": kindOf([]Row[mc.Workload]{Literal("time", func(w *mc.Workload) *mc.ISODuration { return &w.Duration }, AsDuration)},
			mc.Workload{Duration: duration}, `{"time":"PT60H"}`),
		"Positive":         kindOf([]Row[M]{Positive("size", func(m *M) *int64 { return &m.Size })}, M{Size: 7}, `{"size":7}`),
		"Positive below 1": kindOfTwo([]Row[M]{Positive("size", func(m *M) *int64 { return &m.Size })}, M{Size: -7}, `{}`, M{}),
		"Tri":              kindOf([]Row[D]{Tri("whole", func(d *D) *mc.Tri { return &d.Qualification })}, D{Qualification: mc.No}, `{"whole":false}`),
		"Word":             kindOf([]Row[D]{Word("stacks", func(d *D) *mc.StackMode { return &d.Stackability.Mode }, map[mc.StackMode]string{mc.StackStackable: "yes"})}, D{Stackability: mc.Stackability{Mode: mc.StackStackable}}, `{"stacks":"yes"}`),
		"Texts":            kindOf([]Row[D]{Texts("tags", func(d *D) *[]string { return &d.Tags })}, D{Tags: []string{"a", ""}}, `{"tags":["a",""]}`),
		"Instants":         kindOf([]Row[mc.Opportunity]{Instants("until", func(o *mc.Opportunity) *[]mc.Instant { return &o.Deadlines })}, mc.Opportunity{Deadlines: []mc.Instant{instant}}, `{"until":["2026-01-02T03:04:05Z"]}`),
		"Lang":             kindOf([]Row[D]{Lang("title", title)}, D{Title: both}, `{"title":{"nb":"Sveising","sv":"Svetsning"}}`),
		"OneText":          kindOf([]Row[D]{OneText("title", title)}, D{Title: welding}, `{"title":"Sveising"}`),
		"OneText of two":   kindOfTwo([]Row[D]{OneText("title", title)}, D{Title: both}, `{"title":"Sveising"}`, D{Title: welding}),
		"One":              kindOf([]Row[mc.LearningOutcome]{One("type", func(o *mc.LearningOutcome) *C { return &o.Type }, code)}, mc.LearningOutcome{Type: one}, `{"type":{"code":"1"}}`),
		"OneInArray":       kindOf([]Row[mc.LearningOutcome]{OneInArray("type", func(o *mc.LearningOutcome) *C { return &o.Type }, code)}, mc.LearningOutcome{Type: one}, `{"type":[{"code":"1"}]}`),
		"Opt":              kindOf([]Row[mc.Note]{Opt("subject", func(n *mc.Note) **C { return &n.Subject }, code)}, mc.Note{Subject: &one}, `{"subject":{"code":"1"}}`),
		"OptInArray":       kindOf([]Row[mc.Note]{OptInArray("subject", func(n *mc.Note) **C { return &n.Subject }, code)}, mc.Note{Subject: &one}, `{"subject":[{"code":"1"}]}`),
		"Many":             kindOf([]Row[D]{Many("fields", fields, code)}, D{Fields: []C{one, two}}, `{"fields":[{"code":"1"},{"code":"2"}]}`),
		"Many with If":     kindOfTwo([]Row[D]{Many("first", fields, code, If(func(c *C) bool { return c.Notation == "1" }))}, D{Fields: []C{one, two}}, `{"first":[{"code":"1"}]}`, D{Fields: []C{one}}),
		"Many with Having": kindOf([]Row[D]{Many("eqf", func(d *D) *[]mc.Level { return &d.Levels }, levelClass(code), Having(func(l *mc.Level) *mc.LevelKind { return &l.Kind }, mc.LevelEQF))}, D{Levels: []mc.Level{{Kind: mc.LevelEQF, Value: one}}}, `{"eqf":[{"value":{"code":"1"}}]}`),
		"ManyIn":           kindOf([]Row[D]{ManyIn("levels", func(d *D) *[]mc.Level { return &d.Levels }, func(l *mc.Level) *C { return &l.Value }, code)}, D{Levels: []mc.Level{{Value: one}}}, `{"levels":[{"code":"1"}]}`),
		"Part":             kindOf(Part(func(d *D) *mc.Criteria { return &d.Criteria }, Text("criteria", func(c *mc.Criteria) *string { return &c.URL })), D{Criteria: mc.Criteria{URL: "https://a.example"}}, `{"criteria":"https://a.example"}`),
		"Through":          kindOf(Through(func(d *D) **mc.Note { return &d.OutcomeSummary }, note.Rows...), D{OutcomeSummary: &mc.Note{Text: welding}}, `{"text":{"nb":"Sveising"}}`),
		"Through nil":      kindOf(Through(func(d *D) **mc.Note { return &d.OutcomeSummary }, note.Rows...), D{}, `{}`),
		"First":            kindOf(First(func(d *D) *[]mc.Note { return &d.Notes }, note.Rows...), D{Notes: []mc.Note{{Text: welding}}}, `{"text":{"nb":"Sveising"}}`),
		"First of two":     kindOfTwo(First(func(d *D) *[]mc.Note { return &d.Notes }, note.Rows...), D{Notes: []mc.Note{{Text: welding}, {Text: both}}}, `{"text":{"nb":"Sveising"}}`, D{Notes: []mc.Note{{Text: welding}}}),
		"Extension":        kindOf(Rows(Extension(Text("version", version)), []Row[D]{Lang("title", title)}), D{Version: "2", Title: welding}, `{"version":"2","title":{"nb":"Sveising"}}`),
		"Alias":            kindOf(Alias(Text("version", version), "edition"), D{Version: "2"}, `{"version":"2"}`),
		"ReadOnly":         kindOfTwo([]Row[D]{ReadOnly(Text("version", version))}, D{Version: "2"}, `{}`, D{}),
		"When it holds":    kindOf([]Row[D]{When(onlyVersion("2"), Text("version", version))}, D{Version: "2"}, `{"version":"2"}`),
		"When it does not": kindOfTwo([]Row[D]{When(onlyVersion("2"), Text("version", version))}, D{Version: "1"}, `{}`, D{}),
		"Tells":            kindOf([]Row[D]{Tells(Text("version", version), func(_ *Reader, _ jsontree.Value, to *D, _ mc.Path) { to.ID = "v" + to.Version })}, D{ID: "v2", Version: "2"}, `{"version":"2"}`),
		"Turn":             kindOf([]Row[D]{Turn(1, Tells(Text("version", version), func(_ *Reader, _ jsontree.Value, to *D, _ mc.Path) { to.ID = to.Title[0].Text })), Lang("title", title)}, D{ID: "Sveising", Version: "2", Title: welding}, `{"version":"2","title":{"nb":"Sveising"}}`),
		"Custom": kindOf([]Row[D]{Custom("version", func(r *Reader, v jsontree.Value, to *D, at mc.Path) {
			to.Version = v.Text()
			r.Keep(v, at.Dot("version"))
		}, func(w *Writer, n *Node, from *D, _ mc.Path) { w.PutText(n, "version", from.Version) })}, D{Version: "2"}, `{"version":"2"}`),
		"Custom, read only": kindOfTwo([]Row[D]{Custom[D]("version", func(*Reader, jsontree.Value, *D, mc.Path) {}, nil)}, D{Version: "2"}, `{}`, D{}),
	} {
		t.Run(name, k)
	}
}

func levelClass(code *Class[mc.Concept]) *Class[mc.Level] {
	return &Class[mc.Level]{Rows: []Row[mc.Level]{One("value", func(l *mc.Level) *mc.Concept { return &l.Value }, code)}}
}

func onlyVersion(version string) func(*Writer, *Node, *mc.Definition, mc.Path) bool {
	return func(_ *Writer, _ *Node, d *mc.Definition, _ mc.Path) bool { return d.Version == version }
}

// Texts of a field are read from every notation of text by language, and a
// second word may be read for a value that is written with the first.
func TestRowsReadMoreThanTheyWrite(t *testing.T) {
	class := &Class[mc.Definition]{Rows: []Row[mc.Definition]{
		Lang("title", func(d *mc.Definition) *mc.LangString { return &d.Title }),
		Word("stacks", func(d *mc.Definition) *mc.StackMode { return &d.Stackability.Mode },
			map[mc.StackMode]string{mc.StackStackable: "yes"}, map[string]mc.StackMode{"ja": mc.StackStackable}),
	}}
	root, err := jsontree.Parse([]byte(`{"title":["Welding",{"@value":"Sveising","@language":"nb"},{"sv":["Svetsning"],"@none":"W"}],"stacks":["ja"]}`), jsontree.Limits{})
	require.NoError(t, err)
	r, d := &Reader{Format: toyFormat()}, &mc.Definition{}
	class.ReadObject(r, root, d, "")
	require.Empty(t, r.Residue)
	require.Equal(t, mc.StackStackable, d.Stackability.Mode)
	require.Equal(t, mc.LangString{{Lang: mc.Und, Text: "Welding"}, {Lang: "nb", Text: "Sveising"}, {Lang: "sv", Text: "Svetsning"}, {Lang: mc.Und, Text: "W"}}, d.Title)
}
