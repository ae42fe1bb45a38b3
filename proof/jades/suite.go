package jades

import (
	"context"
	"crypto/x509"
	"errors"
	"slices"
	"time"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// New returns the suite for [proof.Proof.Suite] "JAdES". Seals are believed
// when their certificate leads to one of the anchors; with nil anchors the
// finding SEAL-TRUST is always unknown, and so no seal is ever valid.
func New(anchors *trust.Anchors) proof.Suite { return &suite{anchors: anchors} }

type suite struct{ anchors *trust.Anchors }

// Kind returns [proof.Seal].
func (s *suite) Kind() proof.Kind { return proof.Seal }

// Names returns "JAdES".
func (s *suite) Names() []string { return []string{"JAdES"} }

// Verify checks one seal; see [proof.Suite].
func (s *suite) Verify(ctx context.Context, env vc.Env, job proof.Job) (proof.Evidence, error) {
	if err := ctx.Err(); err != nil {
		return proof.Evidence{}, err
	}
	if job.Proof.Signature == nil {
		return proof.Evidence{}, errors.New("JADES-JOB: the proof to be checked is not a JSON Web Signature")
	}
	v := &verification{anchors: s.anchors, job: job, sig: job.Proof.Signature, limits: env.Limits, now: env.Now()}
	v.run()
	return proof.Evidence{Findings: v.findings, Signer: v.signer()}, nil
}

// verification is the check of one seal in progress.
type verification struct {
	anchors *trust.Anchors
	job     proof.Job
	sig     *proof.Signature
	limits  vc.Limits
	now     time.Time

	leaf     *x509.Certificate   // the signer's certificate; nil when there is none
	claimed  []*x509.Certificate // x5c without the leaf
	unsigned []*x509.Certificate // xVals of the unprotected header
	chain    trust.Chain
	verified bool // the signature is right
	findings []vc.Finding
}

func (v *verification) run() {
	v.checkUnprotected()
	v.findCertificate()
	if v.leaf != nil {
		v.checkKid()
		v.checkUsage()
	}
	v.checkCrit()
	v.checkPayload()
	v.checkSigningTime()
	v.checkExpiry()
	v.checkDetached()
	v.checkPolicy()
	v.checkSignature()
	if v.leaf != nil {
		v.checkTrust()
	}
}

// signer returns what the seal shows about its maker.
func (v *verification) signer() proof.Signer {
	if v.leaf == nil {
		return proof.Signer{}
	}
	chain := v.chain.Certificates
	if chain == nil {
		chain = append([]*x509.Certificate{v.leaf}, v.claimed...)
	}
	signer := proof.Signer{Key: v.leaf.PublicKey, Chain: slices.Clone(chain), Controller: controllerOf(v.leaf)}
	if !v.verified {
		signer.Reason = "The signature did not verify, so the certificate says nothing about this credential."
		return signer
	}
	var document vc.Document
	if v.job.File != nil {
		document = v.job.File.Document()
	}
	signer.Issues, signer.Reason = issues(v.leaf, document.Get("issuer"))
	return signer
}

// broken adds a finding that a rule does not hold: a failure for a MUST, a
// warning for a SHOULD. found says in a few words what was there instead.
func (v *verification) broken(rule *vc.Rule, pointer, found string) {
	v.findings = append(v.findings, rule.At(pointer, found).Finding())
}

// add adds a finding that is not a broken rule.
func (v *verification) add(rule *vc.Rule, status vc.Status, pointer, detail string) {
	v.findings = append(v.findings, vc.Finding{Code: rule.Code, Status: status, Pointer: pointer, Detail: detail})
}

// header returns a parameter of the protected header.
func (v *verification) header(name string) jsontree.Value { return v.sig.Header.Get(name) }

// protected is the pointer of the protected header. It is base64url text, so
// no pointer leads further: the detail names the parameter.
func (v *verification) protected() string { return v.at("/protected") }

// at returns the pointer of a part of the signature. In the compact
// serialisation, which has no pointers, it is that of the whole file.
func (v *verification) at(part string) string {
	if v.job.Proof.Suite == "JWS" {
		return v.job.Proof.Pointer
	}
	return v.job.Proof.Pointer + part
}
