package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

func (t *hostTry) lists(ctx context.Context) error {
	if _, err := t.uploaded(ctx, 1); err != nil {
		return err
	}
	l, _, err := t.list(ctx, "")
	if err != nil {
		return err
	}
	t.require(l.len() > 0, "the list after a badge was sent", "credentials", "none")
	return nil
}

func (t *hostTry) upserts(ctx context.Context) error {
	document, id, err := t.badge(ctx, "eddsa-rdfc-2022")
	if err != nil {
		return err
	}
	for _, c := range []struct {
		name     string
		statuses []int
	}{{"a new credential", []int{http.StatusCreated}}, {"the same again", []int{http.StatusOK, http.StatusNotModified}}} {
		x, err := t.upsert(ctx, document)
		if err != nil {
			return err
		}
		if !slices.Contains(c.statuses, x.Response.Status) {
			return t.fail(c.name, fmt.Sprint(c.statuses[0]), answered(x))
		}
		same := x.Response.Status == http.StatusNotModified || isJSON(x) && sameJSON(x.Response.Body, document)
		t.require(same, c.name+" is returned", "the credential, as JSON", answered(x)+", which does not hold the same")
	}
	times := 0
	_, err = t.find(ctx, func(l listing) bool {
		for _, c := range l.credentials {
			if idIn(c) == id {
				times++
			}
		}
		return false
	})
	if err != nil {
		return err
	}
	t.require(times == 1, "it is in the list once", "once", fmt.Sprintf("%d times", times))
	return nil
}

func (t *hostTry) upsertsToken(ctx context.Context) error {
	token, _, err := t.badge(ctx, "jwt")
	if err != nil {
		return err
	}
	x, err := t.upsert(ctx, token)
	if err != nil {
		return err
	}
	t.require(x.Response.Status == http.StatusCreated, "a new token", "201", answered(x))
	t.require(mediaTypeIn(x) == "text/plain" && bytes.Equal(bytes.TrimSpace(x.Response.Body), token), "the token is returned", "the same token as text/plain", answered(x))
	found, err := t.find(ctx, func(l listing) bool { return slices.Contains(l.tokens, string(token)) })
	if err != nil {
		return err
	}
	t.require(found, "the token is in the list", "the same token in compactJwsString", "none")
	return nil
}

func (t *hostTry) preserves(ctx context.Context) error {
	sent, err := t.uploaded(ctx, 1)
	if err != nil {
		return err
	}
	var got []byte
	_, err = t.find(ctx, func(l listing) bool {
		for _, c := range l.credentials {
			if idIn(c) == idIn(sent[0]) {
				got = c
			}
		}
		return got != nil
	})
	if err != nil {
		return err
	}
	t.require(got != nil, "what was sent is in the list", "a credential with its id", "none")
	t.require(got == nil || sameJSON(got, sent[0]), "nothing of it was changed", "the same members and values", "others")
	return nil
}

// maxVerified bounds how many credentials are verified.
const maxVerified = 100

func (t *hostTry) verifiable(ctx context.Context) error {
	if _, err := t.uploaded(ctx, 1); err != nil {
		return err
	}
	l, _, err := t.list(ctx, fmt.Sprintf("?limit=%d", maxVerified))
	if err != nil {
		return err
	}
	var documents [][]byte
	for _, c := range l.credentials {
		documents = append(documents, c)
	}
	for _, token := range l.tokens {
		documents = append(documents, []byte(token))
	}
	t.require(len(documents) > 0, "there is something to verify", "credentials", "none")
	verifier := mikromerit.NewVerifier(proof.AnyIssuer())
	verifier.Env = t.probe.Env()
	verifier.Policy.Require = []vc.Axis{vc.Authentic}
	for i, document := range documents[:min(len(documents), maxVerified)] {
		result, err := verifier.Verify(ctx, document)
		switch name := fmt.Sprintf("credential %d", i); {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			t.require(false, name, "a credential", err.Error())
		case result.Verdict == vc.Valid:
			t.outcome.Passed++
		case result.Verdict == vc.Invalid:
			t.require(false, name, "a proof that holds", result.Err().Error())
		default:
			t.add(Case{Name: name, Status: Warn, Want: "a proof that holds", Found: "It could not be found out: " + result.Err().Error()})
		}
	}
	return nil
}

func (t *hostTry) heedsLimit(ctx context.Context) error {
	if _, err := t.uploaded(ctx, 2); err != nil {
		return err
	}
	first, _, err := t.list(ctx, "?limit=1&offset=0")
	if err != nil {
		return err
	}
	t.require(first.len() == 1, "limit=1", "one credential", fmt.Sprint(first.len()))
	second, _, err := t.list(ctx, "?limit=1&offset=1")
	if err != nil {
		return err
	}
	t.require(second.len() == 1 && !slices.Equal(first.names(), second.names()), "offset=1", "another credential", "the same, or none")
	last, _, err := t.list(ctx, "?limit=1&offset=1000000000")
	if err != nil {
		return err
	}
	t.require(last.len() == 0, "an offset after the end", "no credential", fmt.Sprint(last.len()))
	return nil
}

var linkRel = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`<([^<>]*)>[^,<]*?;\s*rel="?([^",;]+)"?`) })

// links returns the targets of the header Link by relation (RFC 8288).
func links(x Exchange) map[string]string {
	all := make(map[string]string)
	for _, m := range linkRel().FindAllStringSubmatch(headerIn(x, "Link"), -1) {
		for _, rel := range strings.Fields(m[2]) {
			all[strings.ToLower(rel)] = m[1]
		}
	}
	return all
}

func (t *hostTry) pages(ctx context.Context) error {
	if _, err := t.uploaded(ctx, 3); err != nil {
		return err
	}
	for _, page := range []struct {
		query string
		rels  []string
	}{{"?limit=1&offset=0", []string{"next", "first", "last"}}, {"?limit=1&offset=1", []string{"next", "first", "last", "prev"}}} {
		_, x, err := t.list(ctx, page.query)
		if err != nil {
			return err
		}
		there := links(x)
		for _, rel := range page.rels {
			t.require(there[rel] != "", page.query+" has the link "+rel, `Link: <...>; rel="`+rel+`"`, "none")
		}
		if text := headerIn(x, "X-Total-Count"); text != "" {
			count, err := strconv.Atoi(text)
			t.require(err == nil && count >= 3, page.query+" has the count of all", "a number of at least 3", text)
		}
		if page.query == "?limit=1&offset=0" && there["next"] != "" {
			next, err := url.Parse(there["next"])
			ok := err == nil && next.Query().Get("offset") == "1"
			t.require(ok, "the link next leads on", "an address with offset=1", cutAt(there["next"], 100))
		}
	}
	return nil
}

func cutAt(text string, limit int) string {
	if len(text) > limit {
		return strings.ToValidUTF8(text[:limit], "") + "…"
	}
	return text
}

func (t *hostTry) heedsSince(ctx context.Context) error {
	if _, err := t.uploaded(ctx, 1); err != nil {
		return err
	}
	now := t.probe.Env().Now().UTC()
	for since, wants := range map[string]bool{
		now.AddDate(-1, 0, 0).Format(time.RFC3339): true, now.AddDate(10, 0, 0).Format(time.RFC3339): false,
	} {
		l, _, err := t.list(ctx, "?since="+url.QueryEscape(since))
		if err != nil {
			return err
		}
		t.require((l.len() > 0) == wants, "since="+since, map[bool]string{true: "the badge that was just sent", false: "nothing, for that is in the future"}[wants], fmt.Sprintf("%d credentials", l.len()))
	}
	return nil
}

func (t *hostTry) refusesQueries(ctx context.Context) error {
	for _, query := range []string{"limit=0", "limit=-1", "limit=many", "offset=-1", "offset=x", "since=yesterday"} {
		x, err := t.call(ctx, Call{Method: http.MethodGet, Path: "/credentials?" + query})
		if err != nil {
			return err
		}
		t.require(x.Response.Status == http.StatusBadRequest, query, "400", answered(x))
	}
	return nil
}

// badBodies are no credentials.
var badBodies = []struct{ name, kind, body string }{
	{"nothing", "application/json", ""}, {"no JSON", "application/json", "{"}, {"a list", "application/json", "[]"}, {"null", "application/json", "null"},
	{"an empty object", "application/json", "{}"}, {"a text", "application/json", `"credential"`},
	{"no token", "text/plain", "header.payload.signature"}, {"two parts", "text/plain", "e30.e30"}, {"a picture", "image/png", "\x89PNG\r\n"},
}

func (t *hostTry) refusesBodies(ctx context.Context) error {
	for _, bad := range badBodies {
		x, err := t.call(ctx, Call{Method: http.MethodPost, Path: "/credentials", Header: map[string]string{"Content-Type": bad.kind}, Body: []byte(bad.body)})
		if err != nil {
			return err
		}
		status := x.Response.Status
		ok := status >= 400 && status < 500 && status != http.StatusUnauthorized && status != http.StatusForbidden
		t.require(ok, bad.name, "400", answered(x))
	}
	_, err := t.uploaded(ctx, 1) // and a good one is still taken
	return err
}

func (t *hostTry) refusesMethods(ctx context.Context) error {
	for _, call := range []Call{{Method: http.MethodDelete, Path: "/credentials"}, {Method: http.MethodPatch, Path: "/credentials"}, {Method: http.MethodDelete, Path: "/profile"}} {
		x, err := t.call(ctx, call)
		if err != nil {
			return err
		}
		t.require(x.Response.Status == http.StatusMethodNotAllowed, call.Method+" "+call.Path, "405", answered(x))
	}
	return nil
}

func (t *hostTry) profile(ctx context.Context) (map[string]any, Exchange, error) {
	x, err := t.call(ctx, Call{Method: http.MethodGet, Path: "/profile"})
	return object(x), x, err
}

func (t *hostTry) hasProfile(ctx context.Context) error {
	profile, x, err := t.profile(ctx)
	if err != nil {
		return err
	}
	if x.Response.Status == http.StatusNotFound {
		return fmt.Errorf("%w: The account has no profile: it was answered 404", errNotDone)
	}
	t.require(x.Response.Status == http.StatusOK && isJSON(x) && profile != nil, "the profile", "200 with a JSON object", answered(x))
	id, _ := profile["id"].(string)
	t.require(id != "", "its id", "a text", "none")
	types, _ := json.Marshal(profile["type"])
	t.require(bytes.Contains(types, []byte(`"Profile"`)), "its type", "Profile", cutAt(string(types), 60))
	return nil
}

// putsProfile changes the profile and puts the old one back.
func (t *hostTry) putsProfile(ctx context.Context) error {
	old, x, err := t.profile(ctx)
	if err != nil {
		return err
	}
	if x.Response.Status != http.StatusOK || old == nil {
		return fmt.Errorf("%w: There is no profile to replace: it was answered %d", errNotDone, x.Response.Status)
	}
	before := bytes.Clone(x.Response.Body)
	old["phone"] = "+47 00 00 00 00"
	changed, err := json.Marshal(old)
	if err != nil {
		return err
	}
	put := func(body []byte) (Exchange, error) {
		return t.call(ctx, Call{Method: http.MethodPut, Path: "/profile", Header: map[string]string{"Content-Type": "application/json"}, Body: body})
	}
	if x, err = put(changed); err != nil {
		return err
	}
	switch x.Response.Status {
	case http.StatusMethodNotAllowed, http.StatusNotFound, http.StatusNotImplemented:
		return fmt.Errorf("%w: Taking profiles is optional: it was answered %d", errNotDone, x.Response.Status)
	case http.StatusOK:
		t.require(sameJSON(x.Response.Body, changed), "the profile is returned", "what was put", "something else")
		_, after, err := t.profile(ctx)
		if err != nil {
			return err
		}
		t.require(sameJSON(after.Response.Body, changed), "the profile was replaced", "what was put", "something else")
	default: // 202: it will be, some day
		t.require(x.Response.Status == http.StatusAccepted, "a changed profile", "200 or 202", answered(x))
	}
	_, err = put(before)
	t.shown = nil
	return err
}

// explains looks at what comes with errors.
func (t *hostTry) explains(ctx context.Context) error {
	for _, call := range []Call{
		{Method: http.MethodGet, Path: "/credentials", Anonymous: true},
		{Method: http.MethodPost, Path: "/credentials", Header: map[string]string{"Content-Type": "application/json"}, Body: []byte("{}")},
	} {
		x, err := t.call(ctx, call)
		if err != nil {
			return err
		}
		name := call.Method + " " + call.Path
		info := object(x)
		t.require(x.Response.Status >= 400 && isJSON(x) && info != nil, name, "an error in JSON", answered(x))
		for _, member := range []string{"imsx_codeMajor", "imsx_severity"} {
			text, _ := info[member].(string)
			t.require(text != "", name+" has "+member, "a text", "none")
		}
	}
	return nil
}
