package mikromerit

import (
	"context"
	"errors"
	"fmt"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/vc"
)

// ErrSeal says that a file cannot be sealed, or its seal cannot be extended.
var ErrSeal = errors.New("ISSUE-SEAL")

// SealOptions are the options of [Seal]. The zero value completes the issuer from
// the certificate and makes a seal of level B, which needs no services.
type SealOptions struct {
	// Env gives the time of sealing and limits.
	Env vc.Env
	// Seal says how the file is sealed, up to which level and with which services.
	Seal jades.SealOptions
	// Prepare says how the draft is completed from the certificate before that.
	Prepare edc.PrepareOptions
	// AsItIs seals the draft as it is, without completing anything.
	AsItIs bool
	// Try stops before anything is sealed: the result says what would be.
	Try bool
	// UnsafeBrokenRules seals although the credential breaks MUSTs of its profile or
	// names another organisation as its issuer. Wallets refuse such files.
	UnsafeBrokenRules bool
}

// ExtendOptions are the options of [Extend].
type ExtendOptions struct {
	// Env gives the present time and limits.
	Env vc.Env
	// Extend says which services may be used.
	Extend jades.ExtendOptions
}

// SealResult is a sealed credential, or what it would be.
type SealResult struct {
	// File is the sealed file; nil if nothing was sealed.
	File *proof.Secured
	// Document is the credential under the seal.
	Document vc.Document
	// Level is the level that the seal reached. It is lower than what was asked for
	// when a service failed; Warnings say why.
	Level jades.Level
	// Effects is what was completed from the certificate, and what was left although
	// the certificate says something else.
	Effects []edc.Effect
	// Warnings are the SHOULDs that the credential breaks, and what kept the seal
	// from the level that was asked for. With UnsafeBrokenRules they also hold the
	// MUSTs.
	Warnings []vc.Finding
}

// Seal seals a draft of a Europass credential, as an institution does that issues it.
// The draft is the credential as JSON or the file that is uploaded to the
// Commission's issuer, in which it stands beside to whom it is delivered; that part
// is not sealed.
//
// It completes the issuer from the certificate ([edc.PrepareSeal]), checks the rules
// of the profile and seals. A draft that breaks a MUST is refused with a
// [*RulesError]; one whose issuer is another organisation than the certificate names,
// with [ErrIssuer].
func Seal(ctx context.Context, draft []byte, sealer jades.Sealer, o SealOptions) (*SealResult, error) {
	doc, err := readDraft(draft, o.Env.Limits)
	if err != nil {
		return nil, err
	}
	if err := checkCopy(doc); err != nil {
		return nil, err
	}
	if len(sealer.Chain) == 0 {
		return nil, fmt.Errorf("%w: a seal needs the certificate of its key", ErrSeal)
	}
	at := o.Seal.At
	if at.IsZero() {
		at = o.Env.Now()
	}
	o.Seal.At = at
	out := &SealResult{Document: doc}
	if !o.AsItIs {
		if out.Document, out.Effects, err = edc.PrepareSeal(doc, sealer.Chain[0], at, o.Prepare); err != nil {
			return nil, err
		}
	}
	if out.Warnings, err = o.check(out); err != nil {
		return out, err
	}
	if o.Try {
		return out, nil
	}
	sealed, err := jades.Seal(ctx, o.Env, out.Document.Bytes(), sealer, o.Seal)
	if err != nil {
		return nil, err
	}
	return out.finish(sealed, o.Env.Limits)
}

// Extend raises the seal of a file to a level, without touching what is sealed.
func Extend(ctx context.Context, file []byte, to jades.Level, o ExtendOptions) (*SealResult, error) {
	opened, err := Open(file, o.Env.Limits)
	switch {
	case err != nil:
		return nil, err
	case opened.Format() != proof.JAdES:
		return nil, fmt.Errorf("%w: the file carries no seal; only a seal has levels", ErrSeal)
	}
	sealed, err := jades.Extend(ctx, o.Env, opened.Bytes(), to, o.Extend)
	if err != nil {
		return nil, err
	}
	out := &SealResult{Document: opened.Document()}
	return out.finish(sealed, o.Env.Limits)
}

// finish takes over what was sealed.
func (r *SealResult) finish(sealed jades.Sealed, limits vc.Limits) (*SealResult, error) {
	file, err := proof.Open(sealed.File, limits)
	if err != nil {
		return nil, err
	}
	r.File, r.Level = file, sealed.Level
	r.Warnings = append(r.Warnings, sealed.Findings...)
	return r, nil
}

// readDraft reads a credential that is not secured yet.
func readDraft(file []byte, limits vc.Limits) (vc.Document, error) {
	opened, err := Open(file, limits)
	if err != nil {
		return vc.Document{}, err
	}
	doc := opened.Document()
	switch codec, _ := Formats().Of(doc); {
	case opened.Format() == proof.JAdES:
		return doc, fmt.Errorf("%w: the file is sealed already", ErrSeal)
	case opened.Format() != proof.Unsecured:
		return doc, fmt.Errorf("%w: the file carries a proof already, which a seal would not replace", ErrSeal)
	case edc.IsPresentation(doc):
		return doc, fmt.Errorf("%w: the file is a presentation; the credentials in it were sealed by who issued them", ErrSeal)
	case codec.Format == "":
		return doc, fmt.Errorf("%w: the file is no credential", ErrSeal)
	case codec.Format != Europass:
		return doc, fmt.Errorf("%w: the file is of the format %s, and only Europass credentials are sealed; convert it first", ErrSeal, codec.Name)
	}
	return doc, nil
}

// check checks what is about to be sealed. It returns the SHOULDs that are broken.
func (o *SealOptions) check(r *SealResult) ([]vc.Finding, error) {
	_, found := vc.ReadCredential(r.Document)
	broken, weak := splitByLevel(append(found, edc.CheckSealed(r.Document)...))
	for _, e := range r.Effects {
		if e.Kind == edc.EffectClash && !o.UnsafeBrokenRules {
			return weak, fmt.Errorf("%w: %s", ErrIssuer, e.Reason)
		}
	}
	switch {
	case len(broken) == 0:
		return weak, nil
	case !o.UnsafeBrokenRules:
		return weak, &RulesError{broken}
	}
	for i := range broken {
		broken[i].Status = vc.Warn
	}
	return append(broken, weak...), nil
}
