package mikromerit

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/formats/eudi"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/status"
)

// isClaims reports whether a document is the claims of an SD-JWT VC.
func isClaims(doc vc.Document) bool {
	return doc.Get("vct").Text() != "" && !doc.Get("@context").Exists()
}

// DefaultSuite returns the suite that a document is signed with where none is asked
// for, if it depends on the document and not on the key, otherwise "".
func DefaultSuite(doc vc.Document) string {
	if isClaims(doc) {
		return dcSDJWT.name
	}
	return ""
}

// issueClaims signs the claims of an SD-JWT VC.
func (s *signer) issueClaims(ctx context.Context, doc vc.Document, o IssueOptions) (*Issued, error) {
	doc, err := s.completeClaims(doc, o)
	if err != nil {
		return nil, err
	}
	out := &Issued{}
	if eudi.Is(doc) {
		broken, weak := splitByLevel(eudi.CheckSignable(doc, s.env.Now(), addedClaims(o)...))
		if len(broken) > 0 {
			return nil, &RulesError{broken}
		}
		out.Warnings = weak
		if o.Disclosable == nil {
			o.Disclosable = eudi.Disclosable(doc)
		}
	}
	if o.Try {
		return out, nil
	}
	if doc, err = out.takePlace(ctx, doc, o.Status); err != nil {
		return nil, err
	}
	r := s.newSignRequest(doc, o, nil)
	r.jose.Expires, r.jose.NotBefore = o.Expires, s.env.Now()
	out.File, err = s.sign(ctx, doc, r)
	return out, err
}

// addedClaims names the claims that signing adds.
func addedClaims(o IssueOptions) []string {
	added := []string{"iat", "nbf"}
	if !o.Expires.IsZero() {
		added = append(added, "exp")
	}
	if o.Holder != nil {
		added = append(added, "cnf")
	}
	return added
}

// completeClaims adds what the claims do not say and the options do: the issuer, the
// number of the credential, the digest of its type.
func (s *signer) completeClaims(doc vc.Document, o IssueOptions) (vc.Document, error) {
	set := func(name, value string) (err error) {
		doc, err = doc.With("/"+name, quote(value))
		return err
	}
	if o.Issuer != nil || o.Image != nil {
		return doc, fmt.Errorf("%w: the claims of an SD-JWT VC have no place for the profile of an issuer or for a picture; name the issuer with IssuerName", ErrSuite)
	}
	if o.SetIssuer || !doc.Get("iss").Exists() && len(s.chain) == 0 {
		if err := set("iss", s.key.Controller()); err != nil {
			return doc, err
		}
	}
	if o.IssuerName != "" {
		if err := set("issuing_authority", o.IssuerName); err != nil {
			return doc, err
		}
	}
	if o.TypeMetadata != nil {
		if err := set("vct#integrity", jose.Integrity(o.TypeMetadata)); err != nil {
			return doc, err
		}
	}
	if !doc.Get("jti").Exists() {
		if err := set("jti", newUUID()); err != nil {
			return doc, err
		}
	}
	return doc, s.checkClaimsIssuer(doc.Get("iss").Text())
}

// checkClaimsIssuer checks that the key speaks for the issuer: its certificate names
// the address, or the key is published there.
func (s *signer) checkClaimsIssuer(iss string) error {
	switch {
	case len(s.chain) > 0 && (iss == "" || jose.NamesIssuer(s.chain[0], iss)):
		return nil
	case len(s.chain) > 0:
		return fmt.Errorf("%w: the issuer is %s, which the certificate does not name", ErrIssuer, iss)
	case iss != s.key.Controller():
		return fmt.Errorf("%w: the issuer is %s, but the key speaks for %s", ErrIssuer, iss, s.key.Controller())
	case !strings.HasPrefix(iss, "https://") && !strings.HasPrefix(iss, "did:"):
		return fmt.Errorf("%w: the issuer is %s, which is no https address", ErrIssuer, iss)
	}
	return nil
}

// newUUID returns a random UUID (RFC 9562 section 5.4) as a URN.
func newUUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// publishTokens signs a token status list.
func publishTokens(ctx context.Context, list *status.List, period status.Period, key *keys.Private, o SignOptions) (*proof.Secured, error) {
	s, err := newSigner(key, []suite{tokenList}, o)
	if err != nil {
		return nil, err
	}
	claims, err := list.TokenClaims(ctx, period)
	if err != nil {
		return nil, err
	}
	return jose.SignStatusList(ctx, s.env, claims, s.key.Key(), jose.Options{Algorithm: s.algorithm, Chain: s.chain})
}
