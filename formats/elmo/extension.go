package elmo

import (
	"strings"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

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
					packed, ok := mapping.Unpack(e)
					if !ok || d.packed != nil {
						r.Reject(e, "not a residue that can be read")
						continue
					}
					d.packed = packed
					r.Scaffold(e)
				}
			}
		}, nil)
}

// notInXML escapes what JSON can have and XML cannot.
var notInXML = strings.NewReplacer("\ufffe", `\ufffe`, "\uffff", `\uffff`)

// residueText returns the content of our extension.
func residueText(differences []mapping.Difference, files mapping.Files) string {
	return notInXML.Replace(mapping.Pack(differences, files))
}
