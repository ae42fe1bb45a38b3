package ob3api

import (
	"encoding/json"
	"errors"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// metadata is what a client says about itself (RFC 7591 section 2). Open Badges
// 3.0 section 7.1 makes the first nine members mandatory.
type metadata struct {
	Name            string   `json:"client_name"`
	URI             string   `json:"client_uri"`
	Logo            string   `json:"logo_uri"`
	Terms           string   `json:"tos_uri"`
	Policy          string   `json:"policy_uri"`
	SoftwareID      string   `json:"software_id"`
	SoftwareVersion string   `json:"software_version"`
	Redirect        []string `json:"redirect_uris"`
	Scope           string   `json:"scope"`

	AuthMethod    string   `json:"token_endpoint_auth_method"`
	GrantTypes    []string `json:"grant_types"`
	ResponseTypes []string `json:"response_types"`
}

// registration is the answer to a client (RFC 7591 section 3.2.1).
type registration struct {
	ID       string `json:"client_id"`
	Secret   string `json:"client_secret"`
	IssuedAt int64  `json:"client_id_issued_at"`
	Expires  int64  `json:"client_secret_expires_at"` // 0: never
	metadata
}

// register makes a client.
func (h *Host) register(w http.ResponseWriter, r *http.Request) {
	mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		writeOAuthError(w, http.StatusBadRequest, "invalid_client_metadata", "Send the metadata as application/json.")
		return
	}
	var m metadata
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
		writeOAuthError(w, http.StatusBadRequest, "invalid_client_metadata", "The metadata must be one JSON object of at most 64 KiB, with members of the kinds that RFC 7591 names.")
		return
	}
	if code, text := m.fault(h.config.AllowLoopback); code != "" {
		writeOAuthError(w, http.StatusBadRequest, code, text)
		return
	}
	m.AuthMethod, m.GrantTypes, m.ResponseTypes = "client_secret_basic", []string{"authorization_code", "refresh_token"}, []string{"code"}
	scope, _ := readScope(m.Scope, append(AllScopes(), OfflineAccess))
	m.Scope = strings.Join(scope, " ")
	text, err := json.Marshal(m)
	if err != nil {
		h.failOAuth(w, r, err)
		return
	}
	secret := newSecret()
	client := Client{ID: newSecret(), Secret: DigestOf(secret), Name: m.Name, Metadata: text, Redirect: m.Redirect, Scope: scope, Created: h.now()}
	switch err := h.config.Store.AddClient(r.Context(), client, h.config.Limits.Clients); {
	case errors.Is(err, ErrFull):
		w.Header().Set("Retry-After", "86400")
		writeOAuthError(w, http.StatusServiceUnavailable, "temporarily_unavailable", "This host takes no more clients for now.")
	case err != nil:
		h.failOAuth(w, r, err)
	default:
		writeJSON(w, http.StatusCreated, registration{client.ID, secret, client.Created.Unix(), 0, m})
	}
}

// fault says what is wrong with the metadata, or returns "".
func (m *metadata) fault(loopback bool) (code, text string) {
	const code1, code2 = "invalid_client_metadata", "invalid_redirect_uri"
	for _, member := range []struct{ name, value string }{
		{"client_name", m.Name}, {"client_uri", m.URI}, {"logo_uri", m.Logo}, {"tos_uri", m.Terms}, {"policy_uri", m.Policy},
		{"software_id", m.SoftwareID}, {"software_version", m.SoftwareVersion}, {"scope", m.Scope},
	} {
		switch {
		case strings.TrimSpace(member.value) == "":
			return code1, "The member " + member.name + " is missing or empty."
		case strings.ContainsFunc(member.value, isTrick) || utf8.RuneCountInString(member.value) > maxMember:
			return code1, "The member " + member.name + " is too long, or has characters that control how text is shown."
		}
	}
	home, ok := hostOf(m.URI, loopback)
	if !ok {
		return code1, "The member client_uri must be an https URL."
	}
	for _, address := range []string{m.Logo, m.Terms, m.Policy} {
		if host, ok := hostOf(address, loopback); !ok || host != home {
			return code1, "The members logo_uri, tos_uri and policy_uri must be https URLs on the host of client_uri."
		}
	}
	if len(m.Redirect) == 0 || len(m.Redirect) > 20 {
		return code2, "There must be from 1 to 20 redirect_uris."
	}
	for _, address := range m.Redirect {
		if host, ok := hostOf(address, loopback); !ok || host != home {
			return code2, "Each of the redirect_uris must be an https URL without fragment, on the host of client_uri."
		}
	}
	if _, ok := readScope(m.Scope, append(AllScopes(), OfflineAccess)); !ok {
		return code1, "The member scope must list scopes of this interface, with a space between them."
	}
	return m.faultOfFlow()
}

func (m *metadata) faultOfFlow() (code, text string) {
	others := func(have, known []string) bool {
		return slices.ContainsFunc(have, func(s string) bool { return !slices.Contains(known, s) })
	}
	switch {
	case m.AuthMethod != "" && m.AuthMethod != "client_secret_basic":
		return "invalid_client_metadata", "The token_endpoint_auth_method must be client_secret_basic."
	case others(m.GrantTypes, []string{"authorization_code", "refresh_token"}):
		return "invalid_client_metadata", "The grant_types can be authorization_code and refresh_token."
	case others(m.ResponseTypes, []string{"code"}):
		return "invalid_client_metadata", "The response_types can be code."
	}
	return "", ""
}

// maxMember is how many characters a member has at most. People read the name where
// they decide, so it is a name and no story.
const maxMember = 1000

// isTrick reports whether a character makes text look like another one.
func isTrick(c rune) bool {
	return unicode.IsControl(c) || unicode.In(c, unicode.Cf, unicode.Zl, unicode.Zp) || c == unicode.ReplacementChar
}

// hostName is what a host looks like that goes into a header, and that people read
// where they decide: names in other letters stand there in their form for DNS.
var hostName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$`) })

// hostOf returns the host of a URL that a client may name, and whether it may.
// The ports of one host are one host.
func hostOf(address string, loopback bool) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || strings.Contains(address, "#") {
		return "", false
	}
	host := strings.ToLower(u.Hostname())
	if _, err := netip.ParseAddr(host); err != nil && !hostName().MatchString(host) || strings.Contains(host, "%") {
		return "", false
	}
	switch {
	case u.Scheme == "https":
		return host, true
	case u.Scheme == "http" && loopback && slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, host):
		return host, true
	}
	return "", false
}
