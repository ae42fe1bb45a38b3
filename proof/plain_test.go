package proof_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/vc"
)

const (
	credIRI   = "https://www.w3.org/2018/credentials#"
	statusIRI = "https://www.w3.org/ns/credentials/status#"
	obIRI     = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"
	ownID     = "urn:uuid:0e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e01"
	entryID   = "https://status.example/3#7"
	evilURL   = "https://evil.example/context"
)

// member is the pointer of a member with this name.
func member(name string) string {
	return "/" + strings.ReplaceAll(strings.ReplaceAll(name, "~", "~0"), "/", "~1")
}

// withContext appends a context, which is JSON text.
func withContext(file, context string) string { return change(file, "/@context/-", context) }

// rewriting is the same statements in other words. Nobody needs a key for it.
type rewriting struct {
	name string
	file string
	// context, if it is not "", is added to the document: written out, and once
	// more as the content of a URL that a loader of the caller's serves.
	context string
}

// rewritings returns what somebody could make of a credential that has
// expired and of one that can be revoked, so that a reader of JSON would miss
// it, or take one thing for another.
func rewritings(expired, revocable, good, graded string) []rewriting {
	const until = `{"@value":"2026-02-01T00:00:00Z","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`
	const text = `"2026-02-01T00:00:00Z"`
	entry := document(revocable).Get("credentialStatus").Raw()
	in := func(file string, edits ...string) string { return change(file, edits...) }
	beside := func(id, members string) []string {
		return []string{"/credentialSubject/achievement/related", `[{"id":"` + id + `",` + members + `}]`}
	}
	subject := document(good).Lookup("/credentialSubject").Raw()
	return []rewriting{
		{"the end by its IRI", in(expired, "/validUntil", "", member(credIRI+"validUntil"), until), ""},
		{"the end by a compact IRI", in(expired, "/validUntil", "", "/c:validUntil", until), `{"c":"` + credIRI + `"}`},
		{"the end under another name", in(expired, "/validUntil", "", "/x", until), `{"x":"` + credIRI + `validUntil"}`},
		{"the end under another name with its type", in(expired, "/validUntil", "", "/x", text), `{"x":{"@id":"` + credIRI + `validUntil","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}}`},
		{"the end by a vocabulary", in(expired, "/validUntil", "", "/validUntil2", until), `{"validUntil2":"` + credIRI + `validUntil","@vocab":"` + credIRI + `"}`},
		{"the end beside the document", in(expired, "/validUntil", "", "/@included", `[{"id":"`+ownID+`","type":"VerifiableCredential","validUntil":`+text+`}]`), ""},
		{"the end beside the document under an alias", in(expired, "/validUntil", "", "/more", `[{"id":"`+ownID+`","type":"VerifiableCredential","validUntil":`+text+`}]`), `{"more":"@included"}`},
		{"the end in a nest", in(expired, "/validUntil", "", "/@nest", `{"validUntil":`+text+`}`), ""},
		{"the end in a nest under an alias", in(expired, "/validUntil", "", "/details", `{"validUntil":`+text+`}`), `{"details":"@nest"}`},
		{"the end as a value object", in(expired, "/validUntil", until), ""},
		{"the end in an array", in(expired, "/validUntil", "["+text+"]"), ""},
		{"the end as a set", in(expired, "/validUntil", `{"@set":[`+text+`]}`), ""},
		{"the status by its IRI", in(revocable, "/credentialStatus", "", member(credIRI+"credentialStatus"), entry), ""},
		{"the status under another name", in(revocable, "/credentialStatus", "", "/x", entry), `{"x":{"@id":"` + credIRI + `credentialStatus","@type":"@id"}}`},
		{"the status beside the document", in(revocable, "/credentialStatus", "", "/@included", `[{"id":"`+ownID+`","type":"VerifiableCredential","credentialStatus":`+entry+`}]`), ""},
		{"the status in reverse", in(revocable, "/credentialStatus", "", "/@included", `[`+change(entry, "/@reverse", `{"`+credIRI+`credentialStatus":{"id":"`+ownID+`"}}`)+`]`), ""},
		{"the status in reverse under a name", in(revocable, "/credentialStatus", "", "/@included", `[`+change(entry, "/isStatusOf", `{"id":"`+ownID+`"}`)+`]`), `{"isStatusOf":{"@reverse":"` + credIRI + `credentialStatus"}}`},
		{"the status in nested arrays", in(revocable, "/credentialStatus", "[["+entry+"]]"), ""},
		{"the status as a set", in(revocable, "/credentialStatus", `{"@set":[`+entry+`]}`), ""},
		{"the index of the status by its IRI", in(revocable, "/credentialStatus/statusListIndex", "", "/credentialStatus"+member(statusIRI+"statusListIndex"), `"7"`), ""},
		{"the index of the status under another name", in(revocable, "/credentialStatus/statusListIndex", "", "/credentialStatus/n", `"7"`), `{"n":"` + statusIRI + `statusListIndex"}`},
		{"the index of the status elsewhere", in(revocable, append(beside(entryID, `"type":["BitstringStatusListEntry"],"statusListIndex":"7"`), "/credentialStatus/statusListIndex", "")...), ""},
		{"the index of the status as a value object", in(revocable, "/credentialStatus/statusListIndex", `{"@value":"7"}`), ""},
		{"the index of the status in an array", in(revocable, "/credentialStatus/statusListIndex", `["7"]`), ""},
		{"the status in two halves", in(revocable, "/credentialStatus", `[{"id":"`+entryID+`","type":"BitstringStatusListEntry"},`+entry+`]`), ""},
		{"the status and itself by its id", in(revocable, "/credentialStatus", `"`+entryID+`"`, "/@included", "["+entry+"]"), ""},
		{"the type of the status by its IRI", in(revocable, "/credentialStatus/type", `"`+statusIRI+`BitstringStatusListEntry"`), ""},
		{"the list of the status by a compact IRI", in(revocable, "/credentialStatus/statusListCredential", `"s:3"`), `{"s":"https://status.example/"}`},
		{"the id of the status as a keyword", in(revocable, "/credentialStatus/id", "", "/credentialStatus/@id", `"`+entryID+`"`), ""},
		{"the issuer in an array", in(good, "/issuer", "["+document(good).Get("issuer").Raw()+"]"), ""},
		{"the issuer's id as a keyword", in(good, "/issuer/id", "", "/issuer/@id", document(good).Lookup("/issuer/id").Raw()), ""},
		{"the issuer by its IRI", in(good, "/issuer", "", member(credIRI+"issuer"), document(good).Get("issuer").Raw()), ""},
		{"the issuer twice", in(good, member(credIRI+"issuer"), document(good).Get("issuer").Raw()), ""},
		{"the id as a keyword", in(good, "/id", "", "/@id", quote(ownID)), ""},
		{"the id by a compact IRI", in(good, "/id", `"own:`+strings.TrimPrefix(ownID, "urn:uuid:")+`"`), `{"own":{"@id":"urn:uuid:","@prefix":true}}`},
		{"the id by a base", in(good, "/id", `"`+strings.TrimPrefix(ownID, "urn:uuid:")+`"`), `{"@base":"urn:uuid:"}`},
		{"the types by a keyword", in(good, "/type", "", "/@type", document(good).Get("type").Raw()), ""},
		{"a type by its IRI", in(good, "/type/1", `"`+obIRI+`OpenBadgeCredential"`), ""},
		{"a type under another name", in(good, "/type/1", `"Paper"`), `{"Paper":"` + obIRI + `OpenBadgeCredential"}`},
		{"a type beside the document", in(good, append(beside(ownID, `"type":["Related","OpenBadgeCredential"]`), "/type", `["VerifiableCredential"]`)...), ""},
		{"the subject by its IRI", in(good, "/credentialSubject", "", member(credIRI+"credentialSubject"), subject), ""},
		{"the subject's id as a keyword", in(good, "/credentialSubject/id", "", "/credentialSubject/@id", quote(learner.id)), ""},
		{"the subject under another name", in(good, "/credentialSubject", "", "/x", subject), `{"x":{"@id":"` + credIRI + `credentialSubject","@type":"@id"}}`},
		{"a type of the subject as a keyword", in(good, "/credentialSubject/type", "", "/credentialSubject/@type", `["AchievementSubject"]`), ""},
		{"a description by its IRI", in(good, "/credentialSubject/achievement/description", "", "/credentialSubject/achievement"+member("https://schema.org/description"), `"Ti uker"`), ""},
		{"a code under another name", in(good, "/credentialSubject/achievement/humanCode", "", "/credentialSubject/achievement/remark", `"VF-1"`), `{"remark":"` + obIRI + `humanCode"}`},
		{"an achievement as a set", in(good, "/credentialSubject/achievement", `{"@set":[`+document(good).Lookup("/credentialSubject/achievement").Raw()+`]}`), ""},
		{"a type with a context of its own", swapped(graded), `{"R":{"@id":"` + obIRI + `Result","@context":{"value":"` + obIRI + `status","status":"https://schema.org/value"}}}`},
	}
}

// swapped exchanges grade and status of a result by a type of one's own whose
// context exchanges their meaning: the statements stay the same.
func swapped(file string) string {
	for _, at := range []string{"/credentialSubject/result/0", "/credentialSubject/result/1"} {
		grade := document(file).Lookup(at + "/value").Raw()
		file = change(file, at+"/type", `["R"]`, at+"/value", `"Withdrawn"`, at+"/status", grade)
	}
	return file
}

// signsStatements are the suites that sign statements, with somebody who signs.
var signsStatements = map[dataintegrity.Cryptosuite]person{
	dataintegrity.EdDSARDFC2022: school, dataintegrity.ECDSARDFC2019: schoolP3, dataintegrity.Ed25519Signature2020: school, dataintegrity.ECDSASD2023: schoolEC, dataintegrity.BBS2023: schoolBL,
}

// signStatements signs with any suite; a derived proof reveals everything.
func signStatements(t *testing.T, world vc.Env, doc vc.Document, suite dataintegrity.Cryptosuite, by person) (string, error) {
	if !dataintegrity.IsSelective(suite) {
		file, err := dataintegrity.Sign(t.Context(), world, doc, suite, by.key, dataintegrity.Options{Created: now.Add(-1)})
		if err != nil {
			return "", err
		}
		return string(file.Bytes()), nil
	}
	file, err := dataintegrity.SignSelective(t.Context(), world, doc, by.key, dataintegrity.SelectiveOptions{Mandatory: []string{"/issuer"}})
	if err != nil {
		return "", err
	}
	file, err = dataintegrity.Derive(t.Context(), world, file, dataintegrity.DeriveOptions{Reveal: []string{""}})
	if err != nil {
		return "", err
	}
	return string(file.Bytes()), nil
}

// A signature over statements stays right whatever the words. No other words
// may hide from a reader of JSON that a credential has expired or can be
// revoked, by whom it is or about whom, or make him take one thing for another:
// not in the document, and not in a context that somebody hosts.
func TestStatementsHiddenFromReaders(t *testing.T) {
	const status = `{"id":"` + entryID + `","type":"BitstringStatusListEntry","statusPurpose":"revocation","statusListIndex":"7","statusListCredential":"https://status.example/3"}`
	for suite, by := range signsStatements {
		sign := func(doc vc.Document) string {
			file, err := signStatements(t, env(), doc, suite, by)
			require.NoError(t, err)
			return file
		}
		base := edit(badge(by.id), "/@context/-", `"https://w3id.org/security/suites/ed25519-2020/v1"`)
		expired, revocable, good := sign(edit(base, "/validUntil", `"2026-02-01T00:00:00Z"`)), sign(edit(base, "/credentialStatus", status)), sign(base)
		graded := sign(edit(base, "/credentialSubject/result/0/status", `"Withdrawn"`, "/credentialSubject/result/1/status", `"Withdrawn"`))
		require.Equal(t, "invalid VALID-UNTIL", check(t, expired))
		require.Equal(t, "indeterminate STATUS", check(t, revocable))
		require.Equal(t, "valid", check(t, good))
		require.Equal(t, "valid", check(t, graded))
		for _, r := range rewritings(expired, revocable, good, graded) {
			files := map[string]string{"": r.file}
			hosted := env()
			if r.context != "" {
				hosted.Contexts = webContexts{evilURL: `{"@context":` + r.context + `}`}
				files = map[string]string{"written out": withContext(r.file, r.context), "hosted": withContext(r.file, quote(evilURL))}
			}
			for how, file := range files {
				got := passOrFail(t, verifier(hosted), file, anyone())
				require.True(t, !strings.HasPrefix(got, "valid"), "%s, %s %s: %s", suite, r.name, how, got)
				// Some are no longer JSON-LD: without the name of its type an entry
				// has no terms, and a hosted context has no base.
				require.Regexp(t, "PROOF-PLAIN|JSONLD-(TERM-UNDEFINED|IRI-RELATIVE)", got, "%s, %s %s", suite, r.name, how)
			}
		}
	}
}

// The same where the document has no id, so that nothing else can name its
// root.
func TestStatementsHiddenInADocumentWithoutID(t *testing.T) {
	doc := edit(badge(school.id), "/id", "", "/validUntil", `"2026-02-01T00:00:00Z"`)
	file := signed(t, doc, dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	require.Equal(t, "invalid VALID-UNTIL", check(t, file))
	const until = `{"@value":"2026-02-01T00:00:00Z","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`
	for name, hidden := range map[string]string{
		"by its IRI":         change(file, "/validUntil", "", member(credIRI+"validUntil"), until),
		"under another name": withContext(change(file, "/validUntil", "", "/x", until), `{"x":"`+credIRI+`validUntil"}`),
		"in a nest":          change(file, "/validUntil", "", "/@nest", `{"validUntil":"2026-02-01T00:00:00Z"}`),
		"under a label":      change(file, "/id", `"_:me"`, "/validUntil", "", "/@included", `[{"id":"_:me","type":"VerifiableCredential","validUntil":"2026-02-01T00:00:00Z"}]`),
	} {
		require.Contains(t, check(t, hidden), "invalid PROOF-PLAIN", name)
	}
}

// A name that decides and that means something else is read, but not signed as
// what it is read for: here a date of the issuer's own becomes the end.
func TestOtherMeaningOfADecisiveName(t *testing.T) {
	world := env()
	world.Contexts = webContexts{evilURL: `{"@context":{"validUntil":{"@id":"urn:x:reviewed","@type":"http://www.w3.org/2001/XMLSchema#dateTime"},"id":"@id","type":"@type","VerifiableCredential":"` + credIRI + `VerifiableCredential","issuer":{"@id":"` + credIRI + `issuer","@type":"@id"},"credentialSubject":{"@id":"` + credIRI + `credentialSubject","@type":"@id"},
		"DataIntegrityProof":"https://w3id.org/security#DataIntegrityProof","cryptosuite":{"@id":"https://w3id.org/security#cryptosuite","@type":"https://w3id.org/security#cryptosuiteString"},"verificationMethod":{"@id":"https://w3id.org/security#verificationMethod","@type":"@id"},"created":{"@id":"http://purl.org/dc/terms/created","@type":"http://www.w3.org/2001/XMLSchema#dateTime"},"proofPurpose":{"@id":"https://w3id.org/security#proofPurpose","@type":"@vocab"},"assertionMethod":"https://w3id.org/security#assertionMethod"}}`}
	reviewed := edit(plain(school.id), "/@context/-", `{"reviewed":{"@id":"urn:x:reviewed","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}}`, "/reviewed", `"2099-01-01T00:00:00Z"`)
	file := signed(t, reviewed, dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	require.Equal(t, "valid", check(t, file))
	taken := change(file, "/@context", "["+quote(evilURL)+"]", "/reviewed", "", "/validUntil", `"2099-01-01T00:00:00Z"`)
	require.Contains(t, passOrFail(t, verifier(world), taken, anyone()), "invalid PROOF-PLAIN")
}

// A proof is read as JSON too: its end cannot be hidden, nor who made it.
func TestStatementsHiddenInAProof(t *testing.T) {
	brief := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{Expires: now.Add(-1)})
	require.Contains(t, check(t, brief), "invalid PROOF-EXPIRES")
	const end = `{"@value":"2026-06-01T11:59:59Z","@type":"http://www.w3.org/2001/XMLSchema#dateTime"}`
	require.Equal(t, "invalid PROOF-PLAIN", check(t, change(brief, "/proof/expires", "", "/proof"+member("https://w3id.org/security#expiration"), end)))
	renamed := withContext(change(brief, "/proof/expires", "", "/proof/x", end), `{"x":"https://w3id.org/security#expiration"}`)
	require.Equal(t, "invalid PROOF-PLAIN", check(t, renamed))
}

// Other words that hide nothing are no fault: a context that only adds names,
// full URLs and compact IRIs as names, names inside a JSON literal, which are
// data, nulls and empty arrays.
func TestHarmlessWords(t *testing.T) {
	const inner = "/credentialSubject/achievement"
	for suite, by := range signsStatements {
		base := edit(badge(by.id), "/@context/-", `"https://w3id.org/security/suites/ed25519-2020/v1"`)
		for name, edits := range map[string][]string{
			"a context that adds a name":       {"/@context/-", `{"x":"urn:x:"}`, "/x", `"1"`},
			"a name of another place":          {"/@context/-", `{"level":"urn:x:level"}`, "/level", `"A"`},
			"a context that says nothing":      {"/@context/-", `{"x":"urn:x"}`},
			"a context in the subject":         {"/credentialSubject/@context", `{"x":"urn:x"}`, "/credentialSubject/x", `"1"`},
			"a full URL as a name":             {member("https://example.org/ns#level"), `"A"`},
			"a full URL as a type":             {"/type/-", `"https://example.org/ns#Diploma"`},
			"a known type in full":             {"/evidence", `[{"id":"https://a.example/1","type":["Evidence","https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential"]}]`},
			"a compact IRI as a name":          {"/@context/-", `{"ex":"https://example.org/ns#"}`, "/ex:level", `"A"`},
			"a new type":                       {"/@context/-", `{"Diploma":"https://example.org/ns#Diploma"}`, "/type/-", `"Diploma"`},
			"a language of its own":            {"/@context/-", `{"@language":"nb"}`},
			"a vocabulary for everything else": {"/@context/-", `{"@vocab":"https://example.org/ns#"}`, "/grade", `{"level":"A"}`},
			"a direction":                      {"/name", `{"@value":"Vinterferdsel","@language":"nb","@direction":"ltr"}`},
			"a JSON literal":                   {"/@context/-", `{"data":{"@id":"urn:x:data","@type":"@json"}}`, "/data", `{"@none":{"a:b":null,"validUntil":1},"@id":[]}`},
			"a null":                           {inner + "/inLanguage", `null`, inner + "/tag/-", `null`},
			"a null that would decide":         {"/termsOfUse", `null`},
			"an empty array":                   {inner + "/alignment", `[]`},
			"a fraction of 17 digits":          {"/credentialSubject/creditsEarned", `0.30000000000000004`},
		} {
			file, err := signStatements(t, env(), edit(base, edits...), suite, by)
			require.NoError(t, err, "%s, %s", suite, name)
			require.Equal(t, "valid", check(t, file), "%s, %s", suite, name)
		}
	}
	// Who reads the result is told of a null, and where it is.
	file := signed(t, edit(badge(school.id), inner+"/inLanguage", `null`), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	r, err := verifier(env()).Verify(t.Context(), []byte(file), anyone())
	require.NoError(t, err)
	require.Equal(t, "warn", finding(r, "JSONLD-NULL"))
}

// A document whose names only others define, whoever they are, tells nobody
// who goes by names what it says: here a copy of the Open Badges context that
// exchanges two names stands in the place of the original.
func TestContextsOfOthersForKnownVocabularies(t *testing.T) {
	file := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	ob := document(contextJSON(t, obContext)).Get("@context").Raw()
	require.Contains(t, ob, "humanCode")
	exchanged := strings.NewReplacer(`"humanCode"`, `"fieldOfStudy"`, `"fieldOfStudy"`, `"humanCode"`).Replace(ob)
	turned := change(file, "/@context/1", exchanged, "/credentialSubject/achievement/humanCode", `"1015"`, "/credentialSubject/achievement/fieldOfStudy", `"VF-1"`)
	require.Equal(t, "indeterminate PROOF-PLAIN", check(t, turned))
	v2 := document(contextJSON(t, vc.ContextV2)).Get("@context").Raw()
	require.Contains(t, passOrFail(t, modeller(), change(file, "/@context/0", v2), strict()), "VCDM2-CONTEXT-FIRST")
	hosted := env()
	hosted.Contexts = webContexts{evilURL: contextJSON(t, vc.ContextV2)}
	r, err := verifier(hosted).Verify(t.Context(), []byte(change(file, "/@context/0", quote(evilURL))), anyone())
	require.NoError(t, err)
	require.Equal(t, "unknown", finding(r, "PROOF-PLAIN"))
}

// A second object with the document's id may say other things of it, as an
// endorsement does, but nothing that decides on its validity.
func TestSecondObjectWithTheSameID(t *testing.T) {
	endorsed := edit(badge(school.id), "/credentialSubject/achievement/related", `[{"id":"`+ownID+`","type":["Related"]}]`, "/validUntil", `"2026-02-01T00:00:00Z"`)
	file := signed(t, endorsed, dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	require.Equal(t, "invalid VALID-UNTIL", check(t, file))
	moved := change(file, "/validUntil", "", "/credentialSubject/achievement/related/0/type", `["Related","VerifiableCredential"]`, "/credentialSubject/achievement/related/0/validUntil", `"2026-02-01T00:00:00Z"`)
	require.Equal(t, "invalid PROOF-PLAIN", check(t, moved))
	// What it repeats is seen anyway.
	repeated := change(file, "/credentialSubject/achievement/related/0/type", `["Related","VerifiableCredential"]`, "/credentialSubject/achievement/related/0/validUntil", `"2026-02-01T00:00:00Z"`)
	require.Equal(t, "invalid VALID-UNTIL", check(t, repeated))
}

// webContexts is a loader of the caller's with a few contexts.
type webContexts map[string]string

func (w webContexts) LoadContext(_ context.Context, url string) ([]byte, error) {
	if c, ok := w[url]; ok {
		return []byte(c), nil
	}
	return nil, vc.ErrUnreachable
}
