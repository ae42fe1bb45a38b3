package clr

import (
	"errors"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/contexts"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Encode writes a credential as a record: one badge for each claim and for each part
// of a claim, which associations tie to what they are part of. The record itself
// carries what the credential says of itself and the learner. The options mean the
// same as for one badge; [badge.EncodeOptions.ID] is the id of the record, and the
// ids of the badges follow from it. Errors and report are those of [badge.Encode].
//
// No badge in the record is secured. A credential in a record must carry a proof of
// its own (CLR 2.0, VerifiableCredential), so whoever signs the record signs each
// badge first, as far as they are its issuer.
//
// The record says that it is partial: it makes no claim to hold all that the issuer
// knows of the learner.
func Encode(c *mc.Credential, opts badge.EncodeOptions) (vc.Document, *mc.Report, error) {
	if c == nil {
		return vc.Document{}, nil, errors.New("CLR2-MODEL: there is no credential to encode")
	}
	e := &encoder{c: c, o: opts, track: mc.NewEncodeTracker(Format, c)}
	e.writeFrame()
	for i, claim := range c.Claims() {
		if len(e.faults) > 0 && i > 0 {
			break // the first claim tells what is missing in all
		}
		e.writeBadge(claim)
	}
	if len(e.faults) > 0 {
		report := e.track.Report()
		return vc.Document{}, &report, errors.Join(e.faults...)
	}
	e.associate()
	doc, err := vc.ParseDocument(e.text(), wholeLimits)
	if err != nil {
		return vc.Document{}, nil, err
	}
	report := e.account(doc)
	return doc, report, nil
}

// encoder is the state of writing one record.
type encoder struct {
	c      *mc.Credential
	o      badge.EncodeOptions
	track  *mc.Tracker
	faults []error

	frame    single
	evidence []mc.Evidence // which stands with the main badge
	badges   []single
	links    []relation
	linked   []func()        // accounts of associations
	ids      map[string]bool // of badges
}

// single is one badge with the account of writing it.
type single struct {
	doc    vc.Document
	report *mc.Report
	at     mc.Path // of the claim
	id     bool    // the id of the award is that of the badge
	moved  bool    // the claim has another place when the record is read
}

// The place of the badges in a record.
const atHeld = "/credentialSubject/" + held

// writeFrame writes the record as if it were a badge, to take over its members. The
// achievement is only there because a badge needs one.
func (e *encoder) writeFrame() {
	title := e.c.Title()
	frame := &mc.Credential{
		Envelope: e.c.Envelope, Learner: e.c.Learner, Annexes: e.c.Annexes, Further: e.c.Further, Documents: e.c.Documents,
		Provenance: e.c.Provenance, Residue: e.c.Residue, Extensions: e.c.Extensions,
		Definition: mc.Definition{Title: title, Description: title, Criteria: mc.Criteria{Narrative: mc.Note{Text: title}}},
	}
	frame.Award.Awarding.On = e.c.Award.Awarding.On
	o := e.o
	o.WithoutFacts = true // which would stand in the achievement
	var err error
	e.frame.doc, e.frame.report, err = badge.Encode(frame, o)
	if !o.Extension && err == nil && slices.ContainsFunc(e.frame.report.Leaves, isLostEvidence) {
		e.evidence, frame.Envelope.Evidence = e.c.Envelope.Evidence, nil
		e.frame.doc, e.frame.report, err = badge.Encode(frame, o)
	}
	e.fail(err, ofRecord)
}

// isLostEvidence reports whether a member of the record has no room for something that
// is stated of evidence. With a badge, the list of facts has.
func isLostEvidence(l mc.Leaf) bool {
	return !l.Added && isLoss(l.Kind) && len(l.Canonical) > 0 && l.Canonical[0].Under("envelope.evidence")
}

// ofRecord reports whether a value belongs to the record and not to a claim.
func ofRecord(p mc.Path) bool {
	return !p.Under("definition") && !p.Under("award") && !p.Under("others")
}

// fail notes the faults that count.
func (e *encoder) fail(err error, counts func(mc.Path) bool) {
	if err == nil {
		return
	}
	all := []error{err}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		all = joined.Unwrap()
	}
	for _, one := range all {
		var fault *mc.EncodeError
		if !errors.As(one, &fault) || counts(fault.Path) {
			e.faults = append(e.faults, one)
		}
	}
}

// writeBadge writes the badge for a claim.
func (e *encoder) writeBadge(claim mc.PathedClaim) {
	first := claim.Prefix == ""
	c := &mc.Credential{Learner: e.c.Learner, Definition: *claim.Definition, Award: *claim.Award}
	c.Envelope = mc.Envelope{Issuer: e.c.Envelope.Issuer, Issued: e.c.Envelope.Issued, ValidFrom: e.c.Envelope.ValidFrom, ValidUntil: e.c.Envelope.ValidUntil}
	show := &c.Envelope.Display
	switch {
	case !first: // what is large stands in the first
		c.Envelope.Issuer.Logo = nil
	case !e.o.Extension: // a record has no text in which it could stand
		from := &e.c.Envelope
		c.Envelope.Identifiers, c.Envelope.Profiles, show.Languages = from.Identifiers, from.Profiles, from.Display.Languages
		c.Envelope.Evidence, c.Further, c.Documents = e.evidence, e.c.Further, e.c.Documents
	}
	show.Primary, show.Title, show.Description = e.c.Envelope.Display.Primary, claim.Award.Title, claim.Award.Description
	if c.Award.Parts = nil; !e.o.Extension { // which has terms of its own for them
		c.Award.Title, c.Award.Description = nil, nil
	}
	b := single{at: claim.Prefix}
	o := e.o
	o.Image = nil // it is that of the record
	o.Converted = o.Converted || len(e.c.Provenance) > 0
	if o.ID, b.id = e.badgeID(claim); b.id {
		c.Award.ID = ""
	}
	var err error
	if b.doc, b.report, err = badge.Encode(c, o); err == nil {
		b.doc, err = e.withLearner(b.doc)
	}
	e.fail(e.inPlace(err, b), func(p mc.Path) bool { return p != "envelope.id" && (!ofRecord(p) || len(e.faults) == 0) })
	e.badges = append(e.badges, b)
}

// withLearner gives a badge the identifiers of the learner as the record has them: a
// hash has another salt each time that it is made.
func (e *encoder) withLearner(doc vc.Document) (vc.Document, error) {
	const at = "/credentialSubject/identifier"
	of, own := e.frame.doc.Lookup(at), doc.Lookup(at)
	if of.Len() != own.Len() || of.Raw() == own.Raw() {
		return doc, nil
	}
	return doc.With(at, of.Raw())
}

// inPlace returns errors about a badge as errors about its claim.
func (e *encoder) inPlace(err error, b single) error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return err
	}
	all := make([]error, 0, len(joined.Unwrap()))
	for _, one := range joined.Unwrap() {
		var fault *mc.EncodeError
		if errors.As(one, &fault) {
			moved := *fault
			moved.Path, _ = b.source(fault.Path)
			one = &moved
		}
		all = append(all, one)
	}
	return errors.Join(all...)
}

// source returns the path in the credential of what a badge states at a path, and
// whether it belongs to the claim.
func (b single) source(p mc.Path) (mc.Path, bool) {
	switch {
	case !ofRecord(p):
		return below(b.at, p), true
	case p == "envelope.id" && b.id:
		return below(b.at, "award.id"), true
	case p.Under("envelope.display.title"), p.Under("envelope.display.description"):
		return below(b.at, "award"+p[len("envelope.display"):]), true
	}
	return p, false
}

// badgeID returns the id of a badge, and whether it is that of the award: a record
// that is made of another document is a new statement, and so are its badges. The
// id of the first badge tells that it is the main one, where nothing else does.
func (e *encoder) badgeID(claim mc.PathedClaim) (id string, own bool) {
	record := e.frame.doc.Get("id").Text()
	if e.ids == nil {
		e.ids = map[string]bool{record: true}
	}
	own = !e.o.Converted && len(e.c.Provenance) == 0 && isGlobal(claim.Award.ID) && !e.ids[claim.Award.ID] &&
		(claim.Prefix != "" || len(claim.Award.Parts) > 0 || len(e.c.Others) == 0)
	if id = madeID(record, claim.Prefix); own {
		id = claim.Award.ID
	}
	e.ids[id] = true
	return id, own
}

// achievementID returns the id of the achievement of a badge.
func (b single) achievementID() string {
	return b.doc.Get("credentialSubject").Get("achievement").Get("id").Text()
}

// associate ties the badges together: parts to what they are part of, and
// definitions that refer to each other by one of the terms of CLR.
func (e *encoder) associate() {
	ids, known := map[mc.Path]string{}, map[string]bool{}
	for _, b := range e.badges {
		ids[b.at] = b.achievementID()
		known[ids[b.at]] = true
	}
	told := map[relation]int{}
	link := func(r relation) string {
		i, there := told[r]
		if !there {
			i = len(e.links)
			told[r] = i
			e.links = append(e.links, r)
		}
		return element("/credentialSubject/association", i)
	}
	want := newForest()
	entries := map[mc.Path]*entry{}
	for _, b := range e.badges {
		entries[b.at] = &entry{id: ids[b.at]}
		want.add(entries[b.at])
		if whole, isPart := wholeOf(b.at); isPart && ids[b.at] != ids[whole] {
			link(relation{IsPartOf, ids[b.at], ids[whole]})
		}
	}
	for i, claim := range e.c.Claims() {
		for j, ref := range claim.Definition.Related {
			if _, _, nests := (relation{kind: ref.Relation}).parts(); nests || !AssociationType(ref.Relation).Valid() || !known[ref.ID] {
				continue
			}
			at, place := below(claim.Prefix, "definition.related").At(j), link(relation{ref.Relation, ids[e.badges[i].at], ref.ID})
			e.linked = append(e.linked, func() {
				e.track.Keep(string(at.Dot("id")), place+"/targetId")
				e.track.Keep(string(at.Dot("relation")), place+"/associationType")
			})
		}
	}
	for _, r := range e.links {
		if part, whole, nests := r.parts(); nests {
			want.link(part, whole)
		}
	}
	var first *entry
	if len(e.badges) > 0 && !e.badges[0].id {
		first = entries[""]
	}
	want.plant(first)
	for i := range e.badges {
		e.badges[i].moved = entries[e.badges[i].at].at != e.badges[i].at
	}
}

// wholeOf returns the path of the claim that the claim at a path is a part of.
func wholeOf(at mc.Path) (whole mc.Path, isPart bool) {
	i := strings.LastIndex(string(at), "award.parts[")
	return mc.Path(strings.TrimSuffix(string(at[:max(i, 0)]), ".")), i >= 0
}

// text returns the record: the members of the frame, and around the badges the
// subject.
func (e *encoder) text() []byte {
	var out []byte
	member := func(name string) {
		out = append(out, "{,"[min(len(out), 1)])
		out = append(jsontree.AppendString(out, name), ':')
	}
	for name, v := range e.frame.doc.Root().Members() {
		if name == "credentialSubject" {
			member("partial")
			out = append(out, "true"...)
		}
		member(name)
		switch name {
		case "@context":
			out = appendStrings(out, v, "", vc.ContextV2, contexts.CLR201, ob3.Context)
		case "credentialSchema":
			out = appendSchemas(out, v)
		case "type":
			out = appendStrings(out, v, ob3.TypeBadge, "VerifiableCredential", typeCredential)
		case "credentialSubject":
			out = e.appendSubject(out, v)
		default:
			out = append(out, v.Raw()...)
		}
	}
	return append(out, '}')
}

// appendStrings appends a list that starts with some strings, followed by what else
// is in another list, but for one that they replace.
func appendStrings(out []byte, list jsontree.Value, replaced string, first ...string) []byte {
	out = append(out, '[')
	for i, s := range first {
		if i > 0 {
			out = append(out, ',')
		}
		out = jsontree.AppendString(out, s)
	}
	for one := range list.Each() {
		if one.Kind() != jsontree.String || one.Text() != replaced && !slices.Contains(first, one.Text()) {
			out = append(append(out, ','), one.Raw()...)
		}
	}
	return append(out, ']')
}

// appendSchemas appends the schemas of the frame. One that the frame has because it
// is a badge, the last of them, is that of a record.
func appendSchemas(out []byte, list jsontree.Value) []byte {
	at := lastSchema(list, badge.BadgeSchema)
	out = append(out, '[')
	for i := range list.Len() {
		if i > 0 {
			out = append(out, ',')
		}
		if i != at {
			out = append(out, list.At(i).Raw()...)
			continue
		}
		out = jsontree.AppendString(append(out, `{"id":`...), recordSchema)
		out = append(out, `,"type":`...)
		out = append(append(out, list.At(i).Get("type").Raw()...), '}')
	}
	return append(out, ']')
}

// recordSchema is the JSON Schema of a record.
const recordSchema = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"

// lastSchema returns the place of the last schema with an id in the list of what
// uses our extension, or -1.
func lastSchema(list jsontree.Value, id string) int {
	last, extended := -1, false
	for i := range list.Len() {
		is := list.At(i).Get("id")
		if is.IsText(id) {
			last = i
		}
		extended = extended || is.IsText(badge.ExtensionSchema)
	}
	if !extended {
		return -1
	}
	return last
}

// ofAchievement are the members of the subject of a badge that are about the
// achievement.
var ofAchievement = map[string]bool{"achievement": true, "source": true, "result": true, "type": true}

func (e *encoder) appendSubject(out []byte, frame jsontree.Value) []byte {
	out = append(out, '{')
	if id := frame.Get("id"); id.Exists() {
		out = append(append(append(out, `"id":`...), id.Raw()...), ',')
	}
	out = append(out, `"type":`...)
	out = appendStrings(out, frame.Get("type"), "AchievementSubject", typeSubject)
	for name, v := range frame.Members() {
		if name != "id" && !ofAchievement[name] {
			out = append(jsontree.AppendString(append(out, ','), name), ':')
			out = append(out, v.Raw()...)
		}
	}
	out = append(out, `,"`+held+`":[`...)
	for i, b := range e.badges {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, b.doc.String()...)
	}
	out = append(out, ']')
	for i, r := range e.links {
		out = append(out, []string{`,"association":[`, ","}[min(i, 1)]...)
		out = append(out, `{"type":"`+typeLink+`","associationType":`...)
		out = jsontree.AppendString(out, r.kind)
		out = jsontree.AppendString(append(out, `,"sourceId":`...), r.source)
		out = append(jsontree.AppendString(append(out, `,"targetId":`...), r.target), '}')
	}
	if len(e.links) > 0 {
		out = append(out, ']')
	}
	return append(out, '}')
}
