//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package status

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// tryLock takes a lock that the kernel releases when the process ends, however
// it ends. The error is errLocked when somebody else has it.
func tryLock(path string) (unlock func(), err error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("STATUS-STORE: the lock file cannot be opened: %w", err)
	}
	switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); {
	case err == nil:
		return func() { _ = f.Close() }, nil
	case errors.Is(err, syscall.EWOULDBLOCK), errors.Is(err, syscall.EINTR):
		_ = f.Close()
		return nil, errLocked
	default:
		_ = f.Close()
		return nil, fmt.Errorf("STATUS-STORE: the lock file cannot be locked: %w", err)
	}
}

// syncDir makes a rename in a folder survive a crash of the machine.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
