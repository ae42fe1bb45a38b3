package enveloping

import (
	"strconv"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// Purpose returns the purpose that a credential or presentation is signed for.
func Purpose(presentation bool) string {
	if presentation {
		return vc.Authentication
	}
	return vc.AssertionMethod
}

// IsPresentation reports whether a document is a verifiable presentation.
func IsPresentation(doc vc.Document) bool {
	for kind := range doc.Get("type").Each() {
		if kind.IsText(vc.TypePresentation) {
			return true
		}
	}
	return false
}

// Party returns the id of whoever should have signed: the issuer of a credential
// or the holder of a presentation.
func Party(doc vc.Document, presentation bool) string {
	value := doc.Get("issuer")
	if presentation {
		value = doc.Get("holder")
	}
	if value.IsObject() {
		value = value.Get("id")
	}
	return value.Text()
}

// Printable returns a text from a header for a message: shortened if it is long,
// and in quotes if it has characters that a URL does not have.
func Printable(text string) string {
	const most, plain = 160, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&*+,;=%"
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "..."
	}
	if strings.Trim(text, plain) == "" {
		return text
	}
	return strconv.Quote(text)
}
