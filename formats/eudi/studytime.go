package eudi

import (
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// units are the parts of a duration, as words and as ISO 8601 has them.
var units = []struct {
	word, prefix, letter string
	get                  func(*mc.ISODuration) int64
}{
	{"year", "P", "Y", func(d *mc.ISODuration) int64 { return d.Years }},
	{"month", "P", "M", func(d *mc.ISODuration) int64 { return d.Months }},
	{"week", "P", "W", func(d *mc.ISODuration) int64 { return d.Weeks }},
	{"day", "P", "D", func(d *mc.ISODuration) int64 { return d.Days }},
	{"hour", "PT", "H", func(d *mc.ISODuration) int64 { return d.Hours }},
	{"minute", "PT", "M", func(d *mc.ISODuration) int64 { return d.Minutes }},
}

// between stands between two amounts in one claim.
const between = "; "

// readStudyTime reads the workload, which is free text: what says a duration is
// read as one, and all else is kept as it is written.
func readStudyTime(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) {
	if v.Kind() != jsontree.String || strings.TrimSpace(v.Text()) == "" {
		r.Reject(v, "no text")
		return
	}
	all, ok := parseWorkloads(v.Text())
	if !ok {
		all = []mc.Workload{{Text: v.Text()}}
	}
	for _, one := range all {
		at := mc.Path("definition.workload").At(len(to.Definition.Workload))
		to.Definition.Workload = append(to.Definition.Workload, one)
		if ok {
			tell(r, v, &one, at, "the amount that the text names")
		} else {
			r.Keep(v, at.Dot("text"))
		}
	}
}

// maxWorkloads is how many amounts of one text are read.
const maxWorkloads = 8

// parseWorkloads reads amounts such as "60 hours" and "5 ECTS". It returns false when
// a part of the text is something else.
func parseWorkloads(text string) (all []mc.Workload, ok bool) {
	for part := range strings.SplitSeq(text, strings.TrimSpace(between)) {
		one, ok := parseWorkload(strings.TrimSpace(part))
		if !ok || len(all) == maxWorkloads {
			return nil, false
		}
		all = append(all, one)
	}
	return all, true
}

func parseWorkload(text string) (mc.Workload, bool) {
	if d, err := mc.ParseISODuration(text); err == nil && !d.IsZero() && !d.Negative {
		return mc.Workload{Kind: mc.WorkloadNotional, Duration: d}, true
	}
	number, unit, _ := strings.Cut(text, " ")
	if amount, err := mc.ParseDecimal(number); err == nil && unit == "ECTS" && amount.Sign() > 0 {
		return mc.Workload{Kind: mc.WorkloadCredits, Amount: amount, Framework: vocabulary.ECTS()}, true
	}
	n, err := strconv.ParseUint(number, 10, 31)
	for _, u := range units {
		if word := strings.ToLower(unit); err == nil && n > 0 && (word == u.word || word == u.word+"s") {
			d, err := mc.ParseISODuration(u.prefix + strconv.FormatUint(n, 10) + u.letter)
			return mc.Workload{Kind: mc.WorkloadNotional, Duration: d}, err == nil
		}
	}
	return mc.Workload{}, false
}

// writeStudyTime writes the time for an average learner and the credits, in words; where
// neither is stated, the credits that the learner earned.
func writeStudyTime(w *mapping.Writer, n *mapping.Node, from *T, _ mc.Path) {
	const term = "expected_study_time"
	text := writeWorkloads(w, n.At(term), from.Definition.Workload, "definition.workload", "in words, for the claim is free text")
	if text == "" {
		text = writeWorkloads(w, n.At(term), from.Award.CreditsEarned, "award.creditsEarned", "the credits earned, for want of the notional workload")
	}
	w.PutText(n, term, text)
}

// writeWorkloads returns amounts in words.
func writeWorkloads(w *mapping.Writer, to string, all []mc.Workload, list mc.Path, reason string) string {
	var parts []string
	for i, one := range all {
		text := showWorkload(one)
		if text == "" {
			continue
		}
		parts = append(parts, text)
		for _, p := range mapping.PathsOf(&one) {
			w.Change(list.At(i).Dot(string(p)), to, mc.MatchClose, reason)
		}
	}
	return strings.Join(parts, between)
}

// showWorkload returns an amount in words, "" for one that is not the study time as
// a whole.
func showWorkload(one mc.Workload) string {
	switch {
	case one.Kind == mc.WorkloadMaxDuration, one.Kind == mc.WorkloadContact, one.Kind == mc.WorkloadActivity:
		return ""
	case one.Text != "":
		return one.Text
	case !one.Duration.IsZero():
		return showDuration(one.Duration)
	case one.Amount.IsZero():
		return ""
	}
	return strings.TrimSpace(one.Amount.String() + " " + frameworkName(one.Framework))
}

// frameworkName returns a short name of credits. No framework is assumed.
func frameworkName(c mc.Concept) string {
	if c.Notation == "ECTS" || c.IRI == "http://data.europa.eu/snb/education-credit/6fcec5c5af" {
		return "ECTS"
	}
	if name := c.String(); name != "" {
		return name
	}
	return "credits"
}

// showDuration returns a duration in words, or as it is written if it has parts that
// are not whole.
func showDuration(d mc.ISODuration) string {
	var parts []string
	for _, u := range units {
		switch k := u.get(&d); {
		case k == 1:
			parts = append(parts, "1 "+u.word)
		case k > 1:
			parts = append(parts, strconv.FormatInt(k, 10)+" "+u.word+"s")
		}
	}
	if len(parts) != 1 || d.Negative || !d.Seconds.IsZero() {
		return d.String()
	}
	return parts[0]
}
