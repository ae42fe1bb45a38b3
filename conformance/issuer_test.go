package conformance

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// goIssuer is an issuer in this process. Its fields are defects.
type goIssuer struct {
	ed, p256, rsa, bls *keys.Private
	suites             []string
	id                 string // by which it says to sign

	before  func(text string) string         // what it does to what it signs
	after   func(signed []byte) []byte       // what it does to what it signed
	refuses func(text string) bool           // what it refuses by mistake
	signs   bool                             // it signs whatever it is given
	hangs   bool                             // it never answers
	key     func(suite string) *keys.Private // a key of its choice
	blind   string                           // a rule that it does not know
	strict  bool                             // it signs for nobody else, and says for whom it would
	fails   bool                             // it breaks off in the place of refusing
	derives func(context.Context, Request) (Answer, error)
	forgets bool // what it was asked to make mandatory
}

// deriving derives as a holder should.
func deriving(ctx context.Context, r Request) (Answer, error) {
	file, err := mikromerit.Open(r.Document, vc.Limits{})
	if err != nil {
		return Answer{}, err
	}
	out, err := dataintegrity.Derive(ctx, surveyEnv, file, dataintegrity.DeriveOptions{Reveal: r.Reveal})
	if err != nil {
		return Answer{Refused: true}, nil
	}
	return Answer{Document: out.Bytes()}, nil
}

// issuerKeys are made once: an RSA key takes its time.
var issuerKeys = sync.OnceValues(func() ([]*keys.Private, error) {
	ed, err1 := keys.Generate(keys.Ed25519)
	p256, err2 := keys.Generate(keys.P256)
	rsa, err3 := keys.GenerateRSA(2048)
	bls, err4 := keys.Generate(keys.BLS12381)
	return []*keys.Private{ed, p256, rsa, bls}, errors.Join(err1, err2, err3, err4)
})

func newGoIssuer(t *testing.T) *goIssuer {
	t.Helper()
	made, err := issuerKeys()
	require.NoError(t, err)
	return &goIssuer{ed: made[0], p256: made[1], rsa: made[2], bls: made[3]}
}

func (i *goIssuer) keyOf(suite string) *keys.Private {
	switch {
	case i.key != nil:
		return i.key(suite)
	case strings.HasPrefix(suite, "ecdsa"):
		return i.p256
	case strings.HasPrefix(suite, "bbs"):
		return i.bls
	case suite == "vc-jwt":
		return i.rsa
	}
	return i.ed
}

func (i *goIssuer) Describe(context.Context) (Description, error) {
	return Description{Name: "issuer in Go", Kind: "go", Operations: []Operation{IssueCredential, DeriveCredential}, Suites: i.suites, Issuer: i.id}, nil
}

func (i *goIssuer) Do(ctx context.Context, r Request) (Answer, error) {
	if r.Operation != IssueCredential && r.Operation != DeriveCredential {
		return Answer{}, ErrUnsupported
	}
	if i.hangs {
		<-ctx.Done()
		return Answer{}, errors.New("there was no answer in time")
	}
	if r.Operation == DeriveCredential {
		derive := i.derives
		if derive == nil {
			derive = deriving
		}
		return derive(ctx, r)
	}
	if i.forgets {
		r.Mandatory = nil
	}
	text := string(r.Document)
	if i.refuses != nil && i.refuses(text) {
		return Answer{Refused: true}, nil
	}
	if i.before != nil {
		text = i.before(text)
	}
	signed, err := i.sign(ctx, r, text)
	switch {
	case err != nil && i.fails:
		return Answer{}, errors.New("the connection broke off")
	case err != nil:
		return Answer{Refused: true, Problems: []Problem{{Detail: err.Error()}}}, nil
	}
	if i.after != nil {
		signed = i.after(signed)
	}
	return Answer{Document: signed}, nil
}

func (i *goIssuer) sign(ctx context.Context, r Request, text string) ([]byte, error) {
	if r.Suite == "jades" {
		return i.seal(text)
	}
	if i.signs {
		signed, err := i.signAnything(ctx, r, text)
		if err != nil {
			signed = []byte(`{"@context":[],"type":["VerifiableCredential"],"proof":{}}`)
		}
		return signed, nil
	}
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	if err != nil {
		return nil, err
	}
	suite := map[string]string{"vc-jwt": "jwt"}[r.Suite]
	if suite == "" {
		suite = r.Suite
	}
	key := i.keyOf(r.Suite)
	o := mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: surveyEnv, Suite: suite}, Mandatory: r.Mandatory}
	credential, _ := vc.ReadCredential(doc)
	if credential.IssuerID() == unnamedIssuer && !i.strict {
		at := "/issuer"
		if doc.Get("issuer").IsObject() {
			at = "/issuer/id"
		}
		if doc, err = doc.With(at, quoted(key.Controller())); err != nil {
			return nil, err
		}
	}
	issued, err := mikromerit.IssueDocument(ctx, doc, key, o)
	if err != nil && i.isBlindTo(err) {
		return i.signUnseen(ctx, doc, key, r.Suite)
	}
	if err != nil {
		return nil, err
	}
	return issued.File.Bytes(), nil
}

// isBlindTo reports whether a credential is refused for nothing but a rule that the
// issuer does not know. What is of no type that JSON-LD knows also loses a part there.
func (i *goIssuer) isBlindTo(err error) bool {
	var rules *mikromerit.RulesError
	if !errors.As(err, &rules) {
		return i.blind != "" && strings.Contains(err.Error(), i.blind)
	}
	known := map[string]string{"VCDM1-PERIOD": "ISSUE-PERIOD", "VCDM1-CONTEXT": "VCDM2-CONTEXT"}
	others := slices.DeleteFunc(slices.Clone(rules.Findings), func(f vc.Finding) bool { return f.Code == i.blind || f.Code == known[i.blind] })
	if len(others) == len(rules.Findings) {
		return false
	}
	return i.blind != "OB3-JSONLD" || len(others) == 0
}

// signUnseen signs a credential as it is.
func (i *goIssuer) signUnseen(ctx context.Context, doc vc.Document, key *keys.Private, suite string) ([]byte, error) {
	name := dataintegrity.Cryptosuite(suite)
	if suite == "" {
		name = dataintegrity.EdDSARDFC2022
	}
	signed, err := dataintegrity.Sign(ctx, surveyEnv, doc, name, key.Key(), dataintegrity.Options{})
	if err != nil {
		signed, err = dataintegrity.Sign(ctx, surveyEnv, doc, dataintegrity.EdDSAJCS2022, i.ed.Key(), dataintegrity.Options{})
	}
	if err != nil {
		return nil, err
	}
	return signed.Bytes(), nil
}

// seal seals as the organisation of the test certificate.
func (i *goIssuer) seal(text string) ([]byte, error) {
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	if err == nil && doc.Lookup("/issuer/eIDASIdentifier/notation").Exists() {
		doc, err = doc.With("/issuer/eIDASIdentifier/notation", `"NTRNO-000000017"`)
	}
	if err != nil {
		return nil, err
	}
	if problems := edc.CheckSealed(doc); len(problems) > 0 && !i.signs {
		return nil, problems[0]
	}
	return testkit.Seal(doc.Bytes(), testkit.SealOptions{}), nil
}

// signAnything signs without looking at what it is.
func (i *goIssuer) signAnything(ctx context.Context, r Request, text string) ([]byte, error) {
	doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
	if err != nil {
		return nil, err
	}
	key := i.ed
	if doc, err = doc.With("/issuer", quoted(key.Controller())); err != nil {
		return nil, err
	}
	signed, err := dataintegrity.Sign(ctx, surveyEnv, doc, dataintegrity.EdDSAJCS2022, key.Key(), dataintegrity.Options{})
	if err != nil {
		return nil, err
	}
	return signed.Bytes(), nil
}

func judgeIssuer(t *testing.T, target Target, id string) (map[string]Result, Conformity) {
	t.Helper()
	profile, ok := ProfileOf(id)
	require.True(t, ok, id)
	report, err := Judge(t.Context(), target, Options{Env: surveyEnv}, profile)
	require.NoError(t, err)
	results := map[string]Result{}
	for _, r := range report.Results {
		require.NotEqual(t, Error, r.Status, "%s: %s", r.ID, r.Reason)
		results[r.ID] = r
	}
	return results, report.Verdict()
}

var issuerIDs = func() []string {
	var ids []string
	for _, p := range issuerProfiles() {
		ids = append(ids, p.ID)
	}
	return ids
}()

// An issuer that keeps the rules conforms to every profile, and breaks no check of
// any level.
func TestGoodIssuerConforms(t *testing.T) {
	issuer := newGoIssuer(t)
	for _, id := range issuerIDs {
		t.Run(id, func(t *testing.T) {
			results, verdict := judgeIssuer(t, issuer, id)
			if id == "status-list-issuer" {
				require.Equal(t, NotFoundOut, verdict, "it does not revoke")
				return
			}
			for _, r := range results {
				for _, c := range r.Cases {
					if c.Status > Pass {
						t.Log(r.ID, r.Status, c.Name, c.Found, c.Pointer)
					}
				}
			}
			require.Empty(t, failed(results, Fail))
			require.Empty(t, failed(results, Warn))
			require.Equal(t, Conforms, verdict)
		})
	}
}

// An issuer that refuses everything, one that signs everything and one that never
// answers pass no check of any profile.
func TestOneSidedIssuersPassNothing(t *testing.T) {
	refusing, signing := newGoIssuer(t), newGoIssuer(t)
	refusing.refuses = func(string) bool { return true }
	signing.signs = true
	for name, issuer := range map[string]*goIssuer{"refuses everything": refusing, "signs everything": signing} {
		for _, id := range issuerIDs {
			t.Run(name+"/"+id, func(t *testing.T) {
				results, verdict := judgeIssuer(t, issuer, id)
				require.Empty(t, failed(results, Pass))
				require.NotEqual(t, Conforms, verdict)
				require.True(t, verdict == ConformsNot || id == "status-list-issuer")
			})
		}
	}
}

// An issuer that never answers passes nothing either, and after a while it is not
// asked any more. The clock moves only while everybody waits: a busy machine uses up
// the time of no check.
func TestIssuersThatNeverAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		issuer := newGoIssuer(t)
		issuer.hangs = true
		report, err := Judge(t.Context(), issuer, Options{Env: surveyEnv, CheckTimeout: 80 * time.Millisecond}, issuerProfiles()...)
		require.NoError(t, err)
		for _, r := range report.Results {
			require.Contains(t, []Status{Fail, Warn, NotApplicable}, r.Status, r.ID)
		}
		require.Equal(t, ConformsNot, report.Verdict())
		last := report.Results[len(report.Results)-1].Profile
		for _, r := range report.Results {
			if r.Profile == last && r.ID == "ISSUE-SIGNED" {
				require.Contains(t, r.Cases[0].Found, "was not asked again")
			}
		}
	})
}

// A target that does not say who it is puts its own id, and one that does not do the
// suites of a profile is not blamed.
func TestIssuersThatAreNotKnown(t *testing.T) {
	issuer := newGoIssuer(t)
	issuer.id = issuer.ed.Controller()
	for _, id := range []string{"di-eddsa-rdfc-2022-issuer", "di-ecdsa-rdfc-2019-issuer"} {
		results, verdict := judgeIssuer(t, issuer, id)
		require.Empty(t, failed(results, Fail))
		require.Equal(t, Conforms, verdict, "it may sign by another identifier than it says")
	}
	issuer.strict, issuer.id = true, ""
	_, verdict := judgeIssuer(t, issuer, "di-ecdsa-rdfc-2019-issuer")
	require.Equal(t, Conforms, verdict, "its refusal names it")
	issuer.suites = []string{"ecdsa-rdfc-2019"}
	results, verdict := judgeIssuer(t, issuer, "di-eddsa-rdfc-2022-issuer")
	require.Equal(t, NotFoundOut, verdict)
	require.Equal(t, "The target does not do the proof suite eddsa-rdfc-2022.", results["PROOF-SIGNATURE"].Reason)
	results, verdict = judgeIssuer(t, issuer, "ob3-issuer")
	require.Equal(t, NotFoundOut, verdict)
	require.Equal(t, "The target does not do eddsa-rdfc-2022 or ecdsa-sd-2023 or vc-jwt (RS256, ES256).", results["ISSUE-SIGNED"].Reason)
	_, verdict = judgeIssuer(t, DocumentList(), "ob3-issuer")
	require.Equal(t, NotFoundOut, verdict)
}

// Each defect of an issuer fails the check about it and no other.
func TestDefectiveIssuers(t *testing.T) {
	jsonWith := func(edits ...string) func(string) string {
		return func(text string) string {
			doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
			for n := 0; n < len(edits) && err == nil; n += 2 {
				if edits[n+1] == "" {
					doc, err = doc.Without(edits[n])
				} else {
					doc, err = doc.With(edits[n], edits[n+1])
				}
			}
			if err != nil {
				return text
			}
			return doc.String()
		}
	}
	after := func(edits ...string) func([]byte) []byte {
		return func(signed []byte) []byte { return []byte(jsonWith(edits...)(string(signed))) }
	}
	for name, c := range map[string]struct {
		profile string
		defect  func(*goIssuer)
		want    []string
	}{
		"drops a description":       {"vcdm2-issuer", func(i *goIssuer) { i.before = jsonWith("/description", "") }, []string{"ISSUE-KEPT"}},
		"changes what a text says":  {"vcdm2-issuer", func(i *goIssuer) { i.before = func(s string) string { return strings.ReplaceAll(s, "Ø", "O") } }, []string{"ISSUE-KEPT"}},
		"refuses what has several":  {"vcdm2-issuer", func(i *goIssuer) { i.refuses = func(s string) bool { return strings.Contains(s, `"B"`) } }, []string{"ISSUE-SIGNED"}},
		"alters what it signed":     {"di-eddsa-rdfc-2022-issuer", func(i *goIssuer) { i.after = after("/validFrom", `"2023-01-02T03:04:05Z"`) }, []string{"ISSUE-KEPT", "PROOF-SIGNATURE"}},
		"signs for another purpose": {"di-eddsa-rdfc-2022-issuer", func(i *goIssuer) { i.after = after("/proof/proofPurpose", `"authentication"`) }, []string{"PROOF-PURPOSE", "PROOF-SIGNATURE"}},
		"leaves the proof out":      {"di-eddsa-rdfc-2022-issuer", func(i *goIssuer) { i.after = after("/proof", "") }, []string{"ISSUE-SECURED"}},
		"uses another suite":        {"ob3-issuer", func(i *goIssuer) { i.after = after("/proof/0/cryptosuite", `"eddsa-jcs-2022"`) }, []string{"ISSUE-SECURED", "PROOF-SIGNATURE"}},
		"takes any date": {"vcdm2-issuer", func(i *goIssuer) {
			i.before = func(s string) string { return strings.ReplaceAll(s, "2024-13-45", "2024-01-02") }
		}, nil},
		"hides an undefined name":       {"di-eddsa-rdfc-2022-issuer", func(i *goIssuer) { i.before = jsonWith("/nobodyDefinesThis", "") }, []string{"JSONLD-TERM-UNDEFINED"}},
		"hides an undefined name badly": {"ob3-issuer", func(i *goIssuer) { i.before = jsonWith("/credentialSubject/achievement/nobodyDefinesThis", "") }, []string{"OB3-JSONLD"}},
		"signs tokens by EdDSA": {"ob3-issuer", func(i *goIssuer) {
			i.suites, i.key = []string{"vc-jwt"}, func(string) *keys.Private { return i.ed }
		}, []string{"ISSUE-SECURED"}},
		"breaks off": {"vcdm2-issuer", func(i *goIssuer) { i.fails = true }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			issuer := newGoIssuer(t)
			c.defect(issuer)
			results, _ := judgeIssuer(t, issuer, c.profile)
			got := failed(results, Fail)
			if name == "breaks off" {
				require.NotEmpty(t, failed(results, Warn), "nobody learns why it was not signed")
			}
			require.ElementsMatch(t, c.want, got)
		})
	}
}

// An issuer that does not know one rule fails the check of that rule and no other:
// every spoilt template is seen by the check that it is for.
func TestIssuersThatDoNotKnowARule(t *testing.T) {
	for id, spoils := range map[string][]spoilt{"vcdm2-issuer": model2Spoils, "vcdm1-issuer": model1Spoils, "ob3-issuer": badgeSpoils, "di-eddsa-rdfc-2022-issuer": linkedSpoils} {
		rules := map[string]int{}
		for _, s := range spoils {
			rules[s.rule]++
		}
		for rule, templates := range rules {
			t.Run(id+"/"+rule, func(t *testing.T) {
				issuer := newGoIssuer(t)
				issuer.blind = rule
				results, _ := judgeIssuer(t, issuer, id)
				got := append(failed(results, Fail), failed(results, Warn)...)
				require.Equal(t, []string{rule}, got)
				bad := 0
				for _, c := range results[rule].Cases {
					if c.Status > Pass {
						bad++
					}
				}
				require.Equal(t, templates, bad, "each spoilt template is seen")
			})
		}
	}
}
