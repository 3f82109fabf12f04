package config

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// Fixed tells whether a path relative to content/ is that of a page which every guide has, and which no part
// must list. Patterns do not match these; a part may name them.
func Fixed(path string) bool {
	return slices.Contains([]string{"index.md", "glossary.md", "references.md", "outline.md", "a-z.md", "404.md"}, path)
}

func isPattern(entry string) bool { return strings.Contains(entry, "*") }

// parts checks what is written in the parts, and leaves it as it is, so that its places can be found.
func (p *parser) parts(parts []Part) []Part {
	first := map[string]diag.Position{}
	for i := range parts {
		part := &parts[i]
		part.Title = p.required(part.Title, `title = "Understand"`, "part", i, "title")
		if len(part.Chapters) == 0 {
			p.lacking(`chapters = ["understand/*.md"]`, "part", i, "chapters")
		}
		if part.Accent != "" && !name.MatchString(part.Accent) {
			p.report(badValue, p.index.At("part", i, "accent"), `write a name such as "teal"`, "%q cannot be an accent", part.Accent)
			part.Accent = ""
		}
		for j, entry := range part.Chapters {
			p.entry(entry, p.index.At("part", i, "chapters", j), first)
		}
	}
	return parts
}

func (p *parser) entry(entry string, at diag.Position, first map[string]diag.Position) {
	if message, hint := faulty(entry); message != "" {
		p.report(badPath, at, hint, "%s", message)
	} else if before, twice := first[entry]; twice {
		p.report(badPath, at, fmt.Sprintf("it is listed first on line %d", before.Line), "%s is listed twice", entry)
	} else {
		first[entry] = at
	}
}

// faulty says what is wrong with a path or pattern, and what to do; nothing if the message is empty.
func faulty(entry string) (message, hint string) {
	clean := strings.TrimLeft(path.Clean("/"+entry), "/")
	switch {
	case strings.TrimSpace(entry) == "":
		return "the path is empty", ""
	case strings.Contains(entry, `\`):
		return "a path is written with /", `write "` + strings.ReplaceAll(entry, `\`, "/") + `"`
	case strings.HasPrefix(entry, "/"):
		return "a path is relative to content/, and does not begin with /", `write "` + clean + `"`
	case strings.HasPrefix(path.Clean(entry)+"/", "../"):
		return "the path leaves content/", "chapters stand under content/"
	case strings.Contains(entry, "**"):
		return "* stays in its folder, so ** means nothing", "list each folder: chapters = [\"one/*.md\", \"two/*.md\"]"
	case strings.ContainsAny(entry, "?["):
		return "a pattern may hold * only", ""
	case strings.HasSuffix(entry, "/"):
		return "this is a folder", `to list its chapters, write "` + clean + `/*.md"`
	case path.Clean(entry) != entry:
		return "the path is not in its shortest form", `write "` + clean + `"`
	case strings.HasSuffix(entry, "*"):
		return "a path ends in .md", `write "` + entry + `.md"`
	case !strings.HasSuffix(entry, ".md"):
		return "a path ends in .md", ""
	}
	return "", ""
}

// Arrange puts chapters into parts: for each of Parts, the paths of its chapters in order. It is given the
// paths of all chapters relative to content/, in byte order; those that are drafts are left out silently,
// whether or not they are among the paths.
//
// A chapter stands where it is named first. A pattern adds those that no part names and that no pattern
// before it added, in byte order. What is named but does not exist, also by the help link, is a problem, and
// so is a pattern that adds nothing.
func (c *Config) Arrange(paths []string, drafts map[string]bool) ([][]string, []diag.Problem) {
	a := arranger{Config: c, paths: paths, drafts: drafts, named: map[string]bool{}, taken: map[string]bool{}}
	for _, part := range c.Parts {
		for _, entry := range part.Chapters {
			a.named[entry] = true
		}
	}
	arranged := make([][]string, len(c.Parts))
	for i, part := range c.Parts {
		for j, entry := range part.Chapters {
			arranged[i] = append(arranged[i], a.entry(entry, i, j)...)
		}
	}
	a.help()
	return arranged, a.problems
}

type arranger struct {
	*Config
	paths        []string
	drafts       map[string]bool
	named, taken map[string]bool // by a part; by what came before
	problems     []diag.Problem
}

func (a *arranger) entry(entry string, part, i int) []string {
	if message, _ := faulty(entry); message != "" || a.taken[entry] {
		return nil // Parse has reported it
	}
	a.taken[entry] = true
	if isPattern(entry) {
		return a.match(entry, part, i)
	}
	switch {
	case a.drafts[entry]:
		return nil
	case a.exists(entry):
		return []string{entry}
	case !Fixed(entry):
		a.missing(entry, a.At("part", part, "chapters", i))
	}
	return nil
}

func (a *arranger) exists(name string) bool {
	_, ok := slices.BinarySearch(a.paths, name)
	return ok
}

func (a *arranger) match(pattern string, part, i int) []string {
	var added []string
	drafts, elsewhere := false, 0
	for _, name := range a.candidates(pattern) {
		switch {
		case a.drafts[name]:
			drafts = true
		case a.named[name] || a.taken[name]:
			elsewhere++
		case !Fixed(name):
			a.taken[name] = true
			added = append(added, name)
		}
	}
	if added == nil && !drafts {
		problem := nothingMatched.At(a.At("part", part, "chapters", i), "%s matches no chapter", pattern)
		if elsewhere > 0 {
			problem.Message = pattern + " adds nothing: what it matches is listed elsewhere"
			problem.Hint = "delete the pattern"
		} else if inside, ok := strings.CutPrefix(pattern, "content/"); ok {
			problem.Hint = `paths are relative to content/: write "` + inside + `"`
		}
		a.problems = append(a.problems, problem)
	}
	return added
}

// candidates lists what the pattern matches, drafts included.
func (a *arranger) candidates(pattern string) []string {
	var matched []string
	prefix, _, _ := strings.Cut(pattern, "*")
	from, _ := slices.BinarySearch(a.paths, prefix)
	for _, name := range a.paths[from:] {
		if !strings.HasPrefix(name, prefix) {
			break
		}
		if ok, _ := path.Match(pattern, name); ok {
			matched = append(matched, name)
		}
	}
	for name := range a.drafts {
		if ok, _ := path.Match(pattern, name); ok && !a.exists(name) {
			matched = append(matched, name)
		}
	}
	return matched
}

func (a *arranger) help() {
	name := a.Help.Chapter
	switch at := a.At("help", "chapter"); {
	case name == "":
	case a.drafts[name]:
		a.problems = append(a.problems, missingChapter.At(at, "%s is a draft, but every page links to it", name).
			WithHint("delete draft from its front matter, or link to another chapter"))
	case !a.exists(name) && !Fixed(name):
		a.missing(name, at)
	}
}

func (a *arranger) missing(name string, at diag.Position) {
	a.problems = append(a.problems, missingChapter.At(at, "there is no content/%s", name).WithHint("%s", a.likely(name)))
}

// likely guesses which chapter is meant: by another case, in another folder, or misspelt.
func (a *arranger) likely(name string) string {
	if inside, ok := strings.CutPrefix(name, "content/"); ok && a.exists(inside) {
		return `paths are relative to content/: write "` + inside + `"`
	}
	var siblings, namesakes []string
	for _, other := range a.paths {
		switch {
		case strings.EqualFold(other, name):
			return `upper and lower case count: write "` + other + `"`
		case path.Dir(other) == path.Dir(name):
			siblings = append(siblings, other)
		case path.Base(other) == path.Base(name):
			namesakes = append(namesakes, other)
		}
	}
	if len(namesakes) == 1 {
		return `did you mean "` + namesakes[0] + `"?`
	}
	return diag.DidYouMean(name, append(siblings, namesakes...))
}
