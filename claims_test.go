package mikromerit_test

import (
	"context"
	"crypto"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/did"
	"github.com/mikromerit/mikromerit/vc/status"
)

// webOf holds the documents of a small web.
type webOf map[string][]byte

func (p webOf) Fetch(_ context.Context, address string, _ []string, _ int64) ([]byte, string, error) {
	if text, ok := p[address]; ok {
		return text, "", nil
	}
	return nil, "", fmt.Errorf("nothing is at %s: %w", address, vc.ErrUnreachable)
}

const learningClaims = `{"vct":"urn:eu.europa.ec.eudi:learning:credential:1","issuing_authority":"Malmön","issuing_country":"SE","date_of_issuance":"2026-05-04","family_name":"Nordmann","achievement_title":"Vävning","language_of_classes":["sv"],"learner_identification":"S-17","expected_study_time":"60 hours","level_of_learning_experience":4,"types_of_quality_assurance":["Institutional evaluation"]}`

// claimsBench is an issuer of SD-JWT VCs with its web, and a holder.
type claimsBench struct {
	key    *keys.Private
	holder crypto.Signer
	web    webOf
	env    vc.Env
}

func newClaimsBench(t *testing.T) *claimsBench {
	t.Helper()
	const iss = "https://malmon.example"
	generated, err := keys.Generate(keys.P256)
	require.NoError(t, err)
	key, err := generated.WithAddress(iss, "#key-1")
	require.NoError(t, err)
	text, err := keys.ControllerDocument(key.Public())
	require.NoError(t, err)
	controller, err := did.Parse(iss, text)
	require.NoError(t, err)
	metadata, err := jose.IssuerMetadata(controller)
	require.NoError(t, err)
	holder, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	b := &claimsBench{key: key, holder: holder.Signer(), web: webOf{iss + "/.well-known/jwt-vc-issuer": metadata}}
	b.env = vc.Env{Fetcher: b.web, Clock: func() time.Time { return time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC) }}
	return b
}

func (b *claimsBench) issue(t *testing.T, claims string, change func(*mikromerit.IssueOptions)) (*mikromerit.Issued, error) {
	t.Helper()
	doc, err := vc.ParseDocument([]byte(claims), vc.Limits{})
	require.NoError(t, err)
	o := mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: b.env}, Holder: b.holder.Public(), Expires: b.env.Now().AddDate(5, 0, 0)}
	if change != nil {
		change(&o)
	}
	return mikromerit.IssueDocument(t.Context(), doc, b.key, o)
}

func (b *claimsBench) verify(t *testing.T, file *proof.Secured) *mikromerit.Result {
	t.Helper()
	v := mikromerit.NewVerifier(proof.Issuers(b.key.Controller()))
	v.Env = b.env
	r, err := v.Verify(t.Context(), file.Bytes())
	require.NoError(t, err)
	return r
}

func has(findings []vc.Finding, code string) bool {
	for _, f := range findings {
		if f.Code == code && f.Status != vc.Pass {
			return true
		}
	}
	return false
}

// A credential is issued with a place in a token status list, and every verifier
// sees what the list says.
func TestIssueLearningCredential(t *testing.T) {
	b, ctx := newClaimsBench(t), t.Context()
	list, err := status.OpenList(ctx, status.NewMemoryStore(), status.Definition{URL: "https://malmon.example/status/1", Issuer: b.key.Controller(), Token: true})
	require.NoError(t, err)
	issued, err := b.issue(t, learningClaims, func(o *mikromerit.IssueOptions) { o.Status, o.Decoys = list, 1 })
	require.NoError(t, err)
	claims := mikromerit.DocumentOf(issued.File)
	for _, name := range []string{"jti", "iat", "nbf", "exp", "iss", "cnf", "status"} {
		require.True(t, claims.Get(name).Exists(), name)
	}
	pointers, err := jose.Disclosable(issued.File, vc.Limits{})
	require.NoError(t, err)
	require.Equal(t, []string{"/expected_study_time", "/family_name", "/learner_identification", "/level_of_learning_experience", "/types_of_quality_assurance"}, pointers)

	require.Equal(t, vc.Indeterminate, b.verify(t, issued.File).Verdict, "the list is out of reach")
	var index uint64
	_, err = fmt.Sscan(issued.Entry.Index, &index)
	require.NoError(t, err)
	publish := func(by *keys.Private, period status.Period) {
		signed, err := mikromerit.PublishStatus(ctx, list, period, by, mikromerit.SignOptions{Env: b.env})
		require.NoError(t, err)
		b.web["https://malmon.example/status/1"] = signed.Bytes()
	}
	now := b.env.Now()
	for _, tt := range []struct {
		change func() error
		want   vc.Verdict
		code   string
	}{
		{func() error { return nil }, vc.Valid, ""},
		{func() error { return list.Suspend(ctx, index) }, vc.Invalid, "STATUS-SUSPENDED"},
		{func() error { return list.Set(ctx, index, 3) }, vc.Indeterminate, "STATUS-SET"},
		{func() error { return list.Reinstate(ctx, index) }, vc.Valid, ""},
		{func() error { return list.Revoke(ctx, index) }, vc.Invalid, "STATUS-REVOKED"},
	} {
		require.NoError(t, tt.change())
		publish(b.key, status.Period{From: now, Until: now.Add(time.Hour)})
		r := b.verify(t, issued.File)
		require.Equal(t, tt.want, r.Verdict, "%v", r.Findings)
		require.True(t, tt.code == "" || has(r.Findings, tt.code), "%s: %v", tt.code, r.Findings)
	}

	// A list that is not the issuer's, not the one that is named or out of date counts
	// for nothing.
	publish(b.key, status.Period{From: now.Add(-2 * time.Hour), Until: now.Add(-time.Hour)})
	require.Equal(t, vc.Indeterminate, b.verify(t, issued.File).Verdict)
	publish(b.key, status.Period{From: now.AddDate(-3, 0, 0)})
	require.True(t, has(b.verify(t, issued.File).Findings, "STATUS-LIST-AGE"))
	forger := newClaimsBench(t)
	publish(forger.key, status.Period{From: now})
	require.True(t, has(b.verify(t, issued.File).Findings, "STATUS-LIST-PROOF"))
	other, err := status.OpenList(ctx, status.NewMemoryStore(), status.Definition{URL: "https://malmon.example/status/2", Issuer: b.key.Controller(), Token: true})
	require.NoError(t, err)
	signed, err := mikromerit.PublishStatus(ctx, other, status.Period{From: now}, b.key, mikromerit.SignOptions{Env: b.env})
	require.NoError(t, err)
	b.web["https://malmon.example/status/1"] = signed.Bytes()
	require.Equal(t, vc.Indeterminate, b.verify(t, issued.File).Verdict)
	b.web["https://malmon.example/status/1"] = issued.File.Bytes()
	require.True(t, has(b.verify(t, issued.File).Findings, "STATUS-LIST-FORMAT"))
}

func TestIssueLearningCredentialRefuses(t *testing.T) {
	b := newClaimsBench(t)
	list, err := status.OpenList(t.Context(), status.NewMemoryStore(), status.Definition{URL: "https://malmon.example/1", Issuer: b.key.Controller(), Purpose: status.Revocation})
	require.NoError(t, err)
	for name, tt := range map[string]struct {
		from, to, says string
		change         func(*mikromerit.IssueOptions)
	}{
		"no title":             {`"achievement_title":"Vävning",`, "", "EUDI-LC-ACHIEVEMENT-TITLE", nil},
		"no end":               {"", "", "EUDI-LC-EXP", func(o *mikromerit.IssueOptions) { o.Expires = time.Time{} }},
		"no holder":            {"", "", "EUDI-LC-CNF", func(o *mikromerit.IssueOptions) { o.Holder = nil }},
		"another issuer":       {`"vct"`, `"iss":"https://other.example","vct"`, "ISSUE-ISSUER", nil},
		"another suite":        {"", "", "VCDM2-CONTEXT", func(o *mikromerit.IssueOptions) { o.Suite, o.Expires = "vc+sd-jwt", time.Time{} }},
		"another list":         {"", "", "token status list", func(o *mikromerit.IssueOptions) { o.Status = list }},
		"what must be shown":   {"", "", "SDJWT-POINTER at /iss", func(o *mikromerit.IssueOptions) { o.Disclosable = []string{"/iss"} }},
		"a picture":            {"", "", "ISSUE-SUITE", func(o *mikromerit.IssueOptions) { o.Image = []byte("x") }},
		"an end of a W3C form": {learningClaims, `{"@context":[]}`, "ISSUE-SUITE", func(o *mikromerit.IssueOptions) { o.Suite = "vc+jwt" }},
	} {
		_, err := b.issue(t, strings.Replace(learningClaims, tt.from, tt.to, 1), tt.change)
		require.ErrorContains(t, err, tt.says, name)
	}
}

// What is signed is converted like any other credential.
func TestConvertLearningCredential(t *testing.T) {
	b := newClaimsBench(t)
	issued, err := b.issue(t, learningClaims, nil)
	require.NoError(t, err)
	c, err := mikromerit.Convert(t.Context(), b.verify(t, issued.File), mikromerit.OpenBadge, mikromerit.ConvertOptions{EncodeOptions: mikromerit.EncodeOptions{Extension: true}})
	require.NoError(t, err)
	require.Equal(t, "Vävning", c.Document.Lookup("/credentialSubject/achievement/name").Text())
	require.NotContains(t, c.Document.String(), "cnf", "the holder's key belongs to the token")
	r, err := mikromerit.NewVerifier(proof.AnyIssuer()).Verify(t.Context(), c.Document.Bytes())
	require.NoError(t, err)
	back, err := mikromerit.Convert(t.Context(), r, mikromerit.EUDI, mikromerit.ConvertOptions{})
	require.NoError(t, err)
	for _, name := range []string{"issuing_authority", "issuing_country", "date_of_issuance", "achievement_title", "expected_study_time", "level_of_learning_experience", "family_name", "learner_identification"} {
		require.Equal(t, mikromerit.DocumentOf(issued.File).Get(name).Raw(), back.Document.Get(name).Raw(), name)
	}
}
