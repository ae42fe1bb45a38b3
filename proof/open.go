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
// message, an object that holds one of these three or a seal as a data: URL, or the
// general or flattened JSON serialisation of a JWS. It checks the form of the file, not the proofs. An
// error is a [*FormatError].
func Open(src []byte, limits vc.Limits) (*Secured, error) {
	if isMessage(src) {
		return openMessage(src, limits)
	}
	text := bytes.TrimSpace(src)
	if len(text) > 0 && isBase64URL(text[0]) { // no JSON begins so
		file := string(src)
		if t, ok := cutToken(strings.TrimSpace(file)); ok {
			return openToken(file, t, limits)
		}
	}
	if fault := checkForeign(src, text); fault != nil {
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
	return &Secured{format: DataIntegrity, source: doc.String(), whole: doc, document: unsecured, proofs: proofsIn(doc)}, nil
}

// proofsIn returns the proofs that are embedded in a document.
func proofsIn(doc vc.Document) []Proof {
	member := doc.Get("proof")
	proofs := make([]Proof, 0, max(member.Len(), 1))
	for value := range member.Each() {
		proofs = append(proofs, Proof{Kind: Embedded, Suite: suiteOf(value), Pointer: value.Pointer(), Value: value})
	}
	return proofs
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
	text := payload.Text()
	for entry := range entries.Each() {
		signature, err := readSignature(entry, text, limits)
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
	if encoded && found && scheme == "data" && (media == mediaSeal || media == mediaSealCompact) {
		return openEnvelopedSeal(doc, text, limits)
	}
	open, good := openEncoded, found && scheme == "data"
	if !encoded {
		open = openPlain
	}
	var out *Secured
	var err error
	if good {
		out, good, err = open(text, limits)
	}
	if !good {
		return nil, &FormatError{Code: codeEnvelope, Pointer: "/id", Detail: "the id of the envelope is no data: URL with a compact JWS or an SD-JWT, or with a COSE message or a seal in base64"}
	}
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

// codeEnvelope is the code of an envelope that does not hold what it should.
const codeEnvelope = "FORMAT-ENVELOPE"

// The media types of a seal (RFC 7515 section 9.2).
const (
	mediaSeal        = "application/jose+json"
	mediaSealCompact = "application/jose"
)

// openEnvelopedSeal opens the seal that an envelope holds in base64. What comes out is
// the seal as it is on its own: a seal knows nothing of envelopes. Whatever stands in
// the envelope beside it is signed by nobody.
func openEnvelopedSeal(doc vc.Document, text string, limits vc.Limits) (*Secured, error) {
	for kind := range doc.Get("type").Each() {
		if !kind.IsText(vc.EnvelopedCredential) {
			return nil, &FormatError{Code: codeEnvelope, Pointer: kind.Pointer(), Detail: "a seal stands in an " + vc.EnvelopedCredential + " and in nothing else"}
		}
	}
	data, err := decodeData(text)
	if err != nil {
		return nil, &FormatError{Code: codeEnvelope, Pointer: "/id", Detail: "the id of the envelope is no data: URL with a seal in base64"}
	}
	out, err := openSeal(data, limits)
	switch {
	case err != nil:
		return nil, err
	case out == nil || out.format != JAdES:
		return nil, &FormatError{Code: codeEnvelope, Pointer: "/id", Detail: "what the envelope holds as a seal is none"}
	}
	for name, member := range doc.Root().Members() {
		if name != "@context" && name != "id" && name != "type" {
			out.unsignedMembers = append(out.unsignedMembers, member.Pointer())
		}
	}
	return out, nil
}

// openSeal opens what may be a seal, and nothing that could be an envelope again. It
// returns nil for anything else.
func openSeal(data []byte, limits vc.Limits) (*Secured, error) {
	text := string(bytes.TrimSpace(data))
	if !strings.HasPrefix(text, "{") {
		out, _, err := openPlain(text, limits)
		return out, err
	}
	doc, err := vc.ParseDocument([]byte(text), limits)
	if err != nil {
		return nil, jsonFormatError(err)
	}
	if !doc.Get("payload").Exists() {
		return nil, nil
	}
	return openSignatures(doc, limits)
}

// openPlain opens the token in a data: URL. It returns false when there is none.
func openPlain(text string, limits vc.Limits) (out *Secured, ok bool, err error) {
	t, ok := cutToken(text)
	if ok {
		out, err = openToken(text, t, limits)
	}
	return out, ok, err
}

// openEncoded opens the COSE message in the base64 of a data: URL. It returns false
// when there is none.
func openEncoded(text string, limits vc.Limits) (out *Secured, ok bool, err error) {
	data, err := decodeData(text)
	if err != nil || !isMessage(data) {
		return nil, false, nil
	}
	out, err = openMessage(data, limits)
	return out, true, err
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
	if first.Unencoded() {
		s.readText(first.Payload, limits)
		return s, nil
	}
	raw, err := first.PayloadBytes()
	s.readPayload(raw, err, limits)
	return s, nil
}

// readText reads the document from a payload that is signed as it is, which is not
// copied.
func (s *Secured) readText(payload string, limits vc.Limits) {
	root, err := jsontree.ParseString(payload, jsontree.Limits{Bytes: limits.Bytes, Depth: limits.Depth, Values: limits.Values})
	if err == nil {
		s.document, err = vc.NewDocument(root)
	}
	s.problem = err
}

// readPayload reads the document from the bytes of the payload, for which err is why
// there are none.
func (s *Secured) readPayload(raw []byte, err error, limits vc.Limits) {
	if err == nil {
		s.document, err = vc.ParseDocument(raw, limits)
	}
	s.problem = err
}
