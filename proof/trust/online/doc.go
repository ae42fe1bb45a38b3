// Package online asks the services that seals rest upon: time-stamp authorities
// (RFC 3161), OCSP responders (RFC 6960), and the places where authorities publish
// revocation lists and their own certificates (RFC 5280 sections 4.2.1.13 and
// 4.2.2.1). [Client] has the methods that sealing and extending need.
//
// Nothing is asked without an [http.Client] that you give. A URL that you give is
// asked with it. A URL from a certificate, which anybody may have made, is asked
// only at public addresses. Sizes, redirects and times are bounded.
//
// A client checks that an answer fits the question. Whether its signature is right
// and whose it is, package trust finds out.
package online
