package trust

import (
	"bytes"
	"context"
	"crypto"
	_ "crypto/sha256" // crypto.SHA256
	_ "crypto/sha512" // crypto.SHA384 and crypto.SHA512
	"crypto/x509"
	"errors"
	"fmt"
	"time"

	"github.com/notaryproject/tspclient-go"
)

// Timestamp is a time-stamp token (RFC 3161) whose own signature is right: its
// authority says that data with a certain digest existed at a time. Whether you
// trust the authority is another question, see [Anchors.Chain].
type Timestamp struct {
	Time         time.Time
	Authority    *x509.Certificate
	Certificates []*x509.Certificate // the others in the token

	hash    crypto.Hash
	imprint []byte
}

// maxTimestamp bounds the work: real tokens have two to ten thousand bytes.
const maxTimestamp = 128 << 10

// ParseTimestamp reads a token, checks its signature and checks that the
// certificate that made it is for time stamps only. It is an error when any of
// that fails or is of a kind that is not supported. When the token does not hold
// the certificate, it is looked for in others.
func ParseTimestamp(der []byte, others ...*x509.Certificate) (*Timestamp, error) {
	if len(der) > maxTimestamp {
		return nil, fmt.Errorf("TRUST-TIMESTAMP: a time stamp has more than %d bytes", maxTimestamp)
	}
	token, err := tspclient.ParseSignedToken(der)
	if err != nil {
		return nil, fmt.Errorf("TRUST-TIMESTAMP: a time stamp cannot be read: %w", err)
	}
	if len(token.SignerInfos) != 1 { // RFC 3161 section 2.4.2
		return nil, errors.New("TRUST-TIMESTAMP: a time stamp must have one signature")
	}
	own := len(token.Certificates)
	token.Certificates = append(token.Certificates, others...)
	for i, c := range token.Certificates {
		token.Certificates[i] = withoutHandledExtensions(c)
	}
	authority, err := token.SigningCertificate(&token.SignerInfos[0])
	if err != nil {
		return nil, fmt.Errorf("TRUST-TIMESTAMP: a time stamp does not hold the certificate of its authority: %w", err)
	}
	info, err := token.Info()
	if err != nil {
		return nil, fmt.Errorf("TRUST-TIMESTAMP: a time stamp cannot be read: %w", err)
	}
	out := &Timestamp{Time: info.GenTime.UTC(), Authority: authority, imprint: info.MessageImprint.HashedMessage}
	if out.hash, err = imprintHash(info); err != nil {
		return nil, err
	}
	if isOversized(authority) {
		return nil, errors.New("TRUST-TIMESTAMP: the key of a time-stamp authority is too large")
	}
	// The module checks signature and chain at once. Trust is not decided here,
	// so the certificate serves as its own root.
	alone := x509.NewCertPool()
	alone.AddCert(authority)
	if _, err := token.Verify(context.Background(), x509.VerifyOptions{Roots: alone, CurrentTime: out.Time}); err != nil {
		return nil, fmt.Errorf("TRUST-TIMESTAMP: the signature of a time stamp does not verify: %w", err)
	}
	for _, c := range token.Certificates[:own] {
		if !c.Equal(authority) {
			out.Certificates = append(out.Certificates, c)
		}
	}
	return out, nil
}

// imprintHash returns the hash of the imprint. SHA-1 is refused: whoever chose
// the data could have made other data with the same digest.
func imprintHash(info *tspclient.TSTInfo) (crypto.Hash, error) {
	hash, ok := ocspHash(info.MessageImprint.HashAlgorithm.Algorithm)
	if info.Version != 1 || !ok || hash == crypto.SHA1 || info.GenTime.IsZero() {
		return 0, errors.New("TRUST-TIMESTAMP: a time stamp is of a version or with a hash that is not supported")
	}
	return hash, nil
}

// Covers reports whether the time stamp is for these parts, one after the other.
func (t *Timestamp) Covers(parts ...string) bool {
	h := t.hash.New()
	for _, part := range parts {
		h.Write([]byte(part))
	}
	return bytes.Equal(h.Sum(nil), t.imprint)
}
