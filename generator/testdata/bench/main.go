// Bench measures how long the product takes to build guides of many sizes, beside the least that any program
// must do (floor), beside Hugo and what runs on Node (peers), how long a save takes to be seen (saves), and what a
// guide of very many chapters costs (scale), on this machine and in one run.
//
//	go run . floor [-quick] [-sizes 12,100,1000,10000] [-runs N]
//	go run . saves [-quick] [-sizes 100,1000,10000] [-runs N]
//	go run . peers [-quick] [-sizes 1000,10000] [-runs N] [-hugo v0.165.0] [-node=false]
//	go run . scale [-sizes 1000,10000,100000]
//	go run . write [-code] [-short] -sizes N FOLDER
//
// It is a module of its own, so that what it compares with never enters the product's. It runs on Linux and
// macOS. What it writes stands in a folder of its own below TMPDIR, and is deleted at the end.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"bench/sample"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	if errors.Is(err, flag.ErrHelp) {
		os.Exit(2)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// options are what the flags say.
type options struct {
	guide string // the product
	sizes []int
	runs  int
	code  bool
	short bool
	hugo  string // version
	node  bool   // with programs on Node
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New("which one? floor, saves, peers, scale or write")
	}
	o, rest, err := parse(args[0], args[1:])
	if err != nil {
		return err
	}
	switch args[0] {
	case "floor":
		return workshop(ctx, o, measureFloor)
	case "saves":
		return workshop(ctx, o, measureSaves)
	case "peers":
		return workshop(ctx, o, measurePeers)
	case "scale":
		return workshop(ctx, o, measureScale)
	case "write":
		if len(rest) != 1 || len(o.sizes) != 1 {
			return errors.New("usage: write [-code] [-short] -sizes N FOLDER")
		}
		return sample.Guide{Chapters: o.sizes[0], Code: o.code, Short: o.short}.Write(rest[0])
	}
	return fmt.Errorf("%q is neither floor, saves, peers, scale nor write", args[0])
}

func parse(command string, args []string) (o options, rest []string, err error) {
	flags := flag.NewFlagSet(command, flag.ContinueOnError)
	sizes := flags.String("sizes", "", "numbers of chapters (default 12,100,1000,10000)")
	quick := flags.Bool("quick", false, "small guides and few runs, to see that it works")
	flags.IntVar(&o.runs, "runs", 9, "how often each guide is built; large ones half as often")
	flags.BoolVar(&o.code, "code", false, "with a block of code in each chapter (write)")
	flags.BoolVar(&o.short, "short", false, "with few words in each chapter (write)")
	flags.StringVar(&o.guide, "guide", "../../../bin/guide", "the product")
	flags.StringVar(&o.hugo, "hugo", "", "version of Hugo (default: the newest that this Go can build)")
	flags.BoolVar(&o.node, "node", true, "with Eleventy, VitePress and Starlight, if Node is there (peers)")
	if err := flags.Parse(args); err != nil {
		return o, nil, flag.ErrHelp
	}
	if *quick {
		o.runs = min(o.runs, 3)
	}
	if command == "scale" {
		o.runs = 1
	}
	switch {
	case *sizes != "":
		o.sizes, err = numbers(*sizes)
	case *quick:
		o.sizes = []int{12, 100}
	case command == "scale":
		o.sizes = []int{1000, 10_000, 100_000}
	default:
		o.sizes = []int{12, 100, 1000, 10000}
	}
	return o, flags.Args(), err
}

func numbers(list string) (all []int, err error) {
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 || n > 100_000 {
			return nil, fmt.Errorf("-sizes: %q is no number from 1 to 100,000", text)
		}
		all = append(all, n)
	}
	slices.Sort(all)
	return all, nil
}
