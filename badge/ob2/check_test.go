package ob2

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc"
)

func TestCheck(t *testing.T) {
	whole := edit(t, awardText(), "/badge", edit(t, classText(), "/issuer", issuerText()))
	for _, tt := range []struct {
		pointer, raw string // "" removes
		want         []string
	}{
		{"/x", `1`, nil},
		{"/@context", `"https://example.org/c"`, []string{"OB2-CONTEXT /@context"}},
		{"/@context", `["https://w3id.org/openbadges/v2",{"x":"https://x.example/"}]`, nil},
		{"/type", `["Assertion","https://x.example/T"]`, nil},
		{"/type", `["Assertion","T"]`, []string{"OB2-TYPE /type"}},
		{"/type", `[]`, []string{"OB2-TYPE /type"}},
		{"/type", "", []string{"OB2-TYPE /type"}},
		{"/id", "", []string{"OB2-REQUIRED /id", "OB2-HOSTED-ID /id"}},
		{"/id", `"award 17"`, []string{"OB2-IRI /id", "OB2-HOSTED-ID /id"}},
		{"/id", `"urn:uuid:1"`, []string{"OB2-HOSTED-ID /id"}},
		{"/recipient", "", []string{"OB2-REQUIRED /recipient"}},
		{"/recipient", `"a@example.com"`, []string{"OB2-KIND /recipient"}},
		{"/recipient", `{"type":"email","identity":"a@example.com"}`, []string{"OB2-ADVISED /recipient/hashed"}},
		{"/recipient", `{"type":"email","hashed":"no","identity":"a@example.com"}`, []string{"OB2-KIND /recipient/hashed"}},
		{"/recipient", `{"type":"email","hashed":true,"identity":"a@example.com"}`, []string{"OB2-IDENTITY /recipient/identity"}},
		{"/recipient", `{"type":"email","hashed":true,"identity":"md5$900150983cd24fb0d6963f7d28e17f72"}`, []string{"OB2-MD5 /recipient/identity"}},
		{"/recipient/type", `"shoeSize"`, []string{"OB2-RECIPIENT-TYPE /recipient/type"}},
		{"/issuedOn", `1370599200`, []string{"OB2-DATETIME /issuedOn"}},
		{"/issuedOn", `"2019-06-07"`, []string{"OB2-DATETIME /issuedOn"}},
		{"/issuedOn", `"2019-06-07T10:00:00"`, []string{"OB2-DATETIME /issuedOn"}},
		{"/expires", `"2018-06-07T10:00:00Z"`, []string{"OB2-PERIOD /expires"}},
		{"/verification", "", []string{"OB2-REQUIRED /verification"}},
		{"/verification/type", `"HostedBadge2"`, []string{"OB2-VERIFICATION /verification/type"}},
		{"/verification/type", `"SignedBadge"`, nil},
		{"/image", `"data:image/png;base64,AAAA"`, []string{"OB2-AWARD-IMAGE /image"}},
		{"/image", `"data:image/gif;base64,AAAA"`, []string{"OB2-IMAGE /image", "OB2-AWARD-IMAGE /image"}},
		{"/evidence/0", `"seen by me"`, []string{"OB2-IRI /evidence/0"}},
		{"/evidence/1/name", `7`, []string{"OB2-KIND /evidence/1/name"}},
		{"/narrative", `["a","b"]`, []string{"OB2-SINGLE /narrative"}},
		{"/revoked", `"no"`, []string{"OB2-KIND /revoked"}},
		{"/extensions:x", `"y"`, []string{"OB2-EXTENSION /extensions:x"}},
		{"/extensions:x/type", `"Extension"`, []string{"OB2-EXTENSION /extensions:x/type"}},
		{"/extensions:x/@context", "", []string{"OB2-EXTENSION-CONTEXT /extensions:x/@context"}},
		{"/badge", `"the boat badge"`, []string{"OB2-IRI /badge"}},
		{"/badge", `7`, []string{"OB2-KIND /badge"}},
		{"/badge/description", "", []string{"OB2-REQUIRED /badge/description"}},
		{"/badge/@language", `"swedish language"`, []string{"OB2-LANGUAGE /badge/@language"}},
		{"/badge/alignment/0/targetUrl", "", []string{"OB2-REQUIRED /badge/alignment/0/targetUrl"}},
		{"/badge/alignment/0", `{"name":"a","url":"https://a.example/"}`, []string{"OB2-OLD-NAME /badge/alignment/0"}},
		{"/badge/version", `{}`, []string{"OB2-KIND /badge/version"}},
		{"/badge/issuer/email", "", []string{"OB2-REQUIRED /badge/issuer/email"}},
		{"/badge/issuer/type", `"Criteria"`, []string{"OB2-TYPE /badge/issuer/type"}},
		{"/badge/issuer/id", `"urn:uuid:1"`, []string{"OB2-ISSUER-WEB /badge/issuer/id"}},
		{"/badge/issuer/verification", `{"allowedOrigins":["a.example:8080","https://a.example/"]}`, []string{"OB2-ORIGINS /badge/issuer/verification/allowedOrigins/1"}},
		{"/badge/issuer/publicKey", `{"id":"https://a.example/k"}`, []string{"OB2-REQUIRED /badge/issuer/publicKey/publicKeyPem"}},
	} {
		doc, err := vc.ParseDocument([]byte(edit(t, whole, tt.pointer, tt.raw)), vc.Limits{})
		require.NoError(t, err)
		var found []string
		for _, p := range Check(doc) {
			found = append(found, p.Code()+" "+p.Pointer)
		}
		require.Equal(t, tt.want, found, "%s %s", tt.pointer, tt.raw)
	}
}

func TestCheckOldEditions(t *testing.T) {
	for e, text := range oldBadges {
		doc, err := vc.ParseDocument([]byte(text), vc.Limits{})
		require.NoError(t, err)
		require.Empty(t, Check(doc), e)
		doc, err = vc.ParseDocument([]byte(edit(t, text, "/badge", "7")), vc.Limits{})
		require.NoError(t, err)
		if editionOf(doc.Root()) == e {
			require.NotEmpty(t, Check(doc), e)
		}
	}
	revoked, err := vc.ParseDocument([]byte(`{"@context":"https://w3id.org/openbadges/v2","type":"Assertion","id":"https://a.example/1","revoked":true}`), vc.Limits{})
	require.NoError(t, err)
	require.Empty(t, Check(revoked))
}
