package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/conformance"
	"github.com/mikromerit/mikromerit/conformance/report"
	"github.com/mikromerit/mikromerit/conformance/target"
)

// readReport reads a report that a command wrote.
func (b *bench) readReport(name string) *conformance.Report {
	b.t.Helper()
	r, err := report.Read([]byte(b.get(name)))
	require.NoError(b.t, err)
	return r
}

const goodBadge = `{"@context":["https://www.w3.org/ns/credentials/v2","https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],"id":"urn:uuid:3a1c3f0e-6f0a-4c52-8f43-6ed1b9b0f7a1","type":["VerifiableCredential","OpenBadgeCredential"],"issuer":{"id":"https://a.example/","type":["Profile"],"name":"A"},"validFrom":"2026-01-01T00:00:00Z","credentialSubject":{"id":"did:example:1","type":["AchievementSubject"],"achievement":{"id":"https://a.example/1","type":["Achievement"],"name":"Sailing","description":"Sails.","criteria":{"narrative":"Sail."}}}}`

// A folder may hold other files, which are counted; what somebody names must be a
// credential.
func TestConformFolder(t *testing.T) {
	b := newBench(t)
	b.put("badge.json", []byte(goodBadge))
	b.put("README.md", []byte("# Badges\n"))
	key, _ := b.key("key.json")

	b.ok("conform", b.dir)
	require.Contains(t, b.out, "3, of which 2 are no credentials\n")
	require.Empty(t, b.err, "nobody looks at the progress")

	b.run("conform", key)
	require.Equal(t, exitInvalid, b.status, "a key that is named is no credential")
	require.Contains(t, b.out, "DOCUMENT-READABLE  MUST")
	b.run("conform", "--as", "ob3", b.dir)
	require.Equal(t, exitInvalid, b.status, "somebody said that all of it is badges")
	b.stdin = "# Badges\n"
	b.run("conform", "-")
	require.Equal(t, exitInvalid, b.status)
}

// A badge is no record, and a document that is said to be one is told so.
func TestCheckAs(t *testing.T) {
	b := newBench(t)
	badge := b.put("badge.json", []byte(goodBadge))
	b.ok("check", "--as", "ob3", badge)
	b.ok("check", "--as", "vc", badge)
	for as, code := range map[string]string{"clr": "CLR2-TYPE", "edc": "ELM-FORMAT"} {
		b.run("check", "--as", as, badge)
		require.Equal(t, exitInvalid, b.status)
		require.Contains(t, b.out, code)
		b.run("check", "--json", "--as", as, badge)
		require.Contains(t, b.out, `"verdict":"invalid"`)
		require.Contains(t, b.out, `"conformant":"invalid"`)
	}
	b.refuses(exitError, "--as", "check", "--as", "pdf", badge)
}

// What cannot be done is said in one sentence, before anything is judged or written.
func TestConformRefuses(t *testing.T) {
	afterRaces(t)
	b := newBench(t)
	badge := b.put("badge.json", []byte(goodBadge))
	b.ok("conform", badge, "--report", "json="+b.path("other.json"))
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	nobody := "http://" + silent.Addr().String()
	require.NoError(t, silent.Close())
	for want, args := range map[string][]string{
		"there is no profile \"ob4\"":          {badge, "--profile", "ob4"},
		"there is no folder":                   {badge, "--report", "json=" + b.path("missing/r.json")},
		"exists and is not overwritten":        {badge, "--report", "json=" + b.path("other.json")},
		"two reports":                          {badge, "--report", "json=" + b.path("r"), "--report", "html=" + b.path("r")},
		"the formats are":                      {badge, "--report", "pdf=" + b.path("r")},
		"is no list of known gaps":             {badge, "--known", b.put("k1", []byte(`{"id":"X"}`))},
		"needs an id and a reason":             {badge, "--known", b.put("k2", []byte(`[{"id":"OB3-NAME"}]`))},
		"which no profile asks for":            {badge, "--known", b.put("k3", []byte(`[{"id":"OB3-NAMES","reason":"r"}]`))},
		"is no report to resume":               {badge, "--resume", badge},
		"on another target":                    {b.put("second.json", []byte(goodBadge)), "--resume", b.path("other.json")},
		"there is no such file":                {b.path("missing.json")},
		"name one thing to judge":              {badge, "--vcapi", "https://a.example"},
		"the connection was refused":           {"--vcapi", nobody, "--allow-local"},
		"nothing answers at the address":       {"--ob3api", nobody, "--allow-local"},
		"the address is not https":             {"--vcapi", "http://a.example"},
		"cannot be started":                    {"--exec", b.path("no-such-program")},
		"does not have the form OPERATION":     {"--vcapi", nobody, "--allow-local", "--path", "sign=/x"},
		"--path is about a VC-API":             {"--ob3api", nobody, "--path", "issue=/x"},
		"are for a client":                     {"--ob3api", nobody, "--token-url", "https://a.example"},
		"are for a service that fetches":       {badge, "--vectors-url", "https://a.example"},
		"is not HOST:PORT":                     {"--vcapi", nobody, "--serve-vectors", "8080"},
		"every address of this machine":        {"--vcapi", nobody, "--serve-vectors", ":8080"},
		"--vectors-url \"ftp":                  {"--vcapi", nobody, "--vectors-url", "ftp://a.example"},
		"--vectors-cert and --vectors-key go":  {"--vcapi", nobody, "--serve-vectors", "127.0.0.1:0", "--vectors-cert", "x"},
		"cannot be used with the key":          {"--vcapi", nobody, "--serve-vectors", "127.0.0.1:0", "--vectors-cert", badge, "--vectors-key", badge},
		"it is not possible to listen at 192.": {"--vcapi", nobody, "--serve-vectors", "192.0.2.1:1"},
	} {
		b.refuses(exitError, want, append([]string{"conform"}, args...)...)
		require.Equal(t, 1, strings.Count(b.err, "\n"), b.err)
		require.NoFileExists(t, b.path("r"))
	}
}

// A known gap only warns, and one that is closed fails the run.
func TestConformKnownGaps(t *testing.T) {
	b := newBench(t)
	bad := b.put("bad.json", []byte(strings.Replace(goodBadge, `"name":"Sailing",`, "", 1)))
	b.run("conform", bad, "--profile", "ob3-badge", "--report", "json="+b.path("bad-report.json"))
	require.Equal(t, exitInvalid, b.status)
	var gaps []string
	for _, r := range b.readReport("bad-report.json").Results {
		if r.Status == conformance.Fail {
			gaps = append(gaps, fmt.Sprintf(`{"id":%q,"reason":"The old import has no names."}`, r.ID))
		}
	}
	require.NotEmpty(t, gaps)
	known := b.put("known.json", []byte("["+strings.Join(gaps, ",")+"]"))
	b.ok("conform", bad, "--profile", "ob3-badge", "--known", known)
	require.Contains(t, b.out, "The old import has no names.")
	b.run("conform", b.put("good.json", []byte(goodBadge)), "--profile", "ob3-badge", "--known", known)
	require.Equal(t, exitInvalid, b.status, "the gap is closed: take it off the list")
}

// A target that hangs or never ends its answer gets a verdict, not a crash.
func TestConformHostileTargets(t *testing.T) {
	afterRaces(t)
	hang := func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the caller is gone
		<-r.Context().Done()
	}
	flood := func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			if _, err := w.Write(bytes.Repeat([]byte(" "), 1<<20)); err != nil {
				return
			}
		}
	}
	for name, answer := range map[string]http.HandlerFunc{"hangs": hang, "floods": flood} {
		b := newBench(t)
		server := httptest.NewServer(answer)
		b.refuses(exitError, "the target cannot be judged", "conform", "--vcapi", server.URL, "--allow-local", "--call-timeout", "100ms")
		server.Close()

		// It does so only with documents, when it has been found out what it can do.
		server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body := make([]byte, 3)
			n, _ := r.Body.Read(body)
			switch {
			case r.URL.Path != "/credentials/verify":
				w.WriteHeader(http.StatusNotFound)
			case string(body[:n]) == "{}":
				w.WriteHeader(http.StatusBadRequest)
			default:
				answer(w, r)
			}
		}))
		t.Cleanup(server.Close)
		b.run("conform", "--vcapi", server.URL, "--allow-local", "--call-timeout", "100ms", "--profile", "di-eddsa-jcs-2022-verifier", "--report", "json="+b.path(name))
		require.Equal(t, exitInvalid, b.status, name+b.err)
		require.True(t, b.readReport(name).Complete)
		for _, r := range b.readReport(name).Results {
			require.Contains(t, []conformance.Status{conformance.Fail, conformance.Warn}, r.Status, r.ID)
		}
	}
}

// TestAdapter is a program that is judged, when it is started as one. After a number of
// answers it says so in a file, and hangs.
func TestAdapter(t *testing.T) {
	hang := os.Getenv("MIKROMERIT_TEST_ADAPTER")
	if hang == "" {
		return
	}
	lib, err := target.Library(target.LibraryOptions{})
	require.NoError(t, err)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 32<<20)
	for n := 0; lines.Scan(); n++ {
		var q struct {
			ID                   int
			Operation, MediaType string
			Document             any
		}
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			os.Exit(1)
		}
		if n == 300 && hang != "never" {
			_ = os.WriteFile(hang, nil, 0o600)
			select {}
		}
		answer := map[string]any{"id": q.ID, "operations": []string{"verify"}, "suites": []string{"eddsa-jcs-2022"}}
		document, isText := q.Document.(string)
		switch {
		case q.Operation == "describe":
		case !isText: // bytes that are no text are no JSON
			answer = map[string]any{"id": q.ID, "verdict": conformance.Rejected}
		default:
			said, err := lib.Do(t.Context(), conformance.Request{Operation: conformance.VerifyCredential, Document: []byte(document), MediaType: q.MediaType})
			answer = map[string]any{"id": q.ID, "verdict": said.Verdict}
			if err != nil {
				answer = map[string]any{"id": q.ID, "error": err.Error()}
			}
		}
		text, _ := json.Marshal(answer)
		fmt.Println(string(text))
	}
	os.Exit(0)
}

// A run that somebody ends leaves reports that are valid and say that they are
// partial; with one of them another run tries the rest only.
func TestConformIsEndedAndResumed(t *testing.T) {
	afterRaces(t)
	if runtime.GOOS == "windows" {
		t.Skip("skipped: a process cannot be interrupted on Windows")
	}
	b := newBench(t)
	adapter := os.Args[0] + " -test.run=^TestAdapter$"
	if strings.Count(adapter, " ") > 1 {
		t.Skip("skipped: the path of the test holds a space, at which --exec splits")
	}
	conform := func(hang string, args ...string) *exec.Cmd {
		c := exec.Command(os.Args[0], append([]string{"-test.run=^TestProgram$", "--", "conform", "--exec", adapter, "--profile", "di-eddsa-jcs-2022-verifier"}, args...)...)
		c.Env = append(os.Environ(), "MIKROMERIT_TEST_PROGRAM=1", "MIKROMERIT_TEST_ADAPTER="+hang)
		return c
	}
	c := conform(b.path("hangs"), "--report", "json="+b.path("r.json"), "--report", "html="+b.path("r.html"), "--report", "junit="+b.path("r.xml"))
	var said bytes.Buffer
	c.Stderr = &said
	require.NoError(t, c.Start())
	t.Cleanup(func() { _ = c.Process.Kill() })
	for {
		if _, err := os.Stat(b.path("hangs")); err == nil {
			break
		}
		require.Nil(t, c.ProcessState)
		time.Sleep(time.Millisecond)
	}
	require.NoError(t, c.Process.Signal(syscall.SIGINT))
	_ = c.Wait()
	require.Equal(t, exitIndeterminate, c.ProcessState.ExitCode(), said.String())
	require.Contains(t, said.String(), "--resume")
	require.Contains(t, b.get("r.html"), "</html>")
	partial := b.readReport("r.json")
	require.False(t, partial.Complete)
	counts := partial.Profiles[0].Counts
	require.NotZero(t, counts[conformance.Pass])
	require.NotZero(t, counts[conformance.Skipped])
	require.Zero(t, counts[conformance.Fail])

	c = conform("never", "--resume", b.path("r.json"), "--report", "json="+b.path("whole.json"))
	out, err := c.CombinedOutput()
	require.NoError(t, err, string(out))
	whole := b.readReport("whole.json")
	require.True(t, whole.Complete)
	require.Equal(t, conformance.Conforms, whole.Verdict())
	for i, r := range partial.Results {
		if r.Status == conformance.Pass {
			require.Equal(t, r.Duration, whole.Results[i].Duration, "%s is not tried again", r.ID)
		}
	}
}

// How far a run is stands on one line, which is gone in the end.
func TestProgress(t *testing.T) {
	var out bytes.Buffer
	p := &progress{out: &out, width: 60}
	p.hear(conformance.Result{Profile: "ob3-badge", Status: conformance.Pass})
	p.hear(conformance.Result{Profile: strings.Repeat("a\nlong\x1bname", 9), Status: conformance.Fail})
	p.end()
	lines := strings.Split(out.String(), "\r\x1b[K")
	require.Equal(t, "1 requirements: 1 kept, 0 not kept; ob3-badge", lines[1])
	require.Len(t, []rune(lines[2]), 59, "what is longer than the line would not go away")
	require.NotContains(t, lines[2], "\x1b")
	require.NotContains(t, lines[2], "\n")
	require.Empty(t, lines[3])
	require.Equal(t, &progress{}, (&app{stderr: &out}).progress())
	file, err := os.Create(filepath.Join(t.TempDir(), "x"))
	require.NoError(t, err)
	defer file.Close()
	require.Equal(t, &progress{}, (&app{stderr: file}).progress(), "a file is no terminal")
}
