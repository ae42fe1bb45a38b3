package broken

import (
	"bytes"
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// issuerDefects are ways in which issuers are wrong.
var issuerDefects = []issuerDefect{
	// What is signed is not what was sent.
	{defect: defect{"drops descriptions", []string{"ISSUE-KEPT"}}, Wraps: sending("/description", "")},
	{defect: defect{"writes names in ASCII", []string{"ISSUE-KEPT"}}, Wraps: replacing(`Äikiö`, `Aikio`)},
	{defect: defect{"puts another start of validity", []string{"ISSUE-KEPT"}}, Wraps: replacing("2024-01-02T03:04:05Z", "2024-01-02T00:00:00Z")},
	{defect: defect{"takes the validity for endless", []string{"ISSUE-KEPT"}}, Wraps: sending("/validUntil", "")},
	{defect: defect{"writes the names of subjects in capitals", []string{"ISSUE-KEPT"}}, Wraps: replacing(`"name":"B"`, `"name":"b"`)},
	{defect: defect{"answers with what it signed before", []string{"ISSUE-KEPT"}}, Wraps: former},
	{defect: defect{"changes what it signed", []string{"ISSUE-KEPT", "PROOF-SIGNATURE"}}, Wraps: answeringWith("/validFrom", `"2023-01-02T03:04:05Z"`)},
	{defect: defect{"drops what no context defines", []string{"JSONLD-TERM-UNDEFINED", "OB3-JSONLD"}},
		Wraps: sending("/nobodyDefinesThis", "", "/credentialSubject/achievement/nobodyDefinesThis", "")},
	{defect: defect{"takes the last of several members with one name", []string{"ISSUE-DUPLICATE-NAME"}},
		Wraps: changing(func(r *conformance.Request) { r.Document = lastMember(r.Document) })},

	// What is good is not signed.
	{defect: defect{"refuses what ends", []string{"ISSUE-SIGNED"}}, Wraps: refusing(`"expirationDate":"2094`)},
	{defect: defect{"refuses several subjects", []string{"ISSUE-SIGNED"}}, Wraps: refusing(`"B"`)},
	{defect: defect{"refuses badges with results", []string{"ISSUE-SIGNED"}}, Wraps: refusing(`"resultDescription"`)},

	// How it is signed.
	{defect: defect{"answers with what it was sent, unsigned", []string{"ISSUE-SECURED"}}, Wraps: answeringWith("/proof", "")},
	{defect: defect{"signs by another suite than it says", []string{"ISSUE-SECURED", "PROOF-SIGNATURE"}}, Wraps: answeringWith("/proof/cryptosuite", `"eddsa-jcs-2022"`, "/proof/0/cryptosuite", `"eddsa-jcs-2022"`)},
	{defect: defect{"signs by one suite, whatever it is asked for", []string{"ISSUE-SECURED"}}, Wraps: signing(func(i *issuer, _ string) (dataintegrity.Cryptosuite, *keys.Private) {
		return dataintegrity.EdDSAJCS2022, i.keys[0]
	}, dataintegrity.Options{})},
	{defect: defect{"signs with a key that is not the issuer's", []string{"ISSUER-KEY"}}, Wraps: signing(stranger, dataintegrity.Options{})},
	{defect: defect{"signs for another purpose", []string{"PROOF-PURPOSE"}}, Wraps: signing(itself, dataintegrity.Options{Purpose: vc.Authentication})},
	{defect: defect{"says another purpose than it signed for", []string{"PROOF-PURPOSE", "PROOF-SIGNATURE"}}, Wraps: answeringWith("/proof/proofPurpose", `"authentication"`, "/proof/0/proofPurpose", `"authentication"`)},
	{defect: defect{"dates proofs in the future", []string{"PROOF-CREATED"}}, Wraps: signing(itself, dataintegrity.Options{Created: issuerTime.AddDate(1, 0, 0)})},
	{defect: defect{"makes proofs that have ended", []string{"PROOF-EXPIRES"}}, Wraps: signing(itself, dataintegrity.Options{Expires: issuerTime.Add(-time.Hour)})},
	{defect: defect{"names a key that is not there", []string{"PROOF-METHOD"}}, Wraps: answeringWith("/proof/verificationMethod", `"did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp#key-9"`, "/proof/0/verificationMethod", `"did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp#key-9"`)},
	{defect: defect{"writes the value of a proof in another base", []string{"PROOF-VALUE"}}, Wraps: answeringWith("/proof/proofValue", `"f00ff"`, "/proof/0/proofValue", `"f00ff"`)},
	{defect: defect{"drops the date of a proof after it signed", []string{"PROOF-SIGNATURE"}}, Wraps: answeringWith("/proof/created", "", "/proof/0/created", "")},

	// Tokens.
	{defect: defect{"signs tokens by none", []string{"JWS-ALG"}}, Wraps: token(func(h, _ *jsonEdit) { h.set("/alg", `"none"`) })},
	{defect: defect{"gives tokens another type", []string{"ISSUE-SECURED"}}, Wraps: token(func(h, _ *jsonEdit) { h.set("/typ", `"at+jwt"`) })},
	{defect: defect{"makes members critical that nobody knows", []string{"JWS-CRIT", "OB3-JWT-HEADER"}}, Wraps: token(func(h, _ *jsonEdit) { h.set("/crit", `["our-own"]`, "/our-own", "1") })},
	{defect: defect{"lets tokens end at once", []string{"JWT-CONFLICT", "JWT-EXP"}}, Wraps: token(func(_, c *jsonEdit) { c.set("/exp", "1000000000") })},
	{defect: defect{"lets tokens count later", []string{"JWT-NBF"}}, Wraps: token(func(_, c *jsonEdit) { c.set("/nbf", "4000000000") })},
	{defect: defect{"writes the times of tokens as texts", []string{"JWT-EXP"}}, Wraps: token(func(_, c *jsonEdit) { c.set("/exp", `"2094-01-02"`) })},
	{defect: defect{"says iss of another", []string{"JWT-ISS"}}, Wraps: token(func(_, c *jsonEdit) { c.set("/iss", `"https://another.example/"`) })},
	{defect: defect{"says jti of another", []string{"JWT-CONFLICT", "JWT-JTI"}}, Wraps: token(func(_, c *jsonEdit) { c.set("/jti", `"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a99"`) })},
	{defect: defect{"says sub of another", []string{"JWT-CONFLICT", "JWT-SUB"}}, Wraps: token(func(_, c *jsonEdit) { c.set("/sub", `"urn:uuid:1f0c6f6e-8f0a-4d56-9d5c-1d8f3a3f0a99"`) })},
	{defect: defect{"puts a secret into the header", []string{"JWS-JWK"}}, Wraps: token(func(h, _ *jsonEdit) { h.set("/jwk", `{"kty":"oct","k":"c2VjcmV0"}`) })},

	// Base proofs, and what is derived from them.
	{defect: defect{"does not make mandatory what it is asked to", []string{"ISSUE-MANDATORY"}}, Wraps: changing(func(r *conformance.Request) { r.Mandatory = nil })},
	{defect: defect{"reveals all, whatever the holder asks for", []string{"DERIVE-SHOWN"}}, Wraps: revealing(func(r *conformance.Request) { r.Reveal = []string{""} })},
	{defect: defect{"reveals what is mandatory, whatever the holder asks for", []string{"DERIVE-SHOWN"}}, Wraps: revealing(func(r *conformance.Request) { r.Reveal = nil })},
	{defect: defect{"lets a holder show the base proof", []string{"DERIVE-HOLDS", "DERIVE-SHOWN", "DERIVE-UNLINKABLE"}}, Wraps: onDerive(func(_ context.Context, r conformance.Request, _ doing) (conformance.Answer, error) {
		return conformance.Answer{Document: r.Document}, nil
	})},
	{defect: defect{"hands out again what it derived", []string{"DERIVE-UNLINKABLE"}}, Wraps: cached},
	{defect: defect{"marks what it derives", []string{"DERIVE-UNLINKABLE"}}, Wraps: revealing(func(r *conformance.Request) {
		if r.Suite == string(dataintegrity.BBS2023) {
			r.Challenge = "holder 7"
		}
	})},

	// Seals.
	{defect: defect{"seals in the future", []string{"JADES-SIGNING-TIME"}}, Wraps: sealing(testkit.SealOptions{At: issuerTime.AddDate(1, 0, 0)})},
	{defect: defect{"seals without the digest of the certificate", []string{"JADES-CERT-DIGEST"}}, Wraps: sealing(testkit.SealOptions{Header: withoutHeader("x5t#S256")})},
	{defect: defect{"does not say when it sealed", []string{"JADES-SIGNING-TIME"}}, Wraps: sealing(testkit.SealOptions{Header: withoutHeader("iat")})},

	// Status.
	{defect: defect{"gives no status", []string{"ISSUE-STATUS"}}, Wraps: answeringResigned("/credentialStatus", "")},
	{defect: defect{"gives every credential the same place", []string{"ISSUE-REVOKED", "ISSUE-STATUS-PLACE"}}, Wraps: answeringResigned("/credentialStatus/statusListIndex", `"7"`)},
	{defect: defect{"writes the place as a number", []string{"ISSUE-REVOKED", "ISSUE-STATUS-PLACE", "STATUS-ENTRY-INDEX-TEXT"}}, Wraps: answeringResigned("/credentialStatus/statusListIndex", "7")},
	{defect: defect{"gives a status without purpose", []string{"ISSUE-STATUS", "STATUS-ENTRY-PURPOSE"}}, Wraps: answeringResigned("/credentialStatus/statusPurpose", "")},
	{defect: defect{"gives a status without list", []string{"ISSUE-STATUS", "STATUS-ENTRY-LIST"}}, Wraps: answeringResigned("/credentialStatus/statusListCredential", "")},
	{defect: defect{"says that it revokes and does not", []string{"ISSUE-REVOKED"}}, Wraps: onStatus(func(context.Context, *issuer, conformance.Request) error { return nil })},
	{defect: defect{"revokes all that it issued", []string{"ISSUE-REVOKED"}}, Wraps: onStatus(func(ctx context.Context, i *issuer, _ conformance.Request) error {
		for _, index := range i.taken {
			if err := i.list.Revoke(ctx, index); err != nil {
				return err
			}
		}
		return nil
	})},
	{defect: defect{"refuses to revoke", []string{"ISSUE-REVOKED"}}, Wraps: refusingStatus},
	{defect: defect{"publishes its list as it was at first", []string{"ISSUE-REVOKED"}}, Publishes: asAtFirst},
	{defect: defect{"publishes its list unsigned", []string{"STATUS-LIST-PROOF"}}, Publishes: listWith("/proof", "")},
	{defect: defect{"changes its list after it signed it", []string{"STATUS-LIST-PROOF"}}, Publishes: listWith("/validFrom", `"2026-01-01T00:00:00Z"`)},
	{defect: defect{"has somebody else sign its list", []string{"STATUS-LIST-PROOF"}}, Publishes: listBy(stranger)},
	{defect: defect{"publishes its list under another id", []string{"STATUS-LIST-ID"}}, Publishes: listBy(itself, "/id", `"https://vestre-aas.example/status/9"`)},
	{defect: defect{"publishes a list that has ended", []string{"STATUS-LIST-PERIOD"}}, Publishes: listBy(itself, "/validFrom", `"2026-01-01T00:00:00Z"`, "/validUntil", `"2026-05-01T00:00:00Z"`)},
	{defect: defect{"publishes a list for another purpose", []string{"STATUS-PURPOSE"}}, Publishes: listBy(itself, "/credentialSubject/statusPurpose", `"suspension"`)},
	{defect: defect{"publishes a page in the place of its list", []string{"STATUS-LIST-FORMAT"}}, Publishes: func(context.Context, *issuer, []byte) ([]byte, error) { return []byte("<!doctype html>"), nil }},

	// What breaks a rule is signed.
	{defect: defect{"signs without contexts", []string{"VCDM1-CONTEXT", "VCDM2-CONTEXT"}}, Blind: []string{"VCDM1-CONTEXT", "VCDM2-CONTEXT"}},
	{defect: defect{"signs contexts in any order", []string{"OB3-CONTEXT", "VCDM1-CONTEXT-FIRST", "VCDM2-CONTEXT-FIRST"}}, Blind: []string{"VCDM1-CONTEXT-FIRST", "VCDM2-CONTEXT-FIRST", "OB3-CONTEXT"}},
	{defect: defect{"signs without types", []string{"VCDM1-TYPE", "VCDM1-TYPE-CREDENTIAL", "VCDM2-TYPE", "VCDM2-TYPE-CREDENTIAL"}}, Blind: []string{"VCDM1-TYPE", "VCDM1-TYPE-CREDENTIAL", "VCDM2-TYPE", "VCDM2-TYPE-CREDENTIAL"}},
	{defect: defect{"signs what is about nobody", []string{"OB3-SUBJECT", "VCDM1-SUBJECT", "VCDM2-SUBJECT"}}, Blind: []string{"VCDM1-SUBJECT", "VCDM2-SUBJECT", "OB3-SUBJECT"}},
	{defect: defect{"signs ids that are no addresses", []string{"VCDM1-ID", "VCDM2-ID"}}, Blind: []string{"VCDM1-ID", "VCDM2-ID"}},
	{defect: defect{"signs dates that are none", []string{"VCDM1-EXPIRATION-DATE", "VCDM1-ISSUANCE-DATE", "VCDM2-VALID-FROM", "VCDM2-VALID-UNTIL"}}, Blind: []string{"VCDM1-ISSUANCE-DATE", "VCDM1-EXPIRATION-DATE", "VCDM2-VALID-FROM", "VCDM2-VALID-UNTIL"}},
	{defect: defect{"signs an end before the start", []string{"VCDM1-PERIOD", "VCDM2-PERIOD"}}, Blind: []string{"VCDM1-PERIOD", "VCDM2-PERIOD", "ISSUE-PERIOD"}},
	{defect: defect{"signs for issuers that are none", []string{"VCDM1-ISSUER-ID", "VCDM2-ISSUER", "VCDM2-ISSUER-ID"}}, Blind: []string{"VCDM1-ISSUER", "VCDM1-ISSUER-ID", "VCDM2-ISSUER", "VCDM2-ISSUER-ID", "ISSUE-ISSUER"}},
	{defect: defect{"signs parts without type", []string{"VCDM1-EVIDENCE-TYPE", "VCDM1-STATUS-ID", "VCDM1-STATUS-TYPE", "VCDM2-EVIDENCE-TYPE", "VCDM2-REFRESH-TYPE", "VCDM2-RELATED-DIGEST", "VCDM2-SCHEMA-ID", "VCDM2-SCHEMA-TYPE", "VCDM2-STATUS-TYPE", "VCDM2-TERMS-TYPE"}}, Blind: []string{"VCDM1-STATUS-TYPE", "VCDM1-STATUS-ID", "VCDM1-EVIDENCE-TYPE", "VCDM2-STATUS-TYPE", "VCDM2-SCHEMA-TYPE", "VCDM2-SCHEMA-ID", "VCDM2-EVIDENCE-TYPE", "VCDM2-TERMS-TYPE", "VCDM2-REFRESH-TYPE", "VCDM2-RELATED-DIGEST"}},
	{defect: defect{"signs names that are no texts", []string{"OB3-KIND", "VCDM2-TEXT"}}, Blind: []string{"VCDM2-TEXT", "OB3-KIND"}},
	{defect: defect{"signs terms that no context defines", []string{"JSONLD-TERM-UNDEFINED", "JSONLD-TYPE-UNDEFINED", "OB3-JSONLD"}}, Blind: []string{"JSONLD-TERM-UNDEFINED", "JSONLD-TYPE-UNDEFINED", "OB3-JSONLD"}},
	{defect: defect{"signs what redefines a protected term", []string{"JSONLD-PROTECTED"}}, Blind: []string{"JSONLD-PROTECTED"}},
	{defect: defect{"signs with contexts that it does not have", []string{"JSONLD-CONTEXT-UNKNOWN"}}, Blind: []string{"JSONLD-CONTEXT-UNKNOWN"}},
	{defect: defect{"signs badges that lack required members", []string{"OB3-CRITERIA", "OB3-REQUIRED"}}, Blind: []string{"OB3-REQUIRED", "OB3-CRITERIA"}},
	{defect: defect{"signs badges with other types and values", []string{"OB3-ARRAY", "OB3-EMPTY", "OB3-ENUM", "OB3-HASH", "OB3-NODE-TYPE", "OB3-RESULT"}}, Blind: []string{"OB3-NODE-TYPE", "OB3-ENUM", "OB3-EMPTY", "OB3-ARRAY", "OB3-RESULT", "OB3-HASH"}, Follows: []string{"OB3-*", "VCDM2-*"}},
	{defect: defect{"seals credentials without profile and schema", []string{"ELM-EUROPEANDIGITALCREDENTIAL-CREDENTIALPROFILES", "ELM-EUROPEANDIGITALCREDENTIAL-CREDENTIALSCHEMA"}}, Blind: []string{"ELM-EUROPEANDIGITALCREDENTIAL-CREDENTIALPROFILES", "ELM-EUROPEANDIGITALCREDENTIAL-CREDENTIALSCHEMA"}},
	{defect: defect{"seals claims of any kind", []string{"ELM-CLAIM-CLASS", "ELM-SUBJECT-HASCLAIM"}}, Blind: []string{"ELM-CLAIM-CLASS", "ELM-SUBJECT-HASCLAIM"}},
	{defect: defect{"seals achievements without title and awarding body", []string{"ELM-AWARDINGPROCESS-AWARDINGBODY", "ELM-LEARNINGACHIEVEMENT-AWARDEDBY", "ELM-LEARNINGACHIEVEMENT-TITLE"}}, Blind: []string{"ELM-LEARNINGACHIEVEMENT-*", "ELM-AWARDINGPROCESS-*"}},
	{defect: defect{"seals for organisations without name and country", []string{"ELM-ADDRESS-COUNTRYCODE", "ELM-ORGANISATION-LEGALNAME"}}, Blind: []string{"ELM-ORGANISATION-LEGALNAME", "ELM-ADDRESS-COUNTRYCODE"}},
}

// edited returns a document with other values at pointers; "" removes. What cannot be
// changed stays.
func edited(text []byte, edits ...string) []byte {
	doc, err := vc.ParseDocument(text, vc.Limits{})
	if err != nil {
		return text
	}
	for n := 0; n < len(edits); n += 2 {
		changed, err := doc, error(nil)
		if edits[n+1] == "" {
			changed, err = doc.Without(edits[n])
		} else {
			changed, err = doc.With(edits[n], edits[n+1])
		}
		if err == nil {
			doc = changed
		}
	}
	return doc.Bytes()
}

// changing returns a defect that changes what is to be signed.
func changing(change func(r *conformance.Request)) func(*issuer, doing) doing {
	return func(_ *issuer, do doing) doing {
		return func(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
			if r.Operation == conformance.IssueCredential {
				change(&r)
			}
			return do(ctx, r)
		}
	}
}

func sending(edits ...string) func(*issuer, doing) doing {
	return changing(func(r *conformance.Request) {
		r.Document = edited(r.Document, edits...)
		doc, err := vc.ParseDocument(r.Document, vc.Limits{})
		if err == nil {
			r.Mandatory = slices.DeleteFunc(slices.Clone(r.Mandatory), func(at string) bool { return !doc.Lookup(at).Exists() })
		}
	})
}

func replacing(old, new string) func(*issuer, doing) doing {
	return changing(func(r *conformance.Request) { r.Document = bytes.ReplaceAll(r.Document, []byte(old), []byte(new)) })
}

func refusing(text string) func(*issuer, doing) doing {
	return func(_ *issuer, do doing) doing {
		return func(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
			if r.Operation == conformance.IssueCredential && strings.Contains(string(r.Document), text) {
				return conformance.Answer{Refused: true}, nil
			}
			return do(ctx, r)
		}
	}
}

// signed returns a defect that changes what was signed.
func signed(change func(ctx context.Context, i *issuer, r conformance.Request, made []byte) []byte) func(*issuer, doing) doing {
	return func(i *issuer, do doing) doing {
		return func(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
			answer, err := do(ctx, r)
			if err == nil && r.Operation == conformance.IssueCredential && len(answer.Document) > 0 {
				answer.Document = change(ctx, i, r, answer.Document)
			}
			return answer, err
		}
	}
}

func answeringWith(edits ...string) func(*issuer, doing) doing {
	return signed(func(_ context.Context, _ *issuer, _ conformance.Request, made []byte) []byte {
		return replaced(made, edits...)
	})
}

// replaced returns a document with other values for what it has.
func replaced(text []byte, edits ...string) []byte {
	doc, err := vc.ParseDocument(text, vc.Limits{})
	if err != nil {
		return text
	}
	var possible []string
	for n := 0; n < len(edits); n += 2 {
		if doc.Lookup(edits[n]).Exists() {
			possible = append(possible, edits[n:n+2]...)
		}
	}
	return edited(text, possible...)
}

// onDerive returns a defect in what is derived.
func onDerive(derive func(ctx context.Context, r conformance.Request, do doing) (conformance.Answer, error)) func(*issuer, doing) doing {
	return func(_ *issuer, do doing) doing {
		return func(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
			if r.Operation == conformance.DeriveCredential {
				return derive(ctx, r, do)
			}
			return do(ctx, r)
		}
	}
}

// revealing returns a defect that derives something else than it was asked for.
func revealing(change func(r *conformance.Request)) func(*issuer, doing) doing {
	return onDerive(func(ctx context.Context, r conformance.Request, do doing) (conformance.Answer, error) {
		change(&r)
		return do(ctx, r)
	})
}

// cached derives once from a credential, and answers with that from then on.
func cached(i *issuer, do doing) doing {
	known := make(map[string]conformance.Answer)
	return onDerive(func(ctx context.Context, r conformance.Request, do doing) (conformance.Answer, error) {
		answer, ok := known[string(r.Document)]
		if !ok {
			var err error
			if answer, err = do(ctx, r); err != nil {
				return answer, err
			}
			known[string(r.Document)] = answer
		}
		return answer, nil
	})(i, do)
}

// former answers with what was signed before, as a cache with a wrong key does.
func former(_ *issuer, do doing) doing {
	var last []byte
	return func(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
		answer, err := do(ctx, r)
		if err != nil || r.Operation != conformance.IssueCredential || len(answer.Document) == 0 {
			return answer, err
		}
		now := answer.Document
		if last != nil && strings.Contains(string(r.Document), `"@language"`) {
			answer.Document = last
		}
		last = now
		return answer, nil
	}
}

// chosen is a suite and a key to sign with.
type chosen func(i *issuer, suite string) (dataintegrity.Cryptosuite, *keys.Private)

// itself signs as it should.
func itself(i *issuer, suite string) (dataintegrity.Cryptosuite, *keys.Private) {
	if strings.HasPrefix(suite, "ecdsa") {
		return dataintegrity.Cryptosuite(suite), i.keys[1]
	}
	if suite == "" {
		suite = string(dataintegrity.EdDSARDFC2022)
	}
	return dataintegrity.Cryptosuite(suite), i.keys[0]
}

// stranger signs with the key of somebody else.
func stranger(i *issuer, suite string) (dataintegrity.Cryptosuite, *keys.Private) {
	name, key := itself(i, suite)
	if key == i.keys[0] {
		key = i.keys[len(i.keys)-1]
	} else {
		key, _ = keys.Generate(keys.P256)
	}
	return name, key
}

// resign changes what carries a proof and signs it anew. What the suite cannot sign
// stays as it is.
func (i *issuer) resign(ctx context.Context, made []byte, suite string, by chosen, o dataintegrity.Options, edits ...string) []byte {
	doc, err := vc.ParseDocument(made, vc.Limits{})
	if err != nil || dataintegrity.IsSelective(dataintegrity.Cryptosuite(suite)) {
		return made
	}
	o.Array = doc.Get("proof").Kind() == jsontree.Array
	if doc, err = doc.Without("/proof"); err != nil {
		return made
	}
	if doc, err = vc.ParseDocument(edited(doc.Bytes(), edits...), vc.Limits{}); err != nil {
		return made
	}
	name, key := by(i, suite)
	file, err := dataintegrity.Sign(ctx, issuerEnv(), doc, name, key.Key(), o)
	if err != nil {
		return made
	}
	return file.Bytes()
}

func signing(by chosen, o dataintegrity.Options) func(*issuer, doing) doing {
	return signed(func(ctx context.Context, i *issuer, r conformance.Request, made []byte) []byte {
		return i.resign(ctx, made, r.Suite, by, o)
	})
}

func answeringResigned(edits ...string) func(*issuer, doing) doing {
	return signed(func(ctx context.Context, i *issuer, r conformance.Request, made []byte) []byte {
		return i.resign(ctx, made, r.Suite, itself, dataintegrity.Options{}, edits...)
	})
}

// jsonEdit is a part of a token.
type jsonEdit struct{ text []byte }

func (e *jsonEdit) set(edits ...string) { e.text = edited(e.text, edits...) }

// token returns a defect that signs tokens with another header or other claims.
func token(change func(header, claims *jsonEdit)) func(*issuer, doing) doing {
	return signed(func(_ context.Context, i *issuer, r conformance.Request, made []byte) []byte {
		parts := strings.Split(string(made), ".")
		if len(parts) != 3 || !bytes.HasPrefix(made, []byte("ey")) || bytes.Contains(made, []byte("~")) {
			return made
		}
		raw := base64.RawURLEncoding
		header, err1 := raw.DecodeString(parts[0])
		claims, err2 := raw.DecodeString(parts[1])
		if err1 != nil || err2 != nil {
			return made
		}
		h, c := &jsonEdit{header}, &jsonEdit{claims}
		change(h, c)
		input := raw.EncodeToString(h.text) + "." + raw.EncodeToString(c.text)
		key, algorithm := i.keys[0], "EdDSA"
		if r.Suite == "vc-jwt" {
			key, algorithm = i.keys[3], "RS256"
		}
		return []byte(input + "." + raw.EncodeToString(testkit.SignJWS(key.Signer(), algorithm, []byte(input))))
	})
}

// sealing returns a defect that seals in another way.
func sealing(o testkit.SealOptions) func(*issuer, doing) doing {
	return signed(func(_ context.Context, _ *issuer, r conformance.Request, made []byte) []byte {
		if r.Suite != "jades" {
			return made
		}
		doc, err := vc.ParseDocument(made, vc.Limits{})
		if err != nil {
			return made
		}
		return testkit.Seal([]byte(doc.Get("payload").Text()), o)
	})
}

func withoutHeader(name string) func([]testkit.Member) []testkit.Member {
	return func(members []testkit.Member) []testkit.Member {
		var kept []testkit.Member
		for _, m := range members {
			if m.Name != name {
				kept = append(kept, m)
			}
		}
		return kept
	}
}

// onStatus returns a defect that sets a status in another way.
func onStatus(set func(ctx context.Context, i *issuer, r conformance.Request) error) func(*issuer, doing) doing {
	return func(i *issuer, do doing) doing {
		return func(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
			if r.Operation == conformance.SetStatus {
				return conformance.Answer{}, set(ctx, i, r)
			}
			return do(ctx, r)
		}
	}
}

func refusingStatus(_ *issuer, do doing) doing {
	return func(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
		if r.Operation == conformance.SetStatus {
			return conformance.Answer{Refused: true}, nil
		}
		return do(ctx, r)
	}
}

func listWith(edits ...string) func(context.Context, *issuer, []byte) ([]byte, error) {
	return func(_ context.Context, _ *issuer, list []byte) ([]byte, error) { return edited(list, edits...), nil }
}

// listBy has somebody sign the list after it was changed.
func listBy(by chosen, edits ...string) func(context.Context, *issuer, []byte) ([]byte, error) {
	return func(ctx context.Context, i *issuer, list []byte) ([]byte, error) {
		return i.resign(ctx, list, "", by, dataintegrity.Options{}, edits...), nil
	}
}

// asAtFirst publishes the list as it was when it was published first.
func asAtFirst(_ context.Context, i *issuer, list []byte) ([]byte, error) {
	if i.published == nil {
		i.published = list
	}
	return i.published, nil
}
