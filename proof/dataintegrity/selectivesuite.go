package dataintegrity

import (
	"context"
	"crypto"
	"encoding/base64"
	"errors"
	"strconv"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// selectiveSuite is the [proof.Suite] for derived ecdsa-sd-2023 proofs.
type selectiveSuite struct{}

// Kind returns [proof.Embedded].
func (selectiveSuite) Kind() proof.Kind { return proof.Embedded }

// Names returns the name of the cryptosuite.
func (selectiveSuite) Names() []string { return []string{string(ECDSASD2023)} }

// Verify checks one derived proof (vc-di-ecdsa section 3.5.8); see
// [proof.Suite]. A base proof fails.
func (selectiveSuite) Verify(ctx context.Context, env vc.Env, job proof.Job) (proof.Evidence, error) {
	c := &check{env: env, job: job, pointer: job.Proof.Pointer, now: env.Now()}
	method, ok := c.checkOptions(ctx)
	if !ok {
		return c.evidence, errors.Join(c.reportUncheckedWithheld(), ctx.Err())
	}
	err := c.checkDerived(ctx, method)
	return c.evidence, err
}

// checkDerived checks the base signature over the mandatory statements, and the
// signature over each of the others.
func (c *check) checkDerived(ctx context.Context, method *vc.Method) error {
	if !ecdsaP256.fits(method.Key) {
		c.addMisfit(method, []algorithm{ecdsaP256})
		return nil
	}
	if c.get("previousProof").Exists() {
		c.addFinding(&ruleDerivedChain, vc.Fail, "previousProof", "A derived proof cannot build on another proof.")
		return nil
	}
	value, key, err := c.readDerivedValue()
	if value == nil || err != nil {
		return err
	}
	all, err := c.revealedStatements(ctx, value)
	if err != nil {
		return c.addInputFault(err)
	}
	mandatory, others := all.split(value.MandatoryIndexes)
	if len(mandatory) != len(value.MandatoryIndexes) || len(others) != len(value.Signatures) {
		c.addFinding(&ruleDerivedValue, vc.Fail, "proofValue", "The proof value does not fit the document: it has indexes or signatures for another number of statements.")
		return nil
	}
	signed, err := baseInput(ctx, c.env, c.job.File.Document(), c.job.Proof.Value, value.PublicKey, mandatory)
	if err != nil {
		return c.addInputFault(err)
	}
	c.setSigner(method)
	ok := ecdsaP256.Verify(method.Key, signed, value.BaseSignature)
	if ok {
		if ok, err = verifyStatements(ctx, key, others, value.Signatures); err != nil {
			return err
		}
	}
	if !c.addOutcome(ok) {
		return nil
	}
	c.evidence.Verified = c.job.File.Document()
	return c.reportWithheld(ctx, all, value.MandatoryIndexes)
}

// readDerivedValue reads the proof value and the key for the statements in it.
// The value is nil when a finding says why it cannot be read.
func (c *check) readDerivedValue() (*derivedValue, crypto.PublicKey, error) {
	value, err := decodeDerived(c.get("proofValue").Text())
	if errors.Is(err, vc.ErrLimit) {
		return nil, nil, err
	}
	var key crypto.PublicKey
	if err == nil {
		key, err = parseStatementKey(value.PublicKey)
	}
	if err != nil {
		c.addFinding(&ruleDerivedValue, vc.Fail, "proofValue", "The proof value cannot be used: "+err.Error()+".")
		return nil, nil, nil
	}
	return value, key, countStatements(c.env, len(value.Signatures))
}

// verifyStatements checks a signature for each statement.
func verifyStatements(ctx context.Context, key crypto.PublicKey, lines [][]byte, signatures []octets) (bool, error) {
	for i, line := range lines {
		if i%signaturesPerCheck == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		if !ecdsaP256.Verify(key, line, signatures[i]) {
			return false, nil
		}
	}
	return true, nil
}

// revealedStatements returns the statements of the document with the labels of
// the proof value.
func (c *check) revealedStatements(ctx context.Context, value *derivedValue) (*statements, error) {
	ds, remarks, err := readNamedDataset(ctx, c.env, c.job.File.Document(), samePlace, newReading(decisive))
	if err != nil {
		return nil, err
	}
	c.addRemarks(remarks)
	issued, err := canonicalLabels(ctx, c.env, ds)
	if err != nil {
		return nil, err
	}
	if len(issued) != len(value.Labels) {
		return nil, errLabels
	}
	byCanonical := make(map[string]string, len(value.Labels))
	seen := make(map[string]bool, len(value.Labels))
	for n, label := range value.Labels {
		text := "u" + base64.RawURLEncoding.EncodeToString(label)
		if seen[text] {
			return nil, errLabels // two nodes would become one
		}
		seen[text] = true
		byCanonical["c14n"+strconv.FormatUint(uint64(n), 10)] = text
	}
	labels := make(map[string]string, len(issued))
	for label, canonical := range issued {
		other, ok := byCanonical[canonical]
		if !ok {
			return nil, errLabels
		}
		labels[label] = other
	}
	lines, err := relabelled(ctx, ds, labels)
	return &statements{lines, labels, remarks}, err
}
