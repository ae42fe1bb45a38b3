package mikromerit

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof/cose"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// ErrSuite says that there is no such suite, or that it fits neither the key nor
// the options.
var ErrSuite = errors.New("ISSUE-SUITE")

// ErrKey is an [ErrSuite] that no other suite mends: none that is on offer fits the
// key.
var ErrKey = fmt.Errorf("%w", ErrSuite)

// suite is a way of signing.
type suite struct {
	name    string
	form    jose.Form   // of a token; "" for any other
	message cose.Form   // of a COSE message; "" for any other
	types   []keys.Type // the types of key that fit
	base    bool        // it makes a base proof, from which the holder derives others
}

// embeds reports whether the proof becomes a member of the document.
func (s suite) embeds() bool { return s.form == "" && s.message == "" }

func (s suite) cryptosuite() dataintegrity.Cryptosuite { return dataintegrity.Cryptosuite(s.name) }

var (
	edwardsKeys = []keys.Type{keys.Ed25519}
	nistKeys    = []keys.Type{keys.P256, keys.P384}
	curveKeys   = []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.P521}
	anyKeys     = []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.P521, keys.RSA}
)

// The suites on offer. The first that fits a key is the default for it.
var (
	eddsaRDFC = suite{name: string(dataintegrity.EdDSARDFC2022), types: edwardsKeys}
	eddsaJCS  = suite{name: string(dataintegrity.EdDSAJCS2022), types: edwardsKeys}
	eddsa2020 = suite{name: string(dataintegrity.Ed25519Signature2020), types: edwardsKeys}
	ecdsaRDFC = suite{name: string(dataintegrity.ECDSARDFC2019), types: nistKeys}
	ecdsaJCS  = suite{name: string(dataintegrity.ECDSAJCS2019), types: nistKeys}
	ecdsaSD   = suite{name: string(dataintegrity.ECDSASD2023), types: []keys.Type{keys.P256}, base: true}
	bbs2023   = suite{name: string(dataintegrity.BBS2023), types: []keys.Type{keys.BLS12381}, base: true}
	vcJWT     = suite{name: "jwt", form: jose.VCJWT, types: anyKeys}
	vcJOSE    = suite{name: "vc+jwt", form: jose.VCJOSE, types: anyKeys}
	vcSDJWT   = suite{name: "vc+sd-jwt", form: jose.VCSDJWT, types: anyKeys}
	// The claims of an SD-JWT VC are no W3C credential.
	dcSDJWT = suite{name: "dc+sd-jwt", form: jose.SDJWTVC, types: anyKeys}
	vcCOSE  = suite{name: "vc+cose", message: cose.VC, types: curveKeys}
	vpCOSE  = suite{name: "vp+cose", message: cose.VP, types: curveKeys}
	vpJOSE  = suite{name: "vp+jwt", form: jose.VPJOSE, types: anyKeys}
	// A token status list is no credential either.
	tokenList = suite{name: "statuslist+jwt", form: "statuslist+jwt", types: anyKeys}
	// A key binding JWT goes to the end of an SD-JWT.
	keyBinding = suite{name: "kb+jwt", form: "kb+jwt", types: anyKeys}

	forCredentials   = []suite{eddsaRDFC, ecdsaRDFC, eddsaJCS, ecdsaJCS, ecdsaSD, bbs2023, eddsa2020, vcJWT, vcJOSE, vcSDJWT, dcSDJWT, vcCOSE}
	forHeld          = slices.DeleteFunc(slices.Clone(forCredentials), func(s suite) bool { return s.base })
	forPresentations = []suite{eddsaRDFC, ecdsaRDFC, eddsaJCS, ecdsaJCS, eddsa2020, vpJOSE, keyBinding, vpCOSE}
	forLists         = []suite{eddsaRDFC, ecdsaRDFC, eddsaJCS, ecdsaJCS, eddsa2020, vcJOSE, vcJWT}
)

// algorithms are the signature algorithms of a token for each type of key, the
// default first.
var algorithms = map[keys.Type][]string{
	keys.Ed25519: {"EdDSA"},
	keys.P256:    {"ES256"},
	keys.P384:    {"ES384"},
	keys.P521:    {"ES512"},
	keys.RSA:     {"RS256", "PS256"},
}

// chooseSuite returns the suite with a name, or the default for a type of key.
func chooseSuite(offered []suite, name string, kind keys.Type) (suite, error) {
	isNamed := func(s suite) bool { return s.name == name }
	fitting := slices.DeleteFunc(slices.Clone(offered), func(s suite) bool { return !slices.Contains(s.types, kind) })
	if len(fitting) == 0 {
		return suite{}, fmt.Errorf("%w: none of %s can be made with a key of the type %s; sign with a key of another type", ErrKey, suiteNames(offered), kind)
	}
	if name == "" {
		return fitting[0], nil
	}
	if i := slices.IndexFunc(fitting, isNamed); i >= 0 {
		return fitting[i], nil
	}
	if i := slices.IndexFunc(offered, isNamed); i >= 0 {
		return suite{}, fmt.Errorf("%w: %s cannot be made with a key of the type %s, only with one of %s; this key makes %s", ErrSuite, name, kind, typeNames(offered[i].types), suiteNames(fitting))
	}
	return suite{}, fmt.Errorf("%w: there is no suite %q; use one of %s", ErrSuite, name, suiteNames(offered))
}

// suiteNames lists the names of suites for a message.
func suiteNames(suites []suite) string {
	all := make([]string, len(suites))
	for i, s := range suites {
		all[i] = s.name
	}
	return strings.Join(all, ", ")
}

// typeNames lists types of keys for a message.
func typeNames(types []keys.Type) string {
	all := make([]string, len(types))
	for i, t := range types {
		all[i] = string(t)
	}
	return strings.Join(all, ", ")
}

// baseNames lists the suites that make base proofs, for a message.
func baseNames() string {
	return strings.ReplaceAll(suiteNames(slices.DeleteFunc(slices.Clone(forCredentials), func(s suite) bool { return !s.base })), ", ", " and ")
}
