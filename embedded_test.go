package mikromerit_test

import (
	"encoding/base64"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit"
	mc "github.com/mikromerit/mikromerit/microcredential"
	"github.com/mikromerit/mikromerit/vc"
)

// embeddedBadge is the plain badge of our Europass example with the original in it.
func embeddedBadge(tb testing.TB) *mikromerit.Conversion {
	o := options()
	o.EmbedOriginal = true
	out, err := mikromerit.Convert(tb.Context(), verified(tb, sealed(tb), true), mikromerit.OpenBadge, o)
	require.NoError(tb, err)
	require.NotContains(tb, out.Document.String(), "mikromerit.github.io")
	return out
}

// A plain badge that embeds its original gives a Europass credential with all that
// the original states, though the badge itself shows only a part of it.
func TestEmbeddedOriginalIsConverted(t *testing.T) {
	badge := embeddedBadge(t)
	back, err := mikromerit.Convert(t.Context(), verified(t, badge.Document.Bytes(), true), mikromerit.Europass, options())
	require.NoError(t, err)
	require.NotNil(t, back.Original)
	require.Equal(t, vc.Valid, back.Original.Axes[vc.Authentic])
	require.Contains(t, back.Document.String(), "Diehtosihkarvuohta árgabeaivvis")
	want, got := badge.Credential.Definition, back.Credential.Definition
	require.Equal(t, want, got)
	for _, l := range back.Report.Leaves {
		require.NotContains(t, l.Reason, "CONVERT-ORIGINAL")
	}
	o := options()
	o.IgnoreOriginal = true
	plain, err := mikromerit.Convert(t.Context(), verified(t, badge.Document.Bytes(), true), mikromerit.Europass, o)
	require.NoError(t, err)
	require.Nil(t, plain.Original)
	require.NotEqual(t, want, plain.Credential.Definition)
}

// An original that was exchanged, that is not authentic or that says something
// else than the badge is left aside by name, and the badge is converted.
func TestEmbeddedOriginalThatDoesNotFit(t *testing.T) {
	text := embeddedBadge(t).Document.String()
	start := strings.LastIndex(text, ";base64,") + len(";base64,") // behind the image
	content := text[start : start+strings.IndexByte(text[start:], '"')]
	original, err := base64.StdEncoding.DecodeString(content)
	require.NoError(t, err)
	other := base64.StdEncoding.EncodeToString([]byte(strings.Replace(string(original), "INF-017", "INF-018", 1)))
	withoutDigest := func(s string) string {
		i := strings.Index(s, `,"digestMultibase"`)
		return s[:i] + s[i+1+strings.IndexAny(s[i+1:], ",}"):]
	}
	for name, test := range map[string]struct{ text, reason string }{
		"exchanged":     {strings.Replace(text, content, other, 1), "its digest is not the one that is stated"},
		"not authentic": {withoutDigest(strings.Replace(text, content, other, 1)), "not authentic"},
		"no credential": {withoutDigest(strings.Replace(text, content, "eyJhIjoxfQ==", 1)), "it is no credential"},
		"other grade":   {strings.Replace(text, "B – meget god", "A – fremragende", -1), "it says something else of award.assessments[0].grade"},
		"other learner": {strings.Replace(text, "Inga Elle Fjellbekk", "Kari Nordmann", -1), "it says something else of learner.party.person"},
		"longer":        {strings.Replace(text, `"validFrom":`, `"validUntil":"2099-01-01T00:00:00Z","validFrom":`, 1), "it says something else of envelope.validUntil"},
	} {
		t.Run(name, func(t *testing.T) {
			require.NotEqual(t, text, test.text)
			out, err := mikromerit.Convert(t.Context(), verified(t, []byte(test.text), true), mikromerit.Europass, options())
			require.NoError(t, err)
			require.Nil(t, out.Original)
			var told []string
			for _, l := range out.Report.Leaves {
				if strings.HasPrefix(l.Reason, "CONVERT-ORIGINAL") {
					require.Equal(t, mc.SeverityWarning, l.Severity)
					told = append(told, l.Reason)
				}
			}
			require.Len(t, told, 1)
			require.Contains(t, told[0], test.reason)
		})
	}
}

// The original in a Europass draft is used, too, and not where the draft is about
// somebody else.
func TestEmbeddedBadgeIsConverted(t *testing.T) {
	text, err := os.ReadFile("examples/data/vestre-aas-badge.json")
	require.NoError(t, err)
	source := regexp.MustCompile(`"credentialSubject":\s*\{`).ReplaceAll(text, []byte(`"credentialSubject": {"id": "did:example:inga",`))
	o := options()
	o.EmbedOriginal, o.IssuerCountry = true, "NO"
	draft, err := mikromerit.Convert(t.Context(), verified(t, source, true), mikromerit.Europass, o)
	require.NoError(t, err)
	back, err := mikromerit.Convert(t.Context(), verified(t, draft.Document.Bytes(), true), mikromerit.OpenBadge, options())
	require.NoError(t, err)
	require.NotNil(t, back.Original)
	require.Equal(t, mikromerit.OpenBadge, back.Credential.Provenance[len(back.Credential.Provenance)-1].SourceFormat)
	id := draft.Document.Lookup("/credentialSubject/id").Text()
	require.Contains(t, id, "did:")
	other := strings.Replace(draft.Document.String(), `"credentialSubject":{"id":"`+id, `"credentialSubject":{"id":"did:example:somebody`, 1)
	back, err = mikromerit.Convert(t.Context(), verified(t, []byte(other), true), mikromerit.OpenBadge, options())
	require.NoError(t, err)
	require.Nil(t, back.Original)
}
