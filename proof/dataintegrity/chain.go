package dataintegrity

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// withPreviousProofs returns the document that a proof signs: the file's
// document or, for a proof that names previous proofs, that document with
// exactly those proofs in it, including their values (Data Integrity 1.0 section
// 4.5). The proof stands at pointer in the file; "" is a proof that is yet to be
// added.
func withPreviousProofs(file *proof.Secured, value jsontree.Value, pointer string) (vc.Document, error) {
	ids, err := previousIDs(value)
	if err != nil || len(ids) == 0 {
		return file.Document(), err
	}
	links, err := newLinks(file.Proofs())
	if err != nil {
		return vc.Document{}, err
	}
	if err := links.follow(ids, pointer); err != nil {
		return vc.Document{}, err
	}
	var matching []string
	for _, other := range file.Proofs() {
		if id := other.Value.Get("id").Text(); id != "" && slices.Contains(ids, id) {
			matching = append(matching, other.Value.Raw())
		}
	}
	return file.Document().With("/proof", "["+strings.Join(matching, ",")+"]")
}

// previousIDs returns the ids of the proofs that a proof builds on.
func previousIDs(value jsontree.Value) ([]string, error) {
	member := value.Get("previousProof")
	ids, ok := texts(member)
	if !ok || (member.Exists() && len(ids) == 0) || slices.Contains(ids, "") {
		return nil, newChainError("PreviousProof must be an identifier or an array of identifiers.")
	}
	return ids, nil
}

// links holds the proofs of a file by their ids, and which have been followed.
type links struct {
	byID map[string]proof.Proof
	done map[string]bool // by pointer: false while it is being followed
}

func newLinks(all []proof.Proof) (links, error) {
	l := links{make(map[string]proof.Proof, len(all)), make(map[string]bool, len(all))}
	for _, p := range all {
		id := p.Value.Get("id").Text()
		if _, taken := l.byID[id]; taken && id != "" {
			return l, newChainError("Two proofs have the same id.")
		}
		l.byID[id] = p
	}
	return l, nil
}

// follow walks down a chain: every id must be that of a proof of the file, and
// no proof may build on itself.
func (l links) follow(ids []string, pointer string) error {
	l.done[pointer] = false
	for _, id := range ids {
		next, ok := l.byID[id]
		if !ok {
			return newChainError("A previous proof is missing.")
		}
		switch done, visited := l.done[next.Pointer]; {
		case visited && !done:
			return newChainError("A proof builds on itself.")
		case visited:
			continue
		}
		further, err := previousIDs(next.Value)
		if err != nil {
			return err
		}
		if err := l.follow(further, next.Pointer); err != nil {
			return err
		}
	}
	l.done[pointer] = true
	return nil
}
