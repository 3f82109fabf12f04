package main

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

func TestEPUBsAreSound(t *testing.T) {
	for name, files := range map[string][]book.File{
		"the guide":      builtForBrowser(t),
		"odd names":      sound(t, guide{}, oddTree()),
		"questions":      builtFromArchive(t, "testdata/browser/quiz.txtar"),
		"a base address": sound(t, guide{baseURL: "https://guide.example/"}, oddTree()),
	} {
		t.Run(name, func(t *testing.T) { opened(t, files).sound() })
	}
}

// What is sent by mail and carried on a stick stays small.
func TestTheOneFileIsAtMostAMegabyte(t *testing.T) {
	for _, f := range builtForBrowser(t) {
		if f.Path == "side-by-side.html" {
			if t.Logf("%d bytes", len(f.Data)); len(f.Data) > 1_000_000 {
				t.Errorf("the whole guide in one file has %d bytes", len(f.Data))
			}
			return
		}
	}
	t.Error("there is no such file")
}

// What the links to the editions say of their sizes is true, whatever the guide. Words have two digits, so one in a hundred is enough.
func TestSizesOfEditionsAreTrue(t *testing.T) {
	tree, err := (&guide{root: ".."}).read()
	if err != nil {
		t.Fatal(err)
	}
	for name, tree := range map[string]*source.Tree{"the guide": tree, "odd names": oddTree()} {
		told := map[string]int{}
		options := new(guide).options()
		options.Outputs = append(slices.Clone(options.Outputs), book.Output{Name: "spy", Plan: func(b *book.Book, theme *theme.Theme) ([]job.Job[book.Made], []diag.Problem) {
			told[".html"], told[".epub"] = b.SizeOf("single", theme), b.SizeOf("epub", theme)
			return nil, nil
		}})
		files := build.New(options).Build(tree).Files
		for _, f := range files {
			edition, _, _ := strings.Cut(f.Path, ".")
			if edition != "side-by-side" && edition != "odd-names" {
				continue
			}
			n, want := told[path.Ext(f.Path)], len(f.Data)
			if t.Logf("%s, %s: %d bytes, told %d", name, f.Path, want, n); n < want-want/100 || n > want+want/100 {
				t.Errorf("%s: %s has %d bytes, and is told to have %d", name, f.Path, want, n)
			}
			delete(told, path.Ext(f.Path))
		}
		if len(told) > 0 {
			t.Errorf("%s: nothing was found for %v", name, told)
		}
	}
}

// A readBook is an EPUB that was opened.
type readBook struct {
	*testing.T
	files map[string]string
	ids   map[string]map[string]bool // by document
	links map[string][]string        // addresses in each document, as whole paths
}

// opened finds the EPUB among published files, and reads it. It wants what begins the archive to be right.
func opened(t *testing.T, files []book.File) *readBook {
	t.Helper()
	e := &readBook{T: t, files: map[string]string{}, ids: map[string]map[string]bool{}, links: map[string][]string{}}
	for _, f := range files {
		if path.Ext(f.Path) != ".epub" {
			continue
		}
		if want := "mimetypeapplication/epub+zip"; string(f.Data[30:30+len(want)]) != want {
			t.Errorf("the archive begins with %q", f.Data[:60])
		}
		archive, err := zip.NewReader(bytes.NewReader(f.Data), int64(len(f.Data)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range archive.File {
			r, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			data, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			e.files[file.Name] = string(data)
		}
	}
	return e
}

// sound wants every document to be well-formed, every id to be there once, and every address to lead somewhere.
func (e *readBook) sound() {
	for name, data := range e.files {
		switch path.Ext(name) {
		case ".xhtml", ".opf", ".xml", ".svg":
			e.read(name, data)
		}
	}
	if len(e.ids) < 6 {
		e.Errorf("there are %d documents only", len(e.ids))
	}
	listed := map[string]bool{"mimetype": true, "META-INF/container.xml": true, "EPUB/package.opf": true}
	for _, to := range e.links["EPUB/package.opf"] {
		listed[to] = true
	}
	for name := range e.files {
		if !listed[name] {
			e.Errorf("%s is not in the manifest", name)
		}
	}
	for from, links := range e.links {
		for _, to := range links {
			file, id, _ := strings.Cut(to, "#")
			if _, ok := e.files[file]; !ok || id != "" && !e.ids[file][id] {
				e.Errorf("%s leads to %s, which is not there", from, to)
			}
		}
	}
}

func (e *readBook) read(name, data string) {
	e.ids[name] = map[string]bool{}
	for decoder := xml.NewDecoder(strings.NewReader(data)); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			e.Errorf("%s is not well-formed: %v", name, err)
			return
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch element.Name.Local {
		case "script", "form", "input", "button", "template", "details", "label", "fieldset":
			e.Errorf("%s has a <%s>", name, element.Name.Local)
		case "svg":
			if element.Name.Space != "http://www.w3.org/2000/svg" {
				e.Errorf("%s has a drawing that XML does not know for one", name)
			}
		}
		for _, a := range element.Attr {
			switch a.Name.Local {
			case "id":
				if e.ids[name][a.Value] || strings.Trim(a.Value[:1], "-.0123456789") == "" || strings.ContainsAny(a.Value, "%: ") {
					e.Errorf("%s has the id %q twice, or it is none for XML", name, a.Value)
				}
				e.ids[name][a.Value] = true
			case "href", "src":
				switch {
				case strings.HasPrefix(a.Value, "#"):
					e.links[name] = append(e.links[name], name+a.Value)
				case !strings.Contains(a.Value, ":"):
					e.links[name] = append(e.links[name], path.Join(path.Dir(name), a.Value))
				}
			case "popover", "popovertarget", "style":
				e.Errorf("%s has the attribute %s", name, a.Name.Local)
			}
		}
	}
}

// What needs a form or a script on a page is something to read in a book.
func TestAnEPUBCanBeReadWithoutScripts(t *testing.T) {
	e := opened(t, builtFromArchive(t, "testdata/browser/quiz.txtar"))
	holds := func(name string, parts ...string) {
		t.Helper()
		rest := e.files["EPUB/text/"+name]
		for _, part := range parts {
			_, after, found := strings.Cut(rest, part)
			if !found {
				t.Fatalf("%s lacks, in this order, %q:\n%s", name, part, e.files["EPUB/text/"+name])
			}
			rest = after
		}
	}
	holds("questions.xhtml",
		`<section class="quiz" id="friday">`, `<b>Question 1 of 2.</b>`, `<li><b>A</b> “Fine. Do what you like.”</li>`, `<a href="#_answer-friday">`, `id="limits"`,
		`<h2 id="_answers">Answers, and why</h2>`, `<section id="_answer-friday">`, `<b>B: fits</b>`, `It says what is true.`, `<a href="#friday">Back to the question</a>`,
		`<h2 id="_sources">`, `<aside class="source" role="doc-footnote" epub:type="footnote" id="_source-feeney-2007">`)
	holds("questions.xhtml", `<a role="doc-noteref" epub:type="noteref" id="_cite-1" href="#_source-feeney-2007"`)
	notes := opened(t, builtFromArchive(t, "testdata/browser/notes.txtar")).files["EPUB/text/notes.xhtml"]
	for _, part := range []string{`<a href="#_fn-1" role="doc-noteref" epub:type="noteref"`, `<aside role="doc-footnote" epub:type="footnote" id="_fn-1">`, "<p>1. Like this"} {
		if !strings.Contains(notes, part) {
			t.Errorf("a note lacks %s:\n%s", part, notes)
		}
	}
	holds("reflection.xhtml", "leave this for now, and go to:", `href="help.xhtml"`, "<li>☐ Never (1)</li>", "<h3>Add up on paper</h3>", "from 4 answers")
	if text := e.files["EPUB/text/reflection.xhtml"]; strings.Contains(text, "I felt afraid") || strings.Contains(text, "looked through my messages") {
		t.Error("the paper form has the safety questions")
	}
}
