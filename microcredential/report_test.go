package microcredential

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var sourceLeaves = []string{
	"/type", "/id", "/title/en", "/title/nb", "/credits", "/level", "/qa/type", "/qa/label/en", "/qa/label/nb",
	"/issuer/logo", "/odd/a", "/odd/b", "/proof/value",
}

// stages runs a small decoder and encoder of invented formats.
func stages(t *testing.T) (decode, encode Report) {
	t.Helper()
	c := &Credential{}
	c.Envelope.ID = "urn:x"
	c.Definition.Title = Text("en", "Guiding").With("nb", "Føring")
	c.Definition.Workload = []Workload{{Kind: WorkloadCredits, Amount: DecimalOf(5)}}
	level, _ := EQFLevel(6)
	c.Definition.Levels = []Level{{EQF: 6, Value: Concept{IRI: level.Value.IRI}}}
	c.Definition.Quality = []QualityAssurance{{Type: Concept{IRI: "q", Label: Text("en", "Licence").With("nb", "Godkjenning")}}}
	c.Envelope.Issuer.Logo = &Media{URL: "data:"}

	in := NewDecodeTracker("edc", sourceLeaves)
	in.Scaffold("/type")
	in.Keep("/id", "envelope.id")
	in.Keep("/title/en", "definition.title[en]")
	in.Keep("/title/nb", "definition.title[nb]")
	in.Change("/credits", "definition.workload[0].amount", MatchExact, "a decimal")
	in.Mark("/credits", Outcome{To: "definition.workload[0].kind", Kind: KindTransformed, Match: MatchExact})
	in.Keep("/level", "definition.levels[0].value.iri")
	in.Keep("/level", "definition.levels[0].eqf")
	in.Keep("/qa/type", "definition.quality[0].type.iri")
	in.Mark("/qa", Outcome{To: "definition.quality[0].type.label", Kind: KindExact})
	in.Keep("/issuer/logo", "envelope.issuer.logo.url")
	in.Mark("/proof", Outcome{Kind: KindDropped, Reason: "a proof holds for one document only", CarriedBy: CarriedByProvenance, Severity: SeverityInfo})
	in.Mark("/nowhere", Outcome{Kind: KindExact})
	require.Equal(t, []string{"/odd/a", "/odd/b"}, in.Unmarked())
	require.Equal(t, []string{"/nowhere"}, in.Stray())
	in.KeepResidue(&c.Residue, func(p string) (string, bool) { return `"x"`, p == "/odd/a" })

	out := NewEncodeTracker("ob3", c)
	out.Keep("envelope.id", "/id")
	out.Keep("definition.title[en]", "/achievement/name")
	out.Mark("definition.title", Outcome{To: "/achievement/eumc:title", Kind: KindExtension, Reason: "one language only"})
	out.Change("definition.workload[0].amount", "/achievement/creditsAvailable", MatchBroad, "the framework has no field")
	out.Change("definition.workload[0].kind", "", MatchExact, "")
	out.Drop("definition.levels[0].eqf", "the concept says it")
	out.Keep("definition.levels[0].value.iri", "/achievement/alignment/0/targetUrl")
	out.Mark("residue", Outcome{To: "/eumc:residue", Kind: KindResidue})
	out.Drop("definition.quality", "no field")
	out.Add(Outcome{To: "/achievement/description", Kind: KindSynthesised, Reason: "required; made from the title"})
	require.Empty(t, out.Stray())
	return in.Report(), out.Report()
}

func TestTrackerDropsWhatNobodyMarks(t *testing.T) {
	decode, encode := stages(t)
	require.Len(t, decode.Leaves, len(sourceLeaves))
	for i, l := range decode.Leaves {
		require.Equal(t, sourceLeaves[i], l.Source, "rows stand in the order of the source")
	}
	lost := decode.Leaves[11]
	require.Equal(t, Leaf{Source: "/odd/b", Kind: KindDropped, CarriedBy: CarriedByNothing, Severity: SeverityWarning, Reason: "not handled by the codec"}, lost)
	require.Equal(t, []Path{"residue[edc][/odd/a]"}, decode.Leaves[10].Canonical)
	require.Equal(t, []Path{"definition.workload[0].amount", "definition.workload[0].kind"}, decode.Leaves[4].Canonical)
	require.Equal(t, KindExact, decode.Leaves[6].Kind, "a container's mark does not change what was marked before")
	require.Equal(t, []Path{"definition.quality[0].type.label"}, decode.Leaves[7].Canonical)

	logo := encode.Leaves[1]
	require.Equal(t, []Path{"envelope.issuer.logo.url"}, logo.Canonical)
	require.Equal(t, KindDropped, logo.Kind)
	require.Equal(t, SeverityInfo, logo.Severity, "decoration")
}

func TestMarkTwiceTakesTheBetter(t *testing.T) {
	tr := NewDecodeTracker("f", []string{"/a", "/b"})
	tr.Mark("/a", Outcome{To: "x", Kind: KindNarrowed, Reason: "n"})
	tr.Mark("/a", Outcome{To: "y", Kind: KindExact})
	tr.Mark("/b", Outcome{To: "x", Kind: KindExact})
	tr.Mark("/b", Outcome{To: "y", Kind: KindNarrowed, Reason: "n"})
	for _, l := range tr.Report().Leaves {
		require.Equal(t, KindExact, l.Kind)
		require.Equal(t, []Path{"x", "y"}, l.Canonical)
		require.Empty(t, l.Reason)
		require.Equal(t, CarriedNatively, l.CarriedBy)
	}
}

func TestCombine(t *testing.T) {
	r := Combine(stages(t))
	require.Equal(t, "edc", r.From)
	require.Equal(t, "ob3", r.To)
	type row struct {
		source, target string
		kind           Kind
		severity       Severity
		carrier        Carrier
	}
	var got []row
	for _, l := range r.Leaves {
		got = append(got, row{l.Source, strings.Join(l.Target, " "), l.Kind, l.Severity, l.CarriedBy})
	}
	require.Equal(t, []row{
		{"/type", "", KindScaffold, "", CarriedNatively},
		{"/id", "/id", KindExact, "", CarriedNatively},
		{"/title/en", "/achievement/name", KindExact, "", CarriedNatively},
		{"/title/nb", "/achievement/eumc:title", KindExtension, SeverityInfo, CarriedByExtension},
		{"/credits", "/achievement/creditsAvailable", KindTransformed, SeverityInfo, CarriedNatively},
		{"/level", "/achievement/alignment/0/targetUrl", KindExact, "", CarriedNatively},
		{"/qa/type", "", KindDropped, SeverityError, CarriedByNothing},
		{"/qa/label/en", "", KindDropped, SeverityError, CarriedByNothing},
		{"/qa/label/nb", "", KindDropped, SeverityError, CarriedByNothing},
		{"/issuer/logo", "", KindDropped, SeverityInfo, CarriedByNothing},
		{"/odd/a", "/eumc:residue", KindResidue, SeverityInfo, CarriedByResidue},
		{"/odd/b", "", KindDropped, SeverityWarning, CarriedByNothing},
		{"/proof/value", "", KindDropped, SeverityInfo, CarriedByProvenance},
		{"", "/achievement/description", KindSynthesised, SeverityInfo, CarriedNatively},
	}, got)
	require.Equal(t, SeverityError, r.Worst())
	s := r.Summary()
	require.Equal(t, len(sourceLeaves), s.Read)
	total := 0
	for _, k := range s.ByKind {
		total += k.Count
	}
	require.Equal(t, s.Read, total, "every leaf is counted once")
	require.Equal(t, 1, s.Added)

	kept := r.WithEmbeddedOriginal("/evidence/0")
	require.Equal(t, SeverityError, kept.Worst(), "quality assurance is only in the original, where other readers do not look")
	require.Equal(t, KindEmbedded, kept.Leaves[6].Kind)
	require.Equal(t, []string{"/evidence/0"}, kept.Leaves[6].Target)
	require.Equal(t, KindDropped, r.Leaves[6].Kind, "the first report is not changed")
}

// Of a source in several documents, each value that only an embedded original
// carries is said to be in the one that holds it; one that none holds, or that
// does not come from the source, is lost, as if nothing were embedded.
func TestCombineEmbedding(t *testing.T) {
	decode, encode := stages(t)
	embedding := encode.WithEmbeddedOriginal("/evidence/1")
	require.Equal(t, "/achievement/name", embedding.PlaceOf("definition.title[en]"))
	require.Empty(t, embedding.PlaceOf("envelope.issuer.id"))
	none := func(string) string { return "" }
	require.Equal(t, Combine(decode, encode), CombineEmbedding(decode, embedding, none))
	added := embedding
	added.Leaves = append(added.Leaves[:len(added.Leaves):len(added.Leaves)], Leaf{Canonical: []Path{"provenance[0].sourceURL"}, Kind: KindEmbedded, CarriedBy: CarriedByOriginal, Target: []string{"/evidence/1"}})
	told := CombineEmbedding(decode, added, func(source string) string {
		return map[string]string{"/qa/type": "/evidence/0", "/level": "/evidence/2"}[source]
	})
	for _, l := range told.Leaves {
		switch {
		case l.Source == "/level":
			require.Equal(t, []string{"/achievement/alignment/0/targetUrl", "/evidence/2"}, l.Target, "part of it is in the original only")
		case l.Source == "/qa/type":
			require.Equal(t, []string{"/evidence/0"}, l.Target)
			require.Equal(t, CarriedByOriginal, l.CarriedBy)
		default:
			require.NotEqual(t, KindEmbedded, l.Kind, l.Source)
			require.NotContains(t, l.Target, "/evidence/1")
		}
	}
}

// The encoder may report only a container of a path, or only paths below it.
func TestCombineByContainer(t *testing.T) {
	decode := Report{From: "a", To: Model, Leaves: []Leaf{
		{Source: "/x", Canonical: []Path{"definition.levels[0].value.label[sv]"}, Kind: KindExact, Match: MatchExact},
		{Source: "/y", Canonical: []Path{"award.awarding"}, Kind: KindExact, Match: MatchExact},
		{Source: "/z", Canonical: []Path{"definition.level"}, Kind: KindExact, Match: MatchExact},
	}}
	encode := Report{From: Model, To: "b", Leaves: []Leaf{
		{Canonical: []Path{"definition.levels[0]"}, Target: []string{"/l"}, Kind: KindNarrowed, Match: MatchBroad, CarriedBy: CarriedNatively},
		{Canonical: []Path{"award.awarding.on"}, Target: []string{"/d"}, Kind: KindTransformed, Match: MatchClose, CarriedBy: CarriedNatively},
		{Canonical: []Path{"award.awarding.bodies[0].name[en]"}, Kind: KindDropped},
	}}
	r := Combine(decode, encode)
	require.Len(t, r.Leaves, 3)
	require.Equal(t, KindNarrowed, r.Leaves[0].Kind)
	require.Equal(t, MatchBroad, r.Leaves[0].Match)
	require.Equal(t, KindTransformed, r.Leaves[1].Kind)
	require.Equal(t, MatchClose, r.Leaves[1].Match)
	require.Equal(t, KindDropped, r.Leaves[2].Kind)
	require.NotEmpty(t, r.Leaves[2].Reason)
}

// Losing one language of a mandatory title does not lose the title.
func TestSeverityOfSurvivingElement(t *testing.T) {
	tr := NewDecodeTracker("f", []string{"/t/en", "/t/nb"})
	tr.Keep("/t/en", "definition.title[en]")
	tr.Mark("/t/nb", Outcome{To: "definition.title[nb]", Kind: KindDropped})
	require.Equal(t, SeverityWarning, tr.Report().Worst())

	tr = NewDecodeTracker("f", []string{"/t/en", "/g"})
	tr.Drop("/t/en", "")
	tr.Mark("/t/en", Outcome{To: "definition.title[en]", Kind: KindDropped})
	tr.Mark("/g", Outcome{Kind: KindDropped, Element: 14})
	r := tr.Report()
	require.Equal(t, SeverityError, r.Leaves[0].Severity)
	require.Equal(t, SeverityWarning, r.Leaves[1].Severity)
}

// A severity that a codec chooses survives Combine and embedding.
func TestChosenSeverity(t *testing.T) {
	c := &Credential{Learner: Learner{Party: Party{Name: Text("fi", "Aino")}}}
	in := NewDecodeTracker("a", []string{"/name"})
	in.Keep("/name", "learner.party.name[fi]")
	out := NewEncodeTracker("b", c)
	out.Mark("learner", Outcome{Kind: KindDropped, Severity: SeverityInfo, Reason: "withheld"})
	r := Combine(in.Report(), out.Report())
	require.Equal(t, SeverityInfo, r.Worst())
	require.Equal(t, SeverityInfo, r.WithEmbeddedOriginal("/e").Worst())
	require.Equal(t, KindDropped, r.Leaves[0].Kind)
}

func TestReportJSON(t *testing.T) {
	r := Report{From: "a", To: "b", Leaves: []Leaf{
		{Source: "/x", Canonical: []Path{"definition.title[en]"}, Target: []string{"/n"}, Kind: KindExact, Match: MatchExact, CarriedBy: CarriedNatively, Element: 2},
	}}
	text, err := json.Marshal(r)
	require.NoError(t, err)
	require.JSONEq(t, `{"from":"a","to":"b",
		"summary":{"read":1,"scaffold":0,"native":1,"byKind":[{"kind":"exact","count":1}],
			"views":{"visibleToAny":1,"visibleToOurs":1,"of":1},
			"elements":[{"element":2,"name":"title","title":"Title of the micro-credential","mandatory":true,"source":1,"native":1,"ours":0,"original":0}],
			"added":0,"errors":0,"warnings":0},
		"leaves":[{"source":"/x","canonical":["definition.title[en]"],"target":["/n"],"kind":"exact","match":"exact","carriedBy":"native","element":2}]}`, string(text))
	text, err = json.Marshal(Report{})
	require.NoError(t, err)
	require.Contains(t, string(text), `"byKind":[]`)
	require.Contains(t, string(text), `"leaves":[]`)
	require.Contains(t, string(text), `"elements":[]`)
}

func TestReportText(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Combine(stages(t)).WriteText(&b))
	require.Equal(t, strings.TrimLeft(`
edc to ob3: 13 leaves read, 1 of them scaffolding; 4 of 12 carried natively, 3 exact, 1 transformed, 1 moved-to-extension, 1 moved-to-residue, 6 dropped; 1 added
Out of sight of other readers: 11 quality assurance (mandatory)
3 errors, 1 warning

SEVERITY  KIND                WHERE                       REASON
error     dropped             /qa/type                    no field
error     dropped             /qa/label/* (2 leaves)      no field
warning   dropped             /odd/b                      not handled by the codec
info      moved-to-extension  /title/nb                   one language only
info      transformed         /credits                    a decimal; the framework has no field
info      dropped             /issuer/logo                not handled by the codec
info      moved-to-residue    /odd/a                      no field of the model carries it
info      dropped             /proof/value                a proof holds for one document only
info      synthesised         + /achievement/description  required; made from the title
`, "\n"), b.String())

	b.Reset()
	require.NoError(t, Report{From: "a", To: "b"}.WriteText(&b))
	require.Equal(t, "a to b: 0 leaves read; 0 of 0 carried natively; 0 added\nEvery leaf is carried natively.\n", b.String())
}

func TestPartyHelpers(t *testing.T) {
	p := Party{Person: &Person{GivenName: Text("sv", "Åsa"), FamilyName: Text("sv", "Öberg")}}
	require.Equal(t, Text("sv", "Åsa Öberg"), p.DisplayName())
	p.Person.GivenName = nil
	require.Equal(t, Text("sv", "Öberg"), p.DisplayName())
	p.Person = &Person{GivenName: Text("sv", "Åsa")}
	require.Equal(t, Text("sv", "Åsa"), p.DisplayName())
	p.Person.FullName = Text("sv", "Åsa Ö")
	require.Equal(t, Text("sv", "Åsa Ö"), p.DisplayName())
	p.Name = Text("en", "A. Ö.")
	require.Equal(t, Text("en", "A. Ö."), p.DisplayName())
	require.True(t, Party{}.DisplayName().IsZero())
	require.Equal(t, Text("en", "alt"), Party{AltName: Text("en", "alt")}.DisplayName())

	se, _ := CountryOf("SE")
	fi, _ := CountryOf("FI")
	p.Locations = []Location{{Addresses: []Address{{Country: se}, {}, {Country: fi}}}, {Addresses: []Address{{Country: se}}}}
	require.Equal(t, []Country{se, fi}, p.Countries())

	v, known := No.Bool()
	require.False(t, v)
	require.True(t, known)
	_, known = Unknown.Bool()
	require.False(t, known)
	require.Equal(t, "yes no unknown", strings.Join([]string{TriOf(true).String(), TriOf(false).String(), Tri(9).String()}, " "))
}
