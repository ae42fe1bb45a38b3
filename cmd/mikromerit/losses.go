package main

import (
	"cmp"
	"strconv"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/losses"
)

// lossSections are the tables of what not every reader finds as it was.
var lossSections = []struct {
	title  string
	wanted func(mc.Leaf) bool
}{
	{"Not in the document", func(l mc.Leaf) bool { return l.Sight() == mc.SightNone }},
	{"Only in the embedded original", func(l mc.Leaf) bool { return l.Sight() == mc.SightOriginal }},
	{"Found by this program only", func(l mc.Leaf) bool { return l.Sight() == mc.SightOurs }},
	{"Less precise than in the source", func(l mc.Leaf) bool {
		return l.Sight() == mc.SightAny && l.Severity.AtLeast(mc.SeverityWarning)
	}},
}

// lossRows names the leaves of the source that are wanted, each once, under the
// reasons.
func lossRows(leaves []mc.Leaf, wanted func(mc.Leaf) bool) [][]string {
	var rows groups
	for _, l := range leaves {
		if !l.Added && l.Kind != mc.KindScaffold && wanted(l) {
			thing, part := losses.Name(l.Source)
			if thing == "" && len(l.Canonical) > 0 {
				thing = string(l.Canonical[0])
			}
			rows.add(thing, part, flagsOfOptions.Replace(cmp.Or(l.Reason, losses.Unsaid(l.Kind))))
		}
	}
	return rows.cells()
}

// addedRows names what the target has without a source, under the reasons.
func addedRows(leaves []mc.Leaf) [][]string {
	var rows groups
	for _, l := range leaves {
		if l.Kind != mc.KindSynthesised && l.Kind != mc.KindDefaulted {
			continue
		}
		at := l.Source
		if len(l.Target) > 0 {
			at = l.Target[0]
		}
		thing, part := losses.Name(at)
		if thing == "" && len(l.Canonical) > 0 {
			thing = string(l.Canonical[0])
		}
		reason := l.Reason
		if reason == "as configured" {
			reason = "given by you"
		}
		rows.add(thing, part, reason)
	}
	return rows.cells()
}

// groups are the names of leaves by the reason of what became of them and by the
// thing that they are part of, in the order in which they were added.
type groups struct {
	list []*group
	at   map[string]*group
}

// group is a name with the names that belong under it.
type group struct {
	name  string
	count int // of leaves with this very name
	parts groups
}

// under returns the group of a name.
func (g *groups) under(name string) *group {
	if g.at == nil {
		g.at = make(map[string]*group)
	}
	found := g.at[name]
	if found == nil {
		found = &group{name: name}
		g.at[name] = found
		g.list = append(g.list, found)
	}
	return found
}

func (g *groups) add(thing, part, reason string) {
	if thing == "" {
		thing = "the document"
	}
	found := g.under(reason).parts.under(thing)
	if part != "" {
		found = found.parts.under(part)
	}
	found.count++
}

// cells returns a row for each reason, and one below it with what it is about:
// "issuer (location 5, altLabel), issued".
func (g *groups) cells() [][]string {
	var rows [][]string
	for _, reason := range g.list {
		if reason.name != "" {
			rows = append(rows, []string{capitalise(reason.name) + ":"})
		}
		rows = append(rows, []string{"", reason.parts.String()})
	}
	return rows
}

// String lists the names, each with how many leaves there are if several, and with
// what belongs under it.
func (g groups) String() string {
	names := make([]string, len(g.list))
	for i, one := range g.list {
		names[i] = one.name
		if one.count > 1 {
			names[i] += " " + strconv.Itoa(one.count)
		}
		if parts := one.parts.String(); parts != "" {
			names[i] += " (" + parts + ")"
		}
	}
	return strings.Join(names, ", ")
}

func capitalise(s string) string { return strings.TrimSuffix(sentence(s), ".") }
