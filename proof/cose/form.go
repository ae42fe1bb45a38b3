package cose

import (
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/internal/sign1"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// Form is a way to secure a document as a message. Its text is the name of the media
// type without the prefix "application/" (VC-JOSE-COSE section 6.1).
type Form string

// The forms.
const (
	VC Form = "vc+cose" // a credential (VC-JOSE-COSE section 3.3.1)
	VP Form = "vp+cose" // a presentation (VC-JOSE-COSE section 3.3.2)
)

// definition says what belongs to a form.
type definition struct {
	name         Form
	types        []string // values of typ: first the one to write, then those of drafts
	content      string   // the content type
	presentation bool
}

const prefix = "application/"

var definitions = [...]definition{
	{VC, []string{"vc+cose", "vc+ld+cose", "vc-ld+cose", "vc+ld+json+cose"}, "vc", false},
	{VP, []string{"vp+cose", "vp+ld+cose", "vp-ld+cose", "vp+ld+json+cose"}, "vp", true},
}

func definitionOf(name Form) (*definition, bool) {
	for i := range definitions {
		if definitions[i].name == name {
			return &definitions[i], true
		}
	}
	return nil, false
}

// definitionOfType returns the form with a media type, or nil. Case does not matter,
// and the prefix may be missing, which writers of tokens are used to.
func definitionOfType(media string) *definition {
	for i := range definitions {
		if slices.Contains(definitions[i].types, trimType(media)) {
			return &definitions[i]
		}
	}
	return nil
}

func trimType(media string) string { return strings.TrimPrefix(strings.ToLower(media), prefix) }

// findForm finds the form of the message by the parameter typ or, without it, by
// the media type that an envelope states, or by the document itself.
func (c *check) findForm() {
	typ, isText := c.message.Protected.Text(sign1.Typ)
	given := c.message.Protected.Has(sign1.Typ)
	media := definitionOfType(c.job.Proof.Message.MediaType)
	switch {
	case isText:
		c.form = definitionOfType(typ)
	case given:
	case media != nil:
		c.form = media
	default:
		c.form, _ = definitionOf(map[bool]Form{false: VC, true: VP}[enveloping.IsPresentation(c.job.File.Document())])
	}
	switch number, isNumber := c.message.Protected.Int(sign1.Typ); {
	case c.form == nil && (isText && typ != "" || isNumber && number >= 0):
		what := enveloping.Printable(typ)
		if isNumber {
			what = "of a CoAP content format"
		}
		c.evidence.Foreign = "a COSE message of the type " + what
		c.add(&ruleTyp, vc.Unknown, c.at(), "The message is of the type "+what+", which is not supported here, so it is not known what it is for. Supported are application/vc+cose and application/vp+cose.")
	case c.form == nil:
		c.addBroken(&ruleTyp, c.at(), "none that is text")
	case given && strings.ToLower(typ) != prefix+c.form.types[0]:
		c.addBroken(&ruleTypGiven, c.at(), enveloping.Printable(typ)+" instead of "+prefix+c.form.types[0])
	case !given:
		c.addBroken(&ruleTypGiven, c.at(), "none")
	case media != nil && media != c.form:
		c.addBroken(&ruleTypGiven, c.at(), "two different ones")
	}
}

// checkContentType compares the content type with the form.
func (c *check) checkContentType() {
	text, isText := c.message.Protected.Text(sign1.ContentType)
	switch {
	case !isText: // it is optional, and a number is a more specific one
		return
	case trimType(text) == "vc" && c.form.presentation, trimType(text) == "vp" && !c.form.presentation, !strings.Contains(text, "/"):
		c.addBroken(&ruleContentType, c.at(), enveloping.Printable(text))
	}
}
