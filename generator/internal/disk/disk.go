// Package disk reads a guide's folder into an immutable tree: site.toml, anchors.lock, content/** and
// layouts/**.
//
// It keeps law 1 of the house, that a build is a function of its files: what stands in a Tree depends on the
// names and bytes found, never on the order, the time or the number of cores in which they were found. What
// an author can mend (a link that leaves the guide, a name that no address can be made of, a file without
// permission) is a problem in the Tree; an error is only for a folder that cannot be read at all.
//
// Dot files and what editors leave behind for a moment are not read. Special files are never opened.
package disk

import (
	"cmp"
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

var (
	badFileName    = diag.Rule{ID: "bad-file-name", Doc: "a name that cannot be an address on every system, or that only differs from another in case or Unicode form"}
	badLink        = diag.Rule{ID: "bad-link", Doc: "a symbolic link that leaves its folder, loops, or leads nowhere"}
	unreadableFile = diag.Rule{ID: "unreadable-file", Doc: "a file or folder that cannot be read"}
)

// Rules lists the rules of this package.
var Rules = []diag.Rule{badFileName, badLink, unreadableFile}

// Read takes a snapshot of the guide in the folder. What is missing (site.toml, content or layouts) is
// missing in the tree; a file that vanishes while it is read was never there. Paths are slash-separated,
// problems sorted.
//
// site.toml, content and layouts may be symbolic links. A link beneath content or layouts is followed while
// it stays within the real path of that folder, and refused otherwise.
//
// A file whose name is bad but printable is in the tree all the same, so that the rest of the report is not
// full of dead links to it.
func Read(root string) (*source.Tree, error) { return NewReader(root).Read(nil) }

// addTop adds one of the four names that a guide's folder is read for.
func (l *listing) addTop(root, name string) {
	wantFolder := name == "content" || name == "layouts"
	if name != "site.toml" && name != "anchors.lock" && !wantFolder {
		return
	}
	real, info, problem := follow(name, filepath.Join(root, name))
	switch {
	case problem != nil:
		l.problems = append(l.problems, *problem)
	case wantFolder && info.IsDir():
		l.folders = append(l.folders, &folder{path: name, real: real, base: real})
	case wantFolder:
		l.report(unreadableFile, name, "%s is not a folder", name)
	case info.IsDir():
		l.report(unreadableFile, name, "%s is a folder, not a file", name)
	default:
		l.addFile(name, real, info.Mode())
	}
}

// walk lists all folders, level by level, those of a level on all cores.
func walk(found listing) listing {
	links := 0
	for level := found.folders; len(level) > 0; {
		lists := make([]listing, len(level))
		job.Each(len(level), func(i int) { lists[i] = level[i].list() })
		for _, f := range level {
			found.visited = append(found.visited, f.real)
		}
		level = nil
		for _, list := range lists {
			found.files = append(found.files, list.files...)
			found.problems = append(found.problems, list.problems...)
			for _, f := range list.folders {
				if f.linked {
					links++
				}
				if f.linked && links > maxLinkedFolders {
					found.report(badLink, f.path, "more than %d folders are reached by symbolic links", maxLinkedFolders)
					continue
				}
				level = append(level, f)
			}
		}
	}
	return found
}

func unreadable(path string, err error) diag.Problem {
	hint := "make it readable, or take it out of the guide"
	if errors.Is(err, syscall.EMFILE) {
		hint = "nothing is wrong with it; let programs open more files at once, such as by: ulimit -n 4096"
	}
	return unreadableFile.At(at(path), "cannot be read: %v", cause(err)).WithHint("%s", hint)
}

// cause is the error without the machine's path.
func cause(err error) error {
	if inner, ok := errors.AsType[*fs.PathError](err); ok {
		return cmp.Or(inner.Err, err)
	}
	return err
}

func at(path string) diag.Position { return diag.Position{File: printable(path)} }
