package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	metered "runtime/metrics"
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
	if command, patience, child := strings.Cut(os.Getenv(roomFlag), " "); child {
		wait, err := time.ParseDuration(patience)
		require.NoError(t, err)
		makeRoom([]string{command})
		before := percent()
		kept := make([]byte, 64<<20)
		runtime.GC()
		for end := time.Now().Add(wait); percent() == before && time.Now().Before(end); {
			time.Sleep(time.Millisecond) // until what follows the collection is done
		}
		fmt.Println("room", before, percent()/10)
		runtime.KeepAlive(kept)
		return
	}
	require.Contains(t, roomIn(t, "verify", "10s"), "room 800 14") // (64 + 32) / 64 and a little less
	require.Contains(t, roomIn(t, "serve", "100ms"), "room 100 10\n")
	require.Contains(t, roomIn(t, "verify", "100ms", "GOGC=50"), "room 50 5\n")
}

// percent is how far the heap may grow now.
func percent() uint64 {
	sample := []metered.Sample{{Name: "/gc/gogc:percent"}}
	metered.Read(sample)
	return sample[0].Value.Uint64()
}

// roomIn begins a process as a command and says what it does about its heap, before a
// collection and at most so long after it.
func roomIn(t *testing.T, command, wait string, env ...string) string {
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestWhoGetsRoom$")
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "GOGC=") {
			child.Env = append(child.Env, v)
		}
	}
	child.Env = append(append(child.Env, roomFlag+"="+command+" "+wait), env...)
	out, err := child.CombinedOutput()
	require.NoError(t, err, string(out))
	return string(out)
}
