package vectors

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/multiformats/go-multibase"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// bench is where documents are signed.
type bench struct {
	ctx  context.Context
	env  vc.Env
	made time.Time // when every proof was made
	// rules are the requirements by their codes.
	rules map[string]vc.Rule
	// role is who issues what is made here.
	role string
	base string // of the addresses of status lists
	// kept are the proofs that are made with random values, by the digest of what they
	// are made of. So each is made once, and the set is the same each time.
	kept map[string]string
	// record says that a proof that is not there is made and kept.
	record bool
	// forge makes a proof that somebody without a signature can make; nil: those that
	// are not kept cannot be made.
	forge func(forgery) (vc.Document, error)
}

//go:embed data/keptproofs.json
var keptProofs []byte

func newBench() (bench, error) {
	made, err := time.Parse(time.RFC3339, madeOn)
	if err != nil {
		return bench{}, err
	}
	b := bench{ctx: context.Background(), made: made, role: "issuer", rules: embeddedRules()}
	b.env.Clock = func() time.Time { return made.Add(time.Hour) }
	return b, json.Unmarshal(keptProofs, &b.kept)
}

// edit sets members of a document or, where the value is "", takes them away. Edits
// are pairs of pointer and JSON text.
func edit(doc vc.Document, edits ...string) (vc.Document, error) {
	var err error
	for i := 0; i+1 < len(edits) && err == nil; i += 2 {
		if edits[i+1] == "" {
			doc, err = doc.Without(edits[i])
		} else {
			doc, err = doc.With(edits[i], edits[i+1])
		}
	}
	return doc, err
}

// sign signs a document.
func (b bench) sign(doc vc.Document, suite dataintegrity.Cryptosuite, by signatory, o dataintegrity.Options) (vc.Document, error) {
	return documentOf(dataintegrity.Sign(b.ctx, b.env, doc, suite, by.key, o))
}

// documentOf returns a file as a document, with its proofs.
func documentOf(file *proof.Secured, err error) (vc.Document, error) {
	if err != nil {
		return vc.Document{}, err
	}
	return vc.ParseDocument(file.Bytes(), vc.Limits{})
}

// add adds a proof to a document that has one.
func (b bench) add(doc vc.Document, suite dataintegrity.Cryptosuite, by signatory, o dataintegrity.Options) (vc.Document, error) {
	file, err := proof.Open(doc.Bytes(), vc.Limits{})
	if err != nil {
		return vc.Document{}, err
	}
	return documentOf(dataintegrity.Add(b.ctx, b.env, file, suite, by.key, o))
}

// input returns what a proof of a document signs.
func (b bench) input(doc vc.Document, index int) (*dataintegrity.Input, error) {
	file, err := proof.Open(doc.Bytes(), vc.Limits{})
	if err != nil {
		return nil, err
	}
	return dataintegrity.Prepare(b.ctx, b.env, file, file.Proofs()[index])
}

// signature returns a proof value over bytes.
func (b bench) signature(by signatory, data []byte) (string, error) {
	algorithm, ok := jws.Default(by.key.Signer.Public())
	if !ok {
		return "", errors.New("no algorithm fits the test key")
	}
	signature, err := algorithm.Sign(by.key.Signer, data)
	if err != nil {
		return "", err
	}
	return base58(signature)
}

// resign makes the value of the only proof anew, over the document and the proof as
// they are: what an issuer does who has the key and does not keep the rules.
func (b bench) resign(doc vc.Document, by signatory) (vc.Document, error) {
	input, err := b.input(doc, 0)
	if err != nil {
		return vc.Document{}, err
	}
	text, err := b.signature(by, input.HashData())
	if err != nil {
		return vc.Document{}, err
	}
	pointer := "/proof"
	if doc.Get("proof").Kind() == jsontree.Array {
		pointer = "/proof/0"
	}
	return doc.With(pointer+"/proofValue", quote(text))
}

// signSelective returns a document with a base proof.
func (b bench) signSelective(doc vc.Document, by signatory, o dataintegrity.Options) (vc.Document, error) {
	mandatory := ob3.MandatoryPointers(doc)
	slices.Sort(mandatory)
	of := fmt.Sprint(by.key.Method, o.Purpose, o.Expires, o.Array, mandatory) + doc.String()
	if !strings.HasSuffix(by.key.Method, by.fragment()) {
		of += " by " + by.id // who names a key that somebody else has
	}
	return b.keep(doc, of, func() (vc.Document, error) {
		return documentOf(dataintegrity.SignSelective(b.ctx, b.env, doc, by.key, dataintegrity.SelectiveOptions{Options: o, Mandatory: mandatory}))
	})
}

// derive returns what the holder of a base proof reveals.
func (g good) derive(base vc.Document, o dataintegrity.DeriveOptions) (vc.Document, error) {
	file, err := proof.Open(base.Bytes(), vc.Limits{})
	if err != nil {
		return vc.Document{}, err
	}
	derived, err := documentOf(dataintegrity.Derive(g.bench.ctx, g.bench.env, file, o))
	if err != nil || !g.suite.selective.chance {
		return derived, err
	}
	of := fmt.Sprintf("%q for %q of ", o.Reveal, o.PresentationHeader) + base.String()
	return g.bench.keep(derived, of, func() (vc.Document, error) { return derived, nil })
}

// keep returns a document with the proof that is kept of what it is made of, or with
// the one that is made now.
func (b bench) keep(doc vc.Document, of string, make func() (vc.Document, error)) (vc.Document, error) {
	digest := sha256.Sum256([]byte(of))
	name := hex.EncodeToString(digest[:16])
	if _, ok := b.kept[name]; !ok {
		if !b.record {
			return vc.Document{}, fmt.Errorf("no proof is kept of %s; make it with go test ./conformance/vectors -update", name)
		}
		made, err := make()
		if err != nil {
			return vc.Document{}, err
		}
		b.kept[name] = made.Get("proof").Raw()
	}
	return doc.With("/proof", b.kept[name])
}

// contextOfProofs defines the terms of a proof for documents whose own contexts do
// not.
const contextOfProofs = "https://w3id.org/security/data-integrity/v2"

// prepare names the contexts that a signature needs, so that what is signed is what
// is shown.
func (b bench) prepare(doc vc.Document, suite embeddedSuite) (vc.Document, error) {
	context := ""
	switch {
	case suite.typed:
		context = "https://w3id.org/security/suites/ed25519-2020/v1"
	case doc.Lookup("/@context/0").IsText(vc.ContextV1):
		context = contextOfProofs
	default:
		return doc, nil
	}
	return doc.With("/@context/-", quote(context))
}

func base58(raw []byte) (string, error) { return multibase.Encode(multibase.Base58BTC, raw) }
