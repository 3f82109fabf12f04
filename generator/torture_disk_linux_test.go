package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

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
	cuts := 6
	if time.Until(a.end) > 3*time.Second { // a minute's torture or more
		cuts = 20
	}
	for i := range cuts {
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
