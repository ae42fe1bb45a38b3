package web

import (
	"bytes"
	"context"
	"flag"
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"github.com/mikromerit/mikromerit"
	"github.com/mikromerit/mikromerit/proof/trust"
	"github.com/mikromerit/mikromerit/vc"
)

var update = flag.Bool("update", false, "write the golden files")

// now is when all checks of the tests are made.
var now = time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)

func example(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "examples", "data", name))
	require.NoError(t, err)
	return text
}

// trusting returns a verifier that trusts the certificates of the examples, or nobody.
func trusting(t *testing.T, anchors bool) *mikromerit.Verifier {
	t.Helper()
	var believed mikromerit.Trust
	if anchors {
		var err error
		believed.Anchors, err = trust.ParsePEM(example(t, "test-ca.pem"))
		require.NoError(t, err)
	}
	v := mikromerit.NewVerifier(believed)
	v.Env = vc.Env{Clock: func() time.Time { return now }}
	return v
}

// cardOf returns the card of a file.
func cardOf(t *testing.T, v *mikromerit.Verifier, file []byte, lang string) string {
	t.Helper()
	tag := language.Make(lang)
	found, err := v.Inspect(context.Background(), file, mikromerit.InspectOptions{Language: tag})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, Card(context.Background(), &out, found, Options{Language: tag, At: now, Convert: mikromerit.ConvertOptions{At: now, Verifier: v}}))
	return out.String()
}

var (
	hiddenParts = regexp.MustCompile(`(?s)<(style|title)>.*?</(style|title)>|<svg.*?</svg>`)
	inlineTag   = regexp.MustCompile(`</?(bdi|b|q|code|span|small|strong|a|i)( [^>]*)?>`)
	anyTag      = regexp.MustCompile(`<[^>]*>`)
)

// visible returns the text of a page, a line for each that is not empty.
func visible(page string) string {
	var out []string
	for _, line := range strings.Split(anyTag.ReplaceAllString(inlineTag.ReplaceAllString(hiddenParts.ReplaceAllString(page, ""), ""), "\n"), "\n") {
		if line = strings.Join(strings.Fields(html.UnescapeString(line)), " "); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n") + "\n"
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o777))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o666))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}
