package mikromerit

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// isContainer reports whether a file looks like JSON, which may hold credentials.
func isContainer(file []byte) bool {
	text := strings.TrimLeft(string(file[:min(len(file), 64)]), " \t\r\n")
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") || strings.HasPrefix(text, `"`)
}

// maxWrapping is how deep a credential may stand in a container. It is deeper than
// in any real file, because a credential that is too deep would go unnoticed
// beside others that are valid.
const maxWrapping = 64

// readContainer finds the credentials in a JSON value that is not a credential
// itself: an array, the answer of an Open Badges 3.0 host ("credential",
// "compactJwsString") or of an OpenID issuer ("credentials"), {"jwt": ...} and
// whatever else people wrap them in. A credential is a string that holds a token,
// or an object that looks like a credential.
func readContainer(file []byte, limits vc.Limits) ([]part, error) {
	root, err := jsontree.Parse(file, jsontree.Limits{Bytes: limits.Bytes, Depth: limits.Depth, Values: limits.Values})
	if err != nil {
		_, err = proof.Open(file, limits) // for the same error as without a container
		return nil, err
	}
	c := &containerReader{limits: limits, most: limits.MaxNested()}
	if err := c.collect(root, 0); err != nil {
		return nil, err
	}
	switch {
	case len(c.parts) == 0:
		return nil, newNothingError(root)
	case len(c.parts) == 1:
		return c.parts, c.parts[0].fault
	}
	return c.parts, nil
}

// Piece is one of several credentials in a file.
type Piece struct {
	Pointer string // where in the file it stands
	Data    []byte // the credential by itself
}

// Split returns the credentials in JSON that holds several without being a credential
// itself, such as the answer of an Open Badges 3.0 host. For anything else it returns
// nil. A piece may turn out to be no credential when it is read.
func Split(file []byte, limits vc.Limits) []Piece {
	if !isContainer(file) || bytes.Count(file, []byte(`"credentialSubject"`))+bytes.Count(file, []byte(`"ey`))+bytes.Count(file, []byte(`"recipient"`)) < 2 {
		return nil // most files hold one, and are read once
	}
	if _, err := openCredential(file, limits); err == nil {
		return nil
	}
	parts, err := readContainer(file, limits)
	if err != nil || len(parts) < 2 {
		return nil
	}
	pieces := make([]Piece, len(parts))
	for i, p := range parts {
		pieces[i] = Piece{p.pointer, p.text}
	}
	return pieces
}

func newNothingError(v jsontree.Value) error {
	detail := "the file is JSON, but neither a credential nor something that holds one"
	if known := describeJSON(v); known != "" {
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

// containerReader collects the credentials in a container.
type containerReader struct {
	limits vc.Limits
	most   int
	parts  []part
}

// collect adds the credentials in a value that stands depth levels deep.
func (c *containerReader) collect(v jsontree.Value, depth int) error {
	var text []byte
	switch {
	case strings.HasPrefix(strings.TrimSpace(v.Text()), "e") && proof.IsToken(v.Text()): // "{" in base64url
		text = []byte(strings.TrimSpace(v.Text()))
	case isCredential(v):
		text = []byte(v.Raw())
	case c.isQuoted(v):
		c.parts = append(c.parts, part{pointer: v.Pointer(), text: []byte(v.Raw()), fault: &proof.FormatError{Code: "FORMAT-TEXT", Detail: "there is JSON in a text where a credential or a token is expected"}})
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
				continue // its terms may have the names of a badge's members
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
	secured, err := openCredential(text, c.limits)
	c.parts = append(c.parts, part{pointer: v.Pointer(), text: text, secured: secured, fault: err})
	return nil
}

// isQuoted reports whether a string holds a credential as JSON. It is neither an
// object nor a token, but if it were ignored it would go unnoticed beside others.
func (c *containerReader) isQuoted(v jsontree.Value) bool {
	text := strings.TrimSpace(v.Text())
	if !strings.HasPrefix(text, "{") || len(c.parts) >= c.most {
		return false
	}
	inner, err := jsontree.Parse([]byte(text), jsontree.Limits{Bytes: c.limits.Bytes, Depth: c.limits.Depth, Values: c.limits.Values})
	return err == nil && isCredential(inner)
}
