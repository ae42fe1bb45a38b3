//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package status

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// tryLock makes the lock file. These systems have no lock that ends with its
// process, so the file of a process that crashed must be removed by hand: better
// to stop than to hand out an index twice.
func tryLock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case err == nil:
		_ = f.Close()
		return func() { _ = os.Remove(path) }, nil
	case errors.Is(err, fs.ErrExist), errors.Is(err, fs.ErrPermission):
		return nil, errLocked
	default:
		return nil, fmt.Errorf("STATUS-STORE: the lock file cannot be made: %w", err)
	}
}

// syncDir does nothing: folders cannot be flushed here.
func syncDir(string) error { return nil }
