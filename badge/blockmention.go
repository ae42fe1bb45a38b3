package badge

import (
	"reflect"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A line about a party has its name and country, and further lines at the end of
// the block have the details, so that what the learner did comes first.

// mention is a party that a line names, and where it stands.
type mention struct {
	v  reflect.Value
	at path
}

// party returns the country to write after the name of a party, and whether
// that is all: the rest is told at the end.
func (b *block) party(l line, v reflect.Value, at path) (country string, isShort bool) {
	p := v.Interface().(mc.Party)
	name := b.show(p.Name)
	if name == "" {
		return "", false
	}
	isLast := l.field == detailsOfParties
	if key, err := content(p); err == nil && p.Person == nil && !isLast {
		earlier, known := b.named[name]
		isShort = !known || earlier == key
		b.namesakes[name] = b.namesakes[name] || !isShort
		if !known {
			b.named[name] = key
			b.details = append(b.details, mention{v, at})
		}
	}
	only, is := onlyCountry(&p)
	isWanted := l.when.is(always) || b.isOpen(at.Dot("locations"))
	if isLast {
		isWanted = b.namesakes[name] // the country tells whose details they are
	}
	if isWanted && (is || isShort) {
		if country = b.showCountry(&only); country != "" {
			country = dash + country
		}
	}
	return country, isShort
}

// onlyCountry returns the country of a party if it has one, and whether nothing else is
// known of where it is.
func onlyCountry(p *mc.Party) (country mc.Country, isOnly bool) {
	for _, location := range p.Locations {
		for _, address := range location.Addresses {
			if country.IsZero() {
				country = address.Country
			}
			if !reflect.DeepEqual(address.Country, country) {
				return mc.Country{}, false
			}
		}
	}
	bare := mc.Location{Addresses: []mc.Address{{Country: country}}}
	return country, !country.IsZero() && len(p.Locations) == 1 && reflect.DeepEqual(p.Locations[0], bare)
}

// withoutPlace are the lines below a party without its place if that is told by
// the country after its name, or where it was named before.
func (b *block) withoutPlace(lines []line, p *mc.Party, told bool) []line {
	if only, is := onlyCountry(p); !is || !told || b.showCountry(&only) == "" {
		return lines
	}
	return slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return l.field == "Locations" })
}

// partyDetails writes the details of the parties that lines have named, and of those
// that these name.
func (b *block) partyDetails(out *[]string, l line) {
	for i := 0; i < len(b.details); i++ {
		var lines []string
		size := b.size
		if b.entry(&lines, l, b.details[i].v, b.details[i].at, 0); len(lines) < 2 {
			b.size = size
			continue
		}
		*out = append(*out, lines...)
	}
}
