package watch

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// A desk is a guide's folder and somebody who watches it.
type desk struct {
	*testing.T
	*Watcher
	root string
	last *source.Tree
	mu   sync.Mutex
	told []string
}

func real(w *fsnotify.Watcher) <-chan fsnotify.Event { return w.Events }
func deaf(*fsnotify.Watcher) <-chan fsnotify.Event   { return nil }

func sit(t *testing.T, poll bool, arrive func(*fsnotify.Watcher) <-chan fsnotify.Event) *desk {
	t.Helper()
	d := &desk{T: t, root: t.TempDir()}
	d.write("site.toml", "title = \"T\"\n")
	d.write("content/a.md", "# A\n")
	d.write("content/sub/b.md", "# B\n")
	ctx, stop := context.WithCancel(context.Background())
	var err error
	d.Watcher, err = start(ctx, d.root, poll, func(line string) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.told = append(d.told, line)
	}, arrive)
	d.ok(err)
	t.Cleanup(func() { stop(); d.Wait() })
	d.last, _ = d.Latest()
	return d
}

func (d *desk) ok(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d *desk) path(name string) string { return filepath.Join(d.root, filepath.FromSlash(name)) }

func (d *desk) write(name, text string) {
	d.Helper()
	d.ok(os.MkdirAll(filepath.Dir(d.path(name)), 0o755))
	d.ok(os.WriteFile(d.path(name), []byte(text), 0o644))
}

func (d *desk) lines() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Join(d.told, "\n")
}

// waits until the snapshot's paths are those, and the named file has the text.
func (d *desk) waits(name, text string, paths ...string) {
	d.Helper()
	late := time.After(10 * time.Second)
	for {
		tree, newer := d.Latest()
		if f := tree.File(name); f != nil && string(f.Bytes()) == text && (paths == nil || strings.Join(tree.Paths(), " ") == strings.Join(paths, " ")) {
			d.last = tree
			return
		}
		select {
		case <-newer:
		case <-late:
			d.Fatalf("%s is not %q in %v", name, text, tree.Paths())
		}
	}
}

// quiet wants no other snapshot to come for a while.
func (d *desk) quiet(while time.Duration) {
	d.Helper()
	tree, newer := d.Latest()
	select {
	case <-newer:
		now, _ := d.Latest()
		d.Fatalf("another snapshot: %v", tree.Changes(now))
	case <-time.After(while):
	}
}

func TestChangesAreSeen(t *testing.T) {
	for name, how := range map[string]struct {
		poll   bool
		arrive func(*fsnotify.Watcher) <-chan fsnotify.Event
	}{"by events": {false, real}, "by looking": {true, real}, "where events do not arrive": {false, deaf}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := sit(t, how.poll, how.arrive)
			d.write("content/a.md", "# A2\n")
			d.waits("content/a.md", "# A2\n")
			d.ok(os.Rename(d.path("content"), d.path("content.old")))
			d.ok(os.Rename(d.path("content.old"), d.path("content")))
			d.write("content/sub/b.md", "# B2\n")
			d.waits("content/sub/b.md", "# B2\n")
			d.ok(os.Rename(d.path("content/sub"), d.path("content/other")))
			d.write("content/sub/deep/er/c.md", "# C\n")
			d.waits("content/sub/deep/er/c.md", "# C\n", "content/a.md", "content/other/b.md", "content/sub/deep/er/c.md", "site.toml")
			d.write("content/other/b.md", "# B3\n")
			d.waits("content/other/b.md", "# B3\n")
			d.write("content/sub/deep/er/c.md", "# C2\n")
			d.waits("content/sub/deep/er/c.md", "# C2\n")
			d.ok(os.RemoveAll(d.path("content/sub")))
			d.waits("site.toml", "title = \"T\"\n", "content/a.md", "content/other/b.md", "site.toml")
		})
	}
}

func TestWhatIsNotTheGuidesIsNotSeen(t *testing.T) {
	t.Parallel()
	d := sit(t, false, real)
	for _, name := range []string{"public/a.html", "notes.md", "content/.a.md.swp", "content/4913", "content/a.md~", "content/#a.md#", "content/sedAb12Xy", "content/a.md1x2y.bck", ".git/index"} {
		d.write(name, "x")
	}
	now := time.Now()
	d.ok(os.Chtimes(d.path("content/a.md"), now, now))
	d.ok(os.Chmod(d.path("content/a.md"), 0o600))
	d.quiet(400 * time.Millisecond)
}

func TestAFileThatIsGoneForAMomentIsNotGone(t *testing.T) {
	t.Parallel()
	d := sit(t, false, real)
	for _, away := range []func() error{
		func() error { return os.Truncate(d.path("content/a.md"), 0) },
		func() error { return os.Remove(d.path("content/a.md")) },
		func() error { return os.Rename(d.path("content/a.md"), d.path("content/a.md~")) },
	} {
		begin := time.Now()
		d.ok(away())
		time.Sleep(40 * time.Millisecond)
		d.write("content/a.md", "# A\n")
		if time.Since(begin) < 90*time.Millisecond { // or this machine is too busy to tell
			d.quiet(300 * time.Millisecond)
		}
	}
	d.ok(os.Remove(d.path("content/a.md")))
	d.waits("site.toml", "title = \"T\"\n", "content/sub/b.md", "site.toml")
}

func TestSwappedLinksAreFollowed(t *testing.T) {
	t.Parallel()
	d := sit(t, false, real)
	d.ok(os.Rename(d.path("content"), d.path("one")))
	d.write("two/z.md", "# Z\n")
	d.write("elsewhere/site.toml", "title = \"U\"\n")
	d.ok(os.Symlink("one", d.path("content")))
	d.ok(os.Remove(d.path("site.toml")))
	d.ok(os.Symlink("elsewhere/site.toml", d.path("site.toml")))
	d.waits("site.toml", "title = \"U\"\n", "content/a.md", "content/sub/b.md", "site.toml")
	d.write("one/a.md", "# A2\n")
	d.waits("content/a.md", "# A2\n")
	d.write("elsewhere/site.toml", "title = \"V\"\n")
	d.waits("site.toml", "title = \"V\"\n")
	d.ok(os.Symlink("two", d.path("content.new")))
	d.ok(os.Rename(d.path("content.new"), d.path("content")))
	d.waits("content/z.md", "# Z\n", "content/z.md", "site.toml")
	d.write("two/z.md", "# Z2\n")
	d.waits("content/z.md", "# Z2\n")
}

func TestAFolderThatIsGoneIsWaitedFor(t *testing.T) {
	t.Parallel()
	d := sit(t, false, real)
	d.ok(os.Rename(d.root, d.root+".away"))
	d.quiet(2500 * time.Millisecond)
	d.ok(os.Rename(d.root+".away", d.root))
	d.write("content/a.md", "# A2\n")
	d.waits("content/a.md", "# A2\n")
	if lines := d.lines(); strings.Count(lines, "cannot read the guide's folder") != 1 {
		t.Errorf("told: %s", lines)
	}
}

func TestAFileThatChangesWithoutEndIsNamed(t *testing.T) {
	t.Parallel()
	d := sit(t, false, real)
	stop := time.Now().Add(5 * time.Second)
	for i := 0; time.Now().Before(stop) && d.lines() == ""; i++ {
		d.write("content/a.md", "# A\n"+strings.Repeat("!", i))
		time.Sleep(10 * time.Millisecond)
	}
	if !strings.Contains(d.lines(), "content/a.md changes again and again") {
		t.Errorf("told: %s", d.lines())
	}
	d.write("content/a.md", "# The last\n")
	d.waits("content/a.md", "# The last\n")
}

func TestLimitsOfTheSystemAreExplained(t *testing.T) {
	for err, want := range map[error]string{syscall.ENOSPC: "max_user_watches", syscall.EMFILE: "ulimit -n"} {
		told := ""
		w := &Watcher{tell: func(line string) { told = line }}
		w.fallBack(&os.SyscallError{Err: err})
		if !strings.Contains(told, want) || !strings.Contains(told, "every 500ms") || w.every != polling {
			t.Errorf("%v: %s", err, told)
		}
	}
}
