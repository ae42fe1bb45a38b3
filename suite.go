package mikromerit

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// ErrSuite says that there is no such way of signing, or that it does not fit
// the key.
var ErrSuite = errors.New("ISSUE-SUITE")

// Suites returns the names of the ways in which credentials can be signed, the
// default for each kind of key first.
func Suites() []string { return namesOf(forCredentials) }

// PresentationSuites returns the names of the ways in which presentations can
// be signed.
func PresentationSuites() []string { return namesOf(forPresentations) }

// suite is a way of signing.
type suite struct {
	name  string
	form  jose.Form   // of a token; "" for a proof in the document
	types []keys.Type // the kinds of key that fit
}

// embeds reports whether the proof becomes a member of the document.
func (s suite) embeds() bool { return s.form == "" }

func (s suite) cryptosuite() dataintegrity.Cryptosuite { return dataintegrity.Cryptosuite(s.name) }

var (
	onEdwards = []keys.Type{keys.Ed25519}
	onNIST    = []keys.Type{keys.P256, keys.P384}
	onAny     = []keys.Type{keys.Ed25519, keys.P256, keys.P384, keys.RSA}
)

// The suites on offer. The first that fits a key is the default for it.
var (
	eddsaRDFC = suite{name: string(dataintegrity.EdDSARDFC2022), types: onEdwards}
	eddsaJCS  = suite{name: string(dataintegrity.EdDSAJCS2022), types: onEdwards}
	eddsa2020 = suite{name: string(dataintegrity.Ed25519Signature2020), types: onEdwards}
	ecdsaRDFC = suite{name: string(dataintegrity.ECDSARDFC2019), types: onNIST}
	ecdsaJCS  = suite{name: string(dataintegrity.ECDSAJCS2019), types: onNIST}
	ecdsaSD   = suite{name: string(dataintegrity.ECDSASD2023), types: []keys.Type{keys.P256}}
	vcJWT     = suite{name: "jwt", form: jose.VCJWT, types: onAny}
	vcJOSE    = suite{name: "vc+jwt", form: jose.VCJOSE, types: onAny}
	vcSDJWT   = suite{name: "vc+sd-jwt", form: jose.VCSDJWT, types: onAny}
	vpJOSE    = suite{name: "vp+jwt", form: jose.VPJOSE, types: onAny}
	// A key binding JWT belongs to the SD-JWT that it is put at the end of.
	bound = suite{name: "kb+jwt", form: "kb+jwt", types: onAny}

	forCredentials   = []suite{eddsaRDFC, ecdsaRDFC, eddsaJCS, ecdsaJCS, ecdsaSD, eddsa2020, vcJWT, vcJOSE, vcSDJWT}
	forPresentations = []suite{eddsaRDFC, ecdsaRDFC, eddsaJCS, ecdsaJCS, eddsa2020, vpJOSE, bound}
	forLists         = []suite{eddsaRDFC, ecdsaRDFC, eddsaJCS, ecdsaJCS, eddsa2020, vcJOSE, vcJWT}
)

// algorithms are the signature algorithms of a token for each kind of key, the
// default first.
var algorithms = map[keys.Type][]string{
	keys.Ed25519: {"EdDSA"},
	keys.P256:    {"ES256"},
	keys.P384:    {"ES384"},
	keys.RSA:     {"RS256", "PS256"},
}

// typeOf returns the kind of a key that package keys has let in.
func typeOf(key crypto.PublicKey) keys.Type {
	switch key := key.(type) {
	case ed25519.PublicKey:
		return keys.Ed25519
	case *rsa.PublicKey:
		return keys.RSA
	case *ecdsa.PublicKey:
		if key.Curve.Params().BitSize == 384 {
			return keys.P384
		}
	}
	return keys.P256
}

// chooseSuite returns the suite with a name, or the default for the key.
func chooseSuite(offered []suite, name string, key crypto.Signer) (suite, error) {
	kind := typeOf(key.Public())
	var fitting []string
	for _, s := range offered {
		if slices.Contains(s.types, kind) {
			fitting = append(fitting, s.name)
		}
	}
	i := slices.IndexFunc(offered, func(s suite) bool { return s.name == name || name == "" && s.name == fitting[0] })
	switch {
	case i < 0:
		return suite{}, fmt.Errorf("%w: there is no suite %q; use one of %s", ErrSuite, name, suiteNames(offered))
	case !slices.Contains(offered[i].types, kind):
		return suite{}, fmt.Errorf("%w: %s cannot be made with a key of the type %s; use one of %s", ErrSuite, name, kind, strings.Join(fitting, ", "))
	}
	return offered[i], nil
}

func suiteNames(suites []suite) string { return strings.Join(namesOf(suites), ", ") }

func namesOf(suites []suite) []string {
	all := make([]string, len(suites))
	for i, s := range suites {
		all[i] = s.name
	}
	return all
}
