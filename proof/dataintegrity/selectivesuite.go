package dataintegrity

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// selectiveSuite is the [proof.Suite] for the derived proofs of a cryptosuite with
// selective disclosure.
type selectiveSuite struct{ suite }

// Verify checks one derived proof (vc-di-ecdsa section 3.5.8, vc-di-bbs section
// 3.4.7); see [proof.Suite]. A base proof fails.
func (s selectiveSuite) Verify(ctx context.Context, env vc.Env, job proof.Job) (proof.Evidence, error) {
	c := &check{suite: s.suite, env: env, job: job, pointer: job.Proof.Pointer, now: env.Now()}
	c.value, c.valueErr = s.decodeDerived(c.get("proofValue").Text())
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
	if ok, err := c.checkValue(); !ok {
		return err
	}
	value := c.value
	all, err := c.revealedStatements(ctx)
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

// checkValue reports whether the proof value can be used. If not, there is a finding
// or an error that says why.
func (c *check) checkValue() (bool, error) {
	switch err := c.valueErr; {
	case errors.Is(err, vc.ErrLimit):
		return false, err
	case errors.Is(err, errOptional):
		c.addFinding(c.suite.rule(ruleDerivedValue), vc.Unknown, "proofValue", "The proof value cannot be checked: "+err.Error()+".")
		c.addWithheld(nil)
		return false, nil
	case err != nil:
		c.addFinding(c.suite.rule(ruleDerivedValue), vc.Fail, "proofValue", "The proof value cannot be used: "+err.Error()+".")
		return false, nil
	}
	n := c.value.signed()
	err := c.suite.scheme.countStatements(c.env, n)
	if err == nil && !c.env.SpendStatements(n) {
		err = fmt.Errorf("PROOF-STATEMENTS: %w: the proofs in the file have too many statements that are signed one by one", vc.ErrLimit)
	}
	return err == nil, err
}

// checkAnswer compares the presentation header of a derived proof with the challenge
// that the policy demands, because nothing else in such a proof is the holder's. Inside
// a presentation the header may be empty, since the presentation has a proof of its own
// that answers; but a header for another challenge was made for somebody else.
func (c *check) checkAnswer(want string) {
	header, outer := string(c.value.answer()), c.job.Policy.OuterChallenge()
	switch {
	case want != "" && header == want, outer != "" && header == outer:
		c.add("PROOF-CHALLENGE", vc.Pass, "proofValue", "The presentation header of the proof is the expected challenge.")
	case want != "":
		c.add("PROOF-CHALLENGE", vc.Fail, "proofValue", "The presentation header of the proof is not the expected challenge. Ask for a proof that is derived for it.")
	case header != "" && outer != "":
		c.add("PROOF-CHALLENGE", vc.Fail, "proofValue", "The presentation header of the proof answers another challenge than the presentation does, so the proof was derived for another occasion.")
	case header != "":
		c.addUnasked("PROOF-CHALLENGE", "proofValue", "The proof answers a challenge by its presentation header, and you did not say which is yours (--challenge).")
	}
}

// revealedStatements returns the statements of the document with the labels of
// the proof value.
func (c *check) revealedStatements(ctx context.Context) (*statements, error) {
	ds, remarks, err := readNamedDataset(ctx, c.env, c.job.File.Document(), samePlace, newReading(decisive))
	if err != nil {
		return nil, err
	}
	c.addRemarks(remarks)
	issued, err := canonicalLabels(ctx, c.env, ds)
	if err != nil {
		return nil, err
	}
	nodes := c.value.nodes()
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
