package status_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/vc/status"
	"github.com/mikromerit/mikromerit/vc/status/storetest"
)

func TestMemoryStore(t *testing.T) { storetest.Run(t, status.NewMemoryStore()) }

// The zero store is empty and does not panic.
func TestZeroMemoryStore(t *testing.T) { storetest.Run(t, new(status.MemoryStore)) }

func TestFileStore(t *testing.T) {
	store, err := status.NewFileStore(t.TempDir())
	require.NoError(t, err)
	storetest.Run(t, store)
}

func TestShapes(t *testing.T) {
	for _, good := range []status.Shape{
		{Purpose: "message", Size: 1, Entries: status.MinEntries},
		{Purpose: "message", Size: 8, Entries: 16 << 20},
		{Purpose: "message", Size: 1, Entries: 128 << 20},
	} {
		require.NoError(t, good.Check(), "%v", good)
	}
	for _, bad := range []status.Shape{
		{},
		{Purpose: "", Size: 1, Entries: status.MinEntries},
		{Purpose: "message", Size: 0, Entries: status.MinEntries},
		{Purpose: "message", Size: 9, Entries: status.MinEntries},
		{Purpose: "message", Size: 1, Entries: status.MinEntries - 8},
		{Purpose: "message", Size: 1, Entries: status.MinEntries + 1},
		{Purpose: "message", Size: 1, Entries: 128<<20 + 8},
		{Purpose: "message", Size: 8, Entries: 1 << 63},
	} {
		require.ErrorContains(t, bad.Check(), "STATUS-SHAPE", "%v", bad)
	}
}
