package ob2

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// signed verifies a badge that is a JSON Web Signature (Open Badges 2.0,
// SignedBadge Verification): a key that the issuer's profile lists, and that
// names the issuer as its owner, must have signed it, and the issuer's
// revocation list must not name it.
func (v *verifier) signed() {
	const code = "OB2-SIGNATURE"
	if !v.a.Verification.Signed() {
		v.r.add(code, vc.Fail, "/verification", "There is a signature, but the assertion does not say that it is signed.")
		return
	}
	found, ok := v.keys()
	if !ok {
		return
	}
	signature := v.a.Secured.Proofs()[0].Signature
	if fault := jws.CriticalFault(signature.Header, nil, []string{"b64"}); fault != "" || signature.Unencoded() {
		v.r.add(code, vc.Fail, "", "The header of the signature asks for something that is not understood.")
		return
	}
	raw, err := jws.Decode(signature.Value)
	if err != nil {
		v.r.add(code, vc.Fail, "", "The signature is not base64url without padding.")
		return
	}
	right := slices.ContainsFunc(found, func(key *keys.Public) bool {
		algorithm, ok := algorithmFor(key)
		return ok && signature.Header.Get("alg").IsText(algorithm.Name) && algorithm.Verify(key.Key(), signature.SigningInput(), raw)
	})
	if !right {
		v.r.add(code, vc.Fail, "", "The signature is not one by RS256 or ES256 with the issuer's key.")
		return
	}
	v.r.add(code, vc.Pass, "", "The signature is right.")
	v.revocation()
}

// algorithmFor returns the algorithm that a kind of key is used with. The key
// decides, so that a header cannot.
func algorithmFor(key *keys.Public) (jws.Algorithm, bool) {
	for _, name := range []string{"RS256", "ES256"} {
		if a, ok := jws.Lookup(name); ok && a.Misfit(key.Key()) == "" {
			return a, true
		}
	}
	return jws.Algorithm{}, false
}

// maxKeys bounds how many keys of a profile are tried.
const maxKeys = 8

// keys finds the issuer's keys that may have signed: the one that the badge
// names as its creator, else all that the profile lists.
func (v *verifier) keys() (found []*keys.Public, ok bool) {
	const code = "OB2-KEY"
	pointer := v.a.Verification.At.Pointer()
	if v.issuer == nil {
		v.r.add(code, vc.Unknown, pointer, "Which keys are the issuer's is not known without its profile.")
		return nil, false
	}
	if url := v.a.Verification.URL; v.a.Edition <= Edition11 && url.Text != "" && v.oldProfile() {
		return v.oldKey(url)
	}
	listed := v.listedKeys()
	if creators := v.a.Verification.Creator; len(creators) > 0 {
		listed = slices.DeleteFunc(listed, func(key jsontree.Value) bool {
			return !slices.ContainsFunc(creators, func(c Field) bool { return c.Text == addressOf(key).Text })
		})
	}
	if len(listed) == 0 {
		v.r.add(code, vc.Fail, pointer, "The issuer's profile does not list the key.")
		return nil, false
	}
	last := vc.Finding{}
	for _, key := range listed {
		public, f := v.key(key)
		if public != nil {
			found = append(found, public)
		} else {
			last = f
		}
	}
	if len(found) == 0 {
		last.Code, last.Pointer = code, pointer
		v.r.Findings = append(v.r.Findings, last)
		return nil, false
	}
	v.r.add(code, vc.Pass, pointer, "The key is listed in the issuer's profile and names the issuer as its owner.")
	return found, true
}

// oldProfile reports whether the issuer's profile is one of 1.x, which does
// not list keys. The badge cannot decide that: it may be somebody else's.
func (v *verifier) oldProfile() bool {
	edition := contextEdition(v.issuer.At)
	return (edition == 0 || edition == Edition11) && len(v.issuer.PublicKey) == 0
}

func (v *verifier) listedKeys() []jsontree.Value {
	return slices.Clone(v.issuer.PublicKey[:min(len(v.issuer.PublicKey), maxKeys)])
}

// key reads a key that the profile lists, at its address when the profile does
// not hold it.
func (v *verifier) key(node jsontree.Value) (*keys.Public, vc.Finding) {
	if !node.IsObject() {
		doc, finding, err := v.named(node.Text())
		switch {
		case err != nil:
			return nil, vc.Finding{Status: vc.Unknown, Detail: "The key could not be read: " + reason(err) + "."}
		case finding.Code != "":
			return nil, vc.Finding{Status: vc.Fail, Detail: "What stands at the key's address names another id."}
		}
		node = doc.Root()
	}
	if owner := addressOf(node.Get("owner")).Text; owner != "" && owner != v.issuer.ID.Text || owner == "" && !v.inProfile(node) {
		return nil, vc.Finding{Status: vc.Fail, Detail: "The key does not name the issuer as its owner."}
	}
	public, err := keys.ParsePublic([]byte(node.Get("publicKeyPem").Text()))
	if err != nil {
		return nil, vc.Finding{Status: vc.Fail, Detail: "The key is no PEM public key of a kind and size that is accepted (RSA from 2,048 bits, or P-256)."}
	}
	return public, vc.Finding{}
}

// inProfile reports whether a key stands in the profile itself, where it need
// not name its owner.
func (v *verifier) inProfile(key jsontree.Value) bool { return key.Root() == v.issuer.At.Root() }

// oldKey reads the key of a badge of 1.x, whose profile lists none: the badge
// names a PEM file, which must lie on the host of the issuer's profile.
func (v *verifier) oldKey(at Field) ([]*keys.Public, bool) {
	const code = "OB2-KEY"
	if host(at.Text) == "" || host(at.Text) != host(v.issuer.ID.Text) {
		v.r.add(code, vc.Fail, at.At.Pointer(), "The key does not lie on the host of the issuer's profile.")
		return nil, false
	}
	body, err := v.bytes(at.Text, []string{"application/x-pem-file", "text/plain", "*/*"})
	if err != nil {
		v.r.add(code, vc.Unknown, at.At.Pointer(), "The key could not be read: "+reason(err)+".")
		return nil, false
	}
	public, err := keys.ParsePublic(body)
	if err != nil {
		v.r.add(code, vc.Fail, at.At.Pointer(), "The key is no PEM public key of a kind and size that is accepted (RSA from 2,048 bits, or P-256).")
		return nil, false
	}
	v.r.add(code, vc.Pass, at.At.Pointer(), "The key lies on the host of the issuer's profile.")
	return []*keys.Public{public}, true
}

// revocation looks the badge up in the issuer's revocation list.
func (v *verifier) revocation() {
	const code, at = "OB2-REVOKED", "/badge/issuer/revocationList"
	address := v.issuer.RevocationList.Text
	if address == "" {
		v.r.add(code, vc.Pass, at, "The issuer keeps no revocation list.")
		return
	}
	list, finding, err := v.named(address)
	switch {
	case err != nil:
		v.r.add(code, vc.Unknown, at, "The issuer's revocation list could not be read: "+reason(err)+".")
		return
	case finding.Status == vc.Fail, !list.Get("revokedAssertions").Exists():
		v.r.add(code, vc.Unknown, at, "What stands at the address of the revocation list is not that list.")
		return
	}
	if owner := addressOf(list.Get("issuer")).Text; owner != "" && owner != v.issuer.ID.Text {
		v.r.add(code, vc.Unknown, at, "The revocation list is one of another issuer.")
		return
	}
	for entry := range list.Get("revokedAssertions").Each() {
		if v.names(entry) {
			v.r.add(code, vc.Fail, at, "The issuer's revocation list names the badge.")
			return
		}
	}
	v.r.add(code, vc.Pass, at, "The issuer's revocation list does not name the badge.")
}

// names reports whether an entry of a revocation list names the badge by id or
// uid.
func (v *verifier) names(entry jsontree.Value) bool {
	if denied := entry.Get("revoked"); denied.Kind() == jsontree.Bool && !denied.Bool() {
		return false
	}
	id, uid := addressOf(entry).Text, entry.Get("uid").Text()
	own := v.a.UID.Text
	return id != "" && (id == v.a.ID.Text || own != "" && strings.TrimPrefix(id, "uid:") == own) || uid != "" && uid == own
}
