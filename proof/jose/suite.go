package jose

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Suites returns the suite for compact JSON Web Signatures and SD-JWTs, alone
// or in an envelope. It knows the given types of SD-JWT VCs without asking anybody.
func Suites(known ...*Type) []proof.Suite {
	types := make(map[string]*Type, len(known))
	for _, t := range known {
		types[t.VCT] = t
	}
	return []proof.Suite{suite{types}}
}

type suite struct{ types map[string]*Type }

// Kind returns [proof.Token].
func (suite) Kind() proof.Kind { return proof.Token }

// Names returns "JWS" and "SD-JWT".
func (suite) Names() []string { return []string{"JWS", "SD-JWT"} }

// Verify checks one token; see [proof.Suite]. The Verified document of the
// Evidence is the credential or presentation proper.
func (s suite) Verify(ctx context.Context, env vc.Env, job proof.Job) (proof.Evidence, error) {
	if err := ctx.Err(); err != nil {
		return proof.Evidence{}, err
	}
	switch {
	case job.File == nil:
		return proof.Evidence{}, errors.New("JOSE-JOB: there is no file to be checked")
	case job.Proof.Signature == nil:
		// An embedded proof may bear the name of this suite.
		return proof.Evidence{Findings: []vc.Finding{ruleForm.At(job.Proof.Pointer, "an object").Finding()}}, nil
	}
	c := &check{env: env, job: job, sig: job.Proof.Signature, now: env.Now(), types: s.types}
	c.selective = job.Proof.Suite == "SD-JWT"
	c.run(ctx)
	return c.evidence, ctx.Err()
}

// check collects what is found out about one token.
type check struct {
	env       vc.Env
	job       proof.Job
	sig       *proof.Signature
	now       time.Time
	selective bool
	types     map[string]*Type // the types of SD-JWT VCs that are known, by vct

	algorithm    jws.Algorithm
	form         *definition
	claims       vc.Document // the payload, of an SD-JWT with the disclosures
	hash         hash        // the hash of the digests in an SD-JWT
	processed    *processedPayload
	doc          vc.Document // the credential or presentation proper
	presentation bool
	evidence     proof.Evidence
}

func (c *check) run(ctx context.Context) {
	c.checkAlgorithm()
	if d := c.definitionOfClaims(); d != nil {
		c.form = d
		c.checkHeader()
		c.runClaims(ctx)
		return
	}
	c.checkHeader()
	if c.checkForeign() {
		return
	}
	c.findForm()
	if c.readPayload(ctx) && c.findContent() {
		c.evidence.Findings = append(c.evidence.Findings, enveloping.CheckEnvelope(c.job.File, c.presentation, c.env.Limits)...)
		c.checkPurpose()
		c.checkClaims()
		c.checkTimes()
		c.checkAudience()
	}
	c.checkSignature(ctx)
}

// add adds a finding. For a rule that is broken, see addBroken.
func (c *check) add(rule *vc.Rule, status vc.Status, pointer, detail string) {
	c.evidence.Findings = append(c.evidence.Findings, rule.Finding(status, pointer, detail))
}

// addBroken adds the finding that a rule is broken: a failure for a MUST, a
// warning for a SHOULD. found says in a few words what stands there instead.
func (c *check) addBroken(rule *vc.Rule, pointer, found string) {
	c.evidence.Findings = append(c.evidence.Findings, rule.At(pointer, found).Finding())
}

// header returns a parameter of the header. A token has no unprotected one.
func (c *check) header(name string) jsontree.Value { return c.sig.Header.Get(name) }

// at returns the pointer of the token. It is base64url text, so no pointer leads
// into it: details name the parameter.
func (c *check) at() string { return c.job.Proof.Pointer }

// readPayload reads the claims and puts the disclosures of an SD-JWT in their
// places. It returns false when that is impossible.
func (c *check) readPayload(ctx context.Context) bool {
	c.claims = c.job.File.Document()
	if c.claims.IsZero() || c.sig.Unencoded() {
		c.addBroken(&rulePayload, c.at(), "something else")
		return false
	}
	if !c.selective {
		return true
	}
	processed, err := processPayload(ctx, c.job.File.Document(), c.sig, c.env.Limits)
	if ctx.Err() != nil {
		return false // Verify returns it
	}
	if err != nil {
		rule := &ruleDigests
		if errors.Is(err, errDisclosure) {
			rule = &ruleDisclosure
		}
		c.addBroken(rule, c.at(), err.Error())
		return false
	}
	c.claims, c.hash, c.processed = processed.payload, processed.hash, processed
	c.add(&ruleDisclosure, vc.Pass, c.at(), fmt.Sprintf("Each of the %d disclosures is one that the issuer provided for.", len(c.sig.Disclosures)))
	c.reportWithheld(processed)
	return true
}

// checkPurpose checks that the token serves the purpose that the policy demands,
// if it demands one.
func (c *check) checkPurpose() {
	if want := c.job.Policy.Purpose; want != "" && want != enveloping.Purpose(c.presentation) {
		c.addBroken(&enveloping.RulePurpose, c.at(), "the purpose "+enveloping.Purpose(c.presentation)+" where another is demanded")
	}
}
