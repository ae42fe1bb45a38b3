package speed

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// A figure counts only if the baseline does the same work: the same canonical form,
// and each accepts what the other signed and refuses what was changed after it.
func TestBaselineAgrees(t *testing.T) {
	b := newBench(t)
	for _, w := range works(t) {
		b.requireAgreement(t, w)
	}
}

func (b *bench) requireAgreement(t *testing.T, w work) {
	t.Helper()
	require.True(t, b.agrees(t, w), w.name)
	ours, err := b.issue(w.text)
	require.NoError(t, err, w.name)
	theirs, err := b.gold.issue(w.text)
	require.NoError(t, err, w.name)
	for _, file := range [][]byte{ours, theirs} {
		require.NoError(t, b.verify(file), w.name)
		require.NoError(t, b.verifyProof(file), w.name)
		require.NoError(t, b.gold.verify(file), w.name)
		spoilt := bytes.Replace(file, []byte(`"validFrom":"20`), []byte(`"validFrom":"19`), 1)
		require.NotEqual(t, file, spoilt, w.name)
		require.Error(t, b.verify(spoilt), w.name)
		require.Error(t, b.verifyProof(spoilt), w.name)
		require.ErrorIs(t, b.gold.verify(spoilt), errSignature, w.name)
	}
}

// agrees reports whether the baseline has the same canonical form.
func (b *bench) agrees(t testing.TB, w work) bool {
	var document map[string]any
	require.NoError(t, json.Unmarshal(w.text, &document))
	text, err := b.gold.normalize(document)
	return err == nil && text == string(canonical(t, w.text))
}
