package ob3

import (
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	"github.com/mikromerit/mikromerit/vc"
)

func TestStructsReadPublishedSamples(t *testing.T) {
	for _, name := range []string{"ob3/complete.json", "ob3/simple.json", "ob3-spec/Complete_OpenBadgeCredential.json"} {
		t.Run(name, func(t *testing.T) {
			file := testkit.ReadShared(t, "data/samples", name)
			var c AchievementCredential
			require.NoError(t, json.Unmarshal(file, &c))
			again, err := json.Marshal(&c)
			require.NoError(t, err)
			require.True(t, same(document(t, string(file)).Root(), document(t, string(again)).Root()))
		})
	}
}

func TestIs(t *testing.T) {
	for raw, want := range map[string]bool{
		`{"type":["VerifiableCredential","OpenBadgeCredential"]}`:   true,
		`{"type":["AchievementCredential","VerifiableCredential"]}`: true,
		`{"type":["VerifiableCredential"]}`:                         false,
		`{"type":"OpenBadgeCredential"}`:                            false,
		`{"type":["VerifiableCredential",1]}`:                       false,
	} {
		doc, err := vc.ParseDocument([]byte(raw), vc.Limits{})
		require.NoError(t, err)
		require.Equal(t, want, Is(doc), raw)
	}
}
