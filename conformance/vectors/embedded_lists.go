package vectors

import (
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// The ids of the proofs of a chain, and one that no proof has.
const (
	firstProof   = "urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad0a1"
	secondProof  = "urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad0a2"
	missingProof = "urn:uuid:3a1b7c1e-58c8-4f43-9d1c-3c8b3f3ad0ff"
)

// specLists is where the specification says how sets and chains are verified.
const specLists = specDI + "#verify-proof-sets-and-chains"

// proofLists returns the vectors of several proofs on one document: a set, and a
// chain in which the second proof builds on the first.
func proofLists(b bench) ([]Vector, error) {
	var all []Vector
	for _, suite := range embeddedSuites {
		if suite.typed || suite.selective != nil {
			continue
		}
		g, err := b.good(suite, drafts[0])
		if err != nil {
			return nil, err
		}
		for slug, list := range map[string]struct {
			second    dataintegrity.Options
			operators []operator
		}{
			"set":   {dataintegrity.Options{Created: b.made, ID: secondProof, Nonce: "the second"}, setOperators},
			"chain": {dataintegrity.Options{Created: b.made, ID: secondProof, Previous: []string{firstProof}}, chainOperators},
		} {
			made, err := g.withTwo(slug, list.second, list.operators)
			if err != nil {
				return nil, err
			}
			all = append(all, made...)
		}
	}
	return all, nil
}

// withTwo signs the document of g twice.
func (g good) withTwo(slug string, second dataintegrity.Options, operators []operator) ([]Vector, error) {
	g.id = "di/" + g.suite.slug + "/" + slug
	g.draft.spec, g.draft.array = specLists, true
	g.options.ID, g.options.Array = firstProof, true
	once, err := g.sign(g.unsigned, g.issuer, g.options)
	if err != nil {
		return nil, err
	}
	if g.file, err = g.bench.add(once, g.suite.cryptosuite, g.issuer, second); err != nil {
		return nil, err
	}
	return g.vectors(operators)
}

// setOperators are for a document with two proofs that know nothing of each other.
// Who relies on one of them only does what the specification allows.
var setOperators = []operator{
	{slug: "document-altered", rule: "PROOF-SIGNATURE", because: "The name was changed after both proofs were made.", make: edits("/name", `"Master of Medicine"`)},
	{slug: "both-broken", rule: "PROOF-SIGNATURE", because: "Both proofs are those of another document.", make: proofsOfAnother},
	{slug: "second-broken", rule: "PROOF-SIGNATURE", because: "The second proof was changed after it was made.", level: vc.Should, spec: specLists, make: edits("/proof/1/nonce", `"changed"`)},
	{slug: "first-broken", rule: "PROOF-SIGNATURE", because: "The first proof was changed after it was made.", level: vc.Should, spec: specLists, make: edits("/proof/0/created", `"2020-03-02T09:31:00Z"`)},
	{slug: "second-unknown", rule: "PROOF-SUITE", because: "The second proof names a cryptosuite that nobody has defined.", level: vc.Should, spec: specLists, make: edits("/proof/1/cryptosuite", `"no-such-suite-2031"`)},
	{slug: "second-null", rule: "PROOF-FORM", because: "The second proof is null.", level: vc.Should, spec: specLists, make: edits("/proof/1", "null")},
}

// chainOperators are for a document with a proof that builds on another. It counts
// for nothing unless that one is there and holds.
var chainOperators = []operator{
	{slug: "document-altered", rule: "PROOF-SIGNATURE", because: "The name was changed after both proofs were made.", make: edits("/name", `"Master of Medicine"`)},
	{slug: "first-removed", rule: "PROOF-CHAIN", because: "The proof that the other one builds on was taken away.", make: edits("/proof/0", "")},
	{slug: "first-renamed", rule: "PROOF-CHAIN", because: "The proof that the other one builds on was given another id.", make: edits("/proof/0/id", quote(missingProof))},
	{slug: "ring", rule: "PROOF-CHAIN", because: "Each of the proofs builds on the other.", make: edits("/proof/0/previousProof", quote(secondProof))},
	{slug: "link-to-nothing", rule: "PROOF-CHAIN", because: "The second proof builds on one that is not there.", make: edits("/proof/1/previousProof", quote(missingProof))},
	{slug: "link-to-two", rule: "PROOF-CHAIN", because: "The second proof builds on the first and on one that is not there.", make: edits("/proof/1/previousProof", `["`+firstProof+`","`+missingProof+`"]`)},
	{slug: "link-to-itself", rule: "PROOF-CHAIN", because: "The second proof builds on itself.", level: vc.Should, make: edits("/proof/1/previousProof", quote(secondProof))},
	{slug: "first-broken", rule: "PROOF-SIGNATURE", because: "The proof that the other one builds on was changed.", make: edits("/proof/0/created", `"2020-03-02T09:31:00Z"`)},
	{slug: "first-replaced", rule: "PROOF-SIGNATURE", because: "Another proof of the issuer stands in the place of the one that the second builds on.", level: vc.Should, make: anotherFirst},
	{slug: "link-removed", rule: "PROOF-SIGNATURE", because: "The second proof no longer says what it builds on.", level: vc.Should, make: edits("/proof/1/previousProof", "")},
}

// proofsOfAnother puts two proofs of another document in the place of the right
// ones.
func proofsOfAnother(g good) ([]embeddedCopy, error) {
	other, err := g.other()
	if err != nil {
		return nil, err
	}
	proof := other.Lookup("/proof/0").Raw()
	return one(edit(g.file, "/proof", "["+proof+","+proof+"]", "/proof/1/id", quote(secondProof)))
}

// anotherFirst puts a proof that holds, but that nothing builds on, in the place of
// the first.
func anotherFirst(g good) ([]embeddedCopy, error) {
	o := g.options
	o.Nonce = "another"
	other, err := g.sign(g.unsigned, g.issuer, o)
	if err != nil {
		return nil, err
	}
	return one(edit(g.file, "/proof/0", other.Lookup("/proof/0").Raw()))
}
