package elmo

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// readDataURI reads a data: URI in base64 (RFC 2397).
func readDataURI(s string) (mediaType string, content []byte, ok bool) {
	head, data, found := strings.Cut(s, ",")
	head, encoded := strings.CutSuffix(head, ";base64")
	scheme, mediaType, hasType := strings.Cut(head, ":")
	if !found || !encoded || !hasType || !strings.EqualFold(scheme, "data") {
		return "", nil, false
	}
	content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	return mediaType, content, err == nil && len(content) > 0
}

// attachmentRow is the row for the files of a report, or of the whole document. All are
// written with the report.
func attachmentRow(write bool) mapping.Row[mc.Credential] {
	const term = "attachment"
	row := mapping.Custom(term,
		func(r *mapping.Reader, v jsontree.Value, to *mc.Credential, _ mc.Path) {
			for e := range v.Each() {
				readAttachment(r, e, to)
			}
		},
		func(w *mapping.Writer, n *mapping.Node, from *mc.Credential, _ mc.Path) {
			m := mapping.Member{Term: term, List: "annexes", Array: true}
			for i := range from.Annexes {
				here := mc.Path("annexes").At(i)
				w.Places[here] = -1
				if node := writeAttachment(w, &from.Annexes[i], here); node != nil {
					m.Items = append(m.Items, mapping.Item{Node: node, From: here, Index: i})
				}
			}
			w.Add(n, m)
		})
	if !write {
		row.Write = nil
	}
	return row
}

// readAttachment reads one file. Several contents are the same file in several
// languages; each is a file of its own in the model.
func readAttachment(r *mapping.Reader, v jsontree.Value, to *mc.Credential) {
	if !slices.ContainsFunc(slices.Collect(v.Get("content").Elements()), isReadable) {
		r.RejectAs(v, mc.Outcome{Reason: "there is no data: URI in base64 in it that can be read", Severity: mc.SeverityWarning})
		return
	}
	var media mc.Media
	var texts []func(at mc.Path)
	for name, m := range v.Members() {
		switch name {
		case "title":
			texts = append(texts, func(at mc.Path) { r.Texts(m, &media.Title, at.Dot("title"), mc.Und) })
		case "description":
			texts = append(texts, func(at mc.Path) { r.Texts(m, &media.Description, at.Dot("description"), mc.Und) })
		case "type":
			texts = append(texts, func(at mc.Path) {
				media.Role.Label = mc.Text("en", m.Text())
				r.Change(m, media.Role.Label.Path(at.Dot("role.label"), 0), "a word of the format")
			})
		case "content":
		case "identifier":
			r.Reject(m, "it only links the parts of one document")
		default:
			r.Reject(m, "the model has no place for this member")
		}
	}
	for c := range v.Get("content").Each() {
		leaf := c
		if c.IsObject() {
			leaf = c.Get("@value")
		}
		mediaType, content, ok := readDataURI(leaf.Text())
		if !ok {
			r.RejectAs(leaf, mc.Outcome{Reason: "not a data: URI in base64 that can be read", Severity: mc.SeverityWarning})
			r.Reject(c.Get("@language"), "the language of a file that is not read")
			continue
		}
		at := mc.Path("annexes").At(len(to.Annexes))
		media = mc.Media{Content: content, MediaType: mediaType}
		for _, read := range texts {
			read(at)
		}
		r.Keep(leaf, at.Dot("content"))
		if mediaType != "" {
			r.Keep(leaf, at.Dot("mediaType"))
		}
		if lang := c.Get("@language"); lang.Exists() {
			r.Reject(lang, "the model has no language of a file")
		}
		to.Annexes = append(to.Annexes, media)
	}
}

func isReadable(content jsontree.Value) bool {
	_, _, ok := readDataURI(textIn(content))
	return ok
}

// writeAttachment writes one file, nil for one that is only referred to.
func writeAttachment(w *mapping.Writer, m *mc.Media, at mc.Path) *mapping.Node {
	if len(m.Content) == 0 {
		w.Explain(at, "ELMO holds files and does not refer to them")
		return nil
	}
	n := &mapping.Node{}
	put := func(term string, items ...mapping.Item) {
		n.Members = append(n.Members, mapping.Member{Term: term, Items: items, Array: term != "type"})
	}
	if !m.Title.IsZero() {
		put("title", textItems(m.Title)...)
	}
	if word := kindOfAttachment(m); word != "" {
		put("type", mapping.Item{Raw: mapping.Quote(word)})
	}
	if !m.Description.IsZero() {
		put("description", textItems(m.Description)...)
	}
	put("content", mapping.Item{Raw: mapping.Quote("data:" + m.MediaType + ";base64," + base64.StdEncoding.EncodeToString(m.Content))})
	return n
}

// kindOfAttachment returns the word of the format for what a file is for, or "".
func kindOfAttachment(m *mc.Media) string {
	for _, word := range kindsOfAttachment {
		for _, label := range m.Role.Label {
			if strings.EqualFold(label.Text, word) {
				return word
			}
		}
	}
	return ""
}
