package mikromerit

import (
	"context"
	"slices"

	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

type (
	// Trust says whom you believe; see [proof.Trust].
	Trust = proof.Trust
	// Policy is what you demand of a credential; see [proof.Policy].
	Policy = proof.Policy
)

// Verifier verifies files of every format. Its fields may be set before it is
// used and not changed afterwards; it may then be used by many goroutines at
// once if its Env may.
type Verifier struct {
	// Policy is what is demanded, with the trust in it.
	Policy Policy
	// Env is what may be used of the world. The zero Env is offline.
	Env vc.Env
}

// NewVerifier returns a verifier that believes those whom trust names, and
// reaches no network.
func NewVerifier(trust Trust) *Verifier {
	return &Verifier{Policy: proof.NewPolicy(trust)}
}

// Verify verifies a file, whatever it is: JSON with embedded proofs, a token,
// an SD-JWT, a seal, a PNG or SVG with a badge in it, or something that holds
// several credentials; Open Badges 0.5 to 3.0, learner records, endorsements,
// Europass credentials, plain W3C credentials and presentations.
//
// What is found, good or bad, is in the Result. An error means that the file
// is no credential ([*proof.FormatError], [*bake.Error]), exceeds a limit
// ([vc.ErrLimit]), or that the job was stopped.
func (v *Verifier) Verify(ctx context.Context, file []byte) (*Result, error) {
	parts, image, err := read(file, v.Env.Limits)
	if err != nil {
		return nil, err
	}
	known, err := registry()
	if err != nil {
		return nil, err
	}
	// One budget for the whole file.
	env := v.Env.Metered()
	job := &job{ctx: ctx, env: env, policy: v.Policy, verifier: proof.NewVerifier(env, known)}
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
		return j.part(parts[0])
	}
	var inside []*proof.Result
	for _, p := range parts {
		found, err := j.part(p)
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

func (j *job) part(p part) (*Result, error) {
	if p.fault != nil {
		return nil, p.fault
	}
	if p.older() {
		return j.older(p)
	}
	found, err := j.verifier.VerifySecured(j.ctx, p.secured, j.policy)
	if err != nil {
		return nil, err
	}
	return &Result{Result: found, At: p.pointer}, nil
}

// older verifies a badge of an edition before Open Badges 3.0, by the rules of
// its own: hosted copies in the place of proofs.
func (j *job) older(p part) (*Result, error) {
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
		return out, nil // nothing was to be had at the address
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
	// Image is the picture around the badge, or nil.
	Image *Image
	// At is where in the file the credential stands, when the file only holds
	// it; "" is the whole file.
	At string
	// Edition is that of a badge before Open Badges 3.0; 0 for all else.
	Edition ob2.Edition
	// Address is where the badge stands, when the file holds only its address.
	Address string

	older *ob2.Result
}

// Scattered reports whether the class or the issuer of an old badge, or all of
// it, was neither in the file nor fetched.
func (r *Result) Scattered() bool {
	if r.older == nil {
		return r.Address != ""
	}
	a := r.older.Assertion
	return a == nil || a.Badge.Missing() || a.Badge.Issuer.Missing()
}

// claimed is the credential in a file before anything is checked.
func claimed(file *proof.Secured, limits vc.Limits) vc.Document {
	switch file.Format() {
	case proof.JWS, proof.SDJWT, proof.Enveloped:
		if doc, err := jose.Document(file, limits); err == nil {
			return doc
		}
	}
	return file.Document()
}
