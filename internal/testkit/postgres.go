package testkit

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// Postgres is a PostgreSQL server for one test.
type Postgres struct {
	dir string
	bin func(program string, args ...string) *exec.Cmd
}

// NewPostgres starts a PostgreSQL server that only this machine reaches, or skips
// the test where none is installed. It ends with the test.
func NewPostgres(t testing.TB) *Postgres {
	t.Helper()
	bin := postgresBin()
	if bin == "" {
		t.Skip("skipped: PostgreSQL is not installed")
	}
	// The path of a socket has at most 107 bytes, so the test's own folder is too
	// deep.
	dir, err := os.MkdirTemp("", "mkpg")
	if err != nil {
		t.Fatal(err)
	}
	p := &Postgres{dir: dir, bin: func(program string, args ...string) *exec.Cmd {
		args = append([]string{filepath.Join(bin, program)}, args...)
		if os.Getuid() == 0 { // as whom the server refuses to run
			args = append([]string{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}, args...)
		}
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir = dir
		return cmd
	}}
	t.Cleanup(func() {
		_ = p.bin("pg_ctl", "stop", "-m", "immediate", "-D", p.data()).Run()
		_ = os.RemoveAll(dir)
	})
	if os.Getuid() == 0 {
		if _, err := exec.LookPath("setpriv"); err != nil {
			t.Skip("skipped: PostgreSQL does not run as root, and there is no setpriv")
		}
		if err := os.Chown(dir, 65534, 65534); err != nil {
			t.Fatal(err)
		}
	}
	p.run(t, "initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-D", p.data())
	p.Start(t)
	return p
}

// postgresBin returns the folder with the programs of PostgreSQL, or "".
func postgresBin() string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.Sort(found)
	if len(found) > 0 {
		return filepath.Dir(found[len(found)-1])
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			return filepath.Dir(path)
		}
	}
	return ""
}

func (p *Postgres) data() string { return filepath.Join(p.dir, "data") }

func (p *Postgres) run(t testing.TB, program string, args ...string) {
	t.Helper()
	if out, err := p.bin(program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// Start starts the server and waits until it answers.
func (p *Postgres) Start(t testing.TB) {
	t.Helper()
	p.run(t, "pg_ctl", "start", "-w", "-D", p.data(), "-l", filepath.Join(p.dir, "log"),
		"-o", "-k "+p.dir+" -c listen_addresses=")
}

// Crash ends the server at once, as a power cut would, without letting it finish.
func (p *Postgres) Crash(t testing.TB) {
	t.Helper()
	p.run(t, "pg_ctl", "stop", "-w", "-m", "immediate", "-D", p.data())
}

// URL returns the address of its database.
func (p *Postgres) URL() string {
	return "postgres://postgres@/postgres?host=" + url.QueryEscape(p.dir)
}
