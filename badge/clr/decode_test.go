package clr

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// read reads a record, and checks that the report accounts for every leaf once and
// for every statement.
func read(tb testing.TB, doc vc.Document) (*mc.Credential, *mc.Report) {
	tb.Helper()
	c, report, err := Decode(doc, badge.DecodeOptions{})
	require.NoError(tb, err)
	require.NoError(tb, mapping.AccountsForDocument(report, doc.Root(), c))
	return c, report
}

// titles returns the tree of claims.
func titles(c *mc.Credential) (out []string) {
	for _, claim := range c.Claims() {
		out = append(out, strings.TrimSpace(string(claim.Prefix)+" "+claim.Definition.Title[0].Text))
	}
	return out
}

// edited changes members of a document: pairs of pointer and value.
func edited(tb testing.TB, doc vc.Document, edits ...string) vc.Document {
	tb.Helper()
	var err error
	for i := 0; i+1 < len(edits); i += 2 {
		doc, err = doc.With(edits[i], edits[i+1])
		require.NoError(tb, err)
	}
	return doc
}

func leafOf(tb testing.TB, report *mc.Report, pointer string) mc.Leaf {
	tb.Helper()
	for _, l := range report.Leaves {
		if l.Source == pointer {
			return l
		}
	}
	require.Fail(tb, pointer)
	return mc.Leaf{}
}

// The publisher's examples are read: each badge is a claim, and courses that a
// programme is parent of are its parts.
func TestTheSamplesAreRead(t *testing.T) {
	dir := testkit.Shared(t, "data/samples/clr")
	want := map[string]string{
		"simple.json":                "Teamwork",
		"simple-noproof.json":        "Achievement 1",
		"simple_old_safesigned.json": "Achievement 1",
		"complex.json":               "Nurse Assistant 1 Program with Licensure",
		"simple_v1.json":             "Nurse Assistant 1 Program with Licensure",
	}
	for name, title := range want {
		src, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		c, _ := read(t, document(t, string(src)))
		require.Equal(t, title, c.Definition.Title[0].Text, name)
		if title != "Nurse Assistant 1 Program with Licensure" {
			continue
		}
		require.Len(t, c.Award.Parts, 5, name)
		require.Equal(t, "Health Careers 1", c.Award.Parts[0].Definition.Title[0].Text)
		require.Equal(t, "2018-06-06T00:00:00Z", c.Award.Awarding.On.String(), "the day of the badge, not of the record")
		require.Equal(t, "urn:uuid:360a0e1e-c3f4-4fc4-9975-379889927d54", c.Learner.ID)
	}
}

// Whatever is changed in the examples, every leaf is accounted for, and what is read
// can be written again or is refused by name.
func TestMutantsOfTheSamples(t *testing.T) {
	n := 0
	for _, name := range []string{"simple.json", "complex.json"} {
		for m := range testkit.Mutants(testkit.ReadShared(t, "data/samples/clr/"+name)) {
			if n++; name == "complex.json" && n%61 != 0 {
				continue
			}
			doc, err := vc.ParseDocument(m.Text, vc.Limits{})
			if err != nil {
				continue
			}
			c, report, err := Decode(doc, badge.DecodeOptions{})
			if err != nil {
				require.Regexp(t, `^CLR2-`, err.Error())
				continue
			}
			require.NoError(t, mapping.AccountsForDocument(report, doc.Root(), c), "%s", m)
			requireLaw(t, c, badge.EncodeOptions{})
		}
	}
}

// Associations make parts of claims, however they go round.
func TestAssociations(t *testing.T) {
	const at = "/credentialSubject/association"
	doc, _, err := Encode(transcript(t), badge.EncodeOptions{})
	require.NoError(t, err)
	link := func(kind string, source, target int) string {
		return fmt.Sprintf(`{"type":"Association","associationType":%q,"sourceId":"https://norraby.example/kurs/%d","targetId":"https://norraby.example/kurs/%d"}`, kind, source, target)
	}
	for _, test := range []struct {
		name, links, want string
		refused           int
	}{
		{"parent and child", link("isParentOf", 2, 1) + "," + link("isChildOf", 3, 2),
			"und Kurs 2|award.parts[0] Kurs 1|award.parts[1] Kurs 3|others[0] Kurs 4|others[1] Kurs 5|others[2] Kurs 6", -1},
		{"said twice", link("isPartOf", 2, 1) + "," + link("isParentOf", 1, 2), "Kurs 1|award.parts[0] Kurs 2|others[0] Kurs 3|others[1] Kurs 4|others[2] Kurs 5|others[3] Kurs 6", -1},
		{"a circle", link("isPartOf", 2, 1) + "," + link("isPartOf", 1, 2), "Kurs 1|award.parts[0] Kurs 2|others[0] Kurs 3|others[1] Kurs 4|others[2] Kurs 5|others[3] Kurs 6", 1},
		{"a longer one", link("isPartOf", 2, 1) + "," + link("isPartOf", 3, 2) + "," + link("isPartOf", 1, 3), "", 2},
		{"of itself", link("isPartOf", 1, 1), "", 0},
		{"of two", link("isPartOf", 3, 1) + "," + link("isPartOf", 3, 2), "", 1},
		{"unknown ids", link("isPartOf", 8, 9), "", 0},
		{"an unknown whole", link("isPartOf", 1, 9), "", 0},
		{"an unknown kind", link("knows", 1, 2), "", 0},
		{"nothing", `null,{},7,[]`, "", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			changed := edited(t, doc, at, "["+test.links+"]")
			c, report := read(t, changed)
			require.Len(t, c.Claims(), 6)
			if test.want != "" {
				require.Equal(t, strings.TrimPrefix(test.want, "und "), strings.Join(titles(c), "|"))
			}
			if test.refused >= 0 {
				place := fmt.Sprintf("%s/%d", at, test.refused)
				require.NotEmpty(t, c.Residue[Format][place])
				for _, l := range report.Leaves {
					if strings.HasPrefix(l.Source, place+"/") {
						require.Contains(t, l.Reason, CodeLink)
						require.Equal(t, mc.SeverityWarning, l.Severity)
					}
				}
			}
		})
	}
	c, report := read(t, edited(t, doc, at, "["+link("precedes", 2, 6)+","+link("replacedBy", 2, 9)+"]"))
	require.Equal(t, []mc.CredentialRef{{ID: "https://norraby.example/kurs/6", Relation: "precedes"}, {ID: "https://norraby.example/kurs/9", Relation: "replacedBy"}},
		c.Others[0].Definition.Related)
	require.Equal(t, []mc.Path{"others[0].definition.related[0].relation"}, leafOf(t, report, at+"/0/associationType").Canonical)
	again, _, err := Encode(c, badge.EncodeOptions{})
	require.NoError(t, err)
	require.Equal(t, "precedes", again.Lookup(at+"/0/associationType").Text())
	requireLaw(t, c, plain)
}

// Parts of parts go no deeper than the model is read, in whatever order they are
// linked.
func TestDeepParts(t *testing.T) {
	c := transcript(t)
	c.Others, c.Award.Parts = nil, nil
	for i := 10; i < 80; i++ {
		c.Others = append(c.Others, claimOf(t, 1))
		c.Others[len(c.Others)-1].Definition.ID = fmt.Sprintf("https://norraby.example/kurs/%d", i)
	}
	doc, _, err := Encode(c, badge.EncodeOptions{})
	require.NoError(t, err)
	for _, forward := range []bool{true, false} {
		var links []string
		for i := 10; i < 79; i++ {
			child := i
			if forward {
				child = 88 - i
			}
			links = append(links, fmt.Sprintf(`{"type":"Association","associationType":"isChildOf","sourceId":"https://norraby.example/kurs/%d","targetId":"https://norraby.example/kurs/%d"}`, child, child+1))
		}
		changed, err := doc.With("/credentialSubject/association", "["+strings.Join(links, ",")+"]")
		require.NoError(t, err)
		back, _ := read(t, changed)
		require.Len(t, back.Claims(), 71)
		for _, claim := range back.Claims() {
			require.LessOrEqual(t, strings.Count(string(claim.Prefix), "parts["), maxLevels)
		}
	}
}

// A badge that is about somebody else, or from somebody else, is no reason to take
// the one for the other.
func TestForeignBadges(t *testing.T) {
	const first = "/credentialSubject/verifiableCredential/0"
	doc := written(t, good(t))
	c, report := read(t, edited(t, doc, first+"/credentialSubject/id", `"did:example:other"`))
	require.Equal(t, learner, c.Learner.ID)
	require.Contains(t, leafOf(t, report, first+"/credentialSubject/id").Reason, CodeLearner)

	c, report = read(t, edited(t, doc, first+"/issuer/id", `"did:web:soerbo.example"`, first+"/issuer/name", `"Sørbø"`, first+"/validFrom", `"2020-01-01T00:00:00Z"`))
	require.Equal(t, "Norraby", c.Envelope.Issuer.Name[0].Text)
	require.Equal(t, "Sørbø", c.Award.Awarding.Bodies[0].Name[0].Text, "who issued the badge awarded it")
	require.Equal(t, "2020-01-01T00:00:00Z", c.Award.Awarding.On.String())
	require.Equal(t, mc.KindTransformed, leafOf(t, report, first+"/validFrom").Kind)
	require.Equal(t, "2026-06-12T09:30:00Z", c.Envelope.ValidFrom.String())
}

// What only the badges say of the learner is said of the learner.
func TestLearnerOfTheBadges(t *testing.T) {
	const list = "/credentialSubject/verifiableCredential"
	identity := func(kind, value string) string {
		return fmt.Sprintf(`[{"type":"IdentityObject","hashed":false,"identityType":%q,"identityHash":%q}]`, kind, value)
	}
	c, _ := read(t, edited(t, written(t, good(t)), list+"/0/credentialSubject/identifier", identity("name", "Åke Ö"), list+"/1/credentialSubject/identifier", identity("emailAddress", "ake@norraby.example"),
		list+"/2/credentialSubject/identifier", identity("name", "Somebody Else")))
	require.Equal(t, "Åke Ö", c.Learner.Party.Person.FullName[0].Text)
	require.Equal(t, []string{"ake@norraby.example"}, c.Learner.Party.Contacts[0].Email)
	require.Equal(t, `"Somebody Else"`, c.Residue[Format][list+"/2/credentialSubject/identifier/0/identityHash"], "a contradiction is kept as it is")
	requireLaw(t, c, plain)
}

// What cannot be read as a badge is kept and told.
func TestWhatIsNoBadge(t *testing.T) {
	const list = "/credentialSubject/verifiableCredential"
	for _, raw := range []string{`"a.b.c"`, `{"id":"data:application/vc+jwt,a.b.c","type":"EnvelopedVerifiableCredential"}`, `{"type":["VerifiableCredential"]}`, `7`, `[]`, `null`} {
		c, report := read(t, edited(t, written(t, good(t)), list+"/1", raw))
		require.Len(t, c.Claims(), 2)
		if raw == "null" || raw == "[]" {
			continue
		}
		require.Equal(t, raw, c.Residue[Format][list+"/1"])
		for _, l := range report.Leaves {
			if strings.HasPrefix(l.Source, list+"/1") {
				require.Contains(t, l.Reason, CodeUnopened)
			}
		}
		_, _, err := Decode(edited(t, written(t, good(t)), list, "["+raw+"]"), badge.DecodeOptions{})
		require.ErrorContains(t, err, "CLR2-CREDENTIAL")
	}
	_, _, err := Decode(course(t, 1), badge.DecodeOptions{})
	require.ErrorContains(t, err, "CLR2-TYPE")
}

// A programme that nobody has earned yet is what its courses count towards.
func TestListedAchievements(t *testing.T) {
	c, report := read(t, written(t, good(t)))
	require.Len(t, c.Claims(), 3)
	require.Equal(t, []mc.CredentialRef{{ID: "https://norraby.example/program", Title: mc.Text("und", "Program")}}, c.Definition.Stackability.Into)
	require.Contains(t, leafOf(t, report, "/credentialSubject/achievement/0/description").Reason, "without saying that it was earned")
}

// Records in records are read, but not without end.
func TestRecordsInRecords(t *testing.T) {
	doc := written(t, good(t))
	inner := doc.String()
	for range 20 {
		doc = edited(t, doc, "/credentialSubject/verifiableCredential/0", inner)
		inner = doc.String()
	}
	c, _ := read(t, doc)
	require.Greater(t, len(c.Claims()), 10)
	require.Less(t, len(c.Claims()), 40)
}

// The work is in proportion to the number of badges.
func TestManyBadges(t *testing.T) {
	took := map[int]int{}
	for _, n := range []int{100, 1000} {
		c := transcript(t)
		for i := range n {
			claim := claimOf(t, 1+i%28)
			claim.Definition.ID, claim.Award.ID = fmt.Sprintf("https://norraby.example/k/%d", i), ""
			if i%2 == 0 {
				c.Others = append(c.Others, claim)
			} else {
				c.Award.Parts = append(c.Award.Parts, claim)
			}
		}
		took[n], _ = testkit.Allocated(func() {
			doc, _, err := Encode(c, badge.EncodeOptions{})
			require.NoError(t, err)
			back, _, err := Decode(doc, badge.DecodeOptions{})
			require.NoError(t, err)
			require.Len(t, back.Claims(), n+6)
		})
	}
	require.Less(t, took[1000], 12*took[100])
}

// Badges for one achievement, and associations between all of them, are no more work
// than as many of others.
func TestAmbiguousAssociations(t *testing.T) {
	doc := written(t, good(t))
	badgeText := doc.Lookup("/credentialSubject/verifiableCredential/0").Raw()
	var links []string
	for i := range 20_000 {
		links = append(links, fmt.Sprintf(`{"type":"Association","associationType":%q,"sourceId":"https://norraby.example/kurs/%d","targetId":"https://norraby.example/%s"}`,
			[]string{IsParentOf, IsPartOf, IsPeerOf}[i%3], 1+i%2, []string{"kurs/1", "kurs/2", "program", fmt.Sprint(i)}[i%4]))
	}
	long := edited(t, doc, "/credentialSubject/verifiableCredential", "["+strings.Repeat(badgeText+",", 999)+doc.Lookup("/credentialSubject/verifiableCredential/1").Raw()+"]",
		"/credentialSubject/association", "["+strings.Join(links, ",")+"]")
	times, size := testkit.Allocated(func() {
		c, _ := read(t, long)
		require.Len(t, c.Claims(), 1000)
	})
	require.Less(t, times, len(long.String())/2)
	require.Less(t, size, 200*len(long.String()))
}
