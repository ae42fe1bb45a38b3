package jose

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// registeredClaims are the claims that belong to the token and not to the
// credential: those of RFC 7519 section 4.1, the holder's key (RFC 7800), the
// challenge, and the hash algorithm of an SD-JWT. They are removed before the
// credential is read as JSON-LD, in which jti has no meaning.
var registeredClaims = []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce", "_sd_alg"}

// Document returns the credential or presentation in a token, which for an SD-JWT
// VC is all of its claims. It checks nothing:
// rely only on the document of a [proof.Result]. It is an error when it cannot be
// told which part of the claims is the credential.
func Document(file *proof.Secured, limits vc.Limits) (vc.Document, error) {
	if len(file.Proofs()) != 1 || file.Proofs()[0].Signature == nil {
		return vc.Document{}, errors.New("JOSE-FORMAT: the file is not a compact JSON Web Signature or SD-JWT")
	}
	claims := file.Document()
	if claims.IsZero() {
		return vc.Document{}, errors.New("JWS-PAYLOAD: the payload of the token is not a JSON object")
	}
	if p := file.Proofs()[0]; p.Suite == "SD-JWT" {
		processed, err := processPayload(context.Background(), claims, p.Signature, limits)
		if err != nil {
			return vc.Document{}, err
		}
		claims = processed.payload
	}
	if isClaims(file.Proofs()[0], claims) {
		return claims.WithoutMembers(nameHash)
	}
	inner, found := contentOf(claims)
	if found != "" {
		return vc.Document{}, errors.New("JWT-CONTENT: the claims are no credential: there is " + found)
	}
	return credentialOf(claims, inner)
}

// contentOf returns the claim that holds the credential or presentation in a
// VC-JWT of the data model 1.1 (section 6.3.1), or the absent value when the
// claims themselves are the document. found says why it is neither: readers must
// not be able to disagree about which of two documents was signed.
func contentOf(claims vc.Document) (inner jsontree.Value, found string) {
	for _, name := range []string{"vc", "vp"} {
		switch v := claims.Get(name); {
		case !v.Exists():
		case inner.Exists():
			return jsontree.Value{}, "both vc and vp"
		case !v.IsObject():
			return jsontree.Value{}, name + " as " + v.Kind().String()
		default:
			inner = v
		}
	}
	if inner.Exists() {
		for _, name := range []string{"@context", "type", "issuer", "credentialSubject", "holder", "verifiableCredential"} {
			if claims.Get(name).Exists() {
				return jsontree.Value{}, name + " beside " + inner.Name()
			}
		}
	}
	return inner, ""
}

// credentialOf returns the credential or presentation proper, for the claim that
// contentOf returned. It is a view on the claims, of which nothing is read again.
func credentialOf(claims vc.Document, inner jsontree.Value) (vc.Document, error) {
	if !inner.Exists() {
		return claims.WithoutMembers(registeredClaims...)
	}
	doc, err := vc.NewDocument(inner)
	if err != nil {
		// The claims may have been read with wider limits than the usual ones.
		if doc, err = vc.ParseDocument([]byte(inner.Raw()), unlimited); err != nil {
			return vc.Document{}, err
		}
	}
	return restoreMembers(doc, claims)
}

// unlimited are the limits for a text that was made of texts within the limits.
var unlimited = vc.Limits{Bytes: 1 << 30, Depth: 9_999, Values: 1 << 30}

// restoreMembers adds to the document of a VC-JWT of the data model 1.1 the
// members that its issuer stated only as claims (section 6.3.1, JWT decoding). A
// member that is there stays as it is; checkClaims compares it with the claim.
func restoreMembers(doc, claims vc.Document) (vc.Document, error) {
	type member struct{ claim, pointer string }
	members := []member{{"jti", "/id"}, {"iss", "/holder"}}
	if !enveloping.IsPresentation(doc) {
		subject := "/credentialSubject/id"
		if doc.Get("credentialSubject").Kind() == jsontree.Array && doc.Get("credentialSubject").Len() == 1 {
			subject = "/credentialSubject/0/id"
		}
		issuer := "/issuer"
		if doc.Get("issuer").IsObject() {
			issuer = "/issuer/id"
		}
		members = []member{{"jti", "/id"}, {"iss", issuer}, {"sub", subject}, {"nbf", "/issuanceDate"}, {"exp", "/expirationDate"}}
		if doc.Get("issued").Exists() || doc.Get("validFrom").Exists() {
			members[3].claim = "" // the start of validity stands there under another name
		}
		if doc.Get("validUntil").Exists() {
			members[4].claim = ""
		}
	}
	for _, m := range members {
		text := claims.Get(m.claim)
		if !text.Exists() || doc.Lookup(m.pointer).Exists() {
			continue
		}
		raw, ok := text.Raw(), text.Kind() == jsontree.String
		if m.claim == "nbf" || m.claim == "exp" {
			at, isDate := numericDate(text)
			raw, ok = strconv.Quote(time.Unix(at, 0).UTC().Format(time.RFC3339)), isDate
		}
		if !ok {
			continue // a finding says that the claim is faulty
		}
		if more, err := doc.With(m.pointer, raw); err == nil {
			doc = more
		} // otherwise the subject is no object, which a rule reports
	}
	return doc, nil
}
