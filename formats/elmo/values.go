package elmo

import (
	"strings"

	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// What values must be (XML Schema part 2).
var (
	isDate     = &valueRule{&ruleDate, func(s string) bool { _, err := parseDate(s); return err == nil }, "a date such as 2026-05-04"}
	isDateTime = &valueRule{&ruleDateTime, func(s string) bool { _, err := mc.ParseInstant(s); return err == nil }, "a date and time such as 2026-05-04T12:00:00+02:00"}
	isDecimal  = &valueRule{&ruleNumber, isPlainDecimal, "a decimal number such as 7.5"}
	isCount    = &valueRule{&ruleNumber, func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }, "a whole number from 0"}
	isSection  = &valueRule{&ruleWord, func(s string) bool { return s != "" && strings.Trim(s, "0123456789.") == "" }, "the number of a section such as 4.2"}
	isCountry  = &valueRule{&ruleCountry, func(s string) bool { _, ok := mc.CountryOf(s); return ok && len(s) == 2 }, "a country code such as NO"}
	isLanguage = &valueRule{&ruleLanguage, func(s string) bool { _, err := language.Raw.Parse(s); return err == nil }, "a language tag such as nb"}
	isDataURI  = &valueRule{&ruleContent, func(s string) bool { _, _, ok := readDataURI(s); return ok }, "a data: URI in base64"}
)

// isPlainDecimal reports whether a text is an xs:decimal, which has no exponent.
func isPlainDecimal(s string) bool {
	_, err := mc.ParseDecimal(strings.TrimPrefix(s, "+"))
	return err == nil && !strings.ContainsAny(s, "eE")
}

// parseDate reads an xs:date, which may have a zone, as the start of that day.
func parseDate(s string) (mc.Instant, error) {
	if len(s) < len("2006-01-02") {
		return mc.Instant{}, mc.ErrDate
	}
	day, zone := s[:len("2006-01-02")], s[len("2006-01-02"):]
	if _, err := mc.ParseDate(day); err != nil {
		return mc.Instant{}, mc.ErrDate
	}
	i, err := mc.ParseInstant(day + "T00:00:00" + zone)
	if err != nil {
		return mc.Instant{}, mc.ErrDate
	}
	return i, nil
}

// showDate writes the civil date of a point in time, with its zone where it is the
// start of the day there, so that it is read back as it was.
func showDate(i mc.Instant) string {
	if i.IsZero() {
		return ""
	}
	day := i.DateIn(nil).String()
	if zone, ok := strings.CutPrefix(i.String(), day+"T00:00:00"); ok && !strings.HasPrefix(zone, ".") {
		return day + zone
	}
	return day
}
