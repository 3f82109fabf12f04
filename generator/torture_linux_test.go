package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestTorture does to the real program what machines and people do, and wants after each fault: each published file old or
// new and none half, foreign files as they were, words that say what to do, and a next run that puts all right. It takes
// some seconds; TORTURE=1m is what has to hold before anything lands, and "make torture" takes fifteen minutes.
func TestTorture(t *testing.T) {
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

func (a *arena) kill() {
	least := 15
	if time.Until(a.end) > 20*time.Second { // a minute's torture or more
		least = 200
	}
	whole := time.Hour
	for i := range 4 {
		a.write(i % 2)
		start := time.Now()
		a.run(clean, "build")
		whole = min(whole, time.Since(start))
	}
	killed, publishing, round := 0, 0, 0
	for ; a.goesOn(round, least); round++ {
		a.write(a.IntN(2))
		r := prepare(a, a.root, "build")
		if err := r.Start(); err != nil {
			a.Fatal(err)
		}
		time.Sleep(time.Duration(a.Int64N(int64(whole))))
		_ = r.Process.Kill()
		r.end(time.Minute)
		if r.status == -1 {
			killed++
		} else if r.status != clean {
			r.wants(clean)
		}
		if ledger, err := os.ReadFile(filepath.Join(a.public, ".guide-ledger.json")); err != nil {
			a.Error(err)
		} else if bytes.Contains(ledger, []byte(`"publishing": true`)) {
			publishing++
		}
		a.oldOrNew()
		if a.IntN(3) == 0 {
			a.write(a.IntN(2))
			a.heals()
		}
	}
	a.heals()
	a.Logf("%d rounds: %d killed, of which %d while publishing", round, killed, publishing)
	if killed < round/4 {
		a.Errorf("only %d of %d were killed", killed, round)
	}
}

// change replaces chapters while they are read. What is published is of one moment or another, but each chapter is whole.
func (a *arena) change() {
	stop := make(chan struct{})
	var writing sync.WaitGroup
	writing.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				a.page(i%pages, i/pages%2)
			}
		}
	})
	for round := 0; a.goesOn(round, 5); round++ {
		a.run(clean, "build")
		for i := range pages {
			name := fmt.Sprintf("one/page-%d.html", i)
			data, err := os.ReadFile(filepath.Join(a.public, name))
			whole := func(edition int) bool {
				return bytes.Contains(data, fmt.Appendf(nil, "edition %d, as it begins", edition)) && bytes.Contains(data, fmt.Appendf(nil, "edition %d, as it ends", edition))
			}
			if !whole(0) && !whole(1) {
				a.Errorf("%s is half of one edition (%v)", name, err)
			}
		}
		a.foreign()
	}
	close(stop)
	writing.Wait()
	for i := range pages {
		a.page(i, a.edition)
	}
	a.heals()
}

// forbid takes the permission to read from chapters, and from the folder, and gives it back.
func (a *arena) forbid() {
	if os.Getuid() == 0 { // who may read everything
		a.give()
	}
	one := filepath.Join(a.root, "content/one")
	file := filepath.Join(one, "page-7.md")
	for name, mode := range map[string]os.FileMode{file: 0, one: 0} {
		before, err := os.Stat(name)
		if err != nil {
			a.Fatal(err)
		}
		old := a.published()
		_ = os.Chmod(name, mode)
		a.as(problems, "build").wants(problems, "cannot be read: permission denied", "[unreadable-file]", "make it readable, or take it out of the guide", "nothing was published")
		if !maps.Equal(old, a.published()) {
			a.Error("something was published")
		}
		_ = os.Chmod(name, before.Mode().Perm())
	}
	stop := make(chan struct{})
	var forbidding sync.WaitGroup
	forbidding.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				_ = os.Chmod(one, 0o777)
				return
			default:
				name := filepath.Join(one, fmt.Sprintf("page-%d.md", i%pages))
				_ = os.Chmod(name, 0)
				time.Sleep(time.Millisecond)
				_ = os.Chmod(name, 0o666)
			}
		}
	})
	for round := 0; a.goesOn(round, 5); round++ {
		a.write(round % 2)
		r := a.as(-2, "build")
		if r.status != clean {
			r.wants(problems, "[unreadable-file]")
		}
		a.oldOrNew()
	}
	close(stop)
	forbidding.Wait()
	a.write(1)
	a.as(clean, "build")
	a.same(1, a.published())
	a.foreign()
}

// give makes the arena nobody's, so that the program may not read what is forbidden.
func (a *arena) give() {
	for name := a.folder; len(name) > len(os.TempDir()); name = filepath.Dir(name) {
		_ = os.Chmod(name, 0o777)
	}
	must(a, filepath.WalkDir(a.folder, func(name string, _ os.DirEntry, err error) error {
		if err == nil {
			err = os.Lchown(name, nobody, nobody)
		}
		return err
	}))
	program, err := program()
	must(a, err)
	must(a, os.Chmod(filepath.Dir(program), 0o755))
}

const nobody = 65534

// as runs the program as nobody, if the test may choose. A status of -2 may be any.
func (a *arena) as(status int, args ...string) *trial {
	a.Helper()
	if os.Getuid() == 0 {
		a.give()
	}
	r := prepare(a, a.root, args...)
	if os.Getuid() == 0 {
		r.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	must(a, r.Start())
	r.end(time.Minute)
	if status != -2 {
		r.wants(status)
	}
	return r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// crowd lets four builds, of two guides, publish into one target at once. Each waits for the one before it, or says so.
func (a *arena) crowd() {
	other := newArena(a)
	for round := 0; a.goesOn(round, 2); round++ {
		a.write(0)
		other.write(1)
		var runs []*trial
		for i := range 4 {
			r := prepare(a, []string{a.root, other.root}[i%2], "build", "--out", a.public)
			must(a, r.Start())
			runs = append(runs, r)
		}
		for _, r := range runs {
			if r.end(time.Minute); r.status != clean {
				r.wants(failure, "another build is publishing into", "wait until it has ended, and try again")
			}
		}
		a.oldOrNew()
		got := a.published()
		for name := range theirs {
			delete(got, name)
		}
		if !maps.Equal(got, a.made[0]) && !maps.Equal(got, a.made[1]) {
			a.Error("what is published is of two builds")
		}
	}
	a.heals()
}

// swap puts a link to somebody's folder in the place of the target, and of a folder in it, while builds run.
func (a *arena) swap() {
	victim := filepath.Join(a.folder, "victim")
	want := map[string]string{"index.html": "theirs", "one/page-1.html": "theirs", "mine.txt": "theirs"}
	for name, data := range want {
		put(a, filepath.Join(victim, name), data)
	}
	for _, place := range []string{a.public, filepath.Join(a.public, "one")} {
		to := filepath.Join(victim, strings.TrimPrefix(place, a.public))
		must(a, os.Rename(place, place+".away"))
		must(a, os.Symlink(to, place))
		said := map[bool][]string{true: {"will not publish into", "holds other files", "--adopt"}, false: {"foreign-file-in-the-way"}}
		r := guideRuns(a, a.root, "build")
		r.wants(map[bool]int{true: failure, false: problems}[place == a.public], said[place == a.public]...)
		must(a, os.Remove(place))
		must(a, os.Rename(place+".away", place))
		stop := make(chan struct{})
		var swapping sync.WaitGroup
		swapping.Go(func() {
			for {
				select {
				case <-stop:
					return
				case <-time.After(3 * time.Millisecond):
				}
				if os.Rename(place, place+".away") == nil {
					_ = os.Symlink(to, place)
					time.Sleep(time.Millisecond)
					_ = os.Remove(place)
					if os.Rename(place+".away", place) != nil { // the program has made a new one
						_ = os.RemoveAll(place)
						_ = os.Rename(place+".away", place)
					}
				}
			}
		})
		for round := 0; a.goesOn(round, 6); round++ {
			a.write(round % 2)
			guideRuns(a, a.root, "build", "--adopt").wantsNoPanic()
		}
		close(stop)
		swapping.Wait()
	}
	for name, data := range want {
		if got, err := os.ReadFile(filepath.Join(victim, name)); string(got) != data {
			a.Errorf("of somebody's folder %s is %q now (%v)", name, got, err)
		}
	}
}

func (r *trial) wantsNoPanic() { r.Helper(); r.wants(r.status) }

// forge cuts, empties and rewrites the ledger.
func (a *arena) forge() {
	name := filepath.Join(a.public, ".guide-ledger.json")
	a.heals()
	whole, err := os.ReadFile(name)
	must(a, err)
	outside := filepath.Join(a.folder, "outside.txt")
	put(a, outside, "outside")
	listing := func(path, data string) string { return a.listing(whole, path, data) }
	forged := map[string]string{
		"emptied": "", "a line": "\n", "no JSON": "{", "null": "null", "a list": "[]", "binary": "\x00\xff",
		"of another format": strings.Replace(string(whole), `"format": 1`, `"format": 2`, 1),
		"twice":             string(whole) + string(whole), "with a tail": string(whole) + " ",
		"a changed hash": strings.Replace(string(whole), `.html": "`, `.html": "0`, 1),
		"a folder above": listing("../../outside.txt", "outside"), "far above": listing("one/../../../outside.txt", "outside"),
		"an absolute path": listing(outside, "outside"), "a backslash": listing(`..\outside.txt`, "outside"),
		"a folder of Git": listing(".git/config", "x"), "itself": listing(".guide-ledger.json", "x"), "nothing": listing("", "x"),
		"a foreign file with another hash": listing("mine.txt", "not mine"),
	}
	for i := range 20 {
		forged[fmt.Sprintf("cut %d", i)] = string(whole[:a.IntN(len(whole)-1)])
	}
	for what, text := range forged {
		must(a, os.WriteFile(name, []byte(text), 0o666))
		r := guideRuns(a, a.root, "build")
		if what == "a foreign file with another hash" {
			r.wants(problems, "[changed-by-hand]", "--overwrite")
			must(a, os.WriteFile(name, whole, 0o666))
		} else {
			r.wants(clean, "[damaged-ledger]")
		}
		a.oldOrNew()
		if data, err := os.ReadFile(outside); string(data) != "outside" {
			a.Errorf("%s: the file outside is %q (%v)", what, data, err)
		}
		a.heals()
		if a.Failed() {
			a.Fatalf("the ledger is %s:\n%.300s", what, text)
		}
	}
	for round := 0; a.goesOn(round, 3); round++ {
		cut := bytes.Clone(whole)
		for range 1 + a.IntN(3) {
			cut[a.IntN(len(cut))] ^= byte(1 << a.IntN(8))
		}
		must(a, os.WriteFile(name, cut, 0o666))
		guideRuns(a, a.root, "build").wants(clean, "[damaged-ledger]")
		a.heals()
	}
	must(a, os.Remove(name))
	guideRuns(a, a.root, "build").wants(failure, "holds other files", "--adopt")
	a.oldOrNew()
	a.heals("--adopt")
}

// A list is a ledger as the program writes it.
type list struct {
	Format  int               `json:"format"`
	Inputs  string            `json:"inputs,omitempty"`
	Files   map[string]string `json:"files"`
	Folders []string          `json:"folders,omitempty"`
	Sum     string            `json:"sum"`
}

// listing is the ledger with one more file in it, and the sum that the program would give it.
func (a *arena) listing(whole []byte, path, data string) string {
	var l list
	must(a, json.Unmarshal(whole, &l))
	encode := func() string {
		var out bytes.Buffer
		encoder := json.NewEncoder(&out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		must(a, encoder.Encode(l))
		return out.String()
	}
	seal := func() {
		l.Sum = ""
		l.Sum = fmt.Sprintf("%x", sha256.Sum256([]byte(encode())))
	}
	if seal(); encode() != string(whole) {
		a.Fatal("the ledger has another form than this test knows")
	}
	l.Files[path] = fmt.Sprintf("%x", sha256.Sum256([]byte(data)))
	seal()
	return encode()
}

// fill publishes onto a disk that is too small, and onto one that is large enough again.
func (a *arena) fill() {
	small := filepath.Join(a.folder, "small")
	must(a, os.MkdirAll(small, 0o777))
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=64m"); err != nil {
		a.Skip("cannot mount a small file system, which root can: ", err)
	}
	a.Cleanup(func() { _ = syscall.Unmount(small, 0) })
	a.public = filepath.Join(small, "public")
	a.write(0)
	a.run(clean, "build", "--out", a.public)
	for name, data := range theirs {
		put(a, filepath.Join(a.public, name), data)
	}
	var disk syscall.Statfs_t
	must(a, syscall.Statfs(small, &disk))
	used := (disk.Blocks - disk.Bfree) * uint64(disk.Bsize)
	full := 0
	for round := 0; a.goesOn(round, 6); round++ {
		room := used + uint64(a.IntN(1_200_000))
		must(a, syscall.Mount("", small, "", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", room)))
		a.write(1)
		r := guideRuns(a, a.root, "build", "--out", a.public)
		if r.status != clean {
			full++
			r.wants(failure, "the disk is full", "cannot write ")
		}
		a.oldOrNew()
		must(a, syscall.Mount("", small, "", syscall.MS_REMOUNT, "size=64m"))
		if round%2 == 0 {
			a.heals("--out", a.public)
		}
		a.write(0)
		a.heals("--out", a.public)
	}
	if full == 0 {
		a.Error("the disk was never full")
	}
	a.Logf("the disk was full %d times", full)
}

// setBack gives files times of long ago and of times to come, without and with other bytes.
func (a *arena) setBack() {
	a.heals()
	for _, when := range []time.Time{time.Unix(0, 0), time.Now().AddDate(-10, 0, 0), time.Now().AddDate(80, 0, 0), time.Unix(1<<33, 0)} {
		for _, folder := range []string{a.root, a.public} {
			must(a, filepath.WalkDir(folder, func(name string, _ os.DirEntry, err error) error {
				if err == nil {
					err = os.Chtimes(name, when, when)
				}
				return err
			}))
		}
		a.run(clean, "build").wants(clean, "nothing changed in")
		// As long as before, and of the same time.
		name := filepath.Join(a.root, "content/one/page-1.md")
		a.edition = 1 - a.edition
		a.write(a.edition)
		must(a, os.Chtimes(name, when, when))
		a.heals()
	}
}

// starve leaves the program few open files. It publishes or says what is lacking.
func (a *arena) starve() {
	for files := 5; files < 24; files++ {
		a.write(files % 2)
		r := prepare(a, a.root)
		name := r.Args[0]
		r.Cmd = exec.Command("sh", "-c", `ulimit -n "$0" && exec "$1" build`, fmt.Sprint(files), name)
		r.Dir, r.Stdout, r.Stderr = a.root, &r.out, &r.err
		must(a, r.Start())
		r.end(time.Minute)
		said := r.out.String() + r.err.String()
		switch {
		case r.status == clean:
		case strings.Contains(said, "runtime: "), strings.Contains(said, "runtime/"): // Go itself cannot begin
		default:
			r.wants(r.status, "too many open files")
			if !strings.Contains(said, "cannot read the guide's folder") {
				r.wants(r.status, "ulimit -n")
			}
		}
		a.oldOrNew()
	}
	a.heals()
}

// TestAPreviewGoesOnWithoutTheSystemsEvents takes the system's watches, its watchers and the program's descriptors away. What
// is saved is shown all the same, and the program says once that it looks for itself.
func TestAPreviewGoesOnWithoutTheSystemsEvents(t *testing.T) {
	for what, limit := range map[string]string{
		"few watches": "echo 2 >/proc/sys/user/max_inotify_watches", "no watchers": "echo 0 >/proc/sys/user/max_inotify_instances",
		"few descriptors": "ulimit -n 12",
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir()
			unpack(t, folder, plain)
			put(t, filepath.Join(folder, "content/two/b.md"), "# B\n")
			put(t, filepath.Join(folder, "site.toml"), "title = \"Plain\"\n[[part]]\ntitle = \"One\"\nchapters = [\"*.md\", \"two/*.md\"]\n")
			r := prepare(t, folder)
			r.Cmd = exec.Command("sh", "-c", limit+` && exec "$0" serve --addr 127.0.0.1:0`, r.Args[0])
			r.Dir, r.Stderr, r.SysProcAttr = folder, &r.err, &syscall.SysProcAttr{}
			if strings.Contains(limit, "/proc/") { // such limits are those of a name space
				r.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
				r.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
				r.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
			}
			out, err := r.StdoutPipe()
			must(t, err)
			if err := r.Start(); err != nil {
				t.Skip("cannot make a name space, which root can: ", err)
			}
			lines := bufio.NewReader(out)
			first, err := lines.ReadString('\n')
			address, _, _ := strings.Cut(first, " ")
			if err != nil || !strings.HasPrefix(address, "http://") {
				r.end(time.Second)
				if strings.Contains(r.err.String(), "/proc/sys/user") {
					t.Skip("cannot take the system's watches away, which root can: ", r.err.String())
				}
				t.Fatalf("%q %v %s", first, err, r.err.String())
			}
			go func() { _, _ = io.Copy(io.Discard, lines) }()
			address = strings.Replace(address, "localhost", "127.0.0.1", 1)
			for i := range 3 {
				for _, name := range []string{"a", "two/b"} {
					put(t, filepath.Join(folder, "content", name+".md"), fmt.Sprintf("# It\n\nSaved %s %d.\n", name, i))
					want := fmt.Sprintf("Saved %s %d.", name, i)
					for start := time.Now(); !strings.Contains(fetched(address+name+".html"), want); time.Sleep(20 * time.Millisecond) {
						if time.Since(start) > 15*time.Second {
							t.Errorf("%q is not shown; the program said\n%s", want, r.err.String())
							break
						}
					}
				}
			}
			_ = r.Process.Signal(syscall.SIGTERM)
			r.end(10 * time.Second)
			r.wants(clean)
			if said := r.err.String(); strings.Contains(limit, "/proc/") && (strings.Count(said, "looking for changes every 500ms instead") != 1 || !strings.Contains(said, "sudo sysctl fs.inotify.max_user_")) {
				t.Errorf("the program said\n%s", said)
			}
		})
	}
}

// fetched is a page of a preview, or nothing.
func fetched(address string) string {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
	answer, err := client.Get(address)
	if err != nil {
		return ""
	}
	defer answer.Body.Close()
	data, _ := io.ReadAll(answer.Body)
	return string(data)
}
