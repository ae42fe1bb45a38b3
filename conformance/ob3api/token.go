package ob3api

import (
	"crypto/subtle"
	"errors"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// tokens is the answer of RFC 6749 section 5.1.
type tokens struct {
	Access  string `json:"access_token"`
	Type    string `json:"token_type"`
	Expires int    `json:"expires_in"`
	Refresh string `json:"refresh_token,omitempty"`
	Scope   string `json:"scope"`
}

// token exchanges a code, a refresh token or the name of a machine for tokens.
func (h *Host) token(w http.ResponseWriter, r *http.Request) {
	params, ok := form(w, r)
	if !ok {
		return
	}
	switch params.Get("grant_type") {
	case "authorization_code":
		h.exchange(w, r, params, Code)
	case "refresh_token":
		h.exchange(w, r, params, Refresh)
	case "client_credentials":
		h.machine(w, r, params)
	case "":
		writeOAuthError(w, http.StatusBadRequest, "invalid_request", "The parameter grant_type is missing.")
	default:
		writeOAuthError(w, http.StatusBadRequest, "unsupported_grant_type", "The grant_type must be authorization_code or refresh_token.")
	}
}

// exchange gives tokens for a code or a refresh token (RFC 6749 sections 4.1.3 and
// 6).
func (h *Host) exchange(w http.ResponseWriter, r *http.Request, params url.Values, kind Kind) {
	client, ok := h.client(w, r)
	if !ok {
		return
	}
	name := map[Kind]string{Code: "code", Refresh: "refresh_token"}[kind]
	digest := DigestOf(params.Get(name))
	// It is looked at before it is used up: a request that fails by a mistake of
	// another client must not cost the owner's consent.
	secret, grant, err := h.config.Store.Secret(r.Context(), digest)
	if err == nil && (grant.Client != client.ID || secret.Kind != kind) {
		err = ErrNotFound
	}
	if err == nil && kind == Code && !matches(secret, params) {
		err = ErrNotFound
	}
	if err == nil && !h.now().Before(secret.Expires) {
		err = ErrNotFound
	}
	scope := secret.Scope
	if err == nil && kind == Refresh && params.Has("scope") {
		if scope, ok = readScope(params.Get("scope"), secret.Scope); !ok {
			writeOAuthError(w, http.StatusBadRequest, "invalid_scope", "The scope must be one that was allowed.")
			return
		}
	}
	answer, secrets := h.mint(grant, scope)
	if err == nil {
		err = h.config.Store.Spend(r.Context(), digest, secrets...)
	}
	if errors.Is(err, ErrSpent) && grant.Client == client.ID {
		// Somebody else has it, too (RFC 6749 section 4.1.2, RFC 9700 section 4.14.2).
		if err := h.config.Store.RevokeGrant(r.Context(), grant.ID); err != nil {
			h.failOAuth(w, r, err)
			return
		}
	}
	switch {
	case isGone(err):
		writeOAuthError(w, http.StatusBadRequest, "invalid_grant", "The "+name+" is unknown, used, expired or not for this client, redirect_uri and code_verifier. Ask the owner anew.")
	case errors.Is(err, ErrFull):
		w.Header().Set("Retry-After", "3600")
		writeOAuthError(w, http.StatusTooManyRequests, "temporarily_unavailable", "The client has asked for too many tokens. Use one until it expires.")
	case err != nil:
		h.failOAuth(w, r, err)
	default:
		give(w, answer)
	}
}

// matches reports whether a request may exchange a code.
func matches(code Secret, params url.Values) bool {
	challenge := challengeOf(params.Get("code_verifier"))
	return challenge != "" && subtle.ConstantTimeCompare([]byte(challenge), []byte(code.Challenge)) == 1 &&
		params.Get("redirect_uri") == code.Redirect
}

// mint makes the tokens for a grant, and what the store keeps of them.
func (h *Host) mint(grant Grant, scope []string) (tokens, []Secret) {
	answer := tokens{Access: newSecret(), Type: "Bearer", Expires: int(accessLifetime.Seconds()), Scope: strings.Join(scope, " ")}
	secrets := []Secret{{Digest: DigestOf(answer.Access), Kind: Access, Scope: scope, Expires: h.now().Add(accessLifetime)}}
	if slices.Contains(grant.Scope, OfflineAccess) {
		answer.Refresh = newSecret()
		secrets = append(secrets, Secret{Digest: DigestOf(answer.Refresh), Kind: Refresh, Scope: grant.Scope, Expires: h.now().Add(refreshLifetime)})
	}
	return answer, secrets
}

func give(w http.ResponseWriter, answer tokens) {
	w.Header().Set("Pragma", "no-cache")
	writeJSON(w, http.StatusOK, answer)
}

// machine gives a token to a program that acts for one owner (RFC 6749 section
// 4.4). In the store it is a client without a secret.
func (h *Host) machine(w http.ResponseWriter, r *http.Request, params url.Values) {
	id, password, ok := basic(r)
	if h.config.Machine == nil {
		writeOAuthError(w, http.StatusBadRequest, "unsupported_grant_type", "This host gives no tokens for client credentials.")
		return
	}
	var owner string
	var allowed []string
	if ok {
		owner, allowed, ok = h.config.Machine(id, password)
	}
	if !ok {
		writeOAuthError(w, http.StatusUnauthorized, "invalid_client", "Send client_id and client_secret by HTTP Basic.")
		return
	}
	scope := allowed
	if params.Has("scope") {
		if scope, ok = readScope(params.Get("scope"), allowed); !ok {
			writeOAuthError(w, http.StatusBadRequest, "invalid_scope", "The scope must be one that the client may have.")
			return
		}
	}
	scope = slices.DeleteFunc(slices.Clone(scope), func(s string) bool { return s == OfflineAccess })
	client := Client{ID: machineID(id), Name: id, Scope: allowed, Created: h.now()}
	_, err := h.config.Store.Client(r.Context(), client.ID)
	if errors.Is(err, ErrNotFound) {
		// Its operator let it in; strangers who register must not keep it out.
		err = h.config.Store.AddClient(r.Context(), client, math.MaxInt)
	}
	grant := Grant{ID: newSecret(), Client: client.ID, Owner: owner, Scope: scope, Created: h.now()}
	answer, secrets := h.mint(grant, scope)
	if err == nil {
		err = h.config.Store.AddGrant(r.Context(), grant, secrets...)
	}
	if err != nil {
		h.failOAuth(w, r, err)
		return
	}
	give(w, answer)
}

// revoke ends a token (RFC 7009). Who ends a refresh token ends the owner's
// consent.
func (h *Host) revoke(w http.ResponseWriter, r *http.Request) {
	params, ok := form(w, r)
	if !ok {
		return
	}
	client, ok := h.client(w, r)
	if !ok {
		return
	}
	digest := DigestOf(params.Get("token"))
	if !params.Has("token") {
		writeOAuthError(w, http.StatusBadRequest, "invalid_request", "The parameter token is missing.")
		return
	}
	secret, grant, err := h.config.Store.Secret(r.Context(), digest)
	switch {
	case errors.Is(err, ErrNotFound):
		w.WriteHeader(http.StatusOK) // what is unknown is as good as revoked (section 2.2)
		return
	case err != nil && !errors.Is(err, ErrSpent):
		h.failOAuth(w, r, err)
		return
	case grant.Client != client.ID:
		writeOAuthError(w, http.StatusBadRequest, "invalid_grant", "The token is not that of this client.")
		return
	}
	if secret.Kind == Access {
		err = h.config.Store.RevokeSecret(r.Context(), digest)
	} else {
		err = h.config.Store.RevokeGrant(r.Context(), grant.ID)
	}
	if err != nil {
		h.failOAuth(w, r, err)
		return
	}
	w.WriteHeader(http.StatusOK)
}
