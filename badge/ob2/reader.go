package ob2

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// reader turns a document into the model. It reads leniently: what is of the
// wrong kind is left out, and [Check] says so.
type reader struct {
	edition Edition
	urls    map[string]string // addresses at which nodes were found, by pointer
}

func (r *reader) assertion(v jsontree.Value, a *Assertion) {
	k := classNamed("Assertion")
	if r.edition == Edition05 {
		k = classNamed("Assertion 0.5")
	}
	a.Node = r.node(v, k, "")
	a.UID = textOf(get(v, "uid"))
	a.Recipient = r.recipient(v)
	a.Verification = verificationOf(either(v, "verification", "verify"))
	a.IssuedOn = readMoment(either(v, "issuedOn", "issued_on"))
	a.Expires = readMoment(get(v, "expires"))
	a.Narrative = textOf(get(v, "narrative"))
	a.Image = imageOf(get(v, "image"))
	a.Revoked, _ = truth(get(v, "revoked"))
	a.Reason = textOf(get(v, "revocationReason"))
	for e := range each(get(v, "evidence")) {
		a.Evidence = append(a.Evidence, evidenceOf(e))
	}
	a.Badge = r.badgeClass(get(v, "badge"), a.Language)
	if a.ID.IsZero() && r.edition <= Edition10 {
		// An assertion of 1.0 is named by its address, else by its uid.
		if url := a.Verification.URL; a.Verification.Hosted() && isWeb(url.Text) {
			a.ID = url
		}
	}
}

func (r *reader) badgeClass(v jsontree.Value, language string) BadgeClass {
	k := classNamed("BadgeClass")
	if r.edition == Edition05 {
		k = classNamed("BadgeClass 0.5")
	}
	b := BadgeClass{Node: r.node(v, k, language)}
	if b.Missing() {
		return b
	}
	b.Name = textOf(get(v, "name"))
	b.Description = textOf(get(v, "description"))
	b.Image = imageOf(get(v, "image"))
	b.Criteria = criteriaOf(get(v, "criteria"))
	for a := range each(get(v, "alignment")) {
		if a.IsObject() {
			b.Alignment = append(b.Alignment, alignmentOf(a))
		}
	}
	b.Tags = texts(get(v, "tags"))
	b.Issuer = r.issuer(get(v, "issuer"), b.Language)
	return b
}

func (r *reader) issuer(v jsontree.Value, language string) Issuer {
	k := classNamed("Profile")
	if r.edition == Edition05 {
		k = classNamed("Issuer 0.5")
	}
	i := Issuer{Node: r.node(v, k, language)}
	if i.Missing() {
		return i
	}
	i.Name = textOf(get(v, "name"))
	i.Organisation = Field{}
	i.URL = textOf(get(v, "url"))
	i.Email = textOf(get(v, "email"))
	if r.edition == Edition05 {
		i.Organisation = textOf(get(v, "org"))
		i.URL, i.Email = textOf(get(v, "origin")), textOf(get(v, "contact"))
		i.ID = Field{Text: i.URL.Text}
	}
	i.Telephone = textOf(get(v, "telephone"))
	i.Description = textOf(get(v, "description"))
	i.Image = imageOf(get(v, "image"))
	for key := range each(get(v, "publicKey")) {
		i.PublicKey = append(i.PublicKey, key)
	}
	i.RevocationList = addressOf(get(v, "revocationList"))
	i.Verification = verificationOf(either(v, "verification", "verify"))
	return i
}

// node reads what all classes have in common.
func (r *reader) node(v jsontree.Value, k *class, language string) Node {
	n := Node{At: v, ID: addressOf(v), Language: language}
	if n.ID.IsZero() {
		n.ID.Text = r.urls[v.Pointer()]
	}
	if !v.IsObject() {
		return n
	}
	n.Types = texts(get(v, "type"))
	n.Version = textOrNumber(get(v, "version"))
	n.Tag = languageOf(v)
	if n.Tag.Text != "" || v.Get("@context").Exists() {
		// A document of its own does not inherit the language.
		n.Language = n.Tag.Text
	}
	for other := range each(get(v, "related")) {
		n.Related = append(n.Related, Related{At: other, ID: addressOf(other),
			Version: textOrNumber(get(other, "version")), Language: textOf(get(other, "@language"))})
	}
	for e := range each(get(v, "endorsement")) {
		n.Endorsement = append(n.Endorsement, e)
	}
	for name, m := range v.Members() {
		if !k.knows(name) {
			n.Extensions = append(n.Extensions, m)
		}
	}
	return n
}

// languageOf returns the language that an object or its context states.
func languageOf(v jsontree.Value) Field {
	if tag := textOf(get(v, "@language")); !tag.IsZero() {
		return tag
	}
	for c := range v.Get("@context").Each() {
		if tag := textOf(get(c, "@language")); !tag.IsZero() {
			return tag
		}
	}
	return Field{}
}

func (r *reader) recipient(v jsontree.Value) Recipient {
	n := get(v, "recipient")
	if n.Kind() == jsontree.String { // 0.5: a hash unless it has the @ of an e-mail address
		return Recipient{At: n, Identity: textOf(n), Hashed: !strings.Contains(n.Text(), "@"), Salt: textOf(get(v, "salt"))}
	}
	out := Recipient{At: n, Type: textOf(get(n, "type")), Identity: textOf(get(n, "identity")),
		Hashed: get(n, "hashed").Bool(), Salt: textOf(get(n, "salt"))}
	if get(n, "hashed").Kind() != jsontree.Bool { // the form of a hash tells
		out.Hashed = isIdentityHash(out.Identity.Text)
	}
	return out
}

func verificationOf(v jsontree.Value) Verification {
	n := Verification{At: v, Types: texts(get(v, "type")), URL: textOf(get(v, "url")),
		StartsWith: texts(get(v, "startsWith")), AllowedOrigins: texts(get(v, "allowedOrigins"))}
	for key := range each(get(v, "creator")) {
		if id := addressOf(key); !id.IsZero() {
			n.Creator = append(n.Creator, id)
		}
	}
	return n
}

func imageOf(v jsontree.Value) *Image {
	if id := addressOf(v); !id.IsZero() {
		return &Image{At: v, ID: id, Caption: textOf(get(v, "caption")), Author: get(v, "author")}
	}
	return nil
}

// criteriaOf reads criteria: a page, an object, or a text that is no address.
func criteriaOf(v jsontree.Value) Criteria {
	if v.Kind() == jsontree.Array {
		v = v.At(0)
	}
	if text := textOf(v); !text.IsZero() && !isReference(text.Text) {
		return Criteria{At: v, Narrative: text}
	}
	return Criteria{At: v, ID: addressOf(v), Narrative: textOf(get(v, "narrative"))}
}

func evidenceOf(v jsontree.Value) Evidence {
	if text := textOf(v); !text.IsZero() && !isReference(text.Text) {
		return Evidence{At: v, Narrative: text}
	}
	return Evidence{At: v, ID: addressOf(v), Name: textOf(get(v, "name")), Description: textOf(get(v, "description")),
		Narrative: textOf(get(v, "narrative")), Genre: textOf(get(v, "genre")), Audience: textOf(get(v, "audience")), Types: texts(get(v, "type"))}
}

// alignmentOf reads an alignment under the names of 2.0, else of 1.x.
func alignmentOf(v jsontree.Value) Alignment {
	return Alignment{At: v,
		Name: textOf(either(v, "targetName", "name")), URL: addressOf(either(v, "targetUrl", "url")),
		Description: textOf(either(v, "targetDescription", "description")),
		Framework:   textOf(get(v, "targetFramework")), Code: textOrNumber(get(v, "targetCode"))}
}
