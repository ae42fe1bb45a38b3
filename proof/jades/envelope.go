package jades

import (
	"bytes"
	"encoding/base64"
	"errors"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/internal/enveloping"
	"github.com/mikromerit/mikromerit/vc"
)

// Envelope returns the object that stands for a sealed credential in a presentation or
// a record (data model 2.0 section 4.13): the seal as it is, without the white space
// around it, in the base64 of a data: URL with the media type of RFC 7515 section 9.2.
func Envelope(file *proof.Secured) (vc.Document, error) {
	if file.Format() != proof.JAdES {
		return vc.Document{}, errors.New("JADES-FORMAT: only a seal can be enveloped so")
	}
	text, media := bytes.TrimSpace(file.Bytes()), "application/jose+json"
	if !bytes.HasPrefix(text, []byte("{")) {
		media = "application/jose"
	}
	return enveloping.Envelope(false, media+";base64,"+base64.StdEncoding.EncodeToString(text))
}
