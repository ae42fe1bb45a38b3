package ob2

import (
	"context"
	"slices"
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
// The class and the issuer should stand in the document. Where one of them is
// an address, only that is known of it; see [Read] and [Assertion.Decode].
//
// The error is [ErrNoBadge]. Nothing is checked beyond what reading needs: see
// [Check]. No proof is carried over.
func Decode(doc vc.Document, o DecodeOptions) (*mc.Credential, *mc.Report, error) {
	a, err := newGatherer(context.Background(), doc.Bytes(), ReadOptions{}).read(doc)
	if err != nil {
		return nil, nil, err
	}
	c, report := a.Decode(o)
	return c, report, nil
}

// Decode is the function Decode for [Assertion.Document]. It also knows at which
// addresses the class and the issuer were found, which is all the id that they
// have in Open Badges 1.0.
func (a *Assertion) Decode(o DecodeOptions) (*mc.Credential, *mc.Report) {
	var pointers []string
	eachLeaf(a.Document.Root(), "", func(pointer string) { pointers = append(pointers, pointer) })
	d := &decoder{track: mc.NewDecodeTracker(Format, pointers), a: a, o: o}
	c := d.credential()
	d.nulls(pointers)
	d.track.KeepResidue(&c.Residue, func(pointer string) (string, bool) {
		v := a.Document.Lookup(pointer)
		return v.Raw(), v.Exists()
	})
	report := d.track.Report()
	return c, &report
}

type decoder struct {
	track *mc.Tracker
	a     *Assertion
	o     DecodeOptions
}

func (d *decoder) credential() *mc.Credential {
	a, c := d.a, &mc.Credential{}
	d.id(a.ID, &c.Envelope.ID, "envelope.id")
	d.id(a.Badge.ID, &c.Definition.ID, "definition.id")
	d.learner(&c.Learner)
	node(assertionMembers)(scope{d, a.language}, a.At, c, "")
	if !a.Badge.Missing() {
		node(classMembers)(scope{d, a.Badge.language}, a.Badge.At, &c.Definition, "definition")
	}
	d.issuer(c)
	d.endorsed(c)
	return c
}

// id reads the id of a node. One that stands nowhere is the address at which
// the node was found.
func (d *decoder) id(f Field, to *string, at mc.Path) {
	switch {
	case !vc.IsURL(f.Text):
	case d.keep(f, to, at) && !f.At.Exists():
		d.track.Add(mc.Outcome{To: string(at), Kind: mc.KindSynthesised, Reason: "the address at which it was found"})
	}
}

// schemes are the identifier schemes of recipients.
var schemes = map[string]mc.IdentifierScheme{
	"email": mc.IdentEmail, "url": mc.IdentURL, "telephone": mc.IdentPhone, "id": mc.IdentURL,
}

// learner reads the recipient: as the id of the learner when that is what the
// badge names, else as one of their identifiers.
func (d *decoder) learner(to *mc.Learner) {
	r := d.a.recipient
	if r.identity.IsZero() {
		return
	}
	to.Party.Kind = mc.PartyPerson
	d.scaffold(get(r.at, "id"))
	if !r.hashed {
		d.scaffold(r.at.Get("hashed"))
		if r.property() == "id" && vc.IsURL(r.identity.Text) {
			d.keep(r.identity, &to.ID, "learner.id")
			d.change(r.kind.At, "learner.id", "the kind of identifier")
			return
		}
	}
	const at = mc.Path("learner.party.identifiers[0]")
	id := mc.Identifier{}
	d.keep(r.identity, &id.Value, at.Dot("value"))
	if scheme, ok := schemes[r.property()]; ok {
		id.Scheme = scheme
		d.change(r.kind.At, at.Dot("scheme"), "the kind of identifier")
	} else {
		d.keep(r.kind, &id.SchemeName, at.Dot("schemeName"))
	}
	if r.hashed {
		id.Hash = &mc.IdentityHash{Algorithm: r.algorithm()}
		d.keep(r.salt, &id.Hash.Salt, at.Dot("hash.salt"))
		d.change(r.at.Get("hashed"), at.Dot("hash.algorithm"), "the algorithm stands in the identity")
	}
	to.Party.Identifiers = []mc.Identifier{id}
}

// issuer reads the issuer, who also defined the badge class.
func (d *decoder) issuer(c *mc.Credential) {
	i, members := &d.a.Badge.Issuer, issuerMembers
	if d.a.Edition == Edition05 {
		members = oldIssuerMembers
	}
	creator := &mc.Party{}
	d.id(i.ID, &c.Envelope.Issuer.ID, "envelope.issuer.id")
	d.id(i.ID, &creator.ID, "definition.creator.id")
	if !i.Missing() {
		s := scope{d, i.language}
		node(members)(s, i.At, &c.Envelope.Issuer, "envelope.issuer")
		node(members[:1])(s, i.At, creator, "definition.creator") // the name
	}
	if creator.ID != "" || !creator.Name.IsZero() {
		c.Definition.Creator = creator
	}
}

// endorsed reads the addresses of endorsements of the assertion and its class
// as evidence too: those who cannot carry an endorsement of another format over
// can still point to it.
func (d *decoder) endorsed(c *mc.Credential) {
	for _, n := range []Node{d.a.Node, d.a.Badge.Node} {
		for e := range each(get(n.At, "endorsement")) {
			at := mc.Path("envelope.evidence").At(len(c.Envelope.Evidence))
			v := mc.Evidence{Types: []string{vocabulary + "Endorsement"}, Title: mc.Text("en", "Endorsement")}
			if !link(scope{decoder: d}, e, &v.URL, at.Dot("url")) {
				continue
			}
			d.track.Add(mc.Outcome{To: string(v.Title.Path(at.Dot("title"), 0)), Kind: mc.KindSynthesised, Reason: "says what the evidence is"})
			c.Envelope.Evidence = append(c.Envelope.Evidence, v)
		}
	}
}

// nulls accounts for what is null, which says nothing. It may say something in
// a member that its class does not know, which is kept whole.
func (d *decoder) nulls(pointers []string) {
	within := map[string]bool{}
	names := [...]string{"Assertion", "BadgeClass", "Profile"}
	if d.a.Edition == Edition05 {
		names = [...]string{"Assertion 0.5", "BadgeClass 0.5", "Issuer 0.5"}
	}
	nodes := [...]jsontree.Value{d.a.At, d.a.Badge.At, d.a.Badge.Issuer.At}
	for i, n := range nodes {
		for name, m := range n.Members() {
			within[m.Pointer()] = !classNamed(names[i]).knows(name)
		}
	}
	for _, pointer := range pointers {
		v := d.a.Document.Lookup(pointer)
		if v.Kind() != jsontree.Null {
			continue
		}
		kept := slices.ContainsFunc(nodes[:], func(n jsontree.Value) bool {
			rest, inside := strings.CutPrefix(pointer, n.Pointer()+"/")
			member, _, below := strings.Cut(rest, "/")
			return inside && below && within[n.Pointer()+"/"+member]
		})
		if !kept {
			d.scaffold(v)
		}
	}
}

// The members of an assertion.
var assertionMembers = append([]row[mc.Credential]{
	member("uid", func(c *mc.Credential) *[]mc.Identifier { return &c.Envelope.Identifiers },
		list(part(func(i *mc.Identifier) *string { return &i.Value }, text))),
	member("issuedOn|issued_on", func(c *mc.Credential) *mc.Instant { return &c.Envelope.Issued }, date),
	member("issuedOn|issued_on", func(c *mc.Credential) *mc.Instant { return &c.Award.Awarding.On }, date),
	member("expires", func(c *mc.Credential) *mc.Instant { return &c.Envelope.ValidUntil }, date),
	member("narrative", func(c *mc.Credential) *mc.Note { return &c.Award.Narrative }, markdown),
	member("image", func(c *mc.Credential) **mc.Media { return &c.Award.Image }, picture),
	member("evidence", func(c *mc.Credential) *[]mc.Evidence { return &c.Envelope.Evidence }, list(node(evidenceMembers))),
	member("endorsement", func(c *mc.Credential) *[]mc.Endorsement { return &c.Envelope.Endorsements }, list(endorsement)),
	ofProof[mc.Credential]("verification"),
	ofProof[mc.Credential]("verify"),
}, ofEveryNode[mc.Credential]()...)

var evidenceMembers = []row[mc.Evidence]{
	member("name", func(e *mc.Evidence) *mc.LangString { return &e.Title }, plain),
	member("description", func(e *mc.Evidence) *mc.LangString { return &e.Description }, plain),
	member("narrative", func(e *mc.Evidence) *mc.LangString { return &e.Statement }, plain),
	member("genre", func(e *mc.Evidence) *string { return &e.Genre }, text),
	member("audience", func(e *mc.Evidence) *string { return &e.Audience }, text),
	member("id", func(e *mc.Evidence) *string { return &e.ID }, link),
	member("type", func(e *mc.Evidence) *[]string { return &e.Types }, list(text)),
}

// The members of a badge class. Those of extensions are the ones of Dutch
// badges, which say what the European model asks for.
var classMembers = append([]row[mc.Definition]{
	member("name", func(d *mc.Definition) *mc.LangString { return &d.Title }, plain),
	member("description", func(d *mc.Definition) *mc.LangString { return &d.Description }, plain),
	member("version", func(d *mc.Definition) *string { return &d.Version }, code),
	member("image", func(d *mc.Definition) **mc.Media { return &d.Image }, picture),
	member("criteria", func(d *mc.Definition) *mc.Criteria { return &d.Criteria }, first(node(criteriaMembers))),
	member("tags", func(d *mc.Definition) *[]string { return &d.Tags }, list(text)),
	member("alignment", func(d *mc.Definition) *[]mc.Alignment { return &d.Alignments }, list(alignment)),
	member("related", func(d *mc.Definition) *[]mc.CredentialRef { return &d.Related }, list(node(relatedMembers))),
	member("endorsement", func(d *mc.Definition) *[]mc.Endorsement { return &d.Endorsements }, list(endorsement)),
	member("extensions:ECTSExtension", func(d *mc.Definition) *[]mc.Workload { return &d.Workload }, extension("ECTS", list(credits))),
	member("extensions:EQFExtension", func(d *mc.Definition) *[]mc.Level { return &d.Levels }, extension("EQF", list(eqfLevel))),
	member("extensions:LearningOutcomeExtension", func(d *mc.Definition) **mc.Note { return &d.OutcomeSummary },
		extension("LearningOutcome", optional(part(func(n *mc.Note) *mc.LangString { return &n.Text }, plain)))),
	member("extensions:EducationProgramIdentifierExtension", func(d *mc.Definition) *[]mc.Identifier { return &d.Identifiers },
		extension("EducationProgramIdentifier", list(programme))),
}, ofEveryNode[mc.Definition]()...)

var criteriaMembers = []row[mc.Criteria]{
	member("id", func(c *mc.Criteria) *string { return &c.URL }, link),
	member("narrative", func(c *mc.Criteria) *mc.Note { return &c.Narrative }, markdown),
	noise[mc.Criteria]("type"),
}

// An alignment has the names of 2.0, else of 1.x.
var alignmentMembers = []row[mc.Alignment]{
	member("targetName|name", func(a *mc.Alignment) *mc.LangString { return &a.Target.Label }, plain),
	member("targetUrl|url", func(a *mc.Alignment) *string { return &a.Target.IRI }, link),
	member("targetDescription|description", func(a *mc.Alignment) *mc.LangString { return &a.Target.Definition }, plain),
	member("targetFramework", func(a *mc.Alignment) *mc.LangString { return &a.Target.SchemeLabel }, plain),
	member("targetCode", func(a *mc.Alignment) *string { return &a.Target.Notation }, code),
	noise[mc.Alignment]("type"),
}

// alignment is an alignment. One that has neither name nor code is named by its
// target, because there is no nameless alignment in other formats.
func alignment(s scope, v jsontree.Value, to *mc.Alignment, at mc.Path) bool {
	read := node(alignmentMembers)(s, v, to, at)
	if t := &to.Target; t.IRI != "" && t.Label.IsZero() && t.Notation == "" {
		t.Label = mc.Text("", t.IRI)
		s.track.Add(mc.Outcome{To: string(t.Label.Path(at.Dot("target.label"), 0)), Kind: mc.KindSynthesised, Reason: "the alignment has no name"})
	}
	return read
}

var relatedMembers = []row[mc.CredentialRef]{
	member("id", func(r *mc.CredentialRef) *string { return &r.ID }, link),
	member("@language", func(r *mc.CredentialRef) *string { return &r.Language }, languageTag),
	noise[mc.CredentialRef]("type"),
}

// The members of an issuer.
var issuerMembers = append([]row[mc.Party]{
	member("name", func(p *mc.Party) *mc.LangString { return &p.Name }, plain),
	member("description", func(p *mc.Party) *mc.LangString { return &p.Description }, plain),
	member("url", func(p *mc.Party) *[]mc.WebResource { return &p.Homepages }, list(page)),
	member("", func(p *mc.Party) *[]mc.ContactPoint { return &p.Contacts }, list(node([]row[mc.ContactPoint]{
		member("email", func(c *mc.ContactPoint) *[]string { return &c.Email }, list(text)),
		member("telephone", func(c *mc.ContactPoint) *[]string { return &c.Phone }, list(text)),
	}))),
	member("image", func(p *mc.Party) **mc.Media { return &p.Logo }, picture),
	member("endorsement", func(p *mc.Party) *[]mc.Endorsement { return &p.Endorsements }, list(endorsement)),
	ofProof[mc.Party]("publicKey"),
	ofProof[mc.Party]("revocationList"),
	ofProof[mc.Party]("verification"),
	ofProof[mc.Party]("verify"),
}, ofEveryNode[mc.Party]()...)

// The members of an issuer of 0.5.
var oldIssuerMembers = append([]row[mc.Party]{
	member("", func(p *mc.Party) *mc.LangString { return &p.Name }, nameAndOrganisation),
	member("origin", func(p *mc.Party) *[]mc.WebResource { return &p.Homepages }, list(page)),
	member("", func(p *mc.Party) *[]mc.ContactPoint { return &p.Contacts }, list(node([]row[mc.ContactPoint]{
		member("contact", func(c *mc.ContactPoint) *[]string { return &c.Email }, list(text)),
	}))),
}, ofEveryNode[mc.Party]()...)

// ofEveryNode are the members that a node has for JSON-LD's sake.
func ofEveryNode[T any]() []row[T] {
	return []row[T]{noise[T]("@context"), noise[T]("type"), noise[T]("@type"), noise[T]("@language")}
}

var page = part(func(w *mc.WebResource) *string { return &w.URL }, link)

// nameAndOrganisation is the name of an issuer of 0.5, which names the part of
// it that gives the badge apart. The upgrade to 1.0 joined them so.
func nameAndOrganisation(s scope, v jsontree.Value, to *mc.LangString, at mc.Path) bool {
	name, organisation := textOf(get(v, "name")), textOf(get(v, "org"))
	if name.IsZero() || organisation.IsZero() {
		return plain(s, either(v, "name", "org"), to, at)
	}
	*to = mc.Text(s.tag(), name.Text+": "+organisation.Text)
	for _, f := range []Field{name, organisation} {
		s.track.Mark(f.At.Pointer(), mc.Outcome{To: string(to.Path(at, 0)), Kind: mc.KindMerged, Reason: "name and organisation in one text"})
	}
	return true
}

func credits(s scope, v jsontree.Value, to *mc.Workload, at mc.Path) bool {
	n, err := mc.ParseDecimal(v.Raw())
	if v.Kind() != jsontree.Number || err != nil {
		return false
	}
	*to = mc.Workload{Kind: mc.WorkloadCredits, Amount: n, Framework: mc.Concept{Notation: "ECTS"}}
	s.track.Keep(v.Pointer(), string(at.Dot("amount")))
	return true
}

func eqfLevel(s scope, v jsontree.Value, to *mc.Level, at mc.Path) bool {
	n, ok := v.Float()
	if !ok || n != float64(int(n)) {
		return false
	}
	if *to, ok = mc.EQFLevel(int(n)); ok {
		s.change(v, at.Dot("eqf"), "the level of the European Qualifications Framework")
	}
	return ok
}

func programme(s scope, v jsontree.Value, to *mc.Identifier, at mc.Path) bool {
	to.SchemeName = "EducationProgramIdentifier"
	return code(s, v, &to.Value, at.Dot("value"))
}
