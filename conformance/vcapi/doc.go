// Package vcapi is a service that issues, verifies, derives and presents
// credentials over HTTP, as the VC API of the W3C's Credentials Community Group has
// it. It is an [http.Handler], to be mounted in any server, and the service that
// the conformance suite is tried on.
//
//	service, err := vcapi.New(vcapi.Config{
//		URL:       "https://vc.example",
//		Suites:    vcapi.StandardSuites(key),
//		Store:     store,
//		Authorize: authorize,
//	})
//	http.Handle("/", service)
//
// # Routes
//
// /openapi.json describes them: /credentials/issue and /SUITE/credentials/issue,
// /credentials/{id}, /credentials/status, /credentials/derive,
// /credentials/verify, /presentations/prove, /presentations/verify, the status
// lists at /status/{list}, and /.well-known/did.json.
//
// A request that succeeds is answered with 200, 201 or 204. What went wrong is a
// problem document of RFC 9457 with a problem type of the W3C; what may not be
// relied upon is answered with 400. To serve below a path, wrap the service in
// [http.StripPrefix] and let Config.URL name that path.
//
// # State
//
// A [Store] keeps what was issued and the status lists. A credential is kept
// before it is handed out, and a status is set before that is confirmed. If the
// service ends in between, a place in a status list may stay unused.
//
// # Security
//
// Whatever signs or hands out what was issued is refused until somebody says who
// may do it (Config.Authorize). Verifying and deriving need no key and are open
// unless Authorize says otherwise. Bodies and times are bounded, and what a
// verification may fetch is up to the Env of the verifier. A request cannot lessen
// what the verifier asks: the option checks is accepted and changes nothing. The
// log names routes, never paths, identifiers or contents.
package vcapi
