package build_test

import (
	"io/fs"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/check"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/disk"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/site"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/layouts"
)

// sample is a guide without a problem that has one of everything.
const sample = `
-- site.toml --
title       = "A small guide"
tagline     = "One of everything"
description = "A guide for tests."
authors     = ["Ann Author"]
language    = "en"
license     = "CC BY 4.0"
updated     = 2026-01-02

[help]
label   = "Get help"
chapter = "more/help.md"

[[part]]
title    = "First"
accent   = "teal"
chapters = ["first/begin.md", "first/go-on.md"]

[[part]]
title    = "Second"
chapters = ["second/*.md"]

[[part]]
title    = "More"
chapters = ["more/*.md"]

[callout.try]
title = "Try this"

[[avoid]]
words   = ["spouse"]
instead = "partner"
-- content/index.md --
# A small guide

Begin [here at the start](first/begin.md).
-- content/first/begin.md --
---
description: How to begin.
nav_title: Begin
keywords: [start, first]
aliases: [old/start.html]
sources_checked: 2026-01-01
---

# How to begin

A [trust](../glossary.md#trust) grows slowly [@ann-2001]. See [](go-on.md) and [the end](go-on.md#the-end).

## What to do {#todo}

> [!TRY]
> Ask one thing today.[^1]

[^1]: One is enough.

## Then

![Two circles](figures/two.svg "Two of them")

More is in [what comes next](../second/next.md).
-- content/first/go-on.md --
# How to go on

| When | What |
|------|-----:|
| now  | this |

- [x] read
- [ ] do

## The end

` + "```go\nfunc main() { println(\"hello\") }\n```" + `

Then [@ann-2001, p. 3; @bob-2002] rest, as in [repair](../glossary.md#repair).
-- content/first/figures/two.svg --
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><circle cx="5" cy="5" r="4"/><circle cx="15" cy="5" r="4" style="fill:none"/></svg>
-- content/second/next.md --
---
sensitive: true
tab_title: Notes
---

# What comes next

> [!NOTE]
> A "quoted" word.

Back to [how to begin](../first/begin.md#todo).
-- content/second/last.md --
# What comes last

The [plan as text](files/plan.txt) is short.

> [!QUIZ] which
> Which of the two?
>
> - [ ] This
>
>   Not this [@bob-2002].
> - [x] That
>
>   Yes.

> [!REFLECTION] ../reflection.toml
-- content/second/files/plan.txt --
One, two, three.
-- content/second/later.md --
---
draft: true
---

# What is not ready

Not yet.
-- content/more/help.md --
# Get help

Call somebody you know, [in Ireland](#ireland) or elsewhere.

> [!HELP] ../help.toml
-- content/help.toml --
[[country]]
name = "Ireland"
[[country.emergency]]
phone  = "112"
source = "https://gov.example/112"
read   = 2026-01-01
-- content/reflection.toml --
id = "reflection"
title = "How we do things"
timeframe = "In the last month"
min_answered = 1
options = ["Never", "Rarely", "Sometimes", "Often", "Always"]
skip = "Skip"
[[dimension]]
id = "voice"
title = "Voice"
low = "Quiet"
high = "Heard"
chapter = "first/begin.md"
[[dimension.item]]
text = "I spoke."
[[dimension.band]]
upto = 5
text = "So it is."
try = "Speak."
-- content/glossary.md --
# Glossary

## Trust

Being sure of somebody.

## Repair

Mending what broke.
-- content/references.json --
[
  {"id": "ann-2001", "type": "book", "title": "On trust", "author": [{"family": "Ann", "given": "A."}],
   "issued": {"date-parts": [[2001]]}, "publisher": "Press"},
  {"id": "bob-2002", "type": "article-journal", "title": "On rest", "author": [{"family": "Bob", "given": "B."}],
   "issued": {"date-parts": [[2002]]}, "container-title": "Journal", "volume": "1", "page": "1-9"}
]
-- content/findings.toml --
[ann-2001]
finding = "People who trusted did so slowly."
limits  = "Ten people."

[bob-2002]
finding = "Rest helped."
limits  = "One study."
-- content/static/CNAME --
example.org
-- layouts/strings/de.toml --
callout-note = "Anmerkung"
sources      = "Quellen"
`

// A guide is its input files by path.
type guide map[string]string

func unpack(archive string) guide {
	g := guide{}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		g[f.Name] = string(f.Data)
	}
	return g
}

// with is the guide with other or further files.
func (g guide) with(archive string) guide {
	other := maps.Clone(g)
	maps.Copy(other, unpack(archive))
	return other
}

// edited is the guide with old replaced by new in a file, where it must stand.
func (g guide) edited(t *testing.T, path, old, new string) guide {
	t.Helper()
	if !strings.Contains(g[path], old) {
		t.Fatalf("%s does not hold %q", path, old)
	}
	other := maps.Clone(g)
	other[path] = strings.Replace(g[path], old, new, 1)
	return other
}

// tree is the snapshot that the command would take of the guide.
func (g guide) tree() *source.Tree {
	var files []*source.File
	for path, text := range g {
		files = append(files, source.NewFile(path, []byte(text)))
	}
	return source.NewTree(files).Over(builtIn())
}

var builtIn = sync.OnceValue(func() *source.Tree {
	var files []*source.File
	err := fs.WalkDir(layouts.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := layouts.Files.ReadFile(path)
		files = append(files, source.NewFile("layouts/"+path, data))
		return err
	})
	if err != nil {
		panic(err)
	}
	return source.NewTree(files)
})

// settings are those of the command.
func settings() build.Options {
	return build.Options{
		Outputs: []book.Output{site.Output},
		Checks: []check.Check{
			check.Order, check.Links, check.Evidence, check.Files, check.Headings, check.LinkTexts, check.Alternatives,
			check.Repeats, check.Words, check.Claims, check.Reading, check.Weight,
		},
		Rules: disk.Rules,
		Files: true,
	}
}

// find returns a published file, or fails the test.
func find(t *testing.T, r build.Result, path string) string {
	t.Helper()
	i := slices.IndexFunc(r.Files, func(f book.File) bool { return f.Path == path })
	if i < 0 {
		t.Fatalf("%s is not published", path)
	}
	return string(r.Files[i].Data)
}

// report is the problems as the command prints them.
func report(problems []diag.Problem) string {
	var out strings.Builder
	for _, p := range problems {
		out.WriteString(p.String() + "\n")
	}
	return out.String()
}

// quick collects garbage less often while a test runs: the program does not at all, and the race detector makes it dear.
func quick(t *testing.T) {
	before := debug.SetGCPercent(400)
	t.Cleanup(func() { debug.SetGCPercent(before) })
}

func TestTheSampleHasNoProblem(t *testing.T) {
	if got := report(build.New(settings()).Build(unpack(sample).tree()).Problems); got != "" {
		t.Error(got)
	}
}
