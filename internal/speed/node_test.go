package speed

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/internal/contexts"
	"github.com/mikromerit/mikromerit/proof/keys"
)

var nodeFolder = flag.String("node", "", "the folder in which npm/compare.sh has installed the packages that TestNode measures")

// node is a process of npm/compare.mjs.
type node struct {
	ask    *json.Encoder
	answer *bufio.Reader
}

type (
	nodeKey   map[string]any
	nodeFile  map[string]string
	nodeSetup struct {
		Contexts  map[string]json.RawMessage `json:"contexts"`
		Documents map[string]nodeFile        `json:"documents"`
		Tokens    map[string]nodeFile        `json:"tokens"`
		Key       nodeKey                    `json:"key"`
		Selective *nodeSelective             `json:"selective,omitempty"`
	}
	nodeJob struct {
		Job  string `json:"job"`
		Name string `json:"name"`
		Runs int    `json:"runs"`
	}
	nodeAnswer struct {
		Microseconds int64
		File         string
		Error        string
	}
)

func startNode(t *testing.T) *node {
	t.Helper()
	run := exec.CommandContext(t.Context(), "node", filepath.Join(*nodeFolder, "compare.mjs"))
	run.Stderr = os.Stderr
	in, err := run.StdinPipe()
	require.NoError(t, err)
	out, err := run.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, run.Start())
	t.Cleanup(func() {
		in.Close()
		_ = run.Wait()
	})
	return &node{json.NewEncoder(in), bufio.NewReaderSize(out, 1<<20)}
}

func (n *node) do(request any) (nodeAnswer, error) {
	var answer nodeAnswer
	if err := n.ask.Encode(request); err != nil {
		return answer, err
	}
	line, err := n.answer.ReadBytes('\n')
	if err != nil {
		return answer, err
	}
	if err := json.Unmarshal(line, &answer); err != nil {
		return answer, err
	}
	if answer.Error != "" {
		return answer, errors.New(answer.Error)
	}
	return answer, nil
}

// way is a job of the process, which is warmed first: its compiler needs many runs.
func (n *node) way(t *testing.T, job, name string) *way {
	t.Helper()
	_, err := n.do(nodeJob{job, name, 30})
	require.NoError(t, err, job+" "+name)
	return &way{name: name + " " + job + ", npm", elsewhere: func(runs int) (time.Duration, error) {
		answer, err := n.do(nodeJob{job, name, runs})
		return time.Duration(answer.Microseconds) * time.Microsecond, err
	}}
}

// TestNode measures the JavaScript stack from npm against ours, round by round in
// turn; npm/compare.sh runs it.
func TestNode(t *testing.T) {
	if *nodeFolder == "" {
		t.Skip("run internal/speed/npm/compare.sh")
	}
	b := newBench(t)
	all := works(t)
	n := startNode(t)
	tokens := map[string]token{}
	setup := b.nodeSetup(t, all, tokens)
	_, err := n.do(setup)
	require.NoError(t, err)
	out := io.Writer(os.Stdout)
	fmt.Fprintf(out, "Processor time of the processes; times faster than npm: median (ratio of the least times).\n\n")
	fmt.Fprint(out, "| job | npm, microseconds | ours | faster than npm | proof alone |\n| --- | --- | --- | --- | --- |\n")
	for _, w := range all {
		answer, err := n.do(nodeJob{"issue", w.name, 1})
		require.NoError(t, err, w.name)
		require.NoError(t, b.verify([]byte(answer.File)), "what npm signed")
		issuing, verifying := b.issuing(t, w), b.verifying(t, w)
		compareWithNode(t, out, w.name+" issue", n.way(t, "issue", w.name), issuing.whole, issuing.proof)
		compareWithNode(t, out, w.name+" verify", n.way(t, "verify", w.name), verifying.whole, verifying.proof)
	}
	for _, name := range slices.Sorted(maps.Keys(tokens)) {
		whole, alone := tokens[name].verify(t)
		compareWithNode(t, out, "VC-JWT verify, "+name+", jose (signature only)", n.way(t, "token", name), whole, alone)
	}
}

func compareWithNode(t *testing.T, out io.Writer, name string, npm, whole, alone *way) {
	t.Helper()
	rounds, each := rounds()
	race(t, rounds, each, npm, whole, alone)
	fmt.Fprintf(out, "| %s | %s (%s) | %s (%s) | %s | %s |\n", name, micros(npm.median()), micros(npm.least()),
		micros(whole.median()), micros(whole.least()), npm.over(whole), npm.over(alone))
}

// nodeSetup returns what the process needs, and fills tokens.
func (b *bench) nodeSetup(t *testing.T, all []work, tokens map[string]token) nodeSetup {
	t.Helper()
	s := nodeSetup{Contexts: map[string]json.RawMessage{}, Documents: map[string]nodeFile{}, Tokens: map[string]nodeFile{}}
	for _, url := range contexts.Builtin().URLs() {
		c, ok := contexts.Builtin().Lookup(url)
		require.True(t, ok)
		s.Contexts[url] = c.JSON()
	}
	text, err := b.key.Encode()
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &s.Key))
	for _, w := range all {
		file, err := b.issue(w.text)
		require.NoError(t, err)
		s.Documents[w.name] = nodeFile{"text": string(w.text), "file": string(file)}
	}
	for kind, algorithm := range map[keys.Type]string{keys.P256: "ES256", keys.Ed25519: "EdDSA"} {
		made := b.newToken(t, kind, workOf(t, "ob4k", "badge").text)
		der, err := x509.MarshalPKIXPublicKey(made.key.Signer().Public())
		require.NoError(t, err)
		block := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
		tokens[algorithm] = made
		s.Tokens[algorithm] = nodeFile{"file": string(made.file), "pem": string(block), "algorithm": algorithm}
	}
	return s
}
