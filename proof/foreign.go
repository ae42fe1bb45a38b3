package proof

import (
	"bytes"
	"strconv"
	"strings"
)

// fileSignatures are the first bytes of files that people mistake for
// credentials.
var fileSignatures = []struct {
	start, code, detail string
}{
	{"\x89PNG\r\n", "FORMAT-PNG", "the file is a PNG picture, not a credential; take the badge out of it first"},
	{"%PDF", "FORMAT-PDF", "the file is a PDF, which holds no credential that can be verified; ask for the credential itself, as JSON, as a token, or as a PNG or SVG picture with the badge in it"},
	{"\xff\xd8\xff", "FORMAT-JPEG", "the file is a JPEG picture, which cannot hold a badge; ask for the PNG or SVG picture, or for the badge as JSON"},
	{"GIF8", "FORMAT-GIF", "the file is a GIF picture, which cannot hold a badge; ask for the PNG or SVG picture, or for the badge as JSON"},
	{"PK\x03\x04", "FORMAT-ZIP", "the file is a ZIP archive; take the files out of it and give those"},
	{"\x1f\x8b", "FORMAT-GZIP", "the file is compressed with gzip; expand it first"},
	{"\xef\xbb\xbf", "FORMAT-BOM", "the file starts with a byte order mark, which JSON and tokens must not have (RFC 8259 section 8.1); save it as UTF-8 without one"},
	{"\xff\xfe", "FORMAT-UTF16", "the file is UTF-16 text; save it as UTF-8"},
	{"\xfe\xff", "FORMAT-UTF16", "the file is UTF-16 text; save it as UTF-8"},
	{"<", "FORMAT-XML", "the file is XML, HTML or SVG; only JSON credentials and tokens can be read"},
	{"-----BEGIN", "FORMAT-PEM", "the file is PEM, a key or a certificate; give certificates with --anchor and keys with --key"},
	{"0\x82", "FORMAT-DER", "the file is DER, a key, a certificate or a signature; give certificates with --anchor and keys with --key"},
}

// checkForeign returns an error that says what a file is, if it is no credential
// in any form.
func checkForeign(src, text []byte) *FormatError {
	if len(text) == 0 {
		return &FormatError{Code: "FORMAT-EMPTY", Detail: "the file is empty; give a credential as JSON, as a token or as sealed JSON"}
	}
	for _, s := range fileSignatures {
		if bytes.HasPrefix(src, []byte(s.start)) || bytes.HasPrefix(text, []byte(s.start)) {
			return &FormatError{Code: s.code, Detail: s.detail}
		}
	}
	return checkToken(text)
}

// checkToken returns an error that says what is wrong with a text that was meant
// as a token. It takes a text for that when it starts as a JSON object in
// base64url does: with "eyJ" (RFC 7515 section 3.1) or, when there is white space
// in the JSON, with "ew", "eyA" and the like.
func checkToken(text []byte) *FormatError {
	if !bytes.HasPrefix(text, []byte("ey")) && !bytes.HasPrefix(text, []byte("ew")) || bytes.ContainsAny(text[:min(len(text), 64)], "{}\"") {
		return nil
	}
	jwt, _, _ := strings.Cut(string(text), "~")
	fault := func(detail string) *FormatError {
		return &FormatError{Code: "JWS-FORM", Detail: "the file looks like a JSON Web Signature, but " + detail}
	}
	switch parts := strings.Split(jwt, "."); {
	case strings.ContainsAny(jwt, " \t\r\n"):
		return fault("there is white space in it; join its lines to one")
	case len(parts) == 5:
		return fault("it has five parts, so it is encrypted (RFC 7516); decrypt it first")
	case len(parts) != 3:
		return fault("it has " + partsText(len(parts)) + " where there must be three with full stops between them (RFC 7515 section 3.1); it may have been cut off")
	default:
		for i, part := range parts {
			if strings.HasSuffix(part, "=") {
				return fault("part " + strconv.Itoa(i+1) + " ends in \"=\", which base64url without padding does not have (RFC 7515 section 2)")
			}
			if strings.ContainsAny(part, "+/") {
				return fault("part " + strconv.Itoa(i+1) + " holds \"+\" or \"/\", so it is base64 and not base64url (RFC 7515 section 2)")
			}
		}
	}
	return nil
}

func partsText(parts int) string {
	if parts == 1 {
		return "one part"
	}
	return strconv.Itoa(parts) + " parts"
}
