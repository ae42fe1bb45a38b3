package ob2

import (
	"math"
	"strconv"
	"strings"
	"time"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Moment is a point in time and where it stands in the document.
type Moment struct {
	mc.Instant                // always with its zone
	At         jsontree.Value // as the badge writes it
	Strict     bool           // it has the form that 2.0 asks for: a date and time with a zone
}

// Unix times that four-digit years can say.
const (
	minUnix = -62135596800 // 0001-01-01
	maxUnix = 253402300799 // 9999-12-31
)

// readMoment reads a timestamp in any form that an edition allowed: a date and
// time (without a zone: UTC), a date (midnight UTC), seconds since 1970 as a
// number or digits. What is none of these is the zero Moment.
func readMoment(v jsontree.Value) Moment {
	v = scalar(v)
	m := Moment{At: v}
	switch v.Kind() {
	case jsontree.Number:
		m.Instant = unixMoment(v.Raw())
	case jsontree.String:
		text := strings.TrimSpace(v.Text())
		if m.Instant, m.Strict = isoMoment(text); m.Instant.IsZero() && len(text) >= minUnixDigits {
			m.Instant = unixMoment(text)
		}
	}
	if m.Instant.IsZero() {
		return Moment{}
	}
	return m
}

// minUnixDigits keeps a year or a date without hyphens from being read as
// seconds: nine digits of seconds are 1973.
const minUnixDigits = 9

// unixMoment reads seconds since 1970, whole or with a fraction.
func unixMoment(text string) mc.Instant {
	if strings.Trim(text, "0123456789.eE+-") != "" || strings.Count(text, "-") > 1 {
		return mc.Instant{}
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || !(seconds >= minUnix && seconds <= maxUnix) {
		return mc.Instant{}
	}
	return mc.InstantOf(time.Unix(int64(math.Floor(seconds)), 0).UTC())
}

// isoMoment reads a date and time of ISO 8601 and writes it as RFC 3339 has
// it. It is strict when the text has a time and a zone.
func isoMoment(text string) (at mc.Instant, strict bool) {
	if _, err := mc.ParseDate(text); err == nil {
		at, _ = mc.ParseInstant(text + "T00:00:00Z")
		return at, false
	}
	if len(text) < len("2006-01-02T15:04") {
		return mc.Instant{}, false
	}
	strict = text[10] == 'T'
	day, clock := text[:10], strings.ToUpper(text[11:])
	zone := ""
	if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
		clock, zone = clock[:i], clock[i:]
	}
	if len(clock) == len("15:04") { // seconds are optional
		clock += ":00"
	}
	switch len(zone) {
	case 0:
		zone, strict = "Z", false
	case len("+01"):
		zone += ":00"
	case len("+0100"):
		zone = zone[:3] + ":" + zone[3:]
	}
	at, err := mc.ParseInstant(day + "T" + clock + zone)
	if err != nil {
		return mc.Instant{}, false
	}
	return at, strict
}
