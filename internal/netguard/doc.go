// Package netguard keeps requests for URLs from other people's documents away
// from places that only this machine can reach (server-side request forgery): a
// credential may name any URL as the home of its key or status list.
//
// A URL is checked before anything happens ([Policy.CheckURL]), and each address
// again at the moment of connecting, after the name was resolved
// ([Policy.Transport]). So nothing is gained by a name that first resolves to a
// public address and then to a private one.
package netguard
