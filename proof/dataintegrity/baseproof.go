package dataintegrity

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// statementKeyLength is the length of a P-256 key as Multikey bytes. (The
// specification's parser says 36; its vectors have 35.)
const statementKeyLength = 35

// SelectiveOptions are the options of a base proof.
type SelectiveOptions struct {
	Options
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

// SignSelective adds an ecdsa-sd-2023 base proof to a document (vc-di-ecdsa
// section 3.5.4). The key must be on P-256. A base proof is for the holder alone
// and never verifies, because anybody who has it can derive proofs from it. What
// decides whether the credential is in force is always mandatory: a holder who
// could withhold its end or its status could revive it.
func SignSelective(ctx context.Context, env vc.Env, doc vc.Document, key proof.Key, options SelectiveOptions) (*proof.Secured, error) {
	if doc.Get("proof").Exists() {
		return nil, errors.New("PROOF-EXISTS at /proof: the document already carries a proof; sign the document without it")
	}
	if key.Signer == nil || !vc.IsURL(key.Method) || !ecdsaP256.fits(key.Signer.Public()) {
		return nil, errors.New("PROOF-KEY: ecdsa-sd-2023 needs a P-256 private key and the URL of its verification method")
	}
	if len(options.Previous) > 0 && !options.careless {
		return nil, errors.New("PROOF-CHAIN: a proof of ecdsa-sd-2023 cannot build on another proof, because deriving changes what that one covers")
	}
	if err := options.fillRandom(); err != nil {
		return nil, err
	}
	suite := &definition{name: ECDSASD2023, transform: rdfc{}}
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
	all, err := blind(ctx, env, doc, options.hmacKey)
	if err != nil {
		return nil, err
	}
	if err := checkDecided(all.remarks); err != nil {
		return nil, err
	}
	pointers := options.mandatory(doc)
	indexes, err := all.indexesOf(ctx, env, doc, pointers)
	if err != nil {
		return nil, err
	}
	mandatory, others := all.split(indexes)
	if err := countStatements(env, len(others)); err != nil {
		return nil, err
	}
	value := baseValue{HMACKey: options.hmacKey, MandatoryPointers: pointers}
	if value.PublicKey, err = multikey.Bytes(options.key.Public()); err != nil {
		return nil, err
	}
	if value.Signatures, err = signStatements(ctx, options.key, others); err != nil {
		return nil, err
	}
	signed, err := baseInput(ctx, env, doc, config.Root(), value.PublicKey, mandatory)
	if err != nil {
		return nil, err
	}
	if value.BaseSignature, err = ecdsaP256.Sign(key.Signer, signed); err != nil {
		return nil, fmt.Errorf("PROOF-SIGNER: the key did not sign: %w", err)
	}
	text, err := value.encode()
	if err != nil {
		return nil, err
	}
	return unsecured.WithProof(withValue(config, text), options.Array, env.Limits)
}

// countStatements returns an error when there are more statements than may be
// signed one by one.
func countStatements(env vc.Env, n int) error {
	if most := env.Limits.MaxStatements(); n > most {
		return fmt.Errorf("PROOF-STATEMENTS: %w: more than %d statements would be signed one by one", vc.ErrLimit, most)
	}
	return nil
}

// signaturesPerCheck is how many signatures over statements are made or checked
// before it is asked again whether the context has ended.
const signaturesPerCheck = 32

// fillRandom sets the random values that are not set yet.
func (o *SelectiveOptions) fillRandom() error {
	if o.hmacKey == nil {
		o.hmacKey = make([]byte, hmacKeyLength)
		if _, err := rand.Read(o.hmacKey); err != nil {
			return err
		}
	}
	var err error
	if o.key == nil {
		o.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	return err
}

// parseStatementKey reads the public key for the statements: a P-256 key as
// Multikey bytes.
func parseStatementKey(raw []byte) (crypto.PublicKey, error) {
	key, err := multikey.PublicBytes(raw)
	if err != nil || !ecdsaP256.fits(key) {
		return nil, errors.New("the key for the statements is not a P-256 key")
	}
	return key, nil
}

func signStatements(ctx context.Context, key crypto.Signer, lines [][]byte) ([]octets, error) {
	signatures := make([]octets, len(lines))
	for i, line := range lines {
		if i%signaturesPerCheck == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var err error
		if signatures[i], err = ecdsaP256.Sign(key, line); err != nil {
			return nil, err
		}
	}
	return signatures, nil
}

// baseInput returns what the base signature covers: the hash of the proof
// configuration, the key for the statements and the hash of the mandatory
// statements (vc-di-ecdsa section 3.5.1).
func baseInput(ctx context.Context, env vc.Env, doc vc.Document, options jsontree.Value, key []byte, mandatory [][]byte) ([]byte, error) {
	canonical, _, err := canonicaliseOptions(ctx, env, rdfc{}, doc, options, manner{crypto.SHA256, true})
	if err != nil {
		return nil, err
	}
	out := append(canonical.sum, key...)
	h := crypto.SHA256.New()
	for _, line := range mandatory {
		h.Write(line)
	}
	return h.Sum(out), nil
}
