package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// oddNames is a guide whose names are as odd as they may be.
const oddNames = `
-- site.toml --
title      = "Odd names"
identifier = "urn:example:odd"
updated    = 2026-11-22
[output]
epub   = true
single = true
[[part]]
title = "Part & parcel's #1, 50% \"off\""
chapters = ["a b/it's 100% #1.md", "a b/*.md", "心/*.md"]
-- content/index.md --
# Odd names

[One](<a b/it's 100%25 %231.md#who-is-this>), [two](a%20b/käse+brot.md), [three](心/愛.md#爱-и-любовь).
-- content/a b/it's 100% #1.md --
# It's 100% #1

## Who is *this?* {#who-is-this}

Back to [the cover](../index.md), and to [](käse+brot.md). A [file](<../a b/plan & more.txt>).

![A dot](<../心/dot 1.png>) is shown.
-- content/a b/käse+brot.md --
# Käse & Brot <3

Then [love](../心/愛.md), [the same](../%E5%BF%83/%E6%84%9B.md)
-- content/a b/plan & more.txt --
One & two.
-- content/心/愛.md --
# 愛

## 爱 и любовь

Look at [the first](<../a b/it's 100%25 %231.md>).
`

func TestTheGuideWorksAnywhere(t *testing.T) {
	t.Parallel()
	g := guide{root: ".."}
	tree, err := g.read()
	if err != nil {
		t.Fatal(err)
	}
	anywhere(t, tree)
}

func TestOddNamesWorkAnywhere(t *testing.T) {
	t.Parallel()
	anywhere(t, oddTree())
}

func oddTree() *source.Tree {
	files := []*source.File{source.NewFile("content/心/dot 1.png", []byte(dot))}
	for _, f := range txtar.Parse([]byte(oddNames)).Files {
		files = append(files, source.NewFile(f.Name, f.Data))
	}
	return source.NewTree(files).Over(builtIn())
}

// dot is a picture of one pixel.
const dot = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89" +
	"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa7\x35\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"

// anywhere builds the guide, and follows everything in its pages at several places.
func anywhere(t *testing.T, tree *source.Tree) {
	for base, prefixes := range map[string][]string{
		"": {"/", "/repo/", "/a/b/c/"}, "https://guide.example/": {"/"},
		"https://guide.example/repo/": {"/repo/"}, "https://guide.example/a/b/c/": {"/a/b/c/"},
	} {
		files := sound(t, guide{baseURL: base}, tree)
		for _, prefix := range prefixes {
			t.Run(fmt.Sprintf("base URL %q at %s", base, prefix), func(t *testing.T) {
				t.Parallel()
				c := newCrawler(t, base, prefix, files)
				c.get = overHTTP(serve.Site(files, prefix))
				c.all()
				c.notFound()
				c.machines()
			})
		}
		if prefixes[0] != "/" {
			continue
		}
		t.Run(fmt.Sprintf("base URL %q from a folder", base), func(t *testing.T) {
			t.Parallel()
			c := newCrawler(t, base, "/home/ann/the guide/", files)
			c.get = c.fromFolder
			c.all()
		})
	}
}

// sound builds a guide that has no errors.
func sound(t *testing.T, g guide, tree *source.Tree) []book.File {
	t.Helper()
	result := build.New(g.options()).Build(tree)
	if errors, _ := diag.Count(result.Problems); errors > 0 {
		t.Fatal(result.Problems)
	}
	return result.Files
}

// A crawler follows all that a browser would fetch for a page, and all that a reader could click.
type crawler struct {
	*testing.T
	base   string // the base URL, whole addresses below which are ours; or empty
	prefix string
	files  map[string][]byte
	get    func(path string) (data []byte, status int)
	pages  map[string]loaded // by path in a URL, unescaped
	from   map[string]string // pages that some page links to, and which one does
}

func newCrawler(t *testing.T, base, prefix string, files []book.File) *crawler {
	c := &crawler{T: t, base: base, prefix: prefix, files: map[string][]byte{}, pages: map[string]loaded{}, from: map[string]string{}}
	for _, f := range files {
		c.files[f.Path] = f.Data
	}
	return c
}

// overHTTP asks a server, once for each path.
func overHTTP(handler http.Handler) func(string) ([]byte, int) {
	answers := map[string]*httptest.ResponseRecorder{}
	return func(path string) ([]byte, int) {
		if answers[path] == nil {
			answers[path] = httptest.NewRecorder()
			handler.ServeHTTP(answers[path], httptest.NewRequest(http.MethodGet, (&url.URL{Path: path}).EscapedPath(), nil))
		}
		return answers[path].Body.Bytes(), answers[path].Code
	}
}

// fromFolder opens a file by its exact name; a folder is no page.
func (c *crawler) fromFolder(path string) ([]byte, int) {
	if data, ok := c.files[strings.TrimPrefix(path, c.prefix)]; ok {
		return data, http.StatusOK
	}
	return nil, http.StatusNotFound
}

// all looks at every page, and wants each to be reached from another.
func (c *crawler) all() {
	for _, name := range slices.Sorted(maps.Keys(c.files)) {
		if strings.HasSuffix(name, ".html") {
			c.page(name)
		}
	}
	for name := range c.files {
		redirect := bytes.Contains(c.files[name], []byte(`http-equiv="refresh"`))
		if strings.HasSuffix(name, ".html") && name != "404.html" && !redirect && c.from[c.prefix+name] == "" {
			c.Errorf("no page links to %s", name)
		}
	}
}

// A loaded page is one that somebody asked for.
type loaded struct {
	document
	ids map[string]int
}

// load gets and parses a page; it has no elements if it is not served.
func (c *crawler) load(path string) loaded {
	if page, ok := c.pages[path]; ok {
		return page
	}
	if data, status := c.get(path); status == http.StatusOK {
		page, err := parse(data)
		if err != nil {
			c.Errorf("%s is not well-formed: %v", path, err)
		}
		c.pages[path] = loaded{page, page.ids()}
	}
	return c.pages[path]
}

func (c *crawler) page(name string) {
	page := c.load(c.prefix + name)
	if page.document == nil {
		c.Errorf("%s is not served", name)
		return
	}
	p := &crawled{crawler: c, name: name, at: &url.URL{Scheme: "https", Host: "guide.example", Path: c.prefix + name}, ids: page.ids}
	p.policy(page.document)
	for _, e := range page.document {
		p.element(e)
	}
}

// notFound looks at the page for lost readers at several depths.
func (c *crawler) notFound() {
	for _, lost := range []string{"no.html", "a/no", "a/b/", "a/b/c/no.html", "a/b/c/d/no", "INDEX.HTML", "Index.html", "index.html/"} {
		data, status := c.get(c.prefix + lost)
		if status != http.StatusNotFound || !bytes.Equal(data, c.files["404.html"]) {
			c.Errorf("%s answers with status %d and %d bytes", lost, status, len(data))
		}
	}
	page, err := parse(c.files["404.html"])
	if err != nil {
		c.Error(err)
	}
	styled := false
	for _, e := range page {
		styled = styled || e.name == "style"
		for _, key := range []string{"href", "src"} {
			address := e.attribute(key)
			if address != "" && !strings.HasPrefix(address, "#") && !strings.HasPrefix(address, "data:") && (c.base == "" || !strings.HasPrefix(address, c.base)) {
				c.Errorf("404.html leads to %q, which depends on where it is shown", address)
			}
		}
	}
	if !styled {
		c.Error("404.html has no style of its own")
	}
}

// machines looks at the files that know the base URL, and wants them only where there is one.
func (c *crawler) machines() {
	for _, name := range []string{"sitemap.xml", "robots.txt", "feed.xml"} {
		data, ok := c.files[name]
		switch {
		case ok && c.base == "":
			c.Errorf("there is a %s without a base URL", name)
		case ok:
			c.addresses(name, data)
		case c.base != "" && name != "feed.xml":
			c.Errorf("there is no %s", name)
		}
	}
	for name, data := range c.files {
		if c.base == "" && bytes.Contains(data, []byte("guide.example")) {
			c.Errorf("%s knows the base URL", name)
		}
	}
}

var address = regexp.MustCompile(`https?://[^\s<"]+`)

func (c *crawler) addresses(name string, data []byte) {
	if strings.HasSuffix(name, ".xml") {
		decoder := xml.NewDecoder(bytes.NewReader(data))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				c.Errorf("%s: %v", name, err)
				break
			}
		}
	}
	for _, found := range address.FindAllString(string(data), -1) {
		u, err := url.Parse(html.UnescapeString(found))
		if err != nil || !strings.HasPrefix(found, c.base) {
			continue // a namespace
		}
		if _, status := c.get(u.Path); status != http.StatusOK {
			c.Errorf("%s names %s: %d", name, found, status)
		}
	}
}
