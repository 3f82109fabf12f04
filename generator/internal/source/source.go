// Package source holds an immutable snapshot of a guide's input files, and turns byte offsets into
// positions.
//
// It keeps law 1 of the house: a build is a function of its files. A Tree is a value; reading one from a
// disk is the work of package disk, and tests write theirs out.
package source

import (
	"bytes"
	"crypto/sha256"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// A Hash is the SHA-256 of a file's bytes.
type Hash = [sha256.Size]byte

// A File is one input file. It never changes, and may be shared by goroutines and by later builds.
type File struct {
	path  string
	data  []byte
	hash  func() Hash
	marks func() []mark
}

// NewFile makes a file. The path is slash-separated and relative to the guide's root; the data must not be
// changed afterwards.
func NewFile(path string, data []byte) *File {
	f := &File{path: path, data: data}
	f.hash = sync.OnceValue(func() Hash { return sha256.Sum256(data) })
	f.marks = sync.OnceValue(f.findMarks)
	return f
}

// Path is the file's slash-separated path from the guide's root.
func (f *File) Path() string { return f.path }

// Bytes are the file's contents, not to be changed.
func (f *File) Bytes() []byte { return f.data }

// Hash is the SHA-256 of the contents.
func (f *File) Hash() Hash { return f.hash() }

// JobKey is the hash of path and contents.
func (f *File) JobKey() [sha256.Size]byte {
	hash := f.Hash()
	return sha256.Sum256(append([]byte(f.path+"\x00"), hash[:]...))
}

// A mark is a place whose line and column are known: the first byte of a line, and others on the way through a
// long line, so that a place far along it is found as fast as any.
type mark struct{ offset, line, column int }

const stride = 4096

func (f *File) findMarks() []mark {
	marks := []mark{{0, 1, 1}}
	for i, c := range f.data {
		last := &marks[len(marks)-1]
		switch {
		case c == '\n':
			marks = append(marks, mark{i + 1, last.line + 1, 1})
		case i-last.offset >= stride && utf8.RuneStart(c):
			marks = append(marks, mark{i, last.line, last.column + utf8.RuneCount(f.data[last.offset:i])})
		}
	}
	return marks
}

// nearest is the last mark that does not lie behind a place.
func (f *File) nearest(behind func(mark) bool) mark {
	marks := f.marks()
	return marks[max(sort.Search(len(marks), func(i int) bool { return behind(marks[i]) })-1, 0)]
}

// At turns a byte offset into a position. An offset outside the file is taken as its nearest end.
func (f *File) At(offset int) diag.Position {
	offset = min(max(offset, 0), len(f.data))
	for offset > 0 && offset < len(f.data) && !utf8.RuneStart(f.data[offset]) {
		offset-- // inside a character
	}
	m := f.nearest(func(m mark) bool { return m.offset > offset })
	column := m.column + utf8.RuneCount(f.data[m.offset:offset])
	if m.line == 1 && offset > 0 && bytes.HasPrefix(f.data, byteOrderMark) {
		column--
	}
	return diag.Position{File: f.path, Line: m.line, Column: max(column, 1)}
}

// AtLine is the position of a line (from 1) and of a byte column (from 1) in it, as parsers of other
// formats report them.
func (f *File) AtLine(line, column int) diag.Position {
	return f.At(f.Offset(line, 1) + max(column, 1) - 1)
}

// Offset is the reverse of At for a line and a column in characters, both from 1.
func (f *File) Offset(line, column int) int {
	marks := f.marks()
	line, column = min(max(line, 1), marks[len(marks)-1].line), max(column, 1)
	m := f.nearest(func(m mark) bool { return m.line > line || m.line == line && m.column > column })
	at := m.offset
	for ; column > m.column && at < len(f.data) && f.data[at] != '\n'; column-- {
		_, size := utf8.DecodeRune(f.data[at:])
		at += size
	}
	return at
}

// A Tree is a snapshot of all input files of a guide: site.toml, content/** and layouts/**.
type Tree struct {
	files    map[string]*File
	paths    []string
	problems []diag.Problem
}

// NewTree makes a tree of files. The problems are those met while the files were read, such as a link that
// leaves the guide.
func NewTree(files []*File, problems ...diag.Problem) *Tree {
	t := &Tree{files: make(map[string]*File, len(files)), paths: make([]string, len(files)), problems: problems}
	for i, f := range files {
		t.files[f.path], t.paths[i] = f, f.path
	}
	slices.Sort(t.paths)
	t.paths = slices.Compact(t.paths)
	return t
}

// With returns the tree with other contents for some of its files.
func (t *Tree) With(files []*File) *Tree {
	n := &Tree{files: maps.Clone(t.files), paths: t.paths, problems: t.problems}
	for _, f := range files {
		n.files[f.path] = f
	}
	return n
}

// Problems are those met while the tree was read.
func (t *Tree) Problems() []diag.Problem { return t.problems }

// File returns the file with the path, or nil.
func (t *Tree) File(path string) *File { return t.files[path] }

// Paths lists all paths in byte order; not to be changed.
func (t *Tree) Paths() []string { return t.paths }

// Changes lists the paths at which another tree has other bytes, or no file, or one where t has none; in byte order.
func (t *Tree) Changes(to *Tree) []string {
	var paths []string
	for _, path := range t.paths {
		if f, g := t.files[path], to.files[path]; f != g && (g == nil || !bytes.Equal(f.data, g.data)) {
			paths = append(paths, path)
		}
	}
	for _, path := range to.paths {
		if t.files[path] == nil {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

// Under returns the files whose path begins with the prefix (such as "content/"), in byte order.
func (t *Tree) Under(prefix string) []*File {
	from, _ := slices.BinarySearch(t.paths, prefix)
	var files []*File
	for _, path := range t.paths[from:] {
		if !strings.HasPrefix(path, prefix) {
			break
		}
		files = append(files, t.files[path])
	}
	return files
}

// Over returns a tree that has the files of t, and those of base that t does not have: a guide's own
// layouts over the built-in ones.
func (t *Tree) Over(base *Tree) *Tree {
	files := make([]*File, 0, len(t.files)+len(base.files))
	for _, path := range base.paths {
		files = append(files, base.files[path])
	}
	for _, path := range t.paths {
		files = append(files, t.files[path])
	}
	return NewTree(files, slices.Concat(base.problems, t.problems)...)
}
