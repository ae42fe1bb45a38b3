package badge_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
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

func (s *signer) profile() ob3.Profile { return ob3.NewProfile(s.id(), "Vestre Ås høgskole") }

func (s *signer) method() proof.Key { return s.key.Key() }

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
func (s *signer) badge() *ob3.AchievementCredential {
	achievement := ob3.NewAchievement(achievementID, "Grønn omstilling", "Ti uker om energi.", ob3.CriteriaText("Bestått eksamen."))
	subject := ob3.NewAchievementSubject(kari, achievement)
	subject.Identifier = ob3.List[ob3.IdentityObject]{ob3.NewHashedIdentity(ob3.IdentifierEmailAddress, "kari@example.no", "salt")}
	return ob3.NewAchievementCredential(badgeID, s.profile(), today.AddDate(0, -1, 0), subject)
}

// endorse returns an endorsement.
func (s *signer) endorse(id string) *ob3.EndorsementCredential {
	return ob3.NewEndorsementCredential("urn:uuid:0f0e3a5c-30a2-4c52-8d2b-7f0f7b9c4f11", "Anerkjennelse", s.profile(), today.AddDate(0, -1, 0),
		ob3.NewEndorsementSubject(id, "Vi kjenner dem."))
}

// record returns a record with credentials of Kari, each as it is to stand in
// the record.
func (s *signer) record(credentials ...string) *raw {
	doc, err := clr.New("urn:uuid:9c1de1f4-41ad-4d43-8c4c-5f5e13d7a3c2", "Vitnemål", s.profile(), today, clr.Subject{ID: kari, Type: ob3.List[string]{"ClrSubject"}}).Document()
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

// anyone does not ask who issued, but also demands that everything keeps the
// rules of its format: these tests are about the rules for badges.
var anyone = proof.Policy{Trust: proof.AnyIssuer(), Require: []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}}

// of is anyone, where the badge must be that of a person of whom this is known.
func of(who ...string) proof.Policy {
	p := anyone
	p.Require, p.Recipients = append(slices.Clone(p.Require), vc.Bound), who
	return p
}

func verifier(tb testing.TB, env vc.Env) *proof.Verifier {
	tb.Helper()
	registry, err := mikromerit.Registry()
	require.NoError(tb, err)
	return proof.NewVerifier(env, registry)
}

// world is offline, and today.
func world() vc.Env { return vc.Env{Clock: func() time.Time { return today }} }

func verify(tb testing.TB, text string, policy proof.Policy) *proof.Result {
	tb.Helper()
	return verifyIn(tb, world(), text, policy)
}

func verifyIn(tb testing.TB, env vc.Env, text string, policy proof.Policy) *proof.Result {
	tb.Helper()
	r, err := verifier(tb, env).Verify(tb.Context(), []byte(text), policy)
	require.NoError(tb, err)
	return r
}

// requireOutcome compares the verdict and what did not pass.
func requireOutcome(tb testing.TB, want string, r *proof.Result, inside ...string) {
	tb.Helper()
	require.Equal(tb, want, summary(r), "%v", r.Findings)
	require.Equal(tb, inside, nested(r, ""))
}

func findings(r *proof.Result, code string) (all []vc.Finding) {
	for _, f := range r.Findings {
		if f.Code == code {
			all = append(all, f)
		}
	}
	return all
}
