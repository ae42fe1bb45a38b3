package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/mikromerit/mikromerit/proof/keys"
)

// mixedFolder is a folder of good, bad, huge and other files.
func mixedFolder(b *bench) string {
	require.NoError(b.t, os.MkdirAll(b.path("all/deep"), 0o700))
	file, _ := signedBadge(b, "badge.json", keys.Ed25519)
	good, err := os.ReadFile(file)
	require.NoError(b.t, err)
	for i := range 40 {
		name, text := fmt.Sprintf("all/%02d.json", i), good
		switch i % 8 {
		case 1:
			text = bytes.Replace(good, []byte("Fjord og fangst"), []byte("Fjord og fangs"), 1)
		case 2:
			text = []byte("{")
		case 3:
			text = openBadge(quoted("did:example:school"))
		case 4:
			name = fmt.Sprintf("all/deep/%02d.txt", i)
		case 5:
			text = []byte(`{"kty":"OKP"}`)
		}
		b.put(name, text)
	}
	b.put("all/17-long.json", bytes.Replace(good, []byte(`"name"`), slices.Concat([]byte(`"evidence":[`), bytes.Repeat([]byte(`{"id":"urn:a:b","type":["Evidence"]},`), 3000), []byte(`{"id":"urn:a:c","type":["Evidence"]}],"name"`)), 1))
	huge, err := os.Create(b.path("all/18-huge.json"))
	require.NoError(b.t, err)
	require.NoError(b.t, huge.Truncate(maxFile+1))
	require.NoError(b.t, huge.Close())
	return b.path("all")
}

// However many files are worked on at once, what is said is the same.
func TestWorkersSayTheSame(t *testing.T) {
	b := newBench(t)
	folder := mixedFolder(b)
	some := []string{std, filepath.Join(folder, "00.json"), b.path("none.json"), filepath.Join(folder, "01.json"), std}
	for _, command := range [][]string{
		{"verify", "--any-issuer", folder},
		{"verify", "--any-issuer", "--json", folder},
		append([]string{"verify", "--any-issuer"}, some...),
		append([]string{"verify", "--europass", "--brief"}, some...),
		{"check", folder},
		{"check", "--as", "ob3", "--json", folder},
		append([]string{"check"}, some...),
	} {
		b.stdin, b.workers = string(openBadge(quoted("did:example:school"))), 1
		b.run(command...)
		status, out, complaints := b.status, b.out, b.err
		require.NotEmpty(t, out)
		require.Equal(t, exitError, status, "%v: %s", command, complaints)
		b.workers = 4
		b.run(command...)
		require.Equal(t, out, b.out, "%v", command)
		require.Equal(t, complaints, b.err, "%v", command)
		require.Equal(t, status, b.status, "%v", command)
	}
}

// A run that is ended says so, and after how many files.
func TestVerifyEnds(t *testing.T) {
	b := newBench(t)
	folder := mixedFolder(b)
	var end context.CancelFunc
	b.ended, end = context.WithCancel(t.Context())
	end()
	for _, b.workers = range []int{1, 4} {
		b.refuses(exitError, "the run was ended after 0 files; the others were not looked at", "verify", folder)
		require.Empty(t, b.out)
	}
}

// newIDs are made anew by each run.
var newIDs = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`)

// Sealing many drafts at once writes the same files and says the same as one after the
// other, also of those that fail, are left out or would take the place of another one.
func TestSealWorkersSayTheSame(t *testing.T) {
	b := newSealBench(t)
	for _, dir := range []string{"in", "in/deep", "one", "many"} {
		require.NoError(t, os.Mkdir(b.path(dir), 0o700))
	}
	b.draft("in/02.json")
	good := b.get("in/02.json")
	b.draft("in/deep/02.json")
	b.put("in/deep/03.json", []byte("{}"))
	b.draft("in/03.json")
	b.put("in/01.json", []byte("{"))
	b.put("in/04.json", []byte(`{"type":["VerifiableCredential","EuropeanDigitalCredential"]}`))
	for _, out := range []string{"one", "many"} {
		b.put(out+"/00.sealed.jsonld", []byte("{}"))
		b.put(out+"/05.sealed.jsonld", []byte("{}"))
	}
	b.put("in/05.json", []byte(good))
	said := func(out string, workers int, args ...string) string {
		b.workers = workers
		b.seal(append(args, "-o", b.path(out), b.path("in"))...)
		text := strings.ReplaceAll(b.out+b.err, out+string(filepath.Separator), "OUT/")
		return fmt.Sprint(b.status) + "\n" + newIDs.ReplaceAllString(text, "ID")
	}
	for _, args := range [][]string{{"--dry-run"}, {"--json", "--resume"}, {"--resume"}, nil, {"--force"}} {
		require.Equal(t, said("one", 1, args...), said("many", 4, args...), "%v", args)
	}
	for _, name := range []string{"02", "03", "05"} {
		require.Contains(t, b.get("many/"+name+".sealed.jsonld"), "signature")
	}
	said("in", 4)
	require.Equal(t, said("in", 1, "--force"), said("in", 4, "--force"), "in the folder of the drafts nothing is read that this run wrote")
}
