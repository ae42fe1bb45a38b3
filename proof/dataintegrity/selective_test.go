package dataintegrity

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/multiformats/go-multibase"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/bbs"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func sdEnv() vc.Env {
	return vc.Env{Contexts: testkit.VectorContexts{}, Clock: func() time.Time { return time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC) }}
}

// sdVector reads one file of the published traces.
type sdVector struct {
	t        *testing.T
	top, dir string
}

func (v sdVector) text(name string) string {
	return string(testkit.ReadShared(v.t, "data/vectors", v.top, v.dir, name))
}

func (v sdVector) root(name string) jsontree.Value {
	root, err := jsontree.Parse([]byte(v.text(name)), jsontree.Limits{})
	require.NoError(v.t, err)
	return root
}

func textsOf(v jsontree.Value) []string {
	var out []string
	for e := range v.Each() {
		out = append(out, e.Text())
	}
	return out
}

// second returns the values of a map that a vector writes as pairs.
func second(v jsontree.Value) []string {
	var values []string
	for e := range v.Each() {
		values = append(values, e.At(1).Text())
	}
	return values
}

func ints(v jsontree.Value) []int {
	var out []int
	for e := range v.Each() {
		f, _ := e.Float()
		out = append(out, int(f))
	}
	return out
}

func toStrings(lines [][]byte) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = string(line)
	}
	return out
}

func toHex[T ~[]byte](all []T) []string {
	out := make([]string, len(all))
	for i, raw := range all {
		out[i] = hex.EncodeToString(raw)
	}
	return out
}

// Both published traces of ecdsa-sd-2023, from the document to the verified
// derived proof, with every intermediate value. Only the signatures are not
// made anew: ECDSA draws a random number.
func TestSelectiveVectors(t *testing.T) {
	hmacKey, err := hex.DecodeString(sdVector{t, "vc-di-ecdsa", "ecdsa-sd-2023"}.root("SDKeyMaterial.json").Get("hmacKeyString").Text())
	require.NoError(t, err)
	for _, trace := range []struct{ dir, mandatory, selective string }{
		{"employ", "employMandatory.json", "employSelective.json"},
		{"prc", "prCredMandatory.json", "prCredSelective.json"},
	} {
		t.Run(trace.dir, func(t *testing.T) {
			v, parent := sdVector{t, "vc-di-ecdsa", "ecdsa-sd-2023/" + trace.dir}, sdVector{t, "vc-di-ecdsa", ""}
			base, err := proof.Open([]byte(v.root("addSignedSDBase.json").Source()), vc.Limits{})
			require.NoError(t, err)
			doc := base.Document() // prCredUnsigned.json beside the traces has another description
			mandatory, reveal := textsOf(parent.root(trace.mandatory)), textsOf(parent.root(trace.selective))

			// Base proof.
			canonical, err := rdfc{}.canonical(t.Context(), sdEnv(), doc, manner{}, nil)
			require.NoError(t, err)
			require.Equal(t, strings.Join(textsOf(v.root("addBaseDocCanon.json")), ""), string(canonical.bytes))
			all, err := ecdsaSD.blind(t.Context(), sdEnv(), doc, hmacKey)
			require.NoError(t, err)
			require.Equal(t, textsOf(v.root("addBaseDocHMACCanon.json")), toStrings(all.lines))
			indexes, err := all.indexesOf(t.Context(), sdEnv(), doc, mandatory)
			require.NoError(t, err)
			in, out := all.split(indexes)
			require.Equal(t, second(v.root("addBaseTransform.json").Lookup("/mandatory/value")), toStrings(in))
			require.Equal(t, second(v.root("addBaseTransform.json").Lookup("/nonMandatory/value")), toStrings(out))

			config, err := configOf(base.Proofs()[0].Value)
			require.NoError(t, err)
			info := v.root("addRawBaseSignatureInfo.json")
			value := ecdsaBaseOf(t, base)
			require.Equal(t, info.Get("baseSignature").Text(), hex.EncodeToString(value.BaseSignature))
			require.Equal(t, textsOf(info.Get("signatures")), toHex(value.Signatures))
			require.Equal(t, mandatory, value.MandatoryPointers)
			require.Equal(t, octets(hmacKey), value.HMACKey)
			p, err := hashParts(t.Context(), sdEnv(), doc, config.Root(), in, out)
			require.NoError(t, err)
			hashes, signed := v.root("addHashData.json"), p.around(value.PublicKey)
			require.Equal(t, hashes.Get("proofHash").Text(), hex.EncodeToString(signed[:32]))
			require.Equal(t, hashes.Get("mandatoryHash").Text(), hex.EncodeToString(signed[67:]))
			again, err := ecdsaSD.encodeBase(value)
			require.NoError(t, err)
			require.Equal(t, base.Proofs()[0].Value.Get("proofValue").Text(), again, "the same bytes when written again")

			// Derived proof.
			combined, err := all.indexesOf(t.Context(), sdEnv(), doc, append(append([]string{}, mandatory...), reveal...))
			require.NoError(t, err)
			groups := v.root("derivedGroupIndexes.json")
			require.Equal(t, ints(groups.Get("combinedIndexes")), combined)
			require.Equal(t, ints(groups.Get("mandatoryIndexes")), indexes)
			shown, _ := places(indexes, combined)
			require.Equal(t, ints(v.root("derivedAdjMandatoryIndexes.json").Get("adjMandatoryIndexes")), shown)
			derived, err := Derive(t.Context(), sdEnv(), base, DeriveOptions{Reveal: reveal})
			require.NoError(t, err)
			want, err := v.root("derivedUnsignedReveal.json").Canonical()
			require.NoError(t, err)
			got, err := derived.Document().Canonical()
			require.NoError(t, err)
			require.Equal(t, string(want), string(got))
			require.Equal(t, v.root("derivedRevealDocument.json").Lookup("/proof/proofValue").Text(), derived.Proofs()[0].Value.Get("proofValue").Text())

			// Verification.
			published, err := proof.Open([]byte(v.root("derivedRevealDocument.json").Source()), vc.Limits{})
			require.NoError(t, err)
			for _, file := range []*proof.Secured{published, derived} {
				r := sdResult(t, file)
				require.Equal(t, vc.Valid, r.Proofs[0].Verdict, "%v", r.Findings)
			}
			require.Equal(t, vc.Invalid, sdResult(t, base).Proofs[0].Verdict, "a base proof verifies nowhere")
			_, err = Derive(t.Context(), sdEnv(), derived, DeriveOptions{Reveal: reveal})
			require.ErrorContains(t, err, "derived proof")
		})
	}
}

func sdResult(t *testing.T, file *proof.Secured) *proof.Result {
	t.Helper()
	registry, err := proof.NewRegistry(Suites()...)
	require.NoError(t, err)
	policy := proof.NewPolicy(proof.AnyIssuer())
	policy.UnsafeAllowForeignKeys = true
	r, err := proof.NewVerifier(sdEnv(), registry).VerifySecured(t.Context(), file, policy)
	require.NoError(t, err)
	return r
}

// sdBadge is an Open Badge with an ordered list, on which the usual way of
// skolemisation fails.
const sdBadge = `{
  "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
  "id": "urn:uuid:7c8f3c3e-6d53-4f8c-9d0a-1f4c1f1a2b3c",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Isvett", "issuer": {"id": "ISSUER", "type": ["Profile"], "name": "Vestre Ås høgskole"},
  "validFrom": "2025-01-01T00:00:00Z",
  "credentialSubject": {
    "type": ["AchievementSubject"],
    "identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "Aino Virta", "identityType": "name"},
                   {"type": "IdentityObject", "hashed": false, "identityHash": "aino@example.org", "identityType": "emailAddress"}],
    "result": [{"type": ["Result"], "resultDescription": "urn:x:r1", "value": "B"}],
    "achievement": {
      "id": "urn:x:a1", "type": ["Achievement"], "name": "Isvett", "description": "d", "criteria": {"narrative": "n"},
      "resultDescription": [{"id": "urn:x:r1", "type": ["ResultDescription"], "name": "Karakter", "resultType": "LetterGrade",
        "allowedValue": ["F", "E", "D", "C", "B", "A"]}]
    }
  }
}`

func TestSelectiveDisclosureOfABadge(t *testing.T) {
	if testing.Short() {
		t.Skip("many documents, one after the other")
	}
	forSchemes(t, discloseBadge)
}

func discloseBadge(t *testing.T, s sdSigner) {
	base := s.sign(t, s.draft(t), SelectiveOptions{Mandatory: []string{"/issuer", "/validFrom", "/credentialSubject/achievement/name"}})

	tests := []struct {
		name            string
		reveal          []string
		hidden, visible []string
	}{
		{"only what is mandatory", nil, []string{"Aino", "allowedValue", "criteria"}, []string{"Isvett", "Vestre"}},
		{"the name of the learner", []string{"/credentialSubject/identifier/0"}, []string{"aino@", "allowedValue"}, []string{"Aino"}},
		{"the second of two", []string{"/credentialSubject/identifier/1"}, []string{"Aino"}, []string{"aino@"}},
		{"an ordered list", []string{"/credentialSubject/achievement/resultDescription/0/allowedValue", "/credentialSubject/result"}, []string{"Aino"}, []string{`["F", "E", "D", "C", "B", "A"]`}},
		{"everything", []string{""}, nil, []string{"Aino", "allowedValue", "criteria"}},
	}
	mutants := 0
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			derived, err := Derive(t.Context(), sdEnv(), base, DeriveOptions{Reveal: tt.reveal})
			require.NoError(t, err)
			for _, s := range tt.hidden {
				require.NotContains(t, derived.Document().String(), s)
			}
			for _, s := range tt.visible {
				require.Contains(t, derived.Document().String(), s)
			}
			r := sdResult(t, derived)
			require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)

			if _, slow := s.key.Signer.(bbs.Signer); slow && len(tt.reveal) != 2 {
				return // one selection is enough
			}
			for m := range testkit.Mutants(derived.Bytes()) {
				if m.Pointer == "/proof" || strings.HasPrefix(m.Pointer, "/@context") {
					continue // no proof, or contexts that are not at hand
				}
				changed, err := proof.Open(m.Text, vc.Limits{})
				if err != nil {
					require.NotEqual(t, testkit.Reorder, m.Mutation)
					continue
				}
				mutants++
				r := sdResult(t, changed)
				require.Equal(t, m.Mutation == testkit.Reorder, r.Verdict == vc.Valid, "%s %v", m, r.Findings)
			}
		})
	}
	t.Logf("%d mutants", mutants)
	for pointer, says := range map[string]string{
		"/nothing": "nothing stands", "credentialSubject": "nothing stands", "/credentialSubject/identifier/2": "nothing stands",
		"/credentialSubject/achievement/resultDescription/0/allowedValue/2": "ordered list",
	} {
		_, err := Derive(t.Context(), sdEnv(), base, DeriveOptions{Reveal: []string{pointer}})
		require.ErrorContains(t, err, says, pointer)
	}
}

func ecdsaKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

// suiteNamed returns the cryptosuite with a name.
func suiteNamed(name Cryptosuite) *definition {
	d, _ := definitionOf(name)
	return d
}

// ecdsaBaseOf reads the value of a base proof.
func ecdsaBaseOf(t testing.TB, file *proof.Secured) *ecdsaBase {
	t.Helper()
	value, err := suiteNamed(ECDSASD2023).decodeBase(file.Proofs()[0].Value.Get("proofValue").Text())
	require.NoError(t, err)
	return value.(*ecdsaBase)
}

func TestSelectiveValuesAreReadStrictly(t *testing.T) {
	decodeDerived := suiteNamed(ECDSASD2023).decodeDerived
	good := &ecdsaDerived{BaseSignature: make([]byte, 64), PublicKey: append([]byte{0x80, 0x24, 2}, make([]byte, 32)...),
		Signatures: []octets{make([]byte, 64)}, Labels: map[uint32]label{0: newLabel(make([]byte, 32))}, MandatoryIndexes: []int{0, 2}}
	text, err := ecdsaSD.encodeDerived(good)
	require.NoError(t, err)
	_, err = decodeDerived(text)
	require.NoError(t, err)
	for name, change := range map[string]func(*ecdsaDerived){
		"a short base signature":   func(d *ecdsaDerived) { d.BaseSignature = d.BaseSignature[1:] },
		"a long key":               func(d *ecdsaDerived) { d.PublicKey = append(d.PublicKey, 0) },
		"a short signature":        func(d *ecdsaDerived) { d.Signatures = []octets{{1}} },
		"a short label":            func(d *ecdsaDerived) { d.Labels = map[uint32]label{0: newLabel([]byte{1})} },
		"indexes in another order": func(d *ecdsaDerived) { d.MandatoryIndexes = []int{2, 0} },
		"an index twice":           func(d *ecdsaDerived) { d.MandatoryIndexes = []int{1, 1} },
		"a negative index":         func(d *ecdsaDerived) { d.MandatoryIndexes = []int{-1} },
	} {
		bad := *good
		bad.PublicKey = append([]byte{}, good.PublicKey...)
		change(&bad)
		text, err := ecdsaSD.encodeDerived(&bad)
		require.NoError(t, err)
		_, err = decodeDerived(text)
		require.Error(t, err, name)
	}
	_, raw, err := multibase.Decode(text)
	require.NoError(t, err)
	for name, bad := range map[string]string{
		"empty": "", "no multibase": text[1:], "base58": "z" + text[1:], "a line break": text[:9] + "\n" + text[9:],
		"cut off": text[:len(text)-8], "trailing": encodeRaw(append(raw, 0)), "another header": encodeRaw(append([]byte{0xd9, 0x5d, 0x02}, raw[3:]...)),
		"a tag": encodeRaw(append([]byte{0xd9, 0x5d, 0x01, 0xc1}, raw[3:]...)), "a huge array": encodeRaw([]byte{0xd9, 0x5d, 0x01, 0x9b, 0, 0, 0, 1, 0, 0, 0, 0}),
		"too few parts": encodeRaw([]byte{0xd9, 0x5d, 0x01, 0x81, 0x40}),
	} {
		_, err := decodeDerived(bad)
		require.Error(t, err, name)
	}
}

func encodeRaw(raw []byte) string {
	text, _ := multibase.Encode(multibase.Base64url, raw)
	return text
}

func FuzzSelectiveValue(f *testing.F) {
	f.Add("u2V0BhUA")
	f.Add("u2V0AhQ")
	f.Add("u2V0ChQ")
	f.Add("u2V0DhUCgAAAAgEA")
	f.Fuzz(func(t *testing.T, text string) {
		for _, suite := range []*definition{suiteNamed(ECDSASD2023), suiteNamed(BBS2023)} {
			readAgain(t, suite, text)
		}
	})
}

func readAgain(t *testing.T, suite *definition, text string) {
	if d, err := suite.decodeDerived(text); err == nil {
		_, err := suite.scheme.encodeDerived(d)
		require.NoError(t, err)
	}
	if b, err := suite.decodeBase(text); err == nil {
		_, err := suite.scheme.encodeBase(b)
		require.NoError(t, err)
	}
}
