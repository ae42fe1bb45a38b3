package eudi

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/vc"
)

// FuzzDecode reads any claims. Every leaf is accounted for, and what can be written
// again is read again.
func FuzzDecode(f *testing.F) {
	f.Add(sound)
	f.Add(`{"vct":"` + VCT + `","learning_outcomes":"x","exp":1e400,"date_of_expiry":"2026-13-01","level_of_learning_experience":-1,"expected_study_time":"P1Y and 5 h","cnf":{"jwk":{}},"aka_vcts":[1],"language_of_classes":[null,["sv"]]}`)
	f.Fuzz(func(t *testing.T, text string) {
		doc, err := vc.ParseDocument([]byte(text), vc.Limits{Bytes: 1 << 16})
		if err != nil {
			return
		}
		CheckClaims(doc, now)
		c, report, err := Decode(doc, DecodeOptions{})
		if err != nil {
			return
		}
		require.NoError(t, mapping.AccountsForDocument(report, doc.Root(), c))
		again, _, err := Encode(c, EncodeOptions{PersonalData: true})
		if err != nil {
			return
		}
		_, _, err = Decode(again, DecodeOptions{})
		require.NoError(t, err)
	})
}
