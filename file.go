package mikromerit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/badge/ob2"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Image is the picture around a badge.
type Image struct {
	Format   string       // "png" or "svg"
	Place    string       // where in the picture the badge stands, in words
	Findings []vc.Finding // what the picture does against the rules of baking
}

// part is one credential of a file.
type part struct {
	pointer string         // where in the file it stands; "" is the whole
	text    []byte         // the credential as it was received
	secured *proof.Secured // nil: text is only the address of one (Open Badges 1)
	fault   error          // why it cannot be read, though it was meant as one
}

// older reports whether it is a badge of an edition before Open Badges 3.0,
// or the address of one.
func (p *part) older() bool {
	return p.secured == nil || ob2.KindOf(p.secured.Document()) != 0
}

// read recognises a file by its content: a credential in any form, a picture
// with a badge in it, or something that holds credentials. An error is a
// [*proof.FormatError], wraps [vc.ErrLimit], or is a [*bake.Error].
func read(file []byte, limits vc.Limits) ([]part, *Image, error) {
	if _, ok := bake.Is(file); ok {
		return readImage(file, limits)
	}
	secured, err := open(file, limits)
	if err == nil || !isContainer(file) {
		return []part{{text: file, secured: secured}}, nil, err
	}
	parts, inside := readContainer(file, limits)
	var fault *proof.FormatError
	if errors.As(inside, &fault) && fault.Code == codeNothing && errors.As(err, &fault) && fault.Code != codeUnknown {
		inside = err // it says more
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
		f.Status = vc.Warn // what the picture holds is no worse for it
		image.Findings = append(image.Findings, f)
	}
	if payload.Form == bake.URL {
		return []part{{text: payload.Data}}, image, nil
	}
	secured, err := open(payload.Data, limits)
	return []part{{text: payload.Data, secured: secured}}, image, err
}

// open opens one credential. What is in an envelope must be one, too.
func open(text []byte, limits vc.Limits) (*proof.Secured, error) {
	secured, err := proof.Open(text, limits)
	if err != nil {
		return nil, err
	}
	if err := secured.Problem(); err != nil {
		return nil, payloadError(err)
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
		return nil, &proof.FormatError{Code: codeUnknown, Detail: "the file is JSON, but no credential: it has neither a W3C context nor what an Open Badge has" + hint(secured.Document().Root())}
	}
	return secured, nil
}

func payloadError(err error) error {
	var syntax *jsontree.Error
	if errors.As(err, &syntax) {
		return &proof.FormatError{Code: syntax.Code, Pointer: syntax.Pointer, Detail: "what was signed is not one strict JSON value: " + syntax.Detail, Err: err}
	}
	return &proof.FormatError{Code: "VC-OBJECT", Detail: "what was signed is not a JSON object, so it is no credential", Err: err}
}

// hint says what an object may be that is no credential.
func hint(v jsontree.Value) string {
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
// presentation, faulty or not.
func isCredential(v jsontree.Value) bool {
	if !v.IsObject() {
		return false
	}
	doc, types := v.Get("@context").Exists(), v.Get("type").Exists() || v.Get("@type").Exists()
	switch {
	case v.Get("credentialSubject").Exists(), v.Get("proof").IsObject(), v.Get("proof").Kind() == jsontree.Array,
		v.Get("verifiableCredential").Exists() && types:
		return true
	case v.Get("payload").Exists() && (v.Get("signatures").Exists() || v.Get("signature").Exists()):
		return true
	case v.Get("badge").Exists() && (v.Get("recipient").Exists() || v.Get("uid").Exists() || v.Get("verify").Exists()),
		names(v.Get("type"), "Assertion"), names(v.Get("type"), "VerifiableCredential", vc.TypePresentation):
		return true
	}
	return doc && types && names(v.Get("type"), "Verifiable", "Credential", "Presentation") || names(v.Get("type"), awarded...)
}

// awarded are types that only a credential has, so that one beside others is
// not passed over for lack of a context.
var awarded = []string{"OpenBadgeCredential", "AchievementCredential", "ClrCredential", "EndorsementCredential", "EuropeanDigitalCredential"}

// names reports whether one of the types holds one of the words.
func names(types jsontree.Value, words ...string) bool {
	for kind := range types.Each() {
		for _, word := range words {
			if strings.Contains(kind.Text(), word) {
				return true
			}
		}
	}
	return false
}

// isContainer reports whether a file may hold credentials: it is JSON, but no
// token.
func isContainer(file []byte) bool {
	text := strings.TrimLeft(string(file[:min(len(file), 64)]), " \t\r\n")
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") || strings.HasPrefix(text, `"`)
}

// maxWrapping is how deep a credential may stand in a container. It is more
// than anybody wraps: one that is too deep is not judged, and would stand
// unnoticed beside others that are valid.
const maxWrapping = 64

// readContainer finds the credentials in a JSON value that is none itself: an
// array, the answer of an Open Badges 3.0 host ("credential",
// "compactJwsString"), of an OpenID issuer ("credentials"), {"jwt": ...} and
// whatever else people wrap them in. A credential in it is a token in a
// string or an object that looks like one.
func readContainer(file []byte, limits vc.Limits) ([]part, error) {
	root, err := jsontree.Parse(file, jsontree.Limits{Bytes: limits.Bytes, Depth: limits.Depth, Values: limits.Values})
	if err != nil {
		_, err = proof.Open(file, limits) // it says the same for all that is no JSON
		return nil, err
	}
	c := &container{limits: limits, most: limits.MaxNested()}
	if err := c.collect(root, 0); err != nil {
		return nil, err
	}
	switch {
	case len(c.parts) == 0:
		return nil, unknownJSON(root)
	case len(c.parts) == 1:
		return c.parts, c.parts[0].fault
	}
	return c.parts, nil
}

func unknownJSON(v jsontree.Value) error {
	detail := "the file is JSON, but neither a credential nor something that holds one"
	if known := hint(v); known != "" {
		detail += known
	} else if v.IsObject() {
		var members []string
		for name := range v.Members() {
			if len(members) < 5 {
				members = append(members, fmt.Sprintf("%q", name))
			}
		}
		if len(members) > 0 {
			detail += "; it is an object with " + strings.Join(members, ", ")
		}
	}
	return &proof.FormatError{Code: codeNothing, Detail: detail}
}

type container struct {
	limits vc.Limits
	most   int
	parts  []part
}

func (c *container) collect(v jsontree.Value, depth int) error {
	var text []byte
	switch {
	case strings.HasPrefix(strings.TrimSpace(v.Text()), "e") && proof.IsToken(v.Text()): // "{" in base64url
		text = []byte(strings.TrimSpace(v.Text()))
	case isCredential(v):
		text = []byte(v.Raw())
	case c.isQuoted(v):
		c.parts = append(c.parts, part{pointer: v.Pointer(), fault: &proof.FormatError{Code: "FORMAT-TEXT", Detail: "there is JSON in a text where a credential or a token is expected"}})
		return nil
	case depth == maxWrapping:
		return nil
	default:
		for kid := range v.Elements() {
			if err := c.collect(kid, depth+1); err != nil {
				return err
			}
		}
		for name, kid := range v.Members() {
			if name == "@context" {
				continue // it gives names their meaning, also those of a badge
			}
			if err := c.collect(kid, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	if len(c.parts) == c.most {
		return fmt.Errorf("FORMAT-COUNT: %w: the file holds more than %d credentials", vc.ErrLimit, c.most)
	}
	secured, err := open(text, c.limits)
	c.parts = append(c.parts, part{pointer: v.Pointer(), text: text, secured: secured, fault: err})
	return nil
}

// isQuoted reports whether a text holds a credential as JSON, which is neither
// an object nor a token; to take it for nothing would let it pass beside others.
func (c *container) isQuoted(v jsontree.Value) bool {
	text := strings.TrimSpace(v.Text())
	if !strings.HasPrefix(text, "{") || len(c.parts) >= c.most {
		return false
	}
	inner, err := jsontree.Parse([]byte(text), jsontree.Limits{Bytes: c.limits.Bytes, Depth: c.limits.Depth, Values: c.limits.Values})
	return err == nil && isCredential(inner)
}

// Open reads a file that holds one credential, out of a picture or a container
// if it is in one, without verifying it.
func Open(file []byte, limits vc.Limits) (*proof.Secured, error) {
	parts, _, err := read(file, limits)
	switch {
	case err != nil:
		return nil, err
	case len(parts) != 1:
		return nil, &proof.FormatError{Code: "FORMAT-SEVERAL", Detail: fmt.Sprintf("the file holds %d credentials; give one", len(parts))}
	case parts[0].secured == nil:
		return nil, &proof.FormatError{Code: "FORMAT-ADDRESS", Detail: "the picture holds only the address of a badge, " + shownText(string(parts[0].text)) + ", not the badge"}
	}
	return parts[0].secured, nil
}

// DocumentOf returns the credential in a file that was opened, of a token the
// one in its claims, before anything is verified.
func DocumentOf(file *proof.Secured) vc.Document { return claimed(file, vc.Limits{}) }
