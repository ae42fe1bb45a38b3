package stacking

import (
	"fmt"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// Total is what some credentials add up to.
type Total struct {
	// Credits are by framework, in the order in which they first occur. Frameworks are
	// never added up.
	Credits []Credits `json:"credits"`
	Hours   []Hours   `json:"hours"`
	// Entries say of each claim of each credential whether it was counted.
	Entries  []Entry      `json:"entries"`
	Overlaps []Overlap    `json:"overlaps"`
	Findings []vc.Finding `json:"findings"`
}

// Credits are those of one framework. What a credential says was earned, and what its
// definition offers, are two facts; many credentials state only the second.
type Credits struct {
	Framework Framework `json:"framework"`
	Earned    Amount    `json:"earned"`
	Offered   Amount    `json:"offered"`
}

// Amount is a sum. Open is what would come to Counted if what is not known of the
// credentials turned out well.
type Amount struct {
	Counted mc.Decimal `json:"counted"`
	Open    mc.Decimal `json:"open"`
	Claims  int        `json:"claims"` // how many of those that are counted or open state it
}

// Hours are time of one kind.
type Hours struct {
	Kind    mc.WorkloadKind `json:"kind"`
	Counted string          `json:"counted"` // an ISO 8601 duration, "" for none
	Open    string          `json:"open"`
}

// Entry is one claim of a credential in the sum.
type Entry struct {
	Credential int           `json:"credential"` // index
	Claim      mc.Path       `json:"claim"`      // "" is the first claim
	Title      mc.LangString `json:"-"`
	Name       string        `json:"title"` // the title in one language
	Count      Count         `json:"count"`
	Reasons    []Reason      `json:"reasons,omitempty"`
	Stated     []Stated      `json:"stated,omitempty"`
}

// Stated is one amount that a claim states.
type Stated struct {
	What      string     `json:"what"` // earned, offered or hours
	Framework *Framework `json:"framework,omitempty"`
	Amount    string     `json:"amount"`
	Count     Count      `json:"count"`
}

// Overlap is two claims that are both counted and have outcomes in common.
type Overlap struct {
	A      int `json:"a"` // index of the entry
	B      int `json:"b"`
	Common int `json:"common"` // outcomes or skills
}

var measureNames = [...]string{earned: "earned", offered: "offered", hours: "hours"}

// Sum adds up what credentials state. The learner is that of the first credential that
// names one by an id; see [Item] on what counts.
func Sum(items []Item) Total { return read(items).total() }

func (l *ledger) total() Total {
	l.standIn()
	t := Total{Credits: []Credits{}, Hours: []Hours{}, Entries: []Entry{}, Overlaps: []Overlap{}}
	counts := l.count()
	for i := range l.units {
		t.Entries = append(t.Entries, l.entry(i, counts))
	}
	l.addUp(&t, counts)
	l.overlaps(&t)
	l.alike(&t)
	t.Findings = slices.Concat([]vc.Finding{}, l.findings)
	return t
}

// standIn leaves out what another one replaces or exempts from.
func (l *ledger) standIn() {
	for n := range l.nodes {
		for _, other := range l.nodes[n].standsFor {
			by, u := &l.units[l.nodes[n].best], &l.units[l.nodes[other].best]
			if slices.Contains(l.nodes[other].standsFor, n) {
				l.note(&ruleCycle, vc.Warn, by.item, "Two credentials say that they replace each other, so it is not settled which one counts.")
				by.lower(Open, &ruleCycle, u.item, "It and "+number(u.item)+" replace each other.")
				continue
			}
			if by.count.rank() <= u.count.rank() && u.count != NotCounted {
				const detail = "It is replaced by %s, or that one exempts from it."
				u.lower(NotCounted, &ruleReplaced, by.item, fmt.Sprintf(detail, number(by.item)))
				l.note(&ruleReplaced, vc.Warn, u.item, fmt.Sprintf(detail, number(by.item)))
			}
		}
	}
}

// entry tells how a unit was counted.
func (l *ledger) entry(i int, c counts) Entry {
	u := &l.units[i]
	title := u.definition.Title
	if title.IsZero() {
		title = u.award.Title
	}
	if title.IsZero() && u.path == "" {
		title = l.items[u.item].Credential.Title()
	}
	name, _ := title.Best()
	e := Entry{Credential: u.item, Claim: u.path, Title: title, Name: name.Text, Count: Nothing, Reasons: u.reasons}
	if u.count == NotCounted {
		e.Count = NotCounted
	}
	for _, q := range u.amounts {
		s := Stated{What: measureNames[q.kind], Amount: timeText(q.amount), Count: c[i][q.measure]}
		if q.kind != hours {
			s.Framework, s.Amount = &q.framework, q.amount.Canonical()
		}
		e.Stated = append(e.Stated, s)
		if e.Count == Nothing || s.Count.rank() < e.Count.rank() {
			e.Count = s.Count
		}
	}
	return e
}

// addUp adds what was counted.
func (l *ledger) addUp(t *Total, c counts) {
	at := map[string]int{}
	spent := map[string]int{}
	sums := [][2]mc.Decimal{}
	for i := range l.units {
		for _, q := range l.units[i].amounts {
			how := c[i][q.measure]
			if q.kind == hours {
				n, there := spent[q.in]
				if !there {
					n = len(sums)
					spent[q.in] = n
					sums = append(sums, [2]mc.Decimal{})
					t.Hours = append(t.Hours, Hours{Kind: q.workload})
				}
				if how == Counted || how == Open {
					sums[n][how.rank()] = sums[n][how.rank()].Add(q.amount)
				}
				continue
			}
			n, there := at[q.in]
			if !there {
				n = len(t.Credits)
				at[q.in] = n
				t.Credits = append(t.Credits, Credits{Framework: q.framework})
			}
			if name := &t.Credits[n].Framework.Name; *name == "" {
				*name = q.framework.Name
			}
			to := &t.Credits[n].Offered
			if q.kind == earned {
				to = &t.Credits[n].Earned
			}
			to.add(q.amount, how)
		}
	}
	for n, s := range sums {
		for how, to := range []*string{&t.Hours[n].Counted, &t.Hours[n].Open} {
			if !s[how].IsZero() {
				*to = timeText(s[how])
			}
		}
	}
}

func (a *Amount) add(amount mc.Decimal, how Count) {
	switch how {
	case Counted:
		a.Counted = a.Counted.Add(amount)
	case Open:
		a.Open = a.Open.Add(amount)
	default:
		return
	}
	a.Claims++
}
