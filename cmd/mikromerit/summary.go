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

// outcomes says what each kind of outcome means for the values of the source,
// from the best to the worst.
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

// writeSummary tells a reader how far the source can be relied upon, what
// became of its values, what is lost and what was made up. Each value on its
// own is in the report that --report writes.
func writeSummary(w io.Writer, found *mikromerit.Result, c *mikromerit.Conversion) error {
	var out bytes.Buffer
	report := c.Report
	switch {
	case found.Unsecured():
		paragraph(&out, "Note: the source carries no proof, so nothing vouches for it; the document says so.")
	case found.Verdict != vc.Valid:
		paragraph(&out, found.Headline())
		paragraph(&out, answers(found.Axes))
	}
	if told := toldBy(c); told != "" && !found.Unsecured() {
		paragraph(&out, "The document says of the source: "+told)
	}
	counts := report.Summary()
	paragraph(&out, fmt.Sprintf("%s to %s: of the %d values in the source there are", c.From.Name, c.To.Name, counts.Read-counts.Scaffold))
	table(&out, outcomeRows(counts))
	headed(&out, "Lost or changed", leafRows(report.Leaves, func(l mc.Leaf) bool {
		return l.Severity == mc.SeverityWarning || l.Severity == mc.SeverityError
	}))
	headed(&out, "Not from the source", leafRows(report.Leaves, func(l mc.Leaf) bool {
		return l.Kind == mc.KindSynthesised || l.Kind == mc.KindDefaulted
	}))
	_, err := w.Write(out.Bytes())
	return err
}

// toldBy returns what the document says of the verification of its source, so
// that standard error says the same and not something of its own.
func toldBy(c *mikromerit.Conversion) string {
	told := ""
	for _, p := range c.Credential.Provenance {
		if p.Kind == mc.ConvertedFrom {
			told = p.Proof.Detail
		}
	}
	return told
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

// leafRows lists leaves. Neighbours among them with the same outcome and
// reason share a row under the place that they have in common, unless that is
// next to the root.
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

// placeOf returns where a leaf stands: in the source, or for an added one in
// the target.
func placeOf(l mc.Leaf) string {
	if l.Source == "" && len(l.Target) > 0 {
		return l.Target[0]
	}
	return l.Source
}

// sharedPlace returns the JSON Pointer of the innermost value that holds both.
func sharedPlace(a, b string) string {
	left, right := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(left) && n < len(right) && left[n] == right[n] {
		n++
	}
	return strings.Join(left[:n], "/")
}
