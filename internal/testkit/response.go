package testkit

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"slices"
	"time"
)

// Response says how to make an OCSP response (RFC 6960 section 4.2.1), right or
// wrong. The zero value of each member is what most responders do.
type Response struct {
	Responder  Sealer
	Singles    []Single
	Produced   time.Time
	ByKey      bool   // the responder is named by the digest of its key
	Name       []byte // of the responder; nil: the right one
	Extensions []byte // elements
	Hash       crypto.Hash
	PSS        bool
	// Certificates are elements; nil: that of the responder. Empty: none.
	Certificates []byte
	// Data changes what was signed after it was signed.
	Data func([]byte) []byte
}

// Single is one answer in a [Response].
type Single struct {
	Certificate, Issuer *x509.Certificate
	Hash                crypto.Hash // in the certificate's identifier; 0: SHA-1
	Status              []byte      // nil: good
	Since, Until        time.Time
	Extensions          []byte // elements
}

// The statuses of a certificate.
func RevokedStatus(at time.Time) []byte { return DER(0xa1, GeneralizedTime(at)) }
func UnknownStatus() []byte             { return DER(0x82) }

// DER returns the response.
func (r Response) DER() []byte {
	if r.Hash == 0 {
		r.Hash = crypto.SHA256
	}
	responder := DER(0xa1, r.Responder.Certificate.RawSubject)
	if r.Name != nil {
		responder = DER(0xa1, r.Name)
	}
	if r.ByKey {
		responder = DER(0xa2, DER(4, sumOf(crypto.SHA1, keyBits(r.Responder.Certificate))))
	}
	var singles, extensions, certificates []byte
	for _, s := range r.Singles {
		singles = append(singles, s.der()...)
	}
	if r.Extensions != nil {
		extensions = DER(0xa1, DER(0x30, r.Extensions))
	}
	data := DER(0x30, responder, GeneralizedTime(r.Produced), DER(0x30, singles), extensions)
	algorithm, signature := SignDER(r.Responder.Key, r.Hash, r.PSS, data)
	if r.Data != nil {
		data = r.Data(data)
	}
	if r.Certificates == nil {
		r.Certificates = r.Responder.Certificate.Raw
	}
	if len(r.Certificates) > 0 {
		certificates = DER(0xa0, DER(0x30, r.Certificates))
	}
	basic := DER(0x30, data, algorithm, DER(3, []byte{0}, signature), certificates)
	return DER(0x30, []byte{10, 1, 0}, DER(0xa0, DER(0x30, OID(1, 3, 6, 1, 5, 5, 7, 48, 1, 1), DER(4, basic))))
}

func (s Single) der() []byte {
	if s.Hash == 0 {
		s.Hash = crypto.SHA1
	}
	if s.Status == nil {
		s.Status = DER(0x80)
	}
	id := DER(0x30, AlgorithmOf(s.Hash), DER(4, sumOf(s.Hash, s.Issuer.RawSubject)), DER(4, sumOf(s.Hash, keyBits(s.Issuer))),
		must(asn1.Marshal(s.Certificate.SerialNumber)))
	var until, extensions []byte
	if !s.Until.IsZero() {
		until = DER(0xa0, GeneralizedTime(s.Until))
	}
	if s.Extensions != nil {
		extensions = DER(0xa1, DER(0x30, s.Extensions))
	}
	return DER(0x30, slices.Concat(id, s.Status, GeneralizedTime(s.Since), until, extensions))
}

// keyBits returns the bits of a certificate's key without the algorithm before them.
func keyBits(c *x509.Certificate) []byte {
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	must(asn1.Unmarshal(c.RawSubjectPublicKeyInfo, &info))
	return info.Key.Bytes
}

// List says how to make a revocation list of the intermediate authority (RFC 5280
// section 5), right or wrong.
type List struct {
	Since, Until time.Time
	Entries      []byte // elements
	Extensions   []byte // elements; nil: none
	Hash         crypto.Hash
	PSS          bool
}

// Entry returns an entry of a list.
func Entry(serial []byte, at time.Time, extensions ...[]byte) []byte {
	if len(extensions) == 0 {
		return DER(0x30, DER(2, serial), DER(0x17, []byte(at.UTC().Format("060102150405Z"))))
	}
	return DER(0x30, DER(2, serial), DER(0x17, []byte(at.UTC().Format("060102150405Z"))), DER(0x30, extensions...))
}

// ListDER returns the list.
func (ca *CA) ListDER(l List) []byte {
	if l.Hash == 0 {
		l.Hash = crypto.SHA256
	}
	var entries, extensions, until []byte
	if len(l.Entries) > 0 {
		entries = DER(0x30, l.Entries)
	}
	if l.Extensions != nil {
		extensions = DER(0xa0, DER(0x30, l.Extensions))
	}
	if !l.Until.IsZero() {
		until = GeneralizedTime(l.Until)
	}
	algorithm, _ := SignDER(ca.intermediateKey, l.Hash, l.PSS, nil)
	data := DER(0x30, []byte{2, 1, 1}, algorithm, ca.Intermediate.RawSubject, GeneralizedTime(l.Since), until, entries, extensions)
	_, signature := SignDER(ca.intermediateKey, l.Hash, l.PSS, data)
	return DER(0x30, data, algorithm, DER(3, []byte{0}, signature))
}
