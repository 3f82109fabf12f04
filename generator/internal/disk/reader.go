package disk

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// A Reader reads one guide again and again. It opens only the files that may have changed since the last time,
// and gives the same *File for the same bytes, and the same *Tree for the same files.
type Reader struct {
	root    string
	known   map[string]known    // by path in the guide
	paths   map[string][]string // in the guide, by real path
	last    *source.Tree
	folders map[string]fs.FileInfo
	inside  map[string]bool // those of content and layouts
	linked  map[string]bool
}

// A known is a file as it was when it was read.
type known struct {
	real string
	info fs.FileInfo
	file *source.File
	sure bool // a change since then would show in info
}

// coarse is how long a file may change without its time changing, on the coarsest file system in use (FAT).
const coarse = 2500 * time.Millisecond

// NewReader makes a reader that has read nothing.
func NewReader(root string) *Reader { return &Reader{root: root} }

// Read takes a snapshot, as the function Read does. The files of which somebody says that they are changed are
// opened whatever their times and sizes are; they are given by their real paths.
func (r *Reader) Read(changed map[string]bool) (*source.Tree, error) {
	root, err := filepath.Abs(r.root)
	if err != nil {
		return nil, fmt.Errorf("cannot find the guide's folder: %w", err)
	}
	entries, err := os.ReadDir(root)
	if err != nil {
		return nil, fmt.Errorf("cannot read the guide's folder %s: %w", root, cause(err))
	}
	top := listing{}
	for _, entry := range entries {
		top.addTop(root, entry.Name())
	}
	r.folders, r.inside, r.linked = map[string]fs.FileInfo{}, map[string]bool{}, map[string]bool{}
	if real, err := filepath.EvalSymlinks(root); err == nil {
		r.note(real)
	}
	found := walk(top)
	for _, f := range found.visited {
		r.note(f)
		r.inside[f] = true
	}
	for _, f := range top.files {
		r.noteTarget(root, f)
	}
	files, problems := r.readAll(found.files, changed)
	problems = append(found.problems, problems...)
	slices.SortFunc(problems, diag.Problem.Compare)
	r.last = same(r.last, source.NewTree(files, problems...))
	return r.last, nil
}

// Reread takes a snapshot that differs from the last one in the given files alone, which is fast. It fails if one
// of them is no file of the guide, or not any more.
func (r *Reader) Reread(changed map[string]bool) (*source.Tree, bool) {
	var files []*source.File
	for real := range changed {
		for _, path := range r.paths[real] {
			k, err := r.read(file{path, real}, true)
			if err != nil {
				return nil, false
			}
			if k.file != r.known[path].file {
				files = append(files, k.file)
			}
			r.known[path] = k
		}
		if len(r.paths[real]) == 0 {
			return nil, false
		}
	}
	if len(files) > 0 {
		r.last = r.last.With(files)
	}
	return r.last, true
}

// same gives the old tree if the new one has nothing else.
func same(old, tree *source.Tree) *source.Tree {
	if old == nil || len(old.Paths()) != len(tree.Paths()) || !slices.Equal(old.Problems(), tree.Problems()) {
		return tree
	}
	for _, path := range tree.Paths() {
		if old.File(path) != tree.File(path) {
			return tree
		}
	}
	return old
}

// Folders are those that the last Read looked into, by their real paths: the guide's own folder first of all.
func (r *Reader) Folders() map[string]fs.FileInfo { return r.folders }

// Inside tells whether the real path is that of a folder in content or layouts, or of one of these two.
func (r *Reader) Inside(folder string) bool { return r.inside[folder] }

// Linked tells whether the real path is that of a file that the guide's own folder has a link to.
func (r *Reader) Linked(name string) bool { return r.linked[name] }

func (r *Reader) note(folder string) {
	if info, err := os.Stat(folder); err == nil {
		r.folders[folder] = info
	}
}

// noteTarget notes where a link such as site.toml leads.
func (r *Reader) noteTarget(root string, f file) {
	if filepath.Dir(f.real) != root {
		r.linked[f.real] = true
		r.note(filepath.Dir(f.real))
	}
}

// readAll reads the files on all cores.
func (r *Reader) readAll(found []file, changed map[string]bool) ([]*source.File, []diag.Problem) {
	read, problems := make([]known, len(found)), make([]*diag.Problem, len(found))
	job.Each(len(found), func(i int) {
		k, err := r.read(found[i], changed[found[i].real])
		if err == nil {
			read[i] = k
		} else if !errors.Is(err, fs.ErrNotExist) {
			p := unreadable(found[i].path, err)
			problems[i] = &p
		}
	})
	r.known, r.paths = make(map[string]known, len(found)), make(map[string][]string, len(found))
	var files []*source.File
	var told []diag.Problem
	for i, k := range read {
		if k.file != nil {
			path := k.file.Path()
			files, r.known[path], r.paths[k.real] = append(files, k.file), k, append(r.paths[k.real], path)
		}
		if problems[i] != nil {
			told = append(told, *problems[i])
		}
	}
	return files, told
}

func (r *Reader) read(f file, changed bool) (known, error) {
	now := time.Now() // before the look, so that what comes after it is not taken for older
	info, err := os.Stat(f.real)
	if err != nil {
		return known{}, err
	}
	old := r.known[f.path]
	if old.sure && !changed && old.real == f.real && os.SameFile(old.info, info) && old.info.Size() == info.Size() &&
		old.info.ModTime().Equal(info.ModTime()) && old.info.Mode() == info.Mode() {
		return old, nil
	}
	data, err := os.ReadFile(f.real)
	if err != nil {
		return known{}, err
	}
	k := known{real: f.real, info: info, file: old.file, sure: now.Sub(info.ModTime()) > coarse}
	if k.file == nil || !bytes.Equal(k.file.Bytes(), data) {
		k.file = source.NewFile(f.path, data)
	}
	return k, nil
}
