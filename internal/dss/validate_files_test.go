package dss_test

import (
	"crypto/x509"
	"encoding/base64"
	"time"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// claimedTime returns the signing time that the first seal of a file claims.
func claimedTime(file []byte) (time.Time, bool) {
	secured, err := proof.Open(file, vc.Limits{})
	if err != nil || len(secured.Proofs()) == 0 || secured.Proofs()[0].Signature == nil {
		return time.Time{}, false
	}
	header := secured.Proofs()[0].Signature.Header
	if seconds, ok := header.Get("iat").Float(); ok && seconds < 1e11 {
		return time.Unix(int64(seconds), 0).UTC(), true
	}
	at, err := time.Parse(time.RFC3339, header.Get("sigT").Text())
	return at.UTC(), err == nil
}

// certificatesIn returns the certificates that the seals of a file carry, in x5c and
// in xVals, each once.
func certificatesIn(file []byte) []*x509.Certificate {
	secured, err := proof.Open(file, vc.Limits{})
	if err != nil {
		return nil
	}
	var out []*x509.Certificate
	seen := make(map[string]bool)
	add := func(text string) {
		der, err := base64.StdEncoding.DecodeString(text)
		if err != nil || len(der) == 0 || seen[text] {
			return
		}
		seen[text] = true
		if c, err := x509.ParseCertificate(der); err == nil {
			out = append(out, c)
		}
	}
	for _, p := range secured.Proofs() {
		if p.Signature == nil {
			continue
		}
		for entry := range p.Signature.Header.Get("x5c").Elements() {
			add(entry.Text())
		}
		for entry := range p.Signature.Unprotected.Get("etsiU").Elements() {
			for value := range component(entry).Get("xVals").Elements() {
				add(value.Lookup("/x509Cert/val").Text())
			}
		}
	}
	return out
}

// component returns the object in an entry of etsiU.
func component(entry jsontree.Value) jsontree.Value {
	if entry.Kind() != jsontree.String {
		return entry
	}
	raw, err := base64.RawURLEncoding.DecodeString(entry.Text())
	if err != nil {
		return jsontree.Value{}
	}
	document, err := vc.ParseDocument(raw, vc.Limits{})
	if err != nil {
		return jsontree.Value{}
	}
	return document.Root()
}
