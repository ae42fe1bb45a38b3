package clr

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// As in package ob3, every class writes itself, to encoding/json and to the
// package it is written for in the same way: encoding/json alone would write
// Unknown as a member and leave out the credentials. Only
// [Credential.Document] keeps the bytes of the credentials.

type (
	plainCredential  Credential
	plainAssociation Association
)

// MarshalJSONTo writes the members of the class.
func (c Credential) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainCredential(c))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (c Credential) MarshalJSON() ([]byte, error) { return marshal(c) }

// MarshalJSONTo writes the members of the class and the credentials.
func (s Subject) MarshalJSONTo(enc *jsontext.Encoder) error {
	out := struct {
		plainSubject `json:",embed"`
		Credentials  []jsontext.Value `json:"verifiableCredential,omitempty"`
	}{plainSubject: plainSubject(s)}
	for _, credential := range s.Credentials {
		out.Credentials = append(out.Credentials, jsontext.Value(credential.Bytes()))
	}
	return json.MarshalEncode(enc, out)
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (s Subject) MarshalJSON() ([]byte, error) { return marshal(s) }

// MarshalJSONTo writes the members of the class.
func (a Association) MarshalJSONTo(enc *jsontext.Encoder) error {
	return json.MarshalEncode(enc, plainAssociation(a))
}

// MarshalJSON is MarshalJSONTo for encoding/json.
func (a Association) MarshalJSON() ([]byte, error) { return marshal(a) }

func marshal(class any) ([]byte, error) {
	return json.Marshal(class, jsontext.PreserveRawStrings(true))
}
