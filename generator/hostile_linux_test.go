package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
)

// plain is a guide to which a stranger adds a file.
const plain = `
-- site.toml --
title = "Plain"
[[part]]
title    = "One"
chapters = ["*.md"]
-- content/index.md --
# Plain
-- content/a.md --
# A

Text.
`

// A file may be made to take for ever, or to fill the memory. Each ends soon and needs little, published or not.
func TestHostileFilesEndSoon(t *testing.T) {
	const (
		longest = 6 * time.Second // of work; 2 are wanted, and the machine may be slow
		most    = 500 << 20
	)
	r := strings.Repeat
	lines := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i, i+1)
		}
		return b.String()
	}
	svg := func(inner string) string {
		return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">` + inner + `</svg>`
	}
	chapter := func(text string) map[string]string { return map[string]string{"b.md": "# B\n\n" + text} }
	front := func(text string) map[string]string {
		return map[string]string{"b.md": "---\n" + text + "\n---\n\n# B\n"}
	}
	drawn := func(text string) map[string]string {
		return map[string]string{"b.md": "# B\n\n![It shows this](b.svg)\n", "b.svg": svg(text)}
	}
	var known atomic.Int32 // runs whose memory was seen
	t.Cleanup(func() {
		if known.Load() < 50 {
			t.Errorf("the memory of only %d runs was seen", known.Load())
		}
	})
	for name, files := range map[string]map[string]string{
		"billion laughs in a drawing":    {"b.md": "# B\n\n![It shows this](b.svg)\n", "b.svg": "<!DOCTYPE svg [<!ENTITY l0 \"l\">" + lines(9, "<!ENTITY l%[2]d \"&l%[1]d;&l%[1]d;&l%[1]d;&l%[1]d;&l%[1]d;&l%[1]d;&l%[1]d;&l%[1]d;&l%[1]d;&l%[1]d;\">") + "]>" + svg("<text>&l9;</text>")},
		"uses of uses":                   drawn(lines(40, `<g id="g%[1]d"><use href="#g%[2]d"/><use href="#g%[2]d"/></g>`) + `<g id="g40"/><use href="#g0"/>`),
		"a drawing within itself":        drawn(`<g id="a"><use href="#a"/></g>`),
		"groups in each other":           drawn(r("<g>", 100_000) + r("</g>", 100_000)),
		"elements without an end":        drawn(r("<g>", 200_000)),
		"a million elements":             drawn(r(`<path d="M0 0"/>`, 300_000)),
		"attributes of one element":      drawn("<path " + lines(50_000, `a%[1]d="x" `) + "/>"),
		"a long path":                    drawn(`<path d="` + r("M0 0L1 1", 500_000) + `"/>`),
		"styles":                         drawn(`<path style="` + r("fill:url(#a) ;", 100_000) + `"/>`),
		"one drawing ten thousand times": {"b.md": "# B\n\n" + r("![It shows this](b.svg)\n\n", 10_000), "b.svg": svg(`<path d="` + r("M0 0L1 1", 20_000) + `"/>`)},
		"billion laughs in YAML":         front("a0: &a0 [x]\n" + lines(9, "a%[2]d: &a%[2]d [*a%[1]d,*a%[1]d,*a%[1]d,*a%[1]d,*a%[1]d,*a%[1]d,*a%[1]d,*a%[1]d,*a%[1]d]\n") + "keywords: *a9"),
		"YAML within itself":             front("keywords: &a [*a]\ndescription: &b {<<: *b}"),
		"lists in YAML":                  front("keywords: " + r("[", 100_000)),
		"closed lists in YAML":           front("keywords: " + r("[", 20_000) + r("]", 20_000)),
		"mappings in YAML":               front("keywords: " + r("{a: ", 50_000)),
		"indents in YAML":                front("keywords:\n" + r(" ", 2) + r("- ", 20_000) + "a"),
		"keys in YAML":                   front(lines(20_000, "k%[1]d: %[2]d\n")),
		"a long value in YAML":           front("description: \"" + r("\\n\\\"", 300_000) + "\""),
		"quotes in YAML":                 front("description: " + r("\"", 20_000)),
		"bangs in YAML":                  front("description: " + r("!!a ", 20_000)),
		"comments in YAML":               front(r("# a\n", 100_000)),
		"anchors in YAML":                front("description: " + r("&a ", 20_000)),
		"documents in YAML":              front(r("a: b\n--- \n", 10_000)),
		"arrays in TOML":                 {"help.toml": "a = " + r("[", 200_000), "b.md": "# B\n\n> [!HELP] help.toml\n"},
		"closed arrays in TOML":          {"help.toml": "a = " + r("[", 50_000) + r("]", 50_000), "b.md": "# B\n\n> [!HELP] help.toml\n"},
		"inline tables in TOML":          {"help.toml": "a = " + r("{a = ", 100_000), "b.md": "# B\n\n> [!HELP] help.toml\n"},
		"dotted keys in TOML":            {"help.toml": r("a.", 50_000) + "a = 1", "b.md": "# B\n\n> [!HELP] help.toml\n"},
		"tables in TOML":                 {"help.toml": lines(10_000, "[a%[1]d.b%[2]d]\n"), "b.md": "# B\n\n> [!HELP] help.toml\n"},
		"tables of tables in TOML":       {"help.toml": lines(20_000, "[[country]]\nname = \"%[1]d\"\n"), "b.md": "# B\n\n> [!HELP] help.toml\n"},
		"quotes in TOML":                 {"help.toml": "a = " + r("\"", 200_000), "b.md": "# B\n\n> [!HELP] help.toml\n"},
		"help a thousand times":          {"help.toml": "[[directory]]\nname = \"A\"\nfor = \"" + r("everybody ", 10_000) + "\"\nweb = \"https://a.example/\"\nsource = \"https://a.example/\"\nread = 2026-01-01\n", "b.md": "# B\n\n" + r("> [!HELP] help.toml\n\n", 5000)},
		"lists in JSON":                  {"references.json": r("[", 1_000_000)},
		"objects in JSON":                {"references.json": r(`{"a":`, 300_000)},
		"entries in JSON":                {"references.json": "[" + strings.TrimSuffix(lines(20_000, `{"id":"a%[1]d","type":"book","title":"T"},`), ",") + "]"},
		"markup in a title":              {"references.json": `[{"id":"a","type":"book","title":"` + r("<i>", 100_000) + `"}]`, "b.md": "# B\n\nSo it is [@a].\n"},
		"a long source cited often":      {"references.json": `[{"id":"a","type":"book","title":"` + r("long ", 20_000) + `"}]`, "b.md": "# B\n\n" + r("So it is [@a].\n\n", 10_000)},
		"a long term used often":         {"glossary.md": "# Glossary\n\n## T\n\n" + r("long ", 20_000), "b.md": "# B\n\n" + r("A [term](glossary.md#t).\n\n", 10_000)},
		"a long address used often":      chapter("[a]: https://example.org/" + r("long", 20_000) + "\n\n" + r("[a] ", 900) + "\n\n" + r(r("[a] ", 900)+"\n\n", 20)),
		"a long title used often":        chapter("[a]: https://example.org/ \"" + r("long ", 20_000) + "\"\n\n" + r(r("[a] ", 900)+"\n\n", 20)),
		"a long title filled in often":   {"c.md": "# " + r("Long ", 20_000) + "\n", "b.md": "# B\n\n" + r(r("[](c.md) ", 900)+"\n\n", 20)},
		"links to nowhere":               chapter(lines(30_000, "[a%[1]d](b%[2]d.md)\n\n")),
		"definitions":                    chapter(lines(50_000, "[a%[1]d]: b%[2]d.md\n\n")),
		"headings of one name":           chapter(r("## Same\n\n", 30_000)),
		"headings":                       chapter(lines(30_000, "## H %[1]d of %[2]d\n\n")),
		"footnotes":                      chapter(lines(20_000, "A[^%[1]d]\n\n") + lines(20_000, "[^%[1]d]: B\n\n")),
		"one footnote":                   chapter(r("A[^a]\n\n", 20_000) + "[^a]: " + r("long ", 1000)),
		"questions":                      chapter(lines(3000, "> [!QUIZ] q%[1]d\n> Which?\n>\n> - [ ] A\n>\n>   No.\n> - [x] B%[2]d\n>\n>   Yes.\n\n")),
		"aliases":                        front("aliases: [" + lines(20_000, "a%[1]d/b%[2]d.html, ") + "z.html]"),
		"keywords":                       front("keywords: [" + lines(20_000, "a%[1]d b%[2]d, ") + "z]"),
		"one word":                       chapter(r("long", 500_000)),
		"marks on one letter":            chapter("a" + r("\u0301", 500_000)),
		"letters that grow":              chapter(r("\uFDFA\u0390", 100_000)),
		"spaces":                         chapter(r(" ", 2_000_000) + "a"),
		"breaks":                         chapter(r("a  \n", 100_000)),
		"entities":                       chapter(r("&CounterClockwiseContourIntegral;", 30_000)),
		"quotation marks":                chapter(r("\"a 'b ", 100_000)),
		"dashes and dots":                chapter(r("-", 500_000) + "a" + r(".", 500_000)),
		"addresses":                      chapter(r("https://", 50_000) + " " + r("www.", 50_000) + " " + r("a@", 50_000)),
		"colons":                         chapter(r("http:", 100_000)),
		"comments":                       chapter(r("<!--", 100_000)),
		"declarations":                   chapter(r("<!A ", 1900) + "\n\n" + r("<?", 1900) + "\n\n" + r("<![CDATA[", 1900)),
		"code without an end":            chapter(r("`", 100_000) + "a"),
		"tables":                         chapter(r("|a|\n|-|\n\n", 20_000)),
		"pipes":                          chapter(r("|", 100_000) + "\n" + r("|-", 50_000)),
		"rules of tables":                chapter(r("a|b\n-|-\n", 20_000)),
		"tabs":                           chapter(r("\t", 500_000) + "a"),
		"lists by turns":                 chapter(r("- a\n+ a\n", 50_000)),
		"underlines":                     chapter(r("a\n", 50_000) + "==="),
		"attributes of a heading":        chapter("## A {" + r("#a ", 100_000) + "}"),
		"empty lines of C":               chapter("```c\n" + r("\n", 50_000) + "```\n"),
		"brackets of CFEngine":           chapter("```cf3\n" + r("[", 50_000) + "\n```\n"),
		"lines of many languages":        chapter(lines(200, "```c\n%[1]d;\n"+r("\n", 90)+"```\n\n```apacheconf\n"+r("<", 90)+"%[2]d\n```\n\n")),
		"escapes":                        chapter(r("\\", 1_000_001) + "*"),
		"null":                           chapter(r("\x00", 1_000_000)),
		"what is not UTF-8":              chapter(r("\xff\xc0", 500_000)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // what is counted is work, not time
			folder := t.TempDir()
			unpack(t, folder, plain)
			for path, data := range files {
				put(t, filepath.Join(folder, "content", path), data)
			}
			r := guideRuns(t, folder, "check")
			if r.memory > 0 {
				known.Add(1)
			}
			if r.status != clean && r.status != problems {
				r.wants(problems)
			}
			if r.busy > longest || r.memory > most {
				t.Errorf("%v of work and %d MB", r.busy, r.memory>>20)
			}
			t.Logf("%v of work, %d MB, %d bytes said", r.busy, r.memory>>20, r.out.Len()+r.err.Len())
			_ = os.RemoveAll(folder)
		})
	}
}

// secret stands in every file beside the guide, and must stand in none that is published.
const secret = "SECRET-SECRET"

// TestNothingOutsideIsReadOrWritten builds guides that try to reach what lies beside them, in each field that names a file.
func TestNothingOutsideIsReadOrWritten(t *testing.T) {
	folder := t.TempDir()
	outside := map[string]string{
		"secret.md": "# " + secret + "\n", "secret.toml": "title = \"" + secret + "\"\n[[directory]]\nname = \"" + secret + "\"\n",
		"secret.svg": `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>` + secret + `</text></svg>`, "secret.png": dot + secret,
		"secret.txt": secret, "secret.html": secret, "a/secret.md": "# " + secret + "\n", "public/secret.txt": secret, ".secret": secret,
	}
	for name, data := range outside {
		put(t, filepath.Join(folder, name), data)
	}
	root := filepath.Join(folder, "guide")
	archive, err := os.ReadFile("testdata/hostile/refused.txtar")
	if err != nil {
		t.Fatal(err)
	}
	unpack(t, root, string(archive))
	link := func(to, name string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(root, name)), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
			t.Fatal(err)
		}
	}
	link("../../secret.md", "content/linked.md")
	link("../..", "content/folder")
	link("../../secret.png", "content/linked.png")
	link("../../secret.svg", "content/linked.svg")
	link("../../secret.txt", "content/linked.txt")
	link("../../../secret.txt", "content/static/CNAME")
	link("../../..", "content/static/all")
	link("../../../secret.txt", "layouts/static/linked.txt")
	link("/", "layouts/static/root")
	link("../../../secret.toml", "layouts/strings/en.toml")
	link("/dev/zero", "content/zero.md")
	link("/proc/self/environ", "content/environ.md")
	link("zero2.md", "content/zero2.md")
	put(t, filepath.Join(root, "content/reach.md"), "# Reach\n\n![It shows this](linked.png) [the text](linked.txt) ![It shows that](linked.svg) [folder](folder/secret.txt) [more](folder/secret.md)\n")

	run := func(args ...string) {
		t.Helper()
		r := guideRuns(t, root, args...)
		if r.status == clean {
			r.wants(problems)
		}
		if said := r.out.String() + r.err.String(); strings.Contains(said, secret) {
			t.Errorf("%v tells what stands outside:\n%s", args, said)
		}
	}
	run("build")
	run("check", "--drafts")
	run("check", "--format", "json")
	// With every rule off all of it would be published.
	toml, err := os.ReadFile(filepath.Join(root, "site.toml"))
	if err != nil {
		t.Fatal(err)
	}
	off := "[rules]\n"
	for _, id := range build.New(new(guide).options()).Rules().IDs() {
		off += id + " = \"off\"\n"
	}
	put(t, filepath.Join(root, "site.toml"), string(toml)+off)
	guideRuns(t, root, "build").wants(clean)
	made := 0
	err = walkFiles(filepath.Join(root, "public"), func(name string, _ os.FileInfo) {
		made++
		if data, err := os.ReadFile(name); err != nil || strings.Contains(string(data), secret) {
			t.Errorf("%s holds what stands outside (%v)", name, err)
		}
	})
	if err != nil || made < 10 {
		t.Errorf("%d files are published, %v", made, err)
	}
	found := 0
	err = filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			if name == root {
				return filepath.SkipDir
			}
			return err
		}
		inside, _ := filepath.Rel(folder, name)
		data, err := os.ReadFile(name)
		if found++; err != nil || outside[inside] != string(data) {
			t.Errorf("%s was made or changed (%v)", inside, err)
		}
		return nil
	})
	if err != nil || found != len(outside) {
		t.Errorf("%d files stand outside, %v", found, err)
	}
}
