package edc

import (
	"time"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// readBirth reads a birth date, which ELM states as a point in time: the civil
// date is the one in Brussels at that time, because the Commission's tools
// write midnight there in UTC. A time with another offset, or with none, states
// the date itself.
func readBirth(r *mapping.Reader, v jsontree.Value, to *mc.Person, at mc.Path) {
	v, s, ok := r.Literal(v)
	if !ok {
		return
	}
	if !to.BirthDate.IsZero() {
		r.Reject(v, "the model has room for one value")
		return
	}
	if date, err := mc.ParseDate(s); err == nil {
		to.BirthDate = date
		r.Keep(v, at.Dot("birthDate"))
		return
	}
	instant, err := mc.ParseInstant(s)
	if err != nil {
		r.Reject(v, err.Error())
		return
	}
	to.BirthInstant, to.BirthDate = instant, civilDate(instant, decoderOf(r).opts.BirthZone)
	reason := "the date that the time states"
	if to.BirthDate != instant.DateIn(nil) {
		reason = "the civil date in Brussels at that time, which is not the date in UTC"
	}
	r.Change(v, at.Dot("birthDate"), reason)
	r.Change(v, at.Dot("birthInstant"), reason)
}

// birthDay returns the day that [readBirth] reads.
func birthDay(text string) (day mc.Date, ok bool) {
	if day, err := mc.ParseDate(text); err == nil {
		return day, true
	}
	instant, err := mc.ParseInstant(text)
	return civilDate(instant, nil), err == nil
}

// writeBirth writes a birth date as the point in time that it was read from,
// else as midnight in Brussels, with its offset.
func writeBirth(w *mapping.Writer, n *mapping.Node, from *mc.Person, _ mc.Path) {
	switch {
	case !from.BirthInstant.IsZero() && civilDate(from.BirthInstant, nil) == from.BirthDate:
		w.PutText(n, "dateOfBirth", from.BirthInstant.String())
	case !from.BirthDate.IsZero():
		b := from.BirthDate
		offset := brusselsOffset(time.Date(b.Year, b.Month, b.Day, 0, 0, 0, 0, time.FixedZone("", 60*60)))
		midnight := time.Date(b.Year, b.Month, b.Day, 0, 0, 0, 0, time.FixedZone("", offset))
		w.PutText(n, "dateOfBirth", mc.InstantOf(midnight).String())
	}
}

// The civil time of Brussels is computed here, so that a date does not depend
// on the time zone database of the machine. Central European Time is one hour
// ahead of UTC and had no summer time from 1947 to 1976. Later summer times are
// in the table below and, from 1981, by rule: from the last Sunday in March to
// the last one in September, and since 1996 in October, changing at 01:00 UTC.

// earlySummers are the summer times before the rule, from and to 01:00 UTC.
var earlySummers = map[int][2]time.Time{
	1977: {summerDay(1977, time.April, 3), summerDay(1977, time.September, 25)},
	1978: {summerDay(1978, time.April, 2), summerDay(1978, time.October, 1)},
	1979: {summerDay(1979, time.April, 1), summerDay(1979, time.September, 30)},
	1980: {summerDay(1980, time.April, 6), summerDay(1980, time.September, 28)},
}

func summerDay(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 1, 0, 0, 0, time.UTC)
}

// brusselsOffset returns the seconds that Brussels is ahead of UTC at t.
func brusselsOffset(t time.Time) int {
	const hour = 60 * 60
	t = t.UTC()
	from, to := summerOf(t.Year())
	if !t.Before(from) && t.Before(to) {
		return 2 * hour
	}
	return hour
}

func summerOf(year int) (from, to time.Time) {
	if s, ok := earlySummers[year]; ok {
		return s[0], s[1]
	}
	switch {
	case year < 1977:
		return time.Time{}, time.Time{}
	case year < 1996:
		return lastSunday(year, time.March), lastSunday(year, time.September)
	}
	return lastSunday(year, time.March), lastSunday(year, time.October)
}

// lastSunday returns 01:00 UTC on the last Sunday of a month.
func lastSunday(year int, month time.Month) time.Time {
	last := summerDay(year, month+1, 0)
	return last.AddDate(0, 0, -int(last.Weekday()))
}

// civilDate returns the civil date that a point in time stands for, in a zone
// or else in Brussels. A time with an offset other than UTC, or with none,
// states it itself.
func civilDate(i mc.Instant, zone *time.Location) mc.Date {
	t := i.Time()
	if _, offset := t.Zone(); !i.Zoned() || offset != 0 {
		return i.DateIn(nil)
	}
	if zone != nil {
		return i.DateIn(zone)
	}
	return i.DateIn(time.FixedZone("", brusselsOffset(t)))
}
