package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

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
