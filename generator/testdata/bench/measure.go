package main

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"time"
)

// A taken is what one run of a program took.
type taken struct {
	wall, cpu time.Duration
	memory    int64 // most that was resident, in bytes; at least that of this program, which starts it
	files     int   // written
	bytes     int64
}

// A contestant builds one guide, again and again.
type contestant struct {
	name    string
	folder  string                // where it writes: here, and the number of the run
	pages   int                   // that there must be after a run
	most    int                   // runs, or 0 if there may be any number
	prepare func(run int) error   // before the time runs, or nil
	command func(string) []string // that builds into a folder
	env     []string              // besides that of this program
	runs    []taken
}

// race runs the contestant once. Nothing is deleted before the end of all runs: ext4 looks again and again at
// the places of files deleted within the last minute or so, which may cost more than all the rest of a build.
func (c *contestant) race(ctx context.Context) error {
	run := len(c.runs)
	if c.prepare != nil {
		if err := c.prepare(run); err != nil {
			return err
		}
	}
	syscall.Sync()                    // what others have written is no burden on this one
	time.Sleep(20 * time.Millisecond) // the kernel's clock for files is coarser than ours
	since, target := time.Now().Add(-10*time.Millisecond), fmt.Sprintf("%s-%d", c.folder, run)
	t, err := execute(ctx, c.env, c.command(target)...)
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	pages, err := t.count(target, since)
	if err == nil && pages < c.pages {
		err = fmt.Errorf("%s: %d pages instead of %d in %s", c.name, pages, c.pages, target)
	}
	c.runs = append(c.runs, t)
	return err
}

// count notes what was written since a time, and gives the number of pages that there are.
func (t *taken) count(target string, since time.Time) (pages int, err error) {
	err = filepath.WalkDir(target, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if filepath.Ext(path) == ".html" {
			pages++
		}
		info, err := entry.Info()
		if err == nil && info.ModTime().After(since) {
			t.files++
			t.bytes += info.Size()
		}
		return err
	})
	return pages, err
}

// execute runs a program and waits for it.
func execute(ctx context.Context, env []string, command ...string) (taken, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(os.Environ(), env...)
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	begin := time.Now()
	err := cmd.Run()
	t := taken{wall: time.Since(begin)}
	if err != nil {
		return t, fmt.Errorf("%w\n%s", err, output.Bytes()[:min(output.Len(), 4000)])
	}
	t.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		t.memory = int64(usage.Maxrss)
		if runtime.GOOS == "linux" {
			t.memory *= 1024
		}
	}
	return t, nil
}

// A course is a guide that some contestants build. The first two are compared; the others follow from what the
// first has built, or run on Node.
type course struct {
	chapters    int
	code        bool
	contestants []*contestant
}

func (c *course) kind() string {
	if c.code {
		return "with code"
	}
	return "prose"
}

// runsOf is how often a guide is built: a large one half as often.
func runsOf(chapters, runs int) int {
	if chapters > 1000 {
		return (runs + 1) / 2
	}
	return runs
}

// race lets all contestants run on all courses in turn, so that noise hits all alike.
func race(ctx context.Context, courses []*course, runs int) error {
	for round := range runs {
		for _, c := range courses {
			if round >= runsOf(c.chapters, runs) {
				continue
			}
			order := slices.Clone(c.contestants)
			if round%2 == 1 { // nobody is always first
				order[0], order[1] = order[1], order[0]
			}
			for _, contestant := range order {
				if contestant.most > 0 && round >= contestant.most {
					continue
				}
				if err := contestant.race(ctx); err != nil {
					return err
				}
			}
		}
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, runs)
	}
	return nil
}

func median[T ~int64 | ~float64](values []T) T {
	values = slices.Sorted(slices.Values(values))
	if len(values) == 0 {
		return 0
	}
	return (values[len(values)/2] + values[(len(values)-1)/2]) / 2
}

func gather[T any](runs []taken, value func(taken) T) []T {
	values := make([]T, len(runs))
	for i, t := range runs {
		values[i] = value(t)
	}
	return values
}

func wall(t taken) time.Duration      { return t.wall }
func processor(t taken) time.Duration { return t.cpu }
func memory(t taken) int64            { return t.memory }

// ratio compares two contestants round by round, so that what disturbs a round disturbs both.
func ratio(of, to *contestant, value func(taken) time.Duration) float64 {
	var ratios []float64
	for i := range min(len(of.runs), len(to.runs)) {
		ratios = append(ratios, float64(value(of.runs[i]))/float64(value(to.runs[i])))
	}
	return median(ratios)
}
