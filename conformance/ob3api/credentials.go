package ob3api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

// getCredentials answers with a page of the owner's badges (section 6.2.2).
func (h *Host) getCredentials(w http.ResponseWriter, r *http.Request) {
	owner, ok := h.owner(w, r, ReadCredentials)
	if !ok {
		return
	}
	query, text := h.readQuery(r.URL.RawQuery)
	if text != "" {
		denyAs(w, http.StatusBadRequest, "invalid_query_parameter", text)
		return
	}
	page, err := h.config.Store.Hosted(r.Context(), owner, query)
	if err != nil {
		h.fail(w, r, err)
		return
	}
	w.Header().Set("X-Total-Count", strconv.Itoa(page.Total))
	w.Header().Set("Link", h.links(query, page))
	write(w, http.StatusOK, "application/json", pageText(page))
}

// readQuery reads the parameters of getCredentials, or says what is wrong with
// them.
func (h *Host) readQuery(raw string) (Query, string) {
	query := Query{Limit: min(50, h.config.Limits.Page), MaxBytes: h.config.Limits.PageBytes}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return query, "The query cannot be read. Write it as limit=10&offset=0."
	}
	for _, name := range []string{"limit", "offset", "since"} {
		if len(values[name]) > 1 {
			return query, "The parameter " + name + " stands there twice. Give it once."
		}
	}
	if values.Has("limit") {
		n, err := strconv.ParseUint(values.Get("limit"), 10, 31)
		if err != nil || n == 0 {
			return query, "The parameter limit must be a whole number above 0."
		}
		query.Limit = min(int(n), h.config.Limits.Page)
	}
	if values.Has("offset") {
		n, err := strconv.ParseUint(values.Get("offset"), 10, 31)
		if err != nil {
			return query, "The parameter offset must be a whole number, 0 or more."
		}
		query.Offset = int(n)
	}
	if values.Has("since") {
		since, err := vc.ParseDateTime(values.Get("since"))
		if err != nil {
			return query, "The parameter since must be a date and time with a zone, such as 2026-08-01T12:00:00Z."
		}
		query.Since = moment(since)
	}
	return query, ""
}

// moment returns a time that a store can keep.
func moment(t vc.DateTime) time.Time {
	first, last := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Microsecond), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	at := t.Time()
	switch {
	case at.Before(first):
		return first
	case at.After(last):
		return last
	}
	return at
}

// links returns the value of the header Link (section 6.4).
func (h *Host) links(q Query, page Page) string {
	link := func(rel string, offset int) string {
		values := url.Values{"limit": {strconv.Itoa(q.Limit)}, "offset": {strconv.Itoa(offset)}}
		if !q.Since.IsZero() {
			values.Set("since", q.Since.UTC().Format(time.RFC3339Nano))
		}
		return fmt.Sprintf(`<%s/credentials?%s>; rel="%s"`, h.config.Base, values.Encode(), rel)
	}
	var all []string
	if next := q.Offset + len(page.Credentials); next < page.Total {
		all = append(all, link("next", next))
	}
	all = append(all, link("last", max(0, (page.Total-1)/q.Limit*q.Limit)), link("first", 0))
	if q.Offset > 0 {
		all = append(all, link("prev", max(0, q.Offset-q.Limit)))
	}
	return strings.Join(all, ", ")
}

// pageText writes a page with each credential as it was received.
func pageText(page Page) []byte {
	var badges, tokens [][]byte
	for _, c := range page.Credentials {
		if c.Token {
			tokens = append(tokens, slices.Concat([]byte(`"`), c.Document, []byte(`"`)))
		} else {
			badges = append(badges, c.Document)
		}
	}
	return slices.Concat([]byte(`{"credential":[`), bytes.Join(badges, []byte(",")),
		[]byte(`],"compactJwsString":[`), bytes.Join(tokens, []byte(",")), []byte("]}\n"))
}

// The media types of credentials in JSON (section 6.2.3.1), and those that
// package the same in the meantime.
var jsonTypes = []string{"application/json", "application/vc+ld+json", "application/ld+json", "application/vc"}

// postCredential keeps a badge (section 6.2.3).
func (h *Host) postCredential(w http.ResponseWriter, r *http.Request) {
	owner, ok := h.owner(w, r, UpsertCredentials)
	if !ok {
		return
	}
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	token := mediaType == "text/plain"
	if err != nil || !token && !slices.Contains(jsonTypes, mediaType) {
		deny(w, http.StatusUnsupportedMediaType, "Send a badge as application/vc+ld+json or application/json, and a token as text/plain.")
		return
	}
	body, ok := readBody(w, r, h.config.Limits.Body)
	if !ok {
		return
	}
	if token {
		mediaType, body = "text/plain", bytes.TrimSpace(body)
	}
	credential, err := h.verified(r.Context(), body, token)
	var refused refusal
	switch {
	case errors.As(err, &refused):
		deny(w, http.StatusBadRequest, string(refused))
		return
	case err != nil:
		deny(w, http.StatusServiceUnavailable, "The badge could not be verified in time. Try again later.")
		return
	}
	change, err := h.config.Store.PutHosted(r.Context(), owner, credential, h.config.Limits.Credentials)
	switch {
	case errors.Is(err, ErrFull):
		deny(w, http.StatusForbidden, "This host keeps no more badges for this owner.")
	case err != nil:
		h.fail(w, r, err)
	case change == Kept:
		w.WriteHeader(http.StatusNotModified) // which has no body
	case change == Created:
		write(w, http.StatusCreated, mediaType, body)
	default:
		write(w, http.StatusOK, mediaType, body)
	}
}

// refusal says why a credential is not kept.
type refusal string

// Error returns the text.
func (r refusal) Error() string { return string(r) }

// verified returns a credential to keep. The error is a [refusal], or says that it
// could not be verified.
func (h *Host) verified(ctx context.Context, body []byte, token bool) (Credential, error) {
	result, err := h.config.Verifier.Verify(ctx, body)
	switch {
	case ctx.Err() != nil:
		return Credential{}, ctx.Err()
	case err != nil:
		return Credential{}, refusal("The body is no badge in JSON and no compact JWS, or takes too much work.")
	}
	if text := whyNot(result, token); text != "" {
		return Credential{}, refusal(text)
	}
	// It goes into lists as it is, so it must be what it is there, and nothing around it.
	if token && string(body) != string(result.File.Bytes()) || !token && !json.Valid(body) {
		return Credential{}, refusal("Send the badge by itself, without quotes, marks or anything else around it.")
	}
	credential, _ := vc.ReadCredential(result.Document)
	c := Credential{Document: body, Token: token, Issued: h.now()}
	if from := credential.ValidFrom(); !from.IsZero() {
		c.Issued = moment(from)
	}
	id := sameText(credential.ID())
	if id == "" {
		id = string(DigestOf(string(body)))
	}
	// Quoted, so that no issuer's identifier can look like those of another's badge.
	c.ID = strconv.Quote(sameText(credential.IssuerID())) + " " + strconv.Quote(id)
	return c, nil
}

// whyNot says why a result is not that of a badge to keep, or "".
func whyNot(result *mikromerit.Result, token bool) string {
	switch {
	case result.Image != nil || result.At != "" || result.File == nil:
		return "The body must be the badge itself, not an image or a file around it."
	case token && result.Format != proof.JWS:
		return "The body is sent as text/plain, so it must be a compact JWS."
	case !token && result.Format != proof.DataIntegrity && result.Format != proof.Unsecured:
		return "The body is sent as JSON, so it must be a badge with an embedded proof."
	case !ob3.Is(result.Document):
		return "The credential must be an Open Badge 3.0: its type must list OpenBadgeCredential or AchievementCredential."
	}
	switch result.Axes[vc.Authentic] {
	case vc.Valid:
		return ""
	case vc.Indeterminate:
		return "It could not be found out whether the issuer signed the badge, so it is not kept. " + reasons(result)
	}
	return "The badge is not what its issuer signed, so it is not kept. " + reasons(result)
}

// reasons returns what speaks against a result being authentic. The messages of
// findings hold no personal data.
func reasons(result *mikromerit.Result) string {
	var all []string
	for _, f := range result.Findings {
		if f.Axis == vc.Authentic && (f.Status == vc.Fail || f.Status == vc.Unknown) && len(all) < 3 {
			all = append(all, f.Code+": "+f.Detail)
		}
	}
	return strings.Join(all, " ")
}

// sameText returns an identifier as section 10 compares it.
func sameText(id string) string {
	if plain, err := url.PathUnescape(id); err == nil {
		id = plain
	}
	return strings.TrimSpace(id)
}
