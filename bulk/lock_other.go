//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package bulk

import (
	"fmt"
	"os"
)

// lock makes the lock file. These systems have no lock that ends with its process, so
// the file of a run that crashed must be removed by hand.
func lock(path string) (unlock func(), err error) {
	if err := refuseLink(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%w: another run is using this folder, or one was killed; when none is, remove the file %s", ErrJournal, path)
	}
	_ = f.Close()
	return func() { _ = os.Remove(path) }, nil
}

// syncFolder does nothing where folders cannot be flushed.
func syncFolder(string) error { return nil }
