package publish

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// mount gives a small file system of its own, which only root may make.
func mount(t *testing.T, folder, options string) {
	must(t, os.MkdirAll(folder, 0o755))
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, options); err != nil {
		t.Skip("cannot mount a small file system, which root can: ", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(folder, 0) })
}

func TestARealDiskFillsUp(t *testing.T) {
	g := newGuide(t)
	mount(t, g.public, "size=512k")
	old := tree{"index.html": "old", "old/gone.html": "old", "part/a.html": strings.Repeat("a", 100_000)}
	g.publish(old)
	next := tree{"index.html": "new", "part/a.html": strings.Repeat("b", 100_000), "part/b.html": strings.Repeat("b", 500_000)}
	_, _, err := Sync(next.files(), g.opt, g.inputs)
	if !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), "cannot write public/part/") || !strings.Contains(err.Error(), ": the disk is full") {
		t.Errorf("got %v", err)
	}
	g.holds(old)
	next["part/b.html"] = "shorter"
	g.publish(next)
	g.holds(next)
}

func TestAReadOnlyDiskIsExplained(t *testing.T) {
	g := newGuide(t)
	mount(t, g.public, "size=512k")
	g.publish(site)
	must(t, syscall.Mount("", g.public, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))
	_, _, err := Sync(newSite.files(), g.opt, g.inputs)
	if !errors.Is(err, syscall.EROFS) || !strings.Contains(err.Error(), "the disk is read-only") {
		t.Errorf("got %v", err)
	}
	g.holds(site)
	must(t, syscall.Mount("", g.public, "", syscall.MS_REMOUNT, ""))
	g.publish(newSite)
	g.holds(newSite)
}

// A folder of the target may lie on another disk.
func TestAFolderMayBeAMount(t *testing.T) {
	g := newGuide(t)
	mount(t, filepath.Join(g.public, "practise"), "size=512k")
	g.opt.Adopt = true
	g.publish(site)
	g.publish(site.with(tree{"practise/no.html": "new"}).without("practise/a.svg"))
	g.holds(site.with(tree{"practise/no.html": "new"}).without("practise/a.svg"))
}
