package badge

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge/ob3"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

func documentOf(tb testing.TB, text string) vc.Document {
	tb.Helper()
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	require.NoError(tb, err)
	return doc
}

// smallBadge is a badge whose achievement, subject and credential have further
// members.
func smallBadge(achievement, subject, credential string) string {
	return `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id": "https://norraby.example/b/1", "type": ["VerifiableCredential", "OpenBadgeCredential"],
	"issuer": {"id": "https://norraby.example/", "type": ["Profile"], "name": "Norraby"}, "validFrom": "2026-01-02T03:04:05Z"` + credential + `,
	"credentialSubject": {"id": "did:example:a", "type": ["AchievementSubject"]` + subject + `,
	"achievement": {"id": "https://norraby.example/a", "type": ["Achievement"], "name": "Svetsning", "description": "Om svets",
	"criteria": {"narrative": "Svetsa"}` + achievement + `}}}`
}

// leafOf is the account of one leaf.
func leafOf(tb testing.TB, r *mc.Report, source string) mc.Leaf {
	tb.Helper()
	for _, l := range r.Leaves {
		if l.Source == source {
			return l
		}
	}
	require.Fail(tb, "no such leaf", source)
	return mc.Leaf{}
}

func TestDecodeRefusesOtherDocuments(t *testing.T) {
	for _, text := range []string{`{}`, `{"type":"VerifiableCredential"}`, `{"type":["VerifiableCredential","EndorsementCredential"]}`} {
		_, _, err := Decode(documentOf(t, text), DecodeOptions{})
		var problem vc.Problem
		require.ErrorAs(t, err, &problem)
		require.Equal(t, "OB3-TYPE", problem.Code())
	}
	_, _, err := Decode(vc.Document{}, DecodeOptions{})
	require.Error(t, err)
}

// The same badge in the plain binding, in the JSON-LD binding with single
// values for arrays and arrays for single values, and of VC Data Model 1.1.
func TestDecodeReadsEveryBinding(t *testing.T) {
	const more = `, "inLanguage": "sv", "tag": ["stål"], "image": {"id": "https://norraby.example/i.png", "type": "Image"}, "alignment": [{"type": ["Alignment"], "targetType": "ext:EQF", "targetName": "EQF 4", "targetUrl": "http://data.europa.eu/snb/eqf/4", "targetCode": "4"}]`
	plainText := smallBadge(more, `, "identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "a@norraby.example", "identityType": "emailAddress"}]`, `, "validUntil": "2030-01-01T00:00:00Z"`)
	want, _ := decodeOf(t, documentOf(t, plainText))
	require.Equal(t, "sv", want.Definition.Title[0].Lang)
	require.Equal(t, int8(4), want.Definition.Levels[0].EQF)

	compact := strings.NewReplacer(`["Achievement"]`, `"Achievement"`, `["AchievementSubject"]`, `"AchievementSubject"`, `["stål"]`, `"stål"`,
		`"alignment": [{`, `"alignment": {`, `"targetCode": "4"}]`, `"targetCode": "4"}`, `"identifier": [{`, `"identifier": {`, `"emailAddress"}]`, `"email"}`,
		`{"id": "https://norraby.example/i.png", "type": "Image"}`, `"https://norraby.example/i.png"`, `["Profile"]`, `"Profile"`, `"Om svets"`, `["Om svets"]`).Replace(plainText)
	got, report := decodeOf(t, documentOf(t, compact))
	require.Equal(t, want, got)
	require.Contains(t, leafOf(t, report, "/credentialSubject/identifier/identityType").Reason, CodeAlias)

	old := strings.NewReplacer("https://www.w3.org/ns/credentials/v2", "https://www.w3.org/2018/credentials/v1", "validFrom", "issuanceDate", "validUntil", "expirationDate",
		"OpenBadgeCredential", "AchievementCredential").Replace(plainText)
	got, _ = decodeOf(t, documentOf(t, old))
	require.Equal(t, want, got)

	byID, _ := decodeOf(t, documentOf(t, strings.Replace(plainText, `{"id": "https://norraby.example/", "type": ["Profile"], "name": "Norraby"}`, `"https://norraby.example/"`, 1)))
	require.Equal(t, mc.Party{ID: "https://norraby.example/"}, byID.Envelope.Issuer)
	require.Equal(t, []mc.Party{{ID: "https://norraby.example/"}}, byID.Award.Awarding.Bodies)
}

func TestDecodeReadsNativeMembers(t *testing.T) {
	c, _ := decodeOf(t, documentOf(t, smallBadge(`, "achievementType": "Course", "specialization": "TIG", "fieldOfStudy": "Metall", "humanCode": "SV1", "creditsAvailable": 2.5,
		"creator": {"id": "https://skapare.example/", "type": ["Profile"], "givenName": "Åke", "familyName": "Ö"},
		"alignment": [{"type": ["Alignment"], "targetName": "svetsa", "targetUrl": "http://data.europa.eu/esco/skill/1"},
			{"type": ["Alignment"], "targetType": "CFItem", "targetName": "x", "targetUrl": "https://case.example/1", "targetFramework": "CASE"}],
		"resultDescription": [{"id": "urn:uuid:d1", "type": ["ResultDescription"], "name": "Prov", "resultType": "LetterGrade", "allowedValue": ["F", "A"], "requiredLevel": "urn:uuid:l1",
			"rubricCriterionLevel": [{"id": "urn:uuid:l1", "type": ["RubricCriterionLevel"], "name": "Godkänd", "level": "A"}]},
			{"id": "urn:uuid:d2", "type": ["ResultDescription"], "name": "Mapp", "resultType": "Percent", "valueMax": "100"}]`,
		`, "source": {"id": "https://bedomare.example/", "type": ["Profile"], "name": "Bedömare"}, "creditsEarned": 2, "activityEndDate": "2026-06-01", "role": "Svetsare",
		"identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "Säde Ö", "identityType": "name"},
			{"type": "IdentityObject", "hashed": true, "identityHash": "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399", "identityType": "emailAddress", "salt": "s"},
			{"type": "IdentityObject", "hashed": false, "identityHash": "1", "identityType": "sisSourcedId"}],
		"result": [{"type": ["Result"], "resultDescription": "urn:uuid:d1", "value": "A", "achievedLevel": "urn:uuid:l1", "status": "Completed"}]`,
		`, "awardedDate": "2026-01-01T00:00:00Z", "evidence": [{"id": "https://norraby.example/e", "type": ["Evidence", "https://schema.org/CreativeWork"], "name": "Fog"},
			{"id": "https://norraby.example/f.pdf", "type": "Evidence", "name": "Fil", "genre": "Attachment"},
			{"id": "https://norraby.example/old", "type": ["Evidence", "https://w3id.org/openbadges#Assertion"], "digestMultibase": "uEiCfhtCBiEx9ZZov6qDFWtAVo79PGysLgizRXWwVsPAKCA"}]`)))
	require.Equal(t, []mc.Concept{{
		IRI: "http://data.europa.eu/snb/learning-opportunity/05053c1cbe", Scheme: "http://data.europa.eu/snb/learning-opportunity/25831c2", Label: mc.Text("en", "Course"),
	}}, c.Definition.Kinds)
	require.Equal(t, "Svetsning", c.Definition.Title.In(mc.Und)[0])
	require.Equal(t, mc.PartyPerson, c.Definition.Creator.Kind)
	require.Nil(t, c.Award.Source)
	require.Equal(t, "https://bedomare.example/", c.Award.Assessments[0].Assessors[0].ID, "the source assessed")
	require.Equal(t, "https://norraby.example/", c.Award.Awarding.Bodies[0].ID, "the issuer awards where nothing says that it only seals")
	require.Equal(t, "Säde Ö", c.Learner.Party.Person.FullName[0].Text)
	require.Equal(t, &mc.IdentityHash{Algorithm: "sha256", Salt: "s"}, c.Learner.Party.Identifiers[0].Hash)
	require.Equal(t, "sisSourcedId", c.Learner.Party.Identifiers[1].SchemeName)
	require.Equal(t, "http://data.europa.eu/esco/skill/1", c.Definition.Outcomes[0].Skills[0].IRI)
	require.Equal(t, mc.Text(mc.Und, "x"), c.Definition.Outcomes[1].Title)
	require.Equal(t, mc.Text(mc.Und, "CASE"), c.Definition.Outcomes[1].Skills[0].SchemeLabel)
	result := c.Award.Assessments[0]
	require.Equal(t, mc.ResultCompleted, result.State)
	require.Equal(t, mc.Text("und", "A"), result.Grade.Text, "the grade as it is written")
	require.Equal(t, "A", result.Spec.Grading.Pass)
	require.Equal(t, "urn:uuid:l1", result.Grade.Level.IRI)
	require.Equal(t, "100", c.Definition.Assessments[0].Grading.Max, "what nobody has a result of is planned")
	require.Equal(t, []string{"https://schema.org/CreativeWork"}, c.Envelope.Evidence[0].Types)
	require.Equal(t, "https://norraby.example/f.pdf", c.Annexes[0].URL)
	require.Equal(t, "ob2", c.Provenance[0].SourceFormat)
	require.Equal(t, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", c.Provenance[0].Digest.SHA256)
	require.Equal(t, "2026-06-01T00:00:00Z", c.Award.Period.End.String())

	again, _, err := Encode(c, EncodeOptions{Extension: true})
	require.NoError(t, err)
	require.Equal(t, "Course", again.Lookup("/credentialSubject/achievement/achievementType").Text())
	require.Equal(t, "TIG", again.Lookup("/credentialSubject/achievement/specialization").Text())
	require.Equal(t, "sisSourcedId", again.Lookup("/credentialSubject/identifier/2/identityType").Text())
}

func TestLanguageOfTexts(t *testing.T) {
	doc := documentOf(t, smallBadge(``, ``, ``))
	c, _, err := Decode(doc, DecodeOptions{Language: swedish})
	require.NoError(t, err)
	require.Equal(t, mc.Text("sv", "Norraby"), c.Envelope.Issuer.Name)
	require.True(t, c.Envelope.Display.Primary.IsZero(), "the badge does not say so")

	c, report := decodeOf(t, documentOf(t, smallBadge(`, "inLanguage": "sv"`, ``, ``)))
	require.Equal(t, "http://publications.europa.eu/resource/authority/language/SWE", c.Envelope.Display.Primary.IRI)
	require.Equal(t, mc.MatchClose, leafOf(t, report, "/issuer/name").Match)
	require.Equal(t, mc.KindExact, leafOf(t, report, "/credentialSubject/achievement/name").Kind)
}

// What members say differently is never settled silently.
func TestContradictions(t *testing.T) {
	const eu = `"type": ["Achievement", "EuMicroCredentialAchievement"], "inLanguage": "sv"`
	for _, test := range []struct{ name, members, leaf string }{
		{"title", `"title": {"sv": "Lödning", "en": "Soldering"}`, "/credentialSubject/achievement/name"},
		{"credits", `"creditsAvailable": 3, "creditPoint": [{"point": "5"}]`, "/credentialSubject/achievement/creditsAvailable"},
		{"skill", `"learningOutcome": [{"skill": [{"id": "https://s.example/1", "notation": "A"}]}], "alignment": [{"type": ["Alignment"], "targetType": "ext:Skill", "targetName": "A", "targetCode": "B", "targetUrl": "https://s.example/1"}]`, "/credentialSubject/achievement/alignment/0/targetCode"},
		{"identity", `"supervisionType": "unsupervised with no identity verification", "identityChecked": true`, "/credentialSubject/achievement/identityChecked"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(smallBadge(", "+test.members, ``, ``), `"type": ["Achievement"]`, eu, 1)
			c, report := decodeOf(t, documentOf(t, text))
			l := leafOf(t, report, test.leaf)
			require.Equal(t, mc.KindResidue, l.Kind)
			require.Equal(t, mc.SeverityWarning, l.Severity)
			require.True(t, strings.HasPrefix(l.Reason, CodeContradiction+": "), l.Reason)
			require.NotEmpty(t, c.Residue[ob3.Format][test.leaf])
		})
	}
}

// A term of the extension wins over a native member that says less, and the
// two agree.
func TestExtensionCompletesNativeMembers(t *testing.T) {
	text := strings.Replace(smallBadge(`, "inLanguage": "sv", "title": {"sv": "Svetsning", "en": "Welding"}, "creditsAvailable": 2, "creditPoint": [{"framework": "http://data.europa.eu/snb/education-credit/6fcec5c5af", "point": "2.0"}]`, ``, ``),
		`"type": ["Achievement"]`, `"type": ["Achievement", "EuMicroCredentialAchievement"]`, 1)
	c, report := decodeOf(t, documentOf(t, text))
	require.Equal(t, mc.Text("sv", "Svetsning").With("en", "Welding"), c.Definition.Title)
	require.Len(t, c.Definition.Workload, 1)
	require.Equal(t, "2.0", c.Definition.Workload[0].Amount.String())
	require.Empty(t, c.Residue)
	require.Equal(t, mc.SeverityNone, leafOf(t, report, "/credentialSubject/achievement/creditsAvailable").Severity)
}

// A residue can complete a badge. It cannot change whose it is, and what it
// says against the members that everybody reads is reported.
func TestHostileResidue(t *testing.T) {
	residue := `, "residue": {"microcredential": {"envelope.id": "urn:other", "envelope.issuer.id": "did:evil", "envelope.issuer": null, "learner.id": "did:evil", "": null,
		"definition.title": {"sv": "Kirurgi"}, "definition.outcomes[999999999].id": "x", "definition.levels[0].eqf": "x", "definition.nothing": 1, "definition.qualification": "perhaps",
		".envelope.id": "urn:other", ".envelope.issuer.id": "did:evil", "envelope..id": "urn:other", ".learner.id": "did:evil", ".envelope": null, "definition.tags[+1]": "no", "definition` + strings.Repeat(".parts[0]", 100_000) + `": null,
		"definition.title[": "x", "extensions[a": "x", "residue[x]": "y", "definition.description": {"sv": 1}, "definition.tags[0]": "ok", "award.parts[0].award.parts[0].award.role": "x"},
		"other": 1}`
	c, report := decodeOf(t, documentOf(t, smallBadge(``, ``, residue)))
	require.Equal(t, "https://norraby.example/b/1", c.Envelope.ID)
	require.Equal(t, "https://norraby.example/", c.Envelope.Issuer.ID)
	require.Equal(t, "did:example:a", c.Learner.ID)
	require.Equal(t, []string{"ok"}, c.Definition.Tags)
	require.Equal(t, "x", c.Award.Parts[0].Award.Parts[0].Award.Role)
	require.Empty(t, c.Definition.Outcomes)
	require.Equal(t, mc.Text("sv", "Kirurgi"), c.Definition.Title)
	l := leafOf(t, report, "/credentialSubject/achievement/name")
	require.Equal(t, mc.SeverityWarning, l.Severity)
	require.Contains(t, l.Reason, CodeContradiction)
	for _, refused := range []string{"envelope.id", "envelope.issuer.id", "learner.id", "definition.outcomes[999999999].id", "definition.nothing", "definition.qualification", "residue[x]",
		".envelope.id", ".envelope.issuer.id", "envelope..id", ".learner.id", "definition.tags[+1]"} {
		require.Equal(t, mc.KindResidue, leafOf(t, report, "/residue/microcredential/"+jsontree.EscapePointer(refused)).Kind, refused)
	}
}

// A residue that names every value by its own path, language and number
// included, is read too.
func TestResidueByTextPath(t *testing.T) {
	c, _ := decodeOf(t, documentOf(t, smallBadge(``, ``, `, "residue": {"microcredential": {"award.notes[0].text[nb]": "a", "award.notes[0].text[nb][1]": "b", "definition.title[und]": null, "definition.title[sv]": "Svetsning"}}`)))
	require.Equal(t, mc.Text("nb", "a").With("nb", "b"), c.Award.Notes[0].Text)
	require.Equal(t, mc.Text("sv", "Svetsning"), c.Definition.Title)
}

// What the residue says against the members that everybody reads is reported,
// also when it names but one text of it.
func TestContradictionByTextPath(t *testing.T) {
	c, report := decodeOf(t, documentOf(t, smallBadge(``, ``, `, "residue": {"microcredential": {"definition.title[und]": "Kirurgi"}}`)))
	require.Equal(t, mc.Text("und", "Kirurgi"), c.Definition.Title)
	require.Contains(t, leafOf(t, report, "/credentialSubject/achievement/name").Reason, CodeContradiction)
}

// The order of the texts of a member comes back, also where texts of one
// language do not stand together, and a residue with its members in another
// order says the same.
func TestResidueKeepsTheOrderOfTexts(t *testing.T) {
	c := minimal()
	c.Definition.AltTitle = mc.Text("nb", "a").With("sv", "b").With("nb", "c")
	for i := range 12 {
		c.Definition.Tags = append(c.Definition.Tags, strconv.Itoa(i))
		c.Award.Notes = append(c.Award.Notes, mc.Note{Format: strconv.Itoa(i)})
	}
	require.True(t, requireLaw(t, c, EncodeOptions{Extension: true}))
	doc, _, err := Encode(c, EncodeOptions{Extension: true})
	require.NoError(t, err)
	residue := doc.Lookup("/residue/microcredential")
	require.Equal(t, `[["nb","a"],["sv","b"],["nb","c"]]`, residue.Get("definition.altTitle").Raw())
	requireSafe(t, doc)
	want, _ := decodeOf(t, doc)
	var members []string
	for name, m := range residue.Members() {
		members = append(members, string(jsontree.AppendString(nil, name))+":"+m.Raw())
	}
	slices.Sort(members)
	sorted, err := doc.With("/residue/microcredential", "{"+strings.Join(members, ",")+"}")
	require.NoError(t, err)
	got, _ := decodeOf(t, sorted)
	require.Equal(t, want, got)
}

// No member of a residue takes long to read.
func TestResidueOfManyTexts(t *testing.T) {
	_, report := decodeOf(t, documentOf(t, smallBadge(``, ``, `, "residue": {"microcredential": {"award.notes[0].text": {"nb": ["`+strings.Repeat(`","`, 100_000)+`"]}}}`)))
	require.Equal(t, mc.KindResidue, leafOf(t, report, "/residue/microcredential/award.notes[0].text/nb/0").Kind)
}

func TestThirdPartyRoundTrip(t *testing.T) {
	doc, _, err := Encode(richConverted(t), EncodeOptions{Extension: true, Authority: mc.ThirdParty, Issuer: &mc.Party{ID: "did:web:omregner.example", Name: mc.Text("nb", "Omregner")}})
	require.NoError(t, err)
	c, _ := decodeOf(t, doc)
	require.Equal(t, "did:web:omregner.example", c.Envelope.Issuer.ID)
	require.NotNil(t, c.Provenance[0].SourceIssuer, "the original issuer stands in the provenance")
	require.Nil(t, c.Award.Source, "and has not assessed")
	require.Equal(t, doc.Get("id").Text(), c.Envelope.ID)
	require.Equal(t, "urn:credential:7f8a", c.Provenance[0].SourceID)
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(smallBadge(``, ``, ``)))
	for _, v := range variants {
		if doc, _, err := Encode(v.sample(f), v.opts); err == nil {
			f.Add(doc.Bytes())
		}
	}
	f.Add([]byte(dutchBadge("")))
	f.Add([]byte(`{"type":["VerifiableCredential","OpenBadgeCredential"],"issuer":["a",{"id":"a","type":"Profile","parentOrg":"a","name":{}}],"credentialSubject":[{"achievement":[{"alignment":[[1],{}]}],"result":[1,{"resultDescription":""}]}],"evidence":[{"id":1}],"residue":[{"microcredential":{"definition":null}},1]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		doc, err := vc.ParseDocument(text, vc.Limits{Bytes: 1 << 17})
		if err != nil || !ob3.Is(doc) {
			return
		}
		c, report, err := Decode(doc, DecodeOptions{})
		require.NoError(t, err)
		requireAccounted(t, doc, c, report)
		_ = requireLaw(t, c, EncodeOptions{Extension: true, PersonalData: true})
	})
}

// TestDecodeMutations takes away or retypes members, once for each place in the
// model: whatever stands there, reading accounts for every leaf.
func TestDecodeMutations(t *testing.T) {
	retypings := []string{"", `null`, `7`, `""`, `[]`, `{}`, `[{"id":"x:y"},"a",[1]]`, `{"id":7,"type":[{}],"nb":["a",1]}`, `true`}
	for _, text := range []string{encodedRich(t), dutchBadge("")} {
		doc := documentOf(t, text)
		for i, pointer := range distinctMembers(doc.Root()) {
			if i%3 > 0 { // every third, to be quick; the fuzz target does the rest
				continue
			}
			mutant, err := doc.Without(pointer)
			if raw := retypings[i/3%len(retypings)]; raw != "" {
				mutant, err = doc.With(pointer, raw)
			}
			require.NoError(t, err)
			if ob3.Is(mutant) {
				decodeOf(t, mutant)
			}
		}
	}
}

func encodedRich(tb testing.TB) string {
	doc, _, err := Encode(richConverted(tb), EncodeOptions{Extension: true, PersonalData: true})
	require.NoError(tb, err)
	return doc.String()
}

// distinctMembers returns the pointers of all members, without those whose
// last two names have been seen.
func distinctMembers(root jsontree.Value) (out []string) {
	seen := map[string]bool{}
	eachMember(root, func(m jsontree.Value) {
		above := m.Parent()
		for above.Exists() && above.Name() == "" {
			above = above.Parent()
		}
		if key := above.Name() + "/" + m.Name(); !seen[key] {
			seen[key] = true
			out = append(out, m.Pointer())
		}
	})
	return out
}

// A reader who does not know our extension finds the native members only, and
// what those say; the residue does not speak to him either.
func TestDecodeWithoutExtension(t *testing.T) {
	doc := documentOf(t, smallBadge(`, "quality": [{"type": ["Quality"], "title": {"sv": "Granskad"}}], "version": "2"`, ``,
		`, "residue": {"microcredential": {"definition.title[und]": "Kirurgi", "award.notes[0].text[nb]": "a"}}`))
	all, _ := decodeOf(t, doc)
	require.NotEmpty(t, all.Definition.Quality)
	require.Equal(t, "Kirurgi", all.Definition.Title[0].Text)
	require.NotEmpty(t, all.Award.Notes)

	plain, report, err := Decode(doc, DecodeOptions{WithoutExtension: true})
	require.NoError(t, err)
	require.Empty(t, plain.Definition.Quality)
	require.NotEqual(t, "Kirurgi", plain.Definition.Title[0].Text)
	require.Empty(t, plain.Award.Notes)
	require.Equal(t, "2", plain.Definition.Version, "a member of Open Badges itself")
	require.Equal(t, mc.KindResidue, leafOf(t, report, "/credentialSubject/achievement/quality/0/title/sv").Kind)
	require.NotEmpty(t, all.Definition.Quality, "the whole is read as before")
}
