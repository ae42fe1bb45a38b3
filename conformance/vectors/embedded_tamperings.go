package vectors

import (
	"slices"

	"github.com/mikromerit/mikromerit/vc"
)

// tampering is one change of the value of a derived proof. It gets the value of
// another badge of the same issuer, and the places of the labels.
type tampering struct {
	slug, because string
	shows         showing
	change        func(d *derivedValue, other derivedValue, nodes []uint32)
}

// showing is how it shows that a value was changed.
type showing int

const (
	misfit showing = iota // that it does not fit the document, or cannot be read
	shaped                // it has the form of a right one, so only the signature shows what was done
	// passed is what the algorithms pass over: they look up what is there, and what
	// stands beside says nothing.
	passed
)

// tamperings are those of all suites.
var tamperings = []tampering{
	{"labels-exchanged", "Two labels of nodes are exchanged.", shaped, func(d *derivedValue, _ derivedValue, n []uint32) {
		d.Labels[n[0]], d.Labels[n[1]] = d.Labels[n[1]], d.Labels[n[0]]
	}},
	{"labels-alike", "Two nodes have the same label.", misfit, func(d *derivedValue, _ derivedValue, n []uint32) { d.Labels[n[0]] = d.Labels[n[1]] }},
	{"label-missing", "A node has no label.", misfit, func(d *derivedValue, _ derivedValue, n []uint32) { delete(d.Labels, n[0]) }},
	{"labels-missing", "There are no labels.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.Labels = map[uint32]any{} }},
	{"labels-of-another", "The labels are those of another badge.", shaped, func(d *derivedValue, o derivedValue, _ []uint32) { d.Labels = o.Labels }},
	{"label-far-beyond", "The label of a node stands under a number that no node has.", misfit, func(d *derivedValue, _ derivedValue, n []uint32) {
		d.Labels[1<<31] = d.Labels[n[0]]
		delete(d.Labels, n[0])
	}},
	{"label-text", "A label is a text.", misfit, func(d *derivedValue, _ derivedValue, n []uint32) { d.Labels[n[0]] = "b0" }},
	{"nothing-mandatory", "No statement is mandatory.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.MandatoryIndexes = []int{} }},
	{"mandatory-missing", "A mandatory statement is not marked as such.", misfit, func(d *derivedValue, _ derivedValue, _ []uint32) { d.MandatoryIndexes = d.MandatoryIndexes[1:] }},
	{"mandatory-shifted", "The next statement is marked in the place of each mandatory one.", shaped, func(d *derivedValue, _ derivedValue, _ []uint32) {
		for i := range d.MandatoryIndexes {
			d.MandatoryIndexes[i]++
		}
	}},
	{"mandatory-exchanged", "The numbers of the mandatory statements are not in ascending order.", passed, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.MandatoryIndexes[0], d.MandatoryIndexes[1] = d.MandatoryIndexes[1], d.MandatoryIndexes[0]
	}},
	{"mandatory-far-beyond", "The number of a mandatory statement is larger than any there could be.", passed, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.MandatoryIndexes = append(d.MandatoryIndexes, 1<<62)
	}},
	{"mandatory-negative", "The number of a mandatory statement is negative.", passed, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.MandatoryIndexes = append([]int{-1}, d.MandatoryIndexes...)
	}},
	{"mandatory-twice", "A mandatory statement is marked twice.", passed, func(d *derivedValue, _ derivedValue, _ []uint32) {
		d.MandatoryIndexes = slices.Insert(d.MandatoryIndexes, 1, d.MandatoryIndexes[0])
	}},
	{"all-of-another", "The whole value is that of another badge.", shaped, func(d *derivedValue, o derivedValue, _ []uint32) { *d = o }},
}

// tamperedValues changes the value of a derived proof.
func tamperedValues(g good) ([]embeddedCopy, error) {
	unsigned, err := edit(g.unsigned, "/credentialSubject/result/0/value", `"A"`)
	if err != nil {
		return nil, err
	}
	base, err := g.bench.signSelective(unsigned, g.issuer, g.options)
	if err != nil {
		return nil, err
	}
	foreign, err := g.derive(base, g.reveals)
	if err != nil {
		return nil, err
	}
	kind, at := g.suite.selective, g.proofAt()+"/proofValue"
	other, err := kind.read(foreign.Lookup(at).Text())
	if err != nil {
		return nil, err
	}
	var out []embeddedCopy
	for _, t := range slices.Concat(tamperings, kind.tamperings) {
		value, err := kind.read(g.file.Lookup(at).Text())
		if err != nil {
			return nil, err
		}
		nodes := make([]uint32, 0, len(value.Labels))
		for node := range value.Labels {
			nodes = append(nodes, node)
		}
		slices.Sort(nodes)
		t.change(&value, other, nodes)
		text, err := kind.text(value)
		if err != nil {
			return nil, err
		}
		doc, err := edit(g.file, at, quote(text))
		if err != nil {
			return nil, err
		}
		c := embeddedCopy{slug: t.slug, because: t.because, text: doc.String()}
		switch t.shows {
		case passed:
			c.level = vc.Should
		case shaped:
			c.rule = "PROOF-SIGNATURE"
		}
		out = append(out, c)
	}
	return out, nil
}
