package clr

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof"
	"github.com/mikromerit/mikromerit/vc"
)

func opened(tb testing.TB, src string) *proof.Secured {
	tb.Helper()
	file, err := proof.Open([]byte(src), vc.Limits{})
	require.NoError(tb, err)
	return file
}

func TestEmbed(t *testing.T) {
	const signed = `{"type":["VerifiableCredential"], "proof":[{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","proofPurpose":"assertionMethod"}]}`
	doc, err := Embed(opened(t, signed))
	require.NoError(t, err)
	require.Equal(t, signed, doc.String(), "the proof is not cut off")

	const token = "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJ4In0.AAAA"
	doc, err = Embed(opened(t, token))
	require.NoError(t, err)
	require.Equal(t, `{"@context":"https://www.w3.org/ns/credentials/v2","id":"data:application/vc+jwt,`+token+`","type":"EnvelopedVerifiableCredential"}`, doc.String())
	require.Empty(t, vc.CheckEnvelope(doc))
	for _, space := range []string{"\n", "\r\n", " \n\t\n"} {
		same, err := Embed(opened(t, space+token+space))
		require.NoError(t, err)
		require.Equal(t, doc.String(), same.String(), "white space around a token in a file is no part of a URL")
	}
	again, err := Embed(opened(t, doc.String()))
	require.NoError(t, err)
	require.Equal(t, doc.String(), again.String(), "an envelope stays one")

	doc, err = Embed(opened(t, token+"~"))
	require.NoError(t, err)
	require.Contains(t, doc.String(), "data:application/vc+sd-jwt,")

	_, err = Embed(opened(t, `{"type":["VerifiableCredential"]}`))
	require.ErrorIs(t, err, errNotSigned)
}
