// Package testkit holds what the tests of several packages share: access to the
// published data, a certification authority with its keys, seals, and changes to
// documents that must be noticed. Only tests may import it.
package testkit
