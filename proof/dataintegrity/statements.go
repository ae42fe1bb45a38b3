package dataintegrity

import (
	"bytes"
	"context"
	"crypto"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"

	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/rdf"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const hmacKeyLength = 32

// statements is a document as sorted N-Quads. The labels of its blank nodes are
// HMACs, or their ranks, so they reveal neither the order of the nodes nor anything
// that a reader of derived proofs could predict (vc-di-ecdsa section 3.4.1).
type statements struct {
	lines   [][]byte
	labels  map[string]string // label of the dataset -> label of the lines
	remarks []remark          // how the document reads
}

// namedDataset returns the dataset of a document. A blank node without a label
// of its own is named after the place of its object in the original document, so
// a node has the same name in the original and in every selection of it. The
// specification uses skolemisation for that; names by place also work for the
// cells of lists, which have no place for an id.
func namedDataset(ctx context.Context, env vc.Env, doc vc.Document, origin func(pointer string) string) (*rdf.Dataset, error) {
	ds, _, err := readNamedDataset(ctx, env, doc, origin, nil)
	return ds, err
}

// readNamedDataset is [named], and answers how the document reads.
func readNamedDataset(ctx context.Context, env vc.Env, doc vc.Document, origin func(pointer string) string, as *jsonld.Reading) (*rdf.Dataset, []remark, error) {
	opt := jsonldOptions(env, crypto.SHA256)
	opt.Name = func(at jsontree.Value) string { return origin(at.Pointer()) }
	opt.Reading = as
	ds, err := jsonld.Dataset(ctx, doc.Root(), opt)
	if err != nil || as == nil {
		return ds, nil, newInputError(err, false)
	}
	remarks, err := remarksOf(doc, as, false)
	return ds, remarks, err
}

// samePlace is the origin of a document that is the original itself.
func samePlace(pointer string) string { return pointer }

// blind canonicalises a document and replaces each canonical label by its HMAC, or by
// the rank of that (vc-di-bbs section 3.2.1).
func (s *scheme) blind(ctx context.Context, env vc.Env, doc vc.Document, key []byte) (*statements, error) {
	ds, remarks, err := readNamedDataset(ctx, env, doc, samePlace, newReading(decisive))
	if err != nil {
		return nil, err
	}
	issued, err := canonicalLabels(ctx, env, ds)
	if err != nil {
		return nil, err
	}
	labels := make(map[string]string, len(issued))
	for label, canonical := range issued {
		mac := hmac.New(sha256.New, key)
		mac.Write([]byte(canonical))
		labels[label] = string(newLabel(mac.Sum(nil)))
	}
	if s.ranked {
		sorted := slices.Sorted(maps.Values(labels))
		for node, mac := range labels {
			rank, _ := slices.BinarySearch(sorted, mac)
			labels[node] = string(newRank(uint64(rank)))
		}
	}
	lines, err := relabelled(ctx, ds, labels)
	return &statements{lines, labels, remarks}, err
}

func canonicalLabels(ctx context.Context, env vc.Env, ds *rdf.Dataset) (map[string]string, error) {
	opt := jsonldOptions(env, crypto.SHA256)
	canonical, err := rdf.Canonicalize(ctx, ds, rdf.Options{Hash: opt.Hash, Limits: opt.Limits, MaxWork: opt.MaxWork, Shared: opt.Shared})
	if err != nil {
		return nil, newInputError(err, false)
	}
	return canonical.Issued(ds), nil
}

// relabelled returns a dataset with other labels, as sorted N-Quads without
// duplicates.
func relabelled(ctx context.Context, ds *rdf.Dataset, labels map[string]string) ([][]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	text, err := ds.Relabel(labels).AppendNQuads(nil)
	if err != nil {
		return nil, err
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	lines = lines[:len(lines)-1]
	slices.SortFunc(lines, bytes.Compare)
	return slices.CompactFunc(lines, bytes.Equal), nil
}

// indexesOf returns the indexes of the statements that the values at JSON
// Pointers make.
func (s *statements) indexesOf(ctx context.Context, env vc.Env, doc vc.Document, pointers []string) ([]int, error) {
	if len(pointers) == 0 {
		return nil, nil
	}
	selected, err := selectPointers(ctx, doc, pointers)
	if err != nil {
		return nil, err
	}
	ds, err := namedDataset(ctx, env, selected.doc, func(pointer string) string { return selected.origin[pointer] })
	if err != nil {
		return nil, err
	}
	lines, err := relabelled(ctx, ds, s.labels)
	if err != nil {
		return nil, err
	}
	indexes := make([]int, len(lines))
	for i, line := range lines {
		found, ok := slices.BinarySearchFunc(s.lines, line, bytes.Compare)
		if !ok {
			return nil, fmt.Errorf("PROOF-POINTER: a selected part says something that the whole does not: select an ordered list as a whole")
		}
		indexes[i] = found
	}
	return indexes, nil
}

// split returns the statements at the given indexes, and the others.
func (s *statements) split(indexes []int) (in, out [][]byte) {
	for i, line := range s.lines {
		if _, ok := slices.BinarySearch(indexes, i); ok {
			in = append(in, line)
		} else {
			out = append(out, line)
		}
	}
	return in, out
}
