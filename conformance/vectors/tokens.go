package vectors

import (
	"fmt"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/jades"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// tokens returns the vectors of credentials and presentations as JSON Web Tokens
// and SD-JWTs.
func tokens(o Options) ([]Vector, error) {
	parties, err := newTokenParties()
	if err != nil {
		return nil, err
	}
	var all []Vector
	for _, base := range tokenBases(o, parties) {
		made, err := base.vectors()
		if err != nil {
			return nil, fmt.Errorf("vectors: %s: %w", base.id, err)
		}
		all = append(all, made...)
	}
	for _, more := range []func(Options, tokenParties) ([]Vector, error){presentedTokens, selectiveTokens, envelopedTokens, pssTokens} {
		made, err := more(o, parties)
		if err != nil {
			return nil, err
		}
		all = append(all, made...)
	}
	return all, nil
}

// tokenBase is a good token, of which spoilt copies are made.
type tokenBase struct {
	id, suite, format string
	media             string // of the token
	header, payload   string // as signed, in JSON
	by, stranger      tokenSigner
	base              string // of addresses
	operation         Operation
	challenge, domain string
	tail              string // what follows the token: the disclosures of an SD-JWT
	level             vc.Level
}

// inClaim reports whether the credential stands in the claim vc, or the
// presentation in vp, as in the data model 1.1.
func (b tokenBase) inClaim() bool { return b.format == "vcdm1" }

// legacy reports whether the token is a VC-JWT, in which claims repeat members of
// the credential.
func (b tokenBase) legacy() bool { return b.suite == "vc-jwt" }

// at returns where in the payload a member of the credential stands.
func (b tokenBase) at(pointer string) string {
	switch {
	case b.inClaim() && b.presented():
		return "/vp" + pointer
	case b.inClaim():
		return "/vc" + pointer
	}
	return pointer
}

// party returns the member that names who must have signed, and the code of the
// requirement that the key is theirs.
func (b tokenBase) party() (member, rule string) {
	if b.presented() {
		return b.at("/holder"), "HOLDER-KEY"
	}
	return b.at("/issuer"), "ISSUER-KEY"
}

// spoilt is what is the matter with a spoilt copy, and the copy.
type spoilt struct {
	name    string
	rule    string   // the code of the requirement
	because string   // what is the matter, as one sentence
	text    string   // the copy
	level   vc.Level // "": that of the requirement
	spec    string   // "": that of the requirement

	resources map[string][]byte
}

// presented reports whether it is a presentation, which its holder signs.
func (b tokenBase) presented() bool { return b.operation == VerifyPresentation }

// vectors returns the good token and its spoilt copies.
func (b tokenBase) vectors() ([]Vector, error) {
	good, err := b.by.sign(b.header, b.payload)
	if err != nil {
		return nil, err
	}
	claims := contradictingClaims
	if b.presented() {
		claims = wrongPresentations
	}
	var copies []spoilt
	for _, make := range []func(tokenBase, string) ([]spoilt, error){
		alteredClaims, alteredSignatures, unsecuredTokens, keyedWithPublicKey, misfitAlgorithms,
		brokenHeaders, brokenEncodings, claims, claimsBeside, foreignKeys, furtherTokens,
	} {
		made, err := make(b, good)
		if err != nil {
			return nil, err
		}
		copies = append(copies, made...)
	}
	for i := range copies {
		copies[i].text += b.tail
	}
	return pairOf(b.goodVector(good+b.tail), copies)
}

func (b tokenBase) goodVector(text string) Vector {
	return Vector{
		ID: b.id, Suite: b.suite, Format: b.format, Operation: b.operation, Accept: true,
		Because: "It is what it should be.", Spec: tokenSpecs[b.suite], MediaType: b.media, Document: []byte(text),
		Challenge: b.challenge, Domain: b.domain, Level: b.level,
	}
}

// tokenSpecs are the clauses by which a good document must be accepted.
var tokenSpecs = map[string]string{
	"vc-jwt":    "https://www.imsglobal.org/spec/ob/v3p0/#jwt-proof",
	"vc+jwt":    "https://www.w3.org/TR/vc-jose-cose/#securing-with-jose",
	"vp+jwt":    "https://www.w3.org/TR/vc-jose-cose/#securing-vps-with-jose",
	"vc+sd-jwt": "https://www.w3.org/TR/vc-jose-cose/#securing-with-sd-jwt",
}

// pairOf returns a good vector and one for each spoilt copy of it.
func pairOf(good Vector, copies []spoilt) ([]Vector, error) {
	good.Pair = good.ID
	all := []Vector{good}
	for _, c := range copies {
		rule, err := ruleFor(good.Suite, c.rule)
		if err != nil {
			return nil, err
		}
		v := good
		v.ID, v.Accept, v.Rule, v.Level, v.Because, v.Spec = good.ID+"/"+c.name, false, c.rule, rule.Level, c.because, rule.Spec
		v.Document = []byte(c.text)
		if rule.Code == "VALID-UNTIL" || rule.Code == "VALID-FROM" {
			v.Level, v.Spec = periodDemand(good.Format, rule)
		}
		if c.level != "" {
			v.Level = c.level
		}
		if c.spec != "" {
			v.Spec = c.spec
		}
		if c.resources != nil {
			v.Resources = c.resources
		}
		all = append(all, v)
	}
	return all, nil
}

// periodDemand is how strongly a verifier must look at the period, and where that is
// said: Open Badges says so, and for the W3C it is a part of validation.
func periodDemand(format string, rule vc.Rule) (vc.Level, string) {
	if format == "ob3" {
		return vc.Must, specVerifyClaims
	}
	return vc.Should, rule.Spec
}

// ruleFor returns the requirement with a code as a suite has it: seals and tokens
// have some of the same name.
func ruleFor(suite, code string) (vc.Rule, error) {
	table := jose.Rules()
	if suite == sealSuite {
		table = jades.Rules()
	}
	for _, rule := range table {
		if rule.Code == code {
			return rule, nil
		}
	}
	if rule, ok := libraryRules()[code]; ok {
		return rule, nil
	}
	return vc.Rule{}, fmt.Errorf("vectors: no rule %s", code)
}

// libraryRules returns the requirements of the library by their codes. Of several
// with one code the first counts.
var libraryRules = sync.OnceValue(func() map[string]vc.Rule {
	rules := make(map[string]vc.Rule)
	for _, rule := range mikromerit.Rules() {
		if _, ok := rules[rule.Code]; !ok {
			rules[rule.Code] = rule
		}
	}
	return rules
})

// tokenBases returns the good tokens that hold credentials. The data model 1.1 asks
// for no algorithm, so there is one of each that is common.
func tokenBases(o Options, p tokenParties) []tokenBase {
	make := func(name, suite, format, typ string, by, stranger tokenSigner, embed bool, payload string) tokenBase {
		media := "application/" + suite
		if suite == "vc-jwt" {
			media = "application/jwt"
		}
		return tokenBase{
			id: "jose/" + map[string]string{"vc-jwt": "vc-jwt", "vc+jwt": "vc-jose"}[suite] + "/" + name, suite: suite, format: format, media: media,
			header: by.header(typ, embed), payload: payload, by: by, stranger: stranger, base: o.Base, operation: VerifyCredential,
		}
	}
	return []tokenBase{
		make("rs256-badge", "vc-jwt", "ob3", "JWT", p.rsa, p.strangeEC, true, badgeClaims(p.rsa.id)),
		make("es256-badge", "vc-jwt", "ob3", "JWT", p.ec, p.strangeEC, false, badgeClaims(p.ec.id)),
		make("eddsa-badge", "vc-jwt", "ob3", "", p.ed, p.strangeEd, false, badgeClaims(p.ed.id)),
		make("rs256-vc-claim", "vc-jwt", "vcdm1", "JWT", p.rsa, p.strangeEC, false, oldClaims(p.rsa.id)),
		make("es256-vc-claim", "vc-jwt", "vcdm1", "JWT", p.ec, p.strangeEC, false, oldClaims(p.ec.id)),
		make("es256-credential", "vc+jwt", "vcdm2", "vc+jwt", p.ec, p.strangeEC, false, plainClaims(p.ec.id)),
		make("eddsa-badge", "vc+jwt", "ob3", "vc+jwt", p.ed, p.strangeEd, false, plainBadge(p.ed.id)),
	}
}

// The dates of all documents: they are good for as long as anybody will run this.
const (
	dateFrom, secondsFrom       = "2020-01-01T00:00:00Z", "1577836800"
	dateUntil, secondsUntil     = "2099-12-31T00:00:00Z", "4102358400"
	datePast, secondsPast       = "2021-01-01T00:00:00Z", "1609459200"
	dateFuture, secondsFuture   = "2098-01-01T00:00:00Z", "4039372800"
	tokenID, tokenSubject       = "urn:uuid:5c0b2c1e-6f0d-4d57-9a3a-0c8d3f1e7a01", "did:example:kari"
	tokenOtherID, tokenOtherSub = "urn:uuid:00000000-0000-4000-8000-000000000001", "did:example:ola"
)

// plainBadge returns an Open Badge 3.0.
func plainBadge(issuer string) string {
	return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],`+
		`"id":%q,"type":["VerifiableCredential","OpenBadgeCredential"],"name":"Universell utforming","issuer":{"id":%q,"type":["Profile"],"name":"Vestre Ås høgskole"},`+
		`"validFrom":%q,"validUntil":%q,"credentialSubject":{"id":%q,"type":["AchievementSubject"],"creditsEarned":2.5,`+
		`"achievement":{"id":"https://vestre-aas.example/emner/web-023","type":["Achievement"],"name":"Universell utforming","description":"Fem uker.","criteria":{"narrative":"Bestått prosjekt."}}}}`,
		tokenID, issuer, dateFrom, dateUntil, tokenSubject)
}

// badgeClaims returns an Open Badge with the claims of Open Badges 3.0 section
// 8.2.3 beside its members.
func badgeClaims(issuer string) string {
	return withClaims(plainBadge(issuer), issuer)
}

func withClaims(object, issuer string) string {
	return strings.TrimSuffix(object, "}") + fmt.Sprintf(`,"iss":%q,"jti":%q,"sub":%q,"nbf":%s,"exp":%s}`, issuer, tokenID, tokenSubject, secondsFrom, secondsUntil)
}

// oldClaims returns a credential of the data model 1.1 in the claim vc.
func oldClaims(issuer string) string {
	credential := fmt.Sprintf(`{"@context":["https://www.w3.org/2018/credentials/v1"],"id":%q,"type":["VerifiableCredential"],"issuer":%q,`+
		`"issuanceDate":%q,"expirationDate":%q,"credentialSubject":{"id":%q}}`, tokenID, issuer, dateFrom, dateUntil, tokenSubject)
	return withClaims(`{"vc":`+credential+"}", issuer)
}

// plainClaims returns a credential of the data model 2.0 as it is.
func plainClaims(issuer string) string {
	return fmt.Sprintf(`{"@context":["https://www.w3.org/ns/credentials/v2"],"id":%q,"type":["VerifiableCredential"],"issuer":%q,`+
		`"validFrom":%q,"validUntil":%q,"credentialSubject":{"id":%q,"name":"Kari"},"iss":%q}`, tokenID, issuer, dateFrom, dateUntil, tokenSubject, issuer)
}
