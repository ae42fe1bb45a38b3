// Command mutants asks whether the tests would notice if a check were gone.
//
// The file mutants.txt lists the conditions on which the security of a
// verification rests, each with a change that removes it. For each of them the
// command runs the tests that should notice, over a changed copy of the file:
// the tree itself stays as it is. It is run by hand, since it takes a while:
//
//	go run ./internal/mutants [part of a file's name or of a condition]
//
// It ends with status 1 when a change survives, does not compile, or when the
// list and the code no longer agree.
package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed mutants.txt
var list string

func main() {
	only := ""
	if len(os.Args) > 1 {
		only = os.Args[1]
	}
	if err := run(only); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(only string) error {
	mutants, err := parse(list)
	if err != nil {
		return err
	}
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	scratch, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	count := make(map[outcome]int)
	for _, m := range mutants {
		if !strings.Contains(m.file, only) && !strings.Contains(m.old, only) {
			continue
		}
		found, err := m.try(root, scratch)
		if err != nil {
			return err
		}
		count[found]++
		fmt.Printf("%-15s %s  %s\n", found, m.file, m.title())
	}
	all := count[killed] + count[survived] + count[broken]
	if all == 0 {
		return fmt.Errorf("no condition of the list matches %q", only)
	}
	fmt.Printf("%d of %d killed (%d %%)\n", count[killed], all, 100*count[killed]/all)
	if count[killed] < all {
		return fmt.Errorf("%d survived, %d did not compile", count[survived], count[broken])
	}
	return nil
}

// outcome is what became of a change.
type outcome string

const (
	killed   outcome = "killed"          // a test failed
	survived outcome = "SURVIVED"        // no test noticed
	broken   outcome = "did not compile" // the row is of no use
)

// slow skips tests of how long something takes: they need most of the time of
// their packages, and other tests notice a missing check.
const slow = "-skip=^(TestHostileFiles|TestOneVerifierForMany|TestSelectiveIsBounded|TestManyDisclosures|TestDeadline|TestGzipBombs)$"

// try runs the tests over the changed file, one package after the other, until
// one of them fails.
func (m mutant) try(root, scratch string) (outcome, error) {
	path := filepath.Join(root, filepath.FromSlash(m.file))
	source, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	changed, err := m.apply(string(source))
	if err != nil {
		return "", err
	}
	copied, overlay := filepath.Join(scratch, "changed.go"), filepath.Join(scratch, "overlay.json")
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{path: copied}})
	if err != nil {
		return "", err
	}
	for name, text := range map[string][]byte{copied: []byte(changed), overlay: replace} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			return "", err
		}
	}
	for _, pkg := range m.tests {
		// A change may make a test run for ever, which is noticed too.
		test := exec.Command("go", "test", "-overlay", overlay, "-failfast", "-vet=off", "-timeout=120s", slow, pkg)
		test.Dir = root
		out, err := test.CombinedOutput()
		switch {
		case err == nil:
		case bytes.Contains(out, []byte("[build failed]")), bytes.Contains(out, []byte("[setup failed]")):
			os.Stdout.Write(out)
			return broken, nil
		case bytes.Contains(out, []byte("FAIL")):
			return killed, nil
		default:
			return "", fmt.Errorf("go test could not be run: %w\n%s", err, out)
		}
	}
	return survived, nil
}

func moduleRoot() (string, error) {
	out, err := exec.Command("go", "env", "GOMOD").Output()
	if err != nil {
		return "", fmt.Errorf("go env could not be run: %w", err)
	}
	return filepath.Dir(strings.TrimSpace(string(out))), nil
}
