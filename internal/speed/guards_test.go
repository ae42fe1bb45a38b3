package speed

import (
	"fmt"
	"testing"
	"time"
)

// guards hold what was reached: the most allocations that one document may cost,
// with the rules of its format, and how many times faster than json-gold it must
// be. The allocations are a little above today's. The ratios are half of what is
// aimed at ([aims]), so that only a real loss fails, and no busy machine.
var guards = []struct {
	job         string
	allocations float64
	faster      float64
}{
	{"min issue", 52, 9},
	{"min verify", 72, 5},
	{"ob4k issue", 62, 15},
	{"ob4k verify", 82, 12.5},
	{"ob16k issue", 92, 17.5},
	{"ob16k verify", 430, 17.5},
	{"elm24k issue", 126, 12.5},
	{"elm24k verify", 150, 12.5},
	{"elm111k issue", 126, 6},
	{"elm111k verify", 150, 6},
	{"badge issue", 65, 15},
	{"badge verify", 80, 12.5},
	{"edc issue", 116, 12.5},
	{"edc verify", 140, 12.5},
}

// jobs returns the jobs of the documents that are there, by name.
func (b *bench) jobs(t testing.TB) map[string]ways {
	all := make(map[string]ways)
	for _, w := range works(t) {
		all[w.name+" issue"] = b.issuing(t, w)
		all[w.name+" verify"] = b.verifying(t, w)
	}
	return all
}

func skipGuard(t *testing.T) {
	if raceDetector || testing.Short() {
		t.Skip("not under the race detector or with -short")
	}
}

// TestAllocations fails when a job allocates more than it did.
func TestAllocations(t *testing.T) {
	skipGuard(t)
	jobs := newBench(t).jobs(t)
	for _, g := range guards {
		w, ok := jobs[g.job]
		if !ok {
			continue // a published document that is not on this machine
		}
		got := testing.AllocsPerRun(10, func() {
			if err := w.whole.do(); err != nil {
				t.Fatal(err)
			}
		})
		if got > g.allocations {
			t.Errorf("%s makes %.0f allocations; it made fewer than %.0f", g.job, got, g.allocations)
		}
	}
}

// TestFaster fails when a job has lost most of its lead over the baseline. Only the
// least times count, and a job gets several chances.
func TestFaster(t *testing.T) {
	skipGuard(t)
	jobs := newBench(t).jobs(t)
	for _, g := range guards {
		w, ok := jobs[g.job]
		if !ok {
			continue // a published document that is not on this machine
		}
		const chances = 5
		for chance := 1; ; chance++ {
			race(t, 2, 4*time.Millisecond, w.whole, w.gold)
			least := w.gold.over(w.whole).least
			if least >= g.faster {
				break
			}
			if chance == chances {
				t.Errorf("%s is only %s times faster than json-gold, not %s", g.job, times(least), fmt.Sprint(g.faster))
				break
			}
		}
	}
}
