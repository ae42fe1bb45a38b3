package testkit

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// Shared returns the absolute path of a file or folder below the "shared"
// folder that lies beside the module: published vectors, contexts and sample
// credentials that this module is compared with but does not contain. The
// test is skipped when the folder is absent, as on any machine that has only
// a clone of the module.
func Shared(tb testing.TB, elem ...string) string {
	tb.Helper()
	path := filepath.Join(append([]string{shared()}, elem...)...)
	if _, err := os.Stat(path); err != nil || !HasShared() {
		tb.Skip("the published data is not on this machine (folder shared beside the module)")
	}
	return path
}

// HasShared reports whether the shared folder is there.
func HasShared() bool { return shared() != "" }

// shared is the folder beside the module, or "". A test runs in the folder of its
// package, so the module is that folder or one above it.
var shared = sync.OnceValue(func() string {
	dir, err := os.Getwd()
	for err == nil && dir != filepath.Dir(dir) {
		text, _ := os.ReadFile(filepath.Join(dir, "go.mod")) // most folders have none
		if bytes.HasPrefix(text, []byte("module github.com/mikromerit/mikromerit\n")) {
			found := filepath.Join(filepath.Dir(dir), "shared")
			if _, err := os.Stat(found); err == nil {
				return found
			}
			return ""
		}
		dir = filepath.Dir(dir)
	}
	return ""
})

// ReadShared returns the content of one file below the shared folder; the
// test is skipped when it is absent.
func ReadShared(tb testing.TB, elem ...string) []byte {
	tb.Helper()
	data, err := os.ReadFile(Shared(tb, elem...))
	if err != nil {
		tb.Fatalf("reading published data: %v", err)
	}
	return data
}
