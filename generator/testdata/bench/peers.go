package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"bench/sample"
)

// hugoSite holds our settings and layouts for Hugo. "all:" takes the folder _partials too.
//
//go:embed all:hugo
var hugoSite embed.FS

const hugoModule = "github.com/gohugoio/hugo"

// measurePeers compares the product with Hugo and, on smaller guides, with programs on Node.
func measurePeers(ctx context.Context, s *shop) error {
	version, note, err := s.hugoVersion(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "building Hugo %s, which takes minutes the first time\n", version)
	build := s.goCommand(ctx, "install", hugoModule+"@"+version)
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("cannot build Hugo %s: %w\n%s", version, err, said)
	}
	peers, notes := s.nodePeers(ctx)
	courses, err := s.courses(ctx, func(c *course, g sample.Guide, root string) error {
		hugo, err := s.hugo(g, root+"-hugo")
		c.contestants = []*contestant{s.cold(root, g.Chapters), hugo}
		if c.chapters > nodeChapters {
			return err
		}
		for _, peer := range peers {
			one, failed := s.onNode(peer, g, filepath.Base(root))
			c.contestants, err = append(c.contestants, one), errors.Join(err, failed)
		}
		return err
	})
	if err != nil {
		return err
	}
	before := load()
	if err := race(ctx, courses, s.runs); err != nil {
		return err
	}
	printMachine(before, s.runs)
	fmt.Println(strings.Join(append([]string{"Hugo " + version + note}, notes...), "\n"))
	faster := func(one, two *contestant, value func(taken) time.Duration) float64 { return ratio(two, one, value) }
	printTable(courses, "faster", faster)
	if len(peers) > 0 {
		printRatios(courses)
	}
	return printBars(peerBars(courses))
}

func peerBars(courses []*course) []bar {
	var bars []bar
	for _, c := range courses {
		if c.chapters >= 1000 {
			least := 4.0
			if c.code {
				least = 2.3
			}
			bars = append(bars, atLeast(least, ratio(c.contestants[1], c.contestants[0], wall), "× as fast as Hugo, "+c.name()))
		}
	}
	return bars
}

// goCommand runs go outside of this module, and puts programs into the shop.
func (s *shop) goCommand(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Dir = s.dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOBIN="+s.dir, "GOFLAGS=")
	return cmd
}

// hugoVersion is the newest that this Go can build: of a module that needs a newer one, go lists no Go version.
func (s *shop) hugoVersion(ctx context.Context) (version, note string, err error) {
	if s.options.hugo != "" {
		return s.options.hugo, "", nil
	}
	list, err := s.goCommand(ctx, "list", "-m", "-versions", "-f", "{{range .Versions}}{{.}} {{end}}", hugoModule).Output()
	if err != nil {
		return "", "", fmt.Errorf("cannot list the versions of Hugo: %w", err)
	}
	for _, version := range slices.Backward(strings.Fields(string(list))) {
		if strings.Contains(version, "-") {
			continue // not yet released
		}
		goVersion, err := s.goCommand(ctx, "list", "-m", "-f", "{{.GoVersion}}", hugoModule+"@"+version).Output()
		if err != nil {
			return "", "", fmt.Errorf("cannot look at Hugo %s: %w", version, err)
		}
		if len(strings.TrimSpace(string(goVersion))) > 0 {
			return version, note, nil
		}
		if note == "" {
			note = " (the newest that this Go can build; " + version + " needs a newer Go)"
		}
	}
	return "", "", errors.New("no version of Hugo can be built by this Go")
}

// hugo writes the guide as Hugo wants it.
func (s *shop) hugo(g sample.Guide, root string) (*contestant, error) {
	site, err := fs.Sub(hugoSite, "hugo")
	if err != nil {
		return nil, err
	}
	if err := os.CopyFS(root, site); err != nil {
		return nil, err
	}
	if err := os.Link(s.style, filepath.Join(root, "style.css")); err != nil {
		return nil, err
	}
	return &contestant{
		name: "hugo, cold", folder: filepath.Join(root, "public"), pages: g.Chapters,
		command: func(target string) []string {
			return []string{filepath.Join(s.dir, "hugo"), "build", "--quiet", "--noBuildLock", "--source", root,
				"--destination", target, "--cacheDir", filepath.Join(s.dir, "hugo-cache")}
		},
	}, g.WriteHugo(root)
}
