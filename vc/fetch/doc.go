// Package fetch is the only door to the network: it makes the [vc.Fetcher] for
// the parts that need one, such as the resolver of package vc/did.
//
//	fetcher, err := fetch.New(http.DefaultClient, fetch.Options{})
//	env := vc.Env{Resolver: did.Web(fetcher)}
//
// # Security
//
// The URLs come from documents that anybody may have written. So only https
// URLs with a host name are fetched. Only public addresses are connected to,
// checked at the moment of connecting, after the name was resolved. The
// server's certificate is checked, redirects are few and stay on the host,
// answers are bounded in size and time, and no cookie, credential, proxy
// setting or referrer is sent. Messages say what kind of thing went wrong,
// never which addresses a name led to.
//
// There is no cache and no retry. If you want either, wrap the Fetcher: you
// know for how long a key or a status may be remembered.
package fetch
