package rdf

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// oracle is a plain transcription of the algorithms of RDFC-1.0 with strings
// and maps, copies of issuers and every permutation. It shares only the writer
// with the code under test.
type oracle struct {
	quads     []Quad
	mentions  map[int][]Quad
	first     map[int]string
	canonical *issuer
}

type issuer struct {
	prefix string
	ids    map[int]string
	order  []int
}

func newIssuer(prefix string) *issuer { return &issuer{prefix: prefix, ids: map[int]string{}} }

func (i *issuer) issue(node int) string {
	if _, ok := i.ids[node]; !ok {
		i.ids[node] = fmt.Sprint(i.prefix, len(i.order))
		i.order = append(i.order, node)
	}
	return i.ids[node]
}

func (i *issuer) clone() *issuer {
	return &issuer{prefix: i.prefix, ids: maps.Clone(i.ids), order: slices.Clone(i.order)}
}

func hexHash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func (o *oracle) write(q Quad, label func(node int) string) string {
	nodes := 0
	for _, t := range []Term{q.Subject, q.Object, q.Graph} {
		nodes = max(nodes, t.Node()+1)
	}
	labels := make([]string, nodes)
	for i := range labels {
		labels[i] = label(i)
	}
	w := writer{nodes: nodes, labels: labels}
	w.appendQuad(&q)
	return string(w.buf)
}

func eachNode(q Quad, f func(node int, position string)) {
	for i, t := range []Term{q.Subject, q.Object, q.Graph} {
		if t.Node() >= 0 {
			f(t.Node(), "sog"[i:i+1])
		}
	}
}

// canonicalizeByOracle returns the canonical form with SHA-256.
func canonicalizeByOracle(ds *Dataset) string {
	o := &oracle{mentions: map[int][]Quad{}, first: map[int]string{}, canonical: newIssuer("c14n")}
	seen := map[Quad]bool{}
	for _, q := range ds.Quads() {
		if seen[q] {
			continue
		}
		seen[q] = true
		o.quads = append(o.quads, q)
		in := map[int]bool{}
		eachNode(q, func(node int, _ string) { in[node] = true })
		for node := range in {
			o.mentions[node] = append(o.mentions[node], q)
		}
	}
	byHash := map[string][]int{}
	for node := range o.mentions {
		o.first[node] = o.hashFirst(node)
		byHash[o.first[node]] = append(byHash[o.first[node]], node)
	}
	order := slices.Sorted(maps.Keys(byHash))
	for _, hash := range order {
		if len(byHash[hash]) == 1 {
			o.canonical.issue(byHash[hash][0])
		}
	}
	for _, hash := range order {
		if len(byHash[hash]) > 1 {
			o.issueGroup(byHash[hash])
		}
	}
	lines := map[string]bool{}
	for _, q := range o.quads {
		lines[o.write(q, func(node int) string { return o.canonical.ids[node] })] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(lines)), "")
}

func (o *oracle) hashFirst(node int) string {
	var lines []string
	for _, q := range o.mentions[node] {
		lines = append(lines, o.write(q, func(other int) string {
			if other == node {
				return "a"
			}
			return "z"
		}))
	}
	slices.Sort(lines)
	return hexHash(strings.Join(lines, ""))
}

func (o *oracle) issueGroup(nodes []int) {
	type entry struct {
		hash   string
		issuer *issuer
	}
	var paths []entry
	for _, node := range nodes {
		if _, ok := o.canonical.ids[node]; ok {
			continue
		}
		temporary := newIssuer("b")
		temporary.issue(node)
		hash, result := o.hashN(node, temporary)
		paths = append(paths, entry{hash, result})
	}
	slices.SortStableFunc(paths, func(a, b entry) int { return strings.Compare(a.hash, b.hash) })
	for _, p := range paths {
		for _, node := range p.issuer.order {
			o.canonical.issue(node)
		}
	}
}

func (o *oracle) hashRelated(related int, q Quad, i *issuer, position string) string {
	input := position
	if position != "g" {
		input += "<" + q.Predicate + ">"
	}
	if id, ok := o.canonical.ids[related]; ok {
		return hexHash(input + "_:" + id)
	}
	if id, ok := i.ids[related]; ok {
		return hexHash(input + "_:" + id)
	}
	return hexHash(input + o.first[related])
}

func (o *oracle) hashN(node int, i *issuer) (string, *issuer) {
	related := map[string][]int{}
	for _, q := range o.mentions[node] {
		eachNode(q, func(other int, position string) {
			if other != node {
				hash := o.hashRelated(other, q, i, position)
				related[hash] = append(related[hash], other)
			}
		})
	}
	data := ""
	for _, hash := range slices.Sorted(maps.Keys(related)) {
		data += hash
		chosen, chosenIssuer := "", (*issuer)(nil)
		permutations(related[hash], func(list []int) {
			path, copied, ok := o.path(list, i.clone(), chosen)
			if ok && (chosen == "" || path < chosen) {
				chosen, chosenIssuer = path, copied
			}
		})
		data += chosen
		i = chosenIssuer
	}
	return hexHash(data), i
}

func (o *oracle) path(list []int, i *issuer, chosen string) (string, *issuer, bool) {
	path, recurse := "", []int(nil)
	hopeless := func() bool { return chosen != "" && len(path) >= len(chosen) && path > chosen }
	for _, node := range list {
		if id, ok := o.canonical.ids[node]; ok {
			path += "_:" + id
			continue
		}
		if _, ok := i.ids[node]; !ok {
			recurse = append(recurse, node)
		}
		path += "_:" + i.issue(node)
	}
	if hopeless() {
		return "", nil, false
	}
	for _, node := range recurse {
		hash, result := o.hashN(node, i)
		path += "_:" + i.issue(node) + "<" + hash + ">"
		i = result
		if hopeless() {
			return "", nil, false
		}
	}
	return path, i, true
}

// permutations calls f with every permutation of the list, by swapping.
func permutations(list []int, f func([]int)) {
	var rest func(k int)
	rest = func(k int) {
		if k == len(list) {
			f(slices.Clone(list))
			return
		}
		for j := k; j < len(list); j++ {
			list[k], list[j] = list[j], list[k]
			rest(k + 1)
			list[k], list[j] = list[j], list[k]
		}
	}
	rest(0)
}
