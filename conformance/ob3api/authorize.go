package ob3api

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
)

// request is a request for access (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
type request struct {
	client    Client
	redirect  string
	scope     []string
	state     string
	challenge string
	fault     string // the error of section 4.1.2.1 that it is answered with, or ""
}

// readRequest reads the request in the query. When it cannot be told where to send
// the person back to, or the store fails, it answers itself (section 4.1.2.1).
func (h *Host) readRequest(w http.ResponseWriter, r *http.Request) (request, bool) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || repeated(values) != "" {
		h.page(w, http.StatusBadRequest, page{Fault: "The address that led you here is damaged: a parameter is unreadable or stands there twice."})
		return request{}, false
	}
	client, err := h.config.Store.Client(r.Context(), values.Get("client_id"))
	q := request{client: client, redirect: values.Get("redirect_uri"), state: values.Get("state"), challenge: values.Get("code_challenge")}
	switch {
	case errors.Is(err, ErrNotFound):
		h.page(w, http.StatusBadRequest, page{Fault: "The program that sent you here is not registered with this host."})
		return q, false
	case err != nil:
		h.log(r, err)
		h.page(w, http.StatusServiceUnavailable, page{Fault: "This host cannot reach what it keeps. Try again later."})
		return q, false
	case !slices.Contains(client.Redirect, q.redirect):
		h.page(w, http.StatusBadRequest, page{Fault: "The program that sent you here wants you back at an address that it did not register."})
		return q, false
	}
	var granted bool
	q.scope, granted = readScope(values.Get("scope"), client.Scope)
	switch {
	case values.Get("response_type") != "code":
		q.fault = "unsupported_response_type"
	case values.Get("code_challenge_method") != "S256" || len(q.challenge) != 43:
		q.fault = "invalid_request"
	case !granted:
		q.fault = "invalid_scope"
	}
	return q, true
}

// sendBack sends the person back to the client with a parameter and the state.
func (q request) sendBack(w http.ResponseWriter, r *http.Request, name, value string) {
	to, err := url.Parse(q.redirect)
	if err != nil {
		http.Error(w, "the address of the client is damaged", http.StatusBadRequest)
		return
	}
	values := to.Query()
	values.Set(name, value)
	if q.state != "" {
		values.Set("state", q.state)
	}
	to.RawQuery = values.Encode()
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}

// askConsent shows what a client asks for. Also a faulty request leads back only
// when the person says so: anybody can register, and this host must not send its
// people to wherever a link of a stranger leads (RFC 9700 section 4.11.2).
func (h *Host) askConsent(w http.ResponseWriter, r *http.Request) {
	q, ok := h.readRequest(w, r)
	switch {
	case !ok:
		return
	case q.fault != "":
		back := q.page(h, r)
		back.Fault, back.Back = "The program that sent you here asks in a way that this host does not take, so it gets nothing.", true
		h.page(w, http.StatusBadRequest, back)
	default:
		h.page(w, http.StatusOK, q.page(h, r))
	}
}

// takeConsent takes what the person decided. Another page cannot send the form in
// the person's name.
func (h *Host) takeConsent(w http.ResponseWriter, r *http.Request) {
	if err := h.origin.Check(r); err != nil {
		h.page(w, http.StatusForbidden, page{Fault: "The form was sent by another page, so it does not count. Go back to the program and start anew."})
		return
	}
	q, ok := h.readRequest(w, r)
	if !ok {
		return
	}
	params, ok := form(w, r)
	if !ok {
		return
	}
	if q.fault != "" {
		q.sendBack(w, r, "error", q.fault)
		return
	}
	if params.Get("decision") != "allow" {
		q.sendBack(w, r, "error", "access_denied")
		return
	}
	owner, err := h.config.Authenticate(r)
	if err != nil || owner == "" {
		again := q.page(h, r)
		again.Fault = "That was not recognised. Try again."
		h.page(w, http.StatusForbidden, again)
		return
	}
	code := newSecret()
	grant := Grant{ID: newSecret(), Client: q.client.ID, Owner: owner, Scope: q.scope, Created: h.now()}
	err = h.config.Store.AddGrant(r.Context(), grant, Secret{
		Digest: DigestOf(code), Kind: Code, Scope: q.scope, Expires: h.now().Add(codeLifetime), Redirect: q.redirect, Challenge: q.challenge,
	})
	if err != nil {
		h.log(r, err)
		q.sendBack(w, r, "error", "server_error")
		return
	}
	q.sendBack(w, r, "code", code)
}
