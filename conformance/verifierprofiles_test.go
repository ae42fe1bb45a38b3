package conformance

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
)

// verifierTarget is a verifier that a test is made of.
type verifierTarget struct {
	suites []string
	do     func(context.Context, Request) (Answer, error)
	asked  *int // how often
}

func (v verifierTarget) Describe(context.Context) (Description, error) {
	return Description{Name: "a verifier", Kind: "go", Operations: []Operation{VerifyCredential, VerifyPresentation}, Suites: v.suites}, nil
}

func (v verifierTarget) Do(ctx context.Context, r Request) (Answer, error) {
	if v.asked != nil {
		*v.asked++
	}
	return v.do(ctx, r)
}

// ourVerifier is the verifier of this library, which also demands that a document
// keeps the rules of its format.
func ourVerifier(ctx context.Context, r Request) (Answer, error) {
	verifier := mikromerit.NewVerifier(proof.AnyIssuer())
	verifier.Policy.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Conformant}
	if len(r.Anchors) > 0 { // the rules of the European Learning Model are not all checked
		verifier.Policy.Require = []vc.Axis{vc.Authentic, vc.InForce, vc.Trusted}
		anchors, err := trust.ParsePEM(r.Anchors)
		if err != nil {
			return Answer{}, err
		}
		verifier.Policy.Trust = proof.Trust{Anchors: anchors}
	}
	if r.Challenge != "" || r.Domain != "" {
		verifier.Policy.Require = append(verifier.Policy.Require, vc.Bound)
		verifier.Policy.Challenge = r.Challenge
		if r.Domain != "" {
			verifier.Policy.Domain = []string{r.Domain}
		}
	}
	fetcher := make(vc.StaticFetcher)
	for url, text := range r.Resources {
		fetcher[url] = text
	}
	verifier.Env.Fetcher, verifier.Env.Resolver = fetcher, did.Web(fetcher)
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
	target := verifierTarget{do: ourVerifier, asked: new(int)}
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
	set, err := publishedSet()
	require.NoError(t, err)
	asked := 0
	for _, v := range set {
		// What breaks a rule of badges only is for who knows badges, and those know some
		// suites only.
		if v.Accept || !ofBadges(v) || slices.ContainsFunc(verifierTable, func(p verifierProfile) bool { return p.has(v) }) {
			asked++
		}
	}
	require.Less(t, len(set)-asked, 10)
	require.Equal(t, asked, *target.asked, "each vector is put to the target once")
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
		"crashes":                     func(context.Context, Request) (Answer, error) { panic("out of memory") },
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

// A verifier that does one algorithm of a suite is judged by that: what it says that
// it does not do is neither held against it nor for it, and the report tells.
func TestWhatAVerifierDoesNotDoIsTold(t *testing.T) {
	profiles := verifierProfiles()
	i := slices.IndexFunc(profiles, func(p Profile) bool { return p.ID == "vc-jwt-verifier" })
	judged := func(do func(context.Context, Request) (Answer, error)) *Report {
		report, err := Judge(t.Context(), verifierTarget{suites: []string{"vc-jwt"}, do: do}, Options{}, profiles[i])
		require.NoError(t, err)
		return report
	}
	some := judged(func(ctx context.Context, r Request) (Answer, error) {
		header, _, _ := strings.Cut(string(r.Document), ".")
		if text, err := base64.RawURLEncoding.DecodeString(header); err == nil && strings.Contains(string(text), "RS256") {
			return Answer{}, ErrUnsupported
		}
		return ourVerifier(ctx, r)
	})
	require.Equal(t, Conforms, some.Profiles[0].Verdict)
	require.True(t, slices.ContainsFunc(some.Results, func(r Result) bool { return strings.Contains(r.Reason, "does not do") }))
	none := judged(func(context.Context, Request) (Answer, error) { return Answer{}, ErrUnsupported })
	require.Equal(t, NotFoundOut, none.Profiles[0].Verdict)
}

// A verifier that hangs is asked a few times and then no more, whether or not it
// stops when it is told to.
func TestVerifiersThatHang(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	for name, wait := range map[string]func(context.Context){
		"until it is told to stop": func(ctx context.Context) { <-ctx.Done() },
		"for ever":                 func(context.Context) { <-release },
	} {
		var asked atomic.Int32
		hangs := verifierTarget{do: func(ctx context.Context, _ Request) (Answer, error) {
			asked.Add(1)
			wait(ctx)
			return Answer{}, ctx.Err()
		}}
		r := &run{target: hangs, answers: pairAnswers{patience: time.Millisecond}}
		r.description, _ = hangs.Describe(t.Context())
		r.survey = newSurvey(hangs, Options{})
		report := r.judge(t.Context(), verifierProfiles())
		for _, result := range report.Results {
			require.Contains(t, []Status{Fail, Warn}, result.Status, "%s: %s %s", name, result.Profile, result.ID)
			require.NotEmpty(t, result.Cases)
		}
		require.EqualValues(t, mostSilent, asked.Load(), name)
	}
}

// A service cannot be handed a status list or a certificate to trust, so it is not
// asked about those, and about all others it is.
func TestListsThatNobodyServes(t *testing.T) {
	asked := 0
	service := asKind{verifierTarget{do: func(ctx context.Context, r Request) (Answer, error) {
		asked++
		require.Empty(t, r.Resources)
		return ourVerifier(ctx, r)
	}}, "vc-api"}
	var profiles []Profile
	for _, id := range []string{"status-list-verifier", "ob3-displayer", "edc-verifier"} {
		profile, ok := ProfileOf(id)
		require.True(t, ok)
		profiles = append(profiles, profile)
	}
	report, err := Judge(t.Context(), service, Options{}, profiles...)
	require.NoError(t, err)
	require.Equal(t, NotFoundOut, report.Profiles[0].Verdict, "nothing was found out about lists")
	require.Equal(t, Conforms, report.Profiles[1].Verdict)
	require.Equal(t, NotFoundOut, report.Profiles[2].Verdict, "nor about certificates")
	require.NotZero(t, asked)
	for _, result := range report.Results {
		require.Contains(t, []Status{Pass, NotApplicable}, result.Status, result.ID)
	}
}

// asKind is a target of another kind.
type asKind struct {
	verifierTarget
	kind string
}

func (a asKind) Describe(ctx context.Context) (Description, error) {
	d, err := a.verifierTarget.Describe(ctx)
	d.Kind, d.Unfed = a.kind, "It cannot be handed what documents refer to."
	return d, err
}

// A run that is cancelled says of each check whether it was tried.
func TestCancelledRun(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	asked := 0
	target := verifierTarget{do: func(ctx context.Context, r Request) (Answer, error) {
		if asked++; asked == 50 {
			cancel()
		}
		return ourVerifier(ctx, r)
	}}
	profile, ok := ProfileOf("di-eddsa-jcs-2022-verifier")
	require.True(t, ok)
	report, err := Judge(ctx, target, Options{}, profile)
	require.NoError(t, err)
	require.False(t, report.Complete)
	require.NotEqual(t, Conforms, report.Verdict())
	skipped := 0
	for _, result := range report.Results {
		if result.Status == Skipped {
			skipped++
		}
	}
	require.NotZero(t, skipped)
	again, err := Judge(t.Context(), verifierTarget{do: ourVerifier}, Options{Resume: report}, profile)
	require.NoError(t, err)
	require.Equal(t, Conforms, again.Verdict(), "resumed")
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

// Each vector belongs to a profile, or nobody would be asked about it. What breaks a rule
// of badges only is left to those who know badges, by the suites that they know.
func TestEveryVectorIsAskedAbout(t *testing.T) {
	set, err := publishedSet()
	require.NoError(t, err)
	for _, v := range set {
		found := false
		for _, p := range verifierTable {
			found = found || p.has(v)
		}
		require.True(t, found || ofBadges(v), "%s (%s, %s) belongs to no profile", v.ID, v.Suite, v.Format)
	}
	require.Empty(t, VerifierProfiles(nil))
}

// What a verifier says that it does not do is not held against it, unless it did the
// same with the good document: then it is one way to reject. Who does nothing conforms
// to nothing.
func TestVerifierThatDoesNotDoAll(t *testing.T) {
	profile, ok := ProfileOf("di-eddsa-jcs-2022-verifier")
	require.True(t, ok)
	judge := func(do func(context.Context, Request) (Answer, error)) Conformity {
		report, err := Judge(t.Context(), verifierTarget{do: do}, Options{}, profile)
		require.NoError(t, err)
		return report.Verdict()
	}
	some := func(ctx context.Context, r Request) (Answer, error) {
		answer, err := ourVerifier(ctx, r)
		if answer.Verdict != Accepted || strings.Contains(string(r.Document), "AchievementSubject") {
			return Answer{}, fmt.Errorf("%w: it knows no badges", ErrUnsupported)
		}
		return answer, err
	}
	require.Equal(t, Conforms, judge(some))
	require.Equal(t, NotFoundOut, judge(func(context.Context, Request) (Answer, error) { return Answer{}, ErrUnsupported }))
}
