package check

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var (
	orphanChapter   = diag.Rule{ID: "orphan-chapter", Doc: "Every chapter stands in a part of site.toml, or is a draft."}
	duplicateTitle  = diag.Rule{ID: "duplicate-title", Default: diag.Warning, Doc: "No two chapters have the same title."}
	unknownCitation = diag.Rule{ID: "unknown-citation", Doc: "A citation names a source of content/references.json."}
	unusedReference = diag.Rule{ID: "unused-reference", Default: diag.Warning, Doc: "Every source is cited somewhere."}
	unusedTerm      = diag.Rule{ID: "unused-term", Default: diag.Warning, Doc: "Every term of the glossary is linked to somewhere."}
	activeFile      = diag.Rule{ID: "active-file", Doc: "No file that a page leads to can run script in the guide's name."}
	unusedFile      = diag.Rule{ID: "unused-file", Default: diag.Warning, Doc: "Every file under content/ is used by a published page."}
	aliasClash      = diag.Rule{ID: "alias-clash", Doc: "An old address is not that of another page or file."}
)

// Order checks that every chapter has its place.
var Order = Check{
	Name: "order", Doc: "Every chapter has its place, a title of its own, and old addresses that are free.",
	Rules: []diag.Rule{orphanChapter, duplicateTitle, aliasClash},
	Book: func(b *book.Book) []diag.Problem {
		problems := titles(b)
		for _, e := range b.All {
			if e.Orphan {
				problems = append(problems, orphanChapter.At(e.At(0), "no part of site.toml lists this chapter").
					WithHint("add %q to the chapters of a part, or draft: true to its front matter", e.Path))
			}
		}
		return append(problems, aliases(b)...)
	},
}

func titles(b *book.Book) []diag.Problem {
	var problems []diag.Problem
	first := make(map[string]*book.Entry, len(b.All))
	for _, e := range b.All {
		key := strings.ToLower(e.Title)
		if other := first[key]; other != nil {
			problems = append(problems, duplicateTitle.At(e.At(e.TitleAt), "%s has the same title, %q", other.File.Path(), e.Title).
				WithHint("readers who search cannot tell the two apart"))
			continue
		}
		first[key] = e
	}
	return problems
}

func aliases(b *book.Book) []diag.Problem {
	if !slices.ContainsFunc(b.Entries, func(e *book.Entry) bool { return len(e.Front.Aliases) > 0 }) {
		return nil
	}
	taken := map[string]string{}
	for _, e := range b.Entries {
		taken[strings.ToLower(e.URL)] = e.File.Path()
	}
	for _, name := range slices.Sorted(maps.Keys(b.Files)) {
		taken[strings.ToLower(strings.TrimPrefix(name, "static/"))] = "content/" + name
	}
	var problems []diag.Problem
	for _, e := range b.Entries {
		for _, alias := range e.Front.Aliases {
			key := strings.ToLower(alias.Path)
			if other, clash := taken[key]; clash {
				problems = append(problems, aliasClash.At(e.At(alias.Offset), "the old address %q is taken by %s", alias.Path, other).
					WithHint("an alias is an address that nothing else has now"))
				continue
			}
			taken[key] = e.File.Path()
		}
	}
	return problems
}

// Evidence checks citations, sources and terms against each other.
var Evidence = Check{
	Name: "evidence", Doc: "Every citation has its source, and every source and term its use.",
	Rules: []diag.Rule{unknownCitation, unusedReference, unusedTerm},
	Book: func(b *book.Book) []diag.Problem {
		cited := map[string]bool{}
		var problems []diag.Problem
		for _, e := range b.All {
			for _, mark := range e.Citations {
				for _, s := range mark.Sources {
					cited[s.ID] = true
					if _, ok := b.References.Get(s.ID); !ok && b.References.Whole() {
						problems = append(problems, unknownCitation.At(e.At(s.Offset), "no source %q", s.ID).
							WithHint("%s", didYouMeanOr(s.ID, b.References.IDs(), "add it to content/references.json")))
					}
				}
			}
		}
		return append(problems, unused(b, cited)...)
	},
}

func unused(b *book.Book, cited map[string]bool) []diag.Problem {
	var problems []diag.Problem
	for _, r := range b.References.All() {
		if !cited[r.ID] {
			problems = append(problems, unusedReference.At(r.Pos, "no chapter cites %q", r.ID).
				WithHint("cite it as [@%s], or take it out", r.ID))
		}
	}
	for _, term := range b.Terms {
		if !term.Used {
			at := b.Entry(book.Glossary).At(term.Offset)
			problems = append(problems, unusedTerm.At(at, "no chapter links to the term %q", term.Title).
				WithHint("link to it as [%s](…/glossary.md#%s), or take it out", strings.ToLower(term.Title), term.ID))
		}
	}
	return problems
}

// data are files under content/ that the program reads, and those that a repository has for its people.
var data = []string{"references.json", "findings.toml", "LICENSE", "LICENSE.md", "LICENSE.txt", "README.txt"}

// active are the endings of files in which browsers run script; a drawing's is looked for where it is read.
var active = []string{".htm", ".html", ".shtml", ".xht", ".xhtml", ".xml", ".xsl", ".xslt", ".svgz", ".js", ".mjs", ".mht", ".mhtml"}

// Files checks that nothing lies about unused, and that what is used is no page of its own.
var Files = Check{
	Name: "files", Doc: "Every file under content/ is used, to look at.", Rules: []diag.Rule{unusedFile, activeFile},
	Book: func(b *book.Book) []diag.Problem {
		used := map[string]bool{}
		var problems []diag.Problem
		for _, name := range append(b.Used(), data...) {
			used[name] = true
			if slices.Contains(active, strings.ToLower(path.Ext(name))) {
				problems = append(problems, activeFile.At(diag.Position{File: "content/" + name}, "a browser would run the script that may stand in this file").
					WithHint("link to text, a PDF or a picture instead; only what lies in content/static/ is published as it is"))
			}
		}
		for _, e := range b.All {
			for _, name := range e.DrawnAt {
				used[name] = true
			}
			for _, shown := range e.Shown {
				used[shown.Path] = true
			}
		}
		for name, f := range b.Files {
			if !used[name] && !strings.HasSuffix(name, ".md") && !strings.HasPrefix(name, "static/") {
				problems = append(problems, unusedFile.At(diag.Position{File: f.Path()}, "no published page refers to this file").
					WithHint("link to it, move it to content/static/ to publish it as it is, or delete it"))
			}
		}
		return problems
	},
}
