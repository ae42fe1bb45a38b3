package conformance

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ruleReadable is that a document can be read at all. Which of the many ways in
// which it cannot is in the finding.
var ruleReadable = vc.Rule{Code: "DOCUMENT-READABLE", Axis: vc.Authentic, Level: vc.Must, Spec: "https://www.w3.org/TR/vc-data-model-2.0/#syntaxes",
	Text: "A document must be a credential as strict JSON, as a token or as a seal, or a PNG or SVG image with one in it."}

// unreadable returns what is known of a document that is no credential. A folder may
// hold what is none, unless somebody said what all of it is; what somebody named is to
// be one.
func (e *examiner) unreadable(d Document, fault error) specimen {
	code, detail := faultOf(fault)
	one := e.unreadableFor(d.Name, "", code, detail)
	if d.Named {
		one.findings[0].Status = vc.Fail
	}
	return one
}

func (e *examiner) unreadableFor(name, at, code, detail string) specimen {
	finding := ruleReadable.Finding(vc.Fail, "", fmt.Sprintf("%s (%s)", detail, code))
	if e.as == nil && isOther(name, code) {
		finding.Status = vc.NotAsked
	}
	return specimen{name: name, at: at, facets: []facet{facetDocument}, findings: []vc.Finding{finding}, unreadable: true}
}

// unreadableResult returns what is known of something in a container that was meant
// as a credential.
func (w *walk) unreadableResult(r *mikromerit.Result, at string) specimen {
	for _, f := range r.Findings {
		if f.Status == vc.Fail || f.Status == vc.Unknown {
			one := w.unreadableFor(w.name, at, f.Code, f.Detail)
			one.findings[0].Status = vc.Fail
			return one
		}
	}
	return w.unreadableFor(w.name, at, "VC-OBJECT", "There is no credential.")
}

// faultOf returns the code of an error and what it says.
func faultOf(err error) (code, detail string) {
	var form *proof.FormatError
	var image *bake.Error
	var text *jsontree.Error
	switch {
	case errors.As(err, &form):
		return form.Code, sentence(form.Detail)
	case errors.As(err, &image):
		return image.Code, sentence(image.Detail)
	case errors.As(err, &text):
		return text.Code, sentence(text.Detail)
	case errors.Is(err, vc.ErrLimit):
		return codeLimit, sentence(vc.Plain(err.Error()))
	}
	return codeRead, sentence(vc.Plain(err.Error()))
}

// sentence makes a sentence of a clause.
func sentence(clause string) string {
	if clause == "" {
		return "It cannot be read."
	}
	return strings.ToUpper(clause[:1]) + strings.TrimSuffix(clause[1:], ".") + "."
}

// likelyEndings are the endings of the names of credentials.
var likelyEndings = []string{".json", ".jsonld", ".jwt", ".jws", ".sdjwt", ".sd-jwt", ".vc", ".vp", ".png", ".svg", ".ndjson", ".jsonl", ".zip"}

// otherCodes are the codes of files that are no credentials: keys, controller
// documents, classes of badges, images.
var otherCodes = []string{"FORMAT-UNKNOWN", "FORMAT-NOTHING", "FORMAT-PART", "FORMAT-PEM", "FORMAT-DER", "BAKE-NONE"}

// isOther reports whether a file that cannot be read as a credential does not look
// as if it were to be one.
func isOther(name, code string) bool {
	if slices.Contains(otherCodes, code) {
		return true
	}
	place, line, _ := strings.Cut(path.Base(name), ":")
	ending := strings.ToLower(path.Ext(place))
	return line == "" && ending != "" && !slices.Contains(likelyEndings, ending) && code != codeLimit
}
