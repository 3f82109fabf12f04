package publish

import (
	"fmt"
	"os"
	"time"
)

// lockWait is how long a build waits for another one that publishes into the same target.
const lockWait = 30 * time.Second

// lock makes this build the only one that publishes into the target, until unlock is called or the process
// ends. The lock is held on a file in the target, since nothing else is shared by all that may publish
// there: a folder for temporary files is another one in each container. The system drops the lock when the
// process dies; the empty file that is then left is no obstacle, and the next run removes it.
//
// The file is removed while it is locked, and whoever locks it asks afterwards whether it is still the one
// in the folder. So a build that waited for a file that is gone by then starts again with the new one, and
// no two hold it.
func (t *target) lock() (unlock func(), err error) {
	if err := t.before("lock", lockName); err != nil {
		return nil, t.failed("write", lockName, err)
	}
	if info, err := t.root.Lstat(lockName); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("cannot lock %s: it is not an ordinary file; delete it", t.name(lockName))
	}
	for deadline := time.Now().Add(t.hooks.wait); ; time.Sleep(20 * time.Millisecond) {
		f, err := t.root.OpenFile(lockName, os.O_CREATE|os.O_RDWR, 0o644)
		if err == nil {
			var locked bool
			if locked, err = tryLock(f); locked && t.current(f) {
				return func() { t.unlock(f) }, nil
			}
			f.Close()
		}
		switch late := time.Now().After(deadline); {
		case late && err != nil, err != nil && !lockRetry(err):
			return nil, t.failed("lock", lockName, err)
		case late:
			return nil, fmt.Errorf("another build is publishing into %s: wait until it has ended, and try again", t.shown)
		}
	}
}

// current tells whether the open file is the one in the target.
func (t *target) current(f *os.File) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := t.root.Lstat(lockName)
	return err == nil && os.SameFile(mine, there)
}

func (t *target) unlock(f *os.File) {
	defer f.Close()
	if t.before("unlock", lockName) == nil {
		// If it cannot be removed it stays, empty and harmless.
		_ = t.root.Remove(lockName)
	}
}
