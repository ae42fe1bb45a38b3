package mikromerit

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

var (
	// ErrAuthority says that the authority of a conversion is none, or that its mandate
	// is missing or not asked for.
	ErrAuthority = errors.New("CONVERT-AUTHORITY")
	// ErrHolderCopy says that a document is a copy that the learner made to show, which
	// nobody may issue.
	ErrHolderCopy = errors.New("ISSUE-COPY: the document says that it is a copy that the learner made to show, so nobody may issue it; convert the original with another authority")
)

// checkAuthority checks that the options say in whose name the target is made.
func (o EncodeOptions) checkAuthority() error {
	switch {
	case o.Authority != mc.AuthorityUnknown && !slices.Contains(mc.Authorities(), o.Authority):
		return fmt.Errorf("%w: there is no authority %q; use one of %v", ErrAuthority, o.Authority, mc.Authorities())
	case o.Authority == mc.Mandated && (o.Mandate == nil || o.Mandate.IsZero()):
		return fmt.Errorf("%w: who issues on behalf of another must name the mandate; set EncodeOptions.Mandate", ErrAuthority)
	case o.Authority != mc.Mandated && o.Mandate != nil:
		return fmt.Errorf("%w: a mandate is only for somebody who issues on behalf of another; set EncodeOptions.Authority to mandated", ErrAuthority)
	case o.Authority == mc.HolderCopy && o.Issuer != nil:
		return fmt.Errorf("%w: nobody issues a copy that the learner makes; leave EncodeOptions.Issuer out", ErrAuthority)
	}
	return nil
}

// mandate is the mandate with the parties that it binds, nil for none.
func (o EncodeOptions) mandate(issuer *mc.Party) *mc.Mandate {
	if o.Mandate == nil {
		return nil
	}
	m := *o.Mandate
	if m.By == nil {
		m.By = issuer
	}
	if m.To == nil {
		m.To = o.Issuer
	}
	return &m
}

// checkCopy refuses a document that says that it is a learner's own copy.
func checkCopy(doc vc.Document) error {
	text, name := doc.Bytes(), string(mc.HolderCopy)
	if !bytes.Contains(text, []byte(mc.HolderCopy.Sentence(nil))) && !bytes.Contains(text, []byte(`"`+name+`"`)) && !bytes.Contains(text, []byte(`\"`+name+`\"`)) {
		return nil // most documents: reading them costs more than issuing them
	}
	_, c, _, err := Formats().Read(doc)
	if err != nil {
		return nil // the checks of what is issued say why
	}
	for _, p := range c.Provenance {
		if p.Authority == mc.HolderCopy {
			return ErrHolderCopy
		}
	}
	for _, note := range c.Award.Notes {
		for _, text := range note.Text {
			if mc.AuthorityIn(text.Text) == mc.HolderCopy {
				return ErrHolderCopy
			}
		}
	}
	return nil
}
