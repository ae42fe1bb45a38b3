package conformance

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

// verifierTarget is a verifier that a test is made of.
type verifierTarget struct {
	suites []string
	do     func(context.Context, Request) (Answer, error)
	asked  map[string]int // by document and challenge
}

func (v verifierTarget) Describe(context.Context) (Description, error) {
	return Description{Name: "a verifier", Kind: "go", Operations: []Operation{VerifyCredential, VerifyPresentation}, Suites: v.suites}, nil
}

func (v verifierTarget) Do(ctx context.Context, r Request) (Answer, error) {
	if v.asked != nil {
		v.asked[r.Suite+" "+r.Challenge+" "+r.Domain+" "+string(r.Anchors)+" "+fmt.Sprint(len(r.Resources))+" "+string(r.Document)]++
	}
	return v.do(ctx, r)
}

// ourVerifier is the verifier of this library, which also demands that a document
// keeps the rules of its format.
func ourVerifier(ctx context.Context, r Request) (Answer, error) {
	verifier := mikromerit.NewVerifier(proof.AnyIssuer())
	verifier.Policy.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	if len(r.Anchors) > 0 {
		anchors, err := trust.ParsePEM(r.Anchors)
		if err != nil {
			return Answer{}, err
		}
		verifier.Policy.Trust.Anchors = anchors
	}
	if r.Challenge != "" || r.Domain != "" {
		verifier.Policy.Require = append(verifier.Policy.Require, vc.Bound)
		verifier.Policy.Challenge, verifier.Policy.Domain = r.Challenge, []string{r.Domain}
	}
	fetcher := make(vc.StaticFetcher)
	for url, text := range r.Resources {
		fetcher[url] = text
	}
	verifier.Env.Fetcher = fetcher
	result, err := verifier.Verify(ctx, r.Document)
	if err != nil {
		return Answer{Verdict: Rejected, Problems: []Problem{{Detail: err.Error()}}}, nil
	}
	answer := Answer{Verdict: map[vc.Verdict]Verdict{vc.Valid: Accepted, vc.Invalid: Rejected}[result.Verdict]}
	if answer.Verdict == "" {
		answer.Verdict = Undecided
	}
	for _, f := range result.Findings {
		if f.Status == vc.Fail || f.Status == vc.Unknown {
			answer.Problems = append(answer.Problems, Problem{Type: f.Code, Detail: f.Code + " " + f.Detail})
		}
	}
	return answer, nil
}

// Our own verifier passes every check, and each vector is put to it once, though
// several profiles ask for it.
func TestOurVerifierPassesEveryProfile(t *testing.T) {
	target := verifierTarget{do: ourVerifier, asked: make(map[string]int)}
	report, err := Judge(t.Context(), target, Options{}, verifierProfiles()...)
	require.NoError(t, err)
	cases := 0
	for _, result := range report.Results {
		cases += result.Passed
		if result.Status == Pass {
			continue
		}
		t.Errorf("%s %s %s: %s %s", result.Profile, result.Suite, result.ID, result.Status, result.Reason)
		for _, c := range result.Cases {
			t.Logf("  %s: want %s, found %s", c.Name, c.Want, c.Found)
		}
	}
	for document, times := range target.asked {
		require.Equal(t, 1, times, "%s", document)
	}
	set, err := publishedSet()
	require.NoError(t, err)
	goods := 0
	for _, v := range set {
		if v.Accept {
			goods++
		}
	}
	t.Logf("%d profiles, %d checks, %d cases; %d good documents and %d spoilt copies", len(report.Profiles), len(report.Results), cases, goods, len(set)-goods)
}

// A verifier that does not look passes nothing: not a single check, and no profile.
func TestVerifiersThatDoNotLookPassNothing(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	for name, do := range map[string]func(context.Context, Request) (Answer, error){
		"rejects everything":          func(context.Context, Request) (Answer, error) { return Answer{Verdict: Rejected}, nil },
		"accepts everything":          func(context.Context, Request) (Answer, error) { return Answer{Verdict: Accepted}, nil },
		"can never tell":              func(context.Context, Request) (Answer, error) { return Answer{Verdict: Undecided}, nil },
		"refuses everything":          func(context.Context, Request) (Answer, error) { return Answer{Refused: true}, nil },
		"answers nothing":             func(context.Context, Request) (Answer, error) { return Answer{}, nil },
		"answers nonsense":            func(context.Context, Request) (Answer, error) { return Answer{Verdict: "yes please"}, nil },
		"breaks off":                  func(context.Context, Request) (Answer, error) { return Answer{}, errors.New("connection reset") },
		"does not do this":            func(context.Context, Request) (Answer, error) { return Answer{}, ErrUnsupported },
		"accepts and breaks off":      func(context.Context, Request) (Answer, error) { return Answer{Verdict: Accepted}, errors.New("reset") },
		"accepts and refuses at once": func(context.Context, Request) (Answer, error) { return Answer{Verdict: Accepted, Refused: true}, nil },
		"throws a coin": func(context.Context, Request) (Answer, error) {
			return Answer{Verdict: []Verdict{Accepted, Rejected}[chance.IntN(2)]}, nil
		},
	} {
		report, err := Judge(t.Context(), verifierTarget{do: do}, Options{}, verifierProfiles()...)
		require.NoError(t, err)
		passed := 0
		for _, result := range report.Results {
			if result.Status == Pass {
				passed++
				if name != "throws a coin" {
					t.Errorf("who %s passes %s %s %s", name, result.Profile, result.Suite, result.ID)
				}
			}
		}
		for _, claim := range report.Profiles {
			require.NotEqual(t, Conforms, claim.Verdict, "who %s conforms to %s", name, claim.ID)
		}
		t.Logf("who %s passes %d of %d checks", name, passed, len(report.Results))
	}
}

// A verifier that hangs is asked a few times and then no more.
func TestVerifierThatHangs(t *testing.T) {
	asked := 0
	hangs := verifierTarget{do: func(ctx context.Context, _ Request) (Answer, error) {
		asked++
		<-ctx.Done()
		return Answer{}, ctx.Err()
	}}
	r := &run{target: hangs, answers: pairAnswers{patience: time.Millisecond}}
	r.description, _ = hangs.Describe(t.Context())
	r.survey = newSurvey(hangs, Options{})
	report := r.judge(t.Context(), verifierProfiles())
	for _, result := range report.Results {
		require.Contains(t, []Status{Fail, Warn}, result.Status, "%s %s", result.Profile, result.ID)
		require.NotEmpty(t, result.Cases)
	}
	require.Equal(t, mostSilent, asked)
}

// What fails comes with what was wanted, what was found, and what went back and
// forth; what passes is only counted.
func TestFailuresComeWithTheirExchange(t *testing.T) {
	lenient := verifierTarget{do: func(ctx context.Context, r Request) (Answer, error) {
		answer, err := ourVerifier(ctx, r)
		if strings.Contains(string(r.Document), "noSuchTerm") {
			answer = Answer{Verdict: Accepted}
		}
		answer.Exchange = Exchange{Request: Message{Line: "POST /credentials/verify", Body: r.Document}, Response: Message{Status: 200}}
		return answer, err
	}}
	profile, ok := ProfileOf("di-eddsa-rdfc-2022-verifier")
	require.True(t, ok)
	report, err := Judge(t.Context(), lenient, Options{}, profile)
	require.NoError(t, err)
	require.Equal(t, ConformsNot, report.Verdict())
	for _, result := range report.Results {
		if result.ID != "JSONLD-TERM-UNDEFINED" {
			require.Equal(t, Pass, result.Status, result.ID)
			require.Empty(t, result.Cases)
			continue
		}
		require.Equal(t, Fail, result.Status)
		require.NotEmpty(t, result.Mend)
		for _, c := range result.Cases {
			require.Contains(t, c.Want, "rejected: A member")
			require.Equal(t, "accepted", c.Found)
			require.Equal(t, "POST /credentials/verify", c.Exchanges[0].Request.Line)
			require.Empty(t, c.Exchanges[0].Request.Body, "the vector can be made anew")
		}
	}
}

// Every requirement that a vector names is one of the library's, with a clause.
func TestEveryVectorNamesARule(t *testing.T) {
	codes := make(map[string]bool)
	for _, rule := range mikromerit.Rules() {
		codes[rule.Code] = true
	}
	set, err := publishedSet()
	require.NoError(t, err)
	seen := make(map[string]bool)
	for _, v := range set {
		require.False(t, seen[v.ID], "two vectors are called %s", v.ID)
		seen[v.ID] = true
		require.True(t, strings.HasPrefix(v.Spec, "https://"), "%s has no clause", v.ID)
		require.NotEmpty(t, v.Because, v.ID)
		if v.Accept {
			require.Empty(t, v.Rule, v.ID)
			continue
		}
		require.True(t, codes[v.Rule], "%s names %q", v.ID, v.Rule)
	}
	for _, v := range set {
		require.True(t, seen[v.Pair], "%s has no pair", v.ID)
	}
	for _, p := range VerifierProfiles(set) {
		for _, c := range p.Checks {
			require.NotEmpty(t, c.Rule.Text, c.Rule.Code)
			require.NotEmpty(t, c.Rule.Level, c.Rule.Code)
		}
	}
}

// Each vector belongs to a profile, or nobody would be asked about it.
func TestEveryVectorIsAskedAbout(t *testing.T) {
	set, err := publishedSet()
	require.NoError(t, err)
	for _, v := range set {
		found := false
		for _, p := range verifierTable {
			found = found || p.has(v)
		}
		require.True(t, found, "%s (%s, %s) belongs to no profile", v.ID, v.Suite, v.Format)
	}
	require.Empty(t, VerifierProfiles(nil))
}
