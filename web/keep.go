package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// keep is what a conversion to one format would keep.
type keep struct {
	Format, Name string
	Title        string
	Of           string
	Shares       []share
	Lost         []string // the names of elements that others do not see
	Reasons      []string // in English
	Problem      string
	Details      []string // in English
}

// share is a part of the values of the source.
type share struct {
	Label, Tone string
	Count       int
	Start, Size float64 // in per cent
}

// maxReasons is how many reasons or faults of a conversion are shown.
const maxReasons = 12

// keeps returns what conversions of a file would keep. It is nil for a file that is of
// no format that can be converted.
func (r *reader) keeps(ctx context.Context, found *mikromerit.Result, o mikromerit.ConvertOptions) (all []keep) {
	if found == nil {
		return nil
	}
	if isTooMuch(found) {
		return []keep{{Title: r.Phrases.Keeps.Title, Problem: r.Phrases.Keeps.TooMuch}}
	}
	all = []keep{}
	for _, target := range targets(found) {
		k, ok := r.keep(ctx, found, target, o)
		if !ok {
			return nil
		}
		all = append(all, k)
		if k.Format == "" {
			return all // the reason holds for every format
		}
	}
	return all
}

// maxConverted is how many JSON values a credential may have that is converted for a
// page. The account of a conversion names each of them, which for a million takes
// minutes and gigabytes, and cannot be broken off. The command has no such bound.
const maxConverted = 20_000

// isTooMuch reports whether a credential is too extensive to be converted for a page.
func isTooMuch(found *mikromerit.Result) bool {
	left := maxConverted
	var count func(v jsontree.Value)
	count = func(v jsontree.Value) {
		left--
		for one := range v.Elements() {
			if left < 0 {
				return
			}
			count(one)
		}
		for _, one := range v.Members() {
			if left < 0 {
				return
			}
			count(one)
		}
	}
	count(found.Document.Root())
	return left < 0
}

// errTooMuch is the reason why such a credential is not converted.
var errTooMuch = errors.New("the credential is too extensive")

// targets are the formats that a file can be converted to, the most useful first.
func targets(found *mikromerit.Result) (out []mikromerit.Codec) {
	from, _ := mikromerit.Formats().Of(found.Document)
	if len(found.Credentials) == 1 {
		if inner, err := mikromerit.Formats().Of(found.Credentials[0].Document); err == nil && from.Decode == nil {
			from = inner
		}
	}
	for _, to := range mikromerit.Formats() {
		if to.Encode != nil && to.Format != from.Format {
			out = append(out, to)
		}
	}
	return out
}

func (r *reader) keep(ctx context.Context, found *mikromerit.Result, to mikromerit.Codec, o mikromerit.ConvertOptions) (keep, bool) {
	words := &r.Phrases.Keeps
	out := keep{Format: to.Format, Name: to.Name, Title: sprintf(words.To, to.Name)}
	made, err := mikromerit.Convert(ctx, found, to.Format, o)
	if err != nil {
		var known bool
		if out.Problem, out.Details, known = r.whyNot(err); out.Problem != words.Wrong {
			out.Format = "" // no option makes it possible
		}
		return out, known
	}
	counts := made.Report.Summary()
	embedded := 0
	for _, k := range counts.ByKind {
		if k.Kind == mc.KindEmbedded {
			embedded = k.Count
		}
	}
	v := counts.Views
	out.Of = sprintf(words.Of, v.Of)
	out.Shares = sharesOf(v.Of, []share{
		{Label: words.Any, Tone: toneGood, Count: v.Any}, {Label: words.Ours, Tone: toneCalm, Count: v.Ours - v.Any},
		{Label: words.Original, Tone: toneUnsure, Count: embedded}, {Label: words.None, Tone: toneNone, Count: v.Of - v.Ours - embedded},
	})
	seen := make(map[string]bool)
	for _, e := range made.OutOfSight() {
		out.Lost = append(out.Lost, fmt.Sprintf("%d %s", e.Element, r.Phrases.Elements.Element[e.Element-1]))
		why := plainOption(cmp.Or(e.Reason, "no member of the format holds it"))
		if !seen[why] && len(out.Reasons) < maxReasons {
			seen[why] = true
			out.Reasons = append(out.Reasons, cleaned(why, maxTerm))
		}
	}
	return out, true
}

// sharesOf fills in where each share that is not empty begins on a bar, and how long
// it is.
func sharesOf(whole int, all []share) (out []share) {
	start := 0.0
	for _, s := range all {
		if s.Count <= 0 || whole <= 0 {
			continue
		}
		s.Start, s.Size = start, 100*float64(s.Count)/float64(whole)
		start += s.Size
		out = append(out, s)
	}
	return out
}

// whyNot says why a file is not converted. known is false if it is of a format that
// cannot be read.
func (r *reader) whyNot(err error) (problem string, details []string, known bool) {
	words := &r.Phrases.Keeps
	switch {
	case errors.Is(err, mikromerit.ErrNotConvertible):
		return words.NotGenuine, nil, true
	case errors.Is(err, mikromerit.ErrSeveral):
		return words.Several, nil, true
	case errors.Is(err, errTooMuch):
		return words.TooMuch, nil, true
	case errors.Is(err, mikromerit.ErrIncomplete):
		return words.Incomplete, nil, true
	case errors.Is(err, mikromerit.ErrFormat), errors.Is(err, mikromerit.ErrDirection):
		return "", nil, false
	}
	for _, fault := range faultsIn(err) {
		if text := cleaned(plainOption(fault), maxTerm); len(details) < maxReasons {
			details = append(details, text)
		}
	}
	return words.Wrong, details, true
}

// faultsIn returns what stands in the way of a conversion, each fault by itself.
func faultsIn(err error) (all []string) {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, one := range several.Unwrap() {
			all = append(all, faultsIn(one)...)
		}
		return all
	}
	var fault *mc.EncodeError
	if errors.As(err, &fault) {
		return []string{fault.Detail}
	}
	return []string{vc.Plain(err.Error())}
}

// plainOption says options of the library in words.
func plainOption(s string) string { return optionWords.Replace(s) }

var optionWords = strings.NewReplacer(
	"set EncodeOptions.IssuerCountry", "give the country of the issuer", "Set EncodeOptions.IssuerCountry", "Give the country of the issuer",
	"set EncodeOptions.CreditFramework", "give the credit framework", "Set EncodeOptions.CreditFramework", "Give the credit framework",
	"EncodeOptions.IssuerCountry", "the country of the issuer", "EncodeOptions.CreditFramework", "the credit framework",
	"EncodeOptions.Issuer", "the issuer", "EncodeOptions.Image", "the picture", "EncodeOptions.PersonalData", "the option for personal data",
	"EncodeOptions.", "the option ",
)
