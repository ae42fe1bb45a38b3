package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// Where a signature cannot be checked here, no issuer whom you trust settles
// that, so none is proposed; where another proof holds, to be content with it
// is.
func TestNothingSettlesWhatIsNotSupported(t *testing.T) {
	b := newBench(t)
	for name, want := range map[string]string{"proof-suite-typo.json": "", "proof-set-one-unknown.json": "--one-proof"} {
		// The second proof of the set is of a suite that was not known when it was made.
		file := b.put(name, bytes.Replace(testkit.ReadShared(t, "cases", name), []byte("bbs-2023"), []byte("bbs-2099"), 1))
		b.run("verify", file)
		require.Equal(t, exitIndeterminate, b.status, name)
		if want == "" {
			require.NotContains(t, b.out, "To settle", name)
			continue
		}
		require.Contains(t, b.said(), "To settle: "+want, name)
		b.ok("verify", "--one-proof", "--any-issuer", file)
	}
}

// said is what a command printed, whatever its lines.
func (b *bench) said() string { return strings.Join(strings.Fields(b.out), " ") }

// signedAnyway signs what issue would refuse, as careless software does.
func signedAnyway(b *bench, name string, make func(issuer string) []byte) (file, did string) {
	b.t.Helper()
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(b.t, err)
	doc, err := vc.ParseDocument(make(quoted(key.Controller())), vc.Limits{})
	require.NoError(b.t, err)
	signed, err := dataintegrity.Sign(b.t.Context(), vc.Env{Clock: b.clock}, doc, dataintegrity.EdDSARDFC2022,
		proof.Key{Method: key.Method(), Signer: key.Signer()}, dataintegrity.Options{})
	require.NoError(b.t, err)
	return b.put(name, signed.Bytes()), key.Controller()
}

// Anybody can make a key and call himself a university. Where nobody vouches
// for the key, the verdict stays open, for a key and for a certificate alike,
// and the first lines say who signed, what he calls himself, and what settles
// the question.
func TestNobodyIsTrustedUnasked(t *testing.T) {
	b := newBench(t)
	badge, did := signedBadge(b, "badge.json", keys.Ed25519)
	b.run("verify", badge)
	require.Equal(t, exitIndeterminate, b.status)
	require.True(t, strings.HasPrefix(b.said(), "badge.json: indeterminate (embedded proof, Data Integrity) Signed by "+did+
		", which calls itself “Vestre Ås”. Nobody whom you trust vouches for that name. authentic: yes, in force: yes, trusted: ?"), b.said())
	require.True(t, strings.HasSuffix(b.said(), "To settle: --issuer "+did+" if you trust it, or --any-issuer to leave it open."), b.said())

	seal, anchor := sealed(b, "sealed.json", sealable())
	b.run("verify", "--unsafe-allow-unknown-revocation", seal)
	require.Equal(t, exitIndeterminate, b.status)
	require.Contains(t, b.said(), "Sealed by Vestre Ås høgskole (NTRNO-000000017). Nobody whom you trust vouches for that name.")
	require.Contains(t, b.said(), "To settle: --anchor FILE with a certificate that you trust, or --any-issuer to leave it open.")

	b.run("verify", "--json", badge, seal)
	require.Equal(t, exitIndeterminate, b.status)
	for _, l := range b.lines() {
		require.Equal(t, "indeterminate", l.Verdict)
		require.Equal(t, "valid", l.Axes["authentic"])
		require.Equal(t, "indeterminate", l.Axes["trusted"])
		require.True(t, l.has("ISSUER-TRUST", "unknown"))
		require.False(t, l.SignedBy[0].Trusted)
		require.NotEmpty(t, l.Settle)
	}
	require.Equal(t, did, b.lines()[0].SignedBy[0].ID)
	require.Equal(t, "Vestre Ås", b.lines()[0].SignedBy[0].Claims)
	require.True(t, b.lines()[1].SignedBy[0].Sealed)
	require.Equal(t, "Vestre Ås høgskole", b.lines()[1].SignedBy[0].Name)
	require.Contains(t, b.lines()[0].Headline, "Nobody whom you trust")

	// Each way of answering the question; a wrong answer is no.
	b.ok("verify", "--any-issuer", badge)
	require.Contains(t, b.said(), "You did not ask whether anybody vouches for that name.")
	require.NotContains(t, b.out, "To settle")
	b.ok("verify", "--issuer", did, badge)
	require.NotContains(t, b.said(), "vouches for")
	b.ok("verify", "--unsafe-allow-unknown-revocation", "--anchor", anchor, seal)
	b.ok("verify", "--unsafe-allow-unknown-revocation", "--anchor", anchor, "--issuer", "NTRNO-000000017", seal)
	b.run("verify", "--issuer", "did:example:somebody", badge)
	require.Equal(t, exitInvalid, b.status)
	b.run("verify", "--unsafe-allow-unknown-revocation", "--anchor", anchor, "--issuer", "NTRNO-999999999", seal)
	require.Equal(t, exitInvalid, b.status)
	b.ok("inspect", badge)
	require.Contains(t, b.said(), "Signed by "+did+", which calls itself “Vestre Ås”. Nobody whom you trust vouches for that name.")
}

// A name that the reader gave, or that stands in the certificate, is shown in
// the place of the one that the document gives itself.
func TestTrustFile(t *testing.T) {
	b := newBench(t)
	badge, did := signedBadge(b, "badge.json", keys.Ed25519)
	seal, _ := sealed(b, "sealed.json", sealable())
	b.put("trust.json", []byte(`{"issuers": ["did:web:nord.example", {"id": "`+did+`", "name": "Fjordskolen"}], "anchors": ["anchor.pem"]}`))
	b.ok("verify", "--json", "--trust", b.path("trust.json"), badge)
	require.Equal(t, "Fjordskolen", b.lines()[0].SignedBy[0].Name)
	require.Contains(t, b.lines()[0].Headline, "Signed by Fjordskolen ("+did+"), which calls itself “Vestre Ås”.")

	// A certificate vouches for the organisation in it, whoever is trusted by key.
	b.put("anchors.json", []byte(`{"anchors": ["anchor.pem"]}`))
	b.ok("verify", "--unsafe-allow-unknown-revocation", "--trust", b.path("anchors.json"), seal)
	b.ok("verify", "--unsafe-allow-unknown-revocation", "--trust", b.path("trust.json"), seal)
	b.run("verify", "--any-issuer", "--trust", b.path("trust.json"), seal)
	require.Equal(t, exitError, b.status, "to leave it open and to ask contradict each other")

	for name, test := range map[string]struct{ text, want string }{
		"no JSON":       {"{", "broken.json is no trust file: it is not one strict JSON value"},
		"no object":     {"[]", "it must be an object with the members issuers, anchors and lists"},
		"other members": {`{"issuer": "did:a:b"}`, `there is no member "issuer"; use issuers, anchors and lists`},
		"no id":         {`{"issuers": [{"name": "x"}]}`, "/issuers/0 must be an identifier"},
		"no anchor":     {`{"anchors": ["nowhere.pem"]}`, "nowhere.pem cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			b.refuses(exitError, test.want, "verify", "--trust", b.put("broken.json", []byte(test.text)), badge)
		})
	}
	b.refuses(exitError, "--trust takes a file; give an issuer with --issuer did:web:a.example", "verify", "--trust", "did:web:a.example", badge)
}

// Whether a badge keeps the rules of its format is another question than
// whether it is genuine. A breach is told and changes the exit status only
// where it is asked for; it does not stand in the way of a conversion.
func TestConformanceIsAskedApart(t *testing.T) {
	b := newBench(t)
	badge, did := signedAnyway(b, "badge.json", func(issuer string) []byte {
		return bytes.Replace(openBadge(`{"id": `+issuer+`, "type": ["Profile"], "name": "Vestre Ås"}`), []byte(`"criteria"`), []byte(`"achievementType": "Program", "criteria"`), 1)
	})
	b.ok("verify", "--json", "--issuer", did, badge)
	l := b.lines()[0]
	require.Equal(t, map[string]string{"authentic": "valid", "in-force": "valid", "trusted": "valid", "bound": "not-asked", "conformant": "invalid"}, l.Axes)
	for _, f := range l.Findings {
		if *f.Status == "fail" {
			require.Equal(t, "conformant", *f.Axis)
			require.Equal(t, "MUST", f.Level)
			require.NotEmpty(t, f.Spec)
		}
	}
	for _, ask := range [][]string{{"--strict"}, {"--require", "conformant"}, {"--require", "authentic,conformant"}} {
		b.run(append([]string{"verify", "--issuer", did, badge}, ask...)...)
		require.Equal(t, exitInvalid, b.status, ask)
	}
	b.ok("verify", "--require", "authentic", badge)
	b.ok("convert", "--to", "edc", "--issuer-country", "NO", badge)
	require.Contains(t, b.out, "in breach of a rule of its format")

	sound, _ := signedBadge(b, "sound.json", keys.Ed25519)
	b.ok("verify", "--strict", "--any-issuer", sound)
	b.refuses(exitError, `there is no axis "trust"`, "verify", "--require", "trust", sound)
	// Who requires an answer and does not ask the question is told how to.
	b.run("verify", "--require", "bound", sound)
	require.Equal(t, exitIndeterminate, b.status)
	require.Contains(t, b.said(), "To settle: --recipient VALUE, or --domain and --challenge for a presentation.")
}

// What was made for another verifier, or is presented by somebody else than
// the learner, is not bound to the one who presents it. That is told also to
// a reader who asks for nothing.
func TestBoundIsToldUnasked(t *testing.T) {
	b := newBench(t)
	badge, _ := signedBadge(b, "badge.json", keys.Ed25519)
	holder, _ := b.key("holder.json")
	b.ok("present", "--key", holder, "--domain", "https://other.example", "--challenge", "1", "-o", b.path("vp.json"), badge)
	b.ok("verify", "--any-issuer", "--json", b.path("vp.json"))
	l := b.lines()[0]
	require.Equal(t, "invalid", l.Axes["bound"])
	require.True(t, l.has("PRESENTATION-HOLDER", "fail"))
	require.True(t, l.has("PROOF-DOMAIN", "unknown"))
	require.True(t, l.has("PROOF-CHALLENGE", "unknown"))
	b.run("verify", "--any-issuer", "--domain", "https://verifier.example", b.path("vp.json"))
	require.Equal(t, exitInvalid, b.status)

	// Nobody need trust the presenter, but the issuers of what is presented.
	b.run("verify", b.path("vp.json"))
	require.Equal(t, exitIndeterminate, b.status)
	require.Contains(t, b.said(), "Presented by did:key:")
	require.NotContains(t, b.said(), "--issuer "+l.SignedBy[0].ID)
}

// A presentation without a proof is a container: the verdict is over the
// credentials in it, which can be looked at. It cannot answer a challenge.
func TestUnsignedPresentation(t *testing.T) {
	b := newBench(t)
	_, did := signedBadge(b, "badge.json", keys.Ed25519)
	text := `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[` + b.get("badge.json") + `]}`
	file := b.put("vp.json", []byte(text))
	b.ok("verify", "--json", "--issuer", did, file)
	require.Equal(t, "not-asked", b.lines()[0].Axes["bound"])
	require.True(t, b.lines()[0].has("PRESENTATION-UNSIGNED", "not-asked"))
	b.run("verify", file)
	require.Equal(t, exitIndeterminate, b.status)
	b.run("verify", "--any-issuer", "--challenge", "1", file)
	require.Equal(t, exitInvalid, b.status)
	b.run("verify", "--any-issuer", b.put("forged.json", []byte(strings.Replace(text, "Fjord", "Fjell", 1))))
	require.Equal(t, exitInvalid, b.status)
	b.ok("inspect", file)
	require.Contains(t, b.out, "Format    verifiable presentation, W3C data model 2.0\n")
	require.Contains(t, b.out, "Credential 1 of 1, at /verifiableCredential/0\n")
	require.Contains(t, b.out, "Fjord og fangst")
}

// An id that is a mailto: address is found by the address as it stands there,
// and by the plain address.
func TestRecipientMailto(t *testing.T) {
	b := newBench(t)
	badge, _ := signedBadgeOf(b, "badge.json", "mailto:learner@example.org", keys.Ed25519)
	b.ok("verify", "--any-issuer", "--recipient", "mailto:learner@example.org", badge)
	b.ok("verify", "--any-issuer", "--recipient", "learner@example.org", badge)
	b.run("verify", "--any-issuer", "--recipient", "mailto:other@example.org", badge)
	require.Equal(t, exitInvalid, b.status)
}

// A record that holds a forged badge, and a badge that its issuer's key did
// not sign as it stands, are found out by whoever asks the one front door.
func TestForgeryInside(t *testing.T) {
	b := newBench(t)
	signedBadge(b, "badge.json", keys.Ed25519)
	forged := strings.Replace(b.get("badge.json"), "Fjord og fangst", "Fjell og jakt", 1)
	for name, text := range map[string]string{
		"array":      `[` + b.get("badge.json") + `,` + forged + `]`,
		"credential": `{"credential": ` + forged + `}`,
		"response":   `{"credential": [` + b.get("badge.json") + `], "compactJwsString": ["eyJhbGciOiJFZERTQSJ9.e30.AA"]}`,
	} {
		b.run("verify", "--any-issuer", b.put(name, []byte(text)))
		require.Equal(t, exitInvalid, b.status, "%s: %s", name, b.out)
	}
}

// Whoever signs a record with a forged badge in it does not make it genuine.
func TestForgeryInsideARecord(t *testing.T) {
	b := newBench(t)
	signedBadge(b, "badge.json", keys.Ed25519)
	for name, test := range map[string]struct {
		badge  string
		status int
	}{
		"genuine": {b.get("badge.json"), exitValid},
		"forged":  {strings.Replace(b.get("badge.json"), "Fjord og fangst", "Fjell og jakt", 1), exitInvalid},
	} {
		record, _ := signedAnyway(b, name, func(issuer string) []byte { return recordOf(issuer, test.badge) })
		b.run("verify", "--any-issuer", "--json", record)
		require.Equal(t, test.status, b.status, b.out)
		require.True(t, b.lines()[0].has("PROOF-SIGNATURE", "pass"))
	}
}

// recordOf is a record of badges, unsigned.
func recordOf(issuer string, badges ...string) []byte {
	return []byte(`{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
		"id": "urn:uuid:5d3c9c3e-51f0-4c1e-9f39-0a9a3e1d7c02", "type": ["VerifiableCredential", "ClrCredential"], "name": "Karakterutskrift",
		"issuer": {"id": ` + issuer + `, "type": ["Profile"], "name": "Vestre Ås"}, "validFrom": "2026-06-01T00:00:00Z",
		"credentialSubject": {"id": "did:example:ingrid", "type": ["ClrSubject"], "verifiableCredential": [` + strings.Join(badges, ",") + `]}}`)
}

// What wraps a credential does not hide it: it is verified where it stands.
func TestVerifyContainers(t *testing.T) {
	b := newBench(t)
	signedBadge(b, "badge.json", keys.Ed25519)
	signedBadge(b, "token", keys.P256, "--suite", "jwt")
	badge, token := b.get("badge.json"), strings.TrimSpace(b.get("token"))
	for name, test := range map[string]struct{ text, at string }{
		"credential member": {`{"credential": ` + badge + `}`, "/credential"},
		"jwt member":        {`{"jwt": "` + token + `"}`, "/jwt"},
		"array of one":      {`[` + badge + `]`, "/0"},
		"quoted token":      {`"` + token + `"`, ""},
		"issuer's answer":   {`{"credentials": [{"credential": "` + token + `"}]}`, "/credentials/0/credential"},
	} {
		t.Run(name, func(t *testing.T) {
			b.ok("verify", "--any-issuer", "--json", b.put("file", []byte(test.text)))
			require.Equal(t, test.at, b.lines()[0].At)
			b.ok("inspect", b.path("file"))
			b.ok("convert", "--to", "edc", "--issuer-country", "NO", b.path("file"))
		})
	}
	several := b.put("several", []byte(`{"credential": [`+badge+`], "compactJwsString": ["`+token+`"]}`))
	b.ok("verify", "--any-issuer", "--json", several)
	l := b.lines()[0]
	require.Equal(t, "container", l.Format)
	require.Len(t, l.Credentials, 2)
	require.Equal(t, "/compactJwsString/0", l.Credentials[1].Pointer)
	require.Contains(t, l.Credentials[1].Headline, "Signed by did:key:")
	b.refuses(exitError, "several holds 2 credentials; convert them one by one", "convert", "--to", "edc", several)
	b.ok("inspect", several)
	require.Contains(t, b.out, "Credential 2 of 2, at /compactJwsString/0\n")
}

// A record of 64 badges is an ordinary file.
func TestVerifyLargeRecord(t *testing.T) {
	b := newBench(t)
	var badges []string
	for range 64 {
		badges = append(badges, string(openBadge(`{"id": "did:example:school", "type": ["Profile"], "name": "Vestre Ås"}`)))
	}
	record, _ := signedAnyway(b, "record.json", func(issuer string) []byte { return recordOf(issuer, badges...) })
	b.run("verify", "--any-issuer", "--json", record)
	l := b.lines()[0]
	require.True(t, l.has("PROOF-SIGNATURE", "pass"), "%.2000s", b.out)
	require.Len(t, l.Credentials, 64)
}

// Of two proofs one is of a kind that is not supported: the last line names the
// way to be content with the other. And who is online is not told to be.
func TestWaysThatAreOpen(t *testing.T) {
	b := newBench(t)
	badge, _ := signedBadge(b, "badge.json", keys.Ed25519)
	start := strings.Index(b.get("badge.json"), `"proof":[`) + len(`"proof":[`)
	require.Greater(t, start, len(`"proof":[`))
	text := b.get("badge.json")
	b.put("badge.json", []byte(text[:start]+`{"type":"DataIntegrityProof","cryptosuite":"new-2030","verificationMethod":"did:example:a#b","proofPurpose":"assertionMethod","proofValue":"z1"},`+text[start:]))
	b.run("verify", "--any-issuer", badge)
	require.Equal(t, exitIndeterminate, b.status)
	require.Contains(t, b.said(), "To settle: --one-proof if one proof of the issuer that holds is enough.")
	b.ok("verify", "--any-issuer", "--one-proof", badge)

	b.ok("keygen", "--controller", home, "-o", b.path("k.json"))
	b.ok("issue", "--suite", "vc+jwt", "--key", b.path("k.json"), "-o", b.path("web.jwt"), b.put("draft.json", credential(quoted(home))))
	b.run("verify", "--any-issuer", b.path("web.jwt"))
	require.Contains(t, b.said(), "To settle: --online, or --document URL=FILE")
	b.web = map[string][]byte{}
	b.run("verify", "--any-issuer", "--online", b.path("web.jwt"))
	require.Equal(t, exitIndeterminate, b.status)
	require.Contains(t, b.said(), "To settle: --document URL=FILE")
}
