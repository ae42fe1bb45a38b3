package dataintegrity

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// SelectiveOptions are the options of a base proof.
type SelectiveOptions struct {
	Options
	// Suite is [ECDSASD2023] or [BBS2023]; "": the one that the key fits.
	Suite Cryptosuite
	// Mandatory lists JSON Pointers to what every derived proof must reveal, in
	// addition to what decides whether the credential is in force
	// ([vc.DecisivePointers]), which is always mandatory. With nothing listed, a holder
	// may derive a credential that lacks what its format requires; list that,
	// such as ob3.MandatoryPointers for an Open Badge.
	Mandatory []string

	// The random values, which tests replace by published ones.
	hmacKey []byte
	key     *ecdsa.PrivateKey
	// careless leaves what decides to the holder and lets the proof build on
	// others, as other signers may do. It is for tests of the verifier.
	careless bool
}

// mandatory returns the pointers of a base proof. It leaves out the contexts:
// they are no statements, and every selection has them.
func (o *SelectiveOptions) mandatory(doc vc.Document) []string {
	if o.careless {
		return o.Mandatory
	}
	pointers := slices.DeleteFunc(vc.DecisivePointers(doc), func(p string) bool { return p == "/@context" })
	seen := make(map[string]bool, len(pointers)+len(o.Mandatory))
	for _, pointer := range pointers {
		seen[pointer] = true
	}
	for _, pointer := range o.Mandatory {
		if !seen[pointer] {
			seen[pointer] = true
			pointers = append(pointers, pointer)
		}
	}
	return pointers
}

// SignSelective adds a base proof to a document: of ecdsa-sd-2023 (vc-di-ecdsa
// section 3.5.4), for which the key must be on P-256, or of bbs-2023 (vc-di-bbs
// section 3.4.1), for which its Signer must be a [bbs.Signer]. A base proof is for the
// holder alone and never verifies, because anybody who has it can derive proofs from
// it. What decides whether the credential is in force is always mandatory: a holder
// who could withhold its end or its status could revive it.
func SignSelective(ctx context.Context, env vc.Env, doc vc.Document, key proof.Key, options SelectiveOptions) (*proof.Secured, error) {
	if doc.Get("proof").Exists() {
		return nil, errors.New("PROOF-EXISTS at /proof: the document already carries a proof; sign the document without it")
	}
	suite, err := options.suite(key)
	if err != nil {
		return nil, err
	}
	if len(options.Previous) > 0 && !options.careless {
		return nil, fmt.Errorf("PROOF-CHAIN: a proof of %s cannot build on another proof, because deriving changes what that one covers", suite.name)
	}
	if options.hmacKey == nil {
		options.hmacKey = make([]byte, hmacKeyLength)
		if _, err := rand.Read(options.hmacKey); err != nil {
			return nil, err
		}
	}
	config, err := options.config(env, suite, key.Method)
	if err != nil {
		return nil, err
	}
	unsecured, err := proof.OpenDocument(doc, env.Limits)
	if err != nil {
		return nil, err
	}
	if unsecured, err = inject(ctx, env, unsecured, suite, config); err != nil {
		return nil, err
	}
	doc = unsecured.Document()
	all, err := suite.scheme.blind(ctx, env, doc, options.hmacKey)
	if err != nil {
		return nil, err
	}
	if err := checkDecided(all.remarks); err != nil {
		return nil, err
	}
	s := &signing{options: &options, pointers: options.mandatory(doc)}
	indexes, err := all.indexesOf(ctx, env, doc, s.pointers)
	if err != nil {
		return nil, err
	}
	mandatory, others := all.split(indexes)
	if err := suite.scheme.countStatements(env, len(others)); err != nil {
		return nil, err
	}
	if s.parts, err = hashParts(ctx, env, doc, config.Root(), mandatory, others); err != nil {
		return nil, err
	}
	value, err := suite.scheme.sign(ctx, key.Signer, s)
	if err != nil {
		return nil, err
	}
	text, err := suite.scheme.encodeBase(value)
	if err != nil {
		return nil, err
	}
	return unsecured.WithProof(withValue(config, text), options.Array, env.Limits)
}

// suite returns the cryptosuite, which the key must fit.
func (o *SelectiveOptions) suite(key proof.Key) (*definition, error) {
	var needs []string
	for i := range definitions {
		d := &definitions[i]
		if d.scheme == nil || o.Suite != "" && d.name != o.Suite {
			continue
		}
		if key.Signer != nil && vc.IsURL(key.Method) && d.scheme.fits(key.Signer.Public()) {
			return d, nil
		}
		needs = append(needs, fmt.Sprintf("%s needs a %s private key and the URL of its verification method", d.name, d.scheme.key))
	}
	if needs == nil {
		return nil, fmt.Errorf("PROOF-SUITE: there is no cryptosuite %q with selective disclosure; use one of %s", o.Suite, strings.Join(selectiveNames(), ", "))
	}
	return nil, errors.New("PROOF-KEY: " + strings.Join(needs, ", "))
}

// countStatements returns an error when there are more statements than may be
// signed one by one.
func (s *scheme) countStatements(env vc.Env, n int) error {
	most := env.Limits.MaxStatements()
	if s.most > 0 {
		most = min(most, s.most)
	}
	if n > most {
		return fmt.Errorf("PROOF-STATEMENTS: %w: more than %d statements would be signed one by one", vc.ErrLimit, most)
	}
	return nil
}
