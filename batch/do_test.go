package batch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	mc "github.com/mikromerit/mikromerit/microcredential"
)

// Whatever happens to one document is an error beside it, and the others go on.
func TestDo(t *testing.T) {
	broken := errors.New("it is broken")
	items := func(yield func(Item, error) bool) {
		for i := range 100 {
			var err error
			if i%10 == 3 {
				err = unreadable(broken)
			}
			if !yield(Item{Name: fmt.Sprint(i), Data: []byte("x")}, err) {
				return
			}
		}
	}
	for _, workers := range []int{1, 4} {
		seen := 0
		for done, err := range Do(t.Context(), items, Pace{Workers: workers}, func(_ context.Context, item Item) (string, error) {
			switch {
			case item.Name == "7":
				panic("a fault")
			case item.Name == "8":
				return "", broken
			}
			return item.Name + "!", nil
		}) {
			require.Equal(t, fmt.Sprint(seen), done.Name)
			require.Nil(t, done.Data)
			switch {
			case seen%10 == 3:
				require.ErrorIs(t, err, broken)
				require.Equal(t, "FILE-READ", FaultOf(err).Finding.Code)
			case seen == 7:
				require.Equal(t, "JOB-FAILED", FaultOf(err).Finding.Code)
			case seen == 8:
				require.Equal(t, broken, err)
			default:
				require.NoError(t, err)
				require.Equal(t, done.Name+"!", done.Value)
			}
			seen++
		}
		require.Equal(t, 100, seen)
	}
}

// Only so many bytes of documents are held, however many documents may wait.
func TestDoIsBoundedInBytes(t *testing.T) {
	large := bytes.Repeat([]byte("x"), MaxDocument)
	var held, most atomic.Int64
	items := iter.Seq2[Item, error](func(yield func(Item, error) bool) {
		for range 40 {
			most.Store(max(most.Load(), held.Add(1)))
			if !yield(Item{Data: large}, nil) {
				return
			}
		}
	})
	for range Do(t.Context(), items, Pace{Workers: 2, Ahead: 100}, func(context.Context, Item) (int, error) { return 0, nil }) {
		held.Add(-1)
	}
	require.LessOrEqual(t, most.Load(), int64(maxHeld/MaxDocument+2)) // one waits to be let in, one is being taken
}

// Documents with members of ever new names do not fill the memory.
func TestLossesAreBounded(t *testing.T) {
	var sum Losses
	for i := range 3 * maxFields {
		sum.Add([]Loss{{Element: 1, Member: fmt.Sprint(i), Kind: mc.KindDropped, Values: 2}})
	}
	fields := sum.Fields()
	require.Len(t, fields, maxFields+1)
	require.Equal(t, Loss{Element: 1, Member: FurtherMembers, Kind: mc.KindDropped, Values: 4 * maxFields, Items: 2 * maxFields}, fields[0])
}
