package dss_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
	"github.com/mikromerit/mikromerit/vc/jsontree"
)

// createdStamp is a time-stamp token with the bytes that it is to cover, taken from
// the text of a file without the code that made it (TS 119 182-1 clauses 5.2.6, 5.3.4
// and 5.3.6).
type createdStamp struct{ token, covered []byte }

func createdStamps(t *testing.T, file []byte) map[string]createdStamp {
	t.Helper()
	secured, err := proof.Open(file, vc.Limits{})
	require.NoError(t, err)
	sig, out := secured.Proofs()[0].Signature, make(map[string]createdStamp)
	add := func(name string, container jsontree.Value, covered string) {
		token, err := base64.StdEncoding.DecodeString(container.Get("tstTokens").At(0).Get("val").Text())
		require.NoError(t, err)
		out[name] = createdStamp{token, []byte(covered)}
	}
	if content := sig.Header.Get("adoTst"); content.Exists() {
		add("adoTst", content, sig.Payload)
	}
	var before strings.Builder
	for entry := range sig.Unprotected.Get("etsiU").Elements() {
		raw, err := base64.RawURLEncoding.DecodeString(entry.Text())
		require.NoError(t, err)
		document, err := vc.ParseDocument(raw, vc.Limits{})
		require.NoError(t, err)
		if stamp := document.Get("sigTst"); stamp.Exists() {
			add("sigTst", stamp, sig.Value)
		}
		if stamp := document.Get("arcTst"); stamp.Exists() {
			add("arcTst", stamp, sig.Payload+"."+sig.Protected+"."+sig.Value+"."+before.String())
		}
		before.WriteString(entry.Text())
	}
	require.GreaterOrEqual(t, len(out), 2)
	return out
}
