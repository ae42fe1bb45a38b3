package badge_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

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
