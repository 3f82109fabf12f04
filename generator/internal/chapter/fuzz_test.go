package chapter_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// sound wants of a chapter what holds whatever its file is.
func sound(t *testing.T, c *chapter.Chapter) {
	t.Helper()
	for _, p := range c.Problems {
		inFile(t, c.File, p)
	}
	wellFormed(t, "title", c.TitleHTML)
	wellFormed(t, "body", c.Body)
	data := c.File.Bytes()
	at := func(what string, offset int) {
		if offset < 0 || offset > len(data) {
			t.Errorf("%s at %d of %d bytes", what, offset, len(data))
		}
	}
	ids := map[string]bool{c.TitleID: true}
	for _, h := range c.Headings {
		at("a heading", h.Offset)
		if ids[h.ID] || h.ID == "" || h.Level < 2 || h.Level > 6 {
			t.Errorf("heading %+v has an id that is taken, or a wrong level", h)
		}
		ids[h.ID] = true
	}
	for _, l := range c.Links {
		at("a link", l.Offset)
	}
	for _, p := range c.Pictures {
		at("a picture", p.Offset)
	}
	for _, mark := range c.Citations {
		cited(t, data, mark)
	}
	for _, i := range c.Inserts {
		if at("a file", i.Offset); !bytes.HasPrefix(data[i.Offset:], []byte(i.Target)) {
			t.Errorf("no file %q at %d", i.Target, i.Offset)
		}
	}
	for _, b := range c.Blocks {
		for i := range b.Text {
			at("a text", b.Offset(i))
		}
		if !utf8.ValidString(b.Text) || strings.ContainsFunc(b.Text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' }) {
			t.Errorf("text %q", b.Text)
		}
	}
	if c.Title == "" || c.Words < 0 {
		t.Errorf("title %q, %d words", c.Title, c.Words)
	}
}

// inFile wants a problem to point at a character of the file, or right behind its last.
func inFile(t *testing.T, f *source.File, p diag.Problem) {
	t.Helper()
	lines := strings.Split(string(f.Bytes()), "\n")
	ok := p.File == f.Path() && p.Line >= 1 && p.Line <= len(lines) && p.Column >= 1 &&
		p.Column <= utf8.RuneCountInString(lines[p.Line-1])+1
	if !ok {
		t.Errorf("not in the file: %v", p)
	}
	if text := p.String(); strings.Count(text, "\n") > strings.Count("\n"+p.Hint, "\n") || !utf8.ValidString(text) {
		t.Errorf("not a line and a hint: %q", text)
	}
}

func wellFormed(t *testing.T, what string, b chapter.Body) {
	t.Helper()
	last := 0
	for _, h := range b.Holes {
		if h.At < last || h.At > len(b.HTML) {
			t.Fatalf("%s: hole at %d after %d of %d bytes", what, h.At, last, len(b.HTML))
		}
		last = h.At
	}
	decoder := xml.NewDecoder(io.MultiReader(strings.NewReader("<body>"), bytes.NewReader(b.HTML), strings.NewReader("</body>")))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v\n%s", what, err, b.HTML)
		}
		if start, ok := token.(xml.StartElement); ok {
			seen := map[string]bool{}
			for _, a := range start.Attr {
				if name := a.Name.Local; seen[name] || name == "style" || strings.HasPrefix(name, "on") {
					t.Errorf("%s: <%s> has the attribute %s, or has it twice", what, start.Name.Local, name)
				} else {
					seen[name] = true
				}
			}
			if name := start.Name.Local; name == "script" || name == "style" || name == "iframe" {
				t.Errorf("%s has a <%s>", what, name)
			}
		}
	}
}

func cited(t *testing.T, data []byte, mark chapter.Citation) {
	t.Helper()
	if mark.Offset < 0 || mark.Offset >= len(data) || data[mark.Offset] != '[' || len(mark.Sources) == 0 {
		t.Errorf("no citation at %d: %+v", mark.Offset, mark)
	}
	for _, s := range mark.Sources {
		if s.Offset < 0 || s.Offset > len(data) || !bytes.HasPrefix(data[s.Offset:], []byte("@"+s.ID)) {
			t.Errorf("no source %q at %d", s.ID, s.Offset)
		}
	}
}

// seeds adds the chapters of testdata.
func seeds(f *testing.F) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		f.Fatal("no archives", err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(data).Files {
			if strings.HasSuffix(file.Name, ".md") {
				f.Add(file.Data)
			}
		}
	}
}

func FuzzChapter(f *testing.F) {
	seeds(f)
	for _, text := range []string{
		"\ufeff# A\r\n\r\n\xff\x00\x1b", "# A {#a}\n## B {#a .c onclick=x style=y}\n", "- [ ] - [x]\n\n  [^1]\n\n[^1]: [^1]\n",
		"| a | b |\n|-|-|\n| [@x] | `|` |\n", "> [!NOTE]\n> > [!TIP]\n", "> [!HELP] ../help.toml\n", ">\t[!help] \ta.toml \n> [!HELP]", "![a![b](c)](d \"e\")\n", "```a\"><b onclick=x>\n```\n",
		"[a]: <javascript:x>\n[a]\n", "<a@b.c> <x:y> http://a.b/<c>\n", "&#0; &#1; &#xFFFE; &#xD800; &nosuch; &amp\n", "\u2028\u0085\ufffe\uffff",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, parse("fuzz/a.md", string(data))) })
}

func FuzzFrontMatter(f *testing.F) {
	for _, front := range []string{
		"description: a", "aliases: [a.html, é.html]", "aliases:\n  - a.html\n  - ../b", "a: &x [*x, *y]", "draft: !!bool yes", "? a\n: b",
		"keywords: {a: b}", "description: |\n  a\n  b", "sources_checked: 2026-01-01\nsources_checked: x", "\tdraft: true", "a: b: c",
		"description: \"\\x01\\u2028\"", "{", "- a", "%YAML 1.2", "draft: true # c", "...", "\"", "é: é", "description: 'a''b'", "<<: *a",
	} {
		f.Add(front)
	}
	f.Fuzz(func(t *testing.T, front string) { sound(t, parse("a.md", "---\n"+front+"\n---\n\n# A\n")) })
}

func FuzzCitations(f *testing.F) {
	for _, text := range []string{
		"[@a]", "[@a, p. 1; @b]", "[@a;\n@b]", "[@a](b)", "[[@a]](b)", "![[@a]](b)", "\\[@a]", "`[@a]`", "[@a", "[@", "[@]", "[@a;]", "[@a,]",
		"> [@a;\n> @b]", "- [@a;\n  @b]", "| [@a\\|b] |\n|-|\n", "[@a;\n\n@b]", "[@é]", "[@a [@b]]", "*[@a*]", "[^1] [@a]\n\n[^1]: [@b;\n    @c]", "# [@a]",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { sound(t, parse("a.md", "# A\n\nIt is so "+text+" and so.\n")) })
}

func FuzzQuestions(f *testing.F) {
	for _, text := range []string{
		"a\nWhich?\n\n- [ ] A\n\n  No.\n\n- [x] B\n\n  Yes [@a].\n", "a\n- [x] A\n- [x] B\n", "\n\n- [ ]\n\n- [x]\n", "é\n\n1. [x] A\n", "a b\n\n- [ ] - [x] A\n\n  > B\n",
		"a\nWhich?\n\n- [ ] ![a](b)\n\n  [^1]\n\n- [x] [a](b) [@c]\n\n  ```\n  a\n  ```\n", "__proto__\n\n- [ ] <b>\n\n  <i>\n", "a\n\n- [x] A\n\n  [!QUIZ] b\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		quoted := "> [!QUIZ] " + strings.ReplaceAll(text, "\n", "\n> ")
		sound(t, parse("a.md", "# A\n\n"+quoted+"\n\n"+quoted+"\n"))
	})
}
