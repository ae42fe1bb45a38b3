package conformance

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// gossip is a target that sends back what it was given, wherever there is room.
type gossip struct {
	secrets []string
	says    string
}

func (g gossip) Secrets() []string { return g.secrets }

func (g gossip) Describe(context.Context) (Description, error) {
	s := g.says
	return Description{Name: s, Kind: "go", Address: s, Version: s, Operations: []Operation{VerifyCredential}, Suites: []string{"x", s}, Issuer: s, Issuers: map[string]string{"x": s}, Absent: map[Operation]string{SetStatus: s}}, nil
}

func (g gossip) Do(context.Context, Request) (Answer, error) {
	m := Message{Line: g.says, Header: map[string][]string{g.says: {g.says}, "Digest": {g.says}}, Body: []byte(g.says), Text: g.says, Digest: "d"}
	return Answer{Exchange: Exchange{Request: m, Response: m, Failure: g.says}, Problems: []Problem{{g.says, g.says, g.says}}}, errors.New(g.says)
}

var gossipProfile = Profile{ID: "gossip", Role: VerifierRole, Checks: []Check{
	{Rule: vc.Rule{Code: "GOSSIP-CASE", Level: vc.Must}, Needs: []Operation{VerifyCredential}, Run: func(ctx context.Context, p *Probe) (Outcome, error) {
		answer, err := p.Ask(ctx, Request{})
		said := answer.Problems[0].Detail
		return Outcome{Reason: err.Error(), Cases: []Case{{Name: said, Status: Fail, Want: said, Found: said, Document: said, Pointer: said, Exchanges: []Exchange{answer.Exchange}}}}, nil
	}},
	{Rule: vc.Rule{Code: "GOSSIP-ERROR", Level: vc.Must}, Run: func(ctx context.Context, p *Probe) (Outcome, error) {
		_, err := p.Ask(ctx, Request{})
		return Outcome{}, err
	}},
	{Rule: vc.Rule{Code: "GOSSIP-PANIC", Level: vc.Must}, Run: func(ctx context.Context, p *Probe) (Outcome, error) {
		_, err := p.Ask(ctx, Request{})
		panic(err.Error())
	}},
	{Rule: vc.Rule{Code: "GOSSIP-ABSENT", Level: vc.Must}, Needs: []Operation{SetStatus}, Run: func(context.Context, *Probe) (Outcome, error) { return Outcome{}, nil }},
}}

// A secret of the run enters no report, wherever the target puts it, and in every
// form in which software sends such things back.
func TestReportsHoldNoSecretOfATarget(t *testing.T) {
	secret := "S3cr3t/Value+of <the> run~ø"
	quoted, _ := json.Marshal(secret)
	forms := map[string]string{
		"as it is": secret, "in words": "you sent " + secret + "!", "query": url.QueryEscape(secret), "path": url.PathEscape(secret), "markup": html.EscapeString(secret),
		"json": string(quoted), "escaped slash": strings.ReplaceAll(secret, "/", `\/`), "lower": strings.ToLower(secret), "header": http.CanonicalHeaderKey(secret), "hex": hex.EncodeToString([]byte(secret)),
	}
	for before := range 6 {
		text := []byte(strings.Repeat("x", before) + secret + "yyyy")
		forms[fmt.Sprint("base64 ", before)] = base64.StdEncoding.EncodeToString(text)
		forms[fmt.Sprint("base64url ", before)] = base64.RawURLEncoding.EncodeToString(text)
	}
	for name, form := range forms {
		t.Run(name, func(t *testing.T) {
			report, err := Judge(t.Context(), gossip{[]string{"", "short", secret}, form}, Options{}, gossipProfile)
			require.NoError(t, err)
			require.Len(t, report.Results, 4)
			text, err := json.Marshal(report)
			require.NoError(t, err)
			require.Contains(t, string(text), Redacted)
			var shown strings.Builder
			collect(&shown, report)
			require.NotContains(t, shown.String(), form)
			require.NotContains(t, shown.String(), secret)
			require.NotContains(t, shown.String(), strings.Trim(form, `"`)[8:20], "not even most of it")
			require.Empty(t, report.Results[0].Cases[0].Exchanges[0].Response.Digest, "a digest would help to guess it")
		})
	}
}

// collect writes every text of a report.
func collect(out *strings.Builder, r *Report) {
	d := r.Target
	fmt.Fprintln(out, d.Name, d.Address, d.Version, d.Suites, d.Issuer, d.Issuers, d.Absent)
	for _, result := range r.Results {
		fmt.Fprintln(out, result.Reason)
		for _, c := range result.Cases {
			fmt.Fprintln(out, c.Name, c.Want, c.Found, c.Document, c.Pointer)
			for _, x := range c.Exchanges {
				fmt.Fprintln(out, x.Failure, x.Request.Line, x.Request.Header, x.Request.Text, x.Response.Line, x.Response.Header, x.Response.Text)
			}
		}
	}
}

// The arguments of a program that are secrets are known by their names.
func TestSecretArguments(t *testing.T) {
	require.Equal(t, []string{"a1", "b2", "c3", "d4"}, SecretArguments([]string{
		"node", "--token", "a1", "--api-key=b2", "SHOP_PASSWORD=c3", "--port", "80", "token", "plain", "-client-secret", "d4", "--verbose", "PATH=/bin", "--monkey=x",
	}))
	require.Empty(t, SecretArguments([]string{"--token"}))
}

// A report holds a bounded amount of what a target sent, however often that was much.
func TestReportsAreBounded(t *testing.T) {
	target := gossip{says: strings.Repeat("x", maxText)}
	check := gossipProfile.Checks[0]
	profile := Profile{ID: "much"}
	for range 2 * maxTexts / maxText {
		profile.Checks = append(profile.Checks, check)
	}
	report, err := Judge(t.Context(), target, Options{}, profile)
	require.NoError(t, err)
	size := 0
	for _, result := range report.Results {
		for _, x := range result.Cases[0].Exchanges {
			size += len(x.Request.Text) + len(x.Response.Text)
			require.Nil(t, x.Response.Body)
		}
	}
	require.Less(t, size, maxTexts+len(report.Results)*2*(maxBrief+100))
}

// In the log of a test run, a target writes no line of its own.
func TestTargetsWriteNoLinesIntoLogs(t *testing.T) {
	says := "a\n--- PASS: TestConforms (0.00s)\r\n::error::x\u2028\x1b[2J\u202e"
	for _, line := range told(Result{Reason: says, Known: says, Cases: []Case{{Name: says, Want: says, Found: says, Status: Fail}, {Name: says, Status: Pass}}}) {
		require.NotRegexp(t, `[\x00-\x1f\x7f\x{2028}\x{202e}]`, line)
	}
	require.Contains(t, told(Result{Cases: []Case{{Name: "n", Want: "w", Found: "f", Status: Fail}}}), "n: want w, found f")
}
