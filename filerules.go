package mikromerit

import "github.com/mikromerit/mikromerit/vc"

// The specifications of the rules about files.
const (
	specJSON    = "https://www.rfc-editor.org/rfc/rfc8259"
	specIJSON   = "https://www.rfc-editor.org/rfc/rfc7493"
	specJWS     = "https://www.rfc-editor.org/rfc/rfc7515"
	specSDJWT   = "https://www.rfc-editor.org/rfc/rfc9901"
	specSecured = "https://www.w3.org/TR/vc-data-model-2.0/#securing-mechanisms"
	specCommand = "https://github.com/mikromerit/mikromerit#the-command"
)

// readable starts the rules about files that hold no credential.
const readable = "A file must be a credential as JSON, as a token or as sealed JSON, or a PNG or SVG picture with a badge in it; "

// fileRules returns the rules that a file must keep before anything in it can be
// judged. A file that breaks one is neither valid nor invalid.
func fileRules() []vc.Rule {
	must := func(code, spec, text string) vc.Rule {
		return vc.Rule{Code: code, Axis: vc.Authentic, Level: vc.Must, Spec: spec, Text: text}
	}
	return []vc.Rule{
		must("FILE-READ", specCommand, "A file must be there, and you must be allowed to read it."),
		must("JOB-FAILED", specCommand, "What you ask for must be possible; the message says why it was not."),
		must("JOB-LIMIT", specCommand, "A file must not take more work than is allowed."),

		must("FORMAT-ADDRESS", specSecured, "A file must hold the credential, not only its address."),
		must("FORMAT-BOM", specJSON+"#section-8.1", "A text must not start with a byte order mark."),
		must("FORMAT-DER", specSecured, readable+"keys and certificates in DER are none."),
		must("FORMAT-EDC-XML", specSecured, "What is to be worked on must be of the present edition; a Europass credential of the older kind, in XML, must be converted first."),
		must("FORMAT-EMPTY", specSecured, readable+"an empty file is none."),
		must("FORMAT-ENVELOPE", "https://www.w3.org/TR/vc-data-model-2.0/#enveloped-verifiable-credentials",
			"The id of an envelope must be a data: URL with a token in it, or with a COSE message in base64."),
		must("FORMAT-GIF", specSecured, readable+"a GIF picture is none."),
		must("FORMAT-GZIP", specSecured, readable+"expand what is compressed."),
		must("FORMAT-JPEG", specSecured, readable+"a JPEG picture is none."),
		must("FORMAT-NOTHING", specSecured, "A JSON file must be a credential, or hold one."),
		must("FORMAT-PART", "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#Assertion",
			"A badge must be one that was awarded to somebody, not its class or its issuer alone."),
		must("FORMAT-PAYLOAD", specSecured, "What was signed must be one JSON object."),
		must("FORMAT-PDF", specSecured, readable+"a PDF is none."),
		must("FORMAT-PEM", specSecured, readable+"keys and certificates in PEM are none."),
		must("FORMAT-PNG", specSecured, "Where a credential is expected, it must be taken out of its picture."),
		must("FORMAT-SEVERAL", specSecured, "A file must hold one credential where only one can be worked on."),
		must("FORMAT-TEXT", specSecured, "A text in a presentation must be a token; a credential in JSON must stand there as an object."),
		must("FORMAT-UNKNOWN", specSecured, "A JSON file must be a credential, or hold one."),
		must("FORMAT-UTF16", specJSON+"#section-8.1", "A text must be in UTF-8."),
		must("FORMAT-XML", specSecured, readable+"XML and HTML are none."),
		must("FORMAT-ZIP", specSecured, readable+"take the files out of an archive."),

		must("JSON-COUNT", specJSON+"#section-9", "JSON must not hold more values than are allowed."),
		must("JSON-DEPTH", specJSON+"#section-9", "JSON must not be nested deeper than is allowed."),
		must("JSON-DUPLICATE-NAME", specIJSON+"#section-2.3", "No member name may stand twice in an object: readers differ in which of them counts."),
		must("JSON-EMPTY", specJSON+"#section-2", "There must be a JSON value."),
		must("JSON-SIZE", specJSON+"#section-9", "JSON must not have more bytes than are allowed."),
		must("JSON-SYNTAX", specJSON+"#section-2", "A text that is no token must be JSON from its first byte to its last."),
		must("JSON-TRAILING", specJSON+"#section-2", "Nothing may follow the JSON value."),

		must("JWS-SERIALISATION", specJWS+"#section-7.2", "A JSON Web Signature in JSON must have a payload and either one signature or an array of them."),
		must("OB2-FORMAT", "https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/index.html#VerificationObject",
			"A badge from before Open Badges 3.0 must be JSON, or a JSON Web Signature of it."),
		must("SDJWT-FORM", specSDJWT+"#section-4", "An SD-JWT must be a token, its disclosures and perhaps a key binding token, with a tilde after each but the last."),
	}
}
