package mapping

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func parsed(tb testing.TB, text string) jsontree.Value {
	tb.Helper()
	if text == "" {
		return jsontree.Value{}
	}
	root, err := jsontree.Parse([]byte(text), jsontree.Limits{})
	require.NoError(tb, err, text)
	return root
}

// differencesOf are the guarded residue that makes a of b.
func differencesOf(a, b *mc.Credential, files Files) (is, was string) {
	d := Compare(Units(a, nil), Units(b, nil)).Differences()
	return string(AppendResidue(nil, d, files)), string(AppendWas(nil, d, files))
}

// A residue makes of what was read what is to be said, whatever both are. Each
// entry holds only while nobody has changed what it is about.
func TestGuardedResidueGivesBackTheModel(t *testing.T) {
	for seed := range uint64(60) {
		a, b := Random(seed), Random(seed+1000)
		Prune(a)
		is, was := differencesOf(a, b, nil)
		for _, done := range (&Restorer{Guarded: true}).Apply(b, ReadResidue(parsed(t, is), parsed(t, was))) {
			require.NoError(t, done.Err, done.Path)
		}
		Prune(b)
		require.True(t, reflect.DeepEqual(a, b), "%v", Compare(Units(a, nil), Units(b, nil)).Differences())

		edited := Random(seed + 1000)
		edited.Definition.Version = "edited"
		for _, done := range (&Restorer{Guarded: true}).Apply(edited, ReadResidue(parsed(t, is), parsed(t, was))) {
			if done.Path == "definition.version" && done.Is.Raw() != `"edited"` {
				require.ErrorIs(t, done.Err, errGuard)
			}
		}
		require.Equal(t, "edited", edited.Definition.Version)
	}
}

// A date is taken away though one that states nothing stands after it.
func TestGuardedResidueTakesAwayBeforeAGap(t *testing.T) {
	moment, err := mc.ParseInstant("2026-01-02T03:04:05Z")
	require.NoError(t, err)
	a, b := &mc.Credential{}, &mc.Credential{}
	b.Definition.Opportunities = []mc.Opportunity{{Deadlines: []mc.Instant{moment, {}, moment}}}
	is, was := differencesOf(a, b, nil)
	(&Restorer{Guarded: true}).Apply(b, ReadResidue(parsed(t, is), parsed(t, was)))
	Prune(b)
	require.Equal(t, a, b)
}

// A residue without guards, of a document in which the entries of lists close
// up, says null for whole parts. It holds in any order of its entries.
func TestResidueHoldsInAnyOrder(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for seed := range uint64(60) {
		a := Random(seed)
		b := Random(seed + 1000)
		x := Compare(CloseUnits(a, nil), Units(b, nil))
		var entries []string
		for _, d := range x.Differences() {
			if d.Want.IsValid() {
				entries = append(entries, string(AppendValue(append(jsontree.AppendString(nil, string(d.At)), ':'), d.Want, nil)))
			}
		}
		for _, at := range x.Beyond(nil) {
			entries = append(entries, string(jsontree.AppendString(nil, string(at)))+":null")
		}
		var first *mc.Credential
		for range 4 {
			c := Clone(b)
			for _, done := range (&Restorer{}).Apply(c, ReadResidue(parsed(t, "{"+strings.Join(entries, ",")+"}"), jsontree.Value{})) {
				require.NoError(t, done.Err, done.Path)
			}
			Prune(c)
			require.Empty(t, Compare(CloseUnits(a, nil), CloseUnits(c, nil)).Differences())
			if first == nil {
				first = c
			}
			require.True(t, reflect.DeepEqual(first, c))
			rng.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
		}
	}
}

// The paths and values of units are those of the model's own list.
func TestUnitsAreThePathsOfTheModel(t *testing.T) {
	for seed := range uint64(40) {
		c := Random(seed)
		var paths []mc.Path
		for _, u := range Units(c, nil) {
			paths = append(paths, leafPaths(u.From, u.Value)...)
			p, err := places{}.find(u.From)
			require.NoError(t, err, u.From)
			v, ok := p.lookup(c)
			require.True(t, ok && Identical(v, u.Value), u.From)
		}
		require.Equal(t, mc.Paths(c), paths)
		require.Len(t, Values(c), len(paths))
	}
}

// Text is a language map where that keeps it whole, else pairs; both are read.
func TestTextsKeepOrderAndSpelling(t *testing.T) {
	type S = mc.LangString
	for text, s := range map[string]S{
		`{"nb":"a","@none":"b"}`:                  {{Lang: "nb", Text: "a"}, {Lang: "und", Text: "b"}},
		`{"nb":["a","a"],"NB":"c"}`:               {{Lang: "nb", Text: "a"}, {Lang: "nb", Text: "a"}, {Lang: "NB", Text: "c"}},
		`[["nb","a"],["sv","b"],["nb","c"]]`:      {{Lang: "nb", Text: "a"}, {Lang: "sv", Text: "b"}, {Lang: "nb", Text: "c"}},
		`[["","a"]]`:                              {{Lang: "", Text: "a"}},
		`[["@none","a"]]`:                         {{Lang: "@none", Text: "a"}},
		`{"x y":"","a/b":["1","2"],"\u0000":"c"}`: {{Lang: "x y"}, {Lang: "a/b", Text: "1"}, {Lang: "a/b", Text: "2"}, {Lang: "\x00", Text: "c"}},
	} {
		require.Equal(t, text, string(appendTexts(nil, s)))
		root := parsed(t, text)
		back, leaves, ok := ReadTexts(root)
		require.True(t, ok)
		require.Equal(t, s, back)
		for i, pointer := range TextPointers("", s) {
			require.Equal(t, leaves[i], root.Lookup(pointer))
			require.Equal(t, s[i].Text, leaves[i].Text())
		}
	}
	for _, text := range []string{`"a"`, `{"nb":1}`, `[["nb"]]`, `[["nb",1]]`, `[[1,"a"]]`, `["nb"]`, `[{"0":"nb","1":"a"}]`, `null`, `{"nb":` + `["` + strings.Repeat(`","`, 300) + `"]}`} {
		_, _, ok := ReadTexts(parsed(t, text))
		require.False(t, ok, text)
	}
	require.Equal(t, `{"`+"\ufffd"+`":["a","b"]}`, string(appendTexts(nil, S{{Lang: "\xff", Text: "a"}, {Lang: "\xfe", Text: "b"}})), "no name twice")
}

// What stands in a path is one spelling: another one is no way around a
// protected path. What is malformed or of another kind changes nothing.
func TestHostileEntriesChangeNothing(t *testing.T) {
	whole := `{"a":1}`
	for _, guarded := range []bool{false, true} {
		for path, value := range map[string]string{
			".envelope.id": `"x"`, "envelope..id": `"x"`, "envelope.id.": `"x"`, "envelope.ID": `"x"`, "envelope": whole, "": `"x"`, " ": `"x"`,
			"definition.tags": `["x"]`, "definition.tags[]": `"x"`, "definition.tags[+0]": `"x"`, "definition.tags[00]": `"x"`, "definition.tags[-1]": `"x"`, "definition.tags[0": `"x"`,
			"definition.tags[0]]": `"x"`, "definition.tags[0][0]": `"x"`, "definition.tags.0": `"x"`, "definition.tags[1]": `"x"`, "definition.tags[99999999999999999999]": `"x"`,
			"definition.title[nb": `"x"`, "definition.title[nb]x": `"x"`, "definition.title[nb][": `"x"`, "definition.title[nb][x]": `"x"`, "definition.title[nb][0][0]": `"x"`, "definition.title.nb": `"x"`,
			"definition.title": `{"nb":1}`, "definition.modified": `"yesterday"`, "envelope.issued": `""`, "definition.modified.text": `"x"`,
			"definition.levels[0].eqf": `99`, "definition.levels[0].cycle": `-1`, "definition.levels[1].cycle": `"fourth"`, "definition.stackability.partialQualification": `"perhaps"`,
			"definition.stackability.partialQualification[0]": `1`, "definition.image.content": `"%"`, "definition.image.size": `"1"`, "definition.image": whole, "definition.image.url": `[]`,
			"learner.party.logo.content": `{"sha256":"00"}`, "extensions": whole, "extensions[x": `"y"`, "extensions[]": `1`, "extensionsx]": `"y"`,
			"residue[x]": `"y"`, "residue[x][y]": `{}`, "residue[x]y]": `"z"`, "nobody.knows": `1`, "award.parts[0].award.parts[999999999].award.role": `"x"`, "envelope.id[0]": `"x"`,
			"award" + strings.Repeat(".parts[0].award", maxHops) + ".role": `"x"`,
			"definition" + strings.Repeat(".parts[0]", 1<<18):              `null`,
		} {
			c := &mc.Credential{}
			text := "{" + string(jsontree.AppendString(nil, path)) + ":" + value + "}"
			done := (&Restorer{Guarded: guarded, Files: Files{}}).Apply(c, ReadResidue(parsed(t, text), jsontree.Value{}))
			require.Error(t, done[0].Err, "%.80s", path)
			require.Empty(t, done[0].Leaves())
			Prune(c)
			require.Equal(t, &mc.Credential{}, c, "%.80s", path)
		}
	}
}

// Parts are taken away by null, guarded ones by unit only.
func TestTakingAway(t *testing.T) {
	make := func() *mc.Credential {
		c := &mc.Credential{Extensions: map[string]string{"a": "1"}, Residue: mc.Residue{"edc": {"/a": "1"}}}
		c.Definition.Tags = []string{"a", "b", "c"}
		c.Definition.OutcomeSummary = &mc.Note{Text: mc.Text("nb", "x").With("sv", "y").With("nb", "z")}
		return c
	}
	c := make()
	for _, done := range (&Restorer{}).Apply(c, ReadResidue(parsed(t, `{"definition.tags[1]":null,"extensions[a]":null,"residue[edc][/a]":null,"award.parts[7].award.role":null,
		"definition.outcomeSummary.text[nb]":null,"definition.outcomeSummary.text[nb][1]":null,"award.narrative":null,"award.source.id":null,"extensions[b]":null,"residue[x][y]":null}`), jsontree.Value{})) {
		require.NoError(t, done.Err, done.Path)
	}
	Prune(c)
	require.Equal(t, &mc.Credential{Definition: mc.Definition{Tags: []string{"a"}, OutcomeSummary: &mc.Note{Text: mc.Text("sv", "y")}}}, c)

	c = make()
	results := (&Restorer{Guarded: true}).Apply(c, ReadResidue(parsed(t, `{"definition.tags[0]":"A","definition.tags[1]":null,"definition.tags[2]":null,"definition.outcomeSummary":null,"definition.outcomeSummary.text":null,"extensions[a]":null}`),
		parsed(t, `{"definition.tags[0]":"a","definition.tags[1]":"b","definition.tags[2]":"c","definition.outcomeSummary.text":[["nb","x"],["sv","y"],["nb","z"]],"extensions[a]":"2"}`)))
	Prune(c)
	require.Equal(t, []string{"A"}, c.Definition.Tags)
	require.Nil(t, c.Definition.OutcomeSummary)
	require.Equal(t, map[string]string{"a": "1"}, c.Extensions, "it says otherwise by now")
	for _, done := range results {
		require.Equal(t, done.Path == "definition.outcomeSummary" || done.Path == "extensions[a]", done.Err != nil, done.Path)
	}

	c = make()
	(&Restorer{Guarded: true}).Apply(c, ReadResidue(parsed(t, `{"definition.tags[1]":null}`), parsed(t, `{"definition.tags[1]":"b"}`)))
	require.Equal(t, []string{"a", "b", "c"}, c.Definition.Tags, "only the last entry of a list can go")
}

// What is refused stays as it is, and the refusal is asked anew for each entry.
func TestRefusedPaths(t *testing.T) {
	c := &mc.Credential{}
	r := Restorer{Refuse: func(at mc.Path, _, _ reflect.Value) error {
		if mc.Path("envelope.id").Under(at) && (at != "envelope.id" || c.Envelope.ID != "") {
			return errors.New("not this")
		}
		return nil
	}}
	done := r.Apply(c, ReadResidue(parsed(t, `{"envelope":null,"envelope.id":"a"}`), jsontree.Value{}))
	require.Equal(t, "a", c.Envelope.ID)
	require.NoError(t, done[0].Err)
	require.EqualError(t, done[1].Err, "not this")
}

// What is large in memory needs a large text, and no text takes long.
func TestResidueIsBounded(t *testing.T) {
	size := func(c *mc.Credential) (n int) {
		Visit(c, func(part any) { n += int(reflect.TypeOf(part).Elem().Size()) })
		return n
	}
	join := func(n int, entry func(i int) string) string {
		var b strings.Builder
		for i := range n {
			b.WriteString("{,"[min(i, 1):][:1] + entry(i))
		}
		return b.String() + "}"
	}
	for name, text := range map[string]string{
		"wide":    join(4_000, func(i int) string { return fmt.Sprintf(`"award.parts[%d].award.role":"x"`, i) }),
		"gaps":    join(200, func(i int) string { return fmt.Sprintf(`"award.parts[%d].award.role":"x"`, 400*i) }),
		"a gap":   `{"award.parts[2147483647].award.role":"x"}`,
		"deep":    join(100, func(i int) string { return fmt.Sprintf(`"definition%s.version":"x"`, strings.Repeat(".parts[9]", i)) }),
		"texts":   join(8_000, func(i int) string { return fmt.Sprintf(`"definition.tags[%d]":""`, i) }),
		"keys":    join(8_000, func(i int) string { return fmt.Sprintf(`"residue[%d][]":""`, i) }),
		"removed": join(8_000, func(i int) string { return fmt.Sprintf(`"definition.tags[%d]":null`, i) }),
	} {
		for _, guarded := range []bool{false, true} {
			c := &mc.Credential{}
			done := (&Restorer{Guarded: guarded}).Apply(c, ReadResidue(parsed(t, text), jsontree.Value{}))
			require.LessOrEqual(t, size(c), 1<<18+128*len(text), name)
			refused := slices.ContainsFunc(done, func(r Restored) bool { return r.Err != nil })
			require.Equal(t, name == "gaps" || name == "a gap" || name == "deep" && !guarded, refused, name)
		}
	}
	tree := strings.Repeat(`{"parts":{"99":`, 40) + `{"version":{"is":"1"}}` + strings.Repeat("}}", 40)
	c := &mc.Credential{}
	(&Restorer{Guarded: true}).Apply(c, ReadResidueTree(parsed(t, `{"definition":`+tree+`}`)))
	require.Less(t, size(c), 1<<19)
}

// The residue of interoperability data in its first form is read as the same
// entries.
func TestResidueTree(t *testing.T) {
	c := &mc.Credential{}
	c.Definition.Title = mc.Text("nb", "Havbruk")
	c.Definition.Levels = []mc.Level{{EQF: 5, Cycle: mc.CycleShort}}
	c.Learner.Party.Identifiers = []mc.Identifier{{Value: "1"}, {Value: "2"}}
	tree := `{"definition":{"title":{"is":[["nb","Havbruk"],["se","Mearradoallu"]],"was":[["nb","Havbruk"]]},"tags":{"0":{"is":"a"},"1":{"is":""},"01":{"is":"no"}},
		"levels":{"0":{"cycle":{"is":2,"was":1},"eqf":{"was":5}}},"stackability":{"partialQualification":{"is":2}},"outcomes":[1],"qualification":{"is":null},"image":{"content":{"is":{"sha256":"` + digestOf([]byte("file")) + `"}}}},
		"learner":{"party":{"identifiers":{"1":{"value":{"was":"2"}}}}},"residue":{"ob3":{"/a/]b":{"is":"[1]"}}},"extensions":{"https://a.example/b.c[0]":{"is":"{}"}},"nobody":{"knows":{"is":"1"}},"award":""}`
	files := Files{}
	files.Add([]byte("file"))
	done := (&Restorer{Guarded: true, Files: files}).Apply(c, ReadResidueTree(parsed(t, tree)))
	var leaves []mc.Path
	for _, d := range done {
		require.NoError(t, d.Err, d.Path)
		leaves = append(leaves, d.Leaves()...)
	}
	Prune(c)
	want := &mc.Credential{
		Learner: mc.Learner{Party: mc.Party{Identifiers: []mc.Identifier{{Value: "1"}}}},
		Definition: mc.Definition{Title: mc.Text("nb", "Havbruk").With("se", "Mearradoallu"), Tags: []string{"a", ""}, Levels: []mc.Level{{Cycle: mc.CycleFirst}},
			Stackability: mc.Stackability{PartialQualification: mc.No}, Image: &mc.Media{Content: []byte("file")}},
		Residue: mc.Residue{"ob3": {"/a/]b": "[1]"}}, Extensions: map[string]string{"https://a.example/b.c[0]": "{}"},
	}
	require.Equal(t, want, c)
	require.NotContains(t, leaves, mc.Path("definition.title[nb]"), "it was there before")
	require.Contains(t, leaves, mc.Path("definition.title[se]"))
	require.Contains(t, leaves, mc.Path("residue[ob3][/a/]b]"))
}

// Files that stand in the document are named by their digest.
func TestFilesByDigest(t *testing.T) {
	a, b := &mc.Credential{}, &mc.Credential{}
	a.Annexes = []mc.Media{{Content: []byte("a file")}}
	files := Files{}
	files.Add([]byte("a file"))
	is, was := differencesOf(a, b, files)
	require.Equal(t, `{"annexes[0].content":{"sha256":"`+digestOf([]byte("a file"))+`"}}`, is)
	require.Empty(t, was)
	(&Restorer{Guarded: true, Files: files}).Apply(b, ReadResidue(parsed(t, is), jsontree.Value{}))
	require.Equal(t, a, b)
}

// FuzzApply applies any JSON text as residue: it never panics, and what is made
// is bounded by the text.
func FuzzApply(f *testing.F) {
	for seed := range uint64(4) {
		is, was := differencesOf(Random(seed), Random(seed+9), nil)
		f.Add(is, was, seed%2 == 0)
	}
	f.Add(`{"definition.title[nb]":"a","definition.title[nb][1]":null,"residue[a][b]":"c","award.parts[3]":null}`, `{"residue[a][b]":""}`, false)
	f.Add(`{"definition":{"tags":{"0":{"is":"a","was":"b"}},"levels":{"3":{"eqf":{"is":1}}}},"residue":{"a":{"b":{"was":"c"}}}}`, ``, true)
	f.Fuzz(func(t *testing.T, is, was string, guarded bool) {
		root, err := jsontree.Parse([]byte(is), jsontree.Limits{})
		if err != nil {
			return
		}
		guard, _ := jsontree.Parse([]byte(was), jsontree.Limits{})
		for _, residue := range []Residue{ReadResidue(root, guard), ReadResidueTree(root)} {
			for seed := range uint64(3) {
				c := Random(seed)
				before := len(mc.Paths(c))
				r := Restorer{Guarded: guarded, Files: Files{"x": {1}}}
				done := r.Apply(c, residue)
				require.Len(t, done, len(residue.Entries))
				Prune(c)
				require.LessOrEqual(t, len(mc.Paths(c)), before+len(is))
				known := Values(c)
				for _, d := range done {
					for _, at := range d.Leaves() {
						require.Contains(t, known, at)
					}
				}
			}
		}
	})
}

// A copy can be changed without the original.
func TestCloneAndVisit(t *testing.T) {
	for seed := range uint64(10) {
		c := Random(seed)
		dup := Clone(c)
		require.Equal(t, c, dup)
		n := 0
		Visit(dup, func(part any) {
			n++
			reflect.ValueOf(part).Elem().SetZero()
		})
		require.Equal(t, Random(seed), c)
		require.Equal(t, 1, n, "nothing is below what is gone")
	}
}
