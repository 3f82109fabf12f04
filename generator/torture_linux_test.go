package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestTorture does to the real program what machines and people do, and wants after each fault: each published file old or
// new and none half, foreign files as they were, words that say what to do, and a next run that puts all right. It takes
// some seconds; TORTURE=1m is what has to hold before anything lands, and "make torture" takes fifteen minutes.
func TestTorture(t *testing.T) {
	t.Parallel()
	effort := 5 * time.Second
	if given := os.Getenv("TORTURE"); given != "" {
		var err error
		if effort, err = time.ParseDuration(given); err != nil {
			t.Fatal(err)
		}
	}
	for _, torture := range []struct {
		name  string
		share time.Duration // of the effort, in hundredths
		do    func(*arena)
	}{
		{"killed", 40, (*arena).kill},
		{"inputs change while they are read", 10, (*arena).change},
		{"inputs become unreadable", 10, (*arena).forbid},
		{"four builds at once", 10, (*arena).crowd},
		{"the target becomes a link", 10, (*arena).swap},
		{"the ledger is damaged", 10, (*arena).forge},
		{"the disk is full", 5, (*arena).fill},
		{"the clock is set back", 0, (*arena).setBack},
		{"no descriptors are left", 0, (*arena).starve},
	} {
		t.Run(torture.name, func(t *testing.T) {
			t.Parallel()
			a := newArena(t)
			a.end = time.Now().Add(effort * torture.share / 100)
			torture.do(a)
		})
	}
}

// An arena is a guide in one of two editions, what each publishes, and foreign files beside that.
type arena struct {
	testing.TB
	*rand.Rand
	folder, root, public string
	made                 [2]map[string]string
	edition              int
	end                  time.Time
}

const pages = 60

// theirs are files in the target that are not the guide's.
var theirs = map[string]string{"mine.txt": "mine", "one/mine.html": "<p>Mine", "CNAME": "example.org", ".gitignore": "*"}

func newArena(t testing.TB) *arena {
	a := &arena{TB: t, Rand: rand.New(rand.NewPCG(8, 9)), folder: t.TempDir()}
	a.root = filepath.Join(a.folder, "guide")
	a.public = filepath.Join(a.root, "public")
	for edition := range a.made {
		a.write(edition)
		a.run(clean, "build")
		a.made[edition] = a.published()
		a.same(edition, a.made[edition])
	}
	for name, data := range theirs {
		put(t, filepath.Join(a.public, name), data)
	}
	return a
}

// write puts an edition into the guide's folder: pages that differ, some that only one has, a file that is a folder in the other.
func (a *arena) write(edition int) {
	a.Helper()
	a.edition = edition
	put(a, filepath.Join(a.root, "site.toml"), "title = \"Guide\"\nidentifier = \"urn:example:guide\"\nupdated = 2026-01-01\n[output]\nepub = true\nsingle = true\n[[part]]\ntitle = \"One\"\nchapters = [\"*.md\", \"one/*.md\"]\n")
	put(a, filepath.Join(a.root, "content/index.md"), fmt.Sprintf("# Guide\n\nEdition %d.\n", edition))
	for i := range pages {
		a.page(i, edition)
	}
	for e := range 2 {
		name := filepath.Join(a.root, fmt.Sprintf("content/only-%d.md", e))
		if e != edition {
			_ = os.Remove(name)
			continue
		}
		put(a, name, fmt.Sprintf("# Only %d\n\n[A file](files/%d.bin)\n", e, e))
	}
	_ = os.RemoveAll(filepath.Join(a.root, "content/files"))
	put(a, filepath.Join(a.root, fmt.Sprintf("content/files/%d.bin", edition)), strings.Repeat(fmt.Sprint(edition), 200_000))
}

func (a *arena) page(i, edition int) {
	name := filepath.Join(a.root, fmt.Sprintf("content/one/page-%d.md", i))
	put(a, name+".tmp~", pageText(i, edition))
	if err := os.Rename(name+".tmp~", name); err != nil {
		a.Fatal(err)
	}
}

func pageText(i, edition int) string {
	return fmt.Sprintf("# Page %d\n\nThis is edition %d, as it begins.\n\n%sThis is edition %d, as it ends.\n", i, edition*(i%2), strings.Repeat("Words, and [the cover of it all](../index.md).\n\n", 30), edition*(i%2))
}

func (a *arena) run(status int, args ...string) *trial {
	a.Helper()
	r := guideRuns(a, a.root, args...)
	r.wants(status)
	return r
}

// published reads what stands in the target, but for the program's own files.
func (a *arena) published() map[string]string {
	a.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(a.public, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasPrefix(entry.Name(), ".guide-") {
			return err
		}
		data, err := os.ReadFile(name)
		path, _ := filepath.Rel(a.public, name)
		found[path] = string(data)
		return err
	})
	if err != nil {
		a.Fatal(err)
	}
	return found
}

// oldOrNew wants each file that the builds make to be one of the two, and foreign ones to be as they were.
func (a *arena) oldOrNew() {
	a.Helper()
	for name, data := range a.published() {
		one, inOne := a.made[0][name]
		two, inTwo := a.made[1][name]
		if !(inOne && data == one) && !(inTwo && data == two) && theirs[name] != data {
			a.Errorf("%s is neither old nor new: %d bytes", name, len(data))
		}
	}
	a.foreign()
}

func (a *arena) foreign() {
	a.Helper()
	for name, want := range theirs {
		if data, err := os.ReadFile(filepath.Join(a.public, name)); string(data) != want {
			a.Errorf("the foreign file %s is %q (%v)", name, data, err)
		}
	}
}

// heals wants the next run to make the target what it would be without any fault.
func (a *arena) heals(args ...string) {
	a.Helper()
	a.run(clean, append([]string{"build"}, args...)...)
	want := maps.Clone(a.made[a.edition])
	maps.Copy(want, theirs)
	got := a.published()
	a.same(a.edition, got)
	if !maps.Equal(got, want) {
		for name := range got {
			if got[name] != want[name] {
				a.Errorf("after healing %s is wrong", name)
			}
		}
		for name := range want {
			if _, is := got[name]; !is {
				a.Errorf("after healing %s is missing", name)
			}
		}
	}
	left, _ := filepath.Glob(filepath.Join(a.public, ".guide-[^l]*"))
	more, _ := filepath.Glob(filepath.Join(a.public, "*", ".guide-*"))
	if locks, _ := filepath.Glob(filepath.Join(a.public, ".guide-lock")); len(left)+len(more)+len(locks) > 0 {
		a.Errorf("left behind: %q %q %q", left, more, locks)
	}
	if a.Failed() {
		a.FailNow()
	}
}

// same wants the pages of an edition.
func (a *arena) same(edition int, got map[string]string) {
	a.Helper()
	if page := got["one/page-1.html"]; !strings.Contains(page, fmt.Sprintf("edition %d, as it ends", edition)) {
		a.Errorf("this is not edition %d", edition)
	}
}

// goesOn tells whether there is time for another round, of which there are some in any case.
func (a *arena) goesOn(round, least int) bool {
	return !a.Failed() && (round < least || time.Now().Before(a.end))
}
