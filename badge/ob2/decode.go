package ob2

import (
	"context"
	"encoding/base64"
	"net/url"
	"strings"

	"golang.org/x/text/language"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// DecodeOptions are the choices of [Decode]. The zero value reads what is in
// the document.
type DecodeOptions struct {
	// Language is that of texts for which the badge states none. If it is not
	// set either, such texts are in no stated language.
	Language language.Tag
}

// Decode reads an assertion of any edition into the model. The report has an
// entry for every leaf of the document: what has no place in the model, such as
// an extension, is kept as residue under its JSON Pointer.
//
// The class and the issuer should stand in the document; give
// [Assertion.Document] of an assertion that was read with a Fetcher. Where one
// of them is an address, only that is known of it.
//
// The error is [ErrNoBadge]. Nothing is checked beyond what reading needs: see
// [Check]. No proof is carried over.
func Decode(doc vc.Document, o DecodeOptions) (*mc.Credential, *mc.Report, error) {
	a, err := ReadDocument(context.Background(), doc, ReadOptions{})
	if err != nil {
		return nil, nil, err
	}
	var pointers []string
	eachLeaf(doc.Root(), "", func(pointer string) { pointers = append(pointers, pointer) })
	d := &decoder{track: mc.NewDecodeTracker(Format, pointers), a: a, o: o}
	c := d.credential()
	for _, pointer := range pointers {
		if v := doc.Lookup(pointer); v.Kind() == jsontree.Null && !d.inExtension(pointer) {
			d.scaffold(v) // says nothing
		}
	}
	d.track.KeepResidue(&c.Residue, func(pointer string) (string, bool) {
		v := doc.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	report := d.track.Report()
	return c, &report, nil
}

type decoder struct {
	track *mc.Tracker
	a     *Assertion
	o     DecodeOptions
}

// inExtension reports whether a place is in an extension, which is kept whole.
func (d *decoder) inExtension(pointer string) bool {
	for _, n := range []*Node{&d.a.Node, &d.a.Badge.Node, &d.a.Badge.Issuer.Node} {
		for _, e := range n.Extensions {
			if strings.HasPrefix(pointer, e.Pointer()+"/") {
				return true
			}
		}
	}
	return false
}

// keep accounts for a text that stands at a path as it was.
func (d *decoder) keep(v jsontree.Value, at mc.Path) {
	if v.Exists() {
		d.track.Keep(v.Pointer(), string(at))
	}
}

// change accounts for a text that stands at a path in another notation.
func (d *decoder) change(v jsontree.Value, at mc.Path, reason string) {
	if v.Exists() {
		d.track.Change(v.Pointer(), string(at), mc.MatchExact, reason)
	}
}

func (d *decoder) scaffold(v jsontree.Value) {
	if v.Exists() {
		d.track.Scaffold(v.Pointer())
	}
}

func (d *decoder) text(f Field, at mc.Path) string {
	d.keep(f.At, at)
	return f.Text
}

// lang reads a text in the language of its node.
func (d *decoder) lang(f Field, tag string, at mc.Path) mc.LangString {
	if f.IsZero() {
		return nil
	}
	if tag == "" && d.o.Language != language.Und {
		tag = d.o.Language.String()
	}
	s := mc.Text(tag, f.Text)
	d.keep(f.At, s.Path(at, 0))
	return s
}

func (d *decoder) moment(m Moment, at mc.Path) mc.Instant {
	switch {
	case m.IsZero():
	case m.At.Text() == m.String():
		d.keep(m.At, at)
	default:
		d.change(m.At, at, "as a date and time with its zone")
	}
	return m.Instant
}

func (d *decoder) credential() *mc.Credential {
	a, c := d.a, &mc.Credential{}
	d.common(&a.Node)
	if vc.IsURL(a.ID.Text) {
		c.Envelope.ID = d.text(a.ID, "envelope.id")
	}
	if !a.UID.IsZero() {
		c.Envelope.Identifiers = []mc.Identifier{{Value: d.text(a.UID, "envelope.identifiers[0].value")}}
	}
	c.Envelope.Issued = d.moment(a.IssuedOn, "envelope.issued")
	c.Award.Awarding.On = d.moment(a.IssuedOn, "award.awarding.on")
	c.Envelope.ValidUntil = d.moment(a.Expires, "envelope.validUntil")
	c.Award.Narrative = d.markdown(a.Narrative, a.Language, "award.narrative")
	c.Award.Image = d.media(a.Image, a.Language, "award.image")
	for i := range a.Evidence {
		c.Envelope.Evidence = append(c.Envelope.Evidence, d.evidence(&a.Evidence[i], mc.Path("envelope.evidence").At(i)))
	}
	c.Envelope.Endorsements = d.endorsements(&a.Node, "envelope.endorsements")
	d.learner(c)
	d.definition(&c.Definition)
	c.Envelope.Issuer = d.issuer("envelope.issuer")
	d.proof()
	return c
}

// common accounts for what every node has for JSON-LD's sake.
func (d *decoder) common(n *Node) {
	for _, name := range []string{"@context", "type", "@type", "@language"} {
		d.scaffold(n.At.Get(name))
	}
}

// proof accounts for the means of verification, which hold for the badge
// itself only.
func (d *decoder) proof() {
	for _, v := range []jsontree.Value{d.a.Verification.At, d.a.Badge.Issuer.Verification.At,
		d.a.Badge.Issuer.At.Get("publicKey"), d.a.Badge.Issuer.At.Get("revocationList")} {
		if v.Exists() {
			d.track.Mark(v.Pointer(), mc.Outcome{Kind: mc.KindDropped, CarriedBy: mc.CarriedByProvenance, Severity: mc.SeverityInfo,
				Reason: "a proof holds for the document it stands in only"})
		}
	}
}

// recipientSchemes are the identifier schemes of recipients.
var recipientSchemes = map[string]mc.IdentifierScheme{
	"email": mc.IdentEmail, "url": mc.IdentURL, "telephone": mc.IdentPhone, "id": mc.IdentURL,
}

func (d *decoder) learner(c *mc.Credential) {
	r := d.a.Recipient
	if r.Identity.IsZero() {
		return
	}
	d.scaffold(get(r.At, "id"))
	const at = mc.Path("learner.party.identifiers[0]")
	id := mc.Identifier{Value: d.text(r.Identity, at.Dot("value"))}
	if scheme, ok := recipientSchemes[r.PropertyType()]; ok {
		id.Scheme = scheme
		d.change(r.Type.At, at.Dot("scheme"), "the kind of identifier")
	} else {
		id.SchemeName = d.text(r.Type, at.Dot("schemeName"))
	}
	if r.Hashed {
		id.Hash = &mc.IdentityHash{Algorithm: r.Algorithm(), Salt: d.text(r.Salt, at.Dot("hash.salt"))}
		d.change(r.At.Get("hashed"), at.Dot("hash.algorithm"), "the algorithm stands in the identity")
	} else {
		d.scaffold(r.At.Get("hashed"))
	}
	c.Learner.Party.Identifiers = []mc.Identifier{id}
	c.Learner.Party.Kind = mc.PartyPerson
}

func (d *decoder) definition(out *mc.Definition) {
	const at = mc.Path("definition")
	b := &d.a.Badge
	if vc.IsURL(b.ID.Text) {
		out.ID = d.text(b.ID, at.Dot("id"))
	}
	if b.Missing() {
		return
	}
	d.common(&b.Node)
	out.Title = d.lang(b.Name, b.Language, at.Dot("title"))
	out.Description = d.lang(b.Description, b.Language, at.Dot("description"))
	out.Version = d.text(b.Version, at.Dot("version"))
	out.Image = d.media(b.Image, b.Language, at.Dot("image"))
	d.scaffold(get(b.Criteria.At, "type"))
	out.Criteria.URL = d.text(b.Criteria.ID, at.Dot("criteria.url"))
	out.Criteria.Narrative = d.markdown(b.Criteria.Narrative, b.Language, at.Dot("criteria.narrative"))
	for i, t := range b.Tags {
		out.Tags = append(out.Tags, d.text(t, at.Dot("tags").At(i)))
	}
	for i := range b.Alignment {
		out.Alignments = append(out.Alignments, d.alignment(&b.Alignment[i], b.Language, at.Dot("alignments").At(i)))
	}
	for i, r := range b.Related {
		at := at.Dot("related").At(i)
		d.scaffold(get(r.At, "type"))
		out.Related = append(out.Related, mc.CredentialRef{ID: d.text(r.ID, at.Dot("id")), Language: d.text(r.Language, at.Dot("language"))})
	}
	out.Endorsements = d.endorsements(&b.Node, at.Dot("endorsements"))
	d.extensions(out, b)
}

// extensions reads the extensions of Dutch badges, which say what the European
// model asks for.
func (d *decoder) extensions(out *mc.Definition, b *BadgeClass) {
	const at = mc.Path("definition")
	if v := extensionValue(&b.Node, "ECTSExtension", "ECTS"); v.Kind() == jsontree.Number {
		if n, err := mc.ParseDecimal(v.Raw()); err == nil {
			d.keep(v, at.Dot("workload").At(len(out.Workload)).Dot("amount"))
			out.Workload = append(out.Workload, mc.Workload{Kind: mc.WorkloadCredits, Amount: n, Framework: mc.Concept{Notation: "ECTS"}})
			d.extensionScaffold(v)
		}
	}
	if v := extensionValue(&b.Node, "EQFExtension", "EQF"); v.Kind() == jsontree.Number {
		if n, ok := v.Float(); ok && n == float64(int(n)) {
			if level, ok := mc.EQFLevel(int(n)); ok {
				d.change(v, at.Dot("levels[0].eqf"), "the level of the European Qualifications Framework")
				out.Levels = append(out.Levels, level)
				d.extensionScaffold(v)
			}
		}
	}
	if f := textOf(extensionValue(&b.Node, "LearningOutcomeExtension", "LearningOutcome")); !f.IsZero() {
		out.OutcomeSummary = &mc.Note{Text: d.lang(f, b.Language, at.Dot("outcomeSummary.text"))}
		d.extensionScaffold(f.At)
	}
	if f := textOrNumber(extensionValue(&b.Node, "EducationProgramIdentifierExtension", "EducationProgramIdentifier")); !f.IsZero() {
		out.Identifiers = append(out.Identifiers, mc.Identifier{Value: d.text(f, at.Dot("identifiers[0].value")), SchemeName: "EducationProgramIdentifier"})
		d.extensionScaffold(f.At)
	}
}

// extensionScaffold accounts for the context and types of an extension that
// was read.
func (d *decoder) extensionScaffold(v jsontree.Value) {
	d.scaffold(v.Parent().Get("@context"))
	d.scaffold(get(v.Parent(), "type"))
}

func (d *decoder) alignment(a *Alignment, language string, at mc.Path) mc.Alignment {
	d.scaffold(get(a.At, "type"))
	return mc.Alignment{Target: mc.Concept{
		IRI:         d.text(a.URL, at.Dot("target.iri")),
		Notation:    d.text(a.Code, at.Dot("target.notation")),
		Label:       d.lang(a.Name, language, at.Dot("target.label")),
		Definition:  d.lang(a.Description, language, at.Dot("target.definition")),
		SchemeLabel: d.lang(a.Framework, language, at.Dot("target.schemeLabel")),
	}}
}

func (d *decoder) issuer(at mc.Path) mc.Party {
	i := &d.a.Badge.Issuer
	var out mc.Party
	if isID(i.ID.Text) {
		out.ID = d.text(i.ID, at.Dot("id"))
	}
	if i.Missing() {
		return out
	}
	d.common(&i.Node)
	out.Name = d.lang(i.Name, i.Language, at.Dot("name"))
	out.AltName = d.lang(i.Organisation, i.Language, at.Dot("altName"))
	out.Description = d.lang(i.Description, i.Language, at.Dot("description"))
	if !i.URL.IsZero() {
		out.Homepages = []mc.WebResource{{URL: d.text(i.URL, at.Dot("homepages[0].url"))}}
	}
	var contact mc.ContactPoint
	if !i.Email.IsZero() {
		contact.Email = []string{d.text(i.Email, at.Dot("contacts[0].email[0]"))}
	}
	if !i.Telephone.IsZero() {
		contact.Phone = []string{d.text(i.Telephone, at.Dot("contacts[0].phone[0]"))}
	}
	if len(contact.Email)+len(contact.Phone) > 0 {
		out.Contacts = []mc.ContactPoint{contact}
	}
	out.Logo = d.media(i.Image, i.Language, at.Dot("logo"))
	out.Endorsements = d.endorsements(&i.Node, at.Dot("endorsements"))
	return out
}

// markdown reads a narrative; Open Badges 2.0 allows Markdown in it.
func (d *decoder) markdown(f Field, language string, at mc.Path) mc.Note {
	if f.IsZero() {
		return mc.Note{}
	}
	return mc.Note{Text: d.lang(f, language, at.Dot("text")), Format: "text/markdown"}
}

func (d *decoder) evidence(e *Evidence, at mc.Path) mc.Evidence {
	out := mc.Evidence{
		Title:       d.lang(e.Name, d.a.Language, at.Dot("title")),
		Description: d.lang(e.Description, d.a.Language, at.Dot("description")),
		Statement:   d.lang(e.Narrative, d.a.Language, at.Dot("statement")),
		Genre:       d.text(e.Genre, at.Dot("genre")),
		Audience:    d.text(e.Audience, at.Dot("audience")),
	}
	if strings.HasPrefix(e.ID.Text, "_:") {
		d.scaffold(e.ID.At)
	} else {
		out.ID = d.text(e.ID, at.Dot("id"))
	}
	for i, t := range e.Types {
		out.Types = append(out.Types, d.text(t, at.Dot("types").At(i)))
	}
	return out
}

// endorsements keeps endorsements as they are: addresses or JSON texts.
func (d *decoder) endorsements(n *Node, at mc.Path) (out []mc.Endorsement) {
	for _, e := range n.Endorsement {
		at := at.At(len(out))
		if e.IsObject() {
			d.keep(e, at.Dot("raw"))
			out = append(out, mc.Endorsement{MediaType: "application/ld+json", Raw: e.Raw()})
		} else if f := textOf(e); !f.IsZero() {
			out = append(out, mc.Endorsement{ID: d.text(f, at.Dot("id"))})
		}
	}
	return out
}

// media reads a picture: an address, or the content of a data: URL.
func (d *decoder) media(i *Image, language string, at mc.Path) *mc.Media {
	if i == nil {
		return nil
	}
	d.scaffold(get(i.At, "type"))
	out := &mc.Media{Title: d.lang(i.Caption, language, at.Dot("title"))}
	if mediaType, content, ok := readDataURL(i.ID.Text); ok {
		out.MediaType, out.Content = mediaType, content
		d.change(i.ID.At, at.Dot("content"), "the content of a data: URL")
		return out
	}
	out.URL = d.text(i.ID, at.Dot("url"))
	return out
}

// readDataURL reads a data: URL (RFC 2397) that has content.
func readDataURL(s string) (mediaType string, content []byte, ok bool) {
	head, body, found := strings.Cut(s, ",")
	mediaType, isData := strings.CutPrefix(head, "data:")
	if !found || !isData {
		return "", nil, false
	}
	if plain, encoded := strings.CutSuffix(mediaType, ";base64"); encoded {
		raw, err := base64.StdEncoding.DecodeString(body)
		return plain, raw, err == nil && len(raw) > 0
	}
	text, err := url.PathUnescape(body)
	return mediaType, []byte(text), err == nil && text != ""
}
