// Floor is the least that any program must do to turn a guide into pages: read all files, parse and render them
// with the product's Markdown library and highlighter, put each into a shell of strings, and write it.
//
// It finds no mistakes, follows no links, and does not care what it overwrites. It reads the sample guides only.
// When garbage is collected is said by GOGC and GOMEMLIMIT.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: floor GUIDE TARGET STYLE")
		os.Exit(2)
	}
	if err := build(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

// A page is a chapter and what the shell shows of it.
type page struct {
	path        string // relative to the content, without its ending
	title       string
	description string
	body        []byte
	headings    []heading
	part        int
}

type heading struct {
	level    int
	id, text string
}

// A guide is all pages in order, those of a part one after the other.
type guide struct {
	pages []*page
	parts []string // titles
	first []int    // of the parts: the number of their first page
	style string
}

func build(root, target, styleFile string) error {
	style, err := os.ReadFile(styleFile)
	if err != nil {
		return err
	}
	g := &guide{style: string(style)}
	if g.parts, err = partTitles(filepath.Join(root, "site.toml")); err != nil {
		return err
	}
	content := filepath.Join(root, "content")
	paths, err := g.list(content)
	if err != nil {
		return err
	}
	g.pages = make([]*page, len(paths))
	err = each(len(paths), func(i int) error {
		g.pages[i], err = read(content, paths[i], g.partOf(i))
		return err
	})
	if err != nil {
		return err
	}
	return g.write(target)
}

// list gives the paths of the chapters, by part.
func (g *guide) list(content string) ([]string, error) {
	var paths []string
	folders, err := os.ReadDir(content)
	if err != nil {
		return nil, err
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		files, err := os.ReadDir(filepath.Join(content, folder.Name()))
		if err != nil {
			return nil, err
		}
		g.first = append(g.first, len(paths))
		for _, f := range files {
			paths = append(paths, folder.Name()+"/"+f.Name())
		}
	}
	return paths, nil
}

func (g *guide) partOf(page int) int {
	part, found := slices.BinarySearch(g.first, page)
	if !found {
		part--
	}
	return part
}

func partTitles(settings string) ([]string, error) {
	data, err := os.ReadFile(settings)
	if err != nil {
		return nil, err
	}
	var titles []string
	_, rest, found := strings.Cut(string(data), "[[part]]\ntitle = \"")
	for found {
		title, after, _ := strings.Cut(rest, `"`)
		titles = append(titles, title)
		_, rest, found = strings.Cut(after, "[[part]]\ntitle = \"")
	}
	return titles, nil
}

func (g *guide) write(target string) error {
	for _, first := range g.first {
		if err := os.MkdirAll(filepath.Join(target, filepath.Dir(g.pages[first].path)), 0o755); err != nil {
			return err
		}
	}
	if err := os.WriteFile(filepath.Join(target, "index.html"), g.outline(), 0o644); err != nil {
		return err
	}
	return each(len(g.pages), func(i int) error {
		return os.WriteFile(filepath.Join(target, g.pages[i].path+".html"), g.shell(i), 0o644)
	})
}

// each calls do for 0 … n-1 on all cores, and gives an error if there is one.
func each(n int, do func(int) error) error {
	var next atomic.Int64
	var group sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0))
	for worker := range errs {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && errs[worker] == nil; i = int(next.Add(1)) - 1 {
				errs[worker] = do(i)
			}
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
