package chapter_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

var update = flag.Bool("update", false, "rewrite what testdata expects to what came out")

var parser = chapter.NewParser(chapter.Settings{
	Language: "en", Callouts: []chapter.Callout{{Kind: "scene", Title: "A scene"}, {Kind: "try", Title: "Try <this>"}},
})

func parse(name, text string) *chapter.Chapter {
	return chapter.Parse(chapter.Input{File: source.NewFile("content/"+name, []byte(text)), Parser: parser})
}

// TestGolden parses each file.md of the archives in testdata, and wants what file.out says of it.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			made := golden(archive)
			if *update {
				if err := os.WriteFile(name, txtar.Format(made), 0o666); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(made))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// golden is the archive with what each chapter is, instead of what it was expected to be.
func golden(archive *txtar.Archive) *txtar.Archive {
	made := &txtar.Archive{Comment: archive.Comment}
	for _, f := range archive.Files {
		if base, ok := strings.CutSuffix(f.Name, ".md"); ok {
			out := describe(parse(f.Name, string(f.Data)))
			made.Files = append(made.Files, f, txtar.File{Name: base + ".out", Data: []byte(out)})
		}
	}
	return made
}

// describe writes all that a chapter tells of itself, and nothing that is empty.
func describe(c *chapter.Chapter) string {
	var out strings.Builder
	line := func(what string, at int, format string, args ...any) {
		p := c.At(at)
		fmt.Fprintf(&out, "%-8s %d:%d %s\n", what, p.Line, p.Column, fmt.Sprintf(format, args...))
	}
	line("title", c.TitleAt, "%q #%s %s", c.Title, c.TitleID, shown(c.TitleHTML))
	if front := fmt.Sprintf("%+v", c.Front); front != fmt.Sprintf("%+v", chapter.FrontMatter{}) {
		fmt.Fprintf(&out, "front    %s\n", front)
	}
	for _, h := range c.Headings {
		line("heading", h.Offset, "%d %q #%s", h.Level, h.Text, h.ID)
	}
	for _, l := range c.Links {
		line("link", l.Offset, "%q %q%s", l.Text, l.Target, words(map[string]bool{
			"auto": l.Auto, "external": l.External, "term": l.Term, "unsafe": l.Unsafe, "picture": l.HasPicture, "code": l.HasCode}))
	}
	for _, p := range c.Pictures {
		line("picture", p.Offset, "%q %q %q%s", p.Alt, p.Target, p.Caption, words(map[string]bool{"figure": p.Figure}))
	}
	for _, mark := range c.Citations {
		line("cited", mark.Offset, "%d", len(mark.Sources))
		for _, s := range mark.Sources {
			line("  source", s.Offset, "%q %q", s.ID, s.Locator)
		}
	}
	for _, q := range c.Questions {
		line("question", q.Offset, "%q #%s%s", q.Text, q.ID, words(map[string]bool{"several": q.Several}))
		fmt.Fprintf(&out, "  scene %s\n  ask   %s\n", shown(q.Scene), shown(q.Ask))
		for _, o := range q.Options {
			line("  option", o.Offset, "%d characters%s: %s\n%s", o.Length, words(map[string]bool{"right": o.Right}), shown(o.Text), shown(o.Feedback))
		}
	}
	for _, i := range c.Inserts {
		line("insert", i.Offset, "%s %q", i.Kind, i.Target)
	}
	for _, b := range c.Blocks {
		line(kinds[b.Kind], b.Offset(0), "%q%s", b.Text, words(map[string]bool{"cited": b.Cited}))
	}
	fmt.Fprintf(&out, "words    %d\n", c.Words)
	if len(c.Features) > 0 {
		fmt.Fprintf(&out, "features %s\n", strings.Join(c.Features, " "))
	}
	for _, p := range c.Problems {
		fmt.Fprintln(&out, p)
	}
	return out.String() + "\n" + shown(c.Body)
}

var kinds = map[chapter.BlockKind]string{
	chapter.Paragraph: "text", chapter.Item: "item", chapter.HeadingText: "head", chapter.Cell: "cell",
}

// words lists what holds, in a fixed order.
func words(flags map[string]bool) string {
	var out string
	for _, name := range []string{"auto", "external", "term", "unsafe", "picture", "code", "figure", "cited", "several", "right"} {
		if flags[name] {
			out += " " + name
		}
	}
	return out
}

// shown is a body with its holes named.
func shown(b chapter.Body) string {
	return string(b.Splice(nil, func(dst []byte, h chapter.Hole) []byte {
		name := [...]string{"href", "title", "end", "picture", "mark", "question", "insert", "word", "term end"}[h.Kind]
		if h.Kind == chapter.Word {
			return append(dst, "‹"+h.Word+"›"...)
		}
		return fmt.Appendf(dst, "‹%s %d›", name, h.Index)
	}))
}

func TestQuotationMarksAreThoseOfTheLanguage(t *testing.T) {
	for language, want := range map[string]string{
		"en": "“one ‘six’” it’s", "de": "„one ‚six‘“ it’s", "fr": "«\u00a0one “six”\u00a0» it’s", "pt-BR": "“one ‘six’” it’s",
		"sv": "”one ’six’” it’s", "ja": "「one 『six』」 it’s", "xx": "“one ‘six’” it’s",
	} {
		parser := chapter.NewParser(chapter.Settings{Language: language})
		c := chapter.Parse(chapter.Input{File: source.NewFile("content/a.md", []byte("# A\n\n\"one 'six'\" it's\n")), Parser: parser})
		if got := string(c.Body.HTML); got != "<p>"+want+"</p>\n" {
			t.Errorf("%s: %q", language, got)
		}
	}
}

// A key is a chapter's file and the settings, since a build looks nothing else up before it skips the work.
func TestTheKeyHoldsEverything(t *testing.T) {
	keys := map[[32]byte]string{}
	for _, in := range []struct{ path, text, language, kind, title string }{
		{"a.md", "# A", "en", "try", "Try"},
		{"b.md", "# A", "en", "try", "Try"},
		{"a.md", "# B", "en", "try", "Try"},
		{"a.md", "# A", "de", "try", "Try"},
		{"a.md", "# A", "en", "tri", "Try"},
		{"a.md", "# A", "en", "try", "Tri"},
	} {
		parser := chapter.NewParser(chapter.Settings{Language: in.language, Callouts: []chapter.Callout{{Kind: in.kind, Title: in.title}}})
		c := chapter.Parse(chapter.Input{File: source.NewFile("content/"+in.path, []byte(in.text)), Parser: parser})
		if other, twice := keys[c.JobKey()]; twice {
			t.Errorf("%v has the key of %s", in, other)
		}
		keys[c.JobKey()] = fmt.Sprint(in)
	}
}

func TestSlugsFollowGitHub(t *testing.T) {
	for text, want := range map[string]string{
		"Saying no":               "saying-no",
		"What's new? (2026)":      "whats-new-2026",
		"a  b":                    "a--b",
		"under_score and hy-phen": "under_score-and-hy-phen",
		"Привет, мир":             "привет-мир",
		"相互依存とは何か":                "相互依存とは何か",
		"Élan vital":              "élan-vital",
		"हिन्दी":                  "हिन्दी",
		"…":                       "",
		"C++ & Go":                "c--go",
		" trimmed ":               "trimmed",
		"1. First":                "1-first",
		"5 % — or not":            "5---or-not",
	} {
		if got := chapter.Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
}
