package disk

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A reader sees every change, and gives the same tree and the same files where there is none.
func TestAReaderSeesWhatChanged(t *testing.T) {
	root := guide(t, "-- site.toml --\nx\n-- content/a.md --\nold\n-- content/b.md --\nb\n-- content/sub/c.md --\nc\n")
	r := NewReader(root)
	before, err := r.Read(nil)
	must(t, err)
	name := filepath.Join(root, "content/a.md")
	info, err := os.Stat(name)
	must(t, err)

	for _, test := range []struct {
		what   string
		do     func() error
		change string // path of the file that is another
	}{
		{"nothing", func() error { return nil }, ""},
		{"a touch", func() error { now := time.Now(); return os.Chtimes(name, now, now) }, ""},
		{"same bytes", func() error { return os.WriteFile(name, []byte("old\n"), 0o644) }, ""},
		{"same size, at once", func() error { return os.WriteFile(name, []byte("new\n"), 0o644) }, "content/a.md"},
		{"same size, same time", func() error {
			must(t, os.WriteFile(name, []byte("odd\n"), 0o644))
			return os.Chtimes(name, info.ModTime(), info.ModTime())
		}, "content/a.md"},
		{"another file in its place", func() error {
			must(t, os.WriteFile(name+".new", []byte("ran\n"), 0o644))
			must(t, os.Chtimes(name+".new", info.ModTime(), info.ModTime()))
			return os.Rename(name+".new", name)
		}, "content/a.md"},
		{"a file that is gone", func() error { return os.Remove(filepath.Join(root, "content/sub/c.md")) }, "content/sub/c.md"},
	} {
		must(t, test.do())
		after, err := r.Read(nil)
		must(t, err)
		if same := after == before; same != (test.change == "") {
			t.Errorf("%s: the tree is the same: %t", test.what, same)
		}
		for _, path := range []string{"site.toml", "content/a.md", "content/b.md", "content/sub/c.md"} {
			if same := after.File(path) == before.File(path); same == (path == test.change) {
				t.Errorf("%s: %s is the same: %t", test.what, path, same)
			}
		}
		before = after
	}
}

func TestAFileIsOpenedAgainWhenItMayHaveChanged(t *testing.T) {
	root := guide(t, "-- content/a.md --\nold\n")
	name := filepath.Join(root, "content/a.md")
	long := time.Now().Add(-time.Hour)
	must(t, os.Chtimes(name, long, long))
	r := NewReader(root)
	_, err := r.Read(nil)
	must(t, err)
	must(t, os.WriteFile(name, []byte("new\n"), 0o644)) // in place, and with its time put back
	must(t, os.Chtimes(name, long, long))
	if tree, err := r.Read(map[string]bool{name: true}); err != nil || string(tree.File("content/a.md").Bytes()) != "new\n" {
		t.Errorf("%q, %v", tree.File("content/a.md").Bytes(), err)
	}
}

func TestSingleFilesAreReadAgain(t *testing.T) {
	root := guide(t, "-- content/a.md --\nold\n-- content/b.md --\nb\n-- content/link.md --\n-> a.md\n")
	r := NewReader(root)
	before, err := r.Read(nil)
	must(t, err)
	a, lost := filepath.Join(root, "content/a.md"), filepath.Join(root, "content/lost.md")
	must(t, os.WriteFile(a, []byte("new\n"), 0o644))
	after, ok := r.Reread(map[string]bool{a: true})
	if !ok || string(after.File("content/a.md").Bytes()) != "new\n" || string(after.File("content/link.md").Bytes()) != "new\n" ||
		after.File("content/b.md") != before.File("content/b.md") || string(before.File("content/a.md").Bytes()) != "old\n" {
		t.Errorf("%t %v", ok, after)
	}
	if again, ok := r.Reread(map[string]bool{a: true}); !ok || again != after {
		t.Error("nothing changed, and the tree is another")
	}
	if _, ok := r.Reread(map[string]bool{a: true, lost: true}); ok {
		t.Error("a file that is not there was read")
	}
}
