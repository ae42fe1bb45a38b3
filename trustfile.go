package mikromerit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// ErrTrustFile says that a trust file cannot be read.
var ErrTrustFile = errors.New("TRUST-FILE")

// ReadTrust reads a trust file: a JSON object with the issuers and certificates
// that you trust, and what you call the issuers.
//
//	{
//	  "issuers": ["did:web:nord.example", {"id": "did:web:vestre-aas.example", "name": "Vestre Ås høgskole"}],
//	  "anchors": ["seal-ca.pem", "-----BEGIN CERTIFICATE-----\n..."]
//	}
//
// An anchor is PEM text or the name of a file, which open reads.
func ReadTrust(text []byte, open func(name string) ([]byte, error)) (Trust, error) {
	var t Trust
	root, err := jsontree.Parse(text, jsontree.Limits{})
	if err != nil {
		return t, fmt.Errorf("%w: it is not one strict JSON value: %w", ErrTrustFile, err)
	}
	if !root.IsObject() {
		return t, fmt.Errorf("%w: it must be an object with the members issuers and anchors", ErrTrustFile)
	}
	for name := range root.Members() {
		if name != "issuers" && name != "anchors" && name != "@context" && name != "comment" {
			return t, fmt.Errorf("%w: there is no member %q; use issuers and anchors", ErrTrustFile, name)
		}
	}
	for v := range root.Get("issuers").Each() {
		id, name := v.Text(), ""
		if v.IsObject() {
			id, name = v.Get("id").Text(), v.Get("name").Text()
		}
		if id == "" {
			return t, fmt.Errorf("%w: %s must be an identifier, or an object with an id and a name", ErrTrustFile, v.Pointer())
		}
		t.Issuers = append(t.Issuers, id)
		if name != "" {
			if t.Names == nil {
				t.Names = make(map[string]string)
			}
			t.Names[id] = name
		}
	}
	for v := range root.Get("anchors").Each() {
		pem := []byte(v.Text())
		if !strings.Contains(v.Text(), "-----BEGIN") {
			if pem, err = open(v.Text()); err != nil {
				return t, fmt.Errorf("%w: %s: %w", ErrTrustFile, v.Pointer(), err)
			}
		}
		anchors, err := trust.ParsePEM(pem)
		if err != nil {
			return t, fmt.Errorf("%w: %s: %w", ErrTrustFile, v.Pointer(), err)
		}
		t.Anchors = trust.Join(t.Anchors, anchors)
	}
	return t, nil
}
