package testkit

import "runtime"

// Allocated returns how often a call takes memory, and how many bytes. Unlike the
// time it takes, both are the same on a busy machine.
func Allocated(do func()) (times, size int) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return int(after.Mallocs - before.Mallocs), int(after.TotalAlloc - before.TotalAlloc)
}
