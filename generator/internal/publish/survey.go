package publish

import (
	"cmp"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
)

// A survey is what the target holds at the paths that matter, from one look into each folder.
type survey struct {
	target  *target
	folders map[string]inside // that are there, or that something is in the way of
	visited map[string]bool   // folders that were looked for
	left    []string          // temporary files of a run that was killed
}

// inside is what a folder holds, or what stands in its place.
type inside struct {
	names   map[string]fs.FileMode
	blocker string // a path that is no folder, or a symbolic link to one, and should be one
}

// A kind is what stands at a path.
type kind int

const (
	missing kind = iota
	regular
	folder
	other   // a symbolic link, a pipe …
	blocked // something on the way there is no folder
)

// A place is what the target holds at a path.
type place struct {
	kind    kind
	blocker string // what is in the way, for blocked
	alias   bool   // the file system knows the path, but spells it differently
}

// survey looks at the folders of all paths that are listed. Symbolic links are not followed.
func (t *target) survey(l ledger) (*survey, error) {
	s := &survey{target: t, folders: map[string]inside{}, visited: map[string]bool{}}
	for _, d := range foldersOf(l.paths(), l.Folders) {
		if err := s.visit(d); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// visit looks at a folder and those that it lies in, unless that was done.
func (s *survey) visit(d string) error {
	if s.visited[d] {
		return nil
	}
	if d != "." {
		if err := s.visit(path.Dir(d)); err != nil {
			return err
		}
	}
	s.visited[d] = true
	if err := s.look(d); err != nil {
		return s.target.failed("read", d, err)
	}
	return nil
}

// foldersOf lists the folders that the paths lie in, and the folders themselves, outer ones first.
func foldersOf(paths, folders []string) []string {
	seen := map[string]bool{".": true}
	add := func(d string) {
		for ; !seen[d]; d = path.Dir(d) {
			seen[d] = true
		}
	}
	for _, p := range paths {
		add(path.Dir(p))
	}
	for _, d := range folders {
		add(d)
	}
	delete(seen, ".")
	inner := slices.SortedFunc(maps.Keys(seen), func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/")), cmp.Compare(a, b))
	})
	return append([]string{"."}, inner...)
}

func (s *survey) look(d string) error {
	if d != "." {
		switch at := s.place(d); at.kind {
		case missing:
			return nil
		case blocked:
			s.folders[d] = inside{blocker: at.blocker}
			return nil
		case regular, other:
			s.folders[d] = inside{blocker: d}
			return nil
		}
	}
	s.target.keepOpen(d)
	entries, err := s.target.list(d)
	if err != nil {
		return err
	}
	names := make(map[string]fs.FileMode, len(entries))
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), tempPrefix) && entry.Type().IsRegular() {
			s.left = append(s.left, path.Join(d, entry.Name()))
			continue
		}
		names[entry.Name()] = entry.Type()
	}
	s.folders[d] = inside{names: names}
	return nil
}

// place tells what stands at a path whose folder was looked at.
func (s *survey) place(p string) place {
	up, ok := s.folders[path.Dir(p)]
	if !ok {
		return place{kind: missing}
	}
	if up.blocker != "" {
		return place{kind: blocked, blocker: up.blocker}
	}
	mode, exact := up.names[path.Base(p)]
	if !exact {
		if len(up.names) == 0 {
			return place{kind: missing}
		}
		// Where case does not count, a name may be there in another spelling.
		info, err := s.target.lstat(p)
		if err != nil {
			return place{kind: missing}
		}
		mode = info.Mode().Type()
	}
	switch {
	case mode.IsRegular():
		return place{kind: regular, alias: !exact}
	case mode.IsDir():
		return place{kind: folder, alias: !exact}
	}
	return place{kind: other, alias: !exact}
}

// holds tells whether each listed file is there with its hash.
func (t *target) holds(s *survey, l ledger) bool {
	paths := l.paths()
	same := make([]bool, len(paths))
	job.Each(len(paths), func(i int) {
		if at := s.place(paths[i]); at.kind == regular && !at.alias {
			now, err := t.hash(paths[i])
			same[i] = err == nil && now == l.Files[paths[i]]
		}
	})
	return !slices.Contains(same, false)
}
