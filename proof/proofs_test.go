package proof_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/multiformats/go-multibase"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// Every proof must verify: what is put beside a good one or in its place
// cannot make a file valid, and what is taken away cannot be missed by a proof
// that builds on it.
func TestDowngradeOfASet(t *testing.T) {
	one := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{ID: "urn:x:1"})
	other := signed(t, edit(badge(school.id), "/name", `"Other"`), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	foreign := document(added(t, one, dataintegrity.EdDSARDFC2022, attacker, dataintegrity.Options{})).Lookup("/proof/1").Raw()
	good := document(one).Get("proof").Raw()
	bogus := edit(document(good), "/proofValue", quote(base58(make([]byte, 64)))).String()
	unknown := edit(document(good), "/cryptosuite", `"best-suite-2031"`).String()
	bare := edit(document(one), "/proof", "").String()
	for _, tt := range []struct{ name, proofs, want string }{
		{"the good one", good, "valid"},
		{"in a list", "[" + good + "]", "valid"},
		{"twice, with the same id", "[" + good + "," + good + "]", "valid"},
		{"a bogus one after it", "[" + good + "," + bogus + "]", "invalid PROOF-SIGNATURE"},
		{"a bogus one before it", "[" + bogus + "," + good + "]", "invalid PROOF-SIGNATURE"},
		{"one of another document", "[" + good + "," + document(other).Get("proof").Raw() + "]", "invalid PROOF-SIGNATURE"},
		{"one of somebody else", "[" + good + "," + foreign + "]", "invalid ISSUER-KEY"},
		{"only one of somebody else", foreign, "invalid ISSUER-KEY"},
		{"one of an unknown kind", "[" + good + "," + unknown + "]", "indeterminate PROOF-SUITE"},
		{"only one of an unknown kind", unknown, "indeterminate PROOF-SUITE"},
		{"an unknown and a bogus one", "[" + unknown + "," + bogus + "]", "invalid PROOF-SIGNATURE"},
		{"null beside it", "[" + good + ",null]", "invalid PROOF-FORM"},
		{"an empty object beside it", "[" + good + ",{}]", "invalid PROOF-FORM"},
		{"a text beside it", "[" + good + `,"ok"]`, "invalid PROOF-FORM"},
		{"a list in a list", "[[" + good + "]]", "invalid PROOF-FORM"},
		{"none", "[]", "invalid PROOF-NONE"},
		{"null", "null", "invalid PROOF-FORM"},
		{"true", "true", "invalid PROOF-FORM"},
		{"a text", `"valid"`, "invalid PROOF-FORM"},
		{"a graph", `{"@graph":[` + good + `]}`, "invalid PROOF-FORM"},
		{"a reference", `{"id":"urn:x:1"}`, "invalid PROOF-FORM"},
		{"a token", `{"type":"JwtProof2020","jwt":"a.b.c"}`, "indeterminate PROOF-SUITE"},
		{"without cryptosuite", edit(document(good), "/cryptosuite", "").String(), "invalid PROOF-FORM"},
		{"the suite as a list", edit(document(good), "/cryptosuite", `["eddsa-rdfc-2022"]`).String(), "invalid PROOF-FORM"},
		{"the type as a list", edit(document(good), "/type", `["DataIntegrityProof"]`).String(), "invalid PROOF-FORM"},
		{"without type", edit(document(good), "/type", "").String(), "invalid PROOF-FORM"},
		{"the name of a JWS", edit(document(good), "/type", `"JWS"`).String(), "invalid"},
		{"the name of a seal", edit(document(good), "/cryptosuite", `"JAdES"`).String(), "invalid"},
		{"the name of an SD-JWT", edit(document(good), "/type", `"SD-JWT"`).String(), "invalid"},
	} {
		if tt.want == "invalid" {
			// A suite that gets a proof of another kind must say so and not fail.
			r, err := verifier(env()).Verify(t.Context(), edit(document(bare), "/proof", tt.proofs).Bytes(), anyone())
			require.True(t, err != nil || r.Verdict != vc.Valid, tt.name)
			continue
		}
		expect(t, tt.want, check(t, edit(document(bare), "/proof", tt.proofs).String()), tt.name)
	}
	require.Equal(t, "valid", passOrFail(t, verifier(env()), edit(document(bare), "/proof", "["+good+","+foreign+"]").String(), lax()))
	require.Equal(t, "invalid PROOF-NONE", check(t, bare))
}

func TestDowngradeOfAChain(t *testing.T) {
	first := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{ID: "urn:x:1"})
	again := func(suite dataintegrity.Cryptosuite) string {
		return added(t, first, suite, school, dataintegrity.Options{ID: "urn:x:2", Previous: []string{"urn:x:1"}})
	}
	for _, suite := range bothWays {
		chain := again(suite)
		require.Equal(t, "valid", check(t, chain))
		replaced := document(signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{ID: "urn:x:1", Nonce: "2"})).Get("proof").Raw()
		for _, tt := range []struct {
			name, want string
			edits      []string
		}{
			{"the link below removed", "invalid PROOF-CHAIN", []string{"/proof/0", ""}},
			{"the link below replaced by another good one", "invalid PROOF-SIGNATURE", []string{"/proof/0", replaced}},
			{"the link taken away", "invalid PROOF-SIGNATURE", []string{"/proof/1/previousProof", ""}},
			{"the link as a list", "invalid PROOF-SIGNATURE", []string{"/proof/1/previousProof", `["urn:x:1","urn:x:2"]`}},
			{"a link to itself", "invalid PROOF-CHAIN", []string{"/proof/1/previousProof", `"urn:x:2"`}},
			{"a ring", "invalid PROOF-CHAIN", []string{"/proof/0/previousProof", `"urn:x:2"`}},
			{"the same id twice", "invalid PROOF-CHAIN", []string{"/proof/0/id", `"urn:x:2"`}},
			{"a link to the document", "invalid PROOF-CHAIN", []string{"/proof/1/previousProof", `"urn:uuid:0e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e01"`}},
			{"a link in another case", "invalid PROOF-CHAIN", []string{"/proof/1/previousProof", `"URN:x:1"`}},
			{"an empty link", "invalid PROOF-CHAIN", []string{"/proof/1/previousProof", `""`}},
			{"null as link", "invalid PROOF-CHAIN", []string{"/proof/1/previousProof", `null`}},
			{"an object as link", "invalid PROOF-CHAIN", []string{"/proof/1/previousProof", `{"id":"urn:x:1"}`}},
		} {
			got := check(t, change(chain, tt.edits...))
			if tt.name == "the link as a list" {
				require.True(t, strings.HasPrefix(got, "invalid "), got)
				continue
			}
			require.Contains(t, got, strings.TrimPrefix(tt.want, "invalid "), tt.name)
			require.Contains(t, got, "invalid ", tt.name)
		}
		// The last link can be taken away: then nobody claims that it was there,
		// and the result lists what is.
		r, err := verifier(env()).Verify(t.Context(), []byte(change(chain, "/proof/1", "")), anyone())
		require.NoError(t, err)
		require.Equal(t, vc.Valid, r.Verdict)
		require.Len(t, r.Proofs, 1)
	}
}

// A proof is checked as the suite that it names, and as no other.
func TestSuiteConfusion(t *testing.T) {
	suites := map[dataintegrity.Cryptosuite]person{
		dataintegrity.EdDSARDFC2022: school, dataintegrity.EdDSAJCS2022: school,
		dataintegrity.ECDSARDFC2019: schoolEC, dataintegrity.ECDSAJCS2019: schoolEC, dataintegrity.ECDSASD2023: schoolEC, dataintegrity.BBS2023: schoolBL,
	}
	for suite, by := range suites {
		if dataintegrity.IsSelective(suite) {
			continue
		}
		file := signed(t, badge(by.id), suite, by, dataintegrity.Options{})
		for other := range suites {
			if other == suite {
				continue
			}
			require.True(t, strings.HasPrefix(check(t, change(file, "/proof/cryptosuite", quote(string(other)))), "invalid "), "%s as %s", suite, other)
		}
		require.True(t, strings.HasPrefix(check(t, change(file, "/proof/type", `"Ed25519Signature2020"`)), "invalid "), suite)
		require.True(t, strings.HasPrefix(check(t, change(file, "/proof/type", `"Ed25519Signature2020"`, "/proof/cryptosuite", "")), "invalid "), suite)
		for _, name := range []string{"EDDSA-RDFC-2022", "eddsa-2022", "eddsa-rdfc-2022 ", "ecdsa-2019", "json-eddsa-2022", "bbs-2023", "none", ""} {
			require.NotEqual(t, "valid", check(t, change(file, "/proof/cryptosuite", quote(name))), name)
		}
	}
}

// A proof value has one spelling.
func TestSpellingOfAProofValue(t *testing.T) {
	for suite, by := range map[dataintegrity.Cryptosuite]person{
		dataintegrity.EdDSAJCS2022: school, dataintegrity.EdDSARDFC2022: school, dataintegrity.ECDSAJCS2019: schoolEC, dataintegrity.ECDSARDFC2019: schoolP3,
	} {
		file := signed(t, badge(by.id), suite, by, dataintegrity.Options{})
		text := document(file).Lookup("/proof/proofValue").Text()
		raw := decoded(text)
		for name, value := range map[string]string{
			"a leading zero":               "z1" + text[1:],
			"a zero byte before":           base58(append([]byte{0}, raw...)),
			"a zero byte after":            base58(append(append([]byte{}, raw...), 0)),
			"a byte less":                  base58(raw[1:]),
			"twice":                        base58(append(append([]byte{}, raw...), raw...)),
			"base64url":                    "u" + base64.RawURLEncoding.EncodeToString(raw),
			"base64url with padding":       "U" + base64.URLEncoding.EncodeToString(raw),
			"base64":                       "m" + base64.RawStdEncoding.EncodeToString(raw),
			"hexadecimal":                  "f" + hex.EncodeToString(raw),
			"base58 of another kind":       must(multibase.Encode(multibase.Base58Flickr, raw)),
			"bytes as they are":            "\\u0000" + strings.Repeat("x", len(raw)),
			"without its letter":           text[1:],
			"only its letter":              "z",
			"empty":                        "",
			"space before":                 " " + text,
			"space after":                  text + " ",
			"a line break in it":           text[:9] + "\\n" + text[9:],
			"a zero width space":           text + "\\u200b",
			"a letter that base58 has not": text[:9] + "0" + text[10:],
			"all zero":                     base58(make([]byte, len(raw))),
			"very long":                    "z" + strings.Repeat("2", 1<<20),
			"very long ones":               "z" + strings.Repeat("1", 1<<20),
		} {
			require.True(t, strings.HasPrefix(check(t, change(file, "/proof/proofValue", `"`+value+`"`)), "invalid PROOF-"), "%s %s", suite, name)
		}
		for _, raw := range []string{"null", "7", "true", `["` + text + `"]`, `{"@value":"` + text + `"}`, ""} {
			require.True(t, strings.HasPrefix(check(t, change(file, "/proof/proofValue", raw)), "invalid PROOF-FORM"), raw)
		}
	}
}

// An ECDSA signature is r and s in full length and in range. Both signs of s
// verify, as everywhere: a proof value identifies nothing.
func TestFormOfECDSASignatures(t *testing.T) {
	for suite, by := range map[dataintegrity.Cryptosuite]person{dataintegrity.ECDSAJCS2019: schoolEC, dataintegrity.ECDSARDFC2019: schoolP3} {
		key := by.key.Signer.(*ecdsa.PrivateKey)
		file := signed(t, badge(by.id), suite, by, dataintegrity.Options{})
		raw := decoded(document(file).Lookup("/proof/proofValue").Text())
		with := func(raw []byte) string { return check(t, change(file, "/proof/proofValue", quote(base58(raw)))) }
		for name, other := range brokenECDSA(key.Curve, raw) {
			require.True(t, strings.HasPrefix(with(other), "invalid PROOF-"), name)
		}
		require.Equal(t, "valid", with(otherSign(key.Curve, raw)))
	}
	// The same as tokens.
	header, payload := `{"alg":"ES256","typ":"vc+jwt","kid":"`+schoolEC.key.Method+`"}`, badge(schoolEC.id).String()
	file := rawToken(schoolEC.key.Signer, header, payload)
	input, signature := file[:strings.LastIndexByte(file, '.')+1], must(jws.Decode(file[strings.LastIndexByte(file, '.')+1:]))
	require.Equal(t, "valid", check(t, file))
	for name, other := range brokenECDSA(elliptic.P256(), signature) {
		require.Equal(t, "invalid PROOF-SIGNATURE", check(t, input+jws.Encode(other)), name)
	}
	require.Equal(t, "valid", check(t, input+jws.Encode(otherSign(elliptic.P256(), signature))))
	digest := sha256.Sum256([]byte(strings.TrimSuffix(input, ".")))
	der := must(schoolEC.key.Signer.(*ecdsa.PrivateKey).Sign(rand.Reader, digest[:], nil))
	require.Equal(t, "invalid PROOF-SIGNATURE", check(t, input+jws.Encode(der)), "a right signature in DER")
}

func parts(raw []byte) (r, s *big.Int) {
	return new(big.Int).SetBytes(raw[:len(raw)/2]), new(big.Int).SetBytes(raw[len(raw)/2:])
}

func joined(size int, r, s *big.Int) []byte {
	out := make([]byte, size)
	r.FillBytes(out[:size/2])
	s.FillBytes(out[size/2:])
	return out
}

func otherSign(curve elliptic.Curve, raw []byte) []byte {
	r, s := parts(raw)
	return joined(len(raw), r, new(big.Int).Sub(curve.Params().N, s))
}

// brokenECDSA makes of a right signature such as must not be accepted.
func brokenECDSA(curve elliptic.Curve, raw []byte) map[string][]byte {
	r, s := parts(raw)
	n, zero, size := curve.Params().N, new(big.Int), len(raw)
	der := must(asn1.Marshal(struct{ R, S *big.Int }{r, s}))
	out := map[string][]byte{
		"DER": der, "r is zero": joined(size, zero, s), "s is zero": joined(size, r, zero), "both are zero": joined(size, zero, zero),
		"r is n": joined(size, n, s), "s is n": joined(size, r, n), "both are n": joined(size, n, n), "r is 1": joined(size, big.NewInt(1), s),
		"the other way round": joined(size, s, r), "all ones": []byte(strings.Repeat("\xff", size)),
		"a byte more": append([]byte{0}, raw...), "each a byte more": joined(size+2, r, s), "empty": {}, "DER cut to the length": der[:size],
		"r is not reduced, if that fits": joined(size, n, s),
	}
	if more := new(big.Int).Add(s, n); more.BitLen() <= 4*size {
		out["s plus n"] = joined(size, r, more)
	}
	return out
}

// An Ed25519 signature with S plus the order of the group verifies with
// careless readers.
func TestFormOfEd25519Signatures(t *testing.T) {
	order, _ := new(big.Int).SetString("7237005577332262213973186563042994240857116359379907606001950938285454250989", 10)
	file := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	raw := decoded(document(file).Lookup("/proof/proofValue").Text())
	little := reversedBytes(raw[32:])
	more := new(big.Int).Add(new(big.Int).SetBytes(little), order)
	other := append(append([]byte{}, raw[:32]...), reversedBytes(more.FillBytes(make([]byte, 32)))...)
	require.Equal(t, "invalid PROOF-SIGNATURE", check(t, change(file, "/proof/proofValue", quote(base58(other)))))

	// Keys of small order, whose constant signature fits any message.
	for _, point := range []string{
		"0100000000000000000000000000000000000000000000000000000000000000", "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
		"0000000000000000000000000000000000000000000000000000000000000000", "0000000000000000000000000000000000000000000000000000000000000080",
		"26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
		"eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", "0100000000000000000000000000000000000000000000000000000000000080",
	} {
		key := must(hex.DecodeString(point))
		text := base58(append([]byte{0xed, 0x01}, key...))
		thief := person{"did:key:" + text, school.key}
		thief.key.Method = thief.id + "#" + text
		universal := append(append([]byte{}, must(hex.DecodeString("0100000000000000000000000000000000000000000000000000000000000000"))...), make([]byte, 32)...)
		forged := change(byHand(plain(thief.id), thief, ""), "/proof/proofValue", quote(base58(universal)))
		require.Equal(t, "invalid PROOF-METHOD", check(t, forged), point)
	}
}

func reversedBytes(raw []byte) []byte {
	out := make([]byte, len(raw))
	for i, b := range raw {
		out[len(raw)-1-i] = b
	}
	return out
}

// A proof is taken for what it is, not for what it calls itself: a cryptosuite
// that stands in the place of the type is no proof, and an embedded proof that
// bears the name of a token or seal is one that nobody knows. None of them stops
// the verification of what is around it.
func TestProofsUnderTheNamesOfOthers(t *testing.T) {
	doc := badge(school.id)
	byType := func(kind, suite string) string {
		config := document(fmt.Sprintf(`{"@context":%s,"type":%q,"verificationMethod":%q,"proofPurpose":"assertionMethod"}`, doc.Get("@context").Raw(), kind, school.key.Method))
		if suite != "" {
			config = edit(config, "/cryptosuite", quote(suite))
		}
		input := append(sha256Of(must(config.Canonical())), sha256Of(must(doc.Canonical()))...)
		signature := must(school.key.Signer.Sign(nil, input, noHash))
		return edit(doc, "/proof", edit(config, "/proofValue", quote(base58(signature))).String()).String()
	}
	require.Equal(t, "valid", check(t, byType("DataIntegrityProof", "eddsa-jcs-2022")))
	for _, suite := range []string{"", "eddsa-jcs-2022", "ecdsa-rdfc-2019"} {
		require.Equal(t, "invalid PROOF-FORM", check(t, byType("eddsa-jcs-2022", suite)), suite)
	}
	require.Contains(t, check(t, byType("ecdsa-sd-2023", "ecdsa-sd-2023")), "invalid PROOF-FORM")
	require.Contains(t, check(t, byType("DataIntegrityProof", "Ed25519Signature2020")), "invalid ")
	good := signed(t, doc, dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	for _, name := range []string{"JWS", "SD-JWT", "JAdES"} {
		for _, raw := range []string{fmt.Sprintf(`{"type":%q}`, name), fmt.Sprintf(`{"type":"DataIntegrityProof","cryptosuite":%q}`, name)} {
			named := edit(doc, "/proof", raw).String()
			require.Equal(t, "invalid PROOF-FORM", check(t, named), raw)
			both := signed(t, presentation(learner.id, good, named), dataintegrity.EdDSAJCS2022, learner, dataintegrity.Options{Purpose: vc.Authentication})
			r, err := verifier(env()).Verify(t.Context(), []byte(both), anyone())
			require.NoError(t, err, raw)
			require.Equal(t, []vc.Verdict{vc.Valid, vc.Invalid}, []vc.Verdict{r.Credentials[0].Verdict, r.Credentials[1].Verdict})
		}
	}
}
