package jose

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// conceal replaces the disclosable members and elements of the claims by digests
// (RFC 9901 section 4.2.4). What decides cannot be hidden ([vc.IsDecisive]), because
// without it a verifier would come to another verdict; the holder of a presentation
// can, if that was asked for. The tail is what follows
// the token: the disclosures with their tildes.
func conceal(claims vc.Document, d *definition, options Options) (payload, tail string, err error) {
	decisive := vc.IsDecisive
	if d.name == SDJWTVC {
		decisive = isAlwaysShown
	}
	t := &concealer{hidden: make(map[int]bool), decoys: options.Decoys}
	for _, pointer := range options.Disclosable {
		if pointer != "" && decisive(pointer) && !(options.HideHolder && pointer == "/holder") {
			return "", "", fmt.Errorf("SDJWT-POINTER at %s: what verification depends on cannot be made disclosable", pointer)
		}
		v := claims.Lookup(pointer)
		if !v.Parent().Exists() {
			return "", "", fmt.Errorf("SDJWT-POINTER at %s: the pointer leads to no member or element", pointer)
		}
		t.hidden[v.Offset()] = true
	}
	out, err := t.appendValue(nil, claims.Root())
	if err != nil {
		return "", "", err
	}
	digests := `,"` + nameHash + `":"` + hashes[0].name + `"}`
	return strings.TrimSuffix(string(out), "}") + digests, "~" + strings.Join(append(t.disclosures, ""), "~"), nil
}

// isAlwaysShown reports whether a pointer leads to one of the claims that an SD-JWT
// VC must show, or into it.
func isAlwaysShown(pointer string) bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	return slices.Contains(alwaysShown, strings.NewReplacer("~1", "/", "~0", "~").Replace(name))
}

// concealer writes claims with digests in the place of what is hidden.
type concealer struct {
	hidden      map[int]bool // by the offset at which the value stands
	decoys      int
	disclosures []string
}

func (t *concealer) appendValue(dst []byte, v jsontree.Value) ([]byte, error) {
	switch v.Kind() {
	case jsontree.Object:
		return t.appendObject(dst, v)
	case jsontree.Array:
		return t.appendArray(dst, v)
	}
	return append(dst, v.Raw()...), nil
}

func (t *concealer) appendObject(dst []byte, v jsontree.Value) ([]byte, error) {
	var digests []string
	dst = append(dst, '{')
	start := len(dst)
	for name, member := range v.Members() {
		if name == nameDigests || name == nameDigest || name == nameHash {
			return nil, fmt.Errorf("SDJWT-DIGEST at %s: the name is reserved (RFC 9901 section 4.1)", member.Pointer())
		}
		text, err := t.appendValue(nil, member)
		if err != nil {
			return nil, err
		}
		if t.hidden[member.Offset()] {
			digests = append(digests, t.hide(string(jsontree.AppendString(nil, name)), string(text)))
			continue
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(jsontree.AppendString(dst, name), ':')
		dst = append(dst, text...)
	}
	if len(digests) > 0 {
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(dst, `"`+nameDigests+`":["`...)
		for range t.decoys {
			digests = append(digests, decoy())
		}
		slices.Sort(digests) // so the order reveals nothing about that of the members
		dst = append(dst, strings.Join(digests, `","`)+`"]`...)
	}
	return append(dst, '}'), nil
}

func (t *concealer) appendArray(dst []byte, v jsontree.Value) ([]byte, error) {
	hidden := false
	dst = append(dst, '[')
	start := len(dst)
	for element := range v.Elements() {
		text, err := t.appendValue(nil, element)
		if err != nil {
			return nil, err
		}
		if t.hidden[element.Offset()] {
			hidden = true
			text = elementOf(t.hide(string(text)))
		}
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(dst, text...)
	}
	if hidden {
		for range t.decoys {
			dst = append(append(dst, ','), elementOf(decoy())...)
		}
	}
	return append(dst, ']'), nil
}

// hide adds a disclosure and returns its digest. raw is the value, with its name
// before it if it is a member. The salt has 128 bits (RFC 9901 section 9.3).
func (t *concealer) hide(raw ...string) string {
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails
	text := jws.Encode([]byte(`["` + jws.Encode(salt) + `",` + strings.Join(raw, ",") + `]`))
	t.disclosures = append(t.disclosures, text)
	return hashes[0].digest(text)
}

func elementOf(digest string) []byte { return []byte(`{"` + nameDigest + `":"` + digest + `"}`) }

// decoy returns a digest that stands for nothing (RFC 9901 section 4.2.5).
func decoy() string {
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails
	return hashes[0].digest(string(secret))
}
