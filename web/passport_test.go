package web

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/passport"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// passportOf returns a passport of the credentials of the examples, signed by a holder.
func passportOf(t *testing.T, more ...[]byte) []byte {
	t.Helper()
	holder, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	v := trusting(t, true)
	files := []passport.Original{{File: example(t, "vestre-aas-micro-credential.sealed.jsonld")}, {File: example(t, "vestre-aas-badge.signed.json")}}
	for _, one := range more {
		files = append(files, passport.Original{File: one})
	}
	built, err := passport.Build(t.Context(), passport.Presentation, holder, files, passport.BuildOptions{SignOptions: mikromerit.SignOptions{Env: v.Env}})
	require.NoError(t, err)
	return built.File.Bytes()
}

// passportPage returns the page of a passport that is held against a target.
func passportPage(t *testing.T, file []byte, lang string, target *mc.Definition) string {
	t.Helper()
	v := trusting(t, true)
	v.Policy.UnsafeAllowUnknownRevocation = true
	tag := language.Make(lang)
	found, err := v.Inspect(context.Background(), file, mikromerit.InspectOptions{Language: tag})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, Card(context.Background(), &out, found, Options{Language: tag, At: now, Target: target, Convert: mikromerit.ConvertOptions{At: now, Verifier: v}}))
	return out.String()
}

// guide is a target with a part that is there, one that is missing, and one that is
// only called alike.
func guide(t *testing.T) *mc.Definition {
	t.Helper()
	v := trusting(t, true)
	found, err := v.Inspect(context.Background(), example(t, "vestre-aas-micro-credential.sealed.jsonld"), mikromerit.InspectOptions{})
	require.NoError(t, err)
	have := found.Credential.Definition
	alike := mc.Definition{ID: "urn:example:alike", Title: have.Title}
	return &mc.Definition{
		ID: "urn:example:programme", Title: mc.Text("nb", "Trygg i hverdagen").With("en", "Safe every day"),
		Workload: []mc.Workload{{Kind: mc.WorkloadCredits, Framework: have.Workload[0].Framework, Amount: mc.DecimalOf(10)}},
		Parts:    []mc.Definition{have, {ID: "urn:example:more", Title: mc.Text("nb", "<b>Mer</b>")}, alike},
	}
}

// The page of a passport says of each credential how it stands, what they add up to by
// framework, and what of the target is there.
func TestPassportPage(t *testing.T) {
	file := passportOf(t)
	for _, one := range tongues {
		page := passportPage(t, file, one.Tag, guide(t))
		text := visible(page)
		words := one.Phrases.Passport
		for _, want := range []string{
			words.Title, words.Proven, words.Sum, words.Decision, words.Standing[0], words.Standing[5], words.Binding[4], words.Count[0],
			"2" + one.Phrases.Decimal + "5", sprintf(words.By, "1"),
		} {
			require.Contains(t, text, want, one.Tag)
		}
		require.NotContains(t, page, "<b>Mer</b>")
		require.NotContains(t, page, "<script")
	}
	require.NotContains(t, visible(cardOf(t, trusting(t, true), example(t, "vestre-aas-badge.signed.json"), "en")), english.Passport.Title, "one credential is no passport")
	empty := `{"@context":["https://www.w3.org/ns/credentials/v2"],"type":["VerifiablePresentation"],"verifiableCredential":[]}`
	require.Contains(t, visible(cardOf(t, trusting(t, true), []byte(empty), "sv")), swedish.Passport.Empty)
}

// Many credentials are listed up to a number, and what they call themselves is no
// markup.
func TestHostilePassport(t *testing.T) {
	bad := string(hostile("<script>alert(1)</script>"))
	page := cardOf(t, trusting(t, false), []byte("["+strings.Repeat(bad+",", maxLines+4)+bad+"]"), "en")
	require.NotContains(t, page, "<script")
	require.Contains(t, visible(page), sprintf(english.Content.More, 5))
}
