package badge_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/keys"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/standard"
	"github.com/mikromerit/mikromerit/vc"
)

var today = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)

const kari = "did:example:kari"

// signer is somebody who issues badges or endorsements.
type signer struct {
	tb  testing.TB
	key *keys.Private
}

func newSigner(tb testing.TB) *signer {
	tb.Helper()
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(tb, err)
	return &signer{tb, key}
}

func (s *signer) id() string { return s.key.Controller() }

func (s *signer) profile() badge.Profile { return badge.NewProfile(s.id(), "Vestre Ås høgskole") }

func (s *signer) method() proof.Key { return proof.Key{Method: s.key.Method(), Signer: s.key.Signer()} }

// sign signs what can be written as a document.
func (s *signer) sign(c interface{ Document() (vc.Document, error) }) string {
	s.tb.Helper()
	doc, err := c.Document()
	require.NoError(s.tb, err)
	file, err := dataintegrity.Sign(s.tb.Context(), vc.Env{}, doc, dataintegrity.EdDSAJCS2022, s.method(), dataintegrity.Options{Created: today})
	require.NoError(s.tb, err)
	return string(file.Bytes())
}

// token is sign with a JSON Web Signature.
func (s *signer) token(c interface{ Document() (vc.Document, error) }) string {
	s.tb.Helper()
	doc, err := c.Document()
	require.NoError(s.tb, err)
	file, err := jose.Sign(s.tb.Context(), vc.Env{}, doc, jose.VCJWT, s.method(), jose.Options{})
	require.NoError(s.tb, err)
	return string(file.Bytes())
}

func quoted(s string) string { text, _ := json.Marshal(s); return string(text) }

const (
	badgeID       = "urn:uuid:52f7a6a5-9a2c-4a6f-a0a8-f4bb5a3a8c01"
	achievementID = "https://vestre.example/courses/green"
)

// badge returns a badge for Kari.
func (s *signer) badge() *badge.AchievementCredential {
	achievement := badge.NewAchievement(achievementID, "Grønn omstilling", "Ti uker om energi.", badge.CriteriaText("Bestått eksamen."))
	subject := badge.NewAchievementSubject(kari, achievement)
	subject.Identifier = badge.List[badge.IdentityObject]{badge.NewHashedIdentity(badge.IdentifierEmailAddress, "kari@example.no", "salt")}
	return badge.NewAchievementCredential(badgeID, s.profile(), today.AddDate(0, -1, 0), subject)
}

// endorse returns an endorsement.
func (s *signer) endorse(id string) *badge.EndorsementCredential {
	return badge.NewEndorsementCredential("urn:uuid:0f0e3a5c-30a2-4c52-8d2b-7f0f7b9c4f11", "Anerkjennelse", s.profile(), today.AddDate(0, -1, 0),
		badge.NewEndorsementSubject(id, "Vi kjenner dem."))
}

// record returns a record with credentials of Kari, each as it is to stand in
// the record.
func (s *signer) record(credentials ...string) *raw {
	doc, err := clr.New("urn:uuid:9c1de1f4-41ad-4d43-8c4c-5f5e13d7a3c2", "Vitnemål", s.profile(), today, clr.Subject{ID: kari, Type: badge.List[string]{"ClrSubject"}}).Document()
	require.NoError(s.tb, err)
	doc, err = doc.With("/credentialSubject/verifiableCredential", "["+strings.Join(credentials, ",")+"]")
	require.NoError(s.tb, err)
	return &raw{doc}
}

// raw is a document that is written by hand.
type raw struct{ doc vc.Document }

func (r *raw) Document() (vc.Document, error) { return r.doc, nil }

// with sets members of a document: pairs of pointer and value.
func with(tb testing.TB, c interface{ Document() (vc.Document, error) }, edits ...string) *raw {
	tb.Helper()
	doc, err := c.Document()
	require.NoError(tb, err)
	for i := 0; i+1 < len(edits); i += 2 {
		doc, err = doc.With(edits[i], edits[i+1])
		require.NoError(tb, err)
	}
	return &raw{doc}
}

var anyone = proof.NewPolicy(proof.AnyIssuer())

func verifier(tb testing.TB, env vc.Env) *proof.Verifier {
	tb.Helper()
	registry, err := standard.Registry(nil)
	require.NoError(tb, err)
	return proof.NewVerifier(env, registry)
}

func options() badge.VerifyOptions {
	return badge.VerifyOptions{Env: vc.Env{Clock: func() time.Time { return today }}, CheckRecord: clr.CheckIn}
}

func verify(tb testing.TB, text string, policy proof.Policy, o badge.VerifyOptions) *badge.Verification {
	tb.Helper()
	file, err := proof.Open([]byte(text), vc.Limits{})
	require.NoError(tb, err)
	r, err := badge.Verify(tb.Context(), verifier(tb, o.Env), file, policy, o)
	require.NoError(tb, err)
	return r
}

// requireOutcome compares the verdict and what did not pass.
func requireOutcome(tb testing.TB, want string, r *badge.Verification, inside ...string) {
	tb.Helper()
	require.Equal(tb, want, summary(r), "%v", r.Findings)
	require.Equal(tb, inside, nested(r, ""))
}

func findings(r *badge.Verification, code string) (all []vc.Finding) {
	for _, f := range r.Findings {
		if f.Code == code {
			all = append(all, f)
		}
	}
	return all
}

func TestVerifyBadge(t *testing.T) {
	school := newSigner(t)
	requireOutcome(t, "valid", verify(t, school.sign(school.badge()), proof.NewPolicy(proof.Issuers(school.id())), options()))
	requireOutcome(t, "valid", verify(t, school.token(school.badge()), proof.NewPolicy(proof.Issuers(school.id())), options()))
	requireOutcome(t, "invalid: fail ISSUER-TRUST", verify(t, school.sign(school.badge()), proof.NewPolicy(proof.Issuers(kari)), options()))

	faulty := with(t, school.badge(), "/credentialSubject/achievement/criteria", "{}")
	requireOutcome(t, "invalid: fail OB3-CRITERIA", verify(t, school.sign(faulty), anyone, options()))

	late := options()
	late.Env.Clock = func() time.Time { return today.AddDate(-1, 0, 0) }
	require.Equal(t, vc.Invalid, verify(t, school.sign(school.badge()), anyone, late).Verdict)

	r := verify(t, school.sign(school.badge()), anyone, options())
	require.Len(t, findings(r, "OB3-RULES"), 1)
	require.Equal(t, vc.NotAsked, findings(r, "RECIPIENT")[0].Status)
}

// Services are noted and never called.
func TestVerifyNotesServices(t *testing.T) {
	school := newSigner(t)
	c := with(t, school.badge(),
		"/@context", `["`+badge.CredentialsContext+`","`+badge.Context+`","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`,
		"/refreshService", `{"id":"https://vestre.example/refresh/1","type":"1EdTechCredentialRefresh"}`,
		"/credentialSchema", `[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}]`)
	r := verify(t, school.sign(c), anyone, options())
	requireOutcome(t, "valid", r)
	for code, at := range map[string]string{"REFRESH": "/refreshService", "SCHEMA": "/credentialSchema/0"} {
		require.Len(t, findings(r, code), 1)
		require.Equal(t, vc.NotAsked, findings(r, code)[0].Status)
		require.Equal(t, at, findings(r, code)[0].Pointer)
	}
}

func TestVerifyRecipient(t *testing.T) {
	school := newSigner(t)
	text := school.sign(school.badge())
	for _, test := range []struct {
		who  []badge.Identity
		want string
	}{
		{[]badge.Identity{{Kind: badge.IdentifierEmailAddress, Value: "Kari@example.no"}}, "valid"},
		{[]badge.Identity{{Kind: badge.IdentifierID, Value: kari}}, "valid"},
		{[]badge.Identity{{Value: "ola@example.no"}, {Value: "kari@example.no"}}, "valid"},
		{[]badge.Identity{{Value: "ola@example.no"}}, "invalid: fail RECIPIENT"},
		{[]badge.Identity{{Kind: badge.IdentifierName, Value: "kari@example.no"}}, "invalid: fail RECIPIENT"},
	} {
		o := options()
		o.Recipient = test.who
		r := verify(t, text, anyone, o)
		requireOutcome(t, test.want, r)
		require.Equal(t, test.want == "valid", len(r.Recipient) == 1)
	}
}

// Endorsements are judged one by one, wherever they stand; none makes the
// badge invalid.
func TestVerifyEndorsements(t *testing.T) {
	school, ministry := newSigner(t), newSigner(t)
	on := func(place, value string) string {
		return school.sign(with(t, school.badge(), "/credentialSubject/achievement/creator", `{"id":"https://creator.example","type":["Profile"],"parentOrg":{"id":"https://parent.example","type":["Profile"]}}`,
			"/credentialSubject/source", `{"id":"https://source.example","type":["Profile"]}`, place, "["+value+"]"))
	}
	good := func(id string) string { return ministry.sign(ministry.endorse(id)) }
	const achievement = "/credentialSubject/achievement"
	broken := strings.Replace(good(badgeID), "Vi kjenner dem", "Vi anbefaler dem", 1)
	noName := ministry.endorse(badgeID)
	noName.Name = ""
	old := ministry.endorse(badgeID)
	old.ValidUntil = badge.Moment(today.AddDate(0, 0, -1))
	for _, test := range []struct{ name, place, value, want string }{
		{"of the badge", "/endorsement", good(badgeID), "valid"},
		{"of the badge, about its achievement", "/endorsement", good(achievementID), "valid"},
		{"of the badge, about its issuer", "/endorsement", good(school.id()), "valid"},
		{"of the badge, about its learner", "/endorsement", good(kari), "valid"},
		{"of the badge, about somebody else", "/endorsement", good("https://other.example"), "invalid: fail ENDORSEMENT-SUBJECT"},
		{"of the achievement", achievement + "/endorsement", good(achievementID), "valid"},
		{"of the achievement, about the badge", achievement + "/endorsement", good(badgeID), "invalid: fail ENDORSEMENT-SUBJECT"},
		{"of the issuer", "/issuer/endorsement", good(school.id()), "valid"},
		{"of the creator", achievement + "/creator/endorsement", good("https://creator.example"), "valid"},
		{"of the creator's parent", achievement + "/creator/parentOrg/endorsement", good("https://parent.example"), "valid"},
		{"of the source", "/credentialSubject/source/endorsement", good("https://source.example"), "valid"},
		{"as a token", "/endorsementJwt", quoted(ministry.token(ministry.endorse(badgeID))), "valid"},
		{"as a token, about somebody else", "/issuer/endorsementJwt", quoted(ministry.token(ministry.endorse(badgeID))), "invalid: fail ENDORSEMENT-SUBJECT"},
		{"with another text than was signed", "/endorsement", broken, "invalid: fail PROOF-SIGNATURE"},
		{"by somebody else's key", "/endorsement", school.sign(ministry.endorse(badgeID)), "invalid: fail ISSUER-KEY"},
		{"without proof", "/endorsement", func() string { d, _ := ministry.endorse(badgeID).Document(); return d.String() }(), "invalid: fail PROOF-NONE"},
		{"that breaks a rule", "/endorsement", ministry.sign(noName), "invalid: fail OB3-REQUIRED"},
		{"that has ended", "/endorsement", ministry.sign(old), "invalid: fail VALID-UNTIL"},
		{"that is a badge", "/endorsement", ministry.sign(ministry.badge()), "invalid: fail ENDORSEMENT-TYPE"},
		{"that is a presentation", "/endorsement", `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[` + good(badgeID) + `]}`, "invalid: fail ENDORSEMENT-TYPE"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := verify(t, on(test.place, test.value), anyone, options())
			want := "valid: warn ENDORSEMENT"
			if test.want == "valid" {
				want = test.want
			}
			requireOutcome(t, want, r, test.place+"/0 "+test.want)
			require.Equal(t, test.place+"/0", findings(r, "ENDORSEMENT")[0].Pointer)
		})
	}
	for _, junk := range []string{`7`, `null`, `"https://ministry.example/endorsements/1"`, quoted(good(badgeID)), `{}`, `[]`, `"a.b.c"`, `"..."`, `{"type":["EnvelopedVerifiableCredential"]}`} {
		r := verify(t, on("/endorsement", junk), anyone, options())
		require.Len(t, r.Endorsements, 1, junk)
		require.Equal(t, vc.Invalid, r.Endorsements[0].Verdict, junk)
		require.Equal(t, vc.Warn, findings(r, "ENDORSEMENT")[0].Status, junk)
	}
}

// Whom the caller believes about endorsements is another question than whom
// about badges.
func TestVerifyTrustInEndorsers(t *testing.T) {
	school, ministry := newSigner(t), newSigner(t)
	text := school.sign(with(t, school.badge(), "/endorsement", "["+ministry.sign(ministry.endorse(badgeID))+"]"))
	trusting := proof.NewPolicy(proof.Issuers(school.id()))
	requireOutcome(t, "valid: warn ENDORSEMENT", verify(t, text, trusting, options()), "/endorsement/0 invalid: fail ISSUER-TRUST")
	o := options()
	endorsers := proof.NewPolicy(proof.Issuers(ministry.id()))
	o.Endorsers = &endorsers
	requireOutcome(t, "valid", verify(t, text, trusting, o), "/endorsement/0 valid")
}

// An endorsement of the endorser, and so on; and one within a badge that does
// not hold for another reason.
func TestVerifyEndorsersEndorsement(t *testing.T) {
	school, ministry, union := newSigner(t), newSigner(t), newSigner(t)
	inner := with(t, ministry.endorse(badgeID), "/issuer/endorsement", "["+union.sign(union.endorse(ministry.id()))+"]")
	text := school.sign(with(t, school.badge(), "/endorsement", "["+ministry.sign(inner)+"]"))
	requireOutcome(t, "valid", verify(t, text, anyone, options()),
		"/endorsement/0 valid", "/endorsement/0/issuer/endorsement/0 valid")
}

func TestVerifyRecord(t *testing.T) {
	school, club := newSigner(t), newSigner(t)
	ended := club.badge()
	ended.ValidUntil = badge.Moment(today.AddDate(0, 0, -1))
	const at = "/credentialSubject/verifiableCredential/"
	envelope := func(token string) string {
		return `{"@context":"https://www.w3.org/ns/credentials/v2","type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,` + token + `"}`
	}

	requireOutcome(t, "valid", verify(t, school.sign(school.record(school.sign(school.badge()), club.sign(club.badge()), envelope(jwt(t, club)))), anyone, options()),
		at+"0 valid", at+"1 valid", at+"2 valid: warn JWS-TYP-GIVEN")

	text := school.sign(school.record(school.sign(school.badge()), club.sign(ended)))
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL", verify(t, text, anyone, options()), at+"0 valid", at+"1 invalid: fail VALID-UNTIL")
	lenient := options()
	lenient.UnsafeAllowFailedCredentials = true
	requireOutcome(t, "valid: warn NESTED-CREDENTIAL", verify(t, text, anyone, lenient), at+"0 valid", at+"1 invalid: fail VALID-UNTIL")

	// A token that stands as a string is verified, though no rule allows it.
	r := verify(t, school.sign(school.record(quoted(club.token(club.badge())))), anyone, options())
	requireOutcome(t, "invalid: fail CLR2-CREDENTIAL", r, at+"0 valid")

	// The rules of the badge count for the badge.
	faulty := with(t, club.badge(), "/credentialSubject/achievement/criteria", "{}")
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL", verify(t, school.sign(school.record(club.sign(faulty))), anyone, options()), at+"0 invalid: fail OB3-CRITERIA")

	// Without the rules of CLR nobody can say that a record is right.
	ruleless := options()
	ruleless.CheckRecord = nil
	requireOutcome(t, "indeterminate: unknown CLR2-RULES", verify(t, school.sign(school.record(club.sign(club.badge()))), anyone, ruleless), at+"0 valid")

	// An association leads to an achievement of the record or is noted.
	linked := with(t, school.record(club.sign(club.badge())), "/credentialSubject/association",
		`[{"type":"Association","associationType":"precedes","sourceId":"`+achievementID+`","targetId":"urn:uuid:nowhere"}]`)
	requireOutcome(t, "valid: warn CLR2-ASSOCIATION", verify(t, school.sign(linked), anyone, options()), at+"0 valid")

	// A record in a record, and its badges.
	inner := school.sign(school.record(club.sign(club.badge())))
	requireOutcome(t, "valid", verify(t, school.sign(school.record(inner)), anyone, options()), at+"0 valid", at+"0"+at+"0 valid")

	// What is no credential.
	for _, junk := range []string{`7`, `"x"`, `{}`, `[[]]`, `{"type":["VerifiablePresentation"]}`} {
		r := verify(t, school.sign(school.record(junk)), anyone, options())
		require.Equal(t, vc.Invalid, r.Verdict, junk)
		require.NotEmpty(t, r.Badges, junk)
	}
}

func jwt(tb testing.TB, s *signer) string {
	tb.Helper()
	return s.token(s.badge())
}

// The badges of a record must be the recipient's as well: by what the caller
// knows, or because they name the same subject as the record.
func TestVerifyRecipientOfRecord(t *testing.T) {
	school := newSigner(t)
	plain := school.badge()
	plain.Subject.Identifier = nil
	stranger := school.badge()
	stranger.Subject.ID, stranger.Subject.Identifier = "did:example:ola", nil
	const at = "/credentialSubject/verifiableCredential/"
	record := with(t, school.record(school.sign(plain)), "/credentialSubject/identifier", `[{"type":"IdentityObject","hashed":false,"identityType":"name","identityHash":"Kari"}]`)
	o := options()
	o.Recipient = []badge.Identity{{Kind: badge.IdentifierName, Value: "Kari"}}
	requireOutcome(t, "valid", verify(t, school.sign(record), anyone, o), at+"0 valid")
	record = with(t, record, "/credentialSubject/verifiableCredential", "["+school.sign(stranger)+"]")
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL, warn CLR2-LEARNER", verify(t, school.sign(record), anyone, o), at+"0 invalid: fail RECIPIENT")
	o.Recipient[0].Value = "Ola"
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL, fail RECIPIENT, warn CLR2-LEARNER", verify(t, school.sign(record), anyone, o), at+"0 invalid: fail RECIPIENT")
}

// Badges in a presentation are looked at as badges.
func TestVerifyPresentation(t *testing.T) {
	school, holder := newSigner(t), newSigner(t)
	present := func(credential string) string {
		doc, err := vc.ParseDocument([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"holder":"`+holder.id()+`","verifiableCredential":[`+credential+`]}`), vc.Limits{})
		require.NoError(t, err)
		file, err := dataintegrity.Sign(t.Context(), vc.Env{}, doc, dataintegrity.EdDSAJCS2022, holder.method(),
			dataintegrity.Options{Created: today, Purpose: vc.Authentication, Challenge: "c", Domain: []string{"https://verifier.example"}})
		require.NoError(t, err)
		return string(file.Bytes())
	}
	own := school.badge()
	own.Subject.ID = holder.id()
	policy := proof.NewPolicy(proof.AnyIssuer())
	policy.Challenge, policy.Domain = "c", []string{"https://verifier.example"}
	endorsed := with(t, own, "/endorsement", "["+school.sign(school.endorse(badgeID))+"]")
	r := verify(t, present(school.sign(endorsed)), policy, options())
	requireOutcome(t, "valid", r, "/verifiableCredential/0 valid", "/verifiableCredential/0/endorsement/0 valid")
	require.Empty(t, r.Credentials)

	faulty := with(t, own, "/credentialSubject/achievement/criteria", "{}")
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL", verify(t, present(school.sign(faulty)), policy, options()),
		"/verifiableCredential/0 invalid: fail OB3-CRITERIA")

	o := options()
	o.Recipient = []badge.Identity{{Value: "did:example:ola"}}
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL", verify(t, present(school.sign(own)), policy, o), "/verifiableCredential/0 invalid: fail RECIPIENT")
}

// The number and depth of nested credentials are bounded, and what is beyond
// the bound is said.
func TestVerifyIsBounded(t *testing.T) {
	school := newSigner(t)
	good := school.sign(school.endorse(badgeID))
	many := strings.TrimSuffix(strings.Repeat(good+",", 100), ",")
	r := verify(t, school.sign(with(t, school.badge(), "/endorsement", "["+many+"]")), anyone, options())
	require.Equal(t, "valid: warn NESTED-LIMIT", summary(r))
	require.Len(t, r.Endorsements, vc.Limits{}.MaxProofs())
	require.Equal(t, "/endorsement/64", findings(r, "NESTED-LIMIT")[0].Pointer)

	one := school.sign(school.badge())
	many = strings.TrimSuffix(strings.Repeat(one+",", 3), ",")
	o := options()
	o.Env.Limits.Proofs = 2
	r = verify(t, school.sign(school.record(strings.Split(many, ",{\"@context\"")[0], one, one)), anyone, o)
	require.Equal(t, "indeterminate: unknown NESTED-LIMIT", summary(r))
	require.Len(t, r.Badges, 2)

	// An endorsement with too many proofs does not end the work.
	signed, err := vc.ParseDocument([]byte(good), vc.Limits{})
	require.NoError(t, err)
	signed, err = signed.With("/proof", "["+strings.TrimSuffix(strings.Repeat(signed.Get("proof").Raw()+",", 65), ",")+"]")
	require.NoError(t, err)
	spoilt := signed.String()
	r = verify(t, school.sign(with(t, school.badge(), "/endorsement", "["+spoilt+"]")), anyone, options())
	requireOutcome(t, "valid: warn ENDORSEMENT", r, "/endorsement/0 indeterminate: unknown NESTED-LIMIT")

	chain := school.sign(school.endorse(school.id()))
	for range 11 {
		chain = school.sign(with(t, school.endorse(school.id()), "/issuer/endorsement", "["+chain+"]"))
	}
	r = verify(t, school.sign(with(t, school.badge(), "/issuer/endorsement", "["+chain+"]")), anyone, options())
	require.Equal(t, "valid", summary(r))
	depth := 0
	for ; len(r.Endorsements) > 0; r = r.Endorsements[0] {
		depth++
	}
	require.Equal(t, 8, depth)
	require.Equal(t, "valid: warn NESTED-LIMIT", summary(r))
}

// Endorsements that break very many rules cannot hide what the badge breaks:
// what was not checked is not known to be right.
func TestVerifyIsNotDistracted(t *testing.T) {
	school := newSigner(t)
	terms := strings.TrimSuffix(strings.Repeat(`{"id":"urn:x:1"},`, 1500), ",")
	noise := school.sign(with(t, school.endorse(badgeID), "/termsOfUse", "["+terms+"]"))
	r := verify(t, school.sign(with(t, school.badge(), "/image", `{"id":"data:image/jpeg;base64,AAAA","type":"Image"}`)), anyone, options())
	requireOutcome(t, "invalid: fail OB3-IMAGE", r)
	r = verify(t, school.sign(with(t, school.badge(), "/image", `{"id":"data:image/jpeg;base64,AAAA","type":"Image"}`, "/endorsement", "["+noise+"]")), anyone, options())
	require.Equal(t, "indeterminate: unknown OB3-RULES, warn ENDORSEMENT", summary(r))
}

func TestVerifyStops(t *testing.T) {
	school := newSigner(t)
	ctx, cancel := context.WithCancel(t.Context())
	file, err := proof.Open([]byte(school.sign(school.badge())), vc.Limits{})
	require.NoError(t, err)
	cancel()
	r, err := badge.Verify(ctx, verifier(t, vc.Env{}), file, anyone, options())
	require.ErrorIs(t, err, context.Canceled)
	require.Nil(t, r)
}

// The result as JSON has the members of the verifier's result beside its own.
func TestVerificationAsJSON(t *testing.T) {
	school := newSigner(t)
	o := options()
	o.Recipient = []badge.Identity{{Value: "kari@example.no"}}
	r := verify(t, school.sign(with(t, school.badge(), "/endorsement", "["+school.sign(school.endorse(badgeID))+"]")), anyone, o)
	text, err := json.Marshal(r)
	require.NoError(t, err)
	doc, err := vc.ParseDocument(text, vc.Limits{})
	require.NoError(t, err)
	require.Equal(t, "valid", doc.Get("verdict").Text())
	require.Equal(t, "/credentialSubject/identifier/0", doc.Lookup("/recipient/0/pointer").Text())
	require.Equal(t, "/endorsement/0", doc.Lookup("/endorsements/0/pointer").Text())
	require.NotContains(t, string(text), "kari@")
}

// No change of a signed badge or record is valid, and none is a panic. The
// order of members carries no meaning.
func TestVerifyMutants(t *testing.T) {
	school, ministry := newSigner(t), newSigner(t)
	endorsed := with(t, school.badge(), "/endorsement", "["+ministry.sign(ministry.endorse(badgeID))+"]", "/issuer/endorsementJwt", "["+quoted(ministry.token(ministry.endorse(school.id())))+"]")
	text := school.sign(endorsed)
	tried := 0
	for _, text := range []string{text, school.sign(school.record(text))} {
		requireValid := func(t *testing.T, text string) {
			require.Equal(t, vc.Valid, verify(t, text, anyone, options()).Verdict)
		}
		requireValid(t, text)
		for m := range testkit.Mutants([]byte(text)) {
			file, err := proof.Open(m.Text, vc.Limits{})
			if err != nil {
				continue // it is no strict JSON
			}
			r, err := badge.Verify(t.Context(), verifier(t, options().Env), file, anyone, options())
			require.NoError(t, err, m.String())
			require.Equal(t, m.Mutation == testkit.Reorder, r.Verdict == vc.Valid, "%s: %s", m, summary(r))
			tried++
		}
	}
	require.Greater(t, tried, 300)
}

// FuzzVerify gives the verifier any file at all.
func FuzzVerify(f *testing.F) {
	school := newSigner(f)
	text := school.sign(with(f, school.badge(), "/endorsement", "["+school.sign(school.endorse(badgeID))+"]"))
	f.Add([]byte(text))
	f.Add([]byte(school.token(school.badge())))
	f.Add([]byte(school.sign(school.record(text, quoted(jwt(f, school))))))
	f.Add([]byte(`{"type":["VerifiablePresentation"],"verifiableCredential":[` + text + `]}`))
	f.Add([]byte(`{"type":["VerifiableCredential","ClrCredential"],"credentialSubject":[{"verifiableCredential":{"endorsement":[[null]]}},7],"endorsement":{"endorsement":[]},"endorsementJwt":"a.b.c","issuer":[]}`))
	o := options()
	o.Recipient = []badge.Identity{{Value: "kari@example.no"}}
	o.Env.Limits.Proofs = 4
	v := verifier(f, o.Env)
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := proof.Open(text, vc.Limits{})
		if err != nil {
			return
		}
		r, err := badge.Verify(t.Context(), v, file, anyone, o)
		if err != nil {
			require.ErrorIs(t, err, vc.ErrLimit)
			return
		}
		requireConsistent(t, r)
		require.LessOrEqual(t, len(nested(r, "")), 2*o.Env.Limits.Proofs)
	})
}

// requireConsistent checks what holds for every result.
func requireConsistent(t *testing.T, r *badge.Verification) {
	t.Helper()
	require.Equal(t, vc.VerdictOf(r.Findings), r.Verdict)
	for _, f := range r.Findings {
		require.NotEmpty(t, f.Code)
		require.NotContains(t, f.Detail, "kari@example.no")
	}
	for _, inner := range append(r.Badges, r.Endorsements...) {
		require.True(t, inner.Document.IsZero() || r.Document.Lookup(inner.Pointer).Exists())
		requireConsistent(t, inner)
	}
}

func BenchmarkVerify(b *testing.B) {
	school := newSigner(b)
	plain := school.sign(school.badge())
	o := options()
	v := verifier(b, o.Env)
	for name, text := range map[string]string{
		"badge":    plain,
		"endorsed": school.sign(with(b, school.badge(), "/endorsement", "["+school.sign(school.endorse(badgeID))+"]")),
		"record":   school.sign(school.record(plain, plain, plain)),
	} {
		file, err := proof.Open([]byte(text), vc.Limits{})
		require.NoError(b, err)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r, err := badge.Verify(b.Context(), v, file, anyone, o); err != nil || r.Verdict != vc.Valid {
					b.Fatal(err)
				}
			}
		})
	}
}
