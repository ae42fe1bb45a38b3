package house

import (
	"slices"
	"testing"
)

// names are the packages that have another name where they are imported than
// the end of their path says. Each has the same one in every file.
var names = map[string]string{
	module + "/microcredential":           "mc", // in every second line of the codecs
	"software.sslmate.com/src/go-pkcs12":  "pkcs12",
	"github.com/lestrrat-go/jwx/v2/jwk":   "jwx",  // beside internal/jwk
	"golang.org/x/crypto/cryptobyte/asn1": "tags", // beside encoding/asn1

	"github.com/go-json-experiment/json/v1": "jsonv1", // beside its own newer version
}

// otherNames are the files that differ with a reason.
var otherNames = []string{
	"badge/ob3/marshal_test.go", // compares two packages of the name json
}

// A package that has two names has to be looked up twice, and text that is
// moved from one file to another no longer compiles.
func TestPackagesHaveOneName(t *testing.T) {
	for _, file := range goFiles(t) {
		if slices.Contains(otherNames, file) {
			continue
		}
		for path, name := range importsOf(t, file) {
			if name != names[path] && name != "_" {
				t.Errorf("%s imports %s as %q, the other files as %q (\"\" is its own name)", file, path, name, names[path])
			}
		}
	}
}
