package jwk

import (
	"crypto"

	jwx "github.com/lestrrat-go/jwx/v2/jwk"
)

// DecodePEM returns the key in the first block of a text in PEM, which its
// label names: PKCS#8, or the older forms for EC and RSA, for a private key, and
// SubjectPublicKeyInfo for a public one (RFC 7468 sections 10 and 13). The key
// may be of any kind; see [Check].
func DecodePEM(text []byte) (any, error) {
	key, _, err := jwx.DecodePEM(text)
	return key, err
}

// EncodePublicPEM returns a public key as a SubjectPublicKeyInfo in PEM. The
// error is that of [Canonical].
//
// There is none for private keys, because jwx writes EC and RSA keys in the
// older forms.
func EncodePublicPEM(key crypto.PublicKey) ([]byte, error) {
	if err := checkForm(key); err != nil {
		return nil, err
	}
	return jwx.EncodePEM(key)
}
