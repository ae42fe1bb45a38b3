package jades

import (
	"crypto/x509"
	"encoding/base64"

	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// unprotected is the content of the unprotected header. Anybody may have changed
// it, so nothing counts for standing there: a certificate, a time stamp or a
// response about revocation counts for what its own signature shows.
type unprotected struct {
	components   []component // of etsiU, in order
	timestamps   []*timestamp
	certificates []*x509.Certificate
	mixed        bool           // whether some components are base64url text and others plain
	count        map[string]int // how often a component occurs, by its name
	counters     []counter
	sources      map[string]int // where a response or list about revocation stands first, by its DER
}

// The bounds of what is read from the unprotected header.
const (
	maxCertificates = 100
	maxTimestamps   = 32
	maxUnvouched    = 8 // time stamps whose authorities turn out not to be trusted
)

// checkUnprotected reads the unprotected header. It also takes the time stamp
// over the content, which is in the protected header.
func (v *verification) checkUnprotected() {
	if content := v.header("adoTst"); content.Exists() {
		v.addTimestamps("adoTst", content, 0, v.protected())
	}
	for name, member := range v.sig.Unprotected.Members() {
		if name != "etsiU" {
			v.addBroken(&ruleUnprotected, member.Pointer(), "another parameter")
			break // one finding is enough
		}
	}
	if etsiU := v.sig.Unprotected.Get("etsiU"); etsiU.Exists() {
		v.readEtsiU(etsiU)
	}
}

// readEtsiU reads the components of etsiU in order.
func (v *verification) readEtsiU(etsiU jsontree.Value) {
	if etsiU.Kind() != jsontree.Array || etsiU.Len() == 0 {
		v.addBroken(&ruleUnsigned, etsiU.Pointer(), etsiU.Kind().String())
		return
	}
	v.unprotected.count, v.unprotected.sources = make(map[string]int), make(map[string]int)
	kind := etsiU.At(0).Kind()
	broken := false // one finding is enough
	for entry := range etsiU.Elements() {
		value, ok := v.readEntry(entry)
		v.unprotected.mixed = v.unprotected.mixed || entry.Kind() != kind
		ok = ok && value.Len() == 1 // clause 5.3.1
		if found := map[bool]string{true: "both kinds", false: "another entry"}[ok]; !broken && (!ok || v.unprotected.mixed) {
			broken = true
			v.addBroken(&ruleUnsigned, entry.Pointer(), found)
		}
		component := component{text: entry.Text(), value: value}
		for name, member := range value.Members() {
			v.unprotected.count[name]++
			component.names = append(component.names, name)
			v.readComponent(name, member, entry.Pointer())
		}
		v.unprotected.components = append(v.unprotected.components, component)
	}
}

// readEntry returns the object in an entry of etsiU.
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

// readComponent reads a component (TS 119 182-1 clause 5.3). tstVD and
// anyValData hold certificates and revocation data for time stamps, in the same
// members as those for the signature.
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
		v.addTimestamps(name, value, len(v.unprotected.components), pointer)
	case "cSig":
		v.unprotected.counters = append(v.unprotected.counters, counter{value, pointer})
	}
}

// readCertificates takes the certificates out of xVals. They only help to find a
// chain, so one that cannot be read is skipped.
func (v *verification) readCertificates(xVals jsontree.Value) {
	for entry := range xVals.Elements() {
		der, ok := decodeBase64(base64.StdEncoding, entry.Get("x509Cert").Get("val").Text())
		if !ok || len(v.unprotected.certificates) >= maxCertificates {
			continue
		}
		if certificate, err := x509.ParseCertificate(der); err == nil {
			v.unprotected.certificates = append(v.unprotected.certificates, certificate)
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
		reported := false
		for entry := range rVals.Get(kind.name).Each() {
			der, ok := decodeDER(entry)
			if !ok || kind.add(der) != nil {
				if !reported { // one finding of each kind is enough
					v.add(&ruleRevocationData, vc.Warn, pointer, kind.noun+" in the seal cannot be read or is of a kind that is not supported, so it was not used.")
				}
				reported = true
				continue
			}
			if _, known := v.unprotected.sources[string(der)]; !known {
				v.unprotected.sources[string(der)] = len(v.unprotected.components)
			}
		}
	}
}

// decodeDER decodes an object that holds DER in base64: pkiOb and tstToken of TS
// 119 182-1 clauses 5.3.5 and 5.4.3.3. Other encodings are not supported.
func decodeDER(object jsontree.Value) ([]byte, bool) {
	const der = "http://uri.etsi.org/01903/v1.2.2#DER"
	if encoding := object.Get("encoding"); encoding.Exists() && !encoding.IsText(der) {
		return nil, false
	}
	raw, ok := decodeBase64(base64.StdEncoding, object.Get("val").Text())
	return raw, ok && len(raw) > 0
}
