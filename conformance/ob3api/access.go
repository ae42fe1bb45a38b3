package ob3api

import (
	"errors"
	"net/http"
	"slices"
	"strings"
)

// The scopes of Open Badges 3.0 section 6.2.1, and the one that asks for refresh
// tokens.
const (
	scopePrefix       = "https://purl.imsglobal.org/spec/ob/v3p0/scope/"
	ReadCredentials   = scopePrefix + "credential.readonly"
	UpsertCredentials = scopePrefix + "credential.upsert"
	ReadProfile       = scopePrefix + "profile.readonly"
	UpdateProfile     = scopePrefix + "profile.update"
	OfflineAccess     = "offline_access"
)

// scopes are what can be allowed, with what it means in words.
var scopes = []struct{ name, meaning string }{
	{ReadCredentials, "read your badges"},
	{UpsertCredentials, "add badges for you, and replace older ones"},
	{ReadProfile, "read your profile"},
	{UpdateProfile, "change your profile"},
	{OfflineAccess, "do so also when you are not there, until you end it"},
}

// AllScopes returns every scope of the interface.
func AllScopes() []string {
	return []string{ReadCredentials, UpsertCredentials, ReadProfile, UpdateProfile}
}

// meaningOf says in words what a scope allows, or "" when there is no such scope.
func meaningOf(scope string) string {
	for _, s := range scopes {
		if s.name == scope {
			return s.meaning
		}
	}
	return ""
}

// readScope returns the scopes in a list of RFC 6749 section 3.3, each once and
// sorted, and whether all of them are among those that are allowed.
func readScope(list string, allowed []string) ([]string, bool) {
	var all []string
	for name := range strings.FieldsSeq(list) {
		if !slices.Contains(allowed, name) || meaningOf(name) == "" {
			return nil, false
		}
		all = append(all, name)
	}
	slices.Sort(all)
	return slices.Compact(all), len(all) > 0
}

// owner returns who a request is for, if its token has the scope; otherwise it
// answers why not (RFC 6750 section 3).
func (h *Host) owner(w http.ResponseWriter, r *http.Request, scope string) (string, bool) {
	kind, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(kind, "Bearer") || token == "" {
		w.Header().Set("WWW-Authenticate", `Bearer realm="Open Badges", scope="`+scope+`"`)
		deny(w, http.StatusUnauthorized, "Send an access token in the header Authorization, as a bearer token.")
		return "", false
	}
	owner, granted, err := h.ownerOf(r, token)
	switch {
	case err != nil:
		h.fail(w, r, err)
		return "", false
	case owner == "":
		w.Header().Set("WWW-Authenticate", `Bearer realm="Open Badges", error="invalid_token"`)
		deny(w, http.StatusUnauthorized, "The access token is unknown, has expired or was revoked. Ask for a new one.")
		return "", false
	case !slices.Contains(granted, scope):
		w.Header().Set("WWW-Authenticate", `Bearer realm="Open Badges", error="insufficient_scope", scope="`+scope+`"`)
		deny(w, http.StatusForbidden, "The access token does not allow this. Ask for one with the scope "+scope+".")
		return "", false
	}
	return owner, true
}

// ownerOf returns whose a token is and what it allows, or no owner.
func (h *Host) ownerOf(r *http.Request, token string) (string, []string, error) {
	if h.config.Bearer != nil {
		if owner, scope, ok := h.config.Bearer(token); ok {
			return owner, scope, nil
		}
	}
	secret, grant, err := h.config.Store.Secret(r.Context(), DigestOf(token))
	switch {
	case isGone(err):
		return "", nil, nil
	case err != nil:
		return "", nil, err
	case secret.Kind != Access || !h.now().Before(secret.Expires):
		return "", nil, nil
	}
	return grant.Owner, secret.Scope, nil
}

// isGone reports whether a secret opens nothing any more.
func isGone(err error) bool { return errors.Is(err, ErrNotFound) || errors.Is(err, ErrSpent) }
