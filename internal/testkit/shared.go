package testkit

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Shared returns the absolute path of a file or folder below the "shared"
// folder that lies beside the module: published vectors, contexts and sample
// credentials that this module is compared with but does not contain. The
// test is skipped when the folder is absent, as on any machine that has only
// a clone of the module.
func Shared(tb testing.TB, elem ...string) string {
	tb.Helper()
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		tb.Skip("the source position of this test is unknown, so the published data cannot be found")
	}
	root := filepath.Join(filepath.Dir(file), "..", "..", "..", "shared")
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		tb.Skip("the published data is not on this machine (folder shared beside the module)")
	}
	return path
}

// HasShared reports whether the shared folder is there.
func HasShared() bool {
	_, file, _, ok := runtime.Caller(0)
	_, err := os.Stat(filepath.Join(filepath.Dir(file), "..", "..", "..", "shared"))
	return ok && err == nil
}

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
