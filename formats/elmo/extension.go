package elmo

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// residueBounds are for our own extension.
var residueBounds = jsontree.Limits{Bytes: 32 << 20}

// extensionRow is the row for our extension, with what no element holds.
func extensionRow() mapping.Row[mc.Credential] {
	return mapping.Custom("extension",
		func(r *mapping.Reader, v jsontree.Value, _ *mc.Credential, _ mc.Path) {
			d := decoderOf(r)
			for name, m := range v.Members() {
				if name != "residue" || d.plain {
					r.Reject(m, "an extension that is not known here")
					continue
				}
				for e := range m.Each() {
					content, err := jsontree.Parse([]byte(e.Text()), residueBounds)
					if err != nil || !content.IsObject() || d.residue.Exists() {
						r.Reject(e, "not a residue that can be read")
						continue
					}
					d.residue, d.stated = e, mapping.ReadResidue(content.Get("is"), content.Get("was"))
					r.Scaffold(e)
				}
			}
		}, nil)
}

// notInXML escapes what JSON can have and XML cannot.
var notInXML = strings.NewReplacer("\ufffe", `\ufffe`, "\uffff", `\uffff`)

// residueText returns the content of our extension.
func residueText(differences []mapping.Difference, files mapping.Files) string {
	text := mapping.AppendResidue([]byte(`{"is":`), differences, files)
	if was := mapping.AppendWas(nil, differences, files); was != nil {
		text = append(append(text, `,"was":`...), was...)
	}
	return notInXML.Replace(string(append(text, '}')))
}
