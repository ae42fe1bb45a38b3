package ob2

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Verify verifies a badge in any of the forms that [Read] takes. It fetches
// what it needs through env.Fetcher; without one it finds out what the file
// alone can tell, which is never that the badge is authentic. Together with
// what [Read] fetches this stays within [vc.Limits.MaxFetches].
//
// The findings are those of [Check], and at least one for each question:
// whether the class and the issuer are what they say (OB2-CLASS, OB2-ISSUER),
// whether the hosted copy or the signature is there and right (OB2-HOSTED,
// OB2-SIGNATURE) and its address or key the issuer's (OB2-SCOPE, OB2-KEY);
// revocation (OB2-REVOKED) and dates (OB2-ISSUED, OB2-EXPIRES); trust
// (ISSUER-TRUST); the recipient (OB2-RECIPIENT). [Rules] lists them. No breach of a
// rule of the format decides whether a badge is authentic. Endorsements are
// not verified.
//
// Of the policy, Trust names issuers by the ids of their profiles, and
// Recipients the person whose badge it must be. Domain and Challenge fail,
// because such a badge answers to nobody. Fields about proofs that an old badge
// cannot have are passed over.
//
// An error says that there is no badge to verify or that ctx ended; see [Read].
// Where only an address was given and nothing could be had there, this is no
// error but undecided. A badge of 0.5 does not say where it is hosted: give its
// address in the place of the file.
func Verify(ctx context.Context, file []byte, env vc.Env, policy proof.Policy) (*Result, error) {
	env = env.Metered()
	g := newGatherer(ctx, file, ReadOptions{Fetcher: env.Fetcher, Limits: env.Limits})
	v := &verifier{gatherer: g, policy: policy}
	doc, err := g.open(file)
	switch {
	case ctx.Err() != nil:
		return nil, fmt.Errorf("OB2-STOPPED: %w", ctx.Err())
	case errors.Is(err, vc.ErrUnreachable):
		v.nothingAt(addressIn(file), err)
		return v.result(vc.Document{}), nil
	case err != nil:
		return nil, err
	}
	kind := KindOf(doc)
	if kind == Blockcerts1 {
		v.blockcerts(kind)
		v.demands()
		return v.result(doc), nil
	}
	a, err := g.read(doc)
	if address := addressIn(file); errors.Is(err, ErrNoBadge) && address != "" {
		v.strangerAt(address, kind)
		return v.result(doc), nil
	}
	if err != nil {
		return nil, err
	}
	v.run(kind, env)
	if ctx.Err() != nil {
		return nil, fmt.Errorf("OB2-STOPPED: %w", ctx.Err())
	}
	r := v.result(a.Document)
	r.Assertion = a
	return r, nil
}

type verifier struct {
	*gatherer
	policy   proof.Policy
	findings []vc.Finding
	matches  []proof.Match
	issuer   *Issuer          // as its own address has it; nil: not known
	method   string           // the address of the key that signed
	signedBy crypto.PublicKey // the key that signed
	// uncovered are the places of nodes of which the hosted copy has only the
	// address.
	uncovered []string
}

func (v *verifier) add(rule *vc.Rule, status vc.Status, pointer, detail string) {
	v.findings = append(v.findings, rule.Finding(status, pointer, detail))
}

// found reports whether there is a finding of a rule.
func (v *verifier) found(rule *vc.Rule) bool {
	return slices.ContainsFunc(v.findings, func(f vc.Finding) bool { return f.Code == rule.Code })
}

func (v *verifier) run(kind Kind, env vc.Env) {
	v.rules(kind)
	v.findings = append(v.findings, v.a.Findings...)
	v.findIssuer()
	v.selfRevoked()
	switch method := v.a.verification; {
	case kind == Blockcerts2:
		v.blockcerts(kind)
	case v.a.Secured != nil:
		v.signed()
	case method.isSigned():
		v.add(&ruleSignature, vc.Fail, method.at.Pointer(), "The assertion says that it is signed, but there is no signature around it.")
	case method.isOther():
		v.otherMethod()
	default:
		v.hosted()
	}
	if kind != Blockcerts2 {
		v.class()
		v.issuerCopy()
	}
	if !v.found(&ruleRevoked) {
		v.add(&ruleRevoked, vc.Unknown, "", "It is not known whether the badge was revoked, because it is not shown that its issuer made it.")
	}
	v.dates(env)
	v.plainHTTP()
	v.findings = append(v.findings, v.trust())
	v.recipient()
	v.demands()
	if n := len(listed(get(v.a.At, "endorsement"))) + len(listed(get(v.a.Badge.At, "endorsement"))); n > 0 {
		v.add(&ruleEndorsement, vc.NotAsked, "/endorsement", "Endorsements are not verified here.")
	}
}

// rules holds the badge, with the class and issuer as far as they were to be
// had, against the rules of its edition.
func (v *verifier) rules(kind Kind) {
	if kind == Blockcerts2 {
		v.add(&ruleRules, vc.NotAsked, "", "The rules of Open Badges are not asked of Blockcerts, which add to them.")
		return
	}
	broken := false
	problems := Check(v.a.Document)
	for _, p := range problems {
		f := p.Finding()
		broken = broken || f.Status == vc.Fail
		v.findings = append(v.findings, f)
	}
	switch {
	case broken:
	case len(problems) == maxProblems:
		v.add(&ruleRules, vc.Unknown, "", "The badge breaks so many rules that the others were not all checked.")
	case !v.a.revoked && (v.a.Badge.Missing() || v.a.Badge.Issuer.Missing()):
		v.add(&ruleRules, vc.Unknown, "", "What is here of the badge keeps every rule of the format that is a MUST; its class or issuer is not here.")
	default:
		v.add(&ruleRules, vc.Pass, "", "The badge keeps every rule of the format that is a MUST.")
	}
}

// trust says whether the issuer is believed. Anybody can name one whom you
// trust: it counts only where the badge is shown to be that issuer's.
func (v *verifier) trust() vc.Finding {
	f := v.policy.Trust.Finding("/badge/issuer", v.a.Badge.Issuer.ID.Text)
	if f.Status == vc.Pass && vc.AxesOf(v.findings)[vc.Authentic] != vc.Valid {
		f.Status, f.Detail = vc.Unknown, "The badge names as its issuer one whom you trust, but it is not shown to be theirs."
	}
	return f
}

// nothingAt says that only an address was given, where nothing could be read.
func (v *verifier) nothingAt(address string, err error) {
	if errors.Is(err, vc.ErrGone) {
		v.gone()
	} else {
		v.add(&ruleHosted, vc.Unknown, "", unread("The assertion", address, err))
		v.add(&ruleRevoked, vc.Unknown, "", "It is not known whether the badge was revoked, because it could not be read.")
	}
	v.findings = append(v.findings, v.policy.Trust.Finding("", ""))
	v.noRecipient()
	v.demands()
}

// strangerAt says that what lies at the address that was given is no assertion.
func (v *verifier) strangerAt(address string, kind Kind) {
	v.add(&ruleHosted, vc.Unknown, "", "What lies at "+shown(address)+" is "+kind.String()+", not an awarded badge.")
	v.findings = append(v.findings, v.policy.Trust.Finding("", ""))
	v.noRecipient()
	v.demands()
}

// gone says that the hosted copy was taken away for good (Open Badges 2.0,
// HostedBadge Verification).
func (v *verifier) gone() {
	v.add(&ruleRevoked, vc.Fail, "", "The hosted assertion is gone for good, which means that it was revoked.")
	v.add(&ruleHosted, vc.Unknown, "", "The hosted assertion is gone for good, so nothing shows what it said.")
}

// blockcerts says that a certificate is of a kind that is not supported.
func (v *verifier) blockcerts(kind Kind) {
	name := strings.TrimSuffix(strings.TrimPrefix(kind.String(), "a "), " certificate")
	v.add(&ruleBlockcerts, vc.Unknown, "", name+" is not supported: its proof stands in a blockchain, which is not read here. Supported are hosted and signed Open Badges; a Blockcerts verifier can tell you more.")
	if v.a.Edition == 0 {
		v.add(&ruleRevoked, vc.Unknown, "", "It is not known whether the certificate was revoked, because "+name+" is not supported.")
		v.findings = append(v.findings, v.policy.Trust.Finding("", ""))
		v.noRecipient()
	}
}

// otherMethod says that the badge is neither hosted nor signed.
func (v *verifier) otherMethod() {
	v.add(&ruleMethod, vc.Unknown, v.a.verification.at.Pointer(), "The assertion asks to be verified in a way that is not supported here; hosted and signed badges are.")
}

// demands answers what the policy asks for that no badge of before 3.0 can
// give.
func (v *verifier) demands() {
	if len(v.policy.Domain) > 0 || v.policy.Challenge != "" {
		v.add(&ruleChallenge, vc.Fail, "", "You asked for an answer to a challenge or for a domain, and a badge of before Open Badges 3.0 has neither: nothing shows who presents it.")
	}
	if purpose := v.policy.ProofPurpose(); purpose != vc.AssertionMethod {
		v.add(&rulePurpose, vc.Fail, "", "You asked for another purpose than assertionMethod, and a badge of before Open Badges 3.0 serves no other.")
	}
}

// Result is what [Verify] found out about a badge. A hosted badge has no
// proof of its own, so Proofs is empty: whether it is authentic is in Axes.
type Result struct {
	*proof.Result
	// Edition is that of the assertion; zero when none could be read.
	Edition Edition `json:"edition,omitempty"`
	// Assertion is the badge as it was read; nil when only its address was given
	// and nothing was to be had there, and for a certificate of Blockcerts 1.
	Assertion *Assertion `json:"-"`
}

// MarshalText returns the edition as [Edition.String] does.
func (e Edition) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// result draws the result from what was found out.
func (v *verifier) result(doc vc.Document) *Result {
	format, file := proof.Unsecured, v.file
	if v.a.Secured != nil {
		format = proof.JWS
	}
	if file == nil && !doc.IsZero() { // what was fetched; of no form that can be opened: no file
		received := doc
		if !v.a.given.IsZero() {
			received = v.a.given
		}
		file, _ = proof.Open(received.Bytes(), v.Limits)
	}
	r := &Result{Result: proof.NewResult(format, file, doc, v.findings, v.policy), Edition: v.a.Edition}
	r.Recipient = v.matches
	if format == proof.JWS {
		r.Proofs = append(r.Proofs, v.proofResult())
	}
	return r
}

// proofResult is what was found out about the signature.
func (v *verifier) proofResult() proof.ProofResult {
	var about []vc.Finding
	for _, f := range v.findings {
		switch f.Code {
		case ruleSignature.Code, ruleKey.Code, ruleIssuer.Code, ruleMethod.Code:
			about = append(about, f)
		}
	}
	p := proof.ProofResult{Suite: "JWS", Verdict: vc.VerdictOf(about), Method: v.method}
	if v.issuer != nil {
		p.Controller = v.issuer.ID.Text
	}
	p.Signer = proof.Signer{Method: p.Method, Controller: p.Controller, Key: v.signedBy}
	return p
}

// dates compares the dates of the badge with the clock. One that cannot be read
// leaves the question open.
func (v *verifier) dates(env vc.Env) {
	now, root := env.Now(), v.a.Document.Root()
	stated := either(root, "issuedOn", "issued_on")
	switch at := v.a.issuedOn; {
	case !at.IsZero() && at.Time().After(now):
		v.add(&ruleIssued, vc.Fail, at.at.Pointer(), "The badge says that it was issued in the future, at "+at.String()+".")
	case !at.IsZero():
		v.add(&ruleIssued, vc.Pass, at.at.Pointer(), "The badge was issued in the past.")
	case stated.Exists():
		v.add(&ruleIssued, vc.Unknown, stated.Pointer(), "The date of issue cannot be read, so it is not known whether the badge holds yet.")
	}
	stated = get(root, "expires")
	switch at := v.a.expires; {
	case !at.IsZero() && now.After(at.Time()):
		v.add(&ruleExpires, vc.Fail, at.at.Pointer(), "The badge expired at "+at.String()+".")
	case !at.IsZero():
		v.add(&ruleExpires, vc.Pass, at.at.Pointer(), "The badge has not expired.")
	case stated.Exists():
		v.add(&ruleExpires, vc.Unknown, stated.Pointer(), "The date of expiry cannot be read, so it is not known whether the badge has expired.")
	case !v.a.revoked:
		v.add(&ruleExpires, vc.Pass, "", "The badge states no end of its validity.")
	}
}

// selfRevoked looks at what the badge says itself about its revocation.
func (v *verifier) selfRevoked() {
	v.revokedIn(v.a.Document.Root(), "The assertion")
}

// revokedIn looks for a revocation in an assertion, and reports whether there
// is one or something that cannot be read.
func (v *verifier) revokedIn(root jsontree.Value, what string) bool {
	stated := get(root, "revoked")
	switch revoked, readable := truth(stated); {
	case revoked:
		v.add(&ruleRevoked, vc.Fail, stated.Pointer(), what+" says that the badge was revoked.")
		return true
	case !readable:
		v.add(&ruleRevoked, vc.Unknown, stated.Pointer(), what+" has something else than true or false as revoked, so it is not known whether the badge was.")
		return true
	}
	return false
}
