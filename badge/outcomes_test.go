package badge_test

import (
	"context"
	"crypto"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/bake"
	"github.com/mikromerit/mikromerit/internal/jwk"
	"github.com/mikromerit/mikromerit/internal/multikey"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// published is a resolver that has the controller documents which the issuers
// of the samples would have: each lists, for assertions, the keys that stand in
// the fragments of its verification methods in the samples.
type published map[string]*vc.Controller

func (p published) Resolve(_ context.Context, id string) (*vc.Controller, error) {
	if doc, ok := p[id]; ok {
		return doc, nil
	}
	return nil, fmt.Errorf("%w: nobody published it", vc.ErrUnreachable)
}

// addFile publishes the keys in a file: those of embedded proofs, and the key in
// the header of a token as one of the issuer that the token names.
func (p published) addFile(file *proof.Secured) {
	if file.Format() != proof.JWS {
		if doc, err := vc.ParseDocument(file.Bytes(), vc.Limits{}); err == nil {
			p.add(doc.Root())
		}
		return
	}
	key, err := jwk.Public(file.Proofs()[0].Signature.Header.Get("jwk"))
	if id := file.Document().Get("iss").Text(); err == nil && id != "" {
		p.publish(id, "token", key.Public)
	}
	for inner := range file.Document().Lookup("/vc/credentialSubject/verifiableCredential").Each() {
		if token, err := proof.Open([]byte(inner.Text()), vc.Limits{}); err == nil {
			p.addFile(token)
		}
	}
}

// add publishes the keys of all verification methods in a document.
func (p published) add(v jsontree.Value) {
	id, fragment, _ := strings.Cut(v.Get("verificationMethod").Text(), "#")
	if key, err := multikey.Public(fragment); err == nil && !strings.HasPrefix(id, "did:key:") {
		p.publish(id, fragment, key)
	}
	for i := range v.Len() {
		p.add(v.At(i))
	}
}

func (p published) publish(id, fragment string, key crypto.PublicKey) {
	doc := p[id]
	if doc == nil {
		doc = &vc.Controller{ID: id, Purposes: map[string][]string{}}
		p[id] = doc
	}
	doc.Methods = append(doc.Methods, vc.Method{ID: id + "#" + fragment, Type: "Multikey", Controller: id, Key: key})
	doc.Purposes[vc.AssertionMethod] = append(doc.Purposes[vc.AssertionMethod], id+"#"+fragment)
}

// sampleSecured opens a sample, in a picture or not.
func sampleSecured(tb testing.TB, text []byte) (*proof.Secured, error) {
	tb.Helper()
	if _, isPicture := bake.Is(text); isPicture {
		payload, err := bake.Unbake(text, bake.Limits{})
		require.NoError(tb, err)
		text = payload.Data
	}
	return proof.Open(text, vc.Limits{})
}

func sampleTexts(tb testing.TB) map[string][]byte {
	tb.Helper()
	files := map[string][]byte{}
	root := testkit.Shared(tb, "data/samples")
	for _, folder := range []string{"ob3", "clr"} {
		require.NoError(tb, filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			name, err := filepath.Rel(root, path)
			require.NoError(tb, err)
			files[filepath.ToSlash(name)], err = os.ReadFile(path)
			return err
		}))
	}
	return files
}

// sampleWorld is what the samples are verified in.
type sampleWorld struct {
	texts           map[string][]byte
	offline, online vc.Env
	registry        *proof.Registry
}

// sampleList is the address of the status list among the samples.
const sampleList = "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist"

func newSampleWorld(tb testing.TB) *sampleWorld {
	tb.Helper()
	w := &sampleWorld{texts: sampleTexts(tb)}
	issuers := published{}
	for _, text := range w.texts {
		if file, err := sampleSecured(tb, text); err == nil {
			issuers.addFile(file)
		}
	}
	clock := func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }
	w.offline = vc.Env{Clock: clock}
	w.online = vc.Env{Clock: clock, Resolver: issuers, Fetcher: vc.StaticFetcher{sampleList: w.texts["ob3/bit-string-list/testlist"]}}
	var err error
	w.registry, err = mikromerit.Registry()
	require.NoError(tb, err)
	return w
}

func (w *sampleWorld) verify(tb testing.TB, file *proof.Secured, env vc.Env) *proof.Result {
	tb.Helper()
	r, err := proof.NewVerifier(env, w.registry).VerifySecured(tb.Context(), file, anyone)
	require.NoError(tb, err)
	return r
}

// summary is the verdict and the codes of all findings that did not pass.
func summary(r *proof.Result) string {
	codes := []string{}
	for _, f := range r.Findings {
		if f.Status != vc.Pass && f.Status != vc.NotAsked {
			codes = append(codes, f.Status.String()+" "+f.Code)
		}
	}
	slices.Sort(codes)
	return strings.TrimSuffix(r.Verdict.String()+": "+strings.Join(slices.Compact(codes), ", "), ": ")
}

// sample is a published file, with our verdicts and, for comparison, that of
// the publisher's own tests of its validator.
type sample struct {
	file      string
	publisher string // "valid", "warning", "invalid", or "" where its tests do not say
	// offline is the outcome without the network, where only a did:key speaks
	// for itself; online is that with the issuers' keys and the status list.
	// After the verdict stand the codes of what did not pass.
	offline, online string
	nested          []string // the outcomes for the credentials inside, online
	why             string   // where our verdict is another than the publisher's
}

var samples = []sample{
	{file: "clr/complex.json",
		offline: "invalid: fail ISSUER-KEY, fail NESTED-CREDENTIAL, warn CLR2-ASSOCIATION, warn CLR2-CONTEXT-OLD, warn CLR2-LEARNER, warn OB3-LEGACY",
		online:  "invalid: fail ISSUER-KEY, fail NESTED-CREDENTIAL, warn CLR2-ASSOCIATION, warn CLR2-CONTEXT-OLD, warn CLR2-LEARNER, warn OB3-LEGACY",
		nested: []string{
			"/credentialSubject/verifiableCredential/0 invalid: fail ISSUER-KEY, warn ENDORSEMENT, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/0/credentialSubject/achievement/endorsement/0 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/1 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/2 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/3 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/4 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/5 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
		}},
	{file: "clr/simple-noproof.json",
		offline: "invalid: fail CLR2-CONTEXT, fail NESTED-CREDENTIAL, fail PROOF-NONE, unknown NESTED-CREDENTIAL, warn CLR2-CONTEXT-OLD, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		online:  "invalid: fail CLR2-CONTEXT, fail NESTED-CREDENTIAL, fail PROOF-NONE, warn CLR2-CONTEXT-OLD, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		nested: []string{
			"/credentialSubject/verifiableCredential/0 invalid: fail JSONLD-TYPE-UNDEFINED, fail OB3-JSONLD, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
		}},
	{file: "clr/simple.json", publisher: "valid",
		offline: "indeterminate: unknown NESTED-CREDENTIAL, unknown PROOF-METHOD",
		online:  "valid",
		nested: []string{
			"/credentialSubject/verifiableCredential/0 valid",
		}},
	{file: "clr/simple.jwt",
		offline: "invalid: fail CLR2-CONTEXT, fail CLR2-CREDENTIAL, fail CLR2-SCHEMA, fail NESTED-CREDENTIAL, unknown ISSUER-KEY, unknown NESTED-CREDENTIAL, warn JWS-JWK, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		online:  "invalid: fail CLR2-CONTEXT, fail CLR2-CREDENTIAL, fail CLR2-SCHEMA, fail NESTED-CREDENTIAL, warn JWS-JWK, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		nested: []string{
			"/credentialSubject/verifiableCredential/0 invalid: fail OB3-CONTEXT, warn JWS-JWK, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		}},
	{file: "clr/simple_old_safesigned.json",
		offline: "invalid: fail CLR2-CONTEXT, fail CLR2-SCHEMA, fail NESTED-CREDENTIAL, unknown NESTED-CREDENTIAL, unknown PROOF-METHOD, warn CLR2-CONTEXT-OLD, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		online:  "invalid: fail CLR2-CONTEXT, fail CLR2-SCHEMA, fail NESTED-CREDENTIAL, unknown JSONLD-CONTEXT-UNKNOWN, warn CLR2-CONTEXT-OLD, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		nested: []string{
			"/credentialSubject/verifiableCredential/0 invalid: fail JSONLD-TYPE-UNDEFINED, fail OB3-JSONLD, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
		}},
	{file: "clr/simple_v1.json", publisher: "warning",
		offline: "invalid: fail NESTED-CREDENTIAL, unknown NESTED-CREDENTIAL, unknown PROOF-METHOD, warn CLR2-ASSOCIATION, warn CLR2-CONTEXT-OLD, warn CLR2-LEARNER, warn OB3-LEGACY",
		online:  "invalid: fail NESTED-CREDENTIAL, warn CLR2-ASSOCIATION, warn CLR2-CONTEXT-OLD, warn CLR2-LEARNER, warn OB3-LEGACY",
		why:     "The publisher does not ask whose the keys are: five badges are signed with a did:key that is not their issuer.",
		nested: []string{
			"/credentialSubject/verifiableCredential/0 valid: warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/0/credentialSubject/achievement/endorsement/0 valid: warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/1 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/2 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/3 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/4 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
			"/credentialSubject/verifiableCredential/5 invalid: fail ISSUER-KEY, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
		}},
	{file: "ob3/bit-string-list/credential-status-revoked-blank-nodes.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD, unknown STATUS, warn STATUS-ENTRY-INDEX-TEXT",
		online:  "indeterminate: unknown STATUS-LIST-AGE, warn STATUS-ENTRY-INDEX-TEXT",
		why:     "The list is of 2021, states no end and has another id than its address, so nobody knows whether it is the list as it stands; the publisher asks neither."},
	{file: "ob3/bit-string-list/credential-status-revoked.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD, unknown STATUS, warn STATUS-ENTRY-INDEX-TEXT",
		online:  "indeterminate: unknown STATUS-LIST-AGE, warn STATUS-ENTRY-INDEX-TEXT",
		why:     "The list is of 2021, states no end and has another id than its address, so nobody knows whether it is the list as it stands; the publisher asks neither."},
	{file: "ob3/bit-string-list/testlist", publisher: "valid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "valid"},
	{file: "ob3/complete.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD, unknown STATUS, warn ENDORSEMENT, warn OB3-LEVEL, warn OB3-REVOCATION-LIST",
		online:  "indeterminate: unknown STATUS-UNREACHABLE, warn ENDORSEMENT, warn OB3-LEVEL, warn OB3-REVOCATION-LIST",
		why:     "The publisher fails at a schema that is not on the web, which is never fetched here, and the revocation list is not reached; the proofs of the endorsements name a misspelt suite, and one of them is about the issuer though it stands in the achievement.",
		nested: []string{
			"/credentialSubject/achievement/creator/endorsement/0 invalid: fail OB3-EXTENSIONS, fail VALID-UNTIL, unknown PROOF-SUITE, unknown STATUS, warn OB3-REVOCATION-LIST",
			"/credentialSubject/achievement/creator/endorsement/1 invalid: fail OB3-EXTENSIONS, fail VALID-UNTIL, unknown PROOF-SUITE, unknown STATUS, warn OB3-REVOCATION-LIST",
			"/credentialSubject/achievement/endorsement/0 invalid: fail ENDORSEMENT-SUBJECT, fail OB3-EXTENSIONS, fail VALID-UNTIL, unknown PROOF-SUITE, unknown STATUS, warn OB3-REVOCATION-LIST",
			"/endorsement/0 invalid: fail OB3-EXTENSIONS, fail VALID-UNTIL, unknown PROOF-SUITE, unknown STATUS, warn OB3-REVOCATION-LIST",
			"/issuer/endorsement/0 invalid: fail OB3-EXTENSIONS, fail VALID-UNTIL, unknown PROOF-SUITE, unknown STATUS, warn OB3-REVOCATION-LIST",
		}},
	{file: "ob3/complete_v1.json", publisher: "invalid",
		offline: "invalid: fail OB3-ENUM, fail OB3-EXTENSIONS, fail OB3-SCHEMA, fail VALID-UNTIL, unknown PROOF-METHOD, unknown STATUS, warn ENDORSEMENT, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-LEVEL, warn OB3-REVOCATION-LIST",
		online:  "invalid: fail OB3-ENUM, fail OB3-EXTENSIONS, fail OB3-SCHEMA, fail PROOF-METHOD, fail VALID-UNTIL, unknown STATUS, warn ENDORSEMENT, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-LEVEL, warn OB3-REVOCATION-LIST",
		nested: []string{
			"/credentialSubject/achievement/creator/endorsement/0 invalid: fail OB3-EXTENSIONS, fail OB3-REQUIRED, fail OB3-SCHEMA, fail VALID-UNTIL, unknown PROOF-METHOD, unknown STATUS, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-REVOCATION-LIST",
			"/credentialSubject/achievement/creator/endorsement/1 invalid: fail OB3-EXTENSIONS, fail OB3-REQUIRED, fail OB3-SCHEMA, fail VALID-UNTIL, unknown PROOF-METHOD, unknown STATUS, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-REVOCATION-LIST",
			"/credentialSubject/achievement/endorsement/0 invalid: fail ENDORSEMENT-SUBJECT, fail OB3-EXTENSIONS, fail OB3-REQUIRED, fail OB3-SCHEMA, fail VALID-UNTIL, unknown PROOF-METHOD, unknown STATUS, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-REVOCATION-LIST",
			"/endorsement/0 invalid: fail OB3-EXTENSIONS, fail OB3-REQUIRED, fail OB3-SCHEMA, fail VALID-UNTIL, unknown PROOF-METHOD, unknown STATUS, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-REVOCATION-LIST",
			"/issuer/endorsement/0 invalid: fail OB3-EXTENSIONS, fail OB3-REQUIRED, fail OB3-SCHEMA, fail VALID-UNTIL, unknown PROOF-METHOD, unknown STATUS, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-REVOCATION-LIST",
		}},
	{file: "ob3/credential-status-revoked.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD, unknown STATUS, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-REVOCATION-LIST",
		online:  "indeterminate: unknown STATUS-UNREACHABLE, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-REVOCATION-LIST",
		why:     "The revocation list lies on the web, which this test does not reach."},
	{file: "ob3/endorsement-err-schema-status-refresh.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD, unknown STATUS, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-REVOCATION-LIST",
		online:  "invalid: fail PROOF-SIGNATURE, unknown STATUS, warn OB3-CONTEXT-OLD, warn OB3-LEGACY, warn OB3-REVOCATION-LIST"},
	{file: "ob3/endorsement-valid.json", publisher: "valid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "valid"},
	{file: "ob3/sd/derivedcredential.json", publisher: "valid",
		offline: "indeterminate: unknown PROOF-METHOD, warn SD-WITHHELD",
		online:  "valid: warn SD-WITHHELD"},
	{file: "ob3/simple-context-alias.json", publisher: "valid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "valid"},
	{file: "ob3/simple-context-version.json", publisher: "warning",
		offline: "indeterminate: unknown PROOF-METHOD, warn OB3-CONTEXT-OLD",
		online:  "valid: warn OB3-CONTEXT-OLD"},
	{file: "ob3/simple-did-key-method.json", publisher: "valid",
		offline: "invalid: fail ISSUER-KEY",
		online:  "invalid: fail ISSUER-KEY",
		why:     "The publisher does not ask whose the key is; the issuer is a urn:uuid, which can list no key, so anybody could have signed."},
	{file: "ob3/simple-did-web-method.json",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "valid"},
	{file: "ob3/simple-eddsa-2022.json", publisher: "warning",
		offline: "indeterminate: unknown PROOF-SUITE, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
		online:  "indeterminate: unknown PROOF-SUITE, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
		why:     "The publisher checks the draft suite eddsa-2022 like its successor; here it is not known."},
	{file: "ob3/simple-err-context.json", publisher: "invalid",
		offline: "invalid: fail OB3-CONTEXT, fail OB3-JSONLD, fail OB3-REQUIRED, fail VCDM2-CONTEXT-FIRST, unknown PROOF-METHOD, warn VCDM2-OLD-DATE",
		online:  "invalid: fail JSONLD-TERM-UNDEFINED, fail OB3-CONTEXT, fail OB3-JSONLD, fail OB3-REQUIRED, fail VCDM2-CONTEXT-FIRST, warn VCDM2-OLD-DATE"},
	{file: "ob3/simple-err-credential-subject-achievement-result-description-type.json", publisher: "invalid",
		offline: "invalid: fail OB3-JSONLD, fail OB3-NODE-TYPE, unknown PROOF-METHOD, warn OB3-LEVEL",
		online:  "invalid: fail JSONLD-TERM-UNDEFINED, fail OB3-JSONLD, fail OB3-NODE-TYPE, warn OB3-LEVEL"},
	{file: "ob3/simple-err-credential-subject-identifier-type.json", publisher: "invalid",
		offline: "invalid: fail OB3-HASH, fail OB3-JSONLD, fail OB3-NODE-TYPE, unknown PROOF-METHOD",
		online:  "invalid: fail JSONLD-TERM-UNDEFINED, fail OB3-HASH, fail OB3-JSONLD, fail OB3-NODE-TYPE"},
	{file: "ob3/simple-err-credential-subject-profile-type.json", publisher: "invalid",
		offline: "invalid: fail OB3-JSONLD, fail OB3-NODE-TYPE, unknown PROOF-METHOD",
		online:  "invalid: fail JSONLD-TYPE-UNDEFINED, fail OB3-JSONLD, fail OB3-NODE-TYPE"},
	{file: "ob3/simple-err-credential-subject-result-type.json", publisher: "invalid",
		offline: "invalid: fail OB3-JSONLD, fail OB3-NODE-TYPE, fail OB3-RESULT, unknown PROOF-METHOD",
		online:  "invalid: fail JSONLD-TERM-UNDEFINED, fail OB3-JSONLD, fail OB3-NODE-TYPE, fail OB3-RESULT"},
	{file: "ob3/simple-err-credential-subject-type.json", publisher: "invalid",
		offline: "invalid: fail OB3-JSONLD, fail OB3-NODE-TYPE, unknown PROOF-METHOD",
		online:  "invalid: fail JSONLD-TERM-UNDEFINED, fail OB3-JSONLD, fail OB3-NODE-TYPE"},
	{file: "ob3/simple-err-evidence-type.json", publisher: "invalid",
		offline: "invalid: fail OB3-JSONLD, fail OB3-NODE-TYPE, unknown PROOF-METHOD",
		online:  "invalid: fail JSONLD-TERM-UNDEFINED, fail OB3-JSONLD, fail OB3-NODE-TYPE"},
	{file: "ob3/simple-err-expired.json", publisher: "invalid",
		offline: "invalid: fail VALID-UNTIL, unknown PROOF-METHOD",
		online:  "invalid: fail VALID-UNTIL"},
	{file: "ob3/simple-err-issued.json", publisher: "invalid",
		offline: "invalid: fail OB3-REQUIRED, fail VALID-FROM, unknown PROOF-METHOD",
		online:  "invalid: fail OB3-REQUIRED, fail VALID-FROM"},
	{file: "ob3/simple-err-issuer-otheridentifier-type.json", publisher: "invalid",
		offline: "invalid: fail OB3-JSONLD, fail OB3-NODE-TYPE, unknown PROOF-METHOD",
		online:  "invalid: fail JSONLD-TERM-UNDEFINED, fail OB3-JSONLD, fail OB3-NODE-TYPE"},
	{file: "ob3/simple-err-issuer-parentorg-type.json", publisher: "invalid",
		offline: "invalid: fail OB3-JSONLD, fail OB3-NODE-TYPE, unknown PROOF-METHOD",
		online:  "invalid: fail JSONLD-TYPE-UNDEFINED, fail OB3-JSONLD, fail OB3-NODE-TYPE"},
	{file: "ob3/simple-err-issuer-type.json", publisher: "invalid",
		offline: "invalid: fail OB3-JSONLD, fail OB3-NODE-TYPE, unknown PROOF-METHOD",
		online:  "invalid: fail JSONLD-TYPE-UNDEFINED, fail OB3-JSONLD, fail OB3-NODE-TYPE"},
	{file: "ob3/simple-err-issuer.json", publisher: "invalid",
		offline: "invalid: fail OB3-REQUIRED, fail VCDM2-ISSUER, unknown PROOF-METHOD",
		online:  "invalid: fail ISSUER-KEY, fail OB3-REQUIRED, fail VCDM2-ISSUER"},
	{file: "ob3/simple-err-proof-method-no-scheme.json", publisher: "invalid",
		offline: "invalid: fail PROOF-METHOD",
		online:  "invalid: fail PROOF-METHOD"},
	{file: "ob3/simple-err-proof-method-unknown-did-method.json", publisher: "invalid",
		offline: "invalid: fail PROOF-METHOD",
		online:  "invalid: fail PROOF-METHOD"},
	{file: "ob3/simple-err-proof-method-unknown-scheme.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "indeterminate: unknown PROOF-METHOD",
		why:     "That nobody here can look up the scheme xxx says nothing about the badge."},
	{file: "ob3/simple-err-proof-method.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "invalid: fail PROOF-METHOD"},
	{file: "ob3/simple-err-proof-value.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "invalid: fail PROOF-SIGNATURE"},
	{file: "ob3/simple-err-type.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "invalid: fail JSONLD-TYPE-UNDEFINED"},
	{file: "ob3/simple-json.png", publisher: "valid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "valid"},
	{file: "ob3/simple-json.svg", publisher: "valid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "valid"},
	{file: "ob3/simple-jwt.png", publisher: "valid",
		offline: "indeterminate: unknown ISSUER-KEY, warn JWS-JWK, warn OB3-JWT-CLAIM",
		online:  "valid: warn JWS-JWK, warn OB3-JWT-CLAIM"},
	{file: "ob3/simple-jwt.svg", publisher: "valid",
		offline: "indeterminate: unknown ISSUER-KEY, warn JWS-JWK, warn OB3-JWT-CLAIM",
		online:  "valid: warn JWS-JWK, warn OB3-JWT-CLAIM"},
	{file: "ob3/simple-jwt_v1.png", publisher: "warning",
		offline: "indeterminate: unknown ISSUER-KEY, warn JWS-JWK, warn OB3-CONTEXT-OLD, warn OB3-JWT-CLAIM, warn OB3-LEGACY",
		online:  "valid: warn JWS-JWK, warn OB3-CONTEXT-OLD, warn OB3-JWT-CLAIM, warn OB3-LEGACY"},
	{file: "ob3/simple-jwt_v1.svg", publisher: "warning",
		offline: "indeterminate: unknown ISSUER-KEY, warn JWS-JWK, warn OB3-CONTEXT-OLD, warn OB3-JWT-CLAIM, warn OB3-LEGACY",
		online:  "valid: warn JWS-JWK, warn OB3-CONTEXT-OLD, warn OB3-JWT-CLAIM, warn OB3-LEGACY"},
	{file: "ob3/simple-multiple-proofs.json", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD, unknown PROOF-SUITE",
		online:  "indeterminate: unknown PROOF-SUITE",
		why:     "To the publisher the type of the first proof is undefined JSON-LD; here it is a proof of an unknown kind, and what is not known is neither good nor bad."},
	{file: "ob3/simple-noproof.json",
		offline: "invalid: fail OB3-REQUIRED, fail PROOF-NONE, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
		online:  "invalid: fail OB3-REQUIRED, fail PROOF-NONE, warn OB3-CONTEXT-OLD, warn OB3-LEGACY"},
	{file: "ob3/simple.1ob", publisher: "valid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "valid"},
	{file: "ob3/simple.json", publisher: "valid",
		offline: "indeterminate: unknown PROOF-METHOD",
		online:  "valid"},
	{file: "ob3/simple.jwt",
		offline: "invalid: fail OB3-CONTEXT, fail OB3-REQUIRED, unknown PROOF-METHOD, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		online:  "invalid: fail OB3-CONTEXT, fail OB3-REQUIRED, fail PROOF-SIGNATURE, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY"},
	{file: "ob3/simple_v1.json", publisher: "warning",
		offline: "indeterminate: unknown PROOF-METHOD, warn OB3-CONTEXT-OLD, warn OB3-LEGACY",
		online:  "valid: warn OB3-CONTEXT-OLD, warn OB3-LEGACY"},
	{file: "ob3/velocity.jwt", publisher: "invalid",
		offline: "indeterminate: unknown PROOF-METHOD, unknown STATUS, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		online:  "indeterminate: unknown PROOF-METHOD, unknown STATUS, warn OB3-JSONLD-UNCHECKED, warn OB3-LEGACY",
		why:     "Its key and its status are of kinds that only their own networks can answer for; the publisher replaces them in its test and stumbles over a type of 1EdTech that no context at hand defines."},
}

func TestVerifySamples(t *testing.T) {
	w := newSampleWorld(t)
	listed := map[string]bool{}
	for _, s := range samples {
		listed[s.file] = true
		t.Run(s.file, func(t *testing.T) {
			file, err := sampleSecured(t, w.texts[s.file])
			require.NoError(t, err)
			require.Equal(t, s.offline, summary(w.verify(t, file, w.offline)))
			r := w.verify(t, file, w.online)
			require.Equal(t, s.online, summary(r))
			require.Equal(t, s.nested, nested(r, ""))
			theirs := strings.Replace(s.publisher, "warning", "valid", 1)
			require.Equal(t, theirs != "" && theirs != r.Verdict.String(), s.why != "", "a reason stands where the verdicts differ and nowhere else")
		})
	}
	for name := range w.texts {
		require.True(t, listed[name], "%s is in no row of the table", name)
	}
}

// nested are the outcomes for the credentials in a result.
func nested(r *proof.Result, at string) (all []string) {
	for _, inner := range append(slices.Clone(r.Credentials), r.Endorsements...) {
		all = append(all, at+inner.Pointer+" "+summary(inner))
		all = append(all, nested(inner, at+inner.Pointer)...)
	}
	return all
}
