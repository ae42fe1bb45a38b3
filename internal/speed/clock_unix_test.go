//go:build linux || darwin || freebsd || netbsd || openbsd

package speed

import (
	"syscall"
	"time"
)

// clockName says what spent measures.
const clockName = "processor time of the process"

// spent returns the processor time that the process has used, which other
// processes on the machine do not change as they change the time on the wall.
func spent() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
