package badge

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/testkit"
	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A long list of results takes work by its length, not by its square: each line of
// the block is compared with few of those that members state, and comparing takes
// memory.
func TestManyResultsTakeNoSquareOfTime(t *testing.T) {
	took := func(n int) (times int) {
		c := minimal()
		for i := range n {
			c.Award.Assessments = append(c.Award.Assessments, mc.AssessmentResult{
				Title: mc.Text("en", fmt.Sprintf("Exam %d", i)), Grade: mc.Grade{Text: mc.Text("en", "A")}, Notes: []mc.Note{{Text: mc.Text("en", "well done")}}})
		}
		doc, _, err := Encode(c, EncodeOptions{})
		require.NoError(t, err)
		times, _ = testkit.Allocated(func() {
			back, _, err := Decode(doc, DecodeOptions{})
			require.NoError(t, err)
			require.Len(t, back.Award.Assessments, n)
		})
		return times
	}
	took(50)
	once, eightfold := took(200), took(1600)
	require.Less(t, eightfold, 12*once)
}
