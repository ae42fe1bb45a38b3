package speed

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/json"
	"errors"

	"github.com/multiformats/go-multibase"
	"github.com/piprate/json-gold/ld"

	"github.com/mikromerit/mikromerit/internal/contexts"
)

// gold is the baseline: the straightforward way to do the same with json-gold.
// It parses into maps, normalises, hashes and signs, keeps all contexts parsed in
// memory, and makes none of the other checks.
type gold struct {
	options   *ld.JsonLdOptions
	documents map[string]any
	key       ed25519.PrivateKey
	method    string
}

func newGold(key ed25519.PrivateKey, method string) *gold {
	g := &gold{options: ld.NewJsonLdOptions(""), documents: map[string]any{}, key: key, method: method}
	g.options.DocumentLoader = g
	g.options.Algorithm = ld.AlgorithmURDNA2015
	g.options.Format = "application/n-quads"
	return g
}

// LoadDocument implements ld.DocumentLoader. A context is parsed once.
func (g *gold) LoadDocument(url string) (*ld.RemoteDocument, error) {
	if _, ok := g.documents[url]; !ok {
		context, found := contexts.Builtin().Lookup(url)
		if !found {
			return nil, ld.NewJsonLdError(ld.LoadingDocumentFailed, url)
		}
		var document any
		if err := json.Unmarshal(context.JSON(), &document); err != nil {
			return nil, err
		}
		g.documents[url] = document
	}
	return &ld.RemoteDocument{DocumentURL: url, Document: g.documents[url]}, nil
}

func (g *gold) normalize(document map[string]any) (string, error) {
	out, err := ld.NewJsonLdProcessor().Normalize(document, g.options)
	if err != nil {
		return "", err
	}
	return out.(string), nil
}

// hashData returns what a proof with this configuration signs.
func (g *gold) hashData(document, config map[string]any) ([]byte, error) {
	config["@context"] = document["@context"]
	var out []byte
	for _, m := range []map[string]any{config, document} {
		text, err := g.normalize(m)
		if err != nil {
			return nil, err
		}
		digest := sha256.Sum256([]byte(text))
		out = append(out, digest[:]...)
	}
	delete(config, "@context")
	return out, nil
}

func (g *gold) issue(text []byte) ([]byte, error) {
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	config := map[string]any{
		"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "created": now.Format("2006-01-02T15:04:05Z"),
		"verificationMethod": g.method, "proofPurpose": "assertionMethod",
	}
	input, err := g.hashData(document, config)
	if err != nil {
		return nil, err
	}
	if config["proofValue"], err = multibase.Encode(multibase.Base58BTC, ed25519.Sign(g.key, input)); err != nil {
		return nil, err
	}
	document["proof"] = config
	return json.Marshal(document)
}

var errSignature = errors.New("the baseline does not accept the signature")

func (g *gold) verify(file []byte) error {
	var document map[string]any
	if err := json.Unmarshal(file, &document); err != nil {
		return err
	}
	config, single := document["proof"].(map[string]any)
	if !single { // Open Badges have an array of proofs
		config = document["proof"].([]any)[0].(map[string]any)
	}
	delete(document, "proof")
	_, signature, err := multibase.Decode(config["proofValue"].(string))
	if err != nil {
		return err
	}
	delete(config, "proofValue")
	input, err := g.hashData(document, config)
	if err != nil {
		return err
	}
	if !ed25519.Verify(g.key.Public().(ed25519.PublicKey), input, signature) {
		return errSignature
	}
	return nil
}
