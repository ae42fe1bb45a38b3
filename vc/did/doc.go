// Package did finds the controller document of an identifier, and the
// verification method that a proof names in it. did:key is resolved here,
// without any network; every other identifier is the business of the
// resolver that the caller puts into the [vc.Env].
package did
