package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// TestProgram is the program itself, for tests that start it as a process of its
// own; otherwise it does nothing.
func TestProgram(*testing.T) {
	if os.Getenv("MIKROMERIT_TEST_PROGRAM") != "" {
		os.Exit(run(flag.Args(), os.Stdin, os.Stdout, os.Stderr))
	}
}

const testAPIKey = "a-key-of-the-tests-with-32-characters"

// shop is a folder with what a service needs.
type shop struct {
	t        *testing.T
	issuer   string
	database string
	args     []string
}

// newShop returns a shop with a key to sign with and one API key, of ase.
func newShop(t *testing.T, database string) *shop {
	t.Helper()
	dir := t.TempDir()
	if database == "" {
		database = filepath.Join(dir, "shop.db")
	}
	key, err := keys.Generate(keys.Ed25519)
	require.NoError(t, err)
	text, err := key.Encode()
	require.NoError(t, err)
	keyFile, access := filepath.Join(dir, "k.json"), filepath.Join(dir, "access")
	require.NoError(t, os.WriteFile(keyFile, text, 0o600))
	require.NoError(t, os.WriteFile(access, []byte("# who may\nase "+testAPIKey+"\nclerk clerk-of-the-tests-with-32-characters sign\n"), 0o600))
	return &shop{t: t, issuer: key.Controller(), database: database, args: []string{
		"serve", "--listen", "127.0.0.1:0", "--url", "https://shop.example", "--key", keyFile, "--api-key-file", access, "--database", database,
	}}
}

// served is a service that runs.
type served struct {
	t      *testing.T
	cmd    *exec.Cmd
	base   string // where it can be reached
	client *http.Client

	mu   sync.Mutex
	log  bytes.Buffer
	done chan struct{} // closed when the log has ended
}

// start starts the service and waits until it listens.
func (s *shop) start(more ...string) *served {
	s.t.Helper()
	args := append([]string{"-test.run=^TestProgram$", "--"}, append(s.args, more...)...)
	v := &served{t: s.t, cmd: exec.Command(os.Args[0], args...), client: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{}}, done: make(chan struct{})}
	v.cmd.Env = append(os.Environ(), "MIKROMERIT_TEST_PROGRAM=1")
	pipe, err := v.cmd.StderrPipe()
	require.NoError(s.t, err)
	require.NoError(s.t, v.cmd.Start())
	s.t.Cleanup(func() { _ = v.cmd.Process.Kill(); _ = v.cmd.Wait() })
	lines := bufio.NewScanner(pipe)
	address := make(chan string, 1)
	go func() {
		defer close(v.done)
		for lines.Scan() {
			v.mu.Lock()
			v.log.Write(lines.Bytes())
			v.log.WriteByte('\n')
			v.mu.Unlock()
			var line struct{ Msg, Address string }
			if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
				address <- line.Address
			}
		}
	}()
	select {
	case at := <-address:
		v.base = "http://" + at
	case <-v.done:
		s.t.Fatalf("the service did not start: %s", v.text())
	}
	return v
}

// text returns the log so far.
func (v *served) text() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.log.String()
}

// end waits until the process has ended and returns its exit status.
func (v *served) end() int {
	<-v.done
	_ = v.cmd.Wait()
	return v.cmd.ProcessState.ExitCode()
}

// call makes a request as ase.
func (v *served) call(method, path, mediaType string, body []byte) (int, []byte, error) {
	r, err := http.NewRequest(method, v.base+path, bytes.NewReader(body))
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("Authorization", "Bearer "+testAPIKey)
	if mediaType != "" {
		r.Header.Set("Content-Type", mediaType)
	}
	response, err := v.client.Do(r)
	if err != nil {
		return 0, nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, text, err
}

// badge returns an unsigned badge of the shop.
func (s *shop) badge(id string) []byte {
	return fmt.Appendf(nil, `{"@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
	"id": %q, "type": ["VerifiableCredential", "OpenBadgeCredential"], "name": "Båtbygging",
	"issuer": {"id": %q, "type": ["Profile"], "name": "Vestre Ås"}, "validFrom": "2026-01-01T00:00:00Z",
	"credentialSubject": {"id": "did:example:pupil", "type": ["AchievementSubject"], "achievement": {
		"id": "urn:uuid:1d2f6a4e-6a3b-4a40-9d5c-1c6ce4a8a001", "type": ["Achievement"], "name": "Båtbygging",
		"description": "Kan bygge en båt", "criteria": {"narrative": "Bygg en båt."}}}}`, id, s.issuer)
}
