package vectors

import (
	"fmt"

	"github.com/mikromerit/mikromerit/vc"
)

// presentedTokens returns the vectors of presentations that their holder signs as
// tokens.
func presentedTokens(o Options, p tokenParties) ([]Vector, error) {
	at, level := o.presentedAt()
	inner, err := heldToken(p.ec, p.ec.header("vc+jwt", false), plainClaims(p.ec.id), "/credentialSubject/id", quoted(p.holder.id))
	if err != nil {
		return nil, err
	}
	old, err := heldToken(p.ec, p.ec.header("JWT", false), oldClaims(p.ec.id), "/vc/credentialSubject/id", quoted(p.holder.id), "/sub", quoted(p.holder.id))
	if err != nil {
		return nil, err
	}
	base := tokenBase{
		id: "jose/vp-jose/eddsa", suite: "vp+jwt", format: "vcdm2", media: "application/vp+jwt", operation: VerifyPresentation, base: o.Base, level: level,
		header: p.holder.header("vp+jwt", false), payload: presentedClaims(p.holder.id, envelopeOf(inner), at), by: p.holder, stranger: p.strangeEd,
		challenge: tokenChallenge, domain: tokenDomain,
	}
	older := base
	older.id, older.suite, older.format, older.media = "jose/vc-jwt/eddsa-vp-claim", "vc-jwt", "vcdm1", "application/jwt"
	older.header = p.holder.header("JWT", false)
	older.payload = fmt.Sprintf(`{"vp":{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiablePresentation"],"holder":%q,"verifiableCredential":[%q]},`+
		`"iss":%q,"iat":%s,"exp":%s,"nonce":%q,"aud":%q}`, p.holder.id, old, p.holder.id, at, secondsUntil, tokenChallenge, tokenDomain)
	var all []Vector
	for _, b := range []tokenBase{base, older} {
		made, err := b.vectors()
		if err != nil {
			return nil, fmt.Errorf("vectors: %s: %w", b.id, err)
		}
		all = append(all, made...)
	}
	held, err := wrongCredentials(base, p, at)
	if err != nil {
		return nil, err
	}
	made, err := pairOf(base.goodVector(""), held)
	if err != nil {
		return nil, err
	}
	return append(all, made[1:]...), nil // the good one is there already
}

// heldToken returns a token of a credential with changes: whose subject is who
// presents it.
func heldToken(by tokenSigner, header, claims string, edits ...string) (string, error) {
	claims, err := edited(claims, edits...)
	if err != nil {
		return "", err
	}
	return by.sign(header, claims)
}

// envelopeOf returns the object that stands for a token in a presentation (data
// model 2.0 section 4.13).
func envelopeOf(token string) string {
	return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"id":%q,"type":"EnvelopedVerifiableCredential"}`, "data:application/vc+jwt,"+token)
}

func presentedClaims(holder, credential, at string) string {
	return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":%q,"verifiableCredential":[%s],`+
		`"iss":%q,"iat":%s,"exp":%s,"nonce":%q,"aud":%q}`, holder, credential, holder, at, secondsUntil, tokenChallenge, tokenDomain)
}

// wrongPresentations returns presentations that were made for somebody else, or for
// another time, and that their holder signed. That a token answers a challenge with
// nonce stands in no specification of presentations as tokens.
func wrongPresentations(b tokenBase, _ string) ([]spoilt, error) {
	const specAud = "https://www.rfc-editor.org/rfc/rfc7519#section-4.1.3"
	rows := []claimRow{
		{"aud-of-another", "PROOF-DOMAIN", "The presentation was made for another verifier.", []string{"/aud", `"https://other.example"`}, "", specAud},
		{"aud-missing", "PROOF-DOMAIN", "The presentation was made for nobody.", []string{"/aud", ""}, vc.Should, specAud},
		{"nonce-of-another", "PROOF-CHALLENGE", "The presentation answers the challenge of another.", []string{"/nonce", `"another"`}, vc.Should, ""},
		{"nonce-missing", "PROOF-CHALLENGE", "The presentation answers no challenge.", []string{"/nonce", ""}, vc.Should, ""},
		{"iss-of-another", "JWT-ISS", "The claim iss names somebody else than the holder.", []string{"/iss", quoted(b.stranger.id)}, "", ""},
		{"exp-past", "JWT-EXP", "The time in the claim exp has come.", []string{"/exp", secondsPast}, "", specExp},
		{"nbf-future", "JWT-NBF", "The time in the claim nbf has not come.", []string{"/nbf", secondsFuture}, "", specNbf},
	}
	if !b.legacy() {
		rows = append(rows,
			claimRow{"vp-claim", "JWT-CONTENT", "The claim vp stands beside the presentation.", []string{"/vp", b.payload}, "", specClaimVC},
			claimRow{"vc-claim", "JWT-CONTENT", "There is a claim vc.", []string{"/vc", "{}"}, "", specClaimVC},
		)
	}
	return claimCopies(b, rows)
}

// wrongCredentials returns presentations that are right themselves and hold a
// credential that must not be accepted.
func wrongCredentials(b tokenBase, p tokenParties, at string) ([]spoilt, error) {
	header := p.ec.header("vc+jwt", false)
	claims, err := edited(plainClaims(p.ec.id), "/credentialSubject/id", quoted(p.holder.id))
	if err != nil {
		return nil, err
	}
	good, err := p.ec.sign(header, claims)
	if err != nil {
		return nil, err
	}
	contents, err := envelopedContents(p, header, claims, good)
	if err != nil {
		return nil, err
	}
	rows := []spoilt{{name: "plain", rule: "PROOF-NONE", because: "The credential in the presentation is not secured.", text: claims}}
	for _, c := range contents {
		c.text = envelopeOf(c.text)
		if c.name == "altered" {
			rows = append(rows, spoilt{name: "second-altered", rule: c.rule, because: "The second of two credentials was changed after signing.", text: envelopeOf(good) + "," + c.text})
		}
		rows = append(rows, c)
	}
	for i, row := range rows {
		if rows[i].text, err = b.by.sign(b.header, presentedClaims(b.by.id, row.text, at)); err != nil {
			return nil, err
		}
		rows[i].name = "credential-" + row.name
	}
	return rows, nil
}
