package jades_test

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// outcome checks a file that may not even open: "" is valid.
func outcome(tb testing.TB, file []byte) string {
	tb.Helper()
	secured, err := proof.Open(file, vc.Limits{})
	if err != nil {
		var format *proof.FormatError
		require.True(tb, errors.As(err, &format))
		return "open " + format.Code
	}
	require.Len(tb, secured.Proofs(), 1)
	return faults(checkSecured(tb, secured, anchors(), now)[0].Findings)
}

// TestHeaderMutations removes, changes and repeats every parameter of the
// protected header of a right seal, once after it was signed and once before.
func TestHeaderMutations(t *testing.T) {
	const (
		broken = "PROOF-SIGNATURE fail"
		twice  = "open JWS-HEADER"
	)
	// For each parameter: another value for it, and the outcome of the removal
	// and of the change when the header is signed with it.
	table := map[string]struct{ other, removed, changed string }{
		"alg":      {`"HS256"`, "JWS-ALG fail", "JWS-ALG fail"},
		"cty":      {`"text/plain"`, "", ""},
		"kid":      {`"x"`, "", ""},
		"x5t#S256": {`"AAAA"`, "JADES-CERT-DIGEST fail", "JADES-CERT-DIGEST fail"},
		"x5c":      {`["AAAA"]`, "SEAL-CERTIFICATE unknown", "JWS-X5C fail"},
		"typ":      {`"jose"`, "", ""},
		"b64":      {"true", "JWS-CRIT fail, JWS-PAYLOAD fail", "JWS-PAYLOAD fail"},
		"iat":      {"1", "JADES-SIGNING-TIME fail", "JADES-SIGNING-TIME fail"},
		"crit":     {`["b64","exp"]`, "JWS-CRIT fail", "JWS-CRIT fail"},
	}
	var names []string
	testkit.Seal(nil, testkit.SealOptions{Header: func(header []testkit.Member) []testkit.Member {
		for _, m := range header {
			names = append(names, m.Name)
		}
		return header
	}})
	require.Len(t, table, len(names))
	mutants := 0
	for _, name := range names {
		row, ok := table[name]
		require.True(t, ok, name)
		repeat := func(header []testkit.Member) []testkit.Member {
			return append(header, testkit.Member{Name: name, JSON: row.other})
		}
		// When the certificate cannot be used, the signature is not looked at.
		unlessUnusable := func(want string) string {
			switch {
			case want == "":
				return broken
			case strings.HasPrefix(want, "JWS-ALG"), strings.HasPrefix(want, "JADES-CERT"), strings.HasPrefix(want, "SEAL-CERT"), strings.HasPrefix(want, "JWS-X5C"):
				return want
			}
			return want + ", " + broken
		}
		for _, m := range []struct {
			kind           string
			change         func([]testkit.Member) []testkit.Member
			signed, forged string
		}{
			{"removed", drop(name), row.removed, unlessUnusable(row.removed)},
			{"changed", set(name, row.other), row.changed, unlessUnusable(row.changed)},
			{"repeated", repeat, twice, twice},
		} {
			require.Equal(t, m.signed, outcome(t, seal(testkit.SealOptions{Header: m.change})), "%s %s, signed", name, m.kind)
			require.Equal(t, m.forged, outcome(t, forgeHeader(m.change)), "%s %s, not signed", name, m.kind)
			mutants += 2
		}
	}
	t.Logf("%d mutants of %d header parameters", mutants, len(names))
}

// forgeHeader returns a right seal whose header was changed afterwards.
func forgeHeader(change func([]testkit.Member) []testkit.Member) []byte {
	var forged string
	seal(testkit.SealOptions{Header: change, Forge: func(p *testkit.SealParts) { forged = p.Protected }})
	return seal(testkit.SealOptions{Forge: func(p *testkit.SealParts) { p.Protected = forged }})
}

// forge returns the outcome of a right seal whose parts were changed.
func forge(tb testing.TB, o testkit.SealOptions, change func(*testkit.SealParts)) string {
	tb.Helper()
	o.Forge = change
	return outcome(tb, seal(o))
}

// TestPayloadMutations changes each byte of the payload, and its layout.
func TestPayloadMutations(t *testing.T) {
	const broken = "PROOF-SIGNATURE fail"
	mutants := 0
	for i := range len(payload) {
		if payload[i] >= 0x80 {
			continue // a change of one byte would not be UTF-8
		}
		got := forge(t, testkit.SealOptions{}, func(p *testkit.SealParts) {
			p.Payload = payload[:i] + string(rune(payload[i]^1)) + payload[i+1:]
		})
		require.Equal(t, broken, got, i)
		mutants++
	}
	for name, other := range map[string]string{
		"empty":               "",
		"a space more":        payload + " ",
		"a line break more":   payload + "\n",
		"indented":            strings.ReplaceAll(payload, ",", ",\n  "),
		"escaped once more":   strings.ReplaceAll(payload, "Å", `\u00c5`),
		"base64url":           base64.RawURLEncoding.EncodeToString([]byte(payload)),
		"decomposed":          strings.ReplaceAll(payload, "Å", "A\u030a"),
		"byte order mark":     "\ufeff" + payload,
		"escaped and escaped": strings.ReplaceAll(payload, `"`, `\"`),
	} {
		require.Equal(t, broken, forge(t, testkit.SealOptions{}, func(p *testkit.SealParts) { p.Payload = other }), name)
		mutants++
	}
	encoded := testkit.SealOptions{Encoded: true}
	for _, more := range []string{"=", "\n", "\r\n", " "} {
		require.Equal(t, "JWS-PAYLOAD fail, "+broken, forge(t, encoded, func(p *testkit.SealParts) { p.Payload += more }))
		require.Equal(t, "open JWS-HEADER", forge(t, encoded, func(p *testkit.SealParts) { p.Protected += more }))
		mutants += 2
	}
	t.Logf("%d mutants of the payload", mutants)
}

// TestEscapes writes the same payload with other escapes in the envelope:
// what is signed is the text after they are resolved.
func TestEscapes(t *testing.T) {
	file := string(seal(testkit.SealOptions{}))
	var indented strings.Builder
	encoder := json.NewEncoder(&indented)
	encoder.SetIndent("", "  ")
	require.NoError(t, encoder.Encode(json.RawMessage(file)))
	for name, same := range map[string]string{
		"less than":          strings.ReplaceAll(file, "<", `\u003c`),
		"all that HTML asks": strings.NewReplacer("<", `\u003C`, ">", `\u003e`, "&", `\u0026`).Replace(file),
		"solidus":            strings.ReplaceAll(file, "/", `\/`),
		"beyond ASCII":       strings.NewReplacer("Å", `\u00c5`, "ø", `\u00F8`).Replace(file),
		"envelope indented":  indented.String(),
		"white space around": "\r\n\t " + file + "\n\n",
		"unknown members":    strings.TrimSuffix(file, "}") + `,"evil":{"payload":"x"}}`,
	} {
		require.NotEqual(t, file, same, name)
		require.Empty(t, outcome(t, []byte(same)), name)
	}
}

// TestSignatureMutations changes bits of the signature, and its spelling.
func TestSignatureMutations(t *testing.T) {
	mutants := 0
	for name, o := range map[string]testkit.SealOptions{"RS256": {}, "ES256": {Sealer: ca.EC}} {
		var value string
		seal(testkit.SealOptions{Sealer: o.Sealer, Forge: func(p *testkit.SealParts) { value = p.Signature }})
		raw, err := base64.RawURLEncoding.DecodeString(value)
		require.NoError(t, err)
		for bit := 0; bit < 8*len(raw); bit += 7 {
			got := forge(t, o, func(p *testkit.SealParts) { p.Signature = flipped(p.Signature, bit) })
			require.Equal(t, "PROOF-SIGNATURE fail", got, "%s bit %d", name, bit)
			mutants++
		}
		for kind, change := range map[string]func(string) string{
			"empty":          func(string) string { return "" },
			"padded":         func(s string) string { return s + "==" },
			"line break":     func(s string) string { return s + "\n" },
			"line break in":  func(s string) string { return s[:9] + "\r\n" + s[9:] },
			"standard":       func(s string) string { return strings.NewReplacer("-", "+", "_", "/").Replace(s) + "+" },
			"trailing bits":  trailingBits,
			"one byte more":  func(s string) string { return reencode(s, func(b []byte) []byte { return append(b, 0) }) },
			"one byte less":  func(s string) string { return reencode(s, func(b []byte) []byte { return b[:len(b)-1] }) },
			"zero before it": func(s string) string { return reencode(s, func(b []byte) []byte { return append([]byte{0}, b...) }) },
			"all zero":       func(s string) string { return reencode(s, func(b []byte) []byte { return make([]byte, len(b)) }) },
			"r is zero":      func(s string) string { return reencode(s, func(b []byte) []byte { clear(b[:len(b)/2]); return b }) },
			"s is zero":      func(s string) string { return reencode(s, func(b []byte) []byte { clear(b[len(b)/2:]); return b }) },
			"all ones": func(s string) string {
				return reencode(s, func(b []byte) []byte {
					for i := range b {
						b[i] = 0xff
					}
					return b
				})
			},
		} {
			got := forge(t, o, func(p *testkit.SealParts) { p.Signature = change(p.Signature) })
			require.Equal(t, "PROOF-SIGNATURE fail", got, "%s %s", name, kind)
			mutants++
		}
	}
	t.Logf("%d mutants of the signature", mutants)
}

func reencode(text string, change func([]byte) []byte) string {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(change(raw))
}

func flipped(text string, bit int) string {
	return reencode(text, func(b []byte) []byte { b[bit/8] ^= 1 << (bit % 8); return b })
}

// trailingBits spells the same bytes with other unused bits at the end.
func trailingBits(text string) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, text[len(text)-1])
	return text[:len(text)-1] + string(alphabet[last|1])
}

// TestSwappedParts puts the parts of one seal into another.
func TestSwappedParts(t *testing.T) {
	var other testkit.SealParts
	testkit.Seal([]byte(`{"issuer":{}}`), testkit.SealOptions{At: testkit.SealTime.Add(1), Forge: func(p *testkit.SealParts) { other = *p }})
	for i, change := range []func(*testkit.SealParts){
		func(p *testkit.SealParts) { p.Payload = other.Payload },
		func(p *testkit.SealParts) { p.Signature = other.Signature },
		func(p *testkit.SealParts) { p.Protected, p.Signature = other.Protected, other.Signature },
	} {
		require.Equal(t, "PROOF-SIGNATURE fail", forge(t, testkit.SealOptions{}, change), fmt.Sprint(i))
	}
}

// TestManySignatures checks each of several signatures, and refuses a file
// with so many that hashing the payload for each would take long.
func TestManySignatures(t *testing.T) {
	file := string(seal(testkit.SealOptions{}))
	start := strings.Index(file, `"signatures":[`) + len(`"signatures":[`)
	entry := strings.TrimSuffix(file[start:], "]}")
	broken := strings.Replace(entry, `"signature":"`, `"signature":"AAAA`, 1)
	evidence := check(t, []byte(file[:start]+entry+","+broken+","+entry+"]}"), anchors(), now)
	require.Len(t, evidence, 3)
	require.Empty(t, faults(evidence[0].Findings))
	require.Equal(t, "PROOF-SIGNATURE fail", faults(evidence[1].Findings))
	require.Equal(t, "/signatures/1/signature", finding(t, evidence[1].Findings, "PROOF-SIGNATURE").Pointer)
	require.Empty(t, faults(evidence[2].Findings))
	require.Equal(t, "open JWS-SERIALISATION", outcome(t, []byte(file[:start]+strings.Repeat(entry+",", 64)+entry+"]}")))
}
