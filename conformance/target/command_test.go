package target_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/target"
	"github.com/mikromerit/mikromerit/proof/keys"
)

// adapterVariable makes the test binary a program that is judged.
const adapterVariable = "MIKROMERIT_TEST_ADAPTER"

func TestMain(m *testing.M) {
	if how := os.Getenv(adapterVariable); how != "" {
		adapt(how)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// adapt answers requests. The first word says what is wrong with it, and after how
// many answers.
func adapt(how string) {
	key, err := keys.Generate(keys.Ed25519)
	if err != nil {
		panic(err)
	}
	lib, err := target.Library(target.LibraryOptions{Keys: []*keys.Private{key}, Env: clocked()})
	if err != nil {
		panic(err)
	}
	in := bufio.NewReader(os.Stdin)
	if how == "exits" {
		fmt.Fprintln(os.Stderr, "no licence")
		os.Exit(3)
	}
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var q struct {
			ID                                            int
			Operation                                     conformance.Operation
			Document, MediaType, Suite, Challenge, Domain string
		}
		_ = json.Unmarshal(line, &q)
		if q.Operation == "describe" {
			fmt.Printf(`{"id":%d,"name":"test","operations":["issue","verify","host"],"issuer":%q}`+"\n", q.ID, issuerOf(lib))
			continue
		}
		if q.Document == "good" {
			fmt.Printf(`{"id":%d,"verdict":"accepted"}`+"\n", q.ID)
			continue
		}
		if misbehave(how, q.ID) {
			continue
		}
		answer, err := lib.Do(context.Background(), conformance.Request{Operation: q.Operation, Document: []byte(q.Document), Suite: q.Suite})
		out := map[string]any{"id": q.ID}
		switch {
		case err != nil:
			out["unsupported"] = true
		case answer.Verdict != "":
			out["verdict"], out["problems"] = answer.Verdict, answer.Problems
		case answer.Refused:
			out["refused"] = "no"
		default:
			out["document"] = string(answer.Document)
		}
		_ = json.NewEncoder(os.Stdout).Encode(out)
	}
}

func issuerOf(lib conformance.Target) string {
	d, _ := lib.Describe(context.Background())
	return d.Issuer
}

// misbehave does what is wrong, and reports whether that was an answer.
func misbehave(how string, id int) bool {
	switch how {
	case "hangs":
		select {}
	case "crashes":
		fmt.Fprintln(os.Stderr, "panic: out of luck")
		os.Exit(7)
	case "floods":
		for {
			_, _ = os.Stdout.Write(bytes.Repeat([]byte("x"), 1<<16))
		}
	case "floods with lines":
		for {
			fmt.Println(`{"id":-1}`)
		}
	case "complains":
		for range 100 {
			fmt.Fprintln(os.Stderr, strings.Repeat("y", 1<<12))
		}
	case "stops in a line":
		fmt.Printf(`{"id":%d,"verd`, id)
		os.Exit(0)
	case "prints":
		fmt.Println("starting to verify...")
	case "answers another":
		fmt.Printf(`{"id":%d,"verdict":"accepted"}`+"\n", id+1)
	case "says two things wrong":
		fmt.Printf(`{"id":%d,"verdict":"perhaps"}`+"\n", id)
	case "says nothing":
		fmt.Printf(`{"id":%d}`+"\n", id)
	case "says a number":
		fmt.Printf(`{"id":%d,"verdict":7}`+"\n", id)
	case "fails":
		fmt.Printf(`{"id":%d,"error":"no database"}`+"\n", id)
	case "does not read":
		for more := range 1000 {
			fmt.Printf(`{"id":%d,"verdict":"accepted"}`+"\n", id+more)
		}
		select {}
	case "has a child elsewhere":
		child := exec.Command("sleep", "30")
		child.Stdout, child.Stderr, child.SysProcAttr = os.Stdout, os.Stderr, &syscall.SysProcAttr{Setsid: true}
		_ = child.Start()
		os.Exit(0)
	case "has a child":
		child := exec.Command("sleep", "600")
		child.Stdout = os.Stdout
		_ = child.Start()
		_ = os.WriteFile(os.Getenv("MIKROMERIT_TEST_FILE"), []byte(strconv.Itoa(child.Process.Pid)), 0o600)
		select {}
	}
	return slices.Contains([]string{"says two things wrong", "says nothing", "says a number", "fails"}, how)
}

func program(t *testing.T, how string, o target.Options) *target.Program {
	t.Helper()
	o.Env = append(os.Environ(), append([]string{adapterVariable + "=" + how}, o.Env...)...)
	p := target.Command([]string{os.Args[0]}, o)
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

// A program issues and verifies over its standard input and output.
func TestCommand(t *testing.T) {
	p := program(t, "well", target.Options{})
	d, err := p.Describe(t.Context())
	require.NoError(t, err)
	require.Equal(t, []conformance.Operation{conformance.IssueCredential, conformance.VerifyCredential}, d.Operations, "a program is no badge host")
	issued := do(t, p, conformance.Request{Operation: conformance.IssueCredential, Suite: "eddsa-rdfc-2022", Document: credential(d.Issuer, "https://a.example/1")})
	require.NotEmpty(t, issued.Document, issued.Problems)
	require.Equal(t, conformance.Accepted, do(t, p, conformance.Request{Operation: conformance.VerifyCredential, Document: issued.Document}).Verdict)
	rejected := do(t, p, conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{\xff}")})
	require.Equal(t, conformance.Rejected, rejected.Verdict)
	require.Contains(t, rejected.Exchange.Request.Text, `{"base64":"e/99"}`)
	require.NotEmpty(t, rejected.Problems)
	require.True(t, do(t, p, conformance.Request{Operation: conformance.IssueCredential, Document: []byte("{}")}).Refused)
	_, err = p.Do(t.Context(), conformance.Request{Operation: conformance.IssueCredential, Suite: "bbs-2023", Document: []byte("{}")})
	require.ErrorIs(t, err, conformance.ErrUnsupported)
	_, err = p.Do(t.Context(), conformance.Request{Operation: conformance.DeriveCredential})
	require.ErrorIs(t, err, conformance.ErrUnsupported)
}

// Whatever a program does, the caller gets one sentence about it, and the next
// request is answered by a new process.
func TestHostilePrograms(t *testing.T) {
	for how, says := range map[string]string{
		"hangs": "gave no answer within", "crashes": "exit status 7", "floods": "a line of more than", "floods with lines": "answered with the id -1",
		"stops in a line": "ended before it answered", "prints": "no JSON object", "answers another": "answered with the id",
		"says two things wrong": `the verdict "perhaps"`, "says nothing": `the verdict ""`, "says a number": "of the wrong kind", "fails": "no database",
	} {
		t.Run(how, func(t *testing.T) {
			p := program(t, how, target.Options{Timeout: 2 * time.Second, MaxBody: 1 << 20})
			answer, err := p.Do(t.Context(), conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
			require.ErrorContains(t, err, says)
			require.Empty(t, answer.Verdict)
			require.NotEmpty(t, answer.Exchange.Failure)
			if how == "crashes" {
				require.Equal(t, 7, answer.Exchange.Response.Status)
				require.Contains(t, answer.Exchange.Response.Header["Stderr"][0], "out of luck")
			}
			require.Equal(t, conformance.Accepted, do(t, p, conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("good")}).Verdict)
		})
	}
	leaving := program(t, "has a child elsewhere", target.Options{Timeout: 2 * time.Second})
	_, err := leaving.Do(t.Context(), conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
	require.Error(t, err)
	require.NoError(t, leaving.Close(), "a child that holds the output open is not waited for")
	noisy := do(t, program(t, "complains", target.Options{}), conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
	require.Equal(t, conformance.Rejected, noisy.Verdict, "standard error does not disturb")
}

// A program that answers what it never read is told so, and leaves no writer behind.
func TestProgramsThatDoNotRead(t *testing.T) {
	p := program(t, "does not read", target.Options{Timeout: time.Second})
	_, err := p.Describe(t.Context())
	require.NoError(t, err)
	before := runtime.NumGoroutine()
	large := conformance.Request{Operation: conformance.VerifyCredential, Document: bytes.Repeat([]byte(" "), 1<<20)}
	var failure error
	for range 20 {
		if _, err := p.Do(t.Context(), large); err != nil {
			failure = err
			break
		}
	}
	require.ErrorContains(t, failure, "without reading it")
	require.Eventually(t, func() bool { return runtime.NumGoroutine() <= before }, 10*time.Second, 10*time.Millisecond)
}

// A program that cannot be started, or ends each time, is given up.
func TestProgramsThatDoNotStart(t *testing.T) {
	_, err := target.Command(nil, target.Options{}).Describe(t.Context())
	require.ErrorContains(t, err, "no program was named")
	_, err = target.Command([]string{"/no/such/program"}, target.Options{}).Describe(t.Context())
	require.ErrorContains(t, err, "cannot be started")
	p := program(t, "exits", target.Options{Restarts: 2})
	for range 3 {
		_, err = p.Describe(t.Context())
		require.ErrorContains(t, err, "exit status 3")
	}
	_, err = p.Describe(t.Context())
	require.ErrorContains(t, err, "was started 3 times")
}

// A run that is given up ends the program with all that it started, and so does the
// end of a run.
func TestProgramsAreEnded(t *testing.T) {
	pidFile := filepath.Join(t.TempDir(), "pid")
	p := program(t, "has a child", target.Options{Timeout: time.Hour, Env: []string{"MIKROMERIT_TEST_FILE=" + pidFile}})
	_, err := p.Describe(t.Context())
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		for ctx.Err() == nil {
			if data, err := os.ReadFile(pidFile); err == nil && len(data) > 0 {
				cancel()
			}
			time.Sleep(time.Millisecond)
		}
	}()
	_, err = p.Do(ctx, conformance.Request{Operation: conformance.VerifyCredential, Document: []byte("{}")})
	require.ErrorIs(t, err, context.Canceled)
	data, err := os.ReadFile(pidFile)
	require.NoError(t, err)
	child, err := strconv.Atoi(string(data))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return gone(child) }, 10*time.Second, 10*time.Millisecond, "the child lives on")
}

// gone reports whether a process is no more, or only waits to be forgotten.
func gone(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return true
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	return err != nil || bytes.Contains(status, []byte(") Z "))
}

// adapterIn returns an example adapter, if what it needs is here.
func adapterIn(t *testing.T, interpreter, file string) *target.Program {
	t.Helper()
	path, err := exec.LookPath(interpreter)
	if err != nil {
		t.Skipf("%s is not installed", interpreter)
	}
	p := target.Command([]string{path, file}, target.Options{})
	t.Cleanup(func() { require.NoError(t, p.Close()) })
	return p
}

// The example in Node signs what we accept, and accepts what we sign but nothing of
// what was changed.
func TestNodeAdapter(t *testing.T) {
	p := adapterIn(t, "node", "../../examples/adapters/node/adapter.mjs")
	d, err := p.Describe(t.Context())
	require.NoError(t, err)
	lib, err := target.Library(target.LibraryOptions{})
	require.NoError(t, err)
	const suite = "eddsa-jcs-2022"
	theirs := do(t, p, conformance.Request{Operation: conformance.IssueCredential, Suite: suite, Document: credential(d.Issuer, "https://a.example/1")})
	require.NotEmpty(t, theirs.Document, theirs.Problems)
	ours := do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Suite: suite, Document: credential(issuerOf(lib), "https://a.example/1")})
	for _, document := range [][]byte{theirs.Document, ours.Document} {
		for _, verifier := range []conformance.Target{p, lib} {
			answer := do(t, verifier, conformance.Request{Operation: conformance.VerifyCredential, Document: document})
			require.Equal(t, conformance.Accepted, answer.Verdict, "%v", answer.Problems)
		}
		mutants := [][]byte{bytes.Replace(document, []byte("Åse"), []byte("Ove"), 1), bytes.Replace(document, []byte(`"id"`), []byte(`"id":"x","id"`), 1)}
		for _, mutant := range append(mutants, document[:len(document)/2], []byte("{}"), []byte("null"), []byte("[]"), []byte{0xff}) {
			require.Equal(t, conformance.Rejected, do(t, p, conformance.Request{Operation: conformance.VerifyCredential, Document: mutant}).Verdict, "%.200s", mutant)
		}
	}
	require.True(t, do(t, p, conformance.Request{Operation: conformance.IssueCredential, Document: credential("did:example:x", "https://a.example/1")}).Refused)
}

// The example in Python accepts what we sign, and nothing of what was changed.
func TestPythonAdapter(t *testing.T) {
	p := adapterIn(t, "python3", "../../examples/adapters/python/adapter.py")
	d, err := p.Describe(t.Context())
	require.NoError(t, err)
	if why := d.Absent[conformance.VerifyCredential]; why != "" {
		_, err := p.Do(t.Context(), conformance.Request{Operation: conformance.VerifyCredential})
		require.ErrorIs(t, err, conformance.ErrUnsupported)
		t.Skip(why)
	}
	lib, err := target.Library(target.LibraryOptions{})
	require.NoError(t, err)
	ours := do(t, lib, conformance.Request{Operation: conformance.IssueCredential, Suite: "vc+jwt", Document: credential(issuerOf(lib), "https://a.example/1")})
	verify := conformance.Request{Operation: conformance.VerifyCredential, Document: ours.Document, MediaType: ours.MediaType}
	answer := do(t, p, verify)
	require.Equal(t, conformance.Accepted, answer.Verdict, "%v", answer.Problems)
	parts := strings.Split(string(ours.Document), ".")
	for _, mutant := range []string{
		parts[0] + "." + parts[1][:len(parts[1])-4] + "AAAA." + parts[2], parts[0] + "." + parts[1] + ".", "eyJhbGciOiJub25lIn0." + parts[1] + ".", "a.b", "", strings.Repeat("[", 100_000),
	} {
		verify.Document = []byte(mutant)
		require.Equal(t, conformance.Rejected, do(t, p, verify).Verdict, mutant)
	}
}
