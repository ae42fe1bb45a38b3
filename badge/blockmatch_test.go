package badge

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// A long list of results takes time by its length, not by its square: each line of
// the block is compared with few of those that members state.
func TestManyResultsTakeNoSquareOfTime(t *testing.T) {
	took := func(n int) time.Duration {
		c := minimal()
		for i := range n {
			c.Award.Assessments = append(c.Award.Assessments, mc.AssessmentResult{
				Title: mc.Text("en", fmt.Sprintf("Exam %d", i)), Grade: mc.Grade{Text: mc.Text("en", "A")}, Notes: []mc.Note{{Text: mc.Text("en", "well done")}}})
		}
		doc, _, err := Encode(c, EncodeOptions{})
		require.NoError(t, err)
		start := time.Now()
		back, _, err := Decode(doc, DecodeOptions{})
		require.NoError(t, err)
		require.Len(t, back.Award.Assessments, n)
		return time.Since(start)
	}
	took(50)
	once, eightfold := took(200), took(1600)
	require.Less(t, eightfold, 40*once+time.Second)
}
