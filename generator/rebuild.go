package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"path"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/watch"
)

// A built is one build in a row of them.
type built struct {
	first   bool
	tree    *source.Tree
	changed []string          // paths of the inputs that are not as they were
	moved   map[string]string // new paths of pages by their old ones
	builder *build.Builder
	result  build.Result
	took    time.Duration
}

// stubborn is how often in a row a build may be given up for a newer snapshot, so that something is shown in the end.
const stubborn = 3

// rebuild builds the guide, and again after each change, until the context ends. Pages that a preview's browsers look at are
// shown there as soon as they are made. One build runs at a time, and one that is no longer of the newest snapshot is
// given up.
func (g *guide) rebuild(ctx context.Context, poll bool, to *serve.Preview, tell func(string), each func(built) error) error {
	if _, err := prefixOf(g.baseURL); err != nil {
		return err
	}
	// Unlike a single build, a long life must collect its garbage; best while nobody saves.
	defer debug.SetGCPercent(debug.SetGCPercent(200))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	watcher, err := watch.Start(ctx, g.root, poll, tell)
	if err != nil {
		return err
	}
	defer watcher.Wait()
	defer stop()
	options := g.options()
	options.Again = true
	if to != nil {
		options.Looked, options.Ahead = to.Looked, to.ShowAhead
	}
	next := built{first: true, builder: build.New(options)}
	base, givenUp := builtIn(), 0
	var last *source.Tree
	var idle <-chan time.Time
	for {
		own, newer := watcher.Latest()
		if own == last {
			select {
			case <-newer:
			case <-idle:
				runtime.GC()
			case <-ctx.Done():
				return nil
			}
			continue
		}
		if givenUp == stubborn {
			newer = nil
		}
		begin, tree := time.Now(), own.Over(base)
		result, whole := next.builder.BuildUntil(either(ctx, newer), tree)
		if ctx.Err() != nil {
			return nil
		}
		if !whole {
			givenUp++
			continue
		}
		if last != nil {
			next.changed = last.Changes(own)
			next.moved = moved(last, own, next.changed)
		}
		next.tree, next.result, next.took = tree, result, time.Since(begin)
		if err := each(next); err != nil {
			return err
		}
		last, givenUp, next.first = own, 0, false
		idle = time.After(time.Second / 2)
	}
}

// either gives a channel that is closed once the context has ended or the other channel is closed.
func either(ctx context.Context, other <-chan struct{}) <-chan struct{} {
	if other == nil {
		return ctx.Done()
	}
	both := make(chan struct{})
	go func() {
		defer close(both)
		select {
		case <-ctx.Done():
		case <-other:
		}
	}()
	return both
}

// moved finds chapters that now stand at another path, by their bytes.
func moved(old, now *source.Tree, changed []string) map[string]string {
	to := map[source.Hash]string{}
	for _, name := range changed {
		if f := now.File(name); f != nil && old.File(name) == nil && path.Ext(name) == ".md" {
			to[f.Hash()] = name
		}
	}
	found := map[string]string{}
	for _, name := range changed {
		if f := old.File(name); f != nil && now.File(name) == nil {
			if other := to[f.Hash()]; other != "" {
				found[pageOf(name)] = pageOf(other)
			}
		}
	}
	return found
}

// pageOf is the path of a chapter's page.
func pageOf(name string) string {
	return strings.TrimSuffix(strings.TrimPrefix(name, "content/"), ".md") + ".html"
}

// A screen is the terminal: a list of problems where it is another than before, and a line for each build.
type screen struct {
	root     string
	out, err io.Writer
	problems []diag.Problem
}

func (s *screen) line(text string) { fmt.Fprintln(s.err, "guide: "+text) }

// report prints the problems, if they are others than before.
func (s *screen) report(b built) {
	if !slices.Equal(s.problems, b.result.Problems) {
		report(s.err, s.root, b.result.Problems)
		if len(b.result.Problems) == 0 {
			fmt.Fprintln(s.out, "no problems any more")
		}
	}
	s.problems = b.result.Problems
}

// show prints what a build made.
func (s *screen) show(b built, changed []string) {
	s.report(b)
	if b.first {
		fmt.Fprintf(s.out, "%s (%s)\n", summary(b.result), milliseconds(b.took))
		return
	}
	if wrong, _ := diag.Count(b.result.Problems); wrong > 0 {
		fmt.Fprintf(s.out, "%s: %s, so the last good pages stay (%s)\n", causes(b.changed), count(wrong, "error"), milliseconds(b.took))
		return
	}
	fmt.Fprintf(s.out, "%s: %s made anew (%s)\n", causes(b.changed), count(len(changed), "file"), milliseconds(b.took))
}

// causes names what was changed, or how much it was.
func causes(changed []string) string {
	if len(changed) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(changed[:2], ", "), len(changed)-2)
	}
	return strings.Join(changed, ", ")
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%d ms", d.Milliseconds()) }
