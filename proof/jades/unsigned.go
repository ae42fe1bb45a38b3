package jades

import (
	"crypto/x509"
	"encoding/base64"
	"strings"

	"github.com/mikromerit/mikromerit/jsontree"
	"github.com/mikromerit/mikromerit/vc"
)

// stamps are the components that hold time stamps (TS 119 182-1 clauses
// 5.2.6 and 5.3), with their names in a sentence.
var stamps = []struct{ name, noun string }{
	{"adoTst", "content time stamp"},
	{"sigTst", "signature time stamp"},
	{"rfsTst", "references time stamp"},
	{"sigRTst", "signature and references time stamp"},
	{"arcTst", "archive time stamp"},
}

// checkUnprotected reads the unprotected header, which anybody may have
// changed: nothing in it is evidence, and only certificates are taken from it.
func (v *verification) checkUnprotected() {
	counts := make(map[string]int)
	if v.header("adoTst").Exists() {
		counts["adoTst"] = 1
	}
	for name, member := range v.sig.Unprotected.Members() {
		if name != "etsiU" {
			v.broken(&ruleUnprotected, member.Pointer(), "another parameter")
			break // once is enough, however many there are
		}
	}
	if etsiU := v.sig.Unprotected.Get("etsiU"); etsiU.Exists() {
		v.readUnsigned(etsiU, counts)
	}
	v.reportStamps(counts)
	if counts["cSig"] > 0 {
		v.add(&ruleCounter, vc.NotAsked, v.at("/header/etsiU"), "There is a counter signature, which was not checked.")
	}
}

// readUnsigned reads the unsigned components and counts them by name.
func (v *verification) readUnsigned(etsiU jsontree.Value, counts map[string]int) {
	if etsiU.Kind() != jsontree.Array || etsiU.Len() == 0 {
		v.broken(&ruleUnsigned, etsiU.Pointer(), etsiU.Kind().String())
		return
	}
	kind := etsiU.At(0).Kind()
	for entry := range etsiU.Elements() {
		if entry.Kind() != kind {
			v.broken(&ruleUnsigned, entry.Pointer(), "both kinds")
			return
		}
		component, ok := v.component(entry)
		if !ok {
			v.broken(&ruleUnsigned, entry.Pointer(), "another entry")
			return
		}
		for name, value := range component.Members() {
			counts[name]++
			if name == "xVals" {
				v.readCertificates(value)
			}
		}
	}
}

// component returns the object that an entry of etsiU holds.
func (v *verification) component(entry jsontree.Value) (jsontree.Value, bool) {
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

// readCertificates takes the certificates out of xVals. They only help to
// find a chain, so one that cannot be read is left out.
func (v *verification) readCertificates(xVals jsontree.Value) {
	for entry := range xVals.Elements() {
		der, ok := decodeBase64(base64.StdEncoding, entry.Get("x509Cert").Get("val").Text())
		if !ok {
			continue
		}
		if certificate, err := x509.ParseCertificate(der); err == nil {
			v.unsigned = append(v.unsigned, certificate)
		}
	}
}

// reportStamps says which time stamps there are.
func (v *verification) reportStamps(counts map[string]int) {
	var there []string
	for _, s := range stamps {
		if n := counts[s.name]; n > 0 {
			there = append(there, count(n, s.noun))
		}
	}
	if len(there) == 0 {
		return
	}
	detail := strings.Join(there, ", ")
	v.add(&ruleStamp, vc.NotAsked, v.job.Proof.Pointer, "Present and not evaluated: "+detail+".")
}
