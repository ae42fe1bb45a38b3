package ob2

import (
	"strings"

	"github.com/mikromerit/mikromerit/jsontree"
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
	a.UID = textOf(v.Get("uid"))
	a.Recipient = r.recipient(v)
	a.Verification = verificationOf(either(v, "verification", "verify"))
	a.IssuedOn = readMoment(either(v, "issuedOn", "issued_on"))
	a.Expires = readMoment(v.Get("expires"))
	a.Narrative = textOf(v.Get("narrative"))
	a.Image = imageOf(v.Get("image"))
	a.Revoked = v.Get("revoked").Bool()
	a.Reason = textOf(v.Get("revocationReason"))
	for e := range v.Get("evidence").Each() {
		a.Evidence = append(a.Evidence, evidenceOf(e))
	}
	a.Badge = r.badgeClass(v.Get("badge"), a.Language)
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
	b.Name = textOf(v.Get("name"))
	b.Description = textOf(v.Get("description"))
	b.Image = imageOf(v.Get("image"))
	b.Criteria = criteriaOf(v.Get("criteria"))
	for a := range v.Get("alignment").Each() {
		if a.IsObject() {
			b.Alignment = append(b.Alignment, alignmentOf(a))
		}
	}
	b.Tags = texts(v.Get("tags"))
	b.Issuer = r.issuer(v.Get("issuer"), b.Language)
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
	i.Name = textOf(v.Get("name"))
	i.Organisation = Field{}
	i.URL = textOf(v.Get("url"))
	i.Email = textOf(v.Get("email"))
	if r.edition == Edition05 {
		i.Organisation = textOf(v.Get("org"))
		i.URL, i.Email = textOf(v.Get("origin")), textOf(v.Get("contact"))
		i.ID = Field{Text: i.URL.Text}
	}
	i.Telephone = textOf(v.Get("telephone"))
	i.Description = textOf(v.Get("description"))
	i.Image = imageOf(v.Get("image"))
	for key := range v.Get("publicKey").Each() {
		i.PublicKey = append(i.PublicKey, key)
	}
	i.RevocationList = addressOf(v.Get("revocationList"))
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
	n.Version = textOrNumber(v.Get("version"))
	n.Tag = languageOf(v)
	if n.Tag.Text != "" || v.Get("@context").Exists() {
		// A document of its own does not inherit the language.
		n.Language = n.Tag.Text
	}
	for other := range v.Get("related").Each() {
		n.Related = append(n.Related, Related{At: other, ID: addressOf(other),
			Version: textOrNumber(other.Get("version")), Language: textOf(other.Get("@language"))})
	}
	for e := range v.Get("endorsement").Each() {
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
	if tag := textOf(v.Get("@language")); !tag.IsZero() {
		return tag
	}
	for c := range v.Get("@context").Each() {
		if tag := textOf(c.Get("@language")); !tag.IsZero() {
			return tag
		}
	}
	return Field{}
}

func (r *reader) recipient(v jsontree.Value) Recipient {
	n := v.Get("recipient")
	if n.Kind() == jsontree.String { // 0.5: a hash unless it has the @ of an e-mail address
		return Recipient{At: n, Identity: textOf(n), Hashed: !strings.Contains(n.Text(), "@"), Salt: textOf(v.Get("salt"))}
	}
	out := Recipient{At: n, Type: textOf(get(n, "type")), Identity: textOf(n.Get("identity")),
		Hashed: n.Get("hashed").Bool(), Salt: textOf(n.Get("salt"))}
	if n.Get("hashed").Kind() != jsontree.Bool { // the form of a hash tells
		out.Hashed = isIdentityHash(out.Identity.Text)
	}
	return out
}

func verificationOf(v jsontree.Value) Verification {
	n := Verification{At: v, Types: texts(get(v, "type")), URL: textOf(v.Get("url")),
		StartsWith: texts(v.Get("startsWith")), AllowedOrigins: texts(v.Get("allowedOrigins"))}
	for key := range v.Get("creator").Each() {
		if id := addressOf(key); !id.IsZero() {
			n.Creator = append(n.Creator, id)
		}
	}
	return n
}

func imageOf(v jsontree.Value) *Image {
	if id := addressOf(v); !id.IsZero() {
		return &Image{At: v, ID: id, Caption: textOf(v.Get("caption")), Author: v.Get("author")}
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
	return Criteria{At: v, ID: addressOf(v), Narrative: textOf(v.Get("narrative"))}
}

func evidenceOf(v jsontree.Value) Evidence {
	if text := textOf(v); !text.IsZero() && !isReference(text.Text) {
		return Evidence{At: v, Narrative: text}
	}
	return Evidence{At: v, ID: addressOf(v), Name: textOf(v.Get("name")), Description: textOf(v.Get("description")),
		Narrative: textOf(v.Get("narrative")), Genre: textOf(v.Get("genre")), Audience: textOf(v.Get("audience")), Types: texts(get(v, "type"))}
}

// alignmentOf reads an alignment under the names of 2.0, else of 1.x.
func alignmentOf(v jsontree.Value) Alignment {
	return Alignment{At: v,
		Name: textOf(either(v, "targetName", "name")), URL: addressOf(either(v, "targetUrl", "url")),
		Description: textOf(either(v, "targetDescription", "description")),
		Framework:   textOf(v.Get("targetFramework")), Code: textOrNumber(v.Get("targetCode"))}
}

func either(v jsontree.Value, name, alias string) jsontree.Value {
	if m := v.Get(name); m.Exists() {
		return m
	}
	return v.Get(alias)
}

// textOf reads a string, also as a JSON-LD value object.
func textOf(v jsontree.Value) Field {
	if value := v.Get("@value"); value.Exists() {
		v = value
	}
	if v.Kind() != jsontree.String || v.Text() == "" {
		return Field{}
	}
	return Field{Text: v.Text(), At: v}
}

func textOrNumber(v jsontree.Value) Field {
	if v.Kind() == jsontree.Number {
		return Field{Text: v.Raw(), At: v}
	}
	return textOf(v)
}

// addressOf reads the address of something that is given as its address or as
// an object with an id.
func addressOf(v jsontree.Value) Field {
	if v.IsObject() {
		v = get(v, "id")
	}
	return textOf(v)
}

func texts(v jsontree.Value) []Field {
	var out []Field
	for one := range v.Each() {
		if f := textOf(one); !f.IsZero() {
			out = append(out, f)
		}
	}
	return out
}
