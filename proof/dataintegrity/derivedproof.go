package dataintegrity

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// DeriveOptions are the options of a derived proof.
type DeriveOptions struct {
	Reveal []string // JSON Pointers to what to reveal, beside what is mandatory
	// PresentationHeader is what the proof answers to a challenge: its UTF-8 bytes.
	// Only [BBS2023] has a place for it.
	PresentationHeader []byte

	random io.Reader // of random bytes, which tests replace by published ones; nil: rand.Reader
}

// Derive returns a file with a derived proof that reveals only the mandatory
// parts of a file with a base proof and what the options name (vc-di-ecdsa section
// 3.5.6, vc-di-bbs section 3.4.6). It needs no key.
//
// With [BBS2023] the base proof is checked first, with the key that stands in it.
// The derived proofs of one credential cannot be linked with each other by the
// proof, only by what they reveal.
func Derive(ctx context.Context, env vc.Env, file *proof.Secured, options DeriveOptions) (*proof.Secured, error) {
	suite, ok := selectiveSuiteOf(file)
	if !ok {
		return nil, errors.New("PROOF-SUITE: deriving needs a file with one base proof, of " + strings.Join(selectiveNames(), " or "))
	}
	p, doc := file.Proofs()[0], file.Document()
	newValueError := func(err error) error { return fmt.Errorf("PROOF-VALUE at %s/proofValue: %w", p.Pointer, err) }
	base, err := suite.decodeBase(p.Value.Get("proofValue").Text())
	if err != nil {
		return nil, newValueError(err)
	}
	if len(options.PresentationHeader) > 0 && !suite.scheme.answers {
		return nil, fmt.Errorf("PROOF-SUITE: a proof of %s has no place for a presentation header; leave it out, and answer the challenge with a presentation around the credential", suite.name)
	}
	all, err := suite.scheme.blind(ctx, env, doc, base.secret())
	if err != nil {
		return nil, err
	}
	pointers := append(slices.Clone(base.pointers()), options.Reveal...)
	if len(pointers) == 0 {
		return nil, errors.New("PROOF-POINTER: nothing is mandatory and nothing is to be revealed; give at least one pointer")
	}
	combined, err := all.indexesOf(ctx, env, doc, pointers)
	if err != nil {
		return nil, err
	}
	indexes, err := all.indexesOf(ctx, env, doc, base.pointers())
	if err != nil {
		return nil, err
	}
	mandatory, others := all.split(indexes)
	if err := suite.scheme.countStatements(env, len(others)); err != nil {
		return nil, err
	}
	selected, err := selectPointers(ctx, doc, pointers)
	if err != nil {
		return nil, err
	}
	d := &disclosure{options: &options, others: others, hashes: func() (parts, error) { return hashParts(ctx, env, doc, p.Value, mandatory, others) }}
	d.mandatory, d.free = places(indexes, combined)
	if d.labels, err = verifierLabels(ctx, env, selected, all.labels); err != nil {
		return nil, err
	}
	value, err := base.derive(d)
	if err != nil {
		return nil, newValueError(err)
	}
	text, err := suite.scheme.encodeDerived(value)
	if err != nil {
		return nil, err
	}
	config, err := configOf(p.Value)
	if err != nil {
		return nil, err
	}
	return attachValue(env, selected.doc, config, text, p.Pointer != "/proof")
}

// selectiveSuiteOf returns the cryptosuite of a file with one proof that can be
// revealed in parts.
func selectiveSuiteOf(file *proof.Secured) (*definition, bool) {
	if len(file.Proofs()) != 1 {
		return nil, false
	}
	suite, ok := definitionOf(Cryptosuite(file.Proofs()[0].Suite))
	return suite, ok && suite.scheme != nil
}

// attachValue writes a proof value into a received proof, and the proof into a
// document that has none, as an array of one if array is true.
func attachValue(env vc.Env, doc, config vc.Document, value string, array bool) (*proof.Secured, error) {
	signed, err := config.With("/proofValue", string(jsontree.AppendString(nil, value)))
	if err != nil {
		return nil, err
	}
	unsecured, err := proof.OpenDocument(doc, env.Limits)
	if err != nil {
		return nil, err
	}
	return unsecured.WithProof(signed.String(), array, env.Limits)
}

// places returns the places of the mandatory statements among the revealed ones,
// and those of the other revealed ones among the statements that are not mandatory.
func places(mandatory, revealed []int) (shown, free []int) {
	shown, free = make([]int, 0, len(mandatory)), make([]int, 0, len(revealed))
	for place, index := range revealed {
		before, isMandatory := slices.BinarySearch(mandatory, index)
		if isMandatory {
			shown = append(shown, place)
		} else {
			free = append(free, index-before)
		}
	}
	return shown, free
}

// verifierLabels maps the canonical labels that a verifier will compute for the
// revealed document to the labels in the statements.
func verifierLabels(ctx context.Context, env vc.Env, selected *selection, labels map[string]string) (map[uint32]label, error) {
	ds, err := namedDataset(ctx, env, selected.doc, func(pointer string) string { return selected.origin[pointer] })
	if err != nil {
		return nil, err
	}
	issued, err := canonicalLabels(ctx, env, ds)
	if err != nil {
		return nil, err
	}
	out := make(map[uint32]label, len(issued))
	for node, canonical := range issued {
		n, err := strconv.ParseUint(strings.TrimPrefix(canonical, "c14n"), 10, 32)
		if err != nil {
			return nil, err
		}
		if labels[node] == "" {
			return nil, errors.New("PROOF-POINTER: the revealed part has a node that the whole does not have")
		}
		out[uint32(n)] = label(labels[node])
	}
	return out, nil
}
