package edc

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/vocabulary"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const titleInteroperability = "Interoperability data"

// Interoperability data starts with one of two heads. After the first comes a tree
// of the model, which is only read ([mapping.ReadResidueTree]); after the second
// the residue and, as "was", what the document says instead.
const (
	interoperabilityBase = `{"format":"https://mikromerit.github.io/ns/interoperability/`
	interoperabilityTree = interoperabilityBase + `1","model":`
	interoperabilityHead = interoperabilityBase + `2","model":`
)

// interoperabilityMark is the base64 of what both heads start with. No other file
// starts with it.
var interoperabilityMark = base64.StdEncoding.EncodeToString([]byte(interoperabilityBase[:len(interoperabilityBase)/3*3]))

// isInteroperability reports whether a file is read as interoperability data.
func isInteroperability(content []byte) bool {
	return bytes.HasPrefix(content, []byte(interoperabilityHead)) || bytes.HasPrefix(content, []byte(interoperabilityTree))
}

// interoperability returns the attachment with the differences between what is
// read from the document and what should be.
func interoperability(e *encoder, differences []mapping.Difference, files mapping.Files) *mapping.Node {
	content := mapping.AppendResidue([]byte(interoperabilityHead), differences, files)
	if was := mapping.AppendWas(nil, differences, files); was != nil {
		content = append(append(content, `,"was":`...), was...)
	}
	content = append(content, '}')
	fileType := mc.Concept{IRI: vocabulary.FileTypes.IRI("JSON"), Scheme: string(vocabulary.FileTypes)}
	media := mc.Media{
		Title:       mc.Text("en", titleInteroperability),
		Description: mc.Text("en", "What the credential states and the European Learning Model has no member for, for programs that read the credential."),
		Type:        fileType, Content: content, Size: int64(len(content)),
	}
	return e.schema.media.Write(&e.Writer, &mapping.Node{Class: typeEDC}, "attachment", &media, "", "")
}

// interoperabilityIn returns the residue in an attachment, false if that is
// another file.
func interoperabilityIn(v jsontree.Value) (mapping.Residue, bool) {
	content := v.Get("content").Text()
	if !strings.HasPrefix(content, interoperabilityMark) {
		return mapping.Residue{}, false
	}
	text, err := base64.StdEncoding.DecodeString(content)
	if err != nil || !isInteroperability(text) {
		return mapping.Residue{}, false
	}
	root, err := jsontree.Parse(text, jsontree.Limits{})
	switch {
	case err != nil:
		return mapping.Residue{}, false
	case bytes.HasPrefix(text, []byte(interoperabilityTree)):
		return mapping.ReadResidueTree(root.Get("model")), true
	}
	return mapping.ReadResidue(root.Get("model"), root.Get("was")), true
}

// filesIn returns the files of a document from those by base64 text.
func filesIn(media map[string][]byte) mapping.Files {
	files := mapping.Files{}
	for _, content := range media {
		files.Add(content)
	}
	return files
}

// attachments is the row for the files of the credential, one of which may be the
// interoperability data.
func (s *schema) attachments() mapping.Row[mc.Credential] {
	ours := func(m *mc.Media) bool { return isInteroperability(m.Content) }
	row := mapping.Many("attachment", func(c *mc.Credential) *[]mc.Media { return &c.Annexes }, &s.media, mapping.If(not(ours)))
	s.annexes = row
	read, write := row.Read, row.Write
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *mc.Credential, at mc.Path) {
		d := decoderOf(r)
		for e := range v.Each() {
			if _, ok := endorsedIn(e); ok {
				continue // read once all that it may be about is
			}
			if !d.plain && !d.interoperability.Exists() {
				if residue, ok := interoperabilityIn(e); ok {
					d.interoperability, d.stated = e, residue
					r.Scaffold(e)
					continue
				}
			}
			read(r, e, to, at)
		}
	}
	row.Write = func(w *mapping.Writer, n *mapping.Node, from *mc.Credential, at mc.Path) {
		write(w, n, from, at)
		if m := n.Member("attachment"); m != nil {
			m.Array = true
		}
	}
	return row
}

// applyInteroperability applies the interoperability data to the credential and
// accounts for it.
func (d *decoder) applyInteroperability(c *mc.Credential) {
	content, applied := d.interoperability.Get("content"), 0
	visible := c.Envelope
	restorer := mapping.Restorer{Guarded: true, Files: filesIn(d.media), Refuse: func(at mc.Path, before, value reflect.Value) error {
		if mapping.Decisive(&visible, at, before, value) || namesParty(at) && before.IsValid() {
			return errPlain
		}
		return nil
	}}
	var told []mc.Path
	d.against = map[mc.Path]bool{}
	for _, done := range restorer.Apply(c, d.stated) {
		switch {
		case done.Err == errPlain:
			d.refused = append(d.refused, done.Path)
		case done.Err == nil:
			applied++
			if contradicts(c, &done) {
				d.against[done.Unit] = true
			}
		}
		told = append(told, done.Leaves()...)
	}
	mapping.Prune(c)
	stated := pathSet(c)
	d.completed = map[mc.Path]bool{}
	if applied == 0 && len(d.refused) == 0 {
		d.Tracker.Mark(content.Pointer(), mc.Outcome{Kind: mc.KindDropped, Severity: mc.SeverityInfo, Reason: "the document says otherwise by now"})
	}
	slices.Sort(told)
	for _, at := range told {
		if stated[at] {
			d.completed[at] = true
			d.Tracker.Change(content.Pointer(), string(at), mc.MatchExact, "kept in the interoperability data")
		}
	}
}

// CodeContradiction begins the reason of what the interoperability data says
// otherwise than the members that every reader sees.
const CodeContradiction = "EDC-CONTRADICTION"

var errPlain = errors.New("the interoperability data cannot change when the document is in force, or whose it is")

// namesParty reports whether a path is an id of the issuer or the learner.
func namesParty(at mc.Path) bool { return at == "envelope.issuer.id" || at == "learner.id" }

// contradicts reports whether the data says something else of a plain fact than
// the document, or takes it away.
func contradicts(c *mc.Credential, done *mapping.Restored) bool {
	before, after := done.Before, done.After
	if !before.IsValid() || !mapping.IsPlainFact(done.Unit) {
		return false
	}
	text := before.Interface()
	if all, ok := text.(mc.LangString); ok {
		return slices.ContainsFunc(all, func(v mc.LangValue) bool {
			if after.IsValid() {
				return !slices.ContainsFunc(after.Interface().(mc.LangString), func(w mc.LangValue) bool { return v.Text == w.Text })
			}
			return !mapping.Restates(c, done.Unit, v.Text)
		})
	}
	if after.IsValid() {
		return !mapping.Equivalent(before, after) && !mapping.SameSecond(text, after.Interface())
	}
	return !mapping.Restates(c, done.Unit, fmt.Sprint(text))
}

func pathSet(c *mc.Credential) map[mc.Path]bool {
	out := map[mc.Path]bool{}
	for _, p := range mc.Paths(c) {
		out[p] = true
	}
	return out
}

// reconcile removes from the report the paths that the interoperability data has
// removed or replaced.
func (d *decoder) reconcile(report mc.Report, c *mc.Credential) mc.Report {
	if d.completed == nil {
		return report
	}
	stated := pathSet(c)
	for i := range report.Leaves {
		l := &report.Leaves[i]
		told := len(l.Canonical)
		against := slices.IndexFunc(l.Canonical, func(p mc.Path) bool { return within(d.against, p) })
		var of mc.Path
		if against >= 0 {
			of = l.Canonical[against]
		}
		own := l.Source == d.interoperability.Pointer()+"/content"
		l.Canonical = slices.DeleteFunc(l.Canonical, func(p mc.Path) bool { return !own && (!stated[p] || d.completed[p]) })
		if told > 0 && len(l.Canonical) == 0 && l.Kind != mc.KindResidue {
			l.Kind, l.CarriedBy, l.Match = mc.KindScaffold, mc.CarriedNatively, mc.MatchNone
			l.Reason = "written because the format asks for it; the interoperability data says what the credential states"
		}
		switch {
		case of != "" && !own:
			if len(l.Canonical) == 0 {
				l.Kind, l.CarriedBy = mc.KindDropped, mc.CarriedByNothing
			}
			l.Severity, l.Element = mc.SeverityWarning, mc.ElementOf(of)
			l.Reason = CodeContradiction + ": the interoperability data says something else of " + string(of)
		case own && len(d.refused) > 0:
			l.Severity, l.Element = mc.SeverityWarning, mc.ElementOf(d.refused[0])
			l.Reason = CodeContradiction + ": the interoperability data says something else of " + string(d.refused[0]) + ", and is not followed"
		}
	}
	return report
}

// within reports whether a path or one above it is among others.
func within(all map[mc.Path]bool, at mc.Path) bool {
	for ; at != "" && len(all) > 0; at = at.Parent() {
		if all[at] {
			return true
		}
	}
	return false
}
