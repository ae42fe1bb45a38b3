package proof_test

import (
	"crypto/elliptic"
	"crypto/x509"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// revocable is the entry of a credential whose bit is the seventh.
const revocable = `{"type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"` + listURL + `"}`

// clean and set are the lists in which no bit, and the seventh, is set.
func clean(tb testing.TB) string { return multibaseURL(zipped(tb, 131072/8)) }
func set(tb testing.TB) string   { return multibaseURL(zipped(tb, 131072/8-1, 1)) }

// otherOrganisation is one that the same authority vouches for.
func otherOrganisation() testkit.Sealer {
	return ca.Issue(ecdsaOf(elliptic.P256(), "other organisation"), func(c *x509.Certificate) { c.Subject.ExtraNames[0].Value = "NTRNO-666666666" })
}

// listed verifies a file where the address of its list answers so.
func listed(tb testing.TB, file, list string, policy proof.Policy) string {
	tb.Helper()
	world := env()
	world.Fetcher = vc.StaticFetcher{listURL: []byte(list)}
	policy.UnsafeAllowUnknownRevocation = true // of the certificate, which is another question
	return passOrFailKeeping(tb, world, file, policy)
}

// A list that another organisation sealed says nothing, though the verifier
// trusts the authority of both and though the list calls its issuer by the
// name of the credential's: it neither revokes a credential nor hides that
// its issuer revoked it.
func TestListsSealedByOthers(t *testing.T) {
	evil := otherOrganisation()
	issuers := map[string]string{
		"the school's id":            fmt.Sprintf(`{"id":%q,"eIDASIdentifier":{"notation":"NTRNO-666666666"}}`, school.id),
		"the school's id as text":    quote(school.id),
		"the school's id and number": fmt.Sprintf(`{"id":%q,"eIDASIdentifier":[{"notation":"NTRNO-000000017"},{"notation":"NTRNO-666666666"}]}`, school.id),
	}
	signedBadge := signed(t, edit(badge(school.id), "/credentialStatus", revocable), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	for name, issuer := range issuers {
		for bits, encoded := range map[string]string{"none is set": clean(t), "ours is set": set(t)} {
			list := sealed(edit(listOf(school.id, encoded), "/issuer", issuer).String(), testkit.SealOptions{Sealer: evil})
			for who, policy := range map[string]proof.Policy{"anyone": anyone(), "the school": only(school.id)} {
				got := listed(t, signedBadge, list, policy)
				require.True(t, strings.HasPrefix(got, "indeterminate STATUS-LIST-"), "%s, %s, %s: %s", name, bits, who, got)
			}
		}
	}
	// The truth is what the issuer's own list says.
	require.Equal(t, "invalid STATUS-REVOKED", listed(t, signedBadge, byHand(listOf(school.id, set(t)), school, ""), only(school.id)))
	// Whoever is trusted by the number in the certificate may keep lists.
	kept := sealed(edit(listOf(school.id, clean(t)), "/issuer", issuers["the school's id"]).String(), testkit.SealOptions{Sealer: evil})
	require.Equal(t, "valid", listed(t, signedBadge, kept, only(school.id, "NTRNO-666666666")))
}

// A sealed credential is answered for by the organisation that sealed it, by
// whatever certificate, and by nobody who only bears the id that the sealer
// wrote into it.
func TestListsOfSealedCredentials(t *testing.T) {
	file := sealed(edit(document(award), "/credentialStatus", revocable).String(), testkit.SealOptions{})
	list := func(issuer, encoded string) string {
		return edit(listOf(school.id, encoded), "/issuer", issuer).String()
	}
	const own = `{"id":"urn:epass:org:1","eIDASIdentifier":{"notation":"NTRNO-000000017"}}`
	require.Equal(t, "valid", listed(t, file, sealed(list(own, clean(t)), testkit.SealOptions{Sealer: ca.EC}), anyone()))
	require.Equal(t, "invalid STATUS-REVOKED", listed(t, file, sealed(list(own, set(t)), testkit.SealOptions{Sealer: ca.EC}), anyone()))
	for name, answer := range map[string]string{
		"another organisation with the id": sealed(list(`{"id":"urn:epass:org:1","eIDASIdentifier":{"notation":"NTRNO-666666666"}}`, clean(t)), testkit.SealOptions{Sealer: otherOrganisation()}),
		"a certificate nobody vouches for": sealed(list(own, clean(t)), testkit.SealOptions{Sealer: ownCA(t)}),
		"somebody with a key":              byHand(listOf(attacker.id, clean(t)), attacker, ""),
	} {
		got := listed(t, file, answer, anyone())
		require.True(t, strings.HasPrefix(got, "indeterminate STATUS-LIST-"), "%s: %s", name, got)
	}
	// The id of a sealed credential is text: that a key speaks for it counts for nothing.
	lent := sealed(edit(document(award), "/credentialStatus", revocable, "/issuer/id", quote(school.id)).String(), testkit.SealOptions{})
	got := listed(t, lent, byHand(listOf(school.id, clean(t)), school, ""), anyone())
	require.Equal(t, "indeterminate STATUS-LIST-ISSUER", got)
}

// Where one proof is enough, only that proof says who may keep the list: a
// stranger who adds a proof of their own gains nothing.
func TestListsOfWhoAddedAProof(t *testing.T) {
	file := signed(t, edit(badge(school.id), "/credentialStatus", revocable), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	file = added(t, file, dataintegrity.EdDSARDFC2022, attacker, dataintegrity.Options{})
	policy := anyone()
	policy.OneProof = true
	require.Equal(t, "valid", listed(t, file, byHand(listOf(school.id, clean(t)), school, ""), policy))
	require.Equal(t, "indeterminate STATUS-LIST-ISSUER", listed(t, file, byHand(listOf(attacker.id, clean(t)), attacker, ""), policy))
}

// A list of the issuer's that is not the one that the entry names says nothing
// of it: its other lists may be clean where this one is not.
func TestListOfAnotherAddress(t *testing.T) {
	file := signed(t, edit(badge(school.id), "/credentialStatus", revocable), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	for id, want := range map[string]string{
		quote(listURL): "valid", "": "valid", // a list need not have an id
		`"https://status.example/4"`: "indeterminate STATUS-LIST-ID", `"https://STATUS.example/3"`: "indeterminate STATUS-LIST-ID",
		quote(listURL + "#list"): "indeterminate STATUS-LIST-ID", quote(listURL + "/"): "indeterminate STATUS-LIST-ID",
		`"urn:x:3"`:                    "indeterminate STATUS-LIST-ID",
		`["https://status.example/4"]`: "indeterminate STATUS-LIST-FORMAT", `7`: "indeterminate STATUS-LIST-FORMAT",
	} {
		expect(t, want, listed(t, file, byHand(edit(listOf(school.id, clean(t)), "/id", id), school, ""), only(school.id)), id)
	}
}

// A list that states no end could be served for ever, to hide a revocation. So
// it has an age beyond which it says nothing; one with an end has that end.
func TestAgeOfLists(t *testing.T) {
	file := signed(t, edit(badge(school.id), "/credentialStatus", revocable), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	const day = 24 * time.Hour
	for _, tt := range []struct {
		from, until string
		most        time.Duration
		want        string
	}{
		{`"2026-01-01T00:00:00Z"`, "", 0, "valid"},
		{`"2025-04-28T00:00:00Z"`, "", 0, "valid"},
		{`"2025-04-26T00:00:00Z"`, "", 0, "indeterminate STATUS-LIST-AGE"},
		{`"2025-04-26T00:00:00Z"`, `"2027-01-01T00:00:00Z"`, 0, "valid"},
		{`"2026-05-31T00:00:00Z"`, "", day, "indeterminate STATUS-LIST-AGE"},
		{`"2026-05-31T13:00:00Z"`, "", day, "valid"},
		{`"2000-01-01T00:00:00Z"`, "", 100 * 366 * day, "valid"},
		{`"2026-05-31T00:00:00Z"`, `"soon"`, 0, "indeterminate STATUS-LIST-FORMAT"},
	} {
		edits := []string{"/validFrom", tt.from}
		if tt.until != "" {
			edits = append(edits, "/validUntil", tt.until)
		}
		policy := only(school.id)
		policy.MaxListAge = tt.most
		expect(t, tt.want, listed(t, file, byHand(edit(listOf(school.id, clean(t)), edits...), school, ""), policy), tt.from, tt.until, tt.most)
	}
}
