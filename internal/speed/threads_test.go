package speed

import (
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// threads says how much more two goroutines on two processors do with one shared
// verifier than one goroutine on one. That is a matter of the time on the wall, so
// it is only true on a machine that has nothing else to do.
func (b *bench) threads(t *testing.T) []row {
	if runtime.NumCPU() < 2 {
		return nil
	}
	w := workOf(t, "ob4k", "badge")
	file, err := b.issue(w.text)
	require.NoError(t, err)
	verify := func() error { return b.verify(file) }
	n, each := rounds()
	var all []float64
	for range n {
		one, two := throughput(t, 1, 5*each, verify), throughput(t, 2, 5*each, verify)
		all = append(all, two/one)
	}
	slices.Sort(all)
	return []row{{w.name + " verify, two threads over one, one shared verifier (most in brackets)",
		ratio{all[len(all)/2], all[len(all)-1]}.String(), "1.7 / 1.9"}}
}

// throughput returns how many runs a second so many goroutines do, on as many
// processors.
func throughput(t *testing.T, goroutines int, long time.Duration, do func() error) float64 {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(goroutines))
	runtime.GC()
	var group sync.WaitGroup
	counts := make([]int, goroutines)
	from := time.Now()
	for i := range goroutines {
		group.Go(func() {
			n := 0
			for ; time.Since(from) < long; n++ {
				if err := do(); err != nil {
					t.Error(err)
					return
				}
			}
			counts[i] = n
		})
	}
	group.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	return float64(total) / time.Since(from).Seconds()
}
