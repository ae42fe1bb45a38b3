package cose

import (
	"context"
	"crypto"
	"errors"
	"time"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/internal/sign1"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// Suites returns the suite for COSE_Sign1 messages, alone or in an envelope.
func Suites() []proof.Suite { return []proof.Suite{suite{}} }

type suite struct{}

// Kind returns [proof.Sign1].
func (suite) Kind() proof.Kind { return proof.Sign1 }

// Names returns "COSE_Sign1".
func (suite) Names() []string { return []string{"COSE_Sign1"} }

// Verify checks one message; see [proof.Suite].
func (suite) Verify(ctx context.Context, env vc.Env, job proof.Job) (proof.Evidence, error) {
	if err := ctx.Err(); err != nil {
		return proof.Evidence{}, err
	}
	switch {
	case job.File == nil:
		return proof.Evidence{}, errors.New("COSE-JOB: there is no file to be checked")
	case job.Proof.Message == nil:
		// An embedded proof may bear the name of this suite.
		return proof.Evidence{Findings: []vc.Finding{ruleForm.At(job.Proof.Pointer, "an object").Finding()}}, nil
	}
	c := &check{env: env, job: job, now: env.Now()}
	var err error
	if c.message, err = sign1.Parse([]byte(job.Proof.Message.Source)); err != nil {
		return proof.Evidence{Findings: []vc.Finding{ruleForm.At(job.Proof.Pointer, err.Error()).Finding()}}, nil
	}
	c.run(ctx)
	return c.evidence, ctx.Err()
}

// check collects what is found out about one message.
type check struct {
	env vc.Env
	job proof.Job
	now time.Time

	message   *sign1.Message
	algorithm jws.Algorithm
	anyCurve  bool // see enveloping.Search
	form      *definition
	claims    sign1.Header // those of a CBOR Web Token
	doc       vc.Document  // the credential or presentation; zero if there is none
	evidence  proof.Evidence
}

func (c *check) run(ctx context.Context) {
	c.checkAlgorithm()
	c.checkHeaders()
	c.findForm()
	if c.evidence.Foreign != "" {
		return
	}
	if c.form != nil {
		c.checkContentType()
		c.readContent()
	}
	if !c.doc.IsZero() {
		c.evidence.Findings = append(c.evidence.Findings, enveloping.CheckEnvelope(c.job.File, c.presentation(), c.env.Limits)...)
		c.checkPadding()
		c.checkPurpose()
		c.checkClaims()
	}
	c.checkSignature(ctx)
}

// presentation reports whether the document is a presentation.
func (c *check) presentation() bool { return enveloping.IsPresentation(c.doc) }

// at returns the pointer of the message. No pointer leads into it, so details name
// the parameter.
func (c *check) at() string { return c.job.Proof.Pointer }

func (c *check) add(rule *vc.Rule, status vc.Status, pointer, detail string) {
	c.evidence.Findings = append(c.evidence.Findings, rule.Finding(status, pointer, detail))
}

// addBroken adds the finding that a rule is broken. found says in a few words what
// stands there instead.
func (c *check) addBroken(rule *vc.Rule, pointer, found string) {
	c.evidence.Findings = append(c.evidence.Findings, rule.At(pointer, found).Finding())
}

// readContent reads the credential or presentation.
func (c *check) readContent() {
	doc := c.job.File.Document()
	switch {
	case c.message.Detached:
		c.addBroken(&rulePayload, c.at(), "none: it is detached")
		return
	case doc.IsZero():
		c.addBroken(&rulePayload, c.at(), "something else")
		return
	case c.form.presentation != enveloping.IsPresentation(doc):
		c.addBroken(&ruleContent, "/type", "another type of document")
	}
	c.doc = doc
	if doc.Get("proof").Exists() {
		c.add(&ruleInner, vc.Warn, "/proof", "The message holds a document with a proof of its own, which was not checked.")
		if bare, err := doc.Without("/proof"); err == nil {
			c.doc = bare
		}
	}
	c.evidence.Verified = c.doc
}

// checkPadding checks how the message is written in an envelope.
func (c *check) checkPadding() {
	if c.job.File.Format() != proof.Enveloped {
		return
	}
	const group = 4 // RFC 4648 section 4
	if envelope, err := vc.ParseDocument(c.job.File.Bytes(), c.env.Limits); err == nil && !isPadded(envelope.Get("id").Text(), group) {
		c.addBroken(&ruleBase64, c.at(), "no padding")
	}
}

// checkPurpose checks that the message serves the purpose that the policy demands,
// if it demands one.
func (c *check) checkPurpose() {
	serves := enveloping.Purpose(c.presentation())
	if want := c.job.Policy.Purpose; want != "" && want != serves {
		c.addBroken(&enveloping.RulePurpose, c.at(), "the purpose "+serves+" where another is demanded")
	}
}

// checkSignature finds the key and checks the signature with it.
func (c *check) checkSignature(ctx context.Context) {
	search := enveloping.Search{
		Env: c.env, Now: c.now, At: c.at(), What: "message",
		Rules: enveloping.Rules{Alg: &ruleAlg, Embedded: &ruleKey, Kid: &ruleKid, Key: &ruleKey, Signature: &ruleSignature},
		Kid:   c.kid(), Document: c.doc, Presentation: c.presentation(), Algorithm: c.algorithm, AnyCurve: c.anyCurve,
		Verifies: func(key crypto.PublicKey) bool {
			return c.algorithm.Verify(key, c.message.SigningInput(), c.message.Signature)
		},
		Fault: func() string {
			if shape := c.algorithm.FormFault(c.message.Signature); shape != "" {
				return "one that does not: " + shape
			}
			return "one that does not: the message was changed, or another key signed"
		},
	}
	search.Run(ctx)
	c.evidence.Findings = append(c.evidence.Findings, search.Findings...)
	c.evidence.Signer = search.Signer
}
