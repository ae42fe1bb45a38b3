package eudi

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// asSeconds is a time in seconds since 1970, of the years that can be written.
var asSeconds = mapping.Notation[mc.Instant]{
	Parse: func(text string) (mc.Instant, error) {
		const first, last = -62135596800, 253402300799 // 0001-01-01, 9999-12-31
		at, err := strconv.ParseFloat(text, 64)
		if err != nil || !(at >= first && at <= last) || at != math.Trunc(at) {
			return mc.Instant{}, errors.New("not a time in whole seconds")
		}
		return mc.InstantOf(time.Unix(int64(at), 0).UTC()), nil
	},
	Show: func(i mc.Instant) string {
		if i.IsZero() {
			return ""
		}
		return strconv.FormatInt(i.Time().Unix(), 10)
	},
}

// asDay is a day. As a point in time it is its beginning, in no stated zone; a time
// has the day that its own offset gives it.
var asDay = mapping.Notation[mc.Instant]{
	Parse: parseDay,
	Show: func(i mc.Instant) string {
		if i.IsZero() {
			return ""
		}
		return mapping.Quote(i.DateIn(nil).String())
	},
}

func parseDay(text string) (mc.Instant, error) {
	day, err := mc.ParseDate(text)
	if err != nil {
		return mc.Instant{}, err
	}
	return mc.ParseInstant(day.String() + "T00:00:00")
}

// oneText reads a text into a field at a path.
func oneText(at mc.Path, get func(*T) *mc.LangString) func(*mapping.Reader, jsontree.Value, *T, mc.Path) {
	return func(r *mapping.Reader, v jsontree.Value, to *T, _ mc.Path) { r.OneText(v, get(to), at) }
}

// tell accounts for a value from which several fields of a part of the model follow.
func tell(r *mapping.Reader, v jsontree.Value, part any, at mc.Path, reason string) {
	for _, p := range mapping.PathsOf(part) {
		r.Change(v, at.Dot(string(p)), reason)
	}
}

// texts calls f with each text of an array, or with a text that stands alone.
func texts(r *mapping.Reader, v jsontree.Value, f func(e jsontree.Value)) {
	for e := range v.Each() {
		if e.Kind() == jsontree.String && strings.TrimSpace(e.Text()) != "" {
			f(e)
			continue
		}
		r.Reject(e, "no text")
	}
}

// listWriter collects the texts of a claim that is an array of texts.
type listWriter struct {
	w    *mapping.Writer
	n    *mapping.Node
	term string
	out  []mapping.Item
}

func newList(w *mapping.Writer, n *mapping.Node, term string) *listWriter {
	return &listWriter{w: w, n: n, term: term}
}

// at returns the pointer of the entry that comes next.
func (l *listWriter) at() string { return l.n.At(l.term) + "/" + strconv.Itoa(len(l.out)) }

// text adds the one text of a text by language.
func (l *listWriter) text(s mc.LangString, at mc.Path) bool {
	if l.w.Best(s) < 0 {
		return false
	}
	text := l.w.OneText(s, at, l.at())
	if strings.TrimSpace(text) == "" {
		return false
	}
	l.out = append(l.out, mapping.Item{Raw: mapping.Quote(text)})
	return true
}

// plain adds a text that stands for the values at some paths.
func (l *listWriter) plain(text, reason string, from ...mc.Path) {
	for _, at := range from {
		l.w.Change(at, l.at(), mc.MatchClose, reason)
	}
	l.out = append(l.out, mapping.Item{Raw: mapping.Quote(text)})
}

// done writes the array.
func (l *listWriter) done() {
	if len(l.out) > 0 {
		l.w.Add(l.n, mapping.Member{Term: l.term, Items: l.out, Array: true})
	}
}
