package conformance

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Redacted stands in an exchange where a secret was.
const Redacted = "[redacted]"

// maxText is how much of a body is kept for people, in bytes.
const maxText = 64 << 10

// NewMessage returns one direction of an exchange with the secrets taken out of its
// line, its header and its text: what headers and members of that name hold, and
// the given secrets wherever they stand, also encoded. Only Body is as it was.
func NewMessage(line string, header map[string][]string, body []byte, secrets ...string) Message {
	h := newHider(secrets)
	m := Message{Line: h.hide(redactURLs(line)), Body: body, Size: len(body)}
	for name, values := range header {
		if m.Header == nil {
			m.Header = make(map[string][]string, len(header))
		}
		shown := h.hide(name)
		for _, value := range values {
			m.Header[shown] = append(m.Header[shown], h.hide(redactHeader(name, value)))
		}
	}
	whole := readable(body)
	m.Text = h.hide(redactBody(whole, contentType(header)))
	if len(body) > 0 && m.Text == whole {
		// The digest of a body with a secret in it would help to guess the secret.
		sum := sha256.Sum256(body)
		m.Digest = hex.EncodeToString(sum[:])
	}
	if len(m.Text) > maxText {
		m.Text = strings.ToValidUTF8(m.Text[:maxText], "") + fmt.Sprintf("… (%d bytes in all)", len(body))
	}
	return m
}

func contentType(header map[string][]string) string {
	for name, values := range header {
		if strings.EqualFold(name, "Content-Type") && len(values) > 0 {
			kind, _, _ := strings.Cut(values[0], ";")
			return strings.ToLower(strings.TrimSpace(kind))
		}
	}
	return ""
}

// readable returns a body as text, or says that it is none.
func readable(body []byte) string {
	if utf8.Valid(body) && !slices.Contains(body, 0) {
		return string(body)
	}
	return fmt.Sprintf("(%d bytes that are not text)", len(body))
}

// secretNames are members, parameters and headers that hold secrets, in small
// letters without separators.
var secretNames = nameSet("access_token", "refresh_token", "id_token", "registration_access_token", "token", "auth_token", "session_token",
	"client_secret", "client_assertion", "code_verifier", "password", "passwd", "secret", "api_key", "x_api_key", "x_auth_token", "x_access_token", "authorization", "proxy_authorization",
	"cookie", "set_cookie", "session", "session_id", "csrf_token", "x_csrf_token", "device_code", "login_hint_token",
	"secretKeyMultibase", "privateKeyMultibase", "privateKeyBase58", "secretKeyJwk", "privateKeyJwk", "privateKeyPem")

// parameterNames are secrets as parameters of an address or a form; as members of
// JSON they mean something else.
var parameterNames = nameSet("code", "assertion", "sig", "signature", "key", "apikey", "username")

func nameSet(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[plainName(name)] = true
	}
	return set
}

var separators = strings.NewReplacer("-", "", "_", "", ".", "", " ", "")

func plainName(name string) string { return separators.Replace(strings.ToLower(name)) }

func isSecretName(name string) bool { return secretNames[plainName(name)] }

func isSecretParameter(name string) bool {
	if plain, err := url.QueryUnescape(name); err == nil {
		name = plain
	}
	return isSecretName(name) || parameterNames[plainName(name)]
}

// redactHeader takes the secrets out of the value of a header. The scheme of an
// authorization stays.
func redactHeader(name, value string) string {
	if !isSecretName(name) {
		return redactURLs(value)
	}
	if scheme, _, ok := strings.Cut(value, " "); ok && strings.HasSuffix(plainName(name), "authorization") {
		return scheme + " " + Redacted
	}
	return Redacted
}

var (
	urlQuery    = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`[?#][^\s"<>]*`) })
	urlUserinfo = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(://)[^/\s"@?#<>]*@`) })
)

// redactURLs takes the secrets out of the addresses in a text.
func redactURLs(text string) string {
	text = urlUserinfo().ReplaceAllString(text, "${1}"+Redacted+"@")
	return urlQuery().ReplaceAllStringFunc(text, func(query string) string { return query[:1] + redactForm(query[1:]) })
}

// redactForm takes the secrets out of parameters, and leaves the others as they
// are.
func redactForm(form string) string {
	parts := strings.FieldsFunc(form, func(r rune) bool { return r == '&' || r == '#' || r == ';' })
	changed := false
	for i, part := range parts {
		if name, value, ok := strings.Cut(part, "="); ok && value != "" && isSecretParameter(name) {
			parts[i], changed = name+"="+Redacted, true
		}
	}
	if !changed {
		return form
	}
	return strings.Join(parts, "&")
}

func redactBody(text, kind string) string {
	if kind == "application/x-www-form-urlencoded" {
		return redactForm(text)
	}
	return redactURLs(redactMembers(text))
}

// redactMembers takes the values of secret members out of a text that is meant as
// JSON. It need not be whole, nor be right: a target may send anything.
func redactMembers(text string) string {
	var out strings.Builder
	done := 0
	for at := 0; at < len(text); {
		if text[at] != '"' {
			at++
			continue
		}
		end := stringEnd(text, at)
		value := skipSpace(text, end)
		if value < len(text) && text[value] == ':' && isSecretName(unquote(text[at:end])) {
			value = skipSpace(text, value+1)
			out.WriteString(text[done:value] + `"` + Redacted + `"`)
			end = valueEnd(text, value)
			done = end
		}
		at = end
	}
	if done == 0 {
		return text
	}
	return out.String() + text[done:]
}

func unquote(quoted string) string {
	var name string
	if json.Unmarshal([]byte(quoted), &name) != nil {
		return strings.Trim(quoted, `"`)
	}
	return name
}

func skipSpace(text string, at int) int {
	for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) >= 0 {
		at++
	}
	return at
}

// stringEnd returns where a JSON string that starts at a place ends.
func stringEnd(text string, at int) int {
	for at++; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
	return len(text)
}

// valueEnd returns where a JSON value that starts at a place ends.
func valueEnd(text string, at int) int {
	depth := 0
	for at < len(text) {
		switch text[at] {
		case '"':
			at = stringEnd(text, at)
			if depth == 0 {
				return at
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth < 0 {
				return at
			}
			if depth == 0 {
				return at + 1
			}
		case ',':
			if depth == 0 {
				return at
			}
		}
		at++
	}
	return at
}
