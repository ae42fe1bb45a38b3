package edc

import (
	"bytes"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/edc/vocabulary"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

const titleInteroperability = "Interoperability data"

// Interoperability data begins with one of two heads: that of the first form, a
// tree of what the fields of the model are and were, and that of the second, two
// objects by canonical path, the residue and its guards.
const (
	interoperabilityBase = `{"format":"https://mikromerit.github.io/ns/interoperability/`
	interoperabilityTree = interoperabilityBase + `1","model":`
	interoperabilityHead = interoperabilityBase + `2","model":`
)

// interoperabilityMark is the base64 of what both heads begin with, which tells
// the data from any other file.
var interoperabilityMark = base64.StdEncoding.EncodeToString([]byte(interoperabilityBase[:len(interoperabilityBase)/3*3]))

// isInteroperability reports whether a file would be taken for the data.
func isInteroperability(content []byte) bool {
	return bytes.HasPrefix(content, []byte(interoperabilityHead)) || bytes.HasPrefix(content, []byte(interoperabilityTree))
}

// interoperability is the attachment with what reading the document does not
// give as it should.
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

// interoperabilityIn returns the data in an attachment, false for any other
// file.
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

// filesIn are the files in a document, by their base64 text.
func filesIn(media map[string][]byte) mapping.Files {
	files := mapping.Files{}
	for _, content := range media {
		files.Add(content)
	}
	return files
}

// attachments is the member with the files of the credential, of which one may
// be the interoperability data.
func (s *schema) attachments() mapping.Row[mc.Credential] {
	ours := func(m *mc.Media) bool { return isInteroperability(m.Content) }
	row := mapping.Many("attachment", func(c *mc.Credential) *[]mc.Media { return &c.Annexes }, &s.media, mapping.If(not(ours)))
	read, write := row.Read, row.Write
	row.Read = func(r *mapping.Reader, v jsontree.Value, to *mc.Credential, at mc.Path) {
		d := decoderOf(r)
		for e := range v.Each() {
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

// complete applies the interoperability data to the credential and accounts
// for it.
func (d *decoder) complete(c *mc.Credential) {
	content, applied := d.interoperability.Get("content"), 0
	restorer := mapping.Restorer{Guarded: true, Files: filesIn(d.media)}
	var told []mc.Path
	for _, done := range restorer.Apply(c, d.stated) {
		if done.Err == nil {
			applied++
		}
		told = append(told, done.Leaves()...)
	}
	mapping.Prune(c)
	stated := pathSet(c)
	d.completed = map[mc.Path]bool{}
	if applied == 0 {
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

func pathSet(c *mc.Credential) map[mc.Path]bool {
	out := map[mc.Path]bool{}
	for _, p := range mc.Paths(c) {
		out[p] = true
	}
	return out
}

// reconcile takes out of the report what the interoperability data has taken
// out of the model, and says of the rest that it was changed.
func (d *decoder) reconcile(report mc.Report, c *mc.Credential) mc.Report {
	if d.completed == nil {
		return report
	}
	stated := pathSet(c)
	for i := range report.Leaves {
		l := &report.Leaves[i]
		told := len(l.Canonical)
		own := l.Source == d.interoperability.Pointer()+"/content"
		l.Canonical = slices.DeleteFunc(l.Canonical, func(p mc.Path) bool { return !own && (!stated[p] || d.completed[p]) })
		if told > 0 && len(l.Canonical) == 0 && l.Kind != mc.KindResidue {
			l.Kind, l.CarriedBy, l.Match = mc.KindScaffold, mc.CarriedNatively, mc.MatchNone
			l.Reason = "written because the format asks for it; the interoperability data says what the credential states"
		}
	}
	return report
}
