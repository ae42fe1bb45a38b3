package web

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// filledForm returns a form with some fields; that of the name file is a file.
func filledForm(t *testing.T, fields ...[2]string) (body *bytes.Buffer, mediaType string) {
	t.Helper()
	body = new(bytes.Buffer)
	w := multipart.NewWriter(body)
	for _, f := range fields {
		if f[0] != "file" {
			require.NoError(t, w.WriteField(f[0], f[1]))
			continue
		}
		part, err := w.CreateFormFile("file", "name of the file.json")
		require.NoError(t, err)
		_, err = io.WriteString(part, f[1])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return body, w.FormDataContentType()
}

// post sends a form to a handler.
func post(t *testing.T, h http.Handler, path string, header http.Header, fields ...[2]string) *httptest.ResponseRecorder {
	t.Helper()
	body, mediaType := filledForm(t, fields...)
	r := httptest.NewRequest(http.MethodPost, path, body)
	r.Header.Set("Content-Type", mediaType)
	for name, values := range header {
		r.Header[name] = values
	}
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	return out
}

func get(h http.Handler, path, accept string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Accept-Language", accept)
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	return out
}

// The form works in a browser without scripts, and every answer forbids them.
func TestFormPage(t *testing.T) {
	h := Handler(Config{})
	out := get(h, "/", "sv, en;q=0.5")
	require.Equal(t, http.StatusOK, out.Code)
	page := out.Body.String()
	requireOurMarkup(t, page, "form")
	require.Contains(t, page, `<html lang="sv">`)
	require.Contains(t, page, `method="post" action="./" enctype="multipart/form-data"`)
	require.Contains(t, page, `<input id="file" name="file" type="file">`)
	require.Contains(t, page, "<textarea")
	require.Contains(t, get(h, "/?lang=fi", "sv").Body.String(), `<html lang="fi">`)
	csp := out.Header().Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "img-src data:", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"} {
		require.Contains(t, csp, part)
	}
	require.NotContains(t, csp, "unsafe")
	require.NotContains(t, csp, "script-src")
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Cross-Origin-Opener-Policy": "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "same-origin", "Content-Type": "text/html; charset=utf-8",
	} {
		require.Equal(t, want, out.Header().Get(name))
	}
	require.Equal(t, http.StatusNotFound, get(h, "/else", "").Code)
	require.Equal(t, http.StatusSeeOther, get(h, "/convert", "").Code)
	r := httptest.NewRequest(http.MethodDelete, "/", nil)
	refused := httptest.NewRecorder()
	h.ServeHTTP(refused, r)
	require.Equal(t, http.StatusMethodNotAllowed, refused.Code)
}

// The hash in the policy is that of the style that the page has; otherwise it would
// have no style at all.
func TestPolicyFitsTheStyle(t *testing.T) {
	page := get(Handler(Config{}), "/", "").Body.String()
	style := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindStringSubmatch(page)
	require.Len(t, style, 2)
	require.Equal(t, cardStyle, style[1])
	require.NotContains(t, cardStyle, "<")
	require.NotContains(t, cardStyle, "@import")
	require.NotContains(t, cardStyle, "url(")
}

// A file can be chosen, pasted or sent again; each way shows the same card.
func TestShow(t *testing.T) {
	h := Handler(Config{Verifier: trusting(t, true)})
	sealed := string(example(t, "vestre-aas-micro-credential.sealed.jsonld"))
	header := http.Header{"Accept-Language": {"nb"}, "Sec-Fetch-Site": {"same-origin"}}
	var cards []string
	for _, fields := range [][][2]string{
		{{"lang", "nb"}, {"file", sealed}, {"text", ""}},
		{{"file", ""}, {"text", sealed}},
		{{"lang", "en"}, {"data", base64.RawURLEncoding.EncodeToString([]byte(sealed))}, {"language", "nb"}},
	} {
		out := post(t, h, "/", header, fields...)
		require.Equal(t, http.StatusOK, out.Code, out.Body.String())
		requireOurMarkup(t, out.Body.String(), "card")
		cards = append(cards, out.Body.String())
	}
	require.Equal(t, cards[0], cards[1])
	require.Equal(t, cards[0], cards[2])
	require.Contains(t, cards[0], bokmal.Standing.Good)
	require.Contains(t, cards[0], `name="to" value="ob3 zip"`)
	require.NotContains(t, cards[0], "name of the file")
}

// What is no card is one sentence in the language of the reader, with the form to try
// again.
func TestWhatIsNotShown(t *testing.T) {
	h := Handler(Config{MaxFile: 1 << 20})
	header := http.Header{"Accept-Language": {"da"}}
	for _, c := range []struct {
		name   string
		fields [][2]string
		status int
		says   string
	}{
		{"nothing", nil, http.StatusBadRequest, danish.Page.NoFile},
		{"empty", [][2]string{{"file", ""}}, http.StatusBadRequest, danish.Page.NoFile},
		{"text", [][2]string{{"file", "hello"}}, http.StatusUnprocessableEntity, danish.Page.NotCredential},
		{"binary", [][2]string{{"file", "\x00\xff\xfe"}}, http.StatusUnprocessableEntity, danish.Page.NotCredential},
		{"deep", [][2]string{{"file", strings.Repeat("[", 100_000)}}, http.StatusUnprocessableEntity, danish.Page.NotCredential},
		{"other JSON", [][2]string{{"file", `{"a": "<script>"}`}}, http.StatusUnprocessableEntity, danish.Page.NotCredential},
		{"too large", [][2]string{{"file", strings.Repeat("x", 1<<20+1)}}, http.StatusRequestEntityTooLarge, "større end 1 MB"},
		{"far too large", [][2]string{{"file", strings.Repeat("x", 3<<20)}}, http.StatusRequestEntityTooLarge, "større end 1 MB"},
		{"long field", [][2]string{{"lang", strings.Repeat("x", 500)}, {"file", "x"}}, http.StatusRequestEntityTooLarge, "1 MB"},
		{"no base64", [][2]string{{"data", "***"}}, http.StatusBadRequest, danish.Page.NoForm},
	} {
		out := post(t, h, "/", header, c.fields...)
		require.Equal(t, c.status, out.Code, c.name)
		require.Contains(t, visible(out.Body.String()), c.says, c.name)
		require.Contains(t, out.Body.String(), `<input id="file"`, c.name)
		requireOurMarkup(t, out.Body.String(), c.name)
	}
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("file=x"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	out := httptest.NewRecorder()
	h.ServeHTTP(out, r)
	require.Equal(t, http.StatusUnsupportedMediaType, out.Code)
	broken, mediaType := filledForm(t, [2]string{"file", "abc"})
	r = httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(broken.Bytes()[:broken.Len()-30]))
	r.Header.Set("Content-Type", mediaType)
	out = httptest.NewRecorder()
	h.ServeHTTP(out, r)
	require.Equal(t, http.StatusBadRequest, out.Code)
}

// A form on another website must not make a browser send files here.
func TestFormsOfOtherWebsites(t *testing.T) {
	h := Handler(Config{})
	badge := [2]string{"file", string(example(t, "vestre-aas-badge.json"))}
	for _, header := range []http.Header{
		{"Sec-Fetch-Site": {"cross-site"}}, {"Sec-Fetch-Site": {"same-site"}}, {"Origin": {"https://evil.example"}}, {"Origin": {"null"}},
	} {
		for _, path := range []string{"/", "/convert"} {
			out := post(t, h, path, header, badge, [2]string{"to", "edc zip"})
			require.Equal(t, http.StatusForbidden, out.Code, header)
			require.Contains(t, out.Body.String(), english.Page.Foreign)
			require.NotEmpty(t, out.Header().Get("Content-Security-Policy"))
		}
	}
	require.Equal(t, http.StatusOK, post(t, h, "/", http.Header{"Sec-Fetch-Site": {"same-origin"}}, badge).Code)
	require.Equal(t, http.StatusOK, post(t, h, "/", http.Header{"Origin": {"http://example.com"}}, badge).Code, "the host of the tests")
	require.Equal(t, http.StatusOK, post(t, h, "/", nil, badge).Code, "a program, which has no session to abuse")
}

// The download is the document and the account of every value, together or one by one.
func TestConvert(t *testing.T) {
	h := Handler(Config{Verifier: trusting(t, true)})
	data := [2]string{"data", base64.RawURLEncoding.EncodeToString(example(t, "vestre-aas-micro-credential.sealed.jsonld"))}
	out := post(t, h, "/convert", nil, data, [2]string{"to", "ob3 zip"})
	require.Equal(t, http.StatusOK, out.Code, out.Body.String())
	require.Equal(t, `attachment; filename="credential-ob3.zip"`, out.Header().Get("Content-Disposition"))
	require.Equal(t, "nosniff", out.Header().Get("X-Content-Type-Options"))
	archive, err := zip.NewReader(bytes.NewReader(out.Body.Bytes()), int64(out.Body.Len()))
	require.NoError(t, err)
	files := map[string][]byte{}
	for _, f := range archive.File {
		r, err := f.Open()
		require.NoError(t, err)
		files[f.Name], err = io.ReadAll(r)
		require.NoError(t, err)
	}
	require.Len(t, files, 3)
	document := post(t, h, "/convert", nil, data, [2]string{"to", "ob3 document"})
	report := post(t, h, "/convert", nil, data, [2]string{"to", "ob3 report"})
	for name, one := range map[string]*httptest.ResponseRecorder{"credential-ob3.json": document, "report-ob3.json": report} {
		require.Equal(t, "application/json", one.Header().Get("Content-Type"))
		require.True(t, json.Valid(files[name]), name)
		require.True(t, json.Valid(one.Body.Bytes()), name)
	}
	require.Contains(t, string(files["credential-ob3.json"]), "OpenBadgeCredential")
	require.Contains(t, string(files["report-ob3.json"]), `"leaves"`)
	require.NotContains(t, string(files["report-ob3.json"]), "Fjellbekk", "a report names no values")
	require.NotEmpty(t, files["report-ob3.txt"])
}

// What cannot be converted is shown again, with the reason.
func TestConvertRefusals(t *testing.T) {
	h := Handler(Config{Verifier: trusting(t, false)})
	spoilt := strings.Replace(string(example(t, "vestre-aas-badge.signed.json")), "Vestre", "Ostre", 1)
	out := post(t, h, "/convert", nil, [2]string{"file", spoilt}, [2]string{"to", "edc zip"})
	require.Equal(t, http.StatusUnprocessableEntity, out.Code)
	require.Contains(t, visible(out.Body.String()), english.Keeps.NotGenuine)
	for _, to := range []string{"", "ob2 zip", "<script> zip"} {
		out = post(t, h, "/convert", nil, [2]string{"file", string(example(t, "vestre-aas-badge.json"))}, [2]string{"to", to})
		require.Equal(t, http.StatusUnprocessableEntity, out.Code, to)
		requireOurMarkup(t, out.Body.String(), to)
	}
	bare := strings.Replace(string(hostile("x")), `"x", "type": ["VerifiableCredential"`, `"urn:uuid:2b6c1f0e-7a55-4c1d-9e0a-5d4f3a2b1c01", "type": ["VerifiableCredential"`, 1)
	out = post(t, h, "/convert", nil, [2]string{"file", bare}, [2]string{"to", "edc zip"})
	require.Equal(t, http.StatusUnprocessableEntity, out.Code)
	require.Contains(t, visible(out.Body.String()), "country")
	require.NotContains(t, out.Body.String(), "EncodeOptions")
	out = post(t, h, "/convert", nil, [2]string{"file", bare}, [2]string{"to", "edc document"}, [2]string{"country", "NO"})
	require.NotContains(t, visible(out.Body.String()), "Give the country of the issuer", "the option is used")
}

// The page works below any path of somebody else's server.
func TestMountedBelowAPath(t *testing.T) {
	mux := http.NewServeMux()
	mux.Handle("/tools/page/", http.StripPrefix("/tools/page", Handler(Config{})))
	require.Equal(t, http.StatusOK, get(mux, "/tools/page/", "").Code)
	out := post(t, mux, "/tools/page/", nil, [2]string{"file", string(example(t, "vestre-aas-badge.json"))})
	require.Equal(t, http.StatusOK, out.Code)
	for _, a := range addresses.FindAllStringSubmatch(out.Body.String(), -1) {
		require.False(t, strings.HasPrefix(a[1], "/"), "%s leads out of the path", a[1])
	}
	require.Equal(t, http.StatusOK, post(t, mux, "/tools/page/convert", nil, [2]string{"file", string(example(t, "vestre-aas-badge.json"))}, [2]string{"to", "clr zip"}).Code)
}

// Whoever comes when all places are taken waits for a bounded time, and is told.
func TestBusy(t *testing.T) {
	c := Config{MaxJobs: 1, Timeout: 20 * time.Millisecond, MaxFile: 1 << 20, Verifier: trusting(t, false)}
	h := &handler{Config: c, turns: make(chan struct{}, 1)}
	h.turns <- struct{}{}
	for path, f := range map[string]http.HandlerFunc{"/": h.show, "/convert": h.convert} {
		out := post(t, f, path, http.Header{"Accept-Language": {"is"}}, [2]string{"file", "x"})
		require.Equal(t, http.StatusServiceUnavailable, out.Code)
		require.Contains(t, out.Body.String(), icelandic.Page.Busy)
	}
	<-h.turns
	require.Equal(t, http.StatusUnprocessableEntity, post(t, http.HandlerFunc(h.show), "/", nil, [2]string{"file", "x"}).Code)
	require.Empty(t, h.turns, "every place is given back")
}

// A job whose time is over ends with a sentence, not with half a page.
func TestLate(t *testing.T) {
	h := Handler(Config{Timeout: time.Nanosecond, Verifier: trusting(t, true)})
	for range 8 { // the order of turn and end is up to chance
		out := post(t, h, "/", nil, [2]string{"file", string(example(t, "vestre-aas-micro-credential.sealed.jsonld"))})
		require.Equal(t, http.StatusServiceUnavailable, out.Code)
		require.NotContains(t, out.Body.String(), `<article class="card">`)
	}
}

// A long file stays in memory: a form that is read in the usual way would be written
// to a folder for temporary files.
func TestNothingIsStored(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	h := Handler(Config{MaxFile: 64 << 20})
	post(t, h, "/", nil, [2]string{"file", `{"a":"` + strings.Repeat("x", 40<<20) + `"}`})
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left)
}
