package ob2

import (
	"cmp"
	"strings"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// atSubject is where the subject of the new badge stands.
const atSubject = "/credentialSubject"

// subject writes who achieved what.
func (u *upgrader) subject() *object {
	out, a := newObject(atSubject), u.a
	identifier := u.recipient(out)
	out.texts("type", "AchievementSubject")
	if identifier != nil {
		out.objects("identifier", []*object{identifier})
	}
	u.image(out, a.Image)
	u.field(out, "narrative", a.Narrative)
	if u.o.Maker != nil {
		out.object("source", u.profile(out.at+"/source", ""))
	}
	out.object("achievement", u.achievement())
	return out
}

// identityTypes are the identifier types of Open Badges 3.0.
var identityTypes = map[string]string{"email": "emailAddress", "url": "ext:url", "telephone": "ext:telephone", "id": "identifier"}

// recipient writes the recipient as an identity object with the hash, if it is
// one, unchanged, or as the id of the subject.
func (u *upgrader) recipient(out *object) *object {
	r := u.a.Recipient
	kind := r.PropertyType()
	if kind == "id" && !r.Hashed && isID(r.Identity.Text) {
		u.field(out, "id", r.Identity)
		u.change(r.Type.At, out.at+"/id", "the id of the subject")
		u.scaffold(r.At.Get("hashed"))
		return nil
	}
	n := newObject(out.at + "/identifier/0")
	n.text("type", "IdentityObject")
	if r.Hashed {
		n.raw("hashed", "true")
	} else {
		n.raw("hashed", "false")
	}
	if hashed := r.At.Get("hashed"); hashed.Kind() == jsontree.Bool {
		u.keep(hashed, n.at+"/hashed")
	} else {
		u.drop(hashed, "it is neither true nor false")
		u.add(n.at+"/hashed", mc.KindSynthesised, "follows from the form of the identity")
	}
	u.field(n, "identityHash", r.Identity)
	identityType, known := identityTypes[kind]
	if !known {
		identityType = "identifier"
		u.drop(r.Type.At, "Open Badges 3.0 has no identifier type for this property")
	}
	n.text("identityType", identityType)
	if r.Type.At.Exists() {
		u.change(r.Type.At, n.at+"/identityType", "the name of the type in Open Badges 3.0")
	} else {
		u.add(n.at+"/identityType", mc.KindSynthesised, "recipients of this edition are e-mail addresses")
	}
	u.field(n, "salt", r.Salt)
	return n
}

const atAchievement = atSubject + "/achievement"

func (u *upgrader) achievement() *object {
	out, b := newObject(atAchievement), &u.a.Badge
	u.node(&b.Node)
	u.achievementID(out, b)
	out.texts("type", "Achievement")
	u.field(out, "name", b.Name)
	u.description(out, b)
	out.object("criteria", u.criteria(out.at+"/criteria", &b.Criteria))
	u.language(out, b.Language, cmp.Or(b.Tag, u.a.Tag).At)
	u.credits(out, b)
	u.field(out, "version", b.Version)
	u.image(out, b.Image)
	out.object("creator", u.creator(out.at+"/creator"))
	u.tags(out, b.Tags)
	out.objects("alignment", u.alignments(out.at+"/alignment", b.Alignment))
	out.objects("related", u.related(out.at+"/related", b))
	return out
}

// achievementID writes the id of the badge class, which all its awards share.
func (u *upgrader) achievementID(out *object, b *BadgeClass) {
	switch {
	case u.o.AchievementID != "":
		out.text("id", u.o.AchievementID)
		u.add(out.at+"/id", mc.KindDefaulted, "the id of the achievement, as configured")
	case isID(b.ID.Text):
		u.field(out, "id", b.ID)
		if !b.ID.At.Exists() {
			u.add(out.at+"/id", mc.KindSynthesised, "the address at which the badge class was found")
		}
	default:
		u.drop(b.ID.At, "it is no absolute IRI")
		out.text("id", newID("class", b.Issuer.ID.Text+"\x00"+b.Name.Text+"\x00"+b.Criteria.ID.Text))
		u.add(out.at+"/id", mc.KindSynthesised, "the badge class has no id that is an absolute IRI")
	}
}

// credits writes the ECTS credits of the Dutch extension.
func (u *upgrader) credits(out *object, b *BadgeClass) {
	v := extensionValue(&b.Node, "ECTSExtension", "ECTS")
	if n, ok := v.Float(); ok {
		out.raw("creditsAvailable", string(jsontree.AppendFloat(nil, n)))
		u.keep(v, out.at+"/creditsAvailable")
	}
}

// extensionValue returns the value of an extension of the namespace of Open
// Badges, or the absent value.
func extensionValue(n *Node, extension, member string) jsontree.Value {
	for _, e := range n.Extensions {
		if e.Name() == "extensions:"+extension {
			return e.Get(member)
		}
	}
	return jsontree.Value{}
}

func (u *upgrader) description(out *object, b *BadgeClass) {
	if !b.Description.IsZero() || b.Name.IsZero() {
		u.field(out, "description", b.Description)
		return
	}
	out.text("description", b.Name.Text)
	u.add(out.at+"/description", mc.KindSynthesised, "the badge class has none; made of the name")
}

// criteria writes what must be done. Where nothing is stated, it says so.
func (u *upgrader) criteria(at string, c *Criteria) *object {
	out := newObject(at)
	stated := !c.ID.IsZero() && !strings.HasPrefix(c.ID.Text, "_:") && u.link(out, "id", c.ID)
	if strings.HasPrefix(c.ID.Text, "_:") {
		u.scaffold(c.ID.At)
	}
	u.scaffold(get(c.At, "type"))
	u.field(out, "narrative", c.Narrative)
	if !stated && c.Narrative.IsZero() {
		out.text("narrative", "The source states no criteria.")
		u.add(at+"/narrative", mc.KindSynthesised, "no criteria are stated")
	}
	return out
}

// creator writes who defined the achievement: the issuer of the badge class.
// The whole profile stands elsewhere in the badge under the same id.
func (u *upgrader) creator(at string) *object {
	out, i := newObject(at), &u.a.Badge.Issuer
	switch {
	case u.o.Maker == nil && u.o.IssuerID != "":
		out.text("id", u.o.IssuerID)
		u.add(at+"/id", mc.KindDefaulted, "the id under which the issuer signs, as configured")
	default:
		u.profileID(out, i)
	}
	out.texts("type", "Profile")
	u.name(out, i)
	return out
}

func (u *upgrader) tags(out *object, tags []Field) {
	if len(tags) == 0 {
		return
	}
	list := make([]string, len(tags))
	for i, t := range tags {
		list[i] = t.Text
		u.keep(t.At, element(out.at+"/tag", i))
	}
	out.texts("tag", list...)
}

// alignments writes alignments. Open Badges 3.0 cannot do without the address
// of the target; a missing name is made of the code or address.
func (u *upgrader) alignments(at string, list []Alignment) (out []*object) {
	for _, a := range list {
		u.scaffold(get(a.At, "type"))
		if !isID(a.URL.Text) {
			u.drop(a.At, "the alignment has no target that is an absolute IRI")
			continue
		}
		n := newObject(element(at, len(out)))
		n.texts("type", "Alignment")
		if a.Name.IsZero() {
			name := a.Code.Text
			if name == "" {
				name = a.URL.Text
			}
			n.text("targetName", name)
			u.add(n.at+"/targetName", mc.KindSynthesised, "the alignment has no name")
		}
		u.field(n, "targetName", a.Name)
		u.field(n, "targetUrl", a.URL)
		u.field(n, "targetDescription", a.Description)
		u.field(n, "targetFramework", a.Framework)
		u.field(n, "targetCode", a.Code)
		out = append(out, n)
	}
	return out
}

// related writes other editions of the class and, when the achievement has a
// new id, the class itself.
func (u *upgrader) related(at string, b *BadgeClass) (out []*object) {
	add := func(id Field, types ...string) *object {
		n := newObject(element(at, len(out)))
		u.field(n, "id", id)
		n.texts("type", types...)
		out = append(out, n)
		return n
	}
	if u.o.AchievementID != "" && isID(b.ID.Text) {
		add(b.ID, "Related", vocabulary+"BadgeClass")
	}
	for _, r := range b.Related {
		if !isID(r.ID.Text) {
			u.drop(r.At, "it has no id that is an absolute IRI")
			continue
		}
		n := add(r.ID, "Related")
		u.scaffold(get(r.At, "type"))
		u.language(n, r.Language.Text, r.Language.At)
		u.field(n, "version", r.Version)
	}
	return out
}

// evidence writes the evidence of the assertion, and then the assertion itself
// as what the new badge rests on.
func (u *upgrader) evidence() (out []*object) {
	for i := range u.a.Evidence {
		if n := u.evidenceOf(&u.a.Evidence[i], element("/evidence", len(out))); n != nil {
			out = append(out, n)
		}
	}
	if isID(u.a.ID.Text) {
		n := u.original(element("/evidence", len(out)), "Assertion", "The assertion that this badge was made of, in the edition "+u.a.Edition.String()+" of Open Badges. This badge does not show that it is still valid.")
		u.field(n, "id", u.a.ID)
		if !u.a.UID.IsZero() {
			u.drop(u.a.UID.At, "the id names the assertion")
		}
		out = append(out, n)
	}
	if u.o.EmbedOriginal || !isID(u.a.ID.Text) {
		out = u.embedded(out)
	}
	for _, id := range u.endorsements() {
		n := newObject(element("/evidence", len(out)))
		n.texts("type", "Evidence", vocabulary+"Endorsement")
		n.text("name", "Endorsement")
		u.add(n.at+"/name", mc.KindSynthesised, "names the endorsement")
		u.field(n, "id", id)
		out = append(out, n)
	}
	return out
}

// original begins the evidence that is a document of the source.
func (u *upgrader) original(at, class, description string) *object {
	n := newObject(at)
	n.texts("type", "Evidence", vocabulary+class)
	n.text("name", "Original "+map[string]string{"Assertion": "assertion", "BadgeClass": "badge class", "Profile": "issuer profile"}[class])
	n.text("description", description)
	u.add(at, mc.KindSynthesised, "names the original")
	return n
}

// embedded writes the source documents as data: URLs.
func (u *upgrader) embedded(out []*object) []*object {
	for _, f := range u.originalBytes() {
		class, mediaType, content := "Assertion", "application/ld+json", u.a.Original
		switch f.Pointer {
		case "":
			if u.a.Secured != nil {
				mediaType = "application/jose"
			} else if len(u.a.Fetched) > 0 && u.a.Fetched[0].Pointer == "" {
				content = u.a.Fetched[0].Document.Bytes()
			}
		case "/badge":
			class, content = "BadgeClass", f.Document.Bytes()
		default:
			class, content = "Profile", f.Document.Bytes()
		}
		n := u.original(element("/evidence", len(out)), class, "The exact text that this badge was made of. What signs this badge does not sign it as its own.")
		n.text("id", dataURL(mediaType, content))
		u.originals[f.Pointer] = n.at + "/id"
		out = append(out, n)
	}
	return out
}

// endorsements are the addresses of the endorsements of assertion and class.
// They endorse the old badge, so they are evidence and not endorsements of the
// new one.
func (u *upgrader) endorsements() (out []Field) {
	for _, n := range []*Node{&u.a.Node, &u.a.Badge.Node} {
		for _, e := range n.Endorsement {
			if id := addressOf(e); isID(id.Text) {
				out = append(out, id)
			}
		}
	}
	return out
}

func (u *upgrader) evidenceOf(e *Evidence, at string) *object {
	n := newObject(at)
	types := []string{"Evidence"}
	for _, t := range e.Types {
		if t.Text != "Evidence" && strings.Contains(t.Text, "://") && isID(t.Text) {
			u.keep(t.At, element(at+"/type", len(types)))
			types = append(types, t.Text)
		} else {
			u.scaffold(t.At)
		}
	}
	n.texts("type", types...)
	empty := n.b.Len()
	if strings.HasPrefix(e.ID.Text, "_:") {
		u.scaffold(e.ID.At)
	} else if !e.ID.IsZero() {
		u.link(n, "id", e.ID)
	}
	u.field(n, "name", e.Name)
	u.field(n, "description", e.Description)
	u.field(n, "narrative", e.Narrative)
	u.field(n, "genre", e.Genre)
	u.field(n, "audience", e.Audience)
	if n.b.Len() == empty {
		return nil
	}
	return n
}
