package ob2

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"slices"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

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
	pointer := v.a.Verification.At.Pointer()
	if v.issuer == nil {
		v.add(&ruleKey, vc.Unknown, pointer, "Which keys are the issuer's is not known without its profile.")
		return found, false
	}
	if url := v.a.Verification.URL; v.a.Edition <= Edition11 && url.Text != "" && v.oldProfile() {
		return v.oldKey(url)
	}
	listed := slices.Clone(v.issuer.PublicKey)
	if creators := v.a.Verification.Creator; len(creators) > 0 {
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
	return (edition == 0 || edition == Edition11) && len(v.issuer.PublicKey) == 0
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
