package microcredential

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Whoever reads another format knows neither our extension nor our residue. An
// element of which nothing else is left is lost to them: an error if Annex I asks
// for it, a warning if not. One native leaf keeps the element in sight.
func TestElementsOutOfSight(t *testing.T) {
	tr := NewDecodeTracker("f", []string{"/qa", "/qa2", "/pre", "/mode", "/title/en", "/title/nb", "/level", "/free", "/grade", "/type"})
	for _, mark := range []struct {
		key, to string
		kind    Kind
		reason  string
	}{
		{"/qa", "definition.quality[0].title[en]", KindExtension, "the agent has no place"},
		{"/qa2", "definition.quality[1].title[en]", KindResidue, "another reason"},
		{"/pre", "definition.prerequisites[0].note.text[en]", KindResidue, ""},
		{"/mode", "definition.participation[0].form", KindEmbedded, ""},
		{"/title/en", "definition.title[en]", KindMerged, ""},
		{"/title/nb", "definition.title[nb]", KindExtension, ""},
		{"/level", "definition.levels[0].eqf", KindExact, ""},
		{"/free", "definition.version", KindExtension, ""},
		{"/grade", "award.assessments[0].grade.value", KindDropped, ""},
		{"/type", "definition.assessments[0].types", KindScaffold, ""},
	} {
		tr.Mark(mark.key, Outcome{To: mark.to, Kind: mark.kind, Reason: mark.reason})
	}
	tr.Add(Outcome{To: "envelope.issuer.locations[0].addresses[0].country", Kind: KindDefaulted})
	r := tr.Report()
	want := []Severity{SeverityError, SeverityError, SeverityWarning, SeverityError, SeverityWarning, SeverityInfo, SeverityNone, SeverityInfo, SeverityWarning, SeverityNone, SeverityInfo}
	for i, l := range r.Leaves {
		require.Equal(t, want[i], l.Severity, "%+v", l)
	}
	require.Equal(t, SeverityError, r.Worst())

	s := r.Summary()
	require.Equal(t, Views{Any: 2, Ours: 7, Of: 9}, s.Views)
	require.Equal(t, "10 form of participation, 11 quality assurance (mandatory); 12 prerequisites, 14 grade", ListElements(s.LostFromSight()))
	require.Len(t, s.Elements, 6, "those that the source states: 2, 8, 10, 11, 12 and 14")
	require.Equal(t, ElementSight{Element: 11, Name: "quality assurance", Title: elementTitles[11], Mandatory: true, Source: 2, Ours: 2, Reason: "the agent has no place"}, s.Elements[3])
	require.Equal(t, 1, s.Elements[2].Original)
	require.Equal(t, 1, s.Elements[0].Native, "one language of the title is in sight")
	require.Empty(t, ListElements(nil))
	require.Equal(t, "16 further information", ListElements([]ElementSight{{Element: 16, Name: ElementName(16)}}))
	require.Empty(t, ElementName(17)+ElementName(0))
}
