package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

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
	ended, held := make(chan struct{}), make(chan int64)
	go func() { held <- r.held(ended) }()
	err := r.Wait()
	close(ended)
	if r.memory = <-held; !late.Stop() {
		r.Errorf("the program took more than %v; it said\n%s%s", patience, r.out.String(), r.err.String())
	}
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		r.Fatal(err)
	}
	r.status = r.ProcessState.ExitCode()
	r.busy = r.ProcessState.UserTime() + r.ProcessState.SystemTime()
}

// held is the most memory that the run held, as far as the system told before it ended. What it tells at the end counts
// the memory of this test too, from which the run began, and under the race detector that is more than any run needs.
func (r *trial) held(ended <-chan struct{}) (most int64) {
	for {
		status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.Process.Pid))
		if _, peak, told := strings.Cut(string(status), "VmHWM:"); told {
			var kilobytes int64
			_, _ = fmt.Sscan(peak, &kilobytes)
			most = max(most, kilobytes<<10)
		}
		select {
		case <-ended:
			return most
		case <-time.After(2 * time.Millisecond):
		}
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
