package vocabulary

import (
	"context"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// letters are classes of characters in the codes of the large lists.
const (
	upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	digit = "0123456789"
	hex   = digit + "abcdef"
)

// patterns are the forms of the codes of lists that are not in the tables.
var patterns = map[Scheme]func(code string) bool{
	ESCOSkills:         isESCO,
	ESCOOccupations:    isESCO,
	AdministrativeUnit: isUnit,
	NUTS:               isNUTS,
	DigComp:            func(s string) bool { return len(s) <= 64 && consistsOf(s, digit+"abcdefghijklmnopqrstuvwxyz_") },
	Language:           func(s string) bool { return len(s) == 3 && consistsOf(s, upper) },
}

// Fits reports whether a code has the form of the codes of the list. Of a list with a
// table it reports whether the table has the code; of a list about which nothing is
// known, nothing is refused.
func (s Scheme) Fits(code string) bool {
	if s.Complete() {
		_, ok := Lookup(s.IRI(code))
		return ok
	}
	if fits, ok := patterns[s]; ok {
		return fits(code)
	}
	return code != ""
}

func consistsOf(s, letters string) bool {
	return s != "" && strings.Trim(s, letters) == ""
}

// isESCO reports whether a code is a UUID, or the number of an ISCO group as S1.2.3 or
// C2512, which ESCO has as parents.
func isESCO(s string) bool {
	const uuid = 36
	if len(s) == uuid {
		return strings.Count(s, "-") == 4 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' && consistsOf(s, hex+"-")
	}
	return len(s) > 1 && len(s) <= 16 && consistsOf(s[:1], upper) && consistsOf(s[1:], digit+".")
}

// isUnit reports whether a code is one of the table of administrative units: a country
// and units in it, as IRL_CTH_DUB, or EUR.
func isUnit(s string) bool {
	country, units, more := strings.Cut(s, "_")
	if _, ok := mc.CountryOf(country); len(country) != 3 || !ok && country != "EUR" {
		return false
	}
	return !more || len(units) <= 64 && consistsOf(units, upper+digit+"_")
}

// isNUTS reports whether a code is one of NUTS: the country, with EL and UK as the EU
// writes them, and up to three characters.
func isNUTS(s string) bool {
	if len(s) < 2 || len(s) > 5 || !consistsOf(s, upper+digit) {
		return false
	}
	_, ok := mc.CountryOf(s[:2])
	return ok
}

// CountryOf returns the country that the IRI of a country, an administrative unit or
// a NUTS region lies in.
func CountryOf(iri string) (mc.Country, bool) {
	scheme := SchemeOf(iri)
	code := strings.TrimPrefix(iri, scheme.Base())
	switch {
	case scheme == Country:
		return mc.CountryOf(code)
	case scheme == AdministrativeUnit && isUnit(code):
		country, _, _ := strings.Cut(code, "_")
		return mc.CountryOf(country)
	case scheme == NUTS && isNUTS(code):
		return mc.CountryOf(code[:2])
	}
	return mc.Country{}, false
}

// A Source finds concepts of lists that are too large for tables, such as ESCO or
// DigComp. It serves to show labels, and changes no data.
type Source interface {
	// Lookup returns the concept with an IRI. It is false for one that the source
	// does not know or cannot find in time.
	Lookup(ctx context.Context, iri string) (Concept, bool)
}

// Find returns the concept with an IRI from the tables, or else from a source. Nil:
// only the tables.
func Find(ctx context.Context, iri string, source Source) (Concept, bool) {
	if c, ok := Lookup(iri); ok && c.Label != "" || source == nil {
		return c, ok
	}
	if c, ok := source.Lookup(ctx, iri); ok && c.IRI == iri {
		return c, true
	}
	return Lookup(iri)
}
