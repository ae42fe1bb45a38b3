package main

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// outcomes says what each kind of outcome means for values of the source, from the
// best to the worst.
var outcomes = []struct {
	kind mc.Kind
	text string
}{
	{mc.KindExact, "as they are"},
	{mc.KindTransformed, "in another notation"},
	{mc.KindMerged, "joined with others in one member"},
	{mc.KindNarrowed, "less precise than they were"},
	{mc.KindExtension, "only in members of an extension, which not every reader knows"},
	{mc.KindResidue, "only in the residue, which readers pass on but do not show"},
	{mc.KindEmbedded, "only in the embedded original"},
	{mc.KindDropped, "not in the document"},
}

// writeSummary tells a reader how reliable the source is, what became of its
// values, what is lost and what does not come from the source. The report that
// --report writes has each single value.
func writeSummary(w io.Writer, found *mikromerit.Result, c *mikromerit.Conversion) error {
	var out bytes.Buffer
	report := c.Report
	switch {
	case found.Unsecured():
		writeParagraph(&out, "Note: the source carries no proof, so nothing vouches for it; the document says so.")
	case found.Verdict != vc.Valid:
		writeParagraph(&out, found.Headline())
		writeParagraph(&out, answers(found.Axes))
	}
	if told := provenanceDetail(c); told != "" && !found.Unsecured() {
		writeParagraph(&out, "The document says of the source: "+told)
	}
	counts := report.Summary()
	writeParagraph(&out, fmt.Sprintf("%s to %s: of the %d values in the source there are", c.From.Name, c.To.Name, counts.Read-counts.Scaffold))
	writeTable(&out, outcomeRows(counts))
	writeTitledTable(&out, "Lost or changed", leafRows(report.Leaves, func(l mc.Leaf) bool {
		return l.Severity == mc.SeverityWarning || l.Severity == mc.SeverityError
	}))
	writeTitledTable(&out, "Not from the source", leafRows(report.Leaves, func(l mc.Leaf) bool {
		return l.Kind == mc.KindSynthesised || l.Kind == mc.KindDefaulted
	}))
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

func outcomeRows(counts mc.Summary) [][]string {
	number := make(map[mc.Kind]int)
	for _, k := range counts.ByKind {
		number[k.Kind] = k.Count
	}
	var rows [][]string
	for _, o := range outcomes {
		if n := number[o.kind]; n > 0 {
			rows = append(rows, []string{fmt.Sprintf("%4d", n), o.text})
		}
	}
	return rows
}

// leafRows returns rows for the wanted leaves. Neighbours with the same outcome and
// reason share a row for the innermost place that holds them all, unless that is
// the root or next to it.
func leafRows(leaves []mc.Leaf, wanted func(mc.Leaf) bool) [][]string {
	var rows [][]string
	var last mc.Leaf
	at, count := "", 0
	end := func() {
		switch {
		case count > 1:
			at += " (" + strconv.Itoa(count) + " values)"
			fallthrough
		case count == 1:
			rows = append(rows, []string{string(last.Kind), strings.TrimSuffix(at+": "+last.Reason, ": ")})
		}
	}
	for _, l := range leaves {
		if !wanted(l) {
			continue
		}
		shared := sharedPlace(at, placeOf(l))
		if count > 0 && l.Kind == last.Kind && l.Reason == last.Reason && strings.Count(shared, "/") > 1 {
			at, count = shared, count+1
			continue
		}
		end()
		last, at, count = l, placeOf(l), 1
	}
	end()
	return rows
}

// placeOf returns where a leaf stands: in the source or, if it was added, in the
// target.
func placeOf(l mc.Leaf) string {
	if l.Source == "" && len(l.Target) > 0 {
		return l.Target[0]
	}
	return l.Source
}

// sharedPlace returns the JSON Pointer of the innermost value that holds both
// places.
func sharedPlace(a, b string) string {
	left, right := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(left) && n < len(right) && left[n] == right[n] {
		n++
	}
	return strings.Join(left[:n], "/")
}
