package mikromerit_test

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/internal/mapping"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
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
	o.Claims = map[string]string{"family_name": "Nordmann", "learner_identification": "S-17"} // which the badge does not state
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

// What the source withholds, no target states: a hash stays a hash, and what a holder
// left out of a derived badge or of a token stays out.
func TestNothingIdentifyingIsAdded(t *testing.T) {
	_, c, _, err := mikromerit.Formats().Read(verified(t, sealed(t), true).Document)
	require.NoError(t, err)
	for kind, source := range withholding(t) {
		found := verified(t, source, false)
		shown := found.Document.Bytes()
		var names []string // what the source does not say of the learner
		for at, value := range mapping.Values(c) {
			day, _, _ := strings.Cut(value, "T00:00:00") // a date has several notations
			if text := strings.Trim(day, `"`); at.Under("learner") && len(text) > 6 && len(wordsIn(shown, strings.Fields(text))) < len(strings.Fields(text)) {
				names = append(names, text)
			}
		}
		require.NotEmpty(t, names, kind)
		written := 0
		for _, to := range writable() {
			for _, personal := range []bool{false, true} {
				o := pairOptions()
				o.PersonalData, o.IgnoreOriginal = personal, true
				out, err := mikromerit.Convert(t.Context(), found, to.Format, o)
				if err != nil { // a Europass or EUDI credential and a report name their learner
					require.Contains(t, []string{mikromerit.Europass, mikromerit.EUDI, mikromerit.Results}, to.Format, "%s: %v", kind, err)
					require.Contains(t, err.Error(), "learner.", "%s to %s", kind, to.Format)
					continue
				}
				written++
				text, err := out.Bytes()
				require.NoError(t, err)
				require.Empty(t, wordsIn(text, names), "%s to %s", kind, to.Format)
			}
		}
		require.GreaterOrEqual(t, written, 6, kind)
	}
}

func wordsIn(text []byte, words []string) (found []string) {
	for _, word := range words {
		if bytes.Contains(text, []byte(word)) {
			found = append(found, word)
		}
	}
	return found
}

// withholding are badges that do not say who the learner is: with hashes, derived by the
// holder from a base proof, and as a token of which the learner is not shown.
func withholding(t *testing.T) map[string][]byte {
	o := pairOptions()
	o.HashRecipient = true
	hashed, err := mikromerit.Convert(t.Context(), verified(t, sealed(t), true), mikromerit.OpenBadge, o)
	require.NoError(t, err)
	all := map[string][]byte{"hashed": hashed.Document.Bytes()}

	o.HashRecipient, o.Extension, o.WithoutResidue, o.PersonalData = false, false, true, true
	named, err := mikromerit.Convert(t.Context(), verified(t, sealed(t), true), mikromerit.OpenBadge, o)
	require.NoError(t, err)
	key, err := keys.Generate(keys.P256)
	require.NoError(t, err)
	issue := func(suite string, disclosable []string) *proof.Secured {
		issued, err := mikromerit.IssueDocument(t.Context(), named.Document, key, mikromerit.IssueOptions{
			SignOptions: mikromerit.SignOptions{Suite: suite}, SetIssuer: true, IssuerName: "Desk", Disclosable: disclosable,
		})
		require.NoError(t, err, suite)
		return issued.File
	}
	derived, err := dataintegrity.Derive(t.Context(), vc.Env{Clock: func() time.Time { return at }}, issue("ecdsa-sd-2023", nil), dataintegrity.DeriveOptions{})
	require.NoError(t, err)
	all["derived"] = derived.Bytes()
	token, err := jose.Disclose(issue("vc+sd-jwt", []string{"/credentialSubject/identifier"}), vc.Limits{})
	require.NoError(t, err)
	all["token"] = token.Bytes()
	return all
}
