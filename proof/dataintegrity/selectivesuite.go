package dataintegrity

import (
	"context"
	"errors"
	"strconv"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// selectiveSuite is the [proof.Suite] for the derived proofs of a cryptosuite with
// selective disclosure.
type selectiveSuite struct{ suite }

// Verify checks one derived proof (vc-di-ecdsa section 3.5.8); see
// [proof.Suite]. A base proof fails.
func (s selectiveSuite) Verify(ctx context.Context, env vc.Env, job proof.Job) (proof.Evidence, error) {
	c := &check{suite: s.suite, env: env, job: job, pointer: job.Proof.Pointer, now: env.Now()}
	method, ok := c.checkOptions(ctx)
	if !ok {
		return c.evidence, errors.Join(c.reportUncheckedWithheld(), ctx.Err())
	}
	err := c.checkDerived(ctx, method)
	return c.evidence, err
}

// checkDerived checks the proof value over the mandatory statements and over each of
// the others.
func (c *check) checkDerived(ctx context.Context, method *vc.Method) error {
	if !c.suite.scheme.fits(method.Key) {
		c.addMisfit(method)
		return nil
	}
	if c.get("previousProof").Exists() {
		c.addFinding(c.suite.rule(ruleDerivedChain), vc.Fail, "previousProof", "A derived proof cannot build on another proof.")
		return nil
	}
	value, err := c.readDerivedValue()
	if value == nil || err != nil {
		return err
	}
	all, err := c.revealedStatements(ctx, value)
	if err != nil {
		return c.addInputFault(err)
	}
	mandatory, others := all.split(value.mandatory())
	if len(mandatory) != len(value.mandatory()) || len(others) != value.shown() {
		c.addFinding(c.suite.rule(ruleDerivedValue), vc.Fail, "proofValue", "The proof value does not fit the document: it has indexes or signatures for another number of statements.")
		return nil
	}
	p, err := hashParts(ctx, c.env, c.job.File.Document(), c.job.Proof.Value, mandatory, others)
	if err != nil {
		return c.addInputFault(err)
	}
	c.setSigner(method)
	ok, err := value.verify(ctx, method.Key, &p)
	if err != nil {
		return err
	}
	if !c.addOutcome(ok) {
		return nil
	}
	c.evidence.Verified = c.job.File.Document()
	return c.reportWithheld(ctx, all, value.mandatory())
}

// readDerivedValue reads the proof value. It is nil when a finding says why it
// cannot be read.
func (c *check) readDerivedValue() (derivedValue, error) {
	value, err := c.suite.decodeDerived(c.get("proofValue").Text())
	if errors.Is(err, vc.ErrLimit) {
		return nil, err
	}
	if err != nil {
		c.addFinding(c.suite.rule(ruleDerivedValue), vc.Fail, "proofValue", "The proof value cannot be used: "+err.Error()+".")
		return nil, nil
	}
	return value, countStatements(c.env, value.signed())
}

// revealedStatements returns the statements of the document with the labels of
// the proof value.
func (c *check) revealedStatements(ctx context.Context, value derivedValue) (*statements, error) {
	ds, remarks, err := readNamedDataset(ctx, c.env, c.job.File.Document(), samePlace, newReading(decisive))
	if err != nil {
		return nil, err
	}
	c.addRemarks(remarks)
	issued, err := canonicalLabels(ctx, c.env, ds)
	if err != nil {
		return nil, err
	}
	nodes := value.nodes()
	if len(issued) != len(nodes) {
		return nil, errLabels
	}
	byCanonical := make(map[string]label, len(nodes))
	seen := make(map[label]bool, len(nodes))
	for n, l := range nodes {
		if seen[l] {
			return nil, errLabels // two nodes would become one
		}
		seen[l] = true
		byCanonical["c14n"+strconv.FormatUint(uint64(n), 10)] = l
	}
	labels := make(map[string]string, len(issued))
	for node, canonical := range issued {
		other, ok := byCanonical[canonical]
		if !ok {
			return nil, errLabels
		}
		labels[node] = string(other)
	}
	lines, err := relabelled(ctx, ds, labels)
	return &statements{lines, labels, remarks}, err
}
