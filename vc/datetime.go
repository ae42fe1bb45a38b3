package vc

import (
	"cmp"
	"errors"
	"strings"
	"time"
)

// DateTime is a point in time as XML Schema writes it (XSD 1.1 part 2,
// section 3.3.7 dateTime and section 3.4.28 dateTimeStamp). It keeps the
// text it was read from and compares exactly: any number of fraction digits
// counts, and years may be negative or have up to nine digits.
//
// The zero DateTime stands for "no date"; see [DateTime.IsZero].
type DateTime struct {
	text     string
	seconds  int64  // since 1970-01-01T00:00:00Z, rounded towards the past
	fraction string // decimal digits of the second, without trailing zeros
	zoned    bool
}

// The reasons why a text is not a dateTime.
var (
	errDateSyntax = errors.New("VC-DATETIME: the text does not have the form YYYY-MM-DDThh:mm:ss, with an optional fraction and a zone such as Z or +01:00")
	errDateZone   = errors.New("VC-DATETIME: the date and time has no zone such as Z or +01:00")
	errDateYear   = errors.New("VC-DATETIME: the year has more than nine digits, or a needless leading zero")
	errDateDay    = errors.New("VC-DATETIME: there is no such day in the calendar")
	errDateTime   = errors.New("VC-DATETIME: there is no such time of day")
)

// ParseDateTime reads an xsd:dateTimeStamp: a dateTime that states its zone.
// The hour 24 is read as the end of its day, a leap second (:60) does not
// exist, and the zone is at most 14 hours from UTC, as the schema has it.
func ParseDateTime(s string) (DateTime, error) {
	d, err := ParseDateTimeUnzoned(s)
	if err == nil && !d.zoned {
		return DateTime{}, errDateZone
	}
	return d, err
}

// ParseDateTimeUnzoned reads an xsd:dateTime, which need not state its zone;
// where it does not, it is taken as UTC (Verifiable Credentials Data Model
// 2.0, section 5.8) and [DateTime.HasZone] reports false.
func ParseDateTimeUnzoned(s string) (DateTime, error) {
	date, clock, found := strings.Cut(s, "T")
	if !found {
		return DateTime{}, errDateSyntax
	}
	days, err := parseDate(date)
	if err != nil {
		return DateTime{}, err
	}
	if len(clock) < 8 {
		return DateTime{}, errDateSyntax
	}
	seconds, err := parseClock(clock[:8])
	if err != nil {
		return DateTime{}, err
	}
	fraction, zone, err := cutFraction(clock[8:])
	if err != nil {
		return DateTime{}, err
	}
	if seconds == endOfDay && fraction != "" {
		return DateTime{}, errDateTime
	}
	offset, err := parseZone(zone)
	if err != nil {
		return DateTime{}, err
	}
	return DateTime{
		text:     s,
		seconds:  days*endOfDay + seconds - offset,
		fraction: fraction,
		zoned:    zone != "",
	}, nil
}

// String returns the text that the DateTime was read from.
func (d DateTime) String() string { return d.text }

// IsZero reports whether this is the zero DateTime, which is no date at all.
func (d DateTime) IsZero() bool { return d.text == "" }

// HasZone reports whether the text states its zone.
func (d DateTime) HasZone() bool { return d.zoned }

// Compare returns -1, 0 or +1 as d is before, the same as or after e in time,
// in whatever zones they are written.
func (d DateTime) Compare(e DateTime) int {
	return cmp.Or(cmp.Compare(d.seconds, e.seconds), strings.Compare(d.fraction, e.fraction))
}

// Before reports whether d is earlier than e.
func (d DateTime) Before(e DateTime) bool { return d.Compare(e) < 0 }

// After reports whether d is later than e.
func (d DateTime) After(e DateTime) bool { return d.Compare(e) > 0 }

// Equal reports whether d and e are the same point in time.
func (d DateTime) Equal(e DateTime) bool { return d.Compare(e) == 0 }

// Time returns the point in time in UTC. Digits beyond the nanosecond are
// cut off. The zero DateTime yields the zero Time.
func (d DateTime) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	nanos := int64(0)
	for i := range 9 {
		nanos *= 10
		if i < len(d.fraction) {
			nanos += int64(d.fraction[i] - '0')
		}
	}
	return time.Unix(d.seconds, nanos).UTC()
}

const endOfDay = 24 * 60 * 60

// parseDate reads -?YYYY-MM-DD and returns days since 1970-01-01.
func parseDate(s string) (int64, error) {
	text, negative := strings.CutPrefix(s, "-")
	digits := len(text) - len("-MM-DD")
	if digits < 4 || text[digits] != '-' || text[digits+3] != '-' {
		return 0, errDateSyntax
	}
	year, ok1 := number(text[:digits])
	month, ok2 := number(text[digits+1 : digits+3])
	day, ok3 := number(text[digits+4:])
	switch {
	case !ok1 || !ok2 || !ok3:
		return 0, errDateSyntax
	case digits > 9, digits > 4 && text[0] == '0':
		return 0, errDateYear
	}
	if negative {
		year = -year
	}
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, errDateDay
	}
	return daysSinceEpoch(year, month, day), nil
}

// parseClock reads hh:mm:ss and returns seconds since midnight.
func parseClock(s string) (int64, error) {
	hour, ok1 := number(s[0:2])
	minute, ok2 := number(s[3:5])
	second, ok3 := number(s[6:8])
	if s[2] != ':' || s[5] != ':' || !ok1 || !ok2 || !ok3 {
		return 0, errDateSyntax
	}
	total := hour*3600 + minute*60 + second
	if minute > 59 || second > 59 || total > endOfDay {
		return 0, errDateTime
	}
	return total, nil
}

// cutFraction splits off an optional fraction of a second, which must have a
// digit, and returns it without trailing zeros.
func cutFraction(s string) (fraction, rest string, err error) {
	after, found := strings.CutPrefix(s, ".")
	if !found {
		return "", s, nil
	}
	n := 0
	for n < len(after) && isDigit(after[n]) {
		n++
	}
	if n == 0 {
		return "", "", errDateSyntax
	}
	return strings.TrimRight(after[:n], "0"), after[n:], nil
}

// parseZone reads "", "Z" or ±hh:mm and returns seconds east of UTC.
func parseZone(s string) (int64, error) {
	if s == "" || s == "Z" {
		return 0, nil
	}
	if len(s) != len("+hh:mm") || s[3] != ':' || (s[0] != '+' && s[0] != '-') {
		return 0, errDateSyntax
	}
	hours, ok1 := number(s[1:3])
	minutes, ok2 := number(s[4:6])
	switch {
	case !ok1 || !ok2:
		return 0, errDateSyntax
	case minutes > 59 || hours*60+minutes > 14*60:
		return 0, errDateTime
	case s[0] == '-':
		return -(hours*3600 + minutes*60), nil
	}
	return hours*3600 + minutes*60, nil
}

// number reads ASCII digits. Of more than 18 it returns the first 18, so as not
// to overflow; parseDate, the only caller with that many, refuses them.
func number(s string) (n int64, ok bool) {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return 0, false
		}
		if i < 18 {
			n = n*10 + int64(s[i]-'0')
		}
	}
	return n, len(s) > 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// daysIn returns the length of a month in the proleptic Gregorian calendar,
// in which the year 0 exists and is a leap year (XSD 1.1 appendix D.2.2).
func daysIn(year, month int64) int64 {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysSinceEpoch counts days from 1970-01-01. Years are counted from March,
// so that the leap day is the last day of its year, in whole periods of 400
// years (146,097 days), which keeps every division free of a sign.
func daysSinceEpoch(year, month, day int64) int64 {
	if month < 3 {
		year, month = year-1, month+12
	}
	const shift = 2_500_000 // periods: moves every year of nine digits above zero
	year += shift * 400
	dayOfYear := (153*(month-3)+2)/5 + day - 1
	days := year*365 + year/4 - year/100 + year/400 + dayOfYear
	return days - shift*146_097 - 719_468 // 719,468 days lie before the epoch
}
