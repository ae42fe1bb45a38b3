package main

import (
	"fmt"
	"slices"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
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

// lossRows names the leaves of the source that are wanted, each once: a row for each
// thing that they are part of and each reason, with the names of its parts.
func lossRows(leaves []mc.Leaf, wanted func(mc.Leaf) bool) [][]string {
	var rows groups
	for _, l := range leaves {
		if !l.Added && l.Kind != mc.KindScaffold && wanted(l) {
			thing, part := nameOf(l.Source)
			if thing == "" && len(l.Canonical) > 0 {
				thing = string(l.Canonical[0])
			}
			rows.add(thing, part, flagsOfOptions.Replace(l.Reason))
		}
	}
	return rows.cells()
}

// addedRows names what the target has without a source, with who decided on it.
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
		thing, part := nameOf(at)
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

// groups are rows of names, by thing and reason, in the order in which they were
// added.
type groups struct {
	list []*group
	at   map[[2]string]*group
}

type group struct {
	thing, reason string
	parts         []string
	count         map[string]int // of leaves, by part
}

func (g *groups) add(thing, part, reason string) {
	if g.at == nil {
		g.at = make(map[[2]string]*group)
	}
	if thing == "" {
		thing = "the document"
	}
	key := [2]string{thing, reason}
	row := g.at[key]
	if row == nil {
		row = &group{thing: thing, reason: reason, count: make(map[string]int)}
		g.at[key] = row
		g.list = append(g.list, row)
	}
	if row.count[part] == 0 && part != "" {
		row.parts = append(row.parts, part)
	}
	row.count[part]++
}

// cells returns the rows of a table: the thing, then its parts and the reason.
func (g *groups) cells() [][]string {
	rows := make([][]string, len(g.list))
	for i, row := range g.list {
		names := make([]string, len(row.parts))
		for j, part := range row.parts {
			names[j] = part
			if n := row.count[part]; n > 1 {
				names[j] = fmt.Sprintf("%s (%d values)", part, n)
			}
		}
		text := strings.Join(names, ", ")
		if n := row.count[""]; n > 1 {
			text = strings.TrimPrefix(fmt.Sprintf("%s, %d values", text, n), ", ")
		}
		switch {
		case text == "":
			text = row.reason
		case row.reason != "":
			text += ": " + row.reason
		}
		rows[i] = []string{row.thing, text}
	}
	return rows
}

// holders are members that hold what a document is about and say nothing
// themselves, so that a name does without them.
var holders = []string{"credential", "credentialSubject", "hasClaim", "specifiedBy", "achievement", "badge", "verifiableCredential"}

// nameOf splits the place of a leaf into the thing that it is part of and its part:
// /credentialSubject/hasClaim/awardedBy/awardingBody/0/legalName/en is awardedBy and
// awardingBody. Of several claims, the name says which.
func nameOf(pointer string) (thing, part string) {
	var names []string
	for _, name := range strings.Split(pointer, "/") {
		switch {
		case name == "":
		case strings.Trim(name, "0123456789") != "":
			names = append(names, strings.NewReplacer("~1", "/", "~0", "~").Replace(name))
		case name != "0" && len(names) > 0 && slices.Contains(holders, names[len(names)-1]):
			names[len(names)-1] += " " + name
		}
	}
	for len(names) > 1 && slices.Contains(holders, names[0]) && names[1] != "id" && names[1] != "type" {
		names = names[1:]
	}
	switch len(names) {
	case 0:
		return "", ""
	case 1:
		return names[0], ""
	}
	if base, number, further := strings.Cut(names[0], " "); further && slices.Contains(holders, base) && len(names) > 2 {
		return base + " " + number + ", " + names[1], names[2]
	}
	return names[0], names[1]
}
