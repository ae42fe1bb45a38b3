// Package vcapi is a service that issues, verifies, derives and presents
// credentials over HTTP, as the VC API of the W3C describes it.
package vcapi
