package mikromerit

import (
	"context"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// SignOptions are the options of every signature.
type SignOptions struct {
	// Env gives the time of signing, further contexts and limits.
	Env vc.Env
	// Suite is the way of signing; "" is the default for the key.
	//
	// All documents: "eddsa-rdfc-2022" (the default for Ed25519), "ecdsa-rdfc-2019"
	// (the default for P-256 and P-384), "eddsa-jcs-2022", "ecdsa-jcs-2019",
	// "Ed25519Signature2020".
	//
	// Credentials: also "jwt" (the default for RSA and P-521), "bbs-2023" (the default
	// for BLS12-381, and the only one), "vc+jwt", "vc+sd-jwt", "vc+cose",
	// "ecdsa-sd-2023". The claims of an EUDI Learning Credential are no W3C
	// credential, so "dc+sd-jwt" is the only one for them.
	//
	// Presentations: also "vp+jwt" (the default for RSA and P-521), "kb+jwt",
	// "vp+cose".
	//
	// Status lists: also "vc+jwt" (the default for RSA and P-521), "jwt". A token status
	// list is always a "statuslist+jwt".
	Suite string
	// Chain is the certificate of the key and those above it. An SD-JWT VC or token
	// status list then names its key by them. nil: by the key's address.
	Chain []*x509.Certificate
	// Algorithm is the signature algorithm of a token, when the key leaves a choice:
	// "RS256", the default, or "PS256" for RSA.
	Algorithm string
}

// signer is a key and how to sign with it.
type signer struct {
	suite
	key       *keys.Private
	algorithm string
	chain     []*x509.Certificate
	env       vc.Env
}

func newSigner(key *keys.Private, offered []suite, o SignOptions) (*signer, error) {
	kind := keys.TypeOf(key.Signer().Public())
	chosen, err := chooseSuite(offered, o.Suite, kind)
	if err != nil {
		return nil, err
	}
	fitting := algorithms[kind]
	switch {
	case o.Algorithm == "":
	case chosen.embeds():
		return nil, fmt.Errorf("%w: an algorithm is for tokens; %s leaves no choice", ErrSuite, chosen.name)
	case !slices.Contains(fitting, o.Algorithm):
		return nil, fmt.Errorf("%w: there is no algorithm %q for this key; use one of %s", ErrSuite, o.Algorithm, strings.Join(fitting, ", "))
	}
	if len(o.Chain) > 0 && chosen.name != dcSDJWT.name && chosen.name != tokenList.name {
		return nil, fmt.Errorf("%w: certificates are for dc+sd-jwt, not for %s", ErrSuite, chosen.name)
	}
	return &signer{chosen, key, o.Algorithm, o.Chain, o.Env}, nil
}

// signRequest holds the options for one signature, whatever its suite.
type signRequest struct {
	dataintegrity.Options                // for an embedded proof; a token has their domain and challenge
	mandatory             []string       // for a base proof
	jose                  jose.Options   // for a token
	addTo                 *proof.Secured // the file with the other proofs, or nil
}

func (s *signer) newSignRequest(doc vc.Document, o IssueOptions, addTo *proof.Secured) signRequest {
	r := signRequest{mandatory: o.Mandatory, jose: jose.Options{Disclosable: o.Disclosable, Holder: o.Holder, Decoys: o.Decoys}, addTo: addTo}
	r.ID, r.Previous = o.ProofID, o.Previous
	r.Array = ob3.Is(doc) || clr.Is(doc) // as their schemas demand
	if len(r.mandatory) == 0 && s.base && isOpenBadge(doc) {
		r.mandatory = ob3.MandatoryPointers(doc)
	}
	return r
}

// checkFirst checks that a credential may be signed ([checkSignable]). Where the
// document will be signed as it is, the proof is drafted first: what JSON-LD keeps
// of the document has then been found out for the rules as well. Without a draft,
// for whatever reason, the rules speak first and signing tells the reason.
func (s *signer) checkFirst(ctx context.Context, doc vc.Document, o IssueOptions) ([]vc.Finding, *dataintegrity.Draft, error) {
	env := s.env
	// The rules are those of the built-in contexts and of the default limits.
	if !s.embeds() || s.base || o.Status != nil || clr.Is(doc) || doc.Get("proof").Exists() ||
		env.Contexts != nil || len(env.ContextRevisions) > 0 || env.Limits.Quads > 0 {
		warnings, err := checkSignable(doc, s.key.Controller(), vc.Env{})
		return warnings, nil, err
	}
	env.Fetcher, env.Resolver = nil, nil
	env = env.Metered()
	var draft *dataintegrity.Draft
	file, err := proof.OpenDocument(doc, env.Limits)
	if err == nil {
		r := s.newSignRequest(doc, o, nil)
		if draft, err = dataintegrity.NewDraft(ctx, env, file, s.cryptosuite(), s.key.Key(), r.Options); err != nil {
			draft = nil
		}
	}
	warnings, err := checkSignable(doc, s.key.Controller(), env)
	return warnings, draft, err
}

// sign secures a document with the suite.
func (s *signer) sign(ctx context.Context, doc vc.Document, r signRequest) (*proof.Secured, error) {
	switch {
	case s.message != "":
		return cose.Sign(ctx, s.env, doc, s.message, s.key.Key(), cose.Options{Algorithm: s.algorithm, Domain: r.Domain, Challenge: r.Challenge})
	case !s.embeds():
		r.jose.Chain = s.chain
		r.jose.Algorithm, r.jose.Domain, r.jose.Challenge = s.algorithm, r.Domain, r.Challenge
		return jose.Sign(ctx, s.env, doc, s.form, s.key.Key(), r.jose)
	case s.base:
		return dataintegrity.SignSelective(ctx, s.env, doc, s.key.Key(), dataintegrity.SelectiveOptions{Options: r.Options, Suite: s.cryptosuite(), Mandatory: r.mandatory})
	case r.addTo != nil:
		return dataintegrity.Add(ctx, s.env, r.addTo, s.cryptosuite(), s.key.Key(), r.Options)
	}
	return dataintegrity.Sign(ctx, s.env, doc, s.cryptosuite(), s.key.Key(), r.Options)
}
