package speed

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// processes says what it costs to start the command for one small file, and how
// much faster a batch is on two processors.
func (b *bench) processes(t *testing.T) []row {
	command := buildCommand(t)
	folder := t.TempDir()
	const files = 2000
	w := workOf(t, "ob4k", "badge")
	for i := range files {
		file, err := b.issue(numbered(t, w.text, i))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%04d.json", i)), file, 0o600))
	}
	single := filepath.Join(folder, "0000.json")
	n, _ := rounds()
	var starts, batch, scaling []float64
	for range max(3, n/3) {
		used, one := b.runCommand(t, command, 1, folder)
		_, two := b.runCommand(t, command, 2, folder)
		batch, scaling = append(batch, used.Seconds()/files), append(scaling, one.Seconds()/two.Seconds())
		for range 5 {
			used, _ := b.runCommand(t, command, 1, single)
			starts = append(starts, used.Seconds())
		}
	}
	for _, all := range [][]float64{starts, batch, scaling} {
		slices.Sort(all)
	}
	over := ratio{starts[len(starts)/2] / batch[len(batch)/2], starts[0] / batch[0]}
	return []row{
		{"one process for one file over the same file in a batch, " + w.name, over.String(), "4 / 2"},
		{"batch of 2,000 files, two processors over one (most in brackets)", ratio{scaling[len(scaling)/2], scaling[len(scaling)-1]}.String(), "1.8 / 1.95"},
	}
}

func buildCommand(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "mikromerit")
	build := exec.Command("go", "build", "-o", name, "../../cmd/mikromerit")
	out, err := build.CombinedOutput()
	require.NoError(t, err, string(out))
	return name
}

// runCommand verifies files with the command and returns the processor time and
// the time on the wall.
func (b *bench) runCommand(t *testing.T, command string, processors int, path string) (used, wall time.Duration) {
	t.Helper()
	run := exec.Command(command, "verify", "--brief", "--issuer", b.key.Controller(), "--now", now.Format(time.RFC3339), path)
	run.Env = append(os.Environ(), fmt.Sprintf("GOMAXPROCS=%d", processors))
	from := time.Now()
	out, err := run.CombinedOutput()
	require.NoError(t, err, string(out))
	return run.ProcessState.UserTime() + run.ProcessState.SystemTime(), time.Since(from)
}
