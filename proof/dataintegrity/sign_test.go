package dataintegrity_test

import (
	"crypto"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

var allSuites = map[dataintegrity.Cryptosuite][]keys.Type{
	dataintegrity.EdDSARDFC2022:        {keys.Ed25519},
	dataintegrity.EdDSAJCS2022:         {keys.Ed25519},
	dataintegrity.Ed25519Signature2020: {keys.Ed25519},
	dataintegrity.ECDSARDFC2019:        {keys.P256, keys.P384},
	dataintegrity.ECDSAJCS2019:         {keys.P256, keys.P384},
}

func clockAt(year int) vc.Env {
	return vc.Env{Clock: func() time.Time { return time.Date(year, 8, 1, 12, 0, 0, 0, time.UTC) }}
}

// badge returns an Open Badge of a fictional school whose issuer is a key.
func badge(t testing.TB, issuer string) vc.Document {
	t.Helper()
	doc, err := vc.ParseDocument(fmt.Appendf(nil, `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
               "https://w3id.org/security/suites/ed25519-2020/v1"],
  "id": "urn:uuid:0d1d1c0e-58cb-4b1f-9a40-0c8f4d6a0b11",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Trygg i snøskred",
  "issuer": {"id": %q, "type": ["Profile"], "name": "Vestre Ås høgskole"},
  "validFrom": "2026-05-04T09:00:00+02:00",
  "credentialSubject": {
    "type": ["AchievementSubject"],
    "identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "Ánte Sara", "identityType": "name"}],
    "creditsEarned": 2.5,
    "achievement": {
      "id": "urn:uuid:5bd6d3f6-6be8-4b0e-8f6e-9d6a4b7f2c3d",
      "type": ["Achievement"],
      "achievementType": "MicroCredential",
      "name": "Trygg i snøskred",
      "description": "Vurdere skredfare og redde makker.",
      "criteria": {"narrative": "Bestått praktisk prøve."},
      "tag": ["vinter", "redning"],
      "resultDescription": [{"id": "urn:uuid:1c8f2a62-0a0b-43cd-8f4b-6f4f5f9a7e01", "type": ["ResultDescription"],
        "name": "Karakter", "resultType": "LetterGrade", "allowedValue": ["F", "E", "D", "C", "B", "A"]}]
    }
  }
}`, issuer), vc.Limits{})
	require.NoError(t, err)
	return doc
}

func newKey(t testing.TB, kind keys.Type) *keys.Private {
	t.Helper()
	key, err := keys.Generate(kind)
	require.NoError(t, err)
	return key
}

func keyOf(k *keys.Private) proof.Key { return proof.Key{Method: k.Method(), Signer: k.Signer()} }

func signed(t testing.TB, suite dataintegrity.Cryptosuite, key *keys.Private, options dataintegrity.Options) *proof.Secured {
	t.Helper()
	file, err := dataintegrity.Sign(t.Context(), clockAt(2026), badge(t, key.Controller()), suite, keyOf(key), options)
	require.NoError(t, err)
	return file
}

func anyIssuer() proof.Policy { return proof.NewPolicy(proof.AnyIssuer()) }

func find(r *proof.Result, code string) (vc.Finding, bool) {
	for _, f := range r.Findings {
		if f.Code == code {
			return f, true
		}
	}
	return vc.Finding{}, false
}

func TestSignAndVerify(t *testing.T) {
	for suite, kinds := range allSuites {
		for _, kind := range kinds {
			t.Run(string(suite)+" "+string(kind), func(t *testing.T) {
				key := newKey(t, kind)
				file := signed(t, suite, key, dataintegrity.Options{})
				r := verify(t, clockAt(2026), file, anyIssuer())
				require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
				require.Equal(t, badge(t, key.Controller()).String(), file.Document().String(), "the signed bytes are the given ones")
				require.Equal(t, key.Controller(), r.Proofs[0].Controller)
			})
		}
	}
}

// Every member of document and proof is changed in turn; only the order of
// members is without meaning.
func TestMutants(t *testing.T) {
	mutants := 0
	for suite, kinds := range allSuites {
		key := newKey(t, kinds[0])
		file := signed(t, suite, key, dataintegrity.Options{Domain: []string{"a.example", "b.example"}, Challenge: "c", Nonce: "n", Expires: time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)})
		policy := anyIssuer()
		for m := range testkit.Mutants(file.Bytes()) {
			mutants++
			changed, err := proof.Open(m.Text, vc.Limits{})
			if err != nil {
				require.NotEqual(t, testkit.Reorder, m.Mutation, m.String())
				continue
			}
			verdict := verify(t, clockAt(2026), changed, policy).Verdict
			want := vc.Invalid
			if m.Mutation == testkit.Reorder || harmless(suite, m) {
				want = vc.Valid
			}
			if verdict == vc.Indeterminate && uncheckable(m) {
				continue
			}
			require.Equal(t, want, verdict, "%s: %s", suite, m)
		}
	}
	t.Logf("%d mutants", mutants)
}

// harmless names the changes that leave the signed meaning as it was.
func harmless(suite dataintegrity.Cryptosuite, m testkit.Mutant) bool {
	rdfc := suite != dataintegrity.EdDSAJCS2022 && suite != dataintegrity.ECDSAJCS2019
	// Under RDFC the statements are signed, not the contexts. The third one
	// only defines terms that this document uses when its proof is of 2020.
	return rdfc && suite != dataintegrity.Ed25519Signature2020 && m.Mutation == testkit.Remove && m.Pointer == "/@context/2"
}

// uncheckable names the changes after which nobody can tell: another
// context, cryptosuite or key that is not at hand.
func uncheckable(m testkit.Mutant) bool {
	for _, prefix := range []string{"/@context", "/proof/cryptosuite", "/proof/type", "/proof/verificationMethod", "/proof"} {
		if m.Pointer == prefix || strings.HasPrefix(m.Pointer, "/@context/") {
			return true
		}
	}
	return false
}

func TestPolicyOfAProof(t *testing.T) {
	key := newKey(t, keys.Ed25519)
	at := time.Date(2026, 8, 1, 12, 0, 0, 0, time.UTC)
	file := signed(t, dataintegrity.EdDSARDFC2022, key, dataintegrity.Options{Domain: []string{"a.example", "b.example"}, Challenge: "xyz", Expires: at.Add(time.Hour)})
	with := func(change func(*proof.Policy)) proof.Policy {
		p := anyIssuer()
		change(&p)
		return p
	}
	tests := []struct {
		name    string
		env     vc.Env
		policy  proof.Policy
		verdict vc.Verdict
		code    string
	}{
		{"the same domains in another order", clockAt(2026), with(func(p *proof.Policy) { p.Domain = []string{"b.example", "a.example"} }), vc.Valid, "PROOF-DOMAIN"},
		{"fewer domains", clockAt(2026), with(func(p *proof.Policy) { p.Domain = []string{"a.example"} }), vc.Invalid, "PROOF-DOMAIN"},
		{"the challenge", clockAt(2026), with(func(p *proof.Policy) { p.Challenge = "xyz" }), vc.Valid, "PROOF-CHALLENGE"},
		{"another challenge", clockAt(2026), with(func(p *proof.Policy) { p.Challenge = "XYZ" }), vc.Invalid, "PROOF-CHALLENGE"},
		{"another purpose", clockAt(2026), with(func(p *proof.Policy) { p.Purpose = vc.Authentication }), vc.Invalid, "PROOF-PURPOSE"},
		{"an expired proof", vc.Env{Clock: func() time.Time { return at.Add(2 * time.Hour) }}, anyIssuer(), vc.Invalid, "PROOF-EXPIRES"},
		{"a proof from the future", vc.Env{Clock: func() time.Time { return at.Add(-time.Hour) }}, anyIssuer(), vc.Valid, "PROOF-CREATED"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := verify(t, tt.env, file, tt.policy)
			require.Equal(t, tt.verdict, r.Verdict, "%v", r.Findings)
			_, ok := find(r, tt.code)
			require.True(t, ok, "%v", r.Findings)
		})
	}
}

func TestForeignKey(t *testing.T) {
	owner, other := newKey(t, keys.Ed25519), newKey(t, keys.Ed25519)
	file, err := dataintegrity.Sign(t.Context(), clockAt(2026), badge(t, owner.Controller()), dataintegrity.EdDSARDFC2022, keyOf(other), dataintegrity.Options{})
	require.NoError(t, err)
	r := verify(t, clockAt(2026), file, anyIssuer())
	require.Equal(t, vc.Invalid, r.Verdict)
	f, _ := find(r, "ISSUER-KEY")
	require.Equal(t, vc.Fail, f.Status)
	f, _ = find(r, "PROOF-SIGNATURE")
	require.Equal(t, vc.Pass, f.Status, "the signature itself is right, and the result says so")
	require.Equal(t, vc.Valid, verify(t, clockAt(2026), file, foreign()).Verdict)
}

// The identity point verifies one constant signature over any message in the
// standard library.
func TestUniversalForgeryIsRefused(t *testing.T) {
	const identity, constant = "z6MkeXATEjyXENzBXBxgC5EHk2JE5aqd7qMGGtDpLUH1e2Sj",
		"z2AFv15MNPuA84RmU66xw2uMzGipcVxNpzAffoacGVvjFue3CBmf633fAWuiP9cwL9C3z3CJiGgRSFjJfeEcA6QX"
	key := newKey(t, keys.Ed25519)
	file := signed(t, dataintegrity.EdDSAJCS2022, key, dataintegrity.Options{})
	src := strings.ReplaceAll(string(file.Bytes()), key.PublicMultibase(), identity)
	src = strings.ReplaceAll(src, file.Proofs()[0].Value.Get("proofValue").Text(), constant)
	changed, err := proof.Open([]byte(src), vc.Limits{})
	require.NoError(t, err)
	require.Equal(t, vc.Invalid, verify(t, clockAt(2026), changed, anyIssuer()).Verdict)
}

// Contexts that were appended after signing are not covered under JCS: they
// are cut off from the document that counts as verified.
func TestContextAppendedUnderJCS(t *testing.T) {
	key := newKey(t, keys.Ed25519)
	file := signed(t, dataintegrity.EdDSAJCS2022, key, dataintegrity.Options{})
	doc, err := vc.ParseDocument(file.Bytes(), vc.Limits{})
	require.NoError(t, err)
	longer, err := doc.With("/@context/-", `"https://w3id.org/security/multikey/v1"`)
	require.NoError(t, err)
	changed, err := proof.Open(longer.Bytes(), vc.Limits{})
	require.NoError(t, err)
	r := verify(t, clockAt(2026), changed, anyIssuer())
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	require.Equal(t, 3, r.Document.Get("@context").Len())
	require.Equal(t, 4, changed.Document().Get("@context").Len())
}

// What JSON-LD would drop cannot be signed, and makes a proof invalid.
func TestDataLoss(t *testing.T) {
	key := newKey(t, keys.Ed25519)
	for pointer, raw := range map[string]string{
		"/undefinedTerm":                           `"x"`,
		"/credentialSubject/achievement/unknown":   `true`,
		"/type/-":                                  `"UndefinedType"`,
		"/credentialSubject/achievement/tag/-":     `{"@value":null}`,
		"/credentialSubject/creditsEarned":         `9007199254740993`,
		"/credentialSubject/achievement/id":        `"relative"`,
		"/credentialSubject/achievement/humanCode": `1e400`,
	} {
		lossy, err := badge(t, key.Controller()).With(pointer, raw)
		require.NoError(t, err)
		_, err = dataintegrity.Sign(t.Context(), clockAt(2026), lossy, dataintegrity.EdDSARDFC2022, keyOf(key), dataintegrity.Options{})
		require.ErrorContains(t, err, "JSONLD-", pointer)

		file := signed(t, dataintegrity.EdDSARDFC2022, key, dataintegrity.Options{})
		doc, err := vc.ParseDocument(file.Bytes(), vc.Limits{})
		require.NoError(t, err)
		doc, err = doc.With(pointer, raw)
		require.NoError(t, err)
		changed, err := proof.Open(doc.Bytes(), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, vc.Invalid, verify(t, clockAt(2026), changed, anyIssuer()).Verdict, pointer)
	}
}

// The context of Open Badges 3.0.3 was changed in place: a badge that was
// signed with a term of the newer content does not mean anything under the
// older one, and the caller chooses which one counts.
func TestContextRevision(t *testing.T) {
	const url, old = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json", "3.0.3 (2024-03)"
	key := newKey(t, keys.Ed25519)
	newer, err := badge(t, key.Controller()).With("/credentialSubject/achievement/endorsementJwt", `["a.b.c"]`)
	require.NoError(t, err)
	file, err := dataintegrity.Sign(t.Context(), clockAt(2026), newer, dataintegrity.EdDSARDFC2022, keyOf(key), dataintegrity.Options{})
	require.NoError(t, err)
	require.Equal(t, vc.Valid, verify(t, clockAt(2026), file, anyIssuer()).Verdict)

	env := clockAt(2026)
	env.ContextRevisions = map[string]string{url: old}
	r := verify(t, env, file, anyIssuer())
	f, ok := find(r, "JSONLD-TERM-UNDEFINED")
	require.True(t, ok, "%v", r.Findings)
	require.Equal(t, "/credentialSubject/achievement/endorsementJwt", f.Pointer)

	env.ContextRevisions = map[string]string{url: "3.0.3 (1999-01)"}
	require.Equal(t, vc.Indeterminate, verify(t, env, file, anyIssuer()).Verdict)
}

func TestSignRefuses(t *testing.T) {
	ed, p256 := newKey(t, keys.Ed25519), newKey(t, keys.P256)
	doc := badge(t, ed.Controller())
	already, err := doc.With("/proof", `{"type":"DataIntegrityProof"}`)
	require.NoError(t, err)
	bare, err := doc.Without("/@context")
	require.NoError(t, err)
	tests := []struct {
		doc   vc.Document
		suite dataintegrity.Cryptosuite
		key   proof.Key
		says  string
	}{
		{doc, "none", keyOf(ed), "PROOF-SUITE"},
		{doc, dataintegrity.EdDSARDFC2022, keyOf(p256), "PROOF-KEY"},
		{doc, dataintegrity.ECDSARDFC2019, keyOf(ed), "PROOF-KEY"},
		{doc, dataintegrity.EdDSARDFC2022, proof.Key{}, "PROOF-KEY"},
		{doc, dataintegrity.EdDSARDFC2022, proof.Key{Method: "key-1", Signer: ed.Signer()}, "PROOF-KEY"},
		{already, dataintegrity.EdDSARDFC2022, keyOf(ed), "PROOF-EXISTS"},
		{bare, dataintegrity.EdDSARDFC2022, keyOf(ed), "@context"},
		{doc, dataintegrity.EdDSARDFC2022, proof.Key{Method: ed.Method(), Signer: broken{ed.Signer()}}, "PROOF-SIGNER"},
	}
	for _, tt := range tests {
		_, err := dataintegrity.Sign(t.Context(), clockAt(2026), tt.doc, tt.suite, tt.key, dataintegrity.Options{})
		require.ErrorContains(t, err, tt.says)
	}
}

// broken is a key that cannot sign, as an HSM that has gone away.
type broken struct{ crypto.Signer }

func (broken) Sign(io.Reader, []byte, crypto.SignerOpts) ([]byte, error) {
	return nil, fmt.Errorf("the device does not answer")
}

// A document that was read within other limits than those of the Env is held
// against these, before it is signed and with its proof.
func TestSignKeepsLimits(t *testing.T) {
	key := newKey(t, keys.Ed25519)
	doc := badge(t, key.Controller())
	for _, limits := range []vc.Limits{{Bytes: len(doc.String()) - 1}, {Bytes: len(doc.String()) + 1}, {Depth: 2}, {Values: 5}} {
		_, err := dataintegrity.Sign(t.Context(), vc.Env{Limits: limits}, doc, dataintegrity.EdDSARDFC2022, keyOf(key), dataintegrity.Options{})
		require.ErrorAs(t, err, new(*proof.FormatError), "%+v", limits)
	}
}

func TestSetsAndChains(t *testing.T) {
	a, b, c := newKey(t, keys.Ed25519), newKey(t, keys.P256), newKey(t, keys.P384)
	first := signed(t, dataintegrity.EdDSARDFC2022, a, dataintegrity.Options{ID: "urn:x:1"})
	second, err := dataintegrity.Add(t.Context(), clockAt(2026), first, dataintegrity.ECDSAJCS2019, keyOf(b), dataintegrity.Options{ID: "urn:x:2", Previous: []string{"urn:x:1"}})
	require.NoError(t, err)
	third, err := dataintegrity.Add(t.Context(), clockAt(2026), second, dataintegrity.ECDSARDFC2019, keyOf(c), dataintegrity.Options{Previous: []string{"urn:x:2", "urn:x:1"}})
	require.NoError(t, err)
	r := verify(t, clockAt(2026), third, foreign())
	require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
	require.Len(t, r.Proofs, 3)

	_, err = dataintegrity.Add(t.Context(), clockAt(2026), first, dataintegrity.EdDSARDFC2022, keyOf(a), dataintegrity.Options{Previous: []string{"urn:x:9"}})
	require.ErrorContains(t, err, "missing")

	doc, err := vc.ParseDocument(third.Bytes(), vc.Limits{})
	require.NoError(t, err)
	for name, edit := range map[string]func(vc.Document) (vc.Document, error){
		"the first link is missing": func(d vc.Document) (vc.Document, error) { return d.Without("/proof/0") },
		"a link builds on itself":   func(d vc.Document) (vc.Document, error) { return d.With("/proof/0/previousProof", `"urn:x:1"`) },
		"a ring":                    func(d vc.Document) (vc.Document, error) { return d.With("/proof/0/previousProof", `"urn:x:2"`) },
		"two links with one id":     func(d vc.Document) (vc.Document, error) { return d.With("/proof/1/id", `"urn:x:1"`) },
		"an empty list":             func(d vc.Document) (vc.Document, error) { return d.With("/proof/2/previousProof", `[]`) },
		"a number":                  func(d vc.Document) (vc.Document, error) { return d.With("/proof/2/previousProof", `7`) },
		"no list":                   func(d vc.Document) (vc.Document, error) { return d.Without("/proof/2/previousProof") },
		"a changed value below":     func(d vc.Document) (vc.Document, error) { return d.With("/proof/0/created", `"2026-01-01T00:00:00Z"`) },
	} {
		changed, err := edit(doc)
		require.NoError(t, err)
		file, err := proof.Open(changed.Bytes(), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, vc.Invalid, verify(t, clockAt(2026), file, foreign()).Verdict, name)
	}
}

func TestTooManyProofs(t *testing.T) {
	key := newKey(t, keys.Ed25519)
	file := signed(t, dataintegrity.EdDSAJCS2022, key, dataintegrity.Options{})
	one := file.Proofs()[0].Value.Raw()
	doc, err := file.Document().With("/proof", "["+strings.Repeat(one+",", 64)+one+"]")
	require.NoError(t, err)
	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	require.NoError(t, err)
	_, err = proof.NewVerifier(clockAt(2026), registry).Verify(t.Context(), doc.Bytes(), anyIssuer())
	require.ErrorIs(t, err, vc.ErrLimit)
}

func FuzzVerify(f *testing.F) {
	key := newKey(f, keys.Ed25519)
	for _, suite := range []dataintegrity.Cryptosuite{dataintegrity.EdDSARDFC2022, dataintegrity.EdDSAJCS2022} {
		file, err := dataintegrity.Sign(f.Context(), clockAt(2026), badge(f, key.Controller()), suite, keyOf(key), dataintegrity.Options{})
		require.NoError(f, err)
		f.Add(file.Bytes())
	}
	registry, err := proof.NewRegistry(dataintegrity.Suites()...)
	require.NoError(f, err)
	verifier := proof.NewVerifier(clockAt(2026), registry)
	f.Fuzz(func(t *testing.T, src []byte) {
		r, err := verifier.Verify(t.Context(), src, anyIssuer())
		if err != nil || r.Verdict != vc.Valid {
			return
		}
		// Whoever does not hold a key can only make what was signed before:
		// the same document in another spelling.
		root, err := jsontree.Parse(src, jsontree.Limits{})
		require.NoError(t, err)
		require.Contains(t, root.Get("issuer").Get("id").Text(), "did:key:")
	})
}
