package speed

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// way is one way to do a job, with the time of one run of it in each round.
type way struct {
	name string
	do   func() error
	took []time.Duration
	runs int // in a round
}

// race runs the ways in turn, for about so long each in each round, so that what
// disturbs the machine disturbs all of them. It runs on one processor, so that the
// work of the collector is in the figures.
func race(t testing.TB, rounds int, each time.Duration, ways ...*way) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, w := range ways {
		w.calibrate(t, each)
	}
	for round := range rounds {
		for i := range ways {
			w := ways[(round+i)%len(ways)]
			w.took = append(w.took, w.round(t))
		}
	}
}

// calibrate finds how many runs fill the time, and warms the caches.
func (w *way) calibrate(t testing.TB, each time.Duration) {
	t.Helper()
	for w.runs = 1; ; w.runs *= 2 {
		if once := w.round(t); once*time.Duration(w.runs) >= each/4 || w.runs >= 1<<24 {
			w.runs = max(1, int(each/max(once, 1)))
			return
		}
	}
}

// round returns the time of one run, out of many.
func (w *way) round(t testing.TB) time.Duration {
	t.Helper()
	runtime.GC()
	from := spent()
	for range w.runs {
		if err := w.do(); err != nil {
			require.NoError(t, err, w.name)
		}
	}
	return (spent() - from) / time.Duration(w.runs)
}

func (w *way) median() time.Duration {
	sorted := slices.Sorted(slices.Values(w.took))
	return sorted[len(sorted)/2]
}

func (w *way) least() time.Duration { return slices.Min(w.took) }

// over returns how many times longer w takes than other: the median over the
// rounds, and the ratio of the least times of both.
func (w *way) over(other *way) ratio {
	var all []float64
	for i := range w.took {
		all = append(all, float64(w.took[i])/float64(max(other.took[i], 1)))
	}
	slices.Sort(all)
	return ratio{all[len(all)/2], float64(w.least()) / float64(max(other.least(), 1))}
}

// ratio is how many times longer one way takes than another.
type ratio struct{ median, least float64 }

// memory returns the allocations and bytes of one run.
func (w *way) memory(t testing.TB) (allocations, size float64) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const runs, times = 20, 5
	var counts, sizes []float64
	for range times {
		var before, after runtime.MemStats
		require.NoError(t, w.do())
		runtime.ReadMemStats(&before)
		for range runs {
			require.NoError(t, w.do())
		}
		runtime.ReadMemStats(&after)
		counts = append(counts, float64(after.Mallocs-before.Mallocs)/runs)
		sizes = append(sizes, float64(after.TotalAlloc-before.TotalAlloc)/runs)
	}
	return slices.Min(counts), slices.Min(sizes)
}
