package mikromerit

import (
	"context"
	"slices"

	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/edc/legacy"
	"github.com/mikromerit/mikromerit/formats/elmo"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

type (
	// Trust says whom you trust; see [proof.Trust].
	Trust = proof.Trust
	// Policy is what you demand of a credential; see [proof.Policy].
	Policy = proof.Policy
)

// Verifier verifies files of every format. Set its fields before you use it, and
// do not change them afterwards. Many goroutines may use it at once if they may
// use its Env at once.
type Verifier struct {
	// Policy is what you demand, including whom you trust.
	Policy Policy
	// Env gives the time, limits and what may be fetched. The zero Env is offline.
	Env vc.Env
	// Lists keeps status lists from one call to the next, so that a revocation is
	// seen when the publisher of the list allows: five minutes late, if they do not
	// say. nil: each call fetches the lists that it needs.
	Lists *proof.Lists
}

// NewVerifier returns a verifier that trusts those whom trust names, is offline,
// and keeps status lists as [proof.NewLists] does by default.
func NewVerifier(trust Trust) *Verifier {
	return &Verifier{Policy: proof.NewPolicy(trust), Lists: proof.NewLists(0)}
}

// Verify verifies a file of any form: JSON with embedded proofs, a token, an
// SD-JWT, a seal, a PNG or SVG with a badge in it, or a container of several
// credentials. The formats are Open Badges 0.5 to 3.0, learner records,
// endorsements, Europass credentials, plain W3C credentials and presentations.
//
// Whatever it finds is in the Result. An error means that the file is no
// credential ([*proof.FormatError] or [*bake.Error]), that it exceeds a limit
// ([vc.ErrLimit]), or that ctx has ended.
func (v *Verifier) Verify(ctx context.Context, file []byte) (*Result, error) {
	parts, image, err := readFile(file, v.Env.Limits)
	if err != nil {
		return nil, err
	}
	known, err := registry()
	if err != nil {
		return nil, err
	}
	// The limits are for the whole file.
	env := v.Env.Metered()
	job := &job{ctx: ctx, env: env, policy: v.Policy, verifier: proof.NewVerifier(env, known).WithLists(v.Lists, v.Env)}
	out, err := job.verify(parts)
	if err != nil {
		return nil, err
	}
	out.Source, out.Image = file, image
	if image != nil {
		out.Findings = slices.Concat(image.Findings, out.Findings)
	}
	return out, nil
}

// job is one call of [Verifier.Verify].
type job struct {
	ctx      context.Context
	env      vc.Env
	policy   Policy
	verifier *proof.Verifier
}

func (j *job) verify(parts []part) (*Result, error) {
	if len(parts) == 1 {
		return j.verifyPart(parts[0])
	}
	var inside []*proof.Result
	for _, p := range parts {
		found, err := j.verifyPart(p)
		switch {
		case j.ctx.Err() != nil:
			return nil, j.ctx.Err()
		case err != nil:
			inside = append(inside, proof.NewUnreadableResult(p.pointer, err, j.policy))
			continue
		}
		found.Result.Pointer = p.pointer
		inside = append(inside, found.Result)
	}
	return &Result{Result: proof.NewContainerResult(inside, j.policy)}, nil
}

func (j *job) verifyPart(p part) (*Result, error) {
	if p.fault != nil {
		return nil, p.fault
	}
	if p.legacy != nil {
		return j.verifyLegacy(p), nil
	}
	if p.elmo != nil {
		return j.verifyReport(p), nil
	}
	if p.isOlder() {
		return j.verifyOlder(p)
	}
	found, err := j.verifier.VerifySecured(j.ctx, p.secured, j.policy)
	if err != nil {
		return nil, err
	}
	return &Result{Result: found, At: p.pointer}, nil
}

// verifyOlder verifies a badge of an edition before Open Badges 3.0, which may be
// secured by its hosted copy instead of a proof.
func (j *job) verifyOlder(p part) (*Result, error) {
	found, err := ob2.Verify(j.ctx, p.text, j.env, j.policy)
	if err != nil {
		return nil, err
	}
	out := &Result{Result: found.Result, At: p.pointer, Edition: found.Edition, older: found}
	out.File = p.secured
	if p.secured != nil {
		return out, nil
	}
	out.Address = string(p.text)
	if found.Assertion == nil {
		return out, nil // nothing could be fetched from the address
	}
	for _, f := range found.Assertion.Fetched {
		if f.Pointer == "" {
			if out.File, err = proof.Open(f.Document.Bytes(), j.env.Limits); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// Result is what a [Verifier] found out about a file.
type Result struct {
	*proof.Result
	// Source is the file as it was given.
	Source []byte
	// Image is the image that the badge is baked into, or nil.
	Image *Image
	// At is where in a container its only credential stands; "" is the whole file.
	At string
	// Edition is the edition of a badge from before Open Badges 3.0, otherwise 0.
	Edition ob2.Edition
	// Address is the address of the badge, when the file holds only that.
	Address string
	// Legacy is the content of a Europass credential in XML, otherwise nil.
	Legacy *legacy.Credential
	// ELMO is the file that a report is one of, otherwise nil.
	ELMO *elmo.File

	older *ob2.Result
}

// isIncomplete reports whether an older badge, its class or its issuer was neither
// in the file nor fetched.
func (r *Result) isIncomplete() bool {
	if r.older == nil {
		return r.Address != ""
	}
	a := r.older.Assertion
	return a == nil || a.Badge.Missing() || a.Badge.Issuer.Missing()
}

// claimedDocument returns the credential in a file before anything is checked.
func claimedDocument(file *proof.Secured, limits vc.Limits) vc.Document {
	switch file.Format() {
	case proof.JWS, proof.SDJWT, proof.Enveloped:
		if doc, err := jose.Document(file, limits); err == nil {
			return doc
		}
	}
	return file.Document()
}
