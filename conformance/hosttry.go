package conformance

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// hostTry is one try of a requirement on a host.
type hostTry struct {
	probe   *Probe
	host    Host
	outcome Outcome
	shown   []Exchange // since the last case
}

var (
	// errEnough ends a try whose last case says all.
	errEnough = errors.New("enough was found out")
	// errNotDone ends a try of something that the host does not do.
	errNotDone = errors.New("not applicable")
)

// tryHost tries a requirement. First the host must tell apart who asks: one that
// gives everything to everybody, or nothing to anybody, keeps no requirement.
//
// Without a token, only what is open to all can be tried.
func tryHost(ctx context.Context, probe *Probe, check hostCheck) (Outcome, error) {
	host, ok := probe.Target().(Host)
	if !ok {
		return Outcome{Status: NotApplicable, Reason: "The target cannot be called like a badge host."}, nil
	}
	try := &hostTry{probe: probe, host: host}
	err := try.tellsApart(ctx)
	if err == nil || errors.Is(err, ErrUntried) && check.public {
		try.shown = nil
		err = check.run(try, ctx)
	}
	switch {
	case ctx.Err() != nil:
		return try.outcome, ctx.Err()
	case errors.Is(err, errEnough):
		err = nil
	case errors.Is(err, ErrUntried):
		return Outcome{Status: Skipped, Reason: sentence(strings.TrimPrefix(err.Error(), ErrUntried.Error()+": "))}, nil
	case errors.Is(err, errNotDone):
		return Outcome{Status: NotApplicable, Reason: sentence(strings.TrimPrefix(err.Error(), errNotDone.Error()+": "))}, nil
	}
	return try.outcome, err
}

// tellsApart asks for the list with a token and without.
func (t *hostTry) tellsApart(ctx context.Context) error {
	x, err := t.call(ctx, Call{Method: http.MethodGet, Path: "/credentials?limit=1"})
	if err != nil {
		return err
	}
	if x.Response.Status != http.StatusOK {
		return t.fail("who may ask is answered", "200", answered(x))
	}
	if x, err = t.call(ctx, Call{Method: http.MethodGet, Path: "/credentials?limit=1", Anonymous: true}); err != nil {
		return err
	}
	if x.Response.Status < 400 {
		return t.fail("who may not ask is refused", "401", answered(x))
	}
	t.shown = nil
	return nil
}

// call makes a call. What gives no usable answer is a failed case.
func (t *hostTry) call(ctx context.Context, call Call) (Exchange, error) {
	x, err := t.host.Call(ctx, call)
	t.shown = append(t.shown, x)
	switch {
	case err == nil || ctx.Err() != nil:
		return x, ctx.Err()
	case errors.Is(err, ErrUnsupported):
		return x, fmt.Errorf("%w: %s", errNotDone, err)
	case errors.Is(err, ErrUntried):
		return x, err
	}
	return x, t.fail(call.Method+" "+call.Path, "an answer", err.Error())
}

// fail adds a failed case and ends the try.
func (t *hostTry) fail(name, want, found string) error {
	t.add(Case{Name: name, Status: Fail, Want: want, Found: found})
	return errEnough
}

// require adds a case: passed, or failed with what was wanted and found.
func (t *hostTry) require(ok bool, name, want, found string) {
	if ok {
		t.add(Case{Name: name, Status: Pass})
		return
	}
	t.add(Case{Name: name, Status: Fail, Want: want, Found: found})
}

func (t *hostTry) add(c Case) {
	c.Exchanges, t.shown = t.shown, nil
	if c.Status == Pass {
		c.Exchanges = nil
	}
	t.outcome.Cases = append(t.outcome.Cases, c)
}

// answered says how a call was answered.
func answered(x Exchange) string {
	kind := mediaTypeIn(x)
	if kind == "" {
		return fmt.Sprintf("%d", x.Response.Status)
	}
	return fmt.Sprintf("%d with %s", x.Response.Status, kind)
}

func headerIn(x Exchange, name string) string {
	for key, values := range x.Response.Header {
		if strings.EqualFold(key, name) {
			return strings.Join(values, ", ")
		}
	}
	return ""
}

func mediaTypeIn(x Exchange) string {
	kind, _, err := mime.ParseMediaType(headerIn(x, "Content-Type"))
	if err != nil {
		return ""
	}
	return kind
}

func isJSON(x Exchange) bool {
	kind := mediaTypeIn(x)
	return kind == "application/json" || strings.HasSuffix(kind, "+json")
}

// object returns the JSON object in an answer, or nil.
func object(x Exchange) map[string]any {
	var members map[string]any
	if json.Unmarshal(x.Response.Body, &members) != nil {
		return nil
	}
	return members
}

// listing is what getCredentials returned.
type listing struct {
	credentials []json.RawMessage
	tokens      []string
}

func (l listing) len() int { return len(l.credentials) + len(l.tokens) }

// names returns something to tell the entries apart by.
func (l listing) names() []string {
	all := slices.Clone(l.tokens)
	for _, c := range l.credentials {
		all = append(all, idIn(c))
	}
	return all
}

func idIn(document []byte) string {
	var members struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(document, &members)
	return members.ID
}

// readListing reads the answer of getCredentials, and says what is wrong with it.
func readListing(x Exchange) (listing, string) {
	var l listing
	var members map[string]json.RawMessage
	switch {
	case x.Response.Status != http.StatusOK || !isJSON(x):
		return l, answered(x)
	case json.Unmarshal(x.Response.Body, &members) != nil || members == nil:
		return l, "something else than a JSON object"
	}
	if raw, ok := members["credential"]; ok && json.Unmarshal(raw, &l.credentials) != nil {
		return l, "a member credential that is no list"
	}
	for _, c := range l.credentials {
		if !bytes.HasPrefix(bytes.TrimSpace(c), []byte("{")) {
			return l, "something in credential that is no object"
		}
	}
	if raw, ok := members["compactJwsString"]; ok && json.Unmarshal(raw, &l.tokens) != nil {
		return l, "a member compactJwsString that is no list of strings"
	}
	for name := range maps.Keys(members) {
		if strings.EqualFold(name, "credentials") || name == "compactJwsStrings" {
			return l, fmt.Sprintf("a member %q, which has another name", name)
		}
	}
	return l, ""
}

// list gets a part of the list.
func (t *hostTry) list(ctx context.Context, query string) (listing, Exchange, error) {
	x, err := t.call(ctx, Call{Method: http.MethodGet, Path: "/credentials" + query})
	if err != nil {
		return listing{}, x, err
	}
	l, wrong := readListing(x)
	if wrong != "" {
		return l, x, t.fail("the list "+query, "200 with a list of credentials", wrong)
	}
	return l, x, nil
}

// pageSize and maxPages bound how much of a list is looked through.
const (
	pageSize = 50
	maxPages = 40
)

// find looks for an entry in the whole list.
func (t *hostTry) find(ctx context.Context, matches func(listing) bool) (bool, error) {
	for page := range maxPages {
		t.shown = nil
		l, _, err := t.list(ctx, fmt.Sprintf("?limit=%d&offset=%d", pageSize, page*pageSize))
		if err != nil || matches(l) {
			return err == nil, err
		}
		if l.len() == 0 {
			return false, nil
		}
	}
	return false, nil
}

// badge makes a signed badge that nobody has seen before.
func (t *hostTry) badge(ctx context.Context, suite string) (document []byte, id string, err error) {
	kind := keys.Ed25519
	if suite == "jwt" {
		kind = keys.RSA // of the algorithms for tokens, the one that everybody must do
	}
	key, err := keys.Generate(kind)
	if err != nil {
		return nil, "", err
	}
	var raw [16]byte
	_, _ = rand.Read(raw[:])
	raw[6], raw[8] = raw[6]&0x0f|0x40, raw[8]&0x3f|0x80
	id = fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", raw[:4], raw[4:6], raw[6:8], raw[8:10], raw[10:])
	env := t.probe.Env()
	from := env.Now().UTC().Add(-time.Minute).Format("2006-01-02T15:04:05Z")
	doc, err := vc.ParseDocument([]byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],`+
		`"id":"`+id+`","type":["VerifiableCredential","OpenBadgeCredential"],"name":"Prøve – δοκιμή","validFrom":"`+from+`",`+
		`"issuer":{"id":"`+key.Controller()+`","type":["Profile"],"name":"Conformance tests"},`+
		`"credentialSubject":{"type":["AchievementSubject"],"identifier":[{"type":"IdentityObject","hashed":false,"identityHash":"conformance@mikromerit.example","identityType":"emailAddress"}],`+
		`"achievement":{"id":"`+id+`#a","type":["Achievement"],"name":"Prøve","description":"A badge that is for tests only.","criteria":{"narrative":"None: it was made by a test."}}}}`), env.Limits)
	if err != nil {
		return nil, "", err
	}
	issued, err := mikromerit.IssueDocument(ctx, doc, key, mikromerit.IssueOptions{SignOptions: mikromerit.SignOptions{Env: env, Suite: suite}})
	if err != nil {
		return nil, "", err
	}
	return issued.File.Bytes(), id, nil
}

// upsert sends a credential.
func (t *hostTry) upsert(ctx context.Context, document []byte) (Exchange, error) {
	kind := "application/json"
	if !bytes.HasPrefix(document, []byte("{")) {
		kind = "text/plain"
	}
	return t.call(ctx, Call{Method: http.MethodPost, Path: "/credentials", Header: map[string]string{"Content-Type": kind, "Accept": kind}, Body: document})
}

// uploaded puts new badges into the account.
func (t *hostTry) uploaded(ctx context.Context, count int) ([][]byte, error) {
	var all [][]byte
	for range count {
		document, _, err := t.badge(ctx, "eddsa-rdfc-2022")
		if err != nil {
			return nil, err
		}
		x, err := t.upsert(ctx, document)
		if err != nil {
			return nil, err
		}
		if x.Response.Status != http.StatusCreated && x.Response.Status != http.StatusOK {
			return nil, t.fail("a badge is taken", "201", answered(x))
		}
		t.shown = nil
		all = append(all, document)
	}
	return all, nil
}

// sameJSON reports whether two documents say the same.
func sameJSON(a, b []byte) bool {
	left, err := vc.ParseDocument(bytes.TrimSpace(a), vc.Limits{})
	if err != nil {
		return false
	}
	right, err := vc.ParseDocument(bytes.TrimSpace(b), vc.Limits{})
	if err != nil {
		return false
	}
	first, err1 := left.Canonical()
	second, err2 := right.Canonical()
	return err1 == nil && err2 == nil && bytes.Equal(first, second)
}
