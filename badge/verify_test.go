package badge_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

func TestVerifyBadge(t *testing.T) {
	school := newSigner(t)
	requireOutcome(t, "valid", verify(t, school.sign(school.badge()), proof.NewPolicy(proof.Issuers(school.id()))))
	requireOutcome(t, "valid", verify(t, school.token(school.badge()), proof.NewPolicy(proof.Issuers(school.id()))))
	requireOutcome(t, "invalid: fail ISSUER-TRUST", verify(t, school.sign(school.badge()), proof.NewPolicy(proof.Issuers(kari))))

	faulty := with(t, school.badge(), "/credentialSubject/achievement/criteria", "{}")
	requireOutcome(t, "invalid: fail OB3-CRITERIA", verify(t, school.sign(faulty), anyone))

	early := vc.Env{Clock: func() time.Time { return today.AddDate(-1, 0, 0) }}
	require.Equal(t, vc.Invalid, verifyIn(t, early, school.sign(school.badge()), anyone).Verdict)

	r := verify(t, school.sign(school.badge()), anyone)
	require.Len(t, findings(r, "OB3-RULES"), 1)
	require.Empty(t, findings(r, "RECIPIENT"), "nobody asked")
}

// Services are noted and never called.
func TestVerifyNotesServices(t *testing.T) {
	school := newSigner(t)
	c := with(t, school.badge(),
		"/@context", `["`+ob3.CredentialsContext+`","`+ob3.Context+`","https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]`,
		"/refreshService", `{"id":"https://vestre.example/refresh/1","type":"1EdTechCredentialRefresh"}`,
		"/credentialSchema", `[{"id":"https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json","type":"1EdTechJsonSchemaValidator2019"}]`)
	r := verify(t, school.sign(c), anyone)
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
		who  []string
		want string
	}{
		{[]string{"Kari@example.no"}, "valid"},
		{[]string{kari}, "valid"},
		{[]string{"ola@example.no", "kari@example.no"}, "valid"},
		{[]string{"ola@example.no"}, "invalid: fail RECIPIENT"},
		{[]string{"kari"}, "invalid: fail RECIPIENT"},
		{[]string{""}, "invalid: fail RECIPIENT"},
	} {
		r := verify(t, text, of(test.who...))
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
	old.ValidUntil = ob3.Moment(today.AddDate(0, 0, -1))
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
		{"that is a badge", "/endorsement", ministry.sign(ministry.badge()), "invalid: fail NESTED-TYPE"},
		{"that is a presentation", "/endorsement", `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[` + good(badgeID) + `]}`, "invalid: fail NESTED-TYPE"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := verify(t, on(test.place, test.value), anyone)
			want := "valid: warn ENDORSEMENT"
			if test.want == "valid" {
				want = test.want
			}
			requireOutcome(t, want, r, test.place+"/0 "+test.want)
			require.Equal(t, test.place+"/0", findings(r, "ENDORSEMENT")[0].Pointer)
		})
	}
	for _, junk := range []string{`7`, `null`, `"https://ministry.example/endorsements/1"`, quoted(good(badgeID)), `{}`, `[]`, `"a.b.c"`, `"..."`, `{"type":["EnvelopedVerifiableCredential"]}`} {
		r := verify(t, on("/endorsement", junk), anyone)
		require.Len(t, r.Endorsements, 1, junk)
		require.Equal(t, vc.Invalid, r.Endorsements[0].Verdict, junk)
		require.Equal(t, vc.Warn, findings(r, "ENDORSEMENT")[0].Status, junk)
	}
}

// Whom you believe about endorsements is another question than whom
// about badges.
func TestVerifyTrustInEndorsers(t *testing.T) {
	school, ministry := newSigner(t), newSigner(t)
	text := school.sign(with(t, school.badge(), "/endorsement", "["+ministry.sign(ministry.endorse(badgeID))+"]"))
	trusting := proof.NewPolicy(proof.Issuers(school.id()))
	requireOutcome(t, "valid: warn ENDORSEMENT", verify(t, text, trusting), "/endorsement/0 invalid: fail ISSUER-TRUST")
	endorsers := proof.Issuers(ministry.id())
	trusting.Endorsers = &endorsers
	requireOutcome(t, "valid", verify(t, text, trusting), "/endorsement/0 valid")
}

// An endorsement of the endorser, and so on; and one within a badge that does
// not hold for another reason.
func TestVerifyEndorsersEndorsement(t *testing.T) {
	school, ministry, union := newSigner(t), newSigner(t), newSigner(t)
	inner := with(t, ministry.endorse(badgeID), "/issuer/endorsement", "["+union.sign(union.endorse(ministry.id()))+"]")
	text := school.sign(with(t, school.badge(), "/endorsement", "["+ministry.sign(inner)+"]"))
	requireOutcome(t, "valid", verify(t, text, anyone),
		"/endorsement/0 valid", "/endorsement/0/issuer/endorsement/0 valid")
}

func TestVerifyRecord(t *testing.T) {
	school, club := newSigner(t), newSigner(t)
	ended := club.badge()
	ended.ValidUntil = ob3.Moment(today.AddDate(0, 0, -1))
	const at = "/credentialSubject/verifiableCredential/"
	envelope := func(token string) string {
		return `{"@context":"https://www.w3.org/ns/credentials/v2","type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,` + token + `"}`
	}

	requireOutcome(t, "valid", verify(t, school.sign(school.record(school.sign(school.badge()), club.sign(club.badge()), envelope(jwt(t, club)))), anyone),
		at+"0 valid", at+"1 valid", at+"2 valid: warn JWS-TYP-GIVEN")

	text := school.sign(school.record(school.sign(school.badge()), club.sign(ended)))
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL", verify(t, text, anyone), at+"0 valid", at+"1 invalid: fail VALID-UNTIL")
	lenient := anyone
	lenient.UnsafeAllowFailedCredentials = true
	requireOutcome(t, "valid: warn NESTED-CREDENTIAL", verify(t, text, lenient), at+"0 valid", at+"1 invalid: fail VALID-UNTIL")

	// A token that stands as a string is verified, though no rule allows it.
	r := verify(t, school.sign(school.record(quoted(club.token(club.badge())))), anyone)
	requireOutcome(t, "invalid: fail CLR2-CREDENTIAL", r, at+"0 valid")

	// The rules of the badge count for the badge.
	faulty := with(t, club.badge(), "/credentialSubject/achievement/criteria", "{}")
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL", verify(t, school.sign(school.record(club.sign(faulty))), anyone), at+"0 invalid: fail OB3-CRITERIA")

	// An association leads to an achievement of the record or is noted.
	linked := with(t, school.record(club.sign(club.badge())), "/credentialSubject/association",
		`[{"type":"Association","associationType":"precedes","sourceId":"`+achievementID+`","targetId":"urn:uuid:nowhere"}]`)
	requireOutcome(t, "valid: warn CLR2-ASSOCIATION", verify(t, school.sign(linked), anyone), at+"0 valid")

	// A record in a record, and its badges.
	inner := school.sign(school.record(club.sign(club.badge())))
	requireOutcome(t, "valid", verify(t, school.sign(school.record(inner)), anyone), at+"0 valid", at+"0"+at+"0 valid")

	// What is no credential.
	for _, junk := range []string{`7`, `"x"`, `{}`, `[[]]`, `{"type":["VerifiablePresentation"]}`} {
		r := verify(t, school.sign(school.record(junk)), anyone)
		require.Equal(t, vc.Invalid, r.Verdict, junk)
		require.NotEmpty(t, r.Credentials, junk)
	}
}

func jwt(tb testing.TB, s *signer) string {
	tb.Helper()
	return s.token(s.badge())
}

// The badges of a record must be the recipient's as well: by what you
// knows, or because they name the same subject as the record.
func TestVerifyRecipientOfRecord(t *testing.T) {
	school := newSigner(t)
	plain := school.badge()
	plain.Subject.Identifier = nil
	stranger := school.badge()
	stranger.Subject.ID, stranger.Subject.Identifier = "did:example:ola", nil
	const at = "/credentialSubject/verifiableCredential/"
	record := with(t, school.record(school.sign(plain)), "/credentialSubject/identifier", `[{"type":"IdentityObject","hashed":false,"identityType":"name","identityHash":"Kari"}]`)
	requireOutcome(t, "valid", verify(t, school.sign(record), of("Kari")), at+"0 valid")
	record = with(t, record, "/credentialSubject/verifiableCredential", "["+school.sign(stranger)+"]")
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL, warn CLR2-LEARNER", verify(t, school.sign(record), of("Kari")), at+"0 invalid: fail RECIPIENT")
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL, fail RECIPIENT, warn CLR2-LEARNER", verify(t, school.sign(record), of("Ola")), at+"0 invalid: fail RECIPIENT")
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
	policy := of()
	policy.Challenge, policy.Domain = "c", []string{"https://verifier.example"}
	endorsed := with(t, own, "/endorsement", "["+school.sign(school.endorse(badgeID))+"]")
	r := verify(t, present(school.sign(endorsed)), policy)
	requireOutcome(t, "valid", r, "/verifiableCredential/0 valid", "/verifiableCredential/0/endorsement/0 valid")
	require.Len(t, r.Credentials, 1)

	faulty := with(t, own, "/credentialSubject/achievement/criteria", "{}")
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL", verify(t, present(school.sign(faulty)), policy),
		"/verifiableCredential/0 invalid: fail OB3-CRITERIA")

	// Credentials may fail in a presentation as long as one holds.
	policy.UnsafeAllowFailedCredentials = true
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL", verify(t, present(school.sign(faulty)), policy), "/verifiableCredential/0 invalid: fail OB3-CRITERIA")
	requireOutcome(t, "valid: warn NESTED-CREDENTIAL", verify(t, present(school.sign(faulty)+","+school.sign(own)), policy),
		"/verifiableCredential/0 invalid: fail OB3-CRITERIA", "/verifiableCredential/1 valid")
	policy.Recipients = []string{"did:example:ola"}
	requireOutcome(t, "invalid: fail NESTED-CREDENTIAL", verify(t, present(school.sign(own)), policy), "/verifiableCredential/0 invalid: fail RECIPIENT")
}
