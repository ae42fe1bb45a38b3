package elmo

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/mapping"
	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// validator returns a function that holds files against the published schema of a
// version with an engine of others.
func validator(tb testing.TB, version Version) func(file []byte) string {
	return testkit.ELMOSchema(tb, string(version))
}

// What we write is valid by the published schemas, whatever is in the credential; and
// what we find broken in a file is invalid by them too.
func TestFitsTheSchema(t *testing.T) {
	for _, version := range []Version{Version17, Version20} {
		check := validator(t, version)
		written := 0
		for seed := range uint64(15) {
			c := mapping.Random(seed)
			base := full(t)
			if seed == 0 {
				c = base
			}
			c.Envelope.Issuer.ID, c.Envelope.Issuer.Name, c.Definition.Title, c.Envelope.Issued = base.Envelope.Issuer.ID, base.Envelope.Issuer.Name, base.Definition.Title, base.Envelope.Issued
			doc, _, err := Encode(c, EncodeOptions{Version: version, PersonalData: true, Extension: seed%2 == 0})
			if err != nil {
				continue
			}
			written++
			file, err := XML(doc)
			require.NoError(t, err)
			require.Empty(t, check(file), "%s", file)
		}
		require.Greater(t, written, 8)
		for _, fault := range faults {
			if version == Version17 && fault.schema {
				require.NotEmpty(t, check([]byte(fault.in(small))), fault.name)
			}
		}
	}
	require.Empty(t, validator(t, Version17)([]byte(small)))
}

// The published samples keep the rules that the schema has.
func TestSamples(t *testing.T) {
	for _, name := range []string{"example-1.7.xml", "example-2.0.xml"} {
		f := readSample(t, name)
		require.Len(t, f.Reports, 1)
		require.True(t, f.Signature.Present)
		require.True(t, f.Signature.Unsupported()) // SHA-1
		r := f.Reports[0]
		for _, p := range r.Problems {
			require.Contains(t, []string{"ELMO-CONTENT", "ELMO-STATUS"}, p.Code(), p.Error())
		}
		c, report, err := Decode(r.Document, DecodeOptions{})
		require.NoError(t, err)
		require.NoError(t, mapping.AccountsForDocument(report, r.Document.Root(), c))
		require.Equal(t, "Master i biologi", c.Definition.Title.In("no")[0])
		require.Equal(t, "120", c.Award.CreditsEarned[0].Amount.String())
		require.Len(t, c.Others, 2)
		require.Len(t, c.Others[0].Award.Parts, 2)
		require.EqualValues(t, 5, c.Others[0].Definition.Levels[0].EQF)
		require.Equal(t, "The importance of <br> in HTML", c.Others[1].Definition.Title[0].Text)
		require.Equal(t, "American grading scale", c.Others[1].Award.Assessments[0].Spec.Grading.Description.In("en")[0])

		// Written again, and without its signature, it is the same report.
		doc, account, err := Encode(c, EncodeOptions{PersonalData: true})
		require.NoError(t, err)
		for _, l := range account.Leaves {
			require.Contains(t, []mc.Kind{mc.KindExact, mc.KindTransformed}, l.Kind, "%v", l)
		}
		back, _, err := Decode(doc, DecodeOptions{})
		require.NoError(t, err)
		require.Equal(t, c, back)
	}
}
