package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// signedBadge signs an Open Badge with flags and returns its path and issuer.
func signedBadge(b *bench, name string, kind keys.Type, flags ...string) (file, did string) {
	b.t.Helper()
	return signedBadgeOf(b, name, "did:example:ingrid", kind, flags...)
}

// signedBadgeOf is signedBadge for one learner.
func signedBadgeOf(b *bench, name, learner string, kind keys.Type, flags ...string) (file, did string) {
	b.t.Helper()
	key, did := b.keyOf("key-"+name, kind)
	draft := b.put("draft-"+name, bytes.ReplaceAll(openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`), []byte("did:example:ingrid"), []byte(learner)))
	b.ok(append([]string{"issue", "--key", key, "-o", b.path(name), draft}, flags...)...)
	return b.path(name), did
}

func TestDeriveBaseProof(t *testing.T) {
	b := newBench(t)
	base, _ := signedBadge(b, "base.json", keys.P256, "--suite", "ecdsa-sd-2023",
		"--mandatory", "/issuer", "--mandatory", "/validFrom", "--mandatory", "/credentialSubject/achievement/name")
	b.run("verify", "--any-issuer", "--json", base)
	require.Equal(t, exitInvalid, b.status, "a base proof is not for verifiers")

	b.ok("derive", "--reveal", "/credentialSubject/achievement/criteria", "--reveal", "/credentialSubject/achievement/description", "-o", b.path("derived.json"), base)
	doc := parsed(t, b.get("derived.json"))
	require.Equal(t, "Bestått praktisk prøve.", doc.Lookup("/credentialSubject/achievement/criteria/narrative").Text())
	require.Equal(t, "Fjord og fangst", doc.Lookup("/credentialSubject/achievement/name").Text(), "mandatory")
	require.False(t, doc.Get("name").Exists())
	b.ok("verify", "--any-issuer", "--json", b.path("derived.json"))
	require.Equal(t, "ecdsa-sd-2023", b.lines()[0].Proofs[0].Suite)

	b.ok("derive", "-o", b.path("least.json"), base) // only what is mandatory
	require.NotContains(t, b.get("least.json"), "criteria")
	require.Contains(t, b.err, "!     OB3-REQUIRED  What is revealed breaks this rule; reveal what is missing,")
	// What a holder was free to withhold is not held against the badge.
	b.ok("verify", "--any-issuer", "--json", b.path("least.json"))
	l := b.lines()[0]
	require.True(t, l.Derived)
	require.True(t, l.has("PROOF-SIGNATURE", "pass"))
	require.True(t, l.has("SD-WITHHELD", "warn"))
	require.False(t, l.has("OB3-REQUIRED", "fail"))
	require.NotEqual(t, "invalid", l.Axes["conformant"])

	b.refuses(exitInvalid, "nothing can be derived from base.json: ", "derive", "--reveal", "/nowhere", base)
	b.refuses(exitInvalid, "derived.json carries no base proof, from which alone parts are revealed; derive from the file that the issuer gave", "derive", "--reveal", "/issuer", b.path("derived.json"))
	b.refuses(exitInvalid, "base.json is no SD-JWT, so there is no list", "derive", "--list", base)
}

func TestDeriveSDJWT(t *testing.T) {
	b := newBench(t)
	file, _ := signedBadge(b, "full", keys.Ed25519, "--suite", "vc+sd-jwt", "--disclosable", "/credentialSubject/achievement/criteria", "--disclosable", "/name")
	b.ok("derive", "--list", file)
	require.Equal(t, "/credentialSubject/achievement/criteria\n/name\n", b.out)

	b.ok("derive", "--reveal", "/credentialSubject/achievement/criteria", "-o", b.path("part"), file)
	b.ok("verify", "--any-issuer", "--json", b.path("part"))
	require.Equal(t, "sd-jwt", b.lines()[0].Format)
	require.True(t, b.lines()[0].Derived, "the name is hidden")
	require.False(t, b.lines()[0].has("OB3-NAME", "warn"), "nobody asks for what was withheld")
	b.ok("verify", "--any-issuer", "--json", file)
	require.False(t, b.lines()[0].has("OB3-NAME", "warn"))
	b.ok("inspect", b.path("part"))
	require.Contains(t, b.out, "Bestått praktisk prøve.")

	b.ok("derive", "-o", b.path("nothing"), file)
	b.ok("inspect", b.path("nothing"))
	require.NotContains(t, b.out, "Bestått praktisk prøve.")
	b.refuses(exitInvalid, "nothing can be derived from full: at /nowhere", "derive", "--reveal", "/nowhere", file)
}

// An issuer who names nothing gets what a badge cannot do without, and what
// decides in any case: the badge of a holder who reveals nothing is a good one.
func TestDeriveByDefault(t *testing.T) {
	b := newBench(t)
	base, did := signedBadge(b, "base.json", keys.P256, "--suite", "ecdsa-sd-2023")
	require.Empty(t, b.err)
	b.ok("derive", "-o", b.path("least.json"), base)
	require.Empty(t, b.err)
	doc := parsed(t, b.get("least.json"))
	require.Equal(t, did, doc.Lookup("/issuer/id").Text())
	require.True(t, doc.Get("validFrom").Exists())
	require.Equal(t, did, doc.Lookup("/proof/0/verificationMethod").Text()[:len(did)], "an array")
	require.False(t, doc.Lookup("/credentialSubject/achievement/tag").Exists())
	b.ok("verify", "--any-issuer", "--json", b.path("least.json"))
	require.True(t, b.lines()[0].has("SD-WITHHELD", "warn"))

	b.put("ending.json", bytes.Replace(openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`), []byte(`"validFrom"`), []byte(`"validUntil": "2026-06-01T00:00:00Z", "validFrom"`), 1))
	b.ok("issue", "--key", b.path("key-base.json"), "--suite", "ecdsa-sd-2023", "--mandatory", "/name", "-o", b.path("ending.base.json"), b.path("ending.json"))
	b.ok("derive", "--reveal", "/credentialSubject", "-o", b.path("ending.derived.json"), b.path("ending.base.json"))
	require.Equal(t, "2026-06-01T00:00:00Z", parsed(t, b.get("ending.derived.json")).Get("validUntil").Text(), "the holder cannot hide that it ends")
}

// An issuer is told when what a holder must reveal is no badge on its own.
func TestIssueSelectiveWarns(t *testing.T) {
	b := newBench(t)
	signedBadge(b, "base.json", keys.P256, "--suite", "ecdsa-sd-2023", "--mandatory", "/issuer")
	require.Contains(t, b.err, "!     OB3-REQUIRED  If the holder reveals only what is mandatory: ")
	signedBadge(b, "token", keys.P256, "--suite", "vc+sd-jwt", "--disclosable", "/credentialSubject/id")
	require.Contains(t, b.err, "!     OB3-SUBJECT")
	signedBadge(b, "fine", keys.P256, "--suite", "vc+sd-jwt", "--disclosable", "/name")
	require.Empty(t, b.err)
}

func TestDeriveRefuses(t *testing.T) {
	b := newBench(t)
	plain := b.put("plain.json", credential(quoted("did:example:school")))
	b.refuses(exitInvalid, "plain.json was not made to be revealed in parts; give a credential with a base proof of ecdsa-sd-2023 or bbs-2023, or an SD-JWT", "derive", plain)
	b.refuses(exitError, "none cannot be read", "derive", b.path("none"))
}

// Hiding one member is no use while another still tells the same: whoever issues
// and whoever reveals is warned, by pointers and never by the values.
func TestWarnsOfWhatStillShows(t *testing.T) {
	for _, suite := range []string{"ecdsa-sd-2023", "vc+sd-jwt"} {
		t.Run(suite, func(t *testing.T) {
			b := newBench(t)
			key, did := b.keyOf("key", keys.P256)
			doc, err := vc.ParseDocument(openBadge(`{"id": "`+did+`", "type": ["Profile"], "name": "Vestre Ås"}`), vc.Limits{})
			require.NoError(t, err)
			for pointer, raw := range map[string]string{
				"/credentialSubject/identifier": `[{"type":"IdentityObject","hashed":false,"identityHash":"880042","identityType":"ext:StudentID"},
					{"type":"IdentityObject","hashed":false,"identityHash":"Ingrid Solbakken","identityType":"name"}]`,
				"/credentialSubject/narrative": `"Ingrid Solbakken (880042) deltok."`,
			} {
				doc, err = doc.With(pointer, raw)
				require.NoError(t, err)
			}
			args := []string{"issue", "--key", key, "--suite", suite, "-o", b.path("whole"), b.put("draft.json", doc.Bytes())}
			reveal := []string{"derive", "-o", b.path("part"), b.path("whole"), "--reveal", "/credentialSubject/narrative"}
			if suite == "vc+sd-jwt" {
				args = append(args, "--disclosable", "/credentialSubject/identifier/0")
				reveal = reveal[:4]
			} else {
				args = append(args, "--mandatory", "/issuer", "--mandatory", "/credentialSubject/narrative")
			}
			for _, run := range [][]string{args, reveal} {
				b.ok(run...)
				require.Contains(t, b.err, "SD-LEAK-REPEATED")
				require.Contains(t, b.err, "/credentialSubject/narrative")
				require.NotContains(t, b.err, "880042")
				require.NotContains(t, b.err, "Solbakken")
			}
		})
	}
}
