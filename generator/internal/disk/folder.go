package disk

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// maxLinkedFolders keeps folders that link to each other crosswise, which can be reached in exponentially
// many ways without a loop, from filling the memory.
const maxLinkedFolders = 1000

// A folder is one to be listed.
type folder struct {
	path   string  // as the author writes it, slash-separated, from the guide's root
	real   string  // without symbolic links
	base   string  // the real path of content or layouts, which links must not leave
	parent *folder // by path; nil for content and layouts
	linked bool    // reached by a symbolic link
}

// A file is one to be read.
type file struct{ path, real string }

// A listing is what was found in a folder.
type listing struct {
	files    []file
	folders  []*folder
	problems []diag.Problem
	visited  []string // real paths of the folders that were listed
}

func (l *listing) report(rule diag.Rule, path, format string, args ...any) {
	l.problems = append(l.problems, rule.At(at(path), format, args...))
}

// list reads the names in the folder, and opens nothing.
func (f *folder) list() listing {
	var l listing
	entries, err := os.ReadDir(f.real)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		l.problems = append(l.problems, unreadable(f.path, err))
	}
	spelt := make(map[string]string, len(entries))
	for _, entry := range entries {
		if !skipped(entry) && l.checkName(f, entry.Name(), spelt) {
			l.add(f, entry)
		}
	}
	return l
}

// add adds a file, a folder, or what a link leads to.
func (l *listing) add(f *folder, entry fs.DirEntry) {
	child := &folder{
		path: f.path + "/" + entry.Name(), real: filepath.Join(f.real, entry.Name()),
		base: f.base, parent: f,
	}
	switch mode := entry.Type(); {
	case mode&fs.ModeSymlink != 0:
		l.addLink(child)
	case mode.IsDir():
		l.addFolder(child)
	default:
		l.addFile(child.path, child.real, mode)
	}
}

func (l *listing) addFolder(f *folder) {
	if strings.HasPrefix(f.path, "content/") && strings.EqualFold(path.Ext(f.path), ".md") {
		l.problems = append(l.problems, badFileName.At(at(f.path), "a folder is named like a chapter").
			WithHint("rename the folder to %q", strings.TrimSuffix(path.Base(f.path), path.Ext(f.path))))
	}
	l.folders = append(l.folders, f)
}

func (l *listing) addFile(path, real string, mode fs.FileMode) {
	if !mode.IsRegular() {
		l.report(unreadableFile, path, "is not an ordinary file but %s", special(mode))
		return
	}
	l.files = append(l.files, file{path, real})
}

// addLink follows a symbolic link, if it may be.
func (l *listing) addLink(f *folder) {
	real, info, problem := follow(f.path, f.real)
	switch {
	case problem != nil:
		l.problems = append(l.problems, *problem)
	case !within(real, f.base):
		base, _, _ := strings.Cut(f.path, "/")
		l.problems = append(l.problems, badLink.At(at(f.path), "a symbolic link leads out of %s", base).
			WithHint("copy what it leads to into %s", base))
	case info.IsDir() && f.parent.inside(real):
		l.report(badLink, f.path, "a symbolic link leads back to a folder that it stands in")
	case info.IsDir():
		f.real, f.linked = real, true
		l.addFolder(f)
	default:
		l.addFile(f.path, real, info.Mode())
	}
}

// follow gives the real path behind a name that may be a link, and what stands there.
func follow(path, name string) (real string, info fs.FileInfo, problem *diag.Problem) {
	fail := func(p diag.Problem) (string, fs.FileInfo, *diag.Problem) { return "", nil, &p }
	real, err := filepath.EvalSymlinks(name)
	if err == nil {
		info, err = os.Stat(real)
	}
	switch {
	case err == nil:
		return real, info, nil
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return fail(badLink.At(at(path), "a symbolic link leads nowhere").WithHint("delete it, or mend where it leads"))
	case errors.Is(err, fs.ErrPermission):
		return fail(unreadable(path, err))
	}
	return fail(badLink.At(at(path), "a symbolic link leads round in a circle").WithHint("delete it"))
}

// inside tells whether the real path is that of the folder or of one that it was reached through.
func (f *folder) inside(real string) bool {
	for ; f != nil; f = f.parent {
		if within(f.real, real) {
			return true
		}
	}
	return false
}

// within tells whether a real path is the folder or lies beneath it.
func within(path, folder string) bool {
	separator := string(filepath.Separator)
	return path == folder || strings.HasPrefix(path, strings.TrimSuffix(folder, separator)+separator)
}

// special names a kind of file that is never opened.
func special(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "a special one"
}
