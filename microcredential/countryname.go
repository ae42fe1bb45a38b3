package microcredential

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// namedIn are the languages in which names of countries are known: those of the
// countries of the European Education Area and its neighbours.
const namedIn = "en bg cs da de el es et fi fr ga hr hu is it lt lv mk mt nb nl nn no pl pt ro sk sl sq sr sr-Latn sv tr uk"

// CountryNamed returns the country with a name in English or another language of
// Europe, such as Spain, España or Norge. Case and spaces around it do not matter. A
// name that stands for different countries in different languages is not known.
func CountryNamed(name string) (Country, bool) {
	alpha2, ok := countryNames()[countryKey(name)]
	if !ok || alpha2 == "" {
		return Country{}, false
	}
	return CountryOf(alpha2)
}

// officialNames are the English names of the EU authority table that differ from those
// of the region data.
var officialNames = map[string]string{
	"AG": "Antigua and Barbuda", "BA": "Bosnia and Herzegovina", "BL": "Saint Barthélemy", "BQ": "Bonaire, Sint Eustatius and Saba",
	"CD": "Democratic Republic of the Congo", "CG": "Congo", "CP": "Clipperton", "CV": "Cabo Verde", "FO": "Faroes", "GM": "The Gambia",
	"GS": "South Georgia and the South Sandwich Islands", "HK": "Hong Kong", "HM": "Heard Island and McDonald Islands",
	"KN": "Saint Kitts and Nevis", "LC": "Saint Lucia", "MF": "Saint Martin", "MK": "North Macedonia", "MM": "Myanmar/Burma", "MO": "Macau",
	"PM": "Saint Pierre and Miquelon", "PS": "Palestine", "SH": "Saint Helena, Ascension and Tristan da Cunha", "SJ": "Svalbard and Jan Mayen",
	"ST": "São Tomé and Príncipe", "SZ": "Eswatini", "TC": "Turks and Caicos Islands", "TF": "French Southern and Antarctic Lands",
	"TT": "Trinidad and Tobago", "UM": "United States Minor Outlying Islands", "VA": "Vatican City State",
	"VC": "Saint Vincent and the Grenadines", "VI": "US Virgin Islands", "WF": "Wallis and Futuna",
}

// Name returns the name of a country in English, or "" for a code that is none.
func (c Country) Name() string {
	if name, ok := officialNames[c.Alpha2]; ok {
		return name
	}
	region, err := language.ParseRegion(c.Alpha2)
	if err != nil {
		return ""
	}
	return display.English.Regions().Name(region)
}

// Contradicts returns the country whose name stands beside the code of another one.
func (c Country) Contradicts() (named Country, ok bool) {
	code, known := CountryOf(c.Alpha2)
	if !known {
		return Country{}, false
	}
	for _, name := range c.Concept.Label {
		other, found := CountryNamed(name.Text)
		if found && other.Alpha2 == code.Alpha2 {
			return Country{}, false
		}
		if found {
			named, ok = other, true
		}
	}
	return named, ok
}

// countryNames are the codes of countries by name, "" for a name of several.
var countryNames = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	add := func(name, alpha2 string) {
		key := countryKey(name)
		if known, seen := out[key]; seen && known != alpha2 {
			alpha2 = ""
		}
		if key != "" {
			out[key] = alpha2
		}
	}
	var codes []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if c, ok := CountryOf(string(a) + string(b)); ok && c.Alpha2 == string(a)+string(b) {
				codes = append(codes, c.Alpha2)
			}
		}
	}
	for tag := range strings.FieldsSeq(namedIn) {
		names := display.Regions(language.MustParse(tag))
		for _, code := range codes {
			add(names.Name(language.MustParseRegion(code)), code)
		}
	}
	for name, code := range furtherCountryNames {
		add(name, code)
	}
	return out
})

// furtherCountryNames are names in common use that the language data does not have.
var furtherCountryNames = map[string]string{
	"Czech Republic": "CZ", "The Netherlands": "NL", "Holland": "NL", "Great Britain": "GB", "USA": "US", "UK": "GB",
	"United States of America": "US", "Republic of Ireland": "IE", "Slovak Republic": "SK", "Turkey": "TR", "Macedonia": "MK",
	"Republic of Moldova": "MD", "Noreg": "NO", "Norga": "NO", "Suopma": "FI", "Ruoŧŧa": "SE",
}

// countryKey is a name without case, marks and spaces at its ends.
func countryKey(name string) string {
	return strings.TrimFunc(strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(name, "&", " and ")), " ")), unicode.IsPunct)
}
