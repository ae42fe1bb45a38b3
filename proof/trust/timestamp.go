package trust

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// Timestamp is a time-stamp token (RFC 3161): its authority says that data with a
// certain digest existed at a time. Whether you trust the authority is another
// question, see [Anchors.Chain].
type Timestamp struct {
	Time     time.Time
	Accuracy time.Duration // how far Time may be off; 0: not stated
	Policy   string        // under which the authority made it, an object identifier
	Serial   *big.Int
	Nonce    *big.Int // repeats that of the request; nil: none
	Hash     crypto.Hash
	Imprint  []byte // the digest of what it covers

	// Authority is the certificate that made it, nil with the fault [NoAuthority].
	Authority    *x509.Certificate
	Certificates []*x509.Certificate // the others in the token
	Lists        [][]byte            // revocation lists in the token
	Responses    [][]byte            // OCSP responses in the token

	// Fault is what is wrong with it; zero: nothing.
	Fault Fault
	// ByWeakHash says that the token names its authority's certificate by a SHA-1
	// digest alone (RFC 2634), which RFC 5816 replaced.
	ByWeakHash bool
}

// Fault is what is wrong with a time stamp that can be read.
type Fault uint8

// The faults of a time stamp.
const (
	Sound        Fault = iota
	NoAuthority        // the certificate that it names is not known
	Changed            // its content is not what was signed
	Forged             // its signature is not right
	NotForStamps       // the certificate was not valid at that time, or is not for time stamps
	WeakHash           // it uses an algorithm that is too weak or not supported
)

// String returns the fault in words that continue "the time stamp".
func (f Fault) String() string {
	return [...]string{"is sound", "does not hold the certificate of its authority", "was changed", "has a signature that does not verify",
		"is by somebody whose certificate is not for time stamps or was not valid then", "uses an algorithm that is too weak or not supported"}[f]
}

// maxTimestamp bounds the work: real tokens have two to ten thousand bytes.
const maxTimestamp = 128 << 10

var (
	oidTSTInfo       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidContentType   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidProtection    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 52}        // RFC 6211
	oidReference     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 12} // RFC 2634 section 5.4
	oidReferenceV2   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47} // RFC 5035 section 3
	oidExtendedUsage = asn1.ObjectIdentifier{2, 5, 29, 37}
)

// ParseTimestamp reads a token that has no [Fault]: its own signature is right,
// and the certificate that made it is for time stamps only. When the token does
// not hold the certificate, it is looked for in others.
func ParseTimestamp(der []byte, others ...*x509.Certificate) (*Timestamp, error) {
	t, err := ReadTimestamp(der, others...)
	if err == nil && t.Fault != Sound {
		return nil, fmt.Errorf("TRUST-TIMESTAMP: a time stamp %s", t.Fault)
	}
	return t, err
}

// ReadTimestamp reads a token and says in [Timestamp.Fault] what is wrong with it.
// An error means that it cannot be read.
func ReadTimestamp(der []byte, others ...*x509.Certificate) (*Timestamp, error) {
	if len(der) > maxTimestamp {
		return nil, fmt.Errorf("TRUST-TIMESTAMP: a time stamp has more than %d bytes", maxTimestamp)
	}
	data, err := readSignedData(der)
	if err != nil {
		return nil, fmt.Errorf("TRUST-TIMESTAMP: a time stamp cannot be read: %w", err)
	}
	switch {
	case !data.kind.Equal(oidTSTInfo) || data.content == nil:
		return nil, errors.New("TRUST-TIMESTAMP: the signed data are not a time stamp")
	case len(data.signers) != 1: // RFC 3161 section 2.4.2
		return nil, errors.New("TRUST-TIMESTAMP: a time stamp must have one signature")
	}
	t, ok := readStampInfo(data.content)
	if !ok {
		return nil, errors.New("TRUST-TIMESTAMP: a time stamp cannot be read: its content is not well formed, or of a version that is not supported")
	}
	t.Lists, t.Responses = data.lists, data.responses
	t.findAuthority(data, others)
	t.Fault = t.check(data)
	for _, c := range data.certificates {
		if !c.Equal(t.Authority) {
			t.Certificates = append(t.Certificates, c)
		}
	}
	return t, nil
}

// readStampInfo reads a TSTInfo (RFC 3161 section 2.4.2).
func readStampInfo(der []byte) (*Timestamp, bool) {
	in := cryptobyte.String(der)
	var s, imprint, sum cryptobyte.String
	var version int
	var policy asn1.ObjectIdentifier
	if !in.ReadASN1(&s, tags.SEQUENCE) || !in.Empty() || !s.ReadASN1Integer(&version) || version != 1 ||
		!s.ReadASN1ObjectIdentifier(&policy) || !s.ReadASN1(&imprint, tags.SEQUENCE) {
		return nil, false
	}
	t := &Timestamp{Policy: policy.String(), Serial: new(big.Int)}
	hash, ok := readAlgorithm(&imprint)
	if !ok || !imprint.ReadASN1(&sum, tags.OCTET_STRING) || !imprint.Empty() || !s.ReadASN1Integer(t.Serial) {
		return nil, false
	}
	t.Imprint = sum
	if t.Hash, ok = hash.hash(); ok && len(sum) != t.Hash.Size() {
		return nil, false
	}
	if t.Time, ok = readTime(&s); !ok || t.Time.IsZero() {
		return nil, false
	}
	var ordering bool
	return t, t.readAccuracy(&s) && readFlag(&s, tags.BOOLEAN, &ordering) && t.readNonce(&s) && s.SkipOptionalASN1(explicit(0)) &&
		readStampExtensions(&s) && s.Empty()
}

func (t *Timestamp) readAccuracy(s *cryptobyte.String) bool {
	if !s.PeekASN1Tag(tags.SEQUENCE) {
		return true
	}
	var all, value cryptobyte.String
	if !s.ReadASN1(&all, tags.SEQUENCE) {
		return false
	}
	const most = int64(1e9) // seconds; more cannot be meant
	for _, part := range []struct {
		tag  tags.Tag
		unit time.Duration
	}{{tags.INTEGER, time.Second}, {tags.Tag(0).ContextSpecific(), time.Millisecond}, {tags.Tag(1).ContextSpecific(), time.Microsecond}} {
		var n int64
		if !all.PeekASN1Tag(part.tag) {
			continue
		}
		if !all.ReadASN1(&value, part.tag) {
			return false
		}
		number := cryptobyte.String(append([]byte{byte(tags.INTEGER), byte(len(value))}, value...))
		if len(value) > 8 || !number.ReadASN1Integer(&n) || n < 0 || n > most {
			return false
		}
		t.Accuracy += time.Duration(n) * part.unit
	}
	return all.Empty()
}

func (t *Timestamp) readNonce(s *cryptobyte.String) bool {
	if !s.PeekASN1Tag(tags.INTEGER) {
		return true
	}
	t.Nonce = new(big.Int)
	return s.ReadASN1Integer(t.Nonce)
}

// readStampExtensions refuses an extension that must be understood: none is.
func readStampExtensions(s *cryptobyte.String) bool {
	if !s.PeekASN1Tag(explicit(1)) {
		return true
	}
	var all cryptobyte.String
	if !s.ReadASN1(&all, explicit(1)) {
		return false
	}
	for !all.Empty() {
		if e, ok := readExtension(&all); !ok || e.Critical {
			return false
		}
	}
	return true
}

// findAuthority finds the certificate that made the token. Two things must name
// it: the signer's identifier and, signed, a digest of the certificate (RFC 3161
// section 2.4.2, RFC 5816).
func (t *Timestamp) findAuthority(data *signedData, others []*x509.Certificate) {
	signer := &data.signers[0]
	hash, sum, ok := signer.certificateDigest()
	if !ok {
		return
	}
	for _, c := range slices.Concat(data.certificates, others) {
		if c != nil && signer.names(c) && bytes.Equal(digest(hash, c.Raw), sum) {
			t.Authority, t.ByWeakHash = withoutHandledExtensions(c), hash == crypto.SHA1
			return
		}
	}
}

// certificateDigest returns the digest of the signer's certificate that was
// signed: the first in the list, of which the others stand above it (RFC 5035
// section 3). The issuer and number beside it say nothing that the digest does not.
func (i *signerInfo) certificateDigest() (hash crypto.Hash, sum cryptobyte.String, ok bool) {
	value, second := i.attribute(oidReferenceV2)
	if !second {
		if value, ok = i.attribute(oidReference); !ok {
			return 0, nil, false
		}
	}
	var all, list, first cryptobyte.String
	if !value.ReadASN1(&all, tags.SEQUENCE) || !value.Empty() || !all.ReadASN1(&list, tags.SEQUENCE) || !list.ReadASN1(&first, tags.SEQUENCE) {
		return 0, nil, false
	}
	hash = crypto.SHA1
	if second {
		hash = crypto.SHA256
		if first.PeekASN1Tag(tags.SEQUENCE) {
			named, ok := readAlgorithm(&first)
			if !ok {
				return 0, nil, false
			}
			if hash, ok = named.hash(); !ok {
				return 0, nil, false
			}
		}
	}
	ok = first.ReadASN1(&sum, tags.OCTET_STRING)
	return hash, sum, ok
}

// check says what is wrong with the token.
func (t *Timestamp) check(data *signedData) Fault {
	signer := &data.signers[0]
	hash, ok := signer.digest.hash()
	if t.Hash == 0 || t.Hash == crypto.SHA1 || !ok || hash == crypto.SHA1 {
		return WeakHash
	}
	how, ok := signer.scheme(hash)
	switch {
	case !ok:
		return WeakHash
	case t.Authority == nil:
		return NoAuthority
	case !signer.covers(data, hash):
		return Changed
	case how.verify(t.Authority.PublicKey, signer.signedBytes, signer.value) != nil:
		return Forged
	case !isForStamps(t.Authority) || !within(t.Authority, t.Time).Equal(t.Time):
		return NotForStamps
	}
	return Sound
}

// scheme returns how the signature was made. With the plain identifier of RSA keys,
// the hash is that of the content (RFC 3370 section 3.2); otherwise both must agree,
// but for Ed25519, which goes with SHA-512 (RFC 8419 section 3.1).
func (i *signerInfo) scheme(hash crypto.Hash) (scheme, bool) {
	if i.signature.id.Equal(oidRSA) {
		return scheme{family: pkcs1, hash: hash}, true
	}
	s, ok := i.signature.scheme()
	return s, ok && (s.hash == hash || s.family == ed && hash == crypto.SHA512)
}

// covers reports whether the signed attributes are about this content, and about
// these algorithms if they name any (RFC 5652 section 11, RFC 6211).
func (i *signerInfo) covers(data *signedData, hash crypto.Hash) bool {
	var kind asn1.ObjectIdentifier
	var sum, named cryptobyte.String
	value, ok := i.attribute(oidContentType)
	if !ok || !value.ReadASN1ObjectIdentifier(&kind) || !value.Empty() || !kind.Equal(data.kind) {
		return false
	}
	value, ok = i.attribute(oidMessageDigest)
	if !ok || !value.ReadASN1(&sum, tags.OCTET_STRING) || !value.Empty() || !bytes.Equal(sum, digest(hash, data.content)) {
		return false
	}
	if value, ok = i.attribute(oidProtection); !ok {
		return true
	}
	if !value.ReadASN1(&named, tags.SEQUENCE) || !value.Empty() {
		return false
	}
	digests, ok := readAlgorithm(&named)
	if !ok {
		return false
	}
	signature, ok := readAlgorithmAs(&named, explicit(1))
	return ok && named.Empty() && digests.equal(i.digest) && signature.equal(i.signature)
}

// isForStamps reports whether a certificate is for time stamps only, and says so
// in a way that cannot be overlooked (RFC 3161 section 2.3).
func isForStamps(c *x509.Certificate) bool {
	critical := slices.ContainsFunc(c.Extensions, func(e pkix.Extension) bool { return e.Id.Equal(oidExtendedUsage) && e.Critical })
	only := len(c.ExtKeyUsage) == 1 && c.ExtKeyUsage[0] == x509.ExtKeyUsageTimeStamping && len(c.UnknownExtKeyUsage) == 0
	return critical && only && (c.KeyUsage == 0 || c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) != 0)
}

// Covers reports whether the time stamp is for these parts, one after the other.
func (t *Timestamp) Covers(parts ...string) bool {
	if t.Hash == 0 {
		return false
	}
	h := t.Hash.New()
	for _, part := range parts {
		h.Write([]byte(part))
	}
	return bytes.Equal(h.Sum(nil), t.Imprint)
}
