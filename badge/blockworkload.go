package badge

import (
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
)

// creditNames are the names by which systems of credits are known.
var creditNames = map[string]string{
	vocabulary.EducationCredit.IRI("6fcec5c5af"): "ECTS",
	vocabulary.EducationCredit.IRI("60b314e826"): "ECVET",
}

// workloadWords come before a duration that is not the notional one.
var workloadWords = []struct {
	kind mc.WorkloadKind
	word phrase
}{
	{mc.WorkloadMaxDuration, wordAtMost}, {mc.WorkloadContact, wordContact}, {mc.WorkloadActivity, wordActual},
}

// What stands around the hours of one credit: "5 ECTS × 27 h".
const (
	perCredit     = " × "
	perCreditUnit = " h"
)

func (p *prose) showWorkload(w *mc.Workload) string {
	if w.Kind == mc.WorkloadCredits {
		hours := ""
		if !w.HoursPerCredit.IsZero() {
			hours = perCredit + w.HoursPerCredit.String() + perCreditUnit
		}
		switch framework := p.conceptAs(&w.Framework, creditNames[w.Framework.IRI]); {
		case w.Amount.IsZero(), strings.HasSuffix(framework, perCreditUnit) && strings.Contains(framework, perCredit):
			return ""
		case framework != "":
			return w.Amount.String() + " " + framework + hours
		default:
			return w.Amount.String() + " " + p.words[wordCredits] + hours
		}
	}
	out := p.showDuration(w.Duration)
	if out == "" || w.Kind == mc.WorkloadUnknown {
		return ""
	}
	for _, k := range workloadWords {
		if k.kind == w.Kind {
			return p.words[k.word] + " " + out
		}
	}
	return out
}

func (p *prose) readWorkload(s string, w *mc.Workload) (ok bool) {
	for _, k := range workloadWords {
		if rest, is := strings.CutPrefix(s, p.words[k.word]+" "); is {
			w.Kind = k.kind
			w.Duration, ok = p.readDuration(rest)
			return ok
		}
	}
	if w.Duration, ok = p.readDuration(s); ok {
		w.Kind = mc.WorkloadNotional
		return true
	}
	w.Kind = mc.WorkloadCredits
	if i := strings.LastIndex(s, perCredit); i > 0 && strings.HasSuffix(s, perCreditUnit) {
		number, err := mc.ParseDecimal(s[i+len(perCredit) : len(s)-len(perCreditUnit)])
		if err == nil {
			w.HoursPerCredit, s = number, s[:i]
		}
	}
	amount, framework, _ := strings.Cut(s, " ")
	number, err := mc.ParseDecimal(strings.Replace(amount, ",", ".", 1))
	if w.Amount = number; err != nil {
		return false
	}
	return framework == p.words[wordCredits] || p.readConcept(framework, &w.Framework)
}

// units are the units of durations, from the longest to the shortest.
var units = []struct {
	word  phrase
	sign  byte
	clock bool
	of    func(*mc.ISODuration) int64
}{
	{unitYear, 'Y', false, func(d *mc.ISODuration) int64 { return d.Years }},
	{unitMonth, 'M', false, func(d *mc.ISODuration) int64 { return d.Months }},
	{unitWeek, 'W', false, func(d *mc.ISODuration) int64 { return d.Weeks }},
	{unitDay, 'D', false, func(d *mc.ISODuration) int64 { return d.Days }},
	{unitHour, 'H', true, func(d *mc.ISODuration) int64 { return d.Hours }},
	{unitMinute, 'M', true, func(d *mc.ISODuration) int64 { return d.Minutes }},
}

// showDuration writes a duration in words, or else as ISO 8601 does.
func (p *prose) showDuration(d mc.ISODuration) string {
	if d.IsZero() {
		return ""
	}
	var out []string
	for _, u := range units {
		if n := u.of(&d); n > 0 {
			one, many, _ := strings.Cut(p.words[u.word], "/")
			if n != 1 && many != "" {
				one = many
			}
			out = append(out, strconv.FormatInt(n, 10)+" "+one)
		}
	}
	words := strings.Join(out, " ")
	if back, ok := p.readDuration(words); ok && back == d {
		return words
	}
	return d.String()
}

func (p *prose) readDuration(s string) (mc.ISODuration, bool) {
	if d, err := mc.ParseISODuration(s); err == nil {
		return d, true
	}
	text, clock := "P", false
	fields := strings.Fields(s)
	next := 0
	for i := 0; i+1 < len(fields); i += 2 {
		if _, err := strconv.ParseUint(fields[i], 10, 40); err != nil {
			return mc.ISODuration{}, false
		}
		for ; next < len(units); next++ {
			one, many, _ := strings.Cut(p.words[units[next].word], "/")
			if fields[i+1] == one || fields[i+1] == many {
				break
			}
		}
		if next == len(units) {
			return mc.ISODuration{}, false
		}
		if units[next].clock && !clock {
			text, clock = text+"T", true
		}
		text += fields[i] + string(units[next].sign)
		next++
	}
	d, err := mc.ParseISODuration(text)
	return d, err == nil && len(fields)%2 == 0
}
