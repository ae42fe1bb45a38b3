package dataintegrity

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Derive returns a file with a derived proof that reveals only the mandatory
// parts of a file with a base proof and the parts at the JSON Pointers in reveal
// (vc-di-ecdsa section 3.5.6). It needs no key.
func Derive(ctx context.Context, env vc.Env, file *proof.Secured, reveal []string) (*proof.Secured, error) {
	if len(file.Proofs()) != 1 || file.Proofs()[0].Suite != string(ECDSASD2023) {
		return nil, errors.New("PROOF-SUITE: deriving needs a file with one ecdsa-sd-2023 base proof")
	}
	p, doc := file.Proofs()[0], file.Document()
	base, err := decodeBase(p.Value.Get("proofValue").Text())
	if err != nil {
		return nil, fmt.Errorf("PROOF-VALUE at %s/proofValue: %w", p.Pointer, err)
	}
	all, err := blind(ctx, env, doc, base.HMACKey)
	if err != nil {
		return nil, err
	}
	if err := countStatements(env, len(base.Signatures)); err != nil {
		return nil, err
	}
	pointers := append(slices.Clone(base.MandatoryPointers), reveal...)
	if len(pointers) == 0 {
		return nil, errors.New("PROOF-POINTER: nothing is mandatory and nothing is to be revealed; give at least one pointer")
	}
	combined, err := all.indexesOf(ctx, env, doc, pointers)
	if err != nil {
		return nil, err
	}
	mandatory, err := all.indexesOf(ctx, env, doc, base.MandatoryPointers)
	if err != nil {
		return nil, err
	}
	if len(base.Signatures) != len(all.lines)-len(mandatory) {
		return nil, fmt.Errorf("PROOF-VALUE at %s/proofValue: there are not as many signatures as statements that are not mandatory", p.Pointer)
	}
	selected, err := selectPointers(ctx, doc, pointers)
	if err != nil {
		return nil, err
	}
	value := derivedValue{BaseSignature: base.BaseSignature, PublicKey: base.PublicKey,
		Signatures: keepRevealed(base.Signatures, mandatory, combined), MandatoryIndexes: mandatoryPlaces(mandatory, combined)}
	if value.Labels, err = verifierLabels(ctx, env, selected, all.labels); err != nil {
		return nil, err
	}
	text, err := value.encode()
	if err != nil {
		return nil, err
	}
	config, err := configOf(p.Value)
	if err != nil {
		return nil, err
	}
	return attachValue(env, selected.doc, config, text, p.Pointer != "/proof")
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

// keepRevealed returns the signatures over the revealed statements. The given
// ones stand in the order of the statements that are not mandatory.
func keepRevealed(signatures []octets, mandatory, combined []int) []octets {
	kept := make([]octets, 0, len(combined))
	for _, index := range combined {
		before, isMandatory := slices.BinarySearch(mandatory, index)
		if !isMandatory {
			kept = append(kept, signatures[index-before])
		}
	}
	return kept
}

// mandatoryPlaces returns the places of the mandatory statements among the revealed
// ones.
func mandatoryPlaces(mandatory, combined []int) []int {
	places := make([]int, 0, len(mandatory))
	for place, index := range combined {
		if _, ok := slices.BinarySearch(mandatory, index); ok {
			places = append(places, place)
		}
	}
	return places
}

// verifierLabels maps the canonical labels that a verifier will compute for the
// revealed document to the labels in the statements.
func verifierLabels(ctx context.Context, env vc.Env, selected *selection, labels map[string]string) (map[uint32]octets, error) {
	ds, err := namedDataset(ctx, env, selected.doc, func(pointer string) string { return selected.origin[pointer] })
	if err != nil {
		return nil, err
	}
	issued, err := canonicalLabels(ctx, env, ds)
	if err != nil {
		return nil, err
	}
	out := make(map[uint32]octets, len(issued))
	for label, canonical := range issued {
		n, err := strconv.ParseUint(strings.TrimPrefix(canonical, "c14n"), 10, 32)
		if err != nil {
			return nil, err
		}
		raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(labels[label], "u"))
		if err != nil || len(raw) != hmacKeyLength {
			return nil, errors.New("PROOF-POINTER: the revealed part has a node that the whole does not have")
		}
		out[uint32(n)] = raw
	}
	return out, nil
}
