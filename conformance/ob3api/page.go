package ob3api

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"net/http"
	"net/url"
	"sync"
)

// page is what a page of the host shows.
type page struct {
	Host, Client, Home string // who asks, and the host of its pages
	Asks               []string
	Fields             []Field
	Action             string // where the form goes; "": there is none
	Back               bool   // there is nothing to allow, only the way back
	Fault              string
	Text               string
	origin             string // where the form leads to in the end
}

// page returns what a request asks the person.
func (q request) page(h *Host, r *http.Request) page {
	p := page{Client: q.client.Name, Fields: h.config.Fields, Action: h.config.Base + "/oauth2/authorize?" + r.URL.RawQuery}
	if to, err := url.Parse(q.redirect); err == nil {
		p.Home, p.origin = to.Hostname(), to.Scheme+"://"+to.Host
	}
	for _, scope := range q.scope {
		p.Asks = append(p.Asks, meaningOf(scope))
	}
	return p
}

// pageStyle is all the look that the page has. It is allowed by its digest.
const pageStyle = `body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:3rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}` +
	`label,input{display:block;width:100%;box-sizing:border-box;font:inherit}input{padding:.5rem;margin:.25rem 0 1rem;border:1px solid #666;border-radius:.25rem}` +
	`button{font:inherit;padding:.6rem 1.2rem;margin-right:.5rem;border:1px solid #1a4fa0;border-radius:.25rem;background:#fff;color:#1a4fa0}` +
	`button[value=allow]{background:#1a4fa0;color:#fff}.fault{border-left:.3rem solid #b00020;padding-left:.8rem}` +
	`@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}input,button{background:#222;color:#eee;border-color:#999}button[value=allow]{background:#9dbcff;color:#101010}}`

// styleDigest allows the style in the Content-Security-Policy.
var styleDigest = func() string {
	sum := sha256.Sum256([]byte(pageStyle))
	return base64.StdEncoding.EncodeToString(sum[:])
}()

var pageTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{{.Host}}</title>
<style>` + pageStyle + `</style>
<main>
<h1>{{.Host}}</h1>
{{with .Fault}}<p class="fault" role="alert">{{.}}</p>
{{end}}{{with .Text}}<p>{{.}}</p>
{{end}}{{if .Back}}<form method="post" action="{{.Action}}">
<button name="decision" value="deny">Go back to {{.Home}}</button>
</form>
{{else if .Action}}<p><strong>{{.Client}}</strong>, a program at {{.Home}}, asks to:</p>
<ul>
{{range .Asks}}<li>{{.}}</li>
{{end}}</ul>
<form method="post" action="{{.Action}}">
{{range .Fields}}<label>{{.Label}}<input name="{{.Name}}" type="{{if .Secret}}password{{else}}text{{end}}" autocomplete="{{if .Secret}}current-password{{else}}username{{end}}"></label>
{{end}}<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Do not allow</button>
</form>
{{end}}</main>
</html>
`))
})

// page answers with a page. Nothing runs in it, nothing is loaded, and no other
// page can hold it in a frame.
func (h *Host) page(w http.ResponseWriter, status int, p page) {
	p.Host = h.config.Name
	var text bytes.Buffer
	if err := pageTemplate().Execute(&text, p); err != nil {
		http.Error(w, "the page cannot be written", http.StatusInternalServerError)
		return
	}
	// A browser applies form-action to where the form is redirected to, too.
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+styleDigest+"'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "+p.origin)
	w.Header().Set("X-Frame-Options", "DENY")
	// With no-referrer, browsers would say that our own form comes from nowhere.
	w.Header().Set("Referrer-Policy", "same-origin")
	write(w, status, "text/html; charset=utf-8", text.Bytes())
}

// policy says that the host names no terms, in the place of those.
func (h *Host) policy(w http.ResponseWriter, _ *http.Request) {
	h.page(w, http.StatusOK, page{Text: "This host keeps the badges and the profile that its owners or programs with their consent put here. " +
		"Its operator has published no terms of service and no privacy policy of their own."})
}
