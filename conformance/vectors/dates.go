package vectors

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// specEnd is where the data model says what an end must be.
const specEnd = "https://www.w3.org/TR/vc-data-model-2.0/#validity-period"

// dates returns the vectors of times as issuers write and sign them: only the time
// decides.
func dates(b bench) ([]Vector, error) {
	d := draftOf("minimal")
	whole := d.text
	d.slug = "dates"
	d.text = func(issuer string) string {
		return strings.NewReplacer(validUntil, "2099-12-31T23:59:59.25+02:00", validFrom, "2020-03-01T08:00:00-10:00").Replace(whole(issuer))
	}
	return b.vectorsOf(bothWays, d, []operator{
		{slug: "end", rule: "VCDM2-VALID-UNTIL", make: endsOnNoDate},
		{slug: "start", rule: "VCDM2-VALID-FROM", because: "The validFrom is the 30th of February.", make: issued(func(good) []string { return []string{"/validFrom", `"2020-02-30T08:00:00Z"`} })},
		{slug: "start-in-the-hour", rule: "VCDM2-VALID-FROM", because: "The validFrom has a minute too many in its hour.", make: issued(func(good) []string { return []string{"/validFrom", `"2020-02-28T08:60:00Z"`} })},
		{slug: "ended", rule: "VALID-UNTIL", level: vc.Should, make: endedInOtherForms},
		{slug: "not-yet-valid-west", rule: "VALID-FROM", because: "The credential does not begin before 2098, in a zone west of Greenwich.", level: vc.Should, make: issued(func(good) []string { return []string{"/validFrom", `"2098-01-01T00:00:00-10:00"`} })},
		{slug: "created", rule: "PROOF-CREATED", make: createdOnNoDate},
		{slug: "proof-ended", rule: "PROOF-EXPIRES", level: vc.Should, make: proofEndsOnNoDate},
	})
}

// noDates are texts that look like times and are none by XML Schema 1.1 part 2
// section 3.4.28, which demands a zone.
var noDates = []struct{ slug, because, text string }{
	{"hour-25", "of the hour 25", "2099-12-31T25:00:00Z"},
	{"hour-24-and-a-second", "a second behind the hour 24", "2099-12-31T24:00:01Z"},
	{"minute-60", "of the minute 60", "2099-12-31T23:60:00Z"},
	{"second-60", "of the second 60", "2099-12-31T23:59:60Z"},
	{"month-13", "of the month 13", "2099-13-01T00:00:00Z"},
	{"month-0", "of the month 0", "2099-00-01T00:00:00Z"},
	{"leap-day", "the 29th of February of a year that has none", "2099-02-29T00:00:00Z"},
	{"zone-of-a-day", "in a zone of almost a day", "2099-12-31T12:00:00+23:59"},
	{"zone-beyond", "in a zone a minute beyond the last", "2099-12-31T12:00:00+14:01"},
	{"zone-of-one-digit", "in a zone of one digit", "2099-12-31T12:00:00+1:00"},
	{"zone-without-colon", "in a zone without colon", "2099-12-31T12:00:00+0100"},
	{"zone-by-name", "in a zone by its name", "2099-12-31T12:00:00 UTC"},
	{"comma", "with a comma before the fraction", "2099-12-31T12:00:00,5Z"},
	{"fraction-empty", "with a point and no fraction", "2099-12-31T12:00:00.Z"},
	{"hour-of-one-digit", "of an hour of one digit", "2099-12-31T9:00:00Z"},
	{"small-letters", "in small letters", "2099-12-31t12:00:00z"},
	{"blank", "with a blank in the middle", "2099-12-31 12:00:00Z"},
	{"day", "a day without time", "2099-12-31"},
	{"no-seconds", "without seconds", "2099-12-31T12:00Z"},
	{"no-zone", "without a zone", "2099-12-31T12:00:00"},
	{"year-of-five-digits", "of a year with a zero before it", "02099-12-31T12:00:00Z"},
	{"year-of-two-digits", "of a year of two digits", "99-12-31T12:00:00Z"},
	{"wide-digits", "in digits of another script", "２０９９-12-31T12:00:00Z"},
	{"blank-before", "behind a blank", " 2099-12-31T12:00:00Z"},
	{"line-break-behind", "before a line break", "2099-12-31T12:00:00Z\n"},
	{"nul-behind", "before a NUL", "2099-12-31T12:00:00Z\x00"},
	{"basic", "in the basic form of ISO 8601", "20991231T120000Z"},
	{"week", "by its week", "2099-W52-4T12:00:00Z"},
	{"mail", "as in a mail", "Thu, 31 Dec 2099 12:00:00 GMT"},
	{"empty", "empty", ""},
}

// endsOnNoDate signs credentials whose end is none.
func endsOnNoDate(g good) ([]embeddedCopy, error) {
	var out []embeddedCopy
	for _, row := range noDates {
		if g.suite.statements && strings.ContainsRune(row.text, 0) {
			continue // cannot be a statement that others read in the same way
		}
		copies, err := issued(func(good) []string { return []string{"/validUntil", quote(row.text)} })(g)
		if err != nil {
			return nil, err
		}
		copies[0].slug, copies[0].because, copies[0].spec = row.slug, "The validUntil is "+row.because+".", specEnd
		out = append(out, copies...)
	}
	return out, nil
}

// endedInOtherForms signs credentials that have ended.
func endedInOtherForms(g good) ([]embeddedCopy, error) {
	var out []embeddedCopy
	for _, row := range []struct{ slug, because, text string }{
		{"east", "in a zone east of Greenwich", "2021-06-30T14:00:00+02:00"},
		{"west", "in a zone west of Greenwich", "2021-06-30T02:00:00-10:00"},
		{"far-east", "in the last zone", "2021-07-01T02:00:00+14:00"},
		{"fraction", "a billionth of a second before noon", "2021-06-30T11:59:59.999999999Z"},
		{"midnight", "at the hour 24", "2021-06-30T24:00:00Z"},
		{"before-time", "in the year 1 before our time", "-0001-06-30T12:00:00Z"},
	} {
		copies, err := issued(func(good) []string { return []string{"/validFrom", "", "/validUntil", quote(row.text)} })(g)
		if err != nil {
			return nil, err
		}
		copies[0].slug, copies[0].because = row.slug, "The credential ended long ago, "+row.because+"."
		out = append(out, copies...)
	}
	return out, nil
}

// createdOnNoDate signs proofs whose creation is no time.
func createdOnNoDate(g good) ([]embeddedCopy, error) {
	return g.proofDates("created", map[string]string{"day": `"2020-03-02"`, "empty": `""`, "number": "1583141400"})
}

// proofEndsOnNoDate signs proofs whose end is no time.
func proofEndsOnNoDate(g good) ([]embeddedCopy, error) {
	return g.proofDates("expires", map[string]string{
		"second-60": `"2099-12-31T23:59:60Z"`, "zone-of-a-day": `"2099-12-31T12:00:00+23:59"`, "comma": `"2099-12-31T12:00:00,5Z"`, "number": "4102444800", "null": "null",
		"east": `"2021-06-30T14:00:00+02:00"`,
	})
}

// proofDates signs a proof with each of these values of a member.
func (g good) proofDates(member string, values map[string]string) ([]embeddedCopy, error) {
	var out []embeddedCopy
	for _, slug := range sortedNames(values) {
		copies, err := resigned("/proof/"+member, values[slug])(g)
		if unsignable := new(dataintegrity.InputError); errors.As(err, &unsignable) {
			continue // as statements it says something else
		}
		if err != nil {
			return nil, err
		}
		copies[0].slug, copies[0].because = slug, "The member "+member+" of the proof is "+strings.ReplaceAll(values[slug], `"`, "")+"."
		if slug == "empty" {
			copies[0].because = "The member " + member + " of the proof is empty."
		}
		out = append(out, copies...)
	}
	return out, nil
}
