//go:build unix && !aix && !solaris

package publish

import (
	"errors"
	"os"
	"syscall"
)

// tryLock takes the lock if it is free. Where the file system has no locks (some network drives) every build
// gets it: a guide that cannot be published at all would be worse.
func tryLock(f *os.File) (bool, error) {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case errors.Is(err, syscall.EINTR):
		case errors.Is(err, syscall.EWOULDBLOCK):
			return false, nil
		case errors.Is(err, errors.ErrUnsupported):
			return true, nil
		default:
			return err == nil, err
		}
	}
}

// lockRetry tells whether an error may pass.
func lockRetry(error) bool { return false }
