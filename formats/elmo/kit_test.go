package elmo

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

// readSample reads a sample of the published ones.
func readSample(tb testing.TB, name string) *File {
	tb.Helper()
	data := testkit.ReadShared(tb, "data", "samples", "elmo", name)
	require.True(tb, IsXML(data))
	f, err := Read(data, vc.Limits{})
	require.NoError(tb, err)
	return f
}
