// Package ob3api is a host of the Open Badges 3.0 API: a handler that keeps
// badges and a profile for each person, and lets programs read and add them with
// that person's consent.
//
//	host, err := ob3api.New(ob3api.Config{Base: "https://host.example/ims/ob/v3p0", Store: store, ...})
//	mux.Handle("/ims/ob/v3p0/", host)
//
// It serves discovery, credentials and profile (Open Badges 3.0 section 6) and,
// below oauth2, an authorization server: the authorization code with PKCE (RFC
// 6749, RFC 7636), dynamic registration (RFC 7591), refreshing with rotation, and
// revocation (RFC 7009). Section 7 of Open Badges 3.0 asks for these.
//
// # What is kept
//
// A credential is verified before it is kept: only what its issuer really signed
// comes in. It is kept to the byte, and answered to the byte. Of two with the
// same id from the same issuer the newer is kept (section 10). Package state has
// a [Store] in a database.
//
// # Who is who
//
// The host knows nobody by itself. [Config].Authenticate says who fills in the
// page on which somebody allows a program what it asks for. The page needs no
// scripts. [Config].Bearer and [Config].Machine are for programs of the owner's
// own, and may be left out.
//
// # Security
//
// Use TLS: tokens are worth what they open. Codes work once; if one is used
// twice, all that came of it ends, and so it is with refresh tokens. Secrets are
// kept as digests. A program is sent back only to an address that it registered,
// on the host of its own pages. Bodies, pages, clients and credentials are
// limited; the time of a request is for the server that this handler runs in.
package ob3api
