package bundle

import (
	"bytes"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// part is a document that names itself: a file, or a key in a set of keys.
type part struct {
	id   string
	data []byte
}

// The types of documents that may stand for their own id. Credentials,
// presentations and assertions are not among them; see the package comment.
var (
	listTypes  = []string{"BitstringStatusListCredential", "StatusList2021Credential"}
	badgeTypes = []string{"Profile", "Issuer", "BadgeClass", "CryptographicKey", "RevocationList", "1EdTechRevocationList"}
	otherTypes = []string{"VerifiableCredential", "VerifiablePresentation", "Assertion", "OpenBadgeCredential", "AchievementCredential"}
)

// keyMembers are the members in which a controller document says which keys
// speak for it (Controlled Identifiers 1.0 sections 2.1 and 2.3).
var keyMembers = []string{"verificationMethod", "assertionMethod", "authentication", "capabilityInvocation", "capabilityDelegation", "keyAgreement"}

// secrets are the members that hold the secret part of a key.
var secrets = []string{"d", "k", "secretKeyMultibase", "secretKeyJwk", "privateKeyMultibase", "privateKeyJwk", "privateKeyBase58", "privateKeyPem"}

// ownIDs returns the documents in a file that may stand for the identifier that
// they name as their own. An error says that it looks like JSON and is not.
func ownIDs(data []byte, most int) ([]part, error) {
	text := bytes.TrimSpace(data)
	if payload, ok := payloadOf(string(text)); ok {
		if claims, err := jsontree.Parse(payload, jsontree.Limits{Bytes: most}); err == nil {
			return statusList(claims, data), nil
		}
		return nil, nil
	}
	if !bytes.HasPrefix(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("{")) {
		return nil, nil
	}
	root, err := jsontree.Parse(data, jsontree.Limits{Bytes: most})
	if err != nil {
		return nil, err
	}
	if sealed := root.Get("payload"); sealed.Kind() == jsontree.String && (root.Get("signatures").Exists() || root.Get("signature").Exists()) {
		payload, err := jws.Decode(sealed.Text())
		if err != nil {
			payload = []byte(sealed.Text())
		}
		claims, err := jsontree.Parse(payload, jsontree.Limits{Bytes: most})
		if err != nil {
			return nil, nil
		}
		return statusList(claims, data), nil
	}
	if _, token, ok := strings.Cut(root.Get("id").Text(), ","); ok && strings.HasPrefix(root.Get("id").Text(), "data:application/vc") {
		if payload, ok := payloadOf(token); ok {
			if claims, err := jsontree.Parse(payload, jsontree.Limits{Bytes: most}); err == nil {
				return statusList(claims, data), nil
			}
		}
		return nil, nil
	}
	if keys := keyIDs(root, data); keys != nil {
		return keys, nil
	}
	if lists := statusList(root, data); lists != nil {
		return lists, nil
	}
	if id := root.Get("id").Text(); isDocumentID(id) && mayNameItself(root) {
		return []part{{id, data}}, nil
	}
	return nil, nil
}

// payloadOf returns the payload of a JSON Web Signature in compact form.
func payloadOf(token string) ([]byte, bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 || !strings.HasPrefix(parts[0], "eyJ") {
		return nil, false
	}
	payload, err := jws.Decode(parts[1])
	return payload, err == nil
}

// statusList returns the document under its id if its claims are a status list
// credential. In a JWT of VC 1.1 that stands in the claim vc, and its id may be
// the claim jti (VC Data Model 1.1 section 6.3.1).
func statusList(claims jsontree.Value, data []byte) []part {
	credential, id := claims, claims.Get("id").Text()
	if v := claims.Get("vc"); v.IsObject() {
		if credential, id = v, v.Get("id").Text(); id == "" {
			id = claims.Get("jti").Text()
		}
	}
	if !hasType(credential, listTypes) || hasType(credential, otherTypes[1:]) || !isDocumentID(id) {
		return nil
	}
	return []part{{id, data}}
}

// keyIDs returns the JSON Web Key, or those of a set, whose kid is the address
// where it stands (Open Badges 3.0 section 8.2.4).
func keyIDs(root jsontree.Value, data []byte) []part {
	if kid := root.Get("kid").Text(); root.Get("kty").Exists() && isWebURL(kid) && !hasSecret(root) {
		return []part{{kid, data}}
	}
	var parts []part
	for key := range root.Get("keys").Each() {
		if kid := key.Get("kid").Text(); key.Get("kty").Exists() && isWebURL(kid) && !hasSecret(key) {
			parts = append(parts, part{kid, []byte(key.Raw())})
		}
	}
	return parts
}

// mayNameItself reports whether a document may stand for its own id.
func mayNameItself(root jsontree.Value) bool {
	has := func(name string) bool { return root.Get(name).Exists() }
	switch {
	case hasType(root, otherTypes) || hasSecret(root):
		return false
	case slices.ContainsFunc(keyMembers, has):
		return true
	case strings.HasPrefix(root.Get("id").Text(), "did:"):
		return false
	}
	return has("publicKeyMultibase") || has("publicKeyJwk") || hasType(root, badgeTypes) || root.Get("revokedCredential").Kind() == jsontree.Array
}

// isDocumentID reports whether an id can be that of a whole document.
func isDocumentID(id string) bool {
	return strings.HasPrefix(id, "did:") && !strings.ContainsAny(id, "#/?") || isWebURL(id) && !strings.Contains(id, "#")
}

func isWebURL(id string) bool {
	return strings.HasPrefix(id, "https://") || strings.HasPrefix(id, "http://")
}

func hasSecret(v jsontree.Value) bool {
	return slices.ContainsFunc(secrets, func(name string) bool { return v.Get(name).Exists() })
}

func hasType(v jsontree.Value, names []string) bool {
	for t := range v.Get("type").Each() {
		if slices.Contains(names, t.Text()) {
			return true
		}
	}
	return false
}

// hasID reports whether data is a JSON object with this id.
func hasID(data []byte, id string) bool {
	root, err := jsontree.Parse(data, jsontree.Limits{Bytes: len(data)})
	return err == nil && root.Get("id").IsText(id)
}

// isContext reports whether data may be a JSON-LD context. It need not be sure:
// taking something else for a context only costs a little time.
func isContext(data []byte) bool {
	root, err := jsontree.Parse(data, jsontree.Limits{Bytes: len(data)})
	return err == nil && root.Get("@context").Exists() && !root.Get("credentialSubject").Exists() && !mayNameItself(root)
}
