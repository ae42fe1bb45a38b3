package microcredential

import (
	"strings"

	"golang.org/x/text/language"
)

// The country authority table of the Publications Office of the EU.
const (
	SchemeCountry = "http://publications.europa.eu/resource/authority/country"

	countryBase = SchemeCountry + "/"
)

// countryOverrides are the countries whose codes differ between the region
// data of CLDR and the EU table.
var countryOverrides = []struct{ alpha2, alpha3, authority string }{
	{"XK", "XKX", "1A0"}, // Kosovo has no ISO 3166-1 code; XK is user-assigned
	{"TF", "ATF", "FQ0"}, // French Southern and Antarctic Lands
}

// alpha2Aliases are the codes that EU institutions use in place of ISO 3166-1.
var alpha2Aliases = map[string]string{"EL": "GR", "UK": "GB"}

// notCountries are codes that the region data has and the EU table does not:
// withdrawn countries, reserved codes, groups and parts of countries.
var notCountries = map[string]bool{
	"AC": true, "AN": true, "CQ": true, "CS": true, "DG": true, "EA": true, "EZ": true, "FQ": true,
	"IC": true, "NT": true, "PC": true, "SU": true, "TA": true, "UN": true, "YU": true,
}

// CountryOf returns the country that a code or IRI names: an ISO 3166-1
// alpha-2 or alpha-3 code, EL or UK as the EU writes them, or a code or IRI of
// the EU authority table. Case does not matter for codes. The concept of the
// country is that of the authority table.
func CountryOf(code string) (Country, bool) {
	code = strings.ToUpper(strings.TrimPrefix(code, countryBase))
	for _, o := range countryOverrides {
		if code == o.alpha2 || code == o.alpha3 || code == o.authority {
			return countryOf(o.alpha2, o.authority), true
		}
	}
	if iso, ok := alpha2Aliases[code]; ok {
		code = iso
	}
	if len(code) != 2 && len(code) != 3 {
		return Country{}, false
	}
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return Country{}, false
	}
	alpha2, alpha3 := region.String(), region.ISO3()
	withdrawn := region.Canonicalize() != region
	if withdrawn || notCountries[alpha2] || code != alpha2 && code != alpha3 { // the last: UN M.49 numbers
		return Country{}, false
	}
	for _, o := range countryOverrides { // under another code of the region data, as XKK
		if alpha2 == o.alpha2 {
			return countryOf(o.alpha2, o.authority), true
		}
	}
	return countryOf(alpha2, alpha3), true
}

func countryOf(alpha2, authority string) Country {
	return Country{
		Alpha2:  alpha2,
		Concept: Concept{IRI: countryBase + authority, Scheme: SchemeCountry, Notation: authority},
	}
}

// Authority returns the code of the EU authority table, as "SWE", or "".
func (c Country) Authority() string {
	if code, ok := strings.CutPrefix(c.Concept.IRI, countryBase); ok {
		return code
	}
	known, _ := CountryOf(c.Alpha2)
	return known.Concept.Notation
}

// Alpha3 returns the ISO 3166-1 alpha-3 code, or "" when there is none: Kosovo
// has only an unofficial one.
func (c Country) Alpha3() string {
	authority := c.Authority()
	for _, o := range countryOverrides {
		if authority == o.authority {
			return o.alpha3
		}
	}
	return authority
}
