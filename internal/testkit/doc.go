// Package testkit holds what the tests of several packages share: the way to
// the published data, test keys, a test certification authority and the
// fictional credentials that the examples are made of. Nothing outside tests,
// examples and the generator of the example files may import it.
package testkit
