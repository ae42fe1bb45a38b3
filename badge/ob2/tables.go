package ob2

import (
	"sync"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// tables say where the members of older badges stand in the model. They are for
// reading only, and never change once they are made.
type tables struct {
	format              mapping.Format
	assertion           mapping.Class[mc.Credential]
	class               mapping.Class[mc.Definition]
	issuer, creator     mapping.Class[mc.Party] // of what is issued, and of what was defined
	issuer05, creator05 mapping.Class[mc.Party] // in edition 0.5
}

// older are the tables; they are made when first needed.
var older = sync.OnceValue(func() *tables {
	t := &tables{format: mapping.Format{
		Name: Format, TableOrder: true, LeafByLeaf: true,
		IsLocal: func(string) bool { return false }, // an id is a row like others
	}}
	t.assertion.Rows, t.class.Rows = assertionRows(), classRows()
	t.defineIssuer()
	return t
})

func assertionRows() []mapping.Row[mc.Credential] {
	type T = mc.Credential
	return mapping.Rows(
		mapping.Alias(mapping.Tells(
			field("issuedOn", func(c *T) *mc.Instant { return &c.Envelope.Issued }, date),
			field("issuedOn", func(c *T) *mc.Instant { return &c.Award.Awarding.On }, date).Read), "issued_on"),
		[]mapping.Row[T]{
			field("uid", func(c *T) *[]mc.Identifier { return &c.Envelope.Identifiers }, list(identifier)),
			field("expires", func(c *T) *mc.Instant { return &c.Envelope.ValidUntil }, date),
			field("narrative", func(c *T) *mc.Note { return &c.Award.Narrative }, markdown),
			field("image", func(c *T) **mc.Media { return &c.Award.Image }, picture),
			field("evidence", func(c *T) *[]mc.Evidence { return &c.Envelope.Evidence }, list(evidence())),
			field("endorsement", func(c *T) *[]mc.Endorsement { return &c.Envelope.Endorsements }, list(endorsement)),
		},
		mapping.Part(func(c *T) *mc.Learner { return &c.Learner }, mapping.Custom("recipient", readRecipient, nil)),
		ofProof[T]("verification", "verify"), ofEveryNode[T]())
}

func evidence() kind[mc.Evidence] {
	type T = mc.Evidence
	return node(&mapping.Class[T]{Rows: mapping.Rows(
		mapping.Alias(field("id", func(e *T) *string { return &e.ID }, link), "@id"),
		mapping.Alias(field("type", func(e *T) *[]string { return &e.Types }, list(text)), "@type"),
		[]mapping.Row[T]{
			field("name", func(e *T) *mc.LangString { return &e.Title }, plain),
			field("description", func(e *T) *mc.LangString { return &e.Description }, plain),
			field("narrative", func(e *T) *mc.LangString { return &e.Statement }, plain),
			field("genre", func(e *T) *string { return &e.Genre }, text),
			field("audience", func(e *T) *string { return &e.Audience }, text),
		})})
}

// classRows are the members of a badge class. Those of extensions are the ones
// of Dutch badges, which say what the European model asks for.
func classRows() []mapping.Row[mc.Definition] {
	type T = mc.Definition
	return mapping.Rows([]mapping.Row[T]{
		field("name", func(d *T) *mc.LangString { return &d.Title }, plain),
		field("description", func(d *T) *mc.LangString { return &d.Description }, plain),
		field("version", func(d *T) *string { return &d.Version }, code),
		field("image", func(d *T) **mc.Media { return &d.Image }, picture),
		field("criteria", func(d *T) *mc.Criteria { return &d.Criteria }, first(criteria())),
		field("tags", func(d *T) *[]string { return &d.Tags }, list(text)),
		field("alignment", func(d *T) *[]mc.Alignment { return &d.Alignments }, list(alignment())),
		field("related", func(d *T) *[]mc.CredentialRef { return &d.Related }, list(related())),
		field("endorsement", func(d *T) *[]mc.Endorsement { return &d.Endorsements }, list(endorsement)),
		extension("ECTS", func(d *T) *[]mc.Workload { return &d.Workload }, list(credits)),
		extension("EQF", func(d *T) *[]mc.Level { return &d.Levels }, list(eqfLevel)),
		extension("LearningOutcome", func(d *T) **mc.Note { return &d.OutcomeSummary }, note),
		extension("EducationProgramIdentifier", func(d *T) *[]mc.Identifier { return &d.Identifiers }, list(programme)),
	}, ofEveryNode[T]())
}

func criteria() kind[mc.Criteria] {
	type T = mc.Criteria
	return node(&mapping.Class[T]{Rows: mapping.Rows(
		mapping.Alias(field("id", func(c *T) *string { return &c.URL }, link), "@id"),
		[]mapping.Row[T]{field("narrative", func(c *T) *mc.Note { return &c.Narrative }, markdown)}, typed[T]())})
}

// alignment has the names of 2.0, else of 1.x.
func alignment() kind[mc.Alignment] {
	type T = mc.Alignment
	return node(&mapping.Class[T]{AfterRead: nameAlignment, Rows: mapping.Rows(
		mapping.Alias(field("targetName", func(a *T) *mc.LangString { return &a.Target.Label }, plain), "name"),
		mapping.Alias(field("targetUrl", func(a *T) *string { return &a.Target.IRI }, link), "url"),
		mapping.Alias(field("targetDescription", func(a *T) *mc.LangString { return &a.Target.Definition }, plain), "description"),
		[]mapping.Row[T]{
			field("targetFramework", func(a *T) *mc.LangString { return &a.Target.SchemeLabel }, plain),
			field("targetCode", func(a *T) *string { return &a.Target.Notation }, code),
		}, typed[T]())})
}

func related() kind[mc.CredentialRef] {
	type T = mc.CredentialRef
	return node(&mapping.Class[T]{Rows: mapping.Rows(
		mapping.Alias(field("id", func(c *T) *string { return &c.ID }, link), "@id"),
		[]mapping.Row[T]{field("@language", func(c *T) *string { return &c.Language }, languageTag)}, typed[T]())})
}

// nameAlignment names an alignment that has neither name nor code by its
// target, because there is no nameless alignment in other formats.
func nameAlignment(r *mapping.Reader, _ jsontree.Value, to *mc.Alignment, at mc.Path) {
	if t := &to.Target; t.IRI != "" && t.Label.IsZero() && t.Notation == "" {
		t.Label = mc.Text("", t.IRI)
		r.Tracker.Add(mc.Outcome{To: string(t.Label.Path(at.Dot("target.label"), 0)), Kind: mc.KindSynthesised, Reason: "the alignment has no name"})
	}
}

func (t *tables) defineIssuer() {
	type T = mc.Party
	name := field("name", func(p *T) *mc.LangString { return &p.Name }, plain)
	homepages := func(p *T) *[]mc.WebResource { return &p.Homepages }
	contacts := func(p *T) *[]mc.ContactPoint { return &p.Contacts }
	emails := func(c *mc.ContactPoint) *[]string { return &c.Email }
	t.creator.Rows = []mapping.Row[T]{name}
	t.issuer.Rows = mapping.Rows([]mapping.Row[T]{
		name,
		field("description", func(p *T) *mc.LangString { return &p.Description }, plain),
		field("url", homepages, list(page)),
		field("image", func(p *T) **mc.Media { return &p.Logo }, picture),
		field("endorsement", func(p *T) *[]mc.Endorsement { return &p.Endorsements }, list(endorsement)),
	},
		mapping.First(contacts, field("email", emails, list(text)), field("telephone", func(c *mc.ContactPoint) *[]string { return &c.Phone }, list(text))),
		ofProof[T]("publicKey", "revocationList", "verification", "verify"), ofEveryNode[T]())

	t.creator05.AfterRead = nameAndOrganisation
	t.issuer05 = mapping.Class[T]{
		Rows:      mapping.Rows([]mapping.Row[T]{field("origin", homepages, list(page))}, mapping.First(contacts, field("contact", emails, list(text))), ofEveryNode[T]()),
		AfterRead: nameAndOrganisation,
	}
}

// nameAndOrganisation reads the name of an issuer of 0.5, which names the part
// of it that gives the badge apart. The upgrade to 1.0 joined them so.
func nameAndOrganisation(r *mapping.Reader, v jsontree.Value, to *mc.Party, at mc.Path) {
	name, organisation := textOf(get(v, "name")), textOf(get(v, "org"))
	if name.IsZero() || organisation.IsZero() {
		plain(r, either(v, "name", "org"), &to.Name, at.Dot("name"))
		return
	}
	to.Name = mc.Text(r.Lang, name.Text+": "+organisation.Text)
	for _, f := range []Field{name, organisation} {
		r.Mark(f.At, mc.Outcome{To: string(to.Name.Path(at.Dot("name"), 0)), Kind: mc.KindMerged, Reason: "name and organisation in one text"})
	}
}
