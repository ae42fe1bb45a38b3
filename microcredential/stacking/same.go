package stacking

import (
	"cmp"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// sameDocuments lowers the state of what is a copy or a conversion of another item. What
// a credential says of others can lower that credential; it lowers another one only if
// it is surer than that, and never makes two others into one. So nobody can take a
// credential out of the sum by adding one.
func sameDocuments(items []Item, states []state) {
	s := newSameness(items, states)
	s.copies()
	s.clashes()
	s.conversions()
	s.siblings()
}

// sameness is what is known of which items are the same credential.
type sameness struct {
	items   []Item
	states  []state
	rank    []int            // of each item as it stands alone
	lowered []bool           // whether another item stands for it
	having  map[string][]int // the items that a name stands for
	names   [][]string       // of what each item was made of
	made    [][]int          // the items that it was made of, at any distance
}

// maxHaving is how many items one name is looked up as.
const maxHaving = 16

func newSameness(items []Item, states []state) *sameness {
	s := &sameness{items: items, states: states, rank: make([]int, len(items)), lowered: make([]bool, len(items)),
		having: map[string][]int{}, names: make([][]string, len(items)), made: make([][]int, len(items))}
	for i, it := range items {
		s.rank[i] = states[i].count.rank()
		for _, name := range namesOf(it) {
			s.having[name] = append(s.having[name], i)
		}
		if it.Credential == nil {
			continue
		}
		for _, p := range it.Credential.Provenance {
			if p.Kind != mc.ConvertedFrom || len(s.names[i]) >= maxReferences {
				continue
			}
			if p.Digest.SHA256 != "" {
				s.names[i] = append(s.names[i], byDigest+p.Digest.SHA256)
			}
			if p.SourceID != "" {
				s.names[i] = append(s.names[i], byID+p.SourceID)
			}
		}
		slices.Sort(s.names[i])
		s.names[i] = slices.Compact(s.names[i])
	}
	return s
}

// The kinds of names.
const byDigest, byID = "sha256 ", "id "

// namesOf returns by what a document is referred to.
func namesOf(it Item) (names []string) {
	if it.Digest != "" {
		names = append(names, byDigest+it.Digest)
	}
	if it.Credential != nil && it.Credential.Envelope.ID != "" {
		names = append(names, byID+it.Credential.Envelope.ID)
	}
	return names
}

// issuerOf returns whose credential it is.
func (s *sameness) issuerOf(i int) string {
	if c := s.items[i].Credential; c != nil {
		return c.Envelope.Issuer.ID
	}
	return ""
}

func (s *sameness) standIn(i, by int) {
	if i != by && !s.lowered[i] {
		s.lowered[i] = true
		s.states[i].lower(NotCounted, &ruleSame, by, "It is the same credential as "+number(by)+", or was made of it.")
	}
}

// surest returns the surest of some items; of several, the first.
func (s *sameness) surest(of []int) int {
	return slices.MinFunc(of, func(a, b int) int { return cmp.Or(cmp.Compare(s.rank[a], s.rank[b]), cmp.Compare(a, b)) })
}

// copies leaves one of what is the same file, or has the same id from the same issuer.
func (s *sameness) copies() {
	for i := range s.items {
		for _, name := range namesOf(s.items[i]) {
			var same []int
			for _, j := range s.having[name] {
				if name[:len(byID)] != byID || s.issuerOf(i) == s.issuerOf(j) {
					same = append(same, j)
				}
			}
			if same[0] != i { // it was looked at with the first of them
				continue
			}
			best := s.surest(same)
			for _, j := range same {
				s.standIn(j, best)
			}
		}
	}
}

// clashes settles ids that several issuers use. The surest counts. If none is surer,
// nobody can tell whose the id is, and so which of them is the copy.
func (s *sameness) clashes() {
	for i := range s.items {
		for _, name := range namesOf(s.items[i]) {
			var all []int
			for _, j := range s.having[name] {
				if !s.lowered[j] {
					all = append(all, j)
				}
			}
			if len(all) < 2 || all[0] != i {
				continue
			}
			best := s.surest(all)
			for _, j := range all {
				if j != best && s.rank[j] > s.rank[best] {
					s.standIn(j, best)
				} else if k := slices.IndexFunc(all, func(k int) bool { return k != j && s.rank[k] == s.rank[best] }); k >= 0 {
					s.states[j].lower(Open, &ruleSame, all[k], "It has the same id as "+number(all[k])+", from another issuer; ask both which of them gave it.")
				}
			}
		}
	}
}

// conversions leaves out what was made of something that is there as well and no less
// sure, or else what it was made of.
func (s *sameness) conversions() {
	for i := range s.items {
		s.made[i] = s.sourcesOf(i)
	}
	for i, sources := range s.made {
		circle := func(j int) bool { return slices.Contains(s.made[j], i) }
		if k := slices.IndexFunc(sources, func(j int) bool {
			return s.rank[j] < s.rank[i] || s.rank[j] == s.rank[i] && (j < i || !circle(j))
		}); k >= 0 {
			s.standIn(i, sources[k])
			continue
		}
		for _, j := range sources {
			s.standIn(j, i)
		}
	}
}

// sourcesOf returns the items that one was made of, at any distance.
func (s *sameness) sourcesOf(i int) (sources []int) {
	seen := map[int]bool{i: true}
	for next := []int{i}; len(next) > 0; {
		at := next[len(next)-1]
		next = next[:len(next)-1]
		for _, name := range s.names[at] {
			for _, j := range s.having[name][:min(len(s.having[name]), maxHaving)] {
				if !seen[j] {
					seen[j] = true
					sources, next = append(sources, j), append(next, j)
				}
			}
		}
	}
	slices.Sort(sources)
	return sources
}

// siblings leaves one of several that were made of the same document, which is not
// there: the surest, and of those the one that names the fewest.
func (s *sameness) siblings() {
	of := map[string][]int{}
	var order []string
	for i, names := range s.names {
		for _, name := range names {
			if len(s.having[name]) > 0 || s.lowered[i] {
				continue
			}
			if of[name] == nil {
				order = append(order, name)
			}
			of[name] = append(of[name], i)
		}
	}
	for _, name := range order {
		all := slices.DeleteFunc(of[name], func(i int) bool { return s.lowered[i] })
		if len(all) < 2 {
			continue
		}
		best := slices.MinFunc(all, func(a, b int) int {
			return cmp.Or(cmp.Compare(s.rank[a], s.rank[b]), cmp.Compare(len(s.names[a]), len(s.names[b])), cmp.Compare(a, b))
		})
		for _, i := range all {
			s.standIn(i, best)
		}
	}
}
