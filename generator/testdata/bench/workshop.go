package main

import (
	"bytes"
	"context"
	"debug/buildinfo"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"bench/sample"
)

// A shop is the folder in which all is made, and what stands in it.
type shop struct {
	options
	dir   string
	guide string // the product: a copy, so that nobody builds another in the middle
	style string // file with the styles of the product's pages, for those of the others
}

// workshop makes the folder, lets measure work in it, and deletes it.
func workshop(ctx context.Context, o options, measure func(context.Context, *shop) error) (err error) {
	dir, err := os.MkdirTemp("", "guide-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := o.room(dir); err != nil {
		return err
	}
	s := &shop{options: o, dir: dir, guide: filepath.Join(dir, "guide"), style: filepath.Join(dir, "style.css")}
	program, err := os.ReadFile(o.guide)
	if err != nil {
		return fmt.Errorf("%w (make it by: make build)", err)
	}
	if err := os.WriteFile(s.guide, program, 0o755); err != nil {
		return err
	}
	if err := s.takeStyle(ctx); err != nil {
		return err
	}
	return measure(ctx, s)
}

// room makes sure that the disk is large enough. A page takes some 35 KB; two programs write each, with code and
// without, in every run, and three on Node twice as much in a few. The chapters themselves are small.
func (o *options) room(dir string) error {
	pages := 0
	for _, n := range o.sizes {
		pages += n * 4 * (runsOf(n, o.runs) + 1)
		if o.node && n <= nodeChapters {
			pages += n * 12 * nodeRuns
		}
	}
	var disk syscall.Statfs_t
	if err := syscall.Statfs(dir, &disk); err != nil {
		return err
	}
	need, free := uint64(pages)*35_000+1_000_000_000, uint64(disk.Bavail)*uint64(disk.Bsize)
	if free < need {
		return fmt.Errorf("%s has %d MB free, and %d MB are needed; set TMPDIR, or choose fewer -runs or smaller -sizes", dir, free/1e6, need/1e6)
	}
	return nil
}

// takeStyle builds a small guide and keeps the styles of a page. All programs put them into every page, so that
// all write pages of one size.
func (s *shop) takeStyle(ctx context.Context) error {
	root := filepath.Join(s.dir, "small")
	if err := (sample.Guide{Chapters: 1}).Write(root); err != nil {
		return err
	}
	if _, err := execute(ctx, nil, s.guide, "build", "--root", root); err != nil {
		return err
	}
	pages, err := filepath.Glob(filepath.Join(root, "public", "part-001", "*.html"))
	if err != nil || len(pages) == 0 {
		return errors.Join(err, errors.New("the product made no page"))
	}
	page, err := os.ReadFile(pages[0])
	if err != nil {
		return err
	}
	_, style, _ := strings.Cut(string(page), "<style>")
	style, _, _ = strings.Cut(style, "</style>")
	return os.WriteFile(s.style, []byte(style), 0o644)
}

// courses writes a guide of each size, once as prose and once with code, and lets the product check it.
func (s *shop) courses(ctx context.Context, enter func(*course, sample.Guide, string) error) ([]*course, error) {
	var all []*course
	for _, n := range s.sizes {
		for _, code := range []bool{false, true} {
			c, g := &course{chapters: n, code: code}, sample.Guide{Chapters: n, Code: code}
			root := filepath.Join(s.dir, fmt.Sprintf("%d-%s", n, strings.ReplaceAll(c.kind(), " ", "-")))
			if err := g.Write(root); err != nil {
				return nil, err
			}
			said, err := exec.CommandContext(ctx, s.guide, "check", "--root", root).CombinedOutput()
			said = bytes.TrimSpace(said)
			if err != nil {
				return nil, fmt.Errorf("the product finds mistakes in a sample: %w\n%s", err, said[:min(len(said), 4000)])
			}
			fmt.Fprintf(os.Stderr, "%s: %s\n", c.kind(), said[bytes.LastIndexByte(said, '\n')+1:])
			if err := enter(c, g, root); err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	return all, nil
}

// cold is the product, building from nothing.
func (s *shop) cold(root string, chapters int) *contestant {
	return &contestant{
		name: "guide build, cold", folder: filepath.Join(root, "public"), pages: chapters,
		command: func(target string) []string { return []string{s.guide, "build", "--root", root, "--out", target} },
	}
}

// sameLibraries makes sure that two programs have the same version of what they share.
func sameLibraries(one, other string, modules ...string) error {
	a, err := versions(one)
	if err != nil {
		return err
	}
	b, err := versions(other)
	if err != nil {
		return err
	}
	for _, m := range modules {
		if a[m] != b[m] {
			return fmt.Errorf("%s: the product has %s, the bench %s; change go.mod of the bench", m, a[m], b[m])
		}
	}
	return nil
}

func versions(program string) (map[string]string, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	all := map[string]string{"go": info.GoVersion}
	for _, m := range info.Deps {
		all[m.Path] = m.Version
	}
	return all, nil
}
