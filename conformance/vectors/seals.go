package vectors

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc"
)

// sealSuite is the proof suite of seals.
const sealSuite = "jades"

// The seals were made once, with the test authority of this module, since a seal
// with a P-256 key comes out with another signature each time.
var (
	//go:embed data/seals/*.json
	sealFiles embed.FS
	//go:embed data/seal-payload.json
	sealPayload []byte
	//go:embed data/seal-anchors.pem
	sealAnchors []byte
)

const (
	specSeal       = "https://www.etsi.org/deliver/etsi_ts/119100_119199/11918201/01.02.01_60/ts_11918201v010201p.pdf#5"
	specMembers    = "https://www.rfc-editor.org/rfc/rfc7515#section-7.2.1"
	specJSONHeader = "https://www.rfc-editor.org/rfc/rfc7515#section-5.2"
)

// seals returns the vectors of Europass credentials under a JAdES seal. Beside the
// signature stand a time stamp and answers about revocation, so that they can be
// verified without the web.
func seals(Options) ([]Vector, error) {
	var all []Vector
	for _, key := range []string{"rsa", "ec"} {
		good, other, err := sealPair(key)
		if err != nil {
			return nil, err
		}
		copies, err := sealCopies(good, other)
		if err != nil {
			return nil, err
		}
		if key == "rsa" {
			wrong, err := wrongSeals()
			if err != nil {
				return nil, err
			}
			copies = append(copies, wrong...)
		}
		made, err := pairOf(Vector{
			ID: "jades/" + key, Suite: sealSuite, Format: "edc", Operation: VerifyCredential, Accept: true,
			Because: "It is what it should be.", Spec: specSeal, MediaType: "application/jose+json", Document: []byte(good), Anchors: sealAnchors,
		}, copies)
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// sealPair returns two files that are sealed with a kind of key.
func sealPair(key string) (good, other string, err error) {
	if good, err = sealFile(key + "-good"); err != nil {
		return "", "", err
	}
	other, err = sealFile(key + "-other")
	return good, other, err
}

func sealFile(name string) (string, error) {
	text, err := sealFiles.ReadFile("data/seals/" + name + ".json")
	return string(bytes.TrimSpace(text)), err
}

// sealRow is a file that was sealed wrongly, or by the wrong one.
type sealRow struct {
	name, file, rule, because string
	level                     vc.Level
	spec                      string
}

// sealRows are the files that were sealed otherwise than they should. An authority
// vouches for the issuer's name in its certificate and for no other, but nothing
// says that a reader must compare them.
var sealRows = []sealRow{
	{"expired", "expired", "VALID-UNTIL", "The credential has expired.", "", ""},
	{"expired-in-valid-until", "expired-until", "VALID-UNTIL", "The credential has expired by its validUntil, while its expirationDate is in the future.", vc.Should, ""},
	{"not-yet-valid", "not-yet-valid", "VALID-FROM", "The credential is not valid yet.", "", ""},
	{"issuer-of-another-certificate", "other-issuer", "ISSUER-KEY", "The credential names another organisation as its issuer than the certificate.", vc.Should, ""},
	{"double-member-first", "double-first", "JSON-DUPLICATE-NAME", "The member issuer stands twice in the payload, and the first is another.", vc.Should, specClaimNames},
	{"double-member-last", "double-last", "VALID-UNTIL", "The member validUntil stands twice in the payload, and by the last the credential has expired.", "", specClaimNames},
	{"digest-of-another-certificate", "digest-of-another", "JADES-CERT-DIGEST", "The digest in the header is that of another certificate than the first in x5c.", "", ""},
	{"crit-unknown", "crit-unknown", "JWS-CRIT", "The parameter crit lists an extension that nobody knows.", "", ""},
	{"b64-not-critical", "b64-not-critical", "JWS-CRIT", "The parameter b64 is false and not listed in crit.", vc.Should, "https://www.rfc-editor.org/rfc/rfc7797#section-6"},
	{"made-in-the-future", "made-in-the-future", "JADES-SIGNING-TIME", "The seal claims to have been made in the future.", vc.Should, ""},
	{"certificate-of-another-authority", "other-authority", "SEAL-TRUST", "The certificate says what the issuer's says, but is from an authority of the same name with another key.", "", ""},
	{"certificate-from-a-seal", "issued-by-seal", "SEAL-TRUST", "The certificate was issued with a seal certificate, which is no authority.", "", ""},
	{"certificate-without-its-key", "borrowed", "PROOF-SIGNATURE", "The certificate is the issuer's, and the key that signed is another's.", "", ""},
	{"certificate-expired", "certificate-ended", "SEAL-PERIOD", "The certificate had expired when the seal was made.", "", ""},
	{"certificate-not-yet-valid", "certificate-early", "SEAL-PERIOD", "The certificate was not valid yet when the seal was made.", "", ""},
	// RFC 5280 binds who issues certificates; which usages a verifier takes is for its
	// validation policy to say (EN 319 102-1).
	{"certificate-for-encryption", "for-encryption", "SEAL-KEY-USAGE", "The certificate is for encryption only.", vc.Should, ""},
	{"certificate-revoked", "revoked", "SEAL-REVOCATION", "The certificate had been revoked when the seal was made, as the answer of its authority in the file says.", "", ""},
	{"certificate-in-revocation-list", "revoked-in-list", "SEAL-REVOCATION", "The certificate had been revoked when the seal was made, as the revocation list in the file says.", "", ""},
}

func wrongSeals() ([]spoilt, error) {
	var out []spoilt
	for _, row := range sealRows {
		text, err := sealFile(row.file)
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: row.name, rule: row.rule, because: row.because, text: text, level: row.level, spec: row.spec})
	}
	return out, nil
}

// sealCopies returns what anybody can make of a good seal, and of another one by
// the same key.
func sealCopies(good, other string) ([]spoilt, error) {
	file, err := vc.ParseDocument([]byte(good), vc.Limits{})
	if err != nil {
		return nil, err
	}
	second, err := vc.ParseDocument([]byte(other), vc.Limits{})
	if err != nil {
		return nil, err
	}
	changes, err := changesOf(file.Get("payload").Text())
	if err != nil {
		return nil, err
	}
	var out []spoilt
	for _, c := range changes {
		text, err := edited(good, "/payload", quoted(c.text))
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: c.name, rule: "PROOF-SIGNATURE", because: c.because, text: text})
	}
	for _, more := range []func(good string, file, second vc.Document) ([]spoilt, error){alteredSealHeaders, alteredSealSignatures, brokenSealFiles} {
		made, err := more(good, file, second)
		if err != nil {
			return nil, err
		}
		out = append(out, made...)
	}
	return out, nil
}

const sealEntry = "/signatures/0"

// alteredSealHeaders changes the protected header, member by member.
func alteredSealHeaders(good string, file, _ vc.Document) ([]spoilt, error) {
	raw, err := jws.Decode(file.Lookup(sealEntry + "/protected").Text())
	if err != nil {
		return nil, err
	}
	header := string(raw)
	var out []spoilt
	for _, row := range []struct{ name, rule, because, member, json string }{
		{"header-iat-altered", "PROOF-SIGNATURE", "The time of sealing was changed after signing.", "/iat", "1772443801"},
		{"header-added", "PROOF-SIGNATURE", "A parameter was added to the header after signing.", "/x", "1"},
		{"header-kid-altered", "PROOF-SIGNATURE", "The kid was changed after signing.", "/kid", `"AAAA"`},
		{"header-encoded", "PROOF-SIGNATURE", "The parameter b64 was changed to true after signing.", "/b64", "true"},
		{"alg-none", "JWS-ALG", "The algorithm was changed to none.", "/alg", `"none"`},
		{"alg-hs256", "JWS-ALG", "The algorithm was changed to HS256.", "/alg", `"HS256"`},
		{"alg-missing", "JWS-ALG", "The algorithm was taken away.", "/alg", ""},
		{"certificates-missing", "SEAL-CERTIFICATE", "The certificates were taken away.", "/x5c", ""},
		{"certificates-empty", "JWS-X5C", "The list of certificates was emptied.", "/x5c", "[]"},
		{"digest-missing", "JADES-CERT-DIGEST", "The digest of the certificate was taken away.", "/x5t#S256", ""},
	} {
		changed, err := edited(header, row.member, row.json)
		if err != nil {
			return nil, err
		}
		text, err := edited(good, sealEntry+"/protected", quoted(jws.Encode([]byte(changed))))
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: row.name, rule: row.rule, because: row.because, text: text})
	}
	return out, nil
}

// alteredSealSignatures puts something else in the place of the signature.
func alteredSealSignatures(good string, file, second vc.Document) ([]spoilt, error) {
	value := file.Lookup(sealEntry + "/signature").Text()
	raw, err := jws.Decode(value)
	if err != nil {
		return nil, err
	}
	flipped := append([]byte{raw[0] ^ 1}, raw[1:]...)
	var out []spoilt
	for _, row := range []struct{ name, because, signature string }{
		{"signature-altered", "A bit of the signature was changed.", jws.Encode(flipped)},
		{"signature-empty", "The signature was taken away.", ""},
		{"signature-truncated", "The end of the signature is missing.", jws.Encode(raw[:len(raw)-1])},
		{"signature-zero", "All bytes of the signature are zero.", jws.Encode(make([]byte, len(raw)))},
		{"signature-of-another-seal", "The signature is that of another seal of the same issuer.", second.Lookup(sealEntry + "/signature").Text()},
		{"signature-padded", "The signature ends in padding.", value + "=="},
	} {
		text, err := edited(good, sealEntry+"/signature", quoted(row.signature))
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: row.name, rule: "PROOF-SIGNATURE", because: row.because, text: text})
	}
	return out, nil
}

// brokenSealFiles changes what stands around the parts.
func brokenSealFiles(good string, file, second vc.Document) ([]spoilt, error) {
	payload, foreign := file.Get("payload").Raw(), second.Get("payload").Raw()
	if !strings.HasPrefix(good, `{"payload":`+payload) {
		return nil, errors.New("vectors: the payload is not the first member of the seal")
	}
	var out []spoilt
	for _, row := range []struct {
		name, rule, because string
		edits               []string
		level               vc.Level
		spec                string
	}{
		{"payload-of-another-seal", "PROOF-SIGNATURE", "The payload is that of another seal of the same issuer.", []string{"/payload", foreign}, "", ""},
		{"signature-entry-of-another-seal", "PROOF-SIGNATURE", "The header and signature are those of another seal of the same issuer.", []string{sealEntry, second.Lookup(sealEntry).Raw()}, "", ""},
		{"signature-beside-of-another-payload", "PROOF-SIGNATURE", "A second signature is that of another payload.", []string{"/signatures/-", second.Lookup(sealEntry).Raw()}, vc.Should, specJSONHeader},
		{"payload-object", "JWS-PAYLOAD", "The payload is an object and not a string.", []string{"/payload", file.Get("payload").Text()}, "", specMembers},
		{"payload-missing", "PROOF-SIGNATURE", "The payload is missing.", []string{"/payload", `""`}, "", specMembers},
		{"signatures-empty", "JWS-SERIALISATION", "The list of signatures is empty.", []string{"/signatures", "[]"}, "", specMembers},
		{"signatures-missing", "JWS-SERIALISATION", "There is no signature.", []string{"/signatures", ""}, "", specMembers},
		{"protected-missing", "JWS-SERIALISATION", "The protected header was taken away.", []string{sealEntry + "/protected", ""}, "", specMembers},
		{"alg-in-both-headers", "JWS-HEADER", "The algorithm stands in both headers.", []string{sealEntry + "/header/alg", `"none"`}, "", specMembers},
	} {
		text, err := edited(good, row.edits...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", row.name, err)
		}
		out = append(out, spoilt{name: row.name, rule: row.rule, because: row.because, text: text, level: row.level, spec: row.spec})
	}
	last := strings.TrimSuffix(good, "}") + `,"payload":` + foreign + "}"
	first := `{"payload":` + foreign + `,` + good[1:]
	return append(out,
		spoilt{name: "double-payload-foreign-last", rule: "PROOF-SIGNATURE", because: "The payload stands twice, and the last is not the one that was sealed.", text: last, spec: specHeaderNames},
		spoilt{name: "double-payload-foreign-first", rule: "PROOF-SIGNATURE", because: "The payload stands twice, and the first is not the one that was sealed.", text: first, level: vc.Should, spec: specHeaderNames},
	), nil
}
