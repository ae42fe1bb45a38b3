package vc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// Every decisive member must be found wherever it stands, but of the issuer
// only the id, so that a holder may still withhold the issuer's address.
func TestDecisive(t *testing.T) {
	for _, test := range []struct {
		doc  string
		want []string
	}{
		{`{}`, nil},
		{`{"@context":[],"id":"urn:x","type":"T","issuer":"urn:i","name":"n","validUntil":"x","credentialStatus":[{"id":"urn:s"}]}`,
			[]string{"/@context", "/type", "/issuer", "/validUntil", "/credentialStatus"}},
		{`{"issuer":{"id":"urn:i","name":"n"},"issuanceDate":"x","expirationDate":"y","issued":"z","refreshService":{},"relatedResource":[]}`,
			[]string{"/issuer/id", "/issuanceDate", "/issued", "/expirationDate", "/refreshService", "/relatedResource"}},
		{`{"issuer":{"name":"n"},"termsOfUse":{},"credentialSchema":{}}`, []string{"/issuer", "/credentialSchema", "/termsOfUse"}},
	} {
		doc, err := vc.ParseDocument([]byte(test.doc), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, test.want, vc.DecisivePointers(doc), test.doc)
	}
	for pointer, want := range map[string]bool{
		"": true, "/issuer": true, "/issuer/id": true, "/issuer/name": false, "/issuer/identifier": false,
		"/validUntil": true, "/credentialStatus/0/statusListIndex": true, "/@context/1": true, "/type/0": true,
		"/credentialSubject": false, "/credentialSubject/validUntil": false, "/name": false, "/evidence/0": false,
		"/status": true, "/vct": true, "/vct#integrity": true, "/cnf/jwk": true, "/exp": true, "/sub": false, "/id": false,
	} {
		require.Equal(t, want, vc.IsDecisive(pointer), pointer)
	}
}
