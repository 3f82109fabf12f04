package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"time"

	"bench/sample"
)

// measureFloor compares the product with the floor, and builds again what has not changed, or little.
func measureFloor(ctx context.Context, s *shop) error {
	floor := filepath.Join(s.dir, "floor")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", floor, "./floor")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("cannot build the floor: %w\n%s", err, said)
	}
	if err := sameLibraries(s.guide, floor, "go", "github.com/yuin/goldmark", "github.com/alecthomas/chroma/v2"); err != nil {
		return err
	}
	collector, err := collectorOf("../../main.go")
	if err != nil {
		return err
	}
	courses, err := s.courses(ctx, func(c *course, g sample.Guide, root string) error {
		cold := s.cold(root, g.Chapters)
		unchanged, changed := *cold, *cold // in the same folder, after the cold build of the same round
		unchanged.name, changed.name = "  unchanged", "  one paragraph changed"
		changed.prepare = func(run int) error { return g.WriteChapter(root, g.Chapters/2, run%2+1) }
		c.contestants = []*contestant{cold, {
			name: "floor", folder: filepath.Join(root, "floor"), pages: g.Chapters,
			command: func(target string) []string { return []string{floor, root, target, s.style} },
			env:     collector,
		}, &unchanged, &changed}
		return nil
	})
	if err != nil {
		return err
	}
	before := load()
	if err := race(ctx, courses, s.runs); err != nil {
		return err
	}
	version, err := s.timeVersion(ctx)
	if err != nil {
		return err
	}
	printMachine(before, s.runs)
	printTable(courses, "of floor", ratio)
	fmt.Printf("\nguide version: %s (%s)\n", shown(median(version)), spread(version))
	return printBars(floorBars(courses, median(version)))
}

var collectorCalls = regexp.MustCompile(`debug\.SetGCPercent\((-?\d+)\)\s+debug\.SetMemoryLimit\((\d+) << 20\)`)

// collectorOf reads how the product sets its garbage collector, so that the floor's is set in the same way.
func collectorOf(source string) ([]string, error) {
	text, err := os.ReadFile(source)
	if err != nil {
		return nil, err
	}
	call := collectorCalls.FindSubmatch(text)
	if call == nil {
		return nil, fmt.Errorf("%s no longer sets its garbage collector as this program knows it", source)
	}
	percent := string(call[1])
	if percent == "-1" {
		percent = "off"
	}
	return []string{"GOGC=" + percent, fmt.Sprintf("GOMEMLIMIT=%sMiB", call[2])}, nil
}

func (s *shop) timeVersion(ctx context.Context) ([]time.Duration, error) {
	var all []time.Duration
	for range 31 {
		t, err := execute(ctx, nil, s.guide, "version")
		if err != nil {
			return nil, err
		}
		all = append(all, t.wall)
	}
	return all, nil
}

// floorBars are those of the issue.
func floorBars(courses []*course, version time.Duration) []bar {
	var bars []bar
	for _, c := range courses {
		name, cold := c.name(), c.contestants[0]
		if c.chapters >= 1000 {
			bars = append(bars, atMost(1.3, ratio(cold, c.contestants[1], wall), "× the floor, "+name))
		}
		for _, small := range courses {
			if small.code == c.code && small.chapters == 1000 && c.chapters == 10000 {
				growth := float64(median(gather(cold.runs, wall))) / float64(median(gather(small.contestants[0].runs, wall)))
				bars = append(bars, atMost(10.5, growth, "× the time of 1,000 chapters, "+name))
			}
		}
		if c.chapters == 10000 {
			bars = append(bars, atMost(1000, float64(median(gather(cold.runs, memory)))/1e6, " MB, "+name))
		}
	}
	return append(bars, atMost(20, float64(version.Microseconds())/1000, " ms for guide version"))
}
