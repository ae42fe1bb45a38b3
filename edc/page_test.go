package edc

import (
	"bytes"
	"image/png"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// The page that is drawn shows the learning outcomes: without them it is another one.
func TestPageShowsOutcomes(t *testing.T) {
	draw := func(c *mc.Credential) []byte {
		e := newEncoder(c, EncodeOptions{})
		require.NoError(t, e.fillCopy())
		picture, err := e.page()
		require.NoError(t, err)
		_, err = png.Decode(bytes.NewReader(picture.Content))
		require.NoError(t, err)
		return picture.Content
	}
	c := own(t)
	require.NotEmpty(t, c.Definition.Outcomes)
	with := draw(c)
	if to := os.Getenv("PAGE"); to != "" {
		require.NoError(t, os.WriteFile(to, with, 0o600))
	}
	c.Definition.Outcomes = nil
	require.NotEqual(t, with, draw(c))
}
