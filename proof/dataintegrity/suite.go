package dataintegrity

import (
	"crypto"

	"github.com/mikromerit/mikromerit/proof"
)

// Cryptosuite names a way of making a proof.
type Cryptosuite string

// The cryptosuites. For ECDSASD2023 and BBS2023 an issuer makes a base proof with
// [SignSelective], and the holder makes derived proofs from it with [Derive]:
// only those verify. Ed25519Signature2020 is a proof type, from before there
// were cryptosuites.
const (
	EdDSARDFC2022        Cryptosuite = "eddsa-rdfc-2022"      // RDFC-1.0, Ed25519 (vc-di-eddsa section 3.2)
	EdDSAJCS2022         Cryptosuite = "eddsa-jcs-2022"       // RFC 8785, Ed25519 (vc-di-eddsa section 3.3)
	ECDSARDFC2019        Cryptosuite = "ecdsa-rdfc-2019"      // RDFC-1.0, ECDSA on P-256 or P-384 (vc-di-ecdsa section 3.2)
	ECDSAJCS2019         Cryptosuite = "ecdsa-jcs-2019"       // RFC 8785, ECDSA on P-256 or P-384 (vc-di-ecdsa section 3.3)
	ECDSASD2023          Cryptosuite = "ecdsa-sd-2023"        // RDFC-1.0, ECDSA on P-256, selective disclosure (vc-di-ecdsa section 3.5)
	BBS2023              Cryptosuite = "bbs-2023"             // RDFC-1.0, BBS on BLS12-381, selective disclosure that cannot be linked (vc-di-bbs section 3.4)
	Ed25519Signature2020 Cryptosuite = "Ed25519Signature2020" // RDFC-1.0, Ed25519; for existing credentials, not for new ones
)

// definition says how a cryptosuite works.
type definition struct {
	name       Cryptosuite
	legacy     bool // the name is the proof's type, not its cryptosuite
	transform  transform
	algorithms []algorithm
	scheme     *scheme // of selective disclosure, in place of the algorithms; nil: none
}

var definitions = [...]definition{
	{EdDSARDFC2022, false, rdfc{}, []algorithm{ed25519SHA256}, nil},
	{EdDSAJCS2022, false, jcs{}, []algorithm{ed25519SHA256}, nil},
	{ECDSARDFC2019, false, rdfc{}, []algorithm{ecdsaP256, ecdsaP384}, nil},
	{ECDSAJCS2019, false, jcs{}, []algorithm{ecdsaP256, ecdsaP384}, nil},
	{Ed25519Signature2020, true, rdfc{}, []algorithm{ed25519SHA256}, nil},
	{ECDSASD2023, false, rdfc{}, nil, &ecdsaSD},
	{BBS2023, false, rdfc{}, nil, &bbs2023},
}

func definitionOf(name Cryptosuite) (*definition, bool) {
	for i := range definitions {
		if definitions[i].name == name {
			return &definitions[i], true
		}
	}
	return nil, false
}

// IsSelective reports whether a cryptosuite has selective disclosure: whether it is
// made with [SignSelective] and shown after [Derive].
func IsSelective(name Cryptosuite) bool {
	d, ok := definitionOf(name)
	return ok && d.scheme != nil
}

// algorithm returns the algorithm of the suite for a key of this type, or false.
// The key decides, never what the proof says about itself.
func (d *definition) algorithm(key crypto.PublicKey) (algorithm, bool) {
	for _, a := range d.algorithms {
		if a.fits(key) {
			return a, true
		}
	}
	return algorithm{}, false
}

// keyNames returns the kinds of key that the suite takes, in words.
func (d *definition) keyNames() []string {
	if d.scheme != nil {
		return []string{d.scheme.key}
	}
	names := make([]string, len(d.algorithms))
	for i, a := range d.algorithms {
		names[i] = a.key
	}
	return names
}

// suite is the [proof.Suite] of a definition.
type suite struct{ *definition }

// Suites returns a suite for every cryptosuite of this package.
func Suites() []proof.Suite {
	suites := make([]proof.Suite, len(definitions))
	for i := range definitions {
		suites[i] = suite{&definitions[i]}
		if definitions[i].scheme != nil {
			suites[i] = selectiveSuite{suite{&definitions[i]}}
		}
	}
	return suites
}

// proofType returns the type of the suite's proofs.
func (s suite) proofType() string {
	if s.legacy {
		return string(s.name)
	}
	return "DataIntegrityProof"
}

// Kind returns [proof.Embedded].
func (s suite) Kind() proof.Kind { return proof.Embedded }

// Names returns the name of the cryptosuite.
func (s suite) Names() []string { return []string{string(s.name)} }

// suiteNames returns the names of all cryptosuites.
func suiteNames() []string { return namesOf(func(*definition) bool { return true }) }

// selectiveNames returns the names of those with selective disclosure.
func selectiveNames() []string { return namesOf(func(d *definition) bool { return d.scheme != nil }) }

func namesOf(wanted func(*definition) bool) (names []string) {
	for i := range definitions {
		if wanted(&definitions[i]) {
			names = append(names, string(definitions[i].name))
		}
	}
	return names
}
