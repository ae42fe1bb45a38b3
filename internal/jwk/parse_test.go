package jwk

import "github.com/mikromerit/mikromerit/vc/jsontree"

// parsePublic reads the text of a public JWK, as [Public] reads a part of a
// document.
func parsePublic(text []byte) (Key, error) { return parse(text, Public) }

// parsePrivate is parsePublic for a private JWK.
func parsePrivate(text []byte) (Key, error) { return parse(text, Private) }

func parse(text []byte, read func(jsontree.Value) (Key, error)) (Key, error) {
	v, err := jsontree.Parse(text, jsontree.Limits{})
	if err != nil {
		return Key{}, &Error{Code: codeJSON, Detail: "not JSON", cause: err}
	}
	return read(v)
}
