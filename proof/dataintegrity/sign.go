package dataintegrity

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Sign adds the first proof to a document (Data Integrity 1.0 section 4.2). The
// proof becomes the document's last member, and all other bytes stay as they
// are, with one exception: when the contexts do not define the terms of the
// proof, one that does is appended to them (section 2.4.1).
//
// It is an error when the key does not fit the cryptosuite and when the document
// already carries a proof. It is an [*InputError] when something in the document
// cannot be signed: a member that JSON-LD would drop, an unknown context, a
// number that would change. Sign does not check whether the key belongs to the
// issuer.
//
// With [ECDSASD2023] or [BBS2023] it makes a base proof in which only what decides is
// mandatory; use [SignSelective] to make more so.
func Sign(ctx context.Context, env vc.Env, doc vc.Document, name Cryptosuite, key proof.Key, options Options) (*proof.Secured, error) {
	if IsSelective(name) {
		return SignSelective(ctx, env, doc, key, SelectiveOptions{Options: options, Suite: name})
	}
	if doc.Get("proof").Exists() {
		return nil, errors.New("PROOF-EXISTS at /proof: the document already carries a proof; use Add, or sign the document without it")
	}
	unsecured, err := proof.OpenDocument(doc, env.Limits)
	if err != nil {
		return nil, err
	}
	return Add(ctx, env, unsecured, name, key, options)
}

// Add adds a further proof to a file (Data Integrity 1.0 section 4.3): to a set
// or, with [Options.Previous], to a chain. It does not check the proofs that are
// there already. For the errors see [Sign].
func Add(ctx context.Context, env vc.Env, file *proof.Secured, name Cryptosuite, key proof.Key, options Options) (*proof.Secured, error) {
	if IsSelective(name) {
		if file.Format() != proof.Unsecured {
			return nil, fmt.Errorf("PROOF-CHAIN: a base proof of %s stands alone, because the holder derives other proofs from it; use another cryptosuite to add a proof", name)
		}
		return SignSelective(ctx, env, file.Document(), key, SelectiveOptions{Options: options, Suite: name})
	}
	draft, err := NewDraft(ctx, env, file, name, key, options)
	if err != nil {
		return nil, err
	}
	return draft.Sign()
}

// Draft is a new proof that lacks nothing but its signature. It shows that every
// part of its document can be signed, so that somebody may look at more before the
// key is used.
type Draft struct {
	file      *proof.Secured
	config    vc.Document // the proof without its value
	input     *Input
	algorithm algorithm
	key       proof.Key
	array     bool
	limits    vc.Limits
}

// NewDraft does what [Add] does before it signs, for the same errors, with any
// cryptosuite that has no selective disclosure.
func NewDraft(ctx context.Context, env vc.Env, file *proof.Secured, name Cryptosuite, key proof.Key, options Options) (*Draft, error) {
	suite, algorithm, err := chooseSuite(name, key)
	if err != nil {
		return nil, err
	}
	if file.Format() != proof.Unsecured && file.Format() != proof.DataIntegrity {
		return nil, fmt.Errorf("PROOF-FORMAT: an embedded proof cannot be added to a file of the form %s", file.Format())
	}
	config, err := options.config(env, suite, key.Method)
	if err != nil {
		return nil, err
	}
	if file, err = inject(ctx, env, file, suite, config); err != nil {
		return nil, err
	}
	doc, err := withPreviousProofs(file, config.Root(), "")
	if err != nil {
		return nil, err
	}
	if config, err = suite.transform.complete(doc, config); err != nil {
		return nil, err
	}
	input, err := suite.prepare(ctx, env, doc, config.Root(), manner{algorithm.hash, true})
	if err != nil {
		return nil, err
	}
	if err := checkDecided(input.remarks); err != nil {
		return nil, err
	}
	return &Draft{file, config, input, algorithm, key, options.Array, env.Limits}, nil
}

// Sign signs, and returns the file with the proof.
func (d *Draft) Sign() (*proof.Secured, error) {
	signature, err := d.algorithm.Sign(d.key.Signer, d.input.HashData())
	if err != nil {
		return nil, fmt.Errorf("PROOF-SIGNER: the key did not sign: %w", err)
	}
	value, err := encodeSignature(signature)
	if err != nil {
		return nil, err
	}
	return d.file.WithProof(withValue(d.config, value), d.array, d.limits)
}

// chooseSuite finds the cryptosuite and how it signs with this key.
func chooseSuite(name Cryptosuite, key proof.Key) (*definition, algorithm, error) {
	suite, ok := definitionOf(name)
	switch {
	case ok && suite.scheme != nil:
		return nil, algorithm{}, errOneByOne(name)
	case !ok:
		return nil, algorithm{}, fmt.Errorf("PROOF-SUITE: there is no cryptosuite %q; use one of %s", name, strings.Join(suiteNames(), ", "))
	}
	if key.Signer == nil || !vc.IsURL(key.Method) {
		return nil, algorithm{}, errors.New("PROOF-KEY: signing needs a private key and the URL of its verification method")
	}
	chosen, ok := suite.algorithm(key.Signer.Public())
	if !ok {
		return nil, algorithm{}, fmt.Errorf("PROOF-KEY: a key of this type cannot be used with %s", name)
	}
	return suite, chosen, nil
}

// errOneByOne is the error about a cryptosuite whose proofs have no single input.
func errOneByOne(name Cryptosuite) error {
	return fmt.Errorf("PROOF-SUITE: a proof of %s signs statements one by one, so there is no one input to it; make it with SignSelective", name)
}

// withValue returns the text of a proof that [Options.config] wrote, with its
// value.
func withValue(config vc.Document, value string) string {
	text := config.String()
	signed := make([]byte, 0, len(text)+len(value)+len(`,"proofValue":""`))
	signed = append(append(signed, text[:len(text)-1]...), `,"proofValue":`...)
	return string(append(jsontree.AppendString(signed, value), '}'))
}

// Prepare returns what a proof of a file signs, with every intermediate value:
// canonical forms, hashes and the signed bytes. It helps to find out why two
// implementations disagree. The proof's key must be at hand, because it decides
// the hash.
func Prepare(ctx context.Context, env vc.Env, file *proof.Secured, p proof.Proof) (*Input, error) {
	suite, ok := definitionOf(Cryptosuite(p.Suite))
	switch {
	case ok && suite.scheme != nil:
		return nil, errOneByOne(suite.name)
	case !ok:
		return nil, fmt.Errorf("PROOF-SUITE: there is no cryptosuite %q", p.Suite)
	}
	_, method, err := did.Dereference(ctx, env, p.Value.Get("verificationMethod").Text())
	if err != nil {
		return nil, fmt.Errorf("PROOF-METHOD: %w", err)
	}
	algorithm, ok := suite.algorithm(method.Key)
	if !ok {
		return nil, errors.New("PROOF-KEY: the key is not of the type that the cryptosuite demands")
	}
	doc, err := withPreviousProofs(file, p.Value, p.Pointer)
	if err != nil {
		return nil, err
	}
	return suite.prepare(ctx, env, doc, p.Value, manner{hash: algorithm.hash})
}
