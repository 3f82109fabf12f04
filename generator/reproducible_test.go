package main

import (
	"bytes"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// TestBuildsAreReproducible publishes this repository's guide from two folders that differ in all that must not
// matter, and wants the same bytes, of the ledger too.
func TestBuildsAreReproducible(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{}
	for _, name := range []string{"site.toml", "content", "layouts"} {
		readInto(t, files, filepath.Join("..", name), name)
	}
	names := slices.Sorted(maps.Keys(files))
	one := published(t, filepath.Join(t.TempDir(), "one"), files, names, "TZ=UTC", "LANG=C", "GOMAXPROCS=1")
	slices.Reverse(names)
	two := published(t, filepath.Join(t.TempDir(), "the other, with a long name"), files, names,
		"TZ=Asia/Kathmandu", "LANG=tr_TR.UTF-8", "LC_ALL=tr_TR.UTF-8", "GOMAXPROCS=7", "HOME=/nowhere", "USER=ann", "SOURCE_DATE_EPOCH=1")
	for name, data := range one {
		if !bytes.Equal(data, two[name]) {
			t.Errorf("%s differs", name)
		}
	}
	if len(one) != len(two) || one[".guide-ledger.json"] == nil || one["index.html"] == nil {
		t.Errorf("%d files and %d files", len(one), len(two))
	}
}

// published copies the guide in the order of the names, builds it, and reads what is published.
func published(t *testing.T, root string, files map[string][]byte, names []string, env ...string) map[string][]byte {
	t.Helper()
	for _, name := range names {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, files[name], 0o666); err != nil {
			t.Fatal(err)
		}
	}
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	build := exec.Command(name, "build", "--base-url", "https://guide.example/")
	build.Dir, build.Env = root, append(os.Environ(), env...)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made := map[string][]byte{}
	readInto(t, made, filepath.Join(root, "public"), "")
	return made
}

// readInto reads the files of a folder, or one file, by their paths below a name.
func readInto(t *testing.T, files map[string][]byte, from, name string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rest, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		files[filepath.Join(name, rest)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
