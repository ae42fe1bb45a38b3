// Package netguard keeps connections that foreign documents ask for away
// from places that only this machine can reach (server-side request forgery):
// a credential may name any URL as the home of its key or status list.
//
// A URL is judged before anything happens ([Policy.CheckURL]), and each
// address again at the moment of connecting, after the name was resolved
// ([Policy.CheckAddr] in the dialer of [Policy.Transport]), so that a name
// that first resolves to a public address and then to a private one gains
// nothing.
package netguard
