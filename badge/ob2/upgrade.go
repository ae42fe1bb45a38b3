package ob2

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// UpgradeOptions are the choices of [Upgrade].
type UpgradeOptions struct {
	// ID is the id of the new badge. Empty: a UUID version 5 (RFC 9562) that
	// descends from the id of the assertion, so that upgrading it twice gives
	// the same id.
	ID string
	// AchievementID is a new id for the achievement, which then refers to the
	// badge class as a related one. Empty: the achievement keeps the id of the
	// badge class.
	AchievementID string
	// ReissuedAt is when the new badge is issued and becomes valid; the date of
	// the award stays what it was. Zero: the new badge is valid from the date
	// of the award.
	ReissuedAt time.Time
	// IssuerID is the id, a DID or URL, under which the issuer signs the new
	// badge; the profile's own id is then one of its other identifiers. Empty:
	// its own.
	IssuerID string
	// Maker is who makes the new badge when that is not the issuer of the
	// assertion. The issuer of the assertion is then named as the source of the
	// achievement and its creator, and is not the issuer of the new badge.
	Maker *Maker
	// EmbedOriginal puts the exact bytes of the assertion, and of the class
	// and issuer if they were fetched, into the new badge as data: URLs.
	EmbedOriginal bool
}

// Maker is who makes a badge out of another issuer's assertion.
type Maker struct {
	ID   string // required: a DID or URL
	Name string
	URL  string
}

// targetFormat is the format id of Open Badges 3.0.
const targetFormat = ob3.Format

// The reasons why a badge is not upgraded.
var (
	errRevoked   = errors.New("OB2-REVOKED: the assertion was revoked, or says so in an unreadable way, so it must not be issued anew")
	errClass     = errors.New("OB2-CLASS: the badge class is not in the badge and was not fetched, so the achievement is not known")
	errIssued    = errors.New("OB2-ISSUED: the assertion does not say when it was issued; say from when the new badge is valid")
	errRecipient = errors.New("OB2-RECIPIENT: the assertion names no recipient")
)

// Upgrade makes an Open Badge 3.0 of an older badge, in the way that 1EdTech
// recommends: a new credential with an id of its own, in which the assertion
// stands as evidence under its old id. The new badge is not secured. The old
// signature or hosted copy does not cover it, and nothing in it says so.
//
// The report has an entry for every leaf of [Assertion.Document], and one for
// everything that had to be added. An error says that the assertion was
// revoked, that its class, recipient or date is missing, or joins one
// [vc.Problem] for every rule of Open Badges 3.0 or the VC data model that the
// result would break, for example because the badge expires before it starts.
func Upgrade(a *Assertion, o UpgradeOptions) (vc.Document, *mc.Report, error) {
	switch _, readable := truth(get(a.At, "revoked")); {
	case a.Revoked, !readable:
		return vc.Document{}, nil, errRevoked
	case a.Badge.Missing():
		return vc.Document{}, nil, errClass
	case a.Recipient.Identity.IsZero():
		return vc.Document{}, nil, errRecipient
	case a.IssuedOn.IsZero() && o.ReissuedAt.IsZero():
		return vc.Document{}, nil, errIssued
	}
	u := &upgrader{ledger: newLedger(a.Document.Root()), a: a, o: o, originals: map[string]string{}}
	text := u.credential().String()
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{Bytes: 1 << 30, Values: 1 << 30})
	if err != nil {
		return vc.Document{}, nil, fmt.Errorf("OB2-TEXT: the badge cannot be written as JSON: %w", err)
	}
	var broken []error
	_, problems := vc.ReadCredential(doc)
	for _, p := range append(problems, ob3.Check(doc)...) {
		if p.Rule.Level == vc.Must {
			broken = append(broken, p)
		}
	}
	if err := errors.Join(broken...); err != nil {
		return vc.Document{}, nil, err
	}
	return doc, u.report(targetFormat, u.originals), nil
}

type upgrader struct {
	*ledger
	a         *Assertion
	o         UpgradeOptions
	originals map[string]string
}

func (u *upgrader) credential() *object {
	out, a := newObject(""), u.a
	out.texts("@context", ob3.CredentialsContext, ob3.Context)
	out.text("id", u.id())
	out.texts("type", "VerifiableCredential", "OpenBadgeCredential")
	u.node(&a.Node)
	if name := a.Badge.Name; !name.IsZero() {
		out.text("name", name.Text)
		u.keep(name.At, "/name")
	}
	out.object("issuer", u.issuer())
	u.dates(out)
	out.object("credentialSubject", u.subject())
	out.objects("evidence", u.evidence())
	u.leftover()
	return out
}

// id returns the id of the new badge, which is another statement than the
// assertion and so has another id.
func (u *upgrader) id() string {
	if u.o.ID != "" {
		u.add("/id", mc.KindDefaulted, "the id of the new badge, as configured")
		return u.o.ID
	}
	u.add("/id", mc.KindSynthesised, "a badge is a new statement and has an id of its own")
	return newID("assertion", u.seed())
}

// seed is what identifies the assertion: its id, else its bytes.
func (u *upgrader) seed() string {
	if id := u.a.ID.Text; vc.IsURL(id) {
		return id
	}
	sum := sha256.Sum256(u.a.Original)
	return hex.EncodeToString(sum[:])
}

// newID returns a UUID version 5 (RFC 9562, section 5.5) in the namespace of
// the context. SHA-1 serves to spread ids here, not to secure anything.
func newID(kind, seed string) string {
	urlSpace := [16]byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	h := sha1.New()
	h.Write(urlSpace[:])
	h.Write([]byte(ob3.Context + "\x00ob2\x00" + kind + "\x00" + seed))
	id := h.Sum(nil)[:16]
	id[6], id[8] = id[6]&0x0f|0x50, id[8]&0x3f|0x80
	s := hex.EncodeToString(id)
	return "urn:uuid:" + s[:8] + "-" + s[8:12] + "-" + s[12:16] + "-" + s[16:20] + "-" + s[20:]
}

// node accounts for what every node of a badge has for JSON-LD's sake.
func (u *upgrader) node(n *Node) {
	for _, name := range []string{"@context", "type", "@type"} {
		u.scaffold(n.At.Get(name))
	}
}

// dates writes when the badge was awarded and how long it is valid.
func (u *upgrader) dates(out *object) {
	issued := u.a.IssuedOn
	switch {
	case !u.o.ReissuedAt.IsZero():
		out.text("validFrom", u.o.ReissuedAt.UTC().Truncate(time.Second).Format(time.RFC3339))
		u.add("/validFrom", mc.KindDefaulted, "when the new badge is issued, as configured")
	default:
		u.moment(out, "validFrom", issued)
	}
	u.moment(out, "validUntil", u.a.Expires)
	u.moment(out, "awardedDate", issued)
}

func (u *upgrader) moment(out *object, name string, m Moment) {
	if m.IsZero() {
		return
	}
	out.text(name, m.String())
	if m.At.Text() == m.String() {
		u.keep(m.At, out.at+"/"+name)
	} else {
		u.change(m.At, out.at+"/"+name, "as a date and time with its zone")
	}
}

// field writes a text under a name.
func (u *upgrader) field(out *object, name string, f Field) {
	if f.IsZero() {
		return
	}
	out.text(name, f.Text)
	if f.At.Kind() == jsontree.Number {
		u.change(f.At, out.at+"/"+name, "a number as text")
		return
	}
	u.keep(f.At, out.at+"/"+name)
}

// link writes an IRI under a name, if it is one that can stand in a badge.
func (u *upgrader) link(out *object, name string, f Field) bool {
	if !isID(f.Text) {
		u.drop(f.At, "it is no absolute IRI")
		return false
	}
	u.field(out, name, f)
	return true
}

// isID reports whether a text can be an id in the new badge.
func isID(s string) bool {
	return vc.IsURL(s) && !strings.HasPrefix(strings.ToLower(s), "urn:epass:")
}

func (u *upgrader) issuer() *object {
	const at = "/issuer"
	if u.o.Maker == nil {
		return u.profile(at, u.o.IssuerID)
	}
	out := newObject(at)
	out.text("id", u.o.Maker.ID)
	out.texts("type", "Profile")
	if u.o.Maker.Name != "" {
		out.text("name", u.o.Maker.Name)
	}
	if u.o.Maker.URL != "" {
		out.text("url", u.o.Maker.URL)
	}
	u.add(at, mc.KindDefaulted, "who makes the new badge, as configured")
	return out
}

// profile writes the issuer of the assertion.
func (u *upgrader) profile(at, newID string) *object {
	i, out := &u.a.Badge.Issuer, newObject(at)
	switch {
	case newID != "":
		out.text("id", newID)
		u.add(at+"/id", mc.KindDefaulted, "the id under which the issuer signs, as configured")
	default:
		u.profileID(out, i)
	}
	out.texts("type", "Profile")
	u.node(&i.Node)
	u.name(out, i)
	if !i.URL.IsZero() {
		u.link(out, "url", i.URL)
	}
	u.field(out, "description", i.Description)
	u.field(out, "email", i.Email)
	u.field(out, "phone", i.Telephone)
	u.image(out, i.Image)
	if newID != "" && !i.ID.IsZero() {
		other := newObject(at + "/otherIdentifier/0")
		other.text("type", "IdentifierEntry")
		u.field(other, "identifier", i.ID)
		other.text("identifierType", "identifier")
		out.objects("otherIdentifier", []*object{other})
	}
	return out
}

func (u *upgrader) profileID(out *object, i *Issuer) {
	if isID(i.ID.Text) {
		u.field(out, "id", i.ID)
		if !i.ID.At.Exists() {
			u.add(out.at+"/id", mc.KindSynthesised, "the address or origin of the issuer, which has no id in this edition")
		}
		return
	}
	if !i.ID.IsZero() {
		u.drop(i.ID.At, "it is no absolute IRI")
	}
	out.text("id", newID("issuer", i.Name.Text+"\x00"+i.URL.Text))
	u.add(out.at+"/id", mc.KindSynthesised, "the issuer has no id that is an absolute IRI")
}

// name writes the issuer's name; 0.5 names the organisation apart.
func (u *upgrader) name(out *object, i *Issuer) {
	if i.Organisation.IsZero() || i.Name.IsZero() {
		u.field(out, "name", i.Name)
		return
	}
	out.text("name", i.Name.Text+": "+i.Organisation.Text)
	for _, f := range []Field{i.Name, i.Organisation} {
		u.mark(f.At, out.at+"/name", mc.KindMerged, "name and organisation in one text")
	}
}

// image writes a picture, which must be at an absolute IRI.
func (u *upgrader) image(out *object, i *Image) {
	if i == nil {
		return
	}
	child := newObject(out.at + "/image")
	if !isID(i.ID.Text) {
		u.drop(i.At, "the picture is at no absolute IRI")
		return
	}
	u.field(child, "id", i.ID)
	child.text("type", "Image")
	u.field(child, "caption", i.Caption)
	u.drop(i.Author, "an image of Open Badges 3.0 has no author")
	u.scaffold(get(i.At, "type"))
	out.object("image", child)
}

// languageTag is what Open Badges 3.0 allows as inLanguage.
var languageTag = regexp.MustCompile(`^[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

// language writes a language, in the letter case that the pattern asks for.
func (u *upgrader) language(out *object, tag string, at jsontree.Value) {
	if tag == "" {
		return
	}
	parts := strings.Split(strings.ToLower(strings.ReplaceAll(tag, "_", "-")), "-")
	for i, p := range parts[1:] {
		switch len(p) {
		case 2:
			parts[i+1] = strings.ToUpper(p)
		case 4:
			parts[i+1] = strings.ToUpper(p[:1]) + p[1:]
		}
	}
	fixed := strings.Join(parts, "-")
	if !languageTag.MatchString(fixed) {
		u.drop(at, "a language tag that Open Badges 3.0 does not allow")
		return
	}
	out.text("inLanguage", fixed)
	if fixed == tag {
		u.keep(at, out.at+"/inLanguage")
	} else {
		u.change(at, out.at+"/inLanguage", "in the letter case that Open Badges 3.0 asks for")
	}
}

// leftover gives reasons for what has no place in the new badge.
func (u *upgrader) leftover() {
	a, i := u.a, &u.a.Badge.Issuer
	u.discard(a.Verification.At, "the old signature or hosted copy does not cover the new badge")
	for _, name := range []string{"publicKey", "revocationList", "verification", "verify"} {
		u.discard(i.At.Get(name), "the new badge is verified by its own proof")
	}
	for _, name := range []string{"revoked", "revocationReason"} {
		u.discard(a.At.Get(name), "the new badge has a status of its own")
	}
	for _, n := range []*Node{&a.Node, &a.Badge.Node, &i.Node} {
		for _, e := range n.Extensions {
			u.drop(e, "an extension whose terms are not defined in the new badge")
		}
		for _, e := range n.Endorsement {
			u.drop(e, "an endorsement cannot be signed anew by somebody else")
		}
		u.scaffold(n.Tag.At)
	}
}

// originalBytes are the documents that the badge was read from: what came as
// the file, and what was fetched.
func (u *upgrader) originalBytes() []Fetched {
	first := Fetched{URL: u.a.ID.Text}
	out := []Fetched{first}
	for _, f := range u.a.Fetched {
		if f.Pointer != "" {
			out = append(out, f)
		}
	}
	return out
}

// dataURL writes bytes as a data: URL (RFC 2397).
func dataURL(mediaType string, content []byte) string {
	return "data:" + mediaType + ";base64," + base64.StdEncoding.EncodeToString(content)
}
