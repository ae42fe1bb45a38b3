package ob2

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

func read(tb testing.TB, text string, f vc.Fetcher) *Assertion {
	tb.Helper()
	a, err := Read(tb.Context(), []byte(text), ReadOptions{Fetcher: f})
	require.NoError(tb, err)
	return a
}

// requireBadge holds the result against the rules of Open Badges 3.0, of the
// VC data model, of JSON-LD without loss and, where it is at hand, of the
// published schema.
func requireBadge(tb testing.TB, doc vc.Document) {
	tb.Helper()
	require.Empty(tb, ob3.Check(doc))
	_, problems := vc.ReadCredential(doc)
	require.Empty(tb, problems)
	_, err := jsonld.Canonicalize(tb.Context(), doc.Root(), jsonld.Options{})
	require.NoError(tb, err, doc.String())
}

func publishedSchema(tb testing.TB) *jsonschema.Schema {
	tb.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(testkit.ReadShared(tb, "data/schemas/ob_v3p0_achievementcredential_schema.json")))
	require.NoError(tb, err)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	require.NoError(tb, compiler.AddResource("schema.json", parsed))
	schema, err := compiler.Compile("schema.json")
	require.NoError(tb, err)
	return schema
}

// requireAccount checks that a report has every leaf of the source once, in
// order, that what it says is carried stands where it says, and that whatever
// stands in the target is accounted for.
func requireAccount(tb testing.TB, source, target vc.Document, r *mc.Report) {
	tb.Helper()
	var pointers []string
	for _, l := range r.Leaves {
		if !l.Added {
			pointers = append(pointers, l.Source)
		}
		for _, to := range l.Target {
			require.True(tb, target.Lookup(to).Exists(), "%s is said to stand at %s", l.Source, to)
		}
		switch l.Kind {
		case mc.KindExact:
			require.NotEmpty(tb, l.Target, l.Source)
			v := source.Lookup(l.Source)
			require.Equal(tb, v.Text(), target.Lookup(l.Target[0]).Text(), l.Source)
			require.Equal(tb, v.Bool(), target.Lookup(l.Target[0]).Bool(), l.Source)
		case mc.KindDropped, mc.KindTransformed, mc.KindSynthesised, mc.KindDefaulted:
			require.NotEmpty(tb, l.Reason, l.Source)
		}
		require.NotContains(tb, l.Reason, "@example.com")
	}
	require.Equal(tb, leavesOf(source.Root()), pointers)
	accounted := map[string]bool{}
	for _, l := range r.Leaves {
		for _, to := range l.Target {
			accounted[to] = true
		}
	}
	for _, leaf := range leavesOf(target.Root()) {
		if strings.HasPrefix(leaf, "/@context") || strings.Contains(leaf, "/type") || strings.HasSuffix(leaf, "identifierType") {
			continue
		}
		found := false
		for at := leaf; at != ""; at = at[:strings.LastIndexByte(at, '/')] {
			found = found || accounted[at]
		}
		require.True(tb, found, "%s came from nowhere", leaf)
	}
}

// rich is a class with everything in it that can be upgraded, or not.
func rich(tb testing.TB) vc.StaticFetcher {
	w := web()
	class := edit(tb, classText(), "/alignment/-", `{"name":"Old style","url":"https://example.org/skills/2","description":"From 1.x"}`)
	class = edit(tb, class, "/alignment/-", `{"targetName":"Nowhere"}`)
	class = edit(tb, class, "/alignment/-", `{"targetUrl":"https://example.org/skills/3","targetCode":"T-3"}`)
	w[classID] = []byte(class)
	return w
}

func TestUpgrade(t *testing.T) {
	a := read(t, awardText(), rich(t))
	doc, report, err := Upgrade(a, UpgradeOptions{})
	require.NoError(t, err)
	requireBadge(t, doc)
	requireAccount(t, a.Document, doc, report)
	for pointer, want := range map[string]string{
		"/id":                                    newID("assertion", hostedID),
		"/type/1":                                "OpenBadgeCredential",
		"/name":                                  "Båtbyggare",
		"/issuer/id":                             issuerID,
		"/issuer/phone":                          "+46555555",
		"/issuer/image/id":                       "https://malmon.example/logo.svg",
		"/validFrom":                             "2019-06-07T10:00:00+02:00",
		"/awardedDate":                           "2019-06-07T10:00:00+02:00",
		"/validUntil":                            "2039-06-07T10:00:00Z",
		"/credentialSubject/narrative":           "Hon byggde den själv.",
		"/credentialSubject/identifier/0/salt":   "havet",
		"/credentialSubject/achievement/id":      classID,
		"/credentialSubject/achievement/version": "2",
		"/credentialSubject/achievement/inLanguage":             "sv-SE",
		"/credentialSubject/achievement/creator/id":             issuerID,
		"/credentialSubject/achievement/image/caption":          "En eka",
		"/credentialSubject/achievement/criteria/narrative":     "Bygg en **eka** som flyter.",
		"/credentialSubject/achievement/alignment/1/targetName": "Old style",
		"/credentialSubject/achievement/alignment/2/targetName": "T-3",
		"/credentialSubject/achievement/related/0/inLanguage":   "en-US",
		"/credentialSubject/achievement/tag/1":                  "trä",
		"/credentialSubject/identifier/0/identityType":          "emailAddress",
		"/credentialSubject/identifier/0/identityHash":          hashOf(strings.ToLower(mail), "havet"),
		"/evidence/0/id":     "https://malmon.example/verk/17",
		"/evidence/1/type/1": "https://schema.org/Photograph",
		"/evidence/2/id":     hostedID,
		"/evidence/2/type/1": "https://w3id.org/openbadges#Assertion",
		"/evidence/3/id":     "https://union.example/e/1",
		"/credentialSubject/achievement/alignment/0/targetUrl": "https://example.org/skills/1",
	} {
		require.Equal(t, want, doc.Lookup(pointer).Text(), pointer)
	}
	require.Equal(t, "2.5", doc.Lookup("/credentialSubject/achievement/creditsAvailable").Raw())
	require.False(t, doc.Get("proof").Exists() || doc.Get("credentialStatus").Exists())
	require.Equal(t, 3, doc.Lookup("/credentialSubject/achievement/alignment").Len())

	again, _, err := Upgrade(read(t, awardText(), rich(t)), UpgradeOptions{})
	require.NoError(t, err)
	require.Equal(t, doc.String(), again.String(), "the same source gives the same badge")
}

func TestUpgradeOptions(t *testing.T) {
	at := time.Date(2026, 2, 3, 4, 5, 6, 7, time.UTC)
	key := newRSA(t, 2048)
	token := sign(t, signedText(t), `{"alg":"RS256"}`, "RS256", key)
	for name, tt := range map[string]struct {
		text string
		o    UpgradeOptions
		want map[string]string
	}{
		"new ids": {awardText(), UpgradeOptions{ID: "urn:uuid:00000000-0000-4000-8000-000000000001", AchievementID: "https://malmon.example/a/1", ReissuedAt: at, IssuerID: "did:web:malmon.example"}, map[string]string{
			"/id": "urn:uuid:00000000-0000-4000-8000-000000000001", "/validFrom": "2026-02-03T04:05:06Z", "/awardedDate": "2019-06-07T10:00:00+02:00",
			"/issuer/id": "did:web:malmon.example", "/issuer/otherIdentifier/0/identifier": issuerID,
			"/credentialSubject/achievement/id":               "https://malmon.example/a/1",
			"/credentialSubject/achievement/related/0/id":     classID,
			"/credentialSubject/achievement/related/0/type/1": "https://w3id.org/openbadges#BadgeClass",
			"/credentialSubject/achievement/creator/id":       "did:web:malmon.example",
		}},
		"third party": {awardText(), UpgradeOptions{Maker: &Maker{ID: "did:web:archive.example", Name: "Arkivet", URL: "https://archive.example/"}}, map[string]string{
			"/issuer/id": "did:web:archive.example", "/credentialSubject/source/id": issuerID, "/credentialSubject/achievement/creator/id": issuerID,
		}},
		"embedded": {awardText(), UpgradeOptions{EmbedOriginal: true}, map[string]string{
			"/evidence/3/id":     "data:application/ld+json;base64," + base64.StdEncoding.EncodeToString([]byte(awardText())),
			"/evidence/4/type/1": "https://w3id.org/openbadges#BadgeClass",
			"/evidence/5/type/1": "https://w3id.org/openbadges#Profile",
		}},
		"signed": {token, UpgradeOptions{EmbedOriginal: true}, map[string]string{
			"/evidence/2/id": signedUUID,
			"/evidence/3/id": "data:application/jose;base64," + base64.StdEncoding.EncodeToString([]byte(token)),
		}},
		"by address": {hostedID, UpgradeOptions{EmbedOriginal: true}, map[string]string{
			"/evidence/3/id": "data:application/ld+json;base64," + base64.StdEncoding.EncodeToString([]byte(awardText())),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			a := read(t, tt.text, web())
			doc, report, err := Upgrade(a, tt.o)
			require.NoError(t, err)
			requireBadge(t, doc)
			requireAccount(t, a.Document, doc, report)
			for pointer, want := range tt.want {
				require.Equal(t, want, doc.Lookup(pointer).Text(), pointer)
			}
			for _, l := range report.Leaves {
				require.False(t, tt.o.EmbedOriginal && l.Kind == mc.KindDropped, "%s is in the original", l.Source)
			}
			if name == "signed" {
				require.False(t, doc.Get("proof").Exists())
			}
		})
	}
}

func TestUpgradeRecipients(t *testing.T) {
	for raw, want := range map[string]map[string]string{
		`{"type":"email","hashed":false,"identity":"a@example.com"}`:                                                    {"/identifier/0/identityHash": "a@example.com", "/identifier/0/identityType": "emailAddress"},
		`{"type":"url","hashed":false,"identity":"https://example.com/a"}`:                                              {"/identifier/0/identityType": "ext:url"},
		`{"type":"telephone","hashed":false,"identity":"+46555"}`:                                                       {"/identifier/0/identityType": "ext:telephone"},
		`{"type":"id","hashed":false,"identity":"did:example:a"}`:                                                       {"/id": "did:example:a"},
		`{"type":"schema:email","identity":"a@example.com"}`:                                                            {"/identifier/0/identityType": "emailAddress"},
		`{"type":"https://x.example/p","hashed":false,"identity":"7"}`:                                                  {"/identifier/0/identityType": "identifier"},
		`{"type":"email","hashed":true,"identity":"sha256$` + strings.Repeat("0a", 32) + `","id":"https://a.example/"}`: {"/identifier/0/identityType": "emailAddress"},
	} {
		a := read(t, edit(t, awardText(), "/recipient", raw), web())
		doc, report, err := Upgrade(a, UpgradeOptions{})
		require.NoError(t, err, raw)
		requireBadge(t, doc)
		requireAccount(t, a.Document, doc, report)
		for pointer, text := range want {
			require.Equal(t, text, doc.Lookup(atSubject+pointer).Text(), raw)
		}
	}
}

func TestUpgradeRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"revoked":      edit(t, awardText(), "/revoked", "true"),
		"no class":     edit(t, awardText(), "/badge", `"https://malmon.example/other"`),
		"no recipient": edit(t, awardText(), "/recipient", `{}`),
		"no date":      edit(t, awardText(), "/issuedOn", `"soon"`),
		"no name":      edit(t, edit(t, awardText(), "/badge", classText()), "/badge/name", ""),
	} {
		doc, report, err := Upgrade(read(t, text, web()), UpgradeOptions{})
		require.Error(t, err, name)
		require.True(t, doc.IsZero() && report == nil, name)
	}
}

func TestUpgradeOldEditions(t *testing.T) {
	for e, text := range oldBadges {
		t.Run(e.String(), func(t *testing.T) {
			a := read(t, text, oldWeb(e))
			doc, report, err := Upgrade(a, UpgradeOptions{})
			require.NoError(t, err)
			requireBadge(t, doc)
			requireAccount(t, a.Document, doc, report)
			require.Equal(t, "Båtbyggare", doc.Get("name").Text())
			require.Equal(t, "https://malmon.example/criteria", doc.Lookup(atAchievement+"/criteria/id").Text())
		})
	}
	a := read(t, oldBadges[Edition05], nil)
	doc, report, err := Upgrade(a, UpgradeOptions{})
	require.NoError(t, err)
	require.Equal(t, "Malmön: Folkhögskolan", doc.Lookup("/issuer/name").Text())
	require.Equal(t, "https://malmon.example", doc.Lookup("/issuer/id").Text())
	require.Contains(t, doc.Lookup("/evidence/1/id").Text(), "data:application/ld+json;base64,", "without an id the original itself is the evidence")
	require.Positive(t, report.Summary().Added)
}

// Every published badge that can be put together is upgraded, and fits the
// published schema.
func TestUpgradeSamples(t *testing.T) {
	root, all, schema := testkit.Shared(t, "data/samples/ob2"), sampleWeb(t), publishedSchema(t)
	done := 0
	for _, s := range samples {
		text, err := os.ReadFile(filepath.Join(root, s.file))
		require.NoError(t, err)
		a, err := Read(t.Context(), text, ReadOptions{Fetcher: webFor(all, s.file, text)})
		if err != nil {
			continue
		}
		doc, report, err := Upgrade(a, UpgradeOptions{EmbedOriginal: done%2 == 0})
		if s.file == "basic-assertion-expired-before-issued.json" {
			require.ErrorContains(t, err, "VCDM2-PERIOD")
			continue
		}
		require.NoError(t, err, s.file)
		requireBadge(t, doc)
		requireAccount(t, a.Document, doc, report)
		instance, err := jsonschema.UnmarshalJSON(strings.NewReader(doc.String()))
		require.NoError(t, err)
		require.NoError(t, schema.Validate(instance), s.file)
		done++
	}
	require.Equal(t, 22, done)
}

// The own samples fit the published schema too.
func TestUpgradeFitsSchema(t *testing.T) {
	schema := publishedSchema(t)
	badges := []*Assertion{read(t, awardText(), rich(t))}
	for e, text := range oldBadges {
		badges = append(badges, read(t, text, oldWeb(e)))
	}
	for _, a := range badges {
		for _, o := range []UpgradeOptions{{}, {EmbedOriginal: true, IssuerID: "did:web:malmon.example", AchievementID: "urn:uuid:1"}, {Maker: &Maker{ID: "did:web:x.example"}}} {
			doc, _, err := Upgrade(a, o)
			require.NoError(t, err)
			instance, err := jsonschema.UnmarshalJSON(strings.NewReader(doc.String()))
			require.NoError(t, err)
			require.NoError(t, schema.Validate(instance))
			requireBadge(t, doc)
		}
	}
}

// A badge with any one thing wrong is upgraded to a correct badge or refused.
func TestUpgradeMutants(t *testing.T) {
	a := read(t, awardText(), rich(t))
	whole := a.Document.String()
	upgraded := 0
	for mutant := range testkit.Mutants([]byte(whole)) {
		b, err := Read(t.Context(), mutant.Text, ReadOptions{})
		if err != nil {
			continue
		}
		doc, report, err := Upgrade(b, UpgradeOptions{})
		if err != nil {
			continue
		}
		upgraded++
		for _, p := range ob3.Check(doc) {
			require.Equal(t, vc.Should, p.Rule.Level, "%s: %v", mutant, p)
		}
		if upgraded%3 == 0 { // the dear part
			_, err = jsonld.Canonicalize(t.Context(), doc.Root(), jsonld.Options{})
			require.NoError(t, err, "%s\n%s", mutant, doc)
		}
		requireAccount(t, b.Document, doc, report)
	}
	require.Greater(t, upgraded, 500)
}

func BenchmarkUpgrade(b *testing.B) {
	a := read(b, awardText(), web())
	for b.Loop() {
		if _, _, err := Upgrade(a, UpgradeOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
