package target

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"

	"github.com/mikromerit/mikromerit/conformance"
)

// VCAPI returns the service with the VC-API of the W3C's Credentials Community Group
// at a base address: an issuer, a verifier, a holder, or all of them. Paths that
// the options do not give are found out with requests that change nothing.
func VCAPI(base string, o Options) conformance.Target {
	c, err := newCaller(base, o)
	if err != nil {
		return broken{err}
	}
	return &vcAPI{caller: c}
}

type vcAPI struct {
	*caller

	tokenMu sync.Mutex
	token   grant

	mu     sync.Mutex
	layout *layout // nil: not yet looked at
}

// operations are what a VC-API may do, with the usual paths, the newest first.
var operations = []operationPaths{
	{conformance.IssueCredential, []string{"/credentials/issue", "/{suite}/credentials/issue"}},
	{conformance.VerifyCredential, []string{"/credentials/verify", "/{suite}/credentials/verify"}},
	{conformance.DeriveCredential, []string{"/credentials/derive", "/{suite}/credentials/derive"}},
	{conformance.ProvePresentation, []string{"/presentations/prove", "/presentations", "/{suite}/presentations/prove", "/{suite}/presentations"}},
	{conformance.VerifyPresentation, []string{"/presentations/verify", "/{suite}/presentations/verify"}},
	{conformance.SetStatus, []string{"/credentials/status", "/{suite}/credentials/status"}},
}

type operationPaths struct {
	operation conformance.Operation
	paths     []string
}

// pathsOfSuites are the names under which services keep a proof suite.
var pathsOfSuites = map[string][]string{
	"eddsa-rdfc-2022": {"eddsa-rdfc-2022"}, "eddsa-jcs-2022": {"eddsa-jcs-2022"}, "Ed25519Signature2020": {"Ed25519Signature2020"},
	"ecdsa-rdfc-2019": {"ecdsa-rdfc-2019", "ecdsa-rdfc-2019-p256", "ecdsa-rdfc-2019-p384"},
	"ecdsa-jcs-2019":  {"ecdsa-jcs-2019", "ecdsa-jcs-2019-p256", "ecdsa-jcs-2019-p384"},
	"ecdsa-sd-2023":   {"ecdsa-sd-2023"}, "bbs-2023": {"bbs-2023"},
	// The W3C's suites call whatever is a token enveloped.
	"vc-jwt": {"vc-jwt", "jwt", "enveloped"}, "vc+jwt": {"vc+jwt", "vc-jose-cose", "vc-jose", "enveloped"}, "vc+sd-jwt": {"vc+sd-jwt", "sd-jwt"}, "vc+cose": {"vc+cose", "cose"},
}

// segmentsOf returns the names to try for a suite.
func (o Options) segmentsOf(suite string) []string {
	if name, ok := o.SuitePaths[suite]; ok {
		return []string{name}
	}
	for _, name := range suitesOf(suite) {
		segments := slices.DeleteFunc(slices.Clone(pathsOfSuites[name]), func(s string) bool { return s == suite })
		return append([]string{suite}, segments...)
	}
	return []string{suite}
}

func (t *vcAPI) Describe(ctx context.Context) (conformance.Description, error) {
	l, err := t.look(ctx)
	if err != nil {
		return conformance.Description{}, err
	}
	d := conformance.Description{
		Name: t.options.Name, Kind: "vc-api", Address: t.base.String(),
		Suites: t.options.Suites, Absent: l.absent, Issuer: t.options.Issuer, Issuers: t.options.Issuers,
	}
	if d.Name == "" {
		d.Name = d.Address
	}
	d.Unfed, d.Served = "A VC-API cannot be handed what documents refer to.", t.options.Served
	for _, o := range operations {
		if len(l.found[o.operation]) > 0 {
			d.Operations = append(d.Operations, o.operation)
		}
	}
	// What only issues has no more suites than it has paths. What verifies may know
	// more, so it is tried.
	if d.Suites == nil && !d.Can(conformance.VerifyCredential) {
		d.Suites = l.suites
	}
	return d, nil
}

func (t *vcAPI) Do(ctx context.Context, r conformance.Request) (conformance.Answer, error) {
	l, err := t.look(ctx)
	if err != nil {
		return conformance.Answer{}, err
	}
	path := l.path(t.options, r)
	if path == "" {
		reason := l.absent[r.Operation]
		if reason == "" {
			reason = fmt.Sprintf("it has no path for the suite %q", r.Suite)
		}
		return conformance.Answer{}, fmt.Errorf("%w: %s", conformance.ErrUnsupported, reason)
	}
	if presentsAlone(r) {
		return conformance.Answer{}, fmt.Errorf("%w: a VC-API takes presentations, and has no place for a credential that its holder presents without one", conformance.ErrUnsupported)
	}
	body, err := requestBody(r, t.options)
	if err != nil {
		return conformance.Answer{}, err
	}
	got, x, err := t.post(ctx, path, body)
	if err != nil {
		return conformance.Answer{Exchange: x}, err
	}
	answer, err := readAnswer(r.Operation, got)
	answer.Exchange = x
	if err != nil {
		answer.Exchange.Failure = err.Error()
	}
	return answer, err
}

// post sends JSON to a path. With a token of OAuth that is no longer taken, it gets
// another, once.
func (t *vcAPI) post(ctx context.Context, path string, body []byte) (reply, conformance.Exchange, error) {
	for attempt := 0; ; attempt++ {
		header, err := t.header(ctx, attempt > 0)
		if err != nil {
			return reply{}, conformance.Exchange{Failure: err.Error()}, err
		}
		got, x, err := t.send(ctx, http.MethodPost, t.base.String()+path, header, body)
		if err != nil || got.status != http.StatusUnauthorized || !t.options.OAuth.isSet() || attempt > 0 {
			return got, x, err
		}
	}
}

// header returns the header of a call, with what shows that we may make it.
func (t *vcAPI) header(ctx context.Context, renew bool) (http.Header, error) {
	header := t.options.Header.Clone()
	if header == nil {
		header = make(http.Header)
	}
	header.Set("Content-Type", "application/json")
	if header.Get("Accept") == "" {
		header.Set("Accept", "application/json, application/vc, application/ld+json;q=0.9, */*;q=0.1")
	}
	token := t.options.Bearer
	if t.options.OAuth.isSet() {
		t.tokenMu.Lock()
		defer t.tokenMu.Unlock()
		if renew || !t.token.fresh() {
			var err error
			if t.token, err = t.renewed(ctx); err != nil {
				return nil, err
			}
		}
		token = t.token.access
	}
	if token != "" {
		header.Set("Authorization", "Bearer "+token)
	}
	return header, nil
}

// renewed gets a new token for the VC-API.
func (t *vcAPI) renewed(ctx context.Context) (grant, error) {
	o := t.options.OAuth
	if o.TokenURL == "" || o.Register {
		return grant{}, fmt.Errorf("no access token: a VC-API has no service description; give the address of its token endpoint and the credentials of a client")
	}
	form := url.Values{"grant_type": {"client_credentials"}}
	if refresh := o.RefreshToken; refresh != "" || t.token.refresh != "" {
		if t.token.refresh != "" {
			refresh = t.token.refresh
		}
		form = url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh}}
	}
	if len(o.Scope) > 0 {
		form.Set("scope", strings.Join(o.Scope, " "))
	}
	g, _, err := t.askToken(ctx, o.TokenURL, o.ClientID, o.ClientSecret, form)
	return g, err
}

// requestBody writes a request as the VC-API has it.
func requestBody(r conformance.Request, o Options) ([]byte, error) {
	options := map[string]any{}
	members := map[string]any{}
	set := func(name string, value string) {
		if value != "" {
			options[name] = value
		}
	}
	subject, err := asJSON(r, o.TokensAsText)
	if err != nil {
		return nil, err
	}
	switch r.Operation {
	case conformance.IssueCredential:
		members["credential"] = subject
		if len(r.Mandatory) > 0 {
			options["mandatoryPointers"] = r.Mandatory
		}
		set("credentialId", r.CredentialID)
	case conformance.DeriveCredential:
		members["verifiableCredential"] = subject
		options["selectivePointers"] = nonNil(r.Reveal)
		set("challenge", r.Challenge)
	case conformance.VerifyCredential:
		members["verifiableCredential"], members["options"] = subject, options
		set("challenge", r.Challenge)
		set("domain", r.Domain)
	case conformance.VerifyPresentation:
		members["verifiablePresentation"], members["options"] = subject, options
		set("challenge", r.Challenge)
		set("domain", r.Domain)
	case conformance.ProvePresentation:
		members["presentation"], members["options"] = subject, options
		set("challenge", r.Challenge)
		set("domain", r.Domain)
	case conformance.SetStatus:
		members = statusBody(r)
	}
	// Some services share the options of one request with the next, so that empty
	// ones are better left out where nobody asks for them.
	if len(options) > 0 {
		members["options"] = options
	}
	return marshal(members)
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// statusBody names the entry that is to be set: the whole one where the credential is
// at hand.
func statusBody(r conformance.Request) map[string]any {
	var entry any = map[string]any{"type": "BitstringStatusListEntry", "statusPurpose": r.StatusPurpose}
	var issued struct {
		CredentialStatus json.RawMessage `json:"credentialStatus"`
	}
	if json.Unmarshal(r.Document, &issued) == nil {
		var entries []map[string]any
		if json.Unmarshal(issued.CredentialStatus, &entries) != nil {
			entries = make([]map[string]any, 1)
			_ = json.Unmarshal(issued.CredentialStatus, &entries[0])
		}
		for _, e := range entries {
			if e["statusPurpose"] == r.StatusPurpose {
				entry = e
			}
		}
	}
	return map[string]any{"credentialId": r.CredentialID, "credentialStatus": entry, "status": r.StatusValue}
}
