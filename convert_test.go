package mikromerit_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/badge"
	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/microcredential/convert"
	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/proof/standard"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

var at = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// verified opens and verifies a file, believing the test authority if wanted.
func verified(tb testing.TB, src []byte, believe bool) (*proof.Secured, *proof.Result) {
	tb.Helper()
	var anchors *trust.Anchors
	if believe {
		pem, err := os.ReadFile("../../examples/data/test-ca.pem")
		require.NoError(tb, err)
		anchors, err = trust.ParsePEM(pem)
		require.NoError(tb, err)
	}
	registry, err := standard.Registry(anchors)
	require.NoError(tb, err)
	file, err := proof.Open(src, vc.Limits{})
	require.NoError(tb, err)
	env := vc.Env{Clock: func() time.Time { return at }}
	found, err := proof.NewVerifier(env, registry).VerifySecured(context.Background(), file, proof.NewPolicy(proof.AnyIssuer()))
	require.NoError(tb, err)
	return file, found
}

func sealed(tb testing.TB) []byte {
	tb.Helper()
	src, err := os.ReadFile("../../examples/data/vestre-aas-micro-credential.sealed.jsonld")
	require.NoError(tb, err)
	return src
}

func options() convert.Options {
	return convert.Options{Tool: microcredential.Tool{Name: "test", Version: "1"}, At: at}
}

// The new document says where it comes from and never takes a proof along.
func TestProvenance(t *testing.T) {
	src := sealed(t)
	digest := sha256.Sum256(src)
	for _, tt := range []struct {
		believe bool
		verdict microcredential.Verdict
	}{{true, microcredential.VerdictValid}, {false, microcredential.VerdictIndeterminate}} {
		file, found := verified(t, src, tt.believe)
		out, err := convert.Standard().Convert(t.Context(), "ob3", file, found, options())
		require.NoError(t, err)
		require.Equal(t, "edc", out.From)
		require.True(t, badge.Is(out.Document))
		require.Empty(t, badge.Check(out.Document))
		require.False(t, out.Document.Get("proof").Exists())
		p := out.Credential.Provenance[len(out.Credential.Provenance)-1]
		require.Equal(t, tt.verdict, p.Proof.Verdict)
		require.Equal(t, hex.EncodeToString(digest[:]), p.Digest.SHA256)
		require.Contains(t, out.Document.String(), string(tt.verdict))
		require.NotEqual(t, file.Document().Get("id").Text(), out.Document.Get("id").Text(), "a new statement has a new id")
	}
}

func TestConvertRefuses(t *testing.T) {
	file, found := verified(t, []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"did:web:a.example","credentialSubject":{"id":"urn:x:y"}}`), false)
	all := convert.Standard()
	_, err := all.Convert(t.Context(), "ob3", file, found, options())
	require.ErrorIs(t, err, convert.ErrRefused)
	unsafe := options()
	unsafe.UnsafeInvalidSource = true
	_, err = all.Convert(t.Context(), "ob3", file, found, unsafe)
	require.ErrorIs(t, err, convert.ErrDirection)
	_, err = all.Convert(t.Context(), "elmo", file, found, options())
	require.ErrorIs(t, err, convert.ErrFormat)

	file, found = verified(t, sealed(t), true)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = all.Convert(ctx, "ob3", file, found, options())
	require.ErrorIs(t, err, context.Canceled)
}

// A real Europass credential, sealed by the Commission's tools: every leaf of
// it stands in the report once, and its account of the standard elements says
// that quality assurance is missing.
func TestCommissionSample(t *testing.T) {
	src := testkit.ReadShared(t, "data/samples/elm/Sample-MC-Annex1-signed.jsonld")
	file, found := verified(t, src, false)
	require.Equal(t, vc.Indeterminate, found.Verdict)
	out, err := convert.Standard().Convert(t.Context(), "ob3", file, found, options())
	require.NoError(t, err)
	require.Empty(t, badge.Check(out.Document))
	seen := make(map[string]int)
	for _, leaf := range out.Report.Leaves {
		if !leaf.Added {
			seen[leaf.Source]++
		}
	}
	for pointer, n := range seen {
		require.Equal(t, 1, n, pointer)
	}
	t.Log(out.Report.Summary())
	rows := microcredential.AnnexI(out.Credential)
	require.Len(t, rows, 16)
	for _, row := range rows {
		if row.Number == 11 {
			require.Equal(t, microcredential.Absent, row.Status)
		}
	}
}

func Example() {
	file, found := verified(exampleTB{}, sealed(exampleTB{}), true)
	out, err := convert.Standard().Convert(context.Background(), "ob3", file, found, options())
	if err != nil {
		panic(err)
	}
	fmt.Println(found.Verdict, out.From, "->", out.To)
	fmt.Println(out.Document.Get("name").Text())
	// Output:
	// valid edc -> ob3
	// Mikrokvalifikasjon: Informasjonssikkerhet i hverdagen
}

// exampleTB lets the example use the helpers of the tests.
type exampleTB struct{ testing.TB }

func (exampleTB) Helper()                   {}
func (exampleTB) Errorf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }
func (exampleTB) FailNow()                  { panic("failed") }
