package edc

import (
	"github.com/mikromerit/mikromerit/vc"
)

const typeEDP = "EuropeanDigitalPresentation"

// IsPresentation reports whether a document is a European Digital Presentation,
// which holds credentials and the results of checks on them.
func IsPresentation(doc vc.Document) bool { return hasText(doc.Get("type"), typeEDP) }
