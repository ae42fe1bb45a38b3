package mikromerit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/edc/legacy"
	"github.com/mikromerit/mikromerit/formats/elmo"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Image is the image that a badge is baked into.
type Image struct {
	Format   string       // "png" or "svg"
	Place    string       // where in the image the badge stands, in words
	Findings []vc.Finding // the rules of baking that the image breaks
}

// part is one credential of a file.
type part struct {
	pointer string         // where in the file it stands; "" is the whole file
	text    []byte         // the credential as it was received
	secured *proof.Secured // nil: text is only the address of a badge (Open Badges 1)
	fault   error          // why it cannot be read although it was meant as a credential

	legacy *legacy.Credential // an EDC in XML, which is all that the file is then
	elmo   *elmo.File         // an ELMO file, of which the part is a report
	report *elmo.Report
}

// isOlder reports whether the part is a badge of an edition before Open Badges
// 3.0, or the address of one.
func (p *part) isOlder() bool {
	return p.secured == nil || ob2.KindOf(p.secured.Document()) != 0
}

// readFile recognises a file by its content: a credential in any form, an image
// with a badge in it, or a container of credentials. An error is a
// [*proof.FormatError] or a [*bake.Error], or wraps [vc.ErrLimit].
func readFile(file []byte, limits vc.Limits) ([]part, *Image, error) {
	if _, ok := bake.Is(file); ok {
		return readImage(file, limits)
	}
	if legacy.Is(file) {
		return readLegacy(file, limits)
	}
	if elmo.IsXML(file) {
		return readReports(file, limits)
	}
	secured, err := openCredential(file, limits)
	if err == nil || !isContainer(file) {
		return []part{{text: file, secured: secured}}, nil, err
	}
	parts, inside := readContainer(file, limits)
	var fault *proof.FormatError
	if errors.As(inside, &fault) && fault.Code == codeNothing && errors.As(err, &fault) && fault.Code != codeUnknown {
		inside = err // it is more precise
	}
	return parts, nil, inside
}

// The codes of JSON that is no credential, and of JSON that holds none.
const (
	codeUnknown = "FORMAT-UNKNOWN"
	codeNothing = "FORMAT-NOTHING"
)

func readImage(file []byte, limits vc.Limits) ([]part, *Image, error) {
	payload, err := bake.Unbake(file, bake.Limits{Image: limits.Bytes})
	if err != nil {
		return nil, nil, err
	}
	image := &Image{Format: strings.ToLower(payload.Kind.String()), Place: payload.Place.String()}
	for _, p := range payload.Problems {
		f := p.Finding()
		f.Status = vc.Warn // the badge in the image is no worse for it
		image.Findings = append(image.Findings, f)
	}
	if payload.Form == bake.URL {
		return []part{{text: payload.Data}}, image, nil
	}
	secured, err := openCredential(payload.Data, limits)
	return []part{{text: payload.Data, secured: secured}}, image, err
}

// openCredential opens a file that must hold one credential.
func openCredential(text []byte, limits vc.Limits) (*proof.Secured, error) {
	secured, err := proof.Open(text, limits)
	if err != nil {
		return nil, err
	}
	if err := secured.Problem(); err != nil {
		return nil, newPayloadError(err)
	}
	if secured.Format() != proof.Unsecured {
		return secured, nil
	}
	switch kind := ob2.KindOf(secured.Document()); {
	case kind.Verifiable():
		return secured, nil
	case kind != 0:
		return nil, &proof.FormatError{Code: "FORMAT-PART", Detail: "the file is " + kind.String() + ", not a badge that was awarded to somebody"}
	case !isCredential(secured.Document().Root()):
		return nil, &proof.FormatError{Code: codeUnknown, Detail: "the file is JSON, but no credential: it has neither a W3C context nor what an Open Badge has" + describeJSON(secured.Document().Root())}
	}
	return secured, nil
}

func newPayloadError(err error) error {
	var syntax *jsontree.Error
	if errors.As(err, &syntax) {
		return &proof.FormatError{Code: syntax.Code, Pointer: syntax.Pointer, Detail: "what was signed is not one strict JSON value: " + syntax.Detail, Err: err}
	}
	return &proof.FormatError{Code: "VC-OBJECT", Detail: "what was signed is not a JSON object, so it is no credential", Err: err}
}

// describeJSON says what an object may be if it is no credential, or returns "".
func describeJSON(v jsontree.Value) string {
	for _, known := range []struct{ member, what string }{
		{"assertionMethod", "a controller document, which says which keys somebody has"},
		{"verificationMethod", "a controller document, which says which keys somebody has"},
		{"kty", "a JSON Web Key"},
		{"keys", "a set of JSON Web Keys"},
		{"publicKeyMultibase", "a public key"},
		{"@context", "a JSON-LD context or another linked document"},
	} {
		if v.Get(known.member).Exists() {
			return "; it may be " + known.what
		}
	}
	return ""
}

// isCredential reports whether a JSON value is meant as a credential or
// presentation, even if it is faulty.
func isCredential(v jsontree.Value) bool {
	if !v.IsObject() {
		return false
	}
	if v.Get("vct").Text() != "" {
		return true // the claims of an SD-JWT VC
	}
	doc, types := v.Get("@context").Exists(), v.Get("type").Exists() || v.Get("@type").Exists()
	switch {
	case v.Get("credentialSubject").Exists(), v.Get("proof").IsObject(), v.Get("proof").Kind() == jsontree.Array,
		v.Get("verifiableCredential").Exists() && types:
		return true
	case v.Get("payload").Exists() && (v.Get("signatures").Exists() || v.Get("signature").Exists()):
		return true
	case v.Get("badge").Exists() && (v.Get("recipient").Exists() || v.Get("uid").Exists() || v.Get("verify").Exists()),
		typeContains(v.Get("type"), "Assertion"), typeContains(v.Get("type"), "VerifiableCredential", vc.TypePresentation):
		return true
	}
	return doc && types && typeContains(v.Get("type"), "Verifiable", "Credential", "Presentation") || typeContains(v.Get("type"), credentialTypes...)
}

// credentialTypes are types that only credentials have. With one of them, a
// credential in a container counts even if it has no context.
var credentialTypes = []string{"OpenBadgeCredential", "AchievementCredential", "ClrCredential", "EndorsementCredential", "EuropeanDigitalCredential"}

// typeContains reports whether one of the types contains one of the words.
func typeContains(types jsontree.Value, words ...string) bool {
	for kind := range types.Each() {
		for _, word := range words {
			if strings.Contains(kind.Text(), word) {
				return true
			}
		}
	}
	return false
}

// Open reads a file that holds one credential, possibly in an image or a
// container. It verifies nothing.
func Open(file []byte, limits vc.Limits) (*proof.Secured, error) {
	parts, _, err := readFile(file, limits)
	switch {
	case err != nil:
		return nil, err
	case len(parts) != 1:
		return nil, &proof.FormatError{Code: "FORMAT-SEVERAL", Detail: fmt.Sprintf("the file holds %d credentials; give one", len(parts))}
	case parts[0].legacy != nil:
		return nil, newLegacyError()
	case parts[0].elmo != nil:
		return nil, newReportError()
	case parts[0].secured == nil:
		return nil, &proof.FormatError{Code: "FORMAT-ADDRESS", Detail: "the picture holds only the address of a badge, " + printable(string(parts[0].text)) + ", not the badge"}
	}
	return parts[0].secured, nil
}

// DocumentOf returns the credential in a file; for a token that is the one in its
// claims. It verifies nothing.
func DocumentOf(file *proof.Secured) vc.Document { return claimedDocument(file, vc.Limits{}) }
