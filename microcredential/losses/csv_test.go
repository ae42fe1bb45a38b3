package losses

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What others called a file or a member neither is computed nor moves a cursor.
func TestInert(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "＝1": "'＝1", "a\x1b[2Jb": "a\ufffd[2Jb", "a\xffb": "a\ufffdb", "a\nb": "a\nb", "": "", "\x00=": "\ufffd=", "\u009b2J": "\ufffd2J",
	} {
		require.Equal(t, want, inert(cell))
	}
}
