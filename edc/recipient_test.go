package edc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

// The owner of a wallet is known by name and day of birth together. The day is the one
// in Brussels, as tools of the Commission state it in UTC.
func TestRecipientByNameAndDayOfBirth(t *testing.T) {
	subject := func(person string) vc.Document {
		doc, err := vc.ParseDocument([]byte(`{"credentialSubject":`+person+`}`), vc.Limits{})
		require.NoError(t, err)
		return doc
	}
	full := `{"id":"urn:epass:person:1","fullName":{"nb":["Kari  Nordmann"]},"dateOfBirth":"1999-10-01T22:00:00Z"}`
	parts := `{"givenName":{"nb":"Kari"},"familyName":{"nb":"Nordmann"},"dateOfBirth":"1999-10-02"}`
	for _, test := range []struct {
		person, who string
		want        bool
	}{
		{full, "kari nordmann, 1999-10-02", true},
		{parts, "Kari Nordmann,1999-10-02", true},
		{full, "Kari Nordmann, 1999-10-01", false},
		{full, "Ola Nordmann, 1999-10-02", false},
		{full, "Kari Nordmann", false},
		{full, ", 1999-10-02", false},
		{full, "Kari Nordmann, 2 October 1999", false},
		{`{"fullName":{"nb":"Kari Nordmann"}}`, "Kari Nordmann, 1999-10-02", false},
		{`{"dateOfBirth":"1999-10-02"}`, " , 1999-10-02", false},
	} {
		require.Equal(t, test.want, len(recipients(subject(test.person), []string{test.who})) == 1, test)
	}
}
