package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// program builds the real program: the one that the tests are may have the race detector in it, which takes time and
// memory of its own.
var program = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "guide-")
	if err != nil {
		return "", err
	}
	builtInto = folder
	name := filepath.Join(folder, "guide")
	build := exec.Command("go", "build", "-trimpath", "-o", name, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w\n%s", err, out)
	}
	return name, nil
})

// A trial is a run of the program, and what it did.
type trial struct {
	*exec.Cmd
	testing.TB
	out, err bytes.Buffer

	status int // -1 if a signal ended it
	busy   time.Duration
	memory int64 // the most that it held, in bytes
}

// prepare gives a run of the program in a folder that has not begun.
func prepare(t testing.TB, folder string, args ...string) *trial {
	t.Helper()
	name, err := program()
	if err != nil {
		t.Fatal(err)
	}
	r := &trial{Cmd: exec.Command(name, args...), TB: t}
	r.Dir, r.Stdout, r.Stderr = folder, &r.out, &r.err
	return r
}

// guideRuns runs the program to its end, which comes within a minute.
func guideRuns(t testing.TB, folder string, args ...string) *trial {
	t.Helper()
	r := prepare(t, folder, args...)
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	r.end(time.Minute)
	return r
}

// end waits for the end of a run, and makes one after a while.
func (r *trial) end(patience time.Duration) {
	r.Helper()
	late := time.AfterFunc(patience, func() { _ = r.Process.Kill() })
	err := r.Wait()
	if !late.Stop() {
		r.Errorf("the program took more than %v; it said\n%s%s", patience, r.out.String(), r.err.String())
	}
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		r.Fatal(err)
	}
	r.status = r.ProcessState.ExitCode()
	r.busy = r.ProcessState.UserTime() + r.ProcessState.SystemTime()
	r.memory = r.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10
	var own syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &own) == nil && r.memory <= own.Maxrss<<10 {
		r.memory = 0 // the system counts what this test had when it started the program, and nobody knows the program's
	}
}

// wants fails the test unless the program ended so, and said so.
func (r *trial) wants(status int, said ...string) {
	r.Helper()
	all := r.out.String() + r.err.String()
	if r.status != status {
		r.Errorf("%v ends with status %d, want %d; it said\n%s", r.Args[1:], r.status, status, all)
	}
	for _, words := range said {
		if !bytes.Contains([]byte(all), []byte(words)) {
			r.Errorf("%v does not say %q, but\n%s", r.Args[1:], words, all)
		}
	}
	if bytes.Contains([]byte(all), []byte("goroutine ")) {
		r.Errorf("%v panics:\n%s", r.Args[1:], all)
	}
}

// unpack writes an archive into a folder.
func unpack(t testing.TB, folder, archive string) {
	t.Helper()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		put(t, filepath.Join(folder, f.Name), string(f.Data))
	}
}

func put(t testing.TB, name, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
}
