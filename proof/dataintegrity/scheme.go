package dataintegrity

import (
	"context"
	"crypto"
	"slices"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// scheme is how a cryptosuite with selective disclosure makes its proof values, of
// which there are two kinds. The issuer makes a base value, which is for the holder
// alone. The holder makes derived values from it, and those verify.
type scheme struct {
	kinds
	optional []kinds // of the features that are not supported
	spec     string  // the specification, without an anchor
	// key is the kind of key that signs, in words.
	key  string
	fits func(crypto.PublicKey) bool

	ranked   bool // labels are the ranks of the HMACs, not the HMACs themselves
	answers  bool // derived values have a presentation header
	timeless bool // a proof states when it was made only when asked to
	most     int  // how many statements can be signed; 0: as many as the limits allow

	sign       func(context.Context, crypto.Signer, *signing) (baseValue, error)
	newBase    func() baseValue // an empty value to read one into
	newDerived func() derivedValue
}

// kinds holds the last of the three bytes that the two kinds of value start with.
type kinds struct{ base, derived byte }

// parts is what the values of a scheme are made and checked over.
type parts struct {
	proofHash     []byte   // of the proof configuration
	mandatoryHash []byte   // of the mandatory statements
	others        [][]byte // the other statements
}

// around returns the hashes with something between them.
func (p *parts) around(middle []byte) []byte {
	return slices.Concat(p.proofHash, middle, p.mandatoryHash)
}

// signing is what a base value is made of.
type signing struct {
	parts
	options  *SelectiveOptions
	pointers []string // to what is mandatory
}

// disclosure is what a derived value is made of. The parts are those of the whole
// document; their hashes are computed only when asked for.
type disclosure struct {
	others    [][]byte
	hashes    func() (parts, error)
	free      []int // places of the revealed statements among the others
	mandatory []int // places of the mandatory statements among all that are revealed
	labels    map[uint32]label
	options   *DeriveOptions
}

// baseValue is the content of the proof value of a base proof. It is for the
// holder only.
type baseValue interface {
	check() error // finds out whether the parts of the value can be right
	secret() []byte
	pointers() []string // to what is mandatory
	derive(*disclosure) (derivedValue, error)
}

// derivedValue is the content of the proof value of a derived proof.
type derivedValue interface {
	check() error // finds out whether the parts of the value can be right
	nodes() map[uint32]label
	mandatory() []int // places of the mandatory statements among all
	signed() int      // how many statements the issuer signed one by one, as far as it shows
	shown() int       // how many of those are revealed
	answer() []byte   // the presentation header
	verify(context.Context, crypto.PublicKey, *parts) (bool, error)
}

// hashParts returns the hashes of a proof configuration over a document and of its
// mandatory statements, beside the other statements (vc-di-ecdsa section 3.5.2,
// vc-di-bbs section 3.4.3).
func hashParts(ctx context.Context, env vc.Env, doc vc.Document, options jsontree.Value, mandatory, others [][]byte) (parts, error) {
	config, _, err := canonicaliseOptions(ctx, env, rdfc{}, doc, options, manner{crypto.SHA256, true})
	if err != nil {
		return parts{}, err
	}
	h := crypto.SHA256.New()
	for _, line := range mandatory {
		h.Write(line)
	}
	return parts{config.sum, h.Sum(nil), others}, nil
}
