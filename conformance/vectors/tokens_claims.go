package vectors

import (
	"strings"

	"github.com/mikromerit/mikromerit/vc"
)

// claimRow is a payload with changes that its issuer signs.
type claimRow struct {
	name, rule, because string
	edits               []string // as for edited
	level               vc.Level
	spec                string
}

// The clauses about claims.
const (
	specClaimVC = "https://www.w3.org/TR/vc-jose-cose/#securing-with-jose"
	specExp     = "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.4"
	specNbf     = "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.5"
	specDecode1 = "https://www.w3.org/TR/2022/REC-vc-data-model-20220303/#jwt-decoding"
)

// issSpec returns the clause about iss, or "" for that of the requirement.
func issSpec(b tokenBase) string {
	switch {
	case b.inClaim():
		return specDecode1
	case b.legacy():
		return "https://www.imsglobal.org/spec/ob/v3p0/#jwt-payload"
	}
	return ""
}

// contradictingClaims returns tokens whose claims say something else than the
// credential, or that it is not in force: faults of a careless issuer.
func contradictingClaims(b tokenBase, _ string) ([]spoilt, error) {
	until, from := b.at("/validUntil"), b.at("/validFrom")
	if b.inClaim() {
		until, from = "/vc/expirationDate", "/vc/issuanceDate"
	}
	rows := []claimRow{
		{"iss-of-another", "JWT-ISS", "The claim iss names somebody else than the issuer.", []string{"/iss", quoted(b.stranger.id)}, "", issSpec(b)},
		{"iss-array", "JWT-ISS", "The claim iss is an array.", []string{"/iss", "[" + quoted(b.by.id) + "]"}, vc.Should, ""},
		{"exp-past", "JWT-EXP", "The time in the claim exp has come.", []string{"/exp", secondsPast}, "", specExp},
		{"exp-text", "JWT-EXP", "The claim exp is a string.", []string{"/exp", quoted(secondsPast)}, "", specExp},
		{"nbf-future", "JWT-NBF", "The time in the claim nbf has not come.", []string{"/nbf", secondsFuture}, "", specNbf},
		{"nbf-text", "JWT-NBF", "The claim nbf is a string.", []string{"/nbf", quoted(secondsFuture)}, "", specNbf},
		{"expired", "VALID-UNTIL", "The credential has expired.", []string{until, quoted(datePast), "/exp", secondsPast}, "", ""},
		{"not-yet-valid", "VALID-FROM", "The credential is not valid yet.", []string{from, quoted(dateFuture), "/nbf", secondsFuture}, "", ""},
	}
	rows = append(rows, documentRows(b)...)
	if b.legacy() {
		rows = append(rows, legacyRows(b, from, until)...)
	} else {
		rows = append(rows,
			claimRow{"vc-claim", "JWT-CONTENT", "The claim vc stands beside the credential.", []string{"/vc", plainClaims(b.by.id)}, "", specClaimVC},
			claimRow{"vc-claim-empty", "JWT-CONTENT", "There is a claim vc, and it is empty.", []string{"/vc", "{}"}, "", specClaimVC},
			claimRow{"vp-claim", "JWT-CONTENT", "There is a claim vp.", []string{"/vp", `{"type":["VerifiablePresentation"]}`}, "", specClaimVC},
			claimRow{"expired-in-the-credential", "VALID-UNTIL", "The credential has expired.", []string{until, quoted(datePast)}, "", ""},
			claimRow{"not-yet-valid-in-the-credential", "VALID-FROM", "The credential is not valid yet.", []string{from, quoted(dateFuture)}, "", ""},
		)
	}
	out, err := claimCopies(b, rows)
	if err == nil && !b.legacy() && b.tail == "" {
		// The whole credential in the claim that the specification forbids.
		var text string
		text, err = b.by.sign(b.header, withClaims(`{"vc":`+plainClaims(b.by.id)+"}", b.by.id))
		out = append(out, spoilt{name: "in-vc-claim", rule: "JWT-CONTENT", because: "The credential stands in the claim vc.", text: text, spec: specClaimVC})
	}
	return out, err
}

// documentRows are credentials that lack what the data model demands. They break a
// rule about the document, not about the token.
func documentRows(b tokenBase) []claimRow {
	model, first := "VCDM2-", vc.ContextV2
	if b.inClaim() {
		model, first = "VCDM1-", vc.ContextV1
	}
	rows := []claimRow{
		{"context-not-first", model + "CONTEXT-FIRST", "The first context is another than that of the data model.", []string{b.at("/@context"), `["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",` + quoted(first) + "]"}, "", ""},
		{"no-type", model + "TYPE", "The credential has no type.", []string{b.at("/type"), ""}, "", ""},
	}
	if b.tail != "" {
		return rows // the disclosures would then stand for nothing
	}
	return append(rows, claimRow{"no-subject", model + "SUBJECT", "The credential has no subject.", []string{b.at("/credentialSubject"), ""}, "", ""})
}

// specVerifyClaims is where Open Badges has a verifier compare the claims with the
// members.
const specVerifyClaims = "https://www.imsglobal.org/spec/ob/v3p0/#jwt-verify-credential"

// legacyRows are the claims of a VC-JWT. In the form of the data model 1.1 a reader
// puts the claims in the place of the members, so there a contradiction need not
// be refused.
func legacyRows(b tokenBase, from, until string) []claimRow {
	level, spec := vc.Level(""), specVerifyClaims
	if b.inClaim() {
		level, spec = vc.Should, specDecode1
	}
	return []claimRow{
		{"jti-of-another", "JWT-JTI", "The claim jti is another than the id of the credential.", []string{"/jti", quoted(tokenOtherID)}, level, spec},
		{"sub-of-another", "JWT-SUB", "The claim sub is another than the id of the subject.", []string{"/sub", quoted(tokenOtherSub)}, level, spec},
		{"nbf-of-another-time", "JWT-NBF", "The claim nbf is another time than the start of validity.", []string{"/nbf", "1577836801"}, level, spec},
		{"expired-without-exp", "VALID-UNTIL", "The credential has expired, and there is no claim exp.", []string{until, quoted(datePast), "/exp", ""}, "", ""},
		{"not-yet-valid-without-nbf", "VALID-FROM", "The credential is not valid yet, and there is no claim nbf.", []string{from, quoted(dateFuture), "/nbf", ""}, "", ""},
	}
}

// claimCopies signs payloads with changes.
func claimCopies(b tokenBase, rows []claimRow) ([]spoilt, error) {
	var out []spoilt
	for _, row := range rows {
		edits := row.edits
		if row.name == "expired" && !b.legacy() || row.name == "not-yet-valid" && !b.legacy() {
			continue // said by the rows of its own, without the claim
		}
		payload, err := edited(b.payload, edits...)
		if err != nil {
			return nil, err
		}
		text, err := b.by.sign(b.header, payload)
		if err != nil {
			return nil, err
		}
		out = append(out, spoilt{name: row.name, rule: row.rule, because: row.because, text: text, level: row.level, spec: row.spec})
	}
	return out, nil
}

// foreignKeys returns tokens that somebody signed who is not the issuer, with all
// ways in which a header can name a key.
func foreignKeys(b tokenBase, _ string) ([]spoilt, error) {
	keySet := b.base + "/tokens/" + strings.ReplaceAll(b.id, "/", "-") + "/stranger.json"
	served := map[string][]byte{keySet: []byte(`{"keys":[` + b.stranger.jwk + `]}`)}
	with := func(more string) string { return `{"alg":` + quoted(b.stranger.alg.Name) + more + "}" }
	claimed, err := edited(b.payload, "/iss", quoted(b.stranger.id))
	if err != nil {
		return nil, err
	}
	_, foreignKey := b.party()
	var out []spoilt
	for _, row := range []struct {
		name, header, payload, rule, because string
		resources                            map[string][]byte
	}{
		{"stranger-kid", with(`,"kid":` + quoted(b.stranger.kid)), b.payload, foreignKey, "A stranger signed it, and kid leads to the stranger's key.", nil},
		{"stranger-jwk", with(`,"jwk":` + b.stranger.jwk), b.payload, foreignKey, "A stranger signed it, and the stranger's key stands in the header.", nil},
		{"stranger-jwk-with-kid-of-issuer", with(`,"kid":` + quoted(b.by.kid) + `,"jwk":` + b.stranger.jwk), b.payload, "PROOF-SIGNATURE", "A stranger signed it; kid leads to the issuer's key, and the stranger's stands in the header.", nil},
		{"stranger-with-kid-of-issuer", with(`,"kid":` + quoted(b.by.kid)), b.payload, "PROOF-SIGNATURE", "A stranger signed it, and kid leads to the issuer's key.", nil},
		{"stranger-fragment-of-issuer", with(`,"kid":` + quoted(b.by.id+"#"+strings.TrimPrefix(b.stranger.id, "did:key:"))), b.payload, "PROOF-METHOD", "A stranger signed it, and kid is the stranger's key in the name of the issuer.", nil},
		{"stranger-jku", with(`,"jku":` + quoted(keySet)), b.payload, "PROOF-SIGNATURE", "A stranger signed it, and jku is an address of the stranger's keys.", served},
		{"stranger-iss", with(`,"kid":` + quoted(b.stranger.kid)), claimed, "JWT-ISS", "A stranger signed it and is named by iss, while the document names somebody else.", nil},
		{"no-key", with(""), b.payload, "PROOF-SIGNATURE", "A stranger signed it, and the header names no key.", nil},
	} {
		text, err := b.stranger.sign(row.header, row.payload)
		if err != nil {
			return nil, err
		}
		if row.rule == "PROOF-SIGNATURE" && b.stranger.alg.Name != b.by.alg.Name {
			row.rule = "JWS-ALG" // the issuer's key is of another kind
			if !strings.Contains(row.header, `"kid"`) {
				row.rule = "PROOF-METHOD" // and none of that kind is to be found
			}
		}
		made := spoilt{name: row.name, rule: row.rule, because: row.because, text: text, resources: row.resources}
		if row.name == "stranger-iss" && b.inClaim() {
			made.level, made.spec = vc.Should, specDecode1 // a reader may put iss in the place of the issuer
		}
		out = append(out, made)
	}
	return out, nil
}
