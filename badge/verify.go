package badge

import (
	"context"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// VerifyOptions is what [Verify] may be asked beyond the policy. The zero value
// is the safe choice.
type VerifyOptions struct {
	// Env is what the verifier was made with. Its contexts serve the rules, and
	// Limits.Nested is how many credentials inside the file are verified.
	Env vc.Env
	// Recipient is what the caller knows of one person; the credential must
	// name that person by at least one of it. None: it is not asked whose
	// credential it is.
	Recipient []Identity
	// Endorsers says whom to believe about endorsements; nil: those whom the
	// policy names.
	Endorsers *proof.Policy
	// CheckRecord holds a Comprehensive Learner Record against the rules of CLR
	// 2.0: give it CheckIn of package clr. Without it a record is never valid,
	// because this package does not know those rules.
	CheckRecord func(context.Context, vc.Document, vc.Env) ([]vc.Problem, error)
	// UnsafeAllowFailedCredentials lets a record be valid though a credential in
	// it is not: one of its badges has expired, for example. The finding
	// NESTED-CREDENTIAL then only warns.
	UnsafeAllowFailedCredentials bool
}

// Verification is what [Verify] found out about a file: the result of the verifier
// with further findings, and a verdict over all of them. Pointers in the result
// of a nested credential are places in that credential; its own Pointer is
// where it stands in the document around it.
type Verification struct {
	*proof.Result
	// Recipient are the identifiers by which the credential names the person
	// whom the caller asked for.
	Recipient []Match `json:"recipient,omitempty"`
	// Badges are the results for the credentials in a record or presentation.
	// They take the place of Credentials, which is nil.
	Badges []*Verification `json:"badges,omitempty"`
	// Endorsements are the results for the endorsements of this credential and
	// of all in it, wherever they stand. They have no part in the verdict.
	Endorsements []*Verification `json:"endorsements,omitempty"`
}

// Verify verifies a badge, an endorsement that stands on its own, a record
// (CLR 2.0) or a presentation of them, by the steps of Open Badges 3.0 section
// "Verification". The verifier checks proofs, keys, trust, validity period and
// status; Verify adds these findings:
//
//	OB3-…, CLR2-…        the rules that the document breaks; see [Check]
//	OB3-RULES            pass: none of them is a MUST; CLR2-RULES for a record
//	RECIPIENT            whether the credential is of the person asked for
//	REFRESH              not asked: the credential names a service that may have
//	                     a newer one, which is never called
//	SCHEMA               not asked: it names a JSON Schema, which is never fetched
//	NESTED-CREDENTIAL    the verdict on a credential in a record or presentation
//	ENDORSEMENT          pass, or warn: the verdict on an endorsement
//	NESTED-LIMIT         warn or unknown: there are more of these than are verified
//
// and to the results of nested credentials:
//
//	FORMAT-UNKNOWN       fail: it is neither a credential nor a compact JWS
//	NESTED-TYPE          fail: it is a presentation in a record
//	NESTED-LIMIT         unknown: it exceeds a limit
//	ENDORSEMENT-TYPE     fail: it is no EndorsementCredential
//	ENDORSEMENT-SUBJECT  whether an endorsement is about what it stands in: one of
//	                     a credential about the credential or an achievement or
//	                     profile in it, any other about the node itself
//
// Each nested credential is verified for itself, with the same policy but for
// purpose, domain and challenge. An endorsement says nothing about whether the
// badge was issued, so one that does not hold only warns, and what it breaks
// counts for itself alone, save that JSON-LD must keep every part of the whole
// document. A badge in a record is part of what the record claims, so it
// decides the verdict unless the options say otherwise. The recipient of a
// record is also looked for in its badges, by the record's own subject id if
// nothing else.
//
// The rules are applied to what the proofs cover. An error is one of
// [proof.Verifier.VerifySecured] or that of ctx.
func Verify(ctx context.Context, verifier *proof.Verifier, file *proof.Secured, policy proof.Policy, options VerifyOptions) (*Verification, error) {
	found, err := verifier.VerifySecured(ctx, file, policy)
	if err != nil {
		return nil, err
	}
	v := &examiner{verifier: verifier, options: options, policy: forNested(policy), endorsers: forNested(policy), left: options.Env.Limits.MaxNested()}
	if options.Endorsers != nil {
		v.endorsers = forNested(*options.Endorsers)
	}
	r := &Verification{Result: found}
	if err := v.examine(ctx, r, options.Recipient, 0); err != nil {
		return nil, err
	}
	return r, nil
}

// forNested is a policy without what is demanded of the outermost proof alone.
func forNested(policy proof.Policy) proof.Policy {
	policy.Purpose, policy.Domain, policy.Challenge = "", nil, ""
	return policy
}

// examiner does the work on one file.
type examiner struct {
	verifier  *proof.Verifier
	options   VerifyOptions
	policy    proof.Policy
	endorsers proof.Policy
	left      int // how many nested credentials may still be verified
}

func (r *Verification) add(findings ...vc.Finding) { r.Findings = append(r.Findings, findings...) }

// examine adds to a result of the verifier what there is to find in a badge.
// depth is how many documents stand around it.
func (v *examiner) examine(ctx context.Context, r *Verification, who []Identity, depth int) error {
	if r.Document.IsZero() {
		return nil
	}
	class := classOf(r.Document)
	if class == presentation {
		return v.presented(ctx, r, who, depth)
	}
	in := partsOf(r.Document, class)
	if err := v.rules(ctx, r, class, in, depth); err != nil {
		return err
	}
	r.add(services(r.Document)...)
	if class != endorsementClass || depth == 0 {
		var f vc.Finding
		r.Recipient, f = matchAny(r.Document, who)
		r.add(f)
	}
	if err := v.credentials(ctx, r, in, who, depth); err != nil {
		return err
	}
	if err := v.endorsements(ctx, r, in, depth); err != nil {
		return err
	}
	r.Verdict = vc.VerdictOf(r.Findings)
	return nil
}

// presented examines the credentials of a presentation, which the verifier has
// verified.
func (v *examiner) presented(ctx context.Context, r *Verification, who []Identity, depth int) error {
	for _, found := range r.Credentials {
		inner := &Verification{Result: found}
		if err := v.examine(ctx, inner, who, depth+1); err != nil {
			return err
		}
		r.Badges = append(r.Badges, inner)
		r.add(nestedFinding(inner, false))
	}
	r.Credentials = nil
	r.Verdict = vc.VerdictOf(r.Findings)
	return nil
}

// nestedFinding says what a nested credential means for the document around it.
func nestedFinding(inner *Verification, mayFail bool) vc.Finding {
	f := vc.Finding{Code: "NESTED-CREDENTIAL", Status: vc.Unknown, Pointer: inner.Pointer,
		Detail: "The credential that stands here is " + inner.Verdict.String() + "."}
	switch {
	case inner.Verdict == vc.Valid:
		f.Status = vc.Pass
	case mayFail:
		f.Status = vc.Warn
	case inner.Verdict == vc.Invalid:
		f.Status = vc.Fail
	}
	return f
}

// services says which services the credential names that were not called.
func services(doc vc.Document) []vc.Finding {
	var findings []vc.Finding
	for service := range doc.Get("refreshService").Each() {
		findings = append(findings, vc.Finding{Code: "REFRESH", Status: vc.NotAsked, Pointer: service.Pointer(),
			Detail: "The credential names a service that may have a newer one; it was not called."})
	}
	for schema := range doc.Get("credentialSchema").Each() {
		findings = append(findings, vc.Finding{Code: "SCHEMA", Status: vc.NotAsked, Pointer: schema.Pointer(),
			Detail: "The credential names a schema that was not fetched; the rules applied here cover those that 1EdTech publishes."})
	}
	return findings
}
