package house

import (
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rooms lists the packages from the ground up. A package may import rooms of
// lower floors, never one of its own floor or above. A new package needs a
// line here.
var rooms = [][]string{
	{"proof/bbs"},
	{"vc/jsontree", "proof/trust", "internal/multikey", "internal/didsyntax", "internal/rdf", "internal/contexts", "internal/netguard", "internal/page", "internal/layout", "internal/sign1", "internal/xmldsig"},
	{"internal/jsonld", "internal/jwk", "internal/jws", "edc/internal/terms"},
	{"proof/keys"},
	{"vc"},
	{"vc/did", "vc/fetch", "proof/trust/online", "vc/status", "microcredential", "internal/loader", "proof/trust/lists", "bulk/rows"},
	{"proof", "vc/bundle", "microcredential/vocabulary", "microcredential/losses", "vc/status/storetest", "badge/internal/datamodel", "badge/internal/lenient", "internal/mapping", "vc/status/sqlstore", "edc/shapes", "microcredential/stacking", "microcredential/policy"},
	{"proof/internal/enveloping", "microcredential/template"},
	{"proof/dataintegrity", "proof/jades", "proof/jose", "proof/cose", "edc", "edc/legacy", "badge/ob3", "formats/plain"},
	{"badge/bake", "badge/internal/nested", "badge/ob2"},
	{"badge", "formats/elmo", "formats/eudi"},
	{"badge/clr"},
	{""},
	{"passport"},
	{"internal/testkit"},
	{"batch"},
	{"conformance/vectors"},
	{"conformance"},
	{"conformance/target", "conformance/report", "conformance/vcapi", "conformance/ob3api", "web"},
	{"conformance/state", "internal/broken", "bulk"},
	{"cmd/mikromerit", "examples", "internal/w3c", "internal/mutants", "internal/house", "internal/dss", "internal/speed"},
}

// confined lists the third-party modules and the only packages that may
// import them. testify is for tests and never appears here.
var confined = map[string][]string{
	"github.com/go-json-experiment/json":   {"vc/jsontree", "internal/contexts", "badge", "badge/clr", "badge/internal/lenient", "badge/ob3", "conformance/report"},
	"github.com/piprate/json-gold":         {"internal/jsonld"},
	"github.com/lestrrat-go/jwx/v2":        {"internal/jwk"},
	"github.com/multiformats/go-multibase": {"internal/multikey", "vc", "proof/dataintegrity", "conformance/vectors"},
	"github.com/fxamacker/cbor":            {"internal/sign1", "proof/dataintegrity", "conformance/vectors", "conformance"},
	"filippo.io/edwards25519":              {"internal/multikey"},
	"github.com/cloudflare/circl":          {"proof/bbs"},
	"golang.org/x/text":                    {"microcredential", "microcredential/template", "bulk/rows", "badge", "badge/clr", "badge/ob2", "edc", "", "web", "cmd/mikromerit", "proof/jades", "microcredential/policy", "passport", "formats/elmo", "formats/eudi"},
	"golang.org/x/image":                   {"internal/page"},
	"go.yaml.in/yaml/v3":                   {"microcredential/template"}, // its parser only
	"golang.org/x/term":                    {"cmd/mikromerit"},
	"golang.org/x/net/idna":                {"internal/didsyntax"},
	"software.sslmate.com/src/go-pkcs12":   {"proof/keys"},
	"golang.org/x/crypto":                  {"proof/trust"}, // cryptobyte
	"github.com/alecthomas/kong":           {"cmd/mikromerit"},
	"modernc.org/sqlite":                   {"cmd/mikromerit"}, // drivers, which whoever imports the library does not pay for
	"github.com/jackc/pgx/v5":              {"cmd/mikromerit"},
}

// publicOnly reports whether a package must get by with the public interface.
func publicOnly(pkg string) bool {
	return pkg == "cmd/mikromerit" || strings.HasPrefix(pkg, "examples")
}

// imports returns what each package imports, outside tests.
func imports(t *testing.T) map[string][]string {
	found := make(map[string][]string)
	for _, file := range goFiles(t) {
		pkg := packageOf(file)
		if isTest(file) || nested(pkg) {
			continue
		}
		found[pkg] = append(found[pkg], "")
		for name := range importsOf(t, file) {
			found[pkg] = append(found[pkg], name)
		}
	}
	return found
}

// floorOf returns the floor of a package, or -1. A folder below a room whose
// name ends the list is part of that room (examples/...).
func floorOf(pkg string) int {
	for floor, names := range rooms {
		for _, name := range names {
			if name == pkg || (name == "examples" && strings.HasPrefix(pkg, "examples/")) {
				return floor
			}
		}
	}
	return -1
}

func TestImportsPointDown(t *testing.T) {
	for dir, names := range imports(t) {
		floor := floorOf(dir)
		require.NotEqual(t, -1, floor, "package %s has no place in the house; add it to rooms", dir)
		for _, name := range names {
			below, ours := strings.CutPrefix(strings.TrimPrefix(name, module), "/")
			if ours = ours || name == module; !ours || !strings.HasPrefix(name, module) {
				continue
			}
			require.Less(t, floorOf(below), floor, "%s must not import %s: imports point down only", dir, below)
			if publicOnly(dir) {
				require.NotContains(t, below, "internal/", "%s must get by with the public interface", dir)
			}
			require.NotEqual(t, "internal/testkit", below, "%s is no test, so it must not import the test kit", dir)
		}
	}
}

func TestThirdPartyModulesAreConfined(t *testing.T) {
	used := make(map[string]bool)
	for dir, names := range imports(t) {
		for _, name := range names {
			first, _, _ := strings.Cut(name, "/")
			if !strings.Contains(first, ".") || name == module || strings.HasPrefix(name, module+"/") {
				continue
			}
			home := ""
			for candidate := range confined {
				if name == candidate || strings.HasPrefix(name, candidate+"/") {
					home = candidate
				}
			}
			require.NotEmpty(t, home, "%s imports %s, which no one has decided on", dir, name)
			require.Contains(t, confined[home], dir, "%s must not import %s", dir, name)
			used[home+" in "+dir] = true
		}
	}
	for home, dirs := range confined {
		for _, dir := range dirs {
			require.True(t, used[home+" in "+dir], "%s no longer imports %s; take it off the list", dir, home)
		}
	}
}

// A room that is gone must not stay on the list, where it would say something
// about the house that is no longer true.
func TestRoomsExist(t *testing.T) {
	found := imports(t)
	for _, names := range rooms {
		for _, name := range names {
			if name == "examples" {
				continue
			}
			_, ok := found[name]
			require.True(t, ok, "the room %q is gone; take it off the list", path.Clean(name))
		}
	}
}
