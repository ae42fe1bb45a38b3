package proof_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/jose"
	"github.com/mikromerit/mikromerit/vc"
)

// visits notes every address that is asked for, and answers with what stands
// in a few maps.
type visits struct {
	asked       []string
	pages       vc.StaticFetcher
	controllers directory
	contexts    map[string]string
}

func (v *visits) Fetch(ctx context.Context, url string, accept []string, most int64) ([]byte, string, error) {
	v.asked = append(v.asked, url)
	return v.pages.Fetch(ctx, url, accept, most)
}

func (v *visits) Resolve(ctx context.Context, id string) (*vc.Controller, error) {
	v.asked = append(v.asked, id)
	return v.controllers.Resolve(ctx, id)
}

func (v *visits) LoadContext(_ context.Context, url string) ([]byte, error) {
	v.asked = append(v.asked, url)
	if text, ok := v.contexts[url]; ok {
		return []byte(text), nil
	}
	return nil, fmt.Errorf("%w: not in the map", vc.ErrUnreachable)
}

func (v *visits) env() vc.Env {
	e := env()
	e.Fetcher, e.Resolver, e.Contexts = v, v, v
	return e
}

// revocableAt returns a badge of the school's whose list stands at an address.
func revocableAt(tb testing.TB, url string) string {
	tb.Helper()
	return signed(tb, edit(badge(school.id), "/credentialStatus", strings.Replace(revocable, listURL, url, 1)), dataintegrity.EdDSAJCS2022, school, dataintegrity.Options{})
}

func unsigned(credentials ...string) string { return presentation(learner.id, credentials...).String() }

func repeated(text string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = text
	}
	return all
}

// What nobody signed, or what is signed in a way that nobody here can check,
// makes the verifier ask for nothing: else anybody could choose whom it calls.
func TestNothingIsFetchedForStrangers(t *testing.T) {
	entries := numbered(16, `{"type":"1EdTechRevocationList","id":"https://victim.example/%d"}`)
	unknown := edit(plain("did:web:victim.example"), "/credentialStatus", "["+entries+"]", "/proof", `{"type":"NobodyKnows2099"}`).String()
	forged := change(revocableAt(t, "https://victim.example/3"), "/name", `"Forged"`)
	for name, file := range map[string]string{
		"a suite that nobody knows":          unknown,
		"without a proof":                    change(unknown, "/proof", ""),
		"forged":                             forged,
		"a presentation of 64 such":          unsigned(repeated(unknown, 64)...),
		"presentations in a presentation":    unsigned(repeated(unsigned(repeated(revocableAt(t, "https://victim.example/3"), 8)...), 8)...),
		"a record of strangers, not signed":  edit(badge(school.id), "/type", `["VerifiableCredential","ClrCredential"]`, "/credentialSubject/verifiableCredential", "["+unknown+"]").String(),
		"a suite nobody knows, and a holder": edit(presentation("did:web:victim.example", unknown), "/proof", `{"type":"NobodyKnows2099"}`).String(),
	} {
		v := &visits{}
		r, err := verifier(v.env()).Verify(t.Context(), []byte(file), anyone())
		require.NoError(t, err, name)
		require.NotEqual(t, vc.Valid, r.Verdict, name)
		require.Empty(t, v.asked, name)
	}
	// Nor for an issuer whom the policy refuses.
	v := &visits{}
	require.Equal(t, "invalid ISSUER-TRUST", passOrFail(t, verifier(v.env()), revocableAt(t, listURL), only(attacker.id)))
	require.Empty(t, v.asked)
}

// A presentation in the place of a credential is refused before any work is
// done on what is in it, in whatever coat it comes; the credentials beside it
// are judged.
func TestNestedPresentations(t *testing.T) {
	good := revocableAt(t, listURL)
	inner := presentation(learner.id, good)
	vpToken := token(t, presentation(learner.id, envelope(t, token(t, badge(school.id), jose.VCJOSE, school, jose.Options{}))), jose.VPJOSE, learner, jose.Options{})
	claim := rawToken(learner.key.Signer, fmt.Sprintf(`{"alg":"EdDSA","typ":"JWT","kid":%q}`, learner.key.Method), `{"iss":`+quote(learner.id)+`,"vp":`+inner.String()+`}`)
	dressed := rawToken(learner.key.Signer, fmt.Sprintf(`{"alg":"EdDSA","typ":"JWT","kid":%q}`, learner.key.Method), `{"iss":`+quote(learner.id)+`,"vc":`+inner.String()+`}`)
	// A credential to all who read the token as it is; that it is a presentation
	// stands in a disclosure.
	disclosure := b64(`["c2FsdA","VerifiablePresentation"]`)
	digest := base64.RawURLEncoding.EncodeToString(sha256Of([]byte(disclosure)))
	secret := rawToken(learner.key.Signer, strings.Replace(headerOf(learner, `"EdDSA"`, ""), "vc+jwt", "vc+sd-jwt", 1),
		edit(inner, "/type", `["VerifiableCredential",{"...":`+quote(digest)+`}]`).String()) + "~" + disclosure + "~"
	for name, nested := range map[string]string{
		"disclosed":                       quote(secret),
		"not signed":                      inner.String(),
		"signed":                          signed(t, inner, dataintegrity.EdDSAJCS2022, learner, dataintegrity.Options{Purpose: vc.Authentication}),
		"enveloped":                       envelope(t, vpToken),
		"as text":                         quote(vpToken),
		"in a claim":                      quote(claim),
		"in the claim for credentials":    quote(dressed),
		"enveloped as if it were a badge": strings.Replace(envelope(t, vpToken), "EnvelopedVerifiablePresentation", "EnvelopedVerifiableCredential", 1),
	} {
		v := &visits{pages: vc.StaticFetcher{listURL: []byte(byHand(listOf(school.id, clean(t)), school, ""))}}
		r, err := verifier(v.env()).Verify(t.Context(), []byte(unsigned(nested, good)), anyone())
		require.NoError(t, err, name)
		require.Equal(t, vc.Invalid, r.Verdict, name)
		require.Equal(t, []vc.Verdict{vc.Invalid, vc.Valid}, []vc.Verdict{r.Credentials[0].Verdict, r.Credentials[1].Verdict}, name)
		require.Equal(t, "fail", finding(r.Credentials[0], "NESTED-TYPE"), "%s: %v", name, r.Credentials[0].Findings)
		require.Empty(t, r.Credentials[0].Credentials, name)
		require.Equal(t, []string{listURL}, v.asked, name)
	}
}

// The budget is for a file, not for each credential in it; what is beyond it
// is not known, never wrong and never right.
func TestBudgetOfAFile(t *testing.T) {
	list := []byte(byHand(listOf(school.id, clean(t)), school, ""))
	t.Run("lists", func(t *testing.T) {
		v := &visits{pages: vc.StaticFetcher{}}
		var all []string
		for i := range 12 {
			url := fmt.Sprintf("https://status.example/%d", 100+i)
			v.pages[url] = []byte(byHand(edit(listOf(school.id, clean(t)), "/id", quote(url)), school, ""))
			all = append(all, revocableAt(t, url))
		}
		e := v.env()
		require.Equal(t, "valid", passOrFail(t, verifier(e), unsigned(all...), anyone()))
		require.Len(t, v.asked, 12)
		v.asked, e.Limits.Fetches = nil, 5
		require.Equal(t, "indeterminate NESTED-CREDENTIAL", passOrFail(t, verifier(e), unsigned(all...), anyone()))
		require.Len(t, v.asked, 5)
	})
	t.Run("one list for all", func(t *testing.T) {
		v := &visits{pages: vc.StaticFetcher{listURL: list}}
		require.Equal(t, "valid", passOrFail(t, verifier(v.env()), unsigned(repeated(revocableAt(t, listURL), 20)...), anyone()))
		require.Equal(t, []string{listURL}, v.asked)
	})
	t.Run("one list that is not to be had", func(t *testing.T) {
		v := &visits{}
		require.Equal(t, "indeterminate NESTED-CREDENTIAL", passOrFail(t, verifier(v.env()), unsigned(repeated(revocableAt(t, listURL), 20)...), anyone()))
		require.Equal(t, []string{listURL}, v.asked)
	})
	t.Run("one issuer of all", func(t *testing.T) {
		const id = "did:web:vestre-aas.example"
		v := &visits{controllers: directory{id: controller(id, school.key.Signer.Public())}}
		file := signed(t, badge(id), dataintegrity.EdDSAJCS2022, person{id, proof.Key{Method: id + "#0", Signer: school.key.Signer}}, dataintegrity.Options{})
		require.Equal(t, "valid", passOrFail(t, verifier(v.env()), unsigned(repeated(file, 20)...), anyone()))
		require.Equal(t, []string{id}, v.asked)
	})
	t.Run("issuers", func(t *testing.T) {
		v := &visits{}
		var all []string
		for i := range 100 {
			id := fmt.Sprintf("did:web:victim-%d.example", i)
			all = append(all, edit(plain(id), "/proof", strings.Replace(bogusProof(dataintegrity.EdDSAJCS2022, ""), school.key.Method, id+"#0", 1)).String())
		}
		require.Equal(t, "indeterminate NESTED-CREDENTIAL", passOrFail(t, verifier(v.env()), unsigned(all...), anyone()))
		require.Len(t, v.asked, 64)
	})
	t.Run("contexts", func(t *testing.T) {
		v := &visits{contexts: map[string]string{}}
		var all []string
		for i := range 100 {
			url := fmt.Sprintf("https://victim.example/%d", i)
			v.contexts[url] = `{"@context":{}}`
			all = append(all, bogus(edit(badge(school.id), "/@context/-", quote(url)), dataintegrity.EdDSARDFC2022))
		}
		r, err := verifier(v.env()).Verify(t.Context(), []byte(unsigned(all...)), anyone())
		require.NoError(t, err)
		require.NotEqual(t, vc.Valid, r.Verdict)
		require.Len(t, v.asked, 64)
	})
	t.Run("proofs", func(t *testing.T) {
		e := env()
		e.Limits.Nested = 4 // so 24 proofs in all
		proofs := times(16, bogusProof(dataintegrity.EdDSAJCS2022, ""), ",")
		file := unsigned(repeated(edit(badge(school.id), "/proof", "["+proofs+"]").String(), 4)...)
		r, err := verifier(e).Verify(t.Context(), []byte(file), anyone())
		require.NoError(t, err)
		require.Equal(t, "fail", finding(r.Credentials[0], "PROOF-SIGNATURE"))
		for _, beyond := range r.Credentials[1:] {
			require.Equal(t, "unknown", finding(beyond, "NESTED-LIMIT"))
		}
	})
}

// A credential that asks for more than the limits allow does not end the work
// on the others, and no embedded proof makes an error of the job.
func TestOneHostileCredential(t *testing.T) {
	good := signed(t, badge(school.id), dataintegrity.EdDSARDFC2022, school, dataintegrity.Options{})
	for name, bad := range map[string]string{
		"17 proofs":               edit(badge(school.id), "/proof", "["+times(17, bogusProof(dataintegrity.EdDSAJCS2022, ""), ",")+"]").String(),
		"a token with a list":     quote(rawToken(school.key.Signer, headerOf(school, `"EdDSA"`, ""), "[]")),
		"a token with a deep one": quote(rawToken(school.key.Signer, headerOf(school, `"EdDSA"`, ""), strings.Repeat("[", 200))),
		"text":                    `"x"`, "a number": "7", "nothing": "{}", "a list": "[]", "null": "null", "JSON in a text": quote(good),
	} {
		for _, file := range []string{unsigned(good, bad), signed(t, presentation(learner.id, good, bad), dataintegrity.EdDSAJCS2022, learner, dataintegrity.Options{Purpose: vc.Authentication})} {
			r, err := verifier(env()).Verify(t.Context(), []byte(file), anyone())
			require.NoError(t, err, name)
			require.NotEqual(t, vc.Valid, r.Verdict, name)
			require.Len(t, r.Credentials, 2, name)
			require.Equal(t, vc.Valid, r.Credentials[0].Verdict, name)
			require.NotEqual(t, vc.Valid, r.Credentials[1].Verdict, name)
		}
	}
	// A list with an embedded proof that calls itself a token proves nothing.
	for _, kind := range []string{"JWS", "SD-JWT", "JAdES", "eddsa-jcs-2022"} {
		list := edit(listOf(school.id, clean(t)), "/proof", fmt.Sprintf(`{"type":%q}`, kind)).String()
		require.Equal(t, "indeterminate STATUS-LIST-PROOF", listed(t, revocableAt(t, listURL), list, anyone()), kind)
	}
}
