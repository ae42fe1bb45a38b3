package bbs

import (
	"bytes"
	"encoding/hex"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func unhex(t *testing.T, text string) []byte {
	t.Helper()
	raw, err := hex.DecodeString(text)
	require.NoError(t, err)
	return raw
}

func messagesAt(t *testing.T, places []int) [][]byte {
	out := make([][]byte, len(places))
	for i, place := range places {
		out[i] = unhex(t, draftMessages[place])
	}
	return out
}

func publicKey(t *testing.T, text string) *PublicKey {
	key, err := ParsePublicKey(unhex(t, text))
	require.NoError(t, err)
	return key
}

// seeded returns the random bytes of the test vectors for n scalars (section
// "Mocked Random Scalars").
func seeded(t *testing.T, n int) io.Reader {
	return bytes.NewReader(expand(unhex(t, draftSeed), api+"MOCK_RANDOM_SCALARS_DST_", uint(wideSize*n)))
}

func seededScalars(t *testing.T, n int) []scalar {
	list, err := draw(seeded(t, n), n)
	require.NoError(t, err)
	return list
}

func TestDraftUtilities(t *testing.T) {
	for i, want := range draftScalars {
		s := hashToScalar(unhex(t, draftMessages[i]), tagMessage)
		require.Equal(t, want, hex.EncodeToString(scalarOctets(&s)))
	}
	s := hashToScalar(unhex(t, draftMessages[0]), tagHash)
	require.Equal(t, draftHashed, hex.EncodeToString(scalarOctets(&s)))
	for i, s := range seededScalars(t, len(draftMocked)) {
		require.Equal(t, draftMocked[i], hex.EncodeToString(scalarOctets(&s)))
	}
	list := generators(10)
	require.Equal(t, draftGenerators[0], hex.EncodeToString(fixedP1()[0].octets()))
	for i, g := range list {
		require.Equal(t, draftGenerators[i+1], hex.EncodeToString(g.octets[:]))
		require.Equal(t, g.octets[:], g.table[0].octets())
	}
}

func TestDraftKey(t *testing.T) {
	key, err := KeyGen(unhex(t, draftMaterial), unhex(t, draftInfo))
	require.NoError(t, err)
	require.Equal(t, draftSecret1, hex.EncodeToString(key.Bytes()))
	require.Equal(t, draftPublic1, hex.EncodeToString(key.public.Bytes()))
	again, err := ParsePrivateKey(unhex(t, draftSecret1))
	require.NoError(t, err)
	require.True(t, again.Equal(key))
}

func TestDraftSignatures(t *testing.T) {
	for _, c := range draftSignatures {
		key, messages := publicKey(t, c.public), messagesAt(t, c.messages)
		sig, header := unhex(t, c.signature), unhex(t, c.header)
		if !c.valid {
			require.ErrorIs(t, key.Verify(sig, header, messages), ErrInvalid, c.name)
			continue
		}
		require.NoError(t, key.Verify(sig, header, messages), c.name)
		secret, err := ParsePrivateKey(unhex(t, draftSecret1))
		require.NoError(t, err)
		made, err := secret.SignMessages(header, messages)
		require.NoError(t, err)
		require.Equal(t, c.signature, hex.EncodeToString(made), c.name)
		covered, err := key.newStatement(header, len(messages))
		require.NoError(t, err)
		b, _ := affine(sum(covered.commitment(messageScalars(messages))))
		require.Equal(t, c.b, hex.EncodeToString(b.octets()), c.name)
		require.Equal(t, c.domain, hex.EncodeToString(scalarOctets(&covered.domain)), c.name)
	}
}

func TestDraftProofs(t *testing.T) {
	for _, c := range draftProofs {
		key, messages := publicKey(t, c.public), messagesAt(t, c.messages)
		header, presentation := unhex(t, c.header), unhex(t, c.presentation)
		disclosed := make([][]byte, len(c.disclosed))
		for i, place := range c.disclosed {
			disclosed[i] = messages[place]
		}
		err := key.ProofVerify(unhex(t, c.proof), header, presentation, disclosed, c.disclosed)
		if !c.valid {
			require.ErrorIs(t, err, ErrInvalid, c.name)
			continue
		}
		require.NoError(t, err, c.name)
		drawn := seededScalars(t, fixedRandom+len(messages)-len(disclosed))
		require.Len(t, c.random, len(drawn))
		for i, s := range drawn {
			require.Equal(t, c.random[i], hex.EncodeToString(scalarOctets(&s)), c.name)
		}
		made, err := key.UnsafeProofGen(seeded(t, len(drawn)), unhex(t, c.signature), header, presentation, messages, c.disclosed)
		require.NoError(t, err, c.name)
		require.Equal(t, c.proof, hex.EncodeToString(made), c.name)
	}
}
