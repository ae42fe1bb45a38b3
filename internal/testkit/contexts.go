package testkit

import (
	"context"
	"fmt"

	"github.com/mikromerit/mikromerit/vc"
)

// VectorContexts is a loader with two contexts of published test vectors: the
// one of the specifications' examples, which defines every term and so hides
// undefined ones, and one with the terms of the citizenship vocabulary that the
// vectors use.
type VectorContexts struct{}

// LoadContext implements vc.ContextLoader.
func (VectorContexts) LoadContext(_ context.Context, url string) ([]byte, error) {
	if text, ok := vectorContexts[url]; ok {
		return []byte(text), nil
	}
	return nil, fmt.Errorf("%w: no such context", vc.ErrUnreachable)
}

var vectorContexts = map[string]string{
	"https://www.w3.org/ns/credentials/examples/v2": `{"@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}}`,
	"https://w3id.org/citizenship/v4rc1": `{"@context": {
		"c": "https://w3id.org/citizenship#", "s": "https://schema.org/", "x": "http://www.w3.org/2001/XMLSchema#",
		"EmploymentAuthorizationDocumentCredential": "c:EmploymentAuthorizationDocumentCredential",
		"EmploymentAuthorizationDocument": "c:EmploymentAuthorizationDocument",
		"EmployablePerson": "c:EmployablePerson",
		"PermanentResidentCardCredential": "c:PermanentResidentCardCredential",
		"PermanentResidentCard": "c:PermanentResidentCard",
		"PermanentResident": "c:PermanentResident",
		"Person": "s:Person",
		"additionalName": "s:additionalName", "familyName": "s:familyName", "givenName": "s:givenName",
		"gender": "s:gender", "identifier": "s:identifier",
		"image": {"@id": "s:image", "@type": "@id"},
		"birthDate": {"@id": "s:birthDate", "@type": "x:dateTime"},
		"residentSince": {"@id": "c:residentSince", "@type": "x:dateTime"},
		"birthCountry": "c:birthCountry", "commuterClassification": "c:commuterClassification",
		"lprCategory": "c:lprCategory", "lprNumber": "c:lprNumber",
		"employmentAuthorizationDocument": {"@id": "c:employmentAuthorizationDocument", "@type": "@id"},
		"permanentResidentCard": {"@id": "c:permanentResidentCard", "@type": "@id"}
	}}`,
}
