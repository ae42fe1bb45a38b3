package stacking

import (
	"cmp"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// What is looked at to find credentials that are alike.
const (
	maxAlikeTitles = 8
	maxAlikeNames  = 8
)

// lookAlikes leaves open what has the title and the issuer of something surer, or of the same
// standing and before it, when nothing tells the two apart: of one of them no identifier
// of what was learnt is stated. A badge and a Europass credential of one course are often
// like that, and would count twice.
func (l *ledger) lookAlikes() {
	order := make([]int, len(l.nodes))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(l.units[l.nodes[a].best].count.rank(), l.units[l.nodes[b].best].count.rank())
	})
	first := map[string][2]int{} // the first node of a look, with and without identifiers, from 1
	for _, n := range order {
		u := &l.units[l.nodes[n].best]
		if u.whole >= 0 || u.count == NotCounted {
			continue
		}
		named := 0
		if len(u.keys) > 0 {
			named = 1
		}
		other := 0
		looks := l.looksOf(u)
		for _, look := range looks {
			held := first[look]
			if other = cmp.Or(other, held[0]); named == 0 {
				other = cmp.Or(other, held[1])
			}
			if held[named] == 0 {
				held[named] = n + 1
				first[look] = held
			}
		}
		if other == 0 || l.units[l.nodes[other-1].best].item == u.item {
			continue
		}
		with := l.units[l.nodes[other-1].best].item
		detail := "It has the title and the issuer of " + number(with) + ", and nothing says whether it is for the same learning; ask the issuer for an identifier of what was learnt."
		u.lower(Open, &ruleDefinition, with, detail)
		l.note(&ruleDefinition, vc.Warn, u.item, detail)
	}
}

// looksOf returns each title of a unit with each name of those who issued or awarded it.
func (l *ledger) looksOf(u *unit) (looks []string) {
	issuer := &l.items[u.item].Credential.Envelope.Issuer
	names := namesOfParty(nil, issuer)
	for i := range u.award.Awarding.Bodies {
		names = namesOfParty(names, &u.award.Awarding.Bodies[i])
	}
	names = names[:min(len(names), maxAlikeNames)]
	titles := titlesOf(append(slices.Clip(u.definition.Title), u.award.Title...))
	for _, title := range titles[:min(len(titles), maxAlikeTitles)] {
		for _, name := range names {
			looks = append(looks, title+"\x00"+name)
		}
	}
	return looks
}

func namesOfParty(names []string, p *mc.Party) []string {
	if len(names) >= maxAlikeNames {
		return names
	}
	if p.ID != "" {
		names = append(names, p.ID)
	}
	return append(names, titlesOf(p.Name)...)
}
