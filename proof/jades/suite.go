package jades

import (
	"context"
	"crypto/x509"
	"errors"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Suites returns the suite for JAdES seals. A seal is trusted when its
// certificate leads to one of the anchors of the policy's trust.
func Suites() []proof.Suite { return []proof.Suite{suite{}} }

type suite struct{}

// Kind returns [proof.Seal].
func (suite) Kind() proof.Kind { return proof.Seal }

// Names returns "JAdES".
func (suite) Names() []string { return []string{"JAdES"} }

// Verify checks one seal; see [proof.Suite].
func (suite) Verify(ctx context.Context, env vc.Env, job proof.Job) (proof.Evidence, error) {
	if err := ctx.Err(); err != nil {
		return proof.Evidence{}, err
	}
	if job.Proof.Signature == nil {
		return proof.Evidence{}, errors.New("JADES-JOB: the proof to be checked is not a JSON Web Signature")
	}
	v := &verification{anchors: job.Policy.Trust.SealAnchors(), job: job, sig: job.Proof.Signature, limits: env.Limits, now: env.Now()}
	if !v.sig.IsSeal() {
		v.add(&ruleForm, vc.Unknown, job.Proof.Pointer, "This is a JSON Web Signature in the JSON serialisation with an unprotected header, and no seal. That cannot be checked; ask for the compact serialisation.")
		return proof.Evidence{Findings: v.findings}, nil
	}
	v.run()
	return proof.Evidence{Findings: v.findings, Signer: v.signer, Seal: &v.evidence}, nil
}

// verification is the check of one seal in progress.
type verification struct {
	anchors *trust.Anchors           // those of the policy, and what trusted lists grant now
	granted map[grant]*trust.Anchors // those of the policy, and what trusted lists granted
	job     proof.Job
	sig     *proof.Signature
	limits  vc.Limits
	now     time.Time

	leaf        *x509.Certificate   // the signer's certificate; nil until it is found
	x5c         []*x509.Certificate // x5c without the leaf
	unprotected unprotected
	revocations trust.Revocations
	verified    bool // whether the signature is right
	unvouched   int  // how many time stamps are of authorities for which nobody vouches

	provenAt  time.Time           // the earliest time at which the seal is proven to have existed, or zero
	contentAt time.Time           // the latest time before which it is proven not to have existed, or zero
	archives  []archive           // the archive time stamps that hold
	path      []*x509.Certificate // from the leaf upwards, as far as it is known
	vouched   bool                // whether the path ends with an anchor
	refused   bool                // whether a certificate in the way to an anchor forbids it
	weak      bool                // whether the key of the leaf is too short to check anything with it

	signer   proof.Signer
	evidence proof.SealEvidence
	findings []vc.Finding
}

// run validates the seal in the order of EN 319 102-1 clause 5: its format, its
// certificate, the signature, then the time stamps, because what follows is judged at
// the time that they prove: the chain, revocation, and what trusted lists say. The
// conclusion is drawn from all of it.
func (v *verification) run() {
	v.checkFormat()
	v.checkCertificate()
	v.checkSigned()
	v.checkSignature()
	v.checkCounters()
	v.revocations.AddCertificates(v.untrusted()...)
	v.checkTimestamps()
	if v.leaf != nil {
		v.checkTrust()
		v.checkPeriod()
		v.checkStrength()
		v.checkRevocation()
		v.checkQualified()
		v.checkSigner()
	}
	v.checkConclusion()
	v.checkPresenter()
}

// checkFormat reads the unsigned part, of which the other checks take what they need.
func (v *verification) checkFormat() { v.checkUnprotected() }

// checkCertificate finds the signer's certificate and looks at what it may be used
// for.
func (v *verification) checkCertificate() {
	v.findCertificate()
	if v.leaf != nil {
		v.checkKid()
		v.checkUsage()
	}
}

// checkSigned checks the parameters of the protected header and the payload.
func (v *verification) checkSigned() {
	v.checkTypes()
	v.checkCrit()
	v.checkPayload()
	v.checkSigningTime()
	v.checkExpiry()
	v.checkDetached()
	v.checkPolicy()
}

// checkPresenter fails a seal of which a challenge or a domain is demanded: it
// has no place for either.
func (v *verification) checkPresenter() {
	const way = " Do not ask it of a sealed credential, or ask for a presentation of one that is signed with a key."
	if len(v.job.Policy.Domain) > 0 {
		v.add(&ruleDomain, vc.Fail, v.job.Proof.Pointer, "A seal is made for everybody and names no domain."+way)
	}
	if v.job.Policy.Challenge != "" {
		v.add(&ruleChallenge, vc.Fail, v.job.Proof.Pointer, "A seal is made once and answers no challenge."+way)
	}
}

// addBroken adds the finding that a rule is broken: a failure for a MUST, a
// warning for a SHOULD. found says in a few words what stands there instead.
func (v *verification) addBroken(rule *vc.Rule, pointer, found string) {
	v.findings = append(v.findings, rule.At(pointer, found).Finding())
}

// add adds any other finding.
func (v *verification) add(rule *vc.Rule, status vc.Status, pointer, detail string) {
	v.findings = append(v.findings, rule.Finding(status, pointer, detail))
}

// header returns a parameter of the protected header.
func (v *verification) header(name string) jsontree.Value { return v.sig.Header.Get(name) }

// protected returns the pointer of the protected header. It is base64url text,
// so no pointer leads into it: details name the parameter.
func (v *verification) protected() string { return v.at("/protected") }

// at returns the pointer of a part of the signature. In the compact
// serialisation, which has no parts to point at, it is that of the whole file.
func (v *verification) at(part string) string {
	if v.sig.Compact {
		return v.job.Proof.Pointer
	}
	return v.job.Proof.Pointer + part
}
