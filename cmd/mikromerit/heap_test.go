package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRoomOfTheHeap(t *testing.T) {
	for _, live := range []uint64{0, 1 << 20, 5 << 20, 40 << 20, 1 << 30, 64 << 30} {
		limit := float64(max(live, smallestHeap)) * (1 + float64(percentFor(live))/100)
		require.InEpsilon(t, float64(2*max(live, smallestHeap)+heapRoom), limit, 0.02, "%d bytes are live", live)
	}
}

// roomFlag is the variable that makes this program begin as the command does.
const roomFlag = "MIKROMERIT_ROOM"

// Each job is in a process of its own, because what it sets stays.
func TestWhoGetsRoom(t *testing.T) {
	if command := os.Getenv(roomFlag); command != "" {
		makeRoom([]string{command})
		kept := make([]byte, 64<<20)
		runtime.GC()
		for end := time.Now().Add(10 * time.Second); nextAt() > 250 && time.Now().Before(end); {
			time.Sleep(time.Millisecond) // until what follows the collection is done
		}
		fmt.Printf("next at %d MB\n", nextAt())
		runtime.KeepAlive(kept)
		return
	}
	require.InDelta(t, 2*64+32, roomIn(t, "verify"), 10)
	require.InDelta(t, 2*64, roomIn(t, "serve"), 10)
	require.InDelta(t, 64+32, roomIn(t, "verify", "GOGC=50"), 10)
}

// nextAt returns at how many megabytes the heap is collected next.
func nextAt() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.NextGC >> 20
}

// roomIn begins a process as a command and says at how many megabytes its heap is
// collected when 64 are live.
func roomIn(t *testing.T, command string, env ...string) (next int) {
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestWhoGetsRoom$")
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GOGC=") {
			child.Env = append(child.Env, v)
		}
	}
	child.Env = append(append(child.Env, roomFlag+"="+command), env...)
	out, err := child.CombinedOutput()
	require.NoError(t, err, string(out))
	_, err = fmt.Sscanf(string(out), "next at %d MB", &next)
	require.NoError(t, err, string(out))
	return next
}
