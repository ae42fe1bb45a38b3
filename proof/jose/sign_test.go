package jose_test

import (
	"context"
	"crypto"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/jws"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// Every form with every kind of key: what was signed comes back to the byte.
func TestRoundTrips(t *testing.T) {
	people := map[string]signer{
		"EdDSA": issuer, "ES256": didKey(p256Key), "ES384": didKey(p384Key), "ES512": didJWK(p521Key), "RS256": didJWK(rsaKey), "PS256": didJWK(rsaKey),
	}
	for _, form := range []jose.Form{jose.VCJWT, jose.VCJOSE, jose.VCSDJWT} {
		for algorithm, by := range people {
			for _, embed := range []bool{false, true} {
				doc := badge(by.id)
				file := sign(t, doc, form, by, jose.Options{Algorithm: algorithm, EmbedKey: embed})
				require.Equal(t, algorithm, file.Proofs()[0].Signature.Header.Get("alg").Text())
				r := verify(t, env(), string(file.Bytes()), anyone())
				require.Equal(t, vc.Valid, r.Verdict, "%s %s: %v", form, algorithm, r.Findings)
				require.Equal(t, by.id, r.Proofs[0].Controller)
				require.Equal(t, "pass", finding(r, "ISSUER-KEY"))
				require.Equal(t, canonical(doc), canonical(r.Document))
				if form != jose.VCJWT { // no claim says when it was signed
					require.Equal(t, float64(now.Unix()), float(t, file.Document(), "iat"))
				}
				require.Equal(t, canonical(doc), canonical(must(jose.Document(file, vc.Limits{}))))
			}
		}
	}
}

func canonical(doc vc.Document) string { return string(must(doc.Canonical())) }

func float(t *testing.T, doc vc.Document, name string) float64 {
	f, ok := doc.Get(name).Float()
	require.True(t, ok, name)
	return f
}

// The payload is the document's own text with the claims at its end.
func TestPayloadKeepsBytes(t *testing.T) {
	doc := badge(issuer.id)
	for _, form := range []jose.Form{jose.VCJWT, jose.VCJOSE} {
		payload := sign(t, doc, form, issuer, jose.Options{}).Document().String()
		require.True(t, strings.HasPrefix(payload, strings.TrimRight(strings.TrimSuffix(doc.String(), "}"), "\n")), payload)
	}
}

func TestClaimsOfVCJWT(t *testing.T) {
	claims := sign(t, badge(issuer.id), jose.VCJWT, issuer, jose.Options{}).Document()
	require.Equal(t, issuer.id, claims.Get("iss").Text())
	require.Equal(t, "urn:uuid:0e7d0a3c-51a2-4a0e-9a53-6a3a1f1a7e01", claims.Get("jti").Text())
	require.Equal(t, "did:example:kari", claims.Get("sub").Text())
	require.Equal(t, "1767225600", claims.Get("nbf").Raw())
	require.Equal(t, "1798761600", claims.Get("exp").Raw())
	require.False(t, claims.Get("iat").Exists())
}

func TestPresentationRoundTrip(t *testing.T) {
	holder := didKey(holderKey)
	own := edit(badge(issuer.id), "/credentialSubject/id", `"`+holder.id+`"`)
	one := must(jose.Envelope(sign(t, own, jose.VCJOSE, issuer, jose.Options{})))
	two := must(jose.Envelope(sign(t, own, jose.VCSDJWT, issuer, jose.Options{Disclosable: []string{"/credentialSubject/creditsEarned"}})))
	three := must(jose.Envelope(sign(t, own, jose.VCJWT, issuer, jose.Options{})))
	require.Contains(t, one.String(), `"data:application/vc+jwt,`)
	require.Contains(t, two.String(), `"data:application/vc+sd-jwt,`)
	require.Contains(t, three.String(), `"data:application/jwt,`)
	options := jose.Options{Domain: []string{"https://verifier.example"}, Challenge: "c1", Expires: now.Add(time.Hour)}
	policy := anyone()
	policy.Domain, policy.Challenge = options.Domain, options.Challenge
	for _, form := range []jose.Form{jose.VPJOSE, jose.VPSDJWT} {
		file := sign(t, presentation(holder.id, one.String(), two.String(), three.String()), form, holder, options)
		enveloped := must(jose.Envelope(file))
		require.Contains(t, enveloped.String(), vc.EnvelopedPresentation)
		for _, text := range []string{string(file.Bytes()), enveloped.String()} {
			r := verify(t, env(), text, policy)
			require.Equal(t, vc.Valid, r.Verdict, "%v %v", r.Findings, r.Credentials)
			require.Equal(t, "pass", finding(r, "HOLDER-KEY"))
			require.Equal(t, "pass", finding(r, "PROOF-DOMAIN"))
			require.Equal(t, "pass", finding(r, "PROOF-CHALLENGE"))
			require.Len(t, r.Credentials, 3)
			for _, c := range r.Credentials {
				require.Equal(t, proof.Enveloped, c.Format)
				require.Equal(t, vc.Valid, c.Verdict, "%v", c.Findings)
				require.Equal(t, "/id", c.Proofs[0].Pointer)
			}

			replayed := policy
			replayed.Challenge = "c2"
			require.Equal(t, "PROOF-CHALLENGE fail", faults(withoutWarnings(verify(t, env(), text, replayed))))
			elsewhere := policy
			elsewhere.Domain = []string{"https://other.example"}
			require.Equal(t, "PROOF-DOMAIN fail", faults(withoutWarnings(verify(t, env(), text, elsewhere))))
			issuing := policy
			issuing.Purpose = vc.AssertionMethod
			require.Equal(t, "PROOF-PURPOSE fail", faults(withoutWarnings(verify(t, env(), text, issuing))))
			late := env()
			late.Clock = func() time.Time { return now.Add(time.Hour) }
			require.Equal(t, "JWT-EXP fail", faults(withoutWarnings(verify(t, late, text, policy))))
		}
	}
}

// withoutWarnings drops what a presentation by somebody else than the subject
// is warned about.
func withoutWarnings(r *proof.Result) *proof.Result {
	kept := r.Findings[:0:0]
	for _, f := range r.Findings {
		if f.Status != vc.Warn {
			kept = append(kept, f)
		}
	}
	r.Findings = kept
	return r
}

func TestSeveralAudiences(t *testing.T) {
	holder := didKey(holderKey)
	file := sign(t, presentation(holder.id), jose.VPJOSE, holder, jose.Options{Domain: []string{"a", "b"}, Created: now.Add(-time.Hour)})
	require.Equal(t, `["a","b"]`, file.Document().Get("aud").Raw())
	policy := anyone()
	policy.Domain = []string{"b", "a"}
	require.Equal(t, "pass", finding(verify(t, env(), string(file.Bytes()), policy), "PROOF-DOMAIN"))
}

func TestSignRefuses(t *testing.T) {
	good, key := badge(issuer.id), issuer.key
	envelope := must(jose.Envelope(sign(t, good, jose.VCJOSE, issuer, jose.Options{})))
	tests := []struct {
		name    string
		doc     vc.Document
		form    jose.Form
		key     proof.Key
		options jose.Options
		want    string
	}{
		{"no such form", good, "jwt", key, jose.Options{}, "JOSE-FORM"},
		{"no key", good, jose.VCJOSE, proof.Key{}, jose.Options{}, "PROOF-KEY"},
		{"no address of the key", good, jose.VCJOSE, proof.Key{Signer: ed25519Key, Method: "key-1"}, jose.Options{}, "PROOF-KEY"},
		{"a foreign algorithm", good, jose.VCJOSE, key, jose.Options{Algorithm: "ES256"}, "JWS-ALG"},
		{"HMAC", good, jose.VCJOSE, key, jose.Options{Algorithm: "HS256"}, "JWS-ALG"},
		{"none", good, jose.VCJOSE, key, jose.Options{Algorithm: "none"}, "JWS-ALG"},
		{"version 1.1", document(oldBadge(issuer.id)), jose.VCJWT, key, jose.Options{}, "JWT-CONTENT at /@context"},
		{"a proof", edit(good, "/proof", "{}"), jose.VCJOSE, key, jose.Options{}, "PROOF-EXISTS"},
		{"a claim", edit(good, "/iss", `"x"`), jose.VCJOSE, key, jose.Options{}, "JWT-CONTENT at /iss"},
		{"a claim vc", edit(good, "/vc", `{}`), jose.VCJWT, key, jose.Options{}, "JWT-CONTENT at /vc"},
		{"a credential as a presentation", good, jose.VPJOSE, key, jose.Options{}, "JWT-CONTENT at /type"},
		{"a presentation as a credential", presentation(issuer.id), jose.VCJOSE, key, jose.Options{}, "JWT-CONTENT at /type"},
		{"neither", edit(good, "/type", `["OpenBadgeCredential"]`), jose.VCJOSE, key, jose.Options{}, "JWT-CONTENT at /type"},
		{"a bare credential in a presentation", presentation(issuer.id, good.String()), jose.VPJOSE, key, jose.Options{}, "at /verifiableCredential/0"},
		{"no id", edit(good, "/id", ""), jose.VCJWT, key, jose.Options{}, "OB3-JWT-CLAIM at /id"},
		{"no issuer", edit(good, "/issuer", ""), jose.VCJWT, key, jose.Options{}, "OB3-JWT-CLAIM at /issuer"},
		{"no validFrom", edit(good, "/validFrom", ""), jose.VCJWT, key, jose.Options{}, "OB3-JWT-CLAIM at /validFrom"},
		{"claims of its own", good, jose.VCJWT, key, jose.Options{Challenge: "c"}, "OB3-JWT-CLAIM"},
		{"disclosure without SD-JWT", good, jose.VCJOSE, key, jose.Options{Disclosable: []string{"/name"}}, "SDJWT-POINTER"},
		{"a pointer that leads nowhere", good, jose.VCSDJWT, key, jose.Options{Disclosable: []string{"/x"}}, "SDJWT-POINTER at /x"},
		{"everything hidden", good, jose.VCSDJWT, key, jose.Options{Disclosable: []string{""}}, "SDJWT-POINTER"},
		{"the type hidden", good, jose.VCSDJWT, key, jose.Options{Disclosable: []string{"/type/1"}}, "SDJWT-POINTER at /type/1"},
		{"the end hidden", good, jose.VCSDJWT, key, jose.Options{Disclosable: []string{"/validUntil"}}, "SDJWT-POINTER at /validUntil"},
		{"the issuer hidden", good, jose.VCSDJWT, key, jose.Options{Disclosable: []string{"/issuer"}}, "SDJWT-POINTER at /issuer"},
		{"a reserved name", edit(good, "/credentialSubject/_sd", `[]`), jose.VCSDJWT, key, jose.Options{}, "SDJWT-DIGEST at /credentialSubject/_sd"},
		{"a holder without SD-JWT", good, jose.VCJOSE, key, jose.Options{Holder: holderKey.Public()}, "SDJWT"},
		{"a holder's key that is none", good, jose.VCSDJWT, key, jose.Options{Holder: []byte("x")}, "SDJWT-BINDING"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := jose.Sign(t.Context(), env(), tt.doc, tt.form, tt.key, tt.options)
			require.ErrorContains(t, err, tt.want)
		})
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := jose.Sign(cancelled, env(), good, jose.VCJOSE, key, jose.Options{})
	require.ErrorIs(t, err, context.Canceled)

	_, err = jose.Envelope(must(proof.Open(envelope.Bytes(), vc.Limits{})))
	require.ErrorContains(t, err, "JOSE-FORMAT")
	_, err = jose.Document(must(proof.Open(good.Bytes(), vc.Limits{})), vc.Limits{})
	require.ErrorContains(t, err, "JOSE-FORMAT")
}

// remote is a key that gives nothing away but signatures, as an HSM does.
type remote struct{ crypto.Signer }

func TestRemoteKeys(t *testing.T) {
	for _, key := range []crypto.Signer{ed25519Key, p256Key, p384Key, p521Key, rsaKey} {
		by := didJWK(remote{key})
		for _, algorithm := range []string{"", "PS256"} {
			if a, ok := jws.Lookup(algorithm); ok && a.Misfit(key.Public()) != "" {
				continue
			}
			r := verify(t, env(), string(sign(t, badge(by.id), jose.VCJWT, by, jose.Options{Algorithm: algorithm}).Bytes()), anyone())
			require.Equal(t, vc.Valid, r.Verdict, "%v", r.Findings)
		}
	}
}
