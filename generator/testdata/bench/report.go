package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// name is what a course is called in a bar.
func (c *course) name() string { return fmt.Sprintf("%s chapters, %s", grouped(c.chapters), c.kind()) }

func printMachine(before string, runs int) {
	fmt.Printf("%s, %d cores (GOMAXPROCS %d), %s/%s, %s\n", model(), runtime.NumCPU(), runtime.GOMAXPROCS(0),
		runtime.GOOS, runtime.GOARCH, runtime.Version())
	fmt.Printf("medians of %d runs (%d above 1,000 chapters), in turn; spread is from fastest to slowest; load of the machine %s before, %s after\n",
		runs, runsOf(10000, runs), before, load())
}

// model and load are known on Linux only.
func model() string {
	data, _ := os.ReadFile("/proc/cpuinfo")
	_, name, _ := strings.Cut(string(data), "model name")
	name, _, _ = strings.Cut(name, "\n")
	return cmp.Or(strings.Trim(name, "\t :"), "unknown processor")
}

func load() string {
	data, _ := os.ReadFile("/proc/loadavg")
	first, _, _ := strings.Cut(string(data), " ")
	return cmp.Or(first, "unknown")
}

// printTable prints a line for each contestant. The last columns say how the first compares with the second: as
// its share, or how often it goes into it. Processor time is steadier than time on a machine that others use.
func printTable(courses []*course, heading string, compare func(one, two *contestant, value func(taken) time.Duration) float64) {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "\nguide\tchapters\t%-22s\ttime\tspread\tprocessor\tmemory\tfiles\twritten\t%s\tin processor\t\n", "what", heading)
	for _, c := range courses {
		for i, who := range c.contestants {
			compared := "\t\t"
			if i == 0 {
				compared = fmt.Sprintf("%.2f×\t%.2f×\t", compare(who, c.contestants[1], wall), compare(who, c.contestants[1], processor))
			}
			last, walls := who.runs[len(who.runs)-1], gather(who.runs, wall)
			fmt.Fprintf(w, "%s\t%s\t%-22s\t%s\t%s\t%s\t%.0f MB\t%s\t%.1f MB\t%s\n", c.kind(), grouped(c.chapters), who.name,
				shown(median(walls)), spread(walls), shown(median(gather(who.runs, processor))),
				float64(median(gather(who.runs, memory)))/1e6, grouped(last.files), float64(last.bytes)/1e6, compared)
		}
	}
	_ = w.Flush()
}

func shown(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000)
	case d < 10*time.Second:
		return grouped(int(d.Milliseconds())) + " ms"
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

func spread(all []time.Duration) string {
	return shown(slices.Min(all)) + " – " + shown(slices.Max(all))
}

func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

// A bar is a promise about a number.
type bar struct {
	text    string
	holds   bool
	limit   string
	reached string
}

func atMost(limit, reached float64, unit string) bar {
	return bar{unit, reached <= limit, "at most " + number(limit), number(reached)}
}

func atLeast(limit, reached float64, unit string) bar {
	return bar{unit, reached >= limit, "at least " + number(limit), number(reached)}
}

func number(f float64) string {
	if f >= 100 {
		return fmt.Sprintf("%.0f", f)
	}
	return fmt.Sprintf("%.2f", f)
}

// printBars says which promises hold, and fails if one does not.
func printBars(bars []bar) error {
	if len(bars) == 0 {
		fmt.Println("\nThe bars are for 1,000 and 10,000 chapters.")
		return nil
	}
	short := 0
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nbar\treached\t\t")
	for _, b := range bars {
		verdict := "holds"
		if !b.holds {
			verdict = "falls short"
			short++
		}
		fmt.Fprintf(w, "%s%s\t%s\t%s\n", b.limit, b.text, b.reached, verdict)
	}
	_ = w.Flush()
	if short > 0 {
		return errors.New(grouped(short) + " of " + grouped(len(bars)) + " bars fall short")
	}
	return nil
}
