package ob2

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// requireDecoded decodes a document and checks that the report has every leaf
// once, that nothing is dropped but what belongs to the proof, and that what is
// said to stand in the model stands there.
func requireDecoded(tb testing.TB, doc vc.Document) (*mc.Credential, *mc.Report) {
	tb.Helper()
	c, report, err := Decode(doc, DecodeOptions{})
	require.NoError(tb, err)
	stated := map[mc.Path]bool{}
	for _, p := range mc.Paths(c) {
		stated[p] = true
	}
	var pointers []string
	for _, l := range report.Leaves {
		if !l.Added {
			pointers = append(pointers, l.Source)
		}
		require.True(tb, l.Kind != mc.KindDropped || l.CarriedBy == mc.CarriedByProvenance, "%s: %s", l.Source, l.Reason)
		for _, p := range l.Canonical {
			require.True(tb, stated[p], "%s is said to stand at %s", l.Source, p)
		}
		if l.Kind != mc.KindScaffold && l.Kind != mc.KindDropped {
			require.NotEmpty(tb, l.Canonical, l.Source)
		}
	}
	require.Equal(tb, leavesOf(doc.Root()), pointers)
	return c, report
}

func TestDecode(t *testing.T) {
	doc := read(t, awardText(), rich(t)).Document
	c, report := requireDecoded(t, doc)
	require.Equal(t, hostedID, c.Envelope.ID)
	require.Equal(t, issuerID, c.Envelope.Issuer.ID)
	require.Equal(t, mc.Text("", "Malmön folkhögskola"), c.Envelope.Issuer.Name)
	require.Equal(t, "post@malmon.example", c.Envelope.Issuer.Contacts[0].Email[0])
	require.Equal(t, "2019-06-07T10:00:00+02:00", c.Award.Awarding.On.String())
	require.Equal(t, "2039-06-07T10:00:00Z", c.Envelope.ValidUntil.String())
	require.Equal(t, mc.Text("sv-SE", "Båtbyggare"), c.Definition.Title)
	require.Equal(t, "2", c.Definition.Version)
	require.Equal(t, []string{"båt", "trä"}, c.Definition.Tags)
	require.Equal(t, "https://malmon.example/badges/boat/criteria", c.Definition.Criteria.URL)
	require.Len(t, c.Definition.Alignments, 4)
	require.Equal(t, "2.50", c.Definition.Workload[0].Amount.String())
	require.EqualValues(t, 4, c.Definition.Levels[0].EQF)
	require.Equal(t, mc.Text("sv-SE", "Bygga båtar"), c.Definition.OutcomeSummary.Text)
	id := c.Learner.Party.Identifiers[0]
	require.Equal(t, mc.IdentEmail, id.Scheme)
	require.Equal(t, &mc.IdentityHash{Algorithm: "sha256", Salt: "havet"}, id.Hash)
	require.Len(t, c.Envelope.Evidence, 3)
	require.Equal(t, "https://union.example/e/1", c.Definition.Endorsements[0].ID)
	require.Equal(t, "https://union.example/e/1", c.Envelope.Evidence[2].URL, "other formats cannot hold an endorsement, but point to it")
	require.NotEmpty(t, c.Residue.Pointers(Format), "extensions are kept")
	require.Equal(t, "true", c.Residue[Format]["/badge/stackable"])
	require.Equal(t, Format, report.From)

	require.Equal(t, &mc.Party{ID: issuerID, Name: c.Envelope.Issuer.Name}, c.Definition.Creator, "the issuer of the class defined it")
	require.Equal(t, []mc.CredentialRef{{ID: "https://malmon.example/badges/boat/en", Language: "en-US"}}, c.Definition.Related)
}

func TestDecodeEditions(t *testing.T) {
	for e, text := range oldBadges {
		t.Run(e.String(), func(t *testing.T) {
			a := read(t, text, oldWeb(e))
			c, _ := requireDecoded(t, a.Document)
			require.Equal(t, "Båtbyggare", c.Definition.Title[0].Text)
			require.NotEmpty(t, c.Learner.Party.Identifiers)
			doc, _ := convert(t, a)
			requireBadge(t, doc)
			require.Equal(t, "Båtbyggare", doc.Get("name").Text())
			require.Equal(t, "https://malmon.example/criteria", doc.Lookup("/credentialSubject/achievement/criteria/id").Text())
		})
	}
	c, _ := requireDecoded(t, read(t, awardText(), nil).Document)
	require.Equal(t, classID, c.Definition.ID, "of a class that was not fetched its address is known")
	c, _ = requireDecoded(t, read(t, oldBadges[Edition11], oldWeb(Edition11)).Document)
	require.NotEmpty(t, c.Definition.Image.Content)
	c, report := requireDecoded(t, read(t, oldBadges[Edition05], nil).Document)
	require.Equal(t, mc.Text("", "Malmön: Folkhögskolan"), c.Envelope.Issuer.Name, "as the upgrade to 1.0 joined them")
	require.Equal(t, 2, count(report, mc.KindMerged))
	require.Equal(t, "https://malmon.example", c.Envelope.Issuer.ID)
	_, _, err := Decode(vc.Document{}, DecodeOptions{})
	require.ErrorIs(t, err, ErrNoBadge)
}

func count(r *mc.Report, kind mc.Kind) (n int) {
	for _, l := range r.Leaves {
		if l.Kind == kind {
			n++
		}
	}
	return n
}

// A class and a profile of 1.0 have no id but the address at which they lie,
// which their text does not say.
func TestDecodeKnowsWhereItWasFound(t *testing.T) {
	a := read(t, oldBadges[Edition10], oldWeb(Edition10))
	c, report := a.Decode(DecodeOptions{})
	require.Equal(t, classID, c.Definition.ID)
	require.Equal(t, issuerID, c.Envelope.Issuer.ID)
	require.Equal(t, issuerID, c.Definition.Creator.ID)
	require.Equal(t, 3, count(report, mc.KindSynthesised))
	doc, _ := convert(t, a)
	require.Equal(t, classID, doc.Lookup("/credentialSubject/achievement/id").Text())
	require.Equal(t, issuerID, doc.Lookup("/issuer/id").Text())
}

// What names the learner becomes their id or one of their identifiers, as it
// is.
func TestDecodeRecipients(t *testing.T) {
	hash := "sha256$" + strings.Repeat("0a", 32)
	for raw, want := range map[string]mc.Learner{
		`{"type":"email","hashed":false,"identity":"a@example.com"}`:       identified(mc.Identifier{Value: "a@example.com", Scheme: mc.IdentEmail}),
		`{"type":"schema:email","identity":"a@example.com"}`:               identified(mc.Identifier{Value: "a@example.com", Scheme: mc.IdentEmail}),
		`{"type":"url","hashed":false,"identity":"https://example.com/a"}`: identified(mc.Identifier{Value: "https://example.com/a", Scheme: mc.IdentURL}),
		`{"type":"telephone","hashed":false,"identity":"+46555"}`:          identified(mc.Identifier{Value: "+46555", Scheme: mc.IdentPhone}),
		`{"type":"https://x.example/p","hashed":false,"identity":"7"}`:     identified(mc.Identifier{Value: "7", SchemeName: "https://x.example/p"}),
		`{"type":"id","hashed":false,"identity":"not an IRI"}`:             identified(mc.Identifier{Value: "not an IRI", Scheme: mc.IdentURL}),
		`{"type":"id","hashed":true,"identity":"` + hash + `"}`:            identified(mc.Identifier{Value: hash, Scheme: mc.IdentURL, Hash: &mc.IdentityHash{Algorithm: "sha256"}}),
		`{"type":"id","hashed":false,"identity":"did:example:a"}`:          {ID: "did:example:a", Party: mc.Party{Kind: mc.PartyPerson}},
	} {
		c, _ := requireDecoded(t, read(t, edit(t, awardText(), "/recipient", raw), web()).Document)
		require.Equal(t, want, c.Learner, raw)
	}
	doc, _ := convert(t, read(t, edit(t, awardText(), "/recipient", `{"type":"id","hashed":false,"identity":"did:example:a"}`), web()))
	require.Equal(t, "did:example:a", doc.Lookup("/credentialSubject/id").Text())
}

func identified(id mc.Identifier) mc.Learner {
	return mc.Learner{Party: mc.Party{Kind: mc.PartyPerson, Identifiers: []mc.Identifier{id}}}
}

// What is no absolute IRI has no place where the model has an address: it is
// kept apart, and does not stop a conversion.
func TestDecodeLinks(t *testing.T) {
	whole := edit(t, awardText(), "/badge", edit(t, classText(), "/issuer", issuerText()))
	for pointer, value := range map[string]string{
		"/image": "relative.png", "/evidence/1/id": "photo", "/badge/image": "boat", "/badge/alignment/0/targetUrl": "skill",
		"/badge/related/0/id": "en", "/badge/issuer/url": "x y", "/badge/issuer/image": "logo.svg",
	} {
		a := read(t, edit(t, whole, pointer, quote(value)), nil)
		c, _ := requireDecoded(t, a.Document)
		require.Equal(t, quote(value), c.Residue[Format][pointer], pointer)
		doc, report := convert(t, a)
		requireBadge(t, doc)
		require.True(t, slices.ContainsFunc(report.Leaves, func(l mc.Leaf) bool { return l.Source == pointer && l.Kind == mc.KindDropped }), pointer)
	}
	// A blank node is a name within the document only.
	c, _ := requireDecoded(t, read(t, edit(t, whole, "/badge/criteria", `"_:c"`), nil).Document)
	require.True(t, c.Definition.Criteria.URL == "" && c.Residue[Format]["/badge/criteria"] == "")
	// An alignment without a name has that of its target.
	c, _ = requireDecoded(t, read(t, edit(t, whole, "/badge/alignment", `{"targetUrl":"https://a.example/1"}`), nil).Document)
	require.Equal(t, mc.Text("", "https://a.example/1"), c.Definition.Alignments[0].Target.Label)
}

// convert writes a badge as Open Badges 3.0 and nothing else, and checks the
// account of both steps.
func convert(tb testing.TB, a *Assertion) (vc.Document, mc.Report) {
	tb.Helper()
	c, read := a.Decode(DecodeOptions{})
	doc, wrote, err := badge.Encode(c, badge.EncodeOptions{})
	require.NoError(tb, err)
	report := mc.Combine(*read, *wrote)
	requireAccount(tb, a.Document, doc, report)
	return doc, report
}

// requireBadge holds the result against the rules of Open Badges 3.0, of the VC
// data model, of JSON-LD without loss and, where it is at hand, of the published
// schema.
func requireBadge(tb testing.TB, doc vc.Document) {
	tb.Helper()
	requireNothingInvented(tb, doc)
	require.Empty(tb, ob3.Check(doc))
	_, problems := vc.ReadCredential(doc)
	require.Empty(tb, problems)
	_, err := jsonld.Canonicalize(tb.Context(), doc.Root(), jsonld.Options{})
	require.NoError(tb, err, doc.String())
}

// requireNothingInvented checks that a badge made of an older one does not say what
// no older one can: that it is a micro-credential, or what kind of achievement it is
// for.
func requireNothingInvented(tb testing.TB, doc vc.Document) {
	tb.Helper()
	require.NotContains(tb, doc.String(), "EuMicroCredential")
	require.NotContains(tb, doc.String(), "achievementType")
}

// requireAccount checks that a report has every leaf of the source once, in
// order, and that what it says is carried stands where it says.
func requireAccount(tb testing.TB, source, target vc.Document, r mc.Report) {
	tb.Helper()
	var pointers []string
	for _, l := range r.Leaves {
		if !l.Added {
			pointers = append(pointers, l.Source)
		}
		for _, to := range l.Target {
			require.True(tb, target.Lookup(to).Exists(), "%s is said to stand at %s", l.Source, to)
		}
		if v := source.Lookup(l.Source); l.Kind == mc.KindExact && !l.Added {
			require.NotEmpty(tb, l.Target, l.Source)
			if v.Kind() == jsontree.String {
				require.Equal(tb, v.Text(), target.Lookup(l.Target[0]).Text(), l.Source)
			}
		}
		require.True(tb, l.Kind != mc.KindDropped || l.Reason != "", l.Source)
		require.NotContains(tb, l.Reason, "@example.com")
	}
	require.Equal(tb, leavesOf(source.Root()), pointers)
}

// What of an older badge stands natively in one of 3.0: all but what is named
// here.
func TestConvert(t *testing.T) {
	a := read(t, awardText(), rich(t))
	doc, report := convert(t, a)
	requireBadge(t, doc)
	for pointer, want := range map[string]string{
		"/id":                                    hostedID,
		"/type/1":                                "OpenBadgeCredential",
		"/name":                                  "Båtbyggare",
		"/issuer/id":                             issuerID,
		"/issuer/url":                            "https://malmon.example/",
		"/issuer/email":                          "post@malmon.example",
		"/issuer/phone":                          "+46555555",
		"/issuer/description":                    "En skola vid havet.",
		"/issuer/image/id":                       "https://malmon.example/logo.svg",
		"/validFrom":                             "2019-06-07T10:00:00+02:00",
		"/awardedDate":                           "2019-06-07T10:00:00+02:00",
		"/validUntil":                            "2039-06-07T10:00:00Z",
		"/credentialSubject/narrative":           "Hon byggde den själv.",
		"/credentialSubject/image/id":            "https://malmon.example/awards/17.png",
		"/credentialSubject/identifier/0/salt":   "havet",
		"/credentialSubject/achievement/id":      classID,
		"/credentialSubject/achievement/version": "2",
		"/credentialSubject/achievement/inLanguage":             "sv-SE",
		"/credentialSubject/achievement/creator/id":             issuerID,
		"/credentialSubject/achievement/creator/name":           "Malmön folkhögskola",
		"/credentialSubject/achievement/image/caption":          "En eka",
		"/credentialSubject/achievement/criteria/id":            "https://malmon.example/badges/boat/criteria",
		"/credentialSubject/achievement/related/0/id":           "https://malmon.example/badges/boat/en",
		"/credentialSubject/achievement/related/0/inLanguage":   "en-US",
		"/credentialSubject/achievement/tag/1":                  "trä",
		"/credentialSubject/identifier/0/identityType":          "emailAddress",
		"/credentialSubject/identifier/0/identityHash":          hashOf(strings.ToLower(mail), "havet"),
		"/credentialSubject/achievement/alignment/0/targetType": "ext:EQF",
		"/credentialSubject/achievement/alignment/1/targetUrl":  "https://example.org/skills/1",
		"/credentialSubject/achievement/alignment/1/targetCode": "T-1",
		"/credentialSubject/achievement/alignment/2/targetName": "Old style",
		"/credentialSubject/achievement/alignment/3/targetName": "T-3",
		"/evidence/0/id":        "https://malmon.example/verk/17",
		"/evidence/1/type/1":    "https://schema.org/Photograph",
		"/evidence/1/name":      "Foto",
		"/evidence/1/narrative": "Sjösatt",
		"/evidence/1/audience":  "Alla",
		"/evidence/2/id":        "https://union.example/e/1",
		"/evidence/2/type/1":    "https://w3id.org/openbadges#Endorsement",
	} {
		require.Equal(t, want, doc.Lookup(pointer).Text(), pointer)
	}
	own, facts, _ := strings.Cut(doc.Lookup("/credentialSubject/achievement/criteria/narrative").Text(), "\n\n")
	require.Equal(t, "Bygg en **eka** som flyter.", own)
	require.Contains(t, facts, "- **Omfattning:** 2.50 `ECTS`", "what other members do not show follows it")
	require.Equal(t, "2.5", doc.Lookup("/credentialSubject/achievement/creditsAvailable").Raw())
	var dropped []string
	for _, l := range report.Leaves {
		if l.Kind == mc.KindDropped && l.CarriedBy == mc.CarriedByNothing && !l.Added && !strings.Contains(l.Source, "extensions:") {
			dropped = append(dropped, l.Source)
		}
	}
	require.Equal(t, []string{"/badge/image/author", "/badge/alignment/2/targetName", "/badge/related/0/version", "/badge/stackable"}, dropped)
}

func TestDecodeSamples(t *testing.T) {
	root, all, seen := testkit.Shared(t, "data/samples/ob2"), sampleWeb(t), 0
	for _, s := range samples {
		text, err := os.ReadFile(filepath.Join(root, s.file))
		require.NoError(t, err)
		a, err := Read(t.Context(), text, ReadOptions{Fetcher: webFor(all, s.file, text)})
		if err != nil {
			continue
		}
		requireDecoded(t, a.Document)
		doc, _ := convert(t, a)
		require.Empty(t, ob3.Check(doc), s.file)
		requireNothingInvented(t, doc)
		seen++
	}
	cases, err := filepath.Glob(testkit.Shared(t, "cases") + "/ob2-*.json")
	require.NoError(t, err)
	for _, file := range cases {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		if a, err := Read(t.Context(), text, ReadOptions{}); err == nil {
			requireDecoded(t, a.Document)
			doc, _ := convert(t, a)
			requireBadge(t, doc)
			seen++
		}
	}
	require.Greater(t, seen, 15)
}

// A list of facts at the end of the criteria is one of ours in Open Badges 3.0
// alone: in an older badge it is what its issuer wrote.
func TestOlderCriteriaStayAsTheyAre(t *testing.T) {
	const text = "Godkänt prov.\n\n- **Omfattning:** 30 `ECTS`\n- **Nivå:** EQF 6"
	c, _ := requireDecoded(t, read(t, edit(t, edit(t, awardText(), "/badge", classText()), "/badge/criteria/narrative", quote(text)), web()).Document)
	require.Equal(t, mc.Text("sv-SE", text), c.Definition.Criteria.Narrative.Text)
	require.Len(t, c.Definition.Workload, 1)
	require.Equal(t, "2.50", c.Definition.Workload[0].Amount.String())
}

// A badge with any one thing wrong is read without loss, and is written as a
// correct badge or not at all.
func TestDecodeMutants(t *testing.T) {
	written := 0
	for mutant := range testkit.Mutants(read(t, awardText(), rich(t)).Document.Bytes()) {
		doc, err := vc.ParseDocument(mutant.Text, vc.Limits{})
		if err != nil || !Is(doc) {
			continue
		}
		c, read := requireDecoded(t, doc)
		out, wrote, err := badge.Encode(c, badge.EncodeOptions{})
		if err != nil {
			continue
		}
		written++
		for _, p := range ob3.Check(out) {
			require.Equal(t, vc.Should, p.Rule.Level, "%s: %v", mutant, p)
		}
		if written%3 == 0 { // the dear part
			_, err = jsonld.Canonicalize(t.Context(), out.Root(), jsonld.Options{})
			require.NoError(t, err, "%s\n%s", mutant, out)
		}
		requireAccount(t, doc, out, mc.Combine(*read, *wrote))
	}
	require.Greater(t, written, 500)
}

func BenchmarkDecode(b *testing.B) {
	a := read(b, awardText(), web())
	for b.Loop() {
		a.Decode(DecodeOptions{})
	}
}
