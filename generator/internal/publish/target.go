package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"
	"syscall"
)

// A step is one change of the disk.
type step struct {
	Verb string // mkdir, create, write, rename, remove, lock, unlock
	Path string // from the target
}

// A target is a folder that is being published into. Paths are slash-separated and relative to it, and no
// symbolic link leads them out of it.
type target struct {
	shown string // how the folder is called in messages
	root  *os.Root
	mu    sync.RWMutex
	open  map[string]*os.Root // folders beneath it, to save walking there for each file
	hooks hooks
}

// maxOpen bounds the folders that are kept open. In others each path is walked.
const maxOpen = 200

// make opens the folder, which is made if it is not there. Fresh tells that it was not.
func (t *target) make(folder string) (fresh bool, err error) {
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		fresh = true
		err := t.before("mkdir", ".")
		if err == nil {
			err = os.MkdirAll(folder, 0o755)
		}
		if err != nil {
			return false, t.failed("make the folder", ".", err)
		}
	}
	return fresh, t.enter(folder)
}

func (t *target) enter(folder string) (err error) {
	t.open = map[string]*os.Root{}
	if t.root, err = os.OpenRoot(folder); err != nil {
		return t.failed("open", ".", err)
	}
	return nil
}

func (t *target) close() {
	for _, root := range t.open {
		root.Close()
	}
	t.root.Close()
}

// keepOpen saves the walk to a folder, which must be a real one.
func (t *target) keepOpen(folder string) {
	if folder == "." || len(t.open) >= maxOpen {
		return
	}
	root, name := t.at(folder)
	if opened, err := root.OpenRoot(name); err == nil {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.open[folder] = opened
	}
}

// at gives an open folder and the path from there.
func (t *target) at(p string) (*os.Root, string) {
	folder, name := path.Split(p)
	t.mu.RLock()
	defer t.mu.RUnlock()
	if folder != "" {
		if root, ok := t.open[folder[:len(folder)-1]]; ok {
			return root, name
		}
	}
	return t.root, p
}

func (t *target) before(verb, path string) error {
	if t.hooks.before == nil {
		return nil
	}
	return t.hooks.before(step{verb, path})
}

func (t *target) list(folder string) ([]fs.DirEntry, error) {
	root, name := t.at(folder)
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.ReadDir(-1)
}

func (t *target) lstat(p string) (fs.FileInfo, error) {
	root, name := t.at(p)
	return root.Lstat(name)
}

func (t *target) read(p string) ([]byte, error) {
	root, name := t.at(p)
	return root.ReadFile(name)
}

// hash reads a file through a buffer that is used again and again, since a large site is larger than all caches.
func (t *target) hash(p string) (string, error) {
	root, name := t.at(p)
	f, err := root.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum, buffer := sha256.New(), buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	if _, err := io.CopyBuffer(struct{ io.Writer }{sum}, struct{ io.Reader }{f}, *buffer); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

var buffers = sync.Pool{New: func() any { b := make([]byte, 64<<10); return &b }}

func (t *target) mkdir(p string) error {
	if err := t.before("mkdir", p); err != nil {
		return err
	}
	root, name := t.at(p)
	return root.Mkdir(name, 0o755)
}

// write makes a new file. After an error part of it may be there.
func (t *target) write(p string, data []byte) error {
	if err := t.before("create", p); err != nil {
		return err
	}
	root, name := t.at(p)
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err = t.before("write", p); err == nil {
		_, err = f.Write(data)
	}
	return errors.Join(err, f.Close())
}

// rename replaces what stands at the new path. The old one is in the same folder, or in the target itself.
func (t *target) rename(from, to string) error {
	if err := t.before("rename", to); err != nil {
		return err
	}
	root, name := t.at(from)
	if root == t.root {
		return root.Rename(from, to)
	}
	return root.Rename(name, path.Base(to))
}

func (t *target) remove(p string) error {
	if err := t.before("remove", p); err != nil {
		return err
	}
	root, name := t.at(p)
	return root.Remove(name)
}

// name is a path as messages and problems give it.
func (t *target) name(p string) string { return path.Join(t.shown, p) }

// failed says in plain words what the machine could not do.
func (t *target) failed(verb, p string, err error) error {
	return fmt.Errorf("cannot %s %s: %w", verb, t.name(p), plain(err))
}

// plain is the error without the machine's path and with a cause that is not only for programmers.
func plain(err error) error {
	cause := err
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		cause = inner.Err
	} else if inner, ok := errors.AsType[*os.LinkError](err); ok {
		cause = inner.Err
	}
	for _, known := range []struct {
		err  error
		word string
	}{
		{syscall.ENOSPC, "the disk is full"}, {syscall.EDQUOT, "your share of the disk is full"},
		{syscall.EROFS, "the disk is read-only"}, {fs.ErrPermission, "there is no permission to"},
		{syscall.EMFILE, "this program may open no more files; allow more, such as by ulimit -n 4096"},
	} {
		if errors.Is(err, known.err) {
			return fmt.Errorf("%s (%w)", known.word, cause)
		}
	}
	return cause
}
