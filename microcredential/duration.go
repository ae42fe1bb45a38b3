package microcredential

import (
	"errors"
	"math"
	"strings"
	"time"
)

// ErrDuration reports text that is not an ISO 8601 duration.
var ErrDuration = errors.New("not an ISO 8601 duration such as PT60H or P2M")

// ISODuration is a duration as ISO 8601 and XML Schema write it. It keeps the
// text, and the parts separately, because a month has no fixed length. The
// zero value means "not stated".
type ISODuration struct {
	text string

	// The parts as written: PT90M has 90 minutes and no hours.
	Years, Months, Weeks, Days, Hours, Minutes int64

	// Seconds may have a fraction.
	Seconds Decimal

	Negative bool
}

// ParseISODuration reads a duration such as "P1Y2M3DT4H5M6.7S". Weeks, which
// XML Schema lacks, are accepted. Note that "P60M" is 60 months and "PT60M" is
// 60 minutes. Each number may have up to 12 digits.
func ParseISODuration(s string) (ISODuration, error) {
	d := ISODuration{text: s}
	rest, negative := strings.CutPrefix(s, "-")
	d.Negative = negative
	rest, ok := strings.CutPrefix(rest, "P")
	if !ok {
		return ISODuration{}, ErrDuration
	}
	date, clock, hasClock := strings.Cut(rest, "T")
	dateParts, ok := d.scan(date, "YMWD", []*int64{&d.Years, &d.Months, &d.Weeks, &d.Days})
	if !ok || hasClock && clock == "" {
		return ISODuration{}, ErrDuration
	}
	clockParts, ok := d.scan(clock, "HMS", []*int64{&d.Hours, &d.Minutes, nil})
	if !ok || dateParts+clockParts == 0 {
		return ISODuration{}, ErrDuration
	}
	return d, nil
}

// scan reads number-unit pairs whose units occur in the given order; a nil
// target stands for the seconds.
func (d *ISODuration) scan(s, units string, into []*int64) (parts int, ok bool) {
	for next := 0; s != ""; parts++ {
		end := 0
		for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.') {
			end++
		}
		if end == 0 || end == len(s) {
			return 0, false
		}
		unit := strings.IndexByte(units[next:], s[end])
		if unit < 0 {
			return 0, false
		}
		unit += next
		next = unit + 1
		number := s[:end]
		s = s[end+1:]
		if into[unit] == nil {
			seconds, err := ParseDecimal(number)
			if err != nil || number[0] == '.' || number[len(number)-1] == '.' {
				return 0, false
			}
			d.Seconds = seconds
			continue
		}
		if len(number) > 12 || !allDigits(number) {
			return 0, false
		}
		for _, c := range []byte(number) {
			*into[unit] = *into[unit]*10 + int64(c-'0')
		}
	}
	return parts, true
}

// IsZero reports whether no duration is stated. "PT0S" is stated.
func (d ISODuration) IsZero() bool { return d == ISODuration{} }

// String returns the text that d was read from.
func (d ISODuration) String() string { return d.text }

// Bounds returns the shortest and longest time that d can be, given that a
// year has 365 or 366 days and a month 28 to 31. The values saturate at the
// range of time.Duration; the sign is ignored.
func (d ISODuration) Bounds() (shortest, longest time.Duration) {
	const day = 24 * time.Hour
	fixed := sum(times(d.Weeks, 7*day), times(d.Days, day), times(d.Hours, time.Hour), times(d.Minutes, time.Minute), d.seconds())
	shortest = sum(fixed, times(d.Years, 365*day), times(d.Months, 28*day))
	longest = sum(fixed, times(d.Years, 366*day), times(d.Months, 31*day))
	return shortest, longest
}

// WholeHours returns the hours of a duration that states only hours, minutes
// or seconds and is a whole number of hours: 60 for "PT60H". ok is false for
// any other.
func (d ISODuration) WholeHours() (hours int64, ok bool) {
	if d.IsZero() || d.Years != 0 || d.Months != 0 || d.Weeks != 0 || d.Days != 0 || d.Negative {
		return 0, false
	}
	total := sum(times(d.Hours, time.Hour), times(d.Minutes, time.Minute), d.seconds())
	return int64(total / time.Hour), total%time.Hour == 0 && total < math.MaxInt64
}

// isLikelyTime reports whether the months of d are most likely hours or minutes
// whose "T" was forgotten: d states nothing but months, and more than 24 of
// them. "P60M", five years, is found in practice where 60 hours were meant.
func (d ISODuration) isLikelyTime() bool {
	rest := d
	rest.text, rest.Months = "", 0
	return d.Months > 24 && rest == ISODuration{}
}

// seconds returns the seconds as a duration, cut to nanoseconds.
func (d ISODuration) seconds() time.Duration {
	if d.Seconds.IsZero() {
		return 0
	}
	whole, fraction, _ := strings.Cut(d.Seconds.Canonical(), ".")
	var n int64
	for _, c := range []byte(whole) {
		if n > math.MaxInt64/100 {
			return math.MaxInt64
		}
		n = n*10 + int64(c-'0')
	}
	var nanos int64
	for i := range 9 {
		nanos *= 10
		if i < len(fraction) {
			nanos += int64(fraction[i] - '0')
		}
	}
	return sum(times(n, time.Second), time.Duration(nanos))
}

// MarshalText returns the text of the duration.
func (d ISODuration) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText reads what [ParseISODuration] accepts; empty text is "not
// stated".
func (d *ISODuration) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*d = ISODuration{}
		return nil
	}
	*d, err = ParseISODuration(string(text))
	return err
}

// times returns n units, saturated. n must not be negative.
func times(n int64, unit time.Duration) time.Duration {
	if n > int64(math.MaxInt64/unit) {
		return math.MaxInt64
	}
	return time.Duration(n) * unit
}

// sum adds parts, none of them negative, and saturates.
func sum(parts ...time.Duration) time.Duration {
	var total time.Duration
	for _, p := range parts {
		if total > math.MaxInt64-p {
			return math.MaxInt64
		}
		total += p
	}
	return total
}
