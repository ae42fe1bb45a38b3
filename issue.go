package mikromerit

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/didsyntax"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// ErrIssuer says that the key speaks for somebody else than the issuer.
var ErrIssuer = errors.New("ISSUE-ISSUER")

// RulesError says which rules a document breaks, so that it is not signed.
type RulesError struct {
	Findings []vc.Finding
}

// Error names the rules.
func (e *RulesError) Error() string {
	var texts []string
	for _, f := range e.Findings {
		at := ""
		if f.Pointer != "" {
			at = " at " + f.Pointer
		}
		texts = append(texts, f.Code+at+": "+f.Detail)
	}
	return "ISSUE-RULES: the credential breaks rules of its format: " + strings.Join(texts, " ")
}

// SignOptions are what you may choose about a signature.
type SignOptions struct {
	// Env gives the time of signing, further contexts and limits.
	Env vc.Env
	// Suite is one of [Suites], for presentations of [PresentationSuites]; "":
	// the default for the key.
	Suite string
	// Algorithm is that of a token where the key leaves a choice: RS256, the
	// default, or PS256 for RSA.
	Algorithm string
}

// IssueOptions are what you may choose about a credential that is issued.
type IssueOptions struct {
	SignOptions
	// Encode says how a model becomes a document; only for [Issue].
	Encode EncodeOptions
	// Status allocates a place in a status list for the credential.
	Status *status.List
	// SetIssuer makes the key's controller the issuer; IssuerName is then the
	// name of the new issuer.
	SetIssuer  bool
	IssuerName string
	// Mandatory are JSON Pointers of what the holder of an ecdsa-sd-2023
	// credential always reveals, beside what decides; none: what the format
	// needs.
	Mandatory []string
	// Disclosable are JSON Pointers of what the holder of an SD-JWT may keep
	// back; Holder is the key that the SD-JWT will be presented with.
	Disclosable []string
	Holder      crypto.PublicKey
	// ProofID is the id of the new proof; Previous are the ids of those that it
	// builds on.
	ProofID  string
	Previous []string
	// Image is a PNG or SVG picture to bake the badge into.
	Image []byte
}

// Issued is a credential that was issued.
type Issued struct {
	File *proof.Secured
	// Image is the picture with the badge in it, when one was given.
	Image []byte
	// Entry is the place in the status list, when one was allocated.
	Entry *status.Entry
	// Warnings are the rules of level SHOULD that the credential breaks, and
	// what a holder could derive that keeps no longer all MUSTs or tells more
	// of the learner than it seems.
	Warnings []vc.Finding
	// Report accounts for every value of the model, when one was encoded.
	Report *mc.Report
}

// Issue writes a credential in a format and signs it: it encodes the model,
// takes a place in the status list, checks the rules, sees to it that the key
// is the issuer's, signs, and puts the badge into a picture, as far as the
// options ask for it.
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

// IssueDocument is [Issue] for a credential that is a document already. What
// of it is not edited stays as it is, byte for byte.
func IssueDocument(ctx context.Context, doc vc.Document, key *keys.Private, o IssueOptions) (*Issued, error) {
	signer, err := newSigner(key, forCredentials, o.SignOptions)
	if err != nil {
		return nil, err
	}
	if err := signer.fits(o, false); err != nil {
		return nil, err
	}
	if o.SetIssuer {
		if doc, err = setIssuer(doc, key.Controller(), o.IssuerName); err != nil {
			return nil, err
		}
	}
	warnings, err := sound(doc, key.Controller())
	if err != nil {
		return nil, err
	}
	out := &Issued{Warnings: warnings}
	if o.Status != nil {
		entry, err := o.Status.Allocate(ctx)
		if err != nil {
			return nil, err
		}
		if doc, err = entry.AddTo(doc); err != nil {
			return nil, err
		}
		out.Entry = &entry
	}
	if out.File, err = signer.sign(ctx, doc, request(doc, o, nil)); err != nil {
		return nil, err
	}
	return out, out.finish(ctx, signer, o)
}

// AddProof adds a proof to those that a credential carries already.
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
	if err := signer.fits(o, true); err != nil {
		return nil, err
	}
	warnings, err := sound(file.Document(), key.Controller())
	if err != nil {
		return nil, err
	}
	out := &Issued{Warnings: warnings}
	if out.File, err = signer.sign(ctx, file.Document(), request(file.Document(), o, file)); err != nil {
		return nil, err
	}
	return out, out.finish(ctx, signer, o)
}

// finish bakes the badge and warns of what a holder could derive from it.
func (i *Issued) finish(ctx context.Context, s *signer, o IssueOptions) error {
	least, err := s.least(ctx, i.File)
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

// fits checks that the options are for the suite and for each other.
func (s *signer) fits(o IssueOptions, add bool) error {
	fault := func(format string, args ...any) error {
		return fmt.Errorf("%w: "+format, append([]any{ErrSuite}, args...)...)
	}
	switch {
	case o.IssuerName != "" && !o.SetIssuer:
		return fault("a name for the issuer is for a new one only; set the issuer, too")
	case len(o.Mandatory) > 0 && s.name != ecdsaSD.name:
		return fault("mandatory pointers are for ecdsa-sd-2023, not for %s", s.name)
	case (len(o.Disclosable) > 0 || o.Holder != nil) && s.name != vcSDJWT.name:
		return fault("what can be disclosed and the holder's key are for vc+sd-jwt, not for %s", s.name)
	case len(o.Previous) > 0 && !add:
		return fault("a proof builds on another only when it is added to a file that has one")
	case add && (o.SetIssuer || o.Status != nil):
		return fault("another issuer or status would change what the other proofs cover")
	case (add || o.ProofID != "") && !s.embeds():
		return fault("%s makes a token, which has one signature and no id", s.name)
	case add && s.name == ecdsaSD.name:
		return fault("a base proof of ecdsa-sd-2023 stands alone")
	}
	return nil
}

var rulePeriod = vc.Rule{Code: "ISSUE-PERIOD", Axis: vc.InForce, Level: vc.Must, Spec: "https://www.w3.org/TR/vc-data-model-2.0/#validity-period",
	Text: "The validity period must not end before it begins."}

// sound checks that a credential may be signed with a key that speaks for
// controller, and returns what should be looked at.
func sound(doc vc.Document, controller string) ([]vc.Finding, error) {
	credential, found := vc.ReadCredential(doc)
	switch {
	case clr.Is(doc):
		found = append(found, clr.Check(doc)...)
	case isOpenBadge(doc):
		found = append(found, ob3.Check(doc)...)
	}
	broken, weak := Sorted(found)
	if from, until := credential.ValidFrom(), credential.ValidUntil(); credential.Version() != vc.V2 && !until.IsZero() && until.Before(from) {
		broken = append(broken, rulePeriod.Finding(vc.Fail, "/validUntil", "The validity period ends at "+until.String()+", before it begins at "+from.String()+"."))
	}
	if len(broken) > 0 {
		return nil, &RulesError{broken}
	}
	if issuer := credential.IssuerID(); issuer != controller {
		if issuer == "" {
			issuer = "not named"
		}
		if err := didsyntax.CheckAddress(issuer); err != nil && strings.HasPrefix(issuer, "did:") {
			return nil, fmt.Errorf("%w: the issuer is %s, for which no key can speak: %w", ErrIssuer, issuer, err)
		}
		return nil, fmt.Errorf("%w: the issuer is %s, but the key speaks for %s", ErrIssuer, issuer, controller)
	}
	return weak, nil
}

// Sorted parts problems into those that are MUSTs and the others. A rule that
// two tables share is listed once.
func Sorted(found []vc.Problem) (broken, weak []vc.Finding) {
	type key struct{ code, pointer, detail string }
	seen := make(map[key]bool)
	for _, p := range found {
		f := p.Finding()
		k := key{f.Code, f.Pointer, f.Detail}
		switch {
		case seen[k]:
		case f.Status == vc.Fail:
			broken = append(broken, f)
		default:
			weak = append(weak, f)
		}
		seen[k] = true
	}
	return broken, weak
}

// signer is a key with the way to sign with it.
type signer struct {
	suite
	key       *keys.Private
	algorithm string
	env       vc.Env
}

func newSigner(key *keys.Private, offered []suite, o SignOptions) (*signer, error) {
	chosen, err := chooseSuite(offered, o.Suite, key.Signer())
	if err != nil {
		return nil, err
	}
	fitting := algorithms[typeOf(key.Signer().Public())]
	switch {
	case o.Algorithm == "":
	case chosen.embeds():
		return nil, fmt.Errorf("%w: an algorithm is for tokens; %s leaves no choice", ErrSuite, chosen.name)
	case !slices.Contains(fitting, o.Algorithm):
		return nil, fmt.Errorf("%w: there is no algorithm %q for this key; use one of %s", ErrSuite, o.Algorithm, strings.Join(fitting, ", "))
	}
	return &signer{chosen, key, o.Algorithm, o.Env}, nil
}

// asked is what a signature says beside that it was made.
type asked struct {
	dataintegrity.Options                // of an embedded proof; a token takes over domain and challenge
	mandatory             []string       // of a base proof
	jose                  jose.Options   // of a token
	addTo                 *proof.Secured // the file with the other proofs
}

func request(doc vc.Document, o IssueOptions, addTo *proof.Secured) asked {
	r := asked{mandatory: o.Mandatory, jose: jose.Options{Disclosable: o.Disclosable, Holder: o.Holder}, addTo: addTo}
	r.ID, r.Previous = o.ProofID, o.Previous
	r.Array = ob3.Is(doc) || clr.Is(doc) // their schemas want it so
	if len(r.mandatory) == 0 && isOpenBadge(doc) {
		r.mandatory = ob3.MandatoryPointers(doc)
	}
	return r
}

// sign secures a document in the way that was chosen.
func (s *signer) sign(ctx context.Context, doc vc.Document, r asked) (*proof.Secured, error) {
	switch {
	case !s.embeds():
		r.jose.Algorithm, r.jose.Domain, r.jose.Challenge = s.algorithm, r.Domain, r.Challenge
		return jose.Sign(ctx, s.env, doc, s.form, s.key.Key(), r.jose)
	case s.name == ecdsaSD.name:
		return dataintegrity.SignSelective(ctx, s.env, doc, s.key.Key(), dataintegrity.SelectiveOptions{Options: r.Options, Mandatory: r.mandatory})
	case r.addTo != nil:
		return dataintegrity.Add(ctx, s.env, r.addTo, s.cryptosuite(), s.key.Key(), r.Options)
	}
	return dataintegrity.Sign(ctx, s.env, doc, s.cryptosuite(), s.key.Key(), r.Options)
}

// least returns what a badge breaks of which the holder reveals only what is
// mandatory, and what of the learner it still shows.
func (s *signer) least(ctx context.Context, signed *proof.Secured) ([]vc.Finding, error) {
	var doc vc.Document
	var err error
	switch s.name {
	case ecdsaSD.name:
		var derived *proof.Secured
		if derived, err = dataintegrity.Derive(ctx, s.env, signed, nil); err == nil {
			doc = derived.Document()
		}
	case vcSDJWT.name:
		var revealed *proof.Secured
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
	for _, f := range Leaks(doc, claimed(signed, s.env.Limits)) {
		f.Detail = words + f.Detail
		found = append(found, f)
	}
	return found, nil
}

// Breaches returns the MUSTs that a badge or endorsement breaks, as warnings
// that start with some words.
func Breaches(doc vc.Document, words string) []vc.Finding {
	if !isOpenBadge(doc) {
		return nil
	}
	broken, _ := Sorted(ob3.Check(doc))
	for i := range broken {
		broken[i].Status = vc.Warn
		broken[i].Detail = words + broken[i].Detail
	}
	return broken
}

func isOpenBadge(doc vc.Document) bool {
	return ob3.Is(doc) || names(doc.Get("type"), "EndorsementCredential")
}

// PublishStatus signs a status list as it stands. The key must be that of the
// issuer of the list.
func PublishStatus(ctx context.Context, list *status.List, period status.Period, key *keys.Private, o SignOptions) (*proof.Secured, error) {
	signer, err := newSigner(key, forLists, o)
	if err != nil {
		return nil, err
	}
	doc, err := list.Credential(ctx, period)
	if err != nil {
		return nil, err
	}
	return signer.sign(ctx, doc, asked{})
}
