package proof_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// bothWays are the two ways of canonicalising, on which most attacks on a
// document depend.
var bothWays = []dataintegrity.Cryptosuite{dataintegrity.EdDSARDFC2022, dataintegrity.EdDSAJCS2022}

// Text that one reader takes for something else than another is refused
// before anything is verified. See [TestVectorsOfTheSuite] for most of it.
func TestTextThatReadersDisagreeOn(t *testing.T) {
	for _, suite := range bothWays {
		good := signed(t, badge(school.id), suite, school, dataintegrity.Options{})
		require.Equal(t, "valid", check(t, good))
		open := strings.TrimSuffix(strings.TrimSpace(good), "}")
		for _, tt := range []struct{ name, file, want string }{
			{"NUL in a text", once(t, good, "Vinterferdsel", "Vinter\x00"), "refused JSON-SYNTAX"},
			{"an issuer twice", open + `,"issuer":` + quote(attacker.id) + "}", "refused JSON-DUPLICATE-NAME"},
			{"a comment", once(t, good, `"name"`, `/* */"name"`), "refused JSON-SYNTAX"},
			{"an escape in a name", once(t, good, `"issuer"`, `"\u0069ssuer"`), "valid"},
			{"an escape in a value", once(t, good, "Vinterferdsel", `V\u0069nterferdsel`), "valid"},
			{"an escaped solidus", once(t, good, obContext, strings.ReplaceAll(obContext, "/", `\/`)), "valid"},
		} {
			expect(t, tt.want, check(t, tt.file), suite, tt.name)
		}
		for _, deep := range []string{
			open + `,"x":` + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}",
			strings.Repeat("[", 1<<20), strings.Repeat(`{"a":`, 1<<18), strings.Repeat(`{"proof":[`, 1<<17),
		} {
			expect(t, "refused JSON-DEPTH", check(t, deep))
		}
	}
}

// Names are compared byte by byte. A reader that folds case would take these
// members for those that are signed.
func TestNamesThatLookAlike(t *testing.T) {
	for suite, undefined := range map[dataintegrity.Cryptosuite]string{
		dataintegrity.EdDSARDFC2022: "invalid JSONLD-TERM-UNDEFINED",
		dataintegrity.EdDSAJCS2022:  "invalid PROOF-SIGNATURE",
	} {
		good := signed(t, badge(school.id), suite, school, dataintegrity.Options{})
		value := document(good).Get("proof").Raw()
		forged := signed(t, edit(badge(school.id), "/name", `"Alt"`), suite, attacker, dataintegrity.Options{})
		for _, name := range []string{"PROOF", "Proof", "proo\u0066\u200b", "pro\u1d0ff", "ISSUER", "i\u017f\u017fuer", "credential\u017fubject", "Type", " type"} {
			raw := value
			if !strings.EqualFold(name, "proof") {
				raw = `"did:example:x"`
			}
			expect(t, undefined, check(t, change(good, "/"+name, raw)), name)
		}
		// The forger's own proof where it counts, and the right one beside it.
		require.Contains(t, check(t, change(forged, "/PROOF", value)), "invalid ")
		require.Contains(t, check(t, once(t, good, `"proof"`, `"PROOF"`)), "invalid PROOF-NONE")
		expect(t, undefined, check(t, change(good, "/proof/ProofValue", `"z1"`)))
		expect(t, undefined, check(t, change(good, "/proof/CRYPTOSUITE", `"x"`)))
	}
}

// A number that is not one binary64 could stand for two different ones.
func TestNumbers(t *testing.T) {
	const at = "/credentialSubject/creditsEarned"
	for suite, number := range map[dataintegrity.Cryptosuite]string{
		dataintegrity.EdDSARDFC2022: "invalid JSONLD-NUMBER",
		dataintegrity.EdDSAJCS2022:  "invalid JSON-NUMBER",
	} {
		good := signed(t, badge(school.id), suite, school, dataintegrity.Options{})
		for raw, want := range map[string]string{
			"2.5": "valid", "2.50": "valid", "25e-1": "valid", "0.25E+1": "valid",
			"1e400": number, "-1e400": number, "9007199254740993": number, "2.50000000000000000001": number,
			"250": "invalid PROOF-SIGNATURE", "-2.5": "invalid PROOF-SIGNATURE", "1e-400": number, `"2.5"`: "invalid PROOF-SIGNATURE",
		} {
			expect(t, want, check(t, change(good, at, raw)), suite, raw)
		}
		for _, raw := range []string{"NaN", "Infinity", "-Infinity", "01", "+2.5", ".5", "2.", "0x2", "2.5d", "1_0"} {
			expect(t, "refused JSON-SYNTAX", check(t, once(t, good, `"creditsEarned": 2.5`, `"creditsEarned": `+raw)), raw)
		}
		// The neighbour of a number that is signed has the same binary64.
		large := signed(t, edit(badge(school.id), at, "9007199254740992"), suite, school, dataintegrity.Options{})
		require.Equal(t, "valid", check(t, large))
		require.Equal(t, number, check(t, change(large, at, "9007199254740993")))
	}
	for _, raw := range []string{"1e400", "9007199254740993"} {
		for _, suite := range bothWays {
			_, err := dataintegrity.Sign(t.Context(), env(), edit(badge(school.id), at, raw), suite, school.key, dataintegrity.Options{})
			require.Error(t, err, raw)
		}
	}
}

// Dates as XML Schema has them, and nothing that other readers would let
// pass. They are signed as they are, so only the date decides.
func TestDates(t *testing.T) {
	const expired, broken = "invalid VALID-UNTIL", "invalid VCDM2-VALID-UNTIL"
	sign := func(member, raw string) string {
		return signed(t, edit(badge(school.id), member, raw), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
	}
	judge := func(file string) string { return passOrFail(t, modeller(), file, strict()) }
	for text, want := range map[string]string{
		"2026-06-01T12:00:00Z":           "valid", // the very moment
		"2026-06-01T11:59:59.999999999Z": expired,
		"2026-06-01T12:00:00.000000001Z": "valid",
		"2026-06-01T14:00:00+02:00":      "valid",
		"2026-06-01T13:59:59+02:00":      expired,
		"2026-06-01T02:00:00-10:00":      "valid",
		"2026-06-02T02:00:00+14:00":      "valid",
		"2026-05-31T24:00:00Z":           expired, // is the next midnight
		"2026-12-31T24:00:00Z":           "valid",
		"12026-01-01T00:00:00Z":          "valid",
		"2028-02-29T00:00:00Z":           "valid",
		"2026-12-31T24:00:01Z":           broken,
		"2026-12-31T24:00:00.1Z":         broken,
		"2026-12-31T23:59:60Z":           broken,
		"2026-12-31T23:60:00Z":           broken,
		"2026-12-31T25:00:00Z":           broken,
		"2026-12-31T12:00:00+23:59":      broken,
		"2026-12-31T12:00:00+14:01":      broken,
		"2026-12-31T12:00:00+1:00":       broken,
		"2026-12-31T12:00:00+0100":       broken,
		"2026-12-31T12:00:00,5Z":         broken,
		"2026-12-31T12:00:00.Z":          broken,
		"2026-12-31T9:00:00Z":            broken,
		"2026-12-31t12:00:00z":           broken,
		"2026-12-31 12:00:00Z":           broken,
		"2026-12-31":                     broken,
		"2026-12-31T12:00Z":              broken,
		"2026-12-31T12:00:00":            broken,
		"2027-02-29T00:00:00Z":           broken,
		"2026-13-01T00:00:00Z":           broken,
		"2026-00-01T00:00:00Z":           broken,
		"02026-12-31T12:00:00Z":          broken,
		"26-12-31T12:00:00Z":             broken,
		"1234567890-12-31T12:00:00Z":     broken,
		"２０２６-12-31T12:00:00Z":           broken,
		" 2026-12-31T12:00:00Z":          broken,
		"2026-12-31T12:00:00Z\\n":        broken,
		"2026-12-31T12:00:00Z\\u0000":    broken,
		"never":                          broken,
		"":                               broken,
	} {
		file := sign("/validUntil", `"`+text+`"`)
		expect(t, want, judge(file), text)
		if want == broken && text != "2026-12-31T12:00:00" { // which counts as UTC
			expect(t, "indeterminate VALID-UNTIL", check(t, file), text, "where the rules are not asked")
		}
	}
	for text, want := range map[string]string{
		"2026-06-01T12:00:00Z":           "valid",
		"2026-06-01T12:00:00.000000001Z": "invalid VALID-FROM",
		"-0001-01-01T00:00:00Z":          "valid",
		"0000-02-29T00:00:00Z":           "valid",
		"2026-06-01T24:00:00Z":           "invalid VALID-FROM",
		"2026-05-32T00:00:00Z":           "invalid VCDM2-VALID-FROM",
	} {
		expect(t, want, judge(sign("/validFrom", `"`+text+`"`)), text)
	}
	expect(t, "indeterminate VALID-FROM", check(t, sign("/validFrom", `"2026-05-32T00:00:00Z"`)))
	turned := edit(badge(school.id), "/validFrom", `"2026-06-01T12:00:00Z"`, "/validUntil", `"2026-06-01T11:59:59Z"`)
	expect(t, "invalid VALID-UNTIL VCDM2-PERIOD", judge(signed(t, turned, dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})))
	for _, raw := range []string{"1780000000", "true", `["2027-01-01T00:00:00Z"]`, `{"@value":"2027-01-01T00:00:00Z"}`} {
		expect(t, broken, judge(sign("/validUntil", raw)), raw)
		expect(t, "indeterminate VALID-UNTIL", check(t, sign("/validUntil", raw)), raw)
	}
	expect(t, "valid", check(t, sign("/validUntil", "null")), "null, which is as if absent")
}

// The dates of a proof count in the same way; what it says of its creation is
// never relied upon, but must be a date.
func TestDatesOfAProof(t *testing.T) {
	for text, want := range map[string]string{
		`"2026-06-01T12:00:00.000000001Z"`: "valid",
		`"2026-06-01T12:00:00Z"`:           "invalid PROOF-EXPIRES",
		`"2026-12-31T24:00:00Z"`:           "valid",
		`"2026-12-31T12:00:00"`:            "valid", // UTC, with a warning
		`"2026-12-31T23:59:60Z"`:           "invalid PROOF-EXPIRES",
		`"2026-12-31T12:00:00+23:59"`:      "invalid PROOF-EXPIRES",
		`"2026-12-31T12:00:00,5Z"`:         "invalid PROOF-EXPIRES",
		`"2026-12-31T9:00:00Z"`:            "invalid PROOF-EXPIRES",
		`4102444800`:                       "invalid PROOF-EXPIRES",
		`["2026-12-31T12:00:00Z"]`:         "invalid PROOF-EXPIRES",
		`null`:                             "invalid PROOF-EXPIRES",
	} {
		expect(t, want, check(t, byHand(plain(school.id), school, `"expires":`+text)), text)
	}
	for text, want := range map[string]string{
		`"1999-01-01T00:00:00Z"`: "valid",
		`"2099-01-01T00:00:00Z"`: "valid", // with a warning
		`"2026-01-01"`:           "invalid PROOF-CREATED",
		`1780000000`:             "invalid PROOF-CREATED",
		`""`:                     "invalid PROOF-CREATED",
	} {
		expect(t, want, check(t, byHand(plain(school.id), school, `"created":`+text)), text)
	}
}

// byHand makes a proof by eddsa-jcs-2022 with whatever members: what is
// signed is written out here once more, from the specification.
func byHand(doc vc.Document, by person, members string) string {
	config := document(fmt.Sprintf(`{"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","verificationMethod":%q,"proofPurpose":"assertionMethod"}`, by.key.Method))
	if members != "" {
		for name, value := range document("{" + members + "}").Root().Members() {
			config = edit(config, "/"+jsontree.EscapePointer(name), value.Raw())
		}
	}
	input := append(sha256Of(must(config.Canonical())), sha256Of(must(doc.Canonical()))...)
	signature := must(by.key.Signer.Sign(nil, input, noHash))
	return edit(doc, "/proof", edit(config, "/proofValue", quote(base58(signature))).String()).String()
}

func TestByHand(t *testing.T) {
	require.Equal(t, "valid", check(t, byHand(plain(school.id), school, "")))
	require.Equal(t, "invalid ISSUER-KEY", check(t, byHand(plain(school.id), attacker, "")))
}
