package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// outcomes say what became of values of the source, from the best to the worst, and
// who finds them.
var outcomes = []struct {
	kind mc.Kind
	text string
}{
	{mc.KindExact, "as they are"},
	{mc.KindTransformed, "in another notation"},
	{mc.KindMerged, "joined with others in one member"},
	{mc.KindNarrowed, "less precise than they were"},
	{mc.KindExtension, "in members of an extension"},
	{mc.KindResidue, "in the residue, which readers pass on but do not show"},
}

// writeSummary tells a reader how reliable the source is, what became of its
// values, what is lost and what does not come from the source. The report that
// --report writes has each single value.
func (c *convertCommand) writeSummary(w io.Writer, made *mikromerit.Conversion) error {
	found := made.Source
	var out bytes.Buffer
	report := made.Report
	switch {
	case found.Unsecured():
		writeParagraph(&out, "Note: the source carries no proof, so nothing vouches for it; the document says so.")
	case found.Verdict != vc.Valid:
		writeParagraph(&out, found.Headline())
		writeParagraph(&out, answers(found.Axes))
	}
	if told := provenanceDetail(made); told != "" && !found.Unsecured() {
		writeParagraph(&out, "The document says of the source: "+told)
	}
	if made.Original != nil {
		writeParagraph(&out, "The source embeds the original that it was made of. That was verified and converted in its place. Of the original: "+made.Original.Headline())
	}
	if c.EmbedOriginal {
		writeParagraph(&out, "The whole source is in the document, with all personal data that stands in it.")
	}
	counts := report.Summary()
	writeContradictions(&out, made)
	writeFurther(&out, made)
	c.writeOutOfSight(&out, counts.LostFromSight(), made.To.Name)
	writeParagraph(&out, fmt.Sprintf("%s to %s: of the %d values in the source", made.From.Name, made.To.Name, counts.Views.Of))
	writeTable(&out, viewRows(counts, made.To.Name))
	for _, s := range lossSections {
		writeTitledTable(&out, s.title, lossRows(report.Leaves, s.wanted))
	}
	writeTitledTable(&out, "Not from the source", addedRows(report.Leaves))
	_, err := w.Write(out.Bytes())
	return err
}

// provenanceDetail returns what the document says about the verification of its
// source, so that standard error says the same.
func provenanceDetail(c *mikromerit.Conversion) string {
	detail := ""
	for _, p := range c.Credential.Provenance {
		if p.Kind == mc.ConvertedFrom {
			detail = p.Proof.Detail
		}
	}
	return detail
}

// writeContradictions names what cannot both be right in the source, or looks as if
// something else was meant.
func writeContradictions(w io.Writer, c *mikromerit.Conversion) {
	var wrong, several []string
	for _, o := range mikromerit.Observe(c.Credential) {
		switch {
		case o.IsContradiction() && !slices.Contains(wrong, o.Detail):
			wrong = append(wrong, o.Detail)
		case o.Code == mc.CodeBodies && !slices.Contains(several, o.Detail):
			several = append(several, o.Detail)
		}
	}
	if len(wrong) > 0 {
		writeParagraph(w, "The source contradicts itself: "+strings.Join(wrong, "; ")+". It is carried over as it is.")
	}
	if len(several) > 0 {
		writeParagraph(w, "In the source, "+strings.Join(several, "; ")+".")
	}
}

// writeFurther says that a badge is for one achievement, where the source has more.
func writeFurther(w io.Writer, c *mikromerit.Conversion) {
	n := len(c.Credential.Claims()) - 1
	if c.To.Format != mikromerit.OpenBadge || n < 1 {
		return
	}
	others := "the other one"
	if n > 1 {
		others = fmt.Sprintf("the %d others", n)
	}
	writeParagraph(w, "A badge is for one achievement; its criteria tell of "+others+" as text. A record of the learner has a badge for each: give --to clr.")
}

// writeOutOfSight names the standard elements that readers of the target do not
// find, with the reasons and what to do about them.
func (c *convertCommand) writeOutOfSight(w io.Writer, lost []mc.ElementSight, format string) {
	if len(lost) == 0 {
		return
	}
	writeParagraph(w, "Not shown by other readers of "+format+": "+mc.ListElements(lost)+".")
	writeTable(w, c.reasonRows(lost))
}

// reasonRows gives each reason once, with the elements that it is about.
func (c *convertCommand) reasonRows(lost []mc.ElementSight) [][]string {
	var rows [][]string
	at := make(map[string]int)
	for _, e := range lost {
		why := flagsOfOptions.Replace(cmp.Or(e.Reason, "no member of the format holds it"))
		if flag := c.remedyOf(why); flag != "" {
			why += "; " + flag
		}
		if i, found := at[why]; found {
			rows[i][0] += ", " + strconv.Itoa(e.Element)
			continue
		}
		at[why] = len(rows)
		rows = append(rows, []string{strconv.Itoa(e.Element), why})
	}
	return rows
}

// remedies are the flags that supply what a reason misses, by the field of
// [convertCommand]. The first whose words stand in the reason counts.
var remedies = []struct{ words, field, flag string }{
	{"Organisation.location", "IssuerCountry", "--issuer-country"},
	{"Location.address", "IssuerCountry", "--issuer-country"},
	{"CreditPoint.framework", "CreditFramework", "--credit-framework"},
	{"written on request", "PersonalData", "--personal-data"},
}

// remedyOf returns what to do about a reason, unless it says so itself, or the flag
// was given already.
func (c *convertCommand) remedyOf(reason string) string {
	if strings.Contains(reason, "--") {
		return ""
	}
	for _, r := range remedies {
		if !strings.Contains(reason, r.words) {
			continue
		}
		if flag := reflect.ValueOf(c).Elem().FieldByName(r.field); flag.IsValid() && flag.IsZero() {
			return "add " + r.flag
		}
	}
	return ""
}

// viewRows says who finds how many of the values, and how.
func viewRows(counts mc.Summary, format string) [][]string {
	number := make(map[mc.Kind]int)
	for _, k := range counts.ByKind {
		number[k.Kind] = k.Count
	}
	how := func(kinds ...mc.Kind) string {
		var texts []string
		for _, o := range outcomes {
			if n := number[o.kind]; n > 0 && slices.Contains(kinds, o.kind) {
				texts = append(texts, strconv.Itoa(n)+" "+o.text)
			}
		}
		if len(texts) == 0 {
			return ""
		}
		return ": " + strings.Join(texts, ", ")
	}
	v := counts.Views
	rows := [][]string{
		{strconv.Itoa(v.Any), "any reader of " + format + " finds" + how(mc.KindExact, mc.KindTransformed, mc.KindMerged, mc.KindNarrowed)},
		{strconv.Itoa(v.Ours - v.Any), "only this program finds" + how(mc.KindExtension, mc.KindResidue)},
		{strconv.Itoa(number[mc.KindEmbedded]), "only in the embedded original"},
		{strconv.Itoa(v.Of - v.Ours - number[mc.KindEmbedded]), "not in the document"},
	}
	rows = slices.DeleteFunc(rows, func(row []string) bool { return row[0] == "0" })
	for i := range rows {
		rows[i][0] = fmt.Sprintf("%4s", rows[i][0])
	}
	return rows
}
