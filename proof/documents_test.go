package proof_test

import (
	"crypto"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

const obContext = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

// badge returns a credential of the data model 2.0.
func badge(issuer string) vc.Document {
	return document(fmt.Sprintf(`{
  "@context": [%q, %q],
  "id": "urn:uuid:0e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e01",
  "type": ["VerifiableCredential", "OpenBadgeCredential"],
  "name": "Vinterferdsel",
  "issuer": {"id": %q, "type": ["Profile"], "name": "Vestre Ås høgskole"},
  "validFrom": "2026-01-01T00:00:00Z",
  "validUntil": "2027-01-01T00:00:00Z",
  "credentialSubject": {
    "id": %q,
    "type": ["AchievementSubject"],
    "creditsEarned": 2.5,
    "result": [{"type": ["Result"], "value": "A"}, {"type": ["Result"], "value": "B"}],
    "achievement": {"id": "urn:uuid:7c5a0d7e-1111-4a0e-9a53-6a3a1f1a7e01", "type": ["Achievement"], "name": "Vinterferdsel",
      "description": "Ti uker", "humanCode": "VF-1", "fieldOfStudy": "1015", "creditsAvailable": 10, "criteria": {"narrative": "Bestått"},
      "tag": ["vinter", "redning"]}
  }
}`, vc.ContextV2, obContext, issuer, learner.id))
}

// plain returns a credential that is short and understood under any context.
func plain(issuer string) vc.Document {
	return document(fmt.Sprintf(`{"@context":[%q],"type":["VerifiableCredential"],"issuer":%q,"credentialSubject":{"id":%q}}`, vc.ContextV2, issuer, learner.id))
}

func presentation(holder string, credentials ...string) vc.Document {
	return document(fmt.Sprintf(`{"@context":[%q],"type":["VerifiablePresentation"],"holder":%q,"verifiableCredential":[%s]}`,
		vc.ContextV2, holder, strings.Join(credentials, ",")))
}

func document(text string) vc.Document { return must(vc.ParseDocument([]byte(text), vc.Limits{})) }

// edit sets or, where the value is "", removes members; edits are pairs of
// pointer and JSON text.
func edit(doc vc.Document, edits ...string) vc.Document {
	for i := 0; i+1 < len(edits); i += 2 {
		if edits[i+1] == "" {
			doc = must(doc.Without(edits[i]))
		} else {
			doc = must(doc.With(edits[i], edits[i+1]))
		}
	}
	return doc
}

// change edits a secured file, as somebody without the key can.
func change(file string, edits ...string) string { return edit(document(file), edits...).String() }

// once replaces one text in a file, which must be there.
func once(tb testing.TB, file, old, other string) string {
	tb.Helper()
	require.Contains(tb, file, old)
	return strings.Replace(file, old, other, 1)
}

func quote(text string) string { return fmt.Sprintf("%q", text) }

// signed returns a document with a proof.
func signed(tb testing.TB, doc vc.Document, suite dataintegrity.Cryptosuite, by person, options dataintegrity.Options) string {
	tb.Helper()
	if options.Created.IsZero() {
		options.Created = now.Add(-time.Hour)
	}
	file, err := dataintegrity.Sign(tb.Context(), env(), doc, suite, by.key, options)
	require.NoError(tb, err)
	return string(file.Bytes())
}

// added returns a file with a further proof.
func added(tb testing.TB, file string, suite dataintegrity.Cryptosuite, by person, options dataintegrity.Options) string {
	tb.Helper()
	secured, err := proof.Open([]byte(file), vc.Limits{})
	require.NoError(tb, err)
	if options.Created.IsZero() {
		options.Created = now.Add(-time.Hour)
	}
	secured, err = dataintegrity.Add(tb.Context(), env(), secured, suite, by.key, options)
	require.NoError(tb, err)
	return string(secured.Bytes())
}

// token returns a document as a token.
func token(tb testing.TB, doc vc.Document, form jose.Form, by person, options jose.Options) string {
	tb.Helper()
	file, err := jose.Sign(tb.Context(), env(), doc, form, by.key, options)
	require.NoError(tb, err)
	return string(file.Bytes())
}

// rawToken signs any header and payload, right or wrong.
func rawToken(key crypto.Signer, header, payload string) string {
	algorithm, _ := jws.Default(key.Public())
	input := b64(header) + "." + b64(payload)
	return input + "." + jws.Encode(must(algorithm.Sign(key, []byte(input))))
}

func b64(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func envelope(tb testing.TB, token string) string {
	tb.Helper()
	file, err := proof.Open([]byte(token), vc.Limits{})
	require.NoError(tb, err)
	doc, err := jose.Envelope(file)
	require.NoError(tb, err)
	return doc.String()
}
