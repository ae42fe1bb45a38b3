package conformance

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

var surveyEnv = vc.Env{Clock: func() time.Time { return time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC) }}

func exampleFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../examples/data/" + name)
	require.NoError(t, err)
	return data
}

// edited returns a document with values at pointers; "" removes.
func edited(t *testing.T, data []byte, edits ...string) []byte {
	t.Helper()
	doc, err := vc.ParseDocument(data, vc.Limits{})
	require.NoError(t, err)
	for i := 0; i < len(edits); i += 2 {
		if edits[i+1] == "" {
			doc, err = doc.Without(edits[i])
		} else {
			doc, err = doc.With(edits[i], edits[i+1])
		}
		require.NoError(t, err)
	}
	return doc.Bytes()
}

func judgeDocuments(t *testing.T, o Options, profiles []string, documents ...Document) map[string]Result {
	t.Helper()
	var all []Profile
	for _, id := range profiles {
		p, ok := ProfileOf(id)
		require.True(t, ok, id)
		all = append(all, p)
	}
	o.Env = surveyEnv
	report, err := Judge(t.Context(), DocumentList(documents...), o, all...)
	require.NoError(t, err)
	results := map[string]Result{}
	for _, r := range report.Results {
		require.NotEqual(t, Error, r.Status, "%s: %s", r.ID, r.Reason)
		if r.Status >= results[r.ID].Status { // a code may stand for several suites
			results[r.ID] = r
		}
	}
	for _, claim := range report.Profiles {
		results[claim.ID] = Result{Reason: string(claim.Verdict)}
	}
	results["documents"] = Result{Reason: fmt.Sprint(report.Documents, report.Unreadable)}
	return results
}

// failed lists the checks that did not pass.
func failed(results map[string]Result, s Status) []string {
	var out []string
	for id, r := range results {
		if r.Status == s && r.ID != "" {
			out = append(out, id)
		}
	}
	return out
}

// A badge that keeps the rules conforms without a proof; the rules of the other data
// model do not apply.
func TestBadgesConformWithoutProof(t *testing.T) {
	good := exampleFile(t, "vestre-aas-badge.json")
	results := judgeDocuments(t, Options{As: "ob3"}, []string{"ob3-badge", "vcdm2-credential", "annex-1", "di-eddsa-rdfc-2022-credential"}, Document{Name: "a.json", Data: good})
	require.Empty(t, failed(results, Fail))
	require.Equal(t, string(Conforms), results["ob3-badge"].Reason)
	require.Equal(t, string(Conforms), results["annex-1"].Reason)
	require.Equal(t, Pass, results["VCDM2-CONTEXT-FIRST"].Status)
	require.Equal(t, NotApplicable, results["VCDM1-CONTEXT-FIRST"].Status)
	require.Equal(t, NotApplicable, results["PROOF-SIGNATURE"].Status, "what carries no proof is not asked for one")
	require.Equal(t, string(NotFoundOut), results["di-eddsa-rdfc-2022-credential"].Reason)
}

// Each defect fails the check about it and no other.
func TestDefectsFailTheirOwnCheck(t *testing.T) {
	good := exampleFile(t, "vestre-aas-badge.json")
	for code, edit := range map[string][]string{
		"OB3-REQUIRED":     {"/credentialSubject/achievement/criteria", ""},
		"VCDM2-VALID-FROM": {"/validFrom", `"yesterday"`},
		"VCDM2-PERIOD":     {"/validUntil", `"2020-01-01T00:00:00Z"`},
		"OB3-JSONLD":       {"/someTermThatNobodyDefines", `"x"`},
		"OB3-NODE-TYPE":    {"/credentialSubject/achievement/type", `["Badge"]`},
		"VCDM2-ID":         {"/id", `"not a URL"`},
		"EUMC-3":           {"/issuer/address", "", "/issuer/location", "", "/issuer/otherIdentifier", ""},
	} {
		t.Run(code, func(t *testing.T) {
			spoilt := edited(t, good, edit...)
			results := judgeDocuments(t, Options{}, []string{"ob3-badge", "annex-1"}, Document{Name: "good.json", Data: good}, Document{Name: "spoilt.json", Data: spoilt})
			t.Log(failed(results, Fail))
			require.Equal(t, Fail, results[code].Status)
			require.Equal(t, "spoilt.json", results[code].Cases[0].Document)
			require.NotEmpty(t, results[code].Cases[0].Found)
			require.Equal(t, 1, results[code].Passed, "the good one passes")
		})
	}
}

// A proof is judged by the profile of its suite.
func TestProofsAreJudgedBySuite(t *testing.T) {
	signed := exampleFile(t, "vestre-aas-badge.signed.json")
	spoilt := bytes.Replace(signed, []byte("Tilgjengelige nettsider"), []byte("Tilgjengelege nettsider"), 1)
	profiles := []string{"di-eddsa-rdfc-2022-credential", "di-eddsa-jcs-2022-credential"}
	results := judgeDocuments(t, Options{}, profiles[:1], Document{Name: "a.json", Data: signed})
	require.Empty(t, failed(results, Fail))
	require.Equal(t, string(Conforms), results[profiles[0]].Reason)
	results = judgeDocuments(t, Options{}, profiles[:1], Document{Name: "a.json", Data: spoilt}, Document{Name: "b.json", Data: signed})
	require.Equal(t, []string{"PROOF-SIGNATURE"}, failed(results, Fail))
	require.Equal(t, 1, results["PROOF-SIGNATURE"].Passed)
	results = judgeDocuments(t, Options{}, profiles[1:], Document{Name: "a.json", Data: signed})
	require.Equal(t, NotApplicable, results["PROOF-SIGNATURE"].Status)
	results = judgeDocuments(t, Options{}, profiles[1:], Document{Name: "a.json", Data: exampleFile(t, "vestre-aas-badge.signed-jcs.json")})
	require.Equal(t, string(Conforms), results[profiles[1]].Reason)
}

// What documents are said to be is held against each with one sentence, and nothing
// else is asked of one that is something else.
func TestDocumentsThatAreSomethingElse(t *testing.T) {
	badge, europass := exampleFile(t, "vestre-aas-badge.json"), exampleFile(t, "vestre-aas-micro-credential.sealed.jsonld")
	results := judgeDocuments(t, Options{As: "ob3"}, []string{"ob3-badge"}, Document{Name: "e.jsonld", Data: europass})
	require.Equal(t, []string{"OB3-TYPE"}, failed(results, Fail))
	require.Equal(t, "The document is said to be an Open Badge 3.0, but it is a European Digital Credential.", results["OB3-TYPE"].Cases[0].Found)
	require.Equal(t, NotApplicable, results["OB3-REQUIRED"].Status)
	results = judgeDocuments(t, Options{As: "edc"}, []string{"edc-credential"}, Document{Name: "e.jsonld", Data: europass}, Document{Name: "b.json", Data: badge})
	require.Equal(t, []string{"ELM-FORMAT"}, failed(results, Fail))
	results = judgeDocuments(t, Options{As: "vc"}, []string{"vcdm2-credential"}, Document{Name: "b.json", Data: badge})
	require.Empty(t, failed(results, Fail))
	results = judgeDocuments(t, Options{}, []string{"ob3-badge"}, Document{Name: "e.jsonld", Data: europass})
	require.Equal(t, string(NotFoundOut), results["ob3-badge"].Reason, "of what nobody said, nothing is asked")

	badges, _ := ProfileOf("ob3-badge")
	report, err := Judge(t.Context(), DocumentList(), Options{As: "pdf"}, badges)
	require.NoError(t, err)
	require.Equal(t, Error, report.Results[0].Status)
	require.Contains(t, report.Results[0].Reason, `not as "pdf"`)
}

// A file that cannot be read fails by itself; one that was never to be a credential
// does not.
// TestReadableIsNotEnough: a document for which there is no profile conforms to
// nothing, however well it can be read.
func TestReadableIsNotEnough(t *testing.T) {
	foreign := "eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.eyJ2Y3QiOiJ1cm46eCIsImlzcyI6Imh0dHBzOi8veC5leGFtcGxlIn0." + strings.Repeat("A", 86) + "~"
	report, err := Judge(t.Context(), DocumentList(Document{Name: "foreign", Data: []byte(foreign)}), Options{Env: surveyEnv})
	require.NoError(t, err)
	require.Equal(t, NotFoundOut, report.Verdict())
	require.Zero(t, report.Unreadable)
	require.Contains(t, report.Results[0].Cases[0].Found, "it is a token of another kind, for which there is no profile here")
}

// TestBaseProofsAreNoBreach: what an issuer gives a holder to derive from breaks no
// rule, and nothing is known of its signature either.
func TestBaseProofsAreNoBreach(t *testing.T) {
	key, err := keys.Generate(keys.P256)
	require.NoError(t, err)
	unsigned := edited(t, exampleFile(t, "vestre-aas-badge.json"), "/issuer/id", `"`+key.Controller()+`"`)
	doc, err := vc.ParseDocument(unsigned, vc.Limits{})
	require.NoError(t, err)
	issued, err := mikromerit.IssueDocument(t.Context(), doc, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Suite: "ecdsa-sd-2023"}})
	require.NoError(t, err)
	results := judgeDocuments(t, Options{}, []string{"di-ecdsa-sd-2023-credential"}, Document{Name: "base", Data: issued.File.Bytes()})
	require.Equal(t, Skipped, results["PROOF-VALUE"].Status)
	require.Contains(t, results["PROOF-VALUE"].Cases[0].Found, "Derive from it")
}

// TestEuropassDrafts: a draft is not blamed for what sealing adds, and a seal is.
func TestEuropassDrafts(t *testing.T) {
	draft := edited(t, exampleFile(t, "vestre-aas-micro-credential.payload.json"), "/issued", "", "/issuanceDate", "", "/issuer", "")
	results := judgeDocuments(t, Options{}, []string{"edc-credential"}, Document{Name: "draft", Data: draft})
	require.Equal(t, Pass, results["ELM-EUROPEANDIGITALCREDENTIAL-ISSUER"].Status)
	require.Equal(t, Pass, results["ELM-EUROPEANDIGITALCREDENTIAL-ISSUED"].Status)
}

// TestPresentationsOfTheFirstModel: what is found about one has a profile.
func TestPresentationsOfTheFirstModel(t *testing.T) {
	bad := `{"@context":["https://www.w3.org/2018/credentials/v1"],"type":["VerifiablePresentation"],"verifiableCredential":[]}`
	results := judgeDocuments(t, Options{}, []string{"vcdm1-presentation"}, Document{Name: "presentation", Data: []byte(bad)})
	require.Equal(t, Fail, results["VCDM1-CREDENTIAL"].Status)
}

func TestUnreadableDocuments(t *testing.T) {
	good := Document{Name: "good.json", Data: exampleFile(t, "vestre-aas-badge.json")}
	for name, c := range map[string]struct {
		document Document
		as       string
		want     Status
		says     string
	}{
		"broken JSON":    {Document{Name: "b.json", Data: []byte(`{"type": `)}, "", Fail, "JSON-SYNTAX"},
		"duplicate name": {Document{Name: "b.json", Data: []byte(`{"type":["VerifiableCredential"],"type":[]}`)}, "", Fail, "JSON-DUPLICATE-NAME"},
		"empty":          {Document{Name: "b.json", Data: nil}, "", Fail, "FORMAT-EMPTY"},
		"a key":          {Document{Name: "b.json", Data: []byte(`{"kty":"OKP"}`)}, "", Pass, ""},
		"a text":         {Document{Name: "README.md", Data: []byte("# Badges")}, "", Pass, ""},
		"a text as ob3":  {Document{Name: "README.md", Data: []byte("# Badges")}, "ob3", Fail, "JSON-SYNTAX"},
		"a bare picture": {Document{Name: "b.png", Data: []byte("\x89PNG\r\n\x1a\n")}, "", Fail, "BAKE-"},
	} {
		t.Run(name, func(t *testing.T) {
			results := judgeDocuments(t, Options{As: c.as}, []string{"ob3-badge"}, c.document, good)
			r := results["DOCUMENT-READABLE"]
			require.Equal(t, c.want, r.Status)
			require.Equal(t, 1, r.Passed)
			require.Equal(t, "2 1", results["documents"].Reason)
			if c.want == Fail {
				require.Contains(t, r.Cases[0].Found, c.says)
			}
			require.Equal(t, Pass, results["OB3-REQUIRED"].Status)
		})
	}
}

// Containers are judged credential by credential.
func TestContainersAreJudgedByTheirCredentials(t *testing.T) {
	good := exampleFile(t, "vestre-aas-badge.json")
	spoilt := edited(t, good, "/credentialSubject/achievement/criteria", "")
	array := fmt.Sprintf(`{"credential":[%s,%s,{"proof":{}}]}`, good, spoilt)
	results := judgeDocuments(t, Options{As: "ob3"}, []string{"ob3-badge"}, Document{Name: "host.json", Data: []byte(array)})
	require.Equal(t, 1, results["OB3-REQUIRED"].Passed)
	require.Equal(t, "/credential/1/credentialSubject/achievement/criteria", results["OB3-REQUIRED"].Cases[0].Pointer)
	require.Equal(t, Fail, results["OB3-TYPE"].Status, "the third is no badge")
}

// What is kept of many faulty documents is bounded, and says how many there are.
func TestManyFaultyDocumentsAreCounted(t *testing.T) {
	spoilt := `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"https://a.example","credentialSubject":{"id":"x y"}}`
	in := strings.NewReader(strings.Repeat(spoilt+"\n", maxCases+50))
	profile, _ := ProfileOf("vcdm2-credential")
	report, err := Judge(t.Context(), DocumentsFrom("many", in), Options{Env: surveyEnv}, profile)
	require.NoError(t, err)
	require.Equal(t, maxCases+50, report.Documents)
	for _, r := range report.Results {
		if r.ID == "VCDM2-ID" {
			require.Equal(t, Fail, r.Status)
			require.Len(t, r.Cases, maxCases)
			require.Contains(t, r.Reason, "50 more are not")
			require.Zero(t, r.Passed)
		}
	}
}

// Without a profile those that apply are sought: an ordinary badge is not asked to be a
// micro-credential, and a broken file is held against no profile but its own.
func TestProfilesThatApplyAreSought(t *testing.T) {
	micro := exampleFile(t, "vestre-aas-badge.json")
	plain := []byte(badgeTemplates[0].text)
	verdicts := func(documents ...Document) map[string]Conformity {
		report, err := Judge(t.Context(), DocumentList(documents...), Options{Env: surveyEnv})
		require.NoError(t, err)
		out := map[string]Conformity{}
		for _, claim := range report.Profiles {
			out[claim.ID] = claim.Verdict
		}
		return out
	}
	sound := []byte(strings.NewReplacer("{{issuer}}", "https://a.example/", "{{id}}", newID()).Replace(string(plain)))
	require.Equal(t, map[string]Conformity{"document": Conforms, "ob3-badge": Conforms, "vcdm2-credential": Conforms}, verdicts(Document{Name: "a.json", Data: sound}))
	require.Equal(t, Conforms, verdicts(Document{Name: "a.json", Data: micro})["annex-1"])
	require.Equal(t, map[string]Conformity{"document": ConformsNot, "ob3-badge": Conforms, "vcdm2-credential": Conforms},
		verdicts(Document{Name: "a.json", Data: sound}, Document{Name: "b.json", Data: []byte("{")}))
	results := judgeDocuments(t, Options{}, []string{"annex-1"}, Document{Name: "a.json", Data: sound})
	require.Equal(t, Fail, results["EUMC-7"].Status, "somebody chose the profile")
}

// What cannot be found out offline leaves the question open, also when other
// documents pass.
func TestOpenQuestionsStayOpen(t *testing.T) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	const issuer = "did:web:vestre-aas.example"
	far, err := key.WithAddress(issuer, issuer+"#key-1")
	require.NoError(t, err)
	doc, err := vc.ParseDocument(exampleFile(t, "vestre-aas-badge.json"), vc.Limits{})
	require.NoError(t, err)
	issued, err := mikromerit.IssueDocument(context.Background(), doc, far, mikromerit.IssueOptions{SetIssuer: true, IssuerName: "Vestre Ås", SignOptions: mikromerit.SignOptions{Env: surveyEnv}})
	require.NoError(t, err)
	results := judgeDocuments(t, Options{}, []string{"di-eddsa-rdfc-2022-credential"},
		Document{Name: "near.json", Data: exampleFile(t, "vestre-aas-badge.signed.json")}, Document{Name: "far.json", Data: issued.File.Bytes()})
	require.Equal(t, Skipped, results["PROOF-METHOD"].Status)
	require.Equal(t, "It could not be found out for 1 of 2.", results["PROOF-METHOD"].Reason)
	require.Equal(t, string(NotFoundOut), results["di-eddsa-rdfc-2022-credential"].Reason)
}

// Every check of a profile is about a rule that says what it asks and where that
// stands, and no profile asks the same twice.
func TestProfilesOfDocumentsAreData(t *testing.T) {
	for _, p := range documentProfiles() {
		require.NotEmpty(t, p.Checks, p.ID)
		require.True(t, strings.HasPrefix(p.Spec, "http"), p.ID)
		seen := map[string]bool{}
		for _, c := range p.Checks {
			id := c.Suite + " " + c.Rule.Code
			require.False(t, seen[id], "%s asks %s twice", p.ID, id)
			seen[id] = true
			require.NotEmpty(t, c.Rule.Text, id)
			require.True(t, strings.HasPrefix(c.Rule.Spec, "http"), id)
			require.NotEmpty(t, c.Rule.Level, id)
		}
	}
	known := map[string]bool{}
	for _, rule := range Rules() {
		known[rule.Code] = true
	}
	for code := range issuerMends {
		found := known[code] || len(mikromerit.Explain(code)) > 0 || strings.HasPrefix(code, "EUMC-")
		require.True(t, found, "there is no rule %s to mend", code)
	}
}
