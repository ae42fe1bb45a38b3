package microcredential

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Errors of [ParseInstant] and [ParseDate].
var (
	ErrInstant = errors.New("not a date and time such as 2026-05-04T12:00:00Z")
	ErrDate    = errors.New("not a calendar date such as 2026-05-04")
)

// Instant is a point in time that keeps the text it was read from, with its
// offset. The zero value means "not stated". Instants can be compared with ==
// (same text) and [Instant.Compare] (same time).
type Instant struct {
	text   string
	unix   int64
	nano   int32
	offset int32 // seconds east of UTC
	zoned  bool
}

// ParseInstant reads an XML Schema dateTime with a year of four digits. The
// offset may be absent: the time is then taken as UTC and [Instant.Zoned]
// returns false. "24:00:00" is the start of the next day. Digits beyond the
// nanosecond stay in the text only.
func ParseInstant(s string) (Instant, error) {
	day, clock, ok := strings.Cut(s, "T")
	if !ok {
		return Instant{}, ErrInstant
	}
	date, err := ParseDate(day)
	if err != nil {
		return Instant{}, ErrInstant
	}
	clock, offset, zoned, ok := cutOffset(clock)
	if !ok {
		return Instant{}, ErrInstant
	}
	seconds, nano, ok := parseClock(clock)
	if !ok {
		return Instant{}, ErrInstant
	}
	unix := date.midnight(time.UTC).Unix() + seconds - int64(offset)
	return Instant{s, unix, nano, int32(offset), zoned}, nil
}

// InstantOf returns t as an Instant, written in RFC 3339 with whole seconds
// and "Z" for UTC. It is not stated when t is the zero time.
func InstantOf(t time.Time) Instant {
	if t.IsZero() {
		return Instant{}
	}
	i, err := ParseInstant(t.Truncate(time.Second).Format(time.RFC3339))
	if err != nil { // a year beyond four digits or an offset with seconds
		return Instant{}
	}
	return i
}

// IsZero reports whether no time is stated.
func (i Instant) IsZero() bool { return i.text == "" }

// String returns the text that i was read from.
func (i Instant) String() string { return i.text }

// Zoned reports whether the text states an offset from UTC.
func (i Instant) Zoned() bool { return i.zoned }

// Time returns the time in a zone with the offset that the text states. It is
// the zero time when i is not stated.
func (i Instant) Time() time.Time {
	if i.IsZero() {
		return time.Time{}
	}
	t := time.Unix(i.unix, int64(i.nano))
	if i.offset == 0 {
		return t.UTC()
	}
	return t.In(time.FixedZone("", int(i.offset)))
}

// Compare returns -1, 0 or +1 as i is before, at or after j.
func (i Instant) Compare(j Instant) int { return i.Time().Compare(j.Time()) }

// DateIn returns the civil date at i in the given zone. Which zone to use is
// the caller's decision: 1999-10-01T22:00:00Z is 1 October in Reykjavík and
// 2 October in Brussels. A nil zone means the offset of the text.
func (i Instant) DateIn(zone *time.Location) Date {
	if i.IsZero() {
		return Date{}
	}
	t := i.Time()
	if zone != nil {
		t = t.In(zone)
	}
	return DateOf(t)
}

// MidnightIn returns the civil date in the given zone if i is exactly the
// start of that day, which is how formats without a date type state dates.
func (i Instant) MidnightIn(zone *time.Location) (Date, bool) {
	d := i.DateIn(zone)
	if d.IsZero() {
		return Date{}, false
	}
	if zone == nil {
		zone = i.Time().Location()
	}
	return d, i.Time().Equal(d.midnight(zone))
}

// isShiftedMidnight reports whether i is written in UTC at an hour that is
// midnight in a European zone east of Greenwich (21:00 to 23:00): most likely a
// calendar date that an authoring tool converted to UTC.
func (i Instant) isShiftedMidnight() bool {
	if i.IsZero() || i.offset != 0 || i.nano != 0 {
		return false
	}
	t := i.Time()
	return t.Hour() >= 21 && t.Minute() == 0 && t.Second() == 0
}

// MarshalText returns the text of the instant.
func (i Instant) MarshalText() ([]byte, error) { return []byte(i.text), nil }

// UnmarshalText reads what [ParseInstant] accepts; empty text is "not stated".
func (i *Instant) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*i = Instant{}
		return nil
	}
	*i, err = ParseInstant(string(text))
	return err
}

// Date is a civil date without a zone. The zero value means "not stated".
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads a date as YYYY-MM-DD that exists in the calendar.
func ParseDate(s string) (Date, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' ||
		!allDigits(s[:4]) || !allDigits(s[5:7]) || !allDigits(s[8:]) {
		return Date{}, ErrDate
	}
	d := Date{atoi(s[:4]), time.Month(atoi(s[5:7])), atoi(s[8:])}
	if d.Year == 0 || DateOf(d.midnight(time.UTC)) != d {
		return Date{}, ErrDate
	}
	return d, nil
}

// DateOf returns the date of t in its zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// IsZero reports whether no date is stated.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the date as YYYY-MM-DD, or "" when it is not stated.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Compare returns -1, 0 or +1 as d is before, at or after e.
func (d Date) Compare(e Date) int { return d.midnight(time.UTC).Compare(e.midnight(time.UTC)) }

// MarshalText returns the date as YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [ParseDate] accepts; empty text is "not stated".
func (d *Date) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	*d, err = ParseDate(string(text))
	return err
}

// midnight returns the start of the day in the given zone.
func (d Date) midnight(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// cutOffset splits "12:00:00+02:00" into the clock time and the offset in
// seconds. XML Schema allows offsets of up to 14 hours.
func cutOffset(s string) (clock string, offset int, zoned, ok bool) {
	if rest, found := strings.CutSuffix(s, "Z"); found {
		return rest, 0, true, true
	}
	i := strings.IndexAny(s, "+-")
	if i < 0 {
		return s, 0, false, true
	}
	z := s[i+1:]
	if len(z) != 5 || z[2] != ':' || !allDigits(z[:2]) || !allDigits(z[3:]) {
		return "", 0, false, false
	}
	hours, minutes := atoi(z[:2]), atoi(z[3:])
	if minutes > 59 || hours*60+minutes > 14*60 {
		return "", 0, false, false
	}
	offset = (hours*60 + minutes) * 60
	if s[i] == '-' {
		offset = -offset
	}
	return s[:i], offset, true, true
}

func parseClock(s string) (seconds int64, nano int32, ok bool) {
	s, fraction, hasFraction := strings.Cut(s, ".")
	if len(s) != 8 || s[2] != ':' || s[5] != ':' || hasFraction && (!allDigits(fraction) || len(fraction) > 32) ||
		!allDigits(s[:2]) || !allDigits(s[3:5]) || !allDigits(s[6:]) {
		return 0, 0, false
	}
	h, m, sec := atoi(s[:2]), atoi(s[3:5]), atoi(s[6:])
	for i := range 9 {
		nano *= 10
		if i < len(fraction) {
			nano += int32(fraction[i] - '0')
		}
	}
	endOfDay := h == 24 && m == 0 && sec == 0 && strings.Trim(fraction, "0") == ""
	if h > 23 && !endOfDay || m > 59 || sec > 59 {
		return 0, 0, false
	}
	return int64(h)*3600 + int64(m)*60 + int64(sec), nano, true
}

// atoi reads a short run of digits that allDigits has accepted.
func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
