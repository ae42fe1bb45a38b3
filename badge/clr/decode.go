package clr

import (
	"slices"
	"strings"

	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/internal/datamodel"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Format is the short name of the format.
const Format = "clr"

// The stable codes that start the reason of a leaf when somebody should look at
// it.
const (
	CodeUnopened = "CLR2-UNOPENED" // a credential of the record that cannot be read here
	CodeLink     = "CLR2-LINK"     // an association that says nothing, or something impossible
	CodeLearner  = "CLR2-LEARNER"  // a badge about somebody else
)

// Decode reads a record into the model: the record itself is the envelope, and each
// badge in it one claim. The report has one entry for every leaf of the document.
//
// An achievement that the associations make a part of another one is among the
// parts of its claim. The first achievement that has parts, or else the first, is
// the claim of the credential, the others stand beside it. Other associations are
// references of the definition, with the association as their relation.
//
// What a badge says of issuer, learner and validity is taken for what the record
// says of them where it is the same; who issued a badge that another party put into
// a record is still who awarded it. The id of a badge is that of the award, and a
// badge without a day of award was awarded when its validity began. The rest, a
// badge about somebody else, and a token that nobody has opened, are kept in the
// residue of the model under their JSON Pointers.
//
// The only error is a [vc.Problem], for a document that is not a record or holds no
// badge that can be read. Decode verifies nothing, and does not check the rules;
// [Check] does.
func Decode(doc vc.Document, opts badge.DecodeOptions) (*mc.Credential, *mc.Report, error) {
	return decode(doc, opts, 0)
}

func decode(doc vc.Document, opts badge.DecodeOptions, depth int) (*mc.Credential, *mc.Report, error) {
	if !Is(doc) {
		return nil, nil, ruleType.At("/type", "")
	}
	d := &decoder{
		root: doc.Root(), opts: opts, depth: depth, forest: newForest(), listed: map[string]*listing{},
		track: mc.NewDecodeTracker(Format, mapping.Leaves(doc.Root())),
	}
	d.subject = d.root.Get("credentialSubject")
	for d.subject.Kind() == jsontree.Array {
		d.subject = d.subject.At(0)
	}
	if err := d.readFrame(doc); err != nil {
		return nil, nil, err
	}
	d.readHeld()
	if len(d.forest.entries) == 0 {
		return nil, nil, ruleCredential.At(d.subject.Get(held).Pointer(), "nothing that can be read as a badge")
	}
	d.readListed()
	for link := range d.subject.Get("association").Each() {
		d.readLink(link)
	}
	d.main = d.forest.plant(d.marked)
	d.mergeMainEvidence()
	for _, b := range d.badges {
		d.merge(b)
	}
	d.account(d.frame)
	for _, b := range d.badges {
		d.account(b)
	}
	for _, settle := range d.later {
		settle()
	}
	if partial := d.root.Get("partial"); partial.Bool() {
		d.track.Mark(partial.Pointer(), mc.Outcome{Kind: mc.KindScaffold, Reason: "a credential never tells all that is known of somebody"})
	}
	d.assemble()
	d.keepRest()
	report := d.track.Report()
	return d.c, &report, nil
}

// decoder is the state of reading one record.
type decoder struct {
	root, subject jsontree.Value
	opts          badge.DecodeOptions
	depth         int // how many records stand around this one
	track         *mc.Tracker

	c       *mc.Credential
	frame   *part   // the record without what it holds
	badges  []*part // what it holds
	forest  *forest
	marked  *entry // the badge whose id says that it is the main claim
	main    *entry
	named   bool                // the name of the record is the title of its main claim
	listed  map[string]*listing // achievements that the record lists itself, by id
	spelled map[string]bool     // the achievements of the badges, in canonical JSON
	later   []func()            // accounts that need the places of the entries

	values map[mc.Path]string // what the record says of itself
	known  map[string]int     // identifiers of the learner, by content
}

// part is a document in the record that was read on its own.
type part struct {
	at      jsontree.Value // where it stands
	c       *mc.Credential
	report  *mc.Report
	format  string   // whose residue its residue is
	entries []*entry // of its first claim and the others

	own         map[mc.Path]bool // its own residue
	moves       []move
	values      map[mc.Path]string
	identifiers []int // where those of the learner are in the record; -1: nowhere
	stranger    bool  // it is about somebody else
	awarded     bool  // its validity tells when it was awarded
}

// move says that what a part has below one path is below another in the record.
type move struct{ from, to mc.Path }

// readFrame reads the record itself, as if it were a badge for no achievement: the
// two share every member of the envelope.
func (d *decoder) readFrame(doc vc.Document) error {
	frame := doc
	edit := func(v jsontree.Value, change func(vc.Document) (vc.Document, error)) (err error) {
		if v.Exists() {
			frame, err = change(frame)
		}
		return err
	}
	for _, v := range []jsontree.Value{d.subject.Get(held), d.subject.Get("achievement"), d.subject.Get("association"), d.root.Get("partial")} {
		if err := edit(v, func(f vc.Document) (vc.Document, error) { return f.Without(v.Pointer()) }); err != nil {
			return err
		}
	}
	for _, rename := range []struct {
		in       jsontree.Value
		from, to string
	}{{d.root.Get("type"), typeCredential, ob3.TypeBadge}, {d.subject.Get("type"), typeSubject, "AchievementSubject"}} {
		for kind := range rename.in.Each() {
			if !kind.IsText(rename.from) {
				continue
			}
			quoted := string(jsontree.AppendString(nil, rename.to))
			if err := edit(kind, func(f vc.Document) (vc.Document, error) { return f.With(kind.Pointer(), quoted) }); err != nil {
				return err
			}
		}
	}
	schemas := d.root.Get("credentialSchema")
	if i := lastSchema(schemas, recordSchema); schemas.Kind() == jsontree.Array && i >= 0 {
		id := schemas.At(i).Get("id")
		if err := edit(id, func(f vc.Document) (vc.Document, error) {
			return f.With(id.Pointer(), string(jsontree.AppendString(nil, badge.BadgeSchema)))
		}); err != nil {
			return err
		}
	}
	opts := d.opts
	opts.Language = d.language()
	c, report, err := badge.Decode(frame, opts)
	if err != nil {
		return err
	}
	d.frame = &part{at: d.root, c: c, report: report, format: ob3.Format}
	d.c = &mc.Credential{
		Envelope: c.Envelope, Learner: c.Learner, Annexes: c.Annexes, Further: c.Further, Documents: c.Documents,
		Provenance: c.Provenance, Extensions: c.Extensions,
	}
	d.values, d.known = valuesOf(c), map[string]int{}
	for i, id := range c.Learner.Party.Identifiers {
		d.known[keyOf(id)] = i
	}
	d.frame.moves = []move{{"envelope", "envelope"}, {"learner", "learner"}, {"annexes", "annexes"}, {"further", "further"},
		{"documents", "documents"}, {"provenance", "provenance"}, {"extensions", "extensions"}}
	return nil
}

// language is the language of a record, which has no member for it: that of the
// first badge that states one.
func (d *decoder) language() language.Tag {
	for one := range d.subject.Get(held).Each() {
		if tag, err := language.Parse(one.Get("credentialSubject").Get("achievement").Get("inLanguage").Text()); err == nil {
			return tag
		}
	}
	return d.opts.Language
}

// readHeld reads the credentials that the record holds.
func (d *decoder) readHeld() {
	for one := range d.subject.Get(held).Each() {
		b, reason := d.readPart(one)
		if b == nil {
			d.keep(one, mc.Outcome{Reason: reason, Severity: mc.SeverityWarning})
			continue
		}
		d.badges = append(d.badges, b)
		for i := range b.c.Others {
			b.entries = append(b.entries, &entry{claim: b.c.Others[i], id: b.c.Others[i].Definition.ID})
		}
		for _, e := range b.entries {
			d.forest.add(e)
		}
		if recordID := d.root.Get("id").Text(); recordID != "" && b.c.Envelope.ID == madeID(recordID, "") && d.marked == nil {
			d.marked = b.entries[0]
		}
	}
}

// maxRecords is how many records may stand around a badge.
const maxRecords = 8

// readPart reads one credential, or returns why it cannot be read.
func (d *decoder) readPart(v jsontree.Value) (*part, string) {
	kind := v.Get("type")
	switch {
	case v.Kind() == jsontree.String, datamodel.Lists(kind, vc.EnvelopedCredential):
		return nil, CodeUnopened + ": the credential stands here as a token, which was not opened"
	case !v.IsObject():
		return nil, CodeUnopened + ": there is no credential here"
	}
	doc, err := vc.ParseDocument([]byte(v.Raw()), wholeLimits)
	if err != nil {
		return nil, CodeUnopened + ": there is no credential here"
	}
	b := &part{at: v}
	switch {
	case Is(doc) && d.depth == maxRecords:
		return nil, CodeUnopened + ": more records stand in each other than are read"
	case Is(doc):
		b.format = Format
		b.c, b.report, err = decode(doc, d.opts, d.depth+1)
	default:
		b.format = ob3.Format
		b.c, b.report, err = badge.Decode(doc, d.opts)
	}
	if err != nil {
		return nil, CodeUnopened + ": the credential is of a kind that is not read as an achievement"
	}
	id := doc.Get("credentialSubject").Get("achievement").Get("id").Text()
	if id == "" {
		id = b.c.Definition.ID
	}
	b.entries = []*entry{{claim: mc.Claim{Definition: b.c.Definition, Award: b.c.Award}, id: id}}
	return b, ""
}

// wholeLimits are for what has been read under limits already.
var wholeLimits = vc.Limits{Bytes: 1 << 30, Values: 1 << 30}

// account says of each leaf of a part where it is in the record.
func (d *decoder) account(b *part) {
	prefix := b.at.Pointer()
	d.takeResidue(b)
	for _, l := range b.report.Leaves {
		pointer := prefix + l.Source
		if b == d.frame && (d.named && pointer == "/name" || !d.root.Lookup(pointer).Exists()) {
			continue
		}
		o, told := l.Outcome(), len(l.Canonical) == 0
		if b.awarded && len(l.Canonical) == 1 && l.Canonical[0] == "envelope.validFrom" {
			o.Kind, o.Match, o.Reason = mc.KindTransformed, mc.MatchClose, "no day of award is stated, so the badge was awarded when its validity began"
		}
		for _, p := range l.Canonical {
			if to, ok := d.placeOf(b, p); ok {
				o.To, told = string(to), true
				d.track.Mark(pointer, o)
			}
		}
		switch {
		case len(l.Canonical) == 0:
			d.track.Mark(pointer, o)
		case !told && b.isMade(l):
			d.track.Mark(pointer, mc.Outcome{Kind: mc.KindScaffold, Reason: "an id that follows from that of the record"})
		case !told && b == d.frame && !ofRecord(l.Canonical[0]) && strings.HasPrefix(pointer, "/residue/"):
			d.track.Mark(pointer, mc.Outcome{Kind: mc.KindScaffold, Reason: "about the achievement of a badge, which the record is not"})
		case !told:
			d.keep(d.root.Lookup(pointer), b.refusal(l))
		}
	}
}

// takeResidue takes over what reading a part has kept. What is of the part itself
// is now of the record; the part may also bring residue of other documents.
func (d *decoder) takeResidue(b *part) {
	b.own = map[mc.Path]bool{}
	for _, l := range b.report.Leaves {
		for _, p := range l.Canonical {
			if key, is := strings.CutPrefix(string(p), "residue["+b.format+"]["); is && strings.HasPrefix(l.Source+"/", strings.TrimSuffix(key, "]")+"/") {
				b.own[p] = true
			}
		}
	}
	if b == d.frame {
		d.takeName()
	}
	for _, format := range b.c.Residue.Formats() {
		for _, pointer := range b.c.Residue.Pointers(format) {
			raw := b.c.Residue[format][pointer]
			if b.own[mc.ResiduePath(format, pointer)] {
				d.c.Residue.Put(Format, b.at.Pointer()+pointer, raw)
			} else if _, taken := d.c.Residue[format][pointer]; !taken {
				d.c.Residue.Put(format, pointer, raw)
			}
		}
	}
}

// takeName accounts for the name of a record that has no title of its own: it is
// that of its main claim.
func (d *decoder) takeName() {
	name, claim := d.root.Get("name"), d.main.claim
	_, kept := d.frame.c.Residue[d.frame.format]["/name"]
	title := (&mc.Credential{Definition: claim.Definition, Award: claim.Award}).Title()
	if kept && slices.ContainsFunc(title, func(v mc.LangValue) bool { return v.Text == name.Text() }) {
		d.named = true
		delete(d.frame.c.Residue[d.frame.format], "/name")
		d.track.Mark("/name", mc.Outcome{Kind: mc.KindScaffold, Reason: "repeats the title of the main claim"})
	}
}

// keep keeps a value of the record as residue.
func (d *decoder) keep(v jsontree.Value, o mc.Outcome) {
	if !v.Exists() {
		return
	}
	pointer := v.Pointer()
	if v.Kind() == jsontree.Null || v.Kind() != jsontree.String && v.Len() == 0 && (v.IsObject() || v.Kind() == jsontree.Array) {
		d.track.Mark(pointer, mc.Outcome{Kind: mc.KindScaffold})
		return
	}
	d.c.Residue.Put(Format, pointer, v.Raw())
	o.To, o.Kind = string(mc.ResiduePath(Format, pointer)), mc.KindResidue
	d.track.Mark(pointer, o)
}

// keepRest keeps as residue what nothing has read.
func (d *decoder) keepRest() {
	for _, pointer := range d.track.Unmarked() {
		d.keep(d.root.Lookup(pointer), mc.Outcome{Reason: "the model has no place for this member"})
	}
}

// assemble puts the claims into the credential.
func (d *decoder) assemble() {
	first := d.main.whole()
	d.c.Definition, d.c.Award = first.Definition, first.Award
	for _, e := range d.forest.entries {
		if e.parent == nil && e != d.main {
			d.c.Others = append(d.c.Others, e.whole())
		}
	}
}

// isNodeNumber reports whether an id is one of the node numbers of Europass
// documents, which are in all of them.
func isNodeNumber(id string) bool { return strings.HasPrefix(strings.ToLower(id), "urn:epass:") }
