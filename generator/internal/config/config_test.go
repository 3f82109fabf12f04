package config

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

func rules() diag.Rules {
	return diag.NewRules(Rules, toml.Rules, []diag.Rule{{ID: "reading-level"}, {ID: "dead-link"}})
}

func parse(text string) (*Config, []diag.Problem) {
	c, problems := Parse(source.NewFile(File, []byte(text)), rules())
	return c, rules().Level(problems)
}

func lines(problems []diag.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%d:%d %s: %s", p.Line, p.Column, p.Rule, p.Message)
		if p.Hint != "" {
			fmt.Fprintf(&b, " (%s)", p.Hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestEveryKeyIsRead(t *testing.T) {
	got, problems := parse(`
title       = "Side by Side"
tagline     = "A guide"
description = "A free guide"
authors     = ["A", "B"]
language    = "ar-EG"
base_url    = "https://example.org/guide"
edit        = "https://github.com/o/r/edit/main/content/{path}"
contact     = "mail@example.org"
license     = "CC BY 4.0"
updated     = 2026-11-22
identifier  = "urn:uuid:807ebf5e-7d89-49a7-beb7-cf25e3aa5df5"

[help]
label   = "Get help"
chapter = "more/help.md"

[[part]]
title    = "Understand"
accent   = "teal"
chapters = ["understand/a.md", "understand/b.md"]

[[part]]
title    = "Practise"
chapters = ["practise/*.md"]

[callout.try]
title = "Try this"

[leave]
url   = "https://www.bbc.co.uk/news"
label = "Leave"

[rules]
reading-level = "warning"
dead-link     = "off"

[reading]
grade    = 9.5
familiar = ["relationship"]

[[avoid]]
words   = ["spouse", "spouses"]
instead = "partner"

[output]
epub   = true
single = true
`)
	if len(problems) > 0 {
		t.Errorf("problems:\n%s", lines(problems))
	}
	want := &Config{
		Title: "Side by Side", Tagline: "A guide", Description: "A free guide", Authors: []string{"A", "B"},
		Language: "ar-EG", Dir: "rtl", BaseURL: "https://example.org/guide/",
		Edit: "https://github.com/o/r/edit/main/content/{path}", Contact: "mail@example.org",
		License: "CC BY 4.0", Updated: "2026-11-22", Identifier: "urn:uuid:807ebf5e-7d89-49a7-beb7-cf25e3aa5df5",
		Help: Help{Label: "Get help", Chapter: "more/help.md"},
		Parts: []Part{{Title: "Understand", Accent: "teal", Chapters: []string{"understand/a.md", "understand/b.md"}},
			{Title: "Practise", Chapters: []string{"practise/*.md"}}},
		Callouts: map[string]string{"try": "Try this"}, Leave: Leave{URL: "https://www.bbc.co.uk/news", Label: "Leave"},
		Levels:  map[string]diag.Severity{"reading-level": diag.Warning, "dead-link": diag.Off},
		Reading: Reading{Grade: 9.5, Familiar: []string{"relationship"}},
		Avoid:   []Avoid{{Words: []string{"spouse", "spouses"}, Instead: "partner"}},
		EPUB:    true, Single: true,
		hash: got.hash, index: got.index,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if at := got.At("part", 0, "chapters", 1).String(); at != "site.toml:21:32" {
		t.Errorf("the second chapter is at %s", at)
	}
}

func TestAGuideNeedsOnlyATitle(t *testing.T) {
	got, problems := parse(`title = "T"`)
	if len(problems) > 0 {
		t.Errorf("problems:\n%s", lines(problems))
	}
	want := &Config{Title: "T", Language: "en", Dir: "ltr", Leave: Leave{"https://www.bbc.co.uk/weather", "Leave this page"},
		Callouts: map[string]string{}, Levels: map[string]diag.Severity{}, Reading: Reading{Grade: 8}, hash: got.hash, index: got.index}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestWithoutAFileThereIsOneProblemAndAUsableConfig(t *testing.T) {
	c, problems := Parse(nil, rules())
	if want := "site.toml: error: there is no site.toml [missing-config]\n" +
		`    hint: make one, beginning with: title = "The name of the guide"`; len(problems) != 1 || problems[0].String() != want {
		t.Errorf("got %v", problems)
	}
	if c.Language != "en" || c.Dir != "ltr" || c.Leave.URL == "" || c.Reading.Grade != 8 || c.At("title").File != File {
		t.Errorf("got %+v", c)
	}
	if arranged, problems := c.Arrange([]string{"a.md"}, nil); len(arranged) != 0 || len(problems) != 0 {
		t.Errorf("got %v, %v", arranged, problems)
	}
	c.JobKey()
}

// Each case is a whole site.toml, and every problem that it has.
var bad = []struct{ name, in, want string }{
	{"an empty file", "", "1:1 bad-value: title is missing (add a line such as: title = \"The name of the guide\")\n"},
	{"an empty title", `title = " "`, "1:9 bad-value: title is empty (write it as: title = \"The name of the guide\")\n"},
	{"a title of a wrong type is not missed too", `title = 3`, "1:9 wrong-type: title must be text, not a number (write it in quotes: \"3\")\n"},
	{"a title that is no TOML is not missed too", `title = Side by Side`, "1:9 bad-toml: this is not a value (text stands in quotes)\n"},
	{"a file that is no text is only that", "title\x00", "1:6 bad-toml: the file holds a NUL byte, so it is not text\n"},
	{"single values", `title      = "T"
authors    = ["A", ""]
language   = "English"
base_url   = "example.org"
edit       = "https://github.com/o/r"
contact    = "mailto:a@example.org"
updated    = "2026-11-22"
identifier = "our guide"
`, `2:20 bad-value: this text is empty
3:14 bad-value: "English" is not a language tag (write a tag such as "en", "pt-BR" or "zh-Hant")
4:14 bad-value: base_url must be an address that begins with https:// or http:// (write where the guide is published, such as "https://example.org/guide/")
5:14 bad-value: edit must hold {path}, where the chapter's path goes (write it as "https://github.com/o/r/edit/main/content/{path}")
6:14 bad-value: contact must be an e-mail address, or an address that begins with https:// or http:// (write "a@example.org")
7:14 wrong-type: updated must be a date, not text (write it without quotes: 2026-11-22)
8:14 bad-value: identifier must be a URI (write one such as "urn:uuid:…" or "https://example.org/guide/")
`},
	{"more single values", `title    = "T"
language = "en_GB"
base_url = "https://example.org/?a=b"
edit     = "https://github.com/{owner}/{path}"
contact  = "nobody"
updated  = 2026-11-22T10:00:00
leave.url = "javascript:alert(1)"
leave.label = ""
`, `2:12 bad-value: "en_GB" is not a language tag (write "en-GB")
3:12 bad-value: base_url must not hold a ? or a # (write where the guide is published, such as "https://example.org/guide/")
4:12 bad-value: edit may hold {path}, but no other braces (write it as "https://github.com/o/r/edit/main/content/{path}")
5:12 bad-value: contact must be an e-mail address, or an address that begins with https:// or http://
6:12 wrong-type: updated must be a date, not a time (leave the time out: 2026-11-22)
7:13 bad-value: url must be an address that begins with https:// or http:// (write a harmless page, such as "https://www.bbc.co.uk/weather")
8:15 bad-value: label is empty (write it as: label = "Leave this page")
`},
	{"half a help link", "title = \"T\"\n[help]\nlabel = \"Get help\"\n", `2:1 bad-value: chapter is missing (add a line such as: chapter = "more/help.md")
`},
	{"a help link to no chapter", "title = \"T\"\nhelp = { label = \"\", chapter = \"more/*.md\" }\n", `2:18 bad-value: label is empty (write it as: label = "Get help")
2:32 bad-path: a pattern may not stand here (name the one chapter to link to)
`},
	{"parts", `title = "T"
[[part]]
[[part]]
title = ""
chapters = []
accent = "Dark Teal"
[[part]]
title = "P"
accent = 3
chapters = [1]
`, `2:1 bad-value: chapters is missing (add a line such as: chapters = ["understand/*.md"])
2:1 bad-value: title is missing (add a line such as: title = "Understand")
4:9 bad-value: title is empty (write it as: title = "Understand")
5:12 bad-value: chapters is empty (write it as: chapters = ["understand/*.md"])
6:10 bad-value: "Dark Teal" cannot be an accent (write a name such as "teal")
9:10 wrong-type: accent must be text, not a number (write it in quotes: "3")
10:13 wrong-type: an item of chapters must be text, not a number (write it in quotes: "1")
`},
	{"paths", `title = "T"
[[part]]
title = "P"
chapters = [
  "",
  "a\\b.md",
  "/a.md",
  "../a.md",
  "a/../../b.md",
  "a/**/*.md",
  "a?.md",
  "[ab].md",
  "a/",
  "./a.md",
  "a//b.md",
  "a/../b.md",
  "a/*",
  "a.html",
  "a.md", "*.md",
  "a.md",
]
[[part]]
title = "Q"
chapters = ["*.md"]
[help]
label = "Get help"
chapter = "help"
`, `5:3 bad-path: the path is empty
6:3 bad-path: a path is written with / (write "a/b.md")
7:3 bad-path: a path is relative to content/, and does not begin with / (write "a.md")
8:3 bad-path: the path leaves content/ (chapters stand under content/)
9:3 bad-path: the path leaves content/ (chapters stand under content/)
10:3 bad-path: * stays in its folder, so ** means nothing (list each folder: chapters = ["one/*.md", "two/*.md"])
11:3 bad-path: a pattern may hold * only
12:3 bad-path: a pattern may hold * only
13:3 bad-path: this is a folder (to list its chapters, write "a/*.md")
14:3 bad-path: the path is not in its shortest form (write "a.md")
15:3 bad-path: the path is not in its shortest form (write "a/b.md")
16:3 bad-path: the path is not in its shortest form (write "b.md")
17:3 bad-path: a path ends in .md (write "a/*.md")
18:3 bad-path: a path ends in .md
20:3 bad-path: a.md is listed twice (it is listed first on line 19)
24:13 bad-path: *.md is listed twice (it is listed first on line 19)
27:11 bad-path: a path ends in .md
`},
	{"callouts", `title = "T"
[callout.note]
title = "Mine"
[callout.Quiz]
title = "Mine"
[callout.Try]
title = "Try this"
[callout."do it"]
title = "Mine"
[callout.scene]
`, `2:10 bad-value: the callout note is built in (take another name)
4:10 bad-value: the callout quiz is built in (take another name)
6:10 bad-value: a callout is named in lower case (write [callout.try]; chapters may use any case)
8:10 bad-value: "do it" cannot name a callout: it takes the letters a to z, then digits and hyphens too
10:1 bad-value: title is missing (add a line such as: title = "Try this")
`},
	{"rules", `title = "T"
[rules]
reading-levl = "off"
dead-link = "Warning"
reading-level = "sometimes"
nonsense = true
`, `3:1 unknown-rule: there is no rule "reading-levl" (did you mean "reading-level"?)
4:13 bad-value: dead-link must be "error", "warning" or "off" (did you mean "warning"?)
5:17 bad-value: reading-level must be "error", "warning" or "off"
6:12 wrong-type: nonsense must be text, not true
`},
	{"reading and words to avoid", `title = "T"
[reading]
grade = 0
familiar = ["", "x"]
[[avoid]]
words = []
[[avoid]]
words = ["a", " "]
[[avoid]]
instead = "partner"
`, `3:9 bad-value: grade must be between 1 and 20 (8 is easy for most adults)
4:13 bad-value: this text is empty
6:9 bad-value: words is empty (write it as: words = ["spouse"])
8:15 bad-value: this text is empty
9:1 bad-value: words is missing (add a line such as: words = ["spouse"])
`},
	{"grades that are no numbers", "title = \"T\"\nreading.grade = nan\n", "2:17 bad-value: grade must be between 1 and 20 (8 is easy for most adults)\n"},
	{"one bracket for two, and keys below the wrong table", `title = "T"
[part]
title = "P"
chapters = ["a.md"]
licence = "CC"
tagline = "x"
epub = true
`, `2:1 wrong-type: part is a list of tables, not a table (write [[part]])
5:1 unknown-key: unknown key "licence" (known here: title, accent, chapters)
6:1 unknown-key: unknown key "tagline" (tagline belongs at the top of the file, before the first [table])
7:1 unknown-key: unknown key "epub" (epub belongs under [output])
`},
}

func TestEveryProblemIsReportedAtItsPlace(t *testing.T) {
	seen := map[string]bool{"missing-config": true, "missing-chapter": true, "nothing-matched": true}
	for _, test := range bad {
		t.Run(test.name, func(t *testing.T) {
			c, problems := parse(test.in)
			if got := lines(problems); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			if c.Language == "" || c.Leave.URL == "" || c.Leave.Label == "" || c.Reading.Grade != 8 {
				t.Errorf("no defaults: %+v", c)
			}
			for _, p := range problems {
				seen[p.Rule] = true
			}
		})
	}
	for _, rule := range Rules {
		if !seen[rule.ID] {
			t.Errorf("no case for %s", rule.ID)
		}
	}
}

func TestTheDirectionFollowsLanguageAndScript(t *testing.T) {
	for language, want := range map[string]string{
		"en": "ltr", "ar": "rtl", "ar-EG": "rtl", "AR": "rtl", "he": "rtl", "fa-IR": "rtl", "ur": "rtl", "de-CH": "ltr",
		"ar-Latn": "ltr", "az-Arab": "rtl", "zh-Hant-TW": "ltr", "yue": "ltr", "ckb": "rtl", "sl-1994": "ltr",
	} {
		if c, _ := parse(`language = "` + language + `"`); c.Dir != want || c.Language != language {
			t.Errorf("%s is %s, want %s", language, c.Dir, want)
		}
	}
}

func TestABaseURLEndsInOneSlash(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "https://a.org": "https://a.org/", "http://a.org:8080/b//": "http://a.org:8080/b/", "https://a.org/b/": "https://a.org/b/",
		"HTTPS://a.org": "HTTPS://a.org/",
	} {
		if got, err := baseURL(in); got != want || err != nil {
			t.Errorf("%q: got %q, %v", in, got, err)
		}
	}
	for _, in := range []string{"a.org", "//a.org", "/a", "ftp://a.org", "https://", "https:/a", "https://a.org/?", "https://a.org/#x",
		"https://me:x@a.org", "https://a.org/a b", "https://a.org/\"", "https://:80/", "http://[::1", "mailto:a@b.c"} {
		if got, err := baseURL(in); err == nil {
			t.Errorf("%q: got %q", in, got)
		}
	}
}

func TestAnotherBaseURLIsAnotherKey(t *testing.T) {
	a, _ := parse("title = \"T\"\nbase_url = \"https://a.org\"")
	same, _ := parse("title = \"T\"\nbase_url = \"https://a.org\"")
	other, _ := parse("title = \"U\"\nbase_url = \"https://a.org\"")
	b, err := a.WithBaseURL("https://b.org/x")
	if err != nil || b.BaseURL != "https://b.org/x/" || a.BaseURL != "https://a.org/" || b.Title != "T" {
		t.Errorf("got %+v, %v", b, err)
	}
	if a.JobKey() != same.JobKey() || a.JobKey() == other.JobKey() || a.JobKey() == b.JobKey() {
		t.Error("keys differ where they should not, or the reverse")
	}
	if job.KeyOf("x", a) == job.KeyOf("x", b) {
		t.Error("a job cannot tell the two apart")
	}
	if _, err := a.WithBaseURL("b.org"); err == nil {
		t.Error("b.org is taken")
	}
}

func TestTheGuidesOwnFileIsFine(t *testing.T) {
	text, err := os.ReadFile("../../../site.toml")
	if err != nil {
		t.Skip("not in the guide's tree")
	}
	_, problems := parse(string(text))
	for _, p := range problems {
		if p.Rule != unknownRule.ID { // only some are known here
			t.Error(p)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, test := range bad {
		f.Add(test.in)
	}
	f.Fuzz(func(t *testing.T, text string) {
		c, problems := parse(text)
		_, more := c.Arrange([]string{"a.md", "a/b.md", "index.md"}, map[string]bool{"a.md": true})
		for _, p := range append(problems, more...) {
			if p.Line < 1 || p.Line > strings.Count(text, "\n")+1 || p.Column < 1 {
				t.Errorf("%s is not in the file", p)
			}
		}
		if len(problems) == 0 && c.Title == "" {
			t.Error("no title")
		}
	})
}
