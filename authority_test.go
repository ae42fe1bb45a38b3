package mikromerit_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// pairSources are files of each family; all formats that can be written are targets.
var pairSources = []string{"examples/data/vestre-aas-badge.signed.json", "examples/data/vestre-aas-micro-credential.sealed.jsonld"}

// writable are the formats that can be written.
func writable() (all []mikromerit.Codec) {
	for _, codec := range mikromerit.Formats() {
		if codec.Encode != nil {
			all = append(all, codec)
		}
	}
	return all
}

func pairOptions() mikromerit.ConvertOptions {
	o := options()
	o.IssuerCountry, o.CreditFramework, o.Extension = "NO", "ECTS", true
	o.UnsafeInvalidSource = true
	return o
}

// Whatever the formats and the authority: no proof, status or service of the source
// stands in the target, the authority is read back, and it decides who issues.
func TestAuthority(t *testing.T) {
	mandate := &mc.Mandate{Document: "https://vestre-aas.example/mandate"}
	desk := &mc.Party{ID: "did:web:desk.example", Kind: mc.PartyOrganisation, Name: mc.Text("nb", "Skranken"), Locations: []mc.Location{{Addresses: []mc.Address{{Country: mc.Country{Alpha2: "NO"}}}}}}
	for _, file := range pairSources {
		src, err := os.ReadFile(file)
		require.NoError(t, err)
		found := verified(t, src, true)
		_, source, _, err := mikromerit.Formats().Read(found.Document)
		require.NoError(t, err)
		for _, to := range writable() {
			for _, authority := range mc.Authorities() {
				name := file + " to " + to.Format + ", " + string(authority)
				o := pairOptions()
				o.Authority = authority
				if authority == mc.Mandated {
					o.Mandate, o.Issuer = mandate, desk
				}
				out, err := mikromerit.Convert(t.Context(), found, to.Format, o)
				require.NoError(t, err, name)
				for _, member := range []string{"proof", "credentialStatus", "refreshService", "termsOfUse"} {
					require.False(t, out.Document.Get(member).Exists(), "%s: %s", name, member)
				}
				_, back, _, err := mikromerit.Formats().Read(out.Document)
				require.NoError(t, err, name)
				require.NotEmpty(t, back.Provenance, name)
				require.Equal(t, authority, back.Provenance[0].Authority, name)
				if authority == mc.SameIssuer {
					require.Equal(t, source.Envelope.Issuer.Name, back.Envelope.Issuer.Name, name)
				}
				if authority == mc.Mandated && to.Format == mikromerit.Europass {
					require.Contains(t, out.Document.String(), "c_9a31f32a")
					require.Contains(t, out.Document.String(), "c_18016257")
				}
			}
		}
	}
}

// A learner's own copy says so, and nobody issues it.
func TestHolderCopyIsNotIssued(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	for _, to := range writable() {
		o := pairOptions()
		o.Authority = mc.HolderCopy
		out, err := mikromerit.Convert(t.Context(), verified(t, sealed(t), true), to.Format, o)
		require.NoError(t, err, to.Format)
		_, err = mikromerit.IssueDocument(t.Context(), out.Document, key, mikromerit.IssueOptions{SetIssuer: true})
		if !out.Document.Get("@context").Exists() { // no credential of the W3C, which nothing here signs
			require.Error(t, err, to.Format)
			continue
		}
		require.ErrorIs(t, err, mikromerit.ErrHolderCopy, to.Format)
	}
}

// A mandate without its authority, an authority without its mandate, and one that is
// none are refused.
func TestAuthorityRefuses(t *testing.T) {
	found := verified(t, sealed(t), true)
	for _, o := range []mikromerit.EncodeOptions{
		{Authority: mc.Mandated}, {Authority: mc.Mandated, Mandate: &mc.Mandate{}}, {Mandate: &mc.Mandate{Document: "urn:x:y"}},
		{Authority: "owner"}, {Authority: mc.HolderCopy, Issuer: &mc.Party{}},
	} {
		_, err := mikromerit.Convert(t.Context(), found, mikromerit.OpenBadge, mikromerit.ConvertOptions{EncodeOptions: o})
		require.ErrorIs(t, err, mikromerit.ErrAuthority)
	}
}

// What the source withholds, no target states: a hash stays a hash, and a birth date that
// was left out stays out.
func TestNothingIdentifyingIsAdded(t *testing.T) {
	o := pairOptions()
	o.HashRecipient = true
	hashed, err := mikromerit.Convert(t.Context(), verified(t, sealed(t), true), mikromerit.OpenBadge, o)
	require.NoError(t, err)
	var names []string
	_, c, _, err := mikromerit.Formats().Read(verified(t, sealed(t), true).Document)
	require.NoError(t, err)
	for _, text := range [][]mc.LangValue{c.Learner.Party.Person.GivenName, c.Learner.Party.Person.FamilyName, c.Learner.Party.Person.FullName} {
		for _, v := range text {
			names = append(names, v.Text)
		}
	}
	require.NotEmpty(t, names)
	found := verified(t, hashed.Document.Bytes(), false)
	for _, to := range writable() {
		for _, personal := range []bool{false, true} {
			o := pairOptions()
			o.PersonalData, o.IgnoreOriginal = personal, true
			out, err := mikromerit.Convert(t.Context(), found, to.Format, o)
			if err != nil {
				continue // a Europass credential names its learner
			}
			for _, name := range names {
				require.NotContains(t, out.Document.String(), name, to.Format)
			}
		}
	}
}
