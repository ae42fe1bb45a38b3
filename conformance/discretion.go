package conformance

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Secretive is a [Target] that was given secrets, or got some in the run. They enter
// no report, even if what is judged sends them back where nobody looks for them: in
// the text of an error, in the name of a header, in Base64.
type Secretive interface {
	Target
	// Secrets returns what must not be shown, so far.
	Secrets() []string
}

// minSecret is how long a secret is at least. A shorter one would blacken ordinary
// words, and shows little.
const minSecret = 6

// hider takes secrets out of texts.
type hider struct{ forms *strings.Replacer }

// newHider returns a hider of secrets, in every form in which software tends to send
// them back.
func newHider(secrets []string) hider {
	var pairs []string
	for _, secret := range secrets {
		if len(secret) < minSecret {
			continue
		}
		for _, form := range formsOf(secret) {
			if len(form) >= minSecret {
				pairs = append(pairs, form, Redacted)
			}
		}
	}
	if len(pairs) == 0 {
		return hider{}
	}
	return hider{strings.NewReplacer(pairs...)}
}

func (h hider) hide(text string) string {
	if h.forms == nil {
		return text
	}
	return h.forms.Replace(text)
}

func (h hider) hideAll(texts []string) []string {
	out := slices.Clone(texts)
	for i := range out {
		out[i] = h.hide(out[i])
	}
	return out
}

// formsOf returns a secret as it looks in addresses, JSON, markup, names of headers,
// hexadecimal, and Base64 wherever it begins in what was encoded.
func formsOf(secret string) []string {
	forms := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret), strings.ReplaceAll(secret, "/", `\/`),
		http.CanonicalHeaderKey(secret), strings.ToLower(secret), strings.ToUpper(secret),
		hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))),
	}
	if quoted, err := json.Marshal(secret); err == nil {
		forms = append(forms, strings.Trim(string(quoted), `"`))
	}
	for _, coding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			coded := coding.EncodeToString(append(make([]byte, before), secret...))
			// The letters at both ends also stand for what is beside the secret.
			forms = append(forms, coded[(before*8+5)/6:(before+len(secret))*8/6])
		}
	}
	return forms
}

// SecretArguments returns the values in the arguments of a program that by their
// names are secrets: --token=x, --api-key x, PASSWORD=x.
func SecretArguments(arguments []string) []string {
	var secrets []string
	next := false
	for _, argument := range arguments {
		if next {
			secrets = append(secrets, argument)
		}
		name, value, given := strings.Cut(strings.TrimLeft(argument, "-"), "=")
		secret := namesSecret(name)
		if given && secret {
			secrets = append(secrets, value)
		}
		next = !given && secret && strings.HasPrefix(argument, "-")
	}
	return secrets
}

// namesSecret reports whether a name, or what it ends with, is that of a secret, such
// as that of the variable SHOP_TOKEN.
func namesSecret(name string) bool {
	if isSecretName(name) {
		return true
	}
	plain := plainName(name)
	for _, end := range []string{"token", "secret", "password", "passwd", "apikey", "accesskey", "privatekey"} {
		if strings.HasSuffix(plain, end) {
			return true
		}
	}
	return false
}

// maxTexts is how much of bodies a report keeps in all. What comes later is kept to
// maxBrief, so that who is judged by thousands of documents cannot fill the memory.
const (
	maxTexts = 64 << 20
	maxBrief = 1 << 10
)

// entered returns a result as it enters the report: without secrets, and within what
// a report holds.
func (r *run) entered(result Result) Result {
	h := r.hider()
	result.Reason = h.hide(result.Reason)
	result.Cases = slices.Clone(result.Cases)
	for i := range result.Cases {
		c := &result.Cases[i]
		c.Name, c.Want, c.Found, c.Document, c.Pointer = h.hide(c.Name), h.hide(c.Want), h.hide(c.Found), h.hide(c.Document), h.hide(c.Pointer)
		c.Exchanges = slices.Clone(c.Exchanges)
		for j := range c.Exchanges {
			x := &c.Exchanges[j]
			x.Failure = h.hide(x.Failure)
			for _, m := range []*Message{&x.Request, &x.Response} {
				*m = h.message(*m)
				m.Body = nil
				if r.texts += len(m.Text); r.texts > maxTexts && len(m.Text) > maxBrief {
					m.Text = strings.ToValidUTF8(m.Text[:maxBrief], "") + fmt.Sprintf("… (%d bytes in all)", m.Size)
				}
			}
		}
	}
	return result
}

func (r *run) hider() hider {
	if target, ok := r.target.(Secretive); ok {
		return newHider(target.Secrets())
	}
	return hider{}
}

// message returns a message without the secrets. The digest of a body with one in it
// would help to guess it.
func (h hider) message(m Message) Message {
	text := h.hide(m.Text)
	if m.Text != text {
		m.Text, m.Digest = text, ""
	}
	m.Line = h.hide(m.Line)
	if m.Header != nil && h.forms != nil {
		header := make(map[string][]string, len(m.Header))
		for name, values := range m.Header {
			name = h.hide(name)
			header[name] = append(header[name], h.hideAll(values)...)
		}
		m.Header = header
	}
	return m
}

// description returns a description without the secrets: what is judged wrote much
// of it.
func (h hider) description(d Description) Description {
	d.Name, d.Address, d.Version, d.Issuer, d.Unfed, d.Suites = h.hide(d.Name), h.hide(d.Address), h.hide(d.Version), h.hide(d.Issuer), h.hide(d.Unfed), h.hideAll(d.Suites)
	d.Absent, d.Issuers = maps.Clone(d.Absent), maps.Clone(d.Issuers)
	for o, why := range d.Absent {
		d.Absent[o] = h.hide(why)
	}
	for suite, issuer := range d.Issuers {
		d.Issuers[suite] = h.hide(issuer)
	}
	return d
}
