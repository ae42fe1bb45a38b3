package jose

import (
	"context"
	"crypto"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// checkIssuerKey finds the key of an SD-JWT VC or a token status list, and checks
// the signature with it: that of the certificate in the header or, without one,
// that of the issuer's metadata (SD-JWT VC section 2.5).
func (c *check) checkIssuerKey(ctx context.Context) {
	payload := c.job.File.Document()
	iss := payload.Get("iss")
	switch {
	case c.header("x5c").Exists():
		c.checkCertificate(iss)
	case iss.Exists() && iss.Kind() != jsontree.String:
		c.addBroken(&ruleIssuerKey, "/iss", iss.Kind().String()+" as iss")
	case iss.Text() == "":
		c.addBroken(&ruleIssuerKey, c.at(), "neither x5c nor iss")
	case strings.HasPrefix(iss.Text(), "did:"):
		c.checkDID(ctx, iss.Text())
	case strings.HasPrefix(iss.Text(), "https://"):
		c.checkMetadata(ctx, iss.Text())
	default:
		c.add(&ruleIssuerKey, vc.Unknown, "/iss", "The issuer "+enveloping.Printable(iss.Text())+" is no https address, and there is no certificate, so no key of it can be found.")
	}
}

// search returns a search for the key of an issuer.
func (c *check) search(iss string) *enveloping.Search {
	return &enveloping.Search{
		Env: c.env, Now: c.now, At: c.at(), What: "token",
		Rules: enveloping.Rules{Alg: &ruleAlg, Embedded: &ruleJWK, Kid: &ruleKid, Key: &ruleKey, Signature: &ruleSignature},
		Kid:   c.header("kid").Text(), Document: c.doc, Signatory: iss,
		Algorithm: c.algorithm, Verifies: c.verifies, Fault: c.signatureFault,
	}
}

// checkDID checks the signature with a key of a DID. The specification leaves DIDs
// to agreements: only whoever names the DID as one whom they trust has made one.
func (c *check) checkDID(ctx context.Context, iss string) {
	embedded, ok := c.embeddedKey()
	if !ok {
		return
	}
	s := c.search(iss)
	s.Embedded = embedded
	s.Run(ctx)
	trust := c.job.Policy.Trust
	if s.Signer.Issues == vc.Pass && !slices.Contains(trust.Issuers, iss) {
		s.Signer.Issues = vc.Unknown
		s.Signer.Reason = "The key is that of the DID in iss, but SD-JWT VC knows keys of DIDs only where both sides have agreed on it. Name the DID as an issuer whom you trust if you have (--issuer)."
	}
	c.addBroken(&ruleIssuerDID, "/iss", "a DID")
	c.take(s)
}

// take adds what a search found.
func (c *check) take(s *enveloping.Search) {
	c.evidence.Findings = append(c.evidence.Findings, s.Findings...)
	c.evidence.Signer = s.Signer
}

// maxMetadata is the most that is read of an issuer's metadata or keys.
const maxMetadata = 1 << 20

// acceptMetadata are the media types to ask for.
var acceptMetadata = []string{"application/json", "application/jwk-set+json"}

// checkMetadata checks the signature with a key in the issuer's metadata (SD-JWT
// VC section 4).
func (c *check) checkMetadata(ctx context.Context, iss string) {
	address, found := metadataAddress(iss)
	if found != "" {
		c.addBroken(&ruleIssuerKey, "/iss", found)
		return
	}
	metadata, ok := c.fetchJSON(ctx, &ruleMetadata, address, "The metadata of the issuer")
	if !ok {
		return
	}
	keys, ok := c.keySet(ctx, metadata, iss)
	if !ok {
		return
	}
	s := c.search(iss)
	key, ok := c.chooseKey(s, keys)
	if ok {
		s.Signer = proof.Signer{Controller: iss, Method: address, Key: key, Issues: vc.Pass, Reason: "The issuer's metadata lists the key."}
		if kid := c.header("kid").Text(); kid != "" {
			s.Signer.Method += "#" + kid
		}
		s.Try(key)
	}
	c.take(s)
}

// metadataAddress returns where the metadata of an issuer stand: the well-known
// path goes between host and path (SD-JWT VC section 4.1). found says why there is
// no such place, or "".
func metadataAddress(iss string) (address, found string) {
	u, err := url.Parse(iss)
	switch {
	case err != nil || u.Scheme != "https" || u.Host == "":
		return "", "an iss that is no https address"
	case u.User != nil || u.RawQuery != "" || u.ForceQuery || u.Fragment != "" || strings.Contains(iss, "#"):
		return "", "an iss with more than a host and a path"
	}
	return "https://" + u.Host + "/.well-known/jwt-vc-issuer" + strings.TrimSuffix(u.EscapedPath(), "/"), ""
}

// fetchJSON fetches a JSON object, and adds a finding if there is none.
func (c *check) fetchJSON(ctx context.Context, rule *vc.Rule, address, what string) (vc.Document, bool) {
	if c.env.Fetcher == nil {
		c.add(rule, vc.Unknown, c.at(), what+" at "+enveloping.Printable(address)+" were not fetched. Give them with --document "+enveloping.Printable(address)+"=FILE, or add --online.")
		return vc.Document{}, false
	}
	body, _, err := c.env.Fetcher.Fetch(ctx, address, acceptMetadata, maxMetadata)
	if err != nil {
		c.add(rule, vc.Unknown, c.at(), what+" at "+enveloping.Printable(address)+" could not be fetched: "+vc.Plain(err.Error())+".")
		return vc.Document{}, false
	}
	doc, err := vc.ParseDocument(body, c.env.Limits)
	if err != nil {
		c.addBroken(rule, c.at(), "something else than one strict JSON object at "+enveloping.Printable(address))
		return doc, false
	}
	return doc, true
}

// keySet returns the keys in an issuer's metadata, which may be behind another
// address.
func (c *check) keySet(ctx context.Context, metadata vc.Document, iss string) (jsontree.Value, bool) {
	set, at := metadata.Get("jwks"), metadata.Get("jwks_uri")
	switch {
	case !metadata.Get("issuer").IsText(iss):
		c.addBroken(&ruleMetadata, c.at(), "metadata of another issuer")
		return set, false
	case set.Exists() == at.Exists():
		c.addBroken(&ruleMetadata, c.at(), map[bool]string{true: "both jwks and jwks_uri", false: "neither jwks nor jwks_uri"}[set.Exists()])
		return set, false
	case at.Exists() && !strings.HasPrefix(at.Text(), "https://"):
		c.addBroken(&ruleMetadata, c.at(), "a jwks_uri that is no https address")
		return set, false
	case at.Exists():
		doc, ok := c.fetchJSON(ctx, &ruleMetadata, at.Text(), "The keys of the issuer")
		if !ok {
			return set, false
		}
		set = doc.Root()
	}
	if keys := set.Get("keys"); keys.Kind() == jsontree.Array && keys.Len() > 0 {
		return keys, true
	}
	c.addBroken(&ruleMetadata, c.at(), "no keys")
	return set, false
}

// maxKeys is how many keys of an issuer are read, and tried on one signature.
const maxKeys = 64

// chooseKey returns the key of an issuer with the kid of the header or, if the
// header has none, the one that made the signature.
func (c *check) chooseKey(s *enveloping.Search, keys jsontree.Value) (crypto.PublicKey, bool) {
	kid, n := c.header("kid").Text(), 0
	var fitting []crypto.PublicKey
	unusable := ""
	for v := range keys.Elements() {
		if kid != "" && !v.Get("kid").IsText(kid) {
			continue
		}
		if n++; n > maxKeys {
			break
		}
		key, err := jwk.Public(v)
		switch {
		case err != nil:
			unusable = err.Error()
			if !errors.Is(err, jwk.ErrUnsupported) {
				unusable = "a faulty key: " + unusable
			}
		case isFor(key, c.algorithm) && c.algorithm.Misfit(key.Public) == "":
			fitting = append(fitting, key.Public)
		}
	}
	for _, key := range fitting {
		if c.verifies(key) {
			return key, true
		}
	}
	switch {
	case c.algorithm.Name == "": // a finding about the algorithm says why
	case len(fitting) > 0:
		return fitting[0], true
	case n == 0:
		c.addBroken(&ruleMetadata, c.at(), "no key with the kid "+enveloping.Printable(kid))
	case unusable != "":
		c.add(&ruleKey, vc.Unknown, c.at(), "The key cannot be used here, so the signature was not checked: "+unusable+".")
	default:
		c.addBroken(&ruleMetadata, c.at(), "no key that "+s.Algorithm.Name+" fits")
	}
	return nil, false
}

// IssuerMetadata returns the document that the issuer of SD-JWT VCs publishes at
// https://host/.well-known/jwt-vc-issuer/path for the controller https://host/path,
// with the keys that may sign credentials as tokens.
func IssuerMetadata(controller *vc.Controller) ([]byte, error) {
	if _, found := metadataAddress(controller.ID); found != "" {
		return nil, errors.New("SDJWTVC-METADATA: only an issuer with an https address publishes metadata; there is " + found)
	}
	var keys []string
	for i := range controller.Methods {
		m := &controller.Methods[i]
		if _, signs := jws.Default(m.Key); !signs || !controller.Allows(m.ID, vc.AssertionMethod) || !m.Revoked.IsZero() {
			continue
		}
		key, err := jwk.EncodePublic(m.Key, m.ID)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("SDJWTVC-METADATA: the controller has no key that may sign credentials")
	}
	return []byte(`{"issuer":` + string(jsontree.AppendString(nil, controller.ID)) + `,"jwks":{"keys":[` + strings.Join(keys, ",") + `]}}`), nil
}
