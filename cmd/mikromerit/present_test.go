package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// A presentation is for one verifier, who finds every credential in it valid.
func TestPresent(t *testing.T) {
	b := newBench(t)
	badges := map[string]struct {
		kind  keys.Type
		flags []string
	}{
		"embedded": {keys.Ed25519, nil},
		"token":    {keys.P256, []string{"--suite", "vc+jwt"}},
		"classic":  {keys.P384, []string{"--suite", "jwt"}},
		"hidden":   {keys.Ed25519, []string{"--suite", "vc+sd-jwt", "--disclosable", "/name"}},
	}
	for i, test := range []struct {
		name   string
		key    keys.Type
		flags  []string
		format string
		files  []string
	}{
		{"all forms", keys.Ed25519, nil, "data-integrity", []string{"embedded", "token", "classic", "hidden"}},
		{"jcs", keys.P256, []string{"--suite", "ecdsa-jcs-2019"}, "data-integrity", []string{"embedded", "token"}},
		{"p384", keys.P384, nil, "data-integrity", []string{"embedded"}},
		{"token", keys.Ed25519, []string{"--suite", "vp+jwt"}, "jws", []string{"token", "hidden"}},
		{"rsa", keys.RSA, []string{"--algorithm", "PS256"}, "jws", []string{"token"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			holder, did := b.keyOf("holder.json", test.key)
			args := append([]string{"present", "--key", holder, "--domain", "https://verifier.example", "--challenge", "8f1c", "-o", b.path("vp")}, test.flags...)
			for _, name := range test.files {
				file, _ := signedBadgeOf(b, fmt.Sprint(i, name), did, badges[name].kind, badges[name].flags...)
				args = append(args, file)
			}
			b.ok(append(args, "--force")...)
			b.ok("verify", "--any-issuer", "--json", "--domain", "https://verifier.example", "--challenge", "8f1c", b.path("vp"))
			l := b.lines()[0]
			require.Equal(t, test.format, l.Format)
			require.Equal(t, did, l.Proofs[0].Controller)
			require.True(t, l.has("PROOF-DOMAIN", "pass"))
			require.True(t, l.has("PROOF-CHALLENGE", "pass"))
			require.True(t, l.has("HOLDER-KEY", "pass"))
			require.Len(t, l.Credentials, len(test.files))
			for _, nested := range l.Credentials {
				require.Equal(t, "valid", nested.Verdict)
			}
			for _, wrong := range [][]string{{"--domain", "https://other.example"}, {"--challenge", "8f1d"}} {
				b.run(append(append([]string{"verify", "--any-issuer", "--json"}, wrong...), b.path("vp"))...)
				require.Equal(t, exitInvalid, b.status, wrong)
			}
		})
	}
}

// The challenge of a verifier is nothing that a credential answers.
func TestVerifyChallengeOfCredentials(t *testing.T) {
	b := newBench(t)
	file, _ := signedBadge(b, "badge.json", keys.Ed25519)
	token, _ := signedBadge(b, "token", keys.Ed25519, "--suite", "jwt")
	seal, _ := sealed(b, "sealed.json", sealable())
	for _, name := range []string{file, token, seal} {
		b.ok("verify", "--any-issuer", "--unsafe-allow-unknown-revocation", name)
		b.run("verify", "--json", "--any-issuer", "--challenge", "8f1c", name)
		require.Equal(t, exitInvalid, b.status, name)
		require.True(t, b.lines()[0].has("PROOF-CHALLENGE", "fail"), name)
		b.run("verify", "--json", "--any-issuer", "--domain", "https://verifier.example", name)
		require.Equal(t, exitInvalid, b.status, name)
		require.True(t, b.lines()[0].has("PROOF-DOMAIN", "fail"), name)
	}
}

// An SD-JWT is bound to its verifier without a presentation around it.
// --strict asks whether the presenter is the right one wherever somebody
// presents: not a stranger, and not for somebody else. Of a mere credential
// nobody asks it.
func TestStrictIsAboutThePresenter(t *testing.T) {
	b := newBench(t)
	holder, did := b.keyOf("holder.json", keys.Ed25519)
	stranger, _ := b.keyOf("stranger.json", keys.Ed25519)
	file, _ := signedBadgeOf(b, "badge", did, keys.Ed25519)
	b.ok("verify", "--strict", "--any-issuer", file)
	b.ok("present", "--key", holder, "-o", b.path("own"), file)
	b.ok("verify", "--strict", "--any-issuer", b.path("own"))
	b.ok("present", "--key", stranger, "-o", b.path("stolen"), file)
	b.ok("verify", "--any-issuer", b.path("stolen"))
	b.run("verify", "--strict", "--any-issuer", b.path("stolen"))
	require.Equal(t, exitInvalid, b.status)
	b.ok("present", "--key", holder, "--domain", "https://other.example", "--challenge", "1", "-o", b.path("elsewhere"), file)
	b.run("verify", "--strict", "--any-issuer", b.path("elsewhere"))
	require.Equal(t, exitIndeterminate, b.status)
	require.Contains(t, b.out, "--domain")
}

func TestPresentKeyBinding(t *testing.T) {
	b := newBench(t)
	b.ok("keygen", "-o", b.path("holder.json"), "--public", b.path("holder.pub"))
	file, _ := signedBadge(b, "full", keys.P256, "--suite", "vc+sd-jwt", "--disclosable", "/name", "--holder", b.path("holder.pub"))
	b.ok("derive", "-o", b.path("part"), file)
	bind := []string{"present", "--suite", "kb+jwt", "--key", b.path("holder.json")}
	b.ok(append(bind, "--domain", "https://verifier.example", "--challenge", "8f1c", "-o", b.path("bound"), b.path("part"))...)
	b.ok("verify", "--any-issuer", "--json", "--domain", "https://verifier.example", "--challenge", "8f1c", b.path("bound"))
	require.True(t, b.lines()[0].has("SDJWT-BINDING", "pass"))
	b.run("verify", "--any-issuer", "--json", "--domain", "https://verifier.example", "--challenge", "8f1c", b.path("part"))
	require.Equal(t, exitInvalid, b.status, "who has no key cannot answer")

	b.refuses(exitError, "give --domain once, and --challenge", append(bind, b.path("part"))...)
	b.refuses(exitInvalid, "a kb+jwt binds one SD-JWT", append(bind, "--domain", "a", "--challenge", "b", b.path("part"), b.path("part"))...)
	other, _ := b.key("other.json")
	b.refuses(exitInvalid, "the presentation cannot be signed: at /cnf/jwk: the SD-JWT is for another key", "present", "--suite", "kb+jwt", "--key", other, "--domain", "a", "--challenge", "b", b.path("part"))
}

func TestPresentRefuses(t *testing.T) {
	b := newBench(t)
	holder, did := b.key("holder.json")
	embedded, _ := signedBadge(b, "embedded.json", keys.Ed25519)
	base, _ := signedBadge(b, "base.json", keys.P256, "--suite", "ecdsa-sd-2023", "--mandatory", "/issuer")
	seal, _ := sealed(b, "sealed.json", sealable())
	b.ok("present", "--key", holder, "-o", b.path("vp.json"), embedded)
	b.ok("present", "--key", holder, "--suite", "vp+jwt", "-o", b.path("vp"), func() string { f, _ := signedBadge(b, "token", keys.Ed25519, "--suite", "jwt"); return f }())
	for _, test := range []struct{ want, file string }{
		{"draft.json carries no proof, so it shows nothing", b.put("draft.json", credential(quoted(did)))},
		{"base.json carries a base proof, with which the verifier could reveal everything; derive from it first", base},
		{"vp.json is a presentation; give the credentials in it", b.path("vp.json")},
		{"vp is a presentation", b.path("vp")},
	} {
		b.refuses(exitInvalid, test.want, "present", "--key", holder, test.file)
	}
	b.ok("present", "--key", holder, "--suite", "vp+jwt", "-o", b.path("sealed.jwt"), seal) // in an envelope
	b.refuses(exitInvalid, "the presentation cannot be signed: at /verifiableCredential/0", "present", "--key", holder, "--suite", "vp+jwt", embedded)
	b.refuses(exitError, `there is no suite "vc+jwt"`, "present", "--key", holder, "--suite", "vc+jwt", embedded)
}
