package publish

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A RefusedError says that the target cannot be meant. It is a wrong usage (exit status 2) rather than a
// mistake in the guide, so it is no problem with a place, and no rule can turn it off.
type RefusedError struct {
	Target string // as it was given
	Reason string
	Hint   string
}

func (e *RefusedError) Error() string {
	return fmt.Sprintf("will not publish into %s: %s", e.Target, e.Reason)
}

// admit gives the real path of a target that passes all guards. The target need not exist; nothing is
// written. A ledger is always the first file in a target, so that a build that is under way is not taken
// for somebody else's files.
func admit(opt Options) (string, error) {
	refuse := func(reason, hint string) (string, error) {
		return "", &RefusedError{Target: opt.Target, Reason: reason, Hint: hint}
	}
	folder, err := realPath(opt.Target)
	if err != nil {
		return refuse(err.Error(), "give a folder that is there, or can be made")
	}
	if reason := forbiddenPlace(folder, opt.Root); reason != "" {
		return refuse(reason, "give a folder of its own, such as public")
	}
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return folder, nil
	case err != nil:
		return "", fmt.Errorf("cannot read %s: %w", opt.Target, plain(err))
	case !info.IsDir():
		return refuse("it is not a folder", "give another folder, or move that file away")
	}
	other, err := foreigner(folder)
	switch {
	case err != nil:
		return "", fmt.Errorf("cannot read %s: %w", opt.Target, plain(err))
	case other != "" && !opt.Adopt:
		return refuse(fmt.Sprintf("it holds other files (such as %s), and none that a build lists as its own", other),
			"give an empty folder, or run with --adopt to publish beside those files, which stay")
	}
	return folder, nil
}

// forbiddenPlace gives the reason why nothing may ever be published there, or "".
func forbiddenPlace(folder, root string) string {
	if filepath.Dir(folder) == folder {
		return "it is the root of the file system"
	}
	for name := folder; filepath.Dir(name) != name; name = filepath.Dir(name) {
		if strings.EqualFold(filepath.Base(name), ".git") {
			return "it lies in a .git folder"
		}
	}
	root = cmp.Or(root, ".")
	for _, input := range []struct{ name, path string }{
		{"content", filepath.Join(root, "content")}, {"layouts", filepath.Join(root, "layouts")},
	} {
		place, err := realPath(input.path)
		if err != nil {
			continue
		}
		if within(folder, place) {
			return "it is or lies in the guide's " + input.name
		}
		if within(place, folder) {
			return "it contains the guide's " + input.name
		}
	}
	if place, err := realPath(root); err != nil || within(place, folder) {
		return "it is or contains the guide's own folder"
	}
	if home, err := os.UserHomeDir(); err == nil && home != "" {
		if place, err := realPath(home); err == nil && within(place, folder) {
			return "it is or contains your home folder"
		}
	}
	return ""
}

// within tells whether a real path is the folder or lies beneath it, by name or, since one folder may have
// several names, by identity.
func within(name, folder string) bool {
	wanted, err := os.Stat(folder)
	for {
		if name == folder {
			return true
		}
		if err == nil {
			if info, err := os.Stat(name); err == nil && os.SameFile(info, wanted) {
				return true
			}
		}
		up := filepath.Dir(name)
		if up == name {
			return false
		}
		name = up
	}
}

// realPath resolves all symbolic links in a path of which the end may not exist.
func realPath(name string) (string, error) {
	name, err := filepath.Abs(name)
	if err != nil {
		return "", err
	}
	real, err := filepath.EvalSymlinks(name)
	if err == nil {
		return real, nil
	}
	if _, there := os.Lstat(name); there == nil || !errors.Is(err, fs.ErrNotExist) || filepath.Dir(name) == name {
		return "", fmt.Errorf("a symbolic link in it leads nowhere, or its path cannot be followed (%w)", plain(err))
	}
	up, err := realPath(filepath.Dir(name))
	return filepath.Join(up, filepath.Base(name)), err
}

// foreigner names a file in a folder without a ledger, or gives "". What Git needs does not count.
func foreigner(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	found := ""
	for _, entry := range entries {
		switch name := entry.Name(); {
		case name == ".git", name == ".gitignore", name == ".gitkeep", name == lockName, strings.HasPrefix(name, tempPrefix):
		default:
			found = cmp.Or(found, name)
		}
	}
	// Asked for last, since a first build may be under way, which writes it first.
	if _, err := os.Lstat(filepath.Join(folder, ledgerName)); err == nil {
		return "", nil
	}
	return found, nil
}
