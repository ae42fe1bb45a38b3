package ob2

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// signed verifies a badge that is a JSON Web Signature (Open Badges 2.0,
// SignedBadge Verification): a key that the issuer's profile lists, and that
// names the issuer as its owner, must have signed it, and the issuer's
// revocation list must not name it.
func (v *verifier) signed() {
	method := v.a.verification
	switch {
	case method.isHosted() && !method.isSigned():
		v.add(&ruleSignature, vc.Fail, method.at.Pointer(), "There is a signature, but the assertion says that it is hosted, not signed.")
		return
	case method.isOther():
		v.otherMethod()
		return
	}
	signature := v.a.Secured.Proofs()[0].Signature
	if !v.understood(signature) {
		return
	}
	ring, ok := v.keys()
	if !ok {
		return
	}
	raw, err := jws.Decode(signature.Value)
	if err != nil {
		v.add(&ruleSignature, vc.Fail, "", "The signature is not base64url without padding.")
		return
	}
	right := slices.IndexFunc(ring.keys, func(k signingKey) bool {
		return signature.Header.Get("alg").IsText(k.algorithm.Name) && k.algorithm.Verify(k.public.Key(), signature.SigningInput(), raw)
	})
	switch {
	case right >= 0:
		v.method, v.signedBy = ring.keys[right].id, ring.keys[right].public.Key()
		v.add(&ruleSignature, vc.Pass, "", "The signature is right.")
		v.revocation()
	case ring.more:
		v.add(&ruleSignature, vc.Unknown, "", "The signature fits none of the issuer's keys that could be read; it may be by another of them.")
	default:
		v.add(&ruleSignature, vc.Fail, "", "The signature does not fit the issuer's key: the badge was changed, or somebody else signed it.")
	}
}

// algorithms are those of Open Badges 2.0.
var algorithms = []string{"RS256", "ES256"}

// understood reports whether the header asks for nothing that is not done
// here. No signature, or one with a shared secret, is no signature by the
// issuer; another algorithm is one that is not supported.
func (v *verifier) understood(signature *proof.Signature) bool {
	if fault := jws.CriticalFault(signature.Header, nil, []string{"b64"}); fault != "" || signature.Unencoded() {
		v.add(&ruleSignature, vc.Fail, "", "The header of the signature asks for something that is not understood.")
		return false
	}
	alg := signature.Header.Get("alg").Text()
	_, known := jws.Lookup(alg)
	switch {
	case slices.Contains(algorithms, alg):
		return true
	case !known && !slices.Contains(otherAlgorithms, alg):
		v.add(&ruleSignature, vc.Fail, "", "The header of the signature names no algorithm by which an issuer can sign; RS256 and ES256 are supported.")
	default:
		v.add(&ruleSignature, vc.Unknown, "", "The signature is by "+alg+", which is not supported for Open Badges 2; RS256 and ES256 are.")
	}
	return false
}

// otherAlgorithms are registered algorithms with a key pair (RFC 7518 section
// 3.1, RFC 8037, RFC 8812, RFC 9864) that nothing here can verify.
var otherAlgorithms = []string{"RS384", "RS512", "PS256", "PS384", "PS512", "ES384", "ES512", "ES256K", "EdDSA", "Ed25519", "Ed448"}

// ring holds the keys that may have signed a badge.
type ring struct {
	keys []signingKey
	more bool // there are others, which could not be read or are not supported
}

// signingKey is a key with the algorithm that its kind is used with. The key
// decides, so that a header cannot.
type signingKey struct {
	id        string
	public    *keys.Public
	algorithm jws.Algorithm
}

// maxKeys bounds how many keys of a profile are tried.
const maxKeys = 8

// keys finds the issuer's keys that may have signed: the one that the badge
// names as its creator, else all that the profile lists.
func (v *verifier) keys() (found ring, ok bool) {
	pointer := v.a.verification.at.Pointer()
	if v.issuer == nil {
		v.add(&ruleKey, vc.Unknown, pointer, "Which keys are the issuer's is not known without its profile.")
		return found, false
	}
	if url := v.a.verification.url; v.a.Edition <= Edition11 && url.Text != "" && v.oldProfile() {
		return v.oldKey(url)
	}
	listed := slices.Clone(v.issuer.keys)
	if creators := v.a.verification.creators; len(creators) > 0 {
		listed = slices.DeleteFunc(listed, func(key jsontree.Value) bool {
			return !slices.ContainsFunc(creators, func(c Field) bool { return c.Text == addressOf(key).Text })
		})
	}
	if len(listed) == 0 {
		v.add(&ruleKey, vc.Fail, pointer, "The issuer's profile does not list the key.")
		return found, false
	}
	found.more = len(listed) > maxKeys
	last := vc.Finding{}
	for _, node := range listed[:min(len(listed), maxKeys)] {
		key, f := v.key(node, pointer)
		if f.Code == "" {
			found.keys = append(found.keys, key)
			continue
		}
		found.more = found.more || f.Status == vc.Unknown
		if last.Code == "" || f.Status == vc.Unknown {
			last = f
		}
	}
	if len(found.keys) == 0 {
		v.findings = append(v.findings, last)
		return found, false
	}
	v.add(&ruleKey, vc.Pass, pointer, "The key is listed in the issuer's profile and names the issuer as its owner.")
	return found, true
}

// oldProfile reports whether the issuer's profile is one of 1.x, which does
// not list keys. The badge cannot decide that: it may be somebody else's.
func (v *verifier) oldProfile() bool {
	edition := contextEdition(v.issuer.At)
	return (edition == 0 || edition == Edition11) && len(v.issuer.keys) == 0
}

// key reads a key that the profile lists, at its address when the profile does
// not hold it. The finding has no code when all is well.
func (v *verifier) key(node jsontree.Value, pointer string) (signingKey, vc.Finding) {
	address := addressOf(node).Text
	if !node.IsObject() {
		doc, finding, err := v.named(address, pointer)
		switch {
		case err != nil:
			return signingKey{}, ruleKey.Finding(vc.Unknown, pointer, unread("A key that the issuer's profile lists", address, err))
		case finding.Code != "" && finding.Status == vc.Unknown:
			return signingKey{}, ruleKey.Finding(vc.Unknown, pointer, finding.Detail)
		case finding.Code != "":
			return signingKey{}, ruleKey.Finding(vc.Fail, pointer, "What lies at the key's address, "+shown(address)+", names another id.")
		}
		node = doc.Root()
	}
	if owner := addressOf(get(node, "owner")).Text; owner != "" && owner != v.issuer.ID.Text || owner == "" && !v.inProfile(node) {
		return signingKey{}, ruleKey.Finding(vc.Fail, pointer, "The key does not name the issuer as its owner.")
	}
	return readKey(address, []byte(textOf(get(node, "publicKeyPem")).Text), pointer)
}

// readKey reads a key in PEM. One of another kind is not supported; an RSA key
// that is too short must not be used (RFC 7518 section 3.3).
func readKey(id string, text []byte, pointer string) (signingKey, vc.Finding) {
	key := signingKey{id: id}
	var err error
	if key.public, err = keys.ParsePublic(text); err == nil {
		for _, name := range algorithms {
			if a, ok := jws.Lookup(name); ok && a.Misfit(key.public.Key()) == "" {
				key.algorithm = a
				return key, vc.Finding{}
			}
		}
	}
	if isShortRSA(text) {
		return key, ruleKey.Finding(vc.Fail, pointer, "The issuer's key is too short to prove anything: an RSA key must have at least 2,048 bits.")
	}
	return key, ruleKey.Finding(vc.Unknown, pointer, "The issuer's key cannot be read or is of a kind that is not supported; supported are RSA from 2,048 bits and P-256, as a public key in PEM (BEGIN PUBLIC KEY).")
}

func isShortRSA(text []byte) bool {
	block, _ := pem.Decode(text)
	if block == nil {
		return false
	}
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return false
	}
	public, is := key.(*rsa.PublicKey)
	return is && public.N.BitLen() < 2048
}

// inProfile reports whether a key stands in the profile itself, where it need
// not name its owner.
func (v *verifier) inProfile(key jsontree.Value) bool { return key.Root() == v.issuer.At.Root() }

// oldKey reads the key of a badge of 1.x, whose profile lists none: the badge
// names a PEM file, which must lie on the host of the issuer's profile.
func (v *verifier) oldKey(at Field) (ring, bool) {
	pointer := at.At.Pointer()
	if host(at.Text) == "" || host(at.Text) != host(v.issuer.ID.Text) {
		v.add(&ruleKey, vc.Fail, pointer, "The key does not lie on the host of the issuer's profile.")
		return ring{}, false
	}
	body, err := v.bytes(at.Text, []string{"application/x-pem-file", "text/plain", "*/*"})
	if err != nil {
		v.add(&ruleKey, vc.Unknown, pointer, unread("The issuer's key", at.Text, err))
		return ring{}, false
	}
	key, f := readKey(at.Text, body, pointer)
	if f.Code != "" {
		v.findings = append(v.findings, f)
		return ring{}, false
	}
	v.add(&ruleKey, vc.Pass, pointer, "The key lies on the host of the issuer's profile.")
	return ring{keys: []signingKey{key}}, true
}

// revocation looks a signed badge up in the revocation list that the issuer's
// profile names.
func (v *verifier) revocation() {
	const at = atIssuer + "/revocationList"
	stated := get(v.issuer.At, "revocationList")
	switch address := addressOf(stated).Text; {
	case !stated.Exists():
		v.add(&ruleRevoked, vc.Pass, at, "The issuer keeps no revocation list.")
	case get(stated, "revokedAssertions").Exists():
		v.lookUp(stated, at) // the profile holds the list itself
	case address == "":
		v.add(&ruleRevoked, vc.Unknown, at, "The issuer's profile does not say in a readable way where its revocation list lies.")
	default:
		list, finding, err := v.named(address, at)
		switch {
		case err != nil:
			v.add(&ruleRevoked, vc.Unknown, at, unread("The issuer's revocation list", address, err))
		case finding.Code != "" && finding.Status != vc.Warn, !get(list.Root(), "revokedAssertions").Exists():
			v.add(&ruleRevoked, vc.Unknown, at, "What lies at the address of the revocation list, "+shown(address)+", is not that list.")
		default:
			v.lookUp(list.Root(), at)
		}
	}
}

// lookUp looks the badge up in a revocation list.
func (v *verifier) lookUp(list jsontree.Value, at string) {
	owner := get(list, "issuer")
	if owner.Exists() && addressOf(owner).Text != v.issuer.ID.Text {
		v.add(&ruleRevoked, vc.Unknown, at, "The revocation list is one of another issuer.")
		return
	}
	readable := true
	for entry := range each(list.Get("revokedAssertions")) {
		switch named, ok := v.names(entry); {
		case named:
			v.add(&ruleRevoked, vc.Fail, at, "The issuer's revocation list names the badge.")
			return
		case !ok:
			readable = false
		}
	}
	if !readable {
		v.add(&ruleRevoked, vc.Unknown, at, "The issuer's revocation list has entries that cannot be read, so it is not known whether it names the badge.")
		return
	}
	v.add(&ruleRevoked, vc.Pass, at, "The issuer's revocation list does not name the badge.")
}

// names reports whether an entry of a revocation list names the badge by id or
// uid, and whether the entry can be read.
func (v *verifier) names(entry jsontree.Value) (named, readable bool) {
	if denied := get(entry, "revoked"); denied.Kind() == jsontree.Bool && !denied.Bool() {
		return false, true
	}
	id, uid, own := addressOf(entry).Text, textOrNumber(get(entry, "uid")).Text, v.a.uid.Text
	named = id != "" && (id == v.a.ID.Text || own != "" && strings.TrimPrefix(id, "uid:") == own) || uid != "" && uid == own
	return named, id != "" || uid != ""
}
