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

// A sample is what one run of a program took.
type taken struct {
	wall, cpu time.Duration
	memory    int64 // most that was resident, in bytes; at least that of this program, which starts it
	files     int   // written
	bytes     int64
}

// A contestant builds one guide, again and again.
type contestant struct {
	name    string
	prepare func(run int) error // before the time runs
	command []string
	target  string // where it writes
	pages   int    // that there must be after a run
	runs    []taken
}

// race runs the contestant once.
func (c *contestant) race(ctx context.Context) error {
	if c.prepare != nil {
		if err := c.prepare(len(c.runs)); err != nil {
			return err
		}
	}
	// The kernel's clock for files is coarser than ours.
	time.Sleep(20 * time.Millisecond)
	since := time.Now().Add(-10 * time.Millisecond)
	t, err := execute(ctx, c.command...)
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	pages := 0
	err = filepath.WalkDir(c.target, func(path string, entry fs.DirEntry, err error) error {
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
	if err == nil && pages < c.pages {
		err = fmt.Errorf("%s: %d pages instead of %d in %s", c.name, pages, c.pages, c.target)
	}
	c.runs = append(c.runs, t)
	return err
}

// execute runs a program and waits for it.
func execute(ctx context.Context, command ...string) (taken, error) {
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
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
// first has built.
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

// race lets all contestants run on all courses in turn, so that noise hits all alike. Large guides are
// built half as often.
func race(ctx context.Context, courses []*course, runs int) error {
	for round := range runs {
		for _, c := range courses {
			if c.chapters > 1000 && round >= (runs+1)/2 {
				continue
			}
			order := slices.Clone(c.contestants)
			if round%2 == 1 { // nobody is always first
				order[0], order[1] = order[1], order[0]
			}
			for _, contestant := range order {
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

func walls(runs []taken) []time.Duration {
	return gather(runs, func(t taken) time.Duration { return t.wall })
}

// ratio compares two contestants round by round, so that what disturbs a round disturbs both.
func ratio(of, to *contestant) float64 {
	var ratios []float64
	for i := range min(len(of.runs), len(to.runs)) {
		ratios = append(ratios, float64(of.runs[i].wall)/float64(to.runs[i].wall))
	}
	return median(ratios)
}
