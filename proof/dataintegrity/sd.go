package dataintegrity

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ECDSASD2023 is the cryptosuite for selective disclosure (vc-di-ecdsa
// section 3.5). An issuer makes a base proof with [SignSelective]; the holder
// makes derived proofs from it with [Derive]; only these verify.
const ECDSASD2023 Cryptosuite = "ecdsa-sd-2023"

// statementKeyLength is the length of a P-256 key as Multikey bytes. (The
// specification's parser says 36; its vectors have 35.)
const statementKeyLength = 35

// SelectiveOptions are the options of a base proof.
type SelectiveOptions struct {
	Options
	// Mandatory lists JSON Pointers to what every derived proof reveals beside
	// what decides on whether the credential is in force, which always is
	// ([vc.DecisivePointers]). Without more, a holder may derive a credential that lacks
	// what its format requires: give what that is, such as
	// ob3.MandatoryPointers for an Open Badge.
	Mandatory []string

	// The random values, for tests with published ones.
	hmacKey []byte
	key     *ecdsa.PrivateKey
	// careless leaves what decides to the holder and lets the proof build on
	// others, as other signers may: for tests of what a verifier makes of that.
	careless bool
}

// mandatory returns the pointers of a base proof. Contexts are no statements,
// and every selection has them.
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
// section 3.5.4). The key must be on P-256. A base proof is meant for the
// holder and verifies nowhere: it would let any reader derive. What decides on
// whether the credential is in force becomes mandatory in any case: a holder
// who could withhold its end or its status could revive it.
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
	if err := options.random(); err != nil {
		return nil, err
	}
	suite := &definition{name: ECDSASD2023, transform: rdfc{}}
	config, err := options.config(env, suite, key.Method)
	if err != nil {
		return nil, err
	}
	unsecured, err := proof.Open(doc.Bytes(), env.Limits)
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
	if err := undecided(all.remarks); err != nil {
		return nil, err
	}
	pointers := options.mandatory(doc)
	indexes, err := all.group(ctx, env, doc, pointers)
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
	signed, err := baseInput(ctx, env, doc, config, value.PublicKey, mandatory)
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
	return attachText(env, doc, config, text, options.Array)
}

// countStatements refuses more statements than may be signed one by one.
func countStatements(env vc.Env, n int) error {
	if most := env.Limits.MaxStatements(); n > most {
		return fmt.Errorf("PROOF-STATEMENTS: %w: more than %d statements would be signed one by one", vc.ErrLimit, most)
	}
	return nil
}

// signaturesPerCheck is how many signatures over statements are made or
// checked between two looks at the context.
const signaturesPerCheck = 32

func (o *SelectiveOptions) random() error {
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

// parseStatementKey reads the key for the statements: a P-256 key as Multikey
// bytes.
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
func baseInput(ctx context.Context, env vc.Env, doc, config vc.Document, key []byte, mandatory [][]byte) ([]byte, error) {
	_, config, err := rdfc{}.bind(doc, config)
	if err != nil {
		return nil, err
	}
	canonical, _, err := read(ctx, env, rdfc{}, config, crypto.SHA256, true)
	if err != nil {
		return nil, err
	}
	out := append(digest(crypto.SHA256, canonical), key...)
	h := crypto.SHA256.New()
	for _, line := range mandatory {
		h.Write(line)
	}
	return h.Sum(out), nil
}

// Derive makes from a file with a base proof one that reveals only the
// mandatory parts and those at the given JSON Pointers, with a derived proof
// (vc-di-ecdsa section 3.5.6). No key is needed.
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
	combined, err := all.group(ctx, env, doc, pointers)
	if err != nil {
		return nil, err
	}
	mandatory, err := all.group(ctx, env, doc, base.MandatoryPointers)
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
		Signatures: keep(base.Signatures, mandatory, combined), MandatoryIndexes: relative(mandatory, combined)}
	if value.Labels, err = verifierLabels(ctx, env, selected, all.labels); err != nil {
		return nil, err
	}
	text, err := value.encode()
	if err != nil {
		return nil, err
	}
	config, err := configOf(p)
	if err != nil {
		return nil, err
	}
	return attachText(env, selected.doc, config, text, p.Pointer != "/proof")
}

// keep returns the signatures of the revealed statements; signatures stand in
// the order of the statements that are not mandatory.
func keep(signatures []octets, mandatory, combined []int) []octets {
	kept := make([]octets, 0, len(combined))
	for _, index := range combined {
		before, isMandatory := slices.BinarySearch(mandatory, index)
		if !isMandatory {
			kept = append(kept, signatures[index-before])
		}
	}
	return kept
}

// relative returns the places of the mandatory statements among the revealed
// ones.
func relative(mandatory, combined []int) []int {
	places := make([]int, 0, len(mandatory))
	for place, index := range combined {
		if _, ok := slices.BinarySearch(mandatory, index); ok {
			places = append(places, place)
		}
	}
	return places
}

// verifierLabels maps the canonical labels that a verifier of the revealed
// document will see to the labels of the statements.
func verifierLabels(ctx context.Context, env vc.Env, selected *selection, labels map[string]string) (map[uint32]octets, error) {
	ds, err := named(ctx, env, selected.doc, func(pointer string) string { return selected.origin[pointer] })
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

// attachText writes a proof value into a proof and the proof into a document,
// as an array of one where that is asked for.
func attachText(env vc.Env, doc, config vc.Document, value string, array bool) (*proof.Secured, error) {
	signed, err := config.With("/proofValue", string(jsontree.AppendString(nil, value)))
	if err != nil {
		return nil, err
	}
	text := signed.String()
	if array {
		text = "[" + text + "]"
	}
	secured, err := doc.With("/proof", text)
	if err != nil {
		return nil, err
	}
	return proof.Open(secured.Bytes(), env.Limits)
}
