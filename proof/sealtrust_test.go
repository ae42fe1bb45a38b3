package proof_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// believing returns the policy of somebody who believes the test authority and
// these issuers, and weakened nothing.
func believing(issuers ...string) proof.Policy {
	return proof.NewPolicy(proof.Trust{Issuers: issuers, Anchors: trust.NewAnchors(ca.Root)})
}

// lasting seals with a time stamp and answers about revocation.
func lasting(payload string, lt testkit.LongTerm) string {
	return sealed(payload, testkit.SealOptions{Late: ca.LongTerm(ca.RSA, lt)})
}

// A seal binds an organisation, not the id that the document gives its
// issuer: who trusts an id must not be told that a seal is from there.
func TestSealInAnothersName(t *testing.T) {
	file := lasting(strings.Replace(award, "urn:epass:org:1", school.id, 1), testkit.LongTerm{})
	require.Equal(t, "valid", passOrFail(t, verifier(env()), file, believing("NTRNO-000000017")))
	require.NotEqual(t, "valid", passOrFail(t, verifier(env()), file, proof.NewPolicy(proof.Issuers(school.id))))
	require.Equal(t, "indeterminate ISSUER-TRUST", passOrFail(t, verifier(env()), file, believing(school.id)), "you trust that id for its key")
	require.Equal(t, "valid", passOrFail(t, verifier(env()), lasting(award, testkit.LongTerm{}), believing(school.id)), "anchors vouch beside named issuers")
	require.Equal(t, "invalid ISSUER-TRUST", passOrFail(t, verifier(env()), file, believing("NTRNO-000000025")))
	require.Equal(t, "valid", passOrFail(t, verifier(env()), file, believing(ca.RSA.Certificate.Subject.String())), "an organisation may be named as its certificate does")
	// Anybody can write the organisation's identifier into a certificate: to name
	// it is not enough where no authority that you trust wrote it.
	unknown := proof.NewPolicy(proof.Issuers("NTRNO-000000017"))
	unknown.UnsafeAllowUnknownRevocation = true
	r, err := verifier(env()).Verify(t.Context(), []byte(file), unknown)
	require.NoError(t, err)
	require.Equal(t, vc.Indeterminate, r.Axes[vc.Trusted])
	require.Equal(t, "unknown", finding(r, "ISSUER-TRUST"))
}

// A document that names another organisation than the certificate is not
// that organisation's, whatever else it says and whoever is trusted; where
// only the name is another's, the one in the certificate is given back.
func TestSealForAnother(t *testing.T) {
	const own = `"eIDASIdentifier":{"notation":"NTRNO-000000017"}`
	for name, c := range map[string]struct{ issuer, want string }{
		"the right one":            {own, "valid"},
		"another's identifier":     {`"eIDASIdentifier":{"notation":"NTRNO-000000025"}`, "invalid ISSUER-KEY"},
		"another's beside the own": {`"eIDASIdentifier":[{"notation":"NTRNO-000000017"},{"notation":"NTRNO-000000025"}]`, "invalid ISSUER-KEY"},
		"a number of elsewhere":    {`"eIDASIdentifier":{"notation":"000000017","spatial":{"id":"http://publications.europa.eu/resource/authority/country/SWE"}}`, "invalid ISSUER-KEY"},
		"a number without country": {`"eIDASIdentifier":{"notation":"000000017"}`, "indeterminate ISSUER-KEY"},
		"another's name and id":    {own + `,"legalName":{"nb":"Fjordby universitet"},"url":"https://fjordby.example"`, "valid"},
	} {
		for _, policy := range []proof.Policy{believing(), func() proof.Policy { p := believing(); p.Trust.Any = true; return p }()} {
			file := lasting(strings.Replace(award, own, c.issuer, 1), testkit.LongTerm{})
			r, err := verifier(env()).Verify(t.Context(), []byte(file), policy)
			require.Equal(t, c.want, describe(t, r, err), name)
			require.Equal(t, testkit.SealOrganisation, r.Proofs[0].Signer.Name, name)
			require.Equal(t, testkit.SealIdentifier, r.Proofs[0].Controller, name)
			if strings.Contains(c.issuer, "Fjordby") {
				require.Equal(t, "warn", finding(r, "SEAL-NAME"))
			}
		}
	}
}

// What a seal shows about the revocation of its certificate counts, and that
// it shows nothing leaves the question open.
func TestSealsAndRevocation(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"good":                   {lasting(award, testkit.LongTerm{}), "valid"},
		"revoked before":         {lasting(award, testkit.LongTerm{Revoked: testkit.SealTime.Add(-time.Hour)}), "invalid SEAL-REVOCATION"},
		"revoked after":          {lasting(award, testkit.LongTerm{Revoked: testkit.SealTime.Add(time.Hour)}), "valid"},
		"revoked, no time stamp": {lasting(award, testkit.LongTerm{Revoked: testkit.SealTime.Add(time.Hour), NoStamp: true}), "invalid SEAL-REVOCATION"},
		"nothing":                {sealed(award, testkit.SealOptions{}), "indeterminate SEAL-REVOCATION"},
		"nothing, compact":       {sealed(award, testkit.SealOptions{Compact: true}), "indeterminate SEAL-REVOCATION"},
	} {
		require.Equal(t, c.want, passOrFail(t, verifier(env()), c.file, believing()), name)
	}
	direct := proof.NewPolicy(proof.Trust{Anchors: trust.NewAnchors(ca.RSA.Certificate)})
	require.Equal(t, "valid", passOrFail(t, verifier(env()), sealed(award, testkit.SealOptions{}), direct), "you trust the certificate itself")
}

// Without anchors it is still known who signed, and whether the seal is in
// force: nobody vouches for it, and that is another question.
func TestSealsWithoutAnchors(t *testing.T) {
	r, err := verifier(env()).Verify(t.Context(), []byte(sealed(award, testkit.SealOptions{})), sealPolicy(nil))
	require.NoError(t, err)
	axes := vc.AxesOf(r.Findings)
	require.Equal(t, vc.Valid, axes[vc.Authentic])
	require.Equal(t, vc.Indeterminate, axes[vc.Trusted])
	require.False(t, r.Proofs[0].Signer.Vouched)
}

// A JSON serialisation that secures a credential as a token is judged as one,
// not as a seal without a certificate.
func TestFlattenedToken(t *testing.T) {
	parts := strings.Split(token(t, badge(school.id), jose.VCJOSE, school, jose.Options{}), ".")
	flattened := `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","signature":"` + parts[2] + `"}`
	general := `{"payload":"` + parts[1] + `","signatures":[{"protected":"` + parts[0] + `","signature":"` + parts[2] + `"}]}`
	for _, file := range []string{flattened, general} {
		r, err := verifier(env()).Verify(t.Context(), []byte(file), anyone())
		require.NoError(t, err)
		require.Equal(t, "JWS", r.Proofs[0].Suite)
		require.Equal(t, school.id, r.Proofs[0].Controller)
		require.Equal(t, "pass", finding(r, "PROOF-SIGNATURE"))
		require.Equal(t, "valid", check(t, file))
	}
	require.Equal(t, "indeterminate JADES-FORM", check(t, strings.Replace(flattened, `"signature"`, `"header":{"x":1},"signature"`, 1)))
	changed := strings.Replace(flattened, `"signature":"`, `"signature":"AAAA`, 1)
	require.Contains(t, check(t, changed), "invalid PROOF-SIGNATURE")
}
