package mikromerit_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/badge/ob3"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

var at = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

// verified verifies a file, trusting the test authority if wanted.
func verified(tb testing.TB, src []byte, believe bool) *mikromerit.Result {
	tb.Helper()
	var believed mikromerit.Trust
	if believe {
		pem, err := os.ReadFile("examples/data/test-ca.pem")
		require.NoError(tb, err)
		believed.Anchors, err = trust.ParsePEM(pem)
		require.NoError(tb, err)
	}
	v := mikromerit.NewVerifier(believed)
	v.Env = vc.Env{Clock: func() time.Time { return at }}
	found, err := v.Verify(context.Background(), src)
	require.NoError(tb, err)
	return found
}

func sealed(tb testing.TB) []byte {
	tb.Helper()
	src, err := os.ReadFile("examples/data/vestre-aas-micro-credential.sealed.jsonld")
	require.NoError(tb, err)
	return src
}

func options() mikromerit.ConvertOptions {
	return mikromerit.ConvertOptions{Tool: mc.Tool{Name: "test", Version: "1"}, At: at}
}

// The new document says where it comes from and never takes a proof along.
func TestProvenance(t *testing.T) {
	src := sealed(t)
	digest := sha256.Sum256(src)
	for _, believe := range []bool{true, false} {
		found := verified(t, src, believe)
		out, err := mikromerit.Convert(t.Context(), found, mikromerit.OpenBadge, options())
		require.NoError(t, err)
		require.Equal(t, "edc", out.From.Format)
		require.True(t, ob3.Is(out.Document))
		require.Empty(t, ob3.Check(out.Document))
		require.False(t, out.Document.Get("proof").Exists())

		p := out.Credential.Provenance[len(out.Credential.Provenance)-1]
		require.Equal(t, mc.VerdictValid, p.Proof.Verdict, "it is authentic, whoever is trusted")
		require.Contains(t, p.Proof.Detail, map[bool]string{true: "from a trusted issuer", false: "nobody was asked to vouch"}[believe])
		require.Contains(t, out.Document.String(), p.Proof.Detail)
		require.Equal(t, hex.EncodeToString(digest[:]), p.Digest.SHA256)
		require.NotEqual(t, found.Document.Get("id").Text(), out.Document.Get("id").Text(), "a new statement has a new id")
	}
}

// A badge that was converted before carries an older original, which does not
// hold what the badge itself says: of what the next target has no place for, the
// report says that it is lost, unless the badge is embedded too.
func TestOlderOriginalCarriesNothing(t *testing.T) {
	embedding := options()
	embedding.EmbedOriginal, embedding.IssuerCountry = true, "NO"
	first, err := mikromerit.Convert(t.Context(), verified(t, sealed(t), true), mikromerit.OpenBadge, embedding)
	require.NoError(t, err)
	changed, err := first.Document.With("/credentialSubject/licenseNumber", `"L-1"`)
	require.NoError(t, err)
	for _, embed := range []bool{true, false} {
		o := embedding
		o.EmbedOriginal, o.WithoutResidue = embed, true
		out, err := mikromerit.Convert(t.Context(), verified(t, changed.Bytes(), true), mikromerit.Europass, o)
		require.NoError(t, err)
		only := 0
		for _, l := range out.Report.Leaves {
			if l.Kind != mc.KindEmbedded {
				continue
			}
			only++
			content, err := base64.StdEncoding.DecodeString(out.Document.Lookup(l.Target[0]).Text())
			require.NoError(t, err)
			require.Equal(t, changed.String(), string(content), l.Source)
		}
		require.Equal(t, embed, only > 0)
	}
}

// Only a source whose proof is wrong is refused; one without any is converted,
// and the document says that nothing vouches for it.
// A presentation with one credential, as wallets export it, is a container: the
// credential in it is converted, with its own digest and answers. Of several
// nobody knows which, and a credential whose proof is wrong stays refused.
func TestConvertPresented(t *testing.T) {
	inner, err := os.ReadFile("examples/data/vestre-aas-badge.signed.json")
	require.NoError(t, err)
	wrap := func(credentials ...string) *mikromerit.Result {
		return verified(t, []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[`+strings.Join(credentials, ",")+`]}`), true)
	}
	want, err := mikromerit.Convert(t.Context(), verified(t, inner, true), mikromerit.OpenBadge, options())
	require.NoError(t, err)
	out, err := mikromerit.Convert(t.Context(), wrap(strings.TrimSpace(string(inner))), mikromerit.OpenBadge, options())
	require.NoError(t, err)
	require.Equal(t, vc.Valid, out.Source.Axes[vc.Authentic])
	require.Equal(t, want.Credential.Title(), out.Credential.Title())
	require.Contains(t, out.Document.String(), "Its verification found it authentic")
	require.NotContains(t, out.Document.String(), "It carries no proof")
	_, err = mikromerit.Convert(t.Context(), wrap(string(inner), string(inner)), mikromerit.OpenBadge, options())
	require.ErrorIs(t, err, mikromerit.ErrSeveral)
	changed := strings.Replace(string(inner), `"proofValue": "z`, `"proofValue": "z2`, 1)
	changed = strings.Replace(changed, `"proofValue":"z`, `"proofValue":"z2`, 1)
	require.NotEqual(t, string(inner), changed)
	_, err = mikromerit.Convert(t.Context(), wrap(changed), mikromerit.OpenBadge, options())
	require.ErrorIs(t, err, mikromerit.ErrNotConvertible)
}

func TestConvertRefuses(t *testing.T) {
	plain := verified(t, []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiableCredential"],"issuer":"did:web:a.example","credentialSubject":{"id":"urn:x:y"}}`), false)
	_, err := mikromerit.Convert(t.Context(), plain, mikromerit.OlderBadge, options())
	require.ErrorIs(t, err, mikromerit.ErrDirection)
	_, err = mikromerit.Convert(t.Context(), plain, "paper", options())
	require.ErrorIs(t, err, mikromerit.ErrFormat)

	draft, err := os.ReadFile("examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	out, err := mikromerit.Convert(t.Context(), verified(t, draft, false), mikromerit.OpenBadge, options())
	require.NoError(t, err)
	require.Contains(t, out.Document.String(), "nothing vouches for it")

	forged := []byte(strings.Replace(string(sealed(t)), "Vestre", "Austre", 1))
	_, err = mikromerit.Convert(t.Context(), verified(t, forged, true), mikromerit.OpenBadge, options())
	require.ErrorIs(t, err, mikromerit.ErrNotConvertible)
	unsafe := options()
	unsafe.UnsafeInvalidSource = true
	out, err = mikromerit.Convert(t.Context(), verified(t, forged, true), mikromerit.OpenBadge, unsafe)
	require.NoError(t, err)
	require.Contains(t, out.Document.String(), "found it not authentic")

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = mikromerit.Convert(ctx, verified(t, sealed(t), true), mikromerit.OpenBadge, options())
	require.ErrorIs(t, err, context.Canceled)
}

// A real Europass credential, sealed by the Commission's tools: every leaf of
// it stands in the report once, and its account of the standard elements says
// that quality assurance is missing.
func TestCommissionSample(t *testing.T) {
	src := testkit.ReadShared(t, "data/samples/elm/Sample-MC-Annex1-signed.jsonld")
	found := verified(t, src, false)
	require.Equal(t, vc.Indeterminate, found.Verdict)
	out, err := mikromerit.Convert(t.Context(), found, mikromerit.OpenBadge, options())
	require.NoError(t, err)
	require.Empty(t, ob3.Check(out.Document))
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
	rows := mc.AnnexI(out.Credential)
	require.Len(t, rows, 16)
	for _, row := range rows {
		if row.Number == 11 {
			require.Equal(t, mc.Absent, row.Status)
		}
	}
}

// Converting twice gives the same document and the same report, to the byte.
func TestConversionIsDeterministic(t *testing.T) {
	for _, file := range []string{
		"data/samples/pair/open-badge.json", "data/samples/elm/Sample-MC-Annex1-unsigned.jsonld", "data/samples/ob3-spec/Complete_OpenBadgeCredential.json",
		"cases/dutch-2026-profile.json", "cases/plain-swedish-style-badge.json", "cases/default-badge-proposal.json",
	} {
		found := verified(t, testkit.ReadShared(t, file), false)
		for _, to := range []string{mikromerit.Europass, mikromerit.OpenBadge} {
			o := nativeOptions()
			o.WithoutResidue, o.Extension = false, true
			o.Issuer = &mc.Party{ID: "https://desk.example/", Kind: mc.PartyOrganisation, Name: mc.Text("en", "Conversion desk")}
			var first string
			for range 10 {
				made, err := mikromerit.Convert(t.Context(), found, to, o)
				require.NoError(t, err, "%s to %s", file, to)
				report, err := json.Marshal(made.Report)
				require.NoError(t, err)
				same := made.Document.String() + string(report)
				if first == "" {
					first = same
				}
				require.True(t, first == same, "%s to %s", file, to)
			}
		}
	}
}
