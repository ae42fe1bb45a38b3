package edc_test

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/edc"
	"github.com/mikromerit/mikromerit/internal/jsonld"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/dataintegrity"
	"github.com/mikromerit/mikromerit/proof/keys"
	"github.com/mikromerit/mikromerit/vc"
)

// besideSources are European credentials to write beside VC 2.0: our own, and those
// of the Commission.
func besideSources(t *testing.T) map[string]vc.Document {
	own, err := os.ReadFile("../examples/data/vestre-aas-micro-credential.payload.json")
	require.NoError(t, err)
	out := map[string]vc.Document{}
	add := func(name string, text []byte) {
		doc, err := vc.ParseDocument(text, vc.Limits{})
		require.NoError(t, err)
		if payload := doc.Get("payload"); payload.Exists() {
			doc, err = vc.ParseDocument([]byte(payload.Text()), vc.Limits{})
			require.NoError(t, err)
		}
		out[name] = doc
	}
	add("vestre-aas", own)
	if testkit.HasShared() {
		for _, name := range []string{"Sample-MC-Annex1-signed.jsonld", "Sample-CertOfPart-signed.jsonld", "Sample-MC-Annex1-unsigned.jsonld"} {
			add(name, testkit.ReadShared(t, "data", "samples", "elm", name))
		}
	}
	return out
}

func quads(t *testing.T, doc vc.Document) []string {
	c, err := jsonld.Canonicalize(context.Background(), doc.Root(), jsonld.Options{})
	require.NoError(t, err)
	return strings.Split(strings.TrimSpace(string(c.Bytes())), "\n")
}

// What a credential says in RDF does not depend on which version of the data model it
// is written on. Only the older name of the time of issue is gone.
func TestBesideSaysTheSame(t *testing.T) {
	for name, doc := range besideSources(t) {
		t.Run(name, func(t *testing.T) {
			beside, err := edc.BesideVC2(doc)
			require.NoError(t, err)
			before, after := quads(t, doc), quads(t, beside)
			require.Greater(t, len(after), 100)
			for _, quad := range after {
				require.Contains(t, before, quad)
			}
			for _, quad := range before {
				if !slices.Contains(after, quad) {
					require.Contains(t, quad, " <https://www.w3.org/2018/credentials#issuanceDate> ")
				}
			}
		})
	}
}

// Both forms are read as the same credential, and nothing of the one beside VC 2.0 is
// left over.
func TestBesideIsReadAlike(t *testing.T) {
	for name, doc := range besideSources(t) {
		t.Run(name, func(t *testing.T) {
			beside, err := edc.BesideVC2(doc)
			require.NoError(t, err)
			require.True(t, edc.Is(beside))
			want, _, err := edc.Decode(doc, edc.DecodeOptions{})
			require.NoError(t, err)
			got, _, err := edc.Decode(beside, edc.DecodeOptions{})
			require.NoError(t, err)
			require.Equal(t, want, got)
			for _, problem := range edc.Check(beside) {
				require.Contains(t, fmt.Sprint(edc.Check(doc)), problem.Code(), "a problem that is new")
			}
			again, err := edc.BesideVC2(beside)
			require.NoError(t, err)
			require.Equal(t, beside.String(), again.String(), "it is in that form already")
		})
	}
}

// The form of EBSI is broken in JSON-LD and says so; written anew, it has a meaning.
func TestBesideMendsEBSI(t *testing.T) {
	text := testkit.ReadShared(t, "data", "samples", "elm-ebsi", "Microcredential - Data and software business.json")
	doc, err := vc.ParseDocument(text, vc.Limits{})
	require.NoError(t, err)
	var codes []string
	for _, problem := range edc.Check(doc) {
		codes = append(codes, problem.Code())
	}
	require.Contains(t, codes, "ELM-CONTEXT-PROTECTED")
	require.NotContains(t, codes, "ELM-CONTEXT", "one defect is one finding")
	_, err = jsonld.Canonicalize(context.Background(), doc.Root(), jsonld.Options{})
	require.ErrorContains(t, err, "protected term redefinition")

	beside, err := edc.BesideVC2(doc)
	require.NoError(t, err)
	want, _, err := edc.Decode(doc, edc.DecodeOptions{})
	require.NoError(t, err)
	got, _, err := edc.Decode(beside, edc.DecodeOptions{})
	require.NoError(t, err)
	require.Equal(t, want.Definition, got.Definition)
	require.Equal(t, want.Award, got.Award)
}

func TestBesideNames(t *testing.T) {
	doc := func(text string) vc.Document {
		d, err := vc.ParseDocument([]byte(text), vc.Limits{})
		require.NoError(t, err)
		return d
	}
	const contexts = `{"@context":["https://www.w3.org/ns/credentials/v2","https://mikromerit.github.io/ns/elm/v1"`
	for from, want := range map[string]string{
		`{"type":"EuropeanDigitalCredential"}`: contexts + `],"type":["VerifiableCredential","EuropeanDigitalCredential"]}`,
		`{"@context":["https://www.w3.org/2018/credentials/v1",{"x":"y:z"}],"type":["VerifiableAttestation","ConvertedCredential","Other"],"proof":{"a":1}}`: contexts +
			`,{"x":"y:z"}],"type":["VerifiableCredential","EuropeanDigitalCredential","Other"]}`,
		`{"credential":{"type":"EuropeanDigitalCredential","expirationDate":"a","issuanceDate":"b","issued":"b","a":[{"description":[{},[],"x"]},1e2]},"deliveryDetails":{}}`: contexts +
			`],"type":["VerifiableCredential","EuropeanDigitalCredential"],"validUntil":"a","issued":"b","a":[{"descriptions":[{},[],"x"]},1e2]}`,
		`{"type":"EuropeanDigitalCredential","expirationDate":"a","validUntil":"b"}`: contexts +
			`],"type":["VerifiableCredential","EuropeanDigitalCredential"],"expirationDate":"a","validUntil":"b"}`,
	} {
		beside, err := edc.BesideVC2(doc(from))
		require.NoError(t, err)
		require.Equal(t, want, beside.String())
	}
	_, err := edc.BesideVC2(doc(`{"type":"OpenBadgeCredential"}`))
	require.ErrorContains(t, err, "ELM-FORMAT")
}

// A European micro-credential with a Data Integrity proof verifies as any other
// credential does, and a change of what it says is noticed.
func TestBesideIsSigned(t *testing.T) {
	for name, doc := range besideSources(t) {
		t.Run(name, func(t *testing.T) {
			signed, controller := signBeside(t, doc)
			registry, err := proof.NewRegistry(dataintegrity.Suites()...)
			require.NoError(t, err)
			env := vc.Env{Clock: func() time.Time { return time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC) }}
			verifier := proof.NewVerifier(env, registry)
			policy := proof.NewPolicy(proof.Issuers(controller))
			result, err := verifier.Verify(context.Background(), signed, policy)
			require.NoError(t, err)
			require.Equal(t, vc.Valid, result.Verdict, "%v", result.Findings)

			for _, text := range []string{"descriptions", "title"} {
				at := regexp.MustCompile(`"` + text + `":\s*\{\s*"\w+":\s*"`).FindIndex(signed)
				require.NotNil(t, at, text)
				changed := slices.Insert(slices.Clone(signed), at[1], 'X')
				result, err = verifier.Verify(context.Background(), changed, policy)
				require.NoError(t, err)
				require.Equal(t, vc.Invalid, result.Verdict)
			}
		})
	}
}

// signBeside signs a credential beside VC 2.0 with a new key of its issuer.
func signBeside(t *testing.T, doc vc.Document) (signed []byte, controller string) {
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	beside, err := edc.BesideVC2(doc)
	require.NoError(t, err)
	beside, err = beside.With("/issuer/id", `"`+key.Controller()+`"`)
	require.NoError(t, err)
	signer := proof.Key{Method: key.Method(), Signer: key.Signer()}
	secured, err := dataintegrity.Sign(context.Background(), vc.Env{}, beside, dataintegrity.EdDSARDFC2022, signer, dataintegrity.Options{})
	require.NoError(t, err)
	return secured.Bytes(), key.Controller()
}

func ExampleBesideVC2() {
	credential := &mc.Credential{
		Envelope: mc.Envelope{
			Issuer:    mc.Party{ID: "did:web:norraby.example", Name: mc.Text("sv", "Norraby yrkeshögskola")},
			ValidFrom: mc.InstantOf(time.Date(2026, 6, 12, 9, 30, 0, 0, time.UTC)),
		},
		Learner: mc.Learner{Party: mc.Party{Person: &mc.Person{FullName: mc.Text("fi", "Säde Äijälä")}}},
		Definition: mc.Definition{
			Title:       mc.Text("sv", "Svetsning"),
			Description: mc.Text("sv", "Svetsning av stål"),
		},
	}
	draft, _, err := edc.Encode(credential, edc.EncodeOptions{IssuerCountry: "SE"})
	if err != nil {
		panic(err)
	}
	beside, err := edc.BesideVC2(draft)
	if err != nil {
		panic(err)
	}
	fmt.Println(beside.Get("@context").Raw())
	fmt.Println(beside.Lookup("/credentialSubject/hasClaim/specifiedBy/descriptions").Raw())

	read, _, err := edc.Decode(beside, edc.DecodeOptions{})
	if err != nil {
		panic(err)
	}
	fmt.Println(read.Definition.Description[0].Text)
	// Output:
	// ["https://www.w3.org/ns/credentials/v2","https://mikromerit.github.io/ns/elm/v1"]
	// {"sv":"Svetsning av stål"}
	// Svetsning av stål
}
