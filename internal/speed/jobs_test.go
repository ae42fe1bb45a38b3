package speed

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// bench has what all jobs share: one key, one verifier of everything and one of
// proofs alone, and the baseline.
type bench struct {
	key     *keys.Private
	private ed25519.PrivateKey
	whole   *mikromerit.Verifier
	proofs  *proof.Verifier
	policy  proof.Policy
	gold    *gold
}

func newBench(t testing.TB) *bench {
	t.Helper()
	b := &bench{}
	b.key, b.private = newKey(t)
	b.whole = mikromerit.NewVerifier(mikromerit.Trust{Issuers: []string{b.key.Controller()}})
	b.whole.Env = env()
	b.policy = b.whole.Policy
	// A registry without families has no rules of a format.
	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	require.NoError(t, err)
	b.proofs = proof.NewVerifier(env(), registry)
	b.gold = newGold(b.private, b.key.Method())
	return b
}

// issue is the whole way from a text to a signed text: parsing, the rules of the
// format, whether the key is the issuer's, and the proof.
func (b *bench) issue(text []byte) ([]byte, error) {
	doc, err := vc.ParseDocument(text, vc.Limits{})
	if err != nil {
		return nil, err
	}
	out, err := mikromerit.IssueDocument(context.Background(), doc, b.key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env()}})
	if err != nil {
		return nil, err
	}
	return out.File.Bytes(), nil
}

// sign is issue without the rules and without the question whose key it is.
func (b *bench) sign(text []byte) ([]byte, error) {
	doc, err := vc.ParseDocument(text, vc.Limits{})
	if err != nil {
		return nil, err
	}
	out, err := dataintegrity.Sign(context.Background(), env(), doc, dataintegrity.EdDSARDFC2022, b.key.Key(), dataintegrity.Options{})
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// verify answers every question about a file.
func (b *bench) verify(file []byte) error {
	result, err := b.whole.Verify(context.Background(), file)
	if err != nil {
		return err
	}
	return result.Err()
}

// verifyProof is verify without the rules of the format.
func (b *bench) verifyProof(file []byte) error {
	result, err := b.proofs.Verify(context.Background(), file, b.policy)
	if err != nil {
		return err
	}
	return result.Err()
}

// ways are the ways to do a job with a document. The baseline and the proof alone
// do less than all of ours.
type ways struct{ whole, proof, gold, limit *way }

func (w ways) all() []*way { return []*way{w.whole, w.proof, w.gold, w.limit} }

// discard makes a job out of a function that returns a file.
func discard(do func([]byte) ([]byte, error), text []byte) func() error {
	return func() error {
		_, err := do(text)
		return err
	}
}

func (b *bench) issuing(t testing.TB, w work) ways {
	return ways{
		whole: &way{name: w.name + " issue", do: discard(b.issue, w.text)},
		proof: &way{name: w.name + " issue, proof alone", do: discard(b.sign, w.text)},
		gold:  &way{name: w.name + " issue, json-gold", do: discard(b.gold.issue, w.text)},
		limit: limit(t, w.text, signing(b.private, canonical(t, w.text))),
	}
}

func (b *bench) verifying(t testing.TB, w work) ways {
	file, err := b.issue(w.text)
	require.NoError(t, err, w.name)
	return ways{
		whole: &way{name: w.name + " verify", do: func() error { return b.verify(file) }},
		proof: &way{name: w.name + " verify, proof alone", do: func() error { return b.verifyProof(file) }},
		gold:  &way{name: w.name + " verify, json-gold", do: func() error { return b.gold.verify(file) }},
		limit: limit(t, file, verifying(b.private, canonical(t, w.text))),
	}
}

// inTurn makes one job out of the same job with many documents.
func inTurn(name string, jobs []ways) ways {
	all := func(pick func(ways) *way) *way {
		return &way{name: name, do: func() error {
			for _, j := range jobs {
				if err := pick(j).do(); err != nil {
					return fmt.Errorf("%s: %w", pick(j).name, err)
				}
			}
			return nil
		}}
	}
	return ways{
		whole: all(func(w ways) *way { return w.whole }), proof: all(func(w ways) *way { return w.proof }),
		gold: all(func(w ways) *way { return w.gold }), limit: all(func(w ways) *way { return w.limit }),
	}
}

func canonical(t testing.TB, text []byte) []byte {
	t.Helper()
	c, err := jsonld.Canonicalize(t.Context(), document(t, text).Root(), jsonld.Options{})
	require.NoError(t, err)
	return c.Bytes()
}
