package proof

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// Open reads a file and recognises by its content how it is secured: a JSON
// document with or without embedded proofs, a compact JWS, an SD-JWT, a COSE_Sign1
// message, an object that holds one of these three as a data: URL, or the general
// or flattened JSON serialisation of a JWS. It checks the form of the file, not the proofs. An
// error is a [*FormatError].
func Open(src []byte, limits vc.Limits) (*Secured, error) {
	if isMessage(src) {
		return openMessage(src, limits)
	}
	text := bytes.TrimSpace(src)
	switch fault := checkForeign(src, text); {
	case len(text) > 0 && isToken(text):
		return openToken(src, limits)
	case fault != nil:
		return nil, fault
	}
	doc, err := vc.ParseDocument(src, limits)
	if err != nil {
		return nil, jsonFormatError(err)
	}
	return openJSON(doc, limits)
}

// OpenDocument is [Open] for a JSON document that has been read already, which
// spares reading it again.
func OpenDocument(doc vc.Document, limits vc.Limits) (*Secured, error) {
	if doc.IsZero() || !limits.Admits(doc) {
		return Open(doc.Bytes(), limits) // for the error
	}
	return openJSON(doc, limits)
}

// openJSON opens a JSON document.
func openJSON(doc vc.Document, limits vc.Limits) (*Secured, error) {
	if doc.Get("payload").Exists() && (doc.Get("signatures").Exists() || doc.Get("signature").Exists()) {
		return openSignatures(doc, limits)
	}
	if isEnvelope(doc) {
		return openEnvelope(doc, limits)
	}
	return openEmbedded(doc)
}

func jsonFormatError(err error) error {
	var syntax *jsontree.Error
	if errors.As(err, &syntax) {
		detail := fmt.Sprintf("the file is not one strict JSON value: at byte %d, %s", syntax.Offset, syntax.Detail)
		return &FormatError{Code: syntax.Code, Pointer: syntax.Pointer, Detail: detail, Err: err}
	}
	return &FormatError{Code: "FORMAT-UNKNOWN", Detail: "the file is JSON but not an object, so it is no credential", Err: err}
}

// openEmbedded opens a JSON document and takes the proofs out of it.
func openEmbedded(doc vc.Document) (*Secured, error) {
	member := doc.Get("proof")
	if !member.Exists() {
		return &Secured{format: Unsecured, source: doc.String(), whole: doc, document: doc}, nil
	}
	unsecured, err := doc.Without("/proof")
	if err != nil {
		return nil, err
	}
	out := &Secured{format: DataIntegrity, source: doc.String(), whole: doc, document: unsecured}
	out.proofs = make([]Proof, 0, max(member.Len(), 1))
	for value := range member.Each() {
		out.proofs = append(out.proofs, Proof{Kind: Embedded, Suite: suiteOf(value), Pointer: value.Pointer(), Value: value})
	}
	return out, nil
}

// suiteOf returns the name of the suite for an embedded proof: the cryptosuite of
// a DataIntegrityProof (Data Integrity 1.0 section 2.2), otherwise its type.
func suiteOf(proof jsontree.Value) string {
	if kind := proof.Get("type").Text(); kind != "DataIntegrityProof" {
		return kind
	}
	return proof.Get("cryptosuite").Text()
}

// maxSignatures bounds the work: the whole payload is hashed for each signature.
const maxSignatures = 64

// jwsMembers are the members of a JWS in JSON (RFC 7515 section 7.2).
var jwsMembers = []string{"payload", "signatures", "protected", "header", "signature"}

// openSignatures reads the general (RFC 7515 section 7.2.1) or flattened (7.2.2)
// JSON serialisation.
func openSignatures(doc vc.Document, limits vc.Limits) (*Secured, error) {
	out := &Secured{format: JSONJWS, source: doc.String()}
	for name, member := range doc.Root().Members() {
		if !slices.Contains(jwsMembers, name) {
			out.unsignedMembers = append(out.unsignedMembers, member.Pointer())
		}
	}
	payload := doc.Get("payload")
	if payload.Kind() != jsontree.String {
		return nil, &FormatError{Code: "JWS-PAYLOAD", Pointer: "/payload", Detail: "the payload must be a string"}
	}
	entries := doc.Get("signatures")
	switch {
	case !entries.Exists():
		entries = doc.Root()
	case doc.Get("signature").Exists():
		return nil, &FormatError{Code: "JWS-SERIALISATION", Pointer: "/signature", Detail: "signature and signatures must not stand side by side (RFC 7515 section 7.2)"}
	case entries.Kind() != jsontree.Array || entries.Len() == 0:
		return nil, &FormatError{Code: "JWS-SERIALISATION", Pointer: "/signatures", Detail: "signatures must be an array that is not empty"}
	case entries.Len() > maxSignatures:
		return nil, &FormatError{Code: "JWS-SERIALISATION", Pointer: "/signatures", Detail: fmt.Sprintf("there are more than %d signatures", maxSignatures)}
	}
	for entry := range entries.Each() {
		signature, err := readSignature(entry, payload.Text(), limits)
		if err != nil {
			return nil, err
		}
		if signature.IsSeal() {
			out.format = JAdES
		}
		out.proofs = append(out.proofs, Proof{Kind: signature.kind(), Suite: signature.suite(), Pointer: entry.Pointer(), Signature: signature})
	}
	if out.format == JSONJWS && doc.Get("@context").Exists() {
		// A credential that has members of a JWS is read as the credential that
		// its reader sees.
		return openEmbedded(doc)
	}
	return out.withPayload(limits)
}

// openToken reads the compact serialisation of a JWS (RFC 7515 section 7.1)
// or of an SD-JWT (RFC 9901 section 4).
func openToken(src []byte, limits vc.Limits) (*Secured, error) {
	jwt, rest, selective := strings.Cut(string(bytes.TrimSpace(src)), "~")
	parts := strings.Split(jwt, ".")
	header, err := readHeader(parts[0], "", limits)
	if err != nil {
		return nil, err
	}
	signature := &Signature{Protected: parts[0], Header: header, Payload: parts[1], Value: parts[2], Compact: true}
	out := &Secured{format: JWS, source: string(src), proofs: []Proof{{Kind: signature.kind(), Suite: signature.suite(), Signature: signature}}}
	if signature.IsSeal() {
		out.format = JAdES
	}
	if selective {
		out.format, out.proofs[0].Suite = SDJWT, "SD-JWT"
		if err := signature.readDisclosures(rest); err != nil {
			return nil, err
		}
	}
	return out.withPayload(limits)
}

// isToken reports whether a text has the form of a compact JWS or an SD-JWT.
func isToken(text []byte) bool {
	jwt, rest, _ := bytes.Cut(text, []byte("~"))
	for _, c := range rest {
		if !isBase64URL(c) && c != '.' && c != '~' {
			return false
		}
	}
	return isCompact(jwt)
}

// IsToken reports whether a text has the form of a compact JWS or an SD-JWT,
// possibly with white space around it.
func IsToken(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && isToken([]byte(text))
}

// isCompact reports whether a text has the form of a compact JWS: three segments
// of base64url, of which all but the first may be empty.
func isCompact(text []byte) bool {
	dots := 0
	for _, c := range text {
		switch {
		case c == '.':
			dots++
		case !isBase64URL(c):
			return false
		}
	}
	return dots == 2 && text[0] != '.'
}

func isBase64URL(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_'
}

// isEnvelope reports whether a document says that it only carries another one
// (data model 2.0 section 4.13).
func isEnvelope(doc vc.Document) bool {
	for kind := range doc.Get("type").Each() {
		if kind.IsText(vc.EnvelopedCredential) || kind.IsText(vc.EnvelopedPresentation) {
			return true
		}
	}
	return false
}

// openEnvelope opens the token that an envelope holds as a data: URL (RFC 2397), or
// the COSE message in base64. The characters of neither need escaping in a URL, so
// escapes are not read.
func openEnvelope(doc vc.Document, limits vc.Limits) (*Secured, error) {
	kind, text, found := strings.Cut(doc.Get("id").Text(), ",")
	scheme, media, _ := strings.Cut(strings.ToLower(kind), ":")
	media, encoded := strings.CutSuffix(media, ";base64")
	open, data := openToken, []byte(text)
	good := found && scheme == "data"
	if encoded {
		var err error
		data, err = decodeData(text)
		open, good = openMessage, good && err == nil && isMessage(data)
	} else {
		good = good && isToken(data)
	}
	if !good {
		return nil, &FormatError{Code: "FORMAT-ENVELOPE", Pointer: "/id", Detail: "the id of the envelope is no data: URL with a compact JWS or an SD-JWT, or with a COSE message in base64"}
	}
	out, err := open(data, limits)
	if err != nil {
		return nil, err
	}
	media, _, _ = strings.Cut(media, ";")
	out.format, out.source, out.proofs[0].Pointer = Enveloped, doc.String(), "/id"
	if encoded {
		out.proofs[0].Message.MediaType = media
	} else {
		out.proofs[0].Signature.MediaType = media
	}
	return out, nil
}

// withPayload reads the document from the payload. A payload that is something
// else is no fault of the envelope: the error is kept as the Problem.
func (s *Secured) withPayload(limits vc.Limits) (*Secured, error) {
	first := s.proofs[0].Signature
	for _, p := range s.proofs[1:] {
		if p.Signature.Unencoded() != first.Unencoded() {
			return nil, &FormatError{Code: "JWS-B64", Pointer: p.Pointer, Detail: "the signatures do not agree on whether the payload is encoded (RFC 7797 section 3)"}
		}
	}
	raw, err := first.PayloadBytes()
	if err == nil {
		s.document, err = vc.ParseDocument(raw, limits)
	}
	s.problem = err
	return s, nil
}
