// Command w3c is the service of package conformance/vcapi set up for the test
// suites of the W3C: with throw-away keys, a self-signed certificate, nobody to
// ask for leave, and the few things that the suites expect and no specification
// does. The script run.sh beside it gets the suites and runs them; what comes out
// is written down in docs/w3c-suites.md.
//
//	go run ./internal/w3c serve -listen localhost:8443 -config localConfig.cjs
//	go run ./internal/w3c issue|verify --input F --key F --feature X [--sd JSON] --output F
//
// # Security
//
// It is for tests alone: everybody may issue, and a proof counts whose key does
// not belong to the issuer, since the suites use the keys of the specifications'
// own examples.
package main
