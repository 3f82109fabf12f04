package config

import (
	"fmt"
	"strings"
	"testing"
)

func TestPartsAreArranged(t *testing.T) {
	for _, test := range []struct {
		name  string
		parts []string // the chapters of each, as written
		paths string
		draft string
		want  string // the parts' chapters
		bad   string
	}{
		{
			name:  "a name stands where it is listed",
			parts: []string{`"b.md", "a.md"`, `"x/c.md"`},
			paths: "a.md b.md x/c.md",
			want:  "[[b.md a.md] [x/c.md]]",
		},
		{
			name:  "a pattern adds the rest, in byte order",
			parts: []string{`"x/*.md"`, `"x/b.md"`},
			paths: "x/B.md x/a.md x/b.md x/c.md x/é.md y.md",
			want:  "[[x/B.md x/a.md x/c.md x/é.md] [x/b.md]]",
		},
		{
			name:  "what one pattern matched, the next does not",
			parts: []string{`"x/s*.md", "x/last.md"`, `"x/*.md"`},
			paths: "x/a.md x/last.md x/s1.md x/s2.md",
			want:  "[[x/s1.md x/s2.md x/last.md] [x/a.md]]",
		},
		{
			name:  "a star stays in its folder, and may stand for a folder",
			parts: []string{`"*.md"`, `"*/index.md"`},
			paths: "a.md x/a.md x/index.md x/y/index.md y/index.md",
			want:  "[[a.md] [x/index.md y/index.md]]",
		},
		{
			name:  "fixed pages are taken by name only, and need no file",
			parts: []string{`"glossary.md", "references.md", "*.md"`},
			paths: "404.md a.md glossary.md index.md outline.md",
			want:  "[[glossary.md a.md]]",
		},
		{
			name:  "drafts are left out, among the paths or not",
			parts: []string{`"a.md", "b.md", "c.md"`, `"x/*.md"`, `"y/*.md"`},
			paths: "a.md b.md y/a.md",
			draft: "b.md c.md x/a.md y/a.md",
			want:  "[[a.md] [] []]",
		},
		{
			name:  "nothing matched",
			parts: []string{`"x/*.md", "content/*.md"`, `"a.md", "a*.md"`, `"index*.md"`},
			paths: "a.md index.md",
			want:  "[[] [a.md] []]",
			bad: `4:13 nothing-matched: x/*.md matches no chapter
4:23 nothing-matched: content/*.md matches no chapter (paths are relative to content/: write "*.md")
7:21 nothing-matched: a*.md adds nothing: what it matches is listed elsewhere (delete the pattern)
10:13 nothing-matched: index*.md matches no chapter
`,
		},
		{
			name:  "a chapter that does not exist",
			parts: []string{`"x/Saying-no.md", "x/sayin-no.md", "z/saying-no.md", "content/x/saying-no.md", "q.md"`},
			paths: "x/other.md x/saying-no.md",
			want:  "[[]]",
			bad: `4:13 missing-chapter: there is no content/x/Saying-no.md (upper and lower case count: write "x/saying-no.md")
4:31 missing-chapter: there is no content/x/sayin-no.md (did you mean "x/saying-no.md"?)
4:48 missing-chapter: there is no content/z/saying-no.md (did you mean "x/saying-no.md"?)
4:66 missing-chapter: there is no content/content/x/saying-no.md (paths are relative to content/: write "x/saying-no.md")
4:92 missing-chapter: there is no content/q.md
`,
		},
		{
			name:  "what Parse refused is skipped, and what is listed twice stands first",
			parts: []string{`"/a.md", 3, "b.md", "c.md", "b.md"`, `"c.md", "a.md"`},
			paths: "a.md b.md c.md",
			want:  "[[b.md c.md] [a.md]]",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var site strings.Builder
			site.WriteString("title = \"T\"\n")
			for _, chapters := range test.parts {
				fmt.Fprintf(&site, "[[part]]\ntitle = \"P\"\nchapters = [%s]\n", chapters)
			}
			drafts := map[string]bool{}
			for _, name := range strings.Fields(test.draft) {
				drafts[name] = true
			}
			c, _ := parse(site.String())
			arranged, problems := c.Arrange(strings.Fields(test.paths), drafts)
			if got := fmt.Sprint(arranged); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
			if got := lines(rules().Level(problems)); got != test.bad {
				t.Errorf("got\n%s\nwant\n%s", got, test.bad)
			}
		})
	}
}

func TestTheHelpChapterMustExistAndBePublished(t *testing.T) {
	c, _ := parse("title = \"T\"\n[help]\nlabel = \"Help\"\nchapter = \"more/help.md\"\n")
	for _, test := range []struct {
		paths  []string
		drafts map[string]bool
		want   string
	}{
		{[]string{"more/help.md"}, nil, ""},
		{[]string{"help.md"}, nil, "4:11 missing-chapter: there is no content/more/help.md (did you mean \"help.md\"?)\n"},
		{[]string{"more/help.md"}, map[string]bool{"more/help.md": true},
			"4:11 missing-chapter: more/help.md is a draft, but every page links to it (delete draft from its front matter, or link to another chapter)\n"},
	} {
		if _, problems := c.Arrange(test.paths, test.drafts); lines(problems) != test.want {
			t.Errorf("got %swant %s", lines(problems), test.want)
		}
	}
}

func BenchmarkArrangeTenThousandChapters(b *testing.B) {
	var site strings.Builder
	site.WriteString("title = \"T\"\n")
	var paths []string
	for part := range 100 {
		fmt.Fprintf(&site, "[[part]]\ntitle = \"P\"\nchapters = [\"p%03d/*.md\"]\n", part)
		for chapter := range 100 {
			paths = append(paths, fmt.Sprintf("p%03d/c%03d.md", part, chapter))
		}
	}
	c, _ := parse(site.String())
	for b.Loop() {
		if _, problems := c.Arrange(paths, nil); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}
