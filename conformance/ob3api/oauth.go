package ob3api

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// oauthError is the body of an error of RFC 6749 section 5.2.
type oauthError struct {
	Error       string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

func writeOAuthError(w http.ResponseWriter, status int, code, text string) {
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="Open Badges clients"`)
	}
	writeJSON(w, status, oauthError{code, text})
}

// failOAuth answers that the host failed.
func (h *Host) failOAuth(w http.ResponseWriter, r *http.Request, err error) {
	h.log(r, err)
	writeOAuthError(w, http.StatusServiceUnavailable, "temporarily_unavailable", "The host cannot reach what it keeps. Try again later.")
}

// newSecret returns 256 random bits as text.
func newSecret() string {
	var bits [32]byte
	_, _ = rand.Read(bits[:]) // never fails; see crypto/rand
	return base64.RawURLEncoding.EncodeToString(bits[:])
}

// maxForm is how many bytes a form or a registration has at most.
const maxForm = 64 << 10

// form reads the parameters in the body of a request. Each may stand there once
// (RFC 6749 section 3.2).
func form(w http.ResponseWriter, r *http.Request) (url.Values, bool) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/x-www-form-urlencoded" {
		writeOAuthError(w, http.StatusBadRequest, "invalid_request", "Send the parameters as application/x-www-form-urlencoded.")
		return nil, false
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		writeOAuthError(w, http.StatusBadRequest, "invalid_request", "The parameters cannot be read.")
		return nil, false
	}
	if name := repeated(r.PostForm); name != "" {
		writeOAuthError(w, http.StatusBadRequest, "invalid_request", "A parameter stands there twice. Give each once.")
		return nil, false
	}
	return r.PostForm, true
}

// repeated returns the name of a parameter that stands there more than once.
func repeated(values url.Values) string {
	for name, all := range values {
		if len(all) > 1 {
			return name
		}
	}
	return ""
}

// basic returns the name and password of a client (RFC 6749 section 2.3.1).
func basic(r *http.Request) (id, secret string, ok bool) {
	id, secret, ok = r.BasicAuth()
	plainID, err := url.QueryUnescape(id)
	plainSecret, err2 := url.QueryUnescape(secret)
	return plainID, plainSecret, ok && errors.Join(err, err2) == nil
}

// client returns the client that a request comes from, or answers that it is
// unknown.
func (h *Host) client(w http.ResponseWriter, r *http.Request) (Client, bool) {
	id, secret, ok := basic(r)
	var client Client
	err := ErrNotFound
	if ok {
		client, err = h.config.Store.Client(r.Context(), id)
	}
	switch {
	case err != nil && !errors.Is(err, ErrNotFound):
		h.failOAuth(w, r, err)
		return Client{}, false
	case err != nil || client.Secret == "" || subtle.ConstantTimeCompare([]byte(client.Secret), []byte(DigestOf(secret))) != 1:
		writeOAuthError(w, http.StatusUnauthorized, "invalid_client", "Send client_id and client_secret by HTTP Basic.")
		return Client{}, false
	}
	return client, true
}

// challengeOf returns the S256 challenge for a verifier, or "" for a text that is
// none (RFC 7636 sections 4.1 and 4.2).
func challengeOf(verifier string) string {
	const unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	other := func(c rune) bool { return !strings.ContainsRune(unreserved, c) }
	if len(verifier) < 43 || len(verifier) > 128 || strings.ContainsFunc(verifier, other) {
		return ""
	}
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
