package pipeline_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/examples/beam/pipeline"
)

// jobInChild names, in the environment of a child, the file with the job that it runs.
const jobInChild = "PIPELINE_TEST_JOB"

// TestMain runs the tests or, in a child that a test starts and kills, a job.
func TestMain(m *testing.M) {
	if name := os.Getenv(jobInChild); name != "" {
		os.Exit(child(name))
	}
	ptest.MainWithDefault(m, "prism")
}

func child(name string) int {
	beam.Init()
	text, err := os.ReadFile(name)
	var job pipeline.Job
	if err == nil {
		err = json.Unmarshal(text, &job)
	}
	if err == nil {
		err = run(job)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func run(job pipeline.Job) error {
	ctx := context.Background()
	if err := job.Begin(ctx); err != nil {
		return err
	}
	p, scope := beam.NewPipelineWithRoot()
	job.Build(scope)
	if _, err := beam.Run(ctx, "prism", p); err != nil {
		return err
	}
	return job.End(ctx)
}

func data(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "data", name))
	require.NoError(t, err)
	return text
}

// compact returns a JSON text on one line.
func compact(t *testing.T, text []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, json.Compact(&out, text))
	return out.Bytes()
}

// inbox fills a folder with good and hostile documents, as files and as lines, and
// returns a pattern for it.
func inbox(t *testing.T, copies int) string {
	t.Helper()
	dir := t.TempDir()
	badge, sealed := compact(t, data(t, "vestre-aas-badge.signed.json")), data(t, "vestre-aas-micro-credential.sealed.jsonld")
	var lines [][]byte
	for range copies {
		lines = append(lines, badge)
	}
	lines = append(lines,
		bytes.Replace(badge, []byte("Vestre"), []byte("Vestbe"), 1), // altered
		nil, // an empty line is nothing
		[]byte("this is no credential"),
		[]byte("null"),
		[]byte("\xff\xfe\x00"),
		[]byte(strings.Repeat("[", 100_000)),
		[]byte(`{"@context":"https://www.w3.org/ns/credentials/v2","type":"VerifiableCredential"`),
		bytes.Repeat([]byte("x"), 17<<20), // longer than a document may be
		badge,
	)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "many.ndjson"), append(bytes.Join(lines, []byte("\r\n")), '\n'), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "sealed.jsonld"), sealed, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "empty.json"), nil, 0o600))
	return dir + "/*"
}

func job(t *testing.T, in string) pipeline.Job {
	t.Helper()
	trust, err := json.Marshal(map[string]any{
		"issuers": []string{"did:key:z6MkppQaVGK2v6QjggWaayGT3J6geEbByZspTUate4fgLxEN"},
		"anchors": []string{string(data(t, "test-ca.pem"))},
	})
	require.NoError(t, err)
	return pipeline.Job{
		In: in, Out: filepath.Join(t.TempDir(), "out"), Trust: string(trust), To: "ob3", Parts: 3,
		Now: time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC),
	}
}

// results returns the files of an output folder but the job, which names the folder.
func results(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		found[e.Name()] = string(text)
	}
	delete(found, "job.json")
	return found
}

// linesOf returns the lines of one kind of result.
func linesOf(found map[string]string, result string) (all []string) {
	for name, text := range found {
		if strings.HasPrefix(name, result+"-") {
			all = append(all, strings.Split(strings.TrimSuffix(text, "\n"), "\n")...)
		}
	}
	return all
}

func TestHostileDocumentsAmongGoodOnes(t *testing.T) {
	j := job(t, inbox(t, 20))
	require.NoError(t, run(j))
	found := results(t, j.Out)
	require.Contains(t, found, "_SUCCESS")

	verdicts := map[string]int{}
	for _, line := range linesOf(found, "verdicts") {
		var judged struct{ Verdict string }
		require.NoError(t, json.Unmarshal([]byte(line), &judged))
		verdicts[judged.Verdict]++
	}
	require.Equal(t, map[string]int{"valid": 22, "invalid": 1}, verdicts) // 21 lines and the seal
	require.Len(t, linesOf(found, "converted"), 22, "an invalid one is not converted")

	dead := strings.Join(linesOf(found, "dead"), "\n")
	require.Equal(t, 7, strings.Count(dead, `"stage":"verify"`)+strings.Count(dead, `"stage":"read"`), dead)
	require.Equal(t, 1, strings.Count(dead, `"stage":"convert"`), dead)
	require.Contains(t, dead, "code")
	require.Contains(t, linesOf(found, "losses")[0], `"documents":21`)
}

func TestAnotherJobDoesNotWriteIntoTheSameFolder(t *testing.T) {
	ctx := context.Background()
	j := job(t, inbox(t, 1))
	require.NoError(t, j.Begin(ctx))
	again := j
	again.Now = time.Time{}
	require.NoError(t, again.Begin(ctx))
	require.Equal(t, j.Now, again.Now, "a repeated run takes the time of the first")
	again.To = "edc"
	require.ErrorContains(t, again.Begin(ctx), "another job")
	again.To = "word"
	require.ErrorContains(t, again.Begin(ctx), "CONVERT-FORMAT")
	again.To, again.In = "", "nowhere/*"
	require.ErrorContains(t, again.Begin(ctx), "no file")
}

// A run that is killed at any moment and repeated leaves what one leaves that was not.
func TestKilledAndRepeated(t *testing.T) {
	in := inbox(t, 100)
	whole := job(t, in)
	begun := time.Now()
	require.NoError(t, start(t, whole).Wait())
	took := time.Since(begun)
	want := results(t, whole.Out)
	require.NotEmpty(t, want)

	killed := 0
	for _, share := range []float64{0.5, 0.75, 0.95} {
		broken := job(t, in)
		process := start(t, broken)
		time.Sleep(time.Duration(share * float64(took)))
		if process.Process.Kill() == nil {
			killed++
		}
		_ = process.Wait() // it was killed
		require.NoError(t, start(t, broken).Wait())
		require.Equal(t, want, results(t, broken.Out))
	}
	require.Positive(t, killed)
}

// start starts a child that runs a job.
func start(t *testing.T, j pipeline.Job) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(j)
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "job.json")
	require.NoError(t, os.WriteFile(name, text, 0o600))
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), jobInChild+"="+name)
	require.NoError(t, command.Start())
	return command
}
