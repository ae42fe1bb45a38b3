package dss

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/proof"
)

// Verdict is what a validation says of one seal, in the terms that both sides have.
type Verdict struct {
	Level      string // such as "JAdES-BASELINE-LTA"
	Indication string // such as "TOTAL_PASSED", with "/" and the sub-indication if there is one
	Best       string // the best signing time in RFC 3339; "-" when nothing is proven
	Stamps     []Stamp
}

// Stamp is what a validation says of one time stamp.
type Stamp struct {
	Kind       string // of the component, such as "sigTst"
	Time       string // RFC 3339
	Imprint    string // "fits" or "other"
	Indication string // as that of a Verdict, with TOTAL_PASSED for PASSED
}

// String returns a verdict in one line of a table.
func (v Verdict) String() string {
	parts := []string{v.Level, v.Indication, v.Best}
	for _, s := range v.Stamps {
		parts = append(parts, s.String())
	}
	return strings.Join(parts, " ")
}

// String returns a stamp as one word.
func (s Stamp) String() string {
	return fmt.Sprintf("%s(%s,%s,%s)", s.Kind, s.Time, s.Imprint, s.Indication)
}

// Of returns the verdict that is in the evidence about a seal. Time stamps that
// cannot be read are left out, because DSS does not list them either.
func Of(e *proof.SealEvidence) Verdict {
	v := Verdict{Level: e.Level, Indication: joined(e.Indication, e.SubIndication), Best: instant(e.BestTime)}
	for _, t := range e.Timestamps {
		if t.Time.IsZero() {
			continue
		}
		imprint := "other"
		if t.Imprint {
			imprint = "fits"
		}
		v.Stamps = append(v.Stamps, Stamp{t.Kind, instant(t.Time), imprint, joined(t.Indication, t.SubIndication)})
	}
	slices.SortFunc(v.Stamps, compare)
	return v
}

// compare orders stamps by their text: DSS has an order of its own.
func compare(a, b Stamp) int { return strings.Compare(a.String(), b.String()) }

func joined(i proof.Indication, s proof.SubIndication) string {
	if s == "" {
		return string(i)
	}
	return string(i) + "/" + string(s)
}

func instant(at time.Time) string {
	if at.IsZero() {
		return "-"
	}
	return at.UTC().Format(time.RFC3339)
}

// kinds are the components that hold the time stamps, by the names that DSS has for
// them.
var kinds = map[string]string{
	"CONTENT_TIMESTAMP":                  "adoTst",
	"SIGNATURE_TIMESTAMP":                "sigTst",
	"VALIDATION_DATA_TIMESTAMP":          "sigRTst",
	"VALIDATION_DATA_REFSONLY_TIMESTAMP": "rfsTst",
	"ARCHIVE_TIMESTAMP":                  "arcTst",
}

// ReadAnswers reads what Judge.java wrote: for each job the verdicts on its seals, or
// one with no more than the level "NONE" or "ERROR" for a file that DSS sees no seal
// in. Counter signatures are left out.
func ReadAnswers(text string) (map[string][]Verdict, error) {
	answers := make(map[string][]Verdict)
	var counter bool
	for n, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		part := strings.Split(line, "\t")
		wrong := fmt.Errorf("DSS-ANSWER: line %d cannot be read: %q", n+1, line)
		if len(part) < 2 {
			return nil, wrong
		}
		name, all := part[0], answers[part[0]]
		switch {
		case part[1] == "NONE" || part[1] == "ERROR":
			all = append(all, Verdict{Level: part[1]})
		case part[1] == "SEAL" && len(part) == 8:
			all, counter = append(all, Verdict{Level: part[3], Indication: answered(part[4], part[5]), Best: wholeSeconds(part[6])}), false
		case part[1] == "COUNTER":
			counter = true
		case part[1] == "TIME" && counter:
		case part[1] == "TIME" && len(part) == 8 && len(all) > 0:
			v := &all[len(all)-1]
			v.Stamps = append(v.Stamps, Stamp{kinds[part[2]], wholeSeconds(part[3]), map[bool]string{true: "fits", false: "other"}[part[4] == "imprint=true"], answered(part[6], part[7])})
			slices.SortFunc(v.Stamps, compare)
		default:
			return nil, wrong
		}
		answers[name] = all
	}
	return answers, nil
}

// answered joins an indication with its sub-indication. Time stamps are PASSED or
// FAILED in DSS, which is no other thing.
func answered(indication, sub string) string {
	switch indication {
	case "PASSED", "FAILED":
		indication = "TOTAL_" + indication
	}
	if sub == "-" {
		sub = ""
	}
	return joined(proof.Indication(indication), proof.SubIndication(sub))
}

// wholeSeconds returns an instant without fractions of a second.
func wholeSeconds(text string) string {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return instant(at)
	}
	return text
}
