package vc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// What decides must be found wherever it stands: every such member that is
// there, and of the issuer its id only, so that a holder may still keep back
// the issuer's address.
func TestDeciding(t *testing.T) {
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
		require.Equal(t, test.want, vc.Deciding(doc), test.doc)
	}
	for pointer, want := range map[string]bool{
		"": true, "/issuer": true, "/issuer/id": true, "/issuer/name": false, "/issuer/identifier": false,
		"/validUntil": true, "/credentialStatus/0/statusListIndex": true, "/@context/1": true, "/type/0": true,
		"/credentialSubject": false, "/credentialSubject/validUntil": false, "/name": false, "/evidence/0": false,
		"/status": true, "/vct": true, "/vct#integrity": true, "/cnf/jwk": true, "/exp": true, "/sub": false, "/id": false,
	} {
		require.Equal(t, want, vc.Decides(pointer), pointer)
	}
}
