package mikromerit

import (
	"errors"
	"fmt"
	"slices"

	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// ErrWithheld says that facts about the learner are to be withheld, and that the
// original is to be embedded, which states them.
var ErrWithheld = errors.New("CONVERT-WITHHELD: the embedded original would state what is withheld of the learner; leave out one of the two")

// ErrField says that there is no such field of a learner.
var ErrField = errors.New("CONVERT-FIELD: there is no such field of a learner")

type encode func(*mc.Credential, EncodeOptions) (vc.Document, *mc.Report, error)

// disclosing writes of the learner what the options ask for and the learner agreed to,
// whatever the format is. The encoder gets a credential without the rest.
func disclosing(write encode) encode {
	return func(c *mc.Credential, o EncodeOptions) (vc.Document, *mc.Report, error) {
		d := mapping.Disclosure{All: o.PersonalData, Reveal: o.Reveal, Withhold: o.Withhold}
		for _, f := range slices.Concat(o.Reveal, o.Withhold) {
			if !mc.PersonalFields().Has(f) {
				return vc.Document{}, nil, fmt.Errorf("%w: %q; use one of %s", ErrField, f, mc.PersonalFields())
			}
		}
		if !d.Restricts(c) {
			return write(c, o)
		}
		stated := d.Disclose(c)
		if stated.Explicit && slices.ContainsFunc(c.Provenance, func(p mc.Provenance) bool { return len(p.SourceBytes) > 0 }) {
			return vc.Document{}, nil, ErrWithheld
		}
		o.PersonalData = true // of what is left
		doc, report, err := write(stated.Credential, o)
		if report != nil {
			stated.Account(report)
		}
		return doc, report, err
	}
}
