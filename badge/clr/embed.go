package clr

import (
	"errors"
	"strings"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var errNotSigned = errors.New("CLR2-EMBED: only a credential with an embedded proof, a JWS, an SD-JWT, a COSE message or a seal can stand in a record")

// Embed returns a signed credential as it stands in a record: one with embedded
// proofs as it is, byte for byte; a JWS, SD-JWT, COSE message or JAdES seal in an envelope
// (VC Data Model 2.0, section 4.13). It is an error when the credential is not signed.
func Embed(file *proof.Secured) (vc.Document, error) {
	switch file.Format() {
	case proof.DataIntegrity, proof.Enveloped:
		return vc.ParseDocument(file.Bytes(), vc.Limits{})
	case proof.JWS:
		return envelope("application/vc+jwt", file)
	case proof.SDJWT:
		return envelope("application/vc+sd-jwt", file)
	case proof.COSE:
		return cose.Envelope(file)
	case proof.JAdES:
		return jades.Envelope(file)
	}
	return vc.Document{}, errNotSigned
}

// envelope writes the token as a data: URL, without the white space that may
// stand around it in a file and has no place in a URL.
func envelope(mediaType string, file *proof.Secured) (vc.Document, error) {
	src := []byte(`{"@context":`)
	src = jsontree.AppendString(src, vc.ContextV2)
	src = append(src, `,"id":`...)
	src = jsontree.AppendString(src, "data:"+mediaType+","+strings.TrimSpace(string(file.Bytes())))
	src = append(src, `,"type":`...)
	src = jsontree.AppendString(src, vc.EnvelopedCredential)
	return vc.ParseDocument(append(src, '}'), vc.Limits{})
}
