package jades

import (
	"crypto/x509"
	"encoding/base64"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// unsigned is what the unprotected header holds. Anybody may have changed it,
// so nothing in it is evidence by itself: a certificate, a time stamp or an
// answer about revocation counts for what its own signature shows.
type unsigned struct {
	entries      []string // of etsiU, as they stand; nil when they are not all text
	stamps       []stamp
	certificates []*x509.Certificate
}

// The bounds of what is read from the unprotected header.
const (
	maxCertificates = 100
	maxStamps       = 32
	maxUnvouched    = 8 // time stamps for whose authority a chain is looked for in vain
)

// checkUnprotected reads the unprotected header, and the time stamp over the
// content, which is in the protected one.
func (v *verification) checkUnprotected() {
	if content := v.header("adoTst"); content.Exists() {
		v.addStamps("adoTst", content, 0, v.protected())
	}
	for name, member := range v.sig.Unprotected.Members() {
		if name != "etsiU" {
			v.addBroken(&ruleUnprotected, member.Pointer(), "another parameter")
			break // once is enough, however many there are
		}
	}
	if etsiU := v.sig.Unprotected.Get("etsiU"); etsiU.Exists() {
		v.readUnsigned(etsiU)
	}
}

// readUnsigned reads the components of etsiU in their order.
func (v *verification) readUnsigned(etsiU jsontree.Value) {
	if etsiU.Kind() != jsontree.Array || etsiU.Len() == 0 {
		v.addBroken(&ruleUnsigned, etsiU.Pointer(), etsiU.Kind().String())
		return
	}
	kind, counter := etsiU.At(0).Kind(), false
	for entry := range etsiU.Elements() {
		if entry.Kind() != kind {
			v.addBroken(&ruleUnsigned, entry.Pointer(), "both kinds")
			return
		}
		component, ok := v.readEntry(entry)
		if !ok {
			v.addBroken(&ruleUnsigned, entry.Pointer(), "another entry")
			return
		}
		for name, value := range component.Members() {
			v.readComponent(name, value, entry.Pointer())
			if name == "cSig" && !counter {
				counter = true
				v.add(&ruleCounter, vc.NotAsked, entry.Pointer(), "There is a counter signature, which was not checked.")
			}
		}
		if kind == jsontree.String {
			v.unsigned.entries = append(v.unsigned.entries, entry.Text())
		}
	}
}

// readEntry returns the object that an entry of etsiU holds.
func (v *verification) readEntry(entry jsontree.Value) (jsontree.Value, bool) {
	if entry.Kind() != jsontree.String {
		return entry, entry.IsObject()
	}
	raw, ok := decodeBase64(base64.RawURLEncoding, entry.Text())
	if !ok {
		return jsontree.Value{}, false
	}
	document, err := vc.ParseDocument(raw, v.limits)
	return document.Root(), err == nil
}

// readComponent reads a component (TS 119 182-1 clause 5.3). Those with values
// for the checking of time stamps hold certificates and revocation data as
// the ones for the signature do.
func (v *verification) readComponent(name string, value jsontree.Value, pointer string) {
	switch name {
	case "xVals":
		v.readCertificates(value)
	case "rVals":
		v.readRevocations(value, pointer)
	case "tstVD", "anyValData":
		for name, part := range value.Members() {
			if name == "xVals" || name == "rVals" {
				v.readComponent(name, part, pointer)
			}
		}
	case "sigTst", "rfsTst", "sigRTst", "arcTst":
		v.addStamps(name, value, len(v.unsigned.entries), pointer)
	}
}

// readCertificates takes the certificates out of xVals. They only help to
// find a chain, so one that cannot be read is left out.
func (v *verification) readCertificates(xVals jsontree.Value) {
	for entry := range xVals.Elements() {
		der, ok := decodeBase64(base64.StdEncoding, entry.Get("x509Cert").Get("val").Text())
		if !ok || len(v.unsigned.certificates) >= maxCertificates {
			continue
		}
		if certificate, err := x509.ParseCertificate(der); err == nil {
			v.unsigned.certificates = append(v.unsigned.certificates, certificate)
		}
	}
}

// readRevocations takes the revocation data out of rVals.
func (v *verification) readRevocations(rVals jsontree.Value, pointer string) {
	if !rVals.IsObject() {
		v.add(&ruleRevocationData, vc.Warn, pointer, "The revocation data (rVals) in the seal are not an object, so they were not used.")
		return
	}
	for _, kind := range []struct {
		name string
		add  func([]byte) error
		noun string
	}{
		{"ocspVals", v.revocations.AddOCSP, "An OCSP response"},
		{"crlVals", v.revocations.AddCRL, "A revocation list"},
	} {
		for entry := range rVals.Get(kind.name).Each() {
			der, ok := decodeDER(entry)
			if !ok || kind.add(der) != nil {
				v.add(&ruleRevocationData, vc.Warn, pointer, kind.noun+" in the seal cannot be read or is of a kind that is not supported, so it was not used.")
				break // once for each kind is enough
			}
		}
	}
}

// decodeDER decodes an object with a value in DER and base64: pkiOb and
// tstToken of TS 119 182-1 clauses 5.3.5 and 5.4.3.3. Other encodings are not
// supported.
func decodeDER(object jsontree.Value) ([]byte, bool) {
	const der = "http://uri.etsi.org/01903/v1.2.2#DER"
	if encoding := object.Get("encoding"); encoding.Exists() && !encoding.IsText(der) {
		return nil, false
	}
	raw, ok := decodeBase64(base64.StdEncoding, object.Get("val").Text())
	return raw, ok && len(raw) > 0
}
