package build_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
)

// An editor changes a guide as people and accidents do: one edit at a time, by a seeded chance.
type editor struct {
	*rand.Rand
	guide  guide
	past   []guide
	deck   []int // of edits to be made before any is made again
	serial int   // makes new names and texts new
}

// step makes one edit that changes something.
func (e *editor) step() string {
	e.past = append(e.past, maps.Clone(e.guide))
	for {
		e.serial++
		if len(e.deck) == 0 {
			e.deck = e.Perm(len(edits))
		}
		did := edits[e.deck[0]](e)
		e.deck = e.deck[1:]
		if did != "" && !maps.Equal(e.guide, e.past[len(e.past)-1]) {
			return did
		}
	}
}

// file picks one of the files that there are whose path begins and ends so.
func (e *editor) file(prefix, suffix string) string {
	var paths []string
	for path := range e.guide {
		if strings.HasPrefix(path, prefix) && strings.HasSuffix(path, suffix) {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		return ""
	}
	slices.Sort(paths)
	return paths[e.IntN(len(paths))]
}

func (e *editor) chapter() string { return e.file("content/", ".md") }

func (e *editor) one(of ...string) string { return of[e.IntN(len(of))] }

func (e *editor) add(path, text string) string {
	if path == "" {
		return ""
	}
	e.guide[path] += text
	return fmt.Sprintf("append %q to %s", text, path)
}

func (e *editor) replace(path, old, new string) string {
	if path == "" || !strings.Contains(e.guide[path], old) {
		return ""
	}
	e.guide[path] = strings.Replace(e.guide[path], old, new, 1)
	return fmt.Sprintf("replace %q by %q in %s", old, new, path)
}

// line replaces the first line with the prefix.
func (e *editor) line(path, prefix, new string) string {
	for line := range strings.Lines(e.guide[path]) {
		if strings.HasPrefix(line, prefix) {
			return e.replace(path, line, new)
		}
	}
	return ""
}

func (e *editor) write(path, text string) string {
	if path == "" {
		return ""
	}
	e.guide[path] = text
	return fmt.Sprintf("write %q as %s", text, path)
}

func (e *editor) remove(path string) string {
	if path == "" {
		return ""
	}
	delete(e.guide, path)
	return "delete " + path
}

func (e *editor) rename(from, to string) string {
	if from == "" {
		return ""
	}
	text := e.guide[from]
	delete(e.guide, from)
	e.guide[to] = text
	return "rename " + from + " to " + to
}

// undo goes back to the guide as it was so many edits ago.
func (e *editor) undo(steps int) string {
	if len(e.past) < steps {
		return ""
	}
	e.guide = maps.Clone(e.past[len(e.past)-steps])
	return fmt.Sprintf("undo %d edits", steps-1)
}

func (e *editor) text(format string) string {
	return strings.ReplaceAll(format, "%", fmt.Sprint(e.serial))
}

const (
	styles = "layouts/styles/prose.css"
	header = "layouts/components/header/header.html"
	cite   = "layouts/components/cite/cite.html"
)

// Each edit changes the guide, and says what it did; nothing if there was nothing to do it to.
var edits = []func(*editor) string{
	// Bodies.
	func(e *editor) string { return e.add(e.chapter(), e.text("\nA new paragraph, number %.\n")) },
	func(e *editor) string { return e.add(e.chapter(), e.text("\nA word word twice, and a spouse.\n")) },
	func(e *editor) string { return e.add(e.chapter(), "\nStudies show that this is so.\n") },
	func(e *editor) string {
		return e.add(e.chapter(), e.text("\n```go\nvar x = %\n```\n\n- [ ] a task\n\n| a |\n|---|\n| % |\n"))
	},
	func(e *editor) string { return e.add(e.chapter(), e.text("\nA note.[^n%]\n\n[^n%]: Its text.\n")) },
	func(e *editor) string { return e.add(e.chapter(), "\n<b>raw</b> and [^lost] and ```nolanguage\n") },
	func(e *editor) string {
		return e.add(e.chapter(), "\n> [!"+e.one("NOTE", "TRY", "tip", "UNKNOWN")+"]\n> A box.\n")
	},
	func(e *editor) string { return e.write(e.chapter(), e.one("", "\xff\xfe\x00", "# Bare\n")) },
	func(e *editor) string {
		path := e.chapter()
		return e.write(path, strings.ReplaceAll(e.guide[path], "\n", "\r\n"))
	},

	// Titles and headings.
	func(e *editor) string { return e.line(e.chapter(), "# ", e.text("# Title %\n")) },
	func(e *editor) string { return e.line(e.chapter(), "# ", "# How to begin\n") },
	func(e *editor) string { return e.line(e.chapter(), "# ", "No title any more\n") },
	func(e *editor) string { return e.line(e.chapter(), "## ", e.text("## Section %\n")) },
	func(e *editor) string { return e.line(e.chapter(), "## ", "## The end\n") },
	func(e *editor) string { return e.add(e.chapter(), e.text("\n## More % {#more}\n\n#### Deep\n")) },

	// Files.
	func(e *editor) string { return e.rename(e.chapter(), e.text("content/second/renamed-%.md")) },
	func(e *editor) string {
		return e.rename(e.chapter(), e.one("content/more/x.md", "content/first/go-on.md"))
	},
	func(e *editor) string {
		return e.rename(e.file("content/", ".svg"), e.text("content/first/figures/f%.svg"))
	},
	func(e *editor) string { return e.remove(e.chapter()) },
	func(e *editor) string { return e.remove(e.file("content/", "")) },
	func(e *editor) string {
		return e.write(e.text("content/second/new-%.md"), e.text("# New %\n\nText.\n"))
	},
	func(e *editor) string { return e.write(e.text("content/orphan-%.md"), e.text("# Orphan %\n")) },
	func(e *editor) string { return e.write("content/static/robots.txt", e.text("%")) },
	func(e *editor) string { return e.write("content/static/favicon.svg", e.text("<svg>%</svg>")) },
	func(e *editor) string {
		return e.write(e.one("content/404.md", "content/outline.md", "content/references.md"), e.text("# Own %\n\nText.\n"))
	},

	// Front matter.
	func(e *editor) string {
		path := e.chapter()
		return e.write(path, "---\n"+e.one("description: x", "draft: yes", "draft: true", "\tdraft: true", "nav_title: [", "colour: red")+"\n---\n"+e.guide[path])
	},
	func(e *editor) string {
		path := e.chapter()
		if front, rest, ok := strings.Cut(strings.TrimPrefix(e.guide[path], "---\n"), "\n---\n"); ok {
			return e.replace(path, "---\n"+front+"\n---\n"+rest, rest)
		}
		return ""
	},
	func(e *editor) string { return e.replace(e.chapter(), "---\n", "--\n") },
	func(e *editor) string { return e.replace(e.chapter(), "draft: true", "draft: false") },
	func(e *editor) string { return e.line(e.chapter(), "description:", e.text("description: Number %.\n")) },
	func(e *editor) string { return e.line(e.chapter(), "nav_title:", e.text("nav_title: N%\n")) },
	func(e *editor) string {
		return e.line(e.chapter(), "sources_checked:", "sources_checked: 2026-05-06\n")
	},
	func(e *editor) string {
		return e.line(e.chapter(), "aliases:", "aliases: ["+e.one("old/other.html", "second/next.html", "CNAME.html", "../x")+"]\n")
	},
	func(e *editor) string {
		path := e.chapter()
		return e.write(path, e.text("---\naliases: [old/a%.html]\nsensitive: true\n---\n")+e.guide[path])
	},

	// Links, citations, terms, pictures.
	func(e *editor) string {
		return e.add(e.chapter(), "\n[a link]("+e.one("../first/begin.md", "begin.md#todo", "../second/next.md#none", "../FIRST/begin.md",
			"javascript:x", "https://example.org/", "../second/later.md", "next.md#what-comes-next")+") and [](../more/help.md)\n")
	},
	func(e *editor) string { return e.add(e.chapter(), "\nIt is known [@ann-2001; @nobody] [@bob-2002].\n") },
	func(e *editor) string {
		return e.add(e.chapter(), "\n[trust](../glossary.md#trust), [lost](../glossary.md#lost)\n")
	},
	func(e *editor) string {
		return e.add(e.chapter(), "\n![Two](../first/figures/two.svg)\n\n![](lost.png)\n")
	},
	func(e *editor) string {
		return e.write("content/first/figures/two.svg", e.text(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 %"><path d="M0 0"/></svg>`))
	},
	func(e *editor) string {
		return e.write("content/first/figures/two.svg", `<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`)
	},

	// Glossary, references, findings.
	func(e *editor) string { return e.replace("content/glossary.md", "Being sure", e.text("Being % sure")) },
	func(e *editor) string { return e.replace("content/glossary.md", "## Trust", "## Reliance") },
	func(e *editor) string {
		return e.add("content/glossary.md", e.text("\n## Term %\n\nIt is explained.\n"))
	},
	func(e *editor) string { return e.replace("content/references.json", "On trust", e.text("On trust, %")) },
	func(e *editor) string { return e.replace("content/references.json", "bob-2002", "bob-2003") },
	func(e *editor) string { return e.replace("content/references.json", "[", "") },
	func(e *editor) string { return e.replace("content/findings.toml", "slowly", e.text("slowly %")) },
	func(e *editor) string {
		return e.replace("content/findings.toml", "[ann-2001]", e.one("[ann-2001", "[eve-1999]"))
	},

	// Help.
	func(e *editor) string { return e.replace("content/help.toml", "112", e.text("1120%")) },
	func(e *editor) string { return e.replace("content/help.toml", "Ireland", e.text("Ireland %")) },
	func(e *editor) string { return e.replace("content/help.toml", "phone", "phon") },
	func(e *editor) string {
		return e.add(e.chapter(), "\n> [!HELP] "+e.one("../help.toml", "help.toml", "../lost.toml", "../findings.toml", "help")+"\n")
	},

	// Questions and the reflection.
	func(e *editor) string { return e.replace("content/second/last.md", "which", e.text("which-%")) },
	func(e *editor) string { return e.replace("content/second/last.md", "[x] That", e.text("[x] That %")) },
	func(e *editor) string {
		return e.add(e.chapter(), "\nSee [](../second/last.md#which).\n\n> [!QUIZ] "+e.one("which", "other", "")+"\n> What?\n>\n> - [x] A\n>\n>   F\n> - [ ] B\n>"+e.one("\n>   F", "")+"\n")
	},
	func(e *editor) string { return e.replace("content/reflection.toml", "So it is", e.text("So it is %")) },
	func(e *editor) string { return e.replace("content/reflection.toml", "upto = 5", "upto = 4") },
	func(e *editor) string {
		return e.replace("content/reflection.toml", "first/begin.md", e.one("first/go-on.md", "lost.md"))
	},

	// Layouts.
	func(e *editor) string { return e.write(styles, e.text("@layer prose { .prose { margin: %px } }")) },
	func(e *editor) string { return e.write(styles, "@layer prose { .prose {") },
	func(e *editor) string { return e.write(header, e.text(`{{define "header"}}<header>%</header>{{end}}`)) },
	func(e *editor) string { return e.write(header, `{{define "header"}}{{if .Title}}{{end}}`) },
	func(e *editor) string { return e.write(header, `{{define "header"}}{{.Nothing}}{{end}}`) },
	func(e *editor) string {
		return e.write(cite, e.text(`{{define "cite"}}<sup id="{{.ID}}"><a href="{{.Href}}">% {{.Number}}</a></sup>{{end}}`))
	},
	func(e *editor) string {
		words := string(builtIn().File("layouts/strings/en.toml").Bytes())
		return e.write("layouts/strings/en.toml", strings.ReplaceAll(words, `"Note"`, e.text(`"Note %"`)))
	},
	func(e *editor) string {
		return e.replace("layouts/strings/de.toml", "Anmerkung", e.text("Anmerkung %"))
	},
	func(e *editor) string { return e.write("layouts/static/extra.txt", e.text("%")) },
	func(e *editor) string { return e.remove(e.file("layouts/", "")) },
	func(e *editor) string { return e.remove(e.file("layouts/", "")) },

	// site.toml.
	func(e *editor) string { return e.line("site.toml", "title", e.text("title = \"Guide %\"\n")) },
	func(e *editor) string {
		return e.line("site.toml", "language", "language = \""+e.one("en", "de", "ar")+"\"\n")
	},
	func(e *editor) string {
		return e.line("site.toml", "license", "base_url = \"https://example.org/g/\"\n")
	},
	func(e *editor) string { return e.line("site.toml", "base_url", "license = \"MIT\"\n") },
	func(e *editor) string {
		return e.line("site.toml", "accent", "accent = \""+e.one("plum", "nothing")+"\"\n")
	},
	func(e *editor) string { return e.replace("site.toml", "[[part]]", "[part]") },
	func(e *editor) string {
		return e.replace("site.toml", `"first/begin.md", "first/go-on.md"`, `"first/*.md"`)
	},
	func(e *editor) string {
		return e.replace("site.toml", `"second/*.md"`, `"second/last.md", "second/*.md"`)
	},
	func(e *editor) string { return e.replace("site.toml", `title = "Try this"`, e.text(`title = "Try %"`)) },
	func(e *editor) string {
		return e.replace("site.toml", `instead = "partner"`, `instead = "one you love"`)
	},
	func(e *editor) string {
		return e.add("site.toml", "\n[rules]\norphan-chapter = \"warning\"\nunused-term = \"off\"\ndead-lnk = \"off\"\n")
	},
	func(e *editor) string { return e.remove("site.toml") },

	// Going back.
	func(e *editor) string { return e.undo(2) },
	func(e *editor) string { return e.undo(3) },
	func(e *editor) string { return e.undo(2 + e.IntN(9)) },
	func(e *editor) string { return e.undo(2 + e.IntN(9)) },
}
