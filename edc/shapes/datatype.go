package shapes

import (
	"strconv"
	"strings"
)

// lexicals are the forms that the texts of datatypes have (XML Schema 1.1 part 2,
// section 3.3 and 3.4). Texts of other datatypes have any form.
var lexicals = map[string]func(string) bool{
	xsd + "boolean":         func(s string) bool { return s == "true" || s == "false" || s == "1" || s == "0" },
	xsd + "decimal":         isDecimal,
	xsd + "integer":         isInteger,
	xsd + "positiveInteger": isPositive,
	xsd + "dateTime":        isDateTime,
	xsd + "duration":        isDuration,
}

func isLexical(datatype, text string) bool {
	form := lexicals[datatype]
	return form == nil || form(text)
}

// digits cuts the digits at the beginning of s.
func digits(s string) (number, rest string) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return s[:i], s[i:]
}

func unsigned(s string) string {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[1:]
	}
	return s
}

func isInteger(s string) bool {
	number, rest := digits(unsigned(s))
	return number != "" && rest == ""
}

func isPositive(s string) bool {
	return isInteger(s) && s[0] != '-' && strings.Trim(s, "+0") != ""
}

func isDecimal(s string) bool {
	whole, rest := digits(unsigned(s))
	fraction := ""
	if strings.HasPrefix(rest, ".") {
		fraction, rest = digits(rest[1:])
	}
	return whole+fraction != "" && rest == ""
}

// isDateTime: YYYY-MM-DDThh:mm:ss, with parts of seconds and an offset or without.
func isDateTime(s string) bool {
	date, time, ok := strings.Cut(strings.TrimPrefix(s, "-"), "T")
	year, rest := digits(date)
	if !ok || len(year) < 4 || len(year) > 4 && year[0] == '0' || len(rest) != 6 || rest[0] != '-' || rest[3] != '-' || len(time) < 8 {
		return false
	}
	y, _ := strconv.Atoi(year[len(year)-4:])
	month, day := two(rest[1:3]), two(rest[4:6])
	if month < 1 || month > 12 || day < 1 || day > daysIn(y, month) {
		return false
	}
	hour, minute, second := two(time[0:2]), two(time[3:5]), two(time[6:8])
	if time[2] != ':' || time[5] != ':' || hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 59 {
		return false
	}
	time = time[8:]
	parts := ""
	if strings.HasPrefix(time, ".") {
		if parts, time = digits(time[1:]); parts == "" {
			return false
		}
	}
	midnight := hour == 24 && minute == 0 && second == 0 && strings.Trim(parts, "0") == ""
	return (hour < 24 || midnight) && isOffset(time)
}

// two returns the number of two digits, or -1.
func two(s string) int {
	if number, rest := digits(s); rest != "" || len(number) != 2 {
		return -1
	}
	return int(s[0]-'0')*10 + int(s[1]-'0')
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// isOffset: Z or ±hh:mm up to 14 hours, or nothing.
func isOffset(s string) bool {
	if s == "" || s == "Z" {
		return true
	}
	if len(s) != 6 || s[0] != '+' && s[0] != '-' || s[3] != ':' {
		return false
	}
	hour, minute := two(s[1:3]), two(s[4:6])
	return hour >= 0 && minute >= 0 && minute <= 59 && (hour < 14 || hour == 14 && minute == 0)
}

// isDuration: PnYnMnDTnHnMnS with at least one number; only seconds have parts.
func isDuration(s string) bool {
	s = strings.TrimPrefix(s, "-")
	date, ok := strings.CutPrefix(s, "P")
	date, time, timed := strings.Cut(date, "T")
	if !ok || timed && time == "" || date+time == "" {
		return false
	}
	return isParts(date, "YMD", false) && isParts(time, "HMS", true)
}

func isParts(s, units string, fractions bool) bool {
	for s != "" {
		number, rest := digits(s)
		if fractions && strings.HasPrefix(rest, ".") {
			var parts string
			if parts, rest = digits(rest[1:]); parts == "" || !strings.HasPrefix(rest, "S") {
				return false
			}
		}
		if number == "" || rest == "" {
			return false
		}
		i := strings.IndexByte(units, rest[0])
		if i < 0 {
			return false
		}
		units, s = units[i+1:], rest[1:]
	}
	return true
}

// atMost reports whether a literal is a number that is not above the maximum.
func atMost(datatype, text string, maximum int) bool {
	switch strings.TrimPrefix(datatype, xsd) {
	case "integer", "positiveInteger", "decimal", "double", "float", "int", "long", "nonNegativeInteger":
		f, err := strconv.ParseFloat(text, 64)
		return err == nil && f <= float64(maximum)
	}
	return false
}
