package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/clr"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// A record of badges is issued, verified with each badge in it, baked and
// inspected.
func TestRecord(t *testing.T) {
	b := newBench(t)
	signedBadge(b, "badge.json", keys.Ed25519)
	signed, err := proof.Open([]byte(b.get("badge.json")), vc.Limits{})
	require.NoError(t, err)
	embedded, err := clr.Embed(signed)
	require.NoError(t, err)
	key, did := b.key("key.json")
	draft, err := clr.New("urn:uuid:5d3c9c3e-51f0-4c1e-9f39-0a9a3e1d7c02", "Karakterutskrift", ob3.NewProfile(did, "Vestre Ås"),
		time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), clr.NewSubject("did:example:ingrid", embedded)).Document()
	require.NoError(t, err)
	record := b.path("record.json")
	b.ok("issue", "--key", key, "-o", record, b.put("draft.json", draft.Bytes()))
	b.ok("verify", "--any-issuer", "--json", "--recipient", "did:example:ingrid", record)
	l := b.lines()[0]
	require.True(t, l.has("CLR2-RULES", "pass"))
	require.Len(t, l.Credentials, 1)
	require.Equal(t, "valid", l.Credentials[0].Verdict)
	require.Equal(t, "/credentialSubject/verifiableCredential/0", l.Credentials[0].Pointer)
	b.ok("inspect", record)
	require.Contains(t, b.out, "Format    Comprehensive Learner Record 2.0, W3C data model 2.0\n")
	require.Contains(t, b.out, "Badges      Fjord og fangst\n")

	b.ok("bake", "--image", b.put("picture.png", pictures(t)["png"]), "-o", b.path("baked.png"), record)
	b.ok("verify", "--any-issuer", "--json", b.path("baked.png"))
	require.False(t, b.lines()[0].has("BAKE-NAME", "warn"))

	// A record is as good as the badges in it.
	b.run("verify", "--json", "--issuer", did, record)
	require.Equal(t, exitInvalid, b.status)
	require.True(t, b.lines()[0].has("NESTED-CREDENTIAL", "fail"))

	b.refuses(exitInvalid, "FAIL  CLR2-", "issue", "--key", key, b.put("bad.json", []byte(`{
		"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential", "ClrCredential"], "issuer": "`+did+`",
		"credentialSubject": {"id": "did:example:ingrid"}}`)))
}

// several is a Europass credential with a programme, a course that is part of it, and
// an activity beside it.
func several() []byte {
	claim := `{
      "id": "urn:epass:learningAchievement:9", "type": "LearningAchievement", "title": {"nb": "Garn og line"},
      "awardedBy": {"id": "urn:epass:awardingProcess:9", "type": "AwardingProcess", "awardingDate": "2026-01-15T00:00:00Z",
        "awardingBody": [{"id": "urn:epass:org:1", "type": "Organisation"}]},
      "specifiedBy": {"id": "urn:epass:learningAchievementSpec:9", "type": "LearningAchievementSpecification", "title": {"nb": "Garn og line"}}}`
	activity := `{"id": "urn:epass:learningActivity:8", "type": "LearningActivity", "title": {"nb": "Tokt med skøyta"},
      "awardedBy": {"id": "urn:epass:awardingProcess:8", "type": "AwardingProcess", "awardingBody": [{"id": "urn:epass:org:1", "type": "Organisation"}]}}`
	doc, _ := vc.ParseDocument(sealable(), vc.Limits{})
	doc, _ = doc.With("/credentialSubject/hasClaim/0/hasPart", "["+claim+"]")
	doc, _ = doc.With("/credentialSubject/hasClaim/-", activity)
	return doc.Bytes()
}

// A credential with several claims becomes a record of as many badges, which is
// valid once it is signed, and becomes such a credential again.
func TestConvertToRecordAndBack(t *testing.T) {
	b := newBench(t)
	file, anchor := sealed(b, "edc.json", several())
	b.ok("convert", "--to", "clr", "--anchor", anchor, "-o", b.path("draft.json"), file)
	draft := parsed(t, b.get("draft.json"))
	names := func(v jsontree.Value) (all []string) {
		for one := range v.Lookup("/credentialSubject/verifiableCredential").Elements() {
			all = append(all, one.Lookup("/credentialSubject/achievement/name").Text())
		}
		return all
	}
	require.Equal(t, []string{"Fjord og fangst", "Garn og line", "Tokt med skøyta"}, names(draft))
	require.Equal(t, "isPartOf", draft.Lookup("/credentialSubject/association/0/associationType").Text())
	require.Equal(t, 1, draft.Lookup("/credentialSubject/association").Len())

	for _, kind := range []keys.Type{keys.Ed25519, keys.RSA} { // which signs the badges as tokens
		key, did := b.keyOf("key-"+string(kind)+".json", kind)
		record := b.path("record-" + string(kind) + ".json")
		b.ok("issue", "--key", key, "--set-issuer", "--issuer-name", "Vestre Ås", "-o", record, b.path("draft.json"))
		b.ok("verify", "--strict", "--issuer", did, "--json", record)
		require.Len(t, b.lines()[0].Credentials, 3)
		b.ok("inspect", record)
		for _, name := range names(draft) {
			require.Contains(t, b.out, name)
		}
		b.ok("convert", "--force", "--to", "edc", "--issuer-country", "NO", "--report", b.path("r.json"), "-o", b.path("back.json"), record)
		claims := parsed(t, b.get("back.json")).Lookup("/credentialSubject/hasClaim")
		require.Equal(t, 2, claims.Len())
		require.Contains(t, claims.At(0).Raw(), "Garn og line")
		require.Contains(t, b.get("r.json"), "/credentialSubject/verifiableCredential/1/credentialSubject/achievement/name")

		b.ok("convert", "--force", "--to", "ob3", "-o", b.path("badge.json"), record)
		require.Equal(t, "Fjord og fangst", parsed(t, b.get("badge.json")).Lookup("/credentialSubject/achievement/name").Text())
		require.Contains(t, strings.Join(strings.Fields(b.err), " "), "badge is for one achievement; the 2 others are kept in a record of the learner, the format clr")
	}

	b.ok("convert", "--force", "--to", "ob3", "--anchor", anchor, "-o", b.path("badge.json"), file)
	require.Contains(t, strings.Join(strings.Fields(b.err), " "), "A badge is for one achievement; its criteria tell of the 2 others as text. A record of the learner has a badge for each: give --to clr.")
	criteria := parsed(t, b.get("badge.json")).Lookup("/credentialSubject/achievement/criteria/narrative").Text()
	require.Contains(t, criteria, "Garn og line")
	require.Contains(t, criteria, "Tokt med skøyta")
}

// Somebody else's badge in a record stays as it is, and whoever signs the record is
// told of it.
func TestIssueRecordWithForeignBadge(t *testing.T) {
	b := newBench(t)
	source, _ := signedBadgeOf(b, "source", "did:example:ingrid", keys.Ed25519)
	b.ok("convert", "--to", "clr", "-o", b.path("draft.json"), source)
	doc, err := vc.ParseDocument([]byte(b.get("draft.json")), vc.Limits{})
	require.NoError(t, err)
	const at = "/credentialSubject/verifiableCredential/0"
	foreign, err := doc.With(at+"/issuer/id", `"did:web:soerbo.example"`)
	require.NoError(t, err)
	key, did := b.key("key.json")
	b.ok("issue", "--key", key, "--set-issuer", "-o", b.path("record.json"), b.put("foreign.json", foreign.Bytes()))
	require.Contains(t, b.err, "ISSUE-RECORD")
	require.Contains(t, b.err, at)
	b.run("verify", "--issuer", did, b.path("record.json"))
	require.Equal(t, exitInvalid, b.status, "nothing vouches for the badge")

	b.refuses(exitInvalid, at+"/credentialSubject/achievement", "issue", "--key", key, "--set-issuer",
		b.put("bad.json", []byte(strings.Replace(doc.String(), `"criteria":`, `"criterion":`, 1))))
}

// Every published record can be converted to every format, those of drafts included.
func TestPublishedRecordsConvert(t *testing.T) {
	dir := testkit.Shared(t, "data/samples/clr")
	b := newBench(t)
	for name, badges := range map[string]int{"simple.json": 1, "simple.jwt": 1, "simple-noproof.json": 1, "simple_old_safesigned.json": 1, "complex.json": 6, "simple_v1.json": 6} {
		for _, to := range []string{"edc", "clr", "ob3"} {
			b.ok("convert", "--force", "--unsafe-convert-invalid", "--issuer-country", "US", "--to", to, "--report", b.path("r.json"), "-o", b.path("out.json"), filepath.Join(dir, name))
			out := parsed(t, b.get("out.json"))
			if to != "clr" {
				continue
			}
			require.Equal(t, badges, out.Lookup("/credentialSubject/verifiableCredential").Len(), name)
			require.NotContains(t, b.get("out.json"), "EndorsementCredential", "an endorsement of the source endorses something else")
		}
	}
}

// Credentials with several claims, of whatever kind, become as many badges of a
// record that is valid once somebody signs it.
func TestPublishedClaimsBecomeRecords(t *testing.T) {
	dir := testkit.Shared(t, "data/samples")
	b := newBench(t)
	key, did := b.key("key.json")
	for name, badges := range map[string]int{
		"elm-ebsi/Microcredential - Data and software business.json": 4, "elm-ebsi/DigiComp Generic.json": 3, "elm/credential_shouldValidate.jsonld": 4,
		"elm/Sample-MC-Annex1-signed.jsonld": 1, "elm/Sample-CertOfPart-signed.jsonld": 1,
	} {
		b.ok("convert", "--force", "--unsafe-convert-invalid", "--to", "clr", "-o", b.path("out.json"), filepath.Join(dir, name))
		require.Equal(t, badges, parsed(t, b.get("out.json")).Lookup("/credentialSubject/verifiableCredential").Len(), name)
		b.ok("issue", "--force", "--key", key, "--set-issuer", "--issuer-name", "Zed", "-o", b.path("record.json"), b.path("out.json"))
		b.ok("verify", "--strict", "--issuer", did, "--now", "2024-01-01T00:00:00Z", b.path("record.json"))
	}
}
