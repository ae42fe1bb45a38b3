package broken

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// hostDefects are ways in which badge hosts are wrong.
var hostDefects = []hostDefect{
	// The way in.
	{defect: defect{"is reached without TLS", []string{"OB3API-TLS"}}, Address: "http://badges.example/ims/ob/v3p0"},
	{defect: defect{"asks for a token before it describes itself", []string{"OB3API-DISCOVERY", "OB3API-DESCRIPTION"}},
		Wraps: answering(func(x *exchange) {
			if x.path == "/discovery" && x.asked.Header.Get("Authorization") == "" {
				x.take(x.again(func(r *http.Request) { r.URL.Path = basePath + "/profile" }))
			}
		})},
	{defect: defect{"describes itself as a page", []string{"OB3API-DISCOVERY"}},
		Wraps: answering(func(x *exchange) {
			if x.path == "/discovery" {
				x.header.Set("Content-Type", "text/html")
			}
		})},
	{defect: defect{"does not say where its privacy policy is", []string{"OB3API-DESCRIPTION"}},
		Wraps: answering(inBody("/discovery", "x-imssf-privacyPolicyUrl", "x-privacy"))},
	{defect: defect{"does not say where clients register", []string{"OB3API-DESCRIPTION"}},
		Wraps: answering(inBody("/discovery", "x-imssf-registrationUrl", "x-registration"))},

	// Tokens.
	{defect: defect{"takes any token", []string{"OB3API-TOKEN", "OB3API-REVOKED"}},
		Wraps: answering(func(x *exchange) {
			if x.status == http.StatusUnauthorized && x.asked.Header.Get("Authorization") != "" {
				x.take(x.again(asOperator))
			}
		})},
	{defect: defect{"needs no token to take a badge", []string{"OB3API-TOKEN"}},
		Wraps: answering(func(x *exchange) {
			if x.status == http.StatusUnauthorized && x.is(http.MethodPost, "/credentials") {
				x.take(x.again(asOperator))
			}
		})},
	{defect: defect{"shows profiles to everybody", []string{"OB3API-TOKEN"}},
		Wraps: answering(func(x *exchange) {
			if x.status == http.StatusUnauthorized && x.is(http.MethodGet, "/profile") {
				x.take(x.again(asOperator))
			}
		})},
	{defect: defect{"forbids what it has not been told who asks for", []string{"OB3API-TOKEN"}},
		Wraps: answering(func(x *exchange) {
			if x.status == http.StatusUnauthorized && x.asked.Header.Get("Authorization") == "" {
				x.status = http.StatusForbidden
			}
		})},
	{defect: defect{"does not look at the scope of a token", []string{"OB3API-SCOPE"}},
		Wraps: answering(func(x *exchange) {
			if x.status == http.StatusForbidden {
				x.take(x.again(asOperator))
			}
		})},
	{defect: defect{"lets who may read also write", []string{"OB3API-SCOPE"}},
		Wraps: answering(func(x *exchange) {
			if x.status == http.StatusForbidden && x.is(http.MethodPost, "/credentials") {
				x.take(x.again(asOperator))
			}
		})},
	{defect: defect{"goes on taking tokens that were revoked", []string{"OB3API-REVOKED"}},
		Wraps: asking(func(r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/oauth2/revoke") {
				r.Body = io.NopCloser(strings.NewReader("token=another"))
			}
		})},

	// The list.
	{defect: defect{"heeds no limit", []string{"OB3API-LIMIT", "OB3API-PAGING"}}, Wraps: asking(withoutQuery("limit", func(text string) bool { return isCount(text) && text != "0" }))},
	{defect: defect{"heeds no offset", []string{"OB3API-LIMIT", "OB3API-PAGING", "OB3API-UPSERT"}}, Wraps: asking(withoutQuery("offset", isCount))},
	{defect: defect{"heeds no since", []string{"OB3API-SINCE"}}, Wraps: asking(withoutQuery("since", isTime))},
	{defect: defect{"reads a limit that makes no sense as none", []string{"OB3API-BAD-QUERY"}},
		Wraps: asking(withoutQuery("limit", func(text string) bool { return !isCount(text) || text == "0" }))},
	{defect: defect{"reads an offset that makes no sense as none", []string{"OB3API-BAD-QUERY"}},
		Wraps: asking(withoutQuery("offset", func(text string) bool { return !isCount(text) }))},
	{defect: defect{"reads a time that makes no sense as none", []string{"OB3API-BAD-QUERY"}},
		Wraps: asking(withoutQuery("since", func(text string) bool { return !isTime(text) }))},
	{defect: defect{"gives no links to further pages", []string{"OB3API-PAGING"}},
		Wraps: answering(func(x *exchange) { x.header.Del("Link") })},
	{defect: defect{"gives no link back", []string{"OB3API-PAGING"}}, Wraps: answering(inLink(`rel="prev"`, `rel="previous"`))},
	{defect: defect{"leads on to the same page", []string{"OB3API-PAGING"}}, Wraps: answering(inLink("offset=1", "offset=0"))},
	{defect: defect{"counts only what is on the page", []string{"OB3API-PAGING"}},
		Wraps: answering(func(x *exchange) {
			if x.header.Get("X-Total-Count") != "" {
				x.header.Set("X-Total-Count", "1")
			}
		})},
	{defect: defect{"calls the list of tokens by another name", []string{"OB3API-LIST", "OB3API-UPSERT", "OB3API-UPSERT-JWS", "OB3API-PRESERVED", "OB3API-VERIFIABLE", "OB3API-LIMIT", "OB3API-PAGING", "OB3API-SINCE"}},
		Wraps: answering(inBody("/credentials", `"compactJwsString"`, `"compactJwsStrings"`))},
	{defect: defect{"answers with a bare list", []string{"OB3API-LIST", "OB3API-UPSERT", "OB3API-UPSERT-JWS", "OB3API-PRESERVED", "OB3API-VERIFIABLE", "OB3API-LIMIT", "OB3API-PAGING", "OB3API-SINCE"}},
		Wraps: answering(inList(func(members map[string]json.RawMessage) any { return members["credential"] }))},
	{defect: defect{"does not list tokens", []string{"OB3API-UPSERT-JWS"}},
		Wraps: answering(inList(func(members map[string]json.RawMessage) any {
			members["compactJwsString"] = json.RawMessage("[]")
			return members
		}))},
	{defect: defect{"lists nothing but tokens", []string{"OB3API-LIST", "OB3API-UPSERT", "OB3API-PRESERVED", "OB3API-LIMIT"}},
		Wraps: answering(inList(func(members map[string]json.RawMessage) any {
			members["credential"] = json.RawMessage("[]")
			return members
		}))},

	// What is kept.
	{defect: defect{"changes what badges say", []string{"OB3API-PRESERVED", "OB3API-VERIFIABLE"}},
		Wraps: answering(inList(func(members map[string]json.RawMessage) any {
			members["credential"] = bytes.ReplaceAll(members["credential"], []byte("Prøve"), []byte("Prove"))
			return members
		}))},
	{defect: defect{"lists badges without their proofs", []string{"OB3API-PRESERVED", "OB3API-VERIFIABLE"}},
		Wraps: answering(inList(func(members map[string]json.RawMessage) any {
			var list []map[string]any
			_ = json.Unmarshal(members["credential"], &list)
			for _, badge := range list {
				delete(badge, "proof")
			}
			members["credential"], _ = json.Marshal(list)
			return members
		}))},
	{defect: defect{"answers 200 to a new badge", []string{"OB3API-UPSERT", "OB3API-UPSERT-JWS"}},
		Wraps: answering(func(x *exchange) {
			if x.status == http.StatusCreated && x.path == "/credentials" {
				x.status = http.StatusOK
			}
		})},
	{defect: defect{"says that it created what it has", []string{"OB3API-UPSERT"}},
		Wraps: answering(func(x *exchange) {
			if x.is(http.MethodPost, "/credentials") && x.status == http.StatusOK {
				x.status = http.StatusCreated
			}
		})},
	{defect: defect{"answers a new badge with its id alone", []string{"OB3API-UPSERT"}},
		Wraps: answering(func(x *exchange) {
			if x.is(http.MethodPost, "/credentials") && x.status < 300 && x.header.Get("Content-Type") == "application/json" {
				x.body = []byte(`{"id":"urn:x:1"}`)
			}
		})},
	{defect: defect{"answers a token as JSON", []string{"OB3API-UPSERT-JWS"}},
		Wraps: answering(func(x *exchange) {
			if x.is(http.MethodPost, "/credentials") && x.status < 300 && isToken(x.sent) {
				x.header.Set("Content-Type", "application/json")
				x.body, _ = json.Marshal(string(x.sent))
			}
		})},
	{defect: defect{"takes no tokens", []string{"OB3API-UPSERT-JWS"}},
		Wraps: asking(func(r *http.Request) {
			if r.Header.Get("Content-Type") == "text/plain" {
				r.Header.Set("Content-Type", "application/json")
			}
		})},
	{defect: defect{"takes anything for a badge", []string{"OB3API-BAD-CREDENTIAL", "OB3API-STATUS-INFO"}},
		Wraps: answering(func(x *exchange) {
			if x.is(http.MethodPost, "/credentials") && x.status >= 400 && x.status != http.StatusUnauthorized && x.status != http.StatusForbidden {
				x.status, x.body = http.StatusCreated, x.sent
			}
		})},
	{defect: defect{"fails at what is no badge", []string{"OB3API-BAD-CREDENTIAL"}},
		Wraps: answering(func(x *exchange) {
			if x.is(http.MethodPost, "/credentials") && x.status >= 400 && x.status != http.StatusUnauthorized && x.status != http.StatusForbidden {
				x.status = http.StatusInternalServerError
			}
		})},

	// The rest.
	{defect: defect{"does not find what it has no method for", []string{"OB3API-METHOD"}},
		Wraps: answering(func(x *exchange) {
			if x.status == http.StatusMethodNotAllowed {
				x.status = http.StatusNotFound
			}
		})},
	{defect: defect{"gives a profile without type", []string{"OB3API-PROFILE", "OB3API-PROFILE-UPDATE"}},
		Wraps: answering(onGet("/profile", `"type":`, `"kind":`))},
	{defect: defect{"gives a profile without id", []string{"OB3API-PROFILE", "OB3API-PROFILE-UPDATE"}},
		Wraps: answering(onGet("/profile", `"id":`, `"sub":`))},
	{defect: defect{"answers as if it replaced the profile", []string{"OB3API-PROFILE-UPDATE"}},
		Wraps: answering(func(x *exchange) {
			if x.is(http.MethodGet, "/profile") && x.status == http.StatusOK {
				x.body = []byte(`{"id":"did:example:ase","type":["Profile"],"name":"Åse"}`)
			}
		})},
	{defect: defect{"answers a new profile with nothing", []string{"OB3API-PROFILE-UPDATE"}},
		Wraps: answering(func(x *exchange) {
			if x.is(http.MethodPut, "/profile") && x.status == http.StatusOK {
				x.body = []byte("{}")
			}
		})},
	{defect: defect{"says what is wrong in plain text", []string{"OB3API-STATUS-INFO"}},
		Wraps: answering(func(x *exchange) {
			if x.status >= 400 {
				x.header.Set("Content-Type", "text/plain")
				x.body = []byte("no")
			}
		})},
	{defect: defect{"says what is wrong in a form of its own", []string{"OB3API-STATUS-INFO"}},
		Wraps: answering(func(x *exchange) {
			if x.status >= 400 {
				x.body = []byte(`{"error":"no"}`)
			}
		})},
	{defect: defect{"does not say how grave an error is", []string{"OB3API-STATUS-INFO"}},
		Wraps: answering(func(x *exchange) {
			if x.status >= 400 {
				x.body = bytes.ReplaceAll(x.body, []byte("imsx_severity"), []byte("severity"))
			}
		})},
}

func asOperator(r *http.Request) { r.Header.Set("Authorization", "Bearer "+masterToken) }

// inBody returns a defect that writes something else in the bodies of an address.
func inBody(path, old, new string) func(*exchange) {
	return func(x *exchange) {
		if x.path == path {
			x.body = bytes.ReplaceAll(x.body, []byte(old), []byte(new))
		}
	}
}

// onGet is inBody, but not for what a client puts.
func onGet(path, old, new string) func(*exchange) {
	change := inBody(path, old, new)
	return func(x *exchange) {
		if x.method == http.MethodGet {
			change(x)
		}
	}
}

func inLink(old, new string) func(*exchange) {
	whole := regexp.MustCompile(regexp.QuoteMeta(old) + `\b|` + regexp.QuoteMeta(old) + `$`)
	return func(x *exchange) { x.header.Set("Link", whole.ReplaceAllString(x.header.Get("Link"), new)) }
}

// inList returns a defect that lists credentials in another way.
func inList(change func(members map[string]json.RawMessage) any) func(*exchange) {
	return func(x *exchange) {
		var members map[string]json.RawMessage
		if !x.is(http.MethodGet, "/credentials") || x.status != http.StatusOK || json.Unmarshal(x.body, &members) != nil {
			return
		}
		x.body, _ = json.Marshal(change(members))
	}
}

// withoutQuery returns a defect that does not see some values of a parameter.
func withoutQuery(name string, unseen func(text string) bool) func(*http.Request) {
	return func(r *http.Request) {
		q := r.URL.Query()
		if q.Has(name) && unseen(q.Get(name)) {
			q.Del(name)
			r.URL = &url.URL{Path: r.URL.Path, RawQuery: q.Encode()}
		}
	}
}

var digits = regexp.MustCompile(`^[0-9]+$`)

func isCount(text string) bool { return digits.MatchString(text) }

func isTime(text string) bool {
	_, err := time.Parse(time.RFC3339, text)
	return err == nil
}

func isToken(body []byte) bool { return bytes.HasPrefix(body, []byte("ey")) }
