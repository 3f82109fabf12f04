package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
	"syscall"
)

// A step is one change of the disk.
type step struct {
	Verb string // mkdir, create, write, rename, remove, respell, lock, unlock
	Path string // from the target
}

// A target is a folder that is being published into. All paths are slash-separated and relative to it.
type target struct {
	shown string // how the folder is called in messages
	root  *os.Root
	open  map[string]*os.Root // folders beneath it, to save walking there for each file
	hooks hooks
}

// maxOpen bounds the folders that are kept open; beyond it paths are walked.
const maxOpen = 200

func openTarget(folder, shown string, h hooks) (*target, error) {
	t := &target{shown: shown, open: map[string]*os.Root{}, hooks: h}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) && h != (hooks{}) {
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, t.failed("open", ".", err)
	}
	t.root = root
	return t, nil
}
