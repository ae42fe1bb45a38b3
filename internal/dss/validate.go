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
