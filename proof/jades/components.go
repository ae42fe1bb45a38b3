package jades

import (
	"crypto/x509"
	"encoding/base64"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// stampComponent returns a component that holds one time-stamp token (TS 119
// 182-1 clauses 5.3.4 and 5.3.6).
func stampComponent(name string, token []byte) string {
	return `{"` + name + `":` + stampContainer(token) + `}`
}

// stampContainer returns a tstContainer (clause 5.4.3.3).
func stampContainer(token []byte) string { return `{"tstTokens":[` + pkiObject(token) + `]}` }

// pkiObject returns DER in base64 (clause 5.4.3.2).
func pkiObject(der []byte) string {
	return `{"val":"` + base64.StdEncoding.EncodeToString(der) + `"}`
}

// values are certificates and revocation data that go into a component.
type values struct {
	certificates []*x509.Certificate
	ocsp, crl    [][]byte
}

// components returns the two components for the validation of the signature
// (clauses 5.3.5.1 and 5.3.5.2), each only when it holds something.
func (v values) components() []string {
	var out []string
	if len(v.certificates) > 0 {
		out = append(out, `{"xVals":`+v.xVals()+`}`)
	}
	if len(v.ocsp)+len(v.crl) > 0 {
		out = append(out, `{"rVals":`+v.rVals()+`}`)
	}
	return out
}

// stampComponents returns the component for the validation of time stamps
// (clause 5.3.5.5), or none when there is nothing to hold.
func (v values) stampComponents() []string {
	var members []member
	if len(v.certificates) > 0 {
		members = append(members, member{"xVals", v.xVals()})
	}
	if len(v.ocsp)+len(v.crl) > 0 {
		members = append(members, member{"rVals", v.rVals()})
	}
	if members == nil {
		return nil
	}
	return []string{`{"tstVD":` + objectOf(members) + `}`}
}

func (v values) xVals() string {
	var all []string
	for _, c := range v.certificates {
		all = append(all, `{"x509Cert":`+pkiObject(c.Raw)+`}`)
	}
	return arrayOf(all)
}

func (v values) rVals() string {
	var members []member
	for _, kind := range []struct {
		name string
		all  [][]byte
	}{{"crlVals", v.crl}, {"ocspVals", v.ocsp}} {
		var objects []string
		for _, der := range kind.all {
			objects = append(objects, pkiObject(der))
		}
		if objects != nil {
			members = append(members, member{kind.name, arrayOf(objects)})
		}
	}
	return objectOf(members)
}

// member is a name with a JSON text.
type member struct{ name, json string }

func objectOf(members []member) string {
	out := []byte{'{'}
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(jsontree.AppendString(out, m.name), ':')
		out = append(out, m.json...)
	}
	return string(append(out, '}'))
}

func arrayOf(elements []string) string {
	out := []byte{'['}
	for i, e := range elements {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, e...)
	}
	return string(append(out, ']'))
}

func quoted(text string) string { return string(jsontree.AppendString(nil, text)) }

// entryOf returns an entry of etsiU: the component in base64url, or as it is.
func entryOf(component string, clear bool) string {
	if clear {
		return component
	}
	return quoted(jws.Encode([]byte(component)))
}

// entryText returns an entry of etsiU in base64url as an archive time stamp covers
// it: the text, without the quotation marks.
func entryText(component string) string { return jws.Encode([]byte(component)) }
