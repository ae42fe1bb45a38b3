package badge

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/internal/layout"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// The bounds of what is copied to where a party is named.
const (
	maxNamed      = 256
	maxNamedBytes = 1 << 20
	maxRounds     = 4 // a copy may name further parties
)

// partyDetails are what a line says of a party that other lines name.
type partyDetails struct {
	party mc.Party
	item  item
}

// cutCountry cuts the country from the end of the name of a party.
func (p *prose) cutCountry(s string, into *mc.Party) string {
	parts := cutMarkdown(s, dash)
	last := parts[len(parts)-1]
	if len(parts) < 2 || !strings.HasPrefix(last, "[") && !strings.HasPrefix(last, "`") {
		return s
	}
	var country mc.Country
	if !p.readCountry(last, &country) {
		return s
	}
	into.Locations = []mc.Location{{Addresses: []mc.Address{{Country: country}}}}
	return strings.TrimSuffix(s, dash+last)
}

// isMention reports whether of a party no more than its name and country is known.
func isMention(p *mc.Party) bool {
	bare := *p
	bare.Name, bare.Kind = nil, ""
	if _, is := onlyCountry(p); is {
		bare.Locations = nil
	}
	return len(p.Name) > 0 && reflect.ValueOf(bare).IsZero()
}

// partyAt is a party of the model, and where it stands.
type partyAt struct {
	at path
	p  *mc.Party
}

// partiesOf are the parties with a name in a part of the model.
func partiesOf(part any) []partyAt {
	w := partyWalk{holders: partyHolders()}
	v := reflect.ValueOf(part).Elem()
	w.walk(mapping.Layout().Of(v.Type()), v, make([]byte, 0, 128))
	return w.all
}

// partyWalk collects parties.
type partyWalk struct {
	holders map[*layout.Type]bool
	all     []partyAt
	texts   layout.Arena
}

func (w *partyWalk) walk(t *layout.Type, v reflect.Value, at []byte) {
	switch {
	case !w.holders[t]:
	case t.Kind == layout.Pointer && !v.IsNil():
		w.walk(t.Elem, v.Elem(), at)
	case t.Kind == layout.Slice:
		for i := range v.Len() {
			w.walk(t.Elem, v.Index(i), layout.AppendIndex(at, i))
		}
	case t.Kind == layout.Struct:
		if p, ok := v.Addr().Interface().(*mc.Party); ok && len(p.Name) > 0 {
			w.all = append(w.all, partyAt{path(w.texts.Text(at)), p})
		}
		for i := range t.Fields {
			w.walk(t.Fields[i].Type, v.Field(i), layout.AppendStep(at, t.Fields[i].Step))
		}
	}
}

// partyHolders are the types of the model in which parties stand.
var partyHolders = sync.OnceValue(func() map[*layout.Type]bool {
	return mapping.Layout().Holding(reflect.TypeFor[mc.Party]())
})

// resolveParties completes the parties that the block only names: with the details
// that it has of them, and with what is known of the one of that name.
func (f *facts) resolveParties(d *decoder, c *mc.Credential) {
	known := f.placeDetails(d, partiesOf(c))
	copies, size := 0, 0
	for range maxRounds {
		var named []partyAt
		fuller := map[string][]*mc.Party{}
		for _, one := range partiesOf(c) {
			if onlyNamed, stated := f.parties[one.at]; stated && onlyNamed && isMention(one.p) {
				named = append(named, one)
			} else if !isMention(one.p) {
				for _, name := range one.p.Name {
					fuller[name.Text] = append(fuller[name.Text], one.p)
				}
			}
		}
		before := copies
		for _, one := range named {
			name := one.p.Name[0].Text
			found := f.oneOf(d, one.p, known[name])
			if len(known[name]) == 0 {
				found = f.oneOf(d, one.p, fuller[name])
			}
			if found == nil || copies == maxNamed || size > maxNamedBytes {
				continue
			}
			copied := mapping.Clone(found)
			if strings.HasPrefix(copied.ID, "urn:uuid:") {
				copied.ID = "" // most likely made up for its Profile
			}
			if copied.Kind != mc.PartyUnknown {
				one.p.Kind = copied.Kind
			}
			if f.mergeParty(d, one, copied) {
				text, _ := content(copied)
				copies, size = copies+1, size+len(text)
			}
		}
		if copies == before {
			break
		}
	}
	f.tellKinds(d, c)
}

// placeDetails puts details of parties to those that the block names and members
// describe. It returns, by name, those, and the details of whom no member
// describes. Details of nobody whom the block names stay in the text.
func (f *facts) placeDetails(d *decoder, all []partyAt) map[string][]*mc.Party {
	known := map[string][]*mc.Party{}
	byName := map[string][]partyAt{}
	mentioned := map[string]bool{}
	for _, one := range all {
		if f.parties[one.at] {
			name := one.p.Name[0].Text
			byName[name], mentioned[name] = append(byName[name], one), true
		}
	}
	for i := range f.details {
		for _, within := range partiesOf(&f.details[i].party) {
			if within.at != "" {
				mentioned[within.p.Name[0].Text] = true
			}
		}
	}
	for i := range f.details {
		details := &f.details[i]
		if len(details.party.Name) == 0 {
			f.leave(details.item)
			continue
		}
		name := details.party.Name[0].Text
		described := false
		for _, one := range byName[name][:min(len(byName[name]), maxNamed)] {
			if isMention(one.p) || !areOneCountry(one.p, &details.party) {
				continue
			}
			if described = true; f.mergeParty(d, one, &details.party) {
				known[name] = append(known[name], one.p)
			}
		}
		switch {
		case len(known[name]) > 0:
		case described || !mentioned[name]:
			if f.leave(details.item); described && f.against == "" {
				f.against = byName[name][0].at
			}
		default:
			known[name] = append(known[name], &details.party)
		}
	}
	return known
}

// mergeParty puts what is known of a party into one that is named, if that says
// nothing against it.
func (f *facts) mergeParty(d *decoder, to partyAt, from *mc.Party) bool {
	apart := *f
	apart.lists = map[path]*mergedList{} // the details may be about what other lines state
	m := merger{facts: &apart, decoder: d}
	into, of := reflect.ValueOf(to.p).Elem(), reflect.ValueOf(from).Elem()
	if !m.struct_(into, of, to.at) {
		return false
	}
	onlyNamed := f.parties[to.at]
	m.writes = true
	m.struct_(into, of, to.at)
	f.parties[to.at] = onlyNamed
	f.above = apart.above
	return true
}

// tellKinds tells what kind of party each is that the block states.
func (f *facts) tellKinds(d *decoder, c *mc.Credential) {
	for _, one := range partiesOf(c) {
		if _, stated := f.parties[one.at]; !stated || one.p.Kind != mc.PartyUnknown {
			continue
		}
		one.p.Kind = mc.PartyOrganisation
		if one.p.Person != nil {
			one.p.Kind = mc.PartyPerson
		}
		if i := strings.LastIndex(string(one.at), ".groups["); i >= 0 && !strings.Contains(string(one.at)[i:], "].") {
			one.p.Kind = mc.PartyGroup
		}
		d.Change(f.leaf, one.at.Dot("kind"), "told by its names and by where it stands")
	}
}

// areOneCountry reports whether no country says that two parties of the same name are
// not the same.
func areOneCountry(a, b *mc.Party) bool {
	of := func(p *mc.Party) (codes []string) {
		for _, location := range p.Locations {
			for _, address := range location.Addresses {
				if code := address.Country.Alpha2; code != "" {
					codes = append(codes, code)
				}
			}
		}
		return codes
	}
	first, second := of(a), of(b)
	return len(first) == 0 || len(second) == 0 || slices.ContainsFunc(first, func(s string) bool { return slices.Contains(second, s) })
}

// oneOf returns the fullest of some parties with the name of another one if the others
// say nothing against it, or nil. Those of a different country are other parties.
func (f *facts) oneOf(d *decoder, named *mc.Party, parties []*mc.Party) *mc.Party {
	if len(parties) > maxNamed {
		return nil
	}
	parties = slices.DeleteFunc(slices.Clone(parties), func(p *mc.Party) bool { return !areOneCountry(named, p) })
	if len(parties) == 0 {
		return nil
	}
	fullest, size := parties[0], -1
	for _, p := range parties {
		text, err := content(p)
		if err == nil && len(text) > size {
			fullest, size = p, len(text)
		}
	}
	for _, p := range parties {
		m := merger{facts: &facts{lists: map[path]*mergedList{}, parties: map[path]bool{}, revised: map[path]bool{}}, decoder: d}
		if !areOneCountry(fullest, p) || !m.struct_(reflect.ValueOf(fullest).Elem(), reflect.ValueOf(p).Elem(), "") {
			return nil
		}
	}
	return fullest
}
