package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"slices"
)

// heapRoom is how much a job may allocate between two collections, beyond as much as is
// live. The heap of most jobs is so small that collecting it whenever it has doubled
// takes a sixth of the time, and starting for a single file needs no collection at all.
const heapRoom = 32 << 20

// smallestHeap is up to where Go lets a heap grow before the first collection, for each
// hundred per cent.
const smallestHeap = 4 << 20

// makeRoom has the heap collected when it is twice what is live and heapRoom: a heap
// that is large already grows no faster for it. A server, which lives beside others,
// and whoever sets GOGC, get what Go does by itself.
func makeRoom(args []string) {
	if slices.Contains(args, "serve") || os.Getenv("GOGC") != "" {
		return
	}
	percent := 100 * heapRoom / smallestHeap
	debug.SetGCPercent(percent)
	afterCollection(func() {
		percent = percentFor(liveHeap(percent))
		debug.SetGCPercent(percent)
	})
}

// percentFor returns by how many per cent of what is live the heap may grow.
func percentFor(live uint64) int {
	live = max(live, smallestHeap)
	return int(100 * (live + heapRoom) / live)
}

// afterCollection has do called after each collection.
func afterCollection(do func()) {
	type mark struct{ _ [16]byte } // large enough to be an object of its own
	runtime.AddCleanup(new(mark), func(do func()) {
		do()
		afterCollection(do)
	}, do)
}

// liveHeap returns about how many bytes the last collection found in use, when the heap
// may grow by so many per cent of that.
func liveHeap(percent int) uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NextGC / uint64(100+percent) * 100
}
