package chapter_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

func TestProseOfDataFilesIsPlain(t *testing.T) {
	file := source.NewFile("content/x.toml", []byte("id = \"x\"\ntext = \"…\"\n"))
	at := file.Offset(2, 9)
	for _, test := range []struct{ text, html, problem string }{
		{`"Let's" wait -- *really*.`, "<p>“Let’s” wait – <em>really</em>.</p>\n", ""},
		{"One.\n\nTwo.\n\n- a\n- b", "<p>One.</p>\n<p>Two.</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n", ""},
		{"a < b &amp; `c`", "<p>a &lt; b &amp; <code>c</code></p>\n", ""},
		{"See [this](x.md).", "", "content/x.toml:2:13: error: a link cannot stand here [rich-text]\n    hint: texts of this file are paragraphs, lists and emphasis; put the rest into a chapter"},
		{"As found [@feeney-2007].", "", "content/x.toml:2:18: error: a citation cannot stand here [rich-text]\n    hint: texts of this file are paragraphs, lists and emphasis; put the rest into a chapter"},
		{"One.\n\n## Two", "", "content/x.toml:4:1: error: a heading cannot stand here [rich-text]\n    hint: texts of this file are paragraphs, lists and emphasis; put the rest into a chapter"},
		{"A ![x](x.png) and <b>bold</b>.", "", "content/x.toml:2:11: error: a picture cannot stand here [rich-text]\n    hint: texts of this file are paragraphs, lists and emphasis; put the rest into a chapter\n" +
			"content/x.toml:2:27: error: raw HTML cannot stand here [rich-text]\n    hint: texts of this file are paragraphs, lists and emphasis; put the rest into a chapter\n" +
			"content/x.toml:2:34: error: raw HTML cannot stand here [rich-text]\n    hint: texts of this file are paragraphs, lists and emphasis; put the rest into a chapter"},
	} {
		html, problems := parser.Prose(file, at, test.text)
		got := ""
		for i, p := range problems {
			if i > 0 {
				got += "\n"
			}
			got += p.String()
		}
		if diff := cmp.Diff(test.html+test.problem, html+got); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", test.text, diff)
		}
	}
}
