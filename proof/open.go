package proof

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// FormatError says that a file is not of any form that [Open] can read.
type FormatError struct {
	Code    string // "FORMAT-..." or the code of the JSON fault
	Pointer string // where in the file, or ""
	Detail  string // one sentence that says what the file is and what to do
	Err     error  // the underlying fault, or nil
}

// Error returns code, place and sentence.
func (e *FormatError) Error() string {
	if e.Pointer == "" {
		return e.Code + ": " + e.Detail
	}
	return e.Code + " at " + e.Pointer + ": " + e.Detail
}

// Unwrap returns the underlying fault.
func (e *FormatError) Unwrap() error { return e.Err }

// Open reads a file and recognises by its content how it is secured: a JSON
// document with embedded proofs or with none, a compact JWS, an SD-JWT, an
// object that holds one of these two as a data: URL, or the general or
// flattened JSON serialisation of a JWS. It checks the form of the envelope,
// not the proofs. An error is a [*FormatError].
func Open(src []byte, limits vc.Limits) (*Secured, error) {
	text := bytes.TrimSpace(src)
	switch fault := foreign(src, text); {
	case len(text) > 0 && isToken(text):
		return openToken(src, text, limits)
	case fault != nil:
		return nil, fault
	}
	doc, err := vc.ParseDocument(src, limits)
	if err != nil {
		return nil, jsonFormatError(err)
	}
	if doc.Get("payload").Exists() && (doc.Get("signatures").Exists() || doc.Get("signature").Exists()) {
		return openJSON(doc, limits)
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

// openEmbedded takes the proofs out of a JSON document.
func openEmbedded(doc vc.Document) (*Secured, error) {
	member := doc.Get("proof")
	if !member.Exists() {
		return &Secured{format: Unsecured, source: doc.String(), document: doc}, nil
	}
	unsecured, err := doc.Without("/proof")
	if err != nil {
		return nil, err
	}
	out := &Secured{format: DataIntegrity, source: doc.String(), document: unsecured}
	for value := range member.Each() {
		out.proofs = append(out.proofs, Proof{Kind: Embedded, Suite: suiteOf(value), Pointer: value.Pointer(), Value: value})
	}
	return out, nil
}

// suiteOf names the suite of an embedded proof: the cryptosuite of a
// DataIntegrityProof (Data Integrity 1.0 section 2.2), else the type.
func suiteOf(proof jsontree.Value) string {
	if kind := proof.Get("type").Text(); kind != "DataIntegrityProof" {
		return kind
	}
	return proof.Get("cryptosuite").Text()
}

// maxSignatures bounds the work: the whole payload is hashed for each
// signature.
const maxSignatures = 64

// serialised are the members of a JWS in JSON (RFC 7515 section 7.2).
var serialised = []string{"payload", "signatures", "protected", "header", "signature"}

// openJSON reads the general (RFC 7515 section 7.2.1) or flattened (7.2.2)
// JSON serialisation.
func openJSON(doc vc.Document, limits vc.Limits) (*Secured, error) {
	out := &Secured{format: JSONJWS, source: doc.String()}
	for name, member := range doc.Root().Members() {
		if !slices.Contains(serialised, name) {
			out.beside = append(out.beside, member.Pointer())
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
		// A credential with the parts of a token among its members is read as
		// what its reader sees.
		return openEmbedded(doc)
	}
	return out.withPayload(limits)
}

func readSignature(entry jsontree.Value, payload string, limits vc.Limits) (*Signature, error) {
	protected, value := entry.Get("protected"), entry.Get("signature")
	if protected.Kind() != jsontree.String || value.Kind() != jsontree.String {
		return nil, &FormatError{Code: "JWS-SERIALISATION", Pointer: entry.Pointer(), Detail: "a signature needs the members protected and signature, both base64url strings"}
	}
	unprotected := entry.Get("header")
	if unprotected.Exists() && !unprotected.IsObject() {
		return nil, &FormatError{Code: "JWS-HEADER", Pointer: unprotected.Pointer(), Detail: "the unprotected header must be an object"}
	}
	header, err := readHeader(protected.Text(), protected.Pointer(), limits)
	if err != nil {
		return nil, err
	}
	for name, member := range unprotected.Members() {
		if header.Get(name).Exists() {
			return nil, &FormatError{Code: "JWS-HEADER", Pointer: member.Pointer(), Detail: "a header parameter stands in both the protected and the unprotected header (RFC 7515 section 4)"}
		}
	}
	return &Signature{Protected: protected.Text(), Header: header, Unprotected: unprotected, Payload: payload, Value: value.Text()}, nil
}

// openToken reads the compact serialisation of a JWS (RFC 7515 section 7.1)
// or of an SD-JWT (RFC 9901 section 4).
func openToken(src, text []byte, limits vc.Limits) (*Secured, error) {
	jwt, rest, selective := strings.Cut(string(text), "~")
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

// suite names the suite for a signature. That for tokens knows no unprotected
// header, so a JSON serialisation with one is left to that for seals, which
// says that it cannot be checked.
func (s *Signature) suite() string {
	if s.IsSeal() || s.Unprotected.Len() > 0 {
		return "JAdES"
	}
	return "JWS"
}

// kind says how the signature belongs to what it signs.
func (s *Signature) kind() Kind {
	if s.suite() == "JAdES" {
		return Seal
	}
	return Token
}

// sealParameters are those that only a JAdES signature has (TS 119 182-1
// clause 5), and certificateParameters those that a token may have too.
var (
	sealParameters        = []string{"sigT", "x5t#o", "sigX5ts", "srCms", "sigPl", "srAts", "adoTst", "sigPId", "sigD"}
	certificateParameters = []string{"x5c", "x5t#S256"}
)

// IsSeal reports whether a signature is a JAdES seal by what its header says.
// One that calls itself a JWT, such as vc+jwt, is none.
func (s *Signature) IsSeal() bool {
	has := func(name string) bool { return s.Header.Get(name).Exists() }
	typ := strings.TrimPrefix(strings.ToLower(s.Header.Get("typ").Text()), "application/")
	certified := slices.ContainsFunc(certificateParameters, has)
	switch {
	case typ == "jwt", strings.HasSuffix(typ, "+jwt"), strings.HasSuffix(typ, "+sd-jwt"):
		return false
	case slices.ContainsFunc(sealParameters, has):
		return true
	case s.Compact:
		// A token may have a certificate too, but says when it was issued in the
		// payload.
		return certified && (typ == "jose" || has("iat"))
	}
	// A token names its key; what names neither key nor certificate can only
	// be a seal, of which the certificate is missing.
	return certified || typ == "jose+json" || s.Unprotected.Get("etsiU").Exists() || !has("kid") && !has("jwk")
}

// maxDisclosures bounds the work: each disclosure is hashed and read.
const maxDisclosures = 10_000

// readDisclosures reads what follows the first tilde of an SD-JWT: each
// disclosure with a tilde after it, and a key binding JWT or nothing.
func (s *Signature) readDisclosures(text string) error {
	if strings.Count(text, "~") > maxDisclosures {
		return &FormatError{Code: "SDJWT-FORM", Detail: fmt.Sprintf("there are more than %d disclosures", maxDisclosures)}
	}
	all := strings.Split(text, "~")
	s.Disclosures, s.KeyBinding = all[:len(all)-1], all[len(all)-1]
	for _, d := range s.Disclosures {
		if d == "" || strings.Contains(d, ".") {
			return &FormatError{Code: "SDJWT-FORM", Detail: "a disclosure is empty or is no base64url text; a key binding JWT can only stand last"}
		}
	}
	if s.KeyBinding != "" && !isCompact([]byte(s.KeyBinding)) {
		return &FormatError{Code: "SDJWT-FORM", Detail: "what follows the last tilde is no key binding JWT; an SD-JWT without one ends with a tilde"}
	}
	return nil
}

// isToken reports whether a text has the form of a compact JWS, or starts
// with one and a tilde as an SD-JWT does.
func isToken(text []byte) bool {
	jwt, rest, _ := bytes.Cut(text, []byte("~"))
	for _, c := range rest {
		if !isBase64URL(c) && c != '.' && c != '~' {
			return false
		}
	}
	return isCompact(jwt)
}

// IsToken reports whether a text has the form of a compact JWS or an SD-JWT.
// White space around it does not count.
func IsToken(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && isToken([]byte(text))
}

// isCompact reports whether a text has the form of a compact JWS: three
// segments of base64url, of which the last may be empty.
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

// isEnvelope reports whether a document says that it only carries another
// one (data model 2.0 section 4.13).
func isEnvelope(doc vc.Document) bool {
	for kind := range doc.Get("type").Each() {
		if kind.IsText(vc.EnvelopedCredential) || kind.IsText(vc.EnvelopedPresentation) {
			return true
		}
	}
	return false
}

// openEnvelope opens the token that an envelope holds as a data: URL (RFC
// 2397). The characters of a token need no escape in a URL, so none is read.
func openEnvelope(doc vc.Document, limits vc.Limits) (*Secured, error) {
	kind, text, found := strings.Cut(doc.Get("id").Text(), ",")
	scheme, media, _ := strings.Cut(kind, ":")
	if !found || !strings.EqualFold(scheme, "data") || strings.HasSuffix(kind, ";base64") || !isToken([]byte(text)) {
		return nil, &FormatError{Code: "FORMAT-ENVELOPE", Pointer: "/id", Detail: "the id of the envelope is no data: URL with a compact JWS or an SD-JWT"}
	}
	out, err := openToken([]byte(text), []byte(text), limits)
	if err != nil {
		return nil, err
	}
	media, _, _ = strings.Cut(media, ";")
	out.format, out.source = Enveloped, doc.String()
	out.proofs[0].Pointer, out.proofs[0].Signature.MediaType = "/id", strings.ToLower(media)
	return out, nil
}

// readHeader reads a protected header strictly: base64url without padding,
// one JSON object, no name twice.
func readHeader(protected, pointer string, limits vc.Limits) (jsontree.Value, error) {
	raw, err := decodeBase64URL(protected)
	if err != nil {
		return jsontree.Value{}, &FormatError{Code: "JWS-HEADER", Pointer: pointer, Detail: "the protected header is not base64url without padding", Err: err}
	}
	doc, err := vc.ParseDocument(raw, limits)
	if err != nil {
		return jsontree.Value{}, &FormatError{Code: "JWS-HEADER", Pointer: pointer, Detail: "the protected header is not one strict JSON object", Err: err}
	}
	return doc.Root(), nil
}

// withPayload reads the document out of the payload. That the payload is
// something else is no fault of the envelope: it is kept as the Problem.
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

// Unencoded reports whether the protected header says that the payload is
// signed as it is ("b64": false, RFC 7797 section 3).
func (s *Signature) Unencoded() bool {
	b64 := s.Header.Get("b64")
	return b64.Kind() == jsontree.Bool && !b64.Bool()
}

// PayloadBytes returns the payload that was signed: the text itself when it
// is unencoded, else what the base64url text stands for.
func (s *Signature) PayloadBytes() ([]byte, error) {
	if s.Unencoded() {
		return []byte(s.Payload), nil
	}
	raw, err := decodeBase64URL(s.Payload)
	if err != nil {
		return nil, &FormatError{Code: "JWS-PAYLOAD", Pointer: "/payload", Detail: "the payload is not base64url without padding", Err: err}
	}
	return raw, nil
}

// SigningInput returns the bytes that the signature covers: the protected
// header as found, a full stop and the payload as found (RFC 7515 section
// 5.1, RFC 7797 section 3).
func (s *Signature) SigningInput() []byte {
	out := make([]byte, 0, len(s.Protected)+1+len(s.Payload))
	out = append(out, s.Protected...)
	out = append(out, '.')
	return append(out, s.Payload...)
}

// decodeBase64URL decodes base64url without padding, strictly. The decoder of
// the standard library would pass over line breaks.
func decodeBase64URL(text string) ([]byte, error) {
	if i := strings.IndexAny(text, "\r\n"); i >= 0 {
		return nil, base64.CorruptInputError(i)
	}
	return base64.RawURLEncoding.Strict().DecodeString(text)
}
