package mikromerit

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/clr"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// ErrIssuer says that the key does not speak for the issuer.
var ErrIssuer = errors.New("ISSUE-ISSUER")

// IssueOptions are the options of [Issue], [IssueDocument] and [AddProof].
type IssueOptions struct {
	SignOptions
	// Encode says how [Issue] writes the model as a document.
	Encode EncodeOptions
	// Status is the status list in which the credential gets a place; nil: none.
	Status *status.List
	// SetIssuer makes the key's controller the issuer, with the profile Issuer and
	// the name IssuerName. A badge whose issuer then has no name is warned about.
	SetIssuer  bool
	Issuer     *mc.Party
	IssuerName string
	// Mandatory are JSON Pointers to what the holder of a credential with
	// ecdsa-sd-2023 or bbs-2023 must always reveal, in addition to what decides whether
	// it is in force. nil: what the format requires.
	Mandatory []string
	// Disclosable are JSON Pointers to what the holder of an SD-JWT may withhold; nil:
	// what the type of an SD-JWT VC demands, if it is known here.
	// Holder is the key that the holder will present the SD-JWT with.
	Disclosable []string
	Holder      crypto.PublicKey
	// Expires is when an SD-JWT VC ends, if its claims do not say so. Decoys is how many
	// digests that stand for nothing go into each place where something is hidden.
	// TypeMetadata is the document about its type whose digest it states; nil: none.
	Expires      time.Time
	Decoys       int
	TypeMetadata []byte
	// ProofID is the id of the new proof. Previous are the ids of the proofs that it
	// builds on.
	ProofID  string
	Previous []string
	// Image is a PNG or SVG image to bake the badge into.
	Image []byte
	// Try stops before a place in the status list is taken and anything is signed: the
	// result says what would be.
	Try bool
}

// Issued is a credential that was issued.
type Issued struct {
	File *proof.Secured
	// Image is the image with the badge in it, if one was given.
	Image []byte
	// Entry is the place in the status list, if one was given.
	Entry *status.Entry
	// Warnings are the SHOULDs that the credential breaks. With selective disclosure
	// they also say what is wrong when the holder reveals only what is mandatory:
	// the MUSTs that the rest breaks, and what it reveals about the learner.
	Warnings []vc.Finding
	// Report accounts for every value of the model, if one was encoded.
	Report *mc.Report
}

// Issue writes a credential in a format and signs it. In this order and as far as
// the options ask for it, it encodes the model, sets the issuer, checks the rules
// and that the key is the issuer's, takes a place in the status list, signs, and
// bakes the badge into an image. In a record, it signs each credential of the same
// issuer that carries no proof before it signs the record.
func Issue(ctx context.Context, c *mc.Credential, format string, key *keys.Private, o IssueOptions) (*Issued, error) {
	codec, err := Formats().Named(format)
	if err != nil {
		return nil, err
	}
	if codec.Encode == nil {
		return nil, fmt.Errorf("%w: %s can be read but not written yet", ErrDirection, codec.Name)
	}
	doc, report, err := codec.Encode(c, o.Encode)
	if err != nil {
		return nil, err
	}
	issued, err := IssueDocument(ctx, doc, key, o)
	if err == nil {
		issued.Report = report
	}
	return issued, err
}

// Check reports whether the options fit each other and a key, whatever is issued; the
// error wraps [ErrSuite]. With no Suite it is that of the key.
func (o IssueOptions) Check(key *keys.Private) error {
	signer, err := newSigner(key, forCredentials, o.SignOptions)
	if err != nil {
		return err
	}
	return signer.checkOptions(o, false)
}

// IssueDocument is [Issue] for a credential that is a document already. Members
// that are not edited stay as they are, byte for byte.
func IssueDocument(ctx context.Context, doc vc.Document, key *keys.Private, o IssueOptions) (*Issued, error) {
	if o.Suite == "" {
		o.Suite = DefaultSuite(doc)
	}
	signer, err := newSigner(key, forCredentials, o.SignOptions)
	if err != nil {
		return nil, err
	}
	if err := signer.checkOptions(o, false); err != nil {
		return nil, err
	}
	if err := checkCopy(doc); err != nil {
		return nil, err
	}
	if signer.name == dcSDJWT.name {
		return signer.issueClaims(ctx, doc, o)
	}
	former := idOf(doc.Get("issuer"))
	if o.SetIssuer {
		if doc, err = (newIssuer{key.Controller(), o.IssuerName, o.Issuer}).set(doc); err != nil {
			return nil, err
		}
	}
	warnings, draft, err := signer.checkFirst(ctx, doc, o)
	if err != nil {
		return nil, err
	}
	if clr.Is(doc) {
		var held []vc.Finding
		if doc, held, err = signer.signHeld(ctx, doc, former, o); err != nil {
			return nil, err
		}
		warnings = append(warnings, held...)
	}
	if o.SetIssuer {
		warnings = append(warnings, warnOfNamelessIssuer(doc)...)
	}
	out := &Issued{Warnings: warnings}
	if o.Try {
		return out, nil
	}
	if doc, err = out.takePlace(ctx, doc, o.Status); err != nil {
		return nil, err
	}
	if draft != nil {
		out.File, err = draft.Sign()
	} else {
		out.File, err = signer.sign(ctx, doc, signer.newSignRequest(doc, o, nil))
	}
	if err != nil {
		return nil, err
	}
	return out, out.finish(ctx, signer, o)
}

// takePlace gives a credential a place in a status list, if there is one.
func (i *Issued) takePlace(ctx context.Context, doc vc.Document, list *status.List) (vc.Document, error) {
	if list == nil {
		return doc, nil
	}
	entry, err := list.Allocate(ctx)
	if err != nil {
		return vc.Document{}, err
	}
	i.Entry = &entry
	return entry.AddTo(doc)
}

// AddProof adds a proof to a credential that may carry others. The options must
// not ask for a change of the credential.
func AddProof(ctx context.Context, file *proof.Secured, key *keys.Private, o IssueOptions) (*Issued, error) {
	if file.Format() == proof.Unsecured {
		return IssueDocument(ctx, file.Document(), key, o)
	}
	if file.Format() != proof.DataIntegrity {
		return nil, fmt.Errorf("%w: the file is a token or a seal, which has no place for another proof", ErrSuite)
	}
	signer, err := newSigner(key, forCredentials, o.SignOptions)
	if err != nil {
		return nil, err
	}
	if err := signer.checkOptions(o, true); err != nil {
		return nil, err
	}
	warnings, err := checkSignable(file.Document(), key.Controller(), vc.Env{})
	if err != nil {
		return nil, err
	}
	out := &Issued{Warnings: warnings}
	if out.File, err = signer.sign(ctx, file.Document(), signer.newSignRequest(file.Document(), o, file)); err != nil {
		return nil, err
	}
	return out, out.finish(ctx, signer, o)
}

// finish bakes the badge and warns of what a holder could derive from it.
func (i *Issued) finish(ctx context.Context, s *signer, o IssueOptions) error {
	least, err := s.minimalDisclosureWarnings(ctx, i.File)
	if err != nil {
		return err
	}
	i.Warnings = append(i.Warnings, least...)
	if o.Image == nil {
		return nil
	}
	i.Image, err = bake.Bake(o.Image, i.File.Bytes(), bake.Limits{Image: o.Env.Limits.Bytes})
	return err
}

// checkOptions checks that the options fit the suite and each other. add says
// that the credential may carry other proofs.
func (s *signer) checkOptions(o IssueOptions, add bool) error {
	fault := func(format string, args ...any) error {
		return fmt.Errorf("%w: "+format, append([]any{ErrSuite}, args...)...)
	}
	switch {
	case (o.IssuerName != "" || o.Issuer != nil) && !o.SetIssuer:
		return fault("a name or profile of the issuer is for a new one only; set the issuer, too")
	case len(o.Mandatory) > 0 && !s.base:
		return fault("mandatory pointers are for %s, not for %s", baseNames(), s.name)
	case (len(o.Disclosable) > 0 || o.Holder != nil || o.Decoys != 0) && s.name != vcSDJWT.name && s.name != dcSDJWT.name:
		return fault("what can be disclosed and the holder's key are for vc+sd-jwt, not for %s", s.name)
	case (!o.Expires.IsZero() || o.TypeMetadata != nil) && s.name != dcSDJWT.name:
		return fault("an end of the token and type metadata are for dc+sd-jwt, not for %s", s.name)
	case o.Status != nil && o.Status.IsToken() != (s.name == dcSDJWT.name):
		return fault("a token status list is for dc+sd-jwt, and any other list for W3C credentials")
	case len(o.Previous) > 0 && !add:
		return fault("a proof builds on another only when it is added to a file that has one")
	case add && (o.SetIssuer || o.Status != nil):
		return fault("another issuer or status would change what the other proofs cover")
	case (add || o.ProofID != "") && !s.embeds():
		return fault("%s makes a token, which has one signature and no id", s.name)
	case o.Image != nil && s.message != "":
		return fault("%s makes binary data, which has no place in a picture of a badge", s.name)
	case o.Image != nil && s.base:
		return fault("a base proof of %s is for the holder only, so no picture holds it; derive from it, and bake that", s.name)
	case add && s.base:
		return fault("a base proof of %s stands alone", s.name)
	}
	return nil
}

// minimalDisclosureWarnings returns what is wrong with a credential of which the
// holder reveals only what is mandatory: the MUSTs that a badge then breaks, what it
// still reveals about the learner, and what links its proofs.
func (s *signer) minimalDisclosureWarnings(ctx context.Context, signed *proof.Secured) ([]vc.Finding, error) {
	var doc vc.Document
	var revealed *proof.Secured
	var err error
	switch {
	case s.base:
		if revealed, err = dataintegrity.Derive(ctx, s.env, signed, dataintegrity.DeriveOptions{}); err == nil {
			doc = revealed.Document()
		}
	case s.name == vcSDJWT.name:
		if revealed, err = jose.Disclose(signed, s.env.Limits); err == nil {
			doc, err = jose.Document(revealed, s.env.Limits)
		}
	}
	if err != nil {
		return nil, err
	}
	if doc.IsZero() {
		return nil, nil
	}
	const words = "If the holder reveals only what is mandatory: "
	found := Breaches(doc, words)
	for _, f := range append(Leaks(doc, claimedDocument(signed, s.env.Limits)), Links(revealed)...) {
		f.Detail = words + strings.ToLower(f.Detail[:1]) + f.Detail[1:]
		found = append(found, f)
	}
	return found, nil
}

// PublishStatus signs a status list in its present state. The key must be that of
// the list's issuer, which PublishStatus does not check.
func PublishStatus(ctx context.Context, list *status.List, period status.Period, key *keys.Private, o SignOptions) (*proof.Secured, error) {
	if list.IsToken() {
		return publishTokens(ctx, list, period, key, o)
	}
	signer, err := newSigner(key, forLists, o)
	if err != nil {
		return nil, err
	}
	doc, err := list.Credential(ctx, period)
	if err != nil {
		return nil, err
	}
	return signer.sign(ctx, doc, signRequest{})
}
