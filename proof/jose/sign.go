package jose

import (
	"context"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Options are the optional parts of a new token. The zero value adds nothing but
// the time of signing.
type Options struct {
	// Algorithm is the signature algorithm; "" is the first that fits the key:
	// EdDSA, ES256, ES384, ES512, or RS256 for RSA keys, for which PS256 may be asked.
	Algorithm string
	Created   time.Time // iat; zero: now, by the Env's clock; no VC-JWT has it
	Expires   time.Time // exp, the end of the signature; zero: none; a VC-JWT has that of the credential
	NotBefore time.Time // nbf, for an SD-JWT VC; zero: none
	Domain    []string  // aud, whom the token is meant for; not for VC-JWT
	Challenge string    // nonce, a value that the verifier gave; not for VC-JWT
	// EmbedKey puts the public key into the header instead of a kid, as Open
	// Badges 3.0 section 8.2.1 allows. A reader must then find out elsewhere whose
	// key it is.
	EmbedKey bool
	// Chain is the certificate of the key and those above it, for the header of an
	// SD-JWT VC or a status list in place of a kid. The anchor is left out.
	Chain []*x509.Certificate

	// Disclosable are JSON Pointers to the members and elements that the holder of
	// an SD-JWT may withhold, each on its own.
	Disclosable []string
	// HideHolder lets the member holder of a presentation be among Disclosable. Without
	// it a reader cannot tell whose presentation it is, so by default it is shown. No
	// specification forbids to hide it.
	HideHolder bool
	// Decoys is how many digests that stand for nothing go into each object and
	// array of an SD-JWT in which something is hidden.
	Decoys int
	// Holder is the holder's public key. With it the holder can bind the SD-JWT to
	// a presentation; see [Bind].
	Holder crypto.PublicKey
}

// Sign secures a credential or presentation of the data model 2.0 as a token.
//
// It is an error when the key does not fit the algorithm, and when the document
// is not of the kind that the form is for, carries a proof, or has a member with
// the name of a registered claim. For a VC-JWT it is an error when the credential
// has no issuer with an id, or is a badge without an id or validFrom. For an
// SD-JWT it is an error when a pointer leads nowhere or to something that
// verification depends on. Sign does not check whether the key belongs to the
// issuer.
//
// An SD-JWT VC is no credential of the data model 2.0: any claims with a vct will
// do. Claims that the options give replace none of those that are there.
func Sign(ctx context.Context, env vc.Env, doc vc.Document, form Form, key proof.Key, options Options) (*proof.Secured, error) {
	d, ok := definitionOf(form)
	if !ok {
		return nil, fmt.Errorf("JOSE-FORM: there is no form %q; use vc-jwt, vc+jwt, vp+jwt, vc+sd-jwt, vp+sd-jwt or dc+sd-jwt", form)
	}
	algorithm, err := chooseAlgorithm(key, options.Algorithm)
	if err != nil {
		return nil, err
	}
	header, err := headerOf(d, key, algorithm, options)
	if err != nil {
		return nil, err
	}
	if err := checkSignable(doc, d); err != nil {
		return nil, err
	}
	if doc, err = addClaims(env, doc, d, options); err != nil {
		return nil, err
	}
	payload, tail := doc.String(), ""
	if d.selective {
		options.HideHolder = options.HideHolder && d.presentation
		if payload, tail, err = conceal(doc, d, options); err != nil {
			return nil, err
		}
	} else if len(options.Disclosable) > 0 || options.Decoys > 0 || options.Holder != nil {
		return nil, fmt.Errorf("SDJWT-POINTER: the form %s knows no selective disclosure", form)
	}
	token, err := signCompact(ctx, key.Signer, algorithm, header, payload)
	if err != nil {
		return nil, err
	}
	return proof.Open(append(token, tail...), env.Limits)
}

// chooseAlgorithm finds the algorithm to sign with.
func chooseAlgorithm(key proof.Key, name string) (jws.Algorithm, error) {
	if key.Signer == nil || !vc.IsURL(key.Method) {
		return jws.Algorithm{}, errors.New("PROOF-KEY: signing needs a private key and the URL of its verification method")
	}
	public := key.Signer.Public()
	if err := jwk.Check(public); err != nil {
		return jws.Algorithm{}, fmt.Errorf("PROOF-KEY: the key is refused: %w", err)
	}
	algorithm, ok := jws.Default(public)
	if name != "" {
		algorithm, ok = jws.Lookup(name)
	}
	if !ok || algorithm.Misfit(public) != "" {
		return jws.Algorithm{}, errors.New("JWS-ALG: the key cannot be used with this algorithm")
	}
	return algorithm, nil
}

func headerOf(d *definition, key proof.Key, algorithm jws.Algorithm, o Options) (string, error) {
	out := []byte(`{"alg":`)
	out = jsontree.AppendString(out, algorithm.Name)
	out = append(out, `,"typ":`...)
	out = jsontree.AppendString(out, d.types[0])
	if len(o.Chain) > 0 {
		if d.name != SDJWTVC && d.name != statusList {
			return "", fmt.Errorf("JWS-X5C: the form %s names its key by an address and not by a certificate", d.name)
		}
		certificates, err := encodeChain(key, o.Chain)
		return string(out) + certificates + "}", err
	}
	if o.EmbedKey {
		public, err := jwk.EncodePublic(key.Signer.Public(), "")
		if err != nil {
			return "", fmt.Errorf("JWS-JWK: %w", err)
		}
		return string(out) + `,"jwk":` + public + "}", nil
	}
	out = append(out, `,"kid":`...)
	return string(jsontree.AppendString(out, key.Method)) + "}", nil
}

// encodeChain returns the parameter x5c.
func encodeChain(key proof.Key, chain []*x509.Certificate) (string, error) {
	if !enveloping.SameKey(chain[0].PublicKey, key.Signer.Public()) {
		return "", errors.New("JWS-X5C: the first certificate is that of another key")
	}
	var out []string
	for i, c := range chain {
		if i > 0 && trust.IsSelfSigned(c) {
			break // whoever trusts it has it
		}
		out = append(out, strconv.Quote(base64.StdEncoding.EncodeToString(c.Raw)))
	}
	return `,"x5c":[` + strings.Join(out, ",") + "]", nil
}

// checkSignable checks that a document may be secured in a form.
func checkSignable(doc vc.Document, d *definition) error {
	if d.name == SDJWTVC {
		return checkClaimsSignable(doc)
	}
	if err := enveloping.CheckSignable(doc, d.presentation, string(d.name), "JWT-CONTENT"); err != nil {
		return err
	}
	for name := range doc.Root().Members() {
		if name == "vc" || name == "vp" || slices.Contains(registeredClaims, name) {
			return fmt.Errorf("JWT-CONTENT at /%s: the document has a member that a claim would take the name of", name)
		}
	}
	return nil
}

// checkClaimsSignable checks that claims may become an SD-JWT VC.
func checkClaimsSignable(doc vc.Document) error {
	switch vct := doc.Get(claimType); {
	case vct.Kind() != jsontree.String || !isCollisionResistant(vct.Text()):
		return errors.New("SDJWTVC-VCT at /vct: the claims of an SD-JWT VC must name their type in vct")
	case isW3C(doc):
		return errors.New("SDJWTVC-VCT: the document is a W3C credential; sign it as vc+sd-jwt")
	}
	return nil
}

// SignStatusList secures the claims of a token status list (Token Status List
// section 5.1). Of the options, only the algorithm and the chain count.
func SignStatusList(ctx context.Context, env vc.Env, claims vc.Document, key proof.Key, options Options) (*proof.Secured, error) {
	algorithm, err := chooseAlgorithm(key, options.Algorithm)
	if err != nil {
		return nil, err
	}
	header, err := headerOf(&statusListForm, key, algorithm, options)
	if err != nil {
		return nil, err
	}
	token, err := signCompact(ctx, key.Signer, algorithm, header, claims.String())
	if err != nil {
		return nil, err
	}
	return proof.Open(token, env.Limits)
}

// addClaims adds the registered claims to a document; its own bytes stay.
func addClaims(env vc.Env, doc vc.Document, d *definition, options Options) (vc.Document, error) {
	if d.name == VCJWT {
		return repeatClaims(doc, options)
	}
	created := options.Created
	if created.IsZero() {
		created = env.Now()
	}
	e := editor{doc: doc, keep: d.name == SDJWTVC}
	e.set("iat", strconv.FormatInt(created.Unix(), 10))
	if !options.NotBefore.IsZero() && d.name == SDJWTVC {
		e.set("nbf", strconv.FormatInt(options.NotBefore.Unix(), 10))
	}
	if !options.Expires.IsZero() {
		e.set("exp", strconv.FormatInt(options.Expires.Unix(), 10))
	}
	switch len(options.Domain) {
	case 0:
	case 1:
		e.text("aud", options.Domain[0])
	default:
		raw := []byte("[")
		for i, domain := range options.Domain {
			raw = append(raw, ","[:min(i, 1)]...)
			raw = jsontree.AppendString(raw, domain)
		}
		e.set("aud", string(raw)+"]")
	}
	e.text("nonce", options.Challenge)
	if options.Holder != nil {
		public, err := jwk.EncodePublic(options.Holder, "")
		if err != nil {
			return doc, fmt.Errorf("SDJWT-BINDING: the holder's key cannot be used: %w", err)
		}
		e.set("cnf", `{"jwk":`+public+"}")
	}
	return e.doc, e.err
}

// repeatClaims adds the claims of a VC-JWT, which repeat members of the
// credential (Open Badges 3.0 section 8.2.3). A credential that is not one of
// 1EdTech needs neither id nor validFrom; the token then lacks those claims (data
// model 1.1 section 6.3.1).
func repeatClaims(doc vc.Document, options Options) (vc.Document, error) {
	credential, _ := vc.ReadCredential(doc)
	switch {
	case !options.Created.IsZero() || !options.Expires.IsZero() || len(options.Domain) > 0 || options.Challenge != "":
		return doc, errors.New("OB3-JWT-CLAIM: the claims of a VC-JWT are those of the credential, so no others can be given")
	case credential.IssuerID() == "":
		return doc, errors.New("OB3-JWT-CLAIM at /issuer: the credential of a VC-JWT must have an issuer with an id")
	case isBadge(doc) && credential.ID() == "":
		return doc, errors.New("OB3-JWT-CLAIM at /id: the badge in a VC-JWT must have an id")
	case isBadge(doc) && credential.ValidFrom().IsZero():
		return doc, errors.New("OB3-JWT-CLAIM at /validFrom: the badge in a VC-JWT must have a validFrom")
	}
	e := editor{doc: doc}
	e.text("iss", credential.IssuerID())
	e.text("jti", credential.ID())
	if subjects := credential.Subjects(); len(subjects) == 1 {
		e.text("sub", subjects[0].Get("id").Text())
	}
	if from := credential.ValidFrom(); !from.IsZero() {
		e.set("nbf", strconv.FormatInt(from.Time().Unix(), 10))
	}
	if until := credential.ValidUntil(); !until.IsZero() {
		e.set("exp", strconv.FormatInt(until.Time().Unix(), 10))
	}
	return e.doc, e.err
}

// isBadge reports whether a document has a context of 1EdTech.
func isBadge(doc vc.Document) bool {
	for c := range doc.Get("@context").Each() {
		if strings.HasPrefix(c.Text(), "https://purl.imsglobal.org/spec/") {
			return true
		}
	}
	return false
}

// editor adds members to a document and remembers the first error.
type editor struct {
	doc  vc.Document
	keep bool // leave members that are there as they are
	err  error
}

func (e *editor) set(name, raw string) {
	if e.err == nil && !(e.keep && e.doc.Get(name).Exists()) {
		e.doc, e.err = e.doc.With("/"+name, raw)
	}
}

// text adds a string unless it is empty.
func (e *editor) text(name, value string) {
	if value != "" {
		e.set(name, string(jsontree.AppendString(nil, value)))
	}
}

// signCompact signs a payload and returns the compact serialisation (RFC 7515
// section 7.1).
func signCompact(ctx context.Context, key crypto.Signer, algorithm jws.Algorithm, header, payload string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	token := make([]byte, 0, (len(header)+len(payload))*4/3+roomForSignature)
	token = append(jws.AppendEncode(token, []byte(header)), '.')
	token = jws.AppendEncode(token, []byte(payload))
	signature, err := algorithm.Sign(key, token)
	if err != nil {
		return nil, fmt.Errorf("PROOF-SIGNER: the key did not sign: %w", err)
	}
	return jws.AppendEncode(append(token, '.'), signature), nil
}

// roomForSignature is enough for an RSA key of 4,096 bits.
const roomForSignature = 700

// Envelope returns the object that stands for a token in a presentation or
// anywhere else where JSON is wanted (data model 2.0 section 4.13).
func Envelope(file *proof.Secured) (vc.Document, error) {
	if file.Format() != proof.JWS && file.Format() != proof.SDJWT {
		return vc.Document{}, errors.New("JOSE-FORMAT: only a compact JSON Web Signature or SD-JWT can be enveloped")
	}
	sig := file.Proofs()[0].Signature
	presentation, media := false, "jwt"
	if d := definitionOfType(sig.Header.Get("typ").Text()); d != nil && d.name != VCJWT {
		media, presentation = string(d.name), d.presentation
	}
	text := sig.Protected + "." + sig.Payload + "." + sig.Value
	if file.Format() == proof.SDJWT {
		text = selectiveText(sig) + sig.KeyBinding
	}
	return enveloping.Envelope(presentation, "application/"+media+","+text)
}
