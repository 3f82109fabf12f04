package sample

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

const siteTitle = "A guide of many words"

// Write writes the guide as the product reads it: site.toml and content/.
func (g Guide) Write(root string) error {
	cover := "---\ndescription: A guide to measure with.\n---\n\n# " + siteTitle + "\n\n" + draw(-1, forText).paragraph() + "\n"
	return firstError(
		write(root, "site.toml", g.settings()),
		write(root, "content/index.md", cover),
		each(g.Chapters, func(chapter int) error { return g.WriteChapter(root, chapter, 0) }),
	)
}

// WriteChapter writes one chapter of a guide that is there.
func (g Guide) WriteChapter(root string, chapter, edition int) error {
	text := fmt.Sprintf("---\ndescription: %s\n---\n\n# %s\n\n%s", description(chapter), title(chapter), g.body(chapter, edition))
	return write(root, "content/"+file(chapter), text)
}

// settings are as those of a real guide: half of the parts list their chapters, half use a pattern.
func (g Guide) settings() string {
	var b strings.Builder
	fmt.Fprintf(&b, siteHead, siteTitle)
	accents := words("teal plum amber blue")
	for part := range g.Parts() {
		fmt.Fprintf(&b, "\n[[part]]\ntitle = %q\naccent = %q\n", partTitle(part), accents[part%len(accents)])
		if part%2 == 1 {
			fmt.Fprintf(&b, "chapters = [%q]\n", partFolder(part)+"/*.md")
			continue
		}
		b.WriteString("chapters = [\n")
		for from, to := g.chaptersOf(part); from < to; from++ {
			fmt.Fprintf(&b, "  %q,\n", file(from))
		}
		b.WriteString("]\n")
	}
	return b.String()
}

const siteHead = `title       = %q
tagline     = "Made to be measured"
description = "A guide to measure with."
authors     = ["Nobody"]
language    = "en"
base_url    = "https://example.org/guide/"
license     = "CC BY 4.0"
updated     = 2026-11-22
identifier  = "urn:uuid:2f8d7c58-6f0a-4a37-9d6c-3c1f0b7f5b11"

[callout.try]
title = "Try this"

[reading]
grade    = 8
familiar = ["relationship", "relationships", "boundary", "boundaries"]

[[avoid]]
words   = ["spouse", "spouses", "husband", "husbands", "wife", "wives"]
instead = "partner"

[[avoid]]
words   = ["toxic"]
instead = "what happens"
`

// WriteHugo writes the same guide as Hugo reads it: the titles stand in the front matter, and a folder's title
// in a file of its own. The layouts and the settings are the caller's.
func (g Guide) WriteHugo(root string) error {
	for part := range g.Parts() {
		text := fmt.Sprintf("---\ntitle: %q\nweight: %d\nbuild:\n  render: never\n---\n", partTitle(part), part+1)
		if err := write(root, "content/"+partFolder(part)+"/_index.md", text); err != nil {
			return err
		}
	}
	cover := fmt.Sprintf("---\ntitle: %q\n---\n\n%s\n", siteTitle, draw(-1, forText).paragraph())
	outline := "---\ntitle: Outline\nlayout: outline\n---\n"
	return firstError(
		write(root, "content/_index.md", cover), write(root, "content/outline.md", outline),
		each(g.Chapters, func(chapter int) error { return g.WriteHugoChapter(root, chapter, 0) }),
	)
}

// WriteHugoChapter is WriteChapter for a guide that WriteHugo wrote.
func (g Guide) WriteHugoChapter(root string, chapter, edition int) error {
	text := fmt.Sprintf("---\ntitle: %q\ndescription: %q\nweight: %d\n---\n\n%s",
		title(chapter), description(chapter), chapter+1, g.body(chapter, edition))
	return write(root, "content/"+file(chapter), text)
}

func write(root, path, text string) error {
	name := filepath.Join(root, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, []byte(text), 0o644)
}

// each calls do for 0 … n-1 on all cores, and gives the first error.
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
	return firstError(errs...)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
