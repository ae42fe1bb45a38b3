package ob2

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// caseID is where the hosted cases lie, and caseMail whose badges they are.
const caseID = "https://issuer.example/a/1"

// caseWeb serves one of the small cases with its class and issuer.
func caseWeb(tb testing.TB, text []byte) vc.StaticFetcher {
	tb.Helper()
	return vc.StaticFetcher{
		caseID:                         text,
		"https://issuer.example/1":     testkit.ReadShared(tb, "cases/ob2-issuer-profile.json"),
		"https://issuer.example/badge": testkit.ReadShared(tb, "cases/ob2-badgeclass.json"),
	}
}

func caseClock() time.Time { return time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC) }

// details joins what the findings of a status say.
func details(r *Result, status vc.Status) string {
	var out []string
	for _, f := range r.Findings {
		if f.Status == status {
			out = append(out, f.Detail)
		}
	}
	return strings.Join(out, "\n")
}

// The hosted cases are authentic and in force when their addresses can be
// read, and undecided when not; then the findings name each address and how to
// have it read.
func TestHostedCases(t *testing.T) {
	for _, name := range []string{"ob2-hosted.json", "ob2-hosted-ects.json", "ob2-expires-null.json"} {
		text := testkit.ReadShared(t, "cases/"+name)
		policy := proof.NewPolicy(proof.Issuers("https://issuer.example/1"))
		r, err := Verify(t.Context(), text, vc.Env{Fetcher: caseWeb(t, text), Clock: caseClock}, policy)
		require.NoError(t, err)
		require.NoError(t, r.Err(), name)
		require.Equal(t, vc.Axes{vc.Valid, vc.Valid, vc.Valid, vc.Unasked, vc.Valid}, r.Axes, name)
		require.Equal(t, proof.Unsecured, r.Format)
		require.Empty(t, r.Proofs, "a hosted badge has no proof, and is authentic all the same")
		require.NotNil(t, r.File)

		for _, env := range []vc.Env{{Clock: caseClock}, {Clock: caseClock, Fetcher: vc.StaticFetcher{}}} {
			r, err = Verify(t.Context(), text, env, policy)
			require.NoError(t, err)
			require.Equal(t, vc.Axes{vc.Indeterminate, vc.Indeterminate, vc.Indeterminate, vc.Unasked, vc.Valid}, r.Axes, name, "anybody can name an issuer whom you trust")
			require.ErrorIs(t, r.Err(), proof.ErrUndecided)
			for _, want := range []string{caseID, "https://issuer.example/1", "--online", "--document URL=FILE", "--with DIR"} {
				require.Contains(t, details(r, vc.Unknown), want)
			}
		}
	}
}

// An address alone, as pictures of 1.x have it, is undecided when nothing can
// be had there or what lies there is no award, and no error.
func TestAddressAlone(t *testing.T) {
	policy := trusted()
	policy.Recipients = []string{mail}
	for name, served := range map[string]vc.Fetcher{
		"offline": nil, "not there": vc.StaticFetcher{}, "a page": vc.StaticFetcher{hostedID: []byte("<html>")},
		"a badge class": vc.StaticFetcher{hostedID: []byte(classText())}, "other JSON": vc.StaticFetcher{hostedID: []byte(`{"error":"login"}`)},
	} {
		r := verify(t, "  "+hostedID+"\n", served, policy)
		require.Equal(t, vc.Axes{vc.Indeterminate, r.Axes[vc.InForce], vc.Indeterminate, vc.Indeterminate, vc.Unasked}, r.Axes, name)
		require.Equal(t, vc.Indeterminate, r.Verdict, name)
		require.Contains(t, details(r, vc.Unknown), hostedID, name)
		require.Nil(t, r.Assertion)
	}
	require.Contains(t, details(verify(t, hostedID, vc.StaticFetcher{hostedID: []byte(classText())}, policy), vc.Unknown), "a badge class")
	gone := verify(t, hostedID, goneFetcher{web(), hostedID}, policy)
	require.Equal(t, vc.Invalid, gone.Axes[vc.InForce])
	require.Equal(t, vc.Indeterminate, gone.Axes[vc.Authentic])
	require.ErrorIs(t, gone.Err(), proof.ErrRevoked)
}

// Whoever has allowed fetching is not told to allow it, but what came of it.
func TestFetchThatFailed(t *testing.T) {
	text := unread("The copy", hostedID, fmt.Errorf("%w: FETCH-STATUS: the server answered with status 404", vc.ErrUnreachable))
	require.Contains(t, text, "FETCH-STATUS")
	require.NotContains(t, text, "--online")
	_, _, err := vc.StaticFetcher{}.Fetch(t.Context(), hostedID, nil, 1)
	require.Contains(t, unread("The copy", hostedID, err), "--online")
}

// A breach of a rule of the format leaves an authentic badge authentic: its
// issuer hosts or signed exactly this.
func TestConformanceDoesNotDecideAuthenticity(t *testing.T) {
	key := newRSA(t, 2048)
	for _, tt := range []struct{ pointer, raw string }{
		{"/type", `"Award"`}, {"/@context", `"https://example.org/other"`}, {"/image", `"data:image/gif;base64,AAAA"`}, {"/narrative", `["a","b"]`},
		{"/evidence/1/name", "7"}, {"/extensions:x", `"y"`}, {"/verification", ""}, {"/recipient", `"a@example.com"`}, {"/issuedOn", ""},
	} {
		hosted, signed := edit(t, awardText(), tt.pointer, tt.raw), edit(t, signedText(t), tt.pointer, tt.raw)
		served := web()
		served[hostedID], served[keyID] = []byte(hosted), keyText(t, keyID, issuerID, key)
		for _, text := range []string{hosted, sign(t, signed, `{"alg":"RS256"}`, "RS256", key)} {
			r := verify(t, text, served, trusted())
			require.Equal(t, vc.Valid, r.Verdict, "%s %s: %v", tt.pointer, tt.raw, unusual(r.Findings))
			require.Equal(t, vc.Invalid, r.Axes[vc.Conformant], "%s %s", tt.pointer, tt.raw)
			strict := trusted()
			strict.Require = vc.AllAxes()[:3]
			strict.Require = append(strict.Require, vc.Conformant)
			require.ErrorIs(t, verify(t, text, served, strict).Err(), proof.ErrNotConformant)
		}
	}
}

// What cannot be read is not taken for what is not there: a member that could
// revoke the badge, end it or restrict its issuer leaves the question open.
func TestUnreadableLeavesOpen(t *testing.T) {
	key := newRSA(t, 2048)
	for _, tt := range []struct {
		name, pointer, raw string
		axis               vc.Axis
		want               vc.Verdict
	}{
		{"revoked as text", "/revoked", `"true"`, vc.InForce, vc.Indeterminate},
		{"revoked in a list of one", "/revoked", `[true]`, vc.InForce, vc.Invalid},
		{"revoked in a list of two", "/revoked", `[false,true]`, vc.InForce, vc.Indeterminate},
		{"expires as words", "/expires", `"soon"`, vc.InForce, vc.Indeterminate},
		{"expires as a number of a kind", "/expires", `true`, vc.InForce, vc.Indeterminate},
		{"expires in a list of one", "/expires", `["2019-06-08T00:00:00Z"]`, vc.InForce, vc.Invalid},
		{"expires in a list of two", "/expires", `["2039-06-08T00:00:00Z","2019-06-08T00:00:00Z"]`, vc.InForce, vc.Indeterminate},
		{"expires as a typed value", "/expires", `{"@type":"xsd:dateTime","@value":"2019-06-08T00:00:00Z"}`, vc.InForce, vc.Invalid},
		{"issued as words", "/issuedOn", `"lately"`, vc.InForce, vc.Indeterminate},
		{"verified in another way", "/verification/type", `"VerifiedByOracle"`, vc.Authentic, vc.Indeterminate},
		{"verification is no object", "/verification", `"hosted"`, vc.Authentic, vc.Indeterminate},
		{"class is no class", "/badge", `{"type":"Profile","id":"` + issuerID + `","issuer":"` + issuerID + `"}`, vc.Authentic, vc.Invalid},
		{"class without issuer", "/badge", edit(t, classText(), "/issuer", ""), vc.Authentic, vc.Indeterminate},
		{"class of a wrong kind", "/badge", "7", vc.Authentic, vc.Indeterminate},
	} {
		hosted, signed := edit(t, awardText(), tt.pointer, tt.raw), edit(t, signedText(t), tt.pointer, tt.raw)
		served := web()
		served[hostedID], served[keyID] = []byte(hosted), keyText(t, keyID, issuerID, key)
		for _, text := range []string{hosted, sign(t, signed, `{"alg":"RS256"}`, "RS256", key)} {
			r := verify(t, text, served, trusted())
			require.Equal(t, tt.want, r.Axes[tt.axis], "%s: %v", tt.name, unusual(r.Findings))
			require.NotEqual(t, vc.Valid, r.Verdict, tt.name)
		}
	}
}

// A revocation list of whatever kind, and a profile that names one in whatever
// way, never lets a revoked badge pass.
func TestRevocationListMutants(t *testing.T) {
	key := newRSA(t, 2048)
	text := sign(t, edit(t, signedText(t), "/id", `"urn:uuid:2"`), `{"alg":"RS256"}`, "RS256", key)
	served := web()
	served[keyID] = keyText(t, keyID, issuerID, key)
	require.Equal(t, vc.Invalid, verify(t, text, served, trusted()).Verdict)
	list := string(served[listID])
	for mutant := range testkit.Mutants([]byte(list)) {
		served[listID] = mutant.Text
		doc, err := vc.ParseDocument(mutant.Text, vc.Limits{})
		if r := verify(t, text, served, trusted()); r.Verdict == vc.Valid {
			require.NoError(t, err)
			require.NotContains(t, doc.String(), `"urn:uuid:2"`, "%s", mutant)
		}
	}
	served[listID] = []byte(list)
	for raw, want := range map[string]vc.Verdict{
		`["` + listID + `"]`:           vc.Invalid,
		`{"id":"` + listID + `"}`:      vc.Invalid,
		list:                           vc.Invalid,
		`["` + listID + `","x"]`:       vc.Indeterminate,
		`7`:                            vc.Indeterminate,
		`"urn:uuid:1"`:                 vc.Indeterminate,
		`{"revokedAssertions":[true]}`: vc.Indeterminate,
	} {
		served[issuerID] = []byte(edit(t, issuerText(), "/revocationList", raw))
		require.Equal(t, want, verify(t, text, served, trusted()).Verdict, raw)
	}
}

// The fetches of one call are counted together, whatever the badge asks for.
func TestBudget(t *testing.T) {
	many := strings.Repeat(`"https://malmon.example/keys/x",`, 2000) + `"https://malmon.example/keys/y"`
	served := web()
	served[issuerID] = []byte(edit(t, issuerText(), "/publicKey", "["+many+"]"))
	text := sign(t, edit(t, signedText(t), "/verification", `{"type":"signed"}`), `{"alg":"RS256"}`, "RS256", newRSA(t, 2048))
	env := vc.Env{Fetcher: served, Clock: sampleClock, Limits: vc.Limits{Fetches: 2}}
	r, err := Verify(t.Context(), []byte(text), env, trusted())
	require.NoError(t, err)
	require.Equal(t, vc.Indeterminate, r.Verdict)
	require.Contains(t, details(r, vc.Unknown), "more documents elsewhere than may be fetched")
}

// A key beyond those that are tried, or one that is not supported, leaves open
// whose signature it is.
func TestKeysThatAreNotTried(t *testing.T) {
	key := newRSA(t, 2048)
	text := sign(t, edit(t, signedText(t), "/verification", `{"type":"signed"}`), `{"alg":"RS256"}`, "RS256", key)
	other := keyText(t, "https://malmon.example/keys/2", issuerID, newEC(t))
	odd := strings.Replace(string(other), "BEGIN PUBLIC KEY", "BEGIN ODD KEY", 1)
	for keys, want := range map[string]vc.Verdict{
		string(other):                         vc.Invalid,
		odd:                                   vc.Indeterminate,
		`[` + string(other) + `,` + odd + `]`: vc.Indeterminate,
		`[` + strings.Repeat(string(other)+",", 8) + `7]`:                vc.Indeterminate,
		`[` + odd + `,` + string(keyText(t, keyID, issuerID, key)) + `]`: vc.Valid,
	} {
		served := web()
		served[issuerID] = []byte(edit(t, issuerText(), "/publicKey", keys))
		r := verify(t, text, served, trusted())
		require.Equal(t, want, r.Axes[vc.Authentic], "%v", unusual(r.Findings))
	}
	// The creator is looked for among all keys.
	served := web()
	all := `[` + strings.Repeat(string(other)+",", 9) + string(keyText(t, keyID, issuerID, key)) + `]`
	served[issuerID] = []byte(edit(t, issuerText(), "/publicKey", all))
	r := verify(t, sign(t, signedText(t), `{"alg":"RS256"}`, "RS256", key), served, trusted())
	require.NoError(t, r.Err())
	require.Equal(t, proof.JWS, r.Format)
	require.Len(t, r.Proofs, 1)
	require.Equal(t, vc.Valid, r.Proofs[0].Verdict)
	require.Equal(t, keyID, r.Proofs[0].Method)
	require.Equal(t, issuerID, r.Proofs[0].Controller)
}

// An old badge answers no challenge and is for no domain, and serves no other
// purpose than an award; whoever asks for that must not be told that it does.
func TestDemands(t *testing.T) {
	for code, change := range map[string]func(*proof.Policy){
		"OB2-CHALLENGE": func(p *proof.Policy) { p.Challenge = "c" },
		"OB2-PURPOSE":   func(p *proof.Policy) { p.Purpose = "authentication" },
	} {
		p := trusted()
		change(&p)
		require.Contains(t, unusual(verify(t, awardText(), web(), p).Findings), "fail "+code)
		require.Equal(t, vc.Invalid, verify(t, awardText(), web(), p).Verdict)
		require.Equal(t, vc.Invalid, verify(t, hostedID, nil, p).Verdict)
	}
	p := trusted()
	p.Domain = []string{"https://employer.example"}
	r := verify(t, awardText(), web(), p)
	require.ErrorIs(t, r.Err(), proof.ErrNotBound)
	require.Equal(t, vc.Valid, r.Axes[vc.Authentic])
}

// Every finding is made by a rule that is listed, and speaks to the reader in
// whole sentences.
func TestFindingsAreRules(t *testing.T) {
	byCode := map[string]vc.Rule{}
	for _, rule := range append(Rules(), proof.Rules()...) {
		byCode[rule.Code] = rule
	}
	p := trusted()
	p.Recipients, p.Challenge = []string{mail}, "c"
	for mutant := range testkit.Mutants([]byte(edit(t, awardText(), "/badge", classText()))) {
		for _, f := range []vc.Fetcher{web(), nil} {
			r, err := Verify(t.Context(), mutant.Text, vc.Env{Fetcher: f, Clock: sampleClock}, p)
			if err != nil {
				var format *proof.FormatError
				require.True(t, errors.As(err, &format), "%s: %v", mutant, err)
				continue
			}
			for _, f := range r.Findings {
				rule, listed := byCode[f.Code]
				require.True(t, listed, f.Code)
				require.Equal(t, rule.Axis, f.Axis)
				require.Equal(t, rule.Level, f.Level)
				require.True(t, strings.HasSuffix(f.Detail, "."), f.Detail)
				require.NotContains(t, f.Detail, "caller")
				require.NotContains(t, f.Detail, "xample.com", "personal data")
			}
		}
	}
}

// A null member is as if it were not there, at every place and in the class and
// the profile too, with a warning (JSON-LD 1.1 section 4.1).
func TestNull(t *testing.T) {
	whole := edit(t, awardText(), "/badge", edit(t, classText(), "/issuer", issuerText()))
	for _, pointer := range []string{"/expires", "/narrative", "/evidence", "/image", "/revoked", "/revocationReason", "/uid", "/related", "/endorsement", "/version",
		"/@language", "/extensions:x", "/recipient/salt", "/badge/tags", "/badge/alignment", "/badge/related", "/badge/endorsement", "/badge/image/caption", "/badge/criteria/id",
		"/badge/issuer/telephone", "/badge/issuer/description", "/badge/issuer/image", "/badge/issuer/publicKey", "/badge/issuer/revocationList", "/badge/issuer/verification"} {
		without := edit(t, edit(t, whole, pointer, "null"), pointer, "")
		null := edit(t, whole, pointer, "null")
		a, b := read(t, without, nil), read(t, null, nil)
		var found []string
		for _, p := range Check(b.Document) {
			found = append(found, p.Code()+" "+p.Pointer)
		}
		require.Equal(t, []string{"OB2-NULL " + pointer}, found)

		expected, _ := a.Decode(DecodeOptions{})
		c, _ := b.Decode(DecodeOptions{})
		require.Equal(t, expected, c, "what says nothing is not carried along")

		// A badge that says nothing there is the one that its issuer hosts.
		served := web()
		served[hostedID] = []byte(without)
		served[classID], served[issuerID] = []byte(a.Badge.At.Raw()), []byte(a.Badge.Issuer.At.Raw())
		r := verify(t, null, served, trusted())
		require.NoError(t, r.Err(), pointer)
		doc, _ := convert(t, b)
		requireBadge(t, doc)
	}
	for _, pointer := range []string{"/evidence/0", "/badge/tags/1", "/badge/alignment/0"} {
		doc := read(t, edit(t, whole, pointer, "null"), nil).Document
		problems := Check(doc)
		require.Len(t, problems, 1, pointer)
		require.Equal(t, "OB2-NULL", problems[0].Code())
	}
	// What is required is missing when it is null.
	doc := read(t, edit(t, whole, "/badge/name", "null"), nil).Document
	require.Contains(t, Check(doc)[1].Error()+Check(doc)[0].Error(), "OB2-REQUIRED at /badge/name")
	require.Equal(t, jsontree.Null, doc.Lookup("/badge/name").Kind())
}
