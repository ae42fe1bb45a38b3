package proof_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

// patience is how long the verification of one hostile file may take on any
// machine. The files that are let through take far less.
const patience = 20 * time.Second

// achievements returns a badge about so many achievements without names that
// refer to each other: every one of the nodes is an unnamed one.
func achievements(n int, refers func(from, to int) bool) vc.Document {
	var all []string
	for i := range n {
		var related []string
		for j := range n {
			if refers(i, j) {
				related = append(related, fmt.Sprintf(`{"id":"_:n%d","type":["Related"]}`, j))
			}
		}
		all = append(all, fmt.Sprintf(`{"type":["AchievementSubject"],"achievement":{"id":"_:n%d","type":["Achievement"],"related":[%s]}}`, i, strings.Join(related, ",")))
	}
	return edit(badge(school.id), "/credentialSubject", "["+strings.Join(all, ",")+"]")
}

// tags returns a badge that makes so many statements.
func tags(n int) vc.Document {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"%d"`, i)
	}
	return edit(badge(school.id), "/credentialSubject/achievement/tag", "["+b.String()[1:]+"]")
}

// bogus puts a proof on a document whose value is wrong but of the right
// form, so that everything before the signature has to be done.
func bogus(doc vc.Document, suite dataintegrity.Cryptosuite) string {
	return edit(doc, "/proof", bogusProof(suite, "")).String()
}

func bogusProof(suite dataintegrity.Cryptosuite, members string) string {
	return fmt.Sprintf(`{"type":"DataIntegrityProof","cryptosuite":%q,"verificationMethod":%q,"proofPurpose":"assertionMethod","proofValue":%q%s}`,
		suite, school.key.Method, base58(make([]byte, 64)), members)
}

func times(n int, text, separator string) string {
	return strings.TrimSuffix(strings.Repeat(text+separator, n), separator)
}

// numbered joins n texts that are made by a format with their numbers.
func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// hostile are files that are made to keep a reader busy.
func hostile(tb testing.TB) map[string]func() string {
	tb.Helper()
	const rdfc, jcs = dataintegrity.EdDSARDFC2022, dataintegrity.EdDSAJCS2022
	withProofs := func(doc vc.Document, proofs string) string { return edit(doc, "/proof", "["+proofs+"]").String() }
	number := func(raw string) func() string {
		return func() string { return bogus(edit(badge(school.id), "/credentialSubject/creditsEarned", raw), rdfc) }
	}
	sd := func(value string) func() string {
		return func() string {
			doc := document(bogus(badge(schoolEC.id), dataintegrity.ECDSASD2023))
			return edit(doc, "/proof/verificationMethod", quote(schoolEC.key.Method), "/proof/proofValue", value).String()
		}
	}
	seal := func(h func([]testkit.Member) []testkit.Member) func() string {
		return func() string { return sealed(award, testkit.SealOptions{Header: h, Forge: spoil}) }
	}
	return map[string]func() string{
		// Graphs.
		"a clique": func() string { return bogus(achievements(12, func(i, j int) bool { return i != j }), rdfc) },
		"a clique, selective": func() string {
			doc := document(bogus(edit(achievements(12, func(i, j int) bool { return i != j }), "/issuer/id", quote(schoolEC.id)), dataintegrity.ECDSASD2023))
			value := derivedValue{BaseSignature: make([]byte, 64), PublicKey: must(multikey.Bytes(schoolEC.key.Signer.Public()))}
			return value.put(edit(doc, "/proof/verificationMethod", quote(schoolEC.key.Method)).String())
		},
		"a ring of unnamed nodes": func() string { return bogus(achievements(400, func(i, j int) bool { return j == (i+1)%400 }), rdfc) },
		"a line of unnamed nodes": func() string { return bogus(achievements(400, func(i, j int) bool { return j == i+1 }), rdfc) },
		"many small rings": func() string {
			return bogus(achievements(399, func(i, j int) bool { return i/3 == j/3 && j%3 == (i+1)%3 }), rdfc)
		},
		"many small cliques": func() string {
			return bogus(achievements(60, func(i, j int) bool { return i/6 == j/6 && i != j }), rdfc)
		},
		"pairs":                  func() string { return bogus(achievements(400, func(i, j int) bool { return i^1 == j }), rdfc) },
		"twins":                  func() string { return bogus(achievements(450, func(int, int) bool { return false }), rdfc) },
		"too many unnamed nodes": func() string { return bogus(achievements(2_000, func(int, int) bool { return false }), rdfc) },
		"organisations above others": func() string {
			return bogus(edit(badge(school.id), "/credentialSubject/source", strings.Repeat(`{"type":["Profile"],"parentOrg":`, 90)+`{"type":["Profile"]}`+strings.Repeat("}", 90)), rdfc)
		},
		"too many statements": func() string { return bogus(tags(100_000), rdfc) },
		"a clique with 16 proofs": func() string {
			return withProofs(achievements(12, func(i, j int) bool { return i != j }), times(16, bogusProof(rdfc, ""), ","))
		},
		"5,000 statements, 16 proofs": func() string { return withProofs(tags(5_000), times(16, bogusProof(rdfc, ""), ",")) },

		// Contexts.
		"a large context": func() string {
			return bogus(edit(badge(school.id), "/@context/-", "{"+numbered(50_000, `"t%d":"urn:t:x"`)+"}"), rdfc)
		},
		"many contexts": func() string {
			return bogus(edit(badge(school.id), "/@context", "["+quote(vc.ContextV2)+","+numbered(20_000, `{"t%d":"urn:t"}`)+"]"), rdfc)
		},
		"the same context often": func() string {
			return bogus(edit(badge(school.id), "/@context", "["+times(20_000, quote(vc.ContextV2), ",")+"]"), rdfc)
		},
		"a context at every node": func() string {
			return bogus(edit(badge(school.id), "/@context/-", "{"+numbered(4_000, `"t%d":"urn:t:x"`)+"}", "/credentialSubject/result", "["+numbered(4_000, `{"@context":{"x%d":"urn:x"},"type":["Result"]}`)+"]"), rdfc)
		},
		"terms that need each other": func() string {
			var b strings.Builder
			for i := range 20_000 {
				fmt.Fprintf(&b, `"t%d":"t%d:x",`, i, i+1)
			}
			return bogus(edit(badge(school.id), "/@context/-", "{"+b.String()+`"t20000":"urn:t:"}`), rdfc)
		},
		"contexts within contexts": func() string {
			return bogus(edit(badge(school.id), "/@context/-", strings.Repeat(`{"x":{"@id":"urn:x","@context":`, 45)+"{}"+strings.Repeat("}}", 45)), rdfc)
		},

		// Sizes.
		"10,000 proofs": func() string { return withProofs(badge(school.id), times(10_000, bogusProof(jcs, ""), ",")) },
		"16 proofs of a large text": func() string {
			return withProofs(edit(badge(school.id), "/name", quote(strings.Repeat("x", 1<<20))), times(16, bogusProof(jcs, ""), ","))
		},
		"16 proofs in a chain": func() string {
			var all []string
			for i := range 16 {
				ids := make([]string, i)
				for j := range ids {
					ids[j] = fmt.Sprintf("urn:x:%d", j)
				}
				all = append(all, bogusProof(rdfc, fmt.Sprintf(`,"id":"urn:x:%d","nonce":%q`, i, strings.Repeat("n", 1_000))+previous(ids)))
			}
			return withProofs(badge(school.id), strings.Join(all, ","))
		},
		"a huge text":             func() string { return bogus(edit(badge(school.id), "/name", quote(strings.Repeat("x", 4<<20))), rdfc) },
		"a text beyond the limit": func() string { return bogus(edit(badge(school.id), "/name", quote(strings.Repeat("x", 33<<20))), jcs) },
		"many values":             func() string { return bogus(edit(badge(school.id), "/type", "["+times(200_000, `"x"`, ",")+"]"), jcs) },
		"too many values":         func() string { return `{"x":[` + times(1_100_000, "1", ",") + "]}" },
		"many members": func() string {
			return bogus(edit(badge(school.id), "/name", "{"+numbered(100_000, `"m%d":1`)+"}"), jcs)
		},
		"many identifiers": func() string {
			return bogus(edit(badge(school.id), "/relatedResource", "["+numbered(50_000, `{"id":"urn:x:%d"}`)+"]"), jcs)
		},
		"a huge proof value": func() string {
			return change(bogus(badge(school.id), rdfc), "/proof/proofValue", quote("z"+strings.Repeat("z", 4<<20)))
		},
		"a long key": func() string {
			return change(bogus(badge(school.id), rdfc), "/proof/verificationMethod", quote("did:key:z"+strings.Repeat("z", 1<<20)))
		},
		"a long key, 64 times": func() string {
			return withProofs(badge(school.id), times(64, strings.Replace(bogusProof(jcs, ""), school.key.Method, "did:key:z"+strings.Repeat("z", 30_000), 1), ","))
		},
		"a long issuer":    func() string { return bogus(badge("did:key:z"+strings.Repeat("z", 4<<20)), rdfc) },
		"opening brackets": func() string { return strings.Repeat(`[`, 4<<20) },
		"opening braces":   func() string { return strings.Repeat(`{"proof":`, 2<<20) },
		"escapes": func() string {
			return bogus(edit(badge(school.id), "/name", `"`+strings.Repeat(`\u0041`, 2<<20)+`"`), rdfc)
		},
		"spaces": func() string { return strings.Repeat(" ", 8<<20) + bogus(badge(school.id), rdfc) },

		// Numbers and dates.
		"a large exponent":         number("1e999999999"),
		"a small exponent":         number("1e-999999999"),
		"an exponent of its own":   number("1e" + strings.Repeat("9", 1<<20)),
		"many digits":              number("1" + strings.Repeat("0", 4<<20)),
		"many decimals":            number("0." + strings.Repeat("0", 4<<20) + "1"),
		"many decimals, all nines": number("0." + strings.Repeat("9", 4<<20)),
		"a long fraction": func() string {
			return bogus(edit(badge(school.id), "/validUntil", quote("2026-06-01T12:00:00."+strings.Repeat("9", 1<<20)+"Z")), jcs)
		},
		"a long year": func() string {
			return bogus(edit(badge(school.id), "/validUntil", quote(strings.Repeat("9", 4<<20)+"-06-01T12:00:00Z")), jcs)
		},

		// Selective disclosure.
		"a large map":      sd(quote(multibaseURL(append([]byte{0xd9, 0x5d, 0x01, 0x85, 0x40, 0x40, 0x80, 0xba, 0x7f, 0xff, 0xff, 0xff}, make([]byte, 1<<20)...)))),
		"a large array":    sd(quote(multibaseURL(append([]byte{0xd9, 0x5d, 0x01, 0x9a, 0x7f, 0xff, 0xff, 0xff}, make([]byte, 1<<20)...)))),
		"a large text":     sd(quote(multibaseURL([]byte{0xd9, 0x5d, 0x01, 0x85, 0x5b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}))),
		"arrays in arrays": sd(quote(multibaseURL(append([]byte{0xd9, 0x5d, 0x01}, []byte(strings.Repeat("\x81", 1<<20))...)))),
		"many bytes":       sd(quote("u" + strings.Repeat("A", 4<<20))),

		// Tokens.
		"a large payload": func() string {
			return b64(headerOf(school, `"EdDSA"`, "")) + "." + b64(`{"x":"`+strings.Repeat("x", 4<<20)+`"}`) + ".AA"
		},
		"a large header": func() string {
			return b64(headerOf(school, `"EdDSA"`, `,"x":"`+strings.Repeat("x", 2<<20)+`"`)) + ".e30.AA"
		},
		"a large signature": func() string { return b64(headerOf(school, `"EdDSA"`, "")) + ".e30." + strings.Repeat("A", 4<<20) },
		"many critical ones": func() string {
			return b64(headerOf(school, `"EdDSA"`, `,"crit":[`+numbered(200_000, `"x%d"`)+"]")) + ".e30.AA"
		},
		"only full stops":     func() string { return strings.Repeat(".", 4<<20) },
		"only tildes":         func() string { return "e30.e30.AA" + strings.Repeat("~", 4<<20) },
		"10,000 disclosures":  func() string { return sdToken("[]", numberedDisclosures(9_999)) },
		"100,000 disclosures": func() string { return sdToken("[]", numberedDisclosures(100_000)) },
		"many digests":        func() string { return sdToken("["+numbered(100_000, `"%d"`)+"]", "~") },
		"disclosures within disclosures": func() string {
			tail, digest := "", ""
			for i := range 5_000 {
				inner := `{"_sd":[` + quote(digest) + "]}"
				if i == 0 {
					inner = "1"
				}
				d := b64(`["s","n",` + inner + "]")
				digest = base64.RawURLEncoding.EncodeToString(sha256Of([]byte(d)))
				tail += "~" + d
			}
			return sdToken("["+quote(digest)+"]", tail+"~")
		},
		"envelopes in envelopes": func() string {
			file := b64(headerOf(school, `"EdDSA"`, "")) + "." + b64(badge(school.id).String()) + ".AA"
			for range 20 {
				doc := presentation(learner.id, fmt.Sprintf(`{"@context":%q,"type":"EnvelopedVerifiableCredential","id":%q}`, vc.ContextV2, "data:application/vp+jwt,"+file))
				file = b64(strings.Replace(headerOf(learner, `"EdDSA"`, ""), "vc+jwt", "vp+jwt", 1)) + "." + b64(doc.String()) + ".AA"
			}
			return file
		},
		"presentations in presentations": func() string {
			doc := bogus(badge(school.id), rdfc)
			for range 40 {
				doc = bogus(presentation(learner.id, doc), rdfc)
			}
			return doc
		},
		"10,000 credentials": func() string {
			return bogus(presentation(learner.id, times(10_000, bogus(plain(school.id), jcs), ",")), jcs)
		},
		"64 credentials with 5 proofs": func() string {
			return bogus(presentation(learner.id, times(64, withProofs(tags(100), times(5, bogusProof(rdfc, ""), ",")), ",")), jcs)
		},

		// Seals.
		"10,000 signatures": func() string {
			doc := document(sealed(award, testkit.SealOptions{}))
			return edit(doc, "/signatures", "["+times(10_000, doc.Lookup("/signatures/0").Raw(), ",")+"]").String()
		},
		"64 signatures of a large payload": func() string {
			doc := document(sealed(award, testkit.SealOptions{}))
			return edit(doc, "/payload", quote(strings.Repeat("x", 1<<20)), "/signatures", "["+times(64, doc.Lookup("/signatures/0").Raw(), ",")+"]").String()
		},
		"10,000 certificates":               seal(header("x5c", "["+times(10_000, quote(base64.StdEncoding.EncodeToString(ca.RSA.Certificate.Raw)), ",")+"]")),
		"a large certificate":               seal(header("x5c", `["`+strings.Repeat("A", 2<<20)+`"]`)),
		"a large kid":                       seal(header("kid", `"`+strings.Repeat("A", 2<<20)+`"`)),
		"an authority's key of 32,768 bits": seal(header("x5c", certificates(ca.RSA.Certificate, testkit.IssueWith(ca, rsaKeyOf(1<<15))))),
		"many unsigned certificates": func() string {
			return sealed(award, testkit.SealOptions{Forge: spoil, Unsigned: `{"etsiU":[{"xVals":[` + times(3_000, `{"x509Cert":{"val":`+quote(base64.StdEncoding.EncodeToString(ca.EC.Certificate.Raw))+`}}`, ",") + "]}]}"})
		},
	}
}

// spoil changes what was sealed.
func spoil(p *testkit.SealParts) { p.Payload += " " }

func previous(ids []string) string {
	if len(ids) == 0 {
		return ""
	}
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote(id))
	}
	return `,"previousProof":[` + b.String() + "]"
}

// sdToken returns an SD-JWT with digests, followed by a tail, without a right
// signature.
func sdToken(digests, tail string) string {
	header := strings.Replace(headerOf(school, `"EdDSA"`, ""), "vc+jwt", "vc+sd-jwt", 1)
	return b64(header) + "." + b64(edit(badge(school.id), "/_sd", digests).String()) + ".AA" + tail
}

func numberedDisclosures(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("~" + b64(fmt.Sprintf(`["salt","n%d",%d]`, i, i)))
	}
	return b.String() + "~"
}

// Every hostile file ends: refused, invalid or undecided, never valid, and
// long before anybody's patience does. The deadline is handed over so that a
// failure says where the time went; no timing is compared.
func TestHostileFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("not with -short: large files take their time")
	}
	v := verifier(env())
	for name, make := range hostile(t) {
		t.Run(name, func(t *testing.T) {
			file := []byte(make())
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			begin := time.Now()
			r, err := v.Verify(ctx, file, anyone())
			took := time.Since(begin)
			require.NoError(t, ctx.Err(), "the time was up")
			got := describe(t, r, err)
			require.False(t, strings.HasPrefix(got, "valid"), got)
			t.Logf("%d kB, %v: %.80s", len(file)>>10, took.Round(time.Millisecond), got)
		})
	}
}

// Whoever has less patience sets a deadline, which is kept in the middle of
// the work.
func TestDeadline(t *testing.T) {
	const rdfc, jcs = dataintegrity.EdDSARDFC2022, dataintegrity.EdDSAJCS2022
	credential := edit(tags(20_000), "/proof", "["+times(500, bogusProof(rdfc, ""), ",")+"]").String()
	for name, file := range map[string]string{
		"many proofs":      credential,
		"many credentials": bogus(presentation(learner.id, times(20, credential, ",")), jcs),
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		begin := time.Now()
		patient := env()
		patient.Limits.Proofs = 1000
		r, err := verifier(patient).Verify(ctx, []byte(file), anyone())
		took := time.Since(begin)
		cancel()
		require.ErrorIs(t, err, context.DeadlineExceeded, name)
		require.Nil(t, r)
		t.Logf("%s: stopped after %v", name, took)
	}
}
